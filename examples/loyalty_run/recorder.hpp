// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes down a run while the events pass: totals, tables, comparisons with the file, explanations.

#include "checked.hpp"
#include "comparison_of_rows.hpp"
#include "exact_sum.hpp"
#include "explaining.hpp"
#include "granted.hpp"
#include "intake.hpp"
#include "programmes.hpp"
#include "watch.hpp"
#include "writing.hpp"

#include <loyalty/engine/quote.hpp>
#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

using namespace loyalty::extensions;

/// The tables that were asked for.
struct tables {
    std::unique_ptr<table> tiers;
    std::unique_ptr<table> outcomes;
};

/// True for a programme with discounts: its purchases are checkouts.
template <class Programme>
inline constexpr bool has_prices = loyalty::detail::discounts_in<Programme>().count != 0;

/// Whether a programme has an account of points, and its events know returns. A shop with prices takes none from a file: what a
/// part of a purchase costs, its receipt alone says.
template <class Programme, class Transaction>
inline constexpr bool takes_returns_from = has_account<Programme, unit::points>&& requires(const Transaction& event) {
    event.is_return;
}
&&!has_prices<Programme>;

/// The bill of the checkout at work, in minor units.
struct shown_bill {
    std::int64_t discounted = 0;
    std::int64_t due = 0;
};

/// A sink of the library: what is said of each event is counted, written, compared.
template <class Rules, class Transaction>
class recorder {
public:
    using Programme = typename Rules::programme_type;
    using outcome_type = typename Programme::outcome_type;
    using units = granted_units<outcome_type>;
    static constexpr std::size_t unit_count = units::count;
    static constexpr std::size_t reason_count = 256; ///< as many as the type of a reason holds
    static_assert(sizeof(reason) == 1);
    static constexpr bool from_file = requires(const Transaction& event) { event.origin; };

    recorder(programme_notes& notes, const stream_names& names, tables written) noexcept
        : notes_(notes), names_(names), written_(std::move(written)) {}

    void on(const Transaction& event, const outcome_type& gave) {
        ++by_reason[static_cast<std::size_t>(gave.refused)];
        if (gave.accepted()) {
            count(event, gave);
        }
        if (written_.outcomes) {
            write_outcome(event, "", why(gave.refused), gave);
        }
        if constexpr (from_file) {
            for (comparison& each : comparisons) {
                compare(each, event, gave);
            }
        }
    }

    /// A return: of which purchase, and where nothing became of it why.
    void on_return(const Transaction& event, const std::string& original, const std::string& refused,
                   const outcome_type& gave) {
        if (refused.empty()) {
            const auto more = units::of(gave);
            for (std::size_t i = 0; i < unit_count; ++i) {
                taken_back_overflow = !add_to(taken_back[i], -more[i]) || taken_back_overflow;
            }
            if (watching != nullptr) {
                watching->happened(fact::time(event));
            }
            count_event(event, gave);
        }
        if (written_.outcomes) {
            write_outcome(event, original, refused, gave);
        }
    }

    void close() {
        for (table* each : {written_.tiers.get(), written_.outcomes.get()}) {
            if (each != nullptr) {
                each->close();
            }
        }
    }

    [[nodiscard]] std::string member_name(std::uint32_t member) const {
        return from_file ? std::string(names_.members.text(member)) : std::to_string(member);
    }
    [[nodiscard]] std::string tier_name(std::size_t tier) const {
        return tier < notes_.tiers().size() ? notes_.tiers()[tier] : std::to_string(tier);
    }

    /// An amount of one of the programme's units; a whole number stands bare in JSON.
    [[nodiscard]] static cell amount_cell(const granted_unit& unit, std::int64_t minor_units) {
        return {units_of(minor_units, unit.digits), unit.digits == 0};
    }
    [[nodiscard]] const programme_notes& notes() const noexcept { return notes_; }

