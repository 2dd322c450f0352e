// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Levels by points, by visits, or by any other measure (S32, S50).
///
/// Level 1 with 100 points of a quiz, level 2 with 300, level 3 with 600, and 10, 20 and 50 points for reaching them:
///
/// @code
/// games::levels{100_items, 300_items, 600_items}.of(scores_of(3)).awards(10_points, 20_points, 50_points)
/// @endcode
///
/// Include this file beside `loyalty.hpp`. Levels are a game beside the tiers of a programme: other rules do not read them.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/policies/gamified/lasting.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/line_weights.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/reward.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::games {

/// Stands for the awards of levels that pay nothing.
struct no_level_awards {
    static constexpr std::string_view name = "no_level_awards";
    using rewards = units<>;
    template <class Visit>
    constexpr void grant(std::size_t, std::size_t, Visit&) const noexcept {}
};

/// The award of each level, in one unit; zero for none.
template <std::size_t Count, unit_type Unit>
struct level_awards {
    static constexpr std::string_view name = "level_awards";
    using rewards = units<Unit>;
    amount<Unit> each[Count]{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"each", &level_awards::each, "what each level pays",
                          extensions::zero_or_above("levels: the award of a level must not be negative")});

    /// Grants what the levels above one pay up to another, or takes it.
    template <class Visit>
    constexpr void grant(std::size_t from, std::size_t to, Visit& visit) const noexcept {
        for (std::size_t i = from; i < to; ++i) {
            visit.grant(each[i]);
        }
        for (std::size_t i = from; i > to; --i) {
            visit.grant(-each[i - 1]);
        }
    }
};

/// How far a member is: at level 1 with 180 points of the 300 of level 2:
/// `{.level = 1, .is_open = true, .counted = 180_items, .needed = 300_items, .missing = 120_items}`.
template <unit_type Counted>
struct level_progress {
    std::uint8_t level = 0;
    bool is_open = false; ///< false at the highest level, and outside the window
    amount<Counted> counted{};
    amount<Counted> needed{};  ///< for the next level; at the highest one for that
    amount<Counted> missing{}; ///< zero if it is not open

    [[nodiscard]] friend constexpr bool operator==(const level_progress&, const level_progress&) noexcept = default;
};

/// Levels that a member reaches by counting: `net` by default, always. See the top of this file.
///
/// A purchase may reach several levels, and each pays. A return lowers the count: levels that it then misses go, with their
/// awards, or stay with `.keeping_levels()`. No level pays twice.
template <std::size_t Count, unit_type Counted, class Window = criteria::lifetime, class Measure = criteria::net,
          criteria::predicate Where = criteria::always, class Award = no_level_awards>
struct levels {
    static_assert(Count > 0 && Count <= 100, "loyalty: levels: give 1 to 100 levels");
    static_assert(detail::lasts<Window>,
                  "loyalty: levels: levels have one window, which does not begin anew: campaign{...}, "
                  "first_months{...} or lifetime{}");
    static constexpr std::string_view name = "levels";
    using rewards = typename Award::rewards;
    template <class Event>
    static constexpr bool concerns = criteria::basis<Measure, Where>::template concerns<Event>;

    struct state {
        std::int64_t count = 0;
        std::uint8_t level = 0; ///< the highest one that has paid

        static constexpr std::string_view when_invalid = "levels: there is no such level";
        [[nodiscard]] constexpr bool is_valid() const noexcept { return level <= Count; }
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    /// A threshold of a level that there is not: all behind it have it too.
    static constexpr amount<Counted> unreached = amount<Counted>::largest();

