// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The discounts of a programme (S39), a policy that lowers the prices of a `checkout` before the other policies see them.
///
/// @code
/// constexpr programme shop{
///     discounts{percent_off(20_pct).on(category_is(7)),                                  // items
///               best_discount_of{percent_off(10_pct), amount_off(15_usd).needs(coupon{1})}}, // the basket
///     points{per_amount{1_points, 1_usd}, round_off{}}};
/// @endcode
///
/// A basket of 100.00 USD of category 7: 20.00 off leave 80.00; of 8.00 and the coupon's 15.00 the coupon counts, and 65.00 are
/// due. They earn 65 points.
///
/// | entry                 | of its discounts                                                      |
/// |-----------------------|-----------------------------------------------------------------------|
/// | `discounts`, `in_sequence` | all count, each on what the one before it left                   |
/// | `side_by_side`        | all count, each on the prices before the entry                        |
/// | `best_discount_of`    | the one that lowers the bill most counts (S17)                        |
/// | `least_discount_of`   | the one that lowers it least, but something                           |
/// | `first_discount_of`   | the first that lowers it                                              |
///
/// Entries may stand in each other. Of two that lower the bill by the same, the first counts. No line falls below zero.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/policies/discounts/discount.hpp>
#include <loyalty/policies/discounts/pricing.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace detail {

/// How the entries of a group count.
enum class discount_mode : std::uint8_t { sequence, side_by_side, best, least, first };

/// Calls `function(entry)` for each entry of a group, in their order. Entries from run time have a function of this name of their
/// own.
template <class... Entries, class Function>
LOYALTY_INLINE constexpr void for_each_entry(const pack<Entries...>& entries, Function&& function) noexcept {
    for_each_index<sizeof...(Entries)>([&](auto place) LOYALTY_INLINE_LAMBDA { function(get<place>(entries)); });
}

/// Runs entries one after the other, each on what the one before it left.
template <class Entries, class Pricing>
constexpr void run_in_sequence(const Entries& entries, Pricing& sale, std::size_t index) noexcept {
    for_each_entry(entries, [&](const auto& entry) {
        entry.run(sale, index);
        index += entry.rule_count;
    });
}

/// Runs each entry on the prices before all of them, then takes off what each gave.
template <class Entries, class Pricing>
constexpr void run_side_by_side(const Entries& entries, Pricing& sale, std::size_t first) noexcept {
    const auto before = sale.prices();
    std::size_t index = first;
    for_each_entry(entries, [&](const auto& entry) {
        entry.run(sale, index);
        sale.go_to(before);
        index += entry.rule_count;
    });
    for (std::size_t rule = first; rule < index; ++rule) {
        if (sale.results[rule].counts()) {
            sale.take_what_is_left(rule);
        }
    }
}

/// Runs each entry on the prices before all of them, and keeps the one that counts.
template <discount_mode Mode, class Entries, class Pricing>
constexpr void run_competing(const Entries& entries, Pricing& sale, std::size_t first) noexcept {
    const auto before = sale.prices();
    auto kept = before;
    typename Pricing::price_type best{};
    std::array<std::size_t, 2> winner{first, first};
    std::size_t index = first;
    for_each_entry(entries, [&](const auto& entry) {
        const std::size_t end = index + entry.rule_count;
        entry.run(sale, index);
        const auto given = sale.given_by(index, end);
        const bool gives = given != decltype(given){};
        const bool wins = winner[0] == winner[1]         ? gives
                          : Mode == discount_mode::best  ? best < given
                          : Mode == discount_mode::least ? gives && given < best
                                                         : false;
        if (wins) {
            best = given;
            winner = {index, end};
            kept = sale.prices();
        }
        sale.go_to(before);
        index = end;
    });
    sale.go_to(kept);
    const std::size_t by = sale.first_that_counts(winner[0], winner[1]);
    sale.beat(first, winner[0], reason::lost_to_another, by);
    sale.beat(winner[1], index, reason::lost_to_another, by);
}

/// Runs the entries of a group, of which the first discount has the number `index`.
template <discount_mode Mode, class Entries, class Pricing>
constexpr void run_group(const Entries& entries, Pricing& sale, std::size_t index) noexcept {
    if constexpr (Mode == discount_mode::sequence) {
        run_in_sequence(entries, sale, index);
    } else if constexpr (Mode == discount_mode::side_by_side) {
        run_side_by_side(entries, sale, index);
    } else {
        run_competing<Mode>(entries, sale, index);
    }
}

