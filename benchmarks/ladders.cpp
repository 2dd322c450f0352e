// SPDX-License-Identifier: BSL-1.0

// Cost against the number of rules: 1, 2, 4, ..., 256.
//
// - `ladder_alike`: rules of one kind that remember nothing, each for one of sixteen categories.
// - `ladder_mixed`: points, cashback, spend thresholds and stamp cards in turn, of which half remember something.
// - `ladder_stages`: one rule of so many stages.
// - `ladder_predicates`: one rule of so many predicates, of which the last holds for one event in sixteen.
//
// `rule_list` has room for exactly its rules, `rule_list_of_128` always for 128; 256 rules are two lists. A programme
// takes up to 32 policies. By hand there are three: constants in a row, numbers from an array, and numbers looked up by
// category, which no longer asks each rule.

#include "bench.hpp"
#include "by_hand.hpp"

#include <array>
#include <memory>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using bench::totals;
using by_hand::day_fields;
using record_span = std::span<const w5::record>;
using framed = terms<utc, identity::by_time>;
using work_type = bench::workload<w5::record>;

constexpr std::uint32_t category_of(std::size_t rule) {
    return static_cast<std::uint32_t>(rule % 16);
}
constexpr std::int64_t award_of(std::size_t rule) {
    return 1 + static_cast<std::int64_t>(rule % 7);
}
constexpr std::int64_t threshold_of(std::size_t rule) {
    return 10'000 + 100 * static_cast<std::int64_t>(rule);
}
constexpr std::int32_t fields_of(std::size_t rule) {
    return 5 + static_cast<std::int32_t>(rule % 11);
}

constexpr auto points_rule(std::size_t rule) {
    return points{
        per_amount{amount<unit::points>::from_minor_units(award_of(rule)), 1_usd}.on(category_is(category_of(rule))),
        round_off{rounding::floor}};
}
constexpr auto cashback_rule(std::size_t rule) {
    return cashback{currency::usd{}, rounding::half_even,
                    cashback_rate{ratio{award_of(rule), 1000}}.on(category_is(category_of(rule)))};
}
constexpr auto threshold_rule(std::size_t rule) {
    return spend_threshold{10_points, every(money<currency::usd>::from_minor_units(threshold_of(rule)))};
}
constexpr auto stamp_rule(std::size_t rule) {
    return stamp_card{fields_of(rule)}.awards(1_stamps);
}

enum class kind : std::uint8_t { points, cashback, threshold, stamps };

template <std::size_t Rule>
constexpr auto mixed_rule() {
    if constexpr (Rule % 4 == 0) {
        return points_rule(Rule);
    } else if constexpr (Rule % 4 == 1) {
        return cashback_rule(Rule);
    } else if constexpr (Rule % 4 == 2) {
        return threshold_rule(Rule);
    } else {
        return stamp_rule(Rule);
    }
}

template <std::size_t Count>
constexpr auto alike = []<std::size_t... Rule>(std::index_sequence<Rule...>) {
    return programme{framed{}, points_rule(Rule)...};
}
(std::make_index_sequence<Count>{});

template <std::size_t Count>
constexpr auto mixed = []<std::size_t... Rule>(std::index_sequence<Rule...>) {
    return programme{framed{}, mixed_rule<Rule>()...};
}
(std::make_index_sequence<Count>{});

template <std::size_t Count>
constexpr auto staged = []<std::size_t... Stage>(std::index_sequence<Stage...>) {
    return programme{framed{}, points{per_amount{1_points, 1_usd},
                                      add_bonus{amount<unit::points>::from_minor_units(award_of(Stage))}.when(
                                          category_is(category_of(Stage)))...,
                                      round_off{rounding::floor}}};
}
(std::make_index_sequence<Count>{});

/// The last of the predicates asks for category 3, those before it for categories that do not come.
template <std::size_t Count>
constexpr auto predicated = []<std::size_t... Code>(std::index_sequence<Code...>) {
    return programme{framed{}, points{per_amount{1_points, 1_usd}.on(
                                          (category_is(std::uint32_t{Code + 1 == Count ? 3 : 100 + Code}) || ...)),
                                      round_off{rounding::floor}}};
}
(std::make_index_sequence<Count>{});

