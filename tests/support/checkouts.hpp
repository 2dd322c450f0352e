// SPDX-License-Identifier: BSL-1.0
#pragma once

// Short ways to lines, codes and bills for tests of checkouts.

#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/refund.hpp>
#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace checkouts {

using namespace loyalty;
using usd = currency::usd;
using line = basket_line<usd>;
using event_type = prices::checkout<usd>;

inline constexpr instant noon = "2025-03-10T12:00"_utc;

/// A checkout that owns its lines, codes and means of payment.
struct till {
    std::vector<line> lines;
    std::vector<things::presented> codes{};
    std::vector<prices::payment<usd>> payments{};
    std::uint64_t id = 100;
    instant time = noon;

    [[nodiscard]] event_type event() const {
        event_type made{};
        made.id = id;
        made.time = time;
        made.lines = lines;
        made.presented = codes;
        made.payments = payments;
        return made;
    }
    /// The bill for a member of whom nothing is known.
    template <class Programme>
    [[nodiscard]] auto bill(const Programme& programme) const {
        return prices::quote(programme, member<Programme>{}, event());
    }
    template <class Programme>
    [[nodiscard]] money<usd> due(const Programme& programme) const {
        return bill(programme).due;
    }
};

[[nodiscard]] inline line goods(std::uint32_t id, money<usd> net, std::int64_t quantity = 1, std::uint32_t sku = 0) {
    line made{};
    made.id = id;
    made.sku = sku;
    made.quantity = quantity;
    made.net = net;
    return made;
}
[[nodiscard]] inline line other(std::uint32_t id, money<usd> net, component what) {
    line made = goods(id, net);
    made.component = what;
    return made;
}
/// A till with one line of goods.
[[nodiscard]] inline till one(money<usd> net) {
    return {{goods(1, net)}};
}
/// A thing of a campaign, which the presentation carries.
[[nodiscard]] inline things::presented thing(std::uint64_t code, std::uint32_t campaign) {
    return things::carried({.code = code, .campaign = campaign});
}
[[nodiscard]] inline things::presented card(std::uint64_t code, money<usd> stored) {
    return things::carried({.code = code, .campaign = 900, .stored = stored});
}
[[nodiscard]] inline prices::payment<usd> by_card(std::uint64_t code, money<usd> stored) {
    prices::payment<usd> made{};
    made.by = tender::gift_card;
    made.card = card(code, stored);
    return made;
}
[[nodiscard]] inline prices::payment<usd> by_points(amount<unit::points> points) {
    prices::payment<usd> made{};
    made.points = points;
    return made;
}
[[nodiscard]] inline prices::payment<usd> by(tender what, money<usd> paid) {
    prices::payment<usd> made{};
    made.by = what;
    made.money_paid = paid;
    return made;
}

} // namespace checkouts
