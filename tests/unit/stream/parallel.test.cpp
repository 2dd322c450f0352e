// SPDX-License-Identifier: BSL-1.0
#include <loyalty/stream/parallel.hpp>

#include <loyalty/engine/shares.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/event_of.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;

namespace {

constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
using rules_type = std::remove_const_t<decltype(rules)>;
using outcome_type = outcome_of<rules_type>;

constexpr programme personal{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                             points{per_visit{1_stamps}.when(member_has(3))}};
using personal_type = std::remove_const_t<decltype(personal)>;

struct profile {
    std::uint64_t attributes = 0;
};

/// Members 0, 64 and 128 lie in different stripes; nobody is member 500.
constexpr std::array<sale, 6> day{{{.id = 1, .member = 64, .net = 10_usd},
                                   {.id = 2, .member = 0, .net = 3_usd},
                                   {.id = 3, .member = 500, .net = 5_usd},
                                   {.id = 4, .member = 128, .net = 7_usd},
                                   {.id = 5, .member = 64, .net = -1_usd},
                                   {.id = 6, .member = 64, .net = 2_usd}}};

/// The points of members 0, 64 and 128, what was refused, and the points of each transaction.
constexpr std::array<std::int64_t, 10> evaluated(std::size_t partitions) {
    std::array<member<rules_type>, 129> members{};
    std::array<outcome_type, 6> outcomes{};
    const auto sums = apply_partitioned(rules, std::span<member<rules_type>>{members}, std::span<const sale>{day},
                                        std::span<outcome_type>{outcomes}, partitions, in_turn{});
    std::array<std::int64_t, 10> result{
        members[0].balance<unit::points>().minor_units(), members[64].balance<unit::points>().minor_units(),
        members[128].balance<unit::points>().minor_units(), static_cast<std::int64_t>(sums.refused)};
    for (std::size_t i = 0; i < 6; ++i) {
        result[4 + i] = outcomes[i].granted<unit::points>().minor_units();
    }
    return result;
}

constexpr programme plain{points{per_visit{1_points}}};
using plain_type = std::remove_const_t<decltype(plain)>;

} // namespace

TEST_CASE("a stream by partitions gives each member and each transaction what is theirs") {
    std::array<profile, 129> profiles{};
    profiles[64].attributes = 8;
    for (const std::size_t partitions : {1u, 2u, 3u, 256u}) {
        CAPTURE(partitions);
        std::array<member<personal_type>, 129> members{};
        std::array<outcome_of<personal_type>, 6> outcomes{};
        const auto sums =
            apply_partitioned(personal, std::span<member<personal_type>>{members}, std::span<const sale>{day},
                              std::span<outcome_of<personal_type>>{outcomes}, partitions, in_turn{}, profiles);
        CHECK(sums.accepted == 4);
        CHECK(sums.refused == 2);
        CHECK(sums.granted<unit::points>() == 22_points);
        CHECK(sums.granted<unit::stamps>() == 2_stamps);
        CHECK(members[0].balance<unit::points>() == 3_points);
        CHECK(members[64].balance<unit::points>() == 12_points);
        CHECK(members[64].balance<unit::stamps>() == 2_stamps);
        CHECK(members[128].balance<unit::points>() == 7_points);
        CHECK(outcomes[0].granted<unit::points>() == 10_points);
        CHECK(outcomes[1].granted<unit::points>() == 3_points);
        CHECK(outcomes[2].refused == reason::unknown_member);
        CHECK(outcomes[3].granted<unit::points>() == 7_points);
        CHECK(outcomes[4].refused == reason::negative_amount);
        CHECK(outcomes[5].granted<unit::points>() == 2_points);
    }
}

