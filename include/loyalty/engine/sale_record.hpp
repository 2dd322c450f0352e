// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A sale as a host keeps it: its receipt, its lines, and the returns of each.
///
/// @code
/// // 60.00 and 40.00 USD, 40 points by a rate of 2 points for each 5.00, and a bonus of 500 from 100.00 on
/// auto sold = apply_with_receipt(shop, anna, bought);
/// sale_record<shop_type, currency::usd, 8> slip;
/// slip.keep(shop, sold.receipt, bought);                    // reason::none
///
/// const auto back = apply_return<choices::return_rule::keep>(shop, anna, slip, {.id = 2, .time = now},
///                                                            returned_pieces{.line = 2, .pieces = 1});
/// back.outcome.granted<unit::points>();                     // -216 points: 16 of the rate, 200 of the bonus
/// back.refund.total();                                      // 40.00 USD
/// slip.line(2)->left();                                     // 0
/// @endcode
///
/// Under `choices::return_rule::re_evaluate` the bonus would go back as a whole, since 60.00 do not reach it: 516 points.

#include <loyalty/config.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/itemize.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/sale_lines.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/engine/shares.hpp>
#include <loyalty/events/event_key.hpp>
#include <loyalty/events/purchase.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/return_of.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty {

namespace ledgers {

/// A line of a record: its goods, and the stored share of them in what the sale earned.
template <class Programme, money_unit Currency>
struct recorded_line {
    sold_line<Currency> goods{};
    share_of<Programme> share{};

    /// The number of pieces that have not come back.
    [[nodiscard]] constexpr std::int64_t left() const noexcept { return goods.left(); }
    /// The share of the next `pieces` in the earnings of the sale (S6).
    [[nodiscard]] constexpr share_of<Programme> share_of_pieces(std::int64_t pieces) const noexcept {
        share_of<Programme> part{};
        [&]<unit_type... Units>(const shares_of_units<Units...>&) {
            (static_cast<void>(part.add_overflows(goods.part(share.template granted<Units>(), pieces))), ...);
        }
        (part);
        return part;
    }

    [[nodiscard]] friend constexpr bool operator==(const recorded_line&, const recorded_line&) = default;
};

/// A sale of at most `MostLines` lines and `MostTenders` tenders, with what came back of it. Trivially copyable, and encoded like any
/// value (stream/encoding.hpp). `MostTenders` has a place for each means that paid: a basket that names none needs none.
template <class Programme, money_unit Currency, std::size_t MostLines, std::size_t MostTenders = 0>
struct sale_record {
    using basket_type = basket<Currency>;
    using line_type = recorded_line<Programme, Currency>;

    loyalty::receipt<Programme> receipt{};      ///< lowered by each return
    rule_awards<Programme> awards{};            ///< what each rule granted in the sale
    bounded_list<line_type, MostLines> lines{}; ///< as they were sold, with what came back
    bounded_list<tender_part<Currency>, MostTenders> tenders{};
    std::uint64_t id = 0; ///< of the sale
    std::uint32_t member = 0;
    std::uint32_t store = 0;
    std::uint32_t channel = 0;

    /// Keeps a sale that was accepted, with its shares. `profile` is the one with which it was applied. Refused, with the record as
    /// before: what `itemize` refuses, lines of one id (`repeated_line`), more tenders than `MostTenders` (`too_many_tenders`), a
    /// bill that passes 64 bits (`amount_overflow`).
    template <class Form, class Profile = extensions::no_profile>
    constexpr reason keep(const Form& programme, const loyalty::receipt<Programme>& sold, const basket_type& bought,
                          const Profile& profile = {}) noexcept;

    /// The line of an id; null if there is none.
    [[nodiscard]] constexpr const line_type* line(std::uint32_t line_id) const noexcept {
        for (const line_type& each : lines) {
            if (each.goods.sold.id == line_id) {
                return &each;
            }
        }
        return nullptr;
    }

    /// Returns why goods cannot come back: a line that is not of the sale (`unknown_line`), no pieces (`zero_quantity`,
    /// `negative_quantity`), or more than are left (`more_than_bought`).
    [[nodiscard]] constexpr goods_refusal refusal_of(const returned_goods& goods) const noexcept;

    // The functions below are for goods that `refusal_of` accepts.

