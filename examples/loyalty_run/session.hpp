// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// One run: a stream, a programme, and what is written of it.

#include "deeds.hpp"
#include "explainer.hpp"
#include "input.hpp"
#include "intake.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "reading.hpp"
#include "recorder.hpp"
#include "return_desk.hpp"
#include "rules_at_work.hpp"
#include "run_end.hpp"
#include "run_tables.hpp"
#include "tables.hpp"
#include "watch.hpp"
#include "writing.hpp"

#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace loyalty_run {

using namespace loyalty::ledgers;
using namespace loyalty::extensions;

/// Members and what is recorded of them.
template <class Rules, class Transaction>
class session {
public:
    using Programme = typename Rules::programme_type;
    using member_type = typename Rules::member_type;
    using recorder_type = recorder<Rules, Transaction>;
    static constexpr bool takes_returns = takes_returns_from<Programme, Transaction>;

    /// `may_have_returns`: lines of the stream may give goods back.
    session(const Rules& rules, programme_notes& notes, const options& asked, stream_names& names,
            bool may_have_returns = false)
        : rules_(rules),
          notes_(notes),
          asked_(asked),
          record(notes, names, opened_tables(notes, asked, recorder_type::columns)),
          explainer_(record, rules.last(), asked),
          desk_(rules, notes, asked, names, may_have_returns),
          watch_(rules, notes, asked) {
        record.watching = watch_.is_on() ? &watch_ : nullptr;
        if (sends_messages()) {
            explainer_.send_by(post_);
        }
        if constexpr (!Rules::is_constant) {
            if (!asked.profiles.empty()) {
                profiles_ = profiles(asked.profiles, rules.last().frame.calendar.zone, notes.joined_reader);
                rules.know(facts_);
            }
        }
        if constexpr (has_prices<Programme>) {
            record.bill = &rules.bill();
        }
        record.clock = rules.last().frame.calendar;
        if (!asked.as_of.empty()) {
            const auto day = parse_date(asked.as_of);
            if (!day) {
                throw failure{exit_code::wrong_use, "--as-of: a day is written 2011-12-31, not '" + asked.as_of + "'"};
            }
            as_of_ = record.clock.start_of(day.value);
        }
    }

    void evaluate(std::span<const Transaction> events, std::size_t member_count) {
        grow(member_count, events);
        if (asked_.explain.empty() && !watch_.is_on() && !sends_messages()) {
            evaluate_with(record, events);
        } else {
            evaluate_with(explainer_, events);
        }
    }

    /// Whether the points of each member are those of the goods kept; true where nobody asks.
    [[nodiscard]] bool check_returns(const file_money& file, totals_table& totals) const {
        if constexpr (takes_returns) {
            return !asked_.check_returns || desk_.check(members, as_of(), record, file, totals);
        } else {
            return true;
        }
    }

    /// Adds the figures of returns, and the money that is kept.
    void add_returns(totals_table& totals) const {
        if constexpr (takes_returns) {
            const return_totals& returned = desk_.totals();
            add_return_lines(returned, notes_, asked_, totals);
            // Of a stream without returns no purchase is kept: all that was accepted is.
            add_return_money(returned,
                             desk_.keeps_sales() ? desk_.kept() : std::pair{record.money_minor_units, record.exact},
                             notes_, asked_, totals);
            say_what_was_forgotten({});
        }
    }

    /// Says which purchases were forgotten, of the programme of that name if there are several.
    void say_what_was_forgotten(std::string_view name) const {
        const std::string sentence = forgotten();
        if (!sentence.empty()) {
            say(fmt::format("loyalty_run: {}{}{}\n", name, name.empty() ? "" : ": ", sentence));
        }
    }

    /// Writes the table of members, and adds to the totals what all streams have in common.
    void finish(std::size_t member_count, totals_table& totals) {
        grow(member_count, {});
        if constexpr (!Rules::is_constant) {
            deliver_before(as_of() == instant::minimum() ? as_of() : as_of() + dates::seconds{1});
        }
        record.events_of.resize(member_count);
        record.close();
        watch_.finish(members);
        notes_.now = notes_.versions.size() - 1;
        const run_tables<Rules, Transaction> tables{rules_, notes_, asked_, record, members, as_of()};
        if (!asked_.members.empty()) {
            tables.write_members();
        }
        tables.add_events(totals);
        tables.add_granted(totals);
        tables.add_tiers(totals);
        if (sends_messages()) {
            totals.add("messages", "waiting", number_cell(post_.pending()));
        }
        explainer_.print();
    }

