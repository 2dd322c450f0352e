// SPDX-License-Identifier: BSL-1.0
//
// Runs one mechanic alone over the stream of W5, by the library or by hand, for a tool that counts instructions:
//
//     mechanics_instructions <mechanic>[_by_hand] <transactions> <members>
//
// `generator` makes the stream and evaluates nothing. Both forms print the points that were granted. The loops by hand are those
// of the benchmarks: constants in their places, members asked for ahead, sums checked, late events refused.
#include "../../benchmarks/by_hand.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/policies/attribution.hpp>
#include <loyalty/policies/gamified/hunt.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/policies/reactivation.hpp>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

// Not without a name: g++ would see that main calls each once, and compile it for size.
namespace gate {

using namespace loyalty;
using namespace loyalty::criteria;
using bench::totals;
using by_hand::common_state;
using by_hand::day_fields;
using record_span = std::span<const w5::record>;
using framed = terms<utc, choices::identity::by_time>;

constexpr date_window second_year{"2024-01-01"_date, "2025-01-01"_date};
constexpr std::int64_t second_year_from = 1'704'067'200;
constexpr std::int64_t second_year_until = 1'735'689'600;

constexpr programme mission_rules{framed{}, mission(200_points, 300_usd, second_year)};
constexpr programme levels_rules{framed{}, games::levels{500_usd, 2000_usd}.awards(10_points, 50_points)};
constexpr programme hunt_rules{framed{}, games::hunt{games::step{5_visits}.when(any_line(category_is(2u))),
                                                     games::step{3_visits}.when(any_line(category_is(4u)))}
                                             .awards(200_points)};
constexpr programme win_back_rules{framed{}, social::reactivation{200_points, 30}};
constexpr programme funded_rules{framed{},
                                 social::funded{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                                                social::funder{1, 60}, social::funder{2, 40}}};
constexpr programme conversion_rules{framed{}, points{per_visit{1_stamps}}, conversion{10_stamps, 50_points}};

// What each takes of a member, the clock and the balances included: pinned.
template <const auto& Rules>
inline constexpr std::size_t bytes_of = sizeof(member<std::remove_const_t<std::remove_reference_t<decltype(Rules)>>>);

static_assert(bytes_of<mission_rules> == 32 && bytes_of<levels_rules> == 32 && bytes_of<hunt_rules> == 48);
static_assert(bytes_of<win_back_rules> == 24 && bytes_of<funded_rules> == 32 && bytes_of<conversion_rules> == 24);

template <const auto& Rules>
[[nodiscard, gnu::noinline]] std::int64_t by_library(record_span stream, std::size_t members) {
    using rules_type = std::remove_const_t<std::remove_reference_t<decltype(Rules)>>;
    std::vector<member<rules_type>> states(members);
    loyalty::totals<rules_type> sum{};
    apply_all(lifted<Rules>, std::span{states}, stream, sum);
    return sum.template granted<unit::points>().minor_units();
}

template <bool NeedsDay, class State, class Rule>
[[nodiscard]] std::int64_t by_a_loop(record_span stream, std::size_t members, Rule rule) {
    std::vector<State> states(members);
    return by_hand::drive<NeedsDay>(std::span{states}, stream, rule).points;
}

struct counted : common_state {
    std::int64_t sum = 0;
};
[[nodiscard, gnu::noinline]] std::int64_t mission_by_hand(record_span stream, std::size_t members) {
    return by_a_loop<false, counted>(
        stream, members, [](counted& own, const w5::record& event, const day_fields&, totals& sum) {
            if (event.time < second_year_from || event.time >= second_year_until) {
                return true;
            }
            const bool had = own.sum >= 30'000;
            const bool fits = !__builtin_add_overflow(own.sum, event.cents, &own.sum);
            return (had || own.sum < 30'000 || by_hand::give(own.points, sum.points, 200)) && fits;
        });
}
struct leveled : counted {
    std::uint8_t level = 0;
};
[[nodiscard, gnu::noinline]] std::int64_t levels_by_hand(record_span stream, std::size_t members) {
    return by_a_loop<false, leveled>(
        stream, members, [](leveled& own, const w5::record& event, const day_fields&, totals& sum) {
            constexpr std::int64_t next[3]{50'000, 200'000, INT64_MAX};
            bool fits = !__builtin_add_overflow(own.sum, event.cents, &own.sum);
            while (own.sum >= next[own.level]) {
                fits = by_hand::give(own.points, sum.points, own.level == 0 ? 10 : 50) && fits;
                ++own.level;
            }
            return fits;
        });
}
struct stepped : common_state {
    std::int64_t done[2]{};
};
[[nodiscard, gnu::noinline]] std::int64_t hunt_by_hand(record_span stream, std::size_t members) {
    return by_a_loop<false, stepped>(
        stream, members, [](stepped& own, const w5::record& event, const day_fields&, totals& sum) {
            const bool had = own.done[0] >= 5 && own.done[1] >= 3;
            own.done[0] += event.category == 2;
            own.done[1] += event.category == 4;
            return had || own.done[0] < 5 || own.done[1] < 3 || by_hand::give(own.points, sum.points, 200);
        });
}
struct dated : common_state {
    std::int64_t last_day = INT64_MAX;
};
[[nodiscard, gnu::noinline]] std::int64_t win_back_by_hand(record_span stream, std::size_t members) {
    return by_a_loop<true, dated>(stream, members,
                                  [](dated& own, const w5::record&, const day_fields& day, totals& sum) {
                                      const std::int64_t today = day.until / 86'400;
                                      const bool is_back = own.last_day != INT64_MAX && today - own.last_day >= 30;
                                      own.last_day = today;
                                      return !is_back || by_hand::give(own.points, sum.points, 200);
                                  });
}
[[nodiscard, gnu::noinline]] std::int64_t funded_by_hand(record_span stream, std::size_t members) {
    return by_a_loop<false, counted>(
        stream, members, [](counted& own, const w5::record& event, const day_fields&, totals& sum) {
            const std::int64_t more = w5::by_hand::quotient(event.cents, 100);
            return !__builtin_add_overflow(own.sum, more, &own.sum) && by_hand::give(own.points, sum.points, more);
        });
}
[[nodiscard, gnu::noinline]] std::int64_t conversion_by_hand(record_span stream, std::size_t members) {
    return by_a_loop<false, counted>(stream, members,
                                     [](counted& own, const w5::record&, const day_fields&, totals& sum) {
                                         if (++own.sum < 10) {
                                             return true;
                                         }
                                         const std::int64_t times = own.sum / 10;
                                         own.sum -= 10 * times;
                                         return by_hand::give(own.points, sum.points, 50 * times);
                                     });
}

struct form {
    std::string_view name;
    std::int64_t (*run)(record_span, std::size_t);
    std::size_t bytes;
};
constexpr form forms[]{
    {"generator", [](record_span, std::size_t) { return std::int64_t{0}; }, 0},
    {"mission", by_library<mission_rules>, bytes_of<mission_rules>},
    {"mission_by_hand", mission_by_hand, sizeof(counted)},
    {"levels", by_library<levels_rules>, bytes_of<levels_rules>},
    {"levels_by_hand", levels_by_hand, sizeof(leveled)},
    {"hunt", by_library<hunt_rules>, bytes_of<hunt_rules>},
    {"hunt_by_hand", hunt_by_hand, sizeof(stepped)},
    {"win_back", by_library<win_back_rules>, bytes_of<win_back_rules>},
    {"win_back_by_hand", win_back_by_hand, sizeof(dated)},
    {"funded", by_library<funded_rules>, bytes_of<funded_rules>},
    {"funded_by_hand", funded_by_hand, sizeof(counted)},
    {"conversion", by_library<conversion_rules>, bytes_of<conversion_rules>},
    {"conversion_by_hand", conversion_by_hand, sizeof(counted)},
};

} // namespace gate

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("mechanics_instructions <form> <transactions> <members>\n", stderr);
        return 2;
    }
    const std::size_t count = std::strtoull(argv[2], nullptr, 10);
    const std::size_t members = std::strtoull(argv[3], nullptr, 10);
    for (const gate::form& each : gate::forms) {
        if (each.name == argv[1]) {
            const std::vector<w5::record> stream = w5::stream(count, members);
            std::printf("%lld points\n", static_cast<long long>(each.run(stream, members)));
            std::fprintf(stderr, "%zu bytes a member\n", each.bytes);
            return 0;
        }
    }
    std::fprintf(stderr, "no such form: %s\n", argv[1]);
    return 2;
}
