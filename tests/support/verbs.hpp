// SPDX-License-Identifier: BSL-1.0
#pragma once

// The verbs of the engine, once: tests of bytes and of machines call these, and follow a renaming by this file alone.

#include <loyalty/loyalty.hpp>
#include <loyalty/program/correct.hpp>
#include <loyalty/program/redeem.hpp>
#include <loyalty/program/reverse.hpp>
#include <loyalty/stream/entries.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/seal.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace verbs {

using loyalty::amount;
using loyalty::date;
using loyalty::occasion;

template <class Programme>
using member_of = typename Programme::member_type;

template <class Unit, class Programme>
inline constexpr bool keeps_lots = loyalty::has_account<Programme, Unit>;

// Purchases and their returns ---------------------------------------------------------------------------------------------

template <class Programme, class Sale, class Profile = loyalty::no_profile>
auto buy(const Programme& programme, member_of<Programme>& own, const Sale& sale, const Profile& profile = {}) {
    return loyalty::apply(programme, own, sale, profile);
}

/// Has `outcome` and `receipt`.
template <class Programme, class Sale, class Profile = loyalty::no_profile>
auto buy_with_receipt(const Programme& programme, member_of<Programme>& own, const Sale& sale,
                      const Profile& profile = {}) {
    return loyalty::apply_with_receipt(programme, own, sale, profile);
}

template <class Programme, class Slip, class Sale, class Profile = loyalty::no_profile>
auto return_some(const Programme& programme, member_of<Programme>& own, Slip& slip, const Sale& remaining,
                 const occasion& event, const Profile& profile = {}) {
    return loyalty::reverse(programme, own, slip, remaining, event, profile);
}

template <class Programme, class Slip, class Profile = loyalty::no_profile>
auto return_all(const Programme& programme, member_of<Programme>& own, Slip& slip, const occasion& event,
                const Profile& profile = {}) {
    return loyalty::reverse_all(programme, own, slip, event, profile);
}

// What is done with points of an account ----------------------------------------------------------------------------------

template <class Programme, class Unit>
auto redeem(const Programme& programme, member_of<Programme>& own, const occasion& event, amount<Unit> cost,
            loyalty::points_taken<Programme, Unit>& from) {
    return loyalty::redeem(programme, own, event, cost, &from);
}

template <class Unit, class Programme>
auto undo_redemption(const Programme& programme, member_of<Programme>& own, const occasion& event,
                     const loyalty::points_taken<Programme, Unit>& from) {
    return loyalty::give_back<Unit>(programme, own, event, from);
}

template <class Programme, class Unit>
auto set_aside(const Programme& programme, member_of<Programme>& own, const occasion& event, amount<Unit> part,
               std::uint64_t hold, date until) {
    return loyalty::reserve(programme, own, event, part, {.hold = hold, .until = until});
}

template <class Programme, class Unit>
auto spend_of_hold(const Programme& programme, member_of<Programme>& own, const occasion& event, std::uint64_t hold,
                   amount<Unit> part) {
    return loyalty::commit(programme, own, event, hold, part);
}

template <class Unit, class Programme>
auto free_hold(const Programme& programme, member_of<Programme>& own, const occasion& event, std::uint64_t hold) {
    return loyalty::release<Unit>(programme, own, event, hold);
}

// Corrections -------------------------------------------------------------------------------------------------------------

template <class Programme, class Unit>
auto take_back(const Programme& programme, member_of<Programme>& own, const occasion& event, amount<Unit> award,
               date earned_on) {
    return loyalty::claw_back(programme, own, event, award, earned_on);
}

template <class Programme, class Unit>
auto correct(const Programme& programme, member_of<Programme>& own, const occasion& event, amount<Unit> by) {
    return loyalty::adjust(programme, own, event, by);
}

// Answers -----------------------------------------------------------------------------------------------------------------

template <class Outcome>
bool accepted(const Outcome& gave) {
    return gave.accepted();
}

/// What an outcome gave of a unit, in minor units.
template <class Unit, class Outcome>
std::int64_t given(const Outcome& gave) {
    return gave.template granted<Unit>().minor_units();
}

/// What a member has of a unit that no account keeps, in minor units.
template <class Unit, class Member>
std::int64_t balance(const Member& own) {
    return own.template balance<Unit>().minor_units();
}

/// The classes of an account, each in minor units.
template <class Unit>
using classes = loyalty::balances<Unit>;
template <class Unit, class Programme>
classes<Unit> account(const Programme& programme, const member_of<Programme>& own, loyalty::instant as_of) {
    return loyalty::balances_of<Unit>(programme, own, as_of);
}

// Bytes -------------------------------------------------------------------------------------------------------------------

template <class Programme, class Sale>
using return_entry = loyalty::returned<Programme, Sale>;

/// A return as a journal keeps it, with the receipt before it.
template <class Programme, class Sale, class Slip>
return_entry<Programme, Sale> return_to_note(std::uint32_t member, const occasion& event, const Slip& slip, bool all,
                                             const Sale& remaining) {
    return {.member = member, .event = event, .slip = slip, .all = all, .remaining = remaining};
}

template <class Unit>
using redemption_entry = loyalty::redeemed<Unit>;

template <class Unit>
redemption_entry<Unit> redemption_to_note(std::uint32_t member, const occasion& event, amount<Unit> cost) {
    return {.member = member, .event = event, .cost = cost};
}

/// Applies all events of a journal to members; true if it was read to its end. `Events` are the types in it.
template <class... Events, class Programme, class Memory>
bool replay(const Programme& programme, std::span<member_of<Programme>> members, std::span<const std::byte> journal,
            const Memory& memory) {
    loyalty::journal_reader in{journal, loyalty::fingerprint(programme)};
    loyalty::no_sink none{};
    loyalty::replay<Events...>(programme, members, in, 0, none, loyalty::no_profiles{}, memory);
    return !in.error();
}

} // namespace verbs
