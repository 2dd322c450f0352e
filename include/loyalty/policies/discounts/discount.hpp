// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// One discount of a programme.
///
/// @code
/// percent_off(20_pct).on(category_is(7))                              // 20 % off category 7, rounded half up once
/// percent_off(60_pct).dearest(1).needs(coupon{7})                     // 60 % off one piece: 50.00 becomes 20.00
/// amount_off(15_usd).when(basket_at_least(100_usd))                   // judged on the amount before it
/// buy_get(5, 1).on(sku_is(2)).buying(sku_is(1))                       // for every 5 of one, one of another is free
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/discounts/conditions.hpp>
#include <loyalty/policies/discounts/effects.hpp>
#include <loyalty/policies/discounts/pieces.hpp>
#include <loyalty/policies/discounts/pricing.hpp>
#include <loyalty/rules/basis.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace prices {

/// A thing of one campaign, which must be presented: a coupon, a free item, a waived fee.
struct coupon {
    std::uint32_t campaign = 0;
};

/// No limit.
struct no_limit {
    template <class Amount>
    [[nodiscard]] constexpr Amount most_of(Amount all) const noexcept {
        return all;
    }
};
/// At most so much money.
template <money_unit Currency>
struct money_limit {
    template <class Visit>
    using demands = detail::currency_of_sale<Currency, Visit>;
    money<Currency> most{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"most", &money_limit::most, "the most that is taken off",
                                             extensions::above_zero("discounts: the most must be above zero")});

    [[nodiscard]] constexpr money<Currency> most_of(money<Currency> all) const noexcept {
        return most < all ? most : all;
    }
};
/// At most a part of the prices, rounded down.
struct part_limit {
    ratio part{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"part", &part_limit::part, "the part of the prices that is taken off at most",
                          extensions::above_zero("discounts: the most must be above zero")});
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return part.numerator > part.denominator ? "discounts: the most must be at most all" : nullptr;
    }

    template <class Amount>
    [[nodiscard]] constexpr Amount most_of(Amount all) const noexcept {
        return arithmetic::scale(all, part, rounding::down).value_or(all);
    }
};

} // namespace prices

namespace detail {

/// True for what may lower a whole basket; anything else lowers pieces.
template <class Effect>
inline constexpr bool may_lower_baskets = std::is_same_v<Effect, prices::percent_effect>;
template <class Currency>
inline constexpr bool may_lower_baskets<prices::amount_effect<Currency>> = true;

template <class Effect>
inline constexpr bool gives_for_bought = false;
template <class Bought>
inline constexpr bool gives_for_bought<prices::buy_get_effect<Bought>> = true;
template <class Effect>
inline constexpr bool makes_packs = false;
template <class Currency>
inline constexpr bool makes_packs<prices::pack_effect<Currency>> = true;

} // namespace detail

