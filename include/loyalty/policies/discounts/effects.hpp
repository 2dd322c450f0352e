// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// By how much a discount lowers goods. Over a mug of 10.00 USD and a cup of 6.00:
///
/// | effect                                  | lowers by                                              |
/// |-----------------------------------------|--------------------------------------------------------|
/// | `percent_effect{25_pct}`                | 4.00: 2.50 and 1.50                                    |
/// | `amount_effect{4_usd}`                  | 4.00: 2.50 and 1.50                                    |
/// | `each_effect{4_usd}`                    | 8.00: 4.00 and 4.00                                    |
/// | `fixed_price_effect{5_usd}`             | 6.00: 5.00 and 1.00                                    |
/// | `pack_effect{2, 12_usd}`                | 4.00: 2.50 and 1.50                                    |
/// | `buy_get_effect{1, 1, 100_pct}`         | 6.00: the cup is free                                  |

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/fraction.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/ratio.hpp>
#include <loyalty/money/rounding.hpp>
#include <loyalty/policies/discounts/pieces.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/predicate.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace prices {

/// Where a percentage is rounded (S2): once for the discount, whose shares then sum to it, or for each line. Ten lines of 1.99 at
/// 50 %, half up: 9.95 once, 10.00 by lines.
enum class rounding_stage : std::uint8_t { once, by_line };

/// How a percentage is rounded.
struct percent_rounding {
    rounding mode = rounding::half_up;
    rounding_stage stage = rounding_stage::once;

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"rounding", &percent_rounding::mode, "how a percentage is rounded"},
                           extensions::field{"stage", &percent_rounding::stage, "once, or line by line"});
};

} // namespace prices

namespace detail {

/// An amount of a discount is in the currency of the sale.
template <class Currency, class Visit>
struct currency_of_sale {
    using net_type = std::remove_cvref_t<decltype(fact::net(std::declval<const line_of<Visit>&>()))>;
    static constexpr bool met = std::is_same_v<net_type, money<Currency>>;
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: discounts: an amount of a rule is in another currency than the sale: write it in "
                           "the currency of the checkout");
    };
};

/// A part of an amount that is not negative, rounded; all of it if that does not fit.
template <class Currency>
[[nodiscard]] LOYALTY_INLINE constexpr money<Currency> part_of(money<Currency> whole, ratio part,
                                                               rounding mode) noexcept {
    fraction<std::int64_t> value{whole.minor_units(), 1};
    value.multiply(part);
    if (value.overflow || value.may_be_negative) [[unlikely]] {
        return arithmetic::scale(whole, part, mode).value_or(whole);
    }
    value.round(mode);
    return money<Currency>::from_minor_units(value.numerator);
}

/// A part of what pieces cost.
template <class Pieces, class Lowered>
LOYALTY_INLINE constexpr void lower_by_part(ratio part, const Pieces& picked, const prices::percent_rounding& rounded,
                                            Lowered& lowered) noexcept {
    if (rounded.stage == prices::rounding_stage::once) {
        lowered.share(part_of(picked.total, part, rounded.mode), picked);
    } else {
        for (std::size_t line = 0; line < picked.lines; ++line) {
            lowered.shares[line] =
                arithmetic::scale(picked.price[line], part, rounded.mode).value_or(picked.price[line]);
            lowered.total = lowered.total + lowered.shares[line];
        }
    }
    lowered.wanted = lowered.total;
}

/// Returns a count times an amount, or the largest amount if that does not fit.
template <unit_type Unit>
[[nodiscard]] constexpr amount<Unit> times(amount<Unit> each, std::int64_t count) noexcept {
    amount<Unit> product{};
    return arithmetic::multiply_overflows(each, count, product) ? amount<Unit>::largest() : product;
}

} // namespace detail

namespace prices {

/// See `percent_off`.
struct percent_effect {
    static constexpr std::string_view name = "percent_off";
    ratio part{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"part", &percent_effect::part, "the part of the price that is taken off",
                          extensions::above_zero("percent_off: the part must be more than nothing, at most all")});
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return part.numerator > part.denominator ? "percent_off: the part must be more than nothing, at most all"
                                                 : nullptr;
    }

    template <class Pieces, class Lowered>
    LOYALTY_INLINE constexpr void lower(const Pieces& picked, const percent_rounding& rounded,
                                        Lowered& lowered) const noexcept {
        detail::lower_by_part(part, picked, rounded, lowered);
    }
};

/// See `amount_off`.
template <money_unit Currency>
struct amount_effect {
    static constexpr std::string_view name = "amount_off";
    template <class Visit>
    using demands = detail::currency_of_sale<Currency, Visit>;
    money<Currency> off{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"amount", &amount_effect::off, "the amount that is taken off",
                                             extensions::above_zero("amount_off: the amount must be above zero")});

    template <class Pieces, class Lowered>
    LOYALTY_INLINE constexpr void lower(const Pieces& picked, const percent_rounding&,
                                        Lowered& lowered) const noexcept {
        lowered.share(off < picked.total ? off : picked.total, picked);
        lowered.wanted = off;
    }
};

