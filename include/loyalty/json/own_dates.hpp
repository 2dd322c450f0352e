// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Rules of a programme from text whose points have dates of their own, in the account of all others (S23, S24).
///
/// `{"dated": {"policy": {"points": [{"per_visit": {"award": "100 points"}}]}, "expiring": {"expires_after_days": {"days": 30}}}}`: these
/// 100 points expire after 30 days, and those of other rules by the rule of `"lots"`. The account of the type has the room:
///
/// @code
/// const auto read = json::read_programme<currency::usd, 16, json::own_dates<json::usual_lots, 30>>(text);
/// const auto summer = read.framed_with_lots(utc{});
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/rule_list.hpp>
#include <loyalty/json/ledger_parts.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/lot_rules.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/policies/dated.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::json {

/// The dates of lots, as far as they are not those of the account.
struct chosen_dates {
    bool has_expiry = false;
    bool has_activation = false;
    lot_expiry<1> expiry{};
    activation_choice activation{};

    /// How many pairs of dates stand at once, in an account whose lots wait by a rule.
    [[nodiscard]] constexpr std::size_t places(const activation_choice& of_account) const noexcept {
        return (has_expiry ? expiry.places() : 0) + (has_activation ? activation.places() : of_account.places());
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.has_expiry);
        function(own.expiry);
        function(own.has_activation);
        function(own.activation);
    }
};

/// The kinds of rules that may have dates of their own.
template <class Currency, bool SharesQuotas>
struct dated_kinds {
    using all = kinds<Currency>;
    using types = detail::united<detail::type_list<typename all::points_rule, typename all::template every_rule<window>,
                                                   typename all::template once_rule<window>>,
                                 std::conditional_t<SharesQuotas, typename all::points_of_quotas, detail::type_list<>>>;
};

/// One rule with dates of its own, or none. It stands behind the list of the other rules, and its number in effects is that behind
/// theirs.
template <class List, std::size_t Days>
struct dated_slot : ledgers::dated<List> {
    using parts = detail::type_list<List>;
    using base = ledgers::dated<List>;
    using state = typename base::state;
    template <class>
    static constexpr std::size_t lot_buckets = Days;

    chosen_dates dates{};
    award_unit granting = award_unit::points;
    std::uint8_t rules_before = 0;

    constexpr dated_slot() noexcept : base{List{}} {}

    [[nodiscard]] constexpr bool is_there() const noexcept { return this->policy.size() != 0; }

    template <class Account, class Point>
    [[nodiscard]] constexpr ledgers::basic_lot_dates<Point> dates_of(const Account& account,
                                                                     Point earned_on) const noexcept {
        ledgers::basic_lot_dates<Point> of_lot = account.dates_of(earned_on);
        if (dates.has_activation) {
            of_lot.active_from = dates.activation.active_from(earned_on);
        }
        of_lot.expires = dates.has_expiry ? dates.expiry.expiry_of(of_lot.active_from)
                                          : account.expiry.expiry_of(of_lot.active_from);
        return of_lot;
    }

    template <class Moment>
    constexpr void advance(state& own, Moment& moment) const noexcept {
        by_number(moment, [&] { base::advance(own, moment); });
    }
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        by_number(visit, [&] { base::apply(own, visit); });
    }
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        by_number(visit, [&] { base::revert(own, event, visit); });
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        List::for_each_field(own.policy, function);
        function(own.dates);
    }

private:
    template <class Visit, class Act>
    constexpr void by_number(Visit& visit, Act act) const noexcept {
        const std::uint8_t index = visit.rule;
        visit.rule = static_cast<std::uint8_t>(index + rules_before - 1);
        act();
        visit.rule = index;
    }
};

/// The rules with dates of their own that a text may have, by what its type says.
template <class Currency, class Ledger>
struct dated_rules {
    using type = detail::pack<>;
    using kinds = detail::type_list<>;
};
template <class Currency, class Ledger>
requires(ledger_parts<Ledger>::days_of_own_dates != 0) struct dated_rules<Currency, Ledger> {
    using list = detail::list_of_rules<packed<1, 64>, dated_kinds<Currency, ledger_parts<Ledger>::shares_quotas>>;
    using kinds = typename list::parts;
    using slot = dated_slot<list, ledger_parts<Ledger>::days_of_own_dates>;
    using type = detail::pack<slot, slot>;
    static_assert(type::size == most_dated);
};

/// Adds rules to those of a text: `add(rule)`, and `add(rule, dates)`. Returns false if there is no room.
template <class Text>
class rule_adder {
public:
    explicit rule_adder(Text& to) noexcept : to_{to} {}

    template <class Rule>
    requires(detail::lists<Rule, typename Text::rules_type::parts>) bool operator()(const Rule& rule) {
        return to_.rules.push_back(rule);
    }
    template <class Rule>
    requires(detail::lists<Rule, typename Text::kinds_of_dated>) bool operator()(const Rule& rule,
                                                                                 const chosen_dates& dates) {
        bool added = false;
        detail::for_each_index<Text::dated_type::size>([&](auto index) {
            auto& slot = detail::get<index>(to_.dated);
            if (!added && !slot.is_there()) {
                added = slot.policy.push_back(rule);
                slot.dates = dates;
                slot.granting = rule.granting;
                slot.rules_before = static_cast<std::uint8_t>(to_.rules.size());
            }
        });
        return added;
    }
    /// Returns true if a rule without dates would stand behind one with.
    [[nodiscard]] bool has_dated() const {
        bool there = false;
        detail::for_each_index<Text::dated_type::size>(
            [&](auto index) { there = there || detail::get<index>(to_.dated).is_there(); });
        return there;
    }

private:
    Text& to_;
};

} // namespace loyalty::json
