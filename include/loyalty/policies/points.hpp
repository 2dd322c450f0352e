// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Points for purchases.
///
/// 23.99 USD at a point a dollar, five times on a bonus day. The order of the stages is the order of the arithmetic:
///
/// @code
/// constexpr round_off floor{rounding::floor};
/// points{per_amount{1_points, 1_usd}, floor, multiply_by{5_x}, floor}   // 23.99 -> 23 -> 115
/// points{per_amount{1_points, 1_usd}, multiply_by{5_x}, floor}          // 23.99 -> 119.95 -> 119
/// @endcode
///
/// A factor may leave a fraction (23 times 1.25 is 28.75), so what multiplies is followed by a rounding.
///
/// | stage                                    | what it does to the running award                              |
/// |------------------------------------------|----------------------------------------------------------------|
/// | `per_amount{award, per}`                 | begins: so much for each `per` spent, fractions included        |
/// | `per_unit{award}`                        | begins: so much for each piece                                  |
/// | `per_visit{award}`                       | begins: so much for a purchase                                  |
/// | `each_line{...}`, `each_unit{...}`       | begins: runs stages for each line or piece and adds the results |
/// | `sum_of{...}`                            | begins: several awards, added                                  |
/// | `best_of{...}`, `least_of{...}`, `first_of{...}` | begins: one of several awards, see competing.hpp        |
/// | `multiply_by{5_x}`                       | times a factor                                                  |
/// | `multiply_by_tier{1_x, 1.25_x, 1.5_x}`   | times the factor of the member's tier                           |
/// | `add_bonus{100_points}`                  | plus a bonus                                                    |
/// | `cap_at{500_points}`, `cap_at{500_points, window}` | at most so much a purchase, or in a window                  |
/// | `round_off{rounding::floor}`             | to whole minor units of the award (S2)                          |
/// | `round_off_carrying{rounding::floor}`    | the same, but the rest is kept for the next purchase (S3)       |
///
/// `.on(predicate)` says for which lines, `.when(predicate)` for which purchases, `.of(measure)` which money (S8).

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/reward.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace detail {

enum class stage_kind : std::uint8_t { base, multiply, add, cap, round };

template <class Type>
concept stage = requires {
    { Type::kind } -> std::convertible_to<stage_kind>;
};

} // namespace detail

/// So much for each `per` of the basis: `per_amount{2_points, 1_usd}` gives 10.9 points for 5.45 USD.
template <unit_type Unit, unit_type Counted, class Measure = net, predicate Where = always, class Tender = any_tender>
struct per_amount {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per amount";
    static constexpr std::size_t field_count = 4;
    static constexpr bool is_whole = false;
    static constexpr bool reads_tier = detail::any_reads_tier<Where>;
    static constexpr bool counts_tenders = !std::is_same_v<Tender, any_tender>;
    using unit = Unit;

    amount<Unit> award{};
    amount<Counted> per{};
    LOYALTY_NO_UNIQUE_ADDRESS basis<Measure, Where> counted{};
    LOYALTY_NO_UNIQUE_ADDRESS Tender tender{};

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::counts<basis<Measure, Where>, Counted, Visit>();
        template <bool Met>
        struct sentence {
            static_assert(
                Met, "loyalty: per_amount: the basis counts another unit than `per`: give `per` in the unit of the "
                     "purchase, or another measure with .of()");
        };
    };

    constexpr per_amount(amount<Unit> awarded, amount<Counted> each, basis<Measure, Where> of = {},
                         Tender paid = {}) noexcept
        : award{awarded}, per{each}, counted{of}, tender{paid} {}

    /// Only lines that match count.
    /// Only purchases for which a condition holds count.
    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, if_));
    }
    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return per_amount<Unit, Counted, Measure, Lines, Tender>{award, per, {counted.measure, lines}, tender};
    }
    /// Another measure counts, such as `gross{}`.
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of(Other measure) const noexcept {
        return per_amount<Unit, Counted, Other, Where, Tender>{award, per, {measure, counted.where}, tender};
    }
    /// Only the share paid by these tenders counts.
    template <class... Tenders>
    [[nodiscard]] constexpr auto paid_by(Tenders... tenders) const noexcept {
        return per_amount<Unit, Counted, Measure, Where, tender_share>{award, per, counted,
                                                                       tender_share::of(tenders...)};
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        const auto spent = counted(subject, visit);
        detail::insist<demands<Visit>>();
        visit.explain("basis", spent);
        detail::fraction<Integer> value{Integer{spent.minor_units()}, 1};
        value.multiply(award.minor_units(), per.minor_units());
        if constexpr (std::same_as<Subject, whole_basket>) {
            if constexpr (!std::same_as<Tender, any_tender>) {
                value.multiply(share_paid(visit));
            }
        } else {
            value.multiply(1, subject.pieces());
        }
        return value;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return award.minor_units() <= 0 ? "per_amount: the award must be above zero"
               : per.minor_units() <= 0 ? "per_amount: `per` must be above zero"
                                        : nullptr;
    }

