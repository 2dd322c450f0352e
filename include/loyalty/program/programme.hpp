// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/program/balance.hpp>
#include <loyalty/program/outcome.hpp>
#include <loyalty/rules/demands.hpp>
#include <loyalty/rules/policy.hpp>
#include <loyalty/rules/reward.hpp>
#include <loyalty/time/calendar.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/window.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace loyalty {

struct first_purchase_matches; // rules/predicate.hpp

/// How the events of a member are told apart (S9, S10): by time and then id, or, for streams without ids, by time alone,
/// where events at one instant keep the order in which they come.
enum class identity : std::uint8_t { by_time_and_id, by_time };

/// A name of at most 31 characters that can be a template argument.
struct short_name {
    static constexpr std::size_t field_count = 1;
    char characters[32]{};

    constexpr short_name() noexcept = default;
    template <std::size_t Size>
    requires(Size <= 32) constexpr short_name(const char (&text)[Size]) noexcept {
        for (std::size_t i = 0; i < Size; ++i) {
            characters[i] = text[i];
        }
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return characters; }
    [[nodiscard]] friend constexpr bool operator==(const short_name&, const short_name&) = default;
};

/// What frames a programme (S12, S34): its name and version, when it is in force, its calendar.
///
/// `terms<>{.name = "beauty", .version = 3, .valid = {.from = "2022-01-01T00:00"_utc}}`
template <zone Zone = utc, identity Identity = identity::by_time_and_id>
struct terms {
    static constexpr identity told_apart = Identity;
    using calendar_type = loyalty::calendar<Zone>;
    template <class Visit>
    using demands =
        std::conditional_t<Identity == identity::by_time, fact::time_fact::demanded<detail::transaction_of<Visit>>,
                           fact::id_fact::demanded<detail::transaction_of<Visit>>>;

    short_name name{};
    std::uint32_t version = 1;
    instant_window valid{};
    calendar_type calendar{};
};

/// Where a programme cannot be right: which rule, and a sentence.
struct defect {
    std::size_t rule = 0;
    const char* sentence = nullptr;
};

namespace detail {

template <class Type>
inline constexpr bool is_terms = false;
template <zone Zone, identity Identity>
inline constexpr bool is_terms<terms<Zone, Identity>> = true;

/// What cannot be right in a policy, or in which rule of a list of them.
template <class Policy>
[[nodiscard]] constexpr defect defect_of(const Policy& policy) noexcept {
    if constexpr (requires { policy.first_defect(); }) {
        return policy.first_defect();
    } else {
        return {0, problem_of(policy)};
    }
}

/// Stands for any visit when a policy is asked what it can do.
struct any_visit {};

template <class Policy>
concept has_rewards = requires {
    typename Policy::rewards;
};

template <class Policy>
concept has_apply = requires(const Policy& policy, state_of_t<Policy>& own, any_visit& visit) {
    policy.apply(own, visit);
};

// As plain values: of a concept that is not met, compilers tell a story after the sentence.
template <class Policy>
inline constexpr bool is_account = booked_by<Policy>::type::size != 0;
template <class Policy>
inline constexpr bool names_rewards = has_rewards<Policy>;
template <class Policy>
inline constexpr bool can_apply = has_apply<Policy> || is_account<Policy>;

template <class Policy>
struct rewards_of {
    using type = type_list<>;
};
template <has_rewards Policy>
struct rewards_of<Policy> {
    using type = typename Policy::rewards;
};

template <class Listed, class List>
inline constexpr bool lists = false;
template <class Listed, class... Types>
inline constexpr bool lists<Listed, type_list<Types...>> = (std::is_same_v<Listed, Types> || ...);

/// The types of a list that another does not have.
template <class List, class Without, class Kept = type_list<>>
struct less {
    using type = Kept;
};
template <class First, class... Rest, class Without, class... Kept>
struct less<type_list<First, Rest...>, Without, type_list<Kept...>>
    : less<type_list<Rest...>, Without,
           std::conditional_t<lists<First, Without>, type_list<Kept...>, type_list<Kept..., First>>> {};

/// How many policies stand before the accounts.
template <class... Policies>
[[nodiscard]] consteval std::size_t earning_count() noexcept {
    return (std::size_t{0} + ... + (is_account<Policies> ? 0u : 1u));
}

/// Whether no policy grants a unit that an account before it has booked.
template <class... Policies>
[[nodiscard]] consteval bool accounts_come_last() noexcept {
    bool booked = false;
    bool right = true;
    ((right = right && !(booked && !is_account<Policies>), booked = booked || is_account<Policies>), ...);
    return right;
}

/// Whether every policy that asks for the tier stands after a `tiered`.
template <class... Policies>
[[nodiscard]] consteval bool tiers_come_first() noexcept {
    bool told = false;
    bool right = true;
    ((right = right && (!reads_tier_of<Policies>() || told), told = told || tells_tier_of<Policies>()), ...);
    return right;
}

/// Whether every policy that has a figure for each tier has as many as the last `tiered` before it tells, the base
/// included.
template <class... Policies>
[[nodiscard]] consteval bool figures_fit_tiers() noexcept {
    std::size_t told = 0;
    bool right = true;
    (
        [&] {
            constexpr std::size_t named = tiers_named_of<Policies>();
            right = right && (named == 0 || told == 0 || named == told);
            if constexpr (tells_tier_of<Policies>()) {
                told = Policies::tiers;
            }
        }(),
        ...);
    return right;
}

/// Whether nothing is wrong. In a constant programme something wrong stops the compiler: where the characters of two
/// literals lie is unknown before run time, so it cannot go on, and shows the sentence.
[[nodiscard]] constexpr bool a_programme_must_be_right(const char* sentence) noexcept {
    if (std::is_constant_evaluated() && sentence != nullptr && sentence < &"mend it"[0]) {
        return false;
    }
    return sentence == nullptr;
}

struct clock_by_time {
    std::int64_t last_seconds = instant::minimum().seconds_since_epoch;

