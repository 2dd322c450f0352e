// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The way of an event through a programme, as a diagram that Mermaid draws (in pages of GitHub and GitLab, for example).
///
/// An event enters the rules that it concerns, in their order; in `points` each stage is a step, and each condition a question:
///
///     flowchart TD
///         purchase([a purchase])
///         r1["1. VIB from 350.00 USD ..."]
///         purchase --> r1

#include <loyalty/config.hpp>
#include <loyalty/explain/description.hpp>
#include <loyalty/explain/leaflet.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::io::descriptions {

/// Draws one description.
class mermaid_writer {
public:
    /// `prefix` stands before each name in the diagram, so that several can stand in one.
    mermaid_writer(const description& what, const texts_of& texts, std::string prefix = {})
        : what_{what}, texts_{texts}, prefix_{std::move(prefix)}, writer_{what, texts} {}

    [[nodiscard]] std::string text() { return "flowchart TD\n" + body(); }
    /// The version as a box of a larger diagram.
    [[nodiscard]] std::string box() {
        std::string title = what_.name;
        for (const std::string& line : writer_.validity()) {
            title += (title == what_.name ? ": " : " ") + line;
        }
        return "    subgraph " + prefix_ + '[' + label(title) + "]\n" + body() + "    end\n";
    }

private:
    [[nodiscard]] std::string body() {
        text_.clear();
        for (const std::string_view event : {"purchase", "activity", "delivery"}) {
            if (is_entered_by(event)) {
                node(prefix_ + std::string(event), "([", said(event), "])");
            }
        }
        for (std::size_t i = 0; i < what_.rules.size(); ++i) {
            draw_rule(i);
        }
        node(prefix_ + "member", "([", said("member"), "])");
        for (const std::string_view event : {"purchase", "activity", "delivery"}) {
            connect(event);
        }
        return text_;
    }

    /// The first step of a rule, and the arrows that leave it.
    struct ends {
        std::string first{};
        std::vector<std::string> last{};
    };

    [[nodiscard]] std::string said(std::string_view event) const {
        const std::string_view* const own = texts_.find("event", event);
        return std::string(own == nullptr ? event : *own);
    }
    /// Quotes, brackets and line ends would end a label.
    [[nodiscard]] static std::string label(std::string_view text) {
        std::string safe;
        for (const char each : text) {
            safe += each == '"' ? "#quot;" : each == '\n' ? " " : std::string(1, each);
        }
        return '"' + safe + '"';
    }
    void node(const std::string& id, std::string_view open, std::string_view text, std::string_view close) {
        text_ += "    " + id + std::string(open) + label(text) + std::string(close) + '\n';
    }

    /// Returns true if a part names an event kind among its measures and awards.
    [[nodiscard]] static bool mentions(const part& what, std::string_view first, std::string_view second) {
        bool found = what.name == first || what.name == second || what.text == first || what.text == second;
        for (const field& each : what.fields) {
            found = found || mentions(each.value, first, second);
        }
        for (const part& each : what.items) {
            found = found || mentions(each, first, second);
        }
        return found;
    }
    [[nodiscard]] static bool concerns(const part& rule, std::string_view event) {
        const bool acts = mentions(rule, "per_activity", "per_score") || mentions(rule, "activities", "scores") ||
                          mentions(rule, "spun_by_activity", "referral");
        const bool delivers = mentions(rule, "per_delivery", "per_delivery");
        const bool buys = mentions(rule, "per_amount", "per_unit") || mentions(rule, "per_visit", "referral") ||
                          mentions(rule, "net", "gross") || mentions(rule, "visits", "quantity") ||
                          mentions(rule, "before_discount", "after_points");
        const bool is_of_all = !acts && !delivers && !buys; // a balance, a wallet, what counts points
        return event == "activity"   ? acts || is_of_all
               : event == "delivery" ? delivers || is_of_all
                                     : buys || is_of_all;
    }
    [[nodiscard]] bool is_entered_by(std::string_view event) const {
        for (const part& rule : what_.rules) {
            const bool of_all = concerns(rule, "activity") && concerns(rule, "delivery") && concerns(rule, "purchase");
            if (!of_all && concerns(rule, event)) {
                return true;
            }
        }
        return event == "purchase";
    }

