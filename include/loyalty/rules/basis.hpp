// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Which money of a purchase counts (S8): a *measure* says how much a line counts, a predicate says which lines do.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/fact_is.hpp>
#include <loyalty/rules/subject.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// Returns true if a code is in a set of 64 bits; the codes are the host's and may lie anywhere.
template <class Code>
[[nodiscard]] LOYALTY_INLINE constexpr bool is_in(std::uint64_t bits, Code code) noexcept {
    const auto bit = static_cast<std::uint64_t>(code);
    return bit < 64 && ((bits >> bit) & 1u) != 0;
}

} // namespace detail

namespace criteria {

/// A set of components; a line type that has no `component` is all goods.
struct components {
    std::uint32_t bits = 1u << static_cast<unsigned>(component::goods);

    [[nodiscard]] static constexpr components of(std::same_as<component> auto... each) noexcept {
        return {(0u | ... | (1u << static_cast<unsigned>(each)))};
    }

    template <class Line>
    [[nodiscard]] LOYALTY_INLINE constexpr bool contain(const Line& line) const noexcept {
        if constexpr (fact::component_fact::known<Line>) {
            const auto code = static_cast<std::uint64_t>(fact::component(line));
            // Goods alone, as most rules count, are one comparison.
            return bits == 1 ? code == 0 : detail::is_in(bits, code);
        } else {
            return (bits & 1u) != 0;
        }
    }
};

/// The price of the goods after discounts, without tax: 5.45 for a latte of 5.94 of which 0.49 is tax. The default basis.
struct net {
    static constexpr std::string_view name = "net";
    components counted{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"components", &net::counted, "the components that count"});

    template <class Visit>
    using demands = fact::net_fact::demanded<detail::line_of<Visit>>;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Line& line, Visit&) const noexcept {
        const auto value = fact::net(line);
        return counted.contain(line) ? value : decltype(value){};
    }
};

/// The price of the goods with tax.
struct gross {
    static constexpr std::string_view name = "gross";
    components counted{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"components", &gross::counted, "the components that count"});

    template <class Visit>
    using demands = fact::tax_fact::demanded<detail::line_of<Visit>>;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Line& line, Visit& visit) const noexcept {
        const auto value = visit.sum(fact::net(line), fact::tax(line));
        return counted.contain(line) ? value : decltype(value){};
    }
};

/// The price of the goods before discounts, without tax.
struct before_discount {
    static constexpr std::string_view name = "before_discount";
    components counted{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"components", &before_discount::counted, "the components that count"});

    template <class Visit>
    using demands = fact::discount_fact::demanded<detail::line_of<Visit>>;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Line& line, Visit& visit) const noexcept {
        const auto value = visit.sum(fact::net(line), fact::discount(line));
        return counted.contain(line) ? value : decltype(value){};
    }
};

/// How many pieces; a line without a quantity is one piece.
struct quantity {
    static constexpr std::string_view name = "quantity";
    components counted{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"components", &quantity::counted, "the components that count"});

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<unit::items> operator()(const Line& line, Visit&) const noexcept {
        if (!counted.contain(line)) {
            return {};
        }
        if constexpr (fact::quantity_fact::known<Line>) {
            return amount<unit::items>::from_minor_units(static_cast<std::int64_t>(fact::quantity(line)));
        } else {
            return amount<unit::items>::from_minor_units(1);
        }
    }
};

/// One for each purchase that has a matching line.
struct visits {
    static constexpr std::string_view name = "visits";

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<unit::visits> operator()(const Line&, Visit&) const noexcept {
        return amount<unit::visits>::from_minor_units(1);
    }
};

/// One for each activity, or for each of some kinds (S37): `stamp_card{5}.of(activities{})`,
/// `spend_threshold{50_points, every(10_visits)}.of(activities_of(2))`.
template <predicate When = always>
struct activities {
    static constexpr std::string_view name = "activities";
    template <class Event>
    static constexpr bool concerns = extensions::is_activity<Event>;
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"when", &activities::condition, "the activities that count"});

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<unit::visits> of_visit(const Visit& visit) const noexcept {
        return amount<unit::visits>::from_minor_units(condition(visit.event, visit) ? 1 : 0);
    }
};
activities()->activities<>;

/// `activities_of(2, 3)`: of the kinds 2 and 3.
template <class... Kinds>
[[nodiscard]] constexpr auto activities_of(Kinds... kinds) noexcept {
    return activities{kind_is(kinds...)};
}
template <predicate When>
activities(When) -> activities<When>;

