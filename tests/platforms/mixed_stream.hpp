// SPDX-License-Identifier: BSL-1.0
#pragma once

// Events of every kind in one stream, each written to a journal before it is applied, and the journal applied again.

#include "../support/mixed_life.hpp"
#include "stream.hpp"

#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace platforms {

template <class Programme>
[[nodiscard]] totals mixed_totals(const Programme& programme, int steps) {
    using life = support::mixed_life<Programme>;
    std::mt19937_64 random{20'251'127}; // the standard says what it gives
    life lived{programme, random};
    std::vector<std::byte> room(std::size_t{1} << 24);
    journal_writer journal{room, fingerprint(programme)};
    for (int step = 0; step < steps; ++step) {
        lived.step([&](const auto& event) { byte_hash::insist(journal.append(event), "the journal is too long"); });
    }
    byte_hash hash;
    totals sum{};
    for (const auto& gave : lived.outcomes()) {
        hash.add_encoded(gave);
        ++(gave.accepted() ? sum.accepted : sum.refused);
        sum.points += gave.template granted<unit::points>().minor_units();
    }
    for (const auto& own : lived.members()) {
        hash.add_encoded(own);
    }
    hash.add(journal.bytes());
    std::vector<member<Programme>> again(life::member_count);
    journal_reader in{journal.bytes(), fingerprint(programme)};
    no_sink none{};
    replay<typename life::event_type>(programme, std::span{again}, in, 0, none);
    byte_hash::insist(!in.error() && again == lived.members(), "the journal does not give the members back");
    for (const std::size_t count : lived.accepted_by_type()) {
        byte_hash::insist(count > 0, "no event of a kind was accepted");
    }
    sum.bytes = static_cast<std::int64_t>(journal.bytes().size());
    sum.hash = hash.value();
    return sum;
}

} // namespace platforms
