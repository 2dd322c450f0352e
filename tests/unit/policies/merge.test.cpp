// SPDX-License-Identifier: BSL-1.0
//
// What becomes of each policy when two members become one: the table of docs/members.md in numbers.
#include <loyalty/loyalty.hpp>

#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/referral.hpp>
#include <loyalty/rules/quota.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
using loyalty::social::member_merge;
using loyalty::social::mergeable;
using sale = purchase<currency::usd>;

namespace {

constexpr instant may_1 = "2025-05-01T12:00"_utc;
constexpr instant may_5 = "2025-05-05T12:00"_utc;
constexpr instant may_9 = "2025-05-09T12:00"_utc;
constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

/// A policy of one's own, that says how two states become one if it `Merges`.
template <bool Merges>
struct visits_seen {
    using rewards = units<>;
    struct state {
        std::int64_t seen = 0;
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };
    static constexpr bool returns_put_back = true;
    template <class Visit>
    constexpr void apply(state& own, Visit&) const noexcept {
        ++own.seen;
    }
    template <class Visit>
    requires Merges constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        visit.refuse_if(detail::add_overflows(own.seen, from.seen, own.seen), reason::amount_overflow);
    }
};

/// Two members of a programme: `from`, number 0, and `into`, number 1.
template <class Programme>
struct couple {
    const Programme& rules;
    member<Programme> from{};
    member<Programme> into{};

    explicit couple(const Programme& of) : rules{of} {}

    auto buys_from(std::uint64_t id, instant time, money<currency::usd> net) {
        return apply(rules, from, sale{.id = id, .member = 0, .time = time, .net = net});
    }
    auto buys(std::uint64_t id, instant time, money<currency::usd> net) {
        return apply(rules, into, sale{.id = id, .member = 1, .time = time, .net = net});
    }
    auto merge(instant time = may_9, std::uint64_t id = 90) {
        return apply(rules, from, into, member_merge{.id = id, .member = 0, .time = time, .into = 1});
    }
};

} // namespace

