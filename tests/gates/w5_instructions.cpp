// SPDX-License-Identifier: BSL-1.0
//
// W5 by hand, and as a programme with several sinks. `generator` makes the members, too.
#include "../../benchmarks/w5_by_hand.hpp"
#include "w5_stream.hpp"

#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gate {

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;

using totals_type = totals<w5::rules_type>;

/// Receives each event, does nothing with it, and takes no explanation.
struct indifferent {
    constexpr void on(const w5::record&, const w5::rules_type::outcome_type&) const noexcept {}
};

struct step_counter {
    std::int64_t steps = 0;
    constexpr void on(const step&) noexcept { ++steps; }
};

template <const auto& Programme, class Sink>
[[nodiscard, gnu::noinline]] Sink composed(std::span<const w5::record> stream, std::size_t members) {
    std::vector<w5::member_type> states(members);
    Sink sink{};
    apply_all(Programme, std::span{states}, stream, sink);
    return sink;
}

/// Points, for a look at whether the forms agree.
template <const auto& Programme>
sums points_of(w5_stream& work) {
    return {composed<Programme, totals_type>(work.span(), work.members).template granted<unit::points>().minor_units()};
}

template <class Sink>
sums without_points(w5_stream& work) {
    static_cast<void>(composed<lifted<w5::rules>, Sink>(work.span(), work.members));
    return {};
}

/// All sums, so that none of the work can be left out.
template <w5::by_hand::contract Contract>
[[nodiscard, gnu::noinline]] w5::sums run_by_hand(w5_stream& work) {
    std::vector<w5::by_hand::state> states(work.members);
    return w5::by_hand::run<look_ahead_default, Contract>(states, work.records);
}

template <w5::by_hand::contract Contract>
sums by_hand(w5_stream& work) {
    return {run_by_hand<Contract>(work).points};
}

sums members_alone(w5_stream& work) {
    const std::vector<w5::member_type> states(work.members);
    return {static_cast<std::int64_t>(states.size())};
}

constexpr form<w5_stream> forms[]{
    {"generator", members_alone},
    {"by_hand", by_hand<w5::by_hand::contract::trusts>},
    {"by_hand_refuses", by_hand<w5::by_hand::contract::refuses>},
    {"lifted", points_of<lifted<w5::rules>>},
    {"constant", points_of<w5::rules>},
    {"no_sink", without_points<no_sink>},
    {"indifferent_sink", without_points<indifferent>},
    {"explained",
     [](w5_stream& work) { return sums{composed<lifted<w5::rules>, step_counter>(work.span(), work.members).steps}; }},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_w5_stream, gate::forms);
}
