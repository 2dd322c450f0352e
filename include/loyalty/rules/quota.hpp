// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Quotas (S40): amounts that members share, such as a campaign's budget or "the first 100".
///
/// A budget of 10,000 points for a campaign of 500 points a purchase serves 20 purchases, whoever makes them:
///
/// @code
/// constexpr programme launch{limited{quota<1>(10'000_points), points{per_visit{500_points}}}};
/// quotas<decltype(launch)> budget{launch};
/// apply(launch, anna, sale, sharing(budget));            // 500 points
/// budget.left<1>();                                      // 9'500 points
/// @endcode
///
/// The rest of all quotas is a value of the host, beside the members. It is passed with each event, so a check is a taking
/// in one step. A refused event, a return and a reservation that ends give back.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/fields.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/profile.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty {

namespace detail {

/// Returns true if the profile of an event brings a quota of a number.
template <class Visit, std::uint32_t Number>
[[nodiscard]] consteval bool passes_quota() noexcept {
    if constexpr (requires(const profile_of<Visit>& profile) { profile.quotas; }) {
        return std::remove_cvref_t<decltype(*std::declval<profile_of<Visit>>().quotas)>::template has<Number>();
    } else {
        return false;
    }
}

/// The number of a quota and its unit, as types.
template <std::uint32_t Number, class Unit>
struct quota_id {
    using unit = Unit;
    static constexpr std::uint32_t number = Number;
};

/// The rule of one quota: see `quota`.
template <std::uint32_t Number, unit_type Unit>
struct quota_rule {
    using id = quota_id<Number, Unit>;
    static constexpr std::string_view name = "quota";

    std::uint32_t number = Number; ///< a field too, so that the fingerprint has it
    amount<Unit> whole{};

    static constexpr auto rule_fields =
        extensions::fields(extensions::field{"number", &quota_rule::number, "the number by which rules share it"},
                           extensions::field{"whole", &quota_rule::whole, "how much there is in all",
                                             extensions::above_zero("quota: the whole must be above zero")});
};

/// The quotas in a rule and its parts, each once.
template <class Rule>
struct quotas_in;
template <class List>
struct quotas_in_all;
template <class... Rules>
struct quotas_in_all<type_list<Rules...>> {
    using type = united<typename quotas_in<Rules>::type...>;
};
template <class Rule>
struct quotas_in : quotas_in_all<typename parts_of<Rule>::type> {};
template <std::uint32_t Number, class Unit>
struct quotas_in<quota_rule<Number, Unit>> {
    using type = type_list<quota_id<Number, Unit>>;
};

} // namespace detail

/// A quota for `limited`: `quota<1>(10'000_points)`. Its number makes it one and the same wherever it stands in a programme. In
/// the unit that a policy grants it is a budget; in any other unit, such as `quota<2>(100_items)`, it counts awards.
template <std::uint32_t Number, unit_type Unit>
[[nodiscard]] constexpr detail::quota_rule<Number, Unit> quota(amount<Unit> whole) noexcept {
    return {Number, whole};
}

namespace extensions {

/// How much the events of one member took from a quota, less what went back: 90 of a budget of 1,000 points. The state of a
/// policy has one for each of its quotas, as a public member, and so has the state of each policy around it.
///
/// A sale that is evaluated again may take what it took the first time. Its count then begins below zero by that much: a
/// sale that took 50 begins at -50.
struct taken_of_quota {
    static constexpr std::string_view when_invalid = "what a member has taken from a quota is below zero";

    std::int64_t count = 0;

    [[nodiscard]] constexpr bool is_valid() const noexcept { return count >= 0; }
    /// Returns true, and leaves the count alone, if the sum passes 64 bits.
    [[nodiscard]] LOYALTY_INLINE constexpr bool add_overflows(std::int64_t more) noexcept {
        return detail::add_overflows(count, more, count);
    }
    [[nodiscard]] friend constexpr bool operator==(const taken_of_quota&, const taken_of_quota&) = default;
};

/// The rests of some quotas, of one programme or of one partition: a value of the host. See `quotas`.
template <class... Ids>
class quota_store {
public:
    static constexpr std::size_t size = sizeof...(Ids);

    constexpr quota_store() noexcept = default;

    /// The quotas of a programme, each whole.
    template <class Programme>
    requires(!std::is_same_v<Programme, quota_store>) constexpr explicit quota_store(
        const Programme& programme) noexcept {
        fill_from fill{*this};
        fill(programme.value().policies);
    }

    /// The rest of a quota.
    template <std::uint32_t Number>
    [[nodiscard]] constexpr auto left() const noexcept {
        using unit = typename detail::type_at<index_of<Number>(), Ids..., void>::type::unit;
        return amount<unit>::from_minor_units(left_[index_of<Number>()]);
    }

