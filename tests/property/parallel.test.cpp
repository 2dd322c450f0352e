// SPDX-License-Identifier: BSL-1.0
//
// Workers give what one would: members, sums, and outcomes in their order, for any number of threads and partitions,
// from one stream and from input that was split beforehand.
#include "../support/random.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/member_store.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/threads.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::streams;
using usd = money<currency::usd>;
using sale = purchase<currency::usd>;

namespace {

constexpr programme rules{
    terms<>{.name = "parallel", .valid = {"2024-01-01T00:00"_utc, "2026-01-01T00:00"_utc}},
    tiered{350_usd, 1000_usd}.held_for(1),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}},
    spend_threshold{100_points, every(250_usd)},
    cashback{currency::usd{}, rounding::half_even,
             cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
             cashback_rate{1.5_pct}},
    gamified{streak<calendar_window{period_unit::week}>{3}.awards(50_points, 1_badges),
             stamp_card{10}.awards(1_stamps)}};

using rules_type = std::remove_const_t<decltype(rules)>;
using outcome_type = outcome_of<rules_type>;

constexpr std::uint32_t member_count = 1'500;
constexpr std::size_t length = 20'000;

/// Over two years and a bit, a third of it by a handful of members; one in twenty is bad.
std::vector<sale> stream() {
    std::mt19937_64 random{support::seed_or(20250102)};
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    std::vector<sale> result;
    for (std::size_t i = 0; i < length; ++i) {
        const auto passed = static_cast<std::int64_t>(i * 64'000'000 / length);
        sale each{.id = i + 1,
                  .member = static_cast<std::uint32_t>(below(below(3) == 0 ? 5 : member_count)),
                  .time = "2024-01-01T00:00"_utc + dates::seconds{passed},
                  .net = usd::from_minor_units(static_cast<std::int64_t>(below(20'000))),
                  .category = static_cast<std::uint32_t>(below(9))};
        switch (below(60)) {
        case 0:
            each.net = usd::from_minor_units(-1);
            break;
        case 1:
            each.member = member_count + static_cast<std::uint32_t>(below(1'000));
            break;
        case 2:
            each.time = each.time - dates::seconds{10'000'000};
            break;
        default:
            break;
        }
        result.push_back(each);
    }
    return result;
}

struct whole_run {
    std::vector<member<rules_type>> members = std::vector<member<rules_type>>(member_count);
    std::vector<outcome_type> outcomes = std::vector<outcome_type>(length);
    totals<rules_type> sums{};

    friend bool operator==(const whole_run&, const whole_run&) = default;
};

whole_run in_one_thread(const std::vector<sale>& transactions) {
    whole_run result;
    auto room = effects::into(rules, result.outcomes);
    tee both{result.sums, room};
    apply_all(rules, std::span{result.members}, std::span{transactions}, both);
    return result;
}

/// An executor of the host's own: no threads, and the tasks in an order of its own.
struct backwards {
    template <class Task>
    void execute(std::size_t count, Task& task) {
        while (count-- > 0) {
            task(count);
        }
    }
};

} // namespace

TEST_CASE("one stream by partitions is one stream, for any number of threads, partitions and look-ahead") {
    const std::vector<sale> transactions = stream();
    const whole_run expected = in_one_thread(transactions);
    REQUIRE(expected.sums.accepted > 17'000);
    REQUIRE(expected.sums.refused > 400);
    REQUIRE(expected.sums.tier_changes > 1'000);
    const auto run = [&](auto& workers, std::size_t partitions, std::size_t look_ahead) {
        whole_run result;
        result.sums = apply_partitioned(rules, std::span{result.members}, std::span{transactions},
                                        std::span{result.outcomes}, partitions, workers, no_profiles{}, look_ahead);
        return result;
    };
    for (const std::size_t workers : {1u, 2u, 7u}) {
        threads pool{workers};
        for (const std::size_t partitions : {1u, 2u, 3u, 7u, 24u, 256u}) {
            CAPTURE(workers);
            CAPTURE(partitions);
            CHECK(run(pool, partitions, look_ahead_default) == expected);
        }
        for (const std::size_t look_ahead : {0u, 1u, 200u, 256u, 100'000u}) {
            CAPTURE(look_ahead);
            CHECK(run(pool, workers, look_ahead) == expected);
        }
    }
    backwards own;
    CHECK(run(own, 7, look_ahead_default) == expected);
    in_turn one;
    CHECK(run(one, 2, look_ahead_default) == expected);
}

TEST_CASE("without room for outcomes the sums and members are the same") {
    const std::vector<sale> transactions = stream();
    const whole_run expected = in_one_thread(transactions);
    threads pool{2};
    for (const std::size_t room : {std::size_t{0}, std::size_t{1}, length / 2}) {
        whole_run result;
        const auto kept = std::span{result.outcomes}.first(room);
        result.sums = apply_partitioned(rules, std::span{result.members}, std::span{transactions}, kept, 2, pool);
        CHECK(result.members == expected.members);
        CHECK(result.sums == expected.sums);
        CHECK(std::equal(kept.begin(), kept.end(), expected.outcomes.begin()));
        CHECK(result.outcomes.back() == outcome_type{});
    }
}

TEST_CASE("input split beforehand gives the same, with members shared and with members of each part's own") {
    const std::vector<sale> transactions = stream();
    const whole_run expected = in_one_thread(transactions);
    for (const std::size_t count : {1u, 2u, 7u}) {
        CAPTURE(count);
        std::vector<std::vector<sale>> split(count);
        std::vector<std::vector<std::size_t>> places(count);
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t part = partition::of(transactions[i].member, count);
            split[part].push_back(transactions[i]);
            places[part].push_back(i);
        }
        for (const bool shared : {true, false}) {
            CAPTURE(shared);
            whole_run result;
            std::vector<std::vector<sale>> own = split;
            std::vector<member_store<rules_type>> stores(count);
            std::vector<std::vector<outcome_type>> outcomes(count);
            std::vector<split_part<rules_type, sale>> parts(count);
            for (std::size_t i = 0; i < count; ++i) {
                if (!shared) {
                    for (sale& each : own[i]) {
                        each.member = each.member < member_count ? stores[i].enrol(each.member) : 4'000'000'000u;
                    }
                }
                outcomes[i].resize(own[i].size());
                parts[i].members = shared ? std::span{result.members} : stores[i].members();
                parts[i].transactions = own[i];
                parts[i].outcomes = outcomes[i];
            }
            threads pool{count};
            result.sums = apply_split(rules, parts, pool);
            totals<rules_type> again;
            for (std::size_t i = 0; i < count; ++i) {
                again.add(parts[i].sums);
                for (std::size_t k = 0; k < places[i].size(); ++k) {
                    result.outcomes[places[i][k]] = outcomes[i][k];
                }
                const auto keys = stores[i].keys();
                for (std::size_t k = 0; k < keys.size(); ++k) {
                    result.members[keys[k]] = stores[i][k];
                }
            }
            CHECK(result == expected);
            CHECK(again == expected.sums);
        }
    }
}
