// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The quotas of an event (S40): put back if it is refused, and left alone by evaluations that are only looked at. For events
/// without quotas all of this is nothing.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/rules/profile.hpp>
#include <loyalty/rules/quota.hpp>
#include <loyalty/rules/quota_counts.hpp>

#include <cstddef>
#include <cstdint>

namespace loyalty::detail {

/// The rests of the quotas before an event. `restore` puts them back if the event is refused.
template <class Profile>
struct quotas_before {
    LOYALTY_INLINE constexpr explicit quotas_before(const Profile&) noexcept {}
    LOYALTY_INLINE constexpr void restore(const Profile&) const noexcept {}
};
template <class Quotas, class Profile>
struct quotas_before<extensions::shared_profile<Quotas, Profile>> {
    Quotas kept;

    constexpr explicit quotas_before(const extensions::shared_profile<Quotas, Profile>& of) noexcept
        : kept{*of.quotas} {}
    constexpr void restore(const extensions::shared_profile<Quotas, Profile>& of) const noexcept { *of.quotas = kept; }
};

/// A profile with a copy of the quotas, for an evaluation that must not use them up: a preview, or a second evaluation.
template <class Profile>
struct profile_apart {
    const Profile& profile;

    LOYALTY_INLINE constexpr explicit profile_apart(const Profile& of) noexcept : profile{of} {}
};
template <class Quotas, class Profile>
struct profile_apart<extensions::shared_profile<Quotas, Profile>> {
    Quotas copy;
    extensions::shared_profile<Quotas, Profile> profile;

    constexpr explicit profile_apart(const extensions::shared_profile<Quotas, Profile>& of) noexcept
        : copy{*of.quotas}, profile{of} {
        profile.quotas = &copy;
    }
    profile_apart(const profile_apart&) = delete;
    profile_apart& operator=(const profile_apart&) = delete;
};

/// The quotas of a sale that is evaluated again: each policy may take what it took the first time, which its count below zero
/// says.
struct quotas_of_sale {
    template <std::uint32_t>
    [[nodiscard]] static consteval bool has() noexcept {
        return true;
    }
    template <std::uint32_t>
    [[nodiscard]] static constexpr std::int64_t there(const extensions::taken_of_quota& so_far) noexcept {
        return -so_far.count;
    }
    template <std::uint32_t>
    [[nodiscard]] static constexpr std::int64_t take(const extensions::taken_of_quota& so_far,
                                                     std::int64_t desired) noexcept {
        return desired < -so_far.count ? desired : -so_far.count;
    }
};

/// A profile with such quotas.
template <class Profile>
struct profile_of_sale {
    const Profile& profile;

    LOYALTY_INLINE constexpr explicit profile_of_sale(const Profile& of) noexcept : profile{of} {}
};
template <class Quotas, class Profile>
struct profile_of_sale<extensions::shared_profile<Quotas, Profile>> {
    quotas_of_sale quotas{};
    extensions::shared_profile<quotas_of_sale, Profile> profile;

    constexpr explicit profile_of_sale(const extensions::shared_profile<Quotas, Profile>& of) noexcept
        : profile{of, &quotas} {}
    profile_of_sale(const profile_of_sale&) = delete;
    profile_of_sale& operator=(const profile_of_sale&) = delete;
};

/// Calls `function(count, the same count of another member)` for each count of a quota in a programme, wherever it stands in
/// a state.
template <class Programme, class Member, class Other, class Function>
constexpr void for_each_quota_taken(Member& own, const Other& other, Function function) noexcept {
    for_each_index<Programme::size>([&](auto index) {
        if constexpr (quotas_held_by<typename Programme::template policy_type<index>>() != 0) {
            for_each_count(own.template policy<index>(), other.template policy<index>(), function);
        }
    });
}

/// Before a sale is evaluated again: each count begins below zero by what the sale took. `own` is the member before the sale, and
/// `after` the one after it.
template <class Programme, class Member, class After>
constexpr void begin_sale_again(Member& own, const After& after) noexcept {
    for_each_quota_taken<Programme>(own, after, [](auto& count, const auto& sold) { count.count -= sold.count; });
}

/// After it: each count is again what the events of the member took.
template <class Programme, class Member, class After>
constexpr void end_sale_again(Member& own, const After& after) noexcept {
    for_each_quota_taken<Programme>(own, after, [](auto& count, const auto& sold) { count.count += sold.count; });
}

} // namespace loyalty::detail