    /// For a policy whose member took so much: how much is left, in minor units.
    template <std::uint32_t Number>
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t there(const taken_of_quota&) const noexcept {
        return left_[index_of<Number>()];
    }
    /// For such a policy: takes up to `desired`, which is not negative, and returns how much. One step: what is returned is no
    /// longer there. The policy adds it to its count.
    template <std::uint32_t Number>
    [[nodiscard]] LOYALTY_INLINE constexpr std::int64_t take(const taken_of_quota&, std::int64_t desired) noexcept {
        std::int64_t& there = left_[index_of<Number>()];
        const std::int64_t taken = desired < there ? desired : there;
        there -= taken;
        return taken;
    }
    /// Gives back what was taken. Returns false, and nothing happens, if the sum passes 64 bits.
    template <std::uint32_t Number>
    [[nodiscard]] constexpr bool put_back(std::int64_t taken) noexcept {
        std::int64_t sum = 0;
        if (detail::add_overflows(left_[index_of<Number>()], taken, sum)) {
            return false;
        }
        left_[index_of<Number>()] = sum;
        return true;
    }

    /// Sets aside for an order that is not paid yet: as much as there is, up to `desired`. `release` gives it back; a purchase
    /// that is paid takes it from there: release it right before.
    template <std::uint32_t Number, unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> reserve(amount<Unit> desired) noexcept {
        static_assert(std::is_same_v<amount<Unit>, decltype(left<Number>())>,
                      "loyalty: quotas: reserve in the unit of the quota");
        return amount<Unit>::from_minor_units(take<Number>({}, not_negative(desired)));
    }
    template <std::uint32_t Number, unit_type Unit>
    constexpr bool release(amount<Unit> reserved) noexcept {
        static_assert(std::is_same_v<amount<Unit>, decltype(left<Number>())>,
                      "loyalty: quotas: release in the unit of the quota");
        return put_back<Number>(reserved.minor_units());
    }

    /// Splits what is left into shares for partitions, by S6: 10 in three are 4, 3 and 3. This store keeps nothing: the shares
    /// never sum to more than the whole.
    template <std::size_t Shares>
    [[nodiscard]] constexpr std::array<quota_store, Shares> split() noexcept {
        static_assert(Shares > 0, "loyalty: quotas: split into at least one share");
        std::array<quota_store, Shares> shares{};
        detail::for_each_index<size>([&](auto index) {
            using part = amount<typename detail::type_at<index, Ids..., void>::type::unit>;
            std::array<part, Shares> parts{};
            static_cast<void>(
                arithmetic::split(part::from_minor_units(left_[index]), parts)); // false for no parts only
            for (std::size_t share = 0; share < Shares; ++share) {
                shares[share].left_[index] = parts[share].minor_units();
            }
            left_[index] = 0;
        });
        return shares;
    }
    /// The share of the parts from `first` to the one before `last`, of `all` equal ones: of 10, parts 0 to 1 of 4 are 2 and 1 to
    /// 4 are 8. The shares of ranges that cover all parts once sum to the whole. This store stays as it is.
    [[nodiscard]] constexpr quota_store part(std::uint32_t first, std::uint32_t last,
                                             std::uint32_t all) const noexcept {
        LOYALTY_ASSERT(first <= last && last <= all && all > 0);
        quota_store share{};
        for (std::size_t i = 0; i < size; ++i) {
            const std::int64_t each = left_[i] / all;
            const std::int64_t rest = left_[i] % all; // times a number of parts it fits 64 bits
            const auto up_to = [&](std::int64_t parts) { return each * parts + rest * parts / std::int64_t{all}; };
            share.left_[i] = up_to(last) - up_to(first);
        }
        return share;
    }
    /// Adds another share of the same whole.
    constexpr void add(const quota_store& other) noexcept {
        for (std::size_t i = 0; i < size; ++i) {
            [[maybe_unused]] const bool overflows = detail::add_overflows(left_[i], other.left_[i], left_[i]);
            LOYALTY_ASSERT(!overflows);
        }
    }
    /// Moves up to `desired` of a quota from another share into this one, and returns how much: a lease. A share gives
    /// up a part by the same call the other way round.
    template <std::uint32_t Number, unit_type Unit>
    constexpr amount<Unit> lease_from(quota_store& other, amount<Unit> desired) noexcept {
        const std::int64_t moved = other.template take<Number>({}, not_negative(desired));
        const bool fits = put_back<Number>(moved);
        LOYALTY_ASSERT(fits); // shares of one whole, which fits 64 bits
        return amount<Unit>::from_minor_units(fits ? moved : 0);
    }