namespace prices {

/// One discount. Made by `percent_off`, `amount_off` and so on; lowers goods, unless `.including` names other components.
template <class Effect, criteria::predicate Where = criteria::always, criteria::predicate When = criteria::always,
          class Limit = no_limit>
struct discount {
    static constexpr std::size_t rule_count = 1;
    static constexpr std::string_view name = Effect::name;
    Effect effect;
    LOYALTY_NO_UNIQUE_ADDRESS Where where{};
    LOYALTY_NO_UNIQUE_ADDRESS When condition{};
    LOYALTY_NO_UNIQUE_ADDRESS Limit limit{};
    piece_choice chosen{};
    criteria::components counted{};
    std::uint32_t campaign = 0;
    percent_rounding rounds{};
    bool is_exclusive = false;

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"effect", &discount::effect, "by how much it lowers the goods"},
        extensions::field{"on", &discount::where, "the lines that it lowers"},
        extensions::field{"when", &discount::condition, "the condition on the sale"},
        extensions::field{"at_most", &discount::limit, "the most that it takes off"},
        extensions::field{"pieces", &discount::chosen, "the pieces that it lowers"},
        extensions::field{"components", &discount::counted, "the components that it lowers"},
        extensions::field{"needs", &discount::campaign, "the campaign of the thing that must be presented; 0 for none"},
        extensions::field{"rounding", &discount::rounds, "how a percentage is rounded"},
        extensions::field{"exclusive", &discount::is_exclusive, "true if it is combined with no other discount"});

    /// Only lines that match. Called twice, both conditions must hold.
    template <class Lines>
    [[nodiscard]] constexpr auto on(Lines lines) const noexcept {
        return with(effect, detail::and_also(where, detail::a_condition(lines)), condition, limit);
    }
    /// Only if a condition on the sale holds, with the prices that this discount starts from.
    template <class Condition>
    [[nodiscard]] constexpr auto when(Condition holds) const noexcept {
        return with(effect, where, detail::and_also(condition, detail::a_condition(holds)), limit);
    }
    /// At most so much is taken off.
    template <money_unit Currency>
    [[nodiscard]] constexpr auto at_most(money<Currency> most) const noexcept {
        return with(effect, where, condition, money_limit<Currency>{most});
    }
    /// Only if a thing of the campaign is presented. Otherwise the discount is automatic.
    [[nodiscard]] constexpr discount needs(coupon thing) const noexcept {
        discount other = *this;
        other.campaign = thing.campaign;
        return other;
    }
    /// Only the `pieces` cheapest pieces.
    [[nodiscard]] constexpr discount cheapest(std::int64_t pieces) const noexcept {
        return choosing({piece_order::cheapest, pieces});
    }
    /// Only the `pieces` dearest pieces.
    [[nodiscard]] constexpr discount dearest(std::int64_t pieces) const noexcept {
        return choosing({piece_order::dearest, pieces});
    }
    /// These components in the place of goods: `.including(component::goods, component::shipping)`.
    [[nodiscard]] constexpr discount including(std::same_as<component> auto... each) const noexcept {
        discount other = *this;
        other.counted = criteria::components::of(each...);
        return other;
    }
    /// How a percentage is rounded; half up once if nothing is said.
    [[nodiscard]] constexpr discount rounded(rounding mode,
                                             rounding_stage stage = rounding_stage::once) const noexcept {
        discount other = *this;
        other.rounds = {mode, stage};
        return other;
    }
    /// Not together with any other discount: what lowers the bill more counts, this one or all others.
    [[nodiscard]] constexpr discount exclusive() const noexcept {
        discount other = *this;
        other.is_exclusive = true;
        return other;
    }
    /// The goods that are bought for those that are given. These are not bought too.
    template <class Bought>
    [[nodiscard]] constexpr auto buying(Bought bought) const noexcept {
        constexpr bool gives = detail::gives_for_bought<Effect>;
        static_assert(gives, "loyalty: discounts: only buy_get(...) has goods that are bought for others");
        if constexpr (gives) {
            return with(buy_get_effect<detail::condition_in<Bought>>{effect.buy, effect.get, effect.part,
                                                                     detail::a_condition(bought)},
                        where, condition, limit);
        } else {
            return *this;
        }
    }

    /// Returns true if it lowers some pieces or lines, and not a whole basket.
    [[nodiscard]] constexpr bool is_of_items() const noexcept {
        return !detail::may_lower_baskets<Effect> || !detail::takes_all_lines(where) ||
               chosen.order != piece_order::all;
    }

    /// Tries the rule on the prices, and notes in its result what it did.
    template <class Pricing>
    LOYALTY_INLINE constexpr void run(Pricing& sale, std::size_t index) const noexcept {
        auto& result = sale.results[index];
        result.begin(name, campaign, sale.lines.size());
        if (is_exclusive ? sale.alone != index : sale.alone != detail::all_stackable) {
            return result.refuse(reason::not_combinable);
        }
        if (campaign != 0 && !sale.is_presented(campaign)) {
            return result.refuse(reason::not_presented);
        }
        if (!detail::holds(condition, sale.visit, result)) {
            return;
        }
        auto picked = scope(sale);
        keep_chosen(picked, sale);
        typename Pricing::lowered_type lowered{.shares = result.shares};
        effect.lower(picked, rounds, lowered);
        if (const auto most = limit.most_of(lowered.total); most < lowered.total) {
            lowered.cut(most);
        }
        result.why = reason::none;
        result.wanted = lowered.wanted;
        sale.take(index, lowered.total, lowered.only);
    }
    /// Calls `function(rule, index)`.
    template <class Function>
    LOYALTY_INLINE constexpr void for_each_rule(std::size_t index, Function&& function) const noexcept {
        function(*this, index);
    }

