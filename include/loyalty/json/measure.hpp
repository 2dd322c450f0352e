// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A measure from run time, and a basis of one.
///
/// `{"of": "quantity", "on": {"category_is": [2]}}` counts what `basis<quantity, ...>{}` counts: 3 of a basket with 3 pieces of
/// category 2. The basis is handed to that of the measure's own type, so its arithmetic is the same.

#include <loyalty/config.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/held_awards.hpp>
#include <loyalty/json/own_facts.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::json {

/// The measures that a programme may name.
enum class measures : std::uint8_t { net, gross, before_discount, quantity, visits, activities, scores, earned, fact };

struct measure {
    static constexpr bool counts_awards = true;
    using parts = detail::type_list<criteria::earned<loyalty::unit::points>, criteria::earned<loyalty::unit::stamps>,
                                    criteria::earned<loyalty::unit::badges>>; // so that visits count what they spend
    static constexpr std::string_view name = "measure";

    measures what = measures::net;
    criteria::components components{};
    award_unit earned = award_unit::points;  ///< of `measures::earned`
    count_unit own_unit = count_unit::money; ///< of `measures::fact`
    std::uint8_t own_index = 0;              ///< of `measures::fact`, among the facts of the host's own
    std::int64_t own_scale = 1;              ///< of `measures::fact`: minor units in one that the host counts
    bool rest = false;                       ///< `after_points`: what points left to pay of it
    std::int64_t limit = 0;                  ///< `counts_up_to`: so much of one purchase counts; 0 is no limit

    [[nodiscard]] constexpr count_unit unit() const noexcept {
        switch (what) {
        case measures::quantity:
        case measures::scores:
            return count_unit::items;
        case measures::visits:
        case measures::activities:
            return count_unit::visits;
        case measures::earned:
            return counted_as(earned);
        case measures::fact:
            return own_unit;
        default:
            return count_unit::money;
        }
    }
    /// Returns true if all goods count, as far as they come.
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_whole() const noexcept {
        return components.bits == criteria::components{}.bits && !rest && limit == 0;
    }
    /// Returns true if it is the net of all goods, as far as it comes.
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_net_of_goods() const noexcept {
        return what == measures::net && is_whole();
    }
    /// Returns true if an event of a type can count.
    template <class Event>
    [[nodiscard]] LOYALTY_INLINE constexpr bool counts() const noexcept {
        return counts_lines()            ? extensions::is_purchase<Event>
               : what < measures::earned ? extensions::is_activity<Event>
                                         : extensions::can_earn<Event>;
    }
    /// Returns true if purchases count.
    [[nodiscard]] LOYALTY_INLINE constexpr bool counts_lines() const noexcept {
        return what < measures::activities || what == measures::fact;
    }

    /// Calls `function` with the measure of the library. An event whose lines lack the fact has a measure of nothing: the net.
    template <class Visit, class Function>
    LOYALTY_INLINE constexpr auto with(Function&& function) const noexcept {
        if constexpr (extensions::is_purchase<detail::event_type_of<Visit>>) {
            return what != measures::earned ? with_line<Visit>(function) : with_earned<Visit>(function);
        } else if constexpr (extensions::is_activity<detail::event_type_of<Visit>>) {
            return what == measures::activities ? function(criteria::activities<>{})
                   : what == measures::scores   ? function(criteria::scores<>{})
                                                : with_earned<Visit>(function);
        } else {
            return with_earned<Visit>(function);
        }
    }

    /// Minor units of a line.
    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<counted> operator()(const Line& line, Visit& visit) const noexcept {
        return with_line<Visit>([&](auto of) LOYALTY_INLINE_LAMBDA {
            if constexpr (requires { of.of_visit(visit); }) {
                return amount<counted>{}; // of the whole event: no line has it, and the reader refuses it for lines
            } else {
                return amount<counted>::from_minor_units(of(line, visit).minor_units());
            }
        });
    }

