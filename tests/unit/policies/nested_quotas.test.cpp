// SPDX-License-Identifier: BSL-1.0
//
// Quotas inside other policies (S31, S40): a part return takes back what its goods earned and no more, whatever stands
// around the `limited` or the wheel.
#include <loyalty/engine/itemize.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using games::prize;
using games::prize_wheel;
using namespace loyalty::ledgers;
using namespace loyalty::social;
using criteria::lifetime;

namespace {

using sale = purchase<currency::usd>;

/// Donates to the charity 7.
struct charity_seven {
    std::uint32_t recipient = 7;
};

constexpr points visit{per_visit{100_points}};
constexpr points rate{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

/// The four kinds of quotas: an award of one size and a rate out of a budget, a budget that cuts, and a number of awards.
constexpr limited visit_of_150{quota<1>(150_points), visit};
constexpr limited rate_of_150{quota<1>(150_points), rate};
constexpr limited rate_of_30{quota<1>(30_points), rate};
constexpr limited one_of_two{quota<1>(2_items), visit};
/// Member 3 and the sale 1 draw the prize of 100 points, of which there is one; 5 points are given once it is gone.
constexpr prize_wheel wheel =
    prize_wheel{2025, prize{1, 100_points}.out_of(quota<1>(2_items), 1), prize{1, 5_points}}.with_purchases();

constexpr instant noon{1'741'608'000};

/// What a sale of 40.00 earns and leaves of quota 1, then the return of all but 10.00, then of the rest.
using course = std::array<std::int64_t, 6>;

template <class Programme>
course course_of(const Programme& programme) {
    quotas<Programme> left{programme};
    member<Programme> own;
    course all{};
    std::size_t next = 0;
    const auto note = [&](const auto& gave) {
        CHECK(gave.accepted());
        all[next++] = gave.template granted<unit::points>().minor_units();
        all[next++] = left.template left<1>().minor_units();
    };
    const sale bought{.id = 1, .member = 3, .time = noon, .net = 40_usd};
    const sale kept{.id = 1, .member = 3, .time = noon, .net = 10_usd};
    auto sold = apply_with_receipt(programme, own, bought, sharing(left, charity_seven{}));
    note(sold.outcome);
    note(apply(programme, own, sold.receipt.returned({.id = 2, .time = noon}, kept), sharing(left, charity_seven{})));
    note(apply(programme, own, sold.receipt.returned({.id = 3, .time = noon}), sharing(left, charity_seven{})));
    return all;
}

/// A policy of a host around another one, which counts its events.
template <class Policy>
struct counting {
    using rewards = typename Policy::rewards;
    static constexpr std::string_view name = "counting";

    struct state {
        std::uint32_t events = 0;
        detail::state_of_t<Policy> inside{};

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    Policy policy;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"policy", &counting::policy, "what is counted"});

    constexpr explicit counting(Policy counted) noexcept : policy{counted} {}

    template <class Visit>
    constexpr void apply(state& own, Visit& event) const noexcept {
        ++own.events;
        detail::apply(policy, own.inside, event);
    }
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit_of_return) const noexcept {
        own.events -= event.with.events - event.without.events;
        detail::revert(policy, own.inside, {event.with.inside, event.without.inside, event.time}, visit_of_return);
    }
};

constexpr auto bare = [](const auto& rule) { return programme{rule}; };
constexpr auto with_dates = [](const auto& rule) {
    return programme{dated{rule}.expiring(expires_after_days<10>{10}), lots<unit::points>{}.spare_buckets<12>()};
};
constexpr auto with_funders = [](const auto& rule) { return programme{funded{rule, funder{1, 60}, funder{2, 40}}}; };
constexpr auto donated = [](const auto& rule) { return programme{donation{rule}}; };
constexpr auto in_a_group = [](const auto& rule) { return programme{once_in_group{3, rule}, once_in_group{3, rate}}; };
constexpr auto in_a_group_for_life = [](const auto& rule) {
    return programme{once_in_group{3, rule}.within(lifetime{}), once_in_group{3, rate}};
};
constexpr auto among_games = [](const auto& rule) {
    return programme{gamified{stamp_card{10}.awards(1_stamps), rule}};
};
constexpr auto in_a_list = [](const auto& rule) {
    constexpr stamp_card card = stamp_card{10}.awards(1_stamps);
    rule_list<4, std::remove_cvref_t<decltype(rule)>, std::remove_const_t<decltype(card)>> rules;
    REQUIRE(rules.push_back(card));
    REQUIRE(rules.push_back(rule));
    return programme{rules};
};
constexpr auto in_a_policy_of_the_host = [](const auto& rule) { return programme{counting{rule}}; };
constexpr auto in_all_of_them = [](const auto& rule) {
    return programme{dated{once_in_group{3, funded{counting{donation{rule}}, funder{1}}}.within(lifetime{})}.expiring(
                         expires_after_days<10>{10}),
                     once_in_group{3, rate}, lots<unit::points>{}.spare_buckets<12>()};
};

template <class Around>
void check_around(Around around) {
    CHECK(course_of(around(visit_of_150)) == course{100, 50, 0, 50, -100, 150});
    CHECK(course_of(around(visit_of_150.all_or_nothing())) == course{100, 50, 0, 50, -100, 150});
    CHECK(course_of(around(visit_of_150.rejecting())) == course{100, 50, 0, 50, -100, 150});
    CHECK(course_of(around(rate_of_150)) == course{40, 110, -30, 140, -10, 150});
    CHECK(course_of(around(rate_of_30)) == course{30, 0, -20, 20, -10, 30});
    CHECK(course_of(around(one_of_two)) == course{100, 1, 0, 1, -100, 2});
    CHECK(course_of(around(wheel)) == course{100, 1, 0, 1, -100, 2});
}

} // namespace

