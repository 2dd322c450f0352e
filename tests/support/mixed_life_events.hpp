// SPDX-License-Identifier: BSL-1.0
#pragma once

// The random events of mixed_life.hpp, which includes this file: one function for each group of kinds.

#include "mixed_life.hpp"

#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace support {

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::buy() -> happening {
    const plain_sale bought{.id = below(20) == 0 ? id_ - 1 : id_,
                            .member = someone(),
                            .time = time_,
                            .net = price(),
                            .category = static_cast<std::uint32_t>(below(9))};
    if constexpr (std::is_same_v<sale, plain_sale>) {
        return {bought};
    } else {
        return {sale{bought, below(2) == 0 ? points_amount{} : some_points()}};
    }
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::return_goods() -> happening {
    if (used_.of_sales.empty()) {
        return buy();
    }
    const std::size_t slip = static_cast<std::size_t>(below(used_.of_sales.size()));
    const sale& sold = sold_[slip];
    return_of<Programme, sale> back{.id = id_, .member = sold.member, .time = time_, .sale = sold.id};
    if (below(2) == 0) {
        back.remaining = sold;
        back.remaining->net =
            money<currency::usd>::from_minor_units(sold.net.minor_units() * static_cast<std::int64_t>(below(5)) / 3);
        if (below(2) == 0) {
            return {back.keeping_shares(some_share(used_.of_sales[slip].earned)), slip};
        }
    }
    return {back, slip};
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::some_share(const outcome_type& earned) -> share_of<Programme> {
    share_of<Programme> share{};
    [&]<unit_type... Units>(const shares_of_units<Units...>&) {
        const auto part = static_cast<std::int64_t>(below(30) == 0 ? below(7) : below(4)) - (below(30) == 0 ? 4 : 0);
        (static_cast<void>(share.add_overflows(
             amount<Units>::from_minor_units(earned.template granted<Units>().minor_units() * part / 3))),
         ...);
    }
    (share);
    return share;
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::without_points(std::uint64_t what) -> happening {
    switch (what) {
    case 12:
        return {activity{.id = id_,
                         .member = someone(),
                         .time = time_,
                         .kind = static_cast<std::uint32_t>(below(3)),
                         .score = static_cast<std::int64_t>(below(30)) - 1}};
    case 13:
        return {delivery{.id = id_, .member = someone(), .time = time_, .order = below(9), .number = 1}};
    default:
        if constexpr (Programme::keeps_membership) {
            return set_by_hand();
        } else {
            return {time_passed{.id = id_, .member = someone(), .time = time_}};
        }
    }
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::set_by_hand() -> happening {
    const std::uint32_t member = someone();
    const std::uint64_t days = below(90);
    switch (below(3)) {
    case 0:
        return {tier_grant{.id = id_,
                           .member = member,
                           .time = time_,
                           .tier = static_cast<std::uint8_t>(below(4)),
                           .until = today() + static_cast<std::int32_t>(days)}};
    case 1:
        return {
            membership_change{.id = id_,
                              .member = member,
                              .time = time_,
                              .membership = {time_, time_ + dates::seconds{static_cast<std::int64_t>(days) * 86'400}}}};
    default:
        return {time_passed{.id = id_, .member = member, .time = time_}};
    }
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::with_things() -> happening {
    const std::uint32_t member = static_cast<std::uint32_t>(below(member_count));
    const auto held = things_of(programme_, members_[member], time_);
    const std::uint64_t code = held.empty() || below(8) == 0 ? below(3) : held[below(held.size())].thing.code;
    const std::uint64_t order = sold_.empty() || below(3) == 0 ? below(4) : sold_[below(sold_.size())].id;
    const auto minor_units = static_cast<std::int64_t>(below(60)) - 2;
    const stored_money stored = below(2) == 0   ? stored_money{}
                                : below(8) == 0 ? stored_money{money<currency::eur>::from_minor_units(minor_units)}
                                                : money<currency::usd>::from_minor_units(minor_units);
    switch (below(12)) {
    case 0:
    case 1:
        return {thing_issue{.id = id_,
                            .member = member,
                            .time = time_,
                            .thing = {.code = below(3) == 0 ? 0 : id_,
                                      .campaign = static_cast<std::uint32_t>(7 + below(4)),
                                      .uses = static_cast<std::uint16_t>(below(4)),
                                      .until = below(3) == 0 ? instant::maximum() : time_ + dates::seconds{900'000},
                                      .stored = below(2) == 0 ? stored_money{} : stored}}};
    case 2:
        return {thing_top_up{.id = id_, .member = member, .time = time_, .code = code, .stored = stored}};
    case 3:
        return {thing_cancellation{.id = id_, .member = member, .time = time_, .code = code}};
    case 4:
    case 5:
        return {thing_hold{.id = id_,
                           .member = member,
                           .time = time_,
                           .code = code,
                           .order = order,
                           .stored = stored,
                           .until = time_ + dates::seconds{static_cast<std::int64_t>(below(500'000))}}};
    case 6:
        return {thing_commitment{.id = id_, .member = member, .time = time_, .order = order}};
    case 7:
        return {thing_release{.id = id_, .member = member, .time = time_, .order = order}};
    case 8:
        return {thing_restoration{.id = id_, .member = member, .time = time_, .order = order}};
    default:
        return {thing_use{.id = id_, .member = member, .time = time_, .code = code, .stored = stored, .order = order}};
    }
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::with_points(std::uint64_t what) -> happening {
    const std::uint32_t member = someone();
    const points_amount some = some_points();
    switch (what) {
    case 15:
        return {redemption<unit::points>{.id = id_, .member = member, .time = time_, .amount = some}};
    case 16:
        return {adjustment<unit::points>{
            .id = id_, .member = member, .time = time_, .amount = below(2) == 0 ? some : points_amount{} - some}};
    case 17:
        return {clawback<unit::points>{.id = id_,
                                       .member = member,
                                       .time = time_,
                                       .amount = some,
                                       .earned_on = below(3) == 0 ? date::maximum()
                                                                  : today() - static_cast<std::int32_t>(below(60))}};
    default:
        if constexpr (keeps_lots) {
            return with_lots(what, member, some);
        } else {
            return buy();
        }
    }
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::with_lots(std::uint64_t what, std::uint32_t member, points_amount some) -> happening {
    const std::uint64_t hold = below(3);
    const bool of_last_hold = what != 18 && below(4) != 0;
    const std::uint32_t holder = of_last_hold ? last_hold_.member : member;
    const std::uint64_t held = of_last_hold ? last_hold_.hold : hold;
    switch (what) {
    case 18:
        last_hold_ = {.id = id_, .member = member, .time = time_, .hold = hold, .amount = some, .until = today() + 30};
        return {last_hold_};
    case 19:
        return {commitment<unit::points>{.id = id_,
                                         .member = holder,
                                         .time = time_,
                                         .hold = held,
                                         .amount = below(2) == 0 ? some : ledgers::everything<unit::points>}};
    case 20:
        return {release<unit::points>{.id = id_, .member = holder, .time = time_, .hold = held}};
    case 21:
        return confirm(member, some);
    case 22:
        return {transfer<unit::points>{.id = id_,
                                       .member = member,
                                       .time = time_,
                                       .to = someone(),
                                       .amount = some,
                                       .dates = static_cast<transfer_dates>(below(2))}};
    default:
        return give_points_back(some);
    }
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::confirm(std::uint32_t member, points_amount some) -> happening {
    const bool of_last_sale = !sold_.empty() && below(4) != 0;
    const date earned_on =
        of_last_sale ? calendar<>{}.business_date(sold_.back().time) : today() - static_cast<std::int32_t>(below(20));
    return {confirmation<unit::points>{.id = id_,
                                       .member = of_last_sale ? sold_.back().member : member,
                                       .time = time_,
                                       .amount = some,
                                       .earned_on = earned_on}};
}

template <class Programme, class Sale>
auto mixed_life<Programme, Sale>::give_points_back(points_amount some) -> happening {
    if (used_.of_points.empty()) {
        return buy();
    }
    const std::size_t slip = static_cast<std::size_t>(below(used_.of_points.size()));
    return {give_back<Programme, unit::points>{.id = id_,
                                               .member = spenders_[slip],
                                               .time = time_,
                                               .redemption = used_.of_points[slip].id,
                                               .amount = below(3) == 0 ? ledgers::everything<unit::points> : some},
            slip};
}

} // namespace support
