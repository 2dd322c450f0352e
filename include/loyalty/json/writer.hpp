// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Writes a programme as the text that gives the same programme when it is read: `{"round_off": {"mode": "floor"}}`.

#include <loyalty/detail/pack.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/json/versions.hpp>
#include <loyalty/json/write_accounts.hpp>
#include <loyalty/json/write_fields.hpp>
#include <loyalty/json/write_further.hpp>
#include <loyalty/json/write_words.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty::json::writing {

/// Writes each rule of a list as an object with its name.
template <class Currency>
struct rule_writer {
    writer& out;
    const std::vector<std::string>& names; ///< of the rules; empty for one that is called as its policy
    std::size_t written = 0;
    const chosen_dates* dates = nullptr; ///< of the rule that is written, if it has its own

    constexpr void operator()(const std::uint8_t&) const noexcept {} // the number of the kind, which the type says

    template <class Rule>
    requires std::is_class_v<Rule>
    void operator()(const Rule& rule) {
        out.text += written == 0 ? "\n    " : ",\n    ";
        const std::size_t begin = out.text.size();
        write_rule(rule);
        if (written < names.size() && !names[written].empty()) {
            out.text.insert(begin + 1, "\"name\": " + in_quotes(names[written]) + ", ");
        }
        ++written;
    }

    /// The rule of a slot with dates of its own, if there is one.
    template <class Slot>
    void write_dated(const Slot& slot) {
        dates = &slot.dates;
        slot.policy.for_each_field(slot.policy, *this);
        dates = nullptr;
    }

private:
    template <class Rule>
    void write_rule(const Rule& rule) {
        if (dates == nullptr) {
            return write_bare(rule);
        }
        out.named("dated", [&] {
            out.text += "{\"policy\": ";
            write_bare(rule);
            if (dates->has_expiry) {
                write_field(out, "expiring", dates->expiry);
            }
            if (dates->has_activation) {
                write_field(out, "activating", dates->activation);
            }
            out.text += '}';
        });
    }
    template <class Rule>
    void write_bare(const Rule& rule) {
        out.counting = out.words().money();
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

    template <class Policy>
    void write(const in_unit<Currency, Policy>& rule) {
        out.granting = out.words().unit(rule.granting);
        out.counting = out.words().unit(rule.counting);
        if constexpr (requires { rule.policy.trigger; }) {
            out.fields(rule.policy);
        } else {
            write_points(rule.policy);
        }
    }
    /// A rule of few programmes.
    template <class Rule>
    void write(const Rule& rule) {
        if constexpr (requires { rule.granting; }) {
            out.granting = out.words().unit(rule.granting);
        }
        if constexpr (requires { rule.counting; }) {
            out.counting = out.words().unit(rule.counting);
        }
        write_further<Currency>(out, rule, [this](const auto& inner) { this->write_inner(inner); });
    }
    template <class Window, bool Rare>
    void write(const by_measure<tiered<counted, extensions::most_tiers, Window, measure, condition>, Rare>& rule) {
        write_tiers(out, rule);
    }
    void write(const typename kinds<Currency>::cashback_rule& rule) { write_cashback(rule); }
    void write(const typename kinds<Currency>::rolling_cashback_rule& rule) { write_cashback(rule); }
    template <class Rule>
    void write_cashback(const Rule& rule) {
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
        out.write(rule.from, out.words().unit(rule.from_unit));
        out.text += ", \"to\": ";
        out.write(rule.to, out.words().unit(rule.to_unit));
        if (rule.most != exchange<Currency>{}.most) {
            out.text += ", \"at_most\": ";
            out.write(rule.most, out.words().unit(rule.to_unit));
        }
        out.text += '}';
    }

    template <class Rate>
    void write_rate(const Rate& rate) {
        out.fields(rate);
    }

    /// A policy in another one.
    template <class Policy>
    void write_inner(const Policy& policy) {
        if constexpr (requires { policy.trigger; }) {
            out.fields(policy);
        } else if constexpr (requires { policy.rates; }) {
            write_cashback(policy);
        } else if constexpr (requires { policy.later(); }) {
            write_points(policy);
        } else {
            write(policy);
        }
    }
    template <class Stages>
    void write_points(const points_with<Stages>& points) {
        write_stages(points.first(), points.later());
    }
    template <class Stages>
    void write_stages(const awards& award, const Stages& later) {
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
                out.counting = out.words().unit(stage.counted.measure.unit());
            }
            out.named(stage.name, [&] { out.fields(stage); });
        });
    }
};

/// Writes what all versions of a programme have in common, behind its name.
template <class Text>
void write_shared(writer& out, const Text& programme) {
    out.text += ",\n  \"currency\": " + in_quotes(programme.words.money().code);
    if (!programme.description.empty()) {
        out.text += ",\n  \"description\": " + in_quotes(programme.description);
    }
    if (!programme.layout.empty()) {
        out.text += ",\n  \"layout\": " + in_quotes(programme.layout);
    }
    if (!programme.categories.empty()) {
        out.text += ",\n  \"categories\": {";
        for (std::size_t i = 0; i < programme.categories.size(); ++i) {
            out.text += (i == 0 ? "" : ", ") + in_quotes(programme.categories[i].first) + ": " +
                        std::to_string(programme.categories[i].second);
        }
        out.text += '}';
    }
    write_units(out);
    write_facts(out);
}

