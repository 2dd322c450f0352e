// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What goes back to a customer when goods of a checkout come back (S39).
///
/// Six chairs of 50.00 USD with 10 % off from 300.00 cost 270.00. Five come back:
///
/// | rule                        | refund | why                                                        |
/// |-----------------------------|--------|------------------------------------------------------------|
/// | `refund_rule::keep`         | 225.00 | their shares of what was paid                              |
/// | `refund_rule::re_evaluate`  | 220.00 | the one that is kept costs 50.00, since 10 % need 300.00   |
///
/// @code
/// const auto bill = quote(shop, anna, event);
/// const auto sold = apply_with_receipt(shop, anna, event);
/// priced_sale<currency::usd> record{event, bill};
/// const ledgers::returned_pieces back{.line = 1, .pieces = 5};
/// const auto refund = record.refund(shop, sold.receipt, back, refund_rule::keep);      // 225.00
/// record.note(back, refund.refund);                                                    // they have come back
/// @endcode
///
/// `return_of` with the receipt takes back what the sale earned; the refund is money alone.

#include <loyalty/config.hpp>
#include <loyalty/engine/quote.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/sale_lines.hpp>
#include <loyalty/events/checkout.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/calendar_day.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty::prices {

/// The worth of goods that come back.
enum class refund_rule : std::uint8_t {
    keep,       ///< their stored shares of what was paid
    re_evaluate ///< what was paid, less what the goods that are kept cost by themselves; never below zero
};

/// A refund, or why there is none: `more_than_bought` with the requested pieces and those that are left.
template <money_unit Currency>
struct refund_result {
    reason why = reason::none;
    money<Currency> refund{};
    std::uint32_t line = 0; ///< the line that is refused
    std::int64_t asked = 0;
    std::int64_t there = 0;
};

/// The prices of a checkout that was sold, with the returns of it: a host keeps it with the receipt.
template <money_unit Currency, std::size_t MostLines = 64>
struct priced_sale {
    /// A line as it was priced, with its returns, and as it was sold.
    struct line_type {
        ledgers::sold_line<Currency> listed{}; ///< before the discounts
        money<Currency> net{};                 ///< after them
        money<Currency> tax{};
    };

    ledgers::bounded_list<line_type, MostLines> lines{};
    ledgers::bounded_list<std::uint32_t, most_presented> campaigns{}; ///< of the things that were used
    money<Currency> paid{};                                           ///< with tax
    money<Currency> refunded{};
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    std::uint32_t store = 0;
    std::uint32_t channel = 0;
    instant time{};

    constexpr priced_sale() noexcept = default;
    /// Of a checkout that was accepted, and its bill.
    template <class Checkout, class Bill>
    constexpr priced_sale(const Checkout& event, const Bill& bill) noexcept
        : paid{bill.total},
          id{event.id},
          member{event.member},
          store{event.store},
          channel{event.channel},
          time{event.time} {
        static_assert(Checkout::most_lines <= MostLines, "loyalty: the checkout may have more lines than the record");
        for (std::size_t i = 0; i < bill.lines.size(); ++i) {
            lines.push_back({{.sold = event.lines[i]}, bill.lines[i].net, bill.lines[i].tax});
        }
        for (const auto& each : bill.presented) {
            if (each.why == reason::none) {
                campaigns.push_back(each.campaign);
            }
        }
    }

    /// The money that goes back with goods. `receipt` is that of the sale, and `profile` the one with which it was made.
    template <class Programme, class Receipt, class Profile = extensions::no_profile>
    [[nodiscard]] constexpr refund_result<Currency> refund(const Programme& programme, const Receipt& receipt,
                                                           const ledgers::returned_goods& goods, refund_rule rule,
                                                           const Profile& profile = {}) const noexcept {
        refund_result<Currency> result = refusal_of(goods);
        if (result.why != reason::none) {
            return result;
        }
        if (rule == refund_rule::keep) {
            for (const line_type& each : lines) {
                const std::int64_t pieces = pieces_of(each, goods);
                result.refund = result.refund + each.listed.part(each.net, pieces) + each.listed.part(each.tax, pieces);
            }
        } else {
            const money<Currency> kept = price_of_rest(programme, receipt, goods, profile);
            const money<Currency> left = paid - refunded;
            result.refund = kept < left ? left - kept : money<Currency>{};
        }
        return result;
    }

