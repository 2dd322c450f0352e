// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The value of points, and how many of them a bill may take (S25). A rule is a number to ask, and a policy of a programme: before
/// the account it refuses redemptions and reservations that do not fit it, and pays purchases with points.
///
/// @code
/// constexpr redemption_rule beauty{redemption_rate{500_points, 10_usd}};
/// beauty.quote(1260_points, 1260_points, 25_usd, today);      // 1000 points, 20.00 USD: the bill must cover it
/// constexpr programme shop{beauty.paying_for(net{}), points{...}, lots<unit::points>{}};
/// redeemable<unit::points>(shop, anna, 25_usd, now);          // the same, from Anna's balance
/// apply(shop, anna, redemption<unit::points>{.id = 7, .time = now, .amount = 300_points});    // refused: uneven_amount
/// apply(shop, anna, paid_with{sale{.id = 8, .time = now, .net = 25_usd}, 1000_points});       // 20.00 by points, 5.00 due
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/hold.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/redemption.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/demands.hpp>
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

namespace loyalty {

/// So many points are worth so much, while the window lasts: `redemption_rate{100_points, 5_usd}`.
template <unit_type Unit, money_unit Currency>
struct redemption_rate {
    static constexpr std::size_t field_count = 3;
    amount<Unit> points{};
    money<Currency> value{};
    date_window valid{};

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

namespace detail {

/// Stands for the bill of a rule that pays no purchases.
struct no_bill {
    [[nodiscard]] friend constexpr bool operator==(no_bill, no_bill) noexcept = default;
};

/// What a rule that pays purchases demands of one: the facts of its bill.
template <class Bill, class Visit, bool Pays>
struct demanded_of_bill {
    static constexpr bool met = true;
    template <bool Met>
    struct sentence {};
};
template <class Bill, class Visit>
requires requires {
    typename Bill::template demands<Visit>;
}
struct demanded_of_bill<Bill, Visit, true> : Bill::template demands<Visit> {
};

} // namespace detail

/// Points into money. The points quoted are what was asked for, limited by the balance, by the most, and by the part of the
/// bill that points may pay, rounded down to a multiple of the step; nothing where that is below the minimum. The step is
/// that of the rate (500 points for 10 USD: 500) unless `in_steps_of` says otherwise; a value that such a step splits is
/// rounded down to the minor unit.
template <unit_type Unit, money_unit Currency, std::size_t Rates = 1, class Bill = detail::no_bill>
struct redemption_rule {
    using quote_type = redemption_quote<Unit, Currency>;
    using cover_type = points_cover<Unit, Currency>;
    using rewards = detail::type_list<>;
    using parts = detail::type_list<>;
    using redeemed_unit = Unit;
    static constexpr std::string_view name = "redemption";
    static constexpr std::size_t field_count = 7;
    /// True for a rule by which points pay purchases.
    static constexpr bool pays_purchases = !std::is_same_v<Bill, detail::no_bill>;
    using debits = std::conditional_t<pays_purchases, detail::type_list<Unit>, detail::type_list<>>;
    template <class Event>
    static constexpr bool pays = pays_purchases && detail::pays_with_points<Event, Unit>();
    template <class Event>
    static constexpr bool concerns =
        std::is_same_v<Event, redemption<Unit>> || std::is_same_v<Event, reservation<Unit>> || pays<Event>;
    template <class Visit>
    using demands = detail::demanded_of_bill<Bill, Visit, pays<detail::event_type_of<Visit>>>;

    redemption_rate<Unit, Currency> rates[Rates]{};
    amount<Unit> minimum{};
    amount<Unit> step{}; ///< zero: that of the rate
    amount<Unit> most = amount<Unit>::largest();
    ratio part_of_bill{1, 1};
    bool pays_last_cent = false; ///< a step more is quoted if the bill is otherwise not paid to the last cent
    LOYALTY_NO_UNIQUE_ADDRESS Bill bill{};

    template <class... Rate>
    requires(sizeof...(Rate) == Rates && (std::same_as<Rate, redemption_rate<Unit, Currency>> &&
                                          ...)) constexpr explicit redemption_rule(Rate... each) noexcept
        : rates{each...} {}
    /// The same rule with another bill.
    template <class Other>
    constexpr redemption_rule(const redemption_rule<Unit, Currency, Rates, Other>& other, Bill of) noexcept
        : minimum{other.minimum},
          step{other.step},
          most{other.most},
          part_of_bill{other.part_of_bill},
          pays_last_cent{other.pays_last_cent},
          bill{of} {
        for (std::size_t i = 0; i < Rates; ++i) {
            rates[i] = other.rates[i];
        }
    }

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

