// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/count_progress.hpp>
#include <loyalty/rules/line_weights.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstdint>
#include <type_traits>

namespace loyalty {

/// So many visits, or pieces, fill a card, and a full card pays (S32): `stamp_card{10}.awards(1_stamps)` pays with each
/// tenth purchase; `stamp_card{10}.of(quantity{}).on(category_is(2u))` counts coffees, and 23 of them fill two cards
/// and leave three. At most 255 fields a card.
template <class Measure = visits, predicate Where = always, class Award = bundle<>>
struct stamp_card {
    using rewards = typename Award::rewards;
    template <class Event>
    static constexpr bool concerns = basis<Measure, Where>::template concerns<Event>;
    static constexpr std::string_view name = "stamp card";
    static constexpr std::size_t field_count = 3;
    static constexpr bool reads_tier = detail::any_reads_tier<Where>;

    struct state {
        std::uint8_t stamped = 0;

        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    std::int32_t fields = 10;
    LOYALTY_NO_UNIQUE_ADDRESS basis<Measure, Where> counted{};
    LOYALTY_NO_UNIQUE_ADDRESS Award award{};

    constexpr explicit stamp_card(std::int32_t size, basis<Measure, Where> of = {}, Award pays = {}) noexcept
        : fields{size}, counted{of}, award{pays} {}

    template <unit_type... Units>
    [[nodiscard]] constexpr auto awards(amount<Units>... each) const noexcept {
        return stamp_card<Measure, Where, bundle<Units...>>{fields, counted, bundle<Units...>{each...}};
    }
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of(Other measure) const noexcept {
        return stamp_card<Other, Where, Award>{fields, {measure, counted.where}, award};
    }
    /// Only purchases for which a condition holds count.
    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, if_));
    }
    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return stamp_card<Measure, Lines, Award>{fields, {counted.measure, lines}, award};
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        const std::int64_t more = counted(visit).minor_units();
        std::int64_t stamped = 0;
        visit.refuse_if(detail::add_overflows(own.stamped, more, stamped), reason::amount_overflow);
        visit.refuse_if(stamped > most_at_once, reason::amount_overflow);
        if (visit.refused()) {
            return;
        }
        if (stamped >= fields) [[unlikely]] {
            for (; stamped >= fields; stamped -= fields) {
                award.grant(visit);
            }
        }
        own.stamped = static_cast<std::uint8_t>(stamped);
        visit.explain("fields stamped", amount<unit::items>::from_minor_units(stamped));
    }

    /// A line weighs what counts of it.
    template <class Visit>
    [[nodiscard]] constexpr auto line_weights(const state&, Visit& visit) const noexcept {
        return detail::weights_by(counted, visit);
    }

    /// Fields that were stamped for what came back are empty again; a card that is then not full was paid too much.
    template <class Visit>
    constexpr void revert(state& own, const undone<state>& event, Visit& visit) const noexcept {
        std::int64_t stamped = std::int64_t{own.stamped} + event.without.stamped - event.with.stamped;
        for (; stamped >= fields; stamped -= fields) {
            award.grant(visit);
        }
        for (; stamped < 0; stamped += fields) {
            award.take(visit);
        }
        own.stamped = static_cast<std::uint8_t>(stamped);
    }

    /// How many stamps are missing to a full card: see engine/queries.hpp.
    template <class Moment>
    [[nodiscard]] constexpr count_progress<unit::items> progress(const state& own, const Moment&) const noexcept {
        return count_progress<unit::items>::of(own.stamped, fields, true);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return fields < 1 || fields > 255 ? "stamp card: a card has 1 to 255 fields"
               : std::is_same_v<Award, bundle<>>
                   ? "stamp card: a full card gives nothing: say what with .awards(1_stamps)"
                   : award.problem();
    }

private:
    /// The bound of the loop over full cards.
    static constexpr std::int64_t most_at_once = 1'000'000;
};

stamp_card(std::int32_t)->stamp_card<>;

} // namespace loyalty
