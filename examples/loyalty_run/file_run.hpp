// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A run over a file: read, evaluate, compare, report.

#include "checking.hpp"
#include "games.hpp"
#include "interruption.hpp"
#include "reading.hpp"
#include "session.hpp"
#include "standard_streams.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty_run {

/// Reads a file to its end, and evaluates what it holds.
template <class Rules>
class file_run {
public:
    using transaction_type = sale;
    using session_type = session<Rules, transaction_type>;

    /// `quotas` are those that the members share; null if there are none.
    file_run(const Rules& rules, programme_notes& notes, const options& asked,
             const std::vector<named_quota>* quotas = nullptr)
        : asked_(asked),
          rules_(rules),
          quotas_(quotas),
          checks_(comparisons_of(asked.check, notes)),
          reading_(asked, notes, chosen(asked, notes, checks_), session_type::takes_returns,
                   rules.last().frame.calendar.zone),
          session_(rules, notes, asked, reading_.names(), reading_.may_have_returns()),
          notes_(notes) {
        session_.record.comparisons = checks_;
    }

    [[nodiscard]] exit_code run() {
        const auto begun = std::chrono::steady_clock::now();
        reading_.read(
            [&](std::span<const transaction_type> events, std::size_t members) { session_.evaluate(events, members); },
            [&](std::uint32_t member, instant time) { return session_.is_last(member, time); });
        show_speed(asked_, reading_.lines(), "lines", begun);
        return report();
    }

private:
    [[nodiscard]] static chosen_layout chosen(const options& asked, const programme_notes& notes,
                                              const std::vector<comparison>& checks) {
        chosen_layout result;
        choose_layout(asked, notes.layout, {notes.currency_digits, notes.points_digits()}, schema_of(checks), result);
        return result;
    }

    [[nodiscard]] const sale_intake& intake() const noexcept { return reading_.intake(); }

    [[nodiscard]] exit_code report() {
        totals_table totals;
        add_input(totals);
        session_.finish(reading_.names().members.size(), totals);
        add_money(totals);
        if constexpr (has_prices<typename session_type::Programme>) {
            rules_.add_totals(totals, notes_);
        }
        if constexpr (requires { rules_.left().left(0); }) {
            add_quotas(totals, *quotas_, rules_.left());
        }
        if constexpr (session_type::takes_returns) {
            session_.add_returns(totals);
            add_all_lines(totals);
        }
        bool equal = add_checks(totals);
        if (notes_.has_money) {
            equal = session_.check_returns({intake().all_lines, intake().passed.exact}, totals) && equal;
        }
        write_totals(totals, asked_);
        write_figures();
        if (!interruption::has_cut_input && reading_.lines() + reading_.malformed() != 0 && !accepted_any()) {
            throw failure{exit_code::wrong_input, nothing_counted()};
        }
        return interruption::has_cut_input ? exit_code_of_signal() : equal ? exit_code::done : exit_code::check_failed;
    }

    void write_figures() {
        if (!asked_.wants_figures()) {
            return;
        }
        figures& shown = session_.shown();
        shown.lines = reading_.lines();
        shown.malformed = reading_.malformed();
        shown.currency_digits = notes_.currency_digits;
        shown.has_money = notes_.has_money;
        for (const auto& kind : intake().passed.kinds) {
            shown.passed_over.push_back({std::string(kind.name), kind.lines,
                                         !notes_.has_money ? std::string()
                                         : kind.overflow   ? std::string("passes 64 bits")
                                                           : units_of(kind.minor_units, notes_.currency_digits)});
        }
        loyalty_run::write_figures(shown, asked_);
    }

    /// Of all that was understood, whatever became of it.
    void add_all_lines(totals_table& totals) const {
        totals.add("all lines", fmt::format("{}, the exact sum", notes_.currency), exact_cell(intake().all_lines));
        totals.add("all lines", "with a customer", number_cell(intake().of_members));
        totals.add("all lines", fmt::format("{}, the exact sum, with a customer", notes_.currency),
                   exact_cell(intake().with_member));
        totals.add("all lines", "without a customer", number_cell(intake().lines - intake().of_members));
    }

    [[nodiscard]] bool accepted_any() const {
        const auto& counts = session_.record.events_of;
        return std::any_of(counts.begin(), counts.end(), [](std::uint32_t count) { return count != 0; });
    }