    /// The money that goes back with the goods.
    [[nodiscard]] constexpr goods_refund<Currency> refund(const returned_goods& goods) const noexcept {
        goods_refund<Currency> sum{};
        for_each_line(goods, [&](const line_type& each, std::int64_t pieces) {
            sum.net += each.goods.part(each.goods.sold.net, pieces);
            sum.tax += each.goods.part(each.goods.sold.tax, pieces);
        });
        return sum;
    }
    /// The share of the goods in the earnings of the sale.
    [[nodiscard]] constexpr share_of<Programme> share(const returned_goods& goods) const noexcept {
        share_of<Programme> sum{};
        for_each_line(goods, [&](const line_type& each, std::int64_t pieces) {
            static_cast<void>(sum.add_overflows(each.share_of_pieces(pieces))); // a part of what an outcome holds
        });
        return sum;
    }
    /// The sale without what came back, nor the goods; nothing if nothing remains. Its lines lie in `room`, which has a place for
    /// each line of the sale, and its tenders in the record.
    [[nodiscard]] constexpr std::optional<basket_type> remaining(const returned_goods& goods,
                                                                 std::span<basket_line<Currency>> room) const noexcept;

    /// The event of their return, to apply or to write to a journal: `slip.returned<return_rule::keep>(key, goods, room)`, or without
    /// a rule a return that re-evaluates. Once it is accepted, `note` it.
    template <choices::return_rule Rule = choices::return_rule::re_evaluate>
    [[nodiscard]] constexpr auto returned(extensions::event_key key, const returned_goods& goods,
                                          std::span<basket_line<Currency>> room) noexcept {
        const return_of<Programme, basket_type> event{key.id,   key.member, key.time, id, remaining(goods, room),
                                                      &receipt, {}};
        if constexpr (Rule == choices::return_rule::keep) {
            return event.keeping_shares(share(goods));
        } else {
            return event;
        }
    }
    /// The goods have come back.
    constexpr void note(const returned_goods& goods) noexcept {
        for (line_type& each : lines) {
            std::int64_t pieces = 0;
            static_cast<void>(goods.pieces_of(each.goods.sold.id, pieces));
            each.goods.returned += pieces;
        }
    }

    [[nodiscard]] constexpr bool is_valid() const noexcept { return why_invalid() == reason::none; }
    static constexpr std::string_view when_invalid =
        "a sale record: two lines have the same id, or the bill passes 64 bits";

    [[nodiscard]] friend constexpr bool operator==(const sale_record&, const sale_record&) = default;

private:
    /// Calls `function(line, pieces that come back)` for each line of which pieces come back.
    template <class Function>
    constexpr void for_each_line(const returned_goods& goods, Function function) const noexcept {
        for (const line_type& each : lines) {
            std::int64_t pieces = 0;
            if (goods.pieces_of(each.goods.sold.id, pieces) && pieces > 0) {
                function(each, pieces);
            }
        }
    }

