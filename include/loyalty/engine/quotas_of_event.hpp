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

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::detail {

/// What is left of the quotas before an event: `restore` puts it back if the event is refused.
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

/// What one sale took from quotas, by the index of the policy: with fewer goods each takes at most that.
template <std::size_t Policies>
struct quotas_of_sale {
    std::int64_t left[Policies]{};

    template <std::uint32_t>
    [[nodiscard]] static consteval bool has() noexcept {
        return true;
    }
    template <std::uint32_t>
    [[nodiscard]] constexpr std::int64_t there(std::size_t rule) const noexcept {
        return left[rule];
    }
    template <std::uint32_t>
    [[nodiscard]] constexpr std::int64_t take(std::size_t rule, std::int64_t desired) noexcept {
        const std::int64_t taken = desired < left[rule] ? desired : left[rule];
        left[rule] -= taken;
        return taken;
    }
};

/// A profile whose quotas have what one sale took: to evaluate the sale once more, with fewer goods.
template <class Programme, class Profile>
struct profile_of_sale {
    const Profile& profile;

    LOYALTY_INLINE constexpr profile_of_sale(const Profile& of, const member<Programme>&,
                                             const member<Programme>&) noexcept
        : profile{of} {}
};
template <class Programme, class Quotas, class Profile>
struct profile_of_sale<Programme, extensions::shared_profile<Quotas, Profile>> {
    using quotas_type = quotas_of_sale<Programme::size>;

    quotas_type taken{};
    extensions::shared_profile<quotas_type, Profile> profile;

    constexpr profile_of_sale(const extensions::shared_profile<Quotas, Profile>& of, const member<Programme>& before,
                              const member<Programme>& after) noexcept
        : profile{of, &taken} {
        for_each_index<Programme::size>([&](auto index) {
            if constexpr (shares_quota<typename Programme::template policy_type<index>>) {
                taken.left[index] = after.template policy<index>().taken - before.template policy<index>().taken;
            }
        });
    }
    profile_of_sale(const profile_of_sale&) = delete;
    profile_of_sale& operator=(const profile_of_sale&) = delete;
};

} // namespace loyalty::detail
