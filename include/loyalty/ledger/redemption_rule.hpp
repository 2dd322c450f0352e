// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The value of points, and how many of them a bill may take (S25). As a policy before the account it refuses redemptions
/// and reservations that do not fit it, and spends the points that pay a purchase.
///
/// @code
/// constexpr redemption_rule beauty{redemption_rate{500_points, 10_usd}};
/// beauty.quote(1260_points, 1260_points, 25_usd, today);      // 1000 points, 20.00 USD: the bill must cover it
/// constexpr programme shop{beauty, points{...}, lots<unit::points>{}};
/// redeemable<unit::points>(shop, anna, 25_usd, now);          // the same, from Anna's balance
/// apply(shop, anna, redemption<unit::points>{.id = 7, .time = now, .amount = 300_points});    // refused: uneven_amount
/// apply(shop, anna, paid_with{sale{.id = 8, .time = now, .net = 25_usd}, 1000_points});       // 20.00 by points, 5.00 due
/// constexpr auto monthly = beauty.at_most(1000_points, calendar_window{period_unit::month});  // see ledger/redemption_limit.hpp
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/pool_share.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/ledger/redemption_limit.hpp>
#include <loyalty/ledger/redemption_rate.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::detail {

/// True for the priced basket of a checkout.
template <class Event, class Currency>
inline constexpr bool is_priced = extensions::uses_things<Event>&& std::is_base_of_v<basket<Currency>, Event>;

/// True for the events after a redemption: its second step, and its way back.
template <class Event, class Unit>
inline constexpr bool ends_redemption = false;
template <class Unit>
inline constexpr bool ends_redemption<commitment<Unit>, Unit> = true;
template <class Programme, class Unit>
inline constexpr bool ends_redemption<give_back<Programme, Unit>, Unit> = true;
/// True for the part of a member in a redemption that a household shares: limits count it, the whole was judged before.
template <class Event, class Unit>
inline constexpr bool is_pool_share = std::is_same_v<Event, social::pool_share<Unit>>;

} // namespace loyalty::detail

namespace loyalty::ledgers {

/// Points into money. The points quoted are those requested, limited by the balance, by the most, and by the part of the
/// bill that points may pay, rounded down to a multiple of the step; nothing if that is below the minimum. The step is
/// that of the rate (500 points for 10 USD: 500) unless `in_steps_of` says otherwise; a value that such a step splits is
/// rounded down to the minor unit.
///
/// It counts what is redeemed if it has a limit of a window, and keeps nothing of a member otherwise.
template <unit_type Unit, money_unit Currency, std::size_t Rates = 1, class... Limits>
struct redemption_rule {
    using quote_type = redemption_quote<Unit, Currency>;
    using cover_type = points_cover<Unit, Currency>;
    using rewards = detail::type_list<>;
    using redeemed_unit = Unit;
    using paid_currency = Currency;
    static constexpr std::string_view name = "redemption_rule";
    using limits_type = detail::redemption_limits<Unit, Limits...>;
    using state = typename limits_type::state;
    static constexpr bool limits_redemptions = limits_type::any;
    template <class Event>
    static constexpr bool
        concerns = std::is_same_v<Event, redemption<Unit>> || std::is_same_v<Event, reservation<Unit>> ||
                   detail::is_in_currency<Event, Currency> ||
                   (limits_redemptions && (detail::ends_redemption<Event, Unit> || detail::is_pool_share<Event, Unit>));

    redemption_rate<Unit, Currency> rates[Rates]{};
    amount<Unit> minimum{};
    amount<Unit> step{}; ///< zero: that of the rate
    amount<Unit> most = amount<Unit>::largest();
    ratio part_of_bill{1, 1};
    bool pays_last_cent = false; ///< a step more is quoted if the bill is otherwise not paid to the last cent
    LOYALTY_NO_UNIQUE_ADDRESS limits_type limits{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"rates", &redemption_rule::rates, "the value of points, by days"},
        extensions::field{"at_least", &redemption_rule::minimum, "the fewest points at a time",
                          extensions::zero_or_above("redemption_rule: the minimum must not be negative")},
        extensions::field{"in_steps_of", &redemption_rule::step,
                          "points are redeemed in multiples of it; 0 is that of the rate",
                          extensions::zero_or_above("redemption_rule: the step must not be negative")},
        extensions::field{"at_most", &redemption_rule::most, "the most points at a time",
                          extensions::above_zero("redemption_rule: the most must be above zero")},
        extensions::field{
            "paying_at_most", &redemption_rule::part_of_bill, "the part of a bill that points may pay",
            extensions::above_zero(
                "redemption_rule: points must be allowed to pay more than nothing and at most all of a bill")},
        extensions::field{"to_the_last_cent", &redemption_rule::pays_last_cent,
                          "true if a step more may pay the last cents"},
        extensions::field{"limits", &redemption_rule::limits, "the most in windows"});

