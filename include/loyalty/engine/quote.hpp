// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The prices of a checkout (S39): the price of each line, the effect of each discount, the part that each means of
/// payment covers, and the refusals. One function finds them for a quote and for the sale.
///
/// @code
/// constexpr programme shop{discounts{amount_off(15_usd).needs(coupon{7}), percent_off(20_pct)}, points{...}};
/// const auto bill = prices::quote(shop, anna, event);    // 100.00 USD, the coupon presented
/// bill.rules[0].given;                                   // 15.00
/// bill.rules[1].given;                                   // 17.00, of the 85.00 that the coupon left
/// bill.due;                                              // 68.00
/// apply(shop, anna, event);                              // refused if `bill.refusal.why` names a reason
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/bill.hpp>
#include <loyalty/engine/bill_payment.hpp>
#include <loyalty/engine/check_checkout.hpp>
#include <loyalty/engine/demands_of_event.hpp>
#include <loyalty/engine/discounts_in.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/policies_of.hpp>
#include <loyalty/engine/policy_order.hpp>
#include <loyalty/engine/presented.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/unpaid_coupons.hpp>
#include <loyalty/engine/visit.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/discounts.hpp>
#include <loyalty/rules/calendar_day.hpp>
#include <loyalty/rules/policy.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace prices {

/// The bill of a checkout in a programme.
template <class Programme, class Checkout>
using bill_of = bill<typename Checkout::currency, typename Checkout::points_unit, Checkout::most_lines,
                     detail::discount_rule_count<Programme>()>;

} // namespace prices

namespace detail {

/// Finds the bill of one checkout. `Visit` is at the time of the checkout, and sees the lines of the bill.
template <class Programme, class Member, class Visit, class Checkout, class Bill, class Unpaid>
struct pricer {
    using currency = typename Checkout::currency;
    static constexpr std::size_t policy = discounts_in<Programme>().index;
    static constexpr std::size_t rule_count = discount_rule_count<Programme>();

    const Programme& programme;
    const Member& own;
    Visit& visit;
    const Checkout& event;
    const Unpaid& unpaid;
    Bill& bill;
    const bool has_holds = extensions::may_hold_things(programme, own);
    working_list<instant, loyalty::prices::most_presented> ends{};            ///< of the things that are presented
    working_list<std::uint32_t, loyalty::prices::most_presented> campaigns{}; ///< of those that can be used

    /// `rules` is the programme again: read from the object behind a call, its numbers would no longer be constants.
    LOYALTY_INLINE constexpr void run(const Programme& rules) noexcept {
        for (const auto& shown : event.presented) {
            find(shown);
        }
        settle_campaigns();
        lower_prices(rules);
        note_presented();
        add_up();
        pay_bill(programme, own, visit, event, has_holds, bill);
        name_first_refusal();
    }

private:
    /// Returns true if a code stands among those that were looked at before.
    [[nodiscard]] constexpr bool is_repeated(std::uint64_t code) const noexcept {
        for (const auto& each : bill.presented) {
            if (each.code == code) {
                return true;
            }
        }
        return false;
    }
    constexpr void find(const things::presented& shown) noexcept {
        loyalty::prices::presented_result result{.code = shown.code};
        instant end{};
        if (is_repeated(shown.code)) {
            result.why = reason::presented_twice;
        } else {
            const extensions::found_thing found =
                extensions::find_presented(programme, own, shown, event.time, event.id, has_holds);
            result.why = found.why == reason::none && found.thing.is_card() ? reason::unknown_campaign : found.why;
            result.campaign = found.thing.campaign;
            end = found.thing.until;
            unpaid.mark(result);
        }
        ends.push_back(end);
        bill.presented.push_back(result);
    }

    /// Of several things of one campaign the one that ends first is used, of these the one with the lowest code: in which order
    /// they are presented changes nothing.
    constexpr void settle_campaigns() noexcept {
        bool has_rivals = false;
        for (const auto& each : std::span{bill.presented.begin(), bill.presented.size()}) {
            if (each.why == reason::none) {
                has_rivals = has_rivals || is_among(each.campaign);
                campaigns.push_back(each.campaign);
            }
        }
        if (has_rivals) [[unlikely]] {
            settle_rivals();
        }
    }
    [[nodiscard]] constexpr bool is_among(std::uint32_t campaign) const noexcept {
        bool found = false;
        for (const std::uint32_t each : campaigns) {
            found = found || each == campaign;
        }
        return found;
    }
    LOYALTY_COLD constexpr void settle_rivals() noexcept {
        for (std::size_t i = 0; i < bill.presented.size(); ++i) {
            auto& each = bill.presented[i];
            for (std::size_t j = 0; each.why == reason::none && j < bill.presented.size(); ++j) {
                const auto& other = bill.presented[j];
                if (other.campaign == each.campaign && is_usable(other.why) &&
                    (ends[j] < ends[i] || (ends[j] == ends[i] && other.code < each.code))) {
                    each.why = reason::not_combinable;
                }
            }
        }
        campaigns.resize(0);
        for (const auto& each : bill.presented) {
            if (each.why == reason::none) {
                campaigns.push_back(each.campaign);
            }
        }
    }
    [[nodiscard]] static constexpr bool is_usable(reason why) noexcept {
        return why == reason::none || why == reason::not_combinable;
    }