using alike_kind = decltype(points_rule(0));
using alike_list = rule_list<128, alike_kind>;
template <std::size_t Capacity>
using mixed_list = rule_list<Capacity, decltype(points_rule(0)), decltype(cashback_rule(0)),
                             decltype(threshold_rule(0)), decltype(stamp_rule(0))>;

template <std::size_t Capacity>
auto alike_rules(std::size_t from, std::size_t count) {
    rule_list<Capacity, alike_kind> rules;
    for (std::size_t rule = from; rule < from + count; ++rule) {
        if (!rules.push_back(points_rule(rule))) {
            std::abort();
        }
    }
    return rules;
}

template <std::size_t Capacity>
auto mixed_rules(std::size_t from, std::size_t count) {
    mixed_list<Capacity> rules;
    for (std::size_t rule = from; rule < from + count; ++rule) {
        const bool fits = rule % 4 == 0   ? rules.push_back(points_rule(rule))
                          : rule % 4 == 1 ? rules.push_back(cashback_rule(rule))
                          : rule % 4 == 2 ? rules.push_back(threshold_rule(rule))
                                          : rules.push_back(stamp_rule(rule));
        if (!fits) {
            std::abort();
        }
    }
    return rules;
}

// ---------------------------------------------------------------------------------------------------------------------
// By hand.

using by_hand::common_state;

template <std::size_t... Rule>
totals alike_constant(std::span<common_state> members, record_span stream, std::index_sequence<Rule...>) {
    return by_hand::drive<false>(
        members, stream, [](common_state& own, const w5::record& event, const day_fields&, totals& sum) {
            bool fits = true;
            std::int64_t points = 0;
            const auto rule = [&](std::uint32_t category, std::int64_t award) __attribute__((always_inline)) {
                if (event.category == category) {
                    std::int64_t exact = 0;
                    fits = !__builtin_mul_overflow(event.cents, award, &exact) && fits;
                    fits = !__builtin_add_overflow(points, w5::by_hand::quotient(exact, 100), &points) && fits;
                }
            };
            (rule(category_of(Rule), award_of(Rule)), ...);
            return by_hand::give(own.points, sum.points, points) && fits;
        });
}

struct plain_rule {
    std::uint32_t category;
    kind what;
    std::int64_t number;
};

totals alike_from_array(std::span<common_state> members, record_span stream, std::span<const plain_rule> rules) {
    return by_hand::drive<false>(
        members, stream, [rules](common_state& own, const w5::record& event, const day_fields&, totals& sum) {
            bool fits = true;
            std::int64_t points = 0;
            for (const plain_rule& rule : rules) {
                if (event.category == rule.category) {
                    std::int64_t exact = 0;
                    fits = !__builtin_mul_overflow(event.cents, rule.number, &exact) && fits;
                    fits = !__builtin_add_overflow(points, w5::by_hand::quotient(exact, 100), &points) && fits;
                }
            }
            return by_hand::give(own.points, sum.points, points) && fits;
        });
}

totals alike_by_category(std::span<common_state> members, record_span stream,
                         std::span<const std::vector<std::int64_t>, 16> awards) {
    return by_hand::drive<false>(
        members, stream, [awards](common_state& own, const w5::record& event, const day_fields&, totals& sum) {
            bool fits = true;
            std::int64_t points = 0;
            for (const std::int64_t award : awards[event.category]) {
                std::int64_t exact = 0;
                fits = !__builtin_mul_overflow(event.cents, award, &exact) && fits;
                fits = !__builtin_add_overflow(points, w5::by_hand::quotient(exact, 100), &points) && fits;
            }
            return by_hand::give(own.points, sum.points, points) && fits;
        });
}