    /// The stages of `points` in their order; of another rule one box.
    void draw_rule(std::size_t index) {
        const part& rule = what_.rules[index];
        const std::string id = prefix_ + 'r' + std::to_string(index + 1);
        const part* const stages = rule.name == "points" ? rule.find("stages") : nullptr;
        if (stages == nullptr || stages->items.size() < 2) {
            node(id, "[", std::to_string(index + 1) + ". " + writer_.sentence(rule), "]");
            rules_.push_back({id, {id + " -->"}});
            return;
        }
        text_ += "    subgraph " + id + '[' + label(std::to_string(index + 1) + ". " + rule.name) + "]\n";
        ends way;
        for (std::size_t i = 0; i < stages->items.size(); ++i) {
            draw_stage(stages->items[i], id + '_' + std::to_string(i + 1), way);
        }
        text_ += "    end\n";
        rules_.push_back(way);
    }
    /// A stage with a condition is a question, and a step for those that it takes.
    void draw_stage(const part& stage, const std::string& id, ends& way) {
        part step = stage;
        std::string condition;
        for (field& each : step.fields) {
            if (each.name == "when" && !way.first.empty()) {
                condition = writer_.phrase_of(each.value);
                each.value = part{part::kind::value, {}, "always", {}, {}};
            }
        }
        if (condition.empty()) {
            text_ += "    ";
            node(id, "[", writer_.phrase_of(step), "]");
            arrive(way, id);
            way.last = {id + " -->"};
            return;
        }
        text_ += "    ";
        node(id + 'q', "{", condition + '?', "}");
        text_ += "    ";
        node(id, "[", writer_.phrase_of(step), "]");
        arrive(way, id + 'q');
        text_ += "        " + id + "q -->|" + said("yes") + "| " + id + '\n';
        way.last = {id + " -->", id + "q -->|" + said("no") + '|'};
    }
    void arrive(ends& way, const std::string& id) {
        for (const std::string& each : way.last) {
            text_ += "        " + each + ' ' + id + '\n';
        }
        way.first = way.first.empty() ? id : way.first;
    }

    void connect(std::string_view event) {
        if (!is_entered_by(event)) {
            return;
        }
        std::vector<std::string> last{prefix_ + std::string(event) + " -->"};
        for (std::size_t i = 0; i < rules_.size(); ++i) {
            if (concerns(what_.rules[i], event)) {
                lines(last, rules_[i].first);
                last = rules_[i].last;
            }
        }
        lines(last, prefix_ + "member");
    }
    /// Two events may go the same way.
    void lines(const std::vector<std::string>& from, const std::string& to) {
        for (const std::string& each : from) {
            const std::string way = "    " + each + ' ' + to + '\n';
            text_ += ('\n' + text_).find('\n' + way) == std::string::npos ? way : "";
        }
    }

    const description& what_;
    const texts_of& texts_;
    std::string prefix_;
    leaflet_writer writer_;
    std::string text_;
    std::vector<ends> rules_;
};

/// The diagram of a programme: a text for Mermaid.
[[nodiscard]] inline std::string mermaid(const description& what, const texts_of& texts = leaflet_english) {
    return mermaid_writer{what, texts}.text();
}
/// Several versions in one diagram, each in a box with its days.
[[nodiscard]] inline std::string mermaid(const std::vector<description>& versions,
                                         const texts_of& texts = leaflet_english) {
    if (versions.size() == 1) {
        return mermaid(versions.front(), texts);
    }
    std::string text = "flowchart TD\n";
    for (std::size_t i = 0; i < versions.size(); ++i) {
        text += mermaid_writer{versions[i], texts, 'v' + std::to_string(i + 1)}.box();
    }
    return text;
}

} // namespace loyalty::io::descriptions
