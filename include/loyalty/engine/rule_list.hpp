// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A list of rules from run time.
///
/// The rules of a shop are read from a file when it opens: how many there are, of which kinds and in which order is not
/// known before. Each kind is a policy, the same that a constant programme has:
///
/// @code
/// using rate_rule = decltype(points{per_amount{1_points, 1_usd}, round_off{}});
/// rule_list<32, rate_rule, stamp_card<>> rules;
/// rules.push_back(points{per_amount{2_points, 1_usd}, round_off{}});   // true
/// programme shop{rules};
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/one_of.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/held_rules.hpp>
#include <loyalty/engine/rule_slots.hpp>
#include <loyalty/engine/rule_ways.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty {

namespace detail {

/// A list of rules. `Room` says where a member keeps what they remember: see engine/rule_slots.hpp.
template <class Room, class... Policies>
class list_of_rules : public held_rules<Room, Policies...> {
    using held_rules_type = held_rules<Room, Policies...>;
    using held_rules_type::aging_;
    using held_rules_type::aging_size_;
    using held_rules_type::kinds;
    using held_rules_type::plan_;
    using held_rules_type::renewal_;
    using held_rules_type::rules_;
    using held_rules_type::size_;
    using held_rules_type::standing_;
    using held_rules_type::standing_kind_;
    using held_rules_type::with_kind;
    using typename held_rules_type::entry;
    using typename held_rules_type::place;
    using typename held_rules_type::ways;
    template <std::size_t Kind>
    using kind_at = typename held_rules_type::template kind_at<Kind>;

public:
    using held_rules_type::capacity;
    using held_rules_type::tells_tier;
    using typename held_rules_type::state;

    /// Calls `function(rule, memory)` with the rule at an index, and what a member remembers of it; nothing if there is no such
    /// rule.
    template <class Function>
    constexpr void with_rule(state& own, std::size_t index, Function&& function) const noexcept {
        own.rules_.prepare(plan_);
        if (index < size_) {
            with_kind(index, [&](auto kind) {
                own.rules_.template with<kind>(rules_[index].where,
                                               [&](auto& memory) { function(held<kind>(rules_[index].rule), memory); });
            });
        }
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, Moment& moment) const noexcept {
        if (renews_nothing(renewal_, moment)) [[likely]] {
            stand(own, moment);
        } else {
            renew(own, moment);
        }
    }

    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        if constexpr (is_usual<Visit>) {
            // `advance` has prepared the memories, unless it waits for a fact.
            if constexpr (!facts_are_there<typename time_demands_of<Visit, list_of_rules>::type>) {
                own.rules_.prepare(plan_);
            }
            apply_all_usually(own, visit);
        } else {
            own.rules_.prepare(plan_);
            for (std::size_t i = 0; i < size_; ++i, ++visit.rule) {
                with_kind(i, [&](auto kind) LOYALTY_INLINE_LAMBDA {
                    begin_rule<kind>(visit);
                    apply_apart<kind>(held<kind>(rules_[i].rule), own, visit, i);
                });
            }
        }
        visit.rule = static_cast<std::uint8_t>(visit.rule - size_);
        tell_tier(own, visit);
    }

    /// Calls `function(rule, its memory)` for each rule in order, in the place of `apply`.
    template <class Visit, class Function>
    constexpr void apply_parts(state& own, Visit& visit, Function&& function) const noexcept {
        own.rules_.prepare(plan_);
        for_each(visit, [&](auto kind, std::size_t index) {
            begin_rule<kind>(visit);
            own.rules_.template with<kind>(rules_[index].where,
                                           [&](auto& memory) { function(held<kind>(rules_[index].rule), memory); });
        });
        tell_tier(own, visit);
    }

