// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A `cashback` from text: up to four rates.
///
/// `{"cashback": {"rates": [{"by": "5 %", "on": {"category_is": [7]}, "at_most": {...}}, {"by": "1.5 %"}]}}` remembers one count
/// of 8 bytes, since only its first rate has a cap.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/measure.hpp>
#include <loyalty/json/money_measure.hpp>
#include <loyalty/json/quick_rounding.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/cashback.hpp>
#include <loyalty/rules/counting_window.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>

namespace loyalty::json {

template <class Currency>
using rate_of = cashback_rate<condition, detail::capped<Currency, window>>;

/// A rate that is not there takes no line.
template <class Currency>
using four_rates = cashback<Currency, money_measure<Currency>, rate_of<Currency>, rate_of<Currency>, rate_of<Currency>,
                            rate_of<Currency>>;

/// It remembers as many counts as the last of its rates with a cap needs.
template <class Currency>
struct cashback_of : four_rates<Currency> {
    using rate = rate_of<Currency>;
    using state = typename four_rates<Currency>::state;
    static_assert(most_rates == 4 && sizeof(state) == most_rates * sizeof(criteria::running_count));

    constexpr cashback_of(Currency currency, rounding rounded, const rate& first, const rate& second, const rate& third,
                          const rate& fourth) noexcept
        : four_rates<Currency>{currency, rounded, first, second, third, fourth} {
        detail::for_each_index<most_rates>([&](auto i) {
            const window& in = window_of<i>();
            counts_ = in.what == windows::never ? counts_ : static_cast<std::uint8_t>(i + 1);
            ages_ = ages_ || in.ages();
            note_rate(detail::get<i>(this->rates), this->shares.numerators[i], i);
        });
        const bool rounds = rounded_.prepare(rounded, this->shares.denominator);
        is_quick_ = is_quick_ && rounds && this->shares.none_is_negative();
    }
    constexpr void count_by(const money_measure<Currency>& what) noexcept {
        this->measure = what;
        is_quick_ = is_quick_ && what.of.is_net_of_goods();
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.mode);
        function(own.measure);
        function(own.shares);
        function(own.rates);
    }

    [[nodiscard]] constexpr bool ages() const noexcept { return ages_; }
    /// When its counts begin anew, and which of them are then zero: see engine/rule_ways.hpp.
    [[nodiscard]] constexpr std::uint8_t renewed_at() const noexcept {
        std::uint8_t together = detail::renewal::never;
        for (const window& in : ended_by_) {
            const std::uint8_t one = renewal_of(in);
            together = one < detail::renewal::never ? together : detail::renewal::of_both(together, one);
        }
        return together;
    }
    template <class Function>
    constexpr void for_each_zeroed_count(Function&& function) const noexcept {
        for (std::size_t i = 0; i < counts_; ++i) {
            if (renewal_of(ended_by_[i]) < detail::renewal::never) {
                function(i, ended_by_[i].unit);
            }
        }
    }
    /// See json/packed.hpp.
    [[nodiscard]] constexpr std::size_t memory_words() const noexcept { return counts_; }

    /// Its counts are taken where they lie, rather than copied, at every event.
    [[nodiscard]] constexpr bool is_plain() const noexcept { return true; }

    template <class Moment>
    LOYALTY_INLINE void advance_plain(unsigned char* words, Moment& moment) const noexcept {
        for (std::size_t i = 0; i < counts_; ++i) {
            ended_by_[i].let_pass(count_at(words, i), moment);
        }
    }
    template <class Visit>
    LOYALTY_INLINE void apply_plain(unsigned char* words, Visit& visit) const noexcept {
        using event = detail::event_type_of<Visit>;
        if constexpr (!detail::concerns<four_rates<Currency>, event>()) {
        } else if constexpr (fact::lines_fact::known<event>) {
            apply_whole(words, visit);
        } else {
            apply_to_event(words, visit);
        }
    }

private:
    template <std::size_t Index>
    [[nodiscard]] LOYALTY_INLINE constexpr const window& window_of() const noexcept {
        return detail::get<Index>(this->rates).limit.window;
    }
    [[nodiscard]] LOYALTY_INLINE static criteria::running_count& count_at(unsigned char* words,
                                                                          std::size_t index) noexcept {
        return *std::launder(
            reinterpret_cast<criteria::running_count*>(words + index * sizeof(criteria::running_count)));
    }

    /// A rate that takes every line, or those of one category, and whose cap, if it has one, is always open.
    struct quick_rate {
        std::int64_t category = 0;
        std::int64_t share = 0; ///< over `shares.denominator`
        std::int64_t most = 0;
        bool takes_all = false;
        bool is_capped = false;
        std::uint8_t count = 0;
    };

    constexpr void note_rate(const rate& one, std::int64_t share, std::size_t index) noexcept {
        const condition& lines = one.where;
        const windows what = one.limit.window.what;
        ended_by_[index] = one.limit.window;
        if (lines.is_never()) {
            return; // it is not there
        }
        is_quick_ = is_quick_ && (lines.is_always() || (lines.is_one_category() && lines.first_code() >= 0)) &&
                    what != windows::campaign && what != windows::first_months;
        quick_[quick_size_++] = {lines.first_code(),           share,
                                 one.limit.most.minor_units(), lines.is_always(),
                                 what != windows::never,       static_cast<std::uint8_t>(index)};
    }

    /// An event that is its own single line earns by one rate alone. Does what `cashback` does with such an event; what is none of
    /// the usual rates, or does not fit 64 bits, is left to it.
    template <class Visit>
    LOYALTY_APART void apply_to_event(unsigned char* words, Visit& visit) const noexcept {
        if (!is_quick_) {
            return apply_whole(words, visit);
        }
        const std::int64_t spent = criteria::net{}(visit.event, visit).minor_units();
        const quick_rate* by = quick_;
        for (std::size_t left = quick_size_; left != 0; --left, ++by) {
            LOYALTY_ASSUME(by->category >= 0);
            if (by->takes_all || condition::is_category(by->category, visit.event, visit)) {
                std::int64_t product = 0;
                if (spent < 0 || detail::multiply_overflows(spent, by->share, product)) [[unlikely]] {
                    return apply_whole(words, visit);
                }
                return grant(*by, rounded_(product), words, visit);
            }
        }
    }
    template <class Visit>
    LOYALTY_INLINE void grant(const quick_rate& by, std::int64_t granted, unsigned char* words,
                              Visit& visit) const noexcept {
        if (by.is_capped) {
            criteria::running_count& count = count_at(words, by.count);
            const std::int64_t room = by.most > count.total() ? by.most - count.total() : 0;
            granted = granted < room ? granted : room;
            if (count.add_overflows(granted)) [[unlikely]] {
                visit.refuse_if(true, reason::amount_overflow);
                return;
            }
        }
        visit.grant(amount<Currency>::from_minor_units(granted));
    }

    template <class Visit>
    LOYALTY_APART void apply_whole(unsigned char* words, Visit& visit) const noexcept {
        state own{};
        std::memcpy(static_cast<void*>(&own), words, counts_ * sizeof(criteria::running_count));
        four_rates<Currency>::apply(own, visit);
        std::memcpy(words, &own, counts_ * sizeof(criteria::running_count));
    }

    quick_rate quick_[most_rates]{};
    window ended_by_[most_rates]{};
    std::uint8_t quick_size_ = 0;
    std::uint8_t counts_ = 0;
    bool ages_ = false;
    bool is_quick_ = true;
    quick_rounding rounded_{};
};

} // namespace loyalty::json