private:
    /// What these tenders paid of all that was paid; a bill that nobody paid counts as nothing.
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr ratio share_paid(Visit& visit) const noexcept {
        std::int64_t matching = 0;
        std::int64_t all = 0;
        for (const auto& part : fact::tenders(visit.event)) {
            const std::int64_t paid = fact::paid(part).minor_units();
            const bool counts = detail::is_in(tender.bits, fact::tender(part));
            visit.refuse_if(paid < 0, reason::negative_amount);
            visit.refuse_if(detail::add_overflows(all, paid, all), reason::amount_overflow);
            matching += counts && paid > 0 ? paid : 0;
        }
        return visit.refused() || all <= 0 ? ratio{0, 1} : ratio{matching, all};
    }
};

/// So much for each piece: `per_unit{2_points}` gives 6 points for three pieces.
template <unit_type Unit, predicate Where = always>
struct per_unit {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per unit";
    static constexpr std::size_t field_count = 2;
    static constexpr bool is_whole = true;
    static constexpr bool reads_tier = detail::any_reads_tier<Where>;
    using unit = Unit;

    amount<Unit> award{};
    LOYALTY_NO_UNIQUE_ADDRESS basis<quantity, Where> counted{};

    constexpr explicit per_unit(amount<Unit> awarded, basis<quantity, Where> of = {}) noexcept
        : award{awarded}, counted{of} {}

    /// Only purchases for which a condition holds count.
    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, if_));
    }
    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return per_unit<Unit, Lines>{award, {counted.measure, lines}};
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        const auto pieces = counted(subject, visit);
        visit.explain("pieces", pieces);
        // A line counts all of its pieces or none, so this division leaves no rest.
        detail::fraction<Integer> value{Integer{pieces.minor_units() / subject.pieces()}, 1};
        value.multiply(award.minor_units(), 1);
        return value;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return award.minor_units() <= 0 ? "per_unit: the award must be above zero" : nullptr;
    }
};

/// So much for a purchase: `per_visit{1_stamps}`.
template <unit_type Unit, predicate When = always>
struct per_visit {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per visit";
    static constexpr std::size_t field_count = 2;
    static constexpr bool is_whole = true;
    static constexpr bool reads_tier = detail::any_reads_tier<When>;
    using unit = Unit;

    amount<Unit> award{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    constexpr explicit per_visit(amount<Unit> awarded, When if_ = {}) noexcept : award{awarded}, condition{if_} {}

    /// Only for purchases with a line that matches.
    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return when(any_line(lines));
    }
    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return per_visit<Unit, Condition>{award, if_};
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        return {Integer{condition(subject.line(visit), visit) ? award.minor_units() : 0}, 1};
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return award.minor_units() <= 0 ? "per_visit: the award must be above zero" : nullptr;
    }
};

/// So much for an activity (S37): `per_activity{50_points}`, `per_activity{20_points}.of(1u, 2u)` for activities of the kinds
/// 1 and 2. A review that earns 50 points is no purchase: it earns nothing else.
template <unit_type Unit, predicate When = always>
struct per_activity {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per activity";
    static constexpr std::size_t field_count = 2;
    static constexpr bool is_whole = true;
    static constexpr bool reads_tier = detail::any_reads_tier<When>;
    template <class Event>
    static constexpr bool concerns = is_activity<Event>;
    using unit = Unit;

    amount<Unit> award{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    constexpr explicit per_activity(amount<Unit> awarded, When if_ = {}) noexcept : award{awarded}, condition{if_} {}

    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return per_activity<Unit, Condition>{award, if_};
    }
    /// Only activities of these kinds.
    template <class... Kinds>
    [[nodiscard]] constexpr auto of(Kinds... kinds) const noexcept {
        return when(kind_is(kinds...));
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        return {Integer{condition(subject.line(visit), visit) ? award.minor_units() : 0}, 1};
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return award.minor_units() <= 0 ? "per_activity: the award must be above zero" : nullptr;
    }
};