/// The score of activities, or of those of some kinds: `tiered{100_items}.of(scores_of(3))`.
template <predicate When = always>
struct scores {
    static constexpr std::string_view name = "scores";
    template <class Event>
    static constexpr bool concerns = extensions::is_activity<Event>;
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"when", &scores::condition, "the activities that count"});

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<unit::items> of_visit(const Visit& visit) const noexcept {
        const bool counts = condition(visit.event, visit);
        return amount<unit::items>::from_minor_units(counts ? std::int64_t{fact::score(visit.event)} : 0);
    }
};
scores()->scores<>;
template <predicate When>
scores(When) -> scores<When>;

/// `scores_of(3)`: of the kind 3.
template <class... Kinds>
[[nodiscard]] constexpr auto scores_of(Kinds... kinds) noexcept {
    return scores{kind_is(kinds...)};
}

/// The amount that the policies before this one have granted for the same event, for tiers and thresholds that count points
/// rather than money: `spend_threshold{1_badges, once(51_points)}.of(earned<unit::points>{})`. Amounts that a
/// conversion, a stake or a payment takes of it count all the same: 120 points of which 100 become two stamps are 120
/// earned.
template <unit_type Unit>
struct earned {
    static constexpr std::string_view name = "earned";
    using earned_unit = Unit;
    template <class Event>
    static constexpr bool concerns = extensions::can_earn<Event>;

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<Unit> of_visit(Visit& visit) const noexcept {
        return visit.sum(visit.template granted<Unit>(), visit.template spent<Unit>());
    }
};

/// At most so much of one purchase (S18): `.of(counts_up_to{200_usd})`, or of another measure, `.of(counts_up_to{3_items, quantity{}})`. Of
/// 350.00 count 200.00; `spend_threshold{5_eur, every(50_eur)}.within(one_basket{}).of(counts_up_to{100_eur})` pays at most twice.
/// In `each_line` at most so much of one line.
template <unit_type Unit, class Measure = net>
struct counts_up_to {
    template <class Event>
    static constexpr bool concerns = detail::concerns<Measure, Event>();

    static constexpr std::string_view name = "counts_up_to";
    amount<Unit> most{};
    LOYALTY_NO_UNIQUE_ADDRESS Measure measure{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"most", &counts_up_to::most, "how much of one purchase counts",
                          extensions::above_zero("counts_up_to: what counts of a purchase must be above zero")},
        extensions::field{"of", &counts_up_to::measure, "what is counted"});

    constexpr explicit counts_up_to(amount<Unit> at_most, Measure of = {}) noexcept : most{at_most}, measure{of} {}

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Line& line, Visit& visit) const noexcept
        requires(!requires { measure.of_visit(visit); }) {
        return measure(line, visit);
    }
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of_visit(Visit& visit) const noexcept requires requires {
        measure.of_visit(visit);
    }
    { return measure.of_visit(visit); }
};
template <unit_type Unit>
counts_up_to(amount<Unit>) -> counts_up_to<Unit>;
template <unit_type Unit, class Measure>
counts_up_to(amount<Unit>, Measure) -> counts_up_to<Unit, Measure>;

/// A measure over the lines that match.
template <class Measure = net, predicate Where = always>
struct basis {
    template <class Event>
    static constexpr bool concerns = detail::concerns<Measure, Event>();

    Measure measure{};
    Where where{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"of", &basis::measure, "what counts of a line"},
                           extensions::field{"on", &basis::where, "the lines that count"});

    /// The sum over the subject's lines; a sum that passes 64 bits refuses the event (S5).
    template <class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(const Subject& subject, Visit& visit) const noexcept {
        if constexpr (requires { measure.most; }) {
            const auto all = sum(subject, visit);
            return all > measure.most ? measure.most : all;
        } else {
            return sum(subject, visit);
        }
    }

    /// The sum over all lines of the event.
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto operator()(Visit& visit) const noexcept {
        return (*this)(whole_basket{}, visit);
    }

    /// The weight of a line when the award is divided over the lines (S6): its measure. If the measure counts visits,
    /// it is the net of a line that counts; if it counts no lines, the net of any line.
    template <class Line, class Visit>
    [[nodiscard]] constexpr std::int64_t weight(const Line& line, Visit& visit) const noexcept {
        if constexpr (requires { measure.of_visit(visit); }) {
            return net{}(line, visit).minor_units();
        } else if constexpr (std::same_as<Measure, visits>) {
            return where(line, visit) ? net{}(line, visit).minor_units() : 0;
        } else {
            return where(line, visit) ? measure(line, visit).minor_units() : 0;
        }
    }

