// SPDX-License-Identifier: BSL-1.0
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/encoding.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/replay.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::streams;

namespace {

using sale = purchase<currency::usd>;

constexpr auto five_hundred = points{per_visit{500_points}};
constexpr auto one_a_dollar = points{per_amount{1_points, 1_usd}, round_off{rounding::floor}};

template <class Programme>
struct shop {
    const Programme& programme;
    quotas<Programme> budget{programme};
    std::array<member<Programme>, 4> members{};

    explicit shop(const Programme& rules) : programme{rules} {}

    auto sell(std::size_t who, money<currency::usd> net, std::uint64_t id = 1) {
        return apply(programme, members[who], sale{.id = id, .net = net}, sharing(budget));
    }
};

struct quota_log {
    std::vector<effects::quota_used> used{};
    std::vector<effects::refusal> refused{};
    void on(const effects::quota_used& one) { used.push_back(one); }
    void on(const effects::refusal& one) { refused.push_back(one); }
};

} // namespace

TEST_SUITE("policies/limited") {
    TEST_CASE("a budget of 1,000 points pays 500 twice, whoever buys") {
        constexpr programme launch{limited{quota<1>(1'000_points), five_hundred}};
        shop s{launch};
        CHECK(s.sell(0, 5_usd).granted<unit::points>() == 500_points);
        CHECK(s.budget.left<1>() == 500_points);
        CHECK(s.sell(1, 5_usd).granted<unit::points>() == 500_points);
        CHECK(s.sell(2, 5_usd).granted<unit::points>() == 0_points);
        CHECK(s.sell(0, 5_usd, 2).granted<unit::points>() == 0_points);
        CHECK(s.budget.left<1>() == 0_points);
        CHECK(s.members[1].balance<unit::points>() == 500_points);
    }

    TEST_CASE("budgets of stores: 500 points of store 1, 1,000 of store 2, and none of another") {
        constexpr programme chain{
            limited{quota<1>(500_points), points{per_visit{500_points}.when(criteria::store_is(1u))}},
            limited{quota<2>(1'000_points), points{per_visit{500_points}.when(criteria::store_is(2u))}}};
        shop s{chain};
        std::uint64_t id = 0;
        const auto in_store = [&](std::uint32_t store) {
            const sale bought{.id = ++id, .net = 5_usd, .store = store};
            return apply(chain, s.members[id % 4], bought, sharing(s.budget)).granted<unit::points>();
        };
        CHECK(in_store(1) == 500_points);
        CHECK(in_store(1) == 0_points);
        CHECK(in_store(2) == 500_points);
        CHECK(in_store(2) == 500_points);
        CHECK(in_store(2) == 0_points);
        CHECK(in_store(3) == 0_points);
        CHECK(s.budget.left<1>() == 0_points);
        CHECK(s.budget.left<2>() == 0_points);
    }

    TEST_CASE("of 500 points for which 200 are left: 200, none, or a refusal") {
        constexpr auto rule = limited{quota<1>(700_points), five_hundred};
        static constexpr programme clamps{rule};
        shop clamped{clamps};
        clamped.sell(0, 5_usd);
        CHECK(clamped.sell(1, 5_usd).granted<unit::points>() == 200_points);
        CHECK(clamped.budget.left<1>() == 0_points);

        static constexpr programme whole{rule.all_or_nothing()};
        shop all{whole};
        all.sell(0, 5_usd);
        CHECK(all.sell(1, 5_usd).granted<unit::points>() == 0_points);
        CHECK(all.budget.left<1>() == 200_points);

        static constexpr programme rejects{rule.rejecting()};
        shop strict{rejects};
        strict.sell(0, 5_usd);
        quota_log log;
        const auto gave = apply(rejects, strict.members[1], sale{.id = 1, .net = 5_usd}, sharing(strict.budget), log);
        CHECK(gave.refused == reason::quota_exhausted);
        CHECK(log.refused == std::vector<effects::refusal>{{.why = reason::quota_exhausted,
                                                            .rule = 0,
                                                            .policy = "limited",
                                                            .asked = 500,
                                                            .there = 200,
                                                            .unit = "points"}});
        CHECK(log.used.empty());
        CHECK(strict.members[1] == member<std::remove_cvref_t<decltype(rejects)>>{});
        CHECK(strict.budget.left<1>() == 200_points);
    }

    TEST_CASE("the first 2 awards of 500 points") {
        constexpr programme launch{limited{quota<2>(2_items), five_hundred}};
        shop s{launch};
        CHECK(s.sell(0, 5_usd).granted<unit::points>() == 500_points);
        CHECK(s.sell(1, 5_usd).granted<unit::points>() == 500_points);
        CHECK(s.sell(2, 5_usd).granted<unit::points>() == 0_points);
        CHECK(s.budget.left<2>() == 0_items);
    }

    TEST_CASE("an award of nothing takes none of the first 2") {
        constexpr programme launch{limited{quota<2>(2_items), one_a_dollar}};
        shop s{launch};
        CHECK(s.sell(0, 0.99_usd).granted<unit::points>() == 0_points);
        CHECK(s.budget.left<2>() == 2_items);
    }

    TEST_CASE("two policies share the quota of one number") {
        constexpr programme launch{limited{quota<1>(600_points), five_hundred},
                                   limited{quota<1>(600_points), one_a_dollar}};
        shop s{launch};
        CHECK(s.sell(0, 70_usd).granted<unit::points>() == 570_points);
        CHECK(s.budget.left<1>() == 30_points);
        CHECK(s.sell(1, 70_usd).granted<unit::points>() == 30_points);
    }

    TEST_CASE("a refused event gives back what it took") {
        constexpr programme launch{
            limited{quota<1>(1'000_points), five_hundred},
            points{per_amount{1_stamps, 1_usd}, round_off{rounding::floor}, cap_at{10_stamps}.rejecting()}};
        shop s{launch};
        CHECK(s.sell(0, 11_usd).refused == reason::cap_reached);
        CHECK(s.budget.left<1>() == 1'000_points);
        CHECK(s.sell(0, 10_usd).granted<unit::points>() == 500_points);
    }

    TEST_CASE("a preview takes nothing, and neither does a sink with effects take twice") {
        constexpr programme launch{limited{quota<1>(700_points), five_hundred}};
        shop s{launch};
        CHECK(preview(launch, s.members[0], sale{.id = 1, .net = 5_usd}, sharing(s.budget)).granted<unit::points>() ==
              500_points);
        CHECK(s.budget.left<1>() == 700_points);
        quota_log log;
        apply(launch, s.members[0], sale{.id = 1, .net = 5_usd}, sharing(s.budget), log);
        CHECK(s.budget.left<1>() == 200_points);
        apply(launch, s.members[1], sale{.id = 1, .net = 5_usd}, sharing(s.budget), log);
        CHECK(log.used == std::vector<effects::quota_used>{{0, 1, 500, 500}, {0, 1, 500, 200}});
    }

    TEST_CASE("what comes back goes back to the quota: 60 of 100, then the rest") {
        constexpr programme launch{limited{quota<1>(1'000_points), one_a_dollar}};
        shop s{launch};
        auto sold = apply_with_receipt(launch, s.members[0], sale{.id = 1, .net = 100_usd}, sharing(s.budget));
        CHECK(s.budget.left<1>() == 900_points);
        const auto part = apply(launch, s.members[0], sold.receipt.returned({.id = 2}, sale{.id = 1, .net = 40_usd}),
                                sharing(s.budget));
        CHECK(part.granted<unit::points>() == -60_points);
        CHECK(s.budget.left<1>() == 960_points);
        const auto rest = apply(launch, s.members[0], sold.receipt.returned({.id = 3}), sharing(s.budget));
        CHECK(rest.granted<unit::points>() == -40_points);
        CHECK(s.budget.left<1>() == 1'000_points);
        CHECK(s.members[0].balance<unit::points>() == 0_points);
    }

    TEST_CASE("a sale that was cut down keeps what it had: of 200 wanted 150, of the rest of 120 all") {
        constexpr programme launch{limited{quota<1>(150_points), one_a_dollar}};
        shop s{launch};
        auto sold = apply_with_receipt(launch, s.members[0], sale{.id = 1, .net = 200_usd}, sharing(s.budget));
        CHECK(sold.outcome.granted<unit::points>() == 150_points);
        const auto part = apply(launch, s.members[0], sold.receipt.returned({.id = 2}, sale{.id = 1, .net = 120_usd}),
                                sharing(s.budget));
        CHECK(part.granted<unit::points>() == -30_points);
        CHECK(s.budget.left<1>() == 30_points);
        CHECK(s.sell(1, 200_usd).granted<unit::points>() == 30_points);
        CHECK(
            apply(launch, s.members[0], sold.receipt.returned({.id = 3}), sharing(s.budget)).granted<unit::points>() ==
            -120_points);
        CHECK(s.budget.left<1>() == 120_points);
    }

    TEST_CASE("one of the first 2 comes back, and another member has it") {
        constexpr programme launch{limited{quota<2>(2_items), five_hundred}};
        shop s{launch};
        auto sold = apply_with_receipt(launch, s.members[0], sale{.id = 1, .net = 5_usd}, sharing(s.budget));
        s.sell(1, 5_usd);
        CHECK(s.sell(2, 5_usd).granted<unit::points>() == 0_points);
        apply(launch, s.members[0], sold.receipt.returned({.id = 2}), sharing(s.budget));
        CHECK(s.budget.left<2>() == 1_items);
        CHECK(s.sell(3, 5_usd).granted<unit::points>() == 500_points);
    }

    TEST_CASE("an award that was cut does not come with the return of its purchase") {
        // 40.00 reach 30.00, but the 11 points are not there; another 40.00 reach them too.
        constexpr programme launch{
            limited{quota<1>(10_points), spend_threshold{11_points, once(30_usd)}}.all_or_nothing()};
        shop s{launch};
        auto sold = apply_with_receipt(launch, s.members[0], sale{.id = 1, .net = 40_usd}, sharing(s.budget));
        CHECK(sold.outcome.granted<unit::points>() == 0_points);
        CHECK(s.sell(0, 40_usd, 2).granted<unit::points>() == 0_points);
        CHECK(s.budget.release<1>(90_points)); // the budget is raised to 100 points
        CHECK(
            apply(launch, s.members[0], sold.receipt.returned({.id = 3}), sharing(s.budget)).granted<unit::points>() ==
            0_points);
        CHECK(s.budget.left<1>() == 100_points);
        CHECK(s.members[0].balance<unit::points>() == 0_points);
    }

    TEST_CASE("five requests for three pieces give three and two, in every order") {
        constexpr programme launch{limited{quota<2>(3_items), five_hundred}};
        std::array<std::size_t, 5> order{0, 1, 2, 3, 4};
        int orders = 0;
        do {
            quotas<std::remove_cvref_t<decltype(launch)>> budget{launch};
            std::array<member<std::remove_cvref_t<decltype(launch)>>, 5> members{};
            int given = 0;
            int refused = 0;
            for (const std::size_t who : order) {
                const auto gave = apply(launch, members[who], sale{.id = 1, .net = 5_usd}, sharing(budget));
                (gave.granted<unit::points>() == 500_points ? given : refused) += 1;
            }
            CHECK(given == 3);
            CHECK(refused == 2);
            ++orders;
        } while (std::next_permutation(order.begin(), order.end()));
        CHECK(orders == 120);
    }

    TEST_CASE("a reservation takes, its release gives back") {
        constexpr programme launch{limited{quota<2>(3_items), five_hundred}};
        quotas<std::remove_cvref_t<decltype(launch)>> stock{launch};
        CHECK(stock.reserve<2>(2_items) == 2_items);
        CHECK(stock.reserve<2>(2_items) == 1_items);
        CHECK(stock.reserve<2>(1_items) == 0_items);
        CHECK(stock.release<2>(2_items));
        CHECK(stock.left<2>() == 2_items);
    }

    TEST_CASE("10 points in three shares are 4, 3 and 3; a lease moves, and the sum stays") {
        constexpr programme launch{limited{quota<1>(10_points), five_hundred}};
        quotas<std::remove_cvref_t<decltype(launch)>> whole{launch};
        auto shares = whole.split<3>();
        CHECK(whole.left<1>() == 0_points);
        CHECK(shares[0].left<1>() == 4_points);
        CHECK(shares[1].left<1>() == 3_points);
        CHECK(shares[2].left<1>() == 3_points);
        CHECK(shares[0].lease_from<1>(shares[1], 2_points) == 2_points);
        CHECK(shares[0].lease_from<1>(shares[1], 2_points) == 1_points);
        CHECK(shares[0].left<1>() == 7_points);
        CHECK(shares[1].left<1>() == 0_points);
    }

    TEST_CASE("of 10 points the parts 0 to 1 of 4 have 2 and 1 to 4 have 8; parts of parts sum to the whole") {
        static constexpr programme launch{limited{quota<1>(10_points), five_hundred}};
        using launch_type = std::remove_const_t<decltype(launch)>;
        const quotas<launch_type> whole{launch};
        CHECK(whole.part(0, 1, 4).left<1>() == 2_points);
        CHECK(whole.part(1, 4, 4).left<1>() == 8_points);
        CHECK(whole.part(0, 4, 4) == whole);
        CHECK(whole.part(2, 2, 4).left<1>() == 0_points);
        quotas<launch_type> sum = whole.part(0, 1, 4);
        sum.add(whole.part(1, 4, 4));
        CHECK(sum == whole);
        CHECK(whole.left<1>() == 10_points);

        // The largest amount of 64 bits: 2^63 - 1 is 4,095 parts of 2^51, and one of 2^51 - 1.
        static constexpr programme all{limited{quota<1>(amount<unit::points>::largest()), five_hundred}};
        const quotas<std::remove_const_t<decltype(all)>> most{all};
        CHECK(most.part(0, 4'096, 4'096) == most);
        CHECK(most.part(0, 1, 4'096).left<1>().minor_units() == 2'251'799'813'685'247);
        CHECK(most.part(4'095, 4'096, 4'096).left<1>().minor_units() == 2'251'799'813'685'248);
    }

    TEST_CASE("batches share one budget; partitions have shares, and give the same for the same number of them") {
        static constexpr programme launch{limited{quota<1>(1'000_points), five_hundred}};
        using launch_type = std::remove_cvref_t<decltype(launch)>;
        std::vector<sale> sales;
        for (std::uint32_t i = 0; i < 8; ++i) {
            sales.push_back({.id = i + 1, .member = i, .net = 5_usd});
        }
        quotas<launch_type> budget{launch};
        std::vector<member<launch_type>> members(8);
        totals<launch_type> sums;
        apply_all(launch, std::span{members}, std::span<const sale>{sales}, sums, sharing(budget));
        CHECK(sums.granted<unit::points>() == 1'000_points);
        CHECK(budget.left<1>() == 0_points);

        const auto in_partitions = [&] {
            quotas<launch_type> again{launch};
            auto shares = again.split<2>();
            std::vector<member<launch_type>> own(8);
            std::vector<launch_type::outcome_type> outcomes(8);
            apply_partitioned(launch, std::span{own}, std::span<const sale>{sales}, std::span{outcomes}, 2, in_turn{},
                              sharing_by_partition(std::span{shares}));
            return own;
        };
        const auto first = in_partitions();
        CHECK(first == in_partitions());
        std::int64_t given = 0;
        for (const auto& one : first) {
            given += one.balance<unit::points>().minor_units();
        }
        CHECK(given <= 1'000);
        CHECK(given >= 500);
    }

    TEST_CASE("what is left is written down, and a count below zero is not read") {
        constexpr programme launch{limited{quota<1>(1'000_points), five_hundred}};
        using store = quotas<std::remove_cvref_t<decltype(launch)>>;
        store budget{launch};
        std::array<std::byte, 8> room{};
        writer to{room};
        encode(to, budget);
        CHECK(room == std::array<std::byte, 8>{std::byte{0xE8}, std::byte{0x03}});
        store read{};
        reader right{room};
        REQUIRE(decode(right, read));
        CHECK(read == budget);
        room[7] = std::byte{0x80};
        reader wrong{room};
        CHECK_FALSE(decode(wrong, read));
        CHECK(read == budget);
    }

    TEST_CASE("a journal gives the same members and the same budget again") {
        static constexpr programme launch{limited{quota<1>(700_points), five_hundred}};
        using launch_type = std::remove_cvref_t<decltype(launch)>;
        std::array<std::byte, 1024> room{};
        journal_writer out{room, fingerprint(launch)};
        quotas<launch_type> budget{launch};
        std::array<member<launch_type>, 3> members{};
        for (std::uint32_t i = 0; i < 3; ++i) {
            const sale one{.id = i + 1, .member = i, .net = 5_usd};
            REQUIRE(out.append(one));
            apply(launch, members[i], one, sharing(budget));
        }
        quotas<launch_type> again{launch};
        std::array<member<launch_type>, 3> replayed{};
        journal_reader in{out.bytes(), fingerprint(launch)};
        extensions::no_sink none;
        const auto result = replay<sale>(launch, std::span{replayed}, in, 0, none, sharing(again));
        CHECK(result == batch_result{3, 0});
        CHECK(replayed == members);
        CHECK(again == budget);
    }

    TEST_CASE("a quota of nothing is a problem of the programme") {
        CHECK(std::string_view{problem_of(limited{quota<1>(0_points), five_hundred})} ==
              "quota: the whole must be above zero");
        CHECK(std::string_view{problem_of(limited{quota<1>(5_points), points{per_visit{0_points}}})} ==
              "per_visit: the award must be above zero");
        CHECK(problem_of(limited{quota<1>(5_points), five_hundred}) == nullptr);
    }
}