/// Every rule has eight bytes for each member, whether it remembers something or not.
template <std::size_t Count>
struct mixed_state : common_state {
    std::int64_t cents = 0;
    std::int64_t stamps = 0;
    std::int64_t memory[Count]{};
};

template <std::size_t Count>
totals mixed_from_array(std::span<mixed_state<Count>> members, record_span stream, std::span<const plain_rule> rules) {
    return by_hand::drive<false>(
        members, stream, [rules](mixed_state<Count>& own, const w5::record& event, const day_fields&, totals& sum) {
            bool fits = true;
            std::int64_t points = 0;
            std::int64_t back = 0;
            std::int64_t stamps = 0;
            std::int64_t* remembered = own.memory;
            for (const plain_rule& rule : rules) {
                std::int64_t exact = 0;
                switch (rule.what) {
                case kind::points:
                    if (event.category == rule.category) {
                        fits = !__builtin_mul_overflow(event.cents, rule.number, &exact) && fits;
                        fits = !__builtin_add_overflow(points, w5::by_hand::quotient(exact, 100), &points) && fits;
                    }
                    break;
                case kind::cashback:
                    if (event.category == rule.category) {
                        fits = !__builtin_mul_overflow(event.cents, rule.number, &exact) && fits;
                        fits = !__builtin_add_overflow(back, by_hand::half_even<1000>(exact), &back) && fits;
                    }
                    break;
                case kind::threshold:
                    fits = !__builtin_add_overflow(*remembered, event.cents, remembered) && fits;
                    if (*remembered >= rule.number) {
                        points += 10 * (*remembered / rule.number);
                        *remembered %= rule.number;
                    }
                    break;
                case kind::stamps:
                    if (++*remembered == rule.number) {
                        *remembered = 0;
                        ++stamps;
                    }
                    break;
                }
                ++remembered;
            }
            fits = by_hand::give(own.cents, sum.cashback, back) && fits;
            fits = by_hand::give(own.stamps, sum.stamps, stamps) && fits;
            return by_hand::give(own.points, sum.points, points) && fits;
        });
}

template <std::size_t... Stage>
totals staged_constant(std::span<common_state> members, record_span stream, std::index_sequence<Stage...>) {
    return by_hand::drive<false>(
        members, stream, [](common_state& own, const w5::record& event, const day_fields&, totals& sum) {
            std::int64_t points = w5::by_hand::quotient(event.cents, 100);
            bool fits = true;
            const auto stage = [&](std::uint32_t category, std::int64_t bonus) __attribute__((always_inline)) {
                if (event.category == category) {
                    fits = !__builtin_add_overflow(points, bonus, &points) && fits;
                }
            };
            (stage(category_of(Stage), award_of(Stage)), ...);
            return by_hand::give(own.points, sum.points, points) && fits;
        });
}

template <std::size_t Count, std::size_t... Code>
totals predicated_constant(std::span<common_state> members, record_span stream, std::index_sequence<Code...>) {
    return by_hand::drive<false>(
        members, stream, [](common_state& own, const w5::record& event, const day_fields&, totals& sum) {
            const bool holds = ((event.category == (Code + 1 == Count ? 3 : 100 + Code)) || ...);
            return by_hand::give(own.points, sum.points, holds ? w5::by_hand::quotient(event.cents, 100) : 0);
        });
}

// ---------------------------------------------------------------------------------------------------------------------
// The rungs.

const std::vector<w5::record>& stream() {
    static const std::vector<w5::record> records = w5::stream(bench::events(100'000), bench::members(1'000));
    return records;
}

