// SPDX-License-Identifier: BSL-1.0
//
// One policy code, run as a constant programme, lifted into a template argument, with numbers from run time, and as a
// list of rules from run time: on random streams all give the same.
#include "../../examples/loyalty_run/w5.hpp"
#include "../support/random.hpp"

#include <loyalty/engine/rule_list.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using usd = money<currency::usd>;
using sale = purchase<currency::usd>;

namespace {

constexpr usd cents(std::int64_t count) {
    return usd::from_minor_units(count);
}
constexpr amount<unit::points> points_of(std::int64_t count) {
    return amount<unit::points>::from_minor_units(count);
}

std::uint64_t seed() {
    return support::seed_or(20250310);
}

using source = support::random_source;

/// What the shapes below are made of.
struct numbers {
    std::int64_t award = 1;
    std::int64_t per = 100;
    ratio factor{5, 4};
    ratio special{3, 1};
    std::uint32_t category = 4;
    std::int64_t threshold = 25'000;
    std::int64_t cap = 600;
    ratio rate{15, 1000};
    ratio special_rate{5, 100};
    std::int64_t tier = 35'000;
    std::int64_t next_tier = 100'000;
    std::int32_t held_for = 1;
    earns_at crossing = earns_at::old_rate;
    std::int32_t streak = 4;
    std::int32_t fields = 10;
    rounding mode = rounding::floor;
    rounding money_mode = rounding::half_even;
};

numbers any_numbers(source& random) {
    numbers n;
    n.award = random.from_to(1, 20);
    n.per = random.from_to(1, 1'000);
    n.factor = {random.from_to(0, 20), random.from_to(1, 9)};
    n.special = {random.from_to(0, 20), random.from_to(1, 9)};
    n.category = static_cast<std::uint32_t>(random.from_to(0, 3));
    n.threshold = random.from_to(1, 60'000);
    n.cap = random.from_to(20, 2'000);
    n.rate = {random.from_to(0, 50), 1'000};
    n.special_rate = {random.from_to(0, 200), random.from_to(200, 1'000)};
    n.tier = random.from_to(1, 60'000);
    n.next_tier = n.tier + random.from_to(1, 90'000);
    n.held_for = static_cast<std::int32_t>(random.from_to(0, 2));
    n.crossing = static_cast<earns_at>(random.from_to(0, 2));
    n.streak = static_cast<std::int32_t>(random.from_to(2, 5));
    n.fields = static_cast<std::int32_t>(random.from_to(1, 12));
    n.mode = static_cast<rounding>(random.from_to(0, 10));
    n.money_mode = static_cast<rounding>(random.from_to(0, 10));
    return n;
}

// Shapes: types that are fixed, numbers that are not.

constexpr auto five_policies = [](const numbers& n) {
    return programme{tiered{cents(n.tier), cents(n.next_tier)}.held_for(n.held_for).crossing(n.crossing),
                     points{per_amount{points_of(n.award), cents(n.per)}, round_off{n.mode},
                            multiply_by_tier{1_x, n.factor, n.special},
                            multiply_by{n.special}.when(category_is(n.category)), round_off{n.mode}},
                     spend_threshold{100_points, every(cents(n.threshold))},
                     cashback{currency::usd{}, n.money_mode,
                              cashback_rate{n.special_rate}
                                  .on(category_is(n.category))
                                  .at_most(cents(n.cap), calendar_window{period_unit::month}),
                              cashback_rate{n.rate}},
                     gamified{streak<calendar_window{period_unit::week}>{n.streak}.awards(50_points, 1_badges),
                              stamp_card{n.fields}.awards(1_stamps)}};
};

constexpr auto points_only = [](const numbers& n) {
    return programme{points{per_amount{points_of(n.award), cents(n.per)},
                            multiply_by{n.factor}.when(category_is(n.category)), round_off_carrying{n.mode}},
                     points{per_amount{1_points, cents(n.per)}.on(!category_is(n.category)), round_off{n.mode},
                            add_bonus{7_points}.when(first_purchase()),
                            cap_at{points_of(n.cap), calendar_window{period_unit::week}}}};
};

constexpr auto capped_cashback = [](const numbers& n) {
    return programme{cashback{
        currency::usd{}, n.money_mode,
        cashback_rate{n.special_rate}.on(category_is(n.category)).at_most(cents(n.cap), rolling_days<30>{}),
        cashback_rate{n.factor}.on(category_is(0u, 1u)).at_most(cents(n.cap), calendar_window{period_unit::quarter}),
        cashback_rate{n.rate}.at_most(cents(n.cap * 10), lifetime{})}};
};

constexpr auto thresholds = [](const numbers& n) {
    return programme{spend_threshold{points_of(n.award), every(cents(n.threshold))},
                     spend_threshold{points_of(n.award), every(cents(n.tier))}.within(rolling_months<3>{}).dropping(),
                     spend_threshold{1_stamps, once(cents(n.next_tier))}.within(calendar_window{period_unit::year}),
                     spend_threshold{1_badges, once(amount<unit::visits>::from_minor_units(n.streak))}.of(visits{}),
                     mission(100_points, cents(n.threshold), {"2024-03-01"_date, "2025-03-01"_date})};
};

constexpr auto tiers = [](const numbers& n) {
    return programme{
        tiered{cents(n.tier), cents(n.next_tier)}
            .within(rolling_days<90>{})
            .held_for(30 * n.held_for)
            .dropping(drop::one_step)
            .crossing(n.crossing),
        points{per_visit{points_of(n.award)}.when(tier_is(1u, 2u))},
        points{per_amount{1_points, cents(n.per)}, multiply_by_tier{1_x, n.factor, n.special}, round_off{n.mode}},
        gamified{streak<calendar_window{period_unit::day}>{n.streak}.forgiving(1).awards(5_points),
                 stamp_card{n.fields}.of(quantity{}).awards(1_stamps)}};
};

/// The same policies as a list of rules.
template <class Terms, class... Policies>
constexpr auto listed(const programme<Terms, Policies...>& from) {
    rule_list<sizeof...(Policies) + 2, Policies...> rules;
    bool fits = true;
    detail::for_each_index<sizeof...(Policies)>(
        [&](auto index) { fits = fits && rules.push_back(detail::get<index>(from.policies)); });
    return std::pair{programme{from.frame, rules}, fits};
}

std::vector<sale> any_stream(source& random) {
    std::vector<sale> stream;
    std::int64_t time = 1'704'067'200 + random.from_to(0, 400) * 86'400;
    const std::int64_t pace = random.from_to(1, 40);
    const std::int64_t count = random.from_to(1, 60);
    for (std::int64_t i = 0; i < count; ++i) {
        time += random.from_to(-1, 12) * pace * 7'200; // some come too late
        stream.push_back({.id = static_cast<std::uint64_t>(random.from_to(1, 3) + 3 * i),
                          .time = instant{time},
                          .net = cents(random.from_to(0, 40) == 0 ? -1 : random.from_to(0, 30'000)),
                          .category = static_cast<std::uint32_t>(random.from_to(0, 3))});
    }
    return stream;
}

/// What two members hold, where the types of their states differ.
template <class Programme, class Left, class Right>
bool hold_the_same(const Programme&, const Left& left, const Right& right) {
    return left.clock() ==
           right.clock()&&[]<unit_type... Units>(const Left& a, const Right& b, detail::type_list<Units...>) {
        return ((a.template balance<Units>() == b.template balance<Units>()) && ...);
    }
    (left, right, typename Programme::units_type{});
}

} // namespace

TEST_CASE_TEMPLATE_DEFINE("numbers from run time: composed and listed are the same", Shape, composed_and_listed) {
    source random{seed()};
    constexpr Shape make{};
    std::size_t accepted = 0;
    for (int round = 0; round < 400; ++round) {
        const auto composed = make(any_numbers(random));
        const auto [list, fits] = listed(composed);
        REQUIRE(fits);
        REQUIRE(composed.problem().sentence == nullptr);
        REQUIRE(list.problem().sentence == nullptr);
        member<std::remove_cvref_t<decltype(composed)>> left;
        member<std::remove_cvref_t<decltype(list)>> right;
        for (const sale& each : any_stream(random)) {
            const auto gave = apply(composed, left, each);
            REQUIRE(gave == apply(list, right, each));
            REQUIRE(left.clock() == right.clock());
            accepted += gave.accepted() ? 1u : 0u;
        }
    }
    CHECK(accepted > 5'000);
}
TEST_CASE_TEMPLATE_INVOKE(composed_and_listed, decltype(five_policies), decltype(points_only),
                          decltype(capped_cashback), decltype(thresholds), decltype(tiers));

namespace {

/// The numbers of the constant programmes, and where they come from at run time.
inline constexpr numbers fixed[]{{},
                                 {.award = 2, .factor = {7, 3}, .crossing = earns_at::split, .mode = rounding::half_up},
                                 {.per = 333,
                                  .special = {0, 1},
                                  .category = 1,
                                  .threshold = 999,
                                  .cap = 37,
                                  .tier = 5'000,
                                  .next_tier = 5'001,
                                  .held_for = 0,
                                  .crossing = earns_at::new_rate,
                                  .streak = 2,
                                  .fields = 1,
                                  .mode = rounding::ceiling,
                                  .money_mode = rounding::up}};

template <class Shape, std::size_t Index>
void all_forms_agree(source& random) {
    static constexpr auto constant = Shape{}(fixed[Index]);
    constexpr auto as_type = lifted<constant>;
    using programme_type = std::remove_const_t<decltype(constant)>;
    volatile std::size_t opaque = Index; // the compiler must not see the numbers
    const auto from_run_time = Shape{}(fixed[opaque]);
    const auto list = listed(from_run_time).first;
    for (int round = 0; round < 100; ++round) {
        member<programme_type> a;
        member<programme_type> b;
        member<programme_type> c;
        member<std::remove_const_t<decltype(list)>> d;
        for (const sale& each : any_stream(random)) {
            const auto gave = apply(constant, a, each);
            REQUIRE(gave == apply(as_type, b, each));
            REQUIRE(gave == apply(from_run_time, c, each));
            REQUIRE(gave == apply(list, d, each));
            REQUIRE(a == b);
            REQUIRE(a == c);
            REQUIRE(hold_the_same(constant, a, d));
        }
    }
}

} // namespace

TEST_CASE_TEMPLATE_DEFINE("constant, lifted, from run time and listed are the same", Shape, four_forms) {
    source random{seed()};
    all_forms_agree<Shape, 0>(random);
    all_forms_agree<Shape, 1>(random);
    all_forms_agree<Shape, 2>(random);
}
TEST_CASE_TEMPLATE_INVOKE(four_forms, decltype(five_policies), decltype(points_only), decltype(capped_cashback),
                          decltype(thresholds), decltype(tiers));

TEST_CASE("W5 in all forms") {
    constexpr auto as_type = lifted<w5::rules>;
    const auto [list, fits] = listed(w5::rules);
    REQUIRE(fits);
    std::vector<w5::member_type> a(50);
    std::vector<w5::member_type> b(50);
    std::vector<member<std::remove_const_t<decltype(list)>>> d(50);
    std::size_t different = 0;
    for (const w5::record& each : w5::stream(20'000, 50)) {
        const auto gave = apply(w5::rules, a[each.member], each);
        different += gave == apply(as_type, b[each.member], each) ? 0u : 1u;
        different += gave == apply(list, d[each.member], each) ? 0u : 1u;
    }
    CHECK(different == 0);
    CHECK(a == b);
    std::int64_t held = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        REQUIRE(hold_the_same(w5::rules, a[i], d[i]));
        held += a[i].balance<unit::points>().minor_units();
    }
    CHECK(held > 1'000'000);
}

TEST_CASE("a list of rules of any length and order gives what its rules give one by one") {
    source random{seed()};
    using earning = decltype(points{per_amount{1_points, 1_usd}, round_off{}});
    using card = decltype(stamp_card{2}.awards(1_points));
    using crossing = decltype(spend_threshold{1_points, every(1_usd)});
    for (int round = 0; round < 300; ++round) {
        rule_list<12, earning, card, crossing> rules;
        std::vector<rule_list<1, earning, card, crossing>> alone;
        const std::int64_t count = random.from_to(0, 12);
        const auto add = [&](const auto& rule) {
            REQUIRE(rules.push_back(rule));
            REQUIRE(alone.emplace_back().push_back(rule));
        };
        for (std::int64_t i = 0; i < count; ++i) {
            switch (random.from_to(0, 2)) {
            case 0:
                add(points{per_amount{points_of(random.from_to(1, 9)), cents(random.from_to(1, 900))},
                           round_off{static_cast<rounding>(random.from_to(0, 10))}});
                break;
            case 1:
                add(stamp_card{static_cast<std::int32_t>(random.from_to(1, 9))}.awards(
                    points_of(random.from_to(1, 9))));
                break;
            default:
                add(spend_threshold{points_of(random.from_to(1, 9)), every(cents(random.from_to(1, 90'000)))});
                break;
            }
        }
        const programme together{rules};
        member<std::remove_const_t<decltype(together)>> one;
        std::vector<member<programme<terms<>, rule_list<1, earning, card, crossing>>>> many(alone.size());
        for (const sale& each : any_stream(random)) {
            const auto gave = apply(together, one, each);
            std::int64_t sum = 0;
            for (std::size_t i = 0; i < alone.size(); ++i) {
                const auto part = apply(programme{alone[i]}, many[i], each);
                REQUIRE(part.refused == gave.refused);
                sum += part.granted<unit::points>().minor_units();
            }
            REQUIRE(gave.granted<unit::points>().minor_units() == sum);
        }
    }
}