    template <class... Rate>
    requires(sizeof...(Rate) == Rates && (std::same_as<Rate, redemption_rate<Unit, Currency>> &&
                                          ...)) constexpr explicit redemption_rule(Rate... each) noexcept
        : rates{each...} {}

    /// Fewer points than that are not redeemed.
    [[nodiscard]] constexpr redemption_rule at_least(amount<Unit> points) const noexcept {
        redemption_rule other = *this;
        other.minimum = points;
        return other;
    }
    /// No more points than that at a time.
    [[nodiscard]] constexpr redemption_rule at_most(amount<Unit> points) const noexcept {
        redemption_rule other = *this;
        other.most = points;
        return other;
    }
    /// No more points, or redemptions, than that in a window; see ledger/redemption_limit.hpp. A rule may have several limits. The
    /// points that pay a purchase count, and so do those that are set aside, in every window in which they are.
    template <unit_type Counted, criteria::counting_window Window>
    [[nodiscard]] constexpr auto at_most(amount<Counted> most_in_window, Window in) const noexcept {
        static_assert(std::is_same_v<Counted, Unit> || std::is_same_v<Counted, unit::redemptions>,
                      "loyalty: redemption_rule: a limit counts the points of the rule or redemptions: "
                      ".at_most(2_redemptions, calendar_window{period_unit::day})");
        return with(redemption_limit<Counted, Window>{most_in_window, in});
    }
    [[nodiscard]] constexpr redemption_rule in_steps_of(amount<Unit> points) const noexcept {
        redemption_rule other = *this;
        other.step = points;
        return other;
    }
    /// Points pay no more than that part of a bill: `.paying_at_most(50_pct)`.
    [[nodiscard]] constexpr redemption_rule paying_at_most(ratio part) const noexcept {
        redemption_rule other = *this;
        other.part_of_bill = part;
        return other;
    }

    /// A bill is paid to its last cent, with points whose value is cut to it: 3.20 at 0.03 a point takes 107 points, and not 106
    /// for 3.18.
    [[nodiscard]] constexpr redemption_rule to_the_last_cent() const noexcept {
        redemption_rule other = *this;
        other.pays_last_cent = true;
        return other;
    }

