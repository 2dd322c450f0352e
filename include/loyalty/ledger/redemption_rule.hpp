// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The value of points, and how many of them a bill may take (S25). A rule is a number to ask, and a policy of a programme: before
/// the account it refuses redemptions and reservations that do not fit it, and spends the points that pay a purchase.
///
/// @code
/// constexpr redemption_rule beauty{redemption_rate{500_points, 10_usd}};
/// beauty.quote(1260_points, 1260_points, 25_usd, today);      // 1000 points, 20.00 USD: the bill must cover it
/// constexpr programme shop{beauty, points{...}, lots<unit::points>{}};
/// redeemable<unit::points>(shop, anna, 25_usd, now);          // the same, from Anna's balance
/// apply(shop, anna, redemption<unit::points>{.id = 7, .time = now, .amount = 300_points});    // refused: uneven_amount
/// apply(shop, anna, paid_with{sale{.id = 8, .time = now, .net = 25_usd}, 1000_points});       // 20.00 by points, 5.00 due
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
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

namespace loyalty::detail {

/// True for the priced basket of a checkout.
template <class Event, class Currency>
inline constexpr bool is_priced = extensions::uses_things<Event>&& std::is_base_of_v<basket<Currency>, Event>;

} // namespace loyalty::detail

namespace loyalty::ledgers {

/// So many points are worth so much, while the window lasts: `redemption_rate{100_points, 5_usd}`.
template <unit_type Unit, money_unit Currency>
struct redemption_rate {
    amount<Unit> points{};
    money<Currency> value{};
    date_window valid{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"points", &redemption_rate::points, "so many points"},
                           extensions::field{"value", &redemption_rate::value, "are worth so much"},
                           extensions::field{"valid", &redemption_rate::valid, "the days on which they are"});

    constexpr redemption_rate() noexcept = default;
    constexpr redemption_rate(amount<Unit> each, money<Currency> worth, date_window in = {}) noexcept
        : points{each}, value{worth}, valid{in} {}

    [[nodiscard]] constexpr bool is_right() const noexcept {
        return points.minor_units() > 0 && value.minor_units() > 0 && !valid.empty();
    }
};

/// What a redemption takes, and what it is worth. Both are zero where nothing can be redeemed.
template <unit_type Unit, money_unit Currency>
struct redemption_quote {
    amount<Unit> points{};
    money<Currency> value{};

    [[nodiscard]] friend constexpr bool operator==(const redemption_quote&, const redemption_quote&) noexcept = default;
};

template <unit_type Unit, money_unit Currency>
redemption_quote(amount<Unit>, money<Currency>) -> redemption_quote<Unit, Currency>;

/// What points cover of a bill: their value, or why the rule does not take them, and the limit that they pass.
template <unit_type Unit, money_unit Currency>
struct points_cover {
    money<Currency> value{};
    reason why = reason::none;
    amount<Unit> limit{}; ///< zero if the reason is no limit

    [[nodiscard]] friend constexpr bool operator==(const points_cover&, const points_cover&) noexcept = default;
};

/// Points into money. The points quoted are what was asked for, limited by the balance, by the most, and by the part of the
/// bill that points may pay, rounded down to a multiple of the step; nothing where that is below the minimum. The step is
/// that of the rate (500 points for 10 USD: 500) unless `in_steps_of` says otherwise; a value that such a step splits is
/// rounded down to the minor unit.
template <unit_type Unit, money_unit Currency, std::size_t Rates = 1>
struct redemption_rule {
    using quote_type = redemption_quote<Unit, Currency>;
    using cover_type = points_cover<Unit, Currency>;
    using rewards = detail::type_list<>;
    using redeemed_unit = Unit;
    using paid_currency = Currency;
    static constexpr std::string_view name = "redemption_rule";
    template <class Event>
    static constexpr bool concerns =
        std::is_same_v<Event, redemption<Unit>> || std::is_same_v<Event, reservation<Unit>> ||
        detail::is_in_currency<Event, Currency>;

    redemption_rate<Unit, Currency> rates[Rates]{};
    amount<Unit> minimum{};
    amount<Unit> step{}; ///< zero: that of the rate
    amount<Unit> most = amount<Unit>::largest();
    ratio part_of_bill{1, 1};
    bool pays_last_cent = false; ///< a step more is quoted if the bill is otherwise not paid to the last cent

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
                          "true if a step more may pay the last cents"});

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
    /// checkout was priced before: its points are spent.
    template <class Visit>
    constexpr void apply(extensions::no_state, Visit& visit) const noexcept {
        using event = detail::event_type_of<Visit>;
        if constexpr (extensions::is_purchase<event>) {
            if constexpr (Visit::is_repeated) {
                visit.template pay_again<Unit, Currency>();
            } else if constexpr (detail::pays_with<event, Unit>) {
                if (fact::points_paid(visit.event) != amount<Unit>{}) {
                    pay(visit, fact::points_paid(visit.event));
                }
            }
        } else {
            refuse(visit, visit.event.amount, refusal_of(visit.event.amount, visit.today()));
        }
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

    /// The rate of a day; none where no rate holds, or it is worth nothing.
    [[nodiscard]] constexpr std::optional<redemption_rate<Unit, Currency>> rate_on(date today) const noexcept {
        for (const redemption_rate<Unit, Currency>& each : rates) {
            if (each.is_right() && each.valid.contains(today)) {
                return each;
            }
        }
        return std::nullopt;
    }

    /// What points are worth on a day, rounded down: 1000 at 5.00 for 100 are 50.00. None without a rate, and where the
    /// value passes 64 bits.
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

    /// What so many points cover of a bill: 1000 points at 500 for 10.00 cover 20.00 of 25.00. Refused are points that the rule
    /// does not take, and `more_than_bill` with the most that this bill takes: 1500 points, of which 1000. It does not ask what
    /// the member has. Nothing is covered by no points.
    [[nodiscard]] constexpr cover_type cover(amount<Unit> points, money<Currency> bill, date today) const noexcept {
        if (points.minor_units() <= 0) {
            return {.why = points == amount<Unit>{} ? reason::none : reason::negative_amount};
        }
        const cover_type refused = refusal_of(points, today);
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
    /// Why so many points are not redeemed on a day, whatever they are for.
    [[nodiscard]] constexpr cover_type refusal_of(amount<Unit> asked, date today) const noexcept {
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
    constexpr void pay(Visit& visit, amount<Unit> points) const noexcept {
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
        if (covered.why == reason::none) {
            visit.pay(points, covered.value, bill);
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