/// The sentence if the entries of a group stand in an order that cannot be right; null if it can.
template <class Entries>
[[nodiscard]] constexpr const char* problem_of_entries(discount_mode mode, const Entries& entries) noexcept {
    std::uint32_t of_baskets = 0;
    const char* found = nullptr;
    for_each_entry(entries, [&](const auto& entry) {
        std::uint32_t here = 0;
        entry.for_each_rule(0, [&](const auto& rule, std::size_t) {
            if (!rule.is_of_items()) {
                here |= rule.counted.bits;
            } else if ((rule.counted.bits & of_baskets) != 0) {
                found = "discounts: a discount of items stands behind one of the whole basket: put discounts of items "
                        "first";
            }
        });
        of_baskets |= mode == discount_mode::sequence ? here : 0;
    });
    return found;
}

/// Discounts that count by one mode: what all groups share.
template <discount_mode Mode, class... Entries>
struct discount_group {
    static constexpr std::size_t rule_count = (std::size_t{0} + ... + Entries::rule_count);

    detail::pack<Entries...> entries{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"discounts", &discount_group::entries, "the discounts, in their order"});

    constexpr explicit discount_group(Entries... each) noexcept : entries{{{each}...}} {}

    template <class Pricing>
    LOYALTY_INLINE constexpr void run(Pricing& sale, std::size_t index) const noexcept {
        if constexpr (Mode == discount_mode::sequence) { // in line: the numbers of its rules are then constants
            for_each_entry(entries, [&](const auto& entry) LOYALTY_INLINE_LAMBDA {
                entry.run(sale, index);
                index += entry.rule_count;
            });
        } else {
            run_group<Mode>(entries, sale, index);
        }
    }

    template <class Function>
    LOYALTY_INLINE constexpr void for_each_rule(std::size_t index, Function&& function) const noexcept {
        for_each_entry(entries, [&](const auto& entry) LOYALTY_INLINE_LAMBDA {
            entry.for_each_rule(index, function);
            index += entry.rule_count;
        });
    }

    [[nodiscard]] constexpr const char* problem() const noexcept { return problem_of_entries(Mode, entries); }
};

} // namespace detail

namespace prices {

/// See the top of this file.
template <class... Entries>
struct in_sequence : detail::discount_group<detail::discount_mode::sequence, Entries...> {
    static constexpr std::string_view name = "in_sequence";
    constexpr explicit in_sequence(Entries... each) noexcept
        : detail::discount_group<detail::discount_mode::sequence, Entries...>{each...} {}
};

/// See the top of this file. In which order its discounts stand changes no price.
template <class... Entries>
struct side_by_side : detail::discount_group<detail::discount_mode::side_by_side, Entries...> {
    static constexpr std::string_view name = "side_by_side";
    constexpr explicit side_by_side(Entries... each) noexcept
        : detail::discount_group<detail::discount_mode::side_by_side, Entries...>{each...} {}
};

/// See the top of this file.
template <class... Entries>
struct best_discount_of : detail::discount_group<detail::discount_mode::best, Entries...> {
    static constexpr std::string_view name = "best_discount_of";
    constexpr explicit best_discount_of(Entries... each) noexcept
        : detail::discount_group<detail::discount_mode::best, Entries...>{each...} {}
};

/// See the top of this file.
template <class... Entries>
struct least_discount_of : detail::discount_group<detail::discount_mode::least, Entries...> {
    static constexpr std::string_view name = "least_discount_of";
    constexpr explicit least_discount_of(Entries... each) noexcept
        : detail::discount_group<detail::discount_mode::least, Entries...>{each...} {}
};

/// See the top of this file.
template <class... Entries>
struct first_discount_of : detail::discount_group<detail::discount_mode::first, Entries...> {
    static constexpr std::string_view name = "first_discount_of";
    constexpr explicit first_discount_of(Entries... each) noexcept
        : detail::discount_group<detail::discount_mode::first, Entries...>{each...} {}
};

/// The treatment of a discount that passes the limit of all discounts.
enum class above_limit : std::uint8_t {
    clamp, ///< it is cut to what the limit leaves
    reject ///< it gives nothing: `above_discount_limit`
};

/// All discounts of a programme, in their order, with a limit over all of them. See the top of this file. The rules have
/// numbers from 0 on, in the order in which they are written.
template <class Limit, class... Entries>
struct limited_discounts {
    using rewards = detail::type_list<>;
    static constexpr std::string_view name = "discounts";
    static constexpr bool lowers_prices = true;
    static constexpr std::size_t rule_count = (std::size_t{0} + ... + Entries::rule_count);
    /// It concerns what a checkout becomes. There it does nothing: the prices are found before.
    template <class Event>
    static constexpr bool concerns = extensions::uses_things<Event>;

