// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Messages from one member to another in a run: the friend's purchase of 1 March tells the referrer on 8 March.

#include "events.hpp"

#include <loyalty/engine/effects.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/letter.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_map>

namespace loyalty_run {

/// The messages that wait, in the order of (due time, id). `Slip` is the receipt of one that was delivered.
template <class Slip>
class outbox {
public:
    struct letter {
        activity what{}; ///< of a reversal: the id and the member of what it takes back, at the time of the return
        origin from{};
        bool is_reversal = false;
    };

    /// Messages that are sent from now on come from an event of this place.
    void begin(const origin& from) noexcept { from_ = from; }

    void on(const effects::sent& one) {
        waiting_.emplace(streams::letter_place{one.what.time, one.what.id, false}, letter{one.what, from_, false});
        due_.emplace(one.what.id, one.what.time);
    }
    /// One that waits is cancelled; one that was delivered is reversed.
    void on(const effects::withdrawn& one) {
        const auto found = due_.find(one.id);
        if (found != due_.end()) {
            waiting_.erase(streams::letter_place{found->second, one.id, false});
            due_.erase(found);
            return;
        }
        const activity back{.id = one.id, .member = one.to, .time = one.time};
        waiting_.emplace(streams::letter_place{one.time, one.id, true}, letter{back, from_, true});
    }

    /// Takes out the first message that is due before a time; nothing if there is none.
    [[nodiscard]] std::optional<letter> next_before(instant time) {
        if (waiting_.empty() || !(waiting_.begin()->first.time < time)) {
            return std::nullopt;
        }
        const letter next = waiting_.begin()->second;
        waiting_.erase(waiting_.begin());
        if (!next.is_reversal) {
            due_.erase(next.what.id);
        }
        return next;
    }

    void keep(const letter& delivered, const Slip& slip) { slips_.insert_or_assign(delivered.what.id, slip); }
    /// The receipt of a message that was delivered; null if it was refused.
    [[nodiscard]] Slip* slip_of(const letter& reversal) {
        const auto found = slips_.find(reversal.what.id);
        return found == slips_.end() ? nullptr : &found->second;
    }
    [[nodiscard]] std::size_t pending() const noexcept { return waiting_.size(); }

private:
    std::map<streams::letter_place, letter> waiting_;
    std::unordered_map<std::uint64_t, instant> due_; ///< by id
    std::unordered_map<std::uint64_t, Slip> slips_;
    origin from_{};
};

} // namespace loyalty_run
