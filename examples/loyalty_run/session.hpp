// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// One run: a stream, a programme, and what is written of it.

#include "input.hpp"
#include "intake.hpp"
#include "options.hpp"
#include "recorder.hpp"
#include "writing.hpp"

#include <loyalty/io/csv.hpp>
#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty_run {

/// How many transactions are evaluated at a time; the results do not depend on it.
inline constexpr std::size_t batch_size = 4096;

/// Members and what is recorded of them.
template <class Programme, class Transaction>
class session {
public:
    using recorder_type = recorder<Programme, Transaction>;

    session(const Programme& programme, const programme_notes& notes, const options& asked, stream_names& names)
        : programme_(programme),
          notes_(notes),
          asked_(asked),
          record(notes, names, open_tables(notes, asked)),
          explainer_(record, asked.explain) {}

    void evaluate(std::span<const Transaction> events, std::size_t member_count) {
        if (members.size() < member_count) {
            members.resize(std::max(member_count, members.size() + members.size() / 2));
        }
        if (asked_.explain.empty()) {
            apply_all(programme_, std::span(members), events, record);
        } else {
            apply_all(programme_, std::span(members), events, explainer_);
        }
        done += events.size();
    }

    /// Writes the table of members, and adds to the totals what all streams have in common.
    void finish(std::size_t member_count, totals_table& totals) {
        members.resize(member_count);
        record.events_of.resize(member_count);
        record.close();
        if (!asked_.members.empty()) {
            write_members();
        }
        add_events(totals);
        add_granted(totals);
        add_tiers(totals);
        explainer_.print();
    }

    /// The member's tier, which the state of the `tiered` holds.
    [[nodiscard]] static std::size_t tier_of(const member<Programme>& own) noexcept {
        std::size_t tier = 0;
        loyalty::detail::for_each_index<Programme::size>([&](auto index) {
            if constexpr (requires { own.template policy<index>().held_until; }) {
                tier = own.template policy<index>().tier;
            }
        });
        return tier;
    }

    std::vector<member<Programme>> members;
    std::uint64_t done = 0;

private:
    const Programme& programme_;
    const programme_notes& notes_;
    const options& asked_;

public:
    recorder_type record;

private:
    explainer<Programme, Transaction> explainer_;

    static constexpr bool has_tiers =
        []<class Terms, class... Policies>(const loyalty::programme<Terms, Policies...>*) {
            return (loyalty::detail::tells_tier_of<Policies>() || ...);
        }(static_cast<const Programme*>(nullptr));

    static std::vector<std::string> with_units(std::vector<std::string> columns) {
        for (const std::string_view code : recorder_type::unit_codes()) {
            columns.emplace_back(code);
        }
        return columns;
    }

    static tables open_tables(const programme_notes& notes, const options& asked) {
        tables opened;
        if (!asked.tiers.empty()) {
            std::vector<std::string> columns{"time", "member", "from", "to"};
            if (recorder_type::from_file) {
                columns.insert(columns.end(), {"event", "line"});
            }
            opened.tiers = std::make_unique<table>(asked.tiers, asked.written(), columns);
        }
        if (!asked.outcomes.empty()) {
            std::vector<std::string> columns =
                recorder_type::from_file ? std::vector<std::string>{"line", "event", "time", "member", "refused"}
                                         : std::vector<std::string>{"time", "member", "refused"};
            columns = with_units(std::move(columns));
            if (!notes.tiers.empty()) {
                columns.emplace_back("tier");
            }
            opened.outcomes = std::make_unique<table>(asked.outcomes, asked.written(), columns);
        }
        return opened;
    }

    /// What each member has, in the order in which the members first appear, as of the member's last event.
    void write_members() {
        std::vector<std::string> columns{"member", "events", "last_event"};
        if (has_tiers) {
            columns.emplace_back("tier");
        }
        table written(asked_.members, asked_.written(), with_units(std::move(columns)));
        for (std::uint32_t i = 0; i < members.size(); ++i) {
            const auto& own = members[i];
            const bool met = record.events_of[i] != 0;
            std::vector<cell> cells{
                {record.member_name(i)}, number_cell(record.events_of[i]), {met ? time_of(own.last_event()) : ""}};
            if (has_tiers) {
                cells.push_back({record.tier_name(tier_of(own))});
            }
            loyalty::detail::for_each_index<recorder_type::unit_count>(
                [&](auto index) { cells.push_back(recorder_type::amount_cell(index, balance_of<index>(own))); });
            written.row(cells);
        }
        written.close();
    }

    /// The balance of a unit: units stand behind the member's clock, in the order of the programme.
    template <std::size_t Index>
    [[nodiscard]] static std::int64_t balance_of(const member<Programme>& own) noexcept {
        return loyalty::detail::get<1 + Index>(own).minor_units;
    }

    void add_events(totals_table& totals) {
        totals.add("events", "accepted", number_cell(record.by_reason[0]));
        totals.add("events", "refused", number_cell(done - record.by_reason[0]));
        for (std::size_t i = 1; i < record.by_reason.size(); ++i) {
            if (record.by_reason[i] != 0) {
                totals.add("refused because", std::string(message(static_cast<reason>(i))),
                           number_cell(record.by_reason[i]));
            }
        }
    }

    void add_granted(totals_table& totals) {
        for (std::size_t i = 0; i < recorder_type::unit_count; ++i) {
            const bool fits = !record.granted_overflow;
            totals.add("granted", std::string(recorder_type::unit_codes()[i]),
                       fits ? recorder_type::amount_cell(i, record.granted[i]) : cell{"passes 64 bits"});
        }
    }

    void add_tiers(totals_table& totals) {
        const auto met = static_cast<std::uint64_t>(
            std::count_if(record.events_of.begin(), record.events_of.end(), [](auto count) { return count != 0; }));
        totals.add("members", "with an accepted event", number_cell(met));
        totals.add("members", "without", number_cell(members.size() - met));
        if (!has_tiers) {
            return;
        }
        std::array<std::uint64_t, most_tiers + 1> by_tier{};
        for (const auto& own : members) {
            ++by_tier[tier_of(own)];
        }
        totals.add("tiers", "changes", number_cell(record.tier_changes));
        for (std::size_t i = 0; i < notes_.tiers.size(); ++i) {
            totals.add("tiers", "members in tier " + record.tier_name(i), number_cell(by_tier[i]));
        }
    }
};

/// Writes the totals where they belong: to a file as CSV or JSON, else readable to the standard output, or to stderr where
/// a table takes that.
inline void write_totals(const totals_table& totals, const options& asked) {
    if (!asked.totals.empty()) {
        output_file file(asked.totals);
        file.write(totals.written(asked.written()));
        file.close();
        return;
    }
    if (asked.quiet) {
        return;
    }
    const bool taken = asked.members == "-" || asked.tiers == "-" || asked.outcomes == "-";
    const std::string text = totals.readable();
    std::fwrite(text.data(), 1, text.size(), taken ? stderr : stdout);
}

inline void show_speed(const options& asked, std::uint64_t count, std::string_view what,
                       std::chrono::steady_clock::time_point begun) {
    if (asked.show_time) {
        const auto took =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
        const auto milliseconds = static_cast<std::uint64_t>(took > 0 ? took : 1);
        fmt::print(stderr, "{} {} in {} ms: {} a second\n", grouped(std::to_string(count)), what, milliseconds,
                   grouped(std::to_string(count * 1000 / milliseconds)));
    }
}

} // namespace loyalty_run
