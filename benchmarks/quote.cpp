// SPDX-License-Identifier: BSL-1.0

// What prices cost: quote_work.hpp has the work. Each pass must come to the literal totals.
//
// - `quote/.../20_lines`: a quote of a checkout of 20 lines with 5 things presented.
// - `checkout/.../20_lines`: its sale, with the same prices.

#include "bench.hpp"
#include "quote_by_hand.hpp"
#include "quote_work.hpp"

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace {

using quote_work::sums;

constexpr std::size_t events_of_stream = 20'000;
constexpr std::size_t members_of_stream = 2'000;

[[nodiscard]] quote_work::stream& stream() {
    static quote_work::stream made;
    if (made.events.empty()) {
        quote_work::fill(made, bench::events(events_of_stream), bench::members(members_of_stream));
    }
    return made;
}

/// The amounts under the names that all benchmarks have.
[[nodiscard]] bench::totals totals_of(const sums& sum) {
    return {.points = sum.points,
            .cashback = sum.due,
            .stamps = sum.shares,
            .badges = sum.paid,
            .tier_changes = sum.left,
            .refused = sum.refused};
}

void add(const char* group, const char* form, std::size_t state_bytes,
         std::function<std::pair<double, bench::totals>()> run) {
    bench::engines().push_back({group, form, "20_lines", stream().events.size(), state_bytes, std::move(run)});
}

template <class Members, class Evaluate, class Left>
[[nodiscard]] std::pair<double, bench::totals> run(Members members, Evaluate evaluate, Left left_with) {
    sums sum{};
    const double seconds = bench::timed([&] { sum = evaluate(members, stream().events); });
    sum.left = left_with(members);
    return {seconds, totals_of(sum)};
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        add("quote", "by_hand", sizeof(quote_by_hand::member), [] {
            return run(quote_by_hand::holders(stream().members), quote_by_hand::price_all, quote_by_hand::left_with);
        });
        add("quote", "lifted", sizeof(quote_work::member_type),
            [] { return run(quote_work::holders(stream().members), quote_work::price, quote_work::left_with); });
        add("checkout", "by_hand", sizeof(quote_by_hand::member), [] {
            return run(quote_by_hand::holders(stream().members), quote_by_hand::sell_all, quote_by_hand::left_with);
        });
        add("checkout", "lifted", sizeof(quote_work::member_type),
            [] { return run(quote_work::holders(stream().members), quote_work::sell, quote_work::left_with); });
    });
}
