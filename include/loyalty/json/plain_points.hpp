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

class plain_points {
public:
    constexpr plain_points(const awards& award, const stages& later) noexcept {
        if (!award.is_plain()) {
            return;
        }
        const per_amount_of& base = award[0].award.get<per_amount_of>();
        denominator_ = base.per.minor_units();
        bool fits = denominator_ > 0 && base.award.minor_units() >= 0 && is_quick(base.counted.where);
        for (std::size_t i = 0; i < later.size() && fits; ++i) {
            fits = false;
            later[i].with([&](const auto& stage) { fits = add(stage, static_cast<std::uint8_t>(i)); });
        }
        is_there_ = fits && denominator_ == 1;
    }

    [[nodiscard]] constexpr bool is_there() const noexcept { return is_there_; }

    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr plain_award run(const awards& award, const stages& later,
                                                           Visit& visit) const noexcept {
        const per_amount_of& base = award[0].award.get<per_amount_of>();
        LOYALTY_ASSUME(base.counted.measure == measure{} && is_quick(base.counted.where));
        const std::int64_t counted = base.counted(criteria::whole_basket{}, visit).minor_units();
        std::int64_t value = 0;
        if (detail::multiply_overflows(counted, base.award.minor_units(), value) || counted < 0 || visit.tier.is_split)
            [[unlikely]] {
            return {};
        }
        const step* const end = steps_ + size_;
        for (const step* each = steps_; each != end; ++each) {
            LOYALTY_ASSUME(value >= 0 && each->what <= does::times_if_category);
            std::int64_t times = 1;
            switch (each->what) {
            case does::round_off:
                value = rounded(value, *each);
                continue;
            case does::times_tier:
                times = later[each->part].get<multiply_by_tier<tier_count>>().factors.numerators[visit.tier.earning];
                break;
            case does::times:
                times = each->numerator;
                break;
            case does::times_if_category:
                LOYALTY_ASSUME(each->category >= 0);
                times = each->denominator +
                        detail::value_if(condition::is_category(each->category, visit.event, visit), each->more);
                break;
            }
            if (detail::multiply_overflows(value, times, value)) [[unlikely]] {
                return {};
            }
        }
        return {value, true};
    }

private:
    enum class does : std::uint8_t { round_off, times_tier, times, times_if_category };

    struct step {
        std::int64_t numerator = 1;   ///< of a rounding what is added before
        std::int64_t denominator = 1; ///< of a rounding all that has come together since the last one
        std::int64_t more = 0;        ///< by which a factor is more than one, over its denominator
        std::int64_t category = 0;
        does what = does::round_off;
        std::uint8_t part = 0; ///< the stage
    };

    /// Adds a stage. Returns false if it is none of a plain award.
    template <class Stage>
    constexpr bool add(const Stage& stage, std::uint8_t part) noexcept {
        step& next = steps_[size_++];
        next.part = part;
        if constexpr (std::is_same_v<Stage, round_off>) {
            next.what = does::round_off;
            next.denominator = denominator_;
            denominator_ = 1;
            return raise(stage.mode, next.denominator, next.numerator);
        } else if constexpr (std::is_same_v<Stage, multiply_by_tier<tier_count>>) {
            next.what = does::times_tier;
            return stage.factors.none_is_negative() && divide_by(stage.factors.denominator);
        } else if constexpr (std::is_same_v<Stage, multiply_by<condition>>) {
            next.what = stage.condition.is_always() ? does::times : does::times_if_category;
            next.numerator = stage.factor.numerator;
            next.denominator = stage.factor.denominator;
            next.more = next.numerator - next.denominator;
            next.category = stage.condition.first_code();
            return stage.factor.numerator >= 0 && divide_by(stage.factor.denominator) && is_quick(stage.condition);
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

    /// The number that is added before a division that cuts off, so that it rounds numbers that are not negative: 7 / 2
    /// half up is (7 + 1) / 2. Returns false for a mode that depends on the quotient.
    [[nodiscard]] static constexpr bool raise(rounding mode, std::int64_t over, std::int64_t& by) noexcept {
        switch (mode) {
        case rounding::floor:
        case rounding::down:
            by = 0;
            return true;
        case rounding::ceiling:
        case rounding::up:
            by = over - 1;
            return true;
        case rounding::half_up:
        case rounding::half_ceiling:
            by = over / 2;
            return true;
        case rounding::half_down:
        case rounding::half_floor:
            by = (over - 1) / 2;
            return true;
        default:
            return false;
        }
    }
    /// Both numbers have 63 bits, so their sum has 64.
    [[nodiscard]] LOYALTY_INLINE static constexpr std::int64_t rounded(std::int64_t value, const step& how) noexcept {
        LOYALTY_ASSUME(how.denominator > 0 && how.numerator >= 0);
        return static_cast<std::int64_t>(
            (static_cast<std::uint64_t>(value) + static_cast<std::uint64_t>(how.numerator)) /
            static_cast<std::uint64_t>(how.denominator));
    }

    step steps_[most_stages]{};
    std::int64_t denominator_ = 1;
    std::uint8_t size_ = 0;
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

    [[nodiscard]] constexpr bool is_plain() const noexcept { return plain_.is_there(); }
    /// The award of the plain way. By itself, so that its few numbers stay in registers.
    template <class Visit>
    [[nodiscard]] LOYALTY_APART constexpr plain_award award_plainly(Visit& visit) const noexcept {
        return plain_.run(first(), later(), visit);
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