/// So much for each unit of an activity's score: `per_score{1_points, 10}.of(3u)` gives a point for each 10 minutes of a gym
/// visit, of 45 minutes 4.5 points before rounding.
template <unit_type Unit, predicate When = always>
struct per_score {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per score";
    static constexpr std::size_t field_count = 3;
    static constexpr bool is_whole = false;
    static constexpr bool reads_tier = detail::any_reads_tier<When>;
    template <class Event>
    static constexpr bool concerns = is_activity<Event>;
    using unit = Unit;

    amount<Unit> award{};
    std::int64_t per = 1;
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    constexpr explicit per_score(amount<Unit> awarded, std::int64_t each = 1, When if_ = {}) noexcept
        : award{awarded}, per{each}, condition{if_} {}

    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return per_score<Unit, Condition>{award, per, if_};
    }
    /// Only activities of these kinds.
    template <class... Kinds>
    [[nodiscard]] constexpr auto of(Kinds... kinds) const noexcept {
        return when(kind_is(kinds...));
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        const bool counts = condition(subject.line(visit), visit);
        detail::fraction<Integer> value{Integer{counts ? std::int64_t{fact::score(visit.event)} : 0}, 1};
        value.multiply(award.minor_units(), per);
        return value;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return award.minor_units() <= 0 ? "per_score: the award must be above zero"
               : per <= 0               ? "per_score: the score that one award is for must be above zero"
                                        : nullptr;
    }
};

/// So much for a delivery of an order that was paid for before (S44): `per_delivery{20_points}`.
template <unit_type Unit>
struct per_delivery {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per delivery";
    static constexpr std::size_t field_count = 1;
    static constexpr bool is_whole = true;
    template <class Event>
    static constexpr bool concerns = is_delivery<Event>;
    using unit = Unit;

    amount<Unit> award{};

    constexpr explicit per_delivery(amount<Unit> awarded) noexcept : award{awarded} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject&, Visit&) const noexcept {
        return {Integer{award.minor_units()}, 1};
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return award.minor_units() <= 0 ? "per_delivery: the award must be above zero" : nullptr;
    }
};

/// Times a factor: `multiply_by{5_x}`, `multiply_by{3_x}.when(category_is(4))`.
template <predicate When = always>
struct multiply_by {
    static constexpr auto kind = detail::stage_kind::multiply;
    static constexpr std::string_view name = "multiply";
    static constexpr std::size_t field_count = 2;
    static constexpr bool reads_tier = detail::any_reads_tier<When>;
    static constexpr bool is_factor_for_a_tier = detail::mentions<tier_matches, When>();

    ratio factor{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    constexpr explicit multiply_by(ratio by, When if_ = {}) noexcept : factor{by}, condition{if_} {}

    /// Lines have no factor of their own outside each_line{...}.
    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines) const noexcept {
        static_assert(std::is_void_v<Lines>,
                      "loyalty: multiply_by: write .when(...) for a condition on the purchase; to "
                      "multiply some lines only, write each_line{..., multiply_by{...}.when(...)}");
        return *this;
    }
    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return multiply_by<Condition>{factor, if_};
    }

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject& subject, Visit& visit,
                                        no_state) const noexcept {
        // One denominator either way: the rounding after it then divides by a constant.
        const std::int64_t more = factor.numerator - factor.denominator;
        value.multiply(factor.denominator + detail::one_if(condition(subject.line(visit), visit)) * more,
                       factor.denominator);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return !factor.valid() || factor.numerator < 0 ? "multiply_by: the factor must be a ratio of zero or above"
                                                       : nullptr;
    }
};

multiply_by(ratio)->multiply_by<always>;

/// Times the factor of the member's tier, the lowest first: `multiply_by_tier{1_x, 1.25_x, 1.5_x}`. Needs a `tiered`
/// before it, with one tier less than factors; which tier the crossing purchase earns at is the `tiered`'s (S19).
template <std::size_t Count>
struct multiply_by_tier {
    static constexpr auto kind = detail::stage_kind::multiply;
    static constexpr std::string_view name = "multiply by tier";
    static constexpr std::size_t field_count = 1;
    static constexpr bool reads_tier = true;
    static constexpr std::size_t tiers_named = Count;

    detail::shared_ratios<Count> factors{};

    template <std::same_as<ratio>... Ratio>
    constexpr explicit multiply_by_tier(Ratio... by_tier) noexcept : factors{by_tier...} {}

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit& visit,
                                        no_state) const noexcept {
        if (visit.tier.is_split) {
            const ratio blended = blend(visit.tier, factors);
            value.overflow |= !blended.valid();
            value.multiply(blended);
        } else {
            value.multiply(factors.numerators[visit.tier.earning], factors.denominator);
        }
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        bool valid = factors.valid();
        for (const std::int64_t numerator : factors.numerators) {
            valid = valid && numerator >= 0;
        }
        return valid ? nullptr : "multiply_by_tier: the factors must be ratios of zero or above";
    }
};