work_type rung(const std::string& group, std::size_t count) {
    return {group, std::to_string(count), bench::members(1'000), stream()};
}

template <std::size_t Count>
void add_alike() {
    const work_type work = rung("ladder_alike", Count);
    std::vector<plain_rule> plain;
    std::array<std::vector<std::int64_t>, 16> by_category;
    for (std::size_t rule = 0; rule < Count; ++rule) {
        plain.push_back({category_of(rule), kind::points, award_of(rule)});
        by_category[category_of(rule)].push_back(award_of(rule));
    }
    bench::add_by_hand<common_state>(work, "by_hand", [](auto members, record_span events) {
        return alike_constant(members, events, std::make_index_sequence<Count>{});
    });
    bench::add_by_hand<common_state>(work, "by_hand_array", [plain](auto members, record_span events) {
        return alike_from_array(members, events, plain);
    });
    bench::add_by_hand<common_state>(work, "by_hand_looked_up", [by_category](auto members, record_span events) {
        return alike_by_category(members, events, by_category);
    });
    if constexpr (Count <= 32) {
        bench::add_form(work, "lifted", lifted<alike<Count>>);
        bench::add_constant<alike<Count>>(work);
        bench::add_form(work, "run_time_numbers", alike<Count>);
    }
    if constexpr (Count <= 128) {
        bench::add_form(work, "rule_list", programme{framed{}, alike_rules<Count>(0, Count)});
        bench::add_form(work, "rule_list_of_128", programme{framed{}, alike_rules<128>(0, Count)});
    } else {
        bench::add_form(work, "rule_list", programme{framed{}, alike_rules<128>(0, 128), alike_rules<128>(128, 128)});
    }
}

template <std::size_t Count>
void add_mixed() {
    const work_type work = rung("ladder_mixed", Count);
    std::vector<plain_rule> plain;
    for (std::size_t rule = 0; rule < Count; ++rule) {
        const std::int64_t numbers[]{award_of(rule), award_of(rule), threshold_of(rule), fields_of(rule)};
        plain.push_back({category_of(rule), static_cast<kind>(rule % 4), numbers[rule % 4]});
    }
    bench::add_by_hand<mixed_state<Count>>(work, "by_hand_array", [plain](auto members, record_span events) {
        return mixed_from_array<Count>(members, events, plain);
    });
    if constexpr (Count <= 32) {
        bench::add_form(work, "lifted", lifted<mixed<Count>>);
        bench::add_constant<mixed<Count>>(work);
        bench::add_form(work, "run_time_numbers", mixed<Count>);
    }
    if constexpr (Count <= 128) {
        bench::add_form(work, "rule_list", programme{framed{}, mixed_rules<Count>(0, Count)});
        bench::add_form(work, "rule_list_of_128", programme{framed{}, mixed_rules<128>(0, Count)});
    } else {
        bench::add_form(work, "rule_list", programme{framed{}, mixed_rules<128>(0, 128), mixed_rules<128>(128, 128)});
    }
}

template <std::size_t Count>
void add_staged() {
    const work_type work = rung("ladder_stages", Count);
    bench::add_by_hand<common_state>(work, "by_hand", [](auto members, record_span events) {
        return staged_constant(members, events, std::make_index_sequence<Count>{});
    });
    bench::add_form(work, "lifted", lifted<staged<Count>>);
    bench::add_constant<staged<Count>>(work);
    bench::add_form(work, "run_time_numbers", staged<Count>);
}

template <std::size_t Count>
void add_predicated() {
    const work_type work = rung("ladder_predicates", Count);
    bench::add_by_hand<common_state>(work, "by_hand", [](auto members, record_span events) {
        return predicated_constant<Count>(members, events, std::make_index_sequence<Count>{});
    });
    bench::add_form(work, "lifted", lifted<predicated<Count>>);
    bench::add_constant<predicated<Count>>(work);
    bench::add_form(work, "run_time_numbers", predicated<Count>);
}

template <std::size_t... Exponent>
void add_all(std::index_sequence<Exponent...>) {
    (add_alike<(std::size_t{1} << Exponent)>(), ...);
    (add_mixed<(std::size_t{1} << Exponent)>(), ...);
}
template <std::size_t... Exponent>
void add_long(std::index_sequence<Exponent...>) {
    (add_staged<(std::size_t{1} << Exponent)>(), ...);
    (add_predicated<(std::size_t{1} << Exponent)>(), ...);
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        add_all(std::make_index_sequence<9>{});
        add_long(std::make_index_sequence<6>{});
    });
}
