// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Baskets in which an order discount or a returned deposit is booked as a line below zero (S56).

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/basis.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty {

namespace criteria {

/// The most lines of a basket with lines below zero.
inline constexpr std::size_t most_netted_lines = 256;

/// The lines of a basket without those below zero, or why there are none.
template <money_unit Currency>
struct netted_lines {
    std::span<const basket_line<Currency>> lines{};
    reason why = reason::none;
};

} // namespace criteria

namespace detail {

/// Returns true if a line below zero lowers `goods`: the component is the same, and so is each code that is not 0.
template <money_unit Currency>
[[nodiscard]] constexpr bool names_line(const basket_line<Currency>& below_zero,
                                        const basket_line<Currency>& goods) noexcept {
    return below_zero.component == goods.component && (below_zero.sku == 0 || below_zero.sku == goods.sku) &&
           (below_zero.category == 0 || below_zero.category == goods.category) &&
           (below_zero.brand == 0 || below_zero.brand == goods.brand);
}

/// Lowers one figure of the lines that `lowers` picks by at most `most`, each by its share of their sum (S6). `most` is
/// lowered by the amount that was taken. Returns false if a sum does not fit.
template <money_unit Currency, class Lowers>
[[nodiscard]] constexpr bool lower_lines(std::span<basket_line<Currency>> lines,
                                         money<Currency> basket_line<Currency>::*figure, std::int64_t& most,
                                         Lowers lowers) noexcept {
    std::int64_t there = 0;
    for (const basket_line<Currency>& each : lines) {
        if (lowers(each) && add_overflows(there, (each.*figure).minor_units(), there)) {
            return false;
        }
    }
    const std::int64_t taken = most < there ? most : there;
    if (taken == 0) {
        return true;
    }
    money<Currency> room[criteria::most_netted_lines]{};
    const std::span shares = std::span{room}.first(lines.size());
    const auto weight_at = [&](std::size_t i) { return lowers(lines[i]) ? (lines[i].*figure).minor_units() : 0; };
    static_cast<void>(allocate_by(money<Currency>::from_minor_units(taken), lines.size(), weight_at, shares,
                                  arithmetic::ties::to_first));
    const bool is_price = figure == &basket_line<Currency>::net;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        lines[i].*figure -= shares[i];
        if (is_price && arithmetic::add_overflows(lines[i].discount, shares[i], lines[i].discount)) {
            return false;
        }
    }
    most -= taken;
    return true;
}

/// Lowers one figure of the goods by a line below zero: first of the lines that it names, then of all lines of its component,
/// then of the components that count together with it.
template <money_unit Currency>
[[nodiscard]] constexpr bool lower_by(const basket_line<Currency>& below_zero,
                                      money<Currency> basket_line<Currency>::*figure,
                                      std::span<basket_line<Currency>> goods, criteria::components together) noexcept {
    const std::int64_t value = (below_zero.*figure).minor_units();
    if (value >= 0) {
        return true;
    }
    if (value == INT64_MIN) {
        return false;
    }
    std::int64_t left = -value;
    return lower_lines(goods, figure, left, [&](const auto& each) { return names_line(below_zero, each); }) &&
           lower_lines(goods, figure, left, [&](const auto& each) { return below_zero.component == each.component; }) &&
           (!together.contain(below_zero) ||
            lower_lines(goods, figure, left, [&](const auto& each) { return together.contain(each); }));
}

} // namespace detail

namespace criteria {

/// Takes the lines below zero out of a basket and lowers the others by them, so that a programme can judge it (S56).
///
/// A shirt of 30.00, socks of 10.00 and an order discount of -10.00 become a shirt of 22.50 and socks of 7.50: each line
/// falls by its share (S6), and its `discount` rises by it.
///
/// @code
/// std::array<basket_line<currency::usd>, 8> room{};
/// const auto netted = net_negative_lines<currency::usd>(lines, room);
/// if (netted.why == reason::none) {
///     apply(rules, anna, basket<currency::usd>{.id = 1, .time = now, .lines = netted.lines});
/// }
/// @endcode
///
/// A line below zero lowers the lines of its component. If it has a sku, a category or a brand, it lowers those first that
/// have the same. The rest lowers the other components of `together`, the ones that the rules' basis counts. A rest
/// behind that lowers nothing: a basket whose sum is below zero has lines of 0.00 and earns nothing. A line below zero
/// is no goods: its quantity is not read. If there is no other line, one of 0.00 stands for them.
///
/// `room` must hold as many lines as the basket has above zero, at least one. Refused with the reason: more than `room` or
/// `most_netted_lines` (`too_many_lines`), no lines (`empty_basket`), a sum beyond 64 bits (`amount_overflow`).
template <money_unit Currency>
[[nodiscard]] constexpr netted_lines<Currency> net_negative_lines(std::span<const basket_line<Currency>> lines,
                                                                  std::span<basket_line<Currency>> room,
                                                                  components together = {}) noexcept {
    if (lines.empty()) {
        return {{}, reason::empty_basket};
    }
    std::size_t count = 0;
    for (const basket_line<Currency>& each : lines) {
        if (each.net.minor_units() < 0) {
            continue;
        }
        if (count == room.size() || count == most_netted_lines) {
            return {{}, reason::too_many_lines};
        }
        room[count++] = each;
    }
    const std::span<basket_line<Currency>> goods = room.first(count);
    for (const basket_line<Currency>& each : lines) {
        if (each.net.minor_units() < 0 && !(detail::lower_by(each, &basket_line<Currency>::net, goods, together) &&
                                            detail::lower_by(each, &basket_line<Currency>::tax, goods, together))) {
            return {{}, reason::amount_overflow};
        }
    }
    if (count == 0) {
        if (room.empty()) {
            return {{}, reason::too_many_lines};
        }
        room[0] = {.id = lines[0].id, .component = lines[0].component};
        count = 1;
    }
    return {room.first(count), reason::none};
}

} // namespace criteria
} // namespace loyalty
