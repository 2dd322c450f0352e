// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A predicate from run time.
///
/// `category_is(4, 7) && !store_is(12)` has six tests: `both`, `one_of`, `category_is 4`, `category_is 7`, `negation`,
/// `store_is 12`. Each test of a fact has the next one for either answer, so an evaluation goes from left to
/// right through the list, at most once over each: no stack, no allocation. What a test asks is the predicate of the
/// library itself.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/own_facts.hpp>
#include <loyalty/policies/discounts/conditions.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/predicates.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/window.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty::json {

/// The kind of a test, or of a test that holds others.
enum class asks : std::uint8_t {
    both,     ///< all of the next `count`
    either,   ///< one of the next `count`
    one_of,   ///< the same, of one fact and several codes
    negation, ///< not the next one
    any_line, ///< for some line the next one
    always,
    category,
    sku,
    brand,
    component,
    store,
    channel,
    attributes,
    birthday,
    birthday_month,
    membership,
    tier,
    basket,
    tender,
    weekday,
    during,
    between,
    activity_kind,
    reference,
    first_purchase,
    own_fact, ///< of the host: `until` is its index
    points_pay,
    goods ///< the goods alone reach an amount: `goods_at_least`
};

/// One test of a condition.
struct test {
    static constexpr std::uint8_t accept = 254;
    static constexpr std::uint8_t reject = 255;

    std::int64_t value = 0; ///< a code, a set of bits, minor units
    std::int64_t until = 0; ///< of what has two ends; `value` is then the first
    asks what = asks::always;
    std::uint8_t count = 0;          ///< the tests that this one holds
    std::uint8_t then = accept;      ///< the next test if this one holds
    std::uint8_t otherwise = reject; ///< and if it does not

    [[nodiscard]] constexpr bool holds_others() const noexcept { return what <= asks::negation; }
    [[nodiscard]] friend constexpr bool operator==(const test&, const test&) = default;
};

/// Tests in the order in which they are written, what holds others before them. None at all: always true.
class condition {
public:
    using is_predicate = void;
    using parts = detail::type_list<criteria::first_purchase_matches>; // so that the programme counts purchases
    static constexpr std::string_view name = "condition";
    static constexpr bool reads_tier = false; // the reader sees to it that a tiered stands before

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const test& operator[](std::size_t index) const noexcept { return tests_[index]; }
    [[nodiscard]] constexpr bool is_always() const noexcept { return size_ == 0; }
    /// True for the condition of a rate that a `cashback` does not have.
    [[nodiscard]] constexpr bool takes_nothing() const noexcept {
        return size_ == 2 && tests_[0].what == asks::negation && tests_[1].what == asks::always;
    }

    /// Adds a test behind the others. Returns false if the condition is full.
    constexpr bool add(const test& next) noexcept {
        if (size_ == most_tests) {
            return false;
        }
        tests_[size_++] = next;
        return true;
    }
    /// Links the tests, once all are there. Each test that holds others must be followed by as many as it says.
    constexpr void link() noexcept {
        if (size_ != 0) {
            link(0, test::accept, test::reject);
            first_ = entry(0);
        }
    }
    /// The index behind a test and all that it holds.
    [[nodiscard]] constexpr std::size_t end_of(std::size_t index) const noexcept {
        std::size_t left = 1;
        while (left != 0 && index < size_) {
            left += tests_[index].count;
            --left;
            ++index;
        }
        return index;
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr bool operator()(const Line& line, const Visit& visit) const noexcept {
        if (size_ == 0) {
            return true;
        }
        // The most frequent test of all needs no call.
        if (is_one_category()) {
            return is_category(first_code(), line, visit);
        }
        return run<true>(first_, line, event_seen_by(visit));
    }

    /// Returns true for the one of a rate that is not there: none of everything.
    [[nodiscard]] constexpr bool is_never() const noexcept {
        return size_ == 2 && tests_[0].what == asks::negation && tests_[1].what == asks::always;
    }
    /// Returns true if it tests one category and nothing else: for `first_code()`.
    [[nodiscard]] LOYALTY_INLINE constexpr bool is_one_category() const noexcept {
        return size_ == 1 && tests_[0].what == asks::category;
    }
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t first_code() const noexcept { return tests_[0].value; }
    /// Returns true if a line, or an event that is its own line, is of a category.
    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr bool is_category(std::int64_t code, const Line& line,
                                                                   const Visit& visit) noexcept {
        return line_is<fact::category_fact>(code, line, visit);
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.tests_[i]);
        }
    }

    [[nodiscard]] friend constexpr bool operator==(const condition&, const condition&) = default;

