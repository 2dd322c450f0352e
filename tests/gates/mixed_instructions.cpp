// SPDX-License-Identifier: BSL-1.0
//
// Purchases, activities, returns and redemptions, by hand and as a programme. Each way has a generator of its own, which makes the
// members and the receipts and evaluates nothing.
#include "../../benchmarks/mixed_by_hand.hpp"
#include "../../benchmarks/mixed_work.hpp"
#include "gate.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace gate {

using loyalty::currency::usd;
using mixed_work::stream;
namespace unit = loyalty::unit;

template <class Member, class Event, class Slip>
struct by_hand_way {
    std::vector<Member> states;
    std::vector<Slip> slips;

    by_hand_way(std::size_t members, const std::vector<Slip>& fresh) : states(members), slips{fresh} {}

    [[nodiscard]] sums run(const std::vector<Event>& events) {
        const bench::totals sum =
            mixed_by_hand::run(std::span{states}, std::span<const Event>{events}, std::span{slips});
        return {sum.points, sum.cashback, sum.refused};
    }
};
using trusting = by_hand_way<mixed_by_hand::member, mixed_by_hand::event, mixed_by_hand::slip>;
using refusing = by_hand_way<mixed_by_hand::known_member, mixed_by_hand::known_event, mixed_by_hand::known_slip>;

[[nodiscard]] std::vector<mixed_work::member_type> fresh_members(stream& work) {
    work.slips = work.kept;
    return std::vector<mixed_work::member_type>(work.members);
}

sums events(stream& work) {
    auto states = fresh_members(work);
    loyalty::totals<mixed_work::rules_type> sum{};
    mixed_work::evaluate(states, work.events, sum);
    return {sum.granted<unit::points>().minor_units(), sum.granted<usd>().minor_units(),
            static_cast<std::int64_t>(sum.refused)};
}

constexpr form<stream> forms[]{
    {"generator", [](stream& work) { return sums{static_cast<std::int64_t>(fresh_members(work).size())}; }},
    {"generator_by_hand",
     [](stream& work) {
         const trusting way{work.members, work.by_hand_slips};
         return sums{static_cast<std::int64_t>(way.states.size() + way.slips.size())};
     }},
    {"generator_by_hand_refuses",
     [](stream& work) {
         const refusing way{work.members, work.known_slips};
         return sums{static_cast<std::int64_t>(way.states.size() + way.slips.size())};
     }},
    {"by_hand",
     [](stream& work) {
         return trusting{work.members, work.by_hand_slips}.run(work.by_hand);
     }},
    {"by_hand_refuses",
     [](stream& work) {
         return refusing{work.members, work.known_slips}.run(work.known);
     }},
    {"events", events},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, mixed_work::fill, gate::forms);
}
