// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The versions of a programme and one member, who buys what `difference` tries.

#include "events.hpp"
#include "granted.hpp"
#include "options.hpp"
#include "rules_read.hpp"

#include <loyalty/explain/shortest_difference.hpp>
#include <loyalty/json/in_force.hpp>
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace loyalty_run {

/// Judges the purchases of a stream as a run over its file does.
template <class Programme>
class buyer final : public differences::side {
public:
    buyer(json::version_list<Programme> rules, const rules_versions& read, const stream_terms& terms)
        : rules_(std::move(rules)), words_(read.shared().words), terms_(terms), has_money_(reads_money(words_)) {}

    [[nodiscard]] differences::judged judge(const differences::idea& what, std::uint64_t id, instant time) override {
        const auto net = money<sale_money>::from_minor_units(has_money_ ? what.net_minor_units : 0);
        const sale_line line{.category = what.category,
                             .component = static_cast<component>(what.component),
                             .quantity = has_money_ ? what.quantity : 1,
                             .net = net};
        const tender_part<sale_money> paid{static_cast<tender>(what.tender), net};
        sale one;
        one.id = id;
        one.time = time;
        one.category = what.category;
        one.lines = {&line, 1};
        one.tenders = {&paid, 1};
        add_facts(what, one);
        const auto gave = rules_.apply(own_, one);
        differences::judged result;
        result.accepted = gave.accepted();
        const std::size_t last = rules_.all().size() - 1;
        if (gave.accepted()) {
            const auto granted = granted_units<outcome_of<Programme>>::of(gave);
            for (std::size_t i = 0; i < result.granted.size(); ++i) {
                result.granted[i] = scaled(granted[i], i);
            }
            result.tier = rules_.tier_in(last, rules_.judge_of(one), gave.tier_after);
        }
        if constexpr (extensions::has_account<Programme, unit::points>) {
            const auto has = balances_of<unit::points>(rules_.of(own_), own_.state, time);
            result.available = scaled(has.available.minor_units(), points_index);
        } else {
            result.available = scaled(own_.state.template balance<unit::points>().minor_units(), points_index);
        }
        return result;
    }
    void keep() override { kept_.push_back(own_); }
    void take_back() override {
        own_ = kept_.back();
        kept_.pop_back();
    }
    void begin() override { own_ = {}; }

private:
    static constexpr auto points_index = static_cast<std::size_t>(json::award_unit::points);

    /// Facts as a file has them: texts get the numbers that this programme gives them.
    void add_facts(const differences::idea& what, sale& to) const {
        for (const json::fact_text& each : words_.facts) {
            const std::int64_t own = what.own[each.index];
            if (!each.is_code) {
                to.amounts[each.index] = own;
            } else if (own != 0) {
                const std::string& text = terms_.texts[each.index][static_cast<std::size_t>(own - 1)];
                to.codes[each.index - to.amounts.size()] = static_cast<std::uint32_t>(each.code_of(text));
            }
        }
    }
    /// An amount in the decimals that both programmes are compared in.
    [[nodiscard]] std::int64_t scaled(std::int64_t minor_units, std::size_t unit) const {
        for (int i = words_.units[unit].digits; i < terms_.digits[unit]; ++i) {
            static_cast<void>(multiply_in_place(minor_units, 10));
        }
        return minor_units;
    }

    json::version_list<Programme> rules_;
    json::vocabulary words_;
    const stream_terms& terms_;
    bool has_money_;
    json::versioned_member<Programme> own_{};
    std::vector<json::versioned_member<Programme>> kept_;
};

template <class Programme>
[[nodiscard]] std::unique_ptr<differences::side> buyer_of(json::version_list<Programme> rules,
                                                          const rules_versions& read, const stream_terms& terms) {
    return std::make_unique<buyer<Programme>>(std::move(rules), read, terms);
}

} // namespace loyalty_run
