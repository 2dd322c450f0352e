// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/engine/sinks.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/event_of.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace loyalty {

/// @file
/// A stream evaluated by several workers at a time, with the result of one. The outcome of an event depends on its
/// member alone, so the members are split into partitions, and each worker takes the events of one, in the order of the
/// stream.
///
/// | the input                                | call                | cost of the split                              |
/// |------------------------------------------|---------------------|------------------------------------------------|
/// | one stream, in order                     | `apply_partitioned` | each worker looks at the member of each event  |
/// | split beforehand, by whatever is at hand | `apply_split`       | none                                           |
///
/// Nothing is allocated, and no worker writes what another reads: a stream with transfers, which concern two members,
/// is for `apply_all`. Members, outcomes and sums are those of `apply_all`, bit by bit, for any number of partitions
/// and threads.

namespace detail {

/// Stands for any task in the check that an executor runs them.
struct any_task {
    void operator()(std::size_t) const noexcept {}
};

} // namespace detail

namespace streams {

/// Runs `task(0)` to `task(count - 1)`, each once, in any order, on any threads, and returns when all of them are done
/// and what they wrote can be read. `threads` (stream/threads.hpp) is one; the host may bring its own:
///
/// @code
/// struct my_pool {
///     void execute(std::size_t count, auto& task) { pool.parallel_for(count, task); }
/// };
/// @endcode
template <class Type>
concept executor = requires(Type& workers, std::size_t count, detail::any_task& task) {
    workers.execute(count, task);
};

/// The executor that has one worker: the caller.
struct in_turn {
    template <class Task>
    constexpr void execute(std::size_t count, Task& task) const noexcept {
        for (std::size_t i = 0; i < count; ++i) {
            task(i);
        }
    }
};

/// The most partitions of one stream. Each worker reads the whole of it, so that more than a few dozen gain nothing.
inline constexpr std::size_t most_partitions = 256;

/// A share of the members: number `index` of `count`. Which members it holds follows from their index alone, so that it
/// is the same on every machine, and for a host that splits its input itself.
///
/// Members go in stripes of 64, and the stripes to the partitions by the golden ratio: neighbouring stripes go far
/// apart, so that each partition gets its share of any long row of members, such as the first who enrolled, who are
/// often those who buy most. A stripe is long enough that workers do not meet in a cache line, and mostly not in a
/// page.
class partition {
public:
    constexpr partition(std::size_t index, std::size_t count) noexcept
        : first_{first_place(index, count)}, reach_{first_place(index + 1, count) - 1 - first_} {
        LOYALTY_ASSERT(index < count && count <= most_partitions);
    }

    [[nodiscard]] LOYALTY_INLINE constexpr bool holds(std::size_t member) const noexcept {
        return static_cast<std::uint32_t>(place_of(member) - first_) <= reach_;
    }

    /// The index of the partition that holds a member, of `count`.
    [[nodiscard]] static constexpr std::size_t of(std::size_t member, std::size_t count) noexcept {
        return static_cast<std::size_t>((std::uint64_t{place_of(member)} * count) >> 32);
    }

private:
    static constexpr std::size_t members_in_stripe = 64;

    /// Where a member lies on a circle of 2^32 places: each stripe a golden ratio further than the one before.
    [[nodiscard]] LOYALTY_INLINE static constexpr std::uint32_t place_of(std::size_t member) noexcept {
        constexpr std::uint32_t golden = 0x9E37'79B9;
        return static_cast<std::uint32_t>(member / members_in_stripe) * golden;
    }

    /// The first place of a partition; that behind the last one is 2^32, as 0.
    [[nodiscard]] static constexpr std::uint32_t first_place(std::size_t index, std::size_t count) noexcept {
        return static_cast<std::uint32_t>(((std::uint64_t{index} << 32) + count - 1) / count);
    }

    std::uint32_t first_;
    std::uint32_t reach_;
};

} // namespace streams

namespace detail {

/// A transfer changes two members, who may belong to two workers.
template <class Transaction>
struct concerns_one_member {
    static constexpr bool met = !may_concern_two<Transaction>;
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: a transfer concerns two members, and workers have one each: apply the stream with "
                           "apply_all, or give it the type event_of_one_member<...>");
    };
};

/// The events of a member who was merged go to another one, who may belong to another worker.
template <class Programme>
struct members_stay {
    static constexpr bool met = !value_of<Programme>::merges_members;
    template <bool Met>
    struct sentence {
        static_assert(Met, "loyalty: members of this programme merge, and workers would meet at one member: apply the "
                           "stream with apply_all, or split it by social::present_member and use apply_split");
    };
};

