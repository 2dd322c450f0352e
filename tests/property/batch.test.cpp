// SPDX-License-Identifier: BSL-1.0
//
// A batch gives what its transactions give one by one, whatever its size and its look-ahead; and what sinks are told is
// what happened.
#include "../support/random.hpp"

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::effects;
using namespace loyalty::streams;
using usd = money<currency::usd>;
using sale = purchase<currency::usd>;

namespace {

constexpr programme rules{
    terms<>{.name = "batch", .valid = {"2024-01-01T00:00"_utc, "2026-01-01T00:00"_utc}},
    tiered{350_usd, 1000_usd}.held_for(1).crossing(earns_at::split),
    points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off_carrying{},
           cap_at{2'000_points, calendar_window{period_unit::month}}},
    spend_threshold{100_points, every(250_usd)},
    cashback{currency::usd{}, rounding::half_even,
             cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
             cashback_rate{1.5_pct}},
    gamified{streak<calendar_window{period_unit::week}>{3}.awards(50_points, 1_badges),
             stamp_card{10}.awards(1_stamps)}};

using rules_type = std::remove_const_t<decltype(rules)>;
using outcome_type = outcome_of<rules_type>;

constexpr std::uint32_t member_count = 37;

/// Over two years and a bit; one in eight is bad.
std::vector<sale> stream(std::size_t count) {
    std::mt19937_64 random{support::seed_or(20250101)};
    const auto below = [&](std::uint64_t limit) { return random() % limit; };
    std::vector<sale> result;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t passed = static_cast<std::int64_t>(i) * 64'000'000 / static_cast<std::int64_t>(count);
        sale each{.id = i + 1,
                  .member = static_cast<std::uint32_t>(below(member_count)),
                  .time = "2024-01-01T00:00"_utc + dates::seconds{passed},
                  .net = usd::from_minor_units(static_cast<std::int64_t>(below(20'000))),
                  .category = static_cast<std::uint32_t>(below(9))};
        switch (below(40)) {
        case 0:
            each.net = usd::from_minor_units(-1);
            break;
        case 1:
            each.member = member_count + static_cast<std::uint32_t>(below(5));
            break;
        case 2:
            each.time = each.time - dates::seconds{10'000'000};
            break;
        case 3:
            each.net = usd::largest();
            break;
        case 4:
            each.member = 4'294'967'295u;
            break;
        default:
            break;
        }
        result.push_back(each);
    }
    return result;
}

struct whole_run {
    std::vector<member<rules_type>> members{member_count};
    std::vector<outcome_type> outcomes;
    std::size_t accepted = 0;
    std::size_t refused = 0;

    friend bool operator==(const whole_run&, const whole_run&) = default;
};

whole_run one_at_a_time(const std::vector<sale>& transactions) {
    whole_run result;
    for (const sale& each : transactions) {
        if (each.member < member_count) {
            result.outcomes.push_back(apply(rules, result.members[each.member], each));
        } else {
            result.outcomes.push_back({.refused = reason::unknown_member, .tier_before = rule_of_engine});
        }
        ++(result.outcomes.back().accepted() ? result.accepted : result.refused);
    }
    return result;
}

whole_run in_batches(const std::vector<sale>& transactions, std::size_t size, std::size_t look_ahead) {
    whole_run result;
    append_to sink{result.outcomes};
    const std::span<const sale> all{transactions};
    for (std::size_t from = 0; from < all.size(); from += size) {
        const batch_result batch =
            apply_all(rules, std::span{result.members}, all.subspan(from, (std::min)(size, all.size() - from)), sink,
                      no_profiles{}, look_ahead);
        result.accepted += batch.accepted;
        result.refused += batch.refused;
    }
    return result;
}

/// Sums the effects of an event, and compares them with its outcome, which comes last. Of a refused event there is one refusal
/// and no effect.
struct recorder {
    std::int64_t points = 0;
    std::int64_t stamps = 0;
    std::int64_t badges = 0;
    std::int64_t cashback = 0;
    std::vector<tier_change> changes{};
    std::vector<refusal> refusals{};
    std::size_t events = 0;
    std::size_t differences = 0;
    std::size_t wrong_rules = 0;
    std::size_t tier_changes = 0;

    void on(const award<unit::points>& effect) noexcept {
        points += effect.granted.minor_units();
        wrong_rules += effect.rule == 1 || effect.rule == 2 || effect.rule == 4 ? 0u : 1u;
    }
    void on(const award<unit::stamps>& effect) noexcept {
        stamps += effect.granted.minor_units();
        wrong_rules += effect.rule == 4 ? 0u : 1u;
    }
    void on(const award<unit::badges>& effect) noexcept {
        badges += effect.granted.minor_units();
        wrong_rules += effect.rule == 4 ? 0u : 1u;
    }
    void on(const award<currency::usd>& effect) noexcept {
        cashback += effect.granted.minor_units();
        wrong_rules += effect.rule == 3 ? 0u : 1u;
    }
    void on(const tier_change& effect) noexcept {
        changes.push_back(effect);
        wrong_rules += effect.rule == 0 ? 0u : 1u;
    }
    void on(const refusal& why) noexcept { refusals.push_back(why); }
    void on(const sale& event, const outcome_type& gave) noexcept {
        ++events;
        if (gave.accepted()) {
            std::uint8_t tier = gave.tier_told;
            bool same = refusals.empty() && points == gave.granted<unit::points>().minor_units() &&
                        stamps == gave.granted<unit::stamps>().minor_units() &&
                        badges == gave.granted<unit::badges>().minor_units() &&
                        cashback == gave.granted<currency::usd>().minor_units();
            for (const tier_change& each : changes) {
                same = same && each.from == tier && each.to != tier && each.time == event.time;
                tier = each.to;
            }
            differences += same && tier == gave.tier_after ? 0u : 1u;
            tier_changes += changes.size();
        } else {
            const bool same = refusals.size() == 1 && refusals[0].why == gave.refused &&
                              refusals[0].rule == gave.refusing_rule() &&
                              gave == outcome_type{.refused = gave.refused,
                                                   .tier_told = gave.tier_told,
                                                   .tier_before = refusals[0].rule,
                                                   .tier_after = gave.tier_told};
            differences += same && changes.empty() && (points | stamps | badges | cashback) == 0 ? 0u : 1u;
        }
        points = stamps = badges = cashback = 0;
        changes.clear();
        refusals.clear();
    }
};

struct step_counter {
    std::size_t steps = 0;
    void on(const step&) noexcept { ++steps; }
};

} // namespace

TEST_CASE("a batch is its transactions one by one, whatever its size and its look-ahead") {
    const std::vector<sale> transactions = stream(6'000);
    const whole_run expected = one_at_a_time(transactions);
    REQUIRE(expected.accepted > 4'000);
    REQUIRE(expected.refused > 400);
    for (const std::size_t size : {1u, 2u, 7u, 64u, 6'000u}) {
        for (const std::size_t look_ahead : {0u, 1u, 3u, 24u, 5'999u, 100'000u}) {
            CAPTURE(size);
            CAPTURE(look_ahead);
            CHECK(in_batches(transactions, size, look_ahead) == expected);
        }
    }
}

TEST_CASE("a refused event leaves the member as before, and preview leaves it always") {
    whole_run run;
    std::size_t refused[16]{};
    for (const sale& each : stream(6'000)) {
        if (each.member >= member_count) {
            continue;
        }
        member<rules_type>& own = run.members[each.member];
        const member<rules_type> before = own;
        const auto shown = preview(rules, own, each);
        REQUIRE(own == before);
        const auto gave = apply(rules, own, each);
        REQUIRE(shown == gave);
        REQUIRE((own == before) == !gave.accepted());
        ++refused[static_cast<std::size_t>(gave.refused)];
    }
    for (const reason why :
         {reason::none, reason::negative_amount, reason::late_event, reason::not_in_force, reason::amount_overflow}) {
        CAPTURE(message(why));
        CHECK(refused[static_cast<std::size_t>(why)] > 0);
    }
}

TEST_CASE("totals are the sum of the outcomes") {
    const std::vector<sale> transactions = stream(6'000);
    std::vector<member<rules_type>> members(member_count);
    totals<rules_type> sums;
    std::vector<outcome_type> outcomes;
    append_to kept{outcomes};
    tee both{sums, kept};
    const batch_result result = apply_all(rules, std::span{members}, std::span<const sale>{transactions}, both);
    std::int64_t points = 0;
    std::int64_t cashback = 0;
    std::uint64_t changes = 0;
    std::int64_t held = 0;
    for (const outcome_type& each : outcomes) {
        points += each.granted<unit::points>().minor_units();
        cashback += each.granted<currency::usd>().minor_units();
        if (each.accepted()) {
            changes += each.tier_told != each.tier_before ? 1u : 0u;
            changes += each.tier_before != each.tier_after ? 1u : 0u;
        }
    }
    for (const auto& each : members) {
        held += each.balance<unit::points>().minor_units();
    }
    CHECK(outcomes.size() == transactions.size());
    CHECK(sums.accepted == result.accepted);
    CHECK(sums.refused == result.refused);
    CHECK(sums.granted<unit::points>().minor_units() == points);
    CHECK(sums.granted<currency::usd>().minor_units() == cashback);
    CHECK(sums.tier_changes == changes);
    CHECK(held == points);
    CHECK(changes > 37);
    CHECK_FALSE(sums.overflow);
}

TEST_CASE("a span takes what fits and reports the rest") {
    const std::vector<sale> transactions = stream(200);
    const whole_run expected = one_at_a_time(transactions);
    for (const std::size_t room : {0u, 1u, 199u, 200u, 250u}) {
        CAPTURE(room);
        std::vector<member<rules_type>> members(member_count);
        std::vector<outcome_type> outcomes(room);
        auto sink = effects::into(rules, outcomes);
        apply_all(rules, std::span{members}, std::span<const sale>{transactions}, sink);
        const std::size_t fits = (std::min)(room, std::size_t{200});
        CHECK(sink.written == fits);
        CHECK(sink.missed == 200 - fits);
        CHECK(std::equal(outcomes.begin(), outcomes.begin() + static_cast<std::ptrdiff_t>(fits),
                         expected.outcomes.begin()));
        CHECK(members == expected.members);
    }
}

TEST_CASE("the effects of an event add up to its outcome") {
    const std::vector<sale> transactions = stream(6'000);
    std::vector<member<rules_type>> members(member_count);
    recorder effects;
    totals<rules_type> sums;
    tee both{effects, sums};
    apply_all(rules, std::span{members}, std::span<const sale>{transactions}, both);
    CHECK(effects.events == transactions.size());
    CHECK(effects.differences == 0);
    CHECK(effects.wrong_rules == 0);
    CHECK(effects.tier_changes == sums.tier_changes);
}

TEST_CASE("an explanation changes nothing, and each sink of a tee is told what it asks for") {
    const std::vector<sale> transactions = stream(3'000);
    const whole_run expected = one_at_a_time(transactions);
    whole_run run;
    append_to outcomes{run.outcomes};
    step_counter steps;
    recorder effects;
    tee inner{steps, effects};
    tee all{inner, outcomes};
    const batch_result result = apply_all(rules, std::span{run.members}, std::span<const sale>{transactions}, all);
    run.accepted = result.accepted;
    run.refused = result.refused;
    CHECK(run == expected);
    CHECK(effects.events == transactions.size());
    CHECK(effects.differences == 0);
    CHECK(steps.steps > 10 * result.accepted);
}
