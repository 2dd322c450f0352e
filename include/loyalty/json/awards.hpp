// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The award of a `points` from run time: one, the sum of several, or the one of several that counts.
///
/// `{"sum_of": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"per_visit": "5 points"}]}` holds a `per_amount` and
/// a `per_visit` of the library: a purchase of 20.00 gives 25.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/either_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/round_off_to.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/policies/points.hpp>
#include <loyalty/rules/points_payment.hpp>
#include <loyalty/rules/subject.hpp>
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
using per_activity_of = per_activity<awarded, condition>;
using per_score_of = per_score<awarded, condition>;
using per_delivery_of = per_delivery<awarded>;
/// The first stage of an award.
using award_part = either_of<per_amount_of, per_amount_paid_by, per_unit_of, per_visit_of, per_activity_of,
                             per_score_of, per_delivery_of>;

using cap_at_basket = cap_at<awarded>;
/// What changes an award; a cap over time counts in a `Window`.
template <class Window>
using stage_part_in = either_of<multiply_by<condition>, multiply_by_tier<tier_count>, add_bonus<awarded, condition>,
                                cap_at_basket, cap_at<awarded, Window>, round_off, round_off_carrying, round_off_to>;
/// What changes an award of a line, of a piece, or that competes with others: none of them remembers anything.
using inner_part = either_of<multiply_by<condition>, multiply_by_tier<tier_count>, add_bonus<awarded, condition>,
                             cap_at_basket, round_off, round_off_to>;

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

/// The scope of an award with stages of its own.
enum class award_of : std::uint8_t { offer, each_line, each_unit };

/// How several awards become one.
enum class combining : std::uint8_t { sum_of, best_of, least_of, first_of };

/// One award, the sum of several, or the one of several that counts. Each may have stages of its own.
class awards {
public:
    static constexpr auto kind = detail::stage_kind::base;
    static constexpr std::string_view name = "awards";
    static constexpr bool is_whole = false;
    static constexpr bool explains_itself = true;
    template <class Event>
    static constexpr bool concerns = extensions::can_earn<Event>; // see `counts`
    using unit = awarded;
    using parts = detail::type_list<criteria::first_purchase_matches>; // of the conditions

    /// An award, and its own stages: a part of `inner`.
    struct entry {
        award_part award{};
        award_of by = award_of::offer;
        std::uint8_t first = 0;
        std::uint8_t count = 0;

        /// Returns true if it has no stages of its own.
        [[nodiscard]] constexpr bool is_plain() const noexcept { return count == 0 && by == award_of::offer; }

        template <class Self, class Function>
        static constexpr void for_each_field(Self& own, Function& function) noexcept {
            function(own.award);
            function(own.by);
            function(own.count);
        }
    };

    combining how = combining::sum_of;

    [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
    [[nodiscard]] constexpr const entry& operator[](std::size_t index) const noexcept { return entries_[index]; }
    [[nodiscard]] constexpr const inner_part& inner(std::size_t index) const noexcept { return inner_[index]; }

    /// Adds an award behind the others. Returns false if there is no room.
    template <class Award>
    constexpr bool add(const Award& next, award_of by = award_of::offer) noexcept {
        if (size_ == most_awards) {
            return false;
        }
        entries_[size_++] = {award_part{next}, by, inner_size_, 0};
        if constexpr (std::is_same_v<Award, per_delivery_of>) {
            deliveries_ = true;
        } else if constexpr (std::is_same_v<Award, per_activity_of> || std::is_same_v<Award, per_score_of>) {
            activities_ = true;
        } else {
            purchases_ = true;
        }
        return true;
    }
    /// Adds a stage to those of the last award. Returns false if there is no room.
    constexpr bool add_inner(const inner_part& next) noexcept {
        if (inner_size_ == most_inner_stages) {
            return false;
        }
        inner_[inner_size_++] = next;
        ++entries_[size_ - std::size_t{1}].count;
        return true;
    }

    /// Returns true if an award is for events of a type.
    template <class Event>
    [[nodiscard]] LOYALTY_INLINE constexpr bool counts() const noexcept {
        return extensions::is_purchase<Event> ? purchases_ : extensions::is_activity<Event> ? activities_ : deliveries_;
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start(const Subject& subject,
                                                                           Visit& visit) const noexcept {
        if (size_ == 1) {
            return start_one<Integer>(entries_[0], subject, visit);
        }
        return how == combining::sum_of ? sum<Integer>(subject, visit) : compete<Integer>(subject, visit);
    }

    /// Returns true for one `per_amount` of the net of all goods, without stages of its own.
    [[nodiscard]] constexpr bool is_plain() const noexcept {
        return size_ == 1 && entries_[0].is_plain() && entries_[0].award.holds<per_amount_of>() &&
               entries_[0].award.get<per_amount_of>().counted.measure == measure{};
    }
    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.how);
        for (std::size_t i = 0; i < own.size_; ++i) {
            function(own.entries_[i]);
        }
        for (std::size_t i = 0; i < own.inner_size_; ++i) {
            function(own.inner_[i]);
        }
    }

private:
    template <class Integer, class Subject, class Visit>
    [[nodiscard]] constexpr detail::fraction<Integer> sum(const Subject& subject, Visit& visit) const noexcept {
        detail::fraction<Integer> sum{};
        for (std::size_t i = 0; i < size_; ++i) {
            sum.add(start_one<Integer>(entries_[i], subject, visit));
        }
        explain_stage<sum_of<per_visit_of>>(sum, visit);
        return sum;
    }

