// SPDX-License-Identifier: BSL-1.0
//
// Runs W5 once in one form, for a tool that counts instructions:  w5_instructions <form> <transactions> <members>
//
// `generator` makes the stream and the members and evaluates nothing: what the other forms take beyond it is theirs.
#include "../../benchmarks/w5_by_hand.hpp"

#include <loyalty/loyalty.hpp>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

// Not without a name: g++ would see that main calls each once, and compile it for size.
namespace gate {

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;

using member_span = std::span<w5::member_type>;
using record_span = std::span<const w5::record>;

/// Hears of each event, does nothing with it, and wants no explanation.
struct indifferent {
    constexpr void on(const w5::record&, const w5::rules_type::outcome_type&) const noexcept {}
};

struct step_counter {
    std::int64_t steps = 0;
    constexpr void on(const step&) noexcept { ++steps; }
};

template <const auto& Programme, class Sink>
[[nodiscard, gnu::noinline]] Sink composed(record_span stream, std::size_t members) {
    std::vector<w5::member_type> states(members);
    Sink sink{};
    apply_all(Programme, member_span{states}, stream, sink);
    return sink;
}

/// All sums, so that none of the work can be left out.
template <w5::by_hand::contract Contract>
[[nodiscard, gnu::noinline]] w5::sums by_hand(record_span stream, std::size_t members) {
    std::vector<w5::by_hand::state> states(members);
    return w5::by_hand::run<look_ahead_default, Contract>(states, stream);
}

/// Points, for a look at whether the forms agree.
[[nodiscard, gnu::noinline]] std::int64_t run(std::string_view form, record_span stream, std::size_t members) {
    using totals_type = totals<w5::rules_type>;
    if (form == "generator") {
        const std::vector<w5::member_type> states(members);
        return static_cast<std::int64_t>(states.size());
    }
    if (form == "by_hand") {
        return by_hand<w5::by_hand::contract::trusts>(stream, members).points;
    }
    if (form == "by_hand_refuses") {
        return by_hand<w5::by_hand::contract::refuses>(stream, members).points;
    }
    if (form == "lifted") {
        return composed<lifted<w5::rules>, totals_type>(stream, members).granted<unit::points>().minor_units();
    }
    if (form == "constant") {
        return composed<w5::rules, totals_type>(stream, members).granted<unit::points>().minor_units();
    }
    if (form == "no_sink") {
        static_cast<void>(composed<lifted<w5::rules>, no_sink>(stream, members));
        return 0;
    }
    if (form == "indifferent_sink") {
        static_cast<void>(composed<lifted<w5::rules>, indifferent>(stream, members));
        return 0;
    }
    if (form == "explained") {
        return composed<lifted<w5::rules>, step_counter>(stream, members).steps;
    }
    std::fprintf(stderr, "no such form: %.*s\n", static_cast<int>(form.size()), form.data());
    std::exit(2);
}

} // namespace gate

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("w5_instructions <form> <transactions> <members>\n", stderr);
        return 2;
    }
    const std::size_t count = std::strtoull(argv[2], nullptr, 10);
    const std::size_t members = std::strtoull(argv[3], nullptr, 10);
    const std::vector<w5::record> stream = w5::stream(count, members);
    std::printf("%lld\n", static_cast<long long>(gate::run(argv[1], stream, members)));
    return 0;
}
