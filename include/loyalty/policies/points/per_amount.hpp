// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// An award that grows with the money spent.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/explain_condition.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// So much for each `per` of the basis: `per_amount{2_points, 1_usd}` gives 10.9 points for 5.45 USD.
template <unit_type Unit, unit_type Counted, class Measure = criteria::net,
          criteria::predicate Where = criteria::always, class Tender = criteria::any_tender>
struct per_amount {
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "per_amount";
    static constexpr bool is_whole = false;
    using unit = Unit;

    amount<Unit> award{};
    amount<Counted> per{};
    LOYALTY_NO_UNIQUE_ADDRESS criteria::basis<Measure, Where> counted{};
    LOYALTY_NO_UNIQUE_ADDRESS Tender tender{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"award", &per_amount::award, "the award for each `per`",
                                             extensions::above_zero("per_amount: the award must be above zero")},
                           extensions::field{"per", &per_amount::per, "how much of the basis gives one award",
                                             extensions::above_zero("per_amount: `per` must be above zero")},
                           extensions::field{"counted", &per_amount::counted, "what counts"},
                           extensions::field{"paid_by", &per_amount::tender, "the tenders whose share counts"});

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::counts<criteria::basis<Measure, Where>, Counted, Visit>();
        template <bool Met>
        struct sentence {
            static_assert(
                Met, "loyalty: per_amount: the basis counts another unit than `per`: give `per` in the unit of the "
                     "purchase, or another measure with .of()");
        };
    };

    constexpr per_amount(amount<Unit> awarded, amount<Counted> each, criteria::basis<Measure, Where> of = {},
                         Tender paid = {}) noexcept
        : award{awarded}, per{each}, counted{of}, tender{paid} {}

    /// Only purchases for which a condition holds count.
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition if_) const noexcept {
        return on(detail::and_when(counted.where, detail::a_condition(if_)));
    }
    /// Only lines that match count.
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return per_amount<Unit, Counted, Measure, detail::condition_in<Lines>, Tender>{
            award, per, {counted.measure, detail::a_condition(lines)}, tender};
    }
    /// Another measure counts, such as `gross{}`.
    template <class Other>
    [[nodiscard]] LOYALTY_INLINE constexpr auto of(Other measure) const noexcept {
        return per_amount<Unit, Counted, Other, Where, Tender>{award, per, {measure, counted.where}, tender};
    }
    /// Only the share paid by these tenders counts. A purchase that costs something and does not say how it was paid is refused
    /// (`no_tenders`): it would count as nothing without a word.
    template <class... Tenders>
    [[nodiscard]] constexpr auto paid_by(Tenders... tenders) const noexcept {
        return per_amount<Unit, Counted, Measure, Where, criteria::tender_share>{
            award, per, counted, criteria::tender_share::of(tenders...)};
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        const auto spent = counted(subject, visit);
        detail::insist<demands<Visit>>();
        visit.explain("basis", spent);
        detail::explain_nothing_counted(counted.where, spent, subject, visit);
        detail::fraction<Integer> value{Integer{spent.minor_units()}, 1};
        value.multiply(award.minor_units(), per.minor_units());
        if constexpr (std::same_as<Subject, criteria::whole_basket>) {
            if constexpr (!std::same_as<Tender, criteria::any_tender>) {
                value.multiply(share_paid(visit, spent.minor_units() != 0));
            }
        } else {
            value.multiply(1, subject.pieces());
            if constexpr (detail::is_part_of_basket<Subject> && requires { counted.measure.of_visit(visit); }) {
                value.multiply(subject.part, subject.whole);
            }
        }
        return value;
    }

private:
    /// Returns the share that these tenders paid of the bill; a bill that nobody paid counts as nothing.
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr ratio share_paid(Visit& visit, bool counts_something) const noexcept {
        std::int64_t matching = 0;
        std::int64_t all = 0;
        bool names_one = false;
        for (const auto& part : fact::tenders(visit.event)) {
            names_one = true;
            const std::int64_t paid = fact::paid(part).minor_units();
            const bool counts = detail::is_in(tender.bits, fact::tender(part));
            visit.refuse_if(paid < 0, reason::negative_amount);
            visit.refuse_if(detail::add_overflows(all, paid, all), reason::amount_overflow);
            matching += counts && paid > 0 ? paid : 0;
        }
        if (!names_one && counts_something) {
            visit.refuse_if(lacks_tenders(visit), reason::no_tenders);
        }
        return visit.refused() || all <= 0 ? ratio{0, 1} : ratio{matching, all};
    }
    /// Returns true if a purchase without tenders has something to pay that points have not paid.
    template <class Visit>
    [[nodiscard]] static constexpr bool lacks_tenders(const Visit& visit) noexcept {
        using event_type = detail::event_type_of<Visit>;
        if constexpr (std::is_void_v<typename decltype(detail::currency_of_purchase<event_type>())::type>) {
            return true;
        } else {
            std::int64_t bill = 0;
            bool overflow = false;
            for (const auto& line : extensions::lines_of(visit.event)) {
                overflow |= detail::add_overflows(bill, detail::part_of_bill(line, overflow), bill);
            }
            if constexpr (detail::points_may_pay<Visit>) {
                bill -= visit.payment.value;
            }
            return overflow || bill > 0;
        }
    }
};

} // namespace loyalty
