// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Messages between members of one store (S41).
///
/// Ben's purchase sends Anna an activity that is due in 14 days. The router keeps it, and applies it to Anna in its
/// turn:
///
/// @code
/// router<decltype(club)> post;
/// post.deliver(club, members, sale.time, outcomes);         // what is due before the sale
/// apply(club, members[ben], sale, no_profile{}, post);      // the router is a sink
/// post.deliver(club, members, instant::maximum(), outcomes);
/// @endcode
///
/// Messages are delivered in the order of (due time, id). A message that a return withdraws is cancelled if it waits,
/// and reversed if it was delivered. For a broker the router is an outbox: `letters()` lists what waits, `take_all()`
/// empties it, and `accept` takes what arrives, any number of times.

#include <loyalty/config.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/engine/sinks.hpp>
#include <loyalty/events/activity.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/rules/profile.hpp>
#include <loyalty/stream/batch.hpp>
#include <loyalty/stream/letter.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <unordered_map>
#include <vector>

namespace loyalty::streams {

/// Keeps messages until they are due, and delivers them. Allocates; a till that sends nothing needs none.
template <class Programme>
class router {
public:
    using member_type = typename Programme::member_type;
    using rules = detail::value_of<Programme>;

    // As a sink -------------------------------------------------------------------------------------------------------

    void on(const effects::sent& one) { accept({one.what, one.from, next_hops_, false}); }
    void on(const effects::withdrawn& one) {
        accept({{.id = one.id, .member = one.to, .time = one.time}, one.from, next_hops_, true});
    }

    // For hosts and brokers -------------------------------------------------------------------------------------------

    /// Takes a message, from this store or from another. One that waits, was delivered or was cancelled is not taken
    /// again. A reversal cancels a message that is not due before it.
    void accept(const letter& one) {
        const std::uint64_t id = one.what.id;
        if (one.is_reversal ? cancel(id, one.what.time)
                            : due_.contains(id) || delivered_.contains(id) || cancelled_.contains(id)) {
            return;
        }
        waiting_.emplace(place_of(one), one);
        if (!one.is_reversal) {
            due_.emplace(one.what.id, one.what.time);
        }
    }
    /// How many messages wait.
    [[nodiscard]] std::size_t pending() const noexcept { return waiting_.size(); }
    /// The messages that wait, in the order of delivery.
    [[nodiscard]] std::vector<letter> letters() const {
        std::vector<letter> all;
        all.reserve(waiting_.size());
        for (const auto& each : waiting_) {
            all.push_back(each.second);
        }
        return all;
    }
    /// Empties the router, for a broker that delivers in its place.
    [[nodiscard]] std::vector<letter> take_all() {
        std::vector<letter> all = letters();
        waiting_.clear();
        due_.clear();
        return all;
    }

    /// Applies the messages that are due before an instant, in the order of (due time, id), to the members that they
    /// name. Outcomes and effects go to the sink. Messages that these send in turn are delivered too if they are due.
    template <class Sink, class Profiles = no_profiles>
    batch_result deliver(const Programme& programme, std::span<member_type> members, instant until, Sink& sink,
                         const Profiles& profiles = {}) {
        batch_result result{};
        while (!waiting_.empty() && waiting_.begin()->first.time < until) {
            const letter next = waiting_.begin()->second;
            waiting_.erase(waiting_.begin());
            if (!next.is_reversal) {
                due_.erase(next.what.id);
            }
            const bool accepted = deliver_one(programme, members, next, sink, profiles);
            ++(accepted ? result.accepted : result.refused);
        }
        return result;
    }

    /// Forgets what was delivered or cancelled before an instant: it is then neither a duplicate any more, nor reversed.
    void forget(instant before) {
        std::erase_if(delivered_, [&](const auto& each) { return each.second.time < before; });
        std::erase_if(cancelled_, [&](const auto& each) { return each.second < before; });
    }

private:
    struct delivery {
        instant time{};
        receipt<rules> paper{};
    };

    /// Cancels a message that waits and is not due before an instant. Returns false if there is none.
    bool cancel(std::uint64_t id, instant time) {
        const auto found = due_.find(id);
        if (found == due_.end() || found->second < time) {
            return false;
        }
        waiting_.erase(letter_place{found->second, id, false});
        cancelled_.emplace(id, found->second);
        due_.erase(found);
        return true;
    }

    template <class Sink, class Profiles>
    bool deliver_one(const Programme& programme, std::span<member_type> members, const letter& one, Sink& sink,
                     const Profiles& profiles) {
        const std::size_t to = detail::present_index<rules>(members, one.what.member);
        if (to >= members.size()) {
            return detail::refuse_unseen<rules>(one.what, 0, reason::unknown_member, sink);
        }
        if (one.hops > most_hops) {
            return detail::refuse_unseen<rules>(one.what, detail::tier_of_last_event<rules>(members[to]),
                                                reason::message_loop, sink);
        }
        next_hops_ = static_cast<std::uint16_t>(one.hops + 1);
        effects::tee both{*this, sink};
        const bool accepted = one.is_reversal ? reverse(programme, members[to], one, both, profiles[to])
                                              : apply_one(programme, members[to], one, both, profiles[to]);
        next_hops_ = 0;
        return accepted;
    }

    template <class Sink, class Profile>
    bool apply_one(const Programme& programme, member_type& to, const letter& one, Sink& sink, const Profile& profile) {
        const auto gave = apply_with_receipt(programme, to, one.what, profile, sink);
        if (gave.outcome.accepted()) {
            delivered_.insert_or_assign(one.what.id, delivery{one.what.time, gave.receipt});
        }
        return gave.outcome.accepted();
    }

    template <class Sink, class Profile>
    bool reverse(const Programme& programme, member_type& to, const letter& one, Sink& sink, const Profile& profile) {
        const auto found = delivered_.find(one.what.id);
        if (found == delivered_.end()) {
            return true; // refused when it came, or forgotten: there is nothing to take back
        }
        return apply(programme, to, found->second.paper.returned(key_of_reversal(one)), profile, sink).accepted();
    }

    std::map<letter_place, letter> waiting_{};
    std::unordered_map<std::uint64_t, instant> due_{}; ///< of the messages that wait, by their ids
    std::unordered_map<std::uint64_t, delivery> delivered_{};
    std::unordered_map<std::uint64_t, instant> cancelled_{}; ///< when they were due, by their ids
    std::uint16_t next_hops_ = 0;
};

} // namespace loyalty::streams
