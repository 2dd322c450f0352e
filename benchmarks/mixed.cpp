// SPDX-License-Identifier: BSL-1.0

// A stream of several kinds of events: of 20 events 16 are purchases, 2 activities, 1 is a return and 1 a redemption. Points,
// points for activities with a cap a day, cashback and lots, beside a loop by hand that keeps the same books, and beside the
// replay of the journal of the same stream. Each pass must come to the literal totals and the literal balances. The lots have
// no room for reservations, which the loop by hand does not know, and the programme is lifted: its numbers too stand in the code.

#include "../examples/loyalty_run/w5.hpp"
#include "bench.hpp"
#include "mixed_by_hand.hpp"

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
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::extensions;
using namespace loyalty::streams;

constexpr programme rules{
    terms<>{.name = "mixed"}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
    points{per_activity{50_points}, cap_at{80_points, calendar_window{period_unit::day}}},
    cashback{currency::usd{}, rounding::half_even, cashback_rate{1.5_pct}},
    lots<unit::points>{}.expiring(expires_end_of_month<12>{}).on_shortfall(debt_policy::negative)};

using rules_type = std::remove_const_t<decltype(rules)>;
using member_type = member<rules_type>;
using sale = purchase<currency::usd>;
using event = event_of<rules_type, sale>;
using slip = receipt<rules_type>;

constexpr std::size_t events_of_stream = 1'000'000;
constexpr std::size_t members_of_stream = 20'000;
constexpr std::size_t round_size = 20;
/// How many events a return comes after its sale, which is a purchase: 18 - 1010 is 8 of its round.
constexpr std::size_t back_after = 1010;
constexpr auto redeemed_at_once = 20_points;

/// Points of all members at the end of the stream.
struct books {
    std::int64_t available = 0;
    std::int64_t spent = 0;
    std::int64_t debt = 0;

