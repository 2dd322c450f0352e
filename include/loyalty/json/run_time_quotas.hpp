// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What is left of the quotas that a text names: a value of the host beside the members, as in C++.
///
/// `quotas<decltype(launch)> budget{launch};` of a programme whose text has quota 1 of 10,000 points: `budget.left(1)` is 10'000, in minor
/// units of the quota.

#include <loyalty/config.hpp>
#include <loyalty/detail/one_of.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/rules/quota.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace loyalty::json {

/// Stands for the quotas of a text, whose numbers come at run time.
struct run_time_quotas {};

} // namespace loyalty::json

namespace loyalty::detail {

/// So many places of quotas.
template <class Places>
struct quota_places;
template <std::size_t... Place>
struct quota_places<std::index_sequence<Place...>> {
    using type = extensions::quota_store<quota_id<std::uint32_t{Place}, unit::items>...>;
};

} // namespace loyalty::detail

/// Up to `json::most_quotas`, of which each number has a place. As a `quota_store` of C++ it has `left`, `take`, `put_back`,
/// `reserve`, `split`, `part` and `add`, with the number of a quota as an argument, and beyond it `contains` and `add_new`.
/// `put_back` stands for `release` and `lease_from`: `here.put_back(1, there.take(1, 50))` moves up to 50.
template <>
class loyalty::extensions::quota_store<loyalty::json::run_time_quotas> {
    using places = typename detail::quota_places<std::make_index_sequence<json::most_quotas>>::type;

public:
    constexpr quota_store() noexcept = default;

    /// The quotas of a programme, each whole.
    template <class Programme>
    requires(!std::is_same_v<Programme, quota_store>) constexpr explicit quota_store(
        const Programme& programme) noexcept {
        add_new(programme);
    }
    /// Adds the quotas of a programme, such as a later version, that are not there yet, each whole. Nothing happens if there is no place.
    /// Call it before `split`: three shares to which it adds a quota of 100 have 300 together.
    template <class Programme>
    constexpr void add_new(const Programme& programme) noexcept {
        const auto& all = programme.value().policies;
        using programme_type = std::remove_cvref_t<decltype(programme.value())>;
        detail::for_each_index<programme_type::size>([&](auto index) {
            const auto& policy = detail::get<index>(all);
            using policy_type = std::remove_cvref_t<decltype(policy)>;
            if constexpr (detail::quotas_in<policy_type>::type::size != 0) {
                adder each{*this};
                policy_type::for_each_field(policy, each);
            }
        });
    }

    [[nodiscard]] constexpr bool contains(std::uint32_t number) const noexcept { return place_of(number) < size_; }
    /// What is left of a quota, in its minor units; zero if there is none of this number.
    [[nodiscard]] constexpr std::int64_t left(std::uint32_t number) const noexcept {
        std::int64_t found = 0;
        at(number, [&](auto place) { found = left_.template left<place>().minor_units(); });
        return found;
    }
    /// Takes up to `desired`, which is not negative, and returns how much.
    constexpr std::int64_t take(std::uint32_t number, std::int64_t desired) noexcept {
        std::int64_t taken = 0;
        at(number, [&](auto place) { taken = left_.template take<place>({}, desired); });
        return taken;
    }
    /// Returns false, and nothing happens, if the sum passes 64 bits, or there is no quota of this number.
    [[nodiscard]] constexpr bool put_back(std::uint32_t number, std::int64_t taken) noexcept {
        bool fits = false;
        at(number, [&](auto place) { fits = left_.template put_back<place>(taken); });
        return fits;
    }
    /// Sets aside for an order that is not paid yet: as much as there is, up to `desired`. `put_back` gives it back.
    [[nodiscard]] constexpr std::int64_t reserve(std::uint32_t number, std::int64_t desired) noexcept {
        return take(number, desired < 0 ? 0 : desired);
    }

    /// As the functions of this name of a `quota_store` of C++.
    template <std::size_t Shares>
    [[nodiscard]] constexpr std::array<quota_store, Shares> split() noexcept {
        std::array<quota_store, Shares> shares{};
        const auto parts = left_.template split<Shares>();
        for (std::size_t i = 0; i < Shares; ++i) {
            shares[i] = *this;
            shares[i].left_ = parts[i];
        }
        return shares;
    }
    [[nodiscard]] constexpr quota_store part(std::uint32_t first, std::uint32_t last,
                                             std::uint32_t all) const noexcept {
        quota_store share = *this;
        share.left_ = left_.part(first, last, all);
        return share;
    }
    /// Adds by number, whatever the places: 20 of quota 2 to none are 20. There are at most `json::most_quotas` in both.
    constexpr void add(const quota_store& other) noexcept {
        for (std::size_t i = 0; i < other.size_; ++i) {
            const std::uint32_t number = other.numbers_[i];
            if (!contains(number) && size_ < json::most_quotas) {
                numbers_[size_++] = number;
            }
            [[maybe_unused]] const bool fits = put_back(number, other.left(number));
            LOYALTY_ASSERT(fits); // shares of one whole, which fits 64 bits
        }
    }

    template <std::uint32_t>
    [[nodiscard]] static consteval bool has() noexcept {
        return true;
    }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.size_);
        function(own.numbers_);
        function(own.left_);
    }
    [[nodiscard]] constexpr bool is_valid() const noexcept { return size_ <= json::most_quotas && left_.is_valid(); }
    [[nodiscard]] friend constexpr bool operator==(const quota_store&, const quota_store&) = default;

private:
    /// Finds the wholes in a list of rules.
    struct adder {
        quota_store& to;

        template <class Number>
        requires std::is_integral_v<Number>
        constexpr void operator()(const Number&) const noexcept {}
        template <class Rule>
        requires std::is_class_v<Rule>
        constexpr void operator()(const Rule& rule) const noexcept {
            if constexpr (requires { rule.quota().whole; }) {
                to.add_one(rule.quota().number, rule.quota().whole.minor_units());
            } else if constexpr (requires { rule.has_stocks; }) {
                rule.for_each_stock([this](std::uint32_t number, std::int64_t whole) { to.add_one(number, whole); });
            }
        }
    };

    constexpr void add_one(std::uint32_t number, std::int64_t whole) noexcept {
        if (!contains(number) && size_ < json::most_quotas) {
            numbers_[size_++] = number;
            static_cast<void>(put_back(number, whole)); // the place is empty
        }
    }
    [[nodiscard]] constexpr std::size_t place_of(std::uint32_t number) const noexcept {
        std::size_t place = 0;
        while (place < size_ && numbers_[place] != number) {
            ++place;
        }
        return place;
    }
    /// Calls `function(place)`; not if there is no quota of this number.
    template <class Function>
    constexpr void at(std::uint32_t number, Function function) const noexcept {
        if (const std::size_t place = place_of(number); place < size_) {
            detail::at_index<json::most_quotas>(place, function);
        }
    }

    std::uint8_t size_ = 0;
    std::uint32_t numbers_[json::most_quotas]{};
    places left_{};
};
