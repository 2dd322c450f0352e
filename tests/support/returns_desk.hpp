// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/loyalty.hpp>

#include "support/till.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace support {

/// One member who buys, and brings whole purchases back, at noon of a day; ids rise.
template <class Programme>
struct returns_desk {
    Programme programme;
    member<Programme> card{};
    std::vector<receipt<Programme>> receipts{};
    std::uint64_t last_id = 0;

    outcome_of<Programme> sell(date day, money<currency::usd> net) {
        const purchase<currency::usd> bought{.id = ++last_id, .time = noon(day), .net = net};
        const auto sold = apply_with_receipt(programme, card, bought);
        receipts.push_back(sold.receipt);
        return sold.outcome;
    }
    /// Takes the goods of a sale back: 0 is the first.
    outcome_of<Programme> take_back(date day, std::size_t which) {
        return apply(programme, card, receipts[which].returned({.id = ++last_id, .time = noon(day)}));
    }
    [[nodiscard]] std::int64_t points() const { return card.template balance<unit::points>().minor_units(); }
};

template <class Programme>
returns_desk(Programme) -> returns_desk<Programme>;

} // namespace support