    /// The award of several that counts; of equal ones the first.
    template <class Integer, class Subject, class Visit>
    [[nodiscard]] constexpr detail::fraction<Integer> compete(const Subject& subject, Visit& visit) const noexcept {
        detail::fraction<Integer> counts{};
        std::int64_t number = 0;
        bool overflow = false;
        for (std::size_t i = 0; i < size_ && !(how == combining::first_of && number != 0); ++i) {
            const auto each = start_one<Integer>(entries_[i], subject, visit);
            overflow |= each.overflow;
            if (Integer{0} < each.numerator && (number == 0 || wins(each, counts, overflow))) {
                counts = each;
                number = static_cast<std::int64_t>(i) + 1;
            }
        }
        counts.overflow = overflow;
        if (!overflow) {
            visit.explain("award that counts", ratio{number, 1}, "");
        }
        return counts;
    }
    template <class Integer>
    [[nodiscard]] constexpr bool wins(const detail::fraction<Integer>& later, const detail::fraction<Integer>& earlier,
                                      bool& overflow) const noexcept {
        Integer left{0};
        Integer right{0};
        overflow |= detail::multiply_overflows(later.numerator, earlier.denominator, left);
        overflow |= detail::multiply_overflows(earlier.numerator, later.denominator, right);
        return how == combining::best_of ? right < left : left < right;
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE constexpr detail::fraction<Integer> start_one(const entry& one, const Subject& subject,
                                                                               Visit& visit) const noexcept {
        if (one.is_plain()) {
            return start_part<Integer>(one.award, subject, visit);
        }
        return one.by == award_of::offer ? run<Integer>(one, subject, visit) : by_line<Integer>(one, subject, visit);
    }

    template <class Integer, class Subject, class Visit>
    [[nodiscard]] LOYALTY_INLINE static constexpr detail::fraction<Integer>
    start_part(const award_part& part, const Subject& subject, Visit& visit) noexcept {
        detail::fraction<Integer> value{};
        part.with([&](const auto& award) LOYALTY_INLINE_LAMBDA {
            using type = std::remove_cvref_t<decltype(award)>;
            constexpr bool concerned = detail::concerns<type, detail::event_type_of<Visit>>();
            if constexpr (concerned && (!std::is_same_v<type, per_amount_paid_by> ||
                                        fact::tenders_fact::known<detail::event_type_of<Visit>>)) {
                value = award.template start<Integer>(subject, visit);
                explain_stage<type>(value, visit);
            }
        });
        return value;
    }

    /// An award, and its own stages.
    template <class Integer, class Subject, class Visit>
    [[nodiscard]] constexpr detail::fraction<Integer> run(const entry& one, const Subject& subject,
                                                          Visit& visit) const noexcept {
        auto value = start_part<Integer>(one.award, subject, visit);
        for (std::size_t i = one.first; i < std::size_t{one.first} + one.count && !value.overflow; ++i) {
            inner_[i].with([&](const auto& stage) {
                stage.apply(value, subject, visit, extensions::no_state{});
                explain_stage<std::remove_cvref_t<decltype(stage)>>(value, visit);
            });
        }
        return value;
    }

    /// The same for each line or piece, as `each_line` and `each_unit` do.
    template <class Integer, class Subject, class Visit>
    [[nodiscard]] constexpr detail::fraction<Integer> by_line(const entry& one, const Subject& subject,
                                                              Visit& visit) const noexcept {
        detail::fraction<Integer> sum{};
        detail::paid_shares<Visit> paid{visit};
        for (const auto& line : subject.lines(visit)) {
            const std::int64_t pieces = one.by == award_of::each_unit ? pieces_of(line) : 1;
            const criteria::single_line<std::remove_cvref_t<decltype(line)>> single{line, pieces > 0 ? pieces : 1,
                                                                                    paid.next(line)};
            auto award = run<Integer>(one, single, visit);
            if (one.by == award_of::each_unit) {
                award.multiply(pieces, 1);
            }
            sum.add(award);
        }
        return sum;
    }
    template <class Line>
    [[nodiscard]] static constexpr std::int64_t pieces_of([[maybe_unused]] const Line& line) noexcept {
        if constexpr (fact::quantity_fact::known<Line>) {
            return static_cast<std::int64_t>(fact::quantity(line));
        } else {
            return 1;
        }
    }

    entry entries_[most_awards]{};
    inner_part inner_[most_inner_stages]{};
    std::uint8_t size_ = 0;
    std::uint8_t inner_size_ = 0;
    bool purchases_ = false;
    bool activities_ = false;
    bool deliveries_ = false;
};

} // namespace loyalty::json
