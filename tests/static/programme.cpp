// SPDX-License-Identifier: BSL-1.0
//
// Programmes at compile time: to compile is to pass.
#include "../../examples/loyalty_run/w5.hpp"

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;

// A programme is a value, and can be a template argument with all its numbers.
template <auto Programme>
struct is_lifted {
    static constexpr std::size_t policies = std::remove_cvref_t<decltype(Programme)>::size;
    static constexpr std::string_view name = lifted<Programme>.value().frame.name.view();
};
static_assert(std::is_trivially_copyable_v<w5::rules_type>);
static_assert(is_lifted<w5::rules>::policies == 5);
static_assert(is_lifted<w5::rules>::name == "W5");
static_assert(is_lifted<programme{points{per_visit{1_points}}}>::policies == 1);
static_assert(std::is_same_v<is_lifted<programme{points{per_visit{1_points}}}>,
                             is_lifted<programme{points{per_visit{1_points}}}>>);
static_assert(!std::is_same_v<is_lifted<programme{points{per_visit{1_points}}}>,
                              is_lifted<programme{points{per_visit{2_points}}}>>);
static_assert(std::is_empty_v<lifted_programme<w5::rules>>);
static_assert(w5::rules.right && w5::rules.problem().sentence == nullptr);

// The programme's type shows what it grants and how it tells events apart.
static_assert(
    std::is_same_v<w5::rules_type::units_type, units<unit::points, currency::usd, unit::badges, unit::stamps>>);
static_assert(
    std::is_same_v<w5::rules_type::outcome_type, outcome<unit::points, currency::usd, unit::badges, unit::stamps>>);
static_assert(w5::rules_type::told_apart == identity::by_time);

// The events of a host give receipts also where no type of the call is of namespace loyalty itself.
constexpr bool gives_receipt() {
    constexpr programme rules{terms<utc, identity::by_time>{.name = "plain"},
                              points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
    member<std::remove_const_t<decltype(rules)>> anna;
    return apply_with_receipt(lifted<rules>, anna, w5::record{1, 2'399, 0, 1}).receipt.earned.accepted();
}
static_assert(gives_receipt());

// 23.99 USD: floored first and five times, or five times and then floored (S2).
constexpr std::int64_t granted_by(const auto& rules, money<currency::usd> net) {
    member<std::remove_cvref_t<decltype(rules)>> anna;
    return apply(rules, anna, sale{.id = 1, .net = net}).template granted<unit::points>().minor_units();
}
static_assert(granted_by(programme{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, multiply_by{5_x},
                                          round_off{rounding::floor}}},
                         23.99_usd) == 115);
static_assert(granted_by(programme{points{per_amount{1_points, 1_usd}, multiply_by{5_x}, round_off{rounding::floor}}},
                         23.99_usd) == 119);

// Carried, three baskets of 0.50 at a point a dollar are one point with 0.50 left (S3).
constexpr bool carries_exactly() {
    constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}}};
    member<std::remove_const_t<decltype(rules)>> anna;
    for (std::uint64_t i = 1; i <= 3; ++i) {
        static_cast<void>(apply(rules, anna, sale{.id = i, .net = 0.50_usd}));
    }
    const auto fourth = preview(rules, anna, sale{.id = 4, .net = 0.50_usd});
    return anna.balance<unit::points>() == 1_points && fourth.granted<unit::points>() == 1_points;
}
static_assert(carries_exactly());

// The first 200 transactions of W5, which 200 of 20,000 members make. The numbers come from the loop written by hand.
constexpr bool reaches(std::int64_t points, std::int64_t cents, std::int64_t stamps, std::int64_t badges,
                       std::uint64_t tier_changes, const totals<w5::rules_type>& got) {
    return got.granted<unit::points>().minor_units() == points && got.granted<currency::usd>().minor_units() == cents &&
           got.granted<unit::stamps>().minor_units() == stamps && got.granted<unit::badges>().minor_units() == badges &&
           got.tier_changes == tier_changes && got.accepted == 200 && got.refused == 0;
}

/// The members that a short prefix names, numbered as they come.
class newcomers {
public:
    constexpr std::uint32_t number_of(std::uint32_t member) {
        std::uint32_t i = 0;
        while (i < count_ && known_[i] != member) {
            ++i;
        }
        count_ += i == count_ ? 1 : 0;
        known_[i] = member;
        return i;
    }

private:
    std::uint32_t known_[200]{};
    std::uint32_t count_ = 0;
};

template <class Programme>
constexpr totals<w5::rules_type> totals_of(const Programme& rules, w5::generator next) {
    w5::record stream[200]{};
    newcomers members;
    for (w5::record& each : stream) {
        each = next();
        each.member = members.number_of(each.member);
    }
    w5::member_type states[200]{};
    totals<w5::rules_type> sums;
    apply_all(rules, std::span<w5::member_type>{states}, std::span<const w5::record>{stream}, sums);
    return sums;
}
static_assert(reaches(7'694, 12'416, 0, 0, 0, totals_of(w5::rules, {1'000'000, 20'000})));

// 200 transactions of two members over three years: tiers, streaks and full cards too.
static_assert(reaches(13'653, 12'416, 19, 14, 4, totals_of(w5::rules, {200, 2})));
static_assert(reaches(13'653, 12'416, 19, 14, 4, totals_of(lifted<w5::rules>, {200, 2})));

// A list of rules, in a constant expression.
using earning = decltype(points{per_amount{1_points, 1_usd}, round_off{}});
using card = decltype(stamp_card{2}.awards(1_stamps));
constexpr auto shop_rules = [] {
    rule_list<3, earning, card> rules;
    bool fits = rules.push_back(stamp_card{2}.awards(1_stamps));
    fits = fits && rules.push_back(points{per_amount{2_points, 1_usd}, round_off{rounding::floor}});
    fits = fits && rules.push_back(points{per_amount{1_points, 10_usd}, round_off{rounding::half_up}});
    LOYALTY_ASSERT(fits && !rules.push_back(stamp_card{3}.awards(1_stamps)));
    return rules;
}();
static_assert(shop_rules.size() == 3);
static_assert(std::is_trivially_copyable_v<std::remove_const_t<decltype(shop_rules)>>);
constexpr programme shop{shop_rules};
static_assert(granted_by(shop, 15_usd) == 32);

// Wrong numbers from run time are refused with a sentence, and so is every event.
constexpr bool refuses_everything() {
    rule_list<2, earning, card> rules;
    LOYALTY_ASSERT(rules.push_back(stamp_card{2}.awards(1_stamps)) && rules.push_back(stamp_card{0}.awards(1_stamps)));
    return rules.first_defect().rule == 1 &&
           std::string_view{problem_of(rules)} == "stamp_card: a card has 1 to 255 fields";
}
static_assert(refuses_everything());

} // namespace
