// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Reads a file to its end, and hands on what it holds, whatever programmes run over it.

#include "advice.hpp"
#include "input.hpp"
#include "intake.hpp"
#include "interruption.hpp"
#include "options.hpp"
#include "programmes.hpp"
#include "progress.hpp"
#include "standard_streams.hpp"
#include "stream_names.hpp"

#include <loyalty/io/csv.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace loyalty_run {

/// How many transactions are evaluated at a time; the results do not depend on it.
inline constexpr std::size_t batch_size = 4096;

/// A file with its columns, and the transactions of a batch.
class reading {
public:
    using transaction_type = sale_intake::transaction_type;

    /// `takes_returns`: a programme that runs over the file does. `names_categories`: several programmes do, each in its own way.
    reading(const options& asked, const programme_notes& notes, chosen_layout layout, bool takes_returns,
            file_zone zone, bool names_categories = false)
        : asked_(asked),
          notes_(notes),
          layout_(std::move(layout)),
          file_(asked),
          reader_(file_.source(), asked.input_name(), layout_.layout),
          terms_{layout_.layout.name, layout_.layout.basket_seconds, takes_returns, asked.without_money, zone,
                 names_categories},
          names_(asked.sort),
          intake_(notes, terms_, names_),
          bar_(!asked.quiet) {
        listen();
    }

    /// Reads to the end, and calls `evaluate(transactions, members)` for each batch; a signal is an end as well. `is_last(member,
    /// time)` returns true if the last event of the member is of this time. Throws if the source broke off.
    template <class Evaluate, class IsLast>
    void read(Evaluate evaluate, IsLast is_last) {
        csv_line line;
        std::size_t errors_before = reader_.errors().count;
        while (reader_.read(line) && interruption::signal() == 0) {
            const bool erred = reader_.errors().count != errors_before;
            if (erred) {
                intake_.doubt_last();
            }
            if (!asked_.sort && intake_.size() >= batch_size && !intake_.continues(line)) {
                evaluate_batch(evaluate, is_last);
            }
            errors_before = reader_.errors().count;
            intake_.take(line, reader_, erred);
            ++lines_;
            malformed_count_ = reader_.errors().count;
            stop_if_strict();
            if ((lines_ & 0x3FFU) == 0) {
                bar_.show("lines", lines_, file_.done());
            }
        }
        end(evaluate, is_last, errors_before);
    }

    /// Says why, most likely, no line counted: what most lines have in common, and what helps. `events` were made of the lines.
    [[nodiscard]] std::string nothing_counted(std::uint64_t events) const {
        const std::string begin = asked_.input_name() + ": no line was accepted. ";
        if (const std::string common = kinds_of_malformed_.in_common(malformed()); !common.empty()) {
            return begin + common;
        }
        const auto& kinds = intake_.passed.kinds;
        const auto most = std::max_element(
            kinds.begin(), kinds.end(), [](const auto& left, const auto& right) { return left.lines < right.lines; });
        if (most != kinds.end() && most->lines >= std::max(malformed(), events)) {
            return fmt::format("{}{} line{} passed over: {}{}", begin, most->lines,
                               most->lines == 1 ? " was" : "s were", most->name,
                               reader_.has_column(csv_fact::member) ? "" : ". --map member=COLUMN says who was served");
        }
        if (malformed() < events) {
            return {};
        }
        const std::string delimiter = wrong_delimiter();
        return fmt::format("{}{} line{} malformed{}", begin, malformed(), malformed() == 1 ? " is" : "s are",
                           !delimiter.empty()
                               ? "; " + delimiter
                               : ": --delimiter, --dates, --decimal-comma, --thousands and --currency-sign say how the "
                                 "file is written");
    }

