// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A sink receives what events do. It is any type with one or more functions `on`; what it does not receive costs nothing.
///
/// | function                              | called                                                                     |
/// |---------------------------------------|----------------------------------------------------------------------------|
/// | `on(const Event&, const Outcome&)`    | once for each event, accepted or refused, as the last call for it          |
/// | `on(const award<Unit>&)`              | for each grant of a policy                                                 |
/// | `on(const tier_change&)`              | for each change of the tier                                                |
/// | `on(const credited<Unit>&)`           | for each grant that became a lot                                           |
/// | `on(const spent<Unit>&)`              | for a redemption, a commitment or a debit by a policy                      |
/// | `on(const restored<Unit>&)`           | for points that a `give_back` or a return put back                         |
/// | `on(const taken_back<Unit>&)`         | for an award that an account or a balance gave back                        |
/// | `on(const expired<Unit>&)`            | for lots that expired since the previous event                             |
/// | `on(const thing_change&)`             | for each thing of a wallet that was issued, used, held, expired, ...       |
/// | `on(const refusal&)`                  | for a refused event: the rule, the requested amount and the amount there           |
/// | `on(const rule_begun&)`               | before each policy judges an event: the steps of that policy follow |
/// | `on(const step&)`                     | for each step of the computation (S35), also of a refused event            |
///
/// Effects are passed on after the event is committed (S52), in the order in which they came about.

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/outcome.hpp>
#include <loyalty/engine/visit.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace loyalty {

/// Sums over a stream. A sum that passes 64 bits stops at the largest amount, or the smallest, and says so in `overflow`.
template <class Programme>
struct totals;

namespace detail {

template <class Outcome>
struct totals_of;

template <unit_type... Units>
struct totals_of<outcome<Units...>> {
    pack<amount<Units>...> granted_{};
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
    std::uint64_t tier_changes = 0;
    bool overflow = false;

    template <class Transaction>
    LOYALTY_INLINE constexpr void on(const Transaction&, const outcome<Units...>& gave) noexcept {
        if (!gave.accepted()) [[unlikely]] {
            ++refused;
            return;
        }
        ++accepted;
        if (any_seldom(type_list<Units...>{}, gave)) [[unlikely]] {
            sum_up<true>(gave);
        }
        // One branch for both steps. Which of them it was is computed only if there was one.
        if (((gave.tier_told ^ gave.tier_before) | (gave.tier_before ^ gave.tier_after)) != 0) [[unlikely]] {
            tier_changes += gave.tier_changes();
        }
        sum_up<false>(gave);
    }

    /// Adds the sums of another part of the stream.
    constexpr void add(const totals_of& other) noexcept {
        accepted += other.accepted;
        refused += other.refused;
        tier_changes += other.tier_changes;
        overflow = overflow || other.overflow;
        sum_up<false>(other);
        sum_up<true>(other);
    }

    template <unit_type Unit>
    [[nodiscard]] constexpr amount<Unit> granted() const noexcept {
        return get_type<amount<Unit>>(granted_);
    }

    [[nodiscard]] friend constexpr bool operator==(const totals_of&, const totals_of&) = default;

private:
    /// Adds the units that are granted often, or those that are granted seldom.
    template <bool Seldom, class Gave>
    LOYALTY_INLINE constexpr void sum_up(const Gave& gave) noexcept {
        for_each_index<sizeof...(Units)>([&](auto index) LOYALTY_INLINE_LAMBDA {
            using unit = typename type_at<index, Units..., void>::type;
            if constexpr (is_seldom<unit> == Seldom) {
                auto& sum = get<index>(granted_);
                if (arithmetic::add_overflows(sum, gave.template granted<unit>(), sum)) [[unlikely]] {
                    // A sum that passed the largest number is now below zero, and one that passed the smallest is above.
                    using amount_type = std::remove_cvref_t<decltype(sum)>;
                    sum = sum.minor_units() < 0 ? amount_type::largest() : amount_type::smallest();
                    overflow = true;
                }
            }
        });
    }
};

} // namespace detail

template <class Programme>
struct totals : detail::totals_of<typename Programme::outcome_type> {};

namespace effects {

/// Writes outcomes into memory of the host; what does not fit is counted, not written.
template <class Programme>
struct span_sink {
    std::span<typename Programme::outcome_type> room{};
    std::size_t written = 0;
    std::size_t missed = 0;

