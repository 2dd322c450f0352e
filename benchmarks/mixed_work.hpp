// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A stream of several kinds of events: of 20 events 16 are purchases, 2 activities, 1 is a return and 1 a redemption. Points,
/// points for activities with a cap a day, cashback and lots. The lots have no room for reservations, which the loop by hand of
/// mixed_by_hand.hpp does not know.

#include "../examples/loyalty_run/w5.hpp"
#include "mixed_by_hand.hpp"

#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace mixed_work {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::extensions;
using namespace loyalty::streams;

inline constexpr programme rules{
    terms<>{.name = "mixed"}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    points{per_activity{50_points}, cap_at{80_points, calendar_window{period_unit::day}}},
    cashback{currency::usd{}, rounding::half_even, cashback_rate{1.5_pct}},
    lots<unit::points>{}.expiring(expires_end_of_month<12>{}).on_shortfall(debt_policy::negative)};

using rules_type = std::remove_const_t<decltype(rules)>;
using member_type = member<rules_type>;
using sale = purchase<currency::usd>;
using event = event_of<rules_type, sale>;
/// The same for a stream with these kinds alone, whose returns are of whole purchases: 56 bytes, where the sum of all kinds has 104.
using event_of_four = any_event<sale, activity, redemption<unit::points>, return_of<rules_type, everything_returned>>;
using slip = receipt<rules_type>;

inline constexpr std::size_t round_size = 20;
/// How many events a return comes after its sale, which is a purchase: 18 - 1010 is 8 of its round.
inline constexpr std::size_t back_after = 1010;
inline constexpr auto redeemed_at_once = 20_points;

/// The same stream for the library and for the loop by hand. Receipts are those of the sales before any return.
struct stream {
    std::size_t members = 0;
    std::vector<event> events;
    std::vector<event_of_four> of_four;
    std::vector<slip> slips;
    std::vector<slip> kept; ///< as they were before the stream
    std::vector<mixed_by_hand::event> by_hand;
    std::vector<mixed_by_hand::slip> by_hand_slips;
    std::vector<mixed_by_hand::known_event> known;
    std::vector<mixed_by_hand::known_slip> known_slips;
    instant end{};
};

inline void add_purchase(stream& made, std::uint64_t id, const w5::record& from) {
    made.events.push_back(sale{.id = id,
                               .member = from.member,
                               .time = instant{from.time},
                               .net = money<currency::usd>::from_minor_units(from.cents)});
    made.by_hand.push_back({from.time, from.cents, from.member, mixed_by_hand::kind::purchase, 0});
}

inline void add_return(stream& made, std::uint64_t id, instant time, std::span<const w5::record> records) {
    const w5::record& sold = records[id - back_after];
    by_hand::day_fields day;
    day.move_to(sold.time);
    made.events.push_back(return_of<rules_type, sale>{.id = id,
                                                      .member = sold.member,
                                                      .time = time,
                                                      .sale = id - back_after,
                                                      .receipt = &made.slips[id / round_size]});
    made.by_hand.push_back({time.seconds_since_epoch, 0, sold.member, mixed_by_hand::kind::sale_return,
                            static_cast<std::uint32_t>(id / round_size)});
    made.by_hand_slips[id / round_size] = {w5::by_hand::quotient(sold.cents, 100),
                                           mixed_by_hand::cashback_of(sold.cents), day.month, true};
}

inline void add_event(stream& made, std::uint64_t id, std::span<const w5::record> records) {
    const w5::record& from = records[id];
    const instant time{from.time};
    switch (id % round_size) {
    case 16:
    case 17: { // both of one member, so that the second meets the cap
        const std::uint32_t who = records[id - id % round_size + 16].member;
        made.events.push_back(activity{.id = id, .member = who, .time = time, .kind = 1});
        made.by_hand.push_back({from.time, 0, who, mixed_by_hand::kind::activity, 0});
        return;
    }
    case 18:
        if (id >= back_after) {
            return add_return(made, id, time, records);
        }
        return add_purchase(made, id, from);
    case 19:
        made.events.push_back(
            redemption<unit::points>{.id = id, .member = from.member, .time = time, .amount = redeemed_at_once});
        made.by_hand.push_back(
            {from.time, redeemed_at_once.minor_units(), from.member, mixed_by_hand::kind::redemption, 0});
        return;
    default:
        add_purchase(made, id, from);
    }
}

/// Fills the receipts of the sales that come back: the stream is applied once.
inline void fill_receipts(stream& made) {
    std::vector<member_type> members(made.members);
    for (std::size_t i = 0; i < made.events.size(); ++i) {
        made.events[i].visit([&](const auto& each) {
            using type = std::remove_cvref_t<decltype(each)>;
            if constexpr (std::is_same_v<type, sale>) {
                const std::size_t later = (i + back_after) / round_size;
                if (i % round_size == 8 && later < made.slips.size()) {
                    made.slips[later] = apply_with_receipt(rules, members[each.member], each).receipt;
                    made.kept[later] = made.slips[later];
                    return;
                }
            }
            apply(rules, members[each.member], made.events[i]);
        });
    }
    made.slips = made.kept;
}

/// The same events in fewer bytes.
inline void add_of_four(stream& made) {
    made.of_four.reserve(made.events.size());
    for (const event& each : made.events) {
        each.visit([&](const auto& one) {
            using type = std::remove_cvref_t<decltype(one)>;
            if constexpr (event_of_four::can_be<type>) {
                made.of_four.push_back(one);
            } else if constexpr (std::is_same_v<type, return_of<rules_type, sale>>) {
                made.of_four.push_back(return_of<rules_type, everything_returned>{
                    .id = one.id, .member = one.member, .time = one.time, .sale = one.sale, .receipt = one.receipt});
            }
        });
    }
}

/// What the loop by hand knows more that refuses.
inline void add_known(stream& made) {
    for (const mixed_by_hand::slip& each : made.by_hand_slips) {
        made.known_slips.push_back({each, 0});
    }
    for (std::size_t id = 0; id < made.by_hand.size(); ++id) {
        const mixed_by_hand::event& each = made.by_hand[id];
        made.known.push_back({each, id});
        if (each.kind == mixed_by_hand::kind::sale_return) {
            made.known_slips[each.slip].owner = each.member;
        }
    }
}

/// Makes the stream of so many events and members. Events point to its slips: it stays where it is.
inline void fill(stream& made, std::size_t count, std::size_t members) {
    made.members = members;
    made.slips.resize(count / round_size);
    made.kept.resize(count / round_size);
    made.by_hand_slips.resize(count / round_size);
    made.events.reserve(count);
    const std::vector<w5::record> records = w5::stream(count, members);
    for (std::uint64_t id = 0; id < count; ++id) {
        add_event(made, id, records);
    }
    made.end = instant{records.back().time};
    fill_receipts(made);
    add_of_four(made);
    add_known(made);
}

/// Applies the stream to new members: the programme is lifted, so that its numbers too stand in the code.
template <class Event>
[[gnu::noinline]] void evaluate(std::span<member_type> members, const std::vector<Event>& stream,
                                totals<rules_type>& sum) {
    const std::span<const Event> events{stream};
    apply_all(lifted<rules>, members, events, sum);
}

} // namespace mixed_work
