// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Finds conditions from text that never hold, with the sentences of conditions in code: see rules/dead_condition.hpp.
///
/// `{"both": [{"day_of_week_is": ["monday"]}, {"day_of_week_is": ["tuesday"]}]}` holds on no day.

#include <loyalty/events/facts.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/rules/dead_condition.hpp>
#include <loyalty/rules/predicates.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::json {

/// A test of a condition with all that it holds, seen as a predicate that answers questions.
class test_seen {
public:
    constexpr explicit test_seen(const condition& all, std::size_t at = 0) noexcept : all_{all}, at_{at} {}

    /// Calls `function` with each predicate of the library in it.
    template <class Function>
    constexpr void for_each_condition(Function&& function) const noexcept {
        for (std::size_t i = at_; i < all_.end_of(at_); ++i) {
            with_predicate(all_[i], function);
        }
    }
    template <class Question>
    [[nodiscard]] constexpr bool may_be(const Question& asked, bool answer) const noexcept {
        const test& own = all_[at_];
        switch (own.what) {
        case asks::negation:
            return test_seen{all_, at_ + 1}.may_be(asked, !answer);
        case asks::any_line: // another line may have another answer, and a basket without lines has none
            return Question::of_line || !answer || test_seen{all_, at_ + 1}.may_be(asked, true);
        case asks::both:
            return several_may_be(asked, answer, answer);
        case asks::either:
        case asks::one_of:
            return several_may_be(asked, answer, !answer);
        default:
            break;
        }
        bool may = true;
        with_predicate(own, [&](const auto& predicate) { may = loyalty::detail::may_be(predicate, asked, answer); });
        return may;
    }

private:
    /// Returns true if all of the tests that it holds may have an answer; or one of them.
    template <class Question>
    [[nodiscard]] constexpr bool several_may_be(const Question& asked, bool answer, bool all) const noexcept {
        std::size_t child = at_ + 1;
        for (std::uint8_t i = 0; i < all_[at_].count; ++i) {
            if (test_seen{all_, child}.may_be(asked, answer) != all) {
                return !all;
            }
            child = all_.end_of(child);
        }
        return all;
    }

    template <class Fact>
    using code_of_line = criteria::line_fact_is<Fact, std::int64_t, 1>;
    template <class Fact>
    using code_of_event = criteria::visit_fact_is<Fact, std::int64_t, 1>;

    /// Calls `function` with the predicate of the library that a test is, if it answers questions.
    template <class Function>
    static constexpr void with_predicate(const test& own, Function&& function) noexcept {
        const auto first = static_cast<std::int32_t>(own.value);
        const auto last = static_cast<std::int32_t>(own.until);
        switch (own.what) {
        case asks::during:
            return function(criteria::date_matches{{date{first}, date{last}}});
        case asks::weekday:
            return function(criteria::day_of_week_matches{static_cast<std::uint8_t>(own.value)});
        case asks::between:
            return function(criteria::time_of_day_matches{first, last});
        case asks::tier:
            return function(criteria::tier_matches{static_cast<std::uint32_t>(own.value)});
        case asks::basket:
            return function(criteria::basket_reaches<counted>{amount<counted>::from_minor_units(own.value)});
        case asks::category:
            return function(code_of_line<fact::category_fact>{{own.value}});
        case asks::sku:
            return function(code_of_line<fact::sku_fact>{{own.value}});
        case asks::brand:
            return function(code_of_line<fact::brand_fact>{{own.value}});
        case asks::component:
            return function(code_of_line<fact::component_fact>{{own.value}});
        case asks::store:
            return function(code_of_event<fact::store_fact>{{own.value}});
        case asks::channel:
            return function(code_of_event<fact::channel_fact>{{own.value}});
        case asks::activity_kind:
            return function(code_of_event<fact::kind_fact>{{own.value}});
        case asks::reference:
            return function(code_of_event<fact::reference_fact>{{own.value}});
        case asks::first_purchase:
            return function(criteria::first_purchase_matches{});
        case asks::membership:
            return function(criteria::membership_matches{});
        case asks::points_pay:
            return function(criteria::points_pay_matches{});
        default:
            return;
        }
    }

    const condition& all_;
    std::size_t at_;
};

/// Returns a sentence if a condition, or a part of it, never holds, or on no day of a window; else null.
[[nodiscard]] constexpr const char* problem_of_condition(const condition& all, date_window valid) noexcept {
    bool names_days = false;
    for (std::size_t i = 0; i < all.size(); ++i) {
        names_days = names_days || all[i].what == asks::during || all[i].what == asks::weekday;
        if (all[i].what == asks::both || all[i].what == asks::negation) {
            if (const char* const sentence = loyalty::detail::problem_of_condition(test_seen{all, i})) {
                return sentence;
            }
        }
    }
    using days = loyalty::detail::questions::on_day;
    return names_days && !loyalty::detail::may_hold<days>(test_seen{all}, valid) ? loyalty::detail::outside_of_programme
                                                                                 : nullptr;
}

} // namespace loyalty::json
