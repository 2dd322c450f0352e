// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A random stream of events, and what one process makes of it that takes them in their order. Both are made together: a
/// return needs the receipt that its sale has given.

#include "scale/programme.hpp"

#include <loyalty/detail/hash.hpp>
#include <loyalty/stream/router.hpp>
#include <loyalty/stream/shards.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <queue>
#include <random>
#include <span>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

namespace scale {

/// 64 bits of all that an outcome says.
[[nodiscard]] inline std::uint64_t hash_of(const worked_type& one) noexcept {
    loyalty::detail::keyed_hash hash{0x6C6F'7961'6C74'7931, 0x7363'616C'655F'3031};
    encode(hash, one);
    return hash.value();
}

/// Outcomes by their ids, each as a hash. Ids of events are numbers in a row, and those of messages are 2^63 or more.
class outcome_set {
public:
    explicit outcome_set(std::uint64_t events) : events_(static_cast<std::size_t>(events) + 1) {}

    /// Notes an outcome. Returns false if another one was noted with its id.
    bool note(const worked_type& one) {
        std::uint64_t& place = (one.id >> 63u) != 0 ? messages_[one.id] : events_.at(static_cast<std::size_t>(one.id));
        const std::uint64_t hash = hash_of(one) | 1u; // not zero
        count_ += place == 0 ? 1u : 0u;
        const bool same = place == 0 || place == hash;
        place = hash;
        return same;
    }
    [[nodiscard]] std::uint64_t size() const noexcept { return count_; }
    [[nodiscard]] std::uint64_t messages() const noexcept { return messages_.size(); }
    [[nodiscard]] friend bool operator==(const outcome_set&, const outcome_set&) = default;

private:
    std::vector<std::uint64_t> events_;
    std::unordered_map<std::uint64_t, std::uint64_t> messages_{};
    std::uint64_t count_ = 0;
};

/// A record on its way to the broker.
struct arrival {
    instant at{};   ///< when it comes
    instant time{}; ///< of its event
    std::uint32_t member = 0;
    std::uint64_t number = 0; ///< in the order of their making, so that the order of arrivals is fixed
    bytes record{};
};

/// What is wanted.
struct stream_size {
    std::uint64_t events = 0;
    std::uint32_t members = 0;
    std::uint64_t seed = 1;
    std::uint32_t partitions_before = 8;
    std::uint32_t partitions_after = 16;
};

/// The shares of one process that has those of all partitions.
struct profiles_by_partition {
    std::vector<quotas<rules_type>>* shares;

    [[nodiscard]] auto operator[](std::size_t member) const noexcept {
        return sharing((*shares)[partition_of(member, static_cast<std::uint32_t>(shares->size()))]);
    }
};

/// Keeps messages on their way as long as workers do.
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

/// Notes outcomes as a worker gives them.
struct outcome_keeper {
    outcome_set& outcomes;
    std::uint64_t& refused;

    template <class Event>
    void on(const Event& one, const outcome_of<rules_type>& gave) {
        static_cast<void>(outcomes.note({one.id, one.member, kind_of(one), one.time, gave}));
        refused += gave.accepted() ? 0u : 1u;
    }

private:
    template <class Event>
    [[nodiscard]] static std::uint16_t kind_of(const Event& one) noexcept {
        if ((one.id >> 63u) != 0) {
            return kind_of_letter;
        }
        if constexpr (event::can_be<Event>) {
            return journal_kind_of<Event>::value;
        } else {
            return 0;
        }
    }
};

/// See the top of this file.
class stream {
public:
    static constexpr instant first_day = "2025-01-01T00:00"_utc;
    static constexpr std::int64_t span_seconds = 90 * 86'400;

    explicit stream(const stream_size& size)
        : size_{size},
          random_{size.seed},
          rules_{make_rules(budget_of(size.events))},
          fingerprint_{streams::fingerprint(rules_)},
          members_(size.members),
          outcomes_{size.events} {
        share_out(size.partitions_before);
    }

