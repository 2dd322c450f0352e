// SPDX-License-Identifier: BSL-1.0
//
// G29: the same event twice: the second returns the first outcome; the balance is 500, not 1000.
#include "support/till.hpp"

#include <loyalty/stream/history.hpp>

using namespace loyalty;
using namespace loyalty::streams;

namespace {

constexpr programme plain{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
using plain_type = std::remove_const_t<decltype(plain)>;
constexpr purchase<currency::usd> bought{.id = 7, .time = "2025-03-10T12:00"_utc, .net = 500_usd};

/// Without a history the member alone refuses the second.
constexpr std::int64_t balance_after_two() {
    member<plain_type> anna;
    apply(plain, anna, bought);
    const auto again = apply(plain, anna, bought);
    return again.refused == reason::duplicate_event ? anna.balance<unit::points>().minor_units() : -1;
}

} // namespace

TEST_SUITE("G29 same event twice") {
    TEST_CASE("the balance is 500, not 1000") {
        CHECK_TWICE(balance_after_two() == 500);
    }

    TEST_CASE("a history returns the first outcome, and the balance is 500") {
        member_history<plain_type, purchase<currency::usd>> anna{plain};
        const auto first = anna.submit(bought);
        CHECK(first.granted<unit::points>() == 500_points);
        CHECK(anna.submit(bought) == first);
        CHECK(anna.state().balance<unit::points>() == 500_points);
        CHECK(anna.size() == 1);
    }
}