    [[nodiscard]] friend constexpr bool operator==(const clock_by_time&, const clock_by_time&) = default;
};

struct clock_by_time_and_id {
    std::int64_t last_seconds = instant::minimum().seconds_since_epoch;
    std::uint64_t last_id = 0;

    [[nodiscard]] friend constexpr bool operator==(const clock_by_time_and_id&, const clock_by_time_and_id&) = default;
};

/// The same for programmes that ask for the first purchase: how many stand, without those that came back whole. 255 and more
/// are 255, from which nothing is taken any more.
struct purchase_clock_by_time {
    std::int64_t last_seconds = instant::minimum().seconds_since_epoch;
    std::uint8_t purchases = 0;

    [[nodiscard]] friend constexpr bool operator==(const purchase_clock_by_time&,
                                                   const purchase_clock_by_time&) = default;
};

struct purchase_clock_by_time_and_id {
    std::int64_t last_seconds = instant::minimum().seconds_since_epoch;
    std::uint64_t last_id = 0;
    std::uint8_t purchases = 0;

    [[nodiscard]] friend constexpr bool operator==(const purchase_clock_by_time_and_id&,
                                                   const purchase_clock_by_time_and_id&) = default;
};

template <class Clock>
inline constexpr bool counts_purchases = requires(const Clock& clock) {
    clock.purchases;
};

template <class Clock>
LOYALTY_INLINE constexpr void count_purchase(Clock& clock) noexcept {
    if constexpr (counts_purchases<Clock>) {
        clock.purchases = static_cast<std::uint8_t>(clock.purchases + (clock.purchases < 255 ? 1 : 0));
    }
}

/// A purchase came back whole.
template <class Clock>
constexpr void forget_purchase(Clock& clock) noexcept {
    if constexpr (counts_purchases<Clock>) {
        const bool known = 0 < clock.purchases && clock.purchases < 255;
        clock.purchases = static_cast<std::uint8_t>(clock.purchases - (known ? 1 : 0));
    }
}

template <bool ById, bool OfPurchases>
using clock_of =
    std::conditional_t<ById, std::conditional_t<OfPurchases, purchase_clock_by_time_and_id, clock_by_time_and_id>,
                       std::conditional_t<OfPurchases, purchase_clock_by_time, clock_by_time>>;

} // namespace detail

namespace detail {

/// The largest power of two that divides the size of a state, up to a cache line: a state that fits one line then lies in
/// one, and no state gets larger.
template <class State>
[[nodiscard]] consteval std::size_t line_alignment() noexcept {
    std::size_t alignment = 64;
    while (sizeof(State) % alignment != 0) {
        alignment /= 2;
    }
    return alignment;
}

} // namespace detail

/// All that a programme keeps of one member: when the last event was, a balance for each unit, what each policy
/// remembers. Plain and trivially copyable: a snapshot of one is a copy.
template <class Clock, class Units, class... States>
struct member_state;