template <std::same_as<ratio>... Ratio>
multiply_by_tier(Ratio...) -> multiply_by_tier<sizeof...(Ratio)>;

/// Plus a bonus: `add_bonus{100_points}.when(first_purchase())`.
template <unit_type Unit, predicate When = always>
struct add_bonus {
    static constexpr auto kind = detail::stage_kind::add;
    static constexpr std::string_view name = "add";
    static constexpr std::size_t field_count = 2;
    static constexpr bool reads_tier = detail::any_reads_tier<When>;
    using unit = Unit;

    amount<Unit> bonus{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    constexpr explicit add_bonus(amount<Unit> more, When if_ = {}) noexcept : bonus{more}, condition{if_} {}

    /// Only for purchases with a line that matches.
    template <predicate Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return when(any_line(lines));
    }
    template <predicate Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return add_bonus<Unit, Condition>{bonus, if_};
    }

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject& subject, Visit& visit,
                                        no_state) const noexcept {
        if (condition(subject.line(visit), visit)) {
            value.add_whole(bonus.minor_units());
        }
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return bonus.minor_units() <= 0 ? "add_bonus: the bonus must be above zero" : nullptr;
    }
};

/// What becomes of an award above its cap (S18).
enum class above_cap : std::uint8_t {
    clamp, ///< the award is cut down to what the cap leaves
    reject ///< the event is refused with `reason::cap_reached`
};

/// At most so much a purchase, `cap_at{500_points}`, or in a window, `cap_at{500_points, calendar_window{period_unit::month}}`.
/// Outside a `campaign`, or after the `first_months`, nothing is capped or counted.
template <unit_type Unit, class Window = one_basket>
struct cap_at {
    static constexpr auto kind = detail::stage_kind::cap;
    static constexpr std::string_view name = "cap";
    static constexpr std::size_t field_count = 3;
    static constexpr bool needs_whole = !std::same_as<Window, one_basket>;
    using unit = Unit;
    using state = std::conditional_t<needs_whole, typename Window::count, no_state>;

    amount<Unit> most{};
    LOYALTY_NO_UNIQUE_ADDRESS Window window{};
    above_cap above = above_cap::clamp;

    constexpr explicit cap_at(amount<Unit> at_most, Window in = {}, above_cap otherwise = above_cap::clamp) noexcept
        : most{at_most}, window{in}, above{otherwise} {}

    /// Refuses what lies above instead of cutting it down.
    [[nodiscard]] constexpr cap_at rejecting() const noexcept { return cap_at{most, window, above_cap::reject}; }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        if constexpr (needs_whole) {
            window.advance(own, moment);
        }
    }

    template <class Integer, class Subject, class Visit, class Own>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit& visit,
                                        Own&& own) const noexcept {
        if (!window.is_open(visit)) {
            return;
        }
        std::int64_t headroom = most.minor_units();
        if constexpr (needs_whole) {
            headroom = headroom > own.total() ? headroom - own.total() : 0;
        }
        const bool bites = value.clamp(headroom);
        // Where 64 bits did not hold the value, the wide run decides.
        visit.refuse_if(bites && !value.overflow && above == above_cap::reject, reason::cap_reached);
        if (bites) {
            visit.explain("headroom", amount<Unit>::from_minor_units(headroom));
        }
        if constexpr (needs_whole) {
            std::int64_t granted = 0;
            value.overflow |= !detail::narrow(detail::wide{value.numerator}, granted);
            value.overflow |= own.add_overflows(granted);
        }
    }

    /// What came back leaves its headroom behind, where the window still runs.
    template <unit_type, bool, class Visit>
    constexpr void revert(state& own, const undone<state>& event, Visit& visit) const noexcept {
        if constexpr (needs_whole) {
            revert_count(window, own, event, visit);
        }
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return most.minor_units() <= 0 ? "cap_at: the cap must be above zero" : window.problem();
    }
};

template <unit_type Unit>
cap_at(amount<Unit>) -> cap_at<Unit>;
template <unit_type Unit, class Window>
cap_at(amount<Unit>, Window) -> cap_at<Unit, Window>;
template <unit_type Unit, class Window>
cap_at(amount<Unit>, Window, above_cap) -> cap_at<Unit, Window>;

/// To whole minor units of the award: `round_off{rounding::floor}`. What is cut off is dropped.
struct round_off {
    static constexpr auto kind = detail::stage_kind::round;
    static constexpr std::string_view name = "round";

    rounding mode = rounding::floor;

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit&,
                                        no_state) const noexcept {
        value.round(mode);
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return nullptr; }
};

