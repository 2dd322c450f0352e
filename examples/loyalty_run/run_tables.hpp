// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a run prints at its end: its totals, and the table of its members.

#include "member_states.hpp"
#include "options.hpp"
#include "recorder.hpp"
#include "return_desk.hpp"
#include "tables.hpp"
#include "writing.hpp"

#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty_run {

using namespace loyalty::ledgers;
using namespace loyalty::extensions;

/// Adds the figures of returns.
inline void add_return_lines(const return_totals& returned, const programme_notes& notes, const options& asked,
                             totals_table& totals) {
    totals.add("returns", "lines", number_cell(returned.all_lines()));
    for (std::size_t i = 0; i < fit_names.size(); ++i) {
        totals.add("returns", std::string(fit_names[i]), number_cell(returned.lines[i]));
    }
    totals.add("returns", "pieces taken back", number_cell(returned.pieces_taken));
    totals.add("returns", "pieces without a known purchase", number_cell(returned.pieces_unknown));
    totals.add("returns", "reversals accepted", number_cell(returned.accepted));
    totals.add("returns", "of these, of all that was left of a purchase", number_cell(returned.voids));
    totals.add("returns", "reversals refused", number_cell(returned.refused));
    if (asked.unmatched != "refuse") {
        const json::named_unit named = notes.words.unit(json::award_unit::points);
        totals.add("returns", std::string(named.code) + " clawed back at today's rate",
                   {units_of(returned.clawed_back_at_todays_rate, named.digits), named.digits == 0});
    }
}

/// Adds the money that came back, and that which is `kept`.
inline void add_return_money(const return_totals& returned, const std::pair<std::int64_t, exact_sum>& kept_money,
                             const programme_notes& notes, const options& asked, totals_table& totals) {
    const auto& [kept, exact] = kept_money;
    const std::string currency(notes.currency);
    const int digits = notes.currency_digits;
    totals.add("returned", currency + ", by which the rounded lines became less",
               {units_of(returned.taken_minor_units, digits)});
    totals.add("returned", currency + ", the exact sum, at the prices paid", exact_cell(returned.taken));
    totals.add("returned", currency + ", the exact sum, at the prices of the cancellations",
               exact_cell(returned.cancelled));
    totals.add("returned", currency + ", the exact sum, without a known purchase", exact_cell(returned.unknown));
    totals.add("kept", currency + ", each line rounded " + asked.rounding, {units_of(kept, digits)});
    totals.add("kept", currency + ", the exact sum", exact_cell(exact));
}

/// One programme for all time runs over a stream that says at its begin how many members it has.
template <class Rules>
using members_of_run = std::conditional_t<Rules::is_constant, std::vector<typename Rules::member_type>,
                                          member_states<typename Rules::member_type>>;

/// The member's tier after the last event, as the last version numbers it.
template <class Rules>
[[nodiscard]] std::size_t last_tier_of(const Rules& rules, const typename Rules::member_type& own) noexcept {
    return rules.tier_in_last(own, tier_of(rules.of(own), rules.state(own), own.last_event()));
}

/// The totals of a run, and the table of its members.
template <class Rules, class Transaction>
class run_tables {
public:
    using Programme = typename Rules::programme_type;
    using member_type = typename Rules::member_type;
    using recorder_type = recorder<Rules, Transaction>;

    /// `as_of`: the day of the balances.
    run_tables(const Rules& rules, const programme_notes& notes, const options& asked, const recorder_type& record,
               const members_of_run<Rules>& members, instant as_of) noexcept
        : rules_(rules), notes_(notes), asked_(asked), record_(record), members_(members), as_of_(as_of) {}

    /// Writes the balances of each member, in the order in which the members first appear.
    void write_members() const {
        std::vector<std::string> columns{"member", "events", "last_event"};
        if (has_tiers()) {
            columns.emplace_back("tier");
        }
        table written(asked_.members, asked_.written(), with_units(std::move(columns)));
        for (std::uint32_t i = 0; i < members_.size(); ++i) {
            const auto& own = members_[i];
            const bool met = record_.events_of[i] != 0;
            std::vector<cell> cells{{record_.member_name(i)},
                                    number_cell(record_.events_of[i]),
                                    {met ? record_.time_text(own.last_event()) : ""}};
            if (has_tiers()) {
                cells.push_back({record_.tier_name(last_tier_of(rules_, own))});
            }
            for (const granted_unit& each : notes_.units) {
                units::for_each([&]<class Unit>(std::type_identity<Unit>, std::size_t index) {
                    if (index == each.index) {
                        this->template add_balance<Unit>(own, each, cells);
                    }
                });
            }
            written.row(cells);
        }
        written.close();
    }

