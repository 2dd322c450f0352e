// SPDX-License-Identifier: BSL-1.0
//
// A till sends a purchase of 500.00 twice. The balance is 500, not 1000: the second is refused as a duplicate, and
// a history answers it with the first outcome (S9). Source: an example of this project.

#include "check.hpp"

#include <loyalty/stream/history.hpp>

namespace same_event_twice {

using namespace loyalty;

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
using sale = purchase<currency::usd>;
constexpr sale sent{.id = 1, .time = "2025-03-10T12:00"_utc, .net = 500_usd};

void cases(gallery::checks& check) {
    member<std::remove_const_t<decltype(rules)>> anna;
    check("the first", apply(rules, anna, sent).refused, reason::none);
    check("the second", apply(rules, anna, sent).refused, reason::duplicate_event);
    check("the balance", anna.balance<unit::points>(), 500_points);

    streams::member_history<std::remove_const_t<decltype(rules)>, sale> kept{rules};
    check("a history, the first", kept.submit(sent).granted<unit::points>(), 500_points);
    check("a history, the second", kept.submit(sent).granted<unit::points>(), 500_points);
    check("its balance", kept.state().balance<unit::points>(), 500_points);
}

const gallery::page here{"same_event_twice", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace same_event_twice