/// Notes behind the first `count` entries where those transactions lie whose members a partition holds.
template <class Transaction>
[[nodiscard]] constexpr std::size_t add_held(streams::partition own, std::span<const Transaction> transactions,
                                             const Transaction** held, std::size_t count) noexcept {
    for (const Transaction& each : transactions) {
        // Written in any case, since no branch predictor guesses the member of an event.
        held[count] = &each;
        count += own.holds(fact::member(each)) ? 1u : 0u;
    }
    return count;
}

} // namespace detail

namespace streams {

/// Applies those transactions of a stream whose members one partition holds: `apply_all` for one worker of several. For
/// hosts whose workers have a sink each; others call `apply_partitioned`. An index beyond the members is refused by the
/// partition that would hold it.
///
/// The sink sees the transactions where they lie in the stream, so that their place is
/// `&transaction - transactions.data()`.
template <class Programme, class Transaction, class Sink, class Profiles = no_profiles>
LOYALTY_INLINE constexpr batch_result
apply_partition(const Programme& programme, partition own, std::span<typename Programme::member_type> members,
                std::span<const Transaction> transactions, Sink& sink, const Profiles& profiles = {},
                std::size_t look_ahead = look_ahead_default) noexcept {
    detail::insist<fact::member_fact::demanded<Transaction>>();
    detail::insist<detail::concerns_one_member<Transaction>>();
    detail::insist<detail::members_stay<Programme>>();
    // Looking through goes in short steps between evaluations, so that the memory brings the stream meanwhile.
    constexpr std::size_t step = 256;
    constexpr std::size_t furthest = 256;
    std::array<const Transaction*, furthest + step> waiting;
    std::size_t count = 0;
    const std::size_t ahead = look_ahead < furthest ? look_ahead : furthest;
    batch_result result{};
    extensions::calendar_day day{};
    while (!transactions.empty() || count != 0) {
        const auto next = transactions.first(transactions.size() < step ? transactions.size() : step);
        transactions = transactions.subspan(next.size());
        count = detail::add_held(own, next, waiting.data(), count);
        const std::size_t kept = transactions.empty() ? 0 : count < ahead ? count : ahead;
        for (std::size_t i = 0; i + kept < count; ++i) {
            if (ahead != 0 && i + ahead < count) {
                detail::ask_ahead(members, *waiting[i + ahead]);
            }
            const bool accepted = detail::apply_one_of(programme, members, *waiting[i], profiles, day, sink);
            result.accepted += accepted ? 1u : 0u;
            result.refused += accepted ? 0u : 1u;
        }
        for (std::size_t i = 0; i < kept; ++i) {
            waiting[i] = waiting[count - kept + i];
        }
        count = kept;
    }
    return result;
}

} // namespace streams

namespace detail {

/// Sums, and puts each outcome at the place of its transaction. An outcome without a place is not kept.
template <class Programme, class Transaction>
struct sink_in_place {
    const Transaction* first;
    std::span<outcome_of<Programme>> outcomes;
    totals<Programme> sums{};

    template <class Event>
    LOYALTY_INLINE constexpr void on(const Event& event, const outcome_of<Programme>& gave) noexcept {
        sums.on(event, gave);
        const std::size_t place = place_of(event);
        if (place < outcomes.size()) {
            copy_outcome(outcomes[place], gave);
        }
    }

private:
    /// An event of a mixed stream lies inside its element.
    template <class Event>
    [[nodiscard]] LOYALTY_INLINE constexpr std::size_t place_of(const Event& event) const noexcept {
        if constexpr (std::is_same_v<Event, Transaction>) {
            return static_cast<std::size_t>(&event - first);
        } else {
            return (reinterpret_cast<std::uintptr_t>(&event) - reinterpret_cast<std::uintptr_t>(first)) /
                   sizeof(Transaction);
        }
    }
};

/// The sums of what `run(sink)` does, which puts outcomes into their places if there are any.
template <class Programme, class Transaction, class Run>
constexpr totals<Programme> summed(std::span<const Transaction> transactions, std::span<outcome_of<Programme>> outcomes,
                                   Run run) noexcept {
    if (outcomes.empty()) {
        totals<Programme> sums{};
        run(sums);
        return sums;
    }
    sink_in_place<Programme, Transaction> sink{transactions.data(), outcomes};
    run(sink);
    return sink.sums;
}

/// The profiles of a partition: all of them, or those with its share of the quotas.
template <class Profiles>
[[nodiscard]] constexpr decltype(auto) profiles_of_partition(const Profiles& profiles,
                                                             [[maybe_unused]] std::size_t index) noexcept {
    if constexpr (requires { profiles.partition(index); }) {
        return profiles.partition(index);
    } else {
        return profiles;
    }
}

// The sums lie far apart, so that workers that finish do not disturb those that go on.
template <class Programme>
struct alignas(64) sums_of_partition {
    totals<Programme> sums{};
};

} // namespace detail

