// SPDX-License-Identifier: BSL-1.0
//
// Runs the W5 stream through books once in one form, for a tool that counts instructions:
//
//     ledger_instructions <form> <transactions> <members>
//
// `generator` makes the stream and evaluates nothing: what the other forms take beyond it is theirs.
#include "../../benchmarks/ledger_work.hpp"

#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

// Not without a name: g++ would see that main calls each once, and compile it for size.
namespace gate {

using namespace ledger_work;

using record_span = std::span<const w5::record>;
using member_type = member<std::remove_const_t<decltype(booked)>>;

template <mix Mix>
[[nodiscard, gnu::noinline]] sums one_by_one(record_span stream, std::size_t members) {
    std::vector<member_type> states(members);
    sums sum{};
    evaluate<Mix>(lifted<booked>, std::span{states}, stream, sum);
    return sum;
}

[[nodiscard, gnu::noinline]] sums in_a_batch(record_span stream, std::size_t members) {
    std::vector<member_type> states(members);
    totals<decltype(lifted<booked>)> reached{};
    apply_all(lifted<booked>, std::span{states}, stream, reached);
    return {.granted = reached.granted<unit::points>().minor_units(), .redeemed = 0, .refused = 0};
}

template <mix Mix, std::size_t LookAhead>
[[nodiscard, gnu::noinline]] sums by_hand(record_span stream, std::size_t members) {
    std::vector<ledger_by_hand::member> states(members);
    sums sum{};
    evaluate_by_hand<Mix, LookAhead>(states, stream, sum);
    return sum;
}

[[nodiscard, gnu::noinline]] sums run(std::string_view form, record_span stream, std::size_t members) {
    if (form == "generator") {
        return {};
    }
    if (form == "by_hand") {
        return by_hand<mix::earn_only, 0>(stream, members);
    }
    if (form == "lots") {
        return one_by_one<mix::earn_only>(stream, members);
    }
    if (form == "by_hand_batch") {
        return by_hand<mix::earn_only, look_ahead_default>(stream, members);
    }
    if (form == "lots_batch") {
        return in_a_batch(stream, members);
    }
    if (form == "by_hand_returns") {
        return by_hand<mix::returns, 0>(stream, members);
    }
    if (form == "lots_returns") {
        return one_by_one<mix::returns>(stream, members);
    }
    if (form == "by_hand_redemptions") {
        return by_hand<mix::redemptions, 0>(stream, members);
    }
    if (form == "lots_redemptions") {
        return one_by_one<mix::redemptions>(stream, members);
    }
    std::fprintf(stderr, "no such form: %.*s\n", static_cast<int>(form.size()), form.data());
    std::exit(2);
}

} // namespace gate

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("ledger_instructions <form> <transactions> <members>\n", stderr);
        return 2;
    }
    const std::size_t count = std::strtoull(argv[2], nullptr, 10);
    const std::size_t members = std::strtoull(argv[3], nullptr, 10);
    const std::vector<w5::record> stream = w5::stream(count, members);
    const ledger_work::sums sum = gate::run(argv[1], stream, members);
    std::printf("%lld %lld\n", static_cast<long long>(sum.granted), static_cast<long long>(sum.redeemed));
    return 0;
}
