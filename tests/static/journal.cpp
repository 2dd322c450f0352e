// SPDX-License-Identifier: BSL-1.0
//
// The bytes of journals and the numbers that guard them, in constant expressions: compiled for other machines too, they
// must be the same there. To compile is to pass.
#include "../../examples/loyalty_run/w5.hpp"

#include <loyalty/engine/shares.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>
#include <loyalty/stream/seal.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace {

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::streams;
using sale = purchase<currency::usd>;

constexpr programme tiny{terms<>{.name = "tiny"}, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
using tiny_type = std::remove_const_t<decltype(tiny)>;
constexpr instant noon = "2025-01-10T12:00"_utc;
constexpr instant next_day = "2025-01-11T12:00"_utc;
constexpr sale bought{.id = 1, .member = 1, .time = noon, .net = 23.99_usd};

/// A hash of bytes. Not their CRC-32C: behind what a CRC ends, that is the same for all bytes.
constexpr std::uint64_t hash_of(std::span<const std::byte> bytes) {
    detail::plain_hash hash;
    for (const std::byte each : bytes) {
        hash.word(static_cast<std::uint8_t>(each));
    }
    return hash.value();
}

/// A purchase and its return: a hash of the journal, or 0 if replaying it gives other members.
constexpr std::uint64_t sum_of_journal() {
    std::array<std::byte, 512> room{};
    std::array<member<tiny_type>, 2> members{};
    journal_writer out{room, fingerprint(tiny)};
    auto sold = apply_with_receipt(tiny, members[1], bought);
    const return_of<tiny_type, sale> back{.id = 2, .member = 1, .time = next_day, .sale = 1, .receipt = &sold.receipt};
    const bool written = out.append(bought) && out.append(back);
    apply(tiny, members[1], back);

    std::array<member<tiny_type>, 2> again{};
    journal_reader in{out.bytes(), fingerprint(tiny)};
    const auto result = replay<sale, return_of<tiny_type, sale>>(tiny, std::span<member<tiny_type>>{again}, in);
    const bool lived = written && result == batch_result{2, 0} && again == members && !in.error();
    return lived ? hash_of(out.bytes()) : 0;
}

constexpr std::uint64_t seal_of_receipt() {
    member<tiny_type> anna{};
    return seal(tiny, apply_with_receipt(tiny, anna, bought).receipt, {1, 2});
}

constexpr std::uint64_t sum_of_snapshot() {
    std::array<std::byte, 512> room{};
    std::array<w5::member_type, 3> members{};
    apply(w5::rules, members[1], w5::record{noon.seconds_since_epoch, 40'000, 1, 7});
    const std::size_t size = encode_snapshot(room, w5::rules, std::span<const w5::member_type>{members}, 1);
    std::array<w5::member_type, 3> again{};
    const auto bytes = std::span<const std::byte>{room}.first(size);
    const snapshot_found found = decode_snapshot(bytes, w5::rules, std::span<w5::member_type>{again});
    return found && again == members ? hash_of(bytes) : 0;
}

// A change here means that journals, snapshots and sealed receipts written before are refused: wanted where what is kept of
// a member or of an event, or what a policy's numbers are, has changed.
static_assert(fingerprint(tiny) == 0x7BC82AEA04A9F7DA);
static_assert(fingerprint(w5::rules) == 0xAED6DA557483E2E4);
static_assert(sum_of_journal() == 0x71FFD72185C08B03);
static_assert(seal_of_receipt() == 0x43B5A3EE4141D3CB);
static_assert(sum_of_snapshot() == 0x318C8255D4A530F2);

// What a till keeps of a sale under the five policies, and what a member takes in a snapshot. The awards by rule are four of 64
// bits (points, points of the threshold, cashback, points of the streak) and two of 16.
static_assert(encoded_size(receipt<w5::rules_type>{}) == 212);
static_assert(encoded_size(ledgers::rule_awards<w5::rules_type>{}) == 36);
static_assert(encoded_size(share_of<w5::rules_type>{}) == 20);
static_assert(alignof(std::int64_t) == 4 || sizeof(ledgers::rule_awards<w5::rules_type>) == 40);
static_assert(alignof(std::int64_t) == 4 || sizeof(share_of<w5::rules_type>) == 24);
static_assert(sizeof(return_of<tiny_type, sale>) + 8 == sizeof(kept_return_of<tiny_type, sale>));
static_assert(encoded_size(w5::member_type{}) == 64);
static_assert(alignof(std::int64_t) == 4 || sizeof(receipt<w5::rules_type>) == 256);

} // namespace