    /// Each rule takes out of its own memory what it put in. The receipt has the states at the sale. The rules are
    /// those that the list holds now; a rule that was not in the list at the sale changes nothing.
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        own.rules_.prepare(plan_);
        for_each(visit, [&](auto kind, std::size_t index) {
            event.with.rules_.template look<kind>(index, [&](const auto& with) {
                // If nothing of the sale is left, no rule has been applied without it, and a memory may be new.
                state_of_t<kind_at<kind>> without{};
                event.without.rules_.template look<kind>(index, [&](const auto& there) { without = there; });
                own.rules_.template with<kind>(rules_[index].where, [&](auto& memory) {
                    detail::revert(held<kind>(rules_[index].rule), memory, {with, without, event.time}, visit);
                });
            });
        });
        tell_tier(own, visit);
    }

    /// Each rule takes in its memory of another member.
    template <class Visit>
    requires(can_merge<Policies>&&...) constexpr void merge(state& own, const state& from,
                                                            Visit& visit) const noexcept {
        own.rules_.prepare(plan_);
        for_each(visit, [&](auto kind, std::size_t index) {
            from.rules_.template look<kind>(index, [&](const auto& other) {
                own.rules_.template with<kind>(rules_[index].where, [&](auto& memory) {
                    detail::merge(held<kind>(rules_[index].rule), memory, other, visit);
                });
            });
        });
        tell_tier(own, visit);
    }

