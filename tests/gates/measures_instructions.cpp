// SPDX-License-Identifier: BSL-1.0
//
// Runs W5 once, alone or with a measure on top, for a tool that counts instructions:
//
//     measures_instructions <form> <transactions> <members>
//
// `generator` makes the stream and the members and evaluates nothing: what the other forms take beyond it is theirs.
#include "../../examples/loyalty_run/w5.hpp"

#include <loyalty/analytics/liability.hpp>
#include <loyalty/analytics/purchase_table.hpp>
#include <loyalty/analytics/rfm.hpp>
#include <loyalty/analytics/tally.hpp>
#include <loyalty/loyalty.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string_view>
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
        static_cast<void>(table.order(event.member, instant{event.time}, calendar<utc>{},
                                      money<usd>::from_minor_units(event.cents), event.category));
    }
    [[nodiscard]] std::int64_t value() const noexcept { return table.average_order_value().numerator; }
};
/// The scores of all members behind the last event.
struct members_scored : members_table {
    [[nodiscard]] std::int64_t value() const noexcept { return static_cast<std::int64_t>(rfm_of(table).size()); }
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
    totals<w5::rules_type> sums;
    liability_book<unit::points> book{boundaries(months, calendar<utc>{})};
    for (const w5::record& event : stream) {
        w5::member_type& own = states[event.member];
        const auto serve = [&] { return apply(lifted<w5::rules>, own, event, no_profile{}, sums); };
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
    return sums.granted<unit::points>().minor_units();
}

[[nodiscard, gnu::noinline]] std::int64_t run(std::string_view form, record_span stream, std::size_t members) {
    if (form == "generator") {
        const std::vector<w5::member_type> states(members);
        return static_cast<std::int64_t>(states.size());
    }
    struct named {
        std::string_view name;
        std::int64_t (*run)(record_span, std::size_t);
    };
    for (const named each : {named{"evaluation", with<nothing>}, named{"order_value", with<order_value>},
                             named{"points_issued", with<points_issued>}, named{"share_of_cost", with<share_of_cost>},
                             named{"members_table", with<members_table>}, named{"members_scored", with<members_scored>},
                             named{"one_by_one", one_by_one<false>}, named{"liability", one_by_one<true>}}) {
        if (form == each.name) {
            return each.run(stream, members);
        }
    }
    std::fprintf(stderr, "no such form: %.*s\n", static_cast<int>(form.size()), form.data());
    std::exit(2);
}

} // namespace gate

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("measures_instructions <form> <transactions> <members>\n", stderr);
        return 2;
    }
    const std::size_t count = std::strtoull(argv[2], nullptr, 10);
    const std::size_t members = std::strtoull(argv[3], nullptr, 10);
    const std::vector<w5::record> stream = w5::stream(count, members);
    std::printf("%lld\n", static_cast<long long>(gate::run(argv[1], stream, members)));
    return 0;
}