    [[nodiscard]] friend constexpr bool operator==(const books&, const books&) = default;
};
constexpr books expected_books{10'942'415, 962'360, 0};

/// The same stream for the library and for the loop by hand. Receipts are those of the sales before any return.
struct mixed_stream {
    std::size_t members = 0;
    std::vector<event> events;
    std::vector<slip> slips;
    std::vector<slip> kept; ///< as they were before the stream
    std::vector<mixed_by_hand::event> by_hand;
    std::vector<mixed_by_hand::slip> by_hand_slips;
    std::vector<mixed_by_hand::known_event> known;
    std::vector<mixed_by_hand::known_slip> known_slips;
    std::vector<std::byte> journal;
    instant end{};
};

void add_purchase(mixed_stream& made, std::uint64_t id, const w5::record& from) {
    made.events.push_back(sale{.id = id,
                               .member = from.member,
                               .time = instant{from.time},
                               .net = money<currency::usd>::from_minor_units(from.cents)});
    made.by_hand.push_back({from.time, from.cents, from.member, mixed_by_hand::kind::purchase, 0});
}

void add_return(mixed_stream& made, std::uint64_t id, instant time, std::span<const w5::record> records) {
    const w5::record& sold = records[id - back_after];
    by_hand::day_fields day;
    day.move_to(sold.time);
    made.events.push_back(return_of<rules_type, sale>{.id = id,
                                                      .member = sold.member,
                                                      .time = time,
                                                      .sale = id - back_after,
                                                      .receipt = &made.slips[id / round_size]});
    made.by_hand.push_back({time.seconds_since_epoch, 0, sold.member, mixed_by_hand::kind::sale_return,
                            static_cast<std::uint32_t>(id / round_size)});
    made.by_hand_slips[id / round_size] = {w5::by_hand::quotient(sold.cents, 100),
                                           mixed_by_hand::cashback_of(sold.cents), day.month, true};
}

void add_event(mixed_stream& made, std::uint64_t id, std::span<const w5::record> records) {
    const w5::record& from = records[id];
    const instant time{from.time};
    switch (id % round_size) {
    case 16:
    case 17: { // both of one member, so that the second meets the cap
        const std::uint32_t who = records[id - id % round_size + 16].member;
        made.events.push_back(activity{.id = id, .member = who, .time = time, .kind = 1});
        made.by_hand.push_back({from.time, 0, who, mixed_by_hand::kind::activity, 0});
        return;
    }
    case 18:
        if (id >= back_after) {
            return add_return(made, id, time, records);
        }
        return add_purchase(made, id, from);
    case 19:
        made.events.push_back(
            redemption<unit::points>{.id = id, .member = from.member, .time = time, .amount = redeemed_at_once});
        made.by_hand.push_back(
            {from.time, redeemed_at_once.minor_units(), from.member, mixed_by_hand::kind::redemption, 0});
        return;
    default:
        add_purchase(made, id, from);
    }
}

/// Fills the receipts of the sales that come back: the stream is applied once.
void fill_receipts(mixed_stream& made) {
    std::vector<member_type> members(made.members);
    for (std::size_t i = 0; i < made.events.size(); ++i) {
        made.events[i].visit([&](const auto& each) {
            using type = std::remove_cvref_t<decltype(each)>;
            if constexpr (std::is_same_v<type, sale>) {
                const std::size_t later = (i + back_after) / round_size;
                if (i % round_size == 8 && later < made.slips.size()) {
                    made.slips[later] = apply_with_receipt(rules, members[each.member], each).receipt;
                    made.kept[later] = made.slips[later];
                    return;
                }
            }
            apply(rules, members[each.member], made.events[i]);
        });
    }
    made.slips = made.kept;
}

/// What the loop by hand knows more that refuses.
void add_known(mixed_stream& made) {
    for (const mixed_by_hand::slip& each : made.by_hand_slips) {
        made.known_slips.push_back({each, 0});
    }
    for (std::size_t id = 0; id < made.by_hand.size(); ++id) {
        const mixed_by_hand::event& each = made.by_hand[id];
        made.known.push_back({each, id});
        if (each.kind == mixed_by_hand::kind::sale_return) {
            made.known_slips[each.slip].owner = each.member;
        }
    }
}

void write_journal(mixed_stream& made) {
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

[[nodiscard]] mixed_stream& stream() {
    static mixed_stream made;
    if (made.events.empty()) {
        const std::size_t count = bench::events(events_of_stream);
        made.members = bench::members(members_of_stream);
        made.slips.resize(count / round_size);
        made.kept.resize(count / round_size);
        made.by_hand_slips.resize(count / round_size);
        made.events.reserve(count);
        const std::vector<w5::record> records = w5::stream(count, made.members);
        for (std::uint64_t id = 0; id < count; ++id) {
            add_event(made, id, records);
        }
        made.end = instant{records.back().time};
        fill_receipts(made);
        add_known(made);
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
        {"mixed", form, "20k_members", stream().events.size(), state_bytes, std::move(run), sizeof(slip)});
}

template <class Member, class Event, class Slip>
[[nodiscard]] std::pair<double, bench::totals> run_by_hand(const std::vector<Event>& events, std::vector<Slip> slips) {
    std::vector<Member> members(stream().members);
    bench::totals sum{};
    const double seconds = bench::timed(
        [&] { sum = mixed_by_hand::run(std::span{members}, std::span<const Event>{events}, std::span{slips}); });
    return finish(seconds, sum, books_of(std::span{members}, stream().end));
}

using totals_type = totals<rules_type>;

[[gnu::noinline]] void evaluate(std::span<member_type> members, std::span<const event> events, totals_type& sum) {
    apply_all(lifted<rules>, members, events, sum);
}

[[nodiscard]] std::pair<double, bench::totals> run_events() {
    std::vector<member_type> members(stream().members);
    stream().slips = stream().kept; // the same memory: events point to it
    totals_type sum{};
    const double seconds = bench::timed([&] { evaluate(members, stream().events, sum); });
    return finish(seconds, bench::reached_by<rules_type>(sum), books_of(members, stream().end));
}

[[nodiscard]] std::pair<double, bench::totals> run_replay() {
    std::vector<member_type> members(stream().members);
    journal_reader in{stream().journal, fingerprint(rules)};
    totals_type sum{};
    const double seconds = bench::timed([&] { replay<event>(lifted<rules>, std::span{members}, in, 0, sum); });
    const bench::totals reached = bench::reached_by<rules_type>(sum);
    return finish(seconds, in.error() ? bench::totals{.refused = -1} : reached, books_of(members, stream().end));
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        add("by_hand", sizeof(mixed_by_hand::member),
            [] { return run_by_hand<mixed_by_hand::member>(stream().by_hand, stream().by_hand_slips); });
        add("by_hand/refuses", sizeof(mixed_by_hand::known_member),
            [] { return run_by_hand<mixed_by_hand::known_member>(stream().known, stream().known_slips); });
        add("events", sizeof(member_type), run_events);
        add("replay", sizeof(member_type), run_replay);
    });
}
