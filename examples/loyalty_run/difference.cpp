// SPDX-License-Identifier: BSL-1.0
#include "difference.hpp"

#include "output_file.hpp"
#include "rules_file.hpp"
#include "rules_read.hpp"
#include "text.hpp"

#include <loyalty/explain/choice_names.hpp>
#include <loyalty/explain/description_difference.hpp>
#include <loyalty/explain/explanation_english.hpp>
#include <loyalty/explain/leaflet_values.hpp>
#include <loyalty/explain/shortest_difference.hpp>
#include <loyalty/json/describe.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

namespace {

using differences::judged;

/// One of the two files.
struct compared_rules {
    rules_versions read;
    std::vector<descriptions::description> what;
    programme_notes notes;

    explicit compared_rules(rules_versions versions)
        : read(std::move(versions)), what(json::describe(read)), notes(notes_of(read)) {}

    [[nodiscard]] std::unique_ptr<differences::side> buyer(const stream_terms& terms, const options& asked) const {
        return form_of(read, asked)->buyer(notes, terms);
    }
    [[nodiscard]] bool takes_returns() const noexcept { return read.shared().has_lots && notes.has_money; }
};

/// The purchases that are tried, and how they stand in a file.
class tried_streams {
public:
    tried_streams(const compared_rules& first, const compared_rules& second) : first_(first), second_(second) {
        for (std::size_t i = 0; i < terms.digits.size(); ++i) {
            terms.digits[i] = std::max(first.notes.words.units[i].digits, second.notes.words.units[i].digits);
        }
        for (std::size_t i = 0; i < file_facts.size(); ++i) {
            for (const compared_rules* const side : {&first_, &second_}) {
                if (const json::fact_text* const fact = side->notes.words.fact_at(i); fact != nullptr) {
                    add(i, *fact, std::string(side->notes.words.unit(fact->unit).code));
                }
            }
        }
    }

    stream_terms terms{};

    [[nodiscard]] differences::differing_stream shortest(const options& asked) const {
        std::vector<differences::own_fact> facts = amounts_;
        for (std::size_t i = 0; i < terms.texts.size(); ++i) {
            if (!terms.texts[i].empty()) {
                facts.push_back({i, {}, static_cast<std::int64_t>(terms.texts[i].size())});
            }
        }
        std::vector<descriptions::description> both = first_.what;
        both.insert(both.end(), second_.what.begin(), second_.what.end());
        const bool returns = first_.takes_returns() && second_.takes_returns();
        const bool redemptions = returns && !is_read(points_redeemed);
        const differences::deeds_taken taken{returns, redemptions};
        const auto one = first_.buyer(terms, asked);
        const auto other = second_.buyer(terms, asked);
        return differences::shortest_stream(*one, *other, differences::idea_finder{both, facts, taken}.ideas());
    }

    /// A file of the layout `default`. What no rule reads, and nobody does, has no column.
    [[nodiscard]] std::string text(const differences::differing_stream& found) const {
        bool has_kinds = false;
        bool redeems = false;
        for (const differences::idea& each : found.purchases) {
            has_kinds = has_kinds || each.what != differences::deed::buys;
            redeems = redeems || each.what == differences::deed::redeems;
        }
        std::string text = "id,member,time";
        text += has_kinds ? ",kind,original" : "";
        text += has_money() ? ",category,component,tender,quantity,amount" : "";
        for (std::size_t i = 0; i < file_facts.size(); ++i) {
            text += is_read(i) || (redeems && i == points_redeemed) ? "," + std::string(columns[i]) : "";
        }
        text += '\n';
        std::size_t sold = 0;
        for (std::size_t i = 0; i < found.purchases.size(); ++i) {
            const differences::idea& one = found.purchases[i];
            const std::string begin = fmt::format("{},member,{}", i + 1, to_text(found.times[i]).view());
            const bool gives_back = one.what == differences::deed::gives_back;
            sold = one.what == differences::deed::buys ? i : sold;
            const differences::idea& goods = gives_back ? found.purchases[sold] : one;
            const std::string kind = !has_kinds                               ? ""
                                     : gives_back                             ? fmt::format(",return,{}", sold + 1)
                                     : one.what == differences::deed::redeems ? ",redemption,"
                                                                              : ",purchase,";
            const std::string facts = facts_of(one, redeems);
            if (one.what == differences::deed::redeems) {
                text += begin + kind + (has_money() ? ",,,,," : "") + facts;
                continue;
            }
            text += begin + kind +
                    goods_of(goods.category, goods.component, goods.tender, goods.quantity, goods.net_minor_units) +
                    facts;
            if (goods.further_net_minor_units != 0) {
                text += begin + kind + goods_of(goods.further_category, 0, 0, 1, goods.further_net_minor_units) + facts;
            }
        }
        return text;
    }

private:
    static constexpr std::size_t points_redeemed = 1; ///< its number among the facts of a file
    static constexpr std::string_view columns[]{"measure", "points_redeemed", "tier", "membership", "store", "channel"};

