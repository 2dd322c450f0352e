// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/stream/letter.hpp>
#include <loyalty/stream/log_record.hpp>
#include <loyalty/time/instant.hpp>

#include <cstdint>
#include <map>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace loyalty::streams {

/// The status of a message between members.
enum class letter_fate : std::uint8_t {
    waits,
    delivered, ///< and accepted: its receipt is kept
    refused,   ///< by the rules of its member
    cancelled, ///< withdrawn before it was due
    reversed,  ///< withdrawn after it was delivered
};

/// A message that came, as long as it is remembered.
template <class Programme>
struct known_letter {
    std::uint32_t to = 0;
    instant due{};
    letter_fate fate = letter_fate::waits;
    receipt<Programme> paper{}; ///< of one that was delivered
};

/// The messages to the members of a partition: those that wait until they are due, and what became of the others, so that
/// each is delivered once and can be reversed. A message and a receipt for each, until they are forgotten.
template <class Programme>
struct letter_book {
    std::map<letter_place, letter> waiting{};
    std::unordered_map<std::uint64_t, known_letter<Programme>> known{}; ///< by id; of all that wait, too

    /// Takes a message that came through the log. One that is older than `oldest` is late.
    [[nodiscard]] record_fault take_message(const letter& one, instant oldest) {
        if (known.contains(one.what.id)) {
            return record_fault::duplicate;
        }
        if (one.what.time < oldest) {
            return record_fault::late;
        }
        waiting.emplace(place_of(one), one);
        known.emplace(one.what.id, known_letter<Programme>{.to = one.what.member, .due = one.what.time});
        return record_fault::none;
    }
    /// Takes the withdrawal of a message: one that is not due before it is cancelled, another one reversed in its turn.
    [[nodiscard]] record_fault take_reversal(const letter& one) {
        const auto found = known.find(one.what.id);
        if (found == known.end()) {
            return record_fault::unknown_letter;
        }
        known_letter<Programme>& its = found->second;
        if (its.fate == letter_fate::cancelled || its.fate == letter_fate::reversed) {
            return record_fault::duplicate;
        }
        if (its.fate == letter_fate::waits && its.due >= one.what.time) {
            waiting.erase(letter_place{its.due, one.what.id, false});
            its.fate = letter_fate::cancelled;
            return record_fault::none;
        }
        const bool is_new = waiting.emplace(place_of(one), one).second;
        return is_new ? record_fault::none : record_fault::duplicate;
    }

    /// The first that is due before an instant; null if there is none.
    [[nodiscard]] const letter* first_before(instant time) const noexcept {
        return waiting.empty() || !(waiting.begin()->first.time < time) ? nullptr : &waiting.begin()->second;
    }
    /// Removes the first that waits, and returns it.
    [[nodiscard]] letter take_first() {
        const letter first = waiting.begin()->second;
        waiting.erase(waiting.begin());
        return first;
    }
    /// Forgets those that were due before an instant, unless they wait, or a reversal of them does.
    void forget(instant before) {
        std::unordered_set<std::uint64_t> needed;
        for (const auto& each : waiting) {
            needed.insert(each.first.id);
        }
        std::erase_if(known,
                      [&](const auto& each) { return each.second.due < before && !needed.contains(each.first); });
    }
};

} // namespace loyalty::streams