    [[nodiscard]] friend constexpr bool operator==(const measure& left, const measure& right) noexcept {
        return left.what == right.what && left.earned == right.earned && left.own_index == right.own_index &&
               left.components.bits == right.components.bits && left.rest == right.rest && left.limit == right.limit;
    }

private:
    template <class Visit, class Function>
    LOYALTY_INLINE constexpr auto with_earned(Function&& function) const noexcept {
        switch (earned) {
        case award_unit::stamps:
            return function(criteria::earned<loyalty::unit::stamps>{});
        case award_unit::badges:
            return function(criteria::earned<loyalty::unit::badges>{});
        default: // the reader refuses money
            return function(criteria::earned<loyalty::unit::points>{});
        }
    }
    template <class Visit, class Function>
    LOYALTY_INLINE constexpr auto with_line(Function&& function) const noexcept {
        using line = detail::line_of<Visit>;
        if constexpr (detail::points_may_pay<Visit>) {
            if (rest) {
                return with_rest<Visit>(function);
            }
        }
        if (what == measures::net) [[likely]] {
            return function(criteria::net{{components.bits}});
        }
        switch (what) {
        case measures::gross:
            if constexpr (fact::tax_fact::known<line>) {
                return function(criteria::gross{{components.bits}});
            }
            break;
        case measures::before_discount:
            if constexpr (fact::discount_fact::known<line>) {
                return function(criteria::before_discount{{components.bits}});
            }
            break;
        case measures::quantity:
            return function(criteria::quantity{{components.bits}});
        case measures::visits:
            return function(criteria::visits{});
        case measures::fact:
            if constexpr (has_own_facts<detail::event_type_of<Visit>>) {
                return function(own_measure{own_index, own_scale});
            }
            break;
        default:
            break;
        }
        return function(criteria::net{{components.bits}});
    }
    /// The same of what points left to pay; the reader refuses what is no money of a line.
    template <class Visit, class Function>
    constexpr auto with_rest(Function&& function) const noexcept {
        using line = detail::line_of<Visit>;
        if constexpr (fact::tax_fact::known<line>) {
            if (what == measures::gross) {
                return function(criteria::after_points<criteria::gross>{{{components.bits}}});
            }
        }
        if constexpr (fact::discount_fact::known<line>) {
            if (what == measures::before_discount) {
                return function(criteria::after_points<criteria::before_discount>{{{components.bits}}});
            }
        }
        return function(criteria::after_points<criteria::net>{{{components.bits}}});
    }
};

/// A condition in its place: a copy of it for each measure would take longer than the measure.
struct condition_view {
    using is_predicate = void;
    using parts = detail::type_list<>;
    static constexpr bool reads_tier = false;

    const condition* of;

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit& visit) const noexcept {
        return (*of)(line, visit);
    }
};

/// The events of a streak: purchases, or activities.
struct event_measure {
    using parts = detail::type_list<>;
    static constexpr std::string_view name = "measure";
    template <class Event>
    static constexpr bool concerns = extensions::can_earn<Event>;

    measures what = measures::visits;

    [[nodiscard]] constexpr count_unit unit() const noexcept { return measure{what}.unit(); }
    template <class Event>
    [[nodiscard]] LOYALTY_INLINE constexpr bool counts() const noexcept {
        return measure{what}.counts<Event>();
    }
    template <class Visit>
    [[nodiscard]] static constexpr amount<unit::visits> of_visit(const Visit&) noexcept {
        return amount<unit::visits>::from_minor_units(1);
    }
};

/// A policy that counts by a measure from run time: events that the measure does not count pass it by. If its window needs the
/// day of joining and it is not known, time waits, as it does for each policy whose facts are missing.
///
/// Of a kind that is rare, no rule has a plain way: it would be one more copy of each for every type of event.
template <class Policy, bool Rare = false>
struct by_measure : Policy {
    static constexpr bool is_rare = Rare;
    using Policy::Policy;
    constexpr explicit(false) by_measure(const Policy& policy) noexcept : Policy{policy} {}

    /// Returns true if time does something to what it remembers.
    [[nodiscard]] constexpr bool ages() const noexcept {
        if constexpr (requires { this->window.ages(); } && !detail::tells_tier_of<Policy>()) {
            return this->window.ages();
        } else {
            return detail::has_advance<Policy>;
        }
    }
    /// At the begin of which periods time does it: see engine/rule_ways.hpp.
    [[nodiscard]] constexpr std::uint8_t renewed_at() const noexcept {
        if constexpr (requires { this->grace_days; }) {
            using kind = std::remove_cvref_t<decltype(this->window)>;
            if constexpr (std::is_same_v<kind, criteria::calendar_window>) {
                return this->grace_days == 0 ? renewal_of(this->window) : detail::renewal::always;
            } else {
                return detail::renewal::always;
            }
        } else if constexpr (requires { renewal_of(this->window); }) {
            return renewal_of(this->window);
        } else {
            return detail::renewal::always;
        }
    }
    /// Sets the tier as it stands.
    template <class Moment>
    LOYALTY_INLINE static constexpr void stand(const typename Policy::state& own, Moment& moment) noexcept {
        moment.tier.told = own.tier;
        moment.stands_at(own.tier);
    }
    template <class Moment>
    LOYALTY_INLINE constexpr void advance(typename Policy::state& own, Moment& moment) const noexcept {
        if constexpr (waits<Moment>()) {
            if constexpr (detail::tells_tier_of<Policy>()) {
                stand(own, moment);
            }
        } else if constexpr (
            requires { this->window.unit; } && detail::tells_tier_of<Policy>() && !requires { this->window.what; } &&
            !requires { this->window.periods; }) {
            // Of most events no period has begun.
            if (moment.previous < moment.day.starts(this->window.unit) || this->grace_days != 0) [[unlikely]] {
                renew(own, moment);
            } else {
                stand(own, moment);
            }
        } else {
            renew(own, moment);
        }
    }
    template <class Visit>
    LOYALTY_INLINE constexpr void apply(typename Policy::state& own, Visit& visit) const noexcept {
        if (measure_of(*this).template counts<detail::event_type_of<Visit>>()) {
            if constexpr (Visit::explains && requires { visit.counting; }) {
                visit.counting = counted_in<typename Visit::units_type>();
            }
            Policy::apply(own, visit);
        }
    }

