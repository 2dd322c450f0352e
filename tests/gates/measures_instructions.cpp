// SPDX-License-Identifier: BSL-1.0
//
// Runs W5 once, alone or with a measure on top, for a tool that counts instructions:
//
//     measures_instructions <form> <transactions> <members>
//
// `generator` makes the stream and the members and evaluates nothing: what the other forms take beyond it is theirs.
#include "w5_stream.hpp"

#include <loyalty/analytics/liability.hpp>
#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/analytics/rfm.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/loyalty.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <vector>

// Not without a name: g++ would see that main calls each once, and compile it for size.
namespace gate {

using namespace loyalty;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using namespace loyalty::analytics;

using record_span = std::span<const w5::record>;
using usd = currency::usd;
using outcome_type = w5::rules_type::outcome_type;

constexpr calendar<utc> clock_of_shop{};
constexpr periods months{period_unit::month, date::of(2024, 1, 1), 36};

/// What a host sums up in any case, and a measure beside it.
template <class Measure>
struct measuring {
    totals<w5::rules_type> sums{};
    Measure measure{};

    LOYALTY_INLINE void on(const w5::record& event, const outcome_type& gave) noexcept {
        sums.on(event, gave);
        if (gave.accepted()) {
            measure.on(event, gave);
        }
    }
};

struct nothing {
    static constexpr void on(const w5::record&, const outcome_type&) noexcept {}
    [[nodiscard]] static constexpr std::int64_t value() noexcept { return 0; }
};
struct order_value : average_order_value<usd> {
    void on(const w5::record& event, const outcome_type&) noexcept { order(money<usd>::from_minor_units(event.cents)); }
    [[nodiscard]] std::int64_t value() const noexcept { return quotient().numerator; }
};
struct points_issued : point_redemption_rate<unit::points> {
    void on(const w5::record&, const outcome_type& gave) noexcept { issue(gave.granted<unit::points>()); }
    [[nodiscard]] std::int64_t value() const noexcept { return quotient().denominator; }
};
struct share_of_cost : cost_share<usd> {
    void on(const w5::record& event, const outcome_type& gave) noexcept {
        cost(gave.granted<usd>());
        revenue(money<usd>::from_minor_units(event.cents));
    }
    [[nodiscard]] std::int64_t value() const noexcept { return quotient().numerator; }
};
struct members_table {
    purchase_table<usd> table{months};
    LOYALTY_INLINE void on(const w5::record& event, const outcome_type&) noexcept {
        static_cast<void>(table.order(event.member, instant{event.time}, clock_of_shop,
                                      money<usd>::from_minor_units(event.cents), event.category));
    }
    [[nodiscard]] std::int64_t value() const noexcept { return table.average_order_value().numerator; }
};
/// The scores of all members behind the last event. Not in line: clang 14 would keep fewer variables of the loop in registers.
struct members_scored : members_table {
    [[nodiscard, gnu::noinline]] std::int64_t value() const noexcept {
        return static_cast<std::int64_t>(rfm_of(table).size());
    }
};

template <class Measure>
[[nodiscard, gnu::noinline]] std::int64_t with(record_span stream, std::size_t members) {
    std::vector<w5::member_type> states(members);
    measuring<Measure> sink;
    apply_all(lifted<w5::rules>, std::span(states), stream, sink);
    return sink.sums.template granted<unit::points>().minor_units() + 0 * sink.measure.value();
}

/// Events one by one, as a host applies them that keeps a book; without a book, for comparison.
template <bool KeepsBook>
[[nodiscard, gnu::noinline]] std::int64_t one_by_one(record_span stream, std::size_t members) {
    std::vector<w5::member_type> states(members);
    totals<w5::rules_type> sum;
    liability_book<unit::points> book{boundaries(months, clock_of_shop)};
    for (const w5::record& event : stream) {
        w5::member_type& own = states[event.member];
        const auto serve = [&] { return apply(lifted<w5::rules>, own, event, no_profile{}, sum); };
        if constexpr (KeepsBook) {
            static_cast<void>(book.around(lifted<w5::rules>, own, event.member, instant{event.time}, serve));
        } else {
            static_cast<void>(serve());
        }
    }
    if constexpr (KeepsBook) {
        book.finish(lifted<w5::rules>, states);
        if (!book.row(35).reconciles()) {
            std::exit(1);
        }
    }
    return sum.granted<unit::points>().minor_units();
}

template <std::int64_t (*Function)(record_span, std::size_t)>
sums listed(w5_stream& work) {
    return {Function(work.span(), work.members)};
}

sums members_alone(w5_stream& work) {
    const std::vector<w5::member_type> states(work.members);
    return {static_cast<std::int64_t>(states.size())};
}

constexpr form<w5_stream> forms[]{
    {"generator", members_alone},
    {"evaluation", listed<with<nothing>>},
    {"order_value", listed<with<order_value>>},
    {"points_issued", listed<with<points_issued>>},
    {"share_of_cost", listed<with<share_of_cost>>},
    {"members_table", listed<with<members_table>>},
    {"members_scored", listed<with<members_scored>>},
    {"one_by_one", listed<one_by_one<false>>},
    {"liability", listed<one_by_one<true>>},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_w5_stream, gate::forms);
}