template <class Clock, class... Units, class... States>
struct alignas(detail::line_alignment<detail::compact_pack<Clock, detail::balance<Units>..., States...>>())
    member_state<Clock, detail::type_list<Units...>, States...>
    : detail::compact_pack<Clock, detail::balance<Units>..., States...> {
    /// What the member holds: `balance<unit::points>()`.
    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> balance() const noexcept {
        constexpr bool granted = (std::is_same_v<Unit, Units> || ...);
        static_assert(granted, "loyalty: no policy of this programme grants this unit, or an account books it: ask "
                               "balances_of<Unit>(programme, member, as_of)");
        if constexpr (granted) {
            constexpr std::size_t index = 1 + detail::index_of<Unit, Units...>();
            return amount<Unit>::from_minor_units(detail::get<index>(*this).minor_units);
        } else {
            return {};
        }
    }

    /// What the policy at an index of the programme remembers.
    template <std::size_t Index>
    [[nodiscard]] LOYALTY_INLINE constexpr auto& policy() noexcept {
        return detail::get<1 + sizeof...(Units) + Index>(*this);
    }
    template <std::size_t Index>
    [[nodiscard]] LOYALTY_INLINE constexpr const auto& policy() const noexcept {
        return detail::get<1 + sizeof...(Units) + Index>(*this);
    }

    [[nodiscard]] LOYALTY_INLINE constexpr Clock& clock() noexcept { return detail::get<0>(*this); }
    [[nodiscard]] LOYALTY_INLINE constexpr const Clock& clock() const noexcept { return detail::get<0>(*this); }
    [[nodiscard]] LOYALTY_INLINE constexpr instant last_event() const noexcept { return instant{clock().last_seconds}; }

    [[nodiscard]] friend constexpr bool operator==(const member_state&, const member_state&) = default;
};

/// A loyalty programme: policies in the order in which they see a purchase, framed by `terms`. An immutable value (S34);
/// as a constant it must be right to compile, at run time ask `problem()`: one that is wrong refuses every event.
///
/// @code
/// constexpr programme beauty{
///     tiered{350_usd, 1000_usd}.held_for(1),
///     points{per_amount{1_points, 1_usd}, multiply_by_tier{1_x, 1.25_x, 1.5_x}, round_off{rounding::floor}},
/// };
/// @endcode
///
/// At most 32 policies; a longer list of rules is a `rule_list`.
template <class Terms, class... Policies>
struct programme {
    static constexpr std::size_t size = sizeof...(Policies);
    static_assert(size > 0, "loyalty: a programme needs at least one policy, such as points{...}");
    static_assert(size <= 32, "loyalty: a programme has at most 32 policies: put more rules into a rule_list");
    static_assert((detail::names_rewards<Policies> && ...),
                  "loyalty: a policy misses `using rewards = loyalty::units<...>;`: name the units that it may grant");
    static_assert((detail::can_apply<Policies> && ...),
                  "loyalty: a policy misses `template <class Visit> constexpr void apply(state& own, Visit& visit) "
                  "const`: without a state of its own, write loyalty::no_state for state");
    static_assert((std::is_trivially_copyable_v<detail::state_of_t<Policies>> && ...),
                  "loyalty: the `struct state` of a policy must be trivially copyable: no strings, vectors or pointers "
                  "that own");
    static_assert(detail::tiers_come_first<Policies...>(),
                  "loyalty: a policy asks for the member's tier before a tiered{...} has told it: put the tiered{...} "
                  "first");
    static_assert(
        (0 + ... + (detail::tells_tier_of<Policies>() ? 1 : 0)) <= 1,
        "loyalty: a programme has one tiered{...}: a member has one tier, which every policy after it asks for");
    static_assert(detail::figures_fit_tiers<Policies...>(),
                  "loyalty: multiply_by_tier needs one factor for each tier, the tier of everyone included: one more "
                  "than tiered{...} has thresholds");

    static_assert(detail::accounts_come_last<Policies...>(),
                  "loyalty: an account such as lots<...> books what the policies before it granted: put it last");

    using calendar_type = typename Terms::calendar_type;
    using units_type = detail::united<typename detail::rewards_of<Policies>::type...>;
    using outcome_type = detail::rename_t<outcome, units_type>;
    using clock_type = detail::clock_of<Terms::told_apart == identity::by_time_and_id,
                                        (detail::mentions<first_purchase_matches, Policies>() || ...)>;
    using booked_type = detail::united<typename detail::booked_by<Policies>::type...>;
    static_assert(booked_type::size == (std::size_t{0} + ... + detail::booked_by<Policies>::type::size),
                  "loyalty: two accounts book the same unit: a unit has one account, or two units of their own");
    using plain_units_type = typename detail::less<units_type, booked_type>::type;
    using member_type = member_state<clock_type, plain_units_type, detail::state_of_t<Policies>...>;
    static constexpr identity told_apart = Terms::told_apart;

