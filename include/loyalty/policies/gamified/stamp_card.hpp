// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/policies/spend_threshold/threshold_state.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/count_progress.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/line_weights.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// So many visits, or pieces, fill a card, and a full card pays (S32): `stamp_card{10}.awards(1_stamps)` pays with each
/// tenth purchase; `stamp_card{10}.of(quantity{}).on(category_is(2u))` counts coffees, and 23 of them fill two cards
/// and leave three. At most 255 fields a card.
template <class Measure = criteria::visits, criteria::predicate Where = criteria::always,
          class Award = detail::bundle<>>
struct stamp_card {
    using rewards = typename Award::rewards;
    template <class Event>
    static constexpr bool concerns = criteria::basis<Measure, Where>::template concerns<Event>;
    static constexpr std::string_view name = "stamp_card";

    struct state {
        std::uint8_t stamped = 0;
        /// As `awards_held()`.
        LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<detail::counts_awards<Measure>, std::uint16_t, 1> awards{};

        /// Full cards that the member has been paid for: at most 65,535.
        [[nodiscard]] constexpr std::int64_t awards_held() const noexcept requires detail::counts_awards<Measure> {
            return awards;
        }
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    std::int32_t fields = 10;
    LOYALTY_NO_UNIQUE_ADDRESS criteria::basis<Measure, Where> counted{};
    LOYALTY_NO_UNIQUE_ADDRESS Award award{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"fields", &stamp_card::fields, "the stamps that fill a card",
                                             extensions::between(1, 255, "stamp_card: a card has 1 to 255 fields")},
                           extensions::field{"counted", &stamp_card::counted, "what is stamped"},
                           extensions::field{"awards", &stamp_card::award, "what a full card pays"});

    constexpr explicit stamp_card(std::int32_t size, criteria::basis<Measure, Where> of = {}, Award pays = {}) noexcept
        : fields{size}, counted{of}, award{pays} {}

    template <unit_type... Units>
    [[nodiscard]] constexpr auto awards(amount<Units>... each) const noexcept {
        return stamp_card<Measure, Where, detail::bundle<Units...>>{fields, counted, detail::bundle<Units...>{each...}};
    }
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of(Other measure) const noexcept {
        return stamp_card<Other, Where, Award>{fields, {measure, counted.where}, award};
    }
    /// Only purchases for which a condition holds count.
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, detail::a_condition(if_)));
    }
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return stamp_card<Measure, detail::condition_in<Lines>, Award>{
            fields, {counted.measure, detail::a_condition(lines)}, award};
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        apply_counted(own, visit, counted(visit));
    }
    /// The same if it is known already what counts of the event.
    template <class Visit, class Amount>
    LOYALTY_INLINE constexpr void apply_counted(state& own, Visit& visit, Amount spent) const noexcept {
        const std::int64_t more = spent.minor_units();
        std::int64_t stamped = 0;
        const bool overflow = detail::add_overflows(own.stamped, more, stamped) || stamped > most_at_once;
        visit.refuse_if(overflow, reason::amount_overflow);
        if (detail::ends_at_refusal<typename Amount::unit>(visit, overflow)) {
            return;
        }
        if (stamped >= fields) [[unlikely]] {
            for (; stamped >= fields; stamped -= fields) {
                award.grant(visit);
                count_awards(own, 1);
            }
        }
        own.stamped = static_cast<std::uint8_t>(stamped);
        visit.explain("fields stamped", amount<unit::items>::from_minor_units(stamped));
        visit.explain("missing to a full card", amount<unit::items>::from_minor_units(fields - stamped));
    }

    /// A line weighs what counts of it.
    template <class Visit>
    [[nodiscard]] constexpr auto line_weights(const state&, Visit& visit) const noexcept {
        return detail::weights_by(counted, visit);
    }

    /// Fields that were stamped for what came back are empty again; a card that is then not full was paid too much.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        std::int64_t stamped = std::int64_t{own.stamped} + event.without.stamped - event.with.stamped;
        for (; stamped >= fields; stamped -= fields) {
            award.grant(visit);
            count_awards(own, 1);
        }
        for (; stamped < 0; stamped += fields) {
            award.take(visit);
            count_awards(own, -1);
        }
        if constexpr (detail::counts_awards<Measure>) {
            count_awards(own, event.without.awards - event.with.awards);
        }
        own.stamped = static_cast<std::uint8_t>(stamped);
    }

    /// Stamps of two members add up: 6 and 7 of 10 are 13. A card that is full then pays with the next event that counts.
    /// More than 255 stamps are refused (`amount_overflow`).
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        const int stamped = own.stamped + from.stamped;
        visit.refuse_if(stamped > 255, reason::amount_overflow);
        own.stamped = static_cast<std::uint8_t>(stamped);
        if constexpr (detail::counts_awards<Measure>) {
            count_awards(own, from.awards);
        }
    }

    /// How many stamps are missing to a full card: see engine/queries.hpp.
    template <class Moment>
    [[nodiscard]] constexpr extensions::count_progress<unit::items> progress(const state& own,
                                                                             const Moment&) const noexcept {
        return extensions::count_progress<unit::items>::of(own.stamped, fields, true);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return std::is_same_v<Award, detail::bundle<>>
                   ? "stamp_card: a full card gives nothing: name its award with .awards(1_stamps)"
                   : nullptr;
    }

private:
    LOYALTY_INLINE static constexpr void count_awards([[maybe_unused]] state& own, [[maybe_unused]] int more) noexcept {
        if constexpr (detail::counts_awards<Measure>) {
            own.awards = static_cast<std::uint16_t>(own.awards + more);
        }
    }

    /// The bound of the loop over full cards.
    static constexpr std::int64_t most_at_once = 1'000'000;
};

stamp_card(std::int32_t)->stamp_card<>;

} // namespace loyalty
