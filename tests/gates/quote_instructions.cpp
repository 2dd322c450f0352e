// SPDX-License-Identifier: BSL-1.0
//
// Prices and sells checkouts once in one form, for a tool that counts instructions:
//
//     quote_instructions <form> <checkouts> <members>
//
// `generator` makes the stream and evaluates nothing: what the other forms take beyond it is theirs, with the making of the
// members.
#include "../../benchmarks/quote_by_hand.hpp"
#include "../../benchmarks/quote_work.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

// Not without a name: g++ would see that main calls each once, and compile it for size.
namespace gate {

using quote_work::stream;
using quote_work::sums;

template <class Members, class Evaluate>
[[nodiscard, gnu::noinline]] sums evaluate(Members members, const stream& made, Evaluate function) {
    return function(members, made.events);
}

[[nodiscard, gnu::noinline]] sums run(std::string_view form, const stream& made) {
    if (form == "generator") {
        return {};
    }
    if (form == "by_hand_quote") {
        return evaluate(quote_by_hand::holders(made.members), made, quote_by_hand::price_all);
    }
    if (form == "quote") {
        return evaluate(quote_work::holders(made.members), made, quote_work::price);
    }
    if (form == "by_hand_checkout") {
        return evaluate(quote_by_hand::holders(made.members), made, quote_by_hand::sell_all);
    }
    if (form == "checkout") {
        return evaluate(quote_work::holders(made.members), made, quote_work::sell);
    }
    std::fprintf(stderr, "no such form: %.*s\n", static_cast<int>(form.size()), form.data());
    std::exit(2);
}

} // namespace gate

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("quote_instructions <form> <checkouts> <members>\n", stderr);
        return 2;
    }
    quote_work::stream made;
    quote_work::fill(made, std::strtoull(argv[2], nullptr, 10), std::strtoull(argv[3], nullptr, 10));
    const quote_work::sums sum = gate::run(argv[1], made);
    std::printf("%lld %lld %lld %lld\n", static_cast<long long>(sum.due), static_cast<long long>(sum.shares),
                static_cast<long long>(sum.points), static_cast<long long>(sum.refused));
    return 0;
}
