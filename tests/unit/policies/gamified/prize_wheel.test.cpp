// SPDX-License-Identifier: BSL-1.0
#include <loyalty/engine/things.hpp>
#include <loyalty/ledger/wallet.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/fingerprint.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using games::prize;
using games::prize_wheel;

namespace {

using sale = purchase<currency::usd>;
constexpr auto noon = "2025-03-10T12:00"_utc;
constexpr std::uint32_t spin_kind = 7;
constexpr std::uint32_t anna = 3;

struct wheel_log {
    std::vector<effects::prize_drawn> drawn{};
    std::vector<effects::quota_used> used{};
    std::vector<effects::refusal> refused{};
    void on(const effects::prize_drawn& one) { drawn.push_back(one); }
    void on(const effects::quota_used& one) { used.push_back(one); }
    void on(const effects::refusal& one) { refused.push_back(one); }
};

constexpr prize_wheel four{2025, prize{50, 0_points}, prize{30, 5_points}, prize{15, 10_points}, prize{5, 50_points}};

// Member 3 draws with seed 2025 at the events 1 to 9 the tickets 20, 96, 74, 88, 87, 52, 14, 6, 83: computed by SipHash-2-4 and
// SplitMix64 in another language.
constexpr std::array<std::int64_t, 9> prizes_of_anna{0, 50, 5, 10, 10, 5, 0, 0, 10};

constexpr activity spin_at(std::uint64_t id, std::int64_t score = 1) {
    return {.id = id, .member = anna, .time = noon, .kind = spin_kind, .score = score};
}

} // namespace

