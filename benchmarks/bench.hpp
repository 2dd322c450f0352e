// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A bench of engines that do the same work. A *workload* is a stream with the totals that it must come to; an *engine*
/// is one way to get there: a loop by hand, or a form of a programme. The totals of every single pass are compared with
/// the literal ones of expected.hpp, so that a wrong engine reports an error and not a time.
///
/// Names are `group/engine/parameter`, such as `ladder/rule_list/64`, and stay as they are: other people's files hold them.

#include "context.hpp"
#include "cpu_clock.hpp"
#include "expected.hpp"

#include <loyalty/loyalty.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <regex>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#define LOYALTY_BENCHMARK_COUNTS_INSTRUCTIONS 1
#else
#define LOYALTY_BENCHMARK_COUNTS_INSTRUCTIONS 0
#define CALLGRIND_START_INSTRUMENTATION static_cast<void>(0)
#define CALLGRIND_STOP_INSTRUMENTATION static_cast<void>(0)
#endif

namespace bench {

using loyalty::amount;
using loyalty::member;

struct engine {
    std::string group;
    std::string form;
    std::string parameter;
    std::size_t events = 0;
    std::size_t state_bytes = 0;
    /// One pass over the stream with new members: the seconds of the evaluation alone, and what it came to.
    std::function<std::pair<double, totals>()> run;
    std::size_t receipt_bytes = 0; ///< where sales can come back