    amount<Counted> thresholds[Count]{};
    bool keeps = false;
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};
    LOYALTY_NO_UNIQUE_ADDRESS criteria::basis<Measure, Where> counted{};
    LOYALTY_NO_UNIQUE_ADDRESS Award award{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"thresholds", &levels::thresholds, "from which each level is reached",
                                             extensions::above_zero("levels: the thresholds must be above zero")},
                           extensions::field{"keeping_levels", &levels::keeps, "true if a return leaves levels"},
                           extensions::field{"window", &levels::window, "when it counts"},
                           extensions::field{"counted", &levels::counted, "what counts"},
                           extensions::field{"awards", &levels::award, "what each level pays"});

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::counts<criteria::basis<Measure, Where>, Counted, Visit>();
        template <bool Met>
        struct sentence {
            static_assert(Met,
                          "loyalty: levels: the event is counted in another unit than the thresholds: give them in "
                          "the unit of the measure, or another measure with .of()");
        };
    };

    template <std::same_as<amount<Counted>>... Each>
    requires(sizeof...(Each) == Count) constexpr explicit levels(Each... each) noexcept : thresholds{each...} {}
    constexpr levels(const amount<Counted> (&each)[Count], bool keeping, Window in, criteria::basis<Measure, Where> of,
                     Award pays) noexcept
        : keeps{keeping}, window{in}, counted{of}, award{pays} {
        for (std::size_t i = 0; i < Count; ++i) {
            thresholds[i] = each[i];
        }
    }

    [[nodiscard]] constexpr levels keeping_levels() const noexcept {
        return {thresholds, true, window, counted, award};
    }
    template <criteria::counting_window Other>
    [[nodiscard]] constexpr auto within(Other in) const noexcept {
        return levels<Count, Counted, Other, Measure, Where, Award>{thresholds, keeps, in, counted, award};
    }
    template <class Other>
    [[nodiscard]] constexpr auto of(Other measure) const noexcept {
        return levels<Count, Counted, Window, Other, Where, Award>{
            thresholds, keeps, window, {measure, counted.where}, award};
    }
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return levels<Count, Counted, Window, Measure, detail::condition_in<Lines>, Award>{
            thresholds, keeps, window, {counted.measure, detail::a_condition(lines)}, award};
    }
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, detail::a_condition(if_)));
    }
    /// Sets the award of each level, from the first on.
    template <unit_type Unit, std::same_as<amount<Unit>>... Rest>
    [[nodiscard]] constexpr auto awards(amount<Unit> first, Rest... rest) const noexcept {
        static_assert(sizeof...(Rest) + 1 == Count, "loyalty: levels: give as many awards as there are levels");
        return levels<Count, Counted, Window, Measure, Where, level_awards<Count, Unit>>{
            thresholds, keeps, window, counted, level_awards<Count, Unit>{{first, rest...}}};
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::insist<demands<Visit>>();
        const auto more = counted(visit);
        if (!window.is_open(visit)) {
            visit.explain("outside the window", more);
            return;
        }
        visit.refuse_if(detail::add_overflows(own.count, more.minor_units(), own.count), reason::amount_overflow);
        // The thresholds rise: one that is not reached ends the search, and most events reach none.
        if (!visit.refused() && own.level < Count && own.count >= thresholds[own.level].minor_units()) [[unlikely]] {
            const std::uint8_t reached = level_of(own.count);
            award.grant(own.level, reached, visit);
            own.level = reached;
        }
        if constexpr (Visit::explains) {
            visit.explain("counted for levels", amount<Counted>::from_minor_units(own.count));
            if (!is_highest(own.level)) {
                visit.explain("missing to the next level",
                              thresholds[own.level] - amount<Counted>::from_minor_units(own.count));
            }
        }
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        visit.refuse_if(detail::exchange_overflows(own.count, event.with.count, event.without.count),
                        reason::amount_overflow);
        const std::uint8_t reached = level_of(own.count);
        const std::uint8_t now = keeps || reached > own.level ? own.level : reached;
        award.grant(event.without.level, event.with.level, visit); // the receipt takes these
        award.grant(own.level, now, visit);
        own.level = now;
    }

    /// Counts of two members add up, and the higher level stays. One that both reach together pays with the next event.
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        visit.refuse_if(detail::add_overflows(own.count, from.count, own.count), reason::amount_overflow);
        own.level = own.level < from.level ? from.level : own.level;
    }

    /// A line weighs what counts of it.
    template <class Visit>
    [[nodiscard]] constexpr auto line_weights(const state&, Visit& visit) const noexcept {
        return detail::weights_by(counted, visit);
    }

    /// The level, and how far it is to the next one: see engine/queries.hpp.
    template <class Moment>
    [[nodiscard]] constexpr level_progress<Counted> progress(const state& own, const Moment& moment) const noexcept {
        level_progress<Counted> found{};
        found.level = own.level;
        found.is_open = !is_highest(own.level) && window.is_open(moment);
        found.counted = amount<Counted>::from_minor_units(own.count);
        found.needed = thresholds[is_highest(own.level) ? own.level - 1 : own.level];
        found.missing =
            found.is_open && found.counted < found.needed ? found.needed - found.counted : amount<Counted>{};
        return found;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        for (std::size_t i = 1; i < Count; ++i) {
            if (thresholds[i] <= thresholds[i - 1] && thresholds[i] != unreached) {
                return "levels: the thresholds must rise: a level that is reached with the one before it is none";
            }
        }
        return nullptr;
    }

private:
    [[nodiscard]] constexpr bool is_highest(std::uint8_t level) const noexcept {
        return level == Count || (level > 0 && thresholds[level] == unreached);
    }
    [[nodiscard]] constexpr std::uint8_t level_of(std::int64_t count) const noexcept {
        std::size_t level = 0;
        while (level < Count && thresholds[level].minor_units() <= count) {
            ++level;
        }
        return static_cast<std::uint8_t>(level);
    }
};

template <unit_type Counted, std::same_as<amount<Counted>>... Rest>
levels(amount<Counted>, Rest...) -> levels<1 + sizeof...(Rest), Counted>;

} // namespace loyalty::games
