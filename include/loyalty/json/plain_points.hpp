// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The usual `points` of a programme from text, made ready when it is read: one `per_amount` of the net, multiplied and rounded
/// off.
///
/// A point a dollar, floored, times the tier, floored: the first rounding divides minor units by 100, the second by 4 if a tier
/// has 1.25. Both divisors are known when the rules are read, so an event multiplies one number and divides it. Whatever does
/// not fit 64 bits, or is no such award, goes the way of `points`.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/choice.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/json/awards.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/quick_rounding.hpp>
#include <loyalty/json/stages.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/points.hpp>
#include <loyalty/rules/subject.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::json {

/// The result of the way of plain points, in two registers.
struct plain_award {
    std::int64_t minor_units = 0;
    bool is_there = false; ///< false if the way of `points` must decide
};

/// The steps from one rounding to the next, as one: what multiplies comes together when the rules are read.
class plain_points {
public:
    constexpr plain_points(const awards& award, const stages& later) noexcept {
        if (!award.is_plain()) {
            return;
        }
        const per_amount_of& base = award[0].award.get<per_amount_of>();
        denominator_ = base.per.minor_units();
        next_.times = base.award.minor_units();
        takes_all_ = base.counted.where.is_always();
        bool fits = denominator_ > 0 && next_.times >= 0 && is_quick(base.counted.where);
        for (std::size_t i = 0; i < later.size() && fits; ++i) {
            fits = false;
            later[i].with([&](const auto& stage) { fits = add(stage); });
        }
        // What follows the last rounding multiplies whole points: one step more, over 1.
        is_there_ = fits && denominator_ == 1 && (!next_.does_something() || end_step(rounding::floor)) && size_ != 0;
        steps_[size_ == 0 ? 0 : size_ - 1].is_last = true;
    }

    [[nodiscard]] constexpr bool is_there() const noexcept { return is_there_; }

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr plain_award run(const awards& award, Visit& visit) const noexcept {
        std::int64_t value = 0;
        if (takes_all_) {
            value = visit_net(visit);
        } else {
            const per_amount_of& base = award[0].award.get<per_amount_of>();
            LOYALTY_ASSUME(base.counted.measure == measure{} && base.counted.where.is_one_category() &&
                           base.counted.where.first_code() >= 0);
            value = base.counted(criteria::whole_basket{}, visit).minor_units();
        }
        if (value < 0) [[unlikely]] {
            return {};
        }
        for (const step* each = steps_;; ++each) {
            if (detail::multiply_overflows(value, each->times, value)) [[unlikely]] {
                return {};
            }
            if (each->by_tier && (visit.tier.is_split || detail::multiply_overflows(value, by_tier_[visit.tier.earning],
                                                                                    value))) [[unlikely]] {
                return {};
            }
            if (each->by_category) {
                LOYALTY_ASSUME(each->category >= 0);
                const std::int64_t factor =
                    each->otherwise +
                    detail::value_if(condition::is_category(each->category, visit.event, visit), each->more);
                if (detail::multiply_overflows(value, factor, value)) [[unlikely]] {
                    return {};
                }
            }
            value = each->rounded.without_ties(value);
            if (each->is_last) {
                return {value, true};
            }
        }
    }

private:
    struct step {
        std::int64_t times = 1; ///< all factors without a condition
        bool by_tier = false;
        bool by_category = false;
        bool is_last = false;
        std::int64_t category = 0;
        std::int64_t otherwise = 1; ///< the factor of other events, over its denominator
        std::int64_t more = 0;      ///< by how much that of the category is more
        quick_rounding rounded{};   ///< over all denominators since the rounding before

        [[nodiscard]] constexpr bool does_something() const noexcept { return times != 1 || by_tier || by_category; }
    };

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr std::int64_t visit_net(Visit& visit) noexcept {
        const criteria::basis<criteria::net> all{};
        return all(criteria::whole_basket{}, visit).minor_units();
    }

