// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/policies/tiered.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::social {

/// How far a member is on each ladder: `of<0>()` is the `tier_progress` of the first one.
template <class... Progress>
struct ladder_progress {
    detail::pack<Progress...> all{};
    std::uint8_t tier = 0; ///< the highest

    template <std::size_t Ladder>
    [[nodiscard]] constexpr const auto& of() const noexcept {
        return detail::get<Ladder>(all);
    }
    [[nodiscard]] friend constexpr bool operator==(const ladder_progress&, const ladder_progress&) = default;
};

/// Tiers by any of several measures (S27): a member has the highest tier of all ladders. Silver is from 10 nights or from 2,000.00
/// in a year, Gold from 40 nights or from 8,000.00; 12 nights for 8,100.00 are Gold.
///
/// @code
/// constexpr auto year = calendar_window{period_unit::year};
/// programme{social::either_ladder{tiered{10_items, 40_items}.of(quantity{}).on(category_is(rooms)).within(year).held_for(1),
///                                 tiered{2000_usd, 8000_usd}.within(year).held_for(1)},
///           points{...}};
/// @endcode
///
/// Each ladder is a `tiered` with a window, holds and returns of its own, and they have as many tiers. It stands where a `tiered`
/// stands. `progress` is a `ladder_progress`. A purchase that reaches a tier earns at the old rate, or with `earns_at::new_rate`
/// on every ladder at the new one; parts of it are of one measure, so `split` is a `problem()`.
///
/// Include this file beside `loyalty.hpp`.
template <class First, class... Others>
struct either_ladder {
    static_assert(sizeof...(Others) > 0,
                  "loyalty: either_ladder: give at least two ladders: one alone is a tiered{...}");
    static_assert(detail::tells_tier_of<First>() && (detail::tells_tier_of<Others>() && ...),
                  "loyalty: either_ladder: each ladder is a tiered{...}");
    static_assert(((First::tiers == Others::tiers) && ...),
                  "loyalty: either_ladder: give every ladder as many tiers: a tier is reached by either of them");
    using rewards = detail::type_list<>;
    using parts = detail::type_list<First, Others...>;
    template <class Event>
    static constexpr bool concerns = detail::concerns<First, Event>() || (detail::concerns<Others, Event>() || ...);
    static constexpr std::string_view name = "either_ladder";
    static constexpr bool tells_tier = true;
    static constexpr std::size_t tiers = First::tiers;
    static constexpr std::size_t size = 1 + sizeof...(Others);

    struct state {
        std::uint8_t tier = 0;
        detail::pack<detail::state_of_t<First>, detail::state_of_t<Others>...> ladders{};

        [[nodiscard]] constexpr bool is_valid() const noexcept { return tier < tiers && tier == highest(*this); }
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    detail::pack<First, Others...> ladders{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"ladders", &either_ladder::ladders, "the ladders, of which the highest tier counts"});

    constexpr explicit either_ladder(First first, Others... others) noexcept : ladders{{{first}, {others}...}} {}

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        const std::uint8_t told = own.tier;
        for_each(own, [&](const auto& ladder, auto& memory)
                          LOYALTY_INLINE_LAMBDA { detail::advance(ladder, memory, moment); });
        moment.tier.told = told;
        moment.stands_at(own.tier);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        const std::uint8_t earning = visit.tier.earning;
        for_each(own,
                 [&](const auto& ladder, auto& memory) LOYALTY_INLINE_LAMBDA { detail::apply(ladder, memory, visit); });
        tell(own, visit);
        visit.tier.earning = detail::get<0>(ladders).at_crossing == choices::earns_at::new_rate ? own.tier : earning;
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        detail::for_each_index<size>([&](auto index) {
            detail::revert(
                detail::get<index>(ladders), detail::get<index>(own.ladders),
                {detail::get<index>(event.with.ladders), detail::get<index>(event.without.ladders), event.time}, visit);
        });
        own.tier = highest(own);
        tell(own, visit);
    }

    template <class Visit>
    requires(detail::can_merge<First> && (detail::can_merge<Others> && ...)) //
        constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::for_each_index<size>([&](auto index) {
            detail::merge(detail::get<index>(ladders), detail::get<index>(own.ladders),
                          detail::get<index>(from.ladders), visit);
        });
        own.tier = highest(own);
        tell(own, visit);
        visit.tier.earning = own.tier;
    }

    using progress_type = ladder_progress<extensions::tier_progress<typename First::counted_unit>,
                                          extensions::tier_progress<typename Others::counted_unit>...>;
    /// The progress on each ladder, at a moment to which the state has been advanced.
    template <class Moment>
    [[nodiscard]] constexpr progress_type progress(const state& own, const Moment& moment) const noexcept {
        progress_type result{{}, own.tier};
        detail::for_each_index<size>([&](auto index) {
            detail::get<index>(result.all) =
                detail::get<index>(ladders).progress(detail::get<index>(own.ladders), moment);
        });
        return result;
    }

    /// Returns true if a purchase that reaches a tier earns at the old rate; `problem()` has every ladder alike.
    [[nodiscard]] constexpr bool pays_old_rate() const noexcept { return detail::get<0>(ladders).pays_old_rate(); }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        const char* found = nullptr;
        const auto rate = detail::get<0>(ladders).at_crossing;
        detail::for_each_index<size>([&](auto index) {
            const auto crossing = detail::get<index>(ladders).at_crossing;
            if (crossing == choices::earns_at::split) {
                found = "either_ladder: a purchase is split by one measure: use earns_at::old_rate or new_rate";
            } else if (crossing != rate) {
                found = "either_ladder: give every ladder the same crossing: a purchase earns at one rate";
            }
        });
        return found;
    }

private:
    template <class Function>
    LOYALTY_INLINE constexpr void for_each(state& own, Function function) const noexcept {
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            function(detail::get<index>(ladders), detail::get<index>(own.ladders));
        });
        own.tier = highest(own);
    }
    [[nodiscard]] static constexpr std::uint8_t highest(const state& own) noexcept {
        std::uint8_t tier = 0;
        detail::for_each_index<size>([&](auto index) {
            const std::uint8_t one = detail::get<index>(own.ladders).tier;
            tier = tier < one ? one : tier;
        });
        return tier;
    }
    template <class Visit>
    static constexpr void tell(const state& own, Visit& visit) noexcept {
        visit.tier.after = own.tier;
        visit.tier.earned = own.tier;
    }
};

} // namespace loyalty::social