TEST_SUITE("policies/nested_quotas") {
    TEST_CASE("of 40.00 all but 10.00 come back, and then the rest: bare") {
        check_around(bare);
    }
    TEST_CASE("the same in dated") {
        check_around(with_dates);
    }
    TEST_CASE("the same in funded") {
        check_around(with_funders);
    }
    TEST_CASE("the same in donation") {
        check_around(donated);
    }
    TEST_CASE("the same in once_in_group") {
        check_around(in_a_group);
    }
    TEST_CASE("the same in once_in_group within a window") {
        check_around(in_a_group_for_life);
    }
    TEST_CASE("the same in gamified") {
        check_around(among_games);
    }
    TEST_CASE("the same in a rule_list") {
        check_around(in_a_list);
    }
    TEST_CASE("the same in a policy of the host") {
        check_around(in_a_policy_of_the_host);
    }
    TEST_CASE("the same in five policies, one around the other") {
        check_around(in_all_of_them);
    }

    TEST_CASE("a limited around a limited: 5 awards, and 150 points") {
        CHECK(course_of(programme{limited{quota<1>(150_points), limited{quota<2>(5_items), visit}}}) ==
              course{100, 50, 0, 50, -100, 150});
        CHECK(course_of(programme{limited{quota<2>(5_items), limited{quota<1>(150_points), rate}}}) ==
              course{40, 110, -30, 140, -10, 150});
        CHECK(course_of(programme{limited{quota<2>(150_points), wheel}}) == course{100, 1, 0, 1, -100, 2});
    }

    TEST_CASE("two games with one quota: each keeps what it had, 40 and 10 of 50") {
        constexpr limited of_fifty{quota<1>(50_points), rate};
        static constexpr programme twice{gamified{of_fifty, of_fifty}};
        CHECK(course_of(twice) == course{50, 0, -30, 30, -20, 50});
        using type = std::remove_const_t<decltype(twice)>;
        quotas<type> left{twice};
        member<type> own;
        auto sold = apply_with_receipt(twice, own, sale{.id = 1, .net = 40_usd}, sharing(left));
        const auto part =
            apply(twice, own, sold.receipt.returned({.id = 2}, sale{.id = 1, .net = 35_usd}), sharing(left));
        CHECK(part.granted<unit::points>() == -5_points); // 35 and 10: the second has no more than it had
        CHECK(left.left<1>() == 5_points);
    }

    TEST_CASE("a sale keeps what it had, though others have taken the rest of the quota since") {
        static constexpr programme rules{once_in_group{3, limited{quota<1>(150_points), visit}},
                                         once_in_group{3, rate}};
        using type = std::remove_const_t<decltype(rules)>;
        quotas<type> left{rules};
        member<type> anna, ben;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .net = 40_usd}, sharing(left));
        CHECK(apply(rules, ben, sale{.id = 1, .net = 40_usd}, sharing(left)).granted<unit::points>() == 50_points);
        const auto part =
            apply(rules, anna, sold.receipt.returned({.id = 2}, sale{.id = 1, .net = 10_usd}), sharing(left));
        CHECK(part.granted<unit::points>() == 0_points);
        CHECK(left.left<1>() == 0_points);
        CHECK(anna.policy<0>().taken.count == 100);
        CHECK(ben.policy<0>().taken.count == 50);
    }

    TEST_CASE("the awards of a sale by rule: 100 out of a quota in a group, though nothing is left") {
        static constexpr programme rules{once_in_group{3, limited{quota<1>(100_points), visit}},
                                         once_in_group{3, rate}};
        using type = std::remove_const_t<decltype(rules)>;
        quotas<type> left{rules};
        member<type> own;
        const sale bought{.id = 1, .net = 40_usd};
        const auto sold = apply_with_receipt(rules, own, bought, sharing(left));
        const auto items = ledgers::itemize<1>(rules, sold.receipt, bought, sharing(left));
        REQUIRE(items.why == reason::none);
        CHECK(items.awards.granted<unit::points>(0) == 100_points);
        CHECK(items.awards.granted<unit::points>(1) == 0_points);
    }

    TEST_CASE("a programme knows of the quotas inside its policies") {
        static constexpr auto inside = with_dates(visit_of_150);
        static constexpr auto none = with_dates(visit);
        static_assert(decltype(inside)::shares_quotas && !decltype(none)::shares_quotas);
    }

    TEST_CASE("in constant expressions") {
        static_assert([] {
            constexpr auto rules = with_dates(visit_of_150);
            using type = std::remove_const_t<decltype(rules)>;
            quotas<type> left{rules};
            member<type> own;
            auto sold = apply_with_receipt(rules, own, sale{.id = 1, .net = 40_usd}, sharing(left));
            const auto part =
                apply(rules, own, sold.receipt.returned({.id = 2}, sale{.id = 1, .net = 10_usd}), sharing(left));
            return part.granted<unit::points>() == 0_points && left.left<1>() == 50_points;
        }());
    }
}