/// See `amount_off_each`.
template <money_unit Currency>
struct each_effect {
    static constexpr std::string_view name = "amount_off_each";
    template <class Visit>
    using demands = detail::currency_of_sale<Currency, Visit>;
    money<Currency> off{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"amount", &each_effect::off, "the amount that is taken off each piece",
                                             extensions::above_zero("amount_off_each: the amount must be above zero")});

    template <class Pieces, class Lowered>
    LOYALTY_INLINE constexpr void lower(const Pieces& picked, const percent_rounding&,
                                        Lowered& lowered) const noexcept {
        lowered.wanted = detail::times(off, picked.count());
        for (std::size_t line = 0; line < picked.lines; ++line) {
            const auto wanted = detail::times(off, picked.pieces[line]);
            lowered.shares[line] = wanted < picked.price[line] ? wanted : picked.price[line];
            lowered.total = lowered.total + lowered.shares[line];
        }
    }
};

/// See `fixed_price`.
template <money_unit Currency>
struct fixed_price_effect {
    static constexpr std::string_view name = "fixed_price";
    template <class Visit>
    using demands = detail::currency_of_sale<Currency, Visit>;
    money<Currency> price{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"price", &fixed_price_effect::price, "what a piece costs",
                                             extensions::zero_or_above("fixed_price: the price must not be negative")});

    template <class Pieces, class Lowered>
    LOYALTY_INLINE constexpr void lower(const Pieces& picked, const percent_rounding&,
                                        Lowered& lowered) const noexcept {
        for (std::size_t line = 0; line < picked.lines; ++line) {
            const auto fixed = detail::times(price, picked.pieces[line]);
            lowered.shares[line] = fixed < picked.price[line] ? picked.price[line] - fixed : money<Currency>{};
            lowered.total = lowered.total + lowered.shares[line];
        }
        lowered.wanted = lowered.total;
    }
};

/// See `pack`.
template <money_unit Currency>
struct pack_effect {
    static constexpr std::string_view name = "pack";
    template <class Visit>
    using demands = detail::currency_of_sale<Currency, Visit>;
    std::int64_t size = 0;
    money<Currency> price{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"size", &pack_effect::size, "the pieces of a pack",
                                             extensions::at_least(2, "pack: a pack has at least two pieces")},
                           extensions::field{"price", &pack_effect::price, "what a pack costs",
                                             extensions::zero_or_above("pack: the price must not be negative")});

    /// The dearest pieces in whole packs, as many as lower the price: each next pack holds cheaper pieces.
    template <class Pieces>
    [[nodiscard]] constexpr Pieces packed(const Pieces& all) const noexcept {
        const auto of = [&](std::int64_t packs) {
            Pieces dearest = all;
            dearest.keep(piece_order::dearest, packs * size);
            return dearest;
        };
        std::int64_t low = 0;
        for (std::int64_t high = all.count() / size; low < high;) {
            const std::int64_t middle = high - (high - low) / 2;
            const bool lowers = price < of(middle).total - of(middle - 1).total;
            low = lowers ? middle : low;
            high = lowers ? high : middle - 1;
        }
        return of(low);
    }

    template <class Pieces, class Lowered>
    LOYALTY_INLINE constexpr void lower(const Pieces& picked, const percent_rounding&,
                                        Lowered& lowered) const noexcept {
        const auto packs = detail::times(price, picked.count() / size);
        lowered.share(packs < picked.total ? picked.total - packs : money<Currency>{}, picked);
        lowered.wanted = lowered.total;
    }
};

/// The goods of a `buy_get` are bought and given from one scope.
struct same_goods {
    using is_predicate = void;
    static constexpr std::string_view name = "same_goods";
};

/// See `buy_get`.
template <class Bought = same_goods>
struct buy_get_effect {
    static constexpr std::string_view name = "buy_get";
    std::int64_t buy = 0;
    std::int64_t get = 0;
    ratio part{1, 1};
    LOYALTY_NO_UNIQUE_ADDRESS Bought bought{};

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"buy", &buy_get_effect::buy, "the pieces that are bought",
                          extensions::above_zero("buy_get: both numbers of pieces must be above zero")},
        extensions::field{"get", &buy_get_effect::get, "the pieces that are lowered for it",
                          extensions::above_zero("buy_get: both numbers of pieces must be above zero")},
        extensions::field{"part", &buy_get_effect::part, "the part of their price that is taken off",
                          extensions::above_zero("buy_get: the part must be more than nothing, at most all")},
        extensions::field{"buying", &buy_get_effect::bought, "the goods that are bought"});
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return part.numerator > part.denominator ? "buy_get: the part must be more than nothing, at most all" : nullptr;
    }

    /// The pieces that are lowered for so many bought: whole multiples. Of the same goods the pieces given are not bought too.
    [[nodiscard]] constexpr std::int64_t given_for(std::int64_t pieces) const noexcept {
        if constexpr (std::is_same_v<Bought, same_goods>) {
            std::int64_t set = 0;
            if (detail::add_overflows(buy, get, set)) {
                return 0;
            }
            const std::int64_t rest = pieces % set;
            return pieces / set * get + (rest > buy ? rest - buy : 0);
        } else {
            std::int64_t given = 0;
            return detail::multiply_overflows(pieces / buy, get, given) ? pieces : given;
        }
    }

    template <class Pieces, class Lowered>
    LOYALTY_INLINE constexpr void lower(const Pieces& picked, const percent_rounding& rounded,
                                        Lowered& lowered) const noexcept {
        detail::lower_by_part(part, picked, rounded, lowered);
    }
};

} // namespace prices
} // namespace loyalty
