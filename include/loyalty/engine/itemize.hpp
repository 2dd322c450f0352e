// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Divides what a sale earned: by rules, and over lines (S6).
///
/// @code
/// // 60.00 and 40.00 USD, 40 points by a rate of 2 points for each 5.00, and a bonus of 500 from 100.00 on
/// const auto items = itemize<8>(shop, sold.receipt, bought);
/// items.awards.granted<unit::points>(0);   //  40 points by the rate
/// items.awards.granted<unit::points>(1);   // 500 points of the bonus
/// items.shares[1].granted<unit::points>(); // 216 points rest on the second line: 16 and 200
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/policies_of.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/quotas_of_event.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/reversal.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/shares.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/line_weights.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

namespace ledgers {

/// The result of `itemize`: the awards by rule, and a share for each line, in the order of the lines. Over all lines
/// the shares sum to the earnings of the sale.
template <class Programme, std::size_t MostLines>
struct itemized_sale {
    reason why = reason::none; ///< why there is nothing
    rule_awards<Programme> awards{};
    bounded_list<share_of<Programme>, MostLines> shares{};

    [[nodiscard]] friend constexpr bool operator==(const itemized_sale&, const itemized_sale&) = default;
};

} // namespace ledgers

namespace detail {

/// Applies one rule, or those that it holds one by one, and passes what each grants to `divider.award<Index>(rule, ...)`.
template <std::size_t Index, class Rule, class State, class Visit, class Divider>
constexpr void itemize_rule(const Rule& rule, State& own, Visit& visit, Divider& divider) noexcept {
    const auto next = [&](const auto& part, auto& memory) { itemize_rule<Index>(part, memory, visit, divider); };
    if constexpr (requires { rule.apply_parts(own, visit, next); }) {
        rule.apply_parts(own, visit, next);
    } else if constexpr (concerns<Rule, event_type_of<Visit>>()) { // a rule for activities weighs no lines of a sale
        const State before = own;
        const auto granted_before = visit.finish();
        apply(rule, own, visit);
        [&]<unit_type... Units>(type_list<Units...>) {
            (divider.template award<Index>(
                 rule, before, visit.template granted<Units>() - granted_before.template granted<Units>(), visit),
             ...);
        }
        (award_units<Rule>{});
    }
}

/// The same for those policies that act in their order, or those that act last: see `run_those`.
template <bool ActsLast, class Programme, class Visit, class Divider>
constexpr void itemize_those(const Programme& programme, member<Programme>& own, Visit& visit,
                             Divider& divider) noexcept {
    for_each_index<Programme::size>([&](auto index) {
        if constexpr (Programme::template acts_last<index> == ActsLast) {
            visit.template enter<index>();
            itemize_rule<index>(get<index>(programme.policies), own.template policy<index>(), visit, divider);
        }
    });
}

/// Evaluates a sale once more, from the state `before` it, rule by rule. `again` has the points that paid it.
template <class Programme, class Sale, class Profile, class Again, class Divider>
constexpr void itemize_policies(const Programme& programme, const member<Programme>& before, const Sale& sale,
                                const Profile& profile, Again& again, Divider& divider) noexcept {
    member<Programme> own = before;
    const extensions::calendar_day day = extensions::calendar_day::at(programme.frame.calendar, fact::time(sale));
    extensions::visit<Programme, Sale, Profile, Again> visit{programme, own, sale, profile, day, again};
    if constexpr (Programme::clock_type::counts_purchases) {
        visit.first_purchase = own.clock().purchases == 0;
    }
    date_last_event(programme, own, visit);
    pass_time(programme, own, visit);
    itemize_those<false>(programme, own, visit, divider);
    itemize_those<true>(programme, own, visit, divider);
}

/// Notes each award, and divides it over the lines.
template <class Programme, std::size_t MostLines>
struct share_divider {
    ledgers::itemized_sale<Programme, MostLines>& into;