    [[nodiscard]] constexpr reason why_invalid() const noexcept {
        std::int64_t bill = 0;
        for (const line_type& each : lines) {
            if (line(each.goods.sold.id) != &each) {
                return reason::repeated_line;
            }
            if (detail::add_overflows(bill, each.goods.sold.net.minor_units(), bill) ||
                detail::add_overflows(bill, each.goods.sold.tax.minor_units(), bill)) {
                return reason::amount_overflow;
            }
        }
        return reason::none;
    }
};

template <class Programme, money_unit Currency, std::size_t MostLines, std::size_t MostTenders>
template <class Form, class Profile>
constexpr reason sale_record<Programme, Currency, MostLines, MostTenders>::keep(const Form& programme,
                                                                                const loyalty::receipt<Programme>& sold,
                                                                                const basket_type& bought,
                                                                                const Profile& profile) noexcept {
    const auto items = itemize<MostLines>(programme, sold, bought, profile);
    if (items.why != reason::none) {
        return items.why;
    }
    if (bought.tenders.size() > MostTenders) {
        return reason::too_many_tenders;
    }
    sale_record kept{.receipt = sold,
                     .awards = items.awards,
                     .id = bought.id,
                     .member = bought.member,
                     .store = bought.store,
                     .channel = bought.channel};
    std::size_t index = 0;
    for (const basket_line<Currency>& each : bought.lines) {
        kept.lines.push_back({.goods = {.sold = each}, .share = items.shares[index++]});
    }
    for (const tender_part<Currency>& each : bought.tenders) {
        kept.tenders.push_back(each);
    }
    const reason why = kept.why_invalid();
    if (why == reason::none) {
        *this = kept;
    }
    return why;
}

template <class Programme, money_unit Currency, std::size_t MostLines, std::size_t MostTenders>
constexpr goods_refusal
sale_record<Programme, Currency, MostLines, MostTenders>::refusal_of(const returned_goods& goods) const noexcept {
    if (goods.lines.empty()) {
        return {.why = reason::empty_basket};
    }
    for (const returned_pieces& each : goods.lines) {
        const line_type* const sold = line(each.line);
        if (sold == nullptr) {
            return {reason::unknown_line, each.line, each.pieces, 0};
        }
        if (each.pieces <= 0) {
            const reason why = each.pieces == 0 ? reason::zero_quantity : reason::negative_quantity;
            return {why, each.line, each.pieces, sold->left()};
        }
        std::int64_t asked = 0;
        const bool fits = goods.pieces_of(each.line, asked);
        if (!fits || asked > sold->left()) {
            return {reason::more_than_bought, each.line, fits ? asked : each.pieces, sold->left()};
        }
    }
    return {};
}

template <class Programme, money_unit Currency, std::size_t MostLines, std::size_t MostTenders>
constexpr std::optional<basket<Currency>> sale_record<Programme, Currency, MostLines, MostTenders>::remaining(
    const returned_goods& goods, std::span<basket_line<Currency>> room) const noexcept {
    std::size_t count = 0;
    for (const line_type& each : lines) {
        std::int64_t pieces = 0;
        static_cast<void>(goods.pieces_of(each.goods.sold.id, pieces));
        if (each.left() > pieces) {
            LOYALTY_ASSERT(count < room.size());
            room[count++] = each.goods.without(pieces);
        }
    }
    if (count == 0) {
        return std::nullopt;
    }
    return basket_type{.id = id,
                       .member = member,
                       .time = receipt.after.last_event(),
                       .lines = room.first(count),
                       .tenders = std::span<const tender_part<Currency>>{tenders.begin(), tenders.size()},
                       .store = store,
                       .channel = channel};
}

/// The result of `apply_return`: the outcome, and the money that goes back. If the record itself refuses the goods,
/// `refused` names the line.
template <class Programme, money_unit Currency>
struct return_result {
    outcome_of<Programme> outcome{};
    goods_refund<Currency> refund{};
    goods_refusal refused{};

    [[nodiscard]] constexpr bool accepted() const noexcept { return outcome.accepted(); }
};

/// Takes goods of a kept sale back: checks them, builds the return, applies it, and notes it in the record. A refused return
/// leaves the member and the record as before. `profile` is that of the sale. See the top of this file.
template <choices::return_rule Rule = choices::return_rule::re_evaluate, detail::has_members Form, class Programme,
          money_unit Currency, std::size_t MostLines, std::size_t MostTenders, class Profile = extensions::no_profile,
          class Sink = extensions::no_sink>
constexpr return_result<Programme, Currency>
apply_return(const Form& programme, member<Programme>& own,
             sale_record<Programme, Currency, MostLines, MostTenders>& record, extensions::event_key key,
             const std::type_identity_t<returned_goods>& goods, const Profile& profile = {},
             Sink&& sink = {}) noexcept {
    return_result<Programme, Currency> result{.refused = record.refusal_of(goods)};
    if (result.refused.why != reason::none) {
        const reason why = result.refused.why;
        const std::uint8_t tier = detail::tier_of_last_event<Programme>(own);
        if constexpr (detail::receives<Sink, effects::refusal>) {
            sink.on(effects::refusal{why, effects::rule_of_return, "return", result.refused.asked, result.refused.there,
                                     "items"});
        }
        result.outcome = detail::refused_outcome<Programme>(tier, why, effects::rule_of_return);
        detail::tell(record.receipt.returned(key), result.outcome, sink);
        return result;
    }
    std::array<basket_line<Currency>, MostLines> room{};
    const auto event = record.template returned<Rule>(key, goods, room);
    using counted = detail::awards_by_shares<Programme, decltype(event)>;
    if constexpr (counted::met) {
        result.outcome = apply(programme, own, event, profile, sink);
    } else {
        static_cast<void>(typename counted::template sentence<counted::met>{});
    }
    if (result.outcome.accepted()) {
        result.refund = record.refund(goods);
        record.note(goods);
    }
    return result;
}

} // namespace ledgers

} // namespace loyalty