    /// The figures of the run, behind `finish`; what the caller knows of the input is the caller's to add.
    [[nodiscard]] figures& shown() noexcept {
        for (std::size_t i = 1; i < record.by_reason.size(); ++i) {
            if (record.by_reason[i] != 0) {
                watch_.shown.refusals.push_back({recorder_type::why(static_cast<reason>(i)), record.by_reason[i], {}});
            }
        }
        watch_.shown.accepted = record.by_reason[0];
        watch_.shown.forgotten = forgotten();
        return watch_.shown;
    }

    /// Returns true if the last event of a member is of this time.
    [[nodiscard]] bool is_last(std::uint32_t member, instant time) const noexcept {
        return member < members.size() && rules_.state(members[member]).last_event() == time;
    }
    /// Of a stream for several programmes: the returns and redemptions that this one has no account for.
    [[nodiscard]] std::uint64_t passed_over() const noexcept { return passed_over_; }
    /// The day of the balances.
    [[nodiscard]] instant as_of() const noexcept { return as_of_ == instant::minimum() ? last_event_ : as_of_; }

    /// The member's tier after the last event, as the last version numbers it.
    [[nodiscard]] std::size_t last_tier_of(const member_type& own) const noexcept {
        return loyalty_run::last_tier_of(rules_, own);
    }

    members_of_run<Rules> members;

private:
    const Rules& rules_;
    programme_notes& notes_;
    const options& asked_;

public:
    recorder_type record;

private:
    explainer<Rules, Transaction> explainer_;
    typename explainer<Rules, Transaction>::post_type post_;
    typename desk_of<Rules, Transaction>::type desk_;
    watch<Rules> watch_;
    instant as_of_ = instant::minimum();
    instant last_event_ = instant::minimum();
    profiles profiles_;
    std::vector<member_facts> facts_; ///< by member, if there are profiles
    std::uint64_t passed_over_ = 0;   ///< events that the programme has no account for

    /// A sentence about the purchases that were forgotten for want of memory, and how much would have done; empty if there are none.
    [[nodiscard]] std::string forgotten() const {
        if constexpr (takes_returns) {
            const forgotten_sales lost = desk_.without_room();
            if (lost.count != 0) {
                return fmt::format(
                    "purchases until {} were forgotten ({} of them), as their memory was full: goods of them that came "
                    "back later found none. Give --returns-mb {}, which keeps them all, or --return-days",
                    time_of(record.clock.local(lost.last)), lost.count, lost.needed_mb);
            }
        }
        return {};
    }

    /// `events` are those that members may come with.
    void grow(std::size_t member_count, [[maybe_unused]] std::span<const Transaction> events) {
        if constexpr (!Rules::is_constant) {
            members.grow(member_count);
            while (!asked_.profiles.empty() && facts_.size() < member_count) {
                const auto next = static_cast<std::uint32_t>(facts_.size());
                const std::string_view name = record.names().members.text(next);
                if (!profiles_.has(name) && !notes_.joined_reader.empty()) {
                    refuse_unknown(next, name, events);
                }
                facts_.push_back(profiles_.of(name));
            }
        } else if (members.size() < member_count) {
            members.resize(member_count);
        }
    }

    /// Throws: of a member of the stream nothing is known, and a rule reads the day of joining.
    [[noreturn]] void refuse_unknown(std::uint32_t member, std::string_view name,
                                     std::span<const Transaction> events) const {
        const auto found =
            std::find_if(events.begin(), events.end(), [&](const Transaction& each) { return each.member == member; });
        const std::string line = found == events.end() ? "" : fmt::format(":{}", found->origin.line);
        throw failure{exit_code::wrong_input,
                      fmt::format("{}{}: the member '{}' has no line in {}, and {}: give the member a line there, with "
                                  "the day of joining in the column 'joined'",
                                  asked_.input_name(), line, name, asked_.profiles, notes_.joined_reader)};
    }

    [[nodiscard]] bool sends_messages() const noexcept { return !notes_.messages.empty(); }

