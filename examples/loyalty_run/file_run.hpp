// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A run over a file: read, evaluate, compare, report.

#include "advice.hpp"
#include "checking.hpp"
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

    file_run(const Rules& rules, programme_notes& notes, const options& asked)
        : asked_(asked),
          checks_(comparisons_of(asked.check, notes)),
          layout_(chosen(asked, notes, checks_)),
          file_(asked.input),
          reader_(file_.get(), asked.input == "-" ? "standard input" : asked.input, layout_.layout),
          terms_{layout_.layout.name, layout_.layout.basket_seconds, session_type::takes_returns, asked.without_money,
                 rules.last().frame.calendar.zone},
          intake_(notes, terms_, names_),
          session_(rules, notes, asked, names_),
          bar_(!asked.quiet),
          notes_(notes) {
        session_.record.comparisons = checks_;
        listen();
    }

    [[nodiscard]] exit_code run() {
        const auto begun = std::chrono::steady_clock::now();
        read();
        show_speed(asked_, reader_.lines(), "lines", begun);
        return report();
    }

private:
    [[nodiscard]] static chosen_layout chosen(const options& asked, const programme_notes& notes,
                                              const std::vector<comparison>& checks) {
        chosen_layout result;
        choose_layout(asked, notes.layout, notes.currency_digits, schema_of(checks), result);
        return result;
    }

    /// Errors are shown as they happen, the first of them; all are counted.
    void listen() {
        if (file_.failed()) {
            throw failure{exit_code::wrong_input, broke_off()};
        }
        const csv_content content = reader_.content();
        const bool is_text = content == csv_content::text || (content == csv_content::empty && reader_.ready());
        if (!is_text) {
            throw failure{exit_code::wrong_input, content_sentence(content, input_name(), asked_.input)};
        }
        if (!reader_.ready()) {
            throw failure{exit_code::wrong_input, no_columns()};
        }
        ask_for_columns();
        reader_.errors().limit = 1;
        for (const csv_error& error : reader_.errors().kept) {
            tell(error);
        }
        reader_.errors().on_error = [this](const csv_error& error) { tell(error); };
    }

    /// Why the columns of a schema are not found.
    [[nodiscard]] std::string no_columns() const {
        const std::string found = reader_.errors().kept.front().message();
        const std::string delimiter = wrong_delimiter();
        if (!delimiter.empty()) {
            return fmt::format("{}; {}", found, delimiter);
        }
        // More than one: the first is of the header, which cannot be read.
        return found + (reader_.errors().count > 1 ? "" : " (--map FACT=COLUMN names another column)");
    }

    /// Which delimiter the file seems to have; empty if it is the one of the layout.
    [[nodiscard]] std::string wrong_delimiter() const {
        const auto other = other_delimiter(reader_.first_line(), layout_.layout.dialect.delimiter);
        return other ? delimiter_sentence(*other) : std::string();
    }

    [[nodiscard]] std::string broke_off() const { return "reading broke off before the end of " + input_name(); }

    /// Without a column of what the rules read, each line would count for nothing, and nobody would notice.
    void ask_for_columns() const {
        const auto has = [&](csv_fact fact) { return reader_.has_column(fact); };
        if (asked_.without_money && !notes_.has_money) {
            throw failure{exit_code::wrong_use, fmt::format("--without-money: '{}' reads no money", notes_.name)};
        }
        for (const csv_fact fact : sale_intake::columns_of(notes_)) {
            if (!has(fact)) {
                throw missing_columns({fact}, "");
            }
        }
        const std::vector<csv_fact> money{csv_fact::amount, csv_fact::unit_price};
        if (notes_.has_money && !asked_.without_money && std::none_of(money.begin(), money.end(), has)) {
            throw missing_columns(money, ", --without-money that each line is a visit of 0.00");
        }
    }

    [[nodiscard]] failure missing_columns(const std::vector<csv_fact>& facts, std::string_view other_remedy) const {
        const std::string found = reader_.header().empty() ? "no header" : "columns " + csv_listed(reader_.header());
        const std::string delimiter = wrong_delimiter();
        return {exit_code::wrong_input,
                fmt::format("{}: expected {}, found {}; {}", input_name(), expected_columns(facts), found,
                            !delimiter.empty() ? delimiter
                                               : fmt::format("--map {}=COLUMN says which it is{}",
                                                             row_of(facts.front()).name, other_remedy))};
    }

    /// `a column 'amount' (amount) or 'Price' (unit_price)`, as the layout names them.
    [[nodiscard]] std::string expected_columns(const std::vector<csv_fact>& facts) const {
        csv_error none;
        const auto schema = parse_csv_schema(layout_.layout.schema, none);
        std::string text;
        for (const csv_fact fact : facts) {
            std::string column(row_of(fact).name);
            for (const csv_mapping& each : schema ? schema->mappings : std::vector<csv_mapping>{}) {
                if (each.fact == fact) {
                    column = each.number != 0 ? std::to_string(each.number) : each.column;
                }
            }
            text += fmt::format("{} '{}' for {}", text.empty() ? "a column" : " or", column, row_of(fact).name);
        }
        return text;
    }

    [[nodiscard]] std::string input_name() const { return asked_.input == "-" ? "standard input" : asked_.input; }

    void tell(const csv_error& error) {
        bar_.clear();
        malformed_.add(error);
        if (++told_ <= (asked_.strict ? 1 : asked_.errors_shown)) {
            const std::string remedy = malformed_lines::remedy(error);
            say(error.message() + (remedy.empty() ? remedy : " (" + remedy + ")") + '\n');
        }
        if (told_ == asked_.errors_shown + 1 && asked_.errors_shown != 0 && !asked_.strict) {
            say("further malformed lines are counted only (--errors N shows N of them)\n");
        }
    }

    void read() {
        csv_line line;
        std::size_t errors_before = reader_.errors().count;
        while (reader_.read(line)) {
            const bool erred = reader_.errors().count != errors_before;
            if (erred) {
                intake_.doubt_last();
            }
            if (!asked_.sort && intake_.size() >= batch_size && !intake_.continues(line)) {
                evaluate();
            }
            errors_before = reader_.errors().count;
            intake_.take(line, reader_, erred);
            stop_if_strict();
            if ((reader_.lines() & 0x3FFU) == 0) {
                bar_.show("lines", reader_.lines(), file_.percent());
            }
        }
        stop_if_strict();
        if (reader_.errors().count != errors_before) {
            intake_.doubt_last();
        }
        evaluate();
        bar_.clear();
        if (file_.failed()) {
            throw failure{exit_code::wrong_input, broke_off()};
        }
    }

    void stop_if_strict() const {
        if (asked_.strict && reader_.errors().count != 0) {
            throw failure{exit_code::wrong_input, "stopped at the first malformed line, as --strict asks"};
        }
    }

    void evaluate() {
        const std::span<transaction_type> events = intake_.ready();
        if (asked_.sort) {
            // By line behind time, which is a stable sort without the memory of one.
            std::sort(events.begin(), events.end(), [](const transaction_type& left, const transaction_type& right) {
                return fact::time(left) != fact::time(right) ? fact::time(left) < fact::time(right)
                                                             : (left.origin.line) < (right.origin.line);
            });
        }
        session_.evaluate(events, names_.members.size());
        intake_.clear();
    }

    [[nodiscard]] exit_code report() {
        totals_table totals;
        add_input(totals);
        session_.finish(names_.members.size(), totals);
        add_money(totals);
        if constexpr (session_type::takes_returns) {
            session_.add_returns(totals);
            add_all_lines(totals);
        }
        bool equal = add_checks(totals);
        if (notes_.has_money) {
            equal = session_.check_returns({intake_.all_lines, intake_.passed.exact}, totals) && equal;
        }
        write_totals(totals, asked_);
        write_figures();
        if (reader_.lines() + reader_.errors().count != 0 && !accepted_any()) {
            throw failure{exit_code::wrong_input, nothing_counted()};
        }
        return equal ? exit_code::done : exit_code::check_failed;
    }

    void write_figures() {
        if (!asked_.wants_figures()) {
            return;
        }
        figures& shown = session_.shown();
        shown.lines = reader_.lines();
        shown.malformed = reader_.errors().count;
        shown.currency_digits = notes_.currency_digits;
        shown.has_money = notes_.has_money;
        for (const auto& kind : intake_.passed.kinds) {
            shown.passed_over.push_back({std::string(kind.name), kind.lines,
                                         !notes_.has_money ? std::string()
                                         : kind.overflow   ? std::string("passes 64 bits")
                                                           : units_of(kind.minor_units, notes_.currency_digits)});
        }
        loyalty_run::write_figures(shown, asked_);
    }

    /// Of all that was understood, whatever became of it.
    void add_all_lines(totals_table& totals) const {
        const auto exact = [](const exact_sum& sum) {
            const auto total = sum.total();
            return cell{total ? std::string(to_text(*total).view()) : "passes 64 bits"};
        };
        totals.add("all lines", fmt::format("{}, the exact sum", notes_.currency), exact(intake_.all_lines));
        totals.add("all lines", "with a customer", number_cell(intake_.of_members));
        totals.add("all lines", fmt::format("{}, the exact sum, with a customer", notes_.currency),
                   exact(intake_.with_member));
        totals.add("all lines", "without a customer", number_cell(intake_.lines - intake_.of_members));
    }

    [[nodiscard]] bool accepted_any() const {
        const auto& counts = session_.record.events_of;
        return std::any_of(counts.begin(), counts.end(), [](std::uint32_t count) { return count != 0; });
    }

    /// Why, most likely, no line counted: what most lines have in common, and what helps.
    [[nodiscard]] std::string nothing_counted() const {
        const std::string begin = input_name() + ": no line was accepted. ";
        const std::uint64_t malformed = reader_.errors().count;
        if (const std::string common = malformed_.in_common(malformed); !common.empty()) {
            return begin + common;
        }
        const auto& kinds = intake_.passed.kinds;
        const auto most = std::max_element(
            kinds.begin(), kinds.end(), [](const auto& left, const auto& right) { return left.lines < right.lines; });
        if (most != kinds.end() && most->lines >= std::max(malformed, session_.record.events())) {
            return fmt::format("{}{} lines were passed over: {}{}", begin, most->lines, most->name,
                               reader_.has_column(csv_fact::member) ? "" : ". --map member=COLUMN says who was served");
        }
        const std::string delimiter = wrong_delimiter();
        if (malformed >= session_.record.events() && !delimiter.empty()) {
            return fmt::format("{}{} lines are malformed; {}", begin, malformed, delimiter);
        }
        if (malformed >= session_.record.events()) {
            return fmt::format("{}{} lines are malformed: --delimiter, --dates, --decimal-comma, --thousands and "
                               "--currency-sign say how the file is written",
                               begin, malformed);
        }
        const auto& reasons = session_.record.by_reason;
        const auto found = std::max_element(reasons.begin() + 1, reasons.end());
        return fmt::format("{}{} events were refused: {}", begin, *found,
                           session_type::recorder_type::why(static_cast<reason>(found - reasons.begin())));
    }

    void add_input(totals_table& totals) {
        totals.add("input", "programme", {notes_.name});
        totals.add("input", "file", {input_name()});
        totals.add("input", "layout", {std::string(layout_.layout.name)});
        totals.add("input", "malformed lines", number_cell(reader_.errors().count));
        totals.add("input", "lines read", number_cell(reader_.lines()));
        totals.add("input", "lines passed over", number_cell(intake_.passed.lines));
        for (const auto& kind : intake_.passed.kinds) {
            totals.add("lines passed over", kind.name, number_cell(kind.lines));
        }
        if (notes_.has_money) {
            for (const auto& kind : intake_.passed.kinds) {
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
            const std::string mode(name_of(layout_.layout.format.line_rounding));
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
        if (!session_.record.comparisons.empty() && reader_.errors().count != 0) {
            say(fmt::format("check: {} malformed lines could not be compared\n", reader_.errors().count));
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
    std::vector<comparison> checks_;
    chosen_layout layout_;
    input_file file_;
    csv_line_reader reader_;
    stream_names names_;
    intake_terms terms_;
    sale_intake intake_;
    session_type session_;
    progress_bar bar_;
    programme_notes& notes_;
    std::size_t told_ = 0;
    malformed_lines malformed_;
};

template <class Programme>
[[nodiscard]] exit_code run_file(const json::version_list<Programme>& versions, programme_notes& notes,
                                 const options& asked) {
    const versioned_rules<Programme> rules(versions);
    return file_run<versioned_rules<Programme>>(rules, notes, asked).run();
}

} // namespace loyalty_run