    [[nodiscard]] std::string name() const { return group + "/" + form + "/" + parameter; }
    [[nodiscard]] std::string workload() const { return group + "/" + parameter; }
};

/// All engines of one executable, in the order in which they were added.
[[nodiscard]] inline std::vector<engine>& engines() {
    static std::vector<engine> all;
    return all;
}

/// Under callgrind a tenth of the events and of the members is enough: instructions do not vary. Each member has as many
/// events as ever, so that months and years begin as often.
[[nodiscard]] inline bool& counts_instructions() {
    static bool counts = false;
    return counts;
}
[[nodiscard]] inline std::size_t events(std::size_t count) {
    return counts_instructions() ? count / 10 : count;
}
[[nodiscard]] inline std::size_t members(std::size_t count) {
    return counts_instructions() ? count / 10 : count;
}

/// The processor time that a function takes, in seconds.
template <class Function>
[[nodiscard]] double timed(Function&& function) {
    CALLGRIND_START_INSTRUMENTATION;
    const auto start = cpu_clock::now();
    function();
    const std::chrono::duration<double> passed = cpu_clock::now() - start;
    CALLGRIND_STOP_INSTRUMENTATION;
    return passed.count();
}

// ---------------------------------------------------------------------------------------------------------------------
// Forms of a programme.

/// A stream and who is in it.
template <class Transaction, class Profiles = loyalty::streams::no_profiles>
struct workload {
    std::string group;
    std::string parameter;
    std::size_t members = 0;
    std::span<const Transaction> stream;
    Profiles profiles{};
};

/// What a library's totals are, whatever the units of the programme are called.
template <class Programme>
[[nodiscard]] totals reached_by(const loyalty::totals<Programme>& sum) {
    using value_type = std::remove_cvref_t<decltype(std::declval<const Programme&>().value())>;
    totals result{};
    [&]<loyalty::unit_type... Units>(loyalty::detail::type_list<Units...>) {
        [[maybe_unused]] const auto add = [&]<class Unit>(std::type_identity<Unit>) {
            const std::int64_t granted = sum.template granted<Unit>().minor_units();
            if constexpr (std::is_same_v<Unit, loyalty::unit::stamps>) {
                result.stamps += granted;
            } else if constexpr (std::is_same_v<Unit, loyalty::unit::badges>) {
                result.badges += granted;
            } else if constexpr (loyalty::money_unit<Unit>) {
                result.cashback += granted;
            } else {
                result.points += granted;
            }
        };
        (add(std::type_identity<Units>{}), ...);
    }
    (typename value_type::units_type{});
    result.tier_changes = static_cast<std::int64_t>(sum.tier_changes);
    result.refused = static_cast<std::int64_t>(sum.refused);
    return result;
}

template <class Form, class Transaction, class Profiles>
[[gnu::noinline]] void evaluate(const Form& form, std::span<typename Form::member_type> members,
                                std::span<const Transaction> stream, const Profiles& profiles,
                                loyalty::totals<Form>& sum, std::size_t look_ahead) {
    loyalty::apply_all(form, members, stream, sum, profiles, look_ahead);
}

template <const auto& Rules, class Transaction, class Profiles, class Form = std::remove_cvref_t<decltype(Rules)>>
[[gnu::noinline]] void evaluate_constant(std::span<typename Form::member_type> members,
                                         std::span<const Transaction> stream, const Profiles& profiles,
                                         loyalty::totals<Form>& sum) {
    loyalty::apply_all(Rules, members, stream, sum, profiles);
}

template <class Form, class Transaction, class Profiles>
void add_form(const workload<Transaction, Profiles>& work, std::string form_name, const Form& form,
              std::size_t look_ahead = loyalty::streams::look_ahead_default) {
    engines().push_back({work.group, std::move(form_name), work.parameter, work.stream.size(),
                         sizeof(typename Form::member_type), [work, form, look_ahead] {
                             std::vector<typename Form::member_type> members(work.members);
                             loyalty::totals<Form> sum{};
                             const Form* rules = &form;
                             benchmark::DoNotOptimize(rules); // the numbers come from memory
                             const double seconds = timed(
                                 [&] { evaluate<Form>(*rules, members, work.stream, work.profiles, sum, look_ahead); });
                             return std::pair{seconds, reached_by(sum)};
                         }});
}

template <const auto& Rules, class Transaction, class Profiles>
void add_constant(const workload<Transaction, Profiles>& work) {
    using form_type = std::remove_cvref_t<decltype(Rules)>;
    engines().push_back(
        {work.group, "constant", work.parameter, work.stream.size(), sizeof(typename form_type::member_type), [work] {
             std::vector<typename form_type::member_type> members(work.members);
             loyalty::totals<form_type> sum{};
             const double seconds =
                 timed([&] { evaluate_constant<Rules>(std::span{members}, work.stream, work.profiles, sum); });
             return std::pair{seconds, reached_by(sum)};
         }});
}

/// The same policies as a list of rules.
template <class Terms, class... Policies>
[[nodiscard]] auto listed(const loyalty::programme<Terms, Policies...>& from) {
    loyalty::rule_list<sizeof...(Policies), Policies...> rules;
    bool fits = true;
    loyalty::detail::for_each_index<sizeof...(Policies)>(
        [&](auto index) { fits = fits && rules.push_back(loyalty::detail::get<index>(from.policies)); });
    if (!fits) {
        std::abort();
    }
    return loyalty::programme{from.frame, rules};
}

/// A constant programme in all the forms that it can have.
template <const auto& Rules, class Transaction, class Profiles>
void add_all_forms(const workload<Transaction, Profiles>& work) {
    add_form(work, "lifted", loyalty::lifted<Rules>);
    add_constant<Rules>(work);
    add_form(work, "run_time_numbers", Rules);
    add_form(work, "rule_list", listed(Rules));
}

/// A loop by hand: `loop(members, stream)` gives the totals.
template <class State, class Transaction, class Profiles, class Loop>
void add_by_hand(const workload<Transaction, Profiles>& work, std::string form_name, Loop loop) {
    engines().push_back(
        {work.group, std::move(form_name), work.parameter, work.stream.size(), sizeof(State), [work, loop] {
             std::vector<State> members(work.members);
             totals sum{};
             const double seconds = timed([&] { sum = loop(std::span{members}, work.stream); });
             return std::pair{seconds, sum};
         }});
}

// ---------------------------------------------------------------------------------------------------------------------
// The run.

inline void measure(benchmark::State& state, const engine& one) {
    const totals* const right = find_expected(one.workload());
    totals reached{};
    double seconds_in_all = 0;
    for (auto _ : state) {
        const auto [seconds, sum] = one.run();
        reached = sum;
        if (right == nullptr || sum != *right) {
            state.SkipWithError("the totals are wrong");
            return;
        }
        state.SetIterationTime(seconds);
        seconds_in_all += seconds;
    }
    const auto all_events = static_cast<double>(state.iterations()) * static_cast<double>(one.events);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(one.events));
    state.counters["ns_per_event"] = seconds_in_all * 1e9 / all_events;
    state.counters["state_bytes"] = static_cast<double>(one.state_bytes);
    if (one.receipt_bytes != 0) {
        state.counters["receipt_bytes"] = static_cast<double>(one.receipt_bytes);
    }
    state.counters["outcomes"] = static_cast<double>(one.events);
    state.counters["points"] = static_cast<double>(reached.points);
    state.counters["cashback"] = static_cast<double>(reached.cashback);
    state.counters["stamps"] = static_cast<double>(reached.stamps);
    state.counters["badges"] = static_cast<double>(reached.badges);
    state.counters["tier_changes"] = static_cast<double>(reached.tier_changes);
}