/// To whole minor units, and what is cut off is kept, exactly, for the member's next purchase (S3): three baskets of
/// 0.50 at a point a dollar are 1 point with 0.50 left. A mode that rounds up grants ahead: half up, they give 1, 0 and 1,
/// and half a point is owed to the programme. What is owed is worked off, and an award is never below zero.
struct round_off_carrying {
    static constexpr auto kind = detail::stage_kind::round;
    static constexpr std::string_view name = "round, carrying the rest";

    struct state {
        std::int64_t numerator = 0;
        std::int64_t denominator = 1;

        [[nodiscard]] constexpr bool is_valid() const noexcept { return denominator > 0; }
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    rounding mode = rounding::floor;

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject&, Visit& visit,
                                        state& own) const noexcept {
        value.add({Integer{own.numerator}, own.denominator});
        const Integer exact = value.numerator;
        const std::int64_t over = value.overflow ? 1 : value.denominator;
        value.round(mode);
        value.numerator = value.numerator < Integer{0} ? Integer{0} : value.numerator;
        Integer whole{0};
        value.overflow |= detail::multiply_overflows(value.numerator, over, whole);
        std::int64_t rest = 0;
        value.overflow |= !detail::narrow(detail::wide{exact} - detail::wide{whole}, rest);
        const ratio kept = ratio{rest, over}.reduced();
        own = {kept.numerator, kept.denominator};
        visit.explain("carried", kept, "");
    }

    /// The rest forgets what came back. Where it is then no rest that the mode leaves, the whole units in it are granted,
    /// or taken back; where other stages follow, which these would have to pass, they wait for the next purchase.
    template <unit_type Unit, bool IsLast, class Visit>
    constexpr void revert(state& own, const undone<state>& event, Visit& visit) const noexcept {
        detail::fraction<detail::wide> value{detail::wide{own.numerator}, own.denominator};
        value.add({detail::wide{event.without.numerator}, event.without.denominator});
        value.add({-detail::wide{event.with.numerator}, event.with.denominator});
        const detail::wide exact = value.numerator;
        const std::int64_t over = value.overflow ? 1 : value.denominator;
        std::int64_t whole = 0;
        std::int64_t rest = 0;
        if constexpr (IsLast) {
            value.round(mode_of_rest());
            value.overflow |= !detail::narrow(value.numerator, whole);
        }
        value.overflow |= !detail::narrow(exact - detail::wide{whole} * detail::wide{over}, rest);
        visit.refuse_if(value.overflow, reason::amount_overflow);
        const ratio kept = ratio{rest, over}.reduced();
        own = {kept.numerator, kept.denominator};
        visit.grant(amount<Unit>::from_minor_units(whole));
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return nullptr; }

private:
    /// What leaves every rest alone that the mode can leave, of either sign: half a point owed, after rounding half up, is
    /// such a rest, and no reason to take a point back.
    [[nodiscard]] constexpr rounding mode_of_rest() const noexcept {
        switch (mode) {
        case rounding::down:
            return rounding::floor;
        case rounding::up:
            return rounding::ceiling;
        case rounding::half_up:
            return rounding::half_ceiling;
        case rounding::half_down:
            return rounding::half_floor;
        case rounding::half_odd:
            return rounding::half_down;
        case rounding::zero_five_up:
            return rounding::down;
        default:
            return mode;
        }
    }
};

namespace detail {

/// Whether a stage counts the share of some tenders only.
template <class Stage>
inline constexpr bool counts_tenders = [] {
    if constexpr (requires { Stage::counts_tenders; }) {
        return Stage::counts_tenders;
    } else {
        return false;
    }
}();

/// What a stage awards; of one that awards nothing some unit, so that the sentence about the order is all that is said.
template <class Stage>
struct unit_of_stage {
    using type = loyalty::unit::points;
};
template <class Stage>
requires requires {
    typename Stage::unit;
}
struct unit_of_stage<Stage> {
    using type = typename Stage::unit;
};

/// Stages in their order, with the rules of that order as sentences.
template <stage... Stages>
struct pipeline {
    static constexpr std::size_t size = sizeof...(Stages);
    static constexpr stage_kind kinds[size + 1]{Stages::kind..., stage_kind::round};
    static constexpr std::size_t field_count = 1;
    using first = typename type_at<0, Stages..., void>::type;
    using unit = typename unit_of_stage<first>::type;
    static constexpr bool remembers = !(std::same_as<state_of_t<Stages>, no_state> && ...);
    using state = std::conditional_t<remembers, compact_pack<state_of_t<Stages>...>, no_state>;
    static constexpr bool reads_tier = any_reads_tier<Stages...>;
    static constexpr std::size_t tiers_named = tiers_named_by<Stages...>();
    template <class Event>
    static constexpr bool concerns = detail::concerns<first, Event>();