    constexpr bool end_step(rounding mode) noexcept {
        if (size_ == most_steps) {
            return false;
        }
        const bool fits = next_.rounded.prepare(mode, denominator_) && next_.rounded.ties == 0;
        steps_[size_++] = next_;
        next_ = {};
        denominator_ = 1;
        return fits;
    }
    /// Adds a stage. Returns false if it is none of a plain award, or a step has no room for it.
    template <class Stage>
    constexpr bool add(const Stage& stage) noexcept {
        if constexpr (std::is_same_v<Stage, round_off>) {
            return end_step(stage.mode);
        } else if constexpr (std::is_same_v<Stage, multiply_by_tier<tier_count>>) {
            const bool is_second = has_tiers_;
            has_tiers_ = next_.by_tier = true;
            for (std::size_t i = 0; i < tier_count; ++i) {
                by_tier_[i] = stage.factors.numerators[i];
            }
            return !is_second && stage.factors.none_is_negative() && divide_by(stage.factors.denominator);
        } else if constexpr (std::is_same_v<Stage, multiply_by<condition>>) {
            const bool fits = stage.factor.numerator >= 0 && divide_by(stage.factor.denominator);
            if (stage.condition.is_always()) {
                return fits && !detail::multiply_overflows(next_.times, stage.factor.numerator, next_.times);
            }
            const bool is_second = next_.by_category;
            next_.by_category = true;
            next_.category = stage.condition.first_code();
            next_.otherwise = stage.factor.denominator;
            next_.more = stage.factor.numerator - stage.factor.denominator;
            return fits && !is_second && is_quick(stage.condition);
        } else {
            return false;
        }
    }
    /// Returns true for a condition that needs no call.
    [[nodiscard]] LOYALTY_INLINE static constexpr bool is_quick(const condition& asked) noexcept {
        return asked.is_always() || (asked.is_one_category() && asked.first_code() >= 0);
    }
    constexpr bool divide_by(std::int64_t denominator) noexcept {
        return denominator > 0 && !detail::multiply_overflows(denominator_, denominator, denominator_);
    }

    static constexpr std::size_t most_steps = 4; ///< few rules round more often

    step steps_[most_steps]{};
    std::int64_t by_tier_[tier_count]{};
    step next_{}; ///< that is being read
    std::int64_t denominator_ = 1;
    std::uint8_t size_ = 0;
    bool has_tiers_ = false;
    bool takes_all_ = false;
    bool is_there_ = false;
};

/// Points of a programme from text: events that no award is for pass it by.
template <class Stages>
struct points_with : points<awards, Stages> {
    using always = points<awards, Stages>;
    static_assert(sizeof(typename always::state) == sizeof(typename Stages::state));

    constexpr points_with(const awards& award, const Stages& later) noexcept : always{award, later} {}

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.stages);
    }

    [[nodiscard]] constexpr const awards& first() const noexcept { return detail::get<0>(this->stages.stages); }
    [[nodiscard]] constexpr const Stages& later() const noexcept { return detail::get<1>(this->stages.stages); }
    [[nodiscard]] constexpr bool ages() const noexcept { return later().ages(); }

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(typename always::state& own, Visit& visit) const noexcept {
        if (first().template counts<detail::event_type_of<Visit>>()) {
            always::apply(own, visit);
        }
    }
};

/// Those that remember little, of which most are plain.
struct points_of : points_with<json::stages> {
    constexpr points_of(const awards& award, const json::stages& later) noexcept
        : points_with<json::stages>{award, later}, plain_{award, later} {}

    /// See json/packed.hpp.
    [[nodiscard]] constexpr std::size_t memory_words() const noexcept { return later().memory_words(); }
    /// See engine/rule_ways.hpp. The counts of the caps are the first words of the memory.
    [[nodiscard]] constexpr std::uint8_t renewed_at() const noexcept { return later().renewed_at(); }
    template <class Function>
    constexpr void for_each_zeroed_count(Function&& function) const noexcept {
        later().for_each_zeroed_count(function);
    }

    [[nodiscard]] constexpr bool is_plain() const noexcept { return plain_.is_there(); }
    /// The award of the plain way. By itself, so that its few numbers stay in registers.
    template <class Visit>
    [[nodiscard]] LOYALTY_APART constexpr plain_award award_plainly(Visit& visit) const noexcept {
        return plain_.run(first(), visit);
    }

private:
    plain_points plain_;
};

/// Those with a cap in a rolling window.
struct rolling_points_of : points_with<any_stages> {
    static constexpr bool is_rare = true;
    static constexpr std::size_t most_rolling_sums = most_memories;
    using points_with<any_stages>::points_with;

    /// See json/packed.hpp.
    [[nodiscard]] constexpr rolling_use rolling() const noexcept { return later().rolling(); }
};

} // namespace loyalty::json
