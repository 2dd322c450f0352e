// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <doctest/doctest.h>

#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <initializer_list>
#include <span>

/// A claim that must hold in constant evaluation and again at run time.
#define CHECK_TWICE(...)                                                                                               \
    do {                                                                                                               \
        static_assert(__VA_ARGS__);                                                                                    \
        CHECK(__VA_ARGS__);                                                                                            \
    } while (false)

namespace support {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;

using usd_line = basket_line<currency::usd>;
using usd_part = tender_part<currency::usd>;

/// The profile of a member of whom only the day of joining is known.
struct joined_member {
    date joined;
};

struct purchase_on {
    date day;
    money<currency::usd> net;
};

/// Midday, UTC.
[[nodiscard]] constexpr instant noon(date day) noexcept {
    return instant{std::int64_t{day.days_since_epoch} * 86'400 + 43'200};
}

/// One member at a till, who buys one thing after the other; ids rise.
template <class Programme, class Profile = no_profile>
struct till {
    Programme programme;
    Profile profile{};
    member<Programme> card{};
    std::uint64_t last_id = 0;

    template <class Transaction>
    constexpr outcome_of<Programme> scan(const Transaction& transaction) noexcept {
        return apply(programme, card, transaction, profile);
    }

    template <money_unit Currency>
    constexpr outcome_of<Programme> pay(instant time, money<Currency> net) noexcept {
        return scan(purchase<Currency>{.id = ++last_id, .time = time, .net = net});
    }

    /// At noon of a day.
    template <money_unit Currency>
    constexpr outcome_of<Programme> pay(date day, money<Currency> net) noexcept {
        return pay(noon(day), net);
    }

    template <money_unit Currency>
    constexpr outcome_of<Programme> ring(date day, std::initializer_list<basket_line<Currency>> lines,
                                         std::initializer_list<tender_part<Currency>> tenders = {}) noexcept {
        return scan(basket<Currency>{.id = ++last_id,
                                     .time = noon(day),
                                     .lines = {lines.begin(), lines.size()},
                                     .tenders = {tenders.begin(), tenders.size()}});
    }
};

template <class Programme>
till(Programme) -> till<Programme>;
template <class Programme, class Profile>
till(Programme, Profile) -> till<Programme, Profile>;

/// The points that an outcome gave.
template <class Outcome>
[[nodiscard]] constexpr std::int64_t points_of(const Outcome& gave) noexcept {
    return gave.template granted<unit::points>().minor_units();
}

/// The points that a fresh member of a programme of one policy gets for one amount.
template <class Policy, money_unit Currency>
[[nodiscard]] constexpr std::int64_t points_for(const Policy& policy, money<Currency> net,
                                                date day = date::of(2025, 3, 10)) noexcept {
    till shop{programme{policy}};
    return points_of(shop.pay(day, net));
}

/// The same for one basket.
template <class Policy, money_unit Currency>
[[nodiscard]] constexpr std::int64_t points_for(const Policy& policy,
                                                std::initializer_list<basket_line<Currency>> lines,
                                                std::initializer_list<tender_part<Currency>> tenders = {}) noexcept {
    till shop{programme{policy}};
    return points_of(shop.ring(date::of(2025, 3, 10), lines, tenders));
}

} // namespace support