    /// Why, most likely, no line counted.
    [[nodiscard]] std::string nothing_counted() const {
        const std::string of_lines = reading_.nothing_counted(session_.record.events());
        const auto& reasons = session_.record.by_reason;
        const auto found = std::max_element(reasons.begin() + 1, reasons.end());
        return !of_lines.empty()
                   ? of_lines
                   : fmt::format("{}: no line was accepted. {} event{} refused: {}", asked_.input_name(), *found,
                                 *found == 1 ? " was" : "s were",
                                 session_type::recorder_type::why(static_cast<reason>(found - reasons.begin())));
    }

    void add_input(totals_table& totals) {
        totals.add("input", "programme", {notes_.name});
        totals.add("input", "file", {asked_.input_name()});
        totals.add("input", "layout", {std::string(reading_.layout().name)});
        totals.add("input", "malformed lines", number_cell(reading_.malformed()));
        totals.add("input", "lines read", number_cell(reading_.lines()));
        totals.add("input", "lines passed over", number_cell(intake().passed.lines));
        for (const auto& kind : intake().passed.kinds) {
            totals.add("lines passed over", kind.name, number_cell(kind.lines));
        }
        if (notes_.has_money) {
            for (const auto& kind : intake().passed.kinds) {
                totals.add(fmt::format("{} passed over", notes_.currency), kind.name,
                           {kind.overflow ? "passes 64 bits" : units_of(kind.minor_units, notes_.currency_digits)});
            }
        }
    }

    /// The money of the accepted events, as it was rounded line by line, and exactly.
    void add_money(totals_table& totals) {
        const auto& record = session_.record;
        totals.add("accepted", "lines", number_cell(record.accepted_lines));
        if (notes_.has_money) {
            const std::string mode(name_of(reading_.layout().format.line_rounding));
            totals.add("accepted", fmt::format("{}, each line rounded {}", notes_.currency, mode),
                       {record.money_overflow ? "passes 64 bits"
                                              : units_of(record.money_minor_units, notes_.currency_digits)});
            const auto exact = record.exact.total();
            totals.add(
                "accepted", fmt::format("{}, the exact sum", notes_.currency),
                {record.exact_unknown != 0
                     ? fmt::format("not known, {} amounts are stated finer than the currency", record.exact_unknown)
                 : exact ? std::string(to_text(*exact).view())
                         : "passes 64 bits"});
            totals.add("accepted", "lines that rounding changed", number_cell(record.rounded_lines));
            if (record.may_lack_line != 0) {
                totals.add("accepted", "events beside a malformed line, which may lack it",
                           number_cell(record.may_lack_line));
            }
        }
    }

    /// True where all rows equal.
    [[nodiscard]] bool add_checks(totals_table& totals) {
        bool all_equal = true;
        if (!session_.record.comparisons.empty() && reading_.malformed() != 0) {
            say(fmt::format("check: {} malformed lines could not be compared\n", reading_.malformed()));
            all_equal = false;
        }
        for (const comparison& each : session_.record.comparisons) {
            const bool equal = each.rows == each.equal && each.rows != 0;
            all_equal = all_equal && equal;
            totals.add("check", fmt::format("{} = {}", each.name, each.column),
                       {fmt::format("{} of {} rows equal", each.equal, each.rows)});
            for (const std::string& difference : each.differences) {
                say(fmt::format("{}: {}\n", each.name, difference));
            }
            if (each.rows - each.equal > each.differences.size()) {
                say(fmt::format("{}: and {} more\n", each.name, each.rows - each.equal - each.differences.size()));
            }
            if (each.rows == 0) {
                say(fmt::format("{}: no row has a value in column {} to compare with\n", each.name, each.column));
            }
        }
        return all_equal;
    }

    const options& asked_;
    const Rules& rules_;
    const std::vector<named_quota>* quotas_;
    std::vector<comparison> checks_;
    reading reading_;
    session_type session_;
    programme_notes& notes_;
};

template <class Programme>
[[nodiscard]] exit_code run_file(const json::version_list<Programme>& versions, const std::vector<named_quota>& quotas,
                                 programme_notes& notes, const options& asked) {
    const versioned_rules<Programme> rules(versions);
    return file_run<versioned_rules<Programme>>(rules, notes, asked, &quotas).run();
}

} // namespace loyalty_run
