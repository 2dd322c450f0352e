// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A wheel of prizes of a programme from text (S33, S49): the policy of the library with up to `most_prizes` prizes, of which each may have
/// a unit of its own.
///
/// `{"prize_wheel": {"seed": 2025, "prizes": [{"weight": 95, "award": "0 points"}, {"weight": 5, "award": "50 points"}],
/// "spun": {"spun_by_activity": {"when": {"kind_is": [7]}}}, "stake": "2 points"}}`: a spin costs 2 points, and 2.5 come back on average.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/detail/wide.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/json/awarding.hpp>
#include <loyalty/json/condition.hpp>
#include <loyalty/json/for_others.hpp>
#include <loyalty/json/limits.hpp>
#include <loyalty/json/run_time_quotas.hpp>
#include <loyalty/json/units.hpp>
#include <loyalty/json/wheel_stake.hpp>
#include <loyalty/json/wheel_stock.hpp>
#include <loyalty/json/window.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/money/unit.hpp>
#include <loyalty/policies/gamified/prize.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>
#include <loyalty/policies/gamified/wheel_parts.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/quota.hpp>
#include <loyalty/rules/reward.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>
#include <utility>

namespace loyalty::json {

/// An amount with its unit: what a prize gives, or costs.
struct prize_award {
    std::int64_t value = 0;
    award_unit unit = award_unit::points;

    [[nodiscard]] constexpr std::int64_t minor_units() const noexcept { return value; }
    [[nodiscard]] friend constexpr bool operator==(const prize_award&, const prize_award&) = default;
};

/// A prize from run time; one of weight 0 is not there.
template <class Stock = games::no_stock>
struct prize_of {
    using parts = detail::type_list<>;
    using unit = awarded;
    using cost_unit = awarded;
    using stock_type = Stock;
    static constexpr bool has_stock = !std::is_same_v<Stock, games::no_stock>;

    std::uint32_t weight = 0;
    prize_award award{};
    prize_award cost{};
    LOYALTY_NO_UNIQUE_ADDRESS Stock left{};

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.weight);
        function(own.award.unit);
        function(own.award.value);
        function(own.cost.unit);
        function(own.cost.value);
        if constexpr (has_stock) {
            function(own.left);
        }
    }
};

/// The price of a spin; of zero if it costs nothing.
struct stake_from_text {
    static constexpr std::string_view name = "stake";
    static constexpr bool is_there = true;
    using debits = units<awarded>;
    using unit = awarded;

    amount<awarded> each{};
    award_unit in = award_unit::points;

    [[nodiscard]] constexpr bool is_asked() const noexcept { return each.minor_units() != 0; }
};

/// A `party_visit` that grants prizes, and takes stakes.
template <class Visit, class Currency>
class wheel_visit : public party_visit<Visit, Currency> {
    using base = party_visit<Visit, Currency>;

public:
    static constexpr bool tells_by_id = Visit::tells_by_id;

    constexpr wheel_visit(Visit& of, award_unit stake) noexcept : base{of, stake, count_unit::visits}, stake_{stake} {}

    constexpr void grant(const prize_award& prize) noexcept {
        awarding_visit<Visit, Currency>{this->of_event(), prize.unit, count_unit::visits}.grant(
            amount<awarded>::from_minor_units(prize.value));
    }
    template <class Effect>
    constexpr void note(const Effect& one) noexcept {
        this->of_event().note(one);
    }
    template <unit_type Unit>
    constexpr void spend(amount<Unit> cost) noexcept {
        if (cost.minor_units() != 0) {
            stake_ == award_unit::points   ? spend_of<loyalty::unit::points>(cost.minor_units())
            : stake_ == award_unit::stamps ? spend_of<loyalty::unit::stamps>(cost.minor_units())
                                           : spend_of<loyalty::unit::badges>(cost.minor_units());
        }
    }

private:
    template <class Unit>
    constexpr void spend_of(std::int64_t cost) noexcept {
        if constexpr (Visit::template can_be_spent<Unit>) { // the reader refuses another
            take_stake<Unit>(this->of_event(), cost);
        }
    }

    award_unit stake_;
};

/// So many prizes.
template <class Spun, bool HasStocks, class Places>
struct wheel_type;
template <class Spun, bool HasStocks, std::size_t... Place>
struct wheel_type<Spun, HasStocks, std::index_sequence<Place...>> {
    using stake = std::conditional_t<Spun::is_activity, stake_from_text, games::no_stake>;
    template <std::size_t Index>
    using one = prize_of<std::conditional_t<HasStocks, stock_at<static_cast<std::uint32_t>(Index)>, games::no_stock>>;
    using type = games::prize_wheel<stake, Spun, games::spins_within<window>, one<Place>...>;
    /// Those whose counts its state shows; the numbers are fields.
    template <std::size_t>
    using quota_at = detail::quota_rule<0, loyalty::unit::items>;
    using quotas = std::conditional_t<HasStocks, detail::type_list<quota_at<Place>...>, detail::type_list<>>;