    /// Returns the price of the goods that stay when `goods` have come back too, under the rules and with the state of
    /// the sale. A thing that was used stays used.
    template <class Programme, class Receipt, class Profile = extensions::no_profile>
    [[nodiscard]] constexpr money<Currency> price_of_rest(const Programme& programme, const Receipt& receipt,
                                                          const ledgers::returned_goods& goods,
                                                          const Profile& profile = {}) const noexcept {
        std::array<basket_line<Currency>, MostLines> rest{};
        std::size_t count = 0;
        for (const line_type& each : lines) {
            const std::int64_t pieces = pieces_of(each, goods);
            if (each.listed.left() > pieces) {
                rest[count++] = each.listed.without(pieces);
            }
        }
        std::array<things::presented, most_presented> used{};
        for (std::size_t i = 0; i < campaigns.size(); ++i) {
            used[i] = things::carried({.code = i, .campaign = campaigns[i]});
        }
        if (count == 0) {
            return {};
        }
        using rest_type = checkout<Currency, unit::points, MostLines>;
        const rest_type event{.id = id,
                              .member = member,
                              .time = time,
                              .lines = std::span{rest}.first(count),
                              .presented = std::span{used}.first(campaigns.size()),
                              .store = store,
                              .channel = channel};
        const auto earning = programme.value().earning();
        const auto day = extensions::calendar_day::at(earning.frame.calendar, time);
        return detail::find_bill(earning, receipt.before, event, profile, day).total;
    }

    /// Goods have come back, for a refund.
    constexpr void note(const ledgers::returned_goods& goods, money<Currency> back) noexcept {
        for (line_type& each : lines) {
            each.listed.returned += pieces_of(each, goods);
        }
        refunded = refunded + back;
    }

    /// Returns why goods cannot come back: a line that is not of the sale (`unknown_line`), no pieces (`zero_quantity`,
    /// `negative_quantity`), or more than are left (`more_than_bought`).
    [[nodiscard]] constexpr refund_result<Currency> refusal_of(const ledgers::returned_goods& goods) const noexcept {
        for (const ledgers::returned_pieces& each : goods.lines) {
            const line_type* const sold = line(each.line);
            if (sold == nullptr) {
                return {reason::unknown_line, {}, each.line, each.pieces, 0};
            }
            const std::int64_t there = sold->listed.left();
            if (each.pieces <= 0) {
                const reason why = each.pieces == 0 ? reason::zero_quantity : reason::negative_quantity;
                return {why, {}, each.line, each.pieces, there};
            }
            std::int64_t asked = 0;
            const bool fits = goods.pieces_of(each.line, asked);
            if (!fits || asked > there) {
                return {reason::more_than_bought, {}, each.line, fits ? asked : each.pieces, there};
            }
        }
        return {};
    }

private:
    [[nodiscard]] constexpr const line_type* line(std::uint32_t id_of_line) const noexcept {
        for (const line_type& each : lines) {
            if (each.listed.sold.id == id_of_line) {
                return &each;
            }
        }
        return nullptr;
    }
    [[nodiscard]] static constexpr std::int64_t pieces_of(const line_type& line,
                                                          const ledgers::returned_goods& goods) noexcept {
        std::int64_t sum = 0;
        static_cast<void>(goods.pieces_of(line.listed.sold.id, sum));
        return sum;
    }
};

/// To which means of payment a refund goes.
enum class refund_order : std::uint8_t { first_used, last_used, in_proportion };

/// Splits a refund over means of payment, none of which gets more than `left` of it, what it paid less what it got back before.
/// Of 100.00 a gift card paid 30.00 and a bank card 70.00; of 40.00 they get 30.00 and 10.00, 0.00 and 40.00, or 12.00 and 28.00.
/// Points go back as points: a share of their value by a `give_back`.
///
/// Returns false, with the shares untouched, if the refund is negative or more than is left, or the spans differ in length.
template <money_unit Currency>
[[nodiscard]] constexpr bool
split_refund(money<Currency> refund, std::span<const std::type_identity_t<money<Currency>>> left,
             std::span<std::type_identity_t<money<Currency>>> shares, refund_order order) noexcept {
    money<Currency> sum{};
    for (const money<Currency> each : left) {
        if (each < money<Currency>{} || arithmetic::add_overflows(sum, each, sum)) {
            return false;
        }
    }
    if (refund < money<Currency>{} || sum < refund || left.size() != shares.size() || left.empty()) {
        return false;
    }
    if (order == refund_order::in_proportion) {
        return arithmetic::allocate(refund, left, shares);
    }
    for (std::size_t turn = 0; turn < left.size(); ++turn) {
        const std::size_t i = order == refund_order::first_used ? turn : left.size() - 1 - turn;
        shares[i] = left[i] < refund ? left[i] : refund;
        refund = refund - shares[i];
    }
    return true;
}

} // namespace loyalty::prices