private:
    /// Lets time pass if it renews no rule: counts begin at zero, and the tier stays.
    template <class Moment>
    LOYALTY_INLINE constexpr void stand(state& own, Moment& moment) const noexcept {
        own.rules_.prepare(plan_);
        if constexpr (requires { own.rules_.begin_periods(plan_, moment); }) {
            own.rules_.begin_periods(plan_, moment);
        }
        for_each_index<kinds>([&](auto kind) LOYALTY_INLINE_LAMBDA {
            if constexpr (stands_between<kind_at<kind>>) {
                if (this->standing_kind_ == kind) {
                    own.rules_.template with<kind>(this->standing_, [&](const auto& memory) LOYALTY_INLINE_LAMBDA {
                        kind_at<kind>::stand(memory, moment);
                    });
                }
            }
        });
    }
    template <class Moment>
    LOYALTY_APART constexpr void renew(state& own, Moment& moment) const noexcept {
        own.rules_.prepare(plan_);
        const std::uint8_t first = moment.rule;
        for (std::size_t i = 0; i < aging_size_; ++i) {
            const std::size_t index = aging_[i];
            moment.rule = static_cast<std::uint8_t>(first + index);
            with_kind(index, [&](auto kind) LOYALTY_INLINE_LAMBDA {
                name_policy<kind>(moment);
                advance_one<kind>(held<kind>(rules_[index].rule), own, moment, index);
            });
        }
        moment.rule = first;
    }

    template <std::size_t Kind, class Moment>
    LOYALTY_INLINE constexpr void advance_one(const kind_at<Kind>& rule, state& own, Moment& moment,
                                              std::size_t index) const noexcept {
        if constexpr (advances_plainly<kind_at<Kind>>) {
            own.rules_.template with_plain<Kind>(
                rules_[index].where, [&](auto& memory) LOYALTY_INLINE_LAMBDA { rule.advance_plain(memory, moment); });
        } else if constexpr (has_advance<kind_at<Kind>> && is_rare<kind_at<Kind>>) {
            advance_apart<Kind>(rule, own, moment, index);
        } else if constexpr (has_advance<kind_at<Kind>>) {
            own.rules_.template with<Kind>(rules_[index].where, [&](auto& memory) LOYALTY_INLINE_LAMBDA {
                detail::advance(rule, memory, moment);
            });
        }
    }

    /// The same out of the way of the kinds that are not rare.
    template <std::size_t Kind, class Moment>
    LOYALTY_APART constexpr void advance_apart(const kind_at<Kind>& rule, state& own, Moment& moment,
                                               std::size_t index) const noexcept {
        own.rules_.template with<Kind>(
            rules_[index].where, [&](auto& memory) LOYALTY_INLINE_LAMBDA { detail::advance(rule, memory, moment); });
    }

    /// True for a purchase that nobody explains: what many events are, and so worth ways of its own.
    template <class Visit>
    static constexpr bool is_usual = !Visit::explains && extensions::is_purchase<event_type_of<Visit>>;

    /// Applies each rule by its way. The way behind the last one ends: no number is compared.
    template <class Visit>
    LOYALTY_INLINE constexpr void apply_all_usually(state& own, Visit& visit) const noexcept {
        const entry* at = &rules_[0];
        std::uint8_t number = visit.rule;
        bool goes_on = true;
        while (goes_on) {
            if (!std::is_constant_evaluated()) {
                LOYALTY_OPAQUE(
                    at); // one address of which all others are made, rather than one for each field of each kind
            }
            visit.rule = number;
            at_known_index<ways::count + 2>(at->way, [&](auto way) LOYALTY_INLINE_LAMBDA {
                constexpr std::size_t kind = ways::kinds[way];
                if constexpr (way < ways::apart) {
                    apply_usually<kind>(held<kind>(at->rule), own, visit, at->where);
                } else if constexpr (way == ways::apart) {
                    this->with_kind(at->index, [&](auto any) LOYALTY_INLINE_LAMBDA {
                        apply_apart<any>(held<any>(at->rule), own, visit, at->index);
                    });
                } else {
                    goes_on = false;
                }
            });
            ++at;
            ++number;
        }
    }
    /// Applies a rule by the way of its kind: the plain one, if it has one.
    template <std::size_t Kind, class Visit>
    LOYALTY_INLINE constexpr void apply_usually(const kind_at<Kind>& rule, state& own, Visit& visit,
                                                const place& where) const noexcept {
        if constexpr (has_plain_way<kind_at<Kind>>) {
            own.rules_.template with_plain<Kind>(where, [&](auto& memory)
                                                            LOYALTY_INLINE_LAMBDA { rule.apply_plain(memory, visit); });
        } else {
            own.rules_.template with<Kind>(where, [&](auto& memory)
                                                      LOYALTY_INLINE_LAMBDA { detail::apply(rule, memory, visit); });
        }
    }
    /// The same out of the way of the rules that are plain, and of the kinds that are not rare.
    template <std::size_t Kind, class Visit>
    LOYALTY_APART constexpr void apply_apart(const kind_at<Kind>& rule, state& own, Visit& visit,
                                             std::size_t index) const noexcept {
        own.rules_.template with<Kind>(rules_[index].where,
                                       [&](auto& memory) LOYALTY_INLINE_LAMBDA { detail::apply(rule, memory, visit); });
    }

    template <std::size_t Kind, class Visit>
    LOYALTY_INLINE static constexpr void name_policy(Visit& visit) noexcept {
        if constexpr (Visit::explains) {
            visit.policy = name_of<kind_at<Kind>>();
        }
    }
    template <std::size_t Kind, class Visit>
    LOYALTY_INLINE static constexpr void begin_rule(Visit& visit) noexcept {
        name_policy<Kind>(visit);
        visit.note(
            effects::rule_begun{visit.rule, visit.policy, detail::concerns<kind_at<Kind>, event_type_of<Visit>>()});
    }

    /// Calls `function(kind, index)` for each rule in order.
    template <class Visit, class Function>
    constexpr void for_each(Visit& visit, Function&& function) const noexcept {
        const std::uint8_t first = visit.rule;
        for (std::size_t i = 0; i < size_; ++i) {
            with_kind(i, [&](auto kind) {
                visit.rule = static_cast<std::uint8_t>(first + i);
                name_policy<kind>(visit);
                function(kind, i);
            });
        }
        visit.rule = first;
    }

    template <class Visit>
    LOYALTY_INLINE static constexpr void tell_tier(state& own, const Visit& visit) noexcept {
        if constexpr (tells_tier) {
            own.tier = visit.tier.after;
        }
    }
};

} // namespace detail

/// Up to `Capacity` rules (at most 128), each of one of the kinds `Policies`, added at run time. It is a policy itself:
/// it stands in a programme beside others, or alone. No allocation, nothing virtual; works in constant expressions.
///
/// Effects and explanations name a rule by the index of the list in the programme plus the index of the rule in the
/// list, and so does `problem()` of the programme. If the list comes last, the count simply goes on.
///
/// A list that names a kind of `tiered` must hold it before the rules that read the tier; otherwise it is a
/// `problem()`. Any other list takes the tier from a `tiered` before it in the programme.
///
/// For each rule of the capacity a member remembers as much as the kind that remembers most, and one byte.
template <std::size_t Capacity, class... Policies>
class rule_list : public detail::list_of_rules<detail::slot_room<Capacity>, Policies...> {
    // Here and not in the base: after a base that is not right, compilers print more errors.
    static_assert((detail::says_what_returns_do<Policies>() && ...),
                  "loyalty: rule_list: a policy with a state must say what a return does to it: give it `revert` or "
                  "`static constexpr bool returns_put_back = true;`");
};

} // namespace loyalty