    pack<Stages...> stages{};

    constexpr explicit pipeline(Stages... each) noexcept : stages{{{each}...}} {}

    [[nodiscard]] static constexpr bool begins_with_base() noexcept { return kinds[0] == stage_kind::base; }
    [[nodiscard]] static constexpr bool has_one_base() noexcept {
        return ((Stages::kind == stage_kind::base ? 1 : 0) + ...) <= 1;
    }
    [[nodiscard]] static constexpr bool caps_come_last() noexcept {
        bool capped = false;
        bool right = true;
        for (std::size_t i = 0; i < size; ++i) {
            right = right && !(capped && (kinds[i] == stage_kind::multiply || kinds[i] == stage_kind::add));
            capped = capped || kinds[i] == stage_kind::cap;
        }
        return right;
    }
    /// Whether the value is whole before stage `end`.
    [[nodiscard]] static constexpr bool is_whole_before(std::size_t end) noexcept {
        bool whole = false;
        if constexpr (requires { first::is_whole; }) {
            whole = first::is_whole;
        }
        for (std::size_t i = 1; i < end; ++i) {
            whole = kinds[i] == stage_kind::round || (whole && kinds[i] != stage_kind::multiply);
        }
        return whole;
    }
    [[nodiscard]] static constexpr bool windowed_caps_are_whole() noexcept {
        bool right = true;
        for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            using each = typename type_at<index, Stages...>::type;
            if constexpr (requires { each::needs_whole; }) {
                right = right && (!each::needs_whole || is_whole_before(index));
            }
        });
        return right;
    }
    [[nodiscard]] static constexpr bool units_agree() noexcept {
        bool right = true;
        for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            using each = typename type_at<index, Stages...>::type;
            if constexpr (requires { typename each::unit; }) {
                right = right && std::is_same_v<typename each::unit, unit>;
            }
        });
        return right;
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr fraction<Integer> run(const Subject& subject, Visit& visit,
                                                                 state& own) const noexcept {
        fraction<Integer> value = get<0>(stages).template start<Integer>(subject, visit);
        explain<0>(value, visit);
        [&]<std::size_t... Later>(std::index_sequence<Later...>) LOYALTY_INLINE_LAMBDA {
            static_cast<void>((!value.overflow && ... &&
                               (get<Later + 1>(stages).apply(value, subject, visit, state_at<Later + 1>(own)),
                                explain<Later + 1>(value, visit), !value.overflow)));
        }
        (std::make_index_sequence<size - 1>{});
        return value;
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if constexpr (!std::same_as<state_of_t<typename type_at<index, Stages...>::type>, no_state>) {
                detail::advance(get<index>(stages), get<index>(own), moment);
            }
        });
    }

    template <class Visit>
    constexpr void revert(state& own, const undone<state>& event, Visit& visit) const noexcept {
        for_each_index<size>([&](auto index) {
            using each = typename type_at<index, Stages...>::type;
            if constexpr (!std::same_as<state_of_t<each>, no_state>) {
                get<index>(stages).template revert<unit, index + 1 == size>(
                    get<index>(own), {get<index>(event.with), get<index>(event.without), event.time}, visit);
            }
        });
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        const char* first_problem = nullptr;
        for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            const auto& each = get<index>(stages);
            first_problem = first_problem != nullptr ? first_problem : problem_of(each);
            if (first_problem == nullptr && lies_below(each, get<0>(stages))) {
                first_problem = "cap_at: the cap lies below the smallest award: raise the cap or lower the award";
            }
        });
        return first_problem;
    }

private:
    template <class Stage, class Base>
    [[nodiscard]] static constexpr bool lies_below(const Stage& cap, const Base& base) noexcept {
        if constexpr (requires {
                          cap.most;
                          base.award;
                      }) {
            return cap.most.minor_units() < base.award.minor_units();
        } else {
            return false;
        }
    }

    template <std::size_t Index>
    [[nodiscard]] static constexpr decltype(auto) state_at(state& own) noexcept {
        if constexpr (std::same_as<state_of_t<typename type_at<Index, Stages...>::type>, no_state>) {
            return no_state{};
        } else {
            return get<Index>(own);
        }
    }

    template <std::size_t Index, class Integer, class Visit>
    static constexpr void explain(const fraction<Integer>& value, Visit& visit) noexcept {
        if constexpr (Visit::explains) {
            std::int64_t numerator = 0;
            if (!value.overflow && narrow(wide{value.numerator}, numerator)) {
                visit.explain(type_at<Index, Stages...>::type::name, ratio{numerator, value.denominator},
                              std::string_view{unit::code});
            }
        }
    }
};

} // namespace detail