    std::array<std::uint64_t, reason_count> by_reason{};
    std::array<std::int64_t, unit_count> granted{};
    std::array<std::int64_t, unit_count> taken_back{}; ///< by returns
    std::uint64_t tier_changes = 0;
    std::uint64_t accepted_lines = 0;
    std::uint64_t rounded_lines = 0;
    std::uint64_t exact_unknown = 0; ///< lines whose exact amount the reader did not keep
    std::uint64_t may_lack_line = 0;
    std::int64_t money_minor_units = 0;
    bool granted_overflow = false; ///< a total passed 64 bits
    bool taken_back_overflow = false;
    bool money_overflow = false;
    exact_sum exact;
    std::vector<std::uint32_t> events_of; ///< by member
    std::vector<comparison> comparisons;
    typename Programme::calendar_type clock{};
    watch<Rules>* watching = nullptr; ///< null if no figures are gathered
    const shown_bill* bill = nullptr; ///< of a shop with prices

    /// The number of events without returns, accepted and refused.
    [[nodiscard]] std::uint64_t events() const noexcept {
        return std::accumulate(by_reason.begin(), by_reason.end(), std::uint64_t{0});
    }

    [[nodiscard]] const stream_names& names() const noexcept { return names_; }

    /// A time as the programme's clock shows it.
    [[nodiscard]] std::string time_text(instant time) const { return time_of(clock.local(time)); }

    /// Why an event was refused; empty where it was not. In a file an id also comes twice where another purchase stands
    /// between the lines of one.
    [[nodiscard]] static std::string why(reason refused) {
        std::string text(refused == reason::none ? std::string_view() : message(refused));
        if (from_file && refused == reason::duplicate_event) {
            text += "; or its lines do not follow each other in the file, as the lines of a purchase must";
        }
        return text;
    }

    /// Returns true if the event redeems points, and buys nothing.
    [[nodiscard]] static bool is_redemption(const Transaction& event) noexcept {
        if constexpr (requires { event.is_redemption(); }) {
            return event.is_redemption();
        } else {
            return false;
        }
    }

private:
    void count(const Transaction& event, const outcome_type& gave) {
        if (watching != nullptr) {
            is_redemption(event) ? watching->happened(fact::time(event)) : watching->sold(event);
        }
        const auto more = units::of(gave);
        for (std::size_t i = 0; i < unit_count; ++i) {
            granted_overflow = !add_to(granted[i], more[i]) || granted_overflow;
        }
        count_event(event, gave);
        if constexpr (fact::lines_fact::known<Transaction>) {
            may_lack_line += event.may_lack_line ? 1U : 0U;
            for (const auto& line : event.lines) {
                ++accepted_lines;
                rounded_lines += line.rounded ? 1U : 0U;
                add_money(line.net.minor_units());
                exact.add(line.exact);
                exact_unknown += line.exact_unknown ? 1U : 0U;
            }
        } else if constexpr (fact::net_fact::known<Transaction>) {
            ++accepted_lines;
            add_money(fact::net(event).minor_units());
        } else {
            ++accepted_lines;
        }
    }

    void count_event(const Transaction& event, const outcome_type& gave) {
        tier_changes += gave.tier_changes();
        const std::size_t member = fact::member(event);
        if (member >= events_of.size()) {
            events_of.resize(std::max(member + 1, events_of.size() * 2));
        }
        ++events_of[member];
        if (written_.tiers) {
            write_change(event, gave.tier_told, gave.tier_before);
            write_change(event, gave.tier_before, gave.tier_after);
        }
    }

    void add_money(std::int64_t minor_units) noexcept {
        money_overflow = !add_to(money_minor_units, minor_units) || money_overflow;
    }

    /// The outcome says both steps of the tier: as time passed, and by the event.
    void write_change(const Transaction& event, std::uint8_t from, std::uint8_t to) {
        if (from == to) {
            return;
        }
        std::vector<cell> cells{
            {time_text(fact::time(event))}, {member_name(fact::member(event))}, {tier_name(from)}, {tier_name(to)}};
        if constexpr (from_file) {
            cells.push_back({names_.event_name(event.origin)});
            cells.push_back(number_cell(event.origin.line));
        }
        written_.tiers->row(cells);
    }

    void write_outcome(const Transaction& event, const std::string& original, const std::string& refused,
                       const outcome_type& gave) {
        std::vector<cell> cells;
        if constexpr (from_file) {
            cells.push_back(number_cell(event.origin.line));
            cells.push_back({names_.event_name(event.origin)});
        }
        cells.push_back({time_text(fact::time(event))});
        cells.push_back({member_name(fact::member(event))});
        if (takes_returns_from<Programme, Transaction>) {
            cells.push_back({original});
        }
        cells.push_back({refused});
        if (bill != nullptr) {
            const shown_bill shown = gave.accepted() ? *bill : shown_bill{};
            cells.push_back({units_of(shown.discounted, notes_.currency_digits)});
            cells.push_back({units_of(shown.due, notes_.currency_digits)});
        }
        const auto more = units::of(gave);
        for (const granted_unit& each : notes_.units) {
            cells.push_back(amount_cell(each, more[each.index]));
        }
        if (!notes_.tiers().empty()) {
            cells.push_back({tier_name(gave.tier_after)});
        }
        written_.outcomes->row(cells);
    }

