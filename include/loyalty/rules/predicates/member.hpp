// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Conditions on the member: attributes, birthday, membership and tier.

#include <loyalty/config.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::criteria {

/// The member has one of the host's attributes.
struct attribute_matches {
    using is_predicate = void;
    template <class Visit>
    using demands = detail::demanded_of_member<fact::attributes_fact, Visit>;
    static constexpr std::string_view name = "member_has";
    std::uint64_t bits = 0;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"attributes", &attribute_matches::bits, "the bits that must be set"});

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return (static_cast<std::uint64_t>(visit.member(fact::attributes)) & bits) == bits;
    }
};

/// `member_has(3)`: bit 3 of the member's attributes is set (staff, student, activated offer, ...).
[[nodiscard]] constexpr attribute_matches member_has(unsigned attribute) noexcept {
    LOYALTY_ASSERT(attribute < 64);
    return {std::uint64_t{1} << attribute};
}

/// The member's first purchase of all; after it came back whole, the next one is (S31). Other events are no purchase.
struct first_purchase_matches {
    using is_predicate = void;
    static constexpr std::string_view name = "first_purchase";

    using asked = detail::questions::whether<first_purchase_matches>;
    [[nodiscard]] constexpr bool is_met(asked state) const noexcept { return state.holds; }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        ask(asked{true});
        ask(asked{false});
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return visit.is_first_purchase();
    }
};

[[nodiscard]] constexpr first_purchase_matches first_purchase() noexcept {
    return {};
}

/// The business day is the member's birthday, or lies in its month.
struct birthday_matches {
    using is_predicate = void;
    template <class Visit>
    using demands = detail::demanded_of_member<fact::birthday_fact, Visit>;
    static constexpr std::string_view name = "birthday";
    bool whole_month = false;
    dates::leap_birthday leap = dates::leap_birthday::february_28;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"whole_month", &birthday_matches::whole_month, "true for the month of the birthday"},
        extensions::field{"leap", &birthday_matches::leap, "the day of 29 February in other years"});

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        const auto birthday = visit.member(fact::birthday);
        const dates::civil_date today = dates::civil(visit.today());
        if (whole_month) {
            return today.month == birthday.month;
        }
        const auto this_year = dates::birthday_in(birthday.month, birthday.day, today.year, leap);
        return this_year && *this_year == visit.today();
    }
};

/// The day itself; 29 February is kept on the day that `leap` names (S13).
[[nodiscard]] constexpr birthday_matches
birthday(dates::leap_birthday leap = dates::leap_birthday::february_28) noexcept {
    return {false, leap};
}

[[nodiscard]] constexpr birthday_matches birthday_month() noexcept {
    return {true, dates::leap_birthday::february_28};
}

/// The member's paid membership `[from, until)` runs at the time of the purchase.
struct membership_matches {
    using is_predicate = void;
    static constexpr std::string_view name = "membership_active";

    using asked = detail::questions::whether<membership_matches>;
    [[nodiscard]] constexpr bool is_met(asked state) const noexcept { return state.holds; }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        ask(asked{true});
        ask(asked{false});
    }
    /// A programme with a `paid_membership{}` has it itself.
    template <class Visit>
    struct demands {
        using of_member = detail::demanded_of_member<fact::membership_fact, Visit>;
        static constexpr bool met = Visit::keeps_membership || of_member::met;
        template <bool Met>
        using sentence = typename of_member::template sentence<Met>;
    };

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return visit.member(fact::membership).contains(visit.time);
    }
};

[[nodiscard]] constexpr membership_matches membership_active() noexcept {
    return {};
}

/// The member earns at one of some tiers; 0 is the tier of everyone.
struct tier_matches {
    using is_predicate = void;
    static constexpr bool reads_tier = true;
    static constexpr std::string_view name = "tier_is";
    std::uint32_t bits = 0;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"tiers", &tier_matches::bits, "the tiers, that of everyone is bit 0"});

    using asked = detail::questions::at_tier;
    [[nodiscard]] constexpr bool is_met(asked at) const noexcept { return ((bits >> at.tier) & 1u) != 0; }
    template <class Function>
    constexpr void suggest(Function&& ask) const noexcept {
        for (unsigned tier = 0; tier < 32; ++tier) {
            ask(asked{tier});
        }
    }

    /// `tiers` is the number of tiers, that of everyone included.
    [[nodiscard]] constexpr const char* problem_with(std::size_t tiers) const noexcept {
        return tiers <= 1  ? nullptr // the sentence about a missing tiered says enough
               : bits == 0 ? "tier_is: name at least one tier"
               : (bits >> tiers) != 0u
                   ? "tier_is: the programme has no such tier: tier 0 is everyone's, and tiered{...} "
                     "adds one for each threshold"
                   : nullptr;
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line&, const Visit& visit) const noexcept {
        return ((bits >> visit.tier.earning) & 1u) != 0;
    }
};

/// `tier_is(1, 2)`.
[[nodiscard]] constexpr tier_matches tier_is(std::convertible_to<unsigned> auto... tiers) noexcept {
    LOYALTY_ASSERT(((static_cast<unsigned>(tiers) < 32) && ...));
    return {(0u | ... | (1u << static_cast<unsigned>(tiers)))};
}

} // namespace loyalty::criteria