/// Runs stages for each line by itself and adds the results, so that rounding happens at the line (S2):
/// `each_line{per_amount{1_points, 1_usd}, round_off{rounding::floor}}` gives 0 for two lines of 0.50.
template <detail::stage... Stages>
struct each_line {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "each line";
    static constexpr std::size_t field_count = 1;
    static constexpr bool is_whole = detail::pipeline<Stages...>::is_whole_before(sizeof...(Stages));
    static constexpr bool reads_tier = detail::pipeline<Stages...>::reads_tier;
    static constexpr std::size_t tiers_named = detail::pipeline<Stages...>::tiers_named;
    using unit = typename detail::pipeline<Stages...>::unit;
    static_assert(
        detail::pipeline<Stages...>::units_agree() && detail::pipeline<Stages...>::caps_come_last(),
        "loyalty: each_line: its stages must award one unit, and put cap_at after every multiply_by and add_bonus");
    static_assert(
        !detail::pipeline<Stages...>::remembers,
        "loyalty: each_line: stages that remember (round_off_carrying, cap_at with a window) belong after each_line");
    static_assert((!detail::counts_tenders<Stages> && ...),
                  "loyalty: each_line: tenders pay for a basket, not for a line: use .paid_by() outside each_line and "
                  "each_unit");

    detail::pipeline<Stages...> stages;

    constexpr explicit each_line(Stages... each) noexcept : stages{each...} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        detail::fraction<Integer> sum{};
        for (const auto& line : subject.lines(visit)) {
            typename detail::pipeline<Stages...>::state none{};
            sum.add(stages.template run<Integer>(single_line<std::remove_cvref_t<decltype(line)>>{line}, visit, none));
        }
        return sum;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return stages.problem(); }
};

/// Runs stages for one piece of each line and multiplies by the quantity, so that rounding happens at the piece (S2).
template <detail::stage... Stages>
struct each_unit {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "each unit";
    static constexpr std::size_t field_count = 1;
    static constexpr bool is_whole = detail::pipeline<Stages...>::is_whole_before(sizeof...(Stages));
    static constexpr bool reads_tier = detail::pipeline<Stages...>::reads_tier;
    static constexpr std::size_t tiers_named = detail::pipeline<Stages...>::tiers_named;
    using unit = typename detail::pipeline<Stages...>::unit;
    static_assert(
        detail::pipeline<Stages...>::units_agree() && detail::pipeline<Stages...>::caps_come_last(),
        "loyalty: each_unit: its stages must award one unit, and put cap_at after every multiply_by and add_bonus");
    static_assert(
        !detail::pipeline<Stages...>::remembers,
        "loyalty: each_unit: stages that remember (round_off_carrying, cap_at with a window) belong after each_unit");
    static_assert((!detail::counts_tenders<Stages> && ...),
                  "loyalty: each_unit: tenders pay for a basket, not for a line: use .paid_by() outside each_line and "
                  "each_unit");

    detail::pipeline<Stages...> stages;

    constexpr explicit each_unit(Stages... each) noexcept : stages{each...} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        detail::fraction<Integer> sum{};
        for (const auto& line : subject.lines(visit)) {
            using line_type = std::remove_cvref_t<decltype(line)>;
            const auto pieces = static_cast<std::int64_t>(fact::quantity(line));
            typename detail::pipeline<Stages...>::state none{};
            auto piece =
                stages.template run<Integer>(single_line<line_type>{line, pieces > 0 ? pieces : 1}, visit, none);
            piece.multiply(pieces, 1);
            sum.add(piece);
        }
        return sum;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return stages.problem(); }
};

/// Adds several awards that are rounded, multiplied and capped together: two points a dollar by registered card and one by
/// any other tender are
/// `sum_of{per_amount{2_points, 1_usd}.paid_by(tender::registered_card), per_amount{1_points, 1_usd}.paid_by(tender::cash)}`,
/// and 4.20 by card with 6.20 in cash are 14.60 points, rounded once.
template <detail::stage... Bases>
struct sum_of {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "sum";
    static constexpr std::size_t field_count = 1;
    static constexpr bool is_whole = (detail::pipeline<Bases>::is_whole_before(1) && ...);
    static constexpr bool reads_tier = detail::any_reads_tier<Bases...>;
    static constexpr std::size_t tiers_named = detail::tiers_named_by<Bases...>();
    static constexpr bool counts_tenders = (detail::counts_tenders<Bases> || ...);
    using unit = typename detail::pipeline<Bases...>::unit;
    template <class Event>
    static constexpr bool concerns = (detail::concerns<Bases, Event>() || ...);
    static_assert(
        ((Bases::kind == detail::stage_kind::base) && ...),
        "loyalty: sum_of: adds what begins an award: per_amount, per_unit, per_visit, each_line, each_unit; put "
        "multiply_by, add_bonus, round_off and cap_at after it, or with one award alone into offer{...}");
    static_assert((std::same_as<typename Bases::unit, unit> && ...), "loyalty: sum_of: every part must award one unit");