    [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }
    [[nodiscard]] std::uint64_t malformed() const noexcept { return malformed_count_; }
    [[nodiscard]] const sale_intake& intake() const noexcept { return intake_; }
    [[nodiscard]] const csv_layout& layout() const noexcept { return layout_.layout; }
    [[nodiscard]] stream_names& names() noexcept { return names_; }
    [[nodiscard]] progress_bar& bar() noexcept { return bar_; }
    [[nodiscard]] const stream_text* generated() const noexcept { return file_.generated(); }
    /// Returns true if lines of the file may give goods back, or redeem points.
    [[nodiscard]] bool may_have_returns() const noexcept {
        return layout_.layout.name == "online_retail" || reader_.has_column(csv_fact::kind);
    }
    [[nodiscard]] bool has_column(csv_fact fact) const noexcept { return reader_.has_column(fact); }
    /// For a run whose programmes name categories in different ways: the codes of a batch become those of `notes`.
    void name_categories_by(const programme_notes& notes, std::span<transaction_type> batch) noexcept {
        intake_.name_categories_by(notes, batch);
    }

private:
    /// Errors are shown as they happen, the first of them; all are counted.
    void listen() {
        if (file_.failed()) {
            throw failure{exit_code::wrong_input, broke_off()};
        }
        const csv_content content = reader_.content();
        const bool is_text = content == csv_content::text || (content == csv_content::empty && reader_.ready());
        if (interruption::signal() != 0) {
            throw failure{exit_code::wrong_input,
                          fmt::format("stopped by {} before a line was read", interruption::name())};
        }
        if (!is_text) {
            throw failure{exit_code::wrong_input, content_sentence(content, asked_.input_name(), asked_.input)};
        }
        if (!reader_.ready()) {
            throw failure{exit_code::wrong_input, no_columns()};
        }
        ask_for_columns();
        reader_.errors().limit = 1;
        malformed_count_ = reader_.errors().count;
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

    [[nodiscard]] std::string broke_off() const { return "reading broke off before the end of " + asked_.input_name(); }

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
        const bool may_hold_activities_alone = has(csv_fact::kind); // a purchase without an amount is a malformed line
        if (notes_.has_money && !asked_.without_money && !may_hold_activities_alone &&
            std::none_of(money.begin(), money.end(), has)) {
            throw missing_columns(money, ", --without-money that each line is a visit of 0.00");
        }
        say_missing(csv_fact::category, {"\"category_is\""}, "each line is of category 0");
        say_missing(csv_fact::tender, {"\"paid_by\"", "\"tender_is\""}, "each line is paid in cash");
        say_missing(csv_fact::sku, {"\"sku_is\""}, "each line is of article 0");
        say_missing(csv_fact::brand, {"\"brand_is\""}, "each line is of brand 0");
        say_missing(csv_fact::store, {"\"store_is\""}, "each line is of store 0");
        say_missing(csv_fact::channel, {"\"channel_is\""}, "each line is of channel 0");
        say_missing(csv_fact::tax, {"\"gross\""}, "gross is net");
        say_missing(csv_fact::discount, {"\"before_discount\""}, "nothing was taken off");
        say_missing(csv_fact::kind,
                    {"\"kind_is\"", "\"per_activity\"", "\"per_score\"", "\"activities\"", "\"scores\"",
                     "\"spun_by_activity\""},
                    "no line is an activity");
        say_missing(csv_fact::kind, {"\"per_delivery\""}, "no line is a delivery");
        say_missing(csv_fact::kind, {"\"paid_membership\""}, "no line is a membership");
        say_missing(csv_fact::kind, {"\"tier_floor\""}, "no line sets a tier by hand");
    }

    /// Rules compare a fact of which the file has no column: that may be meant, so it is said and no error.
    void say_missing(csv_fact fact, const std::vector<std::string_view>& rules, std::string_view so) const {
        const bool is_read = std::any_of(rules.begin(), rules.end(), [&](std::string_view each) {
            return notes_.rules_text.find(each) != std::string::npos;
        });
        if (is_read && !reader_.has_column(fact) && reader_.content() != csv_content::empty) {
            say(fmt::format("loyalty_run: {}: the rules read {}, and the file has no such column, so {}: --map "
                            "{}=COLUMN says which it is\n",
                            asked_.input_name(), row_of(fact).name, so, row_of(fact).name));
        }
    }

