// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/engine/queries.hpp>

#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using support::joined_member;
using support::purchase_on;
using support::till;

namespace {

using usd_progress = tier_progress<currency::usd>;

template <class Policy, class Profile, std::size_t Count>
constexpr usd_progress after(const Policy& policy, const Profile& profile, const purchase_on (&purchases)[Count],
                             instant as_of) {
    till shop{programme{points{per_visit{amount<unit::points>::whole(1)}}, policy}, profile};
    for (const purchase_on& each : purchases) {
        shop.pay(each.day, each.net);
    }
    return progress(shop.programme, shop.card, as_of, profile);
}

template <class Policy, std::size_t Count>
constexpr usd_progress after(const Policy& policy, const purchase_on (&purchases)[Count], instant as_of) {
    return after(policy, no_profile{}, purchases, as_of);
}

constexpr tiered beauty = tiered{350_usd, 1000_usd}.held_for(1);
constexpr auto may_1 = "2025-05-01"_date;
constexpr auto new_year_2026 = "2026-01-01"_date;
constexpr auto new_year_2027 = "2027-01-01"_date;

} // namespace

TEST_SUITE("engine/progress") {
    TEST_CASE("what is missing to the next tier, what to keep this one, and by when (S29)") {
        CHECK_TWICE(
            after(beauty, {{may_1, 349.99_usd}}, "2025-05-01T12:00"_utc) ==
            usd_progress{.tier = 0, .has_next = true, .missing_to_next = 0.01_usd, .qualifies_until = new_year_2026});
        CHECK_TWICE(after(beauty, {{may_1, 400_usd}}, "2025-12-31T23:59:59"_utc) ==
                    usd_progress{.tier = 1,
                                 .has_next = true,
                                 .missing_to_next = 600_usd,
                                 .qualifies_until = new_year_2026,
                                 .held_until = new_year_2027});
        // In the next year everything begins at zero, and the tier is still held.
        CHECK_TWICE(after(beauty, {{may_1, 400_usd}}, "2026-01-01T00:00"_utc) ==
                    usd_progress{.tier = 1,
                                 .has_next = true,
                                 .missing_to_next = 1000_usd,
                                 .missing_to_keep = 350_usd,
                                 .qualifies_until = new_year_2027,
                                 .held_until = new_year_2027});
        CHECK_TWICE(after(beauty, {{may_1, 400_usd}, {"2026-03-01"_date, 120_usd}}, "2026-12-01T12:00"_utc) ==
                    usd_progress{.tier = 1,
                                 .has_next = true,
                                 .missing_to_next = 880_usd,
                                 .missing_to_keep = 230_usd,
                                 .qualifies_until = new_year_2027,
                                 .held_until = new_year_2027});
        CHECK_TWICE(after(beauty, {{may_1, 400_usd}}, "2027-01-01T00:00"_utc) ==
                    usd_progress{
                        .tier = 0, .has_next = true, .missing_to_next = 350_usd, .qualifies_until = "2028-01-01"_date});
    }

    TEST_CASE("at the top nothing is next") {
        CHECK_TWICE(after(beauty, {{may_1, 1200_usd}}, "2025-05-02T12:00"_utc) ==
                    usd_progress{.tier = 2, .qualifies_until = new_year_2026, .held_until = new_year_2027});
    }

    TEST_CASE("grace is part of what is held; a tier that never drops is held for ever") {
        CHECK_TWICE(after(beauty.grace(10), {{may_1, 400_usd}}, "2025-05-02T12:00"_utc).held_until ==
                    "2027-01-11"_date);
        CHECK_TWICE(after(beauty.dropping(drop::never), {{may_1, 400_usd}}, "2030-05-02T12:00"_utc).held_until ==
                    date::maximum());
        CHECK_TWICE(after(beauty.dropping(drop::never), {{may_1, 400_usd}}, "2030-05-02T12:00"_utc).missing_to_keep ==
                    0_usd);
    }

    TEST_CASE("a year of membership") {
        constexpr joined_member leapling{"2024-02-29"_date};
        constexpr auto lacks =
            after(beauty.within(membership_year{}), leapling, {{"2025-02-28"_date, 400_usd}}, "2025-02-28T13:00"_utc);
        CHECK_TWICE(lacks.qualifies_until == "2026-02-28"_date);
        CHECK_TWICE(lacks.held_until == "2027-02-28"_date);
    }

    TEST_CASE("a rolling window says when the oldest purchase leaves it") {
        constexpr auto rolling = tiered{100_usd, 200_usd}.within(rolling_days<30>{}).held_for(5);
        constexpr auto lacks = after(rolling, {{may_1, 60_usd}, {"2025-05-11"_date, 100_usd}}, "2025-05-20T12:00"_utc);
        CHECK_TWICE(lacks == usd_progress{.tier = 1,
                                          .has_next = true,
                                          .missing_to_next = 40_usd,
                                          .qualifies_until = "2025-05-31"_date,
                                          .held_until = "2025-06-15"_date}); // 100 stand until 10 June, and 5 days
        constexpr auto later = after(rolling, {{may_1, 60_usd}, {"2025-05-11"_date, 100_usd}}, "2025-06-10T12:00"_utc);
        CHECK_TWICE(later == usd_progress{.tier = 1,
                                          .has_next = true,
                                          .missing_to_next = 200_usd,
                                          .missing_to_keep = 100_usd,
                                          .qualifies_until = "2025-06-11"_date,
                                          .held_until = "2025-06-15"_date});
    }

    TEST_CASE("a lifetime window qualifies for ever") {
        constexpr auto lacks =
            after(tiered{350_usd, 1000_usd}.within(lifetime{}), {{may_1, 400_usd}}, "2031-05-01T12:00"_utc);
        CHECK_TWICE(lacks == usd_progress{.tier = 1,
                                          .has_next = true,
                                          .missing_to_next = 600_usd,
                                          .qualifies_until = date::maximum(),
                                          .held_until = date::maximum()});
    }

    TEST_CASE("the member is left alone, and a time before the last event counts as that event's") {
        till shop{programme{beauty}};
        shop.pay(may_1, 400_usd);
        const auto before = shop.card;
        CHECK(progress(shop.programme, shop.card, "2031-01-01T00:00"_utc).tier == 0);
        CHECK(shop.card == before);
        CHECK(progress(shop.programme, shop.card, "2020-01-01T00:00"_utc) ==
              progress(shop.programme, shop.card, support::noon(may_1)));
    }

    TEST_CASE("a lifted programme too") {
        static constexpr programme rules{beauty};
        member<std::remove_const_t<decltype(rules)>> anna;
        CHECK(progress(lifted<rules>, anna, support::noon(may_1)).missing_to_next == 350_usd);
    }
}