    /// As a policy: refuses a redemption or reservation on a day without a rate (`not_redeemable`), below the minimum
    /// (`below_minimum`), above the most (`above_maximum`), and one that is no multiple of the step (`uneven_amount`). Spends the
    /// points that pay a purchase, or refuses it for the same reasons and for more than the bill takes (`more_than_bill`). A
    /// checkout was priced before: its points are spent. All of these are refused above a limit (`above_redemption_limit`).
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        using event = detail::event_type_of<Visit>;
        if constexpr (extensions::is_purchase<event>) {
            if constexpr (Visit::is_repeated) {
                limits.count(own, visit, visit.template pay_again<Unit, Currency>());
            } else if constexpr (detail::pays_with<event, Unit>) {
                if (fact::points_paid(visit.event) != amount<Unit>{}) {
                    pay(own, visit, fact::points_paid(visit.event));
                }
            }
        } else if constexpr (detail::ends_redemption<event, Unit>) {
            end(own, visit);
        } else {
            if constexpr (!detail::is_pool_share<event, Unit>) {
                refuse(visit, visit.event.amount, judge(visit.event.amount, visit.today()));
            }
            limits.refuse_above(own, visit, visit.event.amount);
            if constexpr (!std::is_same_v<event, reservation<Unit>>) {
                limits.count(own, visit, visit.event.amount);
            }
        }
    }

    template <class Moment>
    requires limits_redemptions constexpr void advance(state& own, const Moment& moment) const noexcept {
        limits.advance(own, moment);
    }

    /// The points that come back for goods of a sale leave their headroom behind.
    template <class Visit>
    requires limits_redemptions constexpr void revert(state& own, const extensions::undone<state>& event,
                                                      Visit& visit) const noexcept {
        limits.revert(own, event, visit);
    }
    template <class Visit>
    requires(limits_redemptions&& limits_type::can_merge) constexpr void merge(state& own, const state& from,
                                                                               Visit& visit) const noexcept {
        limits.merge(own, from, visit);
    }

    /// The most points that the limits leave a member at a moment; the largest amount without a limit.
    template <class Moment>
    [[nodiscard]] constexpr amount<Unit> headroom(const state& own, const Moment& moment) const noexcept {
        return limits.headroom(own, moment);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        for (std::size_t i = 0; i < Rates; ++i) {
            if (!rates[i].is_right()) {
                return "redemption_rule: the points, the value and the window of a rate must not be empty";
            }
            for (std::size_t j = 0; j < i; ++j) {
                if (!dates::intersection(rates[i].valid, rates[j].valid).empty()) {
                    return "redemption_rule: two rates hold on one day";
                }
            }
        }
        return most < minimum ? "redemption_rule: the most must not lie below the minimum"
               : part_of_bill.numerator > part_of_bill.denominator
                   ? "redemption_rule: points must be allowed to pay more than nothing and at most all of a bill"
                   : nullptr;
    }

    /// The rate of a day; none if no rate holds, or it is worth nothing.
    [[nodiscard]] constexpr std::optional<redemption_rate<Unit, Currency>> rate_on(date today) const noexcept {
        for (const redemption_rate<Unit, Currency>& each : rates) {
            if (each.is_right() && each.valid.contains(today)) {
                return each;
            }
        }
        return std::nullopt;
    }

    /// Returns the value of points on a day, rounded down: 1000 at 5.00 for 100 are 50.00. None without a rate, or if
    /// the value passes 64 bits.
    [[nodiscard]] constexpr std::optional<money<Currency>> value_of(amount<Unit> points, date today) const noexcept {
        const auto rate = rate_on(today);
        if (!rate) {
            return std::nullopt;
        }
        return detail::amount_of<Currency>(detail::scale_minor_units(points.minor_units(), rate->value.minor_units(),
                                                                     rate->points.minor_units(), rounding::down));
    }

    [[nodiscard]] constexpr quote_type quote(amount<Unit> requested, amount<Unit> balance, money<Currency> bill,
                                             date today) const noexcept {
        const auto rate = rate_on(today);
        const auto payable = arithmetic::scale(bill, part_of_bill, rounding::floor);
        if (!rate || !payable) {
            return {};
        }
        const amount<Unit> limit = least(least(requested, balance), least(most, most_for(*payable, *rate)));
        const amount<Unit> redeemed = in_steps(limit, *rate);
        const auto value = value_of(redeemed, today);
        return redeemed <= amount<Unit>{} || redeemed < minimum || !value
                   ? quote_type{}
                   : quote_type{redeemed, *payable < *value ? *payable : *value};
    }

    /// Why so many points are not redeemed on a day, whatever they are for, with the limit; `reason::none` if they are.
    [[nodiscard]] constexpr cover_type judge(amount<Unit> asked, date today) const noexcept {
        const auto rate = rate_on(today);
        if (!rate) {
            return {.why = reason::not_redeemable};
        }
        if (asked < minimum) {
            return {{}, reason::below_minimum, minimum};
        }
        if (most < asked) {
            return {{}, reason::above_maximum, most};
        }
        return asked == in_steps(asked, *rate) ? cover_type{} : cover_type{{}, reason::uneven_amount, step_of(*rate)};
    }

    /// Returns the part of a bill that points cover: 1000 points at 500 for 10.00 cover 20.00 of 25.00. Refused are
    /// points that the rule does not take, and `more_than_bill` with the most that this bill takes: 1500 points, of
    /// which 1000. The balance of the member does not count. Nothing is covered by no points.
    [[nodiscard]] constexpr cover_type cover(amount<Unit> points, money<Currency> bill, date today) const noexcept {
        if (points.minor_units() <= 0) {
            return {.why = points == amount<Unit>{} ? reason::none : reason::negative_amount};
        }
        const cover_type refused = judge(points, today);
        const auto rate = rate_on(today);
        if (refused.why != reason::none || !rate) {
            return refused;
        }
        const auto payable = arithmetic::scale(bill, part_of_bill, rounding::floor);
        if (!payable) {
            return {.why = reason::amount_overflow};
        }
        const amount<Unit> limit = in_steps(most_for(*payable, *rate), *rate);
        if (limit < points) {
            return {{}, reason::more_than_bill, limit};
        }
        const auto value = value_of(points, today);
        return {value && *value < *payable ? *value : *payable};
    }