    [[nodiscard]] failure missing_columns(const std::vector<csv_fact>& facts, std::string_view other_remedy) const {
        const std::string found = reader_.header().empty() ? "no header" : "columns " + csv_listed(reader_.header());
        const std::string delimiter = wrong_delimiter();
        return {exit_code::wrong_input,
                fmt::format("{}: expected {}, found {}; {}", asked_.input_name(), expected_columns(facts), found,
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

    /// A line that a signal cut in two is not told.
    void tell(const csv_error& error) {
        if (interruption::signal() != 0) {
            return;
        }
        bar_.clear();
        kinds_of_malformed_.add(error);
        if (++told_ <= (asked_.strict ? 1 : asked_.errors_shown)) {
            const std::string remedy = malformed_lines::remedy(error);
            say(error.message() + (remedy.empty() ? remedy : " (" + remedy + ")") + '\n');
        }
        if (told_ == asked_.errors_shown + 1 && asked_.errors_shown != 0 && !asked_.strict) {
            say("further malformed lines are counted only (--errors N shows N of them)\n");
        }
    }

    void stop_if_strict() const {
        if (asked_.strict && malformed_count_ != 0) {
            throw failure{exit_code::wrong_input, "stopped at the first malformed line, as --strict asks"};
        }
    }

    /// Evaluates the last batch. What a signal cut short is left out: the lines of the last purchase may not all be there.
    template <class Evaluate, class IsLast>
    void end(Evaluate& evaluate, IsLast& is_last, std::size_t errors_before) {
        if (interruption::signal() == 0) {
            malformed_count_ = reader_.errors().count;
            stop_if_strict();
            if (malformed_count_ != errors_before) {
                intake_.doubt_last();
            }
        } else {
            interruption::has_cut_input = true;
            intake_.drop_open();
        }
        evaluate_batch(evaluate, is_last);
        bar_.clear();
        if (interruption::has_cut_input) {
            say(fmt::format(
                "loyalty_run: stopped by {} after {} lines. Results are of the {} complete transactions; files of "
                "them have .partial behind their names\n",
                interruption::name(), lines_, evaluated_));
        } else if (file_.failed()) {
            throw failure{exit_code::wrong_input, broke_off()};
        }
    }

    template <class Evaluate, class IsLast>
    void evaluate_batch(Evaluate& evaluate, IsLast& is_last) {
        const std::span<transaction_type> events = intake_.ready();
        if (asked_.sort) {
            // By line behind time, which is a stable sort without the memory of one.
            std::sort(events.begin(), events.end(), [](const transaction_type& left, const transaction_type& right) {
                return fact::time(left) != fact::time(right) ? fact::time(left) < fact::time(right)
                                                             : (left.origin.line) < (right.origin.line);
            });
            bar_.begin();
        }
        const bool was_cut = interruption::has_cut_input;
        std::size_t from = 0;
        do {
            if (asked_.sort && !was_cut && interruption::signal() != 0) {
                interruption::has_cut_input = true;
                break;
            }
            if (asked_.sort) {
                bar_.show("transactions", from, {from, events.size()});
            }
            const std::size_t size = std::min(batch_size, events.size() - from);
            evaluate(events.subspan(from, size), names_.members.size());
            evaluated_ += size;
            from += size;
        } while (from < events.size());
        intake_.clear();
        names_.end_batch(is_last);
    }

    const options& asked_;
    const programme_notes& notes_;
    chosen_layout layout_;
    input_file file_;
    csv_line_reader reader_;
    intake_terms terms_;
    stream_names names_;
    sale_intake intake_;
    progress_bar bar_;
    std::uint64_t lines_ = 0;           ///< that were taken in
    std::uint64_t malformed_count_ = 0; ///< of those before a signal
    std::uint64_t evaluated_ = 0;       ///< transactions
    std::size_t told_ = 0;
    malformed_lines kinds_of_malformed_;
};

} // namespace loyalty_run
