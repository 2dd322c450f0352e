// SPDX-License-Identifier: BSL-1.0
//
// G09: The Body Shop. 1 % of purchases to the charity that the member chose; in South Africa a point for each R10, and a
// voucher for more than 50 points in 3 months.
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using support::till;

namespace {

/// Money that each charity is owed: units of their own, so that no sum mixes them.
struct owed_to_forests {
    static constexpr unit_code code = "GBP to forests";
    static constexpr int digits = 2;
};
struct owed_to_oceans {
    static constexpr unit_code code = "GBP to oceans";
    static constexpr int digits = 2;
};

template <class Charity>
constexpr auto one_per_cent = per_amount{amount<Charity>::from_minor_units(1), 1_gbp};

constexpr unsigned chose_forests = 0;
constexpr unsigned chose_oceans = 1;

template <class Rounding>
constexpr auto charity(Rounding rounded) {
    return programme{points{one_per_cent<owed_to_forests>.on(member_has(chose_forests)), rounded},
                     points{one_per_cent<owed_to_oceans>.on(member_has(chose_oceans)), rounded}};
}

constexpr auto rounded_each = charity(round_off{rounding::half_up});
constexpr auto cumulative = charity(round_off_carrying{rounding::half_up});

struct giver {
    std::uint64_t attributes;
};

/// What is owed after three purchases, in pence: to forests, and to oceans in thousands.
template <class Programme>
constexpr std::int64_t owed(const Programme& rules, unsigned chosen, money<currency::gbp> net) {
    till shop{rules, giver{std::uint64_t{1} << chosen}};
    for (int i = 0; i < 3; ++i) {
        shop.pay(date::of(2025, 3, 10), net);
    }
    return shop.card.template balance<owed_to_forests>().minor_units() +
           1000 * shop.card.template balance<owed_to_oceans>().minor_units();
}

struct vouchers {
    static constexpr unit_code code = "vouchers";
    static constexpr int digits = 0;
};

/// 51 points is the first whole number of more than 50.
constexpr programme south_africa{points{per_amount{1_points, 10_zar}, round_off{rounding::floor}},
                                 spend_threshold{amount<vouchers>::whole(1), once(51_points)}
                                     .of(earned<unit::points>{})
                                     .within(rolling_months<3>{})};

/// The same with the voucher as a thing, which can be used once.
constexpr programme south_africa_with_things{
    points{per_amount{1_points, 10_zar}, round_off{rounding::floor}},
    spend_threshold{amount<vouchers>::whole(1), once(51_points)}.of(earned<unit::points>{}).within(rolling_months<3>{}),
    things::wallet<4>{}.issuing(things::vouchers{1}.for_each<vouchers>().valid_days(90))};

constexpr std::size_t things_after_three(money<currency::zar> first, date last_day) {
    till shop{south_africa_with_things};
    shop.pay("2025-01-31"_date, first);
    shop.pay("2025-02-15"_date, 104_zar);
    shop.pay(last_day, 310_zar);
    return things::things_of(south_africa_with_things, shop.card, shop.card.last_event()).size();
}

struct earnings {
    std::int64_t points;
    std::int64_t vouchers;

    friend constexpr bool operator==(const earnings&, const earnings&) = default;
};

constexpr earnings after_three(money<currency::zar> first, date last_day) {
    till shop{south_africa};
    shop.pay("2025-01-31"_date, first);
    shop.pay("2025-02-15"_date, 104_zar);
    shop.pay(last_day, 310_zar);
    return {shop.card.balance<unit::points>().minor_units(), shop.card.balance<vouchers>().minor_units()};
}

} // namespace

TEST_SUITE("G09 The Body Shop") {
    TEST_CASE("three purchases of 12.49: rounded each, and cumulative") {
        CHECK_TWICE(owed(rounded_each, chose_forests, 12.49_gbp) == 36);
        CHECK_TWICE(owed(cumulative, chose_forests, 12.49_gbp) == 37);
    }

    TEST_CASE("to the charity that the member chose") {
        CHECK_TWICE(owed(rounded_each, chose_oceans, 12.49_gbp) == 36'000);
        CHECK_TWICE(owed(cumulative, chose_oceans, 12.49_gbp) == 37'000);
    }

    TEST_CASE("a voucher for more than 50 points in 3 months") {
        CHECK_TWICE(after_three(95_zar, "2025-03-31"_date) == earnings{50, 0});
        CHECK_TWICE(after_three(100_zar, "2025-03-31"_date) == earnings{51, 1});
        CHECK_TWICE(after_three(100_zar, "2025-04-01"_date) == earnings{51, 0});
    }

    TEST_CASE("and the voucher is a thing") {
        CHECK_TWICE(things_after_three(95_zar, "2025-03-31"_date) == 0);
        CHECK_TWICE(things_after_three(100_zar, "2025-03-31"_date) == 1);
        CHECK_TWICE(things_after_three(100_zar, "2025-04-01"_date) == 0);
    }
}
