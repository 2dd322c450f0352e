// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// How much a member may redeem in a window.
///
/// Of 1,000 points a calendar month, Anna has redeemed 600 in January, and 300 are set aside:
///
/// | event                                         | result                                                     |
/// |-----------------------------------------------|------------------------------------------------------------|
/// | she redeems 200 on 31 January                 | refused (`above_redemption_limit`): 200 requested, 100 left    |
/// | she redeems 100 on 31 January                 | January has 700, and nothing is left of it                 |
/// | the 300 are committed on 31 January           | January has 1,000                                          |
/// | the same on 1 February                        | February has 300, and 700 are left of it                   |
/// | 400 of the 600 are given back on 31 January   | January has 400 fewer                                      |
/// | the same on 1 February                        | nothing changes: the window of the redemption has ended    |

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/time/instant.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::ledgers {

/// At most so many points in a window, or so many redemptions: `redemption_limit{1000_points, calendar_window{period_unit::month}}`,
/// `redemption_limit{2_redemptions, calendar_window{period_unit::day}}`. Outside a `campaign`, or after the `first_months`, it
/// neither limits nor counts.
template <unit_type Counted, criteria::counting_window Window>
struct redemption_limit {
    static_assert(!std::same_as<Window, criteria::one_basket>,
                  "loyalty: redemption_rule: one_basket counts nothing between redemptions: limit a single one with "
                  ".at_most(1000_points)");
    static constexpr std::string_view name = "redemption_limit";
    using unit = Counted;
    using window_type = Window;

    amount<Counted> most{};
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"most", &redemption_limit::most, "the most points or redemptions in the window",
                          extensions::above_zero("redemption_rule: the limit of a window must be above zero")},
        extensions::field{"window", &redemption_limit::window, "the redemptions that share the limit"});

    constexpr redemption_limit() noexcept = default;
    constexpr redemption_limit(amount<Counted> at_most, Window in) noexcept : most{at_most}, window{in} {}

    /// Returns how much is left if so much was redeemed and so much is held; never less than zero.
    [[nodiscard]] constexpr std::int64_t left(std::int64_t redeemed, std::int64_t held) const noexcept {
        const std::int64_t unused = redeemed < most.minor_units() ? most.minor_units() - redeemed : 0;
        return held < unused ? unused - held : 0;
    }
};

} // namespace loyalty::ledgers

namespace loyalty::detail {

/// The redemptions of a member in the window of a limit.
template <class Window>
struct redeemed_in {
    static constexpr std::string_view when_invalid =
        "redemption_rule: the amount redeemed in a window is less than zero";

    typename Window::count count{};

    [[nodiscard]] constexpr bool is_valid() const noexcept {
        if constexpr (requires { count.is_never_negative(); }) {
            return count.is_never_negative();
        } else {
            return count.total() >= 0;
        }
    }
    [[nodiscard]] friend constexpr bool operator==(const redeemed_in&, const redeemed_in&) = default;
};

/// The limits of a redemption rule. `Unit` is the unit of the points; another one counts redemptions.
template <class Unit, class... Limits>
struct redemption_limits {
    static constexpr bool any = sizeof...(Limits) != 0;
    static constexpr bool can_merge = (criteria::window_merges<typename Limits::window_type> && ...);
    using state =
        typename std::conditional_t<any, std::type_identity<compact_pack<redeemed_in<typename Limits::window_type>...>>,
                                    std::type_identity<extensions::no_state>>::type;

    LOYALTY_NO_UNIQUE_ADDRESS pack<Limits...> all{};

    /// The same limits and one more.
    template <class Limit>
    [[nodiscard]] constexpr redemption_limits<Unit, Limits..., Limit> with(Limit more) const noexcept {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return redemption_limits<Unit, Limits..., Limit>{{{{get<Index>(all)}..., {more}}}};
        }
        (std::index_sequence_for<Limits...>{});
    }

    template <class Moment>
    constexpr void advance(state& own, const Moment& moment) const noexcept {
        for_each([&](auto index, const auto& limit) { limit.window.advance(get<index>(own).count, moment); });
    }