    LOYALTY_INLINE constexpr void lower_prices(const Programme& numbers) noexcept {
        if constexpr (rule_count != 0) {
            const auto& rules = get<policy>(numbers.policies);
            using pricing_type = pricing<Visit, currency, Checkout::most_lines, rule_count>;
            pricing_type sale{visit,
                              std::span{bill.lines.begin(), bill.lines.size()},
                              std::span{campaigns.begin(), campaigns.size()},
                              bill.rules,
                              rules.most_of(bill.lines),
                              all_stackable,
                              rules.above == loyalty::prices::above_limit::reject};
            visit.template enter<policy>();
            run_discounts(rules, sale);
        }
    }

    /// A code is used if one of its rules lowers something; otherwise its first rule says why not.
    constexpr void note_presented() noexcept {
        for (auto& each : bill.presented) {
            if (!is_usable(each.why)) {
                continue;
            }
            each.rule = rule_of(each.campaign);
            if (each.rule == loyalty::prices::no_rule) {
                each.why = reason::unknown_campaign;
            } else if (each.why == reason::not_combinable) {
                each.beaten_by = each.rule;
            } else {
                const auto& rule = bill.rules[each.rule];
                each = {each.code, each.campaign, rule.why, each.rule, rule.beaten_by, rule.asked, rule.there};
            }
            if (each.why == reason::none) {
                bill.uses.push_back({.code = each.code, .campaign = each.campaign});
            }
        }
    }
    /// The rule of a campaign that counts, or its first one.
    [[nodiscard]] constexpr std::size_t rule_of(std::uint32_t campaign) const noexcept {
        std::size_t found = loyalty::prices::no_rule;
        for (std::size_t i = 0; i != rule_count; ++i) {
            if (campaign == 0 || bill.rules[i].campaign != campaign) {
                continue;
            }
            if (bill.rules[i].counts()) {
                return i;
            }
            found = found == loyalty::prices::no_rule ? i : found;
        }
        return found;
    }

    /// Lowers the taxes with the prices, and adds up the bill.
    constexpr void add_up() noexcept {
        std::int64_t list_net = 0; // all sums fit, since that of the lines before the discounts does
        std::int64_t list_tax = 0;
        std::int64_t net = 0;
        std::int64_t tax = 0;
        const auto* list = event.lines.data();
        for (auto& line : bill.lines) {
            list_net += list->net.minor_units();
            net += line.net.minor_units();
            if (const std::int64_t whole = line.tax.minor_units(); whole != 0) {
                list_tax += whole;
                tax += lower_tax(line, list->net);
            }
            ++list;
        }
        bill.list_total = money<currency>::from_minor_units(list_net + list_tax);
        bill.discounted = money<currency>::from_minor_units(list_net - net);
        bill.total = money<currency>::from_minor_units(net + tax);
        bill.due = bill.total;
    }
    /// Lowers the tax of a line as its price was lowered. Returns what is left of it.
    static constexpr std::int64_t lower_tax(basket_line<currency>& line, money<currency> list) noexcept {
        if (line.net != list) {
            line.tax = money<currency>::from_minor_units(
                scale_minor_units(line.tax.minor_units(), line.net.minor_units(), list.minor_units(), rounding::half_up)
                    .value_or(0));
        }
        return line.tax.minor_units();
    }

