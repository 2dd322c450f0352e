// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A wheel of prizes (S33, S49).
///
/// A spin costs 6 points. Of 100 tickets 50 give nothing, 30 give 5 points, 15 give 10, 5 give 50: 5.5 points on average.
///
/// @code
/// constexpr games::prize_wheel wheel = games::prize_wheel{2025, prize{50, 0_points}, prize{30, 5_points},
///                                                         prize{15, 10_points}, prize{5, 50_points}}
///                                          .of(7u).staking(6_points).covered_by_stake();
/// static_assert(wheel.expected_cost() == ratio{11, 2} && wheel.worst_cost() == 50_points);
/// apply(fair, anna, activity{.id = 9, .member = 3, .time = now, .kind = 7, .score = 6});
/// wheel.spin(3, 9).prize;        // the same prize, computed again by anyone
/// @endcode
///
/// Include this file beside `loyalty.hpp`.

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/policies/gamified/prize.hpp>
#include <loyalty/policies/gamified/wheel_odds.hpp>
#include <loyalty/policies/gamified/wheel_parts.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/draw.hpp>
#include <loyalty/rules/effects.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/predicates/fact_is.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::games {

/// A wheel that is spun once by each activity, or by each purchase. See the top of this file.
///
/// - `.of(7u)`: by activities of kind 7 only. `.with_purchases()`: by purchases. `.when(...)`: if a condition holds.
/// - `.staking(6_points)`: a spin costs 6 points. The activity names them as its score, and another score is refused
///   (`wrong_stake`): so nobody pays a price that was not shown. With `.covered_by_stake()` a wheel whose prizes cost more
///   than the stake on average is a defect of its programme: as a constant it does not compile.
/// - `.at_most(3, calendar_window{period_unit::day})`: 3 spins a day. A fourth activity is refused (`cap_reached`), and a
///   fourth purchase does not spin.
///
/// The draw depends on the seed, the member and the id of the event alone. So a preview shows what `apply` gives, and a
/// sale that is evaluated again for a return draws what it drew. A return gives stake, prize, stock and the spin back, if the
/// wheel stands before the accounts; a stake out of an account goes back to its lots. A wheel behind an account gives other
/// units than this account keeps; its spins stand, as a `conversion` does.
template <class Stake, class Spun, class Cap, class... Prizes>
struct prize_wheel : detail::counts_prizes_if<(Prizes::has_stock || ...)> {
    static_assert(sizeof...(Prizes) > 0 && sizeof...(Prizes) <= 64, "loyalty: prize_wheel: a wheel has 1 to 64 prizes");
    static constexpr std::string_view name = "prize_wheel";
    static constexpr std::size_t size = sizeof...(Prizes);
    static constexpr std::size_t stocks = detail::wheel_odds<Prizes...>::stocks;
    using rewards = detail::united<units<typename Prizes::unit>...>;
    using debits = typename Stake::debits;
    static constexpr bool spending_comes_back = Stake::is_there;
    using cost_unit = typename detail::type_at<0, Prizes...>::type::cost_unit;
    template <class Event>
    static constexpr bool concerns = Spun::template concerns<Event>;

