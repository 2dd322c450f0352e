// SPDX-License-Identifier: BSL-1.0
//
// The books of two members become one, under every kind of expiry and activation.
#include <loyalty/ledger/merge.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <random>

using namespace loyalty;
using namespace loyalty::ledgers;
using points_of = amount<unit::points>;

namespace {

template <class Rules>
using state_of = typename Rules::state;

/// A day, or its first second in books of instants.
template <class Rules>
typename Rules::point day(std::int32_t number) {
    if constexpr (std::is_same_v<typename Rules::point, instant>) {
        return "2025-01-01T00:00"_utc + dates::seconds{std::int64_t{number} * 86'400};
    } else {
        return "2025-01-01"_date + number;
    }
}

/// One operation of a random kind.
template <class Rules>
void step(const Rules& rules, state_of<Rules>& own, std::mt19937_64& random, std::int32_t today, std::uint64_t id) {
    const auto some = points_of::from_minor_units(static_cast<std::int64_t>(random() % 50));
    const auto now = day<Rules>(today);
    typename Rules::taken from{};
    clawback_parts<unit::points> parts{};
    reason why = reason::none;
    switch (random() % 8) {
    case 0:
        why = rules.spend(own, some, now, from);
        break;
    case 1:
        why = rules.claw_back(own, some, now, now, parts);
        break;
    case 2:
        why = rules.reserve(own, id, some, day<Rules>(today + 1 + static_cast<std::int32_t>(random() % 20)), now);
        break;
    case 3:
        why = rules.release(own, random() % (id + 1), now);
        break;
    default:
        why = rules.earn(own, some, now);
    }
    static_cast<void>(why); // refused ones change nothing
}

template <class Rules>
void check_random_books(const Rules& rules) {
    std::mt19937_64 random{11};
    int merged = 0;
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        state_of<Rules> own{};
        state_of<Rules> other{};
        std::int32_t today = 0;
        std::uint64_t id = 0;
        for (std::uint64_t steps = 3 + random() % 60; steps > 0; --steps) {
            today += static_cast<std::int32_t>(random() % 3);
            step(rules, random() % 2 == 0 ? own : other, random, today, ++id);
        }
        today += static_cast<std::int32_t>(random() % 10);
        const auto now = day<Rules>(today);
        const auto first = rules.balances(own, now);
        const auto second = rules.balances(other, now);
        const auto before = own;
        const reason why = detail::ledger::merge_books(rules, own, other, now);
        if (why != reason::none) {
            CHECK(why == reason::holds_full);
            CHECK(own == before);
            continue;
        }
        ++merged;
        const auto both = rules.balances(own, now);
        CHECK(own.is_valid());
        CHECK(both.total() == first.total() + second.total());
        CHECK(both.held == first.held + second.held);
        CHECK(both.earned == first.earned + second.earned);
        CHECK(both.spent == first.spent + second.spent);
        CHECK(both.expired == first.expired + second.expired);
        CHECK(both.clawed_back == first.clawed_back + second.clawed_back);
        CHECK((both.debt == points_of{} || both.available == points_of{}));
        for (int more = 0; more < 20; ++more) { // the books go on
            today += static_cast<std::int32_t>(random() % 3);
            step(rules, own, random, today, ++id);
            CHECK(own.is_valid());
        }
    }
    CHECK(merged > 100);
}

} // namespace

TEST_SUITE("ledger/merge") {
    TEST_CASE("random books of every kind: each class is the sum of both, and the books go on") {
        check_random_books(lots<unit::points>{}.max_holds<4>());
        check_random_books(lots<unit::points>{}.max_holds<4>().expiring(expires_after_days<20>{20}));
        check_random_books(lots<unit::points>{}
                               .max_holds<4>()
                               .expiring(expires_end_of_month<1>{})
                               .activating(activates_after_days<5>{5}));
        check_random_books(lots<unit::points>{}.max_holds<4>().activating(activates_on_confirmation<10>{}));
        check_random_books(lots<unit::points>{}.max_holds<4>().timed());
        check_random_books(lots<unit::points>{}.max_holds<4>().expiring(expires_on_inactivity::after_days(15)));
        check_random_books(
            lots<unit::points>{}.max_holds<4>().expiring(expires_on_inactivity::after_days(15).taking(50_pct)));
        check_random_books(
            lots<unit::points>{}.max_holds<4>().on_shortfall(debt_policy::down_to_zero).keep_expired_for(3));
    }

    TEST_CASE("more held slices than places: the closest two of one hold share their dates") {
        constexpr auto rules =
            lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_year<0>{}).spare_buckets<1>();
        using books = decltype(rules)::state;
        books own{};
        books other{};
        const date today = "2025-01-10"_date;
        const auto give = [&](books& to, std::int64_t much, date until) {
            CHECK(rules.earn_lot(to, points_of::from_minor_units(much), {today, until}, today) == reason::none);
        };
        for (books* each : {&own, &other}) {
            std::uint64_t id = each == &own ? 1 : 3;
            for (int round = 0; round < 2; ++round) {
                give(*each, 10, "2025-03-01"_date);
                give(*each, 20, "2025-09-01"_date);
                CHECK(rules.reserve(*each, id++, 30_points, date::maximum(), today) == reason::none);
            }
        }
        CHECK(detail::ledger::merge_books(rules, own, other, today) == reason::none);
        CHECK(own.is_valid());
        CHECK(rules.balances(own, today).held == 120_points);
        for (std::uint64_t id = 1; id <= 4; ++id) {
            CHECK(rules.held_by(own, id, today) == 30_points);
        }
    }
}
