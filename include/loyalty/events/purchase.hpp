// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <span>

namespace loyalty {

/// The subject of a line's charge (S8). Programmes mostly reward goods, and never a deposit that comes back.
enum class component : std::uint8_t { goods, shipping, fee, tip, deposit, gift_card, donation, tax };

/// How a part of a purchase was paid. The host may use codes of its own: rules compare, they do not interpret.
enum class tender : std::uint8_t { cash, card, registered_card, gift_card, points, other };

/// A purchase without lines: one amount at one time, the smallest thing that earns.
///
/// `purchase<currency::usd>{.id = 7, .time = "2025-03-10T12:00"_utc, .net = 23.99_usd}`
template <money_unit Currency>
struct purchase {
    static constexpr auto kind_of_event = extensions::event_kind::purchase;

    std::uint64_t id = 0;       ///< unique for the member, rising within one instant
    std::uint32_t member = 0;   ///< index of the member in a batch
    instant time{};             ///< when it happened
    money<Currency> net{};      ///< after discounts, without tax
    std::uint32_t category = 0; ///< the host's codes; 0 if unknown
    std::uint32_t store = 0;
    std::uint32_t channel = 0;

    [[nodiscard]] friend constexpr bool operator==(const purchase&, const purchase&) = default;
};

/// One line of a basket.
template <money_unit Currency>
struct basket_line {
    std::uint32_t id = 0;
    std::uint32_t sku = 0;
    std::uint32_t category = 0;
    std::uint32_t brand = 0;
    std::int64_t quantity = 1; ///< above zero; goods that come back are a return
    money<Currency> net{};     ///< of the whole line, after discounts, without tax
    money<Currency> tax{};
    money<Currency> discount{}; ///< what was taken off before `net`
    loyalty::component component = loyalty::component::goods;

    [[nodiscard]] friend constexpr bool operator==(const basket_line&, const basket_line&) = default;
};

/// The amount that was paid by one tender.
template <money_unit Currency>
struct tender_part {
    loyalty::tender tender = loyalty::tender::cash;
    money<Currency> paid{};

    [[nodiscard]] friend constexpr bool operator==(const tender_part&, const tender_part&) = default;
};

/// A purchase with lines, and with its tenders if the programme reads them. The lines stay where the host keeps
/// them: at most `most_lines`, at least one.
template <money_unit Currency>
struct basket {
    static constexpr auto kind_of_event = extensions::event_kind::basket;

    std::uint64_t id = 0;
    std::uint32_t member = 0;
    instant time{};
    std::span<const basket_line<Currency>> lines{};
    std::span<const tender_part<Currency>> tenders{};
    std::uint32_t store = 0;
    std::uint32_t channel = 0;
};

} // namespace loyalty