    struct state {
        LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<Cap::is_there, typename Cap::count, 1> spins{};
        LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<stocks != 0, prizes_taken<stocks>, 2> taken{};

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    std::uint64_t seed = 0;
    detail::pack<Prizes...> prizes;
    LOYALTY_NO_UNIQUE_ADDRESS Spun spun{};
    LOYALTY_NO_UNIQUE_ADDRESS Stake stake{};
    LOYALTY_NO_UNIQUE_ADDRESS Cap cap{};
    bool is_covered = false;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"seed", &prize_wheel::seed, "of the campaign: keep it secret while the wheel turns"},
        extensions::field{"prizes", &prize_wheel::prizes, "with their weights"},
        extensions::field{"spun", &prize_wheel::spun, "the events that spin"},
        extensions::field{"stake", &prize_wheel::stake, "the price of a spin"},
        extensions::field{"at_most", &prize_wheel::cap, "the spins of a member"},
        extensions::field{"covered_by_stake", &prize_wheel::is_covered, "true if the stake must pay the prizes"});

    template <class Visit>
    struct demands {
        using event = detail::event_type_of<Visit>;
        static constexpr bool met =
            fact::id_fact::known<event> && fact::member_fact::known<event> && Visit::tells_by_id;
        template <bool Met>
        struct sentence {
            static_assert(Met,
                          "loyalty: prize_wheel: a draw has the member and the id of its event as its key: give the "
                          "event both, and the terms identity::by_time_and_id");
        };
    };

    constexpr prize_wheel(std::uint64_t of_campaign, Prizes... each) noexcept
        : seed{of_campaign}, prizes{{{each}...}} {}
    constexpr prize_wheel(std::uint64_t of_campaign, const detail::pack<Prizes...>& all, Spun by, Stake price,
                          Cap limit, bool covered) noexcept
        : seed{of_campaign}, prizes{all}, spun{by}, stake{price}, cap{limit}, is_covered{covered} {}

    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return with(Spun::with(detail::and_when(spun.condition, detail::a_condition(if_))), stake, cap);
    }
    /// Only activities of these kinds spin.
    template <class... Kinds>
    [[nodiscard]] constexpr auto of(Kinds... kinds) const noexcept {
        static_assert(Spun::is_activity, "loyalty: prize_wheel: a purchase has no kind: write .when(...)");
        return when(criteria::kind_is(kinds...));
    }
    /// Purchases spin, and no activities.
    [[nodiscard]] constexpr auto with_purchases() const noexcept {
        static_assert(!Stake::is_there, "loyalty: prize_wheel: a purchase pays no stake: let an activity spin");
        return with(spun_by_purchase<>{}, stake, cap);
    }
    template <unit_type Unit>
    [[nodiscard]] constexpr auto staking(amount<Unit> each) const noexcept {
        static_assert(Spun::is_activity, "loyalty: prize_wheel: a purchase pays no stake: let an activity spin");
        return with(spun, stake_of<Unit>{each}, cap);
    }
    template <criteria::counting_window Window>
    [[nodiscard]] constexpr auto at_most(std::int64_t spins, Window window) const noexcept {
        return with(spun, stake, spins_within<Window>{spins, window});
    }
    /// The prizes must not cost more than the stake on average, also once a stock is used up.
    [[nodiscard]] constexpr prize_wheel covered_by_stake() const noexcept {
        static_assert(Stake::is_there && (std::is_same_v<units<typename Prizes::cost_unit>, debits> && ...),
                      "loyalty: prize_wheel: covered_by_stake: give a stake, and prizes that cost its unit, "
                      "prize{1, 1_vouchers}.costing(2000_points)");
        return {seed, prizes, spun, stake, cap, true};
    }

    /// The number of tickets: the sum of the weights.
    [[nodiscard]] LOYALTY_INLINE constexpr std::uint64_t tickets() const noexcept { return odds().tickets(); }
    /// Returns the average award of a spin in a unit, with all prizes in stock, in its minor units: 550/100, which is
    /// 11/2. The ratio is not `valid()` if a sum passes 64 bits.
    template <unit_type Unit>
    [[nodiscard]] constexpr ratio expected() const noexcept {
        return odds().average([](const auto& one) {
            return std::is_same_v<typename std::remove_cvref_t<decltype(one)>::unit, Unit> ? one.award.minor_units()
                                                                                           : 0;
        });
    }
    /// Returns the average cost of a spin, with all prizes in stock, in minor units of the unit in which the prizes
    /// have a cost.
    [[nodiscard]] constexpr ratio expected_cost() const noexcept {
        static_assert((std::is_same_v<typename Prizes::cost_unit, cost_unit> && ...),
                      "loyalty: prize_wheel: the prizes cost several units: give each a cost in one, "
                      "prize{1, 1_vouchers}.costing(2000_points)");
        return odds().average([](const auto& one) { return one.cost.minor_units(); });
    }
    /// Returns the largest cost of a spin.
    [[nodiscard]] constexpr amount<cost_unit> worst_cost() const noexcept {
        static_assert((std::is_same_v<typename Prizes::cost_unit, cost_unit> && ...),
                      "loyalty: prize_wheel: the prizes cost several units: give each a cost in one, "
                      "prize{1, 1_vouchers}.costing(2000_points)");
        return amount<cost_unit>::from_minor_units(
            odds().largest([](const auto& one) { return one.cost.minor_units(); }));
    }
    /// Returns the largest award of a spin in a unit.
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> worst() const noexcept {
        return amount<Unit>::from_minor_units(odds().largest([](const auto& one) {
            return std::is_same_v<typename std::remove_cvref_t<decltype(one)>::unit, Unit> ? one.award.minor_units()
                                                                                           : 0;
        }));
    }

    /// The spin of an event of a member, computed from the key alone. If its prize is out of stock, another one is given: see
    /// the effect `prize_drawn`.
    [[nodiscard]] LOYALTY_INLINE constexpr spin_result spin(std::uint64_t member, std::uint64_t event) const noexcept {
        return spin_of(draws::keyed(seed, member, event).at(0));
    }
    /// The spin of a number.
    [[nodiscard]] LOYALTY_INLINE constexpr spin_result spin_of(std::uint64_t number) const noexcept {
        const std::uint64_t ticket = ticket_of(number, tickets());
        return {number, ticket, odds().prize_of(ticket)};
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        if (!odds().falls_to_others()) {
            return "prize_wheel: in the place of a prize out of stock another one without a stock must be given";
        }
        if constexpr (Stake::is_there && (std::is_same_v<units<typename Prizes::cost_unit>, debits> && ...)) {
            const detail::wide paid =
                detail::wide{stake.each.minor_units()} * detail::wide{static_cast<std::int64_t>(tickets())};
            if (is_covered && odds().dearest_sum() > paid) {
                return "prize_wheel: it pays more than its stake on average: raise the stake, or lower prizes or "
                       "weights";
            }
        }
        return nullptr;
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        if constexpr (Cap::is_there) {
            static_cast<void>(cap.window.advance(own.spins, moment));
        }
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::insist<demands<Visit>>();
        if (!spun.condition(visit.event, visit) || !counts_spin(own, visit)) {
            return;
        }
        if constexpr (Stake::is_there) {
            using unit = typename Stake::unit;
            const auto named = amount<unit>::from_minor_units(std::int64_t{fact::score(visit.event)});
            if (stake.is_asked() && named != stake.each) {
                visit.refuse(reason::wrong_stake, named, stake.each);
                return;
            }
            visit.template spend<unit>(stake.each);
        }
        if (!visit.refused()) {
            give(own, visit);
        }
    }

    /// The spin is free again, and what it took out of a stock is put back.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        if constexpr (Cap::is_there) {
            static_cast<void>(criteria::revert_count(cap.window, own.spins,
                                                     {event.with.spins, event.without.spins, event.time}, visit));
        }
        give_stock_back(own, event, visit);
    }

    /// Spins in the same window and prizes out of stocks add up.
    template <class Visit>
    requires Cap::merges constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        if constexpr (Cap::is_there) {
            visit.refuse_if(criteria::merge_overflows(own.spins, from.spins), reason::amount_overflow);
        }
        if constexpr (stocks != 0) {
            for (std::size_t i = 0; i < stocks; ++i) {
                visit.refuse_if(own.taken.each[i].add_overflows(from.taken.each[i].count), reason::amount_overflow);
            }
        }
    }