    /// A row that states a value and was refused is a row that differs.
    void compare(comparison& each, const Transaction& event, const outcome_type& gave) {
        const stated_number& said = each.is_value ? event.origin.value : event.origin.points;
        if (!said.is_there) {
            return;
        }
        ++each.rows;
        const std::int64_t computed = units::of(gave)[notes_.units[each.unit].index];
        const int digits = notes_.units[each.unit].digits;
        const decimal ours{computed, digits};
        const decimal stated = said.value();
        if (gave.accepted() && ours == stated) {
            ++each.equal;
        } else if (each.differences.size() < comparison::most_differences) {
            const std::string result =
                gave.accepted() ? "computed " + units_of(computed, digits) : "refused (" + why(gave.refused) + ")";
            each.differences.push_back(fmt::format("line {}, member {}: {}, {} says {}", event.origin.line,
                                                   member_name(fact::member(event)), result, each.column,
                                                   to_text(reduced(stated)).view()));
        }
    }

    [[nodiscard]] static decimal reduced(decimal value) noexcept {
        const decimal shorter = reduce(value);
        return shorter.scale < 0 ? rescale(shorter, 0, rounding::down).value_or(value) : shorter;
    }

    programme_notes& notes_;
    const stream_names& names_;
    tables written_;
};

/// A sink around a recorder that also explains the events of some members, and counts awards by rule. Each event is
/// explained before it is known whose it is, so this costs for all. A run that does neither uses the recorder, which asks
/// the library for no steps.
template <class Rules, class Transaction>
class explainer {
public:
    using Programme = typename Rules::programme_type;
    using recorder_type = recorder<Rules, Transaction>;
    using outcome_type = typename Programme::outcome_type;

    explainer(recorder_type& record, const Programme& rules, const options& asked)
        : record_(record), asked_(asked), wanted_(asked.explain), found_(asked.explain.size(), false), told_(rules) {}

    void on(const rule_begun& begun) {
        if (!wanted_.empty()) {
            told_.on(begun);
        }
    }
    void on(const refusal& why) {
        if (!wanted_.empty()) {
            told_.on(why);
        }
    }

    void on(const step& one) {
        if (!wanted_.empty()) {
            told_.on(one);
        }
    }
    template <unit_type Unit>
    void on(const award<Unit>& given) {
        if (record_.watching != nullptr) {
            record_.watching->awarded(given);
        }
        if (!wanted_.empty()) {
            told_.on(given);
        }
    }
    void on(const tier_change& change) {
        if (!wanted_.empty()) {
            told_.on(change);
        }
    }
    void on(const Transaction& event, const outcome_type& gave) {
        if (is_wanted(event)) {
            told_.on(event, gave);
            say(event, gave, what_of(event), recorder_type::why(gave.refused));
        }
        record_.on(event, gave);
        told_.forget();
    }

    void on_return(const Transaction& event, const std::string& original, const std::string& refused,
                   const outcome_type& gave) {
        if (is_wanted(event)) {
            told_.on(event, gave);
            const std::string of = original.empty() ? "" : ", of event " + original;
            say(event, gave,
                fmt::format(", return by event {}, line {}{}", record_.names().event_name(event.origin),
                            event.origin.line, of),
                refused);
        }
        record_.on_return(event, original, refused, gave);
        told_.forget();
    }

    /// Prints what was told; throws where a member never came.
    void print() const {
        std::fwrite(text_.data(), 1, text_.size(), stdout);
        std::fputs(text_.empty() ? "" : "\n", stdout);
        for (std::size_t i = 0; i < wanted_.size(); ++i) {
            if (!found_[i]) {
                throw failure{exit_code::wrong_use, "--explain: the stream has no member '" + wanted_[i] + "'"};
            }
        }
    }

private:
    /// Returns true if the event is of a member to explain, and notes that the member came.
    [[nodiscard]] bool is_wanted(const Transaction& event) {
        const std::string name = record_.member_name(fact::member(event));
        bool is_wanted = false;
        for (std::size_t i = 0; i < wanted_.size(); ++i) {
            found_[i] = found_[i] || wanted_[i] == name;
            is_wanted = is_wanted || wanted_[i] == name;
        }
        return is_wanted;
    }