    template <class Sink>
    void evaluate_with(Sink& sink, std::span<const Transaction> events) {
        for (const Transaction& event : events) {
            last_event_ = std::max(last_event_, fact::time(event));
        }
        if (watch_.is_on()) {
            for (const Transaction& event : events) {
                serve_watched(event, sink);
            }
        } else {
            serve(events, sink);
        }
    }

    template <class Sink>
    void serve_watched(const Transaction& event, Sink& sink) {
        const auto serve_one = [&] { serve(std::span(&event, 1), sink); };
        if constexpr (takes_returns) {
            const std::int64_t before = desk_.totals().taken_minor_units;
            watch_.around(members[event.member], event.member, event.time, serve_one);
            watch_.refunded(event.member, event.time, desk_.totals().taken_minor_units - before);
        } else {
            watch_.around(members[fact::member(event)], fact::member(event), fact::time(event), serve_one);
        }
    }

    template <class Sink>
    void serve(std::span<const Transaction> events, Sink& sink) {
        if constexpr (Rules::is_constant) {
            apply_all(rules_.last(), std::span(members), events, sink);
        } else {
            for (const Transaction& event : events) {
                if (sends_messages()) {
                    deliver_before(event.time);
                    post_.begin(event.origin);
                }
                notes_.now = rules_.judge_of(event);
                if (event.is_deed()) {
                    serve_deed(event, sink);
                } else if constexpr (takes_returns) {
                    desk_.serve(event, members[event.member], sink);
                } else if (event.is_return || event.is_redemption()) {
                    ++passed_over_; // of a stream for several programmes, of which others have an account
                } else {
                    static_cast<void>(rules_.apply(members[event.member], event, sink));
                }
            }
        }
    }

    /// Deliveries, memberships and tiers by hand are rare, so the explainer serves them whether it explains or not: that is less
    /// to compile.
    template <class Sink>
    void serve_deed(const Transaction& event, Sink& sink) {
        member_type& own = members[event.member];
        if (event.act->what == deed_kind::activity) {
            sink.on(event, rules_.apply(own, deed::of(event), sink));
            return;
        }
        const std::uint8_t tier = event.act->what == deed_kind::tier
                                      ? tier_called(record.names().tiers.text(event.act->tier), notes_.tiers())
                                      : std::uint8_t{0};
        explainer_.on(event, apply_rare_deed(rules_, own, event, tier, explainer_));
    }

    /// Delivers the messages that are due before a time, each as an event of the member to whom it goes.
    void deliver_before(instant time) {
        while (const auto next = post_.next_before(time)) {
            const done act{.kind = next->what.kind, .score = next->what.score, .reference = next->what.reference};
            const Transaction event{.id = next->what.id,
                                    .member = next->what.member,
                                    .time = next->what.time,
                                    .act = &act,
                                    .origin = {.line = next->from.line}};
            notes_.now = rules_.judge_of(event);
            post_.begin(event.origin);
            const auto serve_one = [&] { next->is_reversal ? take_back(*next, event) : deliver(*next, event); };
            if (watch_.is_on()) {
                watch_.around(members[event.member], event.member, event.time, serve_one);
            } else {
                serve_one();
            }
        }
    }
    template <class Letter>
    void deliver(const Letter& one, const Transaction& event) {
        member_type& own = members[event.member];
        if constexpr (takes_returns) {
            if (desk_.keeps_sales()) {
                const auto gave = rules_.apply_with_receipt(own, deed::of(event), explainer_);
                explainer_.on(event, gave.outcome);
                if (gave.outcome.accepted()) {
                    post_.keep(one, gave.receipt);
                }
                return;
            }
        }
        explainer_.on(event, rules_.apply(own, deed::of(event), explainer_));
    }
    /// The friend has given the goods back.
    template <class Letter>
    void take_back([[maybe_unused]] const Letter& one, [[maybe_unused]] const Transaction& event) {
        if constexpr (takes_returns) {
            if (auto* const slip = post_.slip_of(one)) {
                const auto back = slip->returned(
                    extensions::event_key{.id = event.id | 1U, .member = event.member, .time = event.time});
                const auto gave = rules_.apply(members[event.member], back, explainer_);
                explainer_.on_return(event, "", recorder_type::why(gave.refused), gave);
            }
        }
    }
};

} // namespace loyalty_run