private:
    template <class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto sum(const Subject& subject, Visit& visit) const noexcept {
        if constexpr (requires { measure.of_visit(visit); }) {
            const auto value = measure.of_visit(visit);
            return where(subject.line(visit), visit) ? value : decltype(value){};
        } else {
            return sum_of_lines(subject, visit);
        }
    }

    template <class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr auto sum_of_lines(const Subject& subject, Visit& visit) const noexcept {
        using result = std::remove_cvref_t<decltype(measure(*subject.lines(visit).begin(), visit))>;
        if constexpr (std::same_as<Subject, whole_basket> && !fact::lines_fact::known<detail::event_type_of<Visit>>) {
            return where(visit.event, visit) ? measure(visit.event, visit) : result{};
        }
        if constexpr (detail::points_may_pay<Visit> && detail::counts_rest<Measure>()) {
            return sum_of_rest(subject, visit);
        }
        result sum{};
        for (const auto& line : subject.lines(visit)) {
            if (where(line, visit)) {
                const result value = measure(line, visit);
                if constexpr (std::same_as<Measure, visits>) {
                    return value;
                } else {
                    sum = visit.sum(sum, value);
                }
            }
        }
        return sum;
    }

    /// The rest of the matching lines that points left to pay. The shares of all lines are computed in their order.
    template <class Subject, class Visit>
    [[nodiscard]] constexpr auto sum_of_rest(const Subject& subject, Visit& visit) const noexcept {
        if constexpr (std::same_as<Subject, whole_basket>) {
            detail::in_line_order<Measure, Visit> rest{measure, visit};
            decltype(rest(*subject.lines(visit).begin(), visit)) sum{};
            for (const auto& line : subject.lines(visit)) {
                const auto value = rest(line, visit);
                sum = where(line, visit) ? visit.sum(sum, value) : sum;
            }
            return sum;
        } else {
            const auto& line = subject.lines(visit)[0];
            const std::int64_t part = detail::part_of_bill(line);
            const auto whole = detail::in_line_order<Measure, Visit>::measure_inside(measure)(line, visit);
            const std::int64_t share = [&] {
                if constexpr (requires { subject.paid_by_points_; }) {
                    return subject.paid_by_points_;
                } else {
                    return visit.payment.share_of(part);
                }
            }();
            return where(line, visit) ? detail::rest_of(whole, share, part) : decltype(whole - whole){};
        }
    }
};

/// Counts every tender.
struct any_tender {};

/// Counts the share that was paid by some tenders (S8: split tender earns share by share). Of a bill of 10.00 with 4.00
/// by registered card, two fifths of whatever the basis is. Codes of the host's own must lie below 64.
struct tender_share {
    static constexpr std::string_view name = "tender_share";
    std::uint64_t bits = 0;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"tenders", &tender_share::bits, "the tenders, by their codes below 64"});

    template <class Visit>
    using demands = fact::tenders_fact::demanded<detail::event_type_of<Visit>>;

    template <class... Tender>
    [[nodiscard]] static constexpr tender_share of(Tender... tenders) noexcept {
        LOYALTY_ASSERT(((static_cast<std::uint64_t>(tenders) < 64) && ...));
        return {(std::uint64_t{0} | ... | (std::uint64_t{1} << static_cast<unsigned>(tenders)))};
    }
};

} // namespace criteria

namespace detail {

template <class Basis, class Visit, bool AllFactsAreThere>
struct counted_by {
    using type = void;
};
template <class Basis, class Visit>
struct counted_by<Basis, Visit, true> {
    using type =
        std::remove_cvref_t<decltype(std::declval<const Basis&>()(criteria::whole_basket{}, std::declval<Visit&>()))>;
};

/// Returns true if a basis counts amounts of `Counted`; true also if a fact is missing, of which another sentence speaks.
template <class Basis, class Counted, class Visit>
[[nodiscard]] consteval bool counts() noexcept {
    using type = typename counted_by<Basis, Visit, facts_are_there<typename demands_of<Visit, Basis>::type>>::type;
    return std::is_void_v<type> || std::is_same_v<type, amount<Counted>>;
}

} // namespace detail
} // namespace loyalty
