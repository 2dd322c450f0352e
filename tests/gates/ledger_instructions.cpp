// SPDX-License-Identifier: BSL-1.0
//
// The W5 stream through lots and through books by hand: purchases one by one and in a batch, with returns, with redemptions.
#include "../../benchmarks/ledger_work.hpp"
#include "w5_stream.hpp"

#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace gate {

using namespace loyalty;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using ledger_work::booked;
using ledger_work::mix;

using member_type = member<std::remove_const_t<decltype(booked)>>;

template <mix Mix>
sums one_by_one(w5_stream& work) {
    std::vector<member_type> states(work.members);
    ledger_work::sums sum{};
    ledger_work::evaluate<Mix>(lifted<booked>, std::span{states}, work.records, sum);
    return {sum.granted, sum.redeemed};
}

sums in_a_batch(w5_stream& work) {
    std::vector<member_type> states(work.members);
    totals<decltype(lifted<booked>)> reached{};
    apply_all(lifted<booked>, std::span{states}, work.span(), reached);
    return {reached.granted<unit::points>().minor_units(), 0};
}

template <mix Mix, std::size_t LookAhead>
sums by_hand(w5_stream& work) {
    std::vector<ledger_by_hand::member> states(work.members);
    ledger_work::sums sum{};
    ledger_work::evaluate_by_hand<Mix, LookAhead>(states, work.records, sum);
    return {sum.granted, sum.redeemed};
}

constexpr form<w5_stream> forms[]{
    {"generator", [](w5_stream&) { return sums{}; }},
    {"by_hand", by_hand<mix::earn_only, 0>},
    {"lots", one_by_one<mix::earn_only>},
    {"by_hand_batch", by_hand<mix::earn_only, look_ahead_default>},
    {"lots_batch", in_a_batch},
    {"by_hand_returns", by_hand<mix::returns, 0>},
    {"lots_returns", one_by_one<mix::returns>},
    {"by_hand_redemptions", by_hand<mix::redemptions, 0>},
    {"lots_redemptions", one_by_one<mix::redemptions>},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_w5_stream, gate::forms);
}