TEST_CASE("returns by shares are events of one member, and go to its partition") {
    using kept_return = ledgers::kept_return_of<rules_type, sale>;
    using event = event_of_one_member<rules_type, sale, kept_return>;
    for (const std::size_t partitions : {1u, 2u, 256u}) {
        CAPTURE(partitions);
        std::array<member<rules_type>, 129> members{};
        auto sold = apply_with_receipt(rules, members[64], day[0]);
        sale kept = day[0];
        kept.net = 4_usd;
        ledgers::share_of<rules_type> share{};
        REQUIRE_FALSE(share.add_overflows(6_points));
        const std::array<event, 3> stream{
            sale{.id = 2, .member = 0, .net = 3_usd},
            sold.receipt.returned({.id = 3, .member = 64}, kept).keeping_shares(share),
            return_of<rules_type, sale>{.id = 4, .member = 64, .sale = 1, .receipt = &sold.receipt}};
        std::array<outcome_type, 3> outcomes{};
        const auto sums =
            apply_partitioned(rules, std::span<member<rules_type>>{members}, std::span<const event>{stream},
                              std::span<outcome_type>{outcomes}, partitions, in_turn{});
        CHECK(sums.accepted == 3);
        CHECK(outcomes[1].granted<unit::points>() == -6_points);
        CHECK(outcomes[2].granted<unit::points>() == -4_points);
        CHECK(members[64].balance<unit::points>() == 0_points);
    }
}

TEST_CASE("outcomes are kept as far as there is room, and an empty stream is none") {
    std::array<member<rules_type>, 129> members{};
    std::array<outcome_type, 2> outcomes{};
    const auto sums = apply_partitioned(rules, std::span<member<rules_type>>{members}, std::span<const sale>{day},
                                        std::span<outcome_type>{outcomes}.first(1), 2, in_turn{});
    CHECK(sums.accepted == 4);
    CHECK(outcomes[0].granted<unit::points>() == 10_points);
    CHECK(outcomes[1] == outcome_type{});
    const auto none = apply_partitioned(rules, std::span<member<rules_type>>{members}, std::span<const sale>{},
                                        std::span<outcome_type>{}, 2, in_turn{});
    CHECK(none == totals<rules_type>{});
}

TEST_CASE("each member is in one partition, the one that is told, and a partition's share is fair") {
    constexpr std::size_t members = 100'000;
    for (const std::size_t count : {1u, 2u, 3u, 7u, 64u, 256u}) {
        CAPTURE(count);
        std::vector<std::size_t> sizes(count);
        for (std::size_t member = 0; member < members; ++member) {
            ++sizes[partition::of(member, count)];
        }
        // No share is further than three stripes from an equal one: the golden ratio's row is that even.
        for (const std::size_t size : sizes) {
            CHECK(size + 192 >= members / count);
            CHECK(size <= members / count + 192 + 1);
        }
    }
    for (const std::size_t count : {1u, 2u, 7u, 256u}) {
        for (std::size_t member = 0; member < 100'000; member += 17) {
            std::size_t holders = 0;
            for (std::size_t index = 0; index < count; ++index) {
                holders += partition{index, count}.holds(member) ? 1u : 0u;
            }
            REQUIRE(holders == 1);
            REQUIRE(partition(partition::of(member, count), count).holds(member));
        }
    }
}

