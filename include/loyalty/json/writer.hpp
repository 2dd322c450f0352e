// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes a programme as the text that gives the same programme when it is read: `{"round_off": {"mode": "floor"}}`.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/json/write_fields.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::json::writing {

/// Writes each rule of a list as an object with its name.
template <class Currency>
struct rule_writer {
    writer& out;
    std::size_t written = 0;

    constexpr void operator()(const std::uint8_t&) const noexcept {} // the number of the kind, which the type says

    template <class Rule>
    requires std::is_class_v<Rule>
    void operator()(const Rule& rule) {
        out.text += written++ == 0 ? "\n    " : ",\n    ";
        out.counting = out.currency();
        if constexpr (requires { rule.group; }) {
            if (rule.group != Rule::no_group) {
                out.named("once_in_group", [&] {
                    out.text += "{\"group\": " + std::to_string(rule.group) + ", \"policy\": ";
                    out.named(Rule::name, [&] { write(rule); });
                    out.text += '}';
                });
                return;
            }
        }
        out.named(Rule::name, [&] { write(rule); });
    }

private:
    template <class Policy>
    void write(const in_unit<Currency, Policy>& rule) {
        out.granting = unit_named<Currency>(rule.granting);
        out.counting = unit_named<Currency>(rule.counting);
        if constexpr (requires { rule.policy.trigger; }) {
            out.fields(rule.policy);
        } else {
            write_stages(loyalty::detail::get<0>(rule.policy.stages.stages),
                         loyalty::detail::get<1>(rule.policy.stages.stages));
        }
    }
    template <class Window, bool Rare>
    void write(const by_measure<tiered<counted, extensions::most_tiers, Window, measure, condition>, Rare>& rule) {
        out.tiers = 1;
        for (const std::int64_t each : rule.thresholds) {
            out.tiers += each != rule.unreached ? std::size_t{1} : std::size_t{0};
        }
        out.counting = unit_named<Currency>(rule.counted.measure.unit());
        out.fields(rule);
    }
    void write(const typename kinds<Currency>::cashback_rule& rule) {
        out.text += "{\"rounding\": ";
        out.write(rule.mode);
        out.text += ", \"of\": ";
        out.write(rule.measure);
        out.text += ", \"rates\": ";
        std::size_t size = 0;
        loyalty::detail::for_each_index<most_rates>([&](auto index) {
            const auto& each = loyalty::detail::get<index>(rule.rates);
            size += each.where.is_never() ? std::size_t{0} : std::size_t{1};
        });
        out.list(size, [&](std::size_t i) {
            loyalty::detail::for_each_index<most_rates>([&](auto index) {
                if (index == i) {
                    write_rate(loyalty::detail::get<index>(rule.rates));
                }
            });
        });
        out.text += '}';
    }
    void write(const typename kinds<Currency>::stamp_card_rule& rule) { out.fields(rule); }
    template <auto Window, bool Rare>
    void write(const by_measure<streak<Window, event_measure, condition, bundle<Currency>, true>, Rare>& rule) {
        out.fields(rule);
    }
    void write(const exchange<Currency>& rule) {
        out.text += "{\"from\": ";
        out.write(rule.from, unit_named<Currency>(rule.from_unit));
        out.text += ", \"to\": ";
        out.write(rule.to, unit_named<Currency>(rule.to_unit));
        if (rule.most != exchange<Currency>{}.most) {
            out.text += ", \"at_most\": ";
            out.write(rule.most, unit_named<Currency>(rule.to_unit));
        }
        out.text += '}';
    }

    template <class Rate>
    void write_rate(const Rate& rate) {
        out.fields(rate);
    }

    void write_stages(const awards& award, const stages& later) {
        out.named("stages", [&] {
            out.text += '[';
            if (award.size() == 1) {
                write_award(award, award[0]);
            } else {
                out.named(several[static_cast<std::size_t>(award.how)],
                          [&] { out.list(award.size(), [&](std::size_t i) { write_award(award, award[i]); }); });
            }
            for (std::size_t i = 0; i < later.size(); ++i) {
                out.text += ", ";
                write_part(later[i]);
            }
            out.text += ']';
        });
    }
    /// An award, with stages of its own or without.
    void write_award(const awards& all, const awards::entry& one) {
        if (one.by == award_of::offer && one.count == 0) {
            write_part(one.award);
            return;
        }
        out.named(with_stages[static_cast<std::size_t>(one.by)], [&] {
            out.list(std::size_t{1} + one.count,
                     [&](std::size_t i) { i == 0 ? write_part(one.award) : write_part(all.inner(one.first + i - 1)); });
        });
    }
    static constexpr std::string_view several[]{"sum_of", "best_of", "least_of", "first_of"};
    static constexpr std::string_view with_stages[]{"offer", "each_line", "each_unit"};

    template <class Part>
    void write_part(const Part& part) {
        part.with([&](const auto& stage) {
            if constexpr (requires { stage.counted.measure.unit(); }) {
                out.counting = unit_named<Currency>(stage.counted.measure.unit());
            }
            out.named(stage.name, [&] { out.fields(stage); });
        });
    }
};

} // namespace loyalty::json::writing

namespace loyalty::json {

/// The text of a programme in which no mistake was found.
template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes>
[[nodiscard]] std::string write_programme(const programme_text<Currency, Capacity, Ledger, Bytes>& programme) {
    using writing::in_quotes;
    writing::writer out{{Currency::code, Currency::digits}};
    out.text = "{\n  \"programme\": " + in_quotes(programme.name.view()) +
               ",\n  \"version\": " + std::to_string(programme.version) +
               ",\n  \"currency\": " + in_quotes(std::string_view{Currency::code});
    if (!programme.description.empty()) {
        out.text += ",\n  \"description\": " + in_quotes(programme.description);
    }
    if (!programme.layout.empty()) {
        out.text += ",\n  \"layout\": " + in_quotes(programme.layout);
    }
    if (!programme.tiers.empty()) {
        out.text += ",\n  \"tiers\": ";
        out.list(programme.tiers.size(), [&](std::size_t i) { out.text += in_quotes(programme.tiers[i]); });
    }
    if (!programme.categories.empty()) {
        out.text += ",\n  \"categories\": {";
        for (std::size_t i = 0; i < programme.categories.size(); ++i) {
            out.text += (i == 0 ? "" : ", ") + in_quotes(programme.categories[i].first) + ": " +
                        std::to_string(programme.categories[i].second);
        }
        out.text += '}';
    }
    out.text += ",\n  \"rules\": [";
    writing::rule_writer<Currency> each{out};
    programme.rules.for_each_field(programme.rules, each);
    out.text += "\n  ]";
    if (programme.has_lots) {
        out.text += ",\n  \"lots\": ";
        out.fields(programme.lots);
    }
    out.text += "\n}\n";
    return std::move(out.text);
}

} // namespace loyalty::json