    template <std::size_t Rule, class Policy, class State, unit_type Unit, class Visit>
    constexpr void award(const Policy& policy, const State& before, amount<Unit> granted, const Visit& visit) noexcept {
        if (granted == amount<Unit>{}) {
            return;
        }
        using noted = rule_award<Rule, Unit>;
        static_cast<void>(add_to(get_type<noted>(into.awards).minor_units, granted.minor_units()));
        std::int64_t weights[MostLines]{};
        amount<Unit> parts[MostLines]{};
        const std::size_t count = into.shares.size();
        auto quiet = visit.silent(visit.day); // a line alone may overflow what its basket does not
        weigh_lines(policy, before, quiet, std::span{weights}.first(count));
        static_cast<void>(
            arithmetic::allocate(granted, std::span{weights}.first(count), std::span{parts}.first(count)));
        for (std::size_t i = 0; i < count; ++i) {
            static_cast<void>(into.shares[i].add_overflows(parts[i])); // the parts of an outcome that fits
        }
    }
};

/// Returns why a sale cannot be that of a receipt.
template <class Programme, class Sale, class Profile>
[[nodiscard]] constexpr reason check_sale(const receipt<Programme>& receipt, const Programme& programme,
                                          const Sale& sale, const Profile& profile) noexcept {
    if (is_foreign(receipt, programme, member_named(profile, sale))) {
        return reason::foreign_receipt;
    }
    if (!receipt.earned.accepted()) {
        return reason::refused_sale;
    }
    if constexpr (Programme::told_apart == choices::identity::by_time_and_id) {
        if (static_cast<std::uint64_t>(fact::id(sale)) != receipt.sale_id()) {
            return reason::other_id;
        }
    }
    return fact::time(sale) == receipt.after.last_event() ? reason::none : reason::other_time;
}

/// Returns true if the shares sum to the earnings of the sale in its receipt.
template <class Programme, std::size_t MostLines>
[[nodiscard]] constexpr bool sums_to(const ledgers::itemized_sale<Programme, MostLines>& items,
                                     const outcome_of<Programme>& earned) noexcept {
    ledgers::share_of<Programme> sum{};
    bool equal = true;
    for (const auto& each : items.shares) {
        equal = !sum.add_overflows(each) && equal;
    }
    [&]<unit_type... Units>(const ledgers::shares_of_units<Units...>&) {
        equal = (equal && ... && (sum.template granted<Units>() == earned.template granted<Units>()));
    }
    (sum);
    return equal;
}

} // namespace detail

namespace ledgers {

/// Returns the grants of each rule in a sale, and the share of each line in all of them. It evaluates the sale once
/// more from the state in the receipt, so nothing is stored for it, and `sale` and `profile` must be those of the sale.
/// A receipt that returns have lowered is refused: store the shares with the sale, as `sale_record` does.
///
/// Each award is divided by itself, by largest remainder, ties to the first line (`allocate`). A line weighs what the rule counts
/// of it: see rules/line_weights.hpp.
///
/// Refused are another sale than that of the receipt (`other_id`, `other_time`, `other_sale`, `foreign_receipt`, `refused_sale`),
/// and more than `MostLines` lines (`too_many_lines`).
template <std::size_t MostLines, class Programme, class Sale, class Profile = extensions::no_profile>
[[nodiscard]] constexpr itemized_sale<detail::value_of<Programme>, MostLines>
itemize(const Programme& programme, const receipt<detail::value_of<Programme>>& receipt, const Sale& sale,
        const Profile& profile = {}) noexcept {
    using value_type = detail::value_of<Programme>;
    itemized_sale<value_type, MostLines> items;
    items.why = detail::check_sale(receipt, programme.value(), sale, profile);
    for ([[maybe_unused]] const auto& line : extensions::lines_of(sale)) {
        if (items.why == reason::none && items.shares.full()) {
            items.why = reason::too_many_lines;
        }
        if (items.why != reason::none) {
            return {.why = items.why};
        }
        items.shares.push_back({});
    }
    detail::share_divider<value_type, MostLines> divider{items};
    detail::repeated_sale_of<value_type> again{receipt.movements};
    const detail::profile_of_sale<Profile> then{profile};
    auto before = receipt.before;
    detail::begin_sale_again<detail::earning_of<value_type>>(before, receipt.after);
    detail::itemize_policies(programme.value().earning(), before, sale, then.profile, again, divider);
    const detail::goods_of_sale goods = detail::goods_of(sale);
    if (goods.net_minor_units != receipt.net_minor_units || goods.pieces != receipt.pieces ||
        !detail::sums_to(items, receipt.earned)) {
        return {.why = reason::other_sale};
    }
    return items;
}

} // namespace ledgers

} // namespace loyalty
