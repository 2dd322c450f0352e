// SPDX-License-Identifier: BSL-1.0
//
// Checkouts, priced and sold. What the other forms take beyond `generator` contains the making of the members.
#include "../../benchmarks/quote_by_hand.hpp"
#include "../../benchmarks/quote_work.hpp"
#include "gate.hpp"

namespace gate {

using quote_work::stream;

[[nodiscard]] sums listed(const quote_work::sums& sum) {
    return {sum.due, sum.shares, sum.points, sum.refused};
}

constexpr form<stream> forms[]{
    {"generator", [](stream&) { return sums{}; }},
    {"by_hand_quote",
     [](stream& made) {
         auto holders = quote_by_hand::holders(made.members);
         return listed(quote_by_hand::price_all(holders, made.events));
     }},
    {"quote",
     [](stream& made) {
         auto holders = quote_work::holders(made.members);
         return listed(quote_work::price(holders, made.events));
     }},
    {"by_hand_checkout",
     [](stream& made) {
         auto holders = quote_by_hand::holders(made.members);
         return listed(quote_by_hand::sell_all(holders, made.events));
     }},
    {"checkout",
     [](stream& made) {
         auto holders = quote_work::holders(made.members);
         return listed(quote_work::sell(holders, made.events));
     }},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, quote_work::fill, gate::forms);
}