    void add_events(totals_table& totals) const {
        totals.add("events", "accepted", number_cell(record_.by_reason[0]));
        totals.add("events", "refused", number_cell(record_.events() - record_.by_reason[0]));
        for (std::size_t i = 1; i < record_.by_reason.size(); ++i) {
            if (record_.by_reason[i] != 0) {
                totals.add("refused because", recorder_type::why(static_cast<reason>(i)),
                           number_cell(record_.by_reason[i]));
            }
        }
    }

    void add_granted(totals_table& totals) const {
        const auto add = [&](const char* group, bool fits, const auto& sums) {
            for (const granted_unit& each : notes_.units) {
                totals.add(group, each.code,
                           fits ? recorder_type::amount_cell(each, sums[each.index]) : cell{"passes 64 bits"});
            }
        };
        add("granted", !record_.granted_overflow, record_.granted);
        if (takes_returns) {
            add("taken back by returns", !record_.taken_back_overflow, record_.taken_back);
        }
        add_balances(totals);
    }

    void add_tiers(totals_table& totals) const {
        const auto met = static_cast<std::uint64_t>(
            std::count_if(record_.events_of.begin(), record_.events_of.end(), [](auto count) { return count != 0; }));
        totals.add("members", "with an accepted event", number_cell(met));
        totals.add("members", "without", number_cell(members_.size() - met));
        if (!has_tiers()) {
            return;
        }
        std::array<std::uint64_t, most_tiers + 1> by_tier{};
        for (const auto& own : members_) {
            ++by_tier[last_tier_of(rules_, own)];
        }
        totals.add("tiers", "changes", number_cell(record_.tier_changes));
        for (std::size_t i = 0; i < notes_.tiers().size(); ++i) {
            totals.add("tiers", "members in tier " + record_.tier_name(i), number_cell(by_tier[i]));
        }
    }

private:
    static constexpr bool takes_returns = takes_returns_from<Programme, Transaction>;
    using units = typename recorder_type::units;

    [[nodiscard]] bool has_tiers() const noexcept { return !notes_.tiers().empty(); }

    std::vector<std::string> with_units(std::vector<std::string> columns) const {
        for (const granted_unit& own : notes_.units) {
            columns.push_back(own.code);
            units::for_each([&]<class Unit>(std::type_identity<Unit>, std::size_t index) {
                if (has_account<Programme, Unit> && index == own.index) {
                    for (const std::string_view each : classes_of_account) {
                        columns.push_back(own.code + '_' + std::string(each));
                    }
                }
            });
        }
        return columns;
    }

    /// The cells of a unit: its balance, and where an account books it the classes of S22.
    template <class Unit>
    void add_balance(const member_type& own, const granted_unit& unit, std::vector<cell>& cells) const {
        const auto add = [&](amount<Unit> each) {
            cells.push_back(recorder_type::amount_cell(unit, each.minor_units()));
        };
        if constexpr (has_account<Programme, Unit>) {
            const auto has = balances_of<Unit>(rules_.last(), rules_.state(rules_.at(own, as_of_)), as_of_);
            for (const auto each : {has.total(), has.pending, has.available, has.held, has.spent, has.expired,
                                    has.clawed_back, has.debt}) {
                add(each);
            }
        } else if constexpr (loyalty::detail::has_balance_of<Unit, Programme>) {
            add(rules_.state(own).template balance<Unit>());
        } else {
            add(amount<Unit>::from_minor_units(rules_.things_of(own, as_of_))); // the unit becomes things
        }
    }

    /// Adds the balances of all members, by class.
    void add_balances(totals_table& totals) const {
        if constexpr (takes_returns) {
            balances<unit::points> all{};
            for (const auto& own : members_) {
                const auto has = balances_of<unit::points>(rules_.last(), rules_.state(rules_.at(own, as_of_)), as_of_);
                all.available += has.available;
                all.expired += has.expired;
                all.debt += has.debt;
            }
            const std::string day = record_.time_text(as_of_).substr(0, 10);
            const json::named_unit named = notes_.words.unit(json::award_unit::points);
            const auto add = [&](const char* name, amount<unit::points> sum) {
                totals.add(std::string(named.code) + " on " + day, name,
                           {units_of(sum.minor_units(), named.digits), named.digits == 0});
            };
            add("available", all.available);
            add("expired", all.expired);
            add("owed", all.debt);
        }
    }

    const Rules& rules_;
    const programme_notes& notes_;
    const options& asked_;
    const recorder_type& record_;
    const members_of_run<Rules>& members_;
    instant as_of_;
};

} // namespace loyalty_run