    /// Takes a sale back. What other versions of the rule granted goes back as they granted it.
    template <class Visit>
    constexpr void revert(typename Policy::state& own, const extensions::undone<typename Policy::state>& event,
                          Visit& visit) const noexcept {
        const auto before = own;
        detail::revert(static_cast<const Policy&>(*this), own, event, visit);
        settle_awards(before, own, visit);
    }

    /// Returns true if it counts the net of all goods, or visits, without a condition, and always.
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_plain() const noexcept requires(!Rare) {
        bool plain = false;
        if constexpr (requires { this->counted.where; }) {
            const measure& what = this->counted.measure;
            plain = (what.what == measures::net || what.what == measures::visits) && what.is_whole() &&
                    this->counted.where.is_always();
        } else {
            plain = this->measure.what == measures::visits && this->condition.is_always();
        }
        if constexpr (requires { this->window.ages(); } && !detail::tells_tier_of<Policy>()) {
            plain = plain && this->window.what == windows::lifetime;
        }
        return plain;
    }
    /// The work of `apply` at a purchase, for a plain rule.
    template <class Visit>
    LOYALTY_INLINE constexpr void apply_plain(typename Policy::state& own, Visit& visit) const noexcept {
        LOYALTY_ASSUME(is_plain());
        if constexpr (requires { this->counted.plainly(visit); }) {
            Policy::apply_counted(own, visit, this->counted.plainly(visit));
        } else {
            Policy::apply(own, visit);
        }
    }

private:
    /// The unit of the measure, for explanations. The money is that of the programme.
    template <class Units>
    [[nodiscard]] constexpr effects::step counted_in() const noexcept {
        named_unit unit{};
        [&]<unit_type... Each>(detail::type_list<Each...>) {
            ((money_unit<Each> ? static_cast<void>(unit = unit_named<Each>(measure_of(*this).unit())) : void()), ...);
        }
        (Units{});
        return {.unit = unit.code, .digits = unit.digits};
    }

    template <class Moment>
    LOYALTY_APART constexpr void renew(typename Policy::state& own, Moment& moment) const noexcept {
        detail::advance(static_cast<const Policy&>(*this), own, moment);
    }
    template <class Moment>
    [[nodiscard]] static consteval bool waits() noexcept {
        return detail::mentions<membership_years, Policy>() && !knows_joined<Moment>;
    }
    template <class Self>
    [[nodiscard]] LOYALTY_INLINE static constexpr const auto& measure_of(const Self& own) noexcept {
        if constexpr (requires { own.counted.measure; }) {
            return own.counted.measure;
        } else {
            return own.measure;
        }
    }
};

} // namespace loyalty::json

/// A basis whose measure comes at run time.
template <>
struct loyalty::criteria::basis<loyalty::json::measure, loyalty::json::condition> {
    using counted = loyalty::json::counted;
    template <class Event>
    static constexpr bool concerns = loyalty::extensions::can_earn<Event>; // see `json::by_measure`

    loyalty::json::measure measure{};
    loyalty::json::condition where{};

    static constexpr auto rule_fields =
        loyalty::extensions::fields(loyalty::extensions::field{"of", &basis::measure, "what counts of a line"},
                                    loyalty::extensions::field{"on", &basis::where, "the lines that count"});

    template <class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<counted> operator()(const Subject& subject,
                                                                      Visit& visit) const noexcept {
        if constexpr (std::is_same_v<Subject, whole_basket> &&
                      extensions::is_purchase<loyalty::detail::event_type_of<Visit>>) {
            // What most rules count is found by a few comparisons, rather than by a jump of many.
            if (where.is_always() && measure.is_whole()) {
                if (measure.what == loyalty::json::measures::net || measure.what == loyalty::json::measures::visits) {
                    return plainly(visit);
                }
            }
        }
        const auto all = measure.with<Visit>([&](auto of) LOYALTY_INLINE_LAMBDA {
            const basis<decltype(of), loyalty::json::condition_view> own{of, {&where}};
            return own(subject, visit).minor_units();
        });
        return amount<counted>::from_minor_units(measure.limit != 0 && measure.limit < all ? measure.limit : all);
    }
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<counted> operator()(Visit& visit) const noexcept {
        return (*this)(whole_basket{}, visit);
    }
    /// Returns what it counts of a purchase, if that is the net of all goods, or the visit.
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr amount<counted> plainly(Visit& visit) const noexcept {
        if (measure.what == loyalty::json::measures::net) [[likely]] {
            return amount<counted>::from_minor_units(basis<criteria::net>{}(whole_basket{}, visit).minor_units());
        }
        return amount<counted>::from_minor_units(basis<criteria::visits>{}(whole_basket{}, visit).minor_units());
    }
    template <class Line, class Visit>
    [[nodiscard]] constexpr std::int64_t weight(const Line& line, Visit& visit) const noexcept {
        return measure.with<Visit>([&](auto of) {
            return basis<decltype(of), loyalty::json::condition_view>{of, {&where}}.weight(line, visit);
        });
    }
};
