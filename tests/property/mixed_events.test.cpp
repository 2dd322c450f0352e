// SPDX-License-Identifier: BSL-1.0
//
// A mixed stream of all kinds of events gives the same members, outcomes and receipts one after the other, in a batch with or
// without effects, and replayed from its journal.
#include "../support/mixed_life.hpp"
#include "../support/random.hpp"
#include "../support/sample_programmes.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::effects;
using namespace loyalty::streams;

namespace {

using sale = purchase<currency::usd>;

constexpr programme plain{
    terms<>{.name = "plain"}, tiered{350_usd, 1000_usd}.within(calendar_window{period_unit::year}).held_for(1),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}},
    points{per_activity{50_points}.of(1u), cap_at{100_points, calendar_window{period_unit::day}}},
    gamified{stamp_card{3}.of(activities{}).awards(1_stamps),
             streak<calendar_window{period_unit::week}>{2}.awards(1_badges)}};

constexpr programme books{
    terms<>{.name = "books"},
    points{per_amount{1_points, 1_usd}, round_off_carrying{}, cap_at{2'000_points, rolling_days<30>{}}},
    points{per_activity{50_points}.of(1u)}, points{per_delivery{20_points}},
    lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<3>{})};

constexpr programme waiting{terms<>{.name = "waiting"}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                            points{per_activity{50_points}},
                            lots<unit::points>{}
                                .expiring(expires_on_inactivity::after_days(60).taking(50_pct))
                                .max_holds<4>()
                                .activating(activates_on_confirmation<30>{})
                                .on_shortfall(debt_policy::negative)};

/// Points pay a part of a purchase, those of a campaign wait for two days and live for ten, and 90 become 1.00.
constexpr programme paying{
    terms<>{.name = "paying"},
    redemption_rule{redemption_rate{1_points, 0.50_usd}}
        .at_least(2_points)
        .paying_at_most(80_pct)
        .at_most(60_points, criteria::rolling_days<3>{})
        .at_most(5_redemptions, criteria::calendar_window{period_unit::week}),
    points{per_amount{1_points, 10_usd}.of(after_points{}), round_off_carrying{}},
    dated{points{per_amount{2_points, 25_usd}.on(category_is(3u, 4u, 5u)), round_off{rounding::half_up}}}
        .expiring(expires_after_days<10>{10})
        .activating(activates_after_days<2>{}),
    dated{spend_threshold{20_points, every(500_usd)}}.expiring(expires_after_days<4>{4}),
    lots<unit::points>{}
        .expiring(expires_end_of_month<1>{})
        .on_shortfall(debt_policy::down_to_zero)
        .spare_buckets<18>()
        .max_holds<2>(),
    conversion{90_points, 1_usd}.at_most(2_usd)};

/// The same on a plain balance.
constexpr programme paying_plain{terms<>{.name = "paying plain"}, redemption_rule{redemption_rate{1_points, 0.50_usd}},
                                 points{per_amount{1_points, 10_usd}.of(after_points{}), round_off{rounding::floor}},
                                 stamp_card{3}.awards(1_stamps)};

/// Adds up what it receives of points. Lots are there if an account keeps the points, and only then.
template <bool KeepsLots>
struct ledger_of_effects {
    std::int64_t spent_points = 0;
    std::int64_t restored_points = 0;
    std::size_t refusals = 0;
    std::size_t outcomes_refused = 0;
    std::size_t lots_differ = 0;

    static std::int64_t sum(std::span<const lot_slice> lots) {
        std::int64_t total = 0;
        for (const lot_slice& each : lots) {
            total += each.amount;
        }
        return total;
    }

    void on(const spent<unit::points>& effect) {
        spent_points += effect.amount_spent.minor_units();
        lots_differ += sum(effect.lots) == (KeepsLots ? effect.amount_spent.minor_units() : 0) ? 0u : 1u;
    }
    void on(const restored<unit::points>& effect) {
        restored_points += effect.amount_restored.minor_units();
        lots_differ += sum(effect.lots) == (KeepsLots ? effect.amount_restored.minor_units() : 0) ? 0u : 1u;
    }
    void on(const refusal&) { ++refusals; }
    template <class Event, class Outcome>
    void on(const Event&, const Outcome& gave) {
        outcomes_refused += gave.accepted() ? 0u : 1u;
    }
};

template <class Sale = sale, class Programme>
void check_all_ways(const Programme& programme, int rounds) {
    std::mt19937_64 random{support::seed_or(20250312)};
    using life = support::mixed_life<Programme, Sale>;
    using event = typename life::event_type;
    std::size_t accepted = 0;
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(round);
        life lived{programme, random};
        std::vector<std::byte> room(1 << 21);
        journal_writer journal{room, fingerprint(programme)};
        const std::uint64_t count = 1 + random() % 500;
        for (std::uint64_t i = 0; i < count; ++i) {
            lived.step([&](const event& each) { REQUIRE(journal.append(each)); });
        }
        accepted += lived.accepted();

        auto receipts = lived.fresh_receipts();
        const std::vector<event> stream = lived.stream(receipts);
        std::vector<member<Programme>> members(life::member_count);
        std::vector<outcome_of<Programme>> outcomes;
        append_to kept{outcomes};
        std::size_t refused = 0;
        const std::span<const event> all{stream};
        for (std::size_t from = 0; from < all.size();) {
            const std::size_t size = (std::min)(static_cast<std::size_t>(1 + random() % 100), all.size() - from);
            refused += apply_all(programme, std::span{members}, all.subspan(from, size), kept, no_profiles{},
                                 static_cast<std::size_t>(random() % 30))
                           .refused;
            from += size;
        }
        REQUIRE(outcomes == lived.outcomes());
        REQUIRE(members == lived.members());
        REQUIRE(receipts == lived.used_receipts());
        REQUIRE(refused == stream.size() - lived.accepted());

        auto receipts_again = lived.fresh_receipts();
        const std::vector<event> explained = lived.stream(receipts_again);
        std::vector<member<Programme>> watched(life::member_count);
        ledger_of_effects<life::keeps_lots> effects;
        apply_all(programme, std::span{watched}, std::span<const event>{explained}, effects);
        REQUIRE(watched == lived.members());
        REQUIRE(receipts_again == lived.used_receipts());
        REQUIRE(effects.lots_differ == 0);
        REQUIRE(effects.outcomes_refused == refused);
        REQUIRE(effects.refusals == refused);
        if constexpr (life::keeps_lots) {
            std::int64_t spent_points = 0;
            for (const member<Programme>& each : watched) {
                spent_points += balances_of<unit::points>(programme, each, each.last_event()).spent.minor_units();
            }
            REQUIRE(effects.spent_points - effects.restored_points == spent_points);
        }

        std::vector<member<Programme>> replayed(life::member_count);
        journal_reader in{journal.bytes(), fingerprint(programme)};
        const batch_result result = replay<event>(programme, std::span{replayed}, in);
        REQUIRE_FALSE(in.error());
        REQUIRE(replayed == lived.members());
        REQUIRE(result == batch_result{lived.accepted(), refused});
    }
    CHECK(accepted > 100u * static_cast<std::size_t>(rounds));
}

} // namespace

TEST_CASE("a mixed stream on plain balances: one by one, in a batch and replayed are the same") {
    check_all_ways(plain, 60);
}

TEST_CASE("a mixed stream on an account: one by one, in a batch and replayed are the same") {
    check_all_ways(books, 60);
}

TEST_CASE("a mixed stream on points that wait: one by one, in a batch and replayed are the same") {
    check_all_ways(waiting, 60);
}

TEST_CASE("a mixed stream of things: one by one, in a batch and replayed are the same") {
    check_all_ways(sample::holder, 60);
}

TEST_CASE("a mixed stream with tiers by hand and memberships: one by one, in a batch and replayed are the same") {
    check_all_ways(sample::busy, 60);
}

TEST_CASE("a mixed stream where points pay: one by one, in a batch and replayed are the same") {
    check_all_ways<paid_with<sale, unit::points>>(paying, 60);
}

TEST_CASE("a mixed stream where points of a plain balance pay: one by one, in a batch and replayed are the same") {
    check_all_ways<paid_with<sale, unit::points>>(paying_plain, 60);
}