/// Prints the totals of each workload as rows of expected.hpp; false where engines differ.
[[nodiscard]] inline bool print_totals() {
    std::map<std::string, totals> first;
    bool agree = true;
    for (const engine& one : engines()) {
        const totals sum = one.run().second;
        const auto [at, is_new] = first.emplace(one.workload(), sum);
        if (is_new) {
            std::printf("    {\"%s\", {%lld, %lld, %lld, %lld, %lld, %lld}},\n", one.workload().c_str(),
                        static_cast<long long>(sum.points), static_cast<long long>(sum.cashback),
                        static_cast<long long>(sum.stamps), static_cast<long long>(sum.badges),
                        static_cast<long long>(sum.tier_changes), static_cast<long long>(sum.refused));
        } else if (at->second != sum) {
            agree = false;
            std::printf("    DIFFERS: %s {%lld, %lld, %lld, %lld, %lld, %lld}\n", one.name().c_str(),
                        static_cast<long long>(sum.points), static_cast<long long>(sum.cashback),
                        static_cast<long long>(sum.stamps), static_cast<long long>(sum.badges),
                        static_cast<long long>(sum.tier_changes), static_cast<long long>(sum.refused));
        }
    }
    return agree;
}

#if LOYALTY_BENCHMARK_COUNTS_INSTRUCTIONS
/// One pass of each engine under callgrind, which writes a part of its file for each, named after the engine and the
/// number of events.
[[nodiscard]] inline bool count_instructions(const std::string& filter) {
    std::map<std::string, totals> first;
    const std::regex wanted(filter);
    for (const engine& one : engines()) {
        if (!std::regex_search(one.name(), wanted)) {
            continue;
        }
        CALLGRIND_ZERO_STATS;
        const totals sum = one.run().second;
        const std::string name = one.name() + " " + std::to_string(one.events);
        CALLGRIND_DUMP_STATS_AT(name.c_str());
        if (first.emplace(one.workload(), sum).first->second != sum) {
            std::printf("%s: the totals are wrong\n", one.name().c_str());
            return false;
        }
    }
    return true;
}
#endif

/// `fill` adds the engines. Beside Google Benchmark's own arguments: `--totals`, and `--instructions [filter]`, which is
/// to be run under `valgrind --tool=callgrind --instr-atstart=no`.
template <class Fill>
int main(int argc, char** argv, Fill fill) {
    const std::string_view first = argc > 1 ? argv[1] : "";
    counts_instructions() = first == "--instructions";
    fill();
    if (first == "--totals") {
        return print_totals() ? 0 : 1;
    }
    if (first == "--instructions") {
#if LOYALTY_BENCHMARK_COUNTS_INSTRUCTIONS
        return count_instructions(argc > 2 ? argv[2] : "") ? 0 : 1;
#else
        std::puts("built without valgrind/callgrind.h");
        return 1;
#endif
    }
    for (const engine& one : engines()) {
        benchmark::RegisterBenchmark(one.name().c_str(), [&one](benchmark::State& state) {
            measure(state, one);
        })->UseManualTime();
    }
    return run_registered(argc, argv);
}

} // namespace bench
