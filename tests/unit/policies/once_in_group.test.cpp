// SPDX-License-Identifier: BSL-1.0
//
// At most one award of several policies that share a group (S17).
#include <loyalty/policies/once_in_group.hpp>

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/encoding.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;

namespace {

constexpr round_off down{rounding::floor};
constexpr points hundred_from_50{per_visit{100_points}.when(basket_at_least(50_usd))};
constexpr cashback two_pct{currency::usd{}, rounding::floor, cashback_rate{2_pct}};

/// 100 points for a purchase of 50.00 or more, and 2 % of every other one.
constexpr programme launch{once_in_group{7, hundred_from_50}, once_in_group{7, two_pct}};
using launch_type = std::remove_const_t<decltype(launch)>;

constexpr instant march_10 = "2025-03-10T12:00"_utc;
constexpr instant march_11 = "2025-03-11T12:00"_utc;
constexpr instant april_1 = "2025-04-01T12:00"_utc;

constexpr sale of(std::uint64_t id, instant time, money<currency::usd> net, std::uint32_t category = 0) {
    return {.id = id, .time = time, .net = net, .category = category};
}

/// Keeps the explanations.
struct steps {
    std::vector<step> seen;
    void on(const step& each) { seen.push_back(each); }
};

} // namespace

TEST_SUITE("policies/once_in_group") {
    TEST_CASE("the first policy that grants uses up the group, and the others are passed over") {
        const auto below = preview(launch, {}, of(1, march_10, 49.99_usd));
        CHECK(below.granted<unit::points>() == 0_points);
        CHECK(below.granted<currency::usd>() == 0.99_usd);
        const auto at = preview(launch, {}, of(1, march_10, 50_usd));
        CHECK(at.granted<unit::points>() == 100_points);
        CHECK(at.granted<currency::usd>() == 0_usd);
    }

    TEST_CASE("the next event begins with free groups") {
        member<launch_type> anna;
        CHECK(apply(launch, anna, of(1, march_10, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(apply(launch, anna, of(2, march_10, 40_usd)).granted<currency::usd>() == 0.80_usd);
        CHECK(apply(launch, anna, of(3, march_10, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(anna.balance<unit::points>() == 200_points);
        CHECK(anna.balance<currency::usd>() == 0.80_usd);
    }

    TEST_CASE("a group costs a member nothing") {
        constexpr programme bare{hundred_from_50, two_pct};
        static_assert(sizeof(member<launch_type>) == sizeof(member<std::remove_const_t<decltype(bare)>>));
        static_assert(launch_type::policy_name<0> == "once_in_group");
    }

    TEST_CASE("an explanation says which group was used up, and by which policy the event was not counted") {
        member<launch_type> anna;
        steps log;
        apply(launch, anna, of(1, march_10, 60_usd), no_profile{}, log);
        const step& last = log.seen.back();
        CHECK(last.rule == 1);
        CHECK(last.policy == "once_in_group");
        CHECK(last.what == "group is used up");
        CHECK(last.value == ratio{7, 1});
        CHECK(last.unit == "");
    }

    TEST_CASE("a policy that is passed over does not count the event") {
        constexpr programme counted{once_in_group{7, points{per_visit{5_points}.on(category_is(4u))}},
                                    once_in_group{7, spend_threshold{10_points, every(100_usd)}}};
        member<std::remove_const_t<decltype(counted)>> anna;
        CHECK(apply(counted, anna, of(1, march_10, 90_usd, 4)).granted<unit::points>() == 5_points);
        CHECK(apply(counted, anna, of(2, march_10, 90_usd)).granted<unit::points>() == 0_points); // 90.00, not 180.00
        CHECK(apply(counted, anna, of(3, march_10, 10_usd)).granted<unit::points>() == 10_points);
    }

    TEST_CASE("a policy that counts and grants nothing leaves the group to the next one") {
        constexpr programme counted{once_in_group{7, spend_threshold{10_points, every(100_usd)}},
                                    once_in_group{7, points{per_visit{5_points}}}};
        member<std::remove_const_t<decltype(counted)>> anna;
        CHECK(apply(counted, anna, of(1, march_10, 90_usd)).granted<unit::points>() == 5_points);
        CHECK(apply(counted, anna, of(2, march_10, 90_usd)).granted<unit::points>() == 10_points);
        CHECK(apply(counted, anna, of(3, march_10, 10_usd)).granted<unit::points>() == 5_points);
    }

    TEST_CASE("policies without the group, and of another group, grant beside it") {
        constexpr programme mixed{once_in_group{0, points{per_visit{1_points}}}, points{per_visit{2_points}},
                                  once_in_group{63, points{per_visit{4_points}}},
                                  once_in_group{0, points{per_visit{8_points}}},
                                  once_in_group{63, points{per_visit{16_points}}}};
        CHECK(preview(mixed, {}, of(1, march_10, 1_usd)).granted<unit::points>() == 7_points);
    }

    TEST_CASE("a policy in two groups is passed over if one of them is used up, and uses up both") {
        constexpr programme mixed{
            once_in_group{1, points{per_visit{1_points}.on(category_is(4u))}},
            once_in_group{1, once_in_group{2, points{per_visit{2_points}.on(category_is(4u, 5u))}}},
            once_in_group{2, points{per_visit{4_points}}}, once_in_group{1, points{per_visit{8_points}}}};
        CHECK(preview(mixed, {}, of(1, march_10, 1_usd, 4)).granted<unit::points>() == 5_points);  // 1 and 4
        CHECK(preview(mixed, {}, of(1, march_10, 1_usd, 5)).granted<unit::points>() == 2_points);  // 2
        CHECK(preview(mixed, {}, of(1, march_10, 1_usd, 6)).granted<unit::points>() == 12_points); // 4 and 8
    }

    TEST_CASE("groups of activities") {
        constexpr programme shares{once_in_group{7, points{per_activity{50_points}.of(1u)}},
                                   once_in_group{7, points{per_activity{10_points}}}};
        CHECK(preview(shares, {}, activity{.id = 1, .time = march_10, .kind = 1}).granted<unit::points>() == 50_points);
        CHECK(preview(shares, {}, activity{.id = 1, .time = march_10, .kind = 2}).granted<unit::points>() == 10_points);
        CHECK(preview(shares, {}, of(1, march_10, 60_usd)).granted<unit::points>() == 0_points);
    }

    TEST_CASE("a preview uses up nothing") {
        constexpr programme once{once_in_group{7, hundred_from_50}.within(lifetime{}), once_in_group{7, two_pct}};
        member<std::remove_const_t<decltype(once)>> anna;
        const auto before = anna;
        CHECK(preview(once, anna, of(1, march_10, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(anna == before);
        CHECK(apply(once, anna, of(1, march_10, 60_usd)).granted<unit::points>() == 100_points);
    }
}

TEST_SUITE("policies/once_in_group: windows") {
    constexpr calendar_window month{period_unit::month};

    TEST_CASE("an award uses up the group as long as its window says, also for policies before it") {
        constexpr programme monthly{once_in_group{7, hundred_from_50}, once_in_group{7, two_pct}.within(month)};
        member<std::remove_const_t<decltype(monthly)>> anna;
        CHECK(apply(monthly, anna, of(1, march_10, 40_usd)).granted<currency::usd>() == 0.80_usd);
        CHECK(apply(monthly, anna, of(2, march_11, 60_usd)).granted<unit::points>() == 0_points);
        CHECK(apply(monthly, anna, of(3, march_11, 40_usd)).granted<currency::usd>() == 0_usd);
        CHECK(apply(monthly, anna, of(4, april_1, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(apply(monthly, anna, of(5, april_1, 60_usd)).granted<unit::points>() ==
              100_points); // no window of its own
        CHECK(apply(monthly, anna, of(6, april_1, 40_usd)).granted<currency::usd>() == 0.80_usd);
    }

    TEST_CASE("once for ever") {
        constexpr programme once{once_in_group{7, hundred_from_50}.within(lifetime{}),
                                 once_in_group{7, two_pct}.within(lifetime{})};
        member<std::remove_const_t<decltype(once)>> anna;
        CHECK(apply(once, anna, of(1, march_10, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(apply(once, anna, of(2, april_1, 60_usd)).granted<unit::points>() == 0_points);
        CHECK(apply(once, anna, of(3, "2035-01-01T00:00"_utc, 40_usd)).granted<currency::usd>() == 0_usd);
    }

    TEST_CASE("outside of a campaign an award uses up the group for its event alone") {
        constexpr campaign march{{"2025-03-01"_date, "2025-04-01"_date}};
        constexpr programme spring{once_in_group{7, hundred_from_50}.within(march), once_in_group{7, two_pct}};
        member<std::remove_const_t<decltype(spring)>> anna;
        CHECK(apply(spring, anna, of(1, "2025-02-28T12:00"_utc, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(apply(spring, anna, of(1, march_10, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(apply(spring, anna, of(2, march_11, 60_usd)).granted<unit::points>() == 0_points);
        CHECK(apply(spring, anna, of(3, april_1, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(apply(spring, anna, of(4, april_1, 60_usd)).granted<unit::points>() == 100_points);
    }

    TEST_CASE("seven days that roll") {
        constexpr programme weekly{once_in_group{7, hundred_from_50}.within(rolling_days<7>{}),
                                   once_in_group{7, two_pct}};
        member<std::remove_const_t<decltype(weekly)>> anna;
        CHECK(apply(weekly, anna, of(1, march_10, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(apply(weekly, anna, of(2, "2025-03-16T12:00"_utc, 60_usd)).granted<unit::points>() == 0_points);
        CHECK(apply(weekly, anna, of(3, "2025-03-17T12:00"_utc, 60_usd)).granted<unit::points>() == 100_points);
    }

    TEST_CASE("an event that is refused uses up nothing") {
        constexpr programme strict{
            once_in_group{7, hundred_from_50}.within(lifetime{}), once_in_group{7, two_pct},
            points{per_amount{1_qualifying_points, 1_usd}, down, cap_at{70_qualifying_points}.rejecting()}};
        member<std::remove_const_t<decltype(strict)>> anna;
        CHECK(apply(strict, anna, of(1, march_10, 71_usd)).refused == reason::cap_reached);
        CHECK(apply(strict, anna, of(1, march_10, 70_usd)).granted<unit::points>() == 100_points);
    }

    TEST_CASE("what a member has used up is written down and read again") {
        constexpr programme once{once_in_group{7, hundred_from_50}.within(lifetime{}), once_in_group{7, two_pct}};
        member<std::remove_const_t<decltype(once)>> anna;
        apply(once, anna, of(1, march_10, 60_usd));
        std::array<std::byte, 256> bytes{};
        writer out{bytes};
        encode(out, anna);
        member<std::remove_const_t<decltype(once)>> again;
        reader in{out.written()};
        CHECK(decode(in, again));
        CHECK(again == anna);
        CHECK(apply(once, again, of(2, march_11, 60_usd)).granted<unit::points>() == 0_points);
    }
}

TEST_SUITE("policies/once_in_group: returns") {
    TEST_CASE("the goods that remain choose again") {
        member<launch_type> anna;
        auto sold = apply_with_receipt(launch, anna, of(1, march_10, 60_usd));
        const auto kept = of(1, march_10, 40_usd);
        const auto gave = apply(launch, anna, sold.receipt.returned({.id = 2, .time = march_11}, kept));
        CHECK(gave.granted<unit::points>() == -100_points);
        CHECK(gave.granted<currency::usd>() == 0.80_usd);
        const auto rest = apply(launch, anna, sold.receipt.returned({.id = 3, .time = march_11}));
        CHECK(rest.granted<unit::points>() == 0_points);
        CHECK(rest.granted<currency::usd>() == -0.80_usd);
        CHECK(anna.balance<unit::points>() == 0_points);
        CHECK(anna.balance<currency::usd>() == 0_usd);
    }

    TEST_CASE("a policy that the sale passed over counts what remains, and forgets it with the rest") {
        constexpr programme counted{once_in_group{7, hundred_from_50},
                                    once_in_group{7, spend_threshold{10_points, every(30_usd)}}};
        member<std::remove_const_t<decltype(counted)>> anna;
        auto sold = apply_with_receipt(counted, anna, of(1, march_10, 60_usd));
        CHECK(sold.outcome.granted<unit::points>() == 100_points);
        const auto gave =
            apply(counted, anna, sold.receipt.returned({.id = 2, .time = march_11}, of(1, march_10, 40_usd)));
        CHECK(gave.granted<unit::points>() == -90_points); // 100 go, 10 come for 40.00
        CHECK(apply(counted, anna, of(3, march_11, 20_usd)).granted<unit::points>() == 10_points); // 10.00 were left
        const auto rest = apply(counted, anna, sold.receipt.returned({.id = 4, .time = march_11}));
        CHECK(rest.granted<unit::points>() == -20_points); // 20.00 of the other sale are left
        CHECK(anna.balance<unit::points>() == 0_points);
        CHECK(apply(counted, anna, of(5, march_11, 10_usd)).granted<unit::points>() == 10_points);
    }

    TEST_CASE("a window gets the group back with the award") {
        constexpr programme once{once_in_group{7, hundred_from_50}.within(lifetime{}), once_in_group{7, two_pct}};
        member<std::remove_const_t<decltype(once)>> anna;
        auto sold = apply_with_receipt(once, anna, of(1, march_10, 60_usd));
        CHECK(apply(once, anna, of(2, march_11, 40_usd)).granted<currency::usd>() == 0_usd);
        CHECK(apply(once, anna, sold.receipt.returned({.id = 3, .time = march_11}, of(1, march_10, 50_usd)))
                  .granted<unit::points>() == 0_points);
        CHECK(apply(once, anna, of(4, march_11, 60_usd)).granted<unit::points>() == 0_points);
        CHECK(apply(once, anna, sold.receipt.returned({.id = 5, .time = march_11})).granted<unit::points>() ==
              -100_points);
        CHECK(apply(once, anna, of(6, march_11, 60_usd)).granted<unit::points>() == 100_points);
    }

    TEST_CASE("a return is judged by the groups that were used up before the sale") {
        constexpr programme pointed{once_in_group{7, hundred_from_50}.within(calendar_window{period_unit::month}),
                                    once_in_group{7, two_pct}};
        member<std::remove_const_t<decltype(pointed)>> anna;
        apply(pointed, anna, of(1, march_10, 60_usd));
        auto sold = apply_with_receipt(pointed, anna, of(2, march_11, 80_usd)); // passed over: nothing
        CHECK(sold.outcome.granted<unit::points>() == 0_points);
        CHECK(sold.outcome.granted<currency::usd>() == 0_usd);
        // In April the group is free, but on 11 March it was used up.
        const auto gave =
            apply(pointed, anna, sold.receipt.returned({.id = 3, .time = april_1}, of(2, march_11, 40_usd)));
        CHECK(gave.granted<unit::points>() == 0_points);
        CHECK(gave.granted<currency::usd>() == 0_usd);
    }
}

TEST_SUITE("policies/once_in_group: problems") {
    TEST_CASE("a group of one policy") {
        CHECK(programme{once_in_group{7, hundred_from_50}, two_pct}.problem().sentence ==
              std::string_view{"once_in_group: no other policy has this group: give its number to two or more"});
        const programme second{two_pct, once_in_group{7, hundred_from_50}, once_in_group{8, hundred_from_50},
                               once_in_group{7, two_pct}};
        CHECK(second.problem().rule == 2);
        CHECK(launch.problem().sentence == nullptr);
    }

    TEST_CASE("a number that no group has") {
        const std::string_view sentence = "once_in_group: a group has a number from 0 to 63";
        CHECK(programme{once_in_group{64, hundred_from_50}, once_in_group{64, two_pct}}.problem().sentence == sentence);
        CHECK(programme{once_in_group{-1, hundred_from_50}, once_in_group{-1, two_pct}}.problem().sentence == sentence);
        CHECK(programme{once_in_group{63, hundred_from_50}, once_in_group{63, two_pct}}.problem().sentence == nullptr);
    }

    TEST_CASE("of the policy, and of the window") {
        CHECK(programme{once_in_group{7, points{per_visit{0_points}}}, once_in_group{7, two_pct}}.problem().sentence !=
              nullptr);
        CHECK(programme{once_in_group{7, hundred_from_50}.within(first_months{0}), once_in_group{7, two_pct}}
                  .problem()
                  .sentence == std::string_view{"first_months: give at least one month"});
    }

    TEST_CASE("in a list of rules, where rules come and go, a group of one is right") {
        using visit_points = std::remove_const_t<decltype(hundred_from_50)>;
        rule_list<4, once_in_group<visit_points>, once_in_group<std::remove_const_t<decltype(two_pct)>>> rules;
        CHECK(rules.push_back(once_in_group{7, hundred_from_50}));
        CHECK(programme{rules}.problem().sentence == nullptr);
        CHECK(rules.push_back(once_in_group{7, two_pct}));
        const programme listed{rules};
        CHECK(preview(listed, {}, of(1, march_10, 60_usd)).granted<unit::points>() == 100_points);
        CHECK(preview(listed, {}, of(1, march_10, 60_usd)).granted<currency::usd>() == 0_usd);
        CHECK(preview(listed, {}, of(1, march_10, 40_usd)).granted<currency::usd>() == 0.80_usd);
    }
}