private:
    template <class NewEffect, class NewWhere, class NewWhen, class NewLimit>
    [[nodiscard]] constexpr auto with(NewEffect how, NewWhere lines, NewWhen holds, NewLimit most) const noexcept {
        return discount<NewEffect, NewWhere, NewWhen, NewLimit>{how,     lines,    holds,  most,        chosen,
                                                                counted, campaign, rounds, is_exclusive};
    }
    [[nodiscard]] constexpr discount choosing(piece_choice choice) const noexcept {
        discount other = *this;
        other.chosen = choice;
        return other;
    }

    /// All pieces that the rule may lower. A line that costs nothing has none.
    template <class Pricing>
    [[nodiscard]] LOYALTY_INLINE constexpr typename Pricing::pieces_type scope(const Pricing& sale) const noexcept {
        typename Pricing::pieces_type all{sale.lines.size()};
        const bool reads_pieces = !detail::may_lower_baskets<Effect> || chosen.order != piece_order::all;
        auto* price = all.price.begin();
        auto* pieces = all.pieces.begin();
        std::int64_t total = 0; // the sums of prices fit, since the bill fits
        for (const auto& line : sale.lines) {
            const bool lowers = line.net.minor_units() > 0 && is_lowered(line, sale.visit);
            const std::int64_t cost = lowers ? line.net.minor_units() : 0;
            *price++ = std::remove_cvref_t<decltype(all.total)>::from_minor_units(cost);
            total += cost;
            if (reads_pieces) {
                *pieces++ = lowers ? line.quantity : 0;
            }
        }
        all.total = std::remove_cvref_t<decltype(all.total)>::from_minor_units(total);
        return all;
    }
    template <class Line, class Visit>
    [[nodiscard]] constexpr bool is_lowered(const Line& line, const Visit& visit) const noexcept {
        return counted.contain(line) && where(line, visit);
    }

    /// Keeps those of them that it lowers.
    template <class Pieces, class Pricing>
    LOYALTY_INLINE constexpr void keep_chosen(Pieces& all, const Pricing& sale) const noexcept {
        if constexpr (detail::makes_packs<Effect>) {
            all.keep(piece_order::dearest, chosen.most);
            all = effect.packed(all);
        } else if constexpr (detail::gives_for_bought<Effect>) {
            const std::int64_t given = effect.given_for(bought_pieces(all, sale));
            all.keep(chosen.order, given < chosen.most ? given : chosen.most);
        } else if (chosen.order != piece_order::all) {
            all.keep(chosen.order, chosen.most);
        }
    }
    template <class Pieces, class Pricing>
    [[nodiscard]] constexpr std::int64_t bought_pieces(const Pieces& all, const Pricing& sale) const noexcept {
        if constexpr (std::is_same_v<Effect, buy_get_effect<same_goods>>) {
            return all.count();
        } else {
            std::int64_t sum = 0;
            for (const auto& line : sale.lines) {
                if (criteria::components{}.contain(line) && !is_lowered(line, sale.visit) &&
                    effect.bought(line, sale.visit) && detail::add_overflows(sum, line.quantity, sum)) {
                    return (std::numeric_limits<std::int64_t>::max)();
                }
            }
            return sum;
        }
    }
};

/// A part of the price: `percent_off(20_pct)`.
[[nodiscard]] constexpr auto percent_off(ratio part) noexcept {
    return discount<percent_effect>{{part}};
}
template <loyalty::detail::bare_number Number>
[[nodiscard]] constexpr auto percent_off(Number) noexcept {
    static_assert(!loyalty::detail::bare_number<Number>,
                  "loyalty: percent_off: a part is exact: write 20_pct or ratio{1, 5}");
    return percent_off(ratio{1, 1});
}
/// An amount, over all lines that it lowers together: `amount_off(15_usd)`. Goods that cost less become free.
template <money_unit Currency>
[[nodiscard]] constexpr auto amount_off(money<Currency> off) noexcept {
    return discount<amount_effect<Currency>>{{off}};
}
/// An amount off each piece: `amount_off_each(1_usd)`.
template <money_unit Currency>
[[nodiscard]] constexpr auto amount_off_each(money<Currency> off) noexcept {
    return discount<each_effect<Currency>>{{off}};
}
/// Each piece costs so much, if it would cost more: `fixed_price(5_usd)`.
template <money_unit Currency>
[[nodiscard]] constexpr auto fixed_price(money<Currency> price) noexcept {
    return discount<fixed_price_effect<Currency>>{{price}};
}
/// Every so many pieces cost so much together: `pack(3, 5_usd)`. The dearest pieces come first, in as many packs as lower the price.
template <money_unit Currency>
[[nodiscard]] constexpr auto pack(std::int64_t size, money<Currency> price) noexcept {
    return discount<pack_effect<Currency>>{{size, price}};
}
/// For every `buy` pieces `get` are free, the cheapest first: `buy_get(5, 1)`; or a part of their price is taken off:
/// `buy_get(1, 1, 50_pct)`. With `.buying(...)` other goods than those given are bought.
[[nodiscard]] constexpr auto buy_get(std::int64_t buy, std::int64_t get, ratio part = ratio{1, 1}) noexcept {
    return discount<buy_get_effect<>>{.effect = {buy, get, part}, .chosen = {piece_order::cheapest}};
}
/// So many pieces are free, the cheapest first: `free_items(1).needs(coupon{8})`.
[[nodiscard]] constexpr auto free_items(std::int64_t pieces) noexcept {
    return percent_off(ratio{1, 1}).cheapest(pieces);
}
/// These components cost nothing: `waived(component::shipping)`.
[[nodiscard]] constexpr auto waived(std::same_as<component> auto... each) noexcept {
    return percent_off(ratio{1, 1}).including(each...);
}

} // namespace prices
} // namespace loyalty
