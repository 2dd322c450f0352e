// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The stages of a `points` from run time: an award, or the sum of several, and what changes it.
///
/// `{"points": {"stages": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}}` holds a
/// `per_amount` and a `round_off` of the library, one behind the other: 23.99 gives 23.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/either_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/policies/points.hpp>
#include <loyalty/rules/tier_standing.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::json {

/// The tiers of a programme from run time, that of everyone included: those that it does not name are never reached.
inline constexpr std::size_t tier_count = extensions::most_tiers + 1;

using per_amount_of = per_amount<awarded, counted, measure, condition>;
using per_amount_paid_by = per_amount<awarded, counted, measure, condition, criteria::tender_share>;
using per_unit_of = per_unit<awarded, condition>;
using per_visit_of = per_visit<awarded, condition>;
/// What begins an award.
using award_part = either_of<per_amount_of, per_amount_paid_by, per_unit_of, per_visit_of>;

using cap_at_basket = cap_at<awarded>;
using cap_at_window = cap_at<awarded, window>;
/// What changes an award.
using stage_part = either_of<multiply_by<condition>, multiply_by_tier<tier_count>, add_bonus<awarded, condition>,
                             cap_at_basket, cap_at_window, round_off, round_off_carrying>;

/// Explains an award behind a stage, as `points` does.
template <class Stage, class Integer, class Visit>
constexpr void explain_stage(const detail::fraction<Integer>& value, Visit& visit) noexcept {
    if constexpr (Visit::explains) {
        std::int64_t numerator = 0;
        if (!value.overflow && detail::narrow(detail::wide{value.numerator}, numerator)) {
            visit.explain(Stage::name, ratio{numerator, value.denominator}, std::string_view{awarded::code});
        }
    }
}

/// One award, or the sum of several.
class awards {
public:
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "sum_of";
    static constexpr bool is_whole = false;
    static constexpr bool explains_itself = true;
    using unit = awarded;
    using parts = detail::type_list<>;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const award_part& operator[](std::size_t index) const noexcept { return parts_[index]; }
    constexpr bool add(const award_part& next) noexcept {
        if (size_ == most_awards) {
            return false;
        }
        parts_[size_++] = next;
        return true;
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        if (size_ == 1) {
            return start_one<Integer>(parts_[0], subject, visit);
        }
        detail::fraction<Integer> sum{};
        for (std::size_t i = 0; i < size_; ++i) {
            sum.add(start_one<Integer>(parts_[i], subject, visit));
        }
        return sum;
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.parts_[i]);
        }
    }

private:
    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr detail::fraction<Integer>
    start_one(const award_part& part, const Subject& subject, Visit& visit) noexcept {
        detail::fraction<Integer> value{};
        part.with([&](const auto& award) LOYALTY_INLINE_LAMBDA {
            using type = std::remove_cvref_t<decltype(award)>;
            if constexpr (!std::is_same_v<type, per_amount_paid_by> ||
                          fact::tenders_fact::known<detail::event_type_of<Visit>>) {
                value = award.template start<Integer>(subject, visit);
                explain_stage<type>(value, visit);
            }
        });
        return value;
    }

    award_part parts_[most_awards]{};
    std::uint8_t size_ = 0;
};

/// The stages behind the award, in their order. One of them at most carries a rest, and `most_memories` cap over a window.
class stages {
public:
    static constexpr auto kind =
        detail::stage_kind::round; // the reader sees to it that a rounding is the last that divides
    static constexpr std::string_view name = "stages";
    static constexpr bool explains_itself = true;
    using unit = awarded;
    using parts = detail::type_list<>;

    struct state {
        round_off_carrying::state rest{};
        criteria::running_count granted[most_memories]{}; ///< of each cap over a window, in their order

        [[nodiscard]] constexpr bool is_valid() const noexcept { return rest.is_valid(); }
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const stage_part& operator[](std::size_t index) const noexcept { return parts_[index]; }
    constexpr bool add(const stage_part& next) noexcept {
        if (size_ == most_stages) {
            return false;
        }
        parts_[size_++] = next;
        return true;
    }

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject& subject, Visit& visit,
                                        state& own) const noexcept {
        std::size_t caps = 0;
        for (std::size_t i = 0; i < size_ && !value.overflow; ++i) {
            parts_[i].with([&](const auto& stage) LOYALTY_INLINE_LAMBDA {
                using type = std::remove_cvref_t<decltype(stage)>;
                if constexpr (std::is_same_v<type, cap_at_window>) {
                    stage.apply(value, subject, visit, own.granted[caps++]);
                } else if constexpr (std::is_same_v<type, round_off_carrying>) {
                    stage.apply(value, subject, visit, own.rest);
                } else {
                    stage.apply(value, subject, visit, extensions::no_state{});
                }
                explain_stage<type>(value, visit);
            });
        }
    }

    template <class Moment>
    LOYALTY_INLINE constexpr void advance(state& own, const Moment& moment) const noexcept {
        for_each_cap(own, [&](const cap_at_window& cap, auto& granted) { cap.advance(granted, moment); });
    }

    template <unit_type Unit, bool, class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        std::size_t caps = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            parts_[i].with([&](const auto& stage) {
                using type = std::remove_cvref_t<decltype(stage)>;
                if constexpr (std::is_same_v<type, cap_at_window>) {
                    stage.template revert<Unit, false>(
                        own.granted[caps], {event.with.granted[caps], event.without.granted[caps], event.time}, visit);
                    ++caps;
                } else if constexpr (std::is_same_v<type, round_off_carrying>) {
                    const extensions::undone<round_off_carrying::state> rest{event.with.rest, event.without.rest,
                                                                             event.time};
                    if (i + 1 == size_) {
                        stage.template revert<Unit, true>(own.rest, rest, visit);
                    } else {
                        stage.template revert<Unit, false>(own.rest, rest, visit);
                    }
                }
            });
        }
    }

    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        round_off_carrying{}.merge(own.rest, from.rest, visit);
        std::size_t caps = 0;
        for_each_cap(own,
                     [&](const cap_at_window& cap, auto& granted) { cap.merge(granted, from.granted[caps++], visit); });
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.parts_[i]);
        }
    }

private:
    template <class Function>
    LOYALTY_INLINE constexpr void for_each_cap(state& own, Function function) const noexcept {
        std::size_t caps = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            if (parts_[i].template holds<cap_at_window>()) {
                parts_[i].with([&](const auto& stage) {
                    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(stage)>, cap_at_window>) {
                        function(stage, own.granted[caps++]);
                    }
                });
            }
        }
    }

    stage_part parts_[most_stages]{};
    std::uint8_t size_ = 0;
};

} // namespace loyalty::json