    constexpr void name_first_refusal() noexcept {
        for (const auto& each : bill.presented) {
            if (each.why != reason::none) {
                return refuse(each.why, each.rule, each.asked, each.there);
            }
        }
        for (const auto& each : bill.payments) {
            if (each.why != reason::none) {
                return refuse_payment(each);
            }
        }
    }
    constexpr void refuse(reason why, std::size_t rule, std::int64_t asked, std::int64_t there) noexcept {
        bill.refusal.why = why;
        if constexpr (policy < Programme::size) {
            bill.refusal.rule = static_cast<std::uint8_t>(policy);
            bill.refusal.policy = rule < rule_count ? bill.rules[rule].name : std::string_view{"discounts"};
        }
        if (asked != 0 || there != 0) {
            bill.refusal.asked = asked;
            bill.refusal.there = there;
            bill.refusal.unit = std::string_view{currency::code};
            bill.refusal.digits = currency::digits;
        }
    }
    constexpr void refuse_payment(const typename Bill::payment_type& by) noexcept {
        using unit = typename Checkout::points_unit;
        constexpr std::size_t paying = redemption_rule_in<Programme, unit, currency>().index;
        bill.refusal.why = by.why;
        if (by.by == tender::points && paying < Programme::size) {
            bill.refusal.rule = static_cast<std::uint8_t>(paying);
            bill.refusal.policy = "redemption_rule";
        }
        if (by.asked != 0 || by.there != 0) {
            const bool in_points = by.by == tender::points;
            bill.refusal.asked = by.asked;
            bill.refusal.there = by.there;
            bill.refusal.unit = in_points ? std::string_view{unit::code} : std::string_view{currency::code};
            bill.refusal.digits = in_points ? unit::digits : currency::digits;
        }
    }
};

/// Finds the prices of a checkout whose lines are in the bill, for a member to whom time has not passed yet.
template <class Programme, class Checkout, class Profile, class Unpaid, class Bill>
LOYALTY_INLINE constexpr void price_later(const Programme& programme, member<Programme>& later, const Checkout& event,
                                          const Profile& profile, const extensions::calendar_day& day,
                                          const Unpaid& unpaid, Bill& bill) noexcept {
    using sale_type = typename Checkout::judged_as;
    extensions::no_sink none{};
    const sale_type sale = bill.sale(event);
    extensions::visit<Programme, sale_type, Profile, extensions::no_sink> visit{programme, later, sale,
                                                                                profile,   day,   none};
    if constexpr (Programme::clock_type::counts_purchases) {
        visit.first_purchase = later.clock().purchases == 0;
    }
    date_last_event(programme, later, visit);
    pass_time(programme, later, visit);
    pricer<Programme, member<Programme>, decltype(visit), Checkout, Bill, Unpaid>{programme, later,  visit,
                                                                                  event,     unpaid, bill}
        .run(programme);
}

/// Finds the bill of a checkout for a member, who stays as before. The one way to prices: for quotes, for sales, and for what is
/// left of a sale. `Unpaid` names codes that give nothing: see unpaid_coupons.hpp.
template <class Programme, class Checkout, class Profile, class Unpaid = no_unpaid_coupons>
[[nodiscard]] LOYALTY_INLINE constexpr prices::bill_of<Programme, Checkout>
find_bill(const Programme& programme, const member<Programme>& own, const Checkout& event, const Profile& profile,
          const extensions::calendar_day& day, const Unpaid& unpaid = {}) noexcept {
    prices::bill_of<Programme, Checkout> bill; // with braces g++ would clear it first
    if (const reason why = check_checkout(event); why != reason::none) {
        bill.refusal.why = why;
        if (why == reason::too_many_lines) {
            bill.refusal.asked = static_cast<std::int64_t>(event.lines.size());
            bill.refusal.there = static_cast<std::int64_t>(Checkout::most_lines);
        } else if (why == reason::too_many_presented) {
            const bool by_codes = event.presented.size() > loyalty::prices::most_presented;
            bill.refusal.asked = static_cast<std::int64_t>(by_codes ? event.presented.size() : event.payments.size());
            bill.refusal.there =
                static_cast<std::int64_t>(by_codes ? loyalty::prices::most_presented : loyalty::prices::most_payments);
        }
        return bill;
    }
    bill.lines.assign(event.lines);
    if constexpr (stays_as_time_passes<Programme>()) {
        // Nothing writes to the member: without a sink, time passes for none of its policies.
        price_later(programme, const_cast<member<Programme>&>(own), event, profile, day, unpaid, bill);
    } else {
        member<Programme> later = own;
        price_later(programme, later, event, profile, day, unpaid, bill);
    }
    return bill;
}

} // namespace detail

namespace prices {

/// The bill of a checkout: what `apply` of the same checkout would charge. Nothing is used up, and the member stays as before.
/// A thing that cannot be used is left out of the prices, and named in `presented`; `apply` refuses the checkout then. So is a
/// coupon that costs more points than the member has by then. See the top of this file.
template <class Programme, class Checkout, class Profile = extensions::no_profile>
[[nodiscard]] constexpr bill_of<detail::value_of<Programme>, Checkout>
quote(const Programme& programme, const typename Programme::member_type& own, const Checkout& event,
      const Profile& profile = {}) noexcept {
    using value_type = detail::value_of<Programme>;
    using unmet = detail::unmet_by<Programme, Checkout, Profile>;
    constexpr bool is_one =
        detail::redemption_rule_in<value_type, typename Checkout::points_unit, typename Checkout::currency>().count <=
        1;
    static_assert(is_one,
                  "loyalty: two rules of a programme redeem points of one unit for one currency: leave one out");
    if constexpr (!is_one) {
        return {};
    } else if constexpr (std::is_void_v<unmet>) {
        if (const reason why = detail::check_in_force<Checkout>(programme.value(), event.time); why != reason::none) {
            bill_of<value_type, Checkout> refused;
            refused.refusal.why = why;
            return refused;
        }
        const auto day = extensions::calendar_day::at(programme.value().frame.calendar, event.time);
        const auto find = [&](const auto& unpaid) {
            return detail::find_bill<value_type>(programme.value(), own, event, profile, day, unpaid);
        };
        if constexpr (detail::has_coupon_prices<value_type>) {
            return detail::find_bill_paid(programme.value(), own, event, profile, day, find);
        } else {
            return find(detail::no_unpaid_coupons{});
        }
    } else {
        static_cast<void>(typename unmet::template sentence<unmet::met>{});
        return {};
    }
}

} // namespace prices
} // namespace loyalty
