// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A random stream of the club, and what one process makes of it that takes the events in their order.

#include "support/club.hpp"

#include <loyalty/stream/router.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace club {

inline constexpr std::uint32_t member_count = 40;
inline constexpr std::uint32_t partitions_before = 4; ///< until the middle of the stream
inline constexpr std::uint32_t partitions_after = 8;
inline constexpr instant first_day = "2025-01-01T00:00"_utc;
inline constexpr dates::seconds allowed_delay{3'600};
inline constexpr dates::seconds transit{2 * 86'400};

/// A record on its way to the broker.
struct arrival {
    instant at{}; ///< when it comes
    std::uint32_t member = 0;
    bytes record{};
};

/// Outcomes by member and id.
using outcome_map = std::map<std::pair<std::uint32_t, std::uint64_t>, worked_type>;

/// What becomes of a stream.
struct ending {
    std::vector<rules_type::member_type> members{};
    std::vector<quotas<rules_type>> shares{};
    outcome_map outcomes{};

    [[nodiscard]] friend bool operator==(const ending&, const ending&) = default;
};

/// Keeps outcomes as a worker gives them.
struct outcome_keeper {
    outcome_map& outcomes;

    template <class Event>
    void on(const Event& one, const outcome_of<rules_type>& gave) {
        const std::uint16_t kind = (one.id >> 63u) != 0 ? kind_of_letter : kind_of(one);
        outcomes[{one.member, one.id}] = {one.id, one.member, kind, one.time, gave};
    }

private:
    template <class Event>
    [[nodiscard]] static std::uint16_t kind_of(const Event&) noexcept {
        if constexpr (event::can_be<Event>) {
            return journal_kind_of<Event>::value;
        } else {
            return 0; // what reverses a message
        }
    }
};

/// Keeps messages on their way for the same time as workers do.
struct slow_post {
    router<rules_type>& post;
    instant now;

    void on(effects::sent one) {
        one.what.time = (std::max)(one.what.time, now + transit);
        post.on(one);
    }
    void on(effects::withdrawn one) {
        one.time = now + transit;
        post.on(one);
    }
};

/// The profiles of one process that has the shares of all partitions.
struct profiles_by_partition {
    std::vector<quotas<rules_type>>* shares;

    [[nodiscard]] auto operator[](std::size_t member) const noexcept {
        const auto count = static_cast<std::uint32_t>(shares->size());
        return sharing((*shares)[partition_of(member, count)]);
    }
};

/// The stream: links, purchases, returns and redemptions, in some weeks. It is made by running it, since a return needs
/// the receipt that its sale has given.
class plan {
public:
    explicit plan(std::uint64_t seed, std::uint64_t events = 400) : random_{seed} {
        end_.members.resize(member_count);
        share_out(partitions_before);
        const std::uint64_t middle = events / 2;
        for (std::uint64_t id = 1; id <= events; ++id) {
            now_ += dates::seconds{static_cast<std::int64_t>(random_() % 5) * 5'000};
            if (id == middle) {
                double_partitions();
            }
            add(id);
        }
        deliver(now_ + dates::seconds{100 * 86'400});
        std::stable_sort(arrivals_.begin(), arrivals_.end(),
                         [](const arrival& left, const arrival& right) { return left.at < right.at; });
    }

    /// The records in the order in which they come: some late, some twice.
    [[nodiscard]] const std::vector<arrival>& arrivals() const noexcept { return arrivals_; }
    /// Events before it go to the logs of `partitions_before`, others to those of `partitions_after`.
    [[nodiscard]] instant doubled() const noexcept { return doubled_; }
    [[nodiscard]] instant last() const noexcept { return now_; }
    [[nodiscard]] const ending& end() const noexcept { return end_; }

private:
    void share_out(std::uint32_t partitions) {
        const quotas<rules_type> whole{rules};
        end_.shares.clear();
        for (std::uint32_t i = 0; i < partitions; ++i) {
            const shard_range own = shards_of_partition(i, partitions);
            end_.shares.push_back(whole.part(own.first, own.last, logical_shards));
        }
    }
    /// Each share is halved as its shards are; no event stands on both sides of the moment.
    void double_partitions() {
        now_ += dates::seconds{1};
        doubled_ = now_;
        deliver(now_);
        std::vector<quotas<rules_type>> halves;
        for (const quotas<rules_type>& each : end_.shares) {
            halves.push_back(each.part(0, 1, 2));
            halves.push_back(each.part(1, 2, 2));
        }
        end_.shares = halves;
    }

    void deliver(instant until) {
        outcome_keeper keeper{end_.outcomes};
        post_.deliver(rules, std::span{end_.members}, until, keeper, profiles_by_partition{&end_.shares});
    }

    void add(std::uint64_t id) {
        const auto who = static_cast<std::uint32_t>(random_() % member_count);
        switch (random_() % 10) {
        case 0:
        case 1:
            return run(activity{
                .id = id, .member = who, .time = now_, .kind = new_friend, .reference = random_() % member_count});
        case 2:
            return run(redemption<unit::points>{
                .id = id,
                .member = who,
                .time = now_,
                .amount = amount<unit::points>::from_minor_units(static_cast<std::int64_t>(random_() % 300 + 1))});
        case 3:
        case 4:
            if (!sold_.empty()) {
                auto& [of, paper] = sold_[random_() % sold_.size()];
                return run(all_back(paper, {.id = id, .member = of, .time = now_}));
            }
            [[fallthrough]];
        default:
            return run(
                sale{.id = id,
                     .member = who,
                     .time = now_,
                     .net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(random_() % 6'000))});
        }
    }

    template <class Event>
    void run(const Event& one) {
        deliver(now_);
        send(one.member, record_of(one)); // with its receipt as it is before
        outcome_keeper keeper{end_.outcomes};
        slow_post post{post_, now_};
        effects::tee both{post, keeper};
        const profiles_by_partition profiles{&end_.shares};
        if constexpr (std::is_same_v<Event, sale>) {
            const auto gave = apply_with_receipt(rules, end_.members[one.member], one, profiles[one.member], both);
            if (gave.outcome.accepted()) {
                sold_.emplace_back(one.member, gave.receipt);
            }
        } else {
            apply(rules, end_.members[one.member], one, profiles[one.member], both);
        }
    }
    void send(std::uint32_t member, const bytes& record) {
        const auto late = static_cast<std::int64_t>(random_() % 20 == 0 ? random_() % 3'600 : random_() % 3);
        arrivals_.push_back({now_ + dates::seconds{late}, member, record});
        if (random_() % 20 == 0) { // once more, within two weeks
            const auto later = static_cast<std::int64_t>(random_() % (14 * 86'400));
            arrivals_.push_back({now_ + dates::seconds{late + later}, member, record});
        }
    }

    std::mt19937_64 random_;
    instant now_ = first_day;
    instant doubled_{};
    router<rules_type> post_{};
    std::vector<std::pair<std::uint32_t, receipt<rules_type>>> sold_{};
    std::vector<arrival> arrivals_{};
    ending end_{};
};

} // namespace club