    /// `Read` is a prize with the stock of any place.
    template <class Read>
    [[nodiscard]] static constexpr type of(std::uint64_t seed, const Read (&prizes)[sizeof...(Place)], Spun spun,
                                           stake price, const games::spins_within<window>& cap, bool covered) noexcept {
        return type{seed, detail::pack<one<Place>...>{{{prize<Place>(prizes[Place])}...}}, spun, price, cap, covered};
    }

private:
    template <std::size_t Index, class Read>
    [[nodiscard]] static constexpr one<Index> prize(const Read& from) noexcept {
        one<Index> made{from.weight, from.award, from.cost, {}};
        if constexpr (HasStocks) {
            made.left = {from.left.of_quota, from.left.whole, from.left.otherwise};
        }
        return made;
    }
};

/// An event that does not say who acted, or has no id, spins no wheel. A wheel with stocks is a kind of its own, as its events share
/// quotas.
template <class Currency, class Spun, bool HasStocks = false>
struct wheel_rule {
    using made_by = wheel_type<Spun, HasStocks, std::make_index_sequence<most_prizes>>;
    using policy_type = typename made_by::type;
    using rewards = units_of<Currency>;
    using debits =
        std::conditional_t<Spun::is_activity,
                           units<loyalty::unit::points, loyalty::unit::stamps, loyalty::unit::badges>, units<>>;
    using state = typename policy_type::state;
    using parts = typename made_by::quotas;
    static constexpr std::string_view name = policy_type::name;
    static constexpr bool is_rare = true;
    static constexpr bool has_stocks = HasStocks;
    static constexpr bool counts_grants = HasStocks;
    static constexpr bool spending_comes_back = Spun::is_activity;
    template <class Event>
    static constexpr bool concerns =
        Spun::template concerns<Event>&& fact::id_fact::known<Event>&& fact::member_fact::known<Event>;

    policy_type policy;

    [[nodiscard]] constexpr bool ages() const noexcept { return policy.cap.window.ages(); }
    template <class Moment>
    constexpr void advance(state& own, Moment& moment) const noexcept {
        policy.advance(own, moment);
    }
    template <class Visit>
    constexpr void apply(state& own, Visit& visit) const noexcept {
        inside(visit, [&](auto& own_visit) { policy.apply(own, own_visit); });
    }
    template <class Visit>
    constexpr void revert(state& own, const extensions::undone<state>& event, Visit& visit) const noexcept {
        inside(visit, [&](auto& own_visit) { policy.revert(own, event, own_visit); });
    }
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        policy.merge(own, from, visit);
    }

    /// Calls `function(prize)` for each that there is.
    template <class Function>
    constexpr void for_each_prize(Function function) const noexcept {
        detail::for_each_index<most_prizes>([&](auto index) {
            const auto& one = detail::get<index>(policy.prizes);
            if (one.weight != 0) {
                function(one);
            }
        });
    }
    /// Calls `function(number, whole)` for each stock.
    template <class Function>
    constexpr void for_each_stock(Function function) const noexcept {
        for_each_stock_at([&](std::size_t, const auto& own) { function(own.of_quota, own.whole); });
    }
    [[nodiscard]] constexpr const char* problem() const noexcept { return policy.problem(); }

    template <class Self, class Function>
    static constexpr void for_each_field(Self& own, Function& function) noexcept {
        function(own.policy.seed);
        own.for_each_prize([&](const auto& one) { function(one); });
        function(own.policy.spun.condition);
        if constexpr (Spun::is_activity) {
            function(own.policy.stake.in);
            function(own.policy.stake.each);
        }
        function(own.policy.cap.most);
        function(own.policy.cap.window);
        function(own.policy.is_covered);
    }

private:
    template <class Function>
    constexpr void for_each_stock_at(Function function) const noexcept {
        if constexpr (HasStocks) {
            detail::for_each_index<most_prizes>([&](auto index) {
                const auto& own = detail::get<index>(policy.prizes).left;
                if (own.is_there()) {
                    function(std::size_t{index}, own);
                }
            });
        }
    }
    [[nodiscard]] constexpr award_unit stake_unit() const noexcept {
        if constexpr (Spun::is_activity) {
            return policy.stake.in;
        } else {
            return award_unit::points;
        }
    }
    template <class Visit, class Function>
    constexpr void inside(Visit& visit, Function function) const noexcept {
        if constexpr (HasStocks) {
            detail::insist<typename stock_at<0>::template demands<Visit>>();
            numbers_of_stocks numbers{};
            for_each_stock_at([&](std::size_t place, const auto& own) { numbers[place] = own.of_quota; });
            stock_visit<wheel_visit<Visit, Currency>> own_visit{visit, stake_unit(), numbers};
            function(own_visit);
        } else {
            wheel_visit<Visit, Currency> own_visit{visit, stake_unit()};
            function(own_visit);
        }
    }
};

/// Of a wheel without a limit of spins.
[[nodiscard]] constexpr games::spins_within<window> any_number_of_spins() noexcept {
    games::spins_within<window> all{};
    all.most = (std::numeric_limits<std::int64_t>::max)();
    all.window.what = windows::lifetime;
    return all;
}

template <class Currency, bool HasStocks = false>
using wheel_of_activities = wheel_rule<Currency, games::spun_by_activity<condition>, HasStocks>;
template <class Currency, bool HasStocks = false>
using wheel_of_purchases = wheel_rule<Currency, games::spun_by_purchase<condition>, HasStocks>;

} // namespace loyalty::json

/// Of all quotas of a text together there is one store.
template <class Currency, class Spun>
struct loyalty::detail::quotas_in<loyalty::json::wheel_rule<Currency, Spun, true>> {
    using type = loyalty::detail::type_list<loyalty::json::run_time_quotas>;
};