    in_sequence<Entries...> all;
    LOYALTY_NO_UNIQUE_ADDRESS Limit limit{};
    above_limit above = above_limit::clamp;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"discounts", &limited_discounts::all, "the discounts, in their order"},
        extensions::field{"at_most", &limited_discounts::limit, "the most that all of them take off together"},
        extensions::field{"above", &limited_discounts::above, "what becomes of a discount that passes it"});

    template <class Visit>
    constexpr void apply(extensions::no_state, Visit&) const noexcept {}

    /// Calls `function(number)` for each campaign of which a discount needs a thing.
    template <class Function>
    constexpr void for_each_campaign(Function&& function) const noexcept {
        all.for_each_rule(0, [&](const auto& rule, std::size_t) {
            if (rule.campaign != 0) {
                function(rule.campaign);
            }
        });
    }

    /// So much of the lines of a sale may all discounts take off.
    template <class Lines>
    [[nodiscard]] constexpr auto most_of(const Lines& lines) const noexcept {
        auto sum = decltype(lines.begin()->net){};
        if constexpr (std::is_same_v<Limit, no_limit>) {
            return decltype(sum)::largest();
        } else {
            for (const auto& line : lines) {
                sum = sum + line.net;
            }
            return limit.most_of(sum);
        }
    }

    /// All discounts together take off at most so much.
    template <money_unit Currency>
    [[nodiscard]] constexpr auto at_most(money<Currency> most,
                                         above_limit otherwise = above_limit::clamp) const noexcept {
        return limited_discounts<money_limit<Currency>, Entries...>{all, {most}, otherwise};
    }
    /// The same, a part of what the lines cost before them.
    [[nodiscard]] constexpr auto at_most(ratio part, above_limit otherwise = above_limit::clamp) const noexcept {
        return limited_discounts<part_limit, Entries...>{all, {part}, otherwise};
    }
};

/// `discounts{percent_off(10_pct)}`; see the top of this file.
template <class... Entries>
struct discounts : limited_discounts<no_limit, Entries...> {
    constexpr explicit discounts(Entries... each) noexcept
        : limited_discounts<no_limit, Entries...>{in_sequence<Entries...>{each...}} {}
};

} // namespace prices

namespace detail {

/// Tries each exclusive discount alone, and keeps it if it lowers the bill more than what counts so far. `before` are the prices
/// before all discounts.
template <class Policy, class Pricing>
constexpr void run_exclusive(const Policy& policy, Pricing& sale,
                             const typename Pricing::prices_type& before) noexcept {
    auto& results = sale.results;
    auto best = sale.given_by(0, Policy::rule_count);
    auto prices = sale.prices();
    auto kept = results;
    policy.all.for_each_rule(0, [&](const auto& rule, std::size_t index) {
        if (!rule.is_exclusive) {
            return;
        }
        sale.go_to(before);
        sale.alone = index;
        policy.all.run(sale, 0);
        const std::size_t winner = sale.first_that_counts(0, Policy::rule_count);
        if (winner == loyalty::prices::no_rule) {
            kept[index] = results[index]; // why it gives nothing by itself
        } else if (best < results[index].given) {
            best = results[index].given;
            prices = sale.prices();
            for (std::size_t i = 0; i < Policy::rule_count; ++i) {
                if (i == index) {
                    kept[i] = results[i];
                } else if (kept[i].counts()) {
                    kept[i].refuse(reason::not_combinable, index);
                }
            }
        }
    });
    sale.go_to(prices);
    results = kept;
    const std::size_t winner = sale.first_that_counts(0, Policy::rule_count);
    for (auto& each : results) {
        if (each.why == reason::not_combinable) {
            each.beaten_by = winner;
        }
    }
}

/// Finds the prices of a sale: of the exclusive discounts one alone, or all others together, whatever lowers the bill most.
template <class Policy, class Pricing>
LOYALTY_INLINE constexpr void run_discounts(const Policy& policy, Pricing& sale) noexcept {
    bool has_exclusive = false;
    policy.all.for_each_rule(0, [&](const auto& rule, std::size_t)
                                    LOYALTY_INLINE_LAMBDA { has_exclusive = has_exclusive || rule.is_exclusive; });
    if (has_exclusive) {
        const auto before = sale.prices();
        policy.all.run(sale, 0);
        run_exclusive(policy, sale, before);
    } else {
        policy.all.run(sale, 0);
    }
}

} // namespace detail
} // namespace loyalty
