// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The stages of a `points` from run time: an award, and what changes it.
///
/// `{"points": {"stages": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]}}` holds a
/// `per_amount` and a `round_off` of the library, one behind the other: 23.99 gives 23.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/json/any_window.hpp>
#include <loyalty/json/awards.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/policies/points.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::json {

/// The stages behind the award, in their order. One of them at most carries a rest, and `most_memories` cap over a `Window`.
template <class Window>
class stages_in {
public:
    using part = stage_part_in<Window>;
    using cap_at_window = cap_at<awarded, Window>;
    static constexpr auto kind =
        detail::stage_kind::round; // the reader sees to it that a rounding is the last that divides
    static constexpr std::string_view name = "stages";
    static constexpr bool explains_itself = true;
    using unit = awarded;
    using parts = detail::type_list<criteria::first_purchase_matches>; // of the conditions

    struct state {
        typename Window::count granted[most_memories]{}; ///< of each cap over a window, in their order
        round_off_carrying::state rest{};

        [[nodiscard]] constexpr bool is_valid() const noexcept { return rest.is_valid(); }
        [[nodiscard]] friend constexpr bool operator==(const state&, const state&) = default;
    };

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const part& operator[](std::size_t index) const noexcept { return parts_[index]; }
    constexpr bool add(const part& next) noexcept {
        if (size_ == most_stages) {
            return false;
        }
        parts_[size_++] = next;
        if (next.template holds<cap_at_window>()) {
            ++caps_;
            ages_ = ages_ || next.template get<cap_at_window>().window.ages();
        }
        carries_ = carries_ || next.template holds<round_off_carrying>();
        return true;
    }
    /// Returns true if time does something to what they remember.
    [[nodiscard]] constexpr bool ages() const noexcept { return ages_; }
    /// When their counts begin anew, and which of them are then zero: see engine/rule_ways.hpp.
    [[nodiscard]] constexpr std::uint8_t renewed_at() const noexcept {
        std::uint8_t together = detail::renewal::never;
        for_each_window([&](const Window& in, std::size_t) {
            const std::uint8_t one = renewal_of(in);
            together = one < detail::renewal::never ? together : detail::renewal::of_both(together, one);
        });
        return together;
    }
    template <class Function>
    constexpr void for_each_zeroed_count(Function&& function) const noexcept {
        for_each_window([&](const Window& in, std::size_t cap) {
            if (renewal_of(in) < detail::renewal::never) {
                function(cap, in.unit);
            }
        });
    }
    /// The words of the state that they use: see json/packed.hpp.
    [[nodiscard]] constexpr std::size_t memory_words() const noexcept { return carries_ ? sizeof(state) / 8 : caps_; }
    /// The sums that they count in, if some of their windows roll: see json/packed.hpp.
    [[nodiscard]] constexpr rolling_use rolling() const noexcept {
        rolling_use use{};
        for (std::size_t i = 0; i < size_; ++i) {
            if (parts_[i].template holds<cap_at_window>()) {
                use.add(parts_[i].template get<cap_at_window>().window);
            }
        }
        return use;
    }

    template <class Integer, class Subject, class Visit>
    LOYALTY_INLINE constexpr void apply(detail::fraction<Integer>& value, const Subject& subject, Visit& visit,
                                        state& own) const noexcept {
        auto* granted = own.granted;
        const part* const end = parts_ + size_;
        for (const part* each = parts_; each != end; ++each) {
            each->with_held([&](const auto& stage) LOYALTY_INLINE_LAMBDA {
                using type = std::remove_cvref_t<decltype(stage)>;
                if constexpr (std::is_same_v<type, cap_at_window>) {
                    stage.apply(value, subject, visit, *granted++);
                } else if constexpr (std::is_same_v<type, round_off_carrying>) {
                    stage.apply(value, subject, visit, own.rest);
                } else {
                    stage.apply(value, subject, visit, extensions::no_state{});
                }
                explain_stage<type>(value, visit);
            });
            if (value.overflow) [[unlikely]] {
                return;
            }
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
        for_each_cap(own, [&](const cap_at_window& cap, auto& granted) {
            auto theirs = from.granted[caps++];
            if constexpr (requires { cap.window.align(theirs, granted); }) {
                cap.window.align(theirs, granted);
            }
            cap.merge(granted, theirs, visit);
        });
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.parts_[i]);
        }
    }

private:
    /// Calls `function(window, the number of the cap)`.
    template <class Function>
    constexpr void for_each_window(Function function) const noexcept {
        std::size_t caps = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            if (parts_[i].template holds<cap_at_window>()) {
                function(parts_[i].template get<cap_at_window>().window, caps++);
            }
        }
    }
    template <class Function>
    LOYALTY_INLINE constexpr void for_each_cap(state& own, Function function) const noexcept {
        std::size_t caps = 0;
        for (std::size_t i = 0; i < size_; ++i) {
            if (parts_[i].template holds<cap_at_window>()) {
                function(parts_[i].template get<cap_at_window>(), own.granted[caps++]);
            }
        }
    }

    part parts_[most_stages]{};
    std::uint8_t size_ = 0;
    std::uint8_t caps_ = 0; ///< over a window
    bool ages_ = false;
    bool carries_ = false;
};

/// With caps whose windows do not roll.
using stages = stages_in<window>;
/// With caps in any window.
using any_stages = stages_in<any_window>;

/// Returns true if a window of a cap rolls, or is a membership year: the stages are then none of `stages`.
[[nodiscard]] constexpr bool has_rolling_cap(const any_stages& all) noexcept {
    bool rolls = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        rolls = rolls || (all[i].holds<any_stages::cap_at_window>() &&
                          all[i].get<any_stages::cap_at_window>().window.knows_period());
    }
    return rolls;
}
/// The same stages, if no window of them rolls.
[[nodiscard]] constexpr stages without_rolling(const any_stages& all) noexcept {
    stages made{};
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].with([&](const auto& stage) {
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(stage)>, any_stages::cap_at_window>) {
                made.add(stages::cap_at_window{stage.most, stage.window, stage.above});
            } else {
                made.add(stage);
            }
        });
    }
    return made;
}

} // namespace loyalty::json