    /// Refuses points that pass a limit, together with the redemptions in its window and the points that are set aside.
    template <class Visit>
    constexpr void refuse_above(const state& own, Visit& visit, amount<Unit> points) const noexcept {
        for_each([&](auto index, const auto& limit) {
            using limit_type = std::remove_cvref_t<decltype(limit)>;
            using unit = typename limit_type::unit;
            const std::int64_t asked = counted<limit_type>(points, points > amount<Unit>{} ? 1 : 0);
            if (const std::int64_t left = left_of(limit, get<index>(own), visit);
                limit.window.is_open(visit) && left < asked) {
                visit.refuse(reason::above_redemption_limit, amount<unit>::from_minor_units(asked),
                             amount<unit>::from_minor_units(left));
            }
        });
    }

    /// The most points that the limits leave for one redemption; the largest amount without a limit.
    template <class Moment>
    [[nodiscard]] constexpr amount<Unit> headroom(const state& own, const Moment& moment) const noexcept {
        amount<Unit> most = amount<Unit>::largest();
        for_each([&](auto index, const auto& limit) {
            using limit_type = std::remove_cvref_t<decltype(limit)>;
            const std::int64_t left = left_of(limit, get<index>(own), moment);
            const auto points = counts_points<limit_type> || left == 0 ? amount<Unit>::from_minor_units(left) : most;
            most = limit.window.is_open(moment) && points < most ? points : most;
        });
        return most;
    }

    /// Counts a redemption.
    template <class Visit>
    constexpr void count(state& own, Visit& visit, amount<Unit> points) const noexcept {
        for_each([&](auto index, const auto& limit) {
            using limit_type = std::remove_cvref_t<decltype(limit)>;
            if (!visit.refused() && points > amount<Unit>{} && limit.window.is_open(visit)) {
                visit.refuse_if(get<index>(own).count.add_overflows(counted<limit_type>(points, 1)),
                                reason::amount_overflow);
            }
        });
    }

    /// A part of a redemption goes back, and its headroom with it; if nothing of it is left, it counts as none.
    template <class Visit>
    constexpr void give_back(state& own, const Visit& visit, amount<Unit> part, bool is_rest,
                             instant spent) const noexcept {
        for_each([&](auto index, const auto& limit) {
            using limit_type = std::remove_cvref_t<decltype(limit)>;
            criteria::give_back_count(limit.window, get<index>(own).count, counted<limit_type>(part, is_rest ? 1 : 0),
                                      spent, visit);
        });
    }

    /// The same for the goods of a sale that come back.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, const Visit& visit) const noexcept {
        for_each([&](auto index, const auto& limit) {
            std::int64_t back = 0;
            if (!detail::subtract_overflows(get<index>(event.with).count.total(),
                                            get<index>(event.without).count.total(), back)) {
                criteria::give_back_count(limit.window, get<index>(own).count, back, event.time, visit);
            }
        });
    }

    /// The redemptions of two members add up: 300 and 250 of 500 are 550, and leave nothing.
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        for_each([&](auto index, const auto&) {
            visit.refuse_if(criteria::merge_overflows(get<index>(own).count, get<index>(from).count),
                            reason::amount_overflow);
        });
    }

private:
    template <class Limit>
    static constexpr bool counts_points = std::is_same_v<typename Limit::unit, Unit>;

    /// The number that a limit counts: the points or the redemptions.
    template <class Limit>
    [[nodiscard]] static constexpr std::int64_t counted(amount<Unit> points, std::int64_t times) noexcept {
        return counts_points<Limit> ? points.minor_units() : times;
    }
    /// The rest of a limit, without the redemptions in its window and the points that are set aside.
    template <class Limit, class Moment>
    [[nodiscard]] static constexpr std::int64_t
    left_of(const Limit& limit, const redeemed_in<typename Limit::window_type>& own, const Moment& moment) noexcept {
        const auto held = moment.template held<Unit>();
        return limit.left(own.count.total(), counted<Limit>(held.points, held.holds));
    }
    template <class Function>
    constexpr void for_each(Function function) const noexcept {
        for_each_index<sizeof...(Limits)>([&](auto index) { function(index, get<index>(all)); });
    }
};

} // namespace loyalty::detail