private:
    template <unit_type, money_unit, std::size_t, class...>
    friend struct redemption_rule;

    /// The same rule with one more limit.
    template <class Limit>
    [[nodiscard]] constexpr auto with(Limit more) const noexcept {
        return [&]<std::size_t... Rate>(std::index_sequence<Rate...>) {
            redemption_rule<Unit, Currency, Rates, Limits..., Limit> other{rates[Rate]...};
            other.minimum = minimum;
            other.step = step;
            other.most = most;
            other.part_of_bill = part_of_bill;
            other.pays_last_cent = pays_last_cent;
            other.limits = limits.with(more);
            return other;
        }
        (std::make_index_sequence<Rates>{});
    }

    /// The second step of a redemption counts it, and what is given back leaves its headroom behind. The account refuses what does
    /// not fit its books.
    template <class Visit>
    constexpr void end(state& own, Visit& visit) const noexcept {
        if constexpr (std::is_same_v<detail::event_type_of<Visit>, commitment<Unit>>) {
            const amount<Unit> part = visit.event.amount;
            limits.count(own, visit,
                         part == ledgers::everything<Unit> ? visit.template held<Unit>(visit.event.hold).points : part);
        } else if (visit.event.receipt != nullptr) {
            const amount<Unit> left = visit.event.receipt->left();
            const amount<Unit> part = visit.event.amount == ledgers::everything<Unit> ? left : visit.event.amount;
            limits.give_back(own, visit, part, part == left, visit.event.receipt->spent);
        }
    }

    template <class Visit>
    static constexpr void refuse(Visit& visit, amount<Unit> asked, const cover_type& refused) noexcept {
        const bool has_limit = refused.why == reason::below_minimum || refused.why == reason::above_maximum ||
                               refused.why == reason::uneven_amount || refused.why == reason::more_than_bill;
        if (has_limit) {
            visit.refuse(refused.why, asked, refused.limit);
        } else {
            visit.refuse_if(refused.why != reason::none, refused.why);
        }
    }

    /// Pays a purchase with its points. Those of a checkout fit the rule: its bill was found before.
    template <class Visit>
    constexpr void pay(state& own, Visit& visit, amount<Unit> points) const noexcept {
        const money<Currency> bill = visit.template bill<Currency>();
        if (visit.refused()) {
            return;
        }
        cover_type covered{};
        if constexpr (detail::is_priced<detail::event_type_of<Visit>, Currency>) {
            for (const auto& part : fact::tenders(visit.event)) {
                covered.value += part.tender == tender::points ? part.paid : money<Currency>{};
            }
        } else {
            covered = cover(points, bill, visit.today());
            refuse(visit, points, covered);
        }
        limits.refuse_above(own, visit, points);
        if (covered.why == reason::none && !visit.refused()) {
            visit.pay(points, covered.value, bill);
            limits.count(own, visit, points);
        }
    }

    /// The most points that pay so much, whole: rounded down, or up for a bill that is paid to its last cent.
    [[nodiscard]] constexpr amount<Unit> most_for(money<Currency> payable,
                                                  const redemption_rate<Unit, Currency>& rate) const noexcept {
        const auto covered =
            detail::scale_minor_units(payable.minor_units(), rate.points.minor_units(), rate.value.minor_units(),
                                      pays_last_cent ? rounding::ceiling : rounding::floor);
        return covered ? amount<Unit>::from_minor_units(*covered) : amount<Unit>::largest(); // the bill is no limit
    }
    [[nodiscard]] constexpr amount<Unit> step_of(const redemption_rate<Unit, Currency>& rate) const noexcept {
        return step.minor_units() > 0 ? step : rate.points;
    }
    [[nodiscard]] constexpr amount<Unit> in_steps(amount<Unit> points,
                                                  const redemption_rate<Unit, Currency>& rate) const noexcept {
        return amount<Unit>::from_minor_units(points.minor_units() -
                                              points.minor_units() % step_of(rate).minor_units());
    }
    [[nodiscard]] static constexpr amount<Unit> least(amount<Unit> left, amount<Unit> right) noexcept {
        return right < left ? right : left;
    }
};

template <unit_type Unit, money_unit Currency, class... More>
redemption_rule(redemption_rate<Unit, Currency>, More...) -> redemption_rule<Unit, Currency, 1 + sizeof...(More)>;

} // namespace loyalty::ledgers
