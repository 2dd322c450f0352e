// SPDX-License-Identifier: BSL-1.0
//
// What is kept of a member: plain bytes, and how many. To compile is to pass.
#include "../../examples/loyalty_run/w5.hpp"

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;

// Sizes are those of machines with 64 bits; where 64-bit integers are aligned to 4 bytes, states are smaller.
template <class State, std::size_t Size>
constexpr bool is_plain = std::is_trivially_copyable_v<State>&& std::is_nothrow_default_constructible_v<State> &&
                          (alignof(std::int64_t) == 4 ? sizeof(State) <= Size : sizeof(State) == Size);

template <class Policy>
using state_of = typename std::remove_const_t<Policy>::state;

template <class Programme>
using member_of = member<std::remove_const_t<Programme>>;

// One cache line for the five policies of W5.
static_assert(is_plain<w5::member_type, 64>);

// An outcome of each event of a stream: two amounts of 64 bits, two of 16, the reason, three tiers.
static_assert(is_plain<w5::rules_type::outcome_type, 24>);

// Windows.
static_assert(is_plain<lifetime::count, 8>);
static_assert(is_plain<calendar_window::count, 8>);
static_assert(is_plain<rolling_days<30>::count, 30 * 8 + 16>);
static_assert(is_plain<rolling_months<12>::count, 12 * 8 + 16>);

// Policies.
constexpr points plain{per_amount{1_points, 1_usd}, round_off{}};
constexpr points carrying{per_amount{1_points, 1_usd}, round_off_carrying{}};
constexpr points capped{per_amount{1_points, 1_usd}, round_off{}, cap_at{9_points, calendar_window{}}};
static_assert(std::is_empty_v<state_of<decltype(plain)>>);
static_assert(is_plain<state_of<decltype(carrying)>, 16>);
static_assert(is_plain<state_of<decltype(capped)>, 16>);

constexpr spend_threshold each{100_points, every(250_usd)};
constexpr spend_threshold first{100_points, once(250_usd)};
static_assert(is_plain<state_of<decltype(each)>, 8>);
static_assert(is_plain<state_of<decltype(first)>, 16>);
constexpr spend_threshold each_month = each.within(calendar_window{period_unit::month});
constexpr spend_threshold first_in_30_days = first.within(rolling_days<30>{});
static_assert(is_plain<state_of<decltype(each_month)>, 40>);
static_assert(is_plain<state_of<decltype(first_in_30_days)>, 30 * 8 + 16 + 24>);

constexpr cashback uncapped{currency::usd{}, rounding::half_even, cashback_rate{1_pct}};
constexpr cashback one_cap{currency::usd{}, rounding::half_even,
                           cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{}),
                           cashback_rate{1_pct}};
static_assert(std::is_empty_v<state_of<decltype(uncapped)>>);
static_assert(is_plain<state_of<decltype(one_cap)>, 8>);

constexpr tiered two_tiers{350_usd, 1000_usd};
static_assert(is_plain<state_of<decltype(two_tiers)>, 16>);
constexpr auto two_remembering = two_tiers.remembering();
static_assert(is_plain<state_of<decltype(two_remembering)>, 24>);

static_assert(is_plain<state_of<decltype(streak<calendar_window{period_unit::week}>{4})>, 4>);
static_assert(is_plain<state_of<decltype(streak<calendar_window{period_unit::day}>{4})>, 8>);
static_assert(is_plain<state_of<decltype(streak<calendar_window{period_unit::week}>{4}.reversible())>, 4>);
static_assert(is_plain<state_of<decltype(streak<calendar_window{period_unit::day}>{4}.forgiving(1).reversible())>, 8>);
static_assert(is_plain<state_of<decltype(stamp_card{10})>, 1>);
constexpr gamified games{streak<calendar_window{period_unit::week}>{4}.awards(1_badges),
                         stamp_card{10}.awards(1_stamps)};
static_assert(is_plain<state_of<decltype(games)>, 4>);

// A member: the clock, a balance for each unit, what the policies remember.
constexpr programme by_time_and_id{plain};
constexpr programme by_time{terms<utc, identity::by_time>{}, plain};
constexpr programme with_games{terms<utc, identity::by_time>{}, plain, games};
static_assert(is_plain<member_of<decltype(by_time_and_id)>, 32>);
static_assert(is_plain<member_of<decltype(by_time)>, 24>);
static_assert(is_plain<member_of<decltype(with_games)>, 32>);

// A list of rules keeps a slot and a byte for each rule of its capacity, whatever it holds.
using list = rule_list<8, std::remove_const_t<decltype(plain)>, std::remove_const_t<decltype(carrying)>,
                       std::remove_const_t<decltype(first)>>;
static_assert(is_plain<list::state, 8 * 16 + 8>);
static_assert(std::is_trivially_copyable_v<list>);

} // namespace
