// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A member's things as a wallet keeps them.
///
/// Anna holds coupon 4711, and her order 90 used it: `kept` has `{.thing = {.code = 4711, .uses = 0}}`, and `records` has
/// `{.code = 4711, .order = 90, .uses = 1}`, by which a return of order 90 gives the use back.

#include <loyalty/config.hpp>
#include <loyalty/detail/field_if.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/ledger/bounded_list.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace loyalty {

namespace things {

/// The status of a thing at some time (S38).
enum class status : std::uint8_t {
    unknown,  ///< the member does not hold it
    issued,   ///< its window has not begun
    active,   ///< it can be used
    held,     ///< all that is left of it is set aside for orders that are not paid
    used,     ///< nothing of it is left
    expired,  ///< its window has ended
    cancelled ///< it was taken away
};

/// A thing and its status at some time: what `thing` and `things_of` return.
struct thing_at {
    things::status status = things::status::unknown;
    entitlement thing{}; ///< `uses` and `stored` are what is free

    [[nodiscard]] friend constexpr bool operator==(const thing_at&, const thing_at&) = default;
};

/// A thing in a wallet. `thing.uses` and `thing.stored` are without the parts that are held for orders.
struct kept_thing {
    entitlement thing{};
    std::uint64_t source = 0;  ///< the id of the event that issued it
    bool is_cancelled = false; ///< what is free of it cannot be used, nor what comes back from orders
    bool is_awarded = false;   ///< an award stands behind it, which a return may take back

    [[nodiscard]] friend constexpr bool operator==(const kept_thing&, const kept_thing&) = default;
};

/// The part of a thing that an order used, or holds.
struct use_record {
    std::uint64_t code = 0;
    std::uint64_t order = 0;
    std::int64_t stored = 0; ///< in minor units of the thing's currency
    instant until{};         ///< of a hold
    std::uint16_t uses = 0;
    bool is_hold = false;

    [[nodiscard]] friend constexpr bool operator==(const use_record&, const use_record&) = default;
};

/// The state of a wallet. `kept` is in the order of issue, `records` in the order of use.
template <std::size_t Capacity, std::size_t Records, std::size_t Owing>
struct wallet_state {
    static constexpr std::size_t places = Capacity;
    static constexpr std::size_t records_kept = Records;

    ledgers::bounded_list<kept_thing, Capacity> kept{};
    ledgers::bounded_list<use_record, Records> records{};
    /// For each campaign: things that were used and whose sale came back. The next things that it issues pay for them.
    LOYALTY_NO_UNIQUE_ADDRESS detail::field_if<Owing != 0, std::array<std::uint32_t, Owing == 0 ? 1 : Owing>, 4> owed{};

    static constexpr const char* when_invalid =
        "a wallet: a code stands twice, a record is of no thing, or an amount is "
        "below zero or beyond its type";

    /// Returns true if operations can have led here: codes and records stand once, and what is held or used fits its thing.
    [[nodiscard]] constexpr bool is_valid() const noexcept {
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (kept[i].thing.code == 0 || kept[i].thing.stored.minor_units() < 0 ||
                place_of(kept[i].thing.code) != i || !amounts_fit(kept[i])) {
                return false;
            }
        }
        for (std::size_t i = 0; i < records.size(); ++i) {
            const use_record& one = records[i];
            if (place_of(one.code) == kept.size() || one.stored < 0 ||
                find_record(one.code, one.order, one.is_hold) != i || (!one.is_hold && one.until != instant{})) {
                return false;
            }
        }
        return true;
    }

    /// The index of a thing; the number of things if there is none of this code.
    [[nodiscard]] constexpr std::size_t place_of(std::uint64_t code) const noexcept {
        const std::size_t count = kept.size();
        const kept_thing* next = kept.begin();
        std::size_t at = 0;
        while (at < count && next->thing.code != code) {
            ++at;
            ++next;
        }
        return at;
    }
    /// The index of the hold or the use of a thing by an order; the number of records if there is none.
    [[nodiscard]] constexpr std::size_t find_record(std::uint64_t code, std::uint64_t order,
                                                    bool is_hold) const noexcept {
        const std::size_t count = records.size();
        const use_record* next = records.begin();
        std::size_t at = 0;
        while (at < count && !(next->order == order && next->code == code && next->is_hold == is_hold)) {
            ++at;
            ++next;
        }
        return at;
    }

    [[nodiscard]] friend constexpr bool operator==(const wallet_state&, const wallet_state&) = default;

private:
    /// Returns true if all that is held of a thing, used of it and left of it fits its type.
    [[nodiscard]] constexpr bool amounts_fit(const kept_thing& own) const noexcept {
        std::uint64_t uses = own.thing.uses;
        std::uint64_t stored = static_cast<std::uint64_t>(own.thing.stored.minor_units());
        for (const use_record& one : records) {
            if (one.code == own.thing.code) {
                const bool fits_kind = own.thing.is_card() ? one.uses == 0 : one.stored == 0 && one.uses > 0;
                if (!fits_kind || one.stored < 0) {
                    return false;
                }
                uses += one.uses;
                stored += static_cast<std::uint64_t>(one.stored);
                if (stored > static_cast<std::uint64_t>((std::numeric_limits<std::int64_t>::max)())) {
                    return false;
                }
            }
        }
        return uses <= (std::numeric_limits<std::uint16_t>::max)();
    }
};

} // namespace things
} // namespace loyalty
