// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Explains the events of some members while a run is written down.

#include "checked.hpp"
#include "deeds.hpp"
#include "explaining.hpp"
#include "options.hpp"
#include "outbox.hpp"
#include "programmes.hpp"
#include "recorder.hpp"
#include "text.hpp"
#include "writing.hpp"

#include <loyalty/loyalty.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace loyalty_run {

/// A sink around a recorder that also explains the events of some members, and counts awards by rule. Each event is
/// explained before it is known whose it is, so this costs for all. A run that does neither uses the recorder, which asks
/// the library for no steps.
template <class Rules, class Transaction>
class explainer {
public:
    using Programme = typename Rules::programme_type;
    using recorder_type = recorder<Rules, Transaction>;
    using outcome_type = typename Programme::outcome_type;
    using post_type = outbox<receipt<Programme>>;

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
    void on(const sent& one) {
        if (post_ != nullptr) {
            post_->on(one);
        }
    }
    void on(const withdrawn& one) {
        if (post_ != nullptr) {
            post_->on(one);
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

    /// Messages to other members go there.
    void send_by(post_type& post) noexcept { post_ = &post; }

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
        if (recorder_type::is_no_purchase(event)) {
            return what + what_is_done(event);
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

    [[nodiscard]] std::string what_is_done(const Transaction& event) const {
        if constexpr (recorder_type::from_file) {
            if (event.is_deed()) {
                return deed_in_words(*event.act, record_.names(), record_.clock);
            }
        }
        return ": a redemption";
    }

    recorder_type& record_;
    post_type* post_ = nullptr;
    const options& asked_;
    const std::vector<std::string>& wanted_;
    std::vector<bool> found_;
    std::string text_;
    explanations::collector<Programme> told_;
};

} // namespace loyalty_run