namespace streams {

/// Applies a stream by `partitions` workers at a time, and gives the sums. `outcomes[i]` becomes what `transactions[i]`
/// gave; if there are fewer outcomes than transactions, those of the last are not kept, and an empty span keeps
/// none.
///
/// @code
/// threads workers{2};
/// const auto sums = apply_partitioned(programme, members, transactions, outcomes, 2, workers);
/// @endcode
///
/// The results are those of `apply_all` for any number of partitions from 1 to `most_partitions`. As many as there are
/// threads are best: each worker looks at every transaction, about a nanosecond each, to find its own. The events of
/// one member go one after the other; a member who has a large part of all events bounds what workers gain.
template <class Programme, class Transaction, executor Executor, class Profiles = no_profiles>
constexpr totals<detail::value_of<Programme>>
apply_partitioned(const Programme& programme, std::span<typename Programme::member_type> members,
                  std::span<const Transaction> transactions, std::span<typename Programme::outcome_type> outcomes,
                  std::size_t partitions, Executor&& workers, const Profiles& profiles = {},
                  std::size_t look_ahead = look_ahead_default) noexcept {
    LOYALTY_ASSERT(partitions >= 1 && partitions <= most_partitions);
    static_assert(
        !requires { profiles[0].quotas; },
        "loyalty: apply_partitioned: partitions that run at a time share no quota: give each a share, "
        "auto shares = quotas.split<2>(), and pass streams::sharing_by_partition(std::span{shares})");
    using rules = detail::value_of<Programme>;
    totals<rules> sums{};
    if constexpr (!detail::concerns_one_member<Transaction>::met || !detail::members_stay<Programme>::met) {
        detail::insist<detail::concerns_one_member<Transaction>>();
        detail::insist<detail::members_stay<Programme>>();
    } else {
        std::array<detail::sums_of_partition<rules>, most_partitions> parts{};
        auto task = [&](std::size_t index) noexcept {
            parts[index].sums = detail::summed<rules>(transactions, outcomes, [&](auto& sink) noexcept {
                apply_partition(programme, partition{index, partitions}, members, transactions, sink,
                                detail::profiles_of_partition(profiles, index), look_ahead);
            });
        };
        workers.execute(partitions, task);
        for (std::size_t i = 0; i < partitions; ++i) {
            sums.add(parts[i].sums);
        }
    }
    return sums;
}

/// A part of an input that was split beforehand: transactions in their order, and where what they give goes. `members`
/// and `profiles` are what the transactions' `member` means, either of this part alone or shared by all.
template <class Programme, class Transaction, class Profiles = no_profiles>
struct alignas(64) split_part {
    std::span<typename Programme::member_type> members{};
    std::span<const Transaction> transactions{};
    std::span<typename Programme::outcome_type> outcomes{}; ///< as in `apply_partitioned`
    Profiles profiles{};
    totals<detail::value_of<Programme>> sums{}; ///< what came of it, as of `apply_split`
};

/// Applies the parts of an input, one task each, and gives the sums of all, in the order of the parts; each part keeps
/// its own. No member may have transactions in two parts, and a transfer is one of both of its members: split by a key
/// of the member, such as `partition::of`, or give each part members of its own. If members merge, the key is that of
/// `social::present_member`.
///
/// @code
/// std::array<split_part<rules_type, sale>, 2> parts{{{.members = east, .transactions = sales_east},
///                                                    {.members = west, .transactions = sales_west}}};
/// const auto sums = apply_split(programme, std::span{parts}, workers);
/// @endcode
template <class Programme, class Parts, executor Executor>
constexpr totals<detail::value_of<Programme>> apply_split(const Programme& programme, Parts&& parts, Executor&& workers,
                                                          std::size_t look_ahead = look_ahead_default) noexcept {
    using rules = detail::value_of<Programme>;
    auto task = [&](std::size_t index) noexcept {
        auto& part = parts[index];
        part.sums = detail::summed<rules>(part.transactions, part.outcomes, [&](auto& sink) noexcept {
            apply_all(programme, part.members, part.transactions, sink, part.profiles, look_ahead);
        });
    };
    workers.execute(parts.size(), task);
    totals<rules> sums{};
    for (const auto& part : parts) {
        sums.add(part.sums);
    }
    return sums;
}

} // namespace streams
} // namespace loyalty
