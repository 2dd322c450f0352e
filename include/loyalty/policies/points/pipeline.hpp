// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The stages of an award in their order, and the rules of that order.

#include <loyalty/config.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/policies/points/stage.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace detail {

/// The unit that a stage awards. A stage that awards nothing has some unit, so that the sentence about the order is the
/// only error.
template <class Stage>
using unit_in = typename Stage::unit;
template <class Stage>
using unit_of_stage = typename member_type_or<unit_in, Stage, loyalty::unit::points>::type;

/// Stages in their order, with the rules of that order as sentences.
template <stage... Stages>
struct pipeline {
    static constexpr std::size_t size = sizeof...(Stages);
    static constexpr stage_shape shapes[size + 1]{stage_shape::of<Stages>()..., {stage_kind::round}};
    using first = typename type_at<0, Stages..., void>::type;
    using unit = unit_of_stage<first>;
    static constexpr bool remembers = !(std::same_as<state_of_t<Stages>, extensions::no_state> && ...);
    using state = std::conditional_t<remembers, compact_pack<state_of_t<Stages>...>, extensions::no_state>;
    template <class Event>
    static constexpr bool concerns = detail::concerns<first, Event>();

    pack<Stages...> stages{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"stages", &pipeline::stages, "the stages, in their order"});

    constexpr explicit pipeline(Stages... each) noexcept : stages{{{each}...}} {}

    [[nodiscard]] static constexpr bool begins_with_base() noexcept { return shapes[0].kind == stage_kind::base; }
    [[nodiscard]] static constexpr bool has_one_base() noexcept { return detail::has_one_base(all_shapes()); }
    [[nodiscard]] static constexpr bool caps_come_last() noexcept { return detail::caps_come_last(all_shapes()); }
    /// Returns true if the value is whole before stage `end`.
    [[nodiscard]] static constexpr bool is_whole_before(std::size_t end) noexcept {
        return is_whole_behind(all_shapes().first(end));
    }
    [[nodiscard]] static constexpr bool windowed_caps_are_whole() noexcept {
        return detail::windowed_caps_are_whole(all_shapes());
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
            if constexpr (!std::same_as<state_of_t<typename type_at<index, Stages...>::type>, extensions::no_state>) {
                detail::advance(get<index>(stages), get<index>(own), moment);
            }
        });
    }

    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        for_each_index<size>([&](auto index) {
            using each = typename type_at<index, Stages...>::type;
            if constexpr (!std::same_as<state_of_t<each>, extensions::no_state>) {
                get<index>(stages).template revert<unit, index + 1 == size>(
                    get<index>(own), {get<index>(event.with), get<index>(event.without), event.time}, visit);
            }
        });
    }

    template <class Visit>
    requires(can_merge<Stages>&&...) constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        for_each_index<size>([&](auto index) {
            if constexpr (!std::same_as<state_of_t<typename type_at<index, Stages...>::type>, extensions::no_state>) {
                detail::merge(get<index>(stages), get<index>(own), get<index>(from), visit);
            }
        });
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        bool lies_above = true;
        for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            lies_above = lies_above && !lies_below(get<index>(stages), get<0>(stages));
        });
        return lies_above ? nullptr : "cap_at: the cap lies below the smallest award: raise the cap or lower the award";
    }

private:
    [[nodiscard]] static constexpr std::span<const stage_shape> all_shapes() noexcept {
        return std::span<const stage_shape>{shapes}.first(size);
    }

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
        if constexpr (std::same_as<state_of_t<typename type_at<Index, Stages...>::type>, extensions::no_state>) {
            return extensions::no_state{};
        } else {
            return get<Index>(own);
        }
    }

    template <std::size_t Index, class Integer, class Visit>
    static constexpr void explain(const fraction<Integer>& value, Visit& visit) noexcept {
        if constexpr (Visit::explains && !requires { type_at<Index, Stages...>::type::explains_itself; }) {
            std::int64_t numerator = 0;
            if (!value.overflow && narrow(wide{value.numerator}, numerator)) {
                visit.explain(type_at<Index, Stages...>::type::name, ratio{numerator, value.denominator},
                              std::string_view{unit::code});
            }
        }
    }
};

/// Stages that make one award of a larger one: what `each_line`, `each_unit` and `offer` share.
template <stage... Stages>
struct nested_stages {
    static constexpr auto kind = stage_kind::base;
    static constexpr bool is_whole = pipeline<Stages...>::is_whole_before(sizeof...(Stages));
    using unit = typename pipeline<Stages...>::unit;

    pipeline<Stages...> stages;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"stages", &nested_stages::stages, "the stages, in their order"});

    constexpr explicit nested_stages(Stages... each) noexcept : stages{each...} {}
};

} // namespace detail

} // namespace loyalty
