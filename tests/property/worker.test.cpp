// SPDX-License-Identifier: BSL-1.0
//
// Workers, a broker and a disk, with delays, duplicates, crashes at any step, torn snapshots, owners that wake up after
// another one took their place, and partitions that double in the middle: the members, the shares of quotas and the
// outcomes are bit by bit those of one process that ran the ordered stream.
#include "support/broker_simulation.hpp"
#include "support/club_plan.hpp"
#include "support/events_wanted.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

std::uint64_t runs_wanted() {
    return static_cast<std::uint64_t>(support::events_wanted(39'600) / 400 + 1);
}

/// The first run that fails by a mistake, shrunk; nothing if none of 50 does.
std::vector<club::step> smallest_failure(club::mistake made) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        const club::plan plan{seed};
        const std::vector<club::step> steps = club::random_steps(seed, 300);
        if (club::simulation{plan, made}.run(steps)) {
            return club::shrunk(plan, steps, made);
        }
    }
    return {};
}

} // namespace

TEST_CASE("workers that die, stall and move give bit by bit what one process gives") {
    std::size_t outcomes = 0;
    std::size_t refused = 0;
    std::size_t messages = 0;
    std::size_t cut = 0;
    club::happenings sum{};
    for (std::uint64_t seed = 1; seed <= runs_wanted(); ++seed) {
        const club::plan plan{seed};
        const std::vector<club::step> steps = club::random_steps(seed, 300);
        club::simulation simulated{plan};
        const auto wrong = simulated.run(steps);
        CAPTURE(seed);
        REQUIRE_MESSAGE(!wrong, *wrong, ": ", club::text_of(club::shrunk(plan, steps, club::mistake::none)));
        sum.restarts += simulated.happened().restarts;
        sum.torn += simulated.happened().torn;
        sum.refused_writes += simulated.happened().refused_writes;
        sum.out_of_range += simulated.happened().out_of_range;
        sum.forgotten += simulated.happened().forgotten;
        sum.duplicates += simulated.happened().duplicates;
        sum.cancelled += simulated.happened().cancelled;
        for (const auto& each : plan.end().outcomes) {
            ++outcomes;
            refused += each.second.outcome.accepted() ? 0u : 1u;
            messages += (each.first.second >> 63u) != 0 ? 1u : 0u;
        }
        for (const auto& each : plan.end().shares) {
            cut += each.left<1>().minor_units() == 0 ? 1u : 0u;
        }
    }
    // The streams have all that may go wrong.
    CHECK(outcomes > 390 * runs_wanted());
    CHECK(refused > 10 * runs_wanted());
    CHECK(messages > runs_wanted());
    CHECK(cut > runs_wanted() / 2);
    MESSAGE(outcomes, " outcomes, ", refused, " refused, ", messages, " messages, ", cut, " shares used up, ",
            sum.restarts, " restarts, ", sum.torn, " torn snapshots, ", sum.refused_writes, " old owners refused, ",
            sum.out_of_range, " of them without their next record, ", sum.forgotten, " records forgotten, ",
            sum.duplicates, " duplicates, ", sum.cancelled, " cancelled");
    CHECK(sum.restarts > 20 * runs_wanted());
    CHECK(sum.torn > runs_wanted());
    CHECK(sum.refused_writes > runs_wanted());
    CHECK(sum.out_of_range > 0);
    CHECK(sum.forgotten > 20 * runs_wanted());
    CHECK(sum.duplicates > 3 * runs_wanted());
    CHECK(sum.cancelled > runs_wanted() / 4);
}

TEST_CASE("the simulation finds a host's mistakes, and shrinks them to a few steps") {
    const auto early = smallest_failure(club::mistake::snapshot_before_flush);
    CHECK(!early.empty());
    CHECK_MESSAGE(early.size() <= 4, club::text_of(early));
    const auto old_owner = smallest_failure(club::mistake::any_epoch_writes);
    CHECK(!old_owner.empty());
    CHECK_MESSAGE(old_owner.size() <= 8, club::text_of(old_owner));
    const auto gone = smallest_failure(club::mistake::skips_what_is_gone);
    CHECK(!gone.empty());
    CHECK_MESSAGE(gone.size() <= 15, club::text_of(gone));
}