    void say(const Transaction& event, const outcome_type& gave, const std::string& what, const std::string& refused) {
        if (asked_.explain_as == "json") {
            say_json(event);
            return;
        }
        const programme_notes& notes = record_.notes();
        const explanations::explanation told = in_words_of(notes, told_.told());
        text_ += fmt::format(
            "{}  member {}{}\n", record_.time_text(fact::time(event)), record_.member_name(fact::member(event)),
            what + (notes.versions.size() == 1
                        ? std::string()
                        : ", " + explanations::sentence_writer{language_of(asked_)}.text_of_version(told)));
        const auto lines = lines_of(told, language_of(asked_), notes.tiers());
        for (const std::string& line : lines) {
            text_ += line + '\n';
        }
        if (!refused.empty()) {
            text_ += fmt::format("  refused{}: {}{}\n", refusing_rule(told), refused,
                                 lines.empty() ? "" : "; nothing of the above happened");
            return;
        }
        std::string gains;
        const auto given = recorder_type::units::of(gave);
        for (const granted_unit& each : notes.units) {
            if (given[each.index] != 0) {
                const std::string number = units_of(given[each.index], each.digits);
                const auto& texts = language_of(asked_);
                gains +=
                    fmt::format("{}{} {}", gains.empty() ? "" : ", ", descriptions::values::with_point(number, texts),
                                descriptions::values::unit_text(number, each.code, texts));
            }
        }
        text_ += fmt::format("  = {}\n", gains.empty() ? "nothing granted" : gains);
    }

    /// The rule that refused the event, with the numbers of its limit; nothing if no rule did.
    [[nodiscard]] std::string refusing_rule(const explanations::explanation& told) const {
        const auto& why = told.refused;
        if (!why || why->rule >= 128) {
            return {};
        }
        const explanations::sentence_writer writer{language_of(asked_)};
        const std::string limit =
            why->asked ? fmt::format(" ({} of {})", writer.text_of(*why->asked), writer.text_of(*why->there))
                       : std::string();
        return " by " + label_of(why->rule, why->called()) + limit;
    }
    /// A line of JSON for an event.
    void say_json(const Transaction& event) {
        descriptions::json_text out;
        out.open('{');
        out.member("time", record_.time_text(fact::time(event)));
        out.member("member", record_.member_name(fact::member(event)));
        if constexpr (recorder_type::from_file) {
            out.member("event", record_.names().event_name(event.origin));
            out.key("line");
            out.number(std::to_string(event.origin.line));
        }
        explanations::write_explanation(out, in_words_of(record_.notes(), told_.told()), language_of(asked_));
        out.close('}');
        text_ += out.text + '\n';
    }

    [[nodiscard]] std::string what_of(const Transaction& event) const {
        std::string what;
        if constexpr (recorder_type::from_file) {
            const std::string id = record_.names().event_name(event.origin);
            what = (id.empty() ? std::string() : ", event " + id) + fmt::format(", line {}", event.origin.line);
        }
        if (recorder_type::is_redemption(event)) {
            return what + ": a redemption";
        }
        if constexpr (fact::lines_fact::known<Transaction>) {
            std::int64_t sum = 0;
            for (const auto& line : event.lines) {
                static_cast<void>(add_to(sum, line.net.minor_units()));
            }
            const programme_notes& notes = record_.notes();
            what += notes.has_money
                        ? fmt::format(": {} line{}, {} {}", event.lines.size(), event.lines.size() == 1 ? "" : "s",
                                      units_of(sum, notes.currency_digits), notes.currency)
                        : std::string();
        } else if constexpr (fact::net_fact::known<Transaction>) {
            what += fmt::format(": {}", fact::net(event));
        }
        return what;
    }

    recorder_type& record_;
    const options& asked_;
    const std::vector<std::string>& wanted_;
    std::vector<bool> found_;
    std::string text_;
    explanations::collector<Programme> told_;
};

} // namespace loyalty_run
