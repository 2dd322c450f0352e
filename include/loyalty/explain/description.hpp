// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a programme is, as a tree of names and values, whether its rules come from C++ or from text.
///
/// @code
/// constexpr programme shop{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
/// const auto what = descriptions::describe(shop);
/// what.rules[0].name;                              // "points"
/// descriptions::leaflet(what);                     // see explain/leaflet.hpp: "For each 1.00 USD of goods: 1 point; rounded down."
/// @endcode
///
/// `leaflet` writes it for readers, `mermaid` as a diagram, `description_json` for machines, and `differences` compares two.
/// For rules from text see json/describe.hpp.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/explain/rule_walk.hpp>
#include <loyalty/time/text.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::io::descriptions {

struct field;

/// A rule with its fields, a list, or a value. Each vector is empty if it does not apply.
struct part {
    enum class kind : std::uint8_t { value, list, rule };

    kind what = kind::value;
    std::string name{};        ///< of a rule: "per_amount"; empty for a group of fields without a name of its own
    std::string text{};        ///< of a value: "1 points"
    std::vector<field> fields; ///< of a rule
    std::vector<part> items{}; ///< of a list
    std::string called{};      ///< what a text calls the rule, if it gives it a name of its own

    [[nodiscard]] friend bool operator==(const part&, const part&) = default;

    /// The value of a field, or null.
    [[nodiscard]] const part* find(std::string_view field_name) const noexcept;
};

struct field {
    std::string name;
    part value;

    [[nodiscard]] friend bool operator==(const field&, const field&) = default;
};

inline const part* part::find(std::string_view field_name) const noexcept {
    for (const field& each : fields) {
        if (each.name == field_name) {
            return &each.value;
        }
    }
    return nullptr;
}

/// A programme: its rules in their order, and its terms.
struct description {
    std::string name{};
    std::uint32_t version = 1;
    std::string note{};     ///< of the host, for readers
    std::string currency{}; ///< of rules from text
    std::string from{};     ///< the first instant of its validity; empty if there is none
    std::string until{};    ///< the first one behind it; empty if there is none
    std::int32_t day_start_seconds = 0;
    std::vector<std::string> tiers{};                              ///< that of everyone first
    std::vector<std::pair<std::string, std::string>> categories{}; ///< name and code
    std::vector<part> rules{};
    std::vector<field> further{}; ///< what a text says besides

    [[nodiscard]] friend bool operator==(const description&, const description&) = default;
};

/// Builds the tree of what a walk passes on.
class part_builder final : public part_receiver {
public:
    explicit part_builder(std::vector<part>& to) noexcept : to_{to} {}

    void begin_rule(std::string_view name) override {
        part& own = add();
        own.what = part::kind::rule;
        own.name = name;
        open_.push_back(&own);
    }
    void field(std::string_view name) override { open_.back()->fields.push_back({std::string(name), {}}); }
    void begin_list() override {
        part& own = add();
        own.what = part::kind::list;
        open_.push_back(&own);
    }
    /// The days of a `campaign` are its own fields.
    void end() override {
        part& own = *open_.back();
        open_.pop_back();
        if (own.fields.size() == 1 && own.fields.front().value.what == part::kind::rule &&
            own.fields.front().value.name.empty()) {
            std::vector<descriptions::field> days = std::move(own.fields.front().value.fields);
            own.fields = std::move(days);
        }
    }
    void value(std::string_view text) override { add().text = text; }

private:
    /// The place of the next part. A vector grows only at its end, whose parts are not open.
    part& add() {
        if (open_.empty()) {
            return to_.emplace_back();
        }
        part& own = *open_.back();
        return own.what == part::kind::list ? own.items.emplace_back() : own.fields.back().value;
    }

    std::vector<part>& to_;
    std::vector<part*> open_;
};

/// One rule by itself: `described(round_off{rounding::floor})` is the rule "round_off" with the field "mode", "floor".
template <class Rule>
[[nodiscard]] part described(const Rule& rule) {
    std::vector<part> built;
    part_builder builder{built};
    rule_walk{builder}.put(rule);
    return built.empty() ? part{} : std::move(built.front());
}

/// A programme in C++. `tiers` are the names of its tiers, that of everyone first; without them they have numbers.
template <class Programme>
[[nodiscard]] description describe(const Programme& programme, std::vector<std::string> tiers = {}) {
    const auto& rules = programme.value();
    description what;
    what.name = rules.frame.name.view();
    what.version = rules.frame.version;
    if (rules.frame.valid.from != instant::minimum()) {
        what.from = texts::to_text(rules.frame.valid.from).view();
    }
    if (rules.frame.valid.until != instant::maximum()) {
        what.until = texts::to_text(rules.frame.valid.until).view();
    }
    what.day_start_seconds = rules.frame.calendar.day_start_seconds;
    what.tiers = std::move(tiers);
    part_builder builder{what.rules};
    loyalty::detail::for_each_index<Programme::size>(
        [&](auto index) { rule_walk{builder}.put(loyalty::detail::get<index>(rules.policies)); });
    return what;
}

} // namespace loyalty::io::descriptions