TEST_CASE("which partition holds a member is the same everywhere") {
    // 0x9E3779B9 / 2^32 = 0.618...: stripes 0 to 4 lie at 0, 0.618, 0.236, 0.854 and 0.472.
    static_assert(partition::of(0, 2) == 0);
    static_assert(partition::of(63, 2) == 0);
    static_assert(partition::of(64, 2) == 1);
    static_assert(partition::of(128, 2) == 0);
    static_assert(partition::of(192, 2) == 1);
    static_assert(partition::of(256, 2) == 0);
    static_assert(partition::of(192, 7) == 5);
    static_assert(partition{5, 7}.holds(192));
    static_assert(!partition{4, 7}.holds(192));
    static_assert(partition::of(4'294'967'295u, 1) == 0);
}

TEST_CASE("a constant expression evaluates partitions") {
    static_assert(evaluated(1) == std::array<std::int64_t, 10>{3, 12, 7, 2, 10, 3, 0, 7, 0, 2});
    static_assert(evaluated(2) == evaluated(1));
}

TEST_CASE("parts of an input keep their sums, and have members of their own or share them") {
    std::array<member<plain_type>, 2> east{};
    std::array<member<plain_type>, 1> west{};
    std::array<outcome_of<plain_type>, 3> outcomes{};
    const std::array<sale, 3> sales_east{{{.id = 1, .member = 1, .net = 1_usd},
                                          {.id = 2, .member = 0, .net = 1_usd},
                                          {.id = 3, .member = 1, .net = 1_usd}}};
    const std::array<sale, 2> sales_west{{{.id = 1, .member = 0, .net = 1_usd}, {.id = 2, .member = 1, .net = 1_usd}}};
    std::array<split_part<plain_type, sale>, 2> parts{};
    parts[0].members = east;
    parts[0].transactions = sales_east;
    parts[0].outcomes = outcomes;
    parts[1].members = west;
    parts[1].transactions = sales_west;
    const auto sums = apply_split(plain, std::span{parts}, in_turn{});
    CHECK(parts[0].sums.accepted == 3);
    CHECK(parts[1].sums.accepted == 1);
    CHECK(parts[1].sums.refused == 1);
    CHECK(sums.granted<unit::points>() == 4_points);
    CHECK(sums.refused == 1);
    CHECK(east[1].balance<unit::points>() == 2_points);
    CHECK(west[0].balance<unit::points>() == 1_points);
    CHECK(outcomes[2].accepted());
    CHECK(outcomes[2].granted<unit::points>() == 1_points);

    // Once more: sums are those of the last call.
    parts[1].transactions = {};
    CHECK(apply_split(plain, parts, in_turn{}).refused == 3);
    CHECK(parts[1].sums == totals<plain_type>{});
}

TEST_CASE("a sum beyond 64 bits stops at the limit, whatever the partitions") {
    constexpr programme large{points{per_visit{5'000'000'000'000'000'000_points}}};
    using large_type = std::remove_const_t<decltype(large)>;
    std::vector<sale> sales;
    for (std::uint32_t i = 0; i < 10; ++i) {
        sales.push_back({.id = 1, .member = i * 64, .net = 1_usd});
    }
    for (const std::size_t partitions : {1u, 2u, 7u}) {
        std::vector<member<large_type>> members(640);
        const auto sums = apply_partitioned(large, std::span{members}, std::span<const sale>{sales},
                                            std::span<outcome_of<large_type>>{}, partitions, in_turn{});
        CHECK(sums.accepted == 10);
        CHECK(sums.overflow);
        CHECK(sums.granted<unit::points>() == 9'223'372'036'854'775'807_points);
    }
}

TEST_CASE("a worker with a sink of its own sees its transactions where they lie") {
    struct places {
        const sale* first;
        std::vector<std::ptrdiff_t> seen{};
        void on(const sale& event, const outcome_type&) { seen.push_back(&event - first); }
    };
    std::array<member<rules_type>, 129> members{};
    std::vector<std::ptrdiff_t> all;
    for (std::size_t index = 0; index < 2; ++index) {
        places sink{day.data()};
        apply_partition(rules, partition{index, 2}, std::span<member<rules_type>>{members}, std::span<const sale>{day},
                        sink);
        CHECK(std::is_sorted(sink.seen.begin(), sink.seen.end()));
        all.insert(all.end(), sink.seen.begin(), sink.seen.end());
    }
    // Members 0 and 128 are of partition 0; 64 and 500, in stripes 1 and 7, of partition 1 and 0.
    CHECK(all == std::vector<std::ptrdiff_t>{1, 2, 3, 0, 4, 5});
}