TEST_SUITE("policies/prize_wheel") {
    TEST_CASE("G16: tickets 88, 43, 2, 97 give 10, 0, 0, 50; expected 11/2") {
        static_assert(four.tickets() == 100);
        static_assert(four.expected_cost() == ratio{11, 2});
        static_assert(four.expected_cost().numerator == 11);
        static_assert(four.expected<unit::points>() == ratio{11, 2});
        static_assert(four.expected<unit::badges>() == ratio{0, 1});
        static_assert(four.worst_cost() == 50_points);
        static_assert(four.worst<unit::points>() == 50_points);
        constexpr std::array<std::uint64_t, 4> tickets{88, 43, 2, 97};
        constexpr std::array<std::uint8_t, 4> places{2, 0, 0, 3};
        const games::draws numbers{0};
        for (std::size_t i = 0; i < 4; ++i) {
            CHECK(four.spin_of(numbers.at(i)).ticket == tickets[i]);
            CHECK(four.spin_of(numbers.at(i)).prize == places[i]);
        }
    }

    TEST_CASE("the bounds of the prizes: tickets 49 and 50, 79 and 80, 94 and 95") {
        const auto place_of = [](std::uint64_t ticket) { // the lowest number with the ticket
            const std::uint64_t number = (ticket << 57u) / 100 * 128 + 128;
            REQUIRE(four.spin_of(number).ticket == ticket);
            return four.spin_of(number).prize;
        };
        CHECK(place_of(0) == 0);
        CHECK(place_of(49) == 0);
        CHECK(place_of(50) == 1);
        CHECK(place_of(79) == 1);
        CHECK(place_of(80) == 2);
        CHECK(place_of(94) == 2);
        CHECK(place_of(95) == 3);
        CHECK(place_of(99) == 3);
    }

    TEST_CASE("an activity spins, a preview shows the same, and anyone computes it again") {
        constexpr programme fair{four.of(spin_kind)};
        member<decltype(fair)> own;
        wheel_log log;
        for (std::uint64_t id = 1; id <= 9; ++id) {
            const auto seen = preview(fair, own, spin_at(id));
            const auto gave = apply(fair, own, spin_at(id), {}, log);
            CHECK(gave.granted<unit::points>().minor_units() == prizes_of_anna[id - 1]);
            CHECK(seen == gave);
        }
        CHECK(own.balance<unit::points>() == 90_points);
        REQUIRE(log.drawn.size() == 9);
        CHECK(log.drawn[1] == effects::prize_drawn{0, anna, 2, four.spin(anna, 2).number, 96, 100, 3, 3});
        CHECK(games::ticket_of(log.drawn[3].number, 100) == 88);
    }

    TEST_CASE("other activities, and purchases, do not spin") {
        constexpr programme fair{four.of(spin_kind)};
        member<decltype(fair)> own;
        wheel_log log;
        CHECK(apply(fair, own, activity{.id = 2, .member = anna, .time = noon, .kind = 8}, {}, log).accepted());
        CHECK(apply(fair, own, sale{.id = 3, .member = anna, .time = noon, .net = 9_usd}, {}, log).accepted());
        CHECK(log.drawn.empty());
    }

    TEST_CASE("a stake is spent, and a wrong one or an empty balance refuses") {
        constexpr programme fair{points{per_activity{10_points}.of(1u)}, four.of(spin_kind).staking(6_points)};
        member<decltype(fair)> own;
        apply(fair, own, activity{.id = 1, .member = anna, .time = noon, .kind = 1});
        const auto before = own;
        wheel_log log;

        const auto other = apply(fair, own, spin_at(3, 5), {}, log);
        CHECK(other.refused == reason::wrong_stake);
        CHECK(other.refusing_rule() == 1);
        CHECK(own == before);
        REQUIRE(log.refused.size() == 1);
        CHECK(log.refused[0].policy == "prize_wheel");
        CHECK(log.refused[0].asked == 5);
        CHECK(log.refused[0].there == 6);
        CHECK(message(reason::wrong_stake) == "the activity names another price of a spin than the wheel has: show the "
                                              "stake, and send it as the score");

        const auto gave = apply(fair, own, spin_at(3, 6), {}, log);
        CHECK(gave.granted<unit::points>() == -1_points); // 5 won for 6
        CHECK(own.balance<unit::points>() == 9_points);
        CHECK(apply(fair, own, spin_at(7, 6)).granted<unit::points>() == -6_points);
        const auto poor = own;
        const auto refused = apply(fair, own, spin_at(8, 6), {}, log);
        CHECK(refused.refused == reason::insufficient_balance);
        CHECK(refused.refusing_rule() == 1);
        CHECK(own == poor);
        CHECK(own.balance<unit::points>() == 3_points);
    }

    TEST_CASE("a return of a spin gives back the stake and takes the prize") {
        constexpr programme fair{points{per_activity{10_points}.of(1u)}, four.of(spin_kind).staking(6_points)};
        member<decltype(fair)> own;
        apply(fair, own, activity{.id = 1, .member = anna, .time = noon, .kind = 1});
        auto won = apply_with_receipt(fair, own, spin_at(2, 6));
        CHECK(own.balance<unit::points>() == 54_points);
        CHECK(apply(fair, own, won.receipt.returned({.id = 20, .member = anna, .time = noon})).accepted());
        CHECK(own.balance<unit::points>() == 10_points);
    }

    TEST_CASE("three spins a day; the fourth is refused, and a return frees one") {
        constexpr programme fair{four.of(spin_kind).at_most(3, calendar_window{period_unit::day})};
        member<decltype(fair)> own;
        apply(fair, own, spin_at(1));
        auto second = apply_with_receipt(fair, own, spin_at(2));
        apply(fair, own, spin_at(3));
        const auto before = own;
        wheel_log log;
        const auto fourth = apply(fair, own, spin_at(4), {}, log);
        CHECK(fourth.refused == reason::cap_reached);
        CHECK(fourth.refusing_rule() == 0);
        CHECK(own == before);
        REQUIRE(log.refused.size() == 1);
        CHECK(log.refused[0].asked == 4);
        CHECK(log.refused[0].there == 3);
        CHECK(own.balance<unit::points>() == 55_points);

        CHECK(apply(fair, own, second.receipt.returned({.id = 5, .member = anna, .time = noon})).accepted());
        CHECK(own.balance<unit::points>() == 5_points);
        CHECK(apply(fair, own, spin_at(9)).granted<unit::points>() == 10_points);
        CHECK(apply(fair, own, spin_at(10)).refused == reason::cap_reached);
        const activity tomorrow{.id = 2, .member = anna, .time = "2025-03-11T00:00"_utc, .kind = spin_kind};
        CHECK(apply(fair, own, tomorrow).granted<unit::points>() == 50_points);
    }

    TEST_CASE("a purchase that earns a spin; above the cap it does not spin") {
        constexpr programme shop{
            four.with_purchases().when(basket_at_least(50_usd)).at_most(1, calendar_window{period_unit::day})};
        member<decltype(shop)> own;
        const sale small{.id = 1, .member = anna, .time = noon, .net = 49.99_usd};
        const sale large{.id = 2, .member = anna, .time = noon, .net = 60_usd};
        CHECK(apply(shop, own, small).granted<unit::points>() == 0_points);
        auto sold = apply_with_receipt(shop, own, large);
        CHECK(sold.outcome.granted<unit::points>() == 50_points);
        CHECK(apply(shop, own, sale{.id = 4, .member = anna, .time = noon, .net = 60_usd}).granted<unit::points>() ==
              0_points);

        sale kept = large;
        kept.net = 55_usd; // still enough: the same draw
        CHECK(apply(shop, own, sold.receipt.returned({.id = 5, .member = anna, .time = noon}, kept)).accepted());
        CHECK(own.balance<unit::points>() == 50_points);
        kept.net = 49_usd;
        CHECK(apply(shop, own, sold.receipt.returned({.id = 6, .member = anna, .time = noon}, kept)).accepted());
        CHECK(own.balance<unit::points>() == 0_points);
        CHECK(apply(shop, own, sale{.id = 9, .member = anna, .time = noon, .net = 60_usd}).granted<unit::points>() ==
              10_points); // the spin is free again
    }

    TEST_CASE("a stock of two: then a stated other prize; a return puts one back") {
        constexpr prize_wheel three{2025, prize{50, 0_points}, prize{30, 5_points},
                                    prize{20, 100_points}.out_of(quota<1>(2_items), 1)};
        constexpr programme fair{three.of(spin_kind)};
        quotas<decltype(fair)> left{fair};
        member<decltype(fair)> own;
        wheel_log log;
        auto first = apply_with_receipt(fair, own, spin_at(2), sharing(left), log); // ticket 96
        CHECK(first.outcome.granted<unit::points>() == 100_points);
        CHECK(preview(fair, own, spin_at(4), sharing(left)).granted<unit::points>() == 100_points);
        CHECK(left.left<1>() == 1_items);
        CHECK(apply(fair, own, spin_at(4), sharing(left), log).granted<unit::points>() == 100_points); // ticket 88
        CHECK(left.left<1>() == 0_items);

        auto third = apply_with_receipt(fair, own, spin_at(5), sharing(left), log); // ticket 87
        CHECK(third.outcome.granted<unit::points>() == 5_points);
        REQUIRE(log.drawn.size() == 3);
        CHECK(log.drawn[2].drawn == 2);
        CHECK(log.drawn[2].given == 1);
        REQUIRE(log.used.size() == 3);
        CHECK(log.used[2] == effects::quota_used{0, 1, 1, 0});
        CHECK(own.balance<unit::points>() == 205_points);

        // What was out of stock then is so when it is evaluated again, also with stock left now.
        CHECK(apply(fair, own, first.receipt.returned({.id = 6, .member = anna, .time = noon}), sharing(left))
                  .accepted());
        CHECK(left.left<1>() == 1_items);
        CHECK(own.balance<unit::points>() == 105_points);
        CHECK(apply(fair, own, third.receipt.returned({.id = 7, .member = anna, .time = noon}), sharing(left))
                  .accepted());
        CHECK(left.left<1>() == 1_items);
        CHECK(own.balance<unit::points>() == 100_points);
        CHECK(apply(fair, own, spin_at(9), sharing(left)).granted<unit::points>() == 100_points); // ticket 83
        CHECK(left.left<1>() == 0_items);
    }

    TEST_CASE("two stocks are told apart when they go back") {
        constexpr prize_wheel wheel{2025, prize{50, 0_points}, prize{30, 5_points}.out_of(quota<1>(9_items), 0),
                                    prize{20, 100_points}.out_of(quota<2>(9_items), 0)};
        constexpr programme fair{wheel.of(spin_kind)};
        quotas<decltype(fair)> left{fair};
        member<decltype(fair)> own;
        auto large = apply_with_receipt(fair, own, spin_at(2), sharing(left)); // ticket 96
        auto small = apply_with_receipt(fair, own, spin_at(3), sharing(left)); // ticket 74
        CHECK(left.left<1>() == 8_items);
        CHECK(left.left<2>() == 8_items);
        CHECK(apply(fair, own, large.receipt.returned({.id = 4, .member = anna, .time = noon}), sharing(left))
                  .accepted());
        CHECK(left.left<1>() == 8_items);
        CHECK(left.left<2>() == 9_items);
        CHECK(apply(fair, own, small.receipt.returned({.id = 5, .member = anna, .time = noon}), sharing(left))
                  .accepted());
        CHECK(left.left<1>() == 9_items);
        CHECK(own.balance<unit::points>() == 0_points);
        CHECK(own.policy<0>().taken.each[0].count == 0);
        CHECK(own.policy<0>().taken.each[1].count == 0);
    }

    TEST_CASE("a refused spin leaves the stock alone") {
        constexpr prize_wheel wheel{2025, prize{50, 0_points}, prize{50, 100_points}.out_of(quota<1>(2_items), 0)};
        constexpr programme fair{wheel.of(spin_kind).staking(6_points)};
        quotas<decltype(fair)> left{fair};
        member<decltype(fair)> own;
        CHECK(apply(fair, own, spin_at(2, 6), sharing(left)).refused == reason::insufficient_balance);
        CHECK(left.left<1>() == 2_items);
        CHECK(own == member<decltype(fair)>{});
    }

    TEST_CASE("a thing as a prize, behind an account that pays the stake") {
        constexpr prize_wheel wheel =
            prize_wheel{2025, prize{80, 0_vouchers}.costing(0_points), prize{20, 1_vouchers}.costing(25_points)}
                .of(spin_kind)
                .staking(6_points)
                .covered_by_stake();
        static_assert(wheel.expected_cost() == ratio{5, 1});
        static_assert(wheel.worst_cost() == 25_points);
        static_assert(wheel.worst<unit::vouchers>() == 1_vouchers);
        constexpr programme fair{points{per_activity{20_points}.of(1u)}, lots<unit::points>{}, wheel,
                                 things::wallet<4>{}.issuing(things::vouchers{7}.for_each<unit::vouchers>())};
        member<decltype(fair)> own;
        apply(fair, own, activity{.id = 1, .member = anna, .time = noon, .kind = 1});
        CHECK(apply(fair, own, spin_at(2, 6)).granted<unit::vouchers>() == 1_vouchers);
        CHECK(balances_of<unit::points>(fair, own, noon).available == 14_points);
        CHECK(balances_of<unit::points>(fair, own, noon).spent == 6_points);
        REQUIRE(things::things_of(fair, own, noon).size() == 1);
        CHECK(things::things_of(fair, own, noon)[0].thing.campaign == 7);
        CHECK(apply(fair, own, spin_at(3, 6)).granted<unit::vouchers>() == 0_vouchers);
        CHECK(apply(fair, own, spin_at(4, 6)).granted<unit::vouchers>() == 1_vouchers);
        CHECK(apply(fair, own, spin_at(5, 6)).refused == reason::insufficient_balance); // 2 points are left
    }

    TEST_CASE("a stake out of an account goes back to its lots with the spin, and the prize goes") {
        constexpr programme fair{four.of(spin_kind).staking(6_points).at_most(2, lifetime{}),
                                 lots<unit::points>{}.spare_buckets<2>()};
        using fair_type = std::remove_const_t<decltype(fair)>;
        social::opening<unit::points> brought{.id = 1, .member = anna, .time = noon};
        brought.add(4_points, {.active_from = "2025-01-01"_date, .expires = "2025-06-01"_date});
        brought.add(10_points, {.active_from = "2025-01-01"_date, .expires = date::maximum()});
        member<fair_type> own;
        REQUIRE(apply(fair, own, brought).accepted());
        const auto before = own;
        const auto has = [&](instant as_of) { return balances_of<unit::points>(fair, own, as_of).available; };
        constexpr instant june = "2025-06-01T12:00"_utc;

        auto spun = apply_with_receipt(fair, own, spin_at(2, 6)); // ticket 96: 50 points
        CHECK(spun.outcome.granted<unit::points>() == 50_points);
        CHECK(has(noon) == 58_points);
        CHECK(has(june) == 58_points); // the 4 that expire went first
        CHECK(
            apply(fair, own, spun.receipt.returned({.id = 3, .member = anna, .time = noon})).granted<unit::points>() ==
            -50_points);
        CHECK(has(noon) == 14_points);
        CHECK(has(june) == 10_points);
        CHECK(balances_of<unit::points>(fair, own, noon).spent == 0_points);
        CHECK(balances_of<unit::points>(fair, own, noon).debt == 0_points);
        CHECK(own.policy<0>() == before.policy<0>()); // the spin is free again
        CHECK(apply(fair, own, spun.receipt.returned({.id = 4, .member = anna, .time = noon})).refused ==
              reason::already_returned);

        // Refused: the books are as before.
        apply(fair, own, redemption<unit::points>{.id = 5, .member = anna, .time = noon, .amount = 9_points});
        const auto poor = own;
        CHECK(apply(fair, own, spin_at(6, 6)).refused == reason::insufficient_balance);
        CHECK(own == poor);
    }

    TEST_CASE("problems") {
        const auto sentence = [](const auto& wheel) { return std::string_view{problem_of(wheel)}; };
        constexpr std::string_view unstocked =
            "prize_wheel: in the place of a prize out of stock another one without a stock must be given";
        CHECK(problem_of(four) == nullptr);
        CHECK(problem_of(four.staking(6_points).covered_by_stake()) == nullptr);
        CHECK(sentence(four.staking(5_points).covered_by_stake()) ==
              "prize_wheel: it pays more than its stake on average: raise the stake, or lower prizes or weights");
        CHECK(problem_of(four.staking(5_points)) == nullptr); // only if the rule says so
        CHECK(sentence(four.staking(0_points)) ==
              "prize_wheel: the stake must be above zero: leave it out if a spin costs nothing");
        CHECK(sentence(four.at_most(0, lifetime{})) == "prize_wheel: allow one spin at least");
        CHECK(sentence(prize_wheel{1, prize{0, 5_points}}) ==
              "prize_wheel: a prize has a weight of 1 at least: leave it out");
        CHECK(sentence(prize_wheel{1, prize{1, -5_points}}) == "prize_wheel: a prize must not be negative");
        CHECK(sentence(prize_wheel{1, prize{1, 5_points}.costing(-1_usd)}) ==
              "prize_wheel: a prize must not cost less than nothing");
        const auto none = quota<1>(2_items);
        CHECK(sentence(prize_wheel{1, prize{1, 5_points}.out_of(none, 0)}) == unstocked);
        CHECK(sentence(prize_wheel{1, prize{1, 5_points}.out_of(none, 1)}) == unstocked);
        CHECK(sentence(prize_wheel{1, prize{1, 5_points}.out_of(none, 1), prize{1, 5_points}.out_of(none, 0)}) ==
              unstocked);
        CHECK(sentence(prize_wheel{1, prize{1, 5_points}, prize{1, 5_points}.out_of(quota<1>(0_items), 0)}) ==
              "quota: the whole must be above zero");
        // 50 for half of the spins is 25; once they are gone 80 is given instead, and no spin costs less.
        const prize_wheel dearer{1, prize{1, 80_points}, prize{1, 0_points}.out_of(none, 0)};
        CHECK(sentence(dearer.staking(79_points).covered_by_stake()) ==
              "prize_wheel: it pays more than its stake on average: raise the stake, or lower prizes or weights");
        CHECK(problem_of(dearer.staking(80_points).covered_by_stake()) == nullptr);
        // Sums beyond 64 bits.
        const prize_wheel huge{1, prize{4'000'000'000u, amount<unit::points>::largest()}};
        CHECK_FALSE(huge.expected_cost().valid());
        CHECK(problem_of(huge.staking(amount<unit::points>::largest()).covered_by_stake()) == nullptr);
        CHECK_FALSE(problem_of(huge.staking(amount<unit::points>::largest() - 1_points).covered_by_stake()) == nullptr);
        const programme wrong{four.staking(5_points).covered_by_stake()};
        member<decltype(programme{four.staking(5_points)})> own;
        CHECK(apply(wrong, own, spin_at(1, 5)).refused == reason::programme_defect);
    }

    TEST_CASE("members merge: spins and prizes out of stocks add up") {
        constexpr prize_wheel wheel{2025, prize{50, 0_points}, prize{50, 100_points}.out_of(quota<1>(5_items), 0)};
        constexpr programme fair{wheel.of(spin_kind).at_most(3, lifetime{}), social::mergeable{}};
        quotas<decltype(fair)> left{fair};
        std::array<member<decltype(fair)>, 2> both{};
        const auto spin = [&](std::uint32_t who, std::uint64_t id) {
            return apply(fair, both[who], activity{.id = id, .member = who, .time = noon, .kind = spin_kind},
                         sharing(left));
        };
        spin(0, 1);
        spin(0, 2);
        spin(1, 3);
        CHECK(apply(fair, both[0], both[1], social::member_merge{.id = 9, .member = 0, .time = noon, .into = 1},
                    sharing(left))
                  .accepted());
        CHECK(spin(1, 10).refused == reason::cap_reached);
        CHECK(both[1].policy<0>().taken.each[0].count == 5 - left.left<1>().minor_units());
    }

    TEST_CASE("the fingerprint has the seed, the weights and the stake") {
        const auto print = [](const auto& wheel) { return streams::fingerprint(programme{wheel}); };
        CHECK(print(four) != print(prize_wheel{2026, prize{50, 0_points}, prize{30, 5_points}, prize{15, 10_points},
                                               prize{5, 50_points}}));
        CHECK(print(four) != print(prize_wheel{2025, prize{51, 0_points}, prize{30, 5_points}, prize{15, 10_points},
                                               prize{5, 50_points}}));
        CHECK(print(four.staking(5_points)) != print(four.staking(6_points)));
        CHECK(print(four) == print(prize_wheel{2025, prize{50, 0_points}, prize{30, 5_points}, prize{15, 10_points},
                                               prize{5, 50_points}}));
    }

    TEST_CASE("a member is written and read; a count below zero is refused") {
        constexpr prize_wheel wheel{2025, prize{50, 0_points}, prize{50, 100_points}.out_of(quota<1>(5_items), 0)};
        constexpr programme fair{wheel.of(spin_kind).at_most(3, lifetime{})};
        quotas<decltype(fair)> left{fair};
        member<decltype(fair)> own;
        apply(fair, own, spin_at(2), sharing(left));
        CHECK(own.policy<0>().taken.each[0].count == 1);
        std::array<std::byte, 256> room{};
        streams::writer out{room};
        streams::encode(out, own);
        streams::reader in{out.written()};
        member<decltype(fair)> again;
        CHECK(streams::decode(in, again));
        CHECK(again == own);

        own.policy<0>().taken.each[0].count = -1;
        streams::writer wrong{room};
        streams::encode(wrong, own);
        streams::reader from{wrong.written()};
        CHECK_FALSE(streams::decode(from, again));
        CHECK(from.why() == "what a member has taken from a quota is below zero");
    }
}