    void add(std::size_t index, const json::fact_text& fact, const std::string& unit) {
        if (!fact.is_code) {
            amounts_.push_back({index, unit, 0});
            return;
        }
        std::vector<std::string>& texts = terms.texts[index];
        for (const std::string& each : fact.values) {
            if (std::find(texts.begin(), texts.end(), each) == texts.end()) {
                texts.push_back(each);
            }
        }
    }
    [[nodiscard]] bool has_money() const { return first_.notes.has_money || second_.notes.has_money; }
    [[nodiscard]] std::string goods_of(std::uint32_t category, std::uint8_t part, std::uint8_t paid,
                                       std::int64_t pieces, std::int64_t net) const {
        return !has_money() ? std::string()
                            : fmt::format(",{},{},{},{},{}", category == 0 ? std::string() : std::to_string(category),
                                          descriptions::name_of_choice(static_cast<component>(part)),
                                          descriptions::name_of_choice(static_cast<tender>(paid)), pieces,
                                          units_of(net, first_.notes.currency_digits));
    }
    [[nodiscard]] std::string facts_of(const differences::idea& one, bool redeems) const {
        std::string text;
        for (std::size_t fact = 0; fact < file_facts.size(); ++fact) {
            if (is_read(fact)) {
                text += ',' + cell(fact, one.own[fact]);
            } else if (redeems && fact == points_redeemed) {
                text += ',' +
                        (one.what == differences::deed::redeems ? std::to_string(one.redeemed_points) : std::string());
            }
        }
        return text + '\n';
    }
    [[nodiscard]] bool is_read(std::size_t fact) const {
        return first_.notes.words.fact_at(fact) != nullptr || second_.notes.words.fact_at(fact) != nullptr;
    }
    [[nodiscard]] std::string cell(std::size_t fact, std::int64_t own) const {
        return !file_facts[fact].is_text ? std::to_string(own)
               : own == 0                ? std::string()
                                         : terms.texts[fact][static_cast<std::size_t>(own - 1)];
    }

    const compared_rules& first_;
    const compared_rules& second_;
    std::vector<differences::own_fact> amounts_{};
};

/// An amount with its unit: 1 point, 2 points.
[[nodiscard]] std::string in_units(const std::string& number, std::string_view unit) {
    return number + ' ' + descriptions::values::unit_text(number, unit, explanations::english);
}

/// Says in words how one programme judged the last purchase.
[[nodiscard]] std::string said(const judged& one, const programme_notes& notes, const stream_terms& terms) {
    if (!one.accepted) {
        return "refuses it";
    }
    std::string text;
    bool has_points = false;
    for (const granted_unit& each : notes.units) {
        has_points = has_points || each.index == static_cast<std::size_t>(json::award_unit::points);
        if (const std::int64_t granted = one.granted[each.index]; granted != 0) {
            text += (text.empty() ? "" : ", ") +
                    std::string(granted < 0    ? "takes back "
                                : text.empty() ? "grants "
                                               : "") +
                    in_units(units_of(granted < 0 ? -granted : granted, terms.digits[each.index]), each.code);
        }
    }
    text = text.empty() ? "grants nothing" : text;
    if (one.tier < notes.versions.back().tiers.size()) {
        text += ", tier " + notes.versions.back().tiers[one.tier];
    }
    const json::named_unit points = notes.words.unit(json::award_unit::points);
    return has_points ? text + ", " + in_units(units_of(one.available, terms.digits[0]), points.code) + " can be spent"
                      : text;
}

} // namespace

exit_code run_difference(const options& asked, const difference_options& compared) {
    if (compared.rules.size() != 2) {
        throw failure{exit_code::wrong_use, "difference: give --rules twice"};
    }
    const auto read = [&](std::size_t i) {
        return read_rules({compared.rules[i]}, {text_of_rules(compared.rules[i])}, false);
    };
    rules_versions one = read(0);
    rules_versions other = read(1);
    seed_wheels({&one, &other}, asked);
    const compared_rules first(std::move(one));
    const compared_rules second(std::move(other));
    const auto fields = descriptions::differences(first.what, second.what);
    std::string text = fields.empty() ? "The rules are the same.\n" : std::string();
    for (const descriptions::difference& each : fields) {
        text += descriptions::text_of(each);
    }
    exit_code code = fields.empty() ? exit_code::done : exit_code::check_failed;
    if (first.notes.currency != second.notes.currency || first.notes.currency_digits != second.notes.currency_digits) {
        text += "Their money is not the same, so no stream of purchases can be of both.\n";
    } else {
        const tried_streams streams(first, second);
        const auto found = streams.shortest(asked);
        if (found.purchases.empty()) {
            text += fmt::format("No stream of purchases was found on which they differ, of {} purchases tried.\n",
                                found.judgements);
        } else {
            const std::string stream = streams.text(found);
            const differences::deed last = found.purchases.back().what;
            text += fmt::format("They differ at {} {} of these (layout default):\n{}",
                                last == differences::deed::buys         ? "purchase"
                                : found.purchases.size() == 1           ? "event"
                                : last == differences::deed::gives_back ? "the return, event"
                                                                        : "the redemption, event",
                                found.purchases.size(), stream);
            text += fmt::format("The first {}.\nThe second {}.\n", said(found.first, first.notes, streams.terms),
                                said(found.second, second.notes, streams.terms));
            if (!compared.stream.empty()) {
                output_file file(compared.stream);
                file.write(stream);
                file.close();
            }
            code = exit_code::check_failed;
        }
    }
    std::fwrite(text.data(), 1, text.size(), stdout);
    return code;
}

} // namespace loyalty_run