private:
    /// The test with which a test begins. A test that holds others is never evaluated itself.
    [[nodiscard]] constexpr std::uint8_t entry(std::size_t index) const noexcept {
        while (tests_[index].holds_others()) {
            ++index;
        }
        return static_cast<std::uint8_t>(index);
    }

    // The depth is bounded by the number of tests.
    constexpr void link(std::size_t index, std::uint8_t then, std::uint8_t otherwise) noexcept {
        test& own = tests_[index];
        if (own.what == asks::negation) {
            link(index + 1, otherwise, then);
        } else if (own.holds_others()) {
            std::size_t child = index + 1;
            for (std::uint8_t i = 0; i < own.count; ++i) {
                const std::size_t next = end_of(child);
                const bool is_last = i + 1 == own.count;
                if (own.what == asks::both) {
                    link(child, is_last ? then : entry(next), otherwise);
                } else {
                    link(child, then, is_last ? otherwise : entry(next));
                }
                child = next;
            }
        } else {
            own.then = then;
            own.otherwise = otherwise;
            if (own.what == asks::any_line) {
                link(index + 1, test::accept, test::reject);
            }
        }
    }

    /// The visit of the event itself. A test reads the same from it, and a visit around it is then passed to no function.
    template <class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr const auto& event_seen_by(const Visit& visit) noexcept {
        if constexpr (requires { visit.of_event(); }) {
            return visit.of_event();
        } else {
            return visit;
        }
    }

    template <bool AsksLines, class Line, class Visit>
    [[nodiscard]] LOYALTY_APART constexpr bool run(std::size_t at, const Line& line,
                                                   const Visit& visit) const noexcept {
        while (at < size_) {
            const test& own = tests_[at];
            bool holds = false;
            if (own.what == asks::any_line) {
                if constexpr (AsksLines) {
                    holds = on_any_line(entry(at + 1), visit);
                }
            } else {
                holds = answer(own, line, visit);
            }
            at = holds ? own.then : own.otherwise;
        }
        return at == test::accept;
    }

    template <class Visit>
    [[nodiscard]] constexpr bool on_any_line(std::size_t at, const Visit& visit) const noexcept {
        for (const auto& line : extensions::lines_of(visit.event)) {
            if (run<false>(at, line, visit)) {
                return true;
            }
        }
        return false;
    }

    template <class Fact, class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr bool line_is(std::int64_t code, const Line& line,
                                                               const Visit& visit) noexcept {
        if constexpr (Fact::template known<Line>) {
            return criteria::line_fact_is<Fact, std::int64_t, 1>{{code}}(line, visit);
        } else {
            return false;
        }
    }
    template <class Fact, class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr bool event_is(std::int64_t code, const Line& line,
                                                                const Visit& visit) noexcept {
        if constexpr (Fact::template known<detail::event_type_of<Visit>>) {
            return criteria::visit_fact_is<Fact, std::int64_t, 1>{{code}}(line, visit);
        } else {
            return false;
        }
    }
    template <class Predicate, class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr bool holds_if_known(const Predicate& asked, const Line& line,
                                                                      const Visit& visit) noexcept {
        if constexpr (Predicate::template demands<Visit>::met) {
            return asked(line, visit);
        } else {
            return false;
        }
    }

    template <class Line, class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr bool answer(const test& own, const Line& line,
                                                              const Visit& visit) noexcept {
        switch (own.what) {
        case asks::always:
            return true;
        case asks::category:
            return line_is<fact::category_fact>(own.value, line, visit);
        case asks::tier:
            return criteria::tier_matches{static_cast<std::uint32_t>(own.value)}(line, visit);
        case asks::during:
            return criteria::date_matches{
                {date{static_cast<std::int32_t>(own.value)}, date{static_cast<std::int32_t>(own.until)}}}(line, visit);
        case asks::sku:
            return line_is<fact::sku_fact>(own.value, line, visit);
        case asks::brand:
            return line_is<fact::brand_fact>(own.value, line, visit);
        case asks::component:
            return component_is(own.value, line);
        case asks::store:
            return event_is<fact::store_fact>(own.value, line, visit);
        case asks::channel:
            return event_is<fact::channel_fact>(own.value, line, visit);
        default:
            return answer_of_visit(own, line, visit);
        }
    }

    template <class Line, class Visit>
    [[nodiscard]] static constexpr bool answer_of_visit(const test& own, const Line& line,
                                                        const Visit& visit) noexcept {
        const auto first = static_cast<std::int32_t>(own.value);
        switch (own.what) {
        case asks::attributes:
            return holds_if_known(criteria::attribute_matches{static_cast<std::uint64_t>(own.value)}, line, visit);
        case asks::birthday:
            return holds_if_known(criteria::birthday_matches{false, static_cast<dates::leap_birthday>(own.value)}, line,
                                  visit);
        case asks::birthday_month:
            return holds_if_known(criteria::birthday_month(), line, visit);
        case asks::membership:
            return is_paying_member(line, visit);
        case asks::basket:
            return reaches(own.value, visit);
        case asks::goods:
            return goods_reach(own.value, visit);
        case asks::tender:
            return is_paid_by(own.value, visit);
        case asks::weekday:
            return criteria::day_of_week_matches{static_cast<std::uint8_t>(own.value)}(line, visit);
        case asks::between:
            return criteria::time_of_day_matches{first, static_cast<std::int32_t>(own.until)}(line, visit);
        case asks::activity_kind:
            return event_is<fact::kind_fact>(own.value, line, visit);
        case asks::reference:
            return event_is<fact::reference_fact>(own.value, line, visit);
        case asks::first_purchase:
            return criteria::first_purchase()(line, visit);
        case asks::own_fact:
            return own_value(visit.event, static_cast<std::size_t>(own.until)) == own.value &&
                   has_own_facts<detail::event_type_of<Visit>>;
        case asks::points_pay:
            return criteria::points_pay()(line, visit);
        default:
            return false;
        }
    }

    /// A `paid_membership` of the list decides; without such a rule the host's fact does.
    template <class Line, class Visit>
    [[nodiscard]] static constexpr bool is_paying_member(const Line& line, const Visit& visit) noexcept {
        if constexpr (Visit::keeps_membership) {
            const instant_window set = visit.member(fact::membership);
            if (!(set.until < set.from)) {
                return set.contains(visit.time);
            } else if constexpr (fact::membership_fact::known<detail::profile_of<Visit>>) {
                return fact::membership(visit.profile).contains(visit.time);
            } else if constexpr (fact::membership_fact::known<detail::event_type_of<Visit>>) {
                return fact::membership(visit.event).contains(visit.time);
            } else {
                return false;
            }
        } else {
            return holds_if_known(criteria::membership_active(), line, visit);
        }
    }

    template <class Line>
    [[nodiscard]] static constexpr bool component_is(std::int64_t code, const Line& line) noexcept {
        if constexpr (fact::component_fact::known<Line>) {
            return static_cast<std::int64_t>(fact::component(line)) == code;
        } else {
            return false;
        }
    }

    template <class Visit>
    [[nodiscard]] static constexpr bool reaches(std::int64_t minor_units, const Visit& visit) noexcept {
        using line = detail::line_of<Visit>;
        if constexpr (fact::net_fact::known<line>) {
            using unit = typename std::remove_cvref_t<decltype(fact::net(std::declval<const line&>()))>::unit;
            return criteria::basket_at_least(amount<unit>::from_minor_units(minor_units))(visit.event, visit);
        } else {
            return false;
        }
    }

    template <class Visit>
    [[nodiscard]] static constexpr bool goods_reach(std::int64_t minor_units, const Visit& visit) noexcept {
        using line = detail::line_of<Visit>;
        if constexpr (fact::net_fact::known<line>) {
            using unit = typename std::remove_cvref_t<decltype(fact::net(std::declval<const line&>()))>::unit;
            return prices::goods_at_least(amount<unit>::from_minor_units(minor_units))(visit.event, visit);
        } else {
            return false;
        }
    }

    template <class Visit>
    [[nodiscard]] static constexpr bool is_paid_by(std::int64_t code, const Visit& visit) noexcept {
        if constexpr (fact::tenders_fact::known<detail::event_type_of<Visit>>) {
            for (const auto& part : fact::tenders(visit.event)) {
                if (static_cast<std::int64_t>(fact::tender(part)) == code) {
                    return true;
                }
            }
        }
        return false;
    }

    std::array<test, most_tests> tests_{};
    std::uint8_t size_ = 0;
    std::uint8_t first_ = 0;
};

} // namespace loyalty::json
