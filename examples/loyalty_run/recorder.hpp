// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes down a run while the events pass: totals, tables, comparisons with the file, explanations.

#include "checked.hpp"
#include "comparison_of_rows.hpp"
#include "exact_sum.hpp"
#include "granted.hpp"
#include "intake.hpp"
#include "programmes.hpp"
#include "tables.hpp"
#include "watch.hpp"
#include "writing.hpp"

#include <loyalty/engine/quote.hpp>
#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

using namespace loyalty::extensions;

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
    static constexpr table_columns columns{
        .from_file = from_file, .returns = takes_returns_from<Programme, Transaction>, .prices = has_prices<Programme>};

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

    /// Returns true if the event redeems points, or is an activity or the like, and buys nothing.
    [[nodiscard]] static bool is_no_purchase(const Transaction& event) noexcept {
        if constexpr (from_file) {
            return event.is_redemption() || event.is_deed();
        } else {
            return false;
        }
    }

private:
    void count(const Transaction& event, const outcome_type& gave) {
        if (watching != nullptr) {
            is_no_purchase(event) ? watching->happened(fact::time(event)) : watching->sold(event);
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

} // namespace loyalty_run