    /// The next record that comes; false once all have come.
    [[nodiscard]] bool next(arrival& one) {
        while (made_ < size_.events && (pending_.empty() || pending_.top().at > now_)) {
            make_event();
        }
        if (pending_.empty()) {
            deliver(last_mark()); // nothing more is made
            return false;
        }
        one = std::move(const_cast<arrival&>(pending_.top())); // its times and number stay, and it goes at once
        pending_.pop();
        return true;
    }
    /// Events from it on go to the new partitions; it is known once half of the events were made.
    [[nodiscard]] instant doubled() const noexcept { return doubled_; }
    /// After all events and messages.
    [[nodiscard]] instant last_mark() const noexcept { return now_ + dates::seconds{100 * 86'400}; }

    [[nodiscard]] const rules_type& rules() const noexcept { return rules_; }
    [[nodiscard]] std::uint64_t fingerprint() const noexcept { return fingerprint_; }
    [[nodiscard]] const std::vector<member_type>& members() const noexcept { return members_; }
    [[nodiscard]] const std::vector<quotas<rules_type>>& shares() const noexcept { return shares_; }
    [[nodiscard]] const outcome_set& outcomes() const noexcept { return outcomes_; }
    [[nodiscard]] std::uint64_t refused() const noexcept { return refused_; }
    [[nodiscard]] std::uint64_t duplicates() const noexcept { return duplicates_; }
    [[nodiscard]] std::uint64_t out_of_order() const noexcept { return out_of_order_; }
    [[nodiscard]] std::uint64_t made() const noexcept { return made_; }

private:
    struct sold {
        std::uint32_t member = 0;
        receipt<rules_type> paper{};
    };
    struct later {
        [[nodiscard]] bool operator()(const arrival& left, const arrival& right) const noexcept {
            return std::pair{left.at, left.number} > std::pair{right.at, right.number};
        }
    };

    void share_out(std::uint32_t partitions) {
        const quotas<rules_type> whole{rules_};
        for (std::uint32_t i = 0; i < partitions; ++i) {
            const shard_range own = shards_of_partition(i, partitions);
            shares_.push_back(whole.part(own.first, own.last, logical_shards));
        }
    }
    void double_partitions() {
        now_ += dates::seconds{1};
        doubled_ = now_;
        deliver(now_);
        const std::uint32_t parts = size_.partitions_after / size_.partitions_before;
        std::vector<quotas<rules_type>> divided;
        for (const quotas<rules_type>& each : shares_) {
            for (std::uint32_t i = 0; i < parts; ++i) {
                divided.push_back(each.part(i, i + 1, parts));
            }
        }
        shares_ = divided;
    }
    void deliver(instant until) {
        outcome_keeper keeper{outcomes_, refused_};
        post_.deliver(rules_, std::span{members_}, until, keeper, profiles_by_partition{&shares_});
    }

    void make_event() {
        const std::uint64_t id = ++made_;
        now_ = first_day + dates::seconds{static_cast<std::int64_t>(id - 1) * span_seconds /
                                          static_cast<std::int64_t>(size_.events)};
        now_ = (std::max)(now_, doubled_);
        if (id == size_.events / 2) {
            double_partitions();
        }
        const auto who = static_cast<std::uint32_t>(random_() % size_.members);
        const std::uint64_t kind = random_() % 20;
        if (kind < 2) {
            return run(activity{
                .id = id, .member = who, .time = now_, .kind = new_friend, .reference = random_() % size_.members});
        }
        if (kind < 4) {
            return run(redemption<unit::points>{
                .id = id,
                .member = who,
                .time = now_,
                .amount = amount<unit::points>::from_minor_units(static_cast<std::int64_t>(random_() % 60 + 1))});
        }
        if (kind < 6 && !sold_.empty()) {
            sold& one = sold_[random_() % sold_.size()];
            return run(
                return_of<rules_type, sale>{id, one.member, now_, one.paper.sale_id(), std::nullopt, &one.paper, {}});
        }
        run(sale{.id = id,
                 .member = who,
                 .time = now_,
                 .net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(random_() % 12'000))});
    }
    template <class Event>
    void run(const Event& one) {
        deliver(now_);
        send(one.member, encoded([&](std::span<std::byte> room) { return encode_log_event(room, fingerprint_, one); }));
        outcome_keeper keeper{outcomes_, refused_};
        slow_post post{post_, now_};
        effects::tee both{post, keeper};
        const profiles_by_partition profiles{&shares_};
        if constexpr (std::is_same_v<Event, sale>) {
            const auto gave = apply_with_receipt(rules_, members_[one.member], one, profiles[one.member], both);
            if (gave.outcome.accepted()) {
                keep({one.member, gave.receipt});
            }
        } else {
            apply(rules_, members_[one.member], one, profiles[one.member], both);
        }
    }
    /// Of the receipts some thousands stay.
    void keep(const sold& one) {
        constexpr std::size_t most = 20'000;
        if (sold_.size() < most) {
            sold_.push_back(one);
        } else {
            sold_[random_() % most] = one;
        }
    }
    /// One in twenty comes late by up to the allowed delay, and one in twenty once more, within a day.
    void send(std::uint32_t member, bytes record) {
        const bool is_late = random_() % 20 == 0;
        const auto late = static_cast<std::int64_t>(is_late ? random_() % 3'600 : 0);
        out_of_order_ += is_late ? 1u : 0u;
        if (random_() % 20 == 0) {
            ++duplicates_;
            const auto more = static_cast<std::int64_t>(random_() % 80'000);
            pending_.push({now_ + dates::seconds{late + more}, now_, member, ++number_, record});
        }
        pending_.push({now_ + dates::seconds{late}, now_, member, ++number_, std::move(record)});
    }

    stream_size size_;
    std::mt19937_64 random_;
    rules_type rules_;
    std::uint64_t fingerprint_;
    instant now_ = first_day;
    instant doubled_ = instant::minimum();
    std::uint64_t made_ = 0;
    std::uint64_t number_ = 0;
    std::uint64_t duplicates_ = 0;
    std::uint64_t out_of_order_ = 0;
    std::uint64_t refused_ = 0;
    router<rules_type> post_{};
    std::vector<sold> sold_{};
    std::vector<member_type> members_;
    std::vector<quotas<rules_type>> shares_{};
    outcome_set outcomes_;
    std::priority_queue<arrival, std::vector<arrival>, later> pending_{};
};

} // namespace scale