    /// Returns true if a store has a quota of this number.
    template <std::uint32_t Number>
    [[nodiscard]] static consteval bool has() noexcept {
        return ((Ids::number == Number) || ...);
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.left_);
    }
    [[nodiscard]] constexpr bool is_valid() const noexcept {
        for (std::size_t i = 0; i < size; ++i) {
            if (left_[i] < 0) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] friend constexpr bool operator==(const quota_store&, const quota_store&) = default;

private:
    template <unit_type Unit>
    [[nodiscard]] static constexpr std::int64_t not_negative(amount<Unit> desired) noexcept {
        return desired.minor_units() < 0 ? 0 : desired.minor_units();
    }
    template <std::uint32_t Number>
    [[nodiscard]] static consteval std::size_t index_of() noexcept {
        std::size_t index = 0;
        static_cast<void>((... || (Ids::number == Number || (static_cast<void>(++index), false))));
        return index;
    }

    /// Finds the wholes in the rules of a programme.
    struct fill_from {
        quota_store& to;

        template <class Part>
        constexpr void operator()(const Part& part) noexcept {
            if constexpr (requires {
                              typename Part::id;
                              part.whole;
                          }) {
                to.left_[index_of<Part::id::number>()] = part.whole.minor_units();
            } else if constexpr (std::is_class_v<Part>) {
                if constexpr (detail::quotas_in<Part>::type::size != 0) {
                    detail::for_each_part(part, *this);
                }
            }
        }
    };

    std::array<std::int64_t, size> left_{};
};

/// A profile with the quotas that its member shares: see `sharing`.
template <class Quotas, class Profile>
struct shared_profile : Profile {
    Quotas* quotas = nullptr;

    /// For batches without profiles: the same for each member.
    [[nodiscard]] constexpr const shared_profile&
    operator[](std::size_t) const noexcept requires std::is_empty_v<Profile> {
        return *this;
    }
};

/// The profiles of a batch with the quotas that its members share.
template <class Quotas, class Profiles>
struct shared_profiles {
    Quotas* quotas = nullptr;
    const Profiles* profiles = nullptr;

    [[nodiscard]] constexpr auto operator[](std::size_t index) const noexcept {
        using profile = std::remove_cvref_t<decltype((*profiles)[index])>;
        return shared_profile<Quotas, profile>{(*profiles)[index], quotas};
    }
};

/// The profiles of a batch in partitions, each with its share of the quotas.
template <class Quotas, class Profiles>
struct partitioned_profiles {
    std::span<Quotas> shares{};
    const Profiles* profiles = nullptr;

    /// Those of one partition.
    [[nodiscard]] constexpr shared_profiles<Quotas, Profiles> partition(std::size_t index) const noexcept {
        LOYALTY_ASSERT(index < shares.size());
        return {&shares[index], profiles};
    }
};

} // namespace extensions

namespace detail {

inline constexpr streams::no_profiles profiles_of_nobody{};

} // namespace detail

template <class Quotas, class Profile>
struct facts<extensions::shared_profile<Quotas, Profile>> : facts<Profile> {};

/// The quotas of a programme: `quotas<decltype(launch)> budget{launch};`
template <class Programme>
using quotas = detail::rename_t<
    extensions::quota_store,
    typename detail::quotas_in<std::remove_cvref_t<decltype(std::declval<const Programme&>().value())>>::type>;

/// Shares quotas with an event, in the place of its profile or beside it: `apply(launch, anna, sale, sharing(budget, anna_is))`.
/// For a batch `profiles` is that of the batch.
template <class... Ids>
[[nodiscard]] constexpr auto sharing(extensions::quota_store<Ids...>& quotas) noexcept {
    return extensions::shared_profile<extensions::quota_store<Ids...>, extensions::no_profile>{{}, &quotas};
}
template <class... Ids, class Profile>
[[nodiscard]] constexpr auto sharing(extensions::quota_store<Ids...>& quotas, const Profile& profile) noexcept {
    if constexpr (requires { profile[std::size_t{}]; }) {
        return extensions::shared_profiles<extensions::quota_store<Ids...>, Profile>{&quotas, &profile};
    } else {
        return extensions::shared_profile<extensions::quota_store<Ids...>, Profile>{profile, &quotas};
    }
}
namespace streams {

/// Shares for the partitions of `apply_partitioned`, one each: `sharing_by_partition(std::span{shares})`.
template <class Quotas, std::size_t Count>
[[nodiscard]] constexpr auto sharing_by_partition(std::span<Quotas, Count> shares) noexcept {
    return extensions::partitioned_profiles<Quotas, streams::no_profiles>{shares, &detail::profiles_of_nobody};
}
template <class Quotas, std::size_t Count, class Profiles>
[[nodiscard]] constexpr auto sharing_by_partition(std::span<Quotas, Count> shares, const Profiles& profiles) noexcept {
    return extensions::partitioned_profiles<Quotas, Profiles>{shares, &profiles};
}

} // namespace streams

} // namespace loyalty