TEST_SUITE("policies/merge") {
    TEST_CASE("spend_threshold: 200.00 and 100.00 are 300.00; the next purchase is paid, not the merge") {
        constexpr programme rules{spend_threshold{100_points, every(250_usd)}, mergeable{}};
        couple two{rules};
        two.buys_from(1, may_1, 200_usd);
        two.buys(2, may_1, 100_usd);
        CHECK(two.merge().granted<unit::points>() == 0_points);
        CHECK(two.into.balance<unit::points>() == 0_points);
        CHECK(progress<0>(rules, two.into, may_9).counted == 300_usd);
        CHECK(two.buys(91, may_9, 1_usd).granted<unit::points>() == 100_points);
        CHECK(progress<0>(rules, two.into, may_9).counted == 51_usd);
    }

    TEST_CASE("spend_threshold: what paid once for one of them has paid for both") {
        constexpr programme rules{spend_threshold{100_points, once(250_usd)}, mergeable{}};
        couple two{rules};
        two.buys_from(1, may_1, 250_usd);
        two.buys(2, may_1, 100_usd);
        two.merge();
        CHECK(two.into.balance<unit::points>() == 100_points);
        CHECK(two.buys(91, may_9, 500_usd).granted<unit::points>() == 0_points);
    }

    TEST_CASE("spend_threshold by months: April of one and May of the other do not count together") {
        constexpr programme rules{
            spend_threshold{100_points, every(250_usd)}.within(calendar_window{period_unit::month}), mergeable{}};
        couple two{rules};
        two.buys_from(1, "2025-04-30T12:00"_utc, 200_usd);
        two.buys(2, may_1, 100_usd);
        two.merge();
        CHECK(progress<0>(rules, two.into, may_9).counted == 100_usd);
    }

    TEST_CASE("a return of what the other member bought takes its threshold back") {
        constexpr programme rules{
            spend_threshold{100_points, every(250_usd)}.within(calendar_window{period_unit::month}), mergeable{}};
        couple two{rules};
        auto sold = apply_with_receipt(rules, two.from, sale{.id = 1, .member = 0, .time = may_1, .net = 250_usd});
        two.buys(2, may_1, 100_usd);
        two.merge();
        CHECK(two.into.balance<unit::points>() == 100_points);
        CHECK(apply(rules, two.into, sold.receipt.returned({.id = 91, .member = 1, .time = may_9})).accepted());
        CHECK(two.into.balance<unit::points>() == 0_points);
        CHECK(progress<0>(rules, two.into, may_9).counted == 100_usd);
    }

    TEST_CASE("a rolling window adds day by day: 100.00 of 1 May and 50.00 of 5 May, 70.00 of 5 May") {
        constexpr programme rules{spend_threshold{100_points, every(1000_usd)}.within(rolling_days<7>{}), mergeable{}};
        couple two{rules};
        two.buys_from(1, may_1, 100_usd);
        two.buys_from(2, may_5, 50_usd);
        two.buys(3, may_5, 70_usd);
        two.merge("2025-05-07T12:00"_utc);
        CHECK(progress<0>(rules, two.into, "2025-05-07T12:00"_utc).counted == 220_usd);
        CHECK(progress<0>(rules, two.into, "2025-05-08T12:00"_utc).counted == 120_usd);
        CHECK(progress<0>(rules, two.into, "2025-05-12T12:00"_utc).counted == 0_usd);
        CHECK(two.into.policy<0>().count.is_valid());
    }

    TEST_CASE("points: rests add up, 0.50 and 0.75 are 1.25") {
        constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off_carrying{rounding::floor}},
                                  mergeable{}};
        couple two{rules};
        two.buys_from(1, may_1, 0.50_usd);
        two.buys(2, may_1, 0.75_usd);
        two.merge();
        CHECK(two.into.balance<unit::points>() == 0_points);
        CHECK(two.buys(91, may_9, 0.10_usd).granted<unit::points>() == 1_points); // of 1.35
        CHECK(two.buys(92, may_9, 0.65_usd).granted<unit::points>() == 1_points); // of 0.35 and 0.65
    }

    TEST_CASE("points: 300 and 150 of a cap of 500 a month leave 50") {
        constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor},
                                         cap_at{500_points, calendar_window{period_unit::month}}},
                                  mergeable{}};
        couple two{rules};
        two.buys_from(1, may_1, 300_usd);
        two.buys(2, may_1, 150_usd);
        two.merge();
        CHECK(two.buys(91, may_9, 100_usd).granted<unit::points>() == 50_points);
    }

    TEST_CASE("cashback: 4.00 and 3.00 of a cap of 6.00 leave nothing") {
        constexpr programme rules{cashback{currency::usd{}, rounding::half_up,
                                           cashback_rate{10_pct}.at_most(6_usd, calendar_window{period_unit::month})},
                                  mergeable{}};
        couple two{rules};
        two.buys_from(1, may_1, 40_usd);
        two.buys(2, may_1, 30_usd);
        two.merge();
        CHECK(two.into.balance<currency::usd>() == 7_usd);
        CHECK(two.buys(91, may_9, 40_usd).granted<currency::usd>() == 0_usd);
    }

    TEST_CASE("stamps add up: 6 and 7 of 10 are 13, and the next one pays a card") {
        constexpr programme rules{gamified{stamp_card{10}.awards(1_stamps)}, mergeable{}};
        couple two{rules};
        for (std::uint64_t id = 1; id <= 6; ++id) {
            two.buys_from(id, may_1, 1_usd);
        }
        for (std::uint64_t id = 11; id <= 17; ++id) {
            two.buys(id, may_1, 1_usd);
        }
        CHECK(two.merge().granted<unit::stamps>() == 0_stamps);
        CHECK(two.buys(91, may_9, 1_usd).granted<unit::stamps>() == 1_stamps);
        CHECK(progress<"stamp_card">(rules, two.into, may_9).missing.minor_units() == 6); // 4 are stamped
    }

    TEST_CASE("the longer streak that still lives goes on") {
        constexpr programme rules{streak<calendar_window{period_unit::month}>{6}.awards(50_points), mergeable{}};
        couple two{rules};
        two.buys_from(1, "2025-03-01T12:00"_utc, 1_usd);
        two.buys_from(2, "2025-04-01T12:00"_utc, 1_usd);
        two.buys(3, may_1, 1_usd);
        two.merge();
        CHECK(progress<0>(rules, two.into, may_9).missing.minor_units() == 4);
        // The other way round, a streak of three that has ended loses against one of one month.
        couple late{rules};
        for (const instant month : {"2024-11-01T12:00"_utc, "2024-12-01T12:00"_utc, "2025-01-01T12:00"_utc}) {
            late.buys_from(static_cast<std::uint64_t>(month.seconds_since_epoch), month, 1_usd);
        }
        late.buys(3, may_1, 1_usd);
        late.merge();
        CHECK(progress<0>(rules, late.into, may_9).missing.minor_units() == 5);
    }

    TEST_CASE("paid_membership: the one that ends later, from the earlier begin if they meet") {
        constexpr programme rules{paid_membership{}, a_point_a_dollar, mergeable{}};
        constexpr instant october = "2025-10-01T00:00"_utc;
        couple two{rules};
        const auto give = [&](auto& own, std::uint64_t id, std::uint32_t who, instant from, instant until) {
            apply(rules, own, membership_change{.id = id, .member = who, .time = may_1, .membership = {from, until}});
        };
        give(two.from, 1, 0, "2025-05-01T00:00"_utc, october);
        give(two.into, 2, 1, "2025-01-01T00:00"_utc, "2025-07-01T00:00"_utc);
        two.merge();
        CHECK(two.into.policy<0>().interval == instant_window{"2025-01-01T00:00"_utc, october});
        couple apart{rules};
        give(apart.from, 1, 0, "2025-08-01T00:00"_utc, october);
        give(apart.into, 2, 1, "2025-01-01T00:00"_utc, "2025-07-01T00:00"_utc);
        apart.merge();
        CHECK(apart.into.policy<0>().interval == instant_window{"2025-08-01T00:00"_utc, october});
        couple one{rules};
        give(one.into, 2, 1, "2025-01-01T00:00"_utc, "2025-07-01T00:00"_utc);
        one.merge();
        CHECK(one.into.policy<0>().interval.until == "2025-07-01T00:00"_utc);
    }

    TEST_CASE("limited: 60 and 30 of the quota are 90, and the quota is as before") {
        constexpr programme rules{limited{quota<1>(100_points), a_point_a_dollar}, mergeable{}};
        using rules_type = std::remove_const_t<decltype(rules)>;
        quotas<rules_type> budget{rules};
        member<rules_type> from;
        member<rules_type> into;
        apply(rules, from, sale{.id = 1, .time = may_1, .net = 60_usd}, sharing(budget));
        apply(rules, into, sale{.id = 2, .member = 1, .time = may_1, .net = 30_usd}, sharing(budget));
        const member_merge event{.id = 9, .member = 0, .time = may_9, .into = 1};
        CHECK(apply(rules, from, into, event, sharing(budget)).accepted());
        CHECK(into.policy<0>().taken.count == 90);
        CHECK(budget.left<1>() == 10_points);
    }

    TEST_CASE("once_in_group: an award of either member uses up the group") {
        constexpr programme rules{once_in_group{7, points{per_visit{5_points}}}.within(lifetime{}),
                                  once_in_group{7, points{per_visit{3_points}}}.within(lifetime{}), mergeable{}};
        couple two{rules};
        CHECK(two.buys_from(1, may_1, 1_usd).granted<unit::points>() == 5_points);
        two.merge();
        CHECK(two.buys(91, may_9, 1_usd).granted<unit::points>() == 0_points);
    }

    TEST_CASE("donation and funded: what was given adds up, and partners pay the parts of one sum") {
        constexpr programme rules{social::funded{a_point_a_dollar, social::funder{1, 1}, social::funder{2, 1}},
                                  mergeable{}};
        using rules_type = std::remove_const_t<decltype(rules)>;
        member<rules_type> from;
        member<rules_type> into;
        social::party_totals<unit::points, 2> paid;
        apply(rules, from, sale{.id = 1, .time = may_1, .net = 1_usd}, no_profile{}, paid);
        apply(rules, into, sale{.id = 2, .member = 1, .time = may_1, .net = 1_usd}, no_profile{}, paid);
        CHECK(paid.of(1) == 2_points);
        apply(rules, from, into, member_merge{.id = 9, .member = 0, .time = may_9, .into = 1}, no_profile{}, paid);
        CHECK(paid.of(1) == 1_points);
        CHECK(paid.of(2) == 1_points);
        CHECK(into.policy<0>().given == 2);
    }

    TEST_CASE("referral: the link that has qualified stays, else the first, and none between the two") {
        constexpr programme rules{social::referral{200_points, 50_usd}.linked_by(7), mergeable{}};
        constexpr std::uint32_t nobody = social::referral<unit::points, currency::usd>::nobody;
        const auto link = [&](auto& own, std::uint64_t id, std::uint32_t who, std::uint64_t referrer, instant time) {
            apply(rules, own, activity{.id = id, .member = who, .time = time, .kind = 7, .reference = referrer});
        };
        couple two{rules};
        link(two.from, 1, 0, 5, may_1);
        link(two.into, 2, 1, 6, may_5);
        two.buys_from(3, may_5, 30_usd);
        two.buys(4, may_5, 40_usd);
        two.merge();
        CHECK(two.into.policy<0>().referrer == 5);
        CHECK(two.into.policy<0>().spent == 7'000);
        CHECK(two.buys(91, may_9, 1_usd).granted<unit::points>() == 200_points);
        couple done{rules};
        link(done.from, 1, 0, 5, may_1);
        link(done.into, 2, 1, 6, may_5);
        done.buys(4, may_5, 50_usd);
        done.merge();
        CHECK(done.into.policy<0>().referrer == 6);
        CHECK(done.into.policy<0>().qualified);
        couple own{rules};
        link(own.from, 1, 0, 1, may_1); // Anna brought her old card
        own.merge();
        CHECK(own.into.policy<0>().referrer == nobody);
    }

    TEST_CASE("dated and rule_list do as what they hold") {
        constexpr programme rules{
            ledgers::dated{spend_threshold{100_points, every(250_usd)}}.expiring(ledgers::expires_after_days<30>{30}),
            lots<unit::points>{}.spare_buckets<32>(), mergeable{}};
        couple two{rules};
        two.buys_from(1, may_1, 200_usd);
        two.buys(2, may_1, 40_usd);
        two.merge();
        CHECK(two.buys(91, may_9, 10_usd).granted<unit::points>() == 100_points);

        using card = decltype(stamp_card{3}.awards(1_stamps));
        rule_list<2, card> list;
        REQUIRE(list.push_back(stamp_card{3}.awards(1_stamps)));
        const programme cards{list, mergeable{}};
        couple of_list{cards};
        of_list.buys_from(1, may_1, 1_usd);
        of_list.buys(2, may_1, 1_usd);
        of_list.merge();
        CHECK(of_list.buys(91, may_9, 1_usd).granted<unit::stamps>() == 1_stamps);
    }

    TEST_CASE("a tiered that remembers, and one with days as periods") {
        constexpr programme rules{
            tiered{100_usd, 300_usd}.held_for(1).remembering().returning(choices::on_return::loses_tier), mergeable{}};
        couple two{rules};
        two.buys_from(1, "2024-05-01T12:00"_utc, 60_usd);
        two.buys(2, "2024-06-01T12:00"_utc, 300_usd);
        CHECK(two.merge().tier_after == 2);
        CHECK(two.into.policy<0>().ended.total() == 36'000);
        couple held{rules}; // what 2024 earned is held in 2025, in which nothing was bought
        held.buys_from(1, "2024-05-01T12:00"_utc, 300_usd);
        CHECK(held.merge().tier_after == 2);
        constexpr programme rolling{tiered{100_usd}.within(rolling_days<30>{}), mergeable{}};
        couple days{rolling};
        days.buys_from(1, may_1, 60_usd);
        days.buys(2, may_5, 60_usd);
        CHECK(days.merge().tier_after == 1);
        CHECK(tier_of(rolling, days.into, "2025-05-30T12:00"_utc) == 1);
        CHECK(tier_of(rolling, days.into, "2025-05-31T12:00"_utc) == 0);
    }

    TEST_CASE("a policy of one's own says it with merge") {
        constexpr programme rules{visits_seen<true>{}, mergeable{}};
        couple two{rules};
        two.buys_from(1, may_1, 1_usd);
        two.buys(2, may_1, 1_usd);
        two.merge();
        CHECK(two.into.policy<0>().seen == 2);
        CHECK_FALSE(detail::can_merge<visits_seen<false>>);
        CHECK(detail::can_merge<decltype(a_point_a_dollar)>);
        CHECK(detail::can_merge<std::remove_const_t<decltype(stamp_card{3}.awards(1_stamps))>>);
        using by_years = decltype(tiered{100_usd}.within(membership_year{}));
        CHECK_FALSE(detail::can_merge<by_years>);
        CHECK_FALSE(detail::can_merge<decltype(spend_threshold{1_points, every(1_usd)}.within(membership_year{}))>);
    }
}
