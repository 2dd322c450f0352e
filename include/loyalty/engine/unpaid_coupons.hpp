// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Coupons that cost more points than the member has, in a quote. Anna has 150 points and earns 45 by the sale; a coupon of 200
/// points is left out of the prices: its `presented_result` has the reason `insufficient_balance`, 200 asked, 195 there.
///
/// The award of a sale is known when it is evaluated. So the sale of the bill is evaluated on a copy of the member, and only in a
/// programme of which a policy has a `price_of(campaign)`.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/bill.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/quotas_of_event.hpp>
#include <loyalty/events/presented.hpp>
#include <loyalty/events/reason.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace loyalty::detail {

/// No code is left out of the prices: those of a sale.
struct no_unpaid_coupons {
    constexpr void mark(loyalty::prices::presented_result&) const noexcept {}
};

/// The codes that are left out since points do not suffice for them.
struct unpaid_coupons {
    struct unpaid {
        std::uint64_t code = 0;
        std::int64_t asked = 0;
        std::int64_t there = 0;
    };
    std::array<unpaid, loyalty::prices::most_presented> all{};
    std::size_t count = 0;

    /// Lets a code that could be used give nothing if it is one of these.
    constexpr void mark(loyalty::prices::presented_result& shown) const noexcept {
        for (std::size_t i = 0; i != count && shown.why == reason::none; ++i) {
            if (all[i].code == shown.code) {
                shown.why = reason::insufficient_balance;
                shown.asked = all[i].asked;
                shown.there = all[i].there;
            }
        }
    }
};

/// True for a policy that coupons cost something by.
template <class Policy>
inline constexpr bool prices_coupons = requires(const Policy& policy) {
    policy.price_of(std::uint32_t{});
};
template <class Programme>
inline constexpr bool has_coupon_prices = find_policy<Programme>([]<class Policy>(std::type_identity<Policy>) {
                                              return prices_coupons<Policy>;
                                          }).count
                                          != 0;

/// Keeps the refusal of an event that is evaluated once.
struct refusal_kept {
    static constexpr bool forgets_refused = true;
    effects::refusal seen{};

    constexpr void on(const effects::refusal& why) noexcept { seen = why; }
};

/// The code of the last thing of a bill that costs points by the rule of a number; 0 if there is none.
template <class Programme, class Bill>
[[nodiscard]] constexpr std::uint64_t last_code_priced_by(const Programme& programme, const Bill& bill,
                                                          std::uint8_t rule) noexcept {
    std::uint64_t code = 0;
    for_each_index<Programme::size>([&](auto index) {
        const auto& policy = get<index>(programme.policies);
        if constexpr (prices_coupons<std::remove_cvref_t<decltype(policy)>>) {
            for (std::size_t i = 0; i != bill.uses.size() && index == rule; ++i) {
                code = policy.price_of(bill.uses[i].campaign).minor_units() > 0 ? bill.uses[i].code : code;
            }
        }
    });
    return code;
}

/// Finds a bill, and leaves out of it one coupon after the other until the points of the member suffice. `find(left_out)` is the
/// bill without some codes. The refusal stays what `apply` says of all that is presented.
template <class Programme, class Checkout, class Profile, class Find>
[[nodiscard]] constexpr auto find_bill_paid(const Programme& programme, const member<Programme>& own,
                                            const Checkout& event, const Profile& profile,
                                            const extensions::calendar_day& day, Find find) noexcept {
    auto bill = find(no_unpaid_coupons{});
    effects::refusal first = bill.refusal;
    unpaid_coupons left_out{};
    while (!bill.uses.empty() && left_out.count != left_out.all.size()) {
        member<Programme> copy = own;
        const profile_apart<Profile> same_quotas{profile};
        extensions::no_sink none{};
        refusal_kept refused{};
        static_cast<void>(transact(programme, copy, bill.sale(event), same_quotas.profile, day, refused, none));
        if (refused.seen.why != reason::insufficient_balance) {
            break;
        }
        const std::uint64_t code = last_code_priced_by(programme, bill, refused.seen.rule);
        if (code == 0) {
            break;
        }
        first = first.why == reason::none ? refused.seen : first;
        left_out.all[left_out.count++] = {code, refused.seen.asked, refused.seen.there};
        bill = find(left_out);
        bill.refusal = first;
    }
    return bill;
}

} // namespace loyalty::detail