/// Writes by which rule points are redeemed.
template <class Currency, std::size_t Periods>
void write_redemption(writer& out, const redemption<Currency, Periods>& rule) {
    using rule_type = redemption<Currency, Periods>;
    out.text += "{\"rates\": ";
    out.list(rule.rate_count(), [&](std::size_t i) { out.fields(rule.rates[i]); });
    loyalty::detail::for_each_index<rule_type::rule_fields.size>([&](auto index) {
        const auto& field = loyalty::detail::get<index>(rule_type::rule_fields.all);
        const auto& value = rule.*field.member;
        using type = std::remove_cvref_t<decltype(value)>;
        if constexpr (!std::is_array_v<type> && !std::is_same_v<type, typename rule_type::limits_type>) {
            if (field.name != "at_most" || rule.most != rule.most.largest()) {
                out.text += ", " + in_quotes(field.name) + ": ";
                out.write(value);
            }
        }
    });
    std::size_t limits = 0;
    rule.for_each_limit(rule, [&](const auto& limit) {
        if (limit.window.what != windows::never) {
            out.text += limits++ == 0 ? ", \"limits\": [" : ", ";
            out.fields(limit);
        }
    });
    out.text += limits == 0 ? "}" : "]}";
}

/// Writes what is a version's own, behind its number.
template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes>
void write_own(writer& out, const programme_text<Currency, Capacity, Ledger, Bytes>& programme) {
    if (programme.valid.from != date::minimum()) {
        out.text += ",\n  \"from\": ";
        out.write(programme.valid.from);
    }
    if (programme.valid.until != date::maximum()) {
        out.text += ",\n  \"until\": ";
        out.write(programme.valid.until);
    }
    if (!programme.tiers.empty()) {
        out.text += ",\n  \"tiers\": ";
        out.list(programme.tiers.size(), [&](std::size_t i) { out.text += in_quotes(programme.tiers[i]); });
    }
    if (programme.redemption.is_there) {
        out.text += ",\n  \"redemption\": ";
        write_redemption(out, programme.redemption);
    }
    out.text += ",\n  \"rules\": [";
    rule_writer<Currency> each{out, programme.rule_names};
    programme.rules.for_each_field(programme.rules, each);
    loyalty::detail::for_each_index<programme_text<Currency, Capacity, Ledger, Bytes>::dated_type::size>(
        [&](auto index) { each.write_dated(loyalty::detail::get<index>(programme.dated)); });
    out.text += "\n  ]";
    if (programme.has_lots) {
        out.text += ",\n  \"lots\": ";
        write_accounts(out, programme);
    }
}

/// Writes how members come into a version.
inline void write_carry_over(writer& out, const carry_over& carried) {
    if (!carried.says_something()) {
        return;
    }
    const auto pairs = [&](const char* name, const std::vector<std::pair<std::string, std::string>>& all) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            out.text += i == 0 ? std::string(name) + "{" : ", ";
            out.text += in_quotes(all[i].first) + ": " + in_quotes(all[i].second);
        }
        out.text += all.empty() ? "" : "}, ";
    };
    out.text += ",\n  \"carry_over\": {";
    pairs("\"renames\": ", carried.renames);
    pairs("\"tiers\": ", carried.tiers);
    out.text += "\"drops\": ";
    out.list(carried.drops.size(), [&](std::size_t i) { out.text += in_quotes(carried.drops[i]); });
    out.text += '}';
}

} // namespace loyalty::json::writing

namespace loyalty::json {

/// The text of a programme in which no mistake was found.
template <class Currency, std::size_t Capacity, class Ledger, std::size_t Bytes>
[[nodiscard]] std::string write_programme(const programme_text<Currency, Capacity, Ledger, Bytes>& programme) {
    writing::writer out{programme.words};
    out.text = "{\n  \"programme\": " + writing::in_quotes(programme.name.view()) +
               ",\n  \"version\": " + std::to_string(programme.version);
    writing::write_shared(out, programme);
    writing::write_own(out, programme);
    out.text += "\n}\n";
    return std::move(out.text);
}

/// The text of several versions in which no mistake was found; one version is written as `write_programme` does.
template <class Text>
[[nodiscard]] std::string write_versions(const versions_text<Text>& versions) {
    if (versions.all.size() == 1 && versions.gaps.empty()) {
        return write_programme(versions.all.front());
    }
    writing::writer out{versions.shared().words};
    out.text = "{\n  \"programme\": " + writing::in_quotes(versions.shared().name.view());
    writing::write_shared(out, versions.shared());
    out.text += ",\n  \"versions\": [\n";
    for (std::size_t i = 0; i < versions.all.size(); ++i) {
        const Text& each = versions.all[i];
        out.text += (i == 0 ? "  {\n  \"version\": " : ",\n  {\n  \"version\": ") + std::to_string(each.version);
        writing::write_carry_over(out, versions.carried[i]);
        writing::write_own(out, each);
        out.text += "\n  }";
    }
    for (const date_window& each : versions.gaps) {
        out.text += ",\n  {\"no_programme\": ";
        out.write(each);
        out.text += '}';
    }
    out.text += "\n  ]\n}\n";
    return std::move(out.text);
}

} // namespace loyalty::json
