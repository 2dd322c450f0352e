// SPDX-License-Identifier: BSL-1.0

// The stream of mixed_work.hpp, beside a loop by hand that keeps the same books, and beside the replay of its journal. Each pass
// must come to the literal totals and the literal balances.

#include "bench.hpp"
#include "mixed_by_hand.hpp"
#include "mixed_work.hpp"

#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::streams;
using namespace mixed_work;

constexpr std::size_t events_of_stream = 1'000'000;
constexpr std::size_t members_of_stream = 20'000;

/// Points of all members at the end of the stream.
struct books {
    std::int64_t available = 0;
    std::int64_t spent = 0;
    std::int64_t debt = 0;

    [[nodiscard]] friend constexpr bool operator==(const books&, const books&) = default;
};
constexpr books expected_books{10'942'415, 962'360, 0};

struct journaled_stream : mixed_work::stream {
    std::vector<std::byte> journal;
};

void write_journal(journaled_stream& made) {
    made.journal.resize(std::size_t{128} * made.events.size() + 1'000'000);
    journal_writer out{made.journal, fingerprint(rules)};
    for (const event& each : made.events) {
        if (!out.append(each)) {
            std::puts("the journal has no room");
            std::abort();
        }
    }
    made.journal.resize(out.bytes().size());
}

[[nodiscard]] journaled_stream& made_stream() {
    static journaled_stream made;
    if (made.events.empty()) {
        fill(made, bench::events(events_of_stream), bench::members(members_of_stream));
        write_journal(made);
    }
    return made;
}

[[nodiscard]] books books_of(std::span<const member_type> members, instant end) {
    books all;
    for (const member_type& own : members) {
        const auto at = balances_of<unit::points>(rules, own, end);
        all.available += at.available.minor_units();
        all.spent += at.spent.minor_units();
        all.debt += at.debt.minor_units();
    }
    return all;
}

template <class Member>
requires std::is_base_of_v<mixed_by_hand::member, Member>
[[nodiscard]] books books_of(std::span<Member> members, instant end) {
    by_hand::day_fields day;
    day.move_to(end.seconds_since_epoch);
    books all;
    for (Member& own : members) {
        own.move_to(day.month);
        all.available += own.available(day.month);
        all.spent += own.spent;
        all.debt += own.debt;
    }
    return all;
}

/// No totals if the balances are not the literal ones. A tenth of the stream has none.
[[nodiscard]] std::pair<double, bench::totals> finish(double seconds, const bench::totals& sum, const books& reached) {
    if (reached == expected_books || bench::counts_instructions()) {
        return {seconds, sum};
    }
    std::printf("balances {%lld, %lld, %lld}\n", static_cast<long long>(reached.available),
                static_cast<long long>(reached.spent), static_cast<long long>(reached.debt));
    return {seconds, {.refused = -1}};
}

void add(const char* form, std::size_t state_bytes, std::function<std::pair<double, bench::totals>()> run) {
    bench::engines().push_back(
        {"mixed", form, "20k_members", made_stream().events.size(), state_bytes, std::move(run), sizeof(slip)});
}

template <class Member, bool FetchesEvents = false, class Event, class Slip>
[[nodiscard]] std::pair<double, bench::totals> run_by_hand(const std::vector<Event>& events, std::vector<Slip> slips) {
    std::vector<Member> members(made_stream().members);
    bench::totals sum{};
    const double seconds = bench::timed([&] {
        sum = mixed_by_hand::run<FetchesEvents>(std::span{members}, std::span<const Event>{events}, std::span{slips});
    });
    return finish(seconds, sum, books_of(std::span{members}, made_stream().end));
}

using totals_type = totals<rules_type>;

template <class Event>
[[nodiscard]] std::pair<double, bench::totals> run_events(const std::vector<Event>& events) {
    std::vector<member_type> members(made_stream().members);
    made_stream().slips = made_stream().kept; // the same memory: events point to it
    totals_type sum{};
    const double seconds = bench::timed([&] { evaluate(members, events, sum); });
    return finish(seconds, bench::reached_by<rules_type>(sum), books_of(members, made_stream().end));
}

[[nodiscard]] std::pair<double, bench::totals> run_replay() {
    std::vector<member_type> members(made_stream().members);
    journal_reader in{made_stream().journal, fingerprint(rules)};
    totals_type sum{};
    const double seconds = bench::timed([&] { replay<event>(lifted<rules>, std::span{members}, in, 0, sum); });
    const bench::totals reached = bench::reached_by<rules_type>(sum);
    return finish(seconds, in.error() ? bench::totals{.refused = -1} : reached, books_of(members, made_stream().end));
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        add("by_hand", sizeof(mixed_by_hand::member),
            [] { return run_by_hand<mixed_by_hand::member>(made_stream().by_hand, made_stream().by_hand_slips); });
        add("by_hand/refuses", sizeof(mixed_by_hand::known_member),
            [] { return run_by_hand<mixed_by_hand::known_member>(made_stream().known, made_stream().known_slips); });
        add("by_hand/fetches_events", sizeof(mixed_by_hand::known_member), [] {
            return run_by_hand<mixed_by_hand::known_member, true>(made_stream().known, made_stream().known_slips);
        });
        add("events", sizeof(member_type), [] { return run_events(made_stream().events); });
        add("events/of_four_kinds", sizeof(member_type), [] { return run_events(made_stream().of_four); });
        add("replay", sizeof(member_type), run_replay);
    });
}
