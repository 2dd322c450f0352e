// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/policies/gamified/stamp_card.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using support::till;
using support::usd_line;

namespace {

constexpr auto day = "2025-03-10"_date;
constexpr auto ten_visits = stamp_card{10}.awards(1_stamps);
constexpr auto ten_coffees = stamp_card{10}.of(quantity{}).on(category_is(2u)).awards(1_stamps);

/// What the last of so many purchases gave, and the fields stamped after it.
struct card {
    std::int64_t full;
    int stamped;

    friend constexpr bool operator==(const card&, const card&) = default;
};

template <class Policy>
constexpr card after(const Policy& policy, int purchases, std::int64_t pieces, std::uint32_t category = 2) {
    till shop{programme{policy}};
    card result{};
    for (int i = 0; i < purchases; ++i) {
        const auto gave = shop.ring(day, {usd_line{.id = 1, .category = category, .quantity = pieces}});
        result = {gave.template granted<unit::stamps>().minor_units(), shop.card.template policy<0>().stamped};
    }
    return result;
}

} // namespace

TEST_SUITE("policies/gamified/stamp_card") {
    TEST_CASE("each tenth purchase pays, whatever it holds") {
        CHECK_TWICE(after(ten_visits, 1, 5) == card{0, 1});
        CHECK_TWICE(after(ten_visits, 9, 5) == card{0, 9});
        CHECK_TWICE(after(ten_visits, 10, 5) == card{1, 0});
        CHECK_TWICE(after(ten_visits, 11, 5) == card{0, 1});
        CHECK_TWICE(after(ten_visits, 20, 5) == card{1, 0});
    }

    TEST_CASE("23 coffees fill two cards and leave three") {
        CHECK_TWICE(after(ten_coffees, 1, 23) == card{2, 3});
        CHECK_TWICE(after(ten_coffees, 2, 23) == card{2, 6});
        CHECK_TWICE(after(ten_coffees, 4, 23) == card{3, 2}); // 69 and 23
        CHECK_TWICE(after(ten_coffees, 1, 10) == card{1, 0});
        CHECK_TWICE(after(ten_coffees, 1, 23, 7) == card{0, 0});
    }

    TEST_CASE("visits with a line that matches") {
        constexpr auto coffee_visits = ten_visits.on(category_is(2u));
        CHECK_TWICE(after(coffee_visits, 10, 3) == card{1, 0});
        CHECK_TWICE(after(coffee_visits, 10, 3, 7) == card{0, 0});
    }

    TEST_CASE("the largest and the smallest card") {
        CHECK_TWICE(after(stamp_card{255}.of(quantity{}).awards(1_stamps), 1, 509) == card{1, 254});
        CHECK_TWICE(after(stamp_card{1}.awards(1_stamps), 3, 1) == card{1, 0});
    }

    TEST_CASE("more than a million pieces at once are refused") {
        constexpr auto judged = [](std::int64_t pieces) {
            till shop{programme{stamp_card{255}.of(quantity{}).awards(1_stamps)}};
            return shop.ring(day, {usd_line{.id = 1, .quantity = pieces}}).refused;
        };
        CHECK_TWICE(judged(1'000'000) == reason::none);
        CHECK_TWICE(judged(1'000'001) == reason::amount_overflow);
        CHECK_TWICE(judged(INT64_MAX) == reason::amount_overflow);
    }

    TEST_CASE("numbers that cannot be right are named") {
        constexpr auto problem = [](const auto& policy) { return std::string_view{problem_of(policy)}; };
        CHECK_TWICE(problem(stamp_card{0}.awards(1_stamps)) == "stamp_card: a card has 1 to 255 fields");
        CHECK_TWICE(problem(stamp_card{256}.awards(1_stamps)) == "stamp_card: a card has 1 to 255 fields");
        CHECK_TWICE(problem(stamp_card{10}.awards(0_stamps)) == "an award must be above zero");
        CHECK_TWICE(problem(stamp_card{10}) ==
                    "stamp_card: a full card gives nothing: name its award with .awards(1_stamps)");
        CHECK_TWICE(problem_of(ten_visits) == nullptr);
    }
}