    detail::pack<Bases...> bases{};

    constexpr explicit sum_of(Bases... each) noexcept : bases{{{each}...}} {}

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        detail::fraction<Integer> sum{};
        detail::for_each_index<sizeof...(Bases)>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if constexpr (detail::concerns<typename detail::type_at<index, Bases..., void>::type,
                                           detail::event_type_of<Visit>>()) {
                sum.add(detail::get<index>(bases).template start<Integer>(subject, visit));
            }
        });
        return sum;
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        const char* first = nullptr;
        detail::for_each_index<sizeof...(Bases)>(
            [&](auto index) { first = first != nullptr ? first : detail::problem_of(detail::get<index>(bases)); });
        return first;
    }
};

/// Points, or any other unit, for purchases: the first of the five policies. See the top of this file.
template <detail::stage... Stages>
struct points {
    using stages_type = detail::pipeline<Stages...>;
    using unit = typename stages_type::unit;
    using rewards = units<unit>;
    using state = typename stages_type::state;
    static constexpr std::string_view name = "points";
    static constexpr std::size_t field_count = 1;
    static constexpr bool reads_tier = stages_type::reads_tier;
    static constexpr std::size_t tiers_named = stages_type::tiers_named;
    template <class Event>
    static constexpr bool concerns = stages_type::template concerns<Event>;

    static_assert(
        stages_type::begins_with_base(),
        "loyalty: points: begin with what is awarded: per_amount, per_unit, per_visit, each_line or "
        "each_unit; then multiply_by, add_bonus, round_off and cap_at in the order in which they shall happen");
    static_assert(stages_type::has_one_base(),
                  "loyalty: points: one award begins a policy: give the second per_amount, per_unit or per_visit a "
                  "points{...} of its own, or use add_bonus{...}");
    static_assert(
        stages_type::caps_come_last(),
        "loyalty: points: put cap_at after every multiply_by and add_bonus: what comes after a cap would pass it");
    static_assert(!stages_type::begins_with_base() || stages_type::is_whole_before(sizeof...(Stages)),
                  "loyalty: points: end with round_off{rounding::...}: a fraction of a point cannot be granted");
    static_assert(
        stages_type::windowed_caps_are_whole(),
        "loyalty: points: put round_off{...} before a cap_at over a window: the window counts what was granted");
    static_assert(stages_type::units_agree(),
                  "loyalty: points: every stage must award the unit that the first one awards");

    stages_type stages;

    constexpr explicit points(Stages... each) noexcept : stages{each...} {}

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        stages.advance(own, moment);
    }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        state trial = own;
        const auto value = stages.template run<std::int64_t>(whole_basket{}, visit, trial);
        if (value.overflow) {
            const wide_result wide = run_wide(visit.silent(), own);
            visit.refuse_if(!wide.fits, reason::amount_overflow);
            own = wide.fits ? wide.own : own;
            visit.grant(amount<unit>::from_minor_units(wide.granted));
            return;
        }
        own = trial;
        visit.grant(amount<unit>::from_minor_units(value.numerator));
    }

    template <class Visit>
    constexpr void revert(state& own, const undone<state>& event, Visit& visit) const noexcept {
        if constexpr (!std::is_same_v<state, no_state>) {
            stages.revert(own, event, visit);
        }
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return stages.problem(); }

private:
    struct wide_result {
        bool fits = false;
        std::int64_t granted = 0;
        state own{};
    };

    /// The same with 128 bits, where 64 did not hold a product.
    template <class Visit>
    [[nodiscard]] LOYALTY_COLD constexpr wide_result run_wide(Visit before, state own) const noexcept {
        const calendar_day day = calendar_day::at(before.calendar, before.time);
        auto visit = before.silent(day);
        wide_result result{};
        const auto value = stages.template run<detail::wide>(whole_basket{}, visit, own);
        result.fits = !value.overflow && !visit.refused() && detail::narrow(value.numerator, result.granted);
        result.own = own;
        return result;
    }
};

} // namespace loyalty
