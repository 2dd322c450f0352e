// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The versions of a programme and one member, who does what `difference` tries.

#include "events.hpp"
#include "granted.hpp"
#include "options.hpp"
#include "programmes.hpp"
#include "recorder.hpp"
#include "rules_at_work.hpp"
#include "rules_read.hpp"
#include "stream_names.hpp"

#include <loyalty/explain/shortest_difference.hpp>
#include <loyalty/json/in_force.hpp>
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace loyalty_run {

/// Judges what a member of a stream does as a run over its file does, with the same sink.
template <class Programme>
class buyer final : public differences::side {
public:
    buyer(json::version_list<Programme> versions, const programme_notes& notes, const stream_terms& terms)
        : versions_(std::move(versions)), notes_(notes), terms_(terms), record_(notes_, names_, {}) {}

    [[nodiscard]] differences::judged judge(const differences::idea& what, std::uint64_t, instant time) override {
        if (what.what == differences::deed::buys) {
            return buy(what, number_of_next(what.further_net_minor_units != 0 ? 2 : 1), time);
        }
        const std::uint64_t id = number_of_next(what.what == differences::deed::redeems ? 1 : own_.lines_of_last);
        if constexpr (rules_type::takes_receipts) {
            if (what.what == differences::deed::redeems) {
                const auto points = minor_units_of(what.redeemed_points);
                const loyalty::redemption<unit::points> spent{
                    .id = id, .time = time, .amount = amount<unit::points>::from_minor_units(points)};
                return result_of(rules_.apply(own_.state, spent, record_), versions_.begun_at(time), time);
            }
            if (own_.last_sale) {
                const auto back = own_.last_sale->returned({.id = id, .time = time});
                const auto gave = rules_.apply(own_.state, back, record_);
                own_.last_sale.reset();
                return result_of(gave, versions_.judge_of(back), time);
            }
        }
        return {}; // neither programme has something to take back
    }
    void keep() override { kept_.push_back({own_, rules_.left()}); }
    void take_back() override {
        own_ = kept_.back().own;
        rules_.put_back(kept_.back().left);
        kept_.pop_back();
    }
    void begin() override {
        own_ = {};
        rules_.put_back(whole_);
    }

private:
    static constexpr auto points_index = static_cast<std::size_t>(json::award_unit::points);
    using rules_type = versioned_rules<Programme>;

    /// The member, and the last purchase if all of it can come back.
    struct customer {
        json::versioned_member<Programme> state{};
        std::optional<typename rules_type::receipt_type> last_sale{};
        std::uint64_t next_line = 2; ///< of the file, behind its header: wheels draw from the number of an event
        std::uint64_t lines_of_last = 1;
    };
    /// The same with what is left of the quotas, of which a buyer has the whole.
    struct kept {
        customer own;
        std::remove_cvref_t<decltype(std::declval<const rules_type&>().left())> left;
    };

    /// The number of the event that a file has at the next line, of so many lines.
    [[nodiscard]] std::uint64_t number_of_next(std::uint64_t lines) noexcept {
        const std::uint64_t number = own_.next_line * ids_by_event;
        own_.next_line += lines;
        own_.lines_of_last = lines;
        return number;
    }

    [[nodiscard]] differences::judged buy(const differences::idea& what, std::uint64_t id, instant time) {
        const bool has_money = notes_.has_money;
        const auto net = money<sale_money>::from_minor_units(has_money ? what.net_minor_units : 0);
        const auto further = money<sale_money>::from_minor_units(has_money ? what.further_net_minor_units : 0);
        const sale_line lines[]{{.category = what.category,
                                 .component = static_cast<component>(what.component),
                                 .quantity = has_money ? what.quantity : 1,
                                 .net = net},
                                {.category = what.further_category, .net = further}};
        const tender_part<sale_money> paid[]{{static_cast<tender>(what.tender), net}, {tender::cash, further}};
        const std::size_t count = has_money && what.further_net_minor_units != 0 ? 2 : 1;
        sale one;
        one.id = id;
        one.time = time;
        one.category = what.category;
        one.lines = std::span(lines).first(count);
        one.tenders = std::span(paid).first(count);
        add_facts(what, one);
        if constexpr (rules_type::takes_receipts) {
            const auto sold = rules_.apply_with_receipt(own_.state, one, record_);
            if (sold.outcome.accepted() && has_money && what.quantity == 1) {
                own_.last_sale.emplace(sold.receipt);
            } else {
                own_.last_sale.reset();
            }
            return result_of(sold.outcome, versions_.judge_of(one), time);
        } else {
            return result_of(rules_.apply(own_.state, one, record_), versions_.judge_of(one), time);
        }
    }

    [[nodiscard]] differences::judged result_of(const outcome_of<Programme>& gave, std::size_t version, instant time) {
        differences::judged result;
        result.accepted = gave.accepted();
        if (gave.accepted()) {
            const auto granted = granted_units<outcome_of<Programme>>::of(gave);
            for (std::size_t i = 0; i < result.granted.size(); ++i) {
                result.granted[i] = scaled(granted[i], i);
            }
            result.tier = versions_.tier_in(versions_.all().size() - 1, version, gave.tier_after);
        }
        if constexpr (rules_type::takes_receipts) {
            const auto has = balances_of<unit::points>(rules_.of(own_.state), own_.state.state, time);
            result.available = scaled(has.available.minor_units(), points_index);
        } else {
            result.available = scaled(own_.state.state.template balance<unit::points>().minor_units(), points_index);
        }
        return result;
    }

    /// Facts as a file has them: texts get the numbers that this programme gives them.
    void add_facts(const differences::idea& what, sale& to) const {
        for (const json::fact_text& each : notes_.words.facts) {
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
        for (int i = notes_.words.units[unit].digits; i < terms_.digits[unit]; ++i) {
            static_cast<void>(multiply_in_place(minor_units, 10));
        }
        return minor_units;
    }

    /// Whole points of a redemption in the decimals of this programme: a file has points, whatever their minor units are.
    [[nodiscard]] std::int64_t minor_units_of(std::int64_t points) const {
        for (int i = 0; i < notes_.points_digits(); ++i) {
            static_cast<void>(multiply_in_place(points, 10));
        }
        return points;
    }

    json::version_list<Programme> versions_;
    rules_type rules_{versions_};
    programme_notes notes_;
    stream_names names_{};
    const stream_terms& terms_;
    recorder<rules_type, sale> record_;
    customer own_{};
    decltype(kept::left) whole_{rules_.left()};
    std::vector<kept> kept_;
};

} // namespace loyalty_run