    /// Points pay purchases too, those that say how many (`points_paid`): a part of this money, such as `net{}`, which is the
    /// bill. Put the rule before the policies that count `after_points{}`.
    template <class Measure>
    [[nodiscard]] constexpr auto paying_for(Measure measure) const noexcept {
        return redemption_rule<Unit, Currency, Rates, Measure>{*this, measure};
    }

    /// As a policy: refuses a redemption or reservation on a day without a rate (`not_redeemable`), below the minimum
    /// (`below_minimum`), above the most (`above_maximum`), and one that is no multiple of the step (`uneven_amount`). Pays a
    /// purchase with its points, or refuses it for the same reasons and for more than the bill takes (`more_than_bill`).
    template <class Visit>
    constexpr void apply(no_state, Visit& visit) const noexcept {
        if constexpr (pays<detail::event_type_of<Visit>>) {
            pay(visit);
        } else {
            refuse(visit, visit.event.amount, check(visit.event.amount, visit.today()));
        }
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        for (std::size_t i = 0; i < Rates; ++i) {
            if (!rates[i].is_right()) {
                return "redemption: the points, the value and the window of a rate must not be empty";
            }
            for (std::size_t j = 0; j < i; ++j) {
                if (!intersection(rates[i].valid, rates[j].valid).empty()) {
                    return "redemption: two rates hold on one day";
                }
            }
        }
        return step.minor_units() < 0 || minimum.minor_units() < 0 || most.minor_units() <= 0 || most < minimum
                   ? "redemption: the step and the minimum must not be negative, and the most not below the minimum"
               : !part_of_bill.valid() || part_of_bill.numerator < 1 ||
                       part_of_bill.numerator > part_of_bill.denominator
                   ? "redemption: points must be allowed to pay more than nothing and at most all of a bill"
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

    [[nodiscard]] constexpr quote_type quote(amount<Unit> requested, amount<Unit> balance, money<Currency> due,
                                             date today) const noexcept {
        const auto rate = rate_on(today);
        const auto payable = scale(due, part_of_bill, rounding::floor);
        if (!rate || !payable) {
            return {};
        }
        const amount<Unit> redeemed = in_steps(least(least(requested, balance), least(most, most_for(*payable, *rate))), *rate);
        const auto value = value_of(redeemed, today);
        return redeemed <= amount<Unit>{} || redeemed < minimum || !value
                   ? quote_type{}
                   : quote_type{redeemed, *payable < *value ? *payable : *value};
    }

    /// What so many points cover of a bill: 1000 points at 500 for 10.00 cover 20.00 of 25.00. Refused are points that the rule
    /// does not take, and `more_than_bill` with the most that this bill takes: 1500 points, of which 1000. It does not ask what
    /// the member has. Nothing is covered by no points.
    [[nodiscard]] constexpr cover_type cover(amount<Unit> points, money<Currency> due, date today) const noexcept {
        if (points.minor_units() <= 0) {
            return {.why = points == amount<Unit>{} ? reason::none : reason::negative_amount};
        }
        const cover_type refused = check(points, today);
        const auto rate = rate_on(today);
        if (refused.why != reason::none || !rate) {
            return refused;
        }
        const auto payable = scale(due, part_of_bill, rounding::floor);
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
    [[nodiscard]] constexpr cover_type check(amount<Unit> asked, date today) const noexcept {
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

    /// Pays a purchase with its points. A sale that is evaluated again for its receipt was paid before.
    template <class Visit>
    constexpr void pay(Visit& visit) const noexcept {
        const money<Currency> due = basis<Bill>{bill}(visit);
        if (visit.refused()) {
            return;
        }
        if constexpr (Visit::is_repeated) {
            visit.template pay_again<Unit>(due);
        } else {
            const amount<Unit> points = fact::points_paid(visit.event);
            const auto covered = cover(points, due, visit.today());
            refuse(visit, points, covered);
            if (covered.why == reason::none && points != amount<Unit>{}) {
                visit.pay(points, covered.value, due);
            }
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

} // namespace loyalty
