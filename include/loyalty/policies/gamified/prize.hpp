// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/quota.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::games {

/// Stands for the stock of a prize of which there is always one more.
struct no_stock {
    static constexpr std::string_view name = "no_stock";
};

/// The stock of a prize: a quota, and the place of the prize that is given once it is used up.
template <class Quota>
struct stock {
    static constexpr std::string_view name = "stock";
    static constexpr std::uint32_t number = Quota::id::number;

    Quota quota{};
    std::uint8_t otherwise = 0;

    /// True; a stock whose rule comes at run time may be none.
    [[nodiscard]] static constexpr bool is_there() noexcept { return true; }

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"quota", &stock::quota, "what members share"},
        extensions::field{"otherwise", &stock::otherwise, "the place of the prize that is given then"});

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::passes_quota<Visit, number>();
        template <bool Met>
        struct sentence {
            static_assert(Met,
                          "loyalty: prize_wheel: a prize has a stock, which members share: pass it with each event, "
                          "apply(programme, member, event, sharing(quotas))");
        };
    };
};

/// A prize of a wheel, with its weight: `prize{5, 50_points}` has 5 of the tickets. `prize{50, 0_points}` gives nothing.
///
/// `prize{1, 1_vouchers}.costing(2000_points)` is a thing: the `wallet` makes it of the unit, and it costs as much as 2,000
/// points. `.out_of(quota<1>(10_items), 0)` has ten of them for all members, and then the prize at place 0 is given.
template <unit_type Unit, unit_type Cost = Unit, class Stock = no_stock>
struct prize {
    using unit = Unit;
    using cost_unit = Cost;
    using stock_type = Stock;
    static constexpr std::string_view name = "prize";
    static constexpr bool has_stock = !std::is_same_v<Stock, no_stock>;

    std::uint32_t weight = 1;
    amount<Unit> award{};
    amount<Cost> cost{};
    LOYALTY_NO_UNIQUE_ADDRESS Stock left{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"weight", &prize::weight, "its share of the tickets",
                          extensions::at_least(1, "prize_wheel: a prize has a weight of 1 at least: leave it out")},
        extensions::field{"award", &prize::award, "what it gives; zero for nothing",
                          extensions::zero_or_above("prize_wheel: a prize must not be negative")},
        extensions::field{"cost", &prize::cost, "what it costs the programme",
                          extensions::zero_or_above("prize_wheel: a prize must not cost less than nothing")},
        extensions::field{"out_of", &prize::left, "how many there are, and what is given then"});

    constexpr prize(std::uint32_t tickets, amount<Unit> given) noexcept requires std::is_same_v<Unit, Cost>
        : weight{tickets}, award{given}, cost{given} {}
    constexpr prize(std::uint32_t tickets, amount<Unit> given, amount<Cost> costs, Stock there) noexcept
        : weight{tickets}, award{given}, cost{costs}, left{there} {}

    /// The cost of a prize in another unit than its own, such as the points that a voucher is worth.
    template <unit_type Other>
    [[nodiscard]] constexpr prize<Unit, Other, Stock> costing(amount<Other> each) const noexcept {
        return {weight, award, each, left};
    }
    /// There are so many for all members. Once they are gone, the prize at the place `otherwise` is given: never a second draw.
    template <class Quota>
    [[nodiscard]] constexpr prize<Unit, Cost, stock<Quota>> out_of(Quota whole, std::uint8_t otherwise) const noexcept {
        return {weight, award, cost, {whole, otherwise}};
    }
};

template <unit_type Unit>
prize(std::uint32_t, amount<Unit>) -> prize<Unit>;
template <unit_type Unit>
prize(int, amount<Unit>) -> prize<Unit>;

/// How many prizes out of each stock the events of a member have got, less what went back.
template <std::size_t Stocks>
struct prizes_taken {
    extensions::taken_of_quota each[Stocks == 0 ? 1 : Stocks]{};

    [[nodiscard]] friend constexpr bool operator==(const prizes_taken&, const prizes_taken&) = default;
};

} // namespace loyalty::games
