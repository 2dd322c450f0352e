// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Stocks of the prizes of a wheel from text, which are quotas that members share (S40).
///
/// `{"weight": 5, "award": "50 points", "out_of": {"quota": {"number": 1, "whole": "10 items"}, "otherwise": 0}}`: ten members win 50 points,
/// and then the first prize of the list is given. What is left is a value of the host: `sharing(budget)`.

#include <loyalty/config.hpp>
#include <loyalty/json/limited_of.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/effects.hpp>
#include <loyalty/rules/quota.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace loyalty::json {

/// The stock of the prize at a place. The library knows it by the place, and the store of the host by the number; without a whole
/// there is none.
template <std::uint32_t Place>
struct stock_at {
    static constexpr std::uint32_t number = Place;

    std::uint32_t of_quota = 0;
    std::int64_t whole = 0; ///< so many prizes for all members
    std::uint8_t otherwise = 0;

    [[nodiscard]] constexpr bool is_there() const noexcept { return whole != 0; }

    template <class Visit>
    struct demands {
        static constexpr bool met = detail::passes_quota<Visit, number>();
        template <bool Met>
        struct sentence {
            static_assert(Met,
                          "loyalty: prize_wheel: a prize has a stock, which members share: pass it with each event, "
                          "apply(programme, member, event, sharing(quotas))");
        };
    };

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.of_quota);
        function(own.whole);
        function(own.otherwise);
    }
};

/// The numbers of the quotas of a wheel, by the places of its prizes.
using numbers_of_stocks = std::uint32_t[most_prizes];

/// The quotas of an event, by the places of the prizes.
template <class Quotas>
struct stock_quotas {
    Quotas* all = nullptr;
    const numbers_of_stocks* numbers = nullptr;

    template <std::uint32_t>
    [[nodiscard]] static consteval bool has() noexcept {
        return true;
    }
    template <std::uint32_t Place>
    constexpr std::int64_t take(const extensions::taken_of_quota& so_far, std::int64_t desired) const noexcept {
        return one_quota<Quotas>{all, (*numbers)[Place]}.template take<Place>(so_far, desired);
    }
    template <std::uint32_t Place>
    [[nodiscard]] constexpr bool put_back(std::int64_t taken) const noexcept {
        return one_quota<Quotas>{all, (*numbers)[Place]}.template put_back<Place>(taken);
    }
};

/// The profile of an event for a wheel with stocks.
template <class Profile>
struct profile_of_stocks {
    constexpr profile_of_stocks(const Profile&, const numbers_of_stocks&) noexcept {}
};
template <class Quotas, class Profile>
struct profile_of_stocks<extensions::shared_profile<Quotas, Profile>> {
    stock_quotas<Quotas> own;
    extensions::shared_profile<stock_quotas<Quotas>, Profile> profile;

    constexpr profile_of_stocks(const extensions::shared_profile<Quotas, Profile>& of,
                                const numbers_of_stocks& numbers) noexcept
        : own{of.quotas, &numbers}, profile{of, &own} {}
    profile_of_stocks(const profile_of_stocks&) = delete;
    profile_of_stocks& operator=(const profile_of_stocks&) = delete;
};

/// A visit of a wheel, for which a quota has the place of its prize as its number.
template <class Inside>
class stock_visit : public Inside, public profile_of_stocks<detail::profile_of<Inside>> {
    using of_stocks = profile_of_stocks<detail::profile_of<Inside>>;

public:
    using Inside::note;
    using of_stocks::profile;

    template <class Visit>
    constexpr stock_visit(Visit& of, award_unit stake, const numbers_of_stocks& numbers) noexcept
        : Inside{of, stake}, of_stocks{of.profile, numbers}, numbers_{numbers} {}

    constexpr void note(effects::quota_used used) noexcept {
        used.number = numbers_[used.number];
        this->of_event().note(used);
    }

private:
    const numbers_of_stocks& numbers_;
};

} // namespace loyalty::json