    template <class Transaction>
    LOYALTY_INLINE constexpr void on(const Transaction&, const typename Programme::outcome_type& gave) noexcept {
        if (written < room.size()) {
            detail::copy_outcome(room[written++], gave);
        } else {
            ++missed;
        }
    }
};

template <class Programme>
[[nodiscard]] constexpr span_sink<Programme> into(const Programme&,
                                                  std::span<typename Programme::outcome_type> room) noexcept {
    return {room};
}

/// Passes everything to two sinks; nest it for more.
template <class First, class Second>
struct tee {
    First& first;
    Second& second;

    template <class... Received>
    requires(
        requires(First& sink, const Received&... received) { sink.on(received...); } ||
        requires(Second & sink, const Received&... received) { sink.on(received...); }) LOYALTY_INLINE
        constexpr void on(const Received&... received) noexcept {
        if constexpr (requires { first.on(received...); }) {
            first.on(received...);
        }
        if constexpr (requires { second.on(received...); }) {
            second.on(received...);
        }
    }
};

template <class First, class Second>
tee(First&, Second&) -> tee<First, Second>;

/// A sink that appends each outcome, also of refused events, to a container of the host: `std::vector` or any other with
/// `push_back`. If nothing may allocate, use `into`, a span.
///
/// @code
/// std::vector<outcome_of<decltype(beauty)>> outcomes;
/// append_to sink{outcomes};
/// apply_all(beauty, members, transactions, sink);
/// @endcode
///
/// The library throws nothing, and an exception of the container ends the programme: reserve before.
template <class Container>
struct append_to {
    Container& outcomes;

    template <class Event>
    constexpr void on(const Event&, const typename Container::value_type& gave) noexcept {
        outcomes.push_back(gave);
    }
};

template <class Container>
append_to(Container&) -> append_to<Container>;

} // namespace effects

namespace detail {

/// True for a sink of the library that a refused event may leave with effects: it needs no second evaluation.
template <class Sink>
inline constexpr bool forgets_refused = requires {
    requires Sink::forgets_refused;
};

/// Passes on the effects of an event, and not its outcome.
template <class Sink>
struct effects_of {
    Sink& sink;

    template <class Effect>
    requires receives<Sink, Effect>
    constexpr void on(const Effect& one) noexcept { sink.on(one); }
};

/// The part of a sink that passes the effects of an event on to another sink.
template <class Sink>
struct sink_before : effects_of<Sink> {
    static constexpr bool forgets_refused = detail::forgets_refused<Sink>;
    static constexpr bool keeps_movements = detail::keeps_movements<Sink>;
};

/// Keeps the outcome of one event, and passes everything on.
template <class Outcome, class Sink>
struct outcome_keeper : sink_before<Sink> {
    Outcome gave{};

    using sink_before<Sink>::on;
    template <class Event>
    LOYALTY_INLINE constexpr void on(const Event& event, const Outcome& outcome) noexcept {
        gave = outcome;
        if constexpr (requires { this->sink.on(event, outcome); }) {
            this->sink.on(event, outcome);
        }
    }
};

/// Passes the effects of an accepted event on. Of a refused one, only the explanation and the refusal. One type for both, so that
/// each rule is compiled once for a sink.
template <class Sink>
struct effects_after_commit {
    Sink& sink;
    bool accepted = false;

    template <class Effect>
    requires receives<Sink, Effect>
    constexpr void on(const Effect& one) noexcept {
        if (accepted || explains<Effect>) {
            sink.on(one);
        }
    }
    static constexpr bool keeps_movements = detail::keeps_movements<Sink>;

private:
    template <class Effect>
    static constexpr bool explains = std::is_same_v<Effect, effects::rule_begun> ||
                                     std::is_same_v<Effect, effects::step> || std::is_same_v<Effect, effects::refusal>;
};

/// Keeps the lots of a redemption in its receipt, and passes everything on.
template <class Receipt, class Unit, class Sink>
struct receipt_sink {
    static constexpr bool forgets_refused = std::is_same_v<Sink, extensions::no_sink>;
    Receipt& receipt;
    Sink& sink;

    template <class Point>
    constexpr void on(const effects::spent<Unit, Point>& debit) noexcept {
        if constexpr (requires { receipt.lots.push_back(debit.lots.front()); }) {
            receipt.lots.clear();
            for (const auto& each : debit.lots) {
                receipt.lots.push_back(each);
            }
        }
        if constexpr (receives<Sink, effects::spent<Unit, Point>>) {
            sink.on(debit);
        }
    }
    template <class... Received>
    requires requires(Sink& other, const Received&... received) { other.on(received...); }
    constexpr void on(const Received&... received) noexcept { sink.on(received...); }
};

} // namespace detail
} // namespace loyalty