    template <class Unit>
    static constexpr bool grants =
        []<class... Units>(detail::type_list<Units...>) { return (std::is_same_v<Unit, Units> || ...); }(units_type{});

    /// The name of the policy at an index, for explanations.
    template <std::size_t Index>
    static constexpr std::string_view
        policy_name = detail::name_of<typename detail::type_at<Index, Policies...>::type>();

    template <class Visit>
    using demands = fact::time_fact::demanded<detail::transaction_of<Visit>>;

    Terms frame{};
    detail::pack<Policies...> policies{};
    bool right = false;

    constexpr explicit programme(Terms framed, Policies... each) noexcept
        : frame{framed}, policies{{{each}...}}, right{detail::a_programme_must_be_right(problem().sentence)} {}
    constexpr explicit programme(Policies... each) noexcept
        requires(!(detail::is_terms<Policies> || ...) && std::is_same_v<Terms, terms<>>)
        : policies{{{each}...}}, right{detail::a_programme_must_be_right(problem().sentence)} {}

    /// What cannot be right, with the index of the policy (S36); a null sentence where nothing is wrong.
    [[nodiscard]] constexpr defect problem() const noexcept {
        defect found{};
        detail::for_each_index<size>([&](auto index) LOYALTY_INLINE_LAMBDA {
            if (found.sentence == nullptr) {
                found = detail::defect_of(detail::get<index>(policies));
                found.rule += index;
            }
        });
        if (found.sentence == nullptr && frame.valid.empty()) {
            found.sentence = "terms: the programme ends before it starts: give `valid` a later end";
        }
        if (found.sentence == nullptr && !frame.calendar.is_valid()) {
            found.sentence = "terms: the business day must start 0 to 86399 seconds after midnight";
        }
        return found;
    }

    /// The programme without its accounts, which stand last: what decides what a purchase earns.
    [[nodiscard]] constexpr auto earning() const noexcept {
        return [&]<std::size_t... Index>(std::index_sequence<Index...>) {
            return programme<Terms, typename detail::type_at<Index, Policies..., void>::type...>{
                frame, detail::get<Index>(policies)...};
        }
        (std::make_index_sequence<detail::earning_count<Policies...>()>{});
    }

    /// The programme itself; what `lifted` has too, so that one code serves both.
    [[nodiscard]] LOYALTY_INLINE constexpr const programme& value() const noexcept { return *this; }
};

namespace detail {

// g++ does not take the members of `constexpr programme beauty{...}` for constants where the type was not complete before the
// declaration, so its size is asked for. Clang needs no help, and would go on after a sentence with sentences of its own.
#if defined(__GNUC__) && !defined(__clang__)
template <class Type>
inline constexpr bool completed = sizeof(Type) != 0;
#else
template <class Type>
inline constexpr bool completed = true;
#endif

/// Copies are no programmes of programmes.
template <class Type>
inline constexpr bool is_programme = false;
template <class Terms, class... Policies>
inline constexpr bool is_programme<programme<Terms, Policies...>> = true;

} // namespace detail

template <class First, class... Policies>
requires(!detail::is_terms<First> && !detail::is_programme<First> &&
         detail::completed<programme<terms<>, First, Policies...>>) programme(First, Policies...)
->programme<terms<>, First, Policies...>;

template <zone Zone, identity Identity, class... Policies>
requires detail::completed<programme<terms<Zone, Identity>, Policies...>> programme(terms<Zone, Identity>, Policies...)
->programme<terms<Zone, Identity>, Policies...>;

/// The state of a member of a programme: `member<decltype(beauty)> anna;`
template <class Programme>
using member = typename Programme::member_type;

/// What an event gives in a programme.
template <class Programme>
using outcome_of = typename Programme::outcome_type;

/// A constant programme as a type, so that its numbers are immediates wherever it goes: `apply(lifted<beauty>, ...)`.
template <auto Value>
struct lifted_programme {
    using programme_type = std::remove_cvref_t<decltype(Value)>;
    using member_type = typename programme_type::member_type;
    using outcome_type = typename programme_type::outcome_type;
    using calendar_type = typename programme_type::calendar_type;

    [[nodiscard]] static constexpr const programme_type& value() noexcept { return Value; }
};

template <auto Value>
inline constexpr lifted_programme<Value> lifted{};

} // namespace loyalty