private:
    [[nodiscard]] LOYALTY_INLINE constexpr detail::wheel_odds<Prizes...> odds() const noexcept { return {prizes}; }

    template <class Visit>
    constexpr void give_stock_back(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        odds().for_each_stock(
            [&]<std::size_t Stock>(auto, std::integral_constant<std::size_t, Stock>, const auto& one) {
                using stock_type = std::remove_cvref_t<decltype(one.left)>;
                detail::insist<typename stock_type::template demands<Visit>>();
                std::int64_t& taken = taken_of<Stock>(own).count;
                const std::int64_t gone = taken_of<Stock>(event.with).count - taken_of<Stock>(event.without).count;
                const std::int64_t back = gone < taken ? gone : taken;
                if (back > 0) {
                    taken -= back;
                    visit.refuse_if(!quotas_of<Stock>(visit).template put_back<stock_type::number>(back),
                                    reason::amount_overflow);
                    visit.note(effects::quota_used{visit.rule, stock_type::number, -back, -back});
                }
            });
    }

    template <class OtherSpun, class OtherStake, class OtherCap>
    [[nodiscard]] constexpr prize_wheel<OtherStake, OtherSpun, OtherCap, Prizes...>
    with(OtherSpun by, OtherStake price, OtherCap limit) const noexcept {
        return {seed, prizes, by, price, limit, is_covered};
    }

    // Templates of the stock: looked up only for a wheel that has it.
    template <std::size_t Stock, class Visit>
    [[nodiscard]] static constexpr auto& quotas_of(Visit& visit) noexcept {
        return *visit.profile.quotas;
    }
    template <std::size_t Stock, class State>
    [[nodiscard]] static constexpr auto& taken_of(State& own) noexcept {
        return own.taken.each[Stock];
    }

    /// Returns true if the event may spin, which then counts.
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool counts_spin(state& own, Visit& visit) const noexcept {
        if constexpr (Cap::is_there) {
            using spins = amount<unit::items>;
            if (!cap.window.is_open(visit)) {
                visit.explain("outside the window", spins::from_minor_units(0));
                return false;
            }
            if (own.spins.total() >= cap.most) {
                if constexpr (Spun::is_activity) {
                    visit.refuse(reason::cap_reached, spins::from_minor_units(own.spins.total() + 1),
                                 spins::from_minor_units(cap.most));
                } else {
                    visit.explain("spins are used up", spins::from_minor_units(own.spins.total()));
                }
                return false;
            }
            visit.refuse_if(own.spins.add_overflows(1), reason::amount_overflow);
        }
        return true;
    }

    /// Draws, and gives the prize or the one in its place.
    template <class Visit>
    LOYALTY_INLINE constexpr void give(state& own, Visit& visit) const noexcept {
        const auto member = static_cast<std::uint64_t>(fact::member(visit.event));
        const auto event = static_cast<std::uint64_t>(fact::id(visit.event));
        const spin_result drawn = spin(member, event);
        std::uint8_t given = drawn.prize;
        odds().for_each_stock(
            [&]<std::size_t Stock>(auto index, std::integral_constant<std::size_t, Stock>, const auto& one) {
                if (drawn.prize == index && one.left.is_there()) {
                    constexpr std::uint32_t number = std::remove_cvref_t<decltype(one.left)>::number;
                    auto& so_far = taken_of<Stock>(own);
                    const std::int64_t taken = quotas_of<Stock>(visit).template take<number>(so_far, 1);
                    visit.refuse_if(so_far.add_overflows(taken), reason::amount_overflow);
                    visit.note(effects::quota_used{visit.rule, number, 1, taken});
                    given = taken > 0 ? given : one.left.otherwise;
                }
            });
        visit.note(
            effects::prize_drawn{visit.rule, member, event, drawn.number, drawn.ticket, tickets(), drawn.prize, given});
        visit.explain("ticket drawn", amount<unit::items>::from_minor_units(static_cast<std::int64_t>(drawn.ticket)));
        odds().for_each_prize([&](auto index, const auto& one) LOYALTY_INLINE_LAMBDA {
            if (given == index) {
                visit.grant(one.award);
            }
        });
    }
};

template <class... Prizes>
prize_wheel(std::uint64_t, Prizes...) -> prize_wheel<no_stake, spun_by_activity<>, no_cap, Prizes...>;
template <class... Prizes>
prize_wheel(int, Prizes...) -> prize_wheel<no_stake, spun_by_activity<>, no_cap, Prizes...>;

} // namespace loyalty::games
