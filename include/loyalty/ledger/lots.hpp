// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The ledger of one unit: how lots come, live, are consumed, and go (S22 to S26). A value of numbers; one member's books
/// are a `state` beside it.
///
/// @code
/// constexpr auto stars = lots<unit::points>{}.expiring(expires_end_of_month<6>{}).owing(debt_policy::negative);
/// decltype(stars)::state anna;
/// reason why = stars.earn(anna, 150_points, "2020-12-15"_date);                   // dead on 2021-07-01
/// decltype(stars)::taken from;
/// why = stars.spend(anna, 40_points, "2021-02-01"_date, from);                    // from: 40 of that lot
/// stars.balances(anna, "2021-07-01"_date).expired;                                // 110, and no job has run
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/expiry.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace loyalty {

/// Which lots a debit takes first (S22). Lots of the same death share a bucket, which is as old as its oldest lot.
enum class consumption : std::uint8_t {
    first_to_expire, ///< and the never-expiring last
    first_in,        ///< the oldest first
    last_in,         ///< the youngest first
};

/// What becomes of a clawback that the returned lot does not cover, because it was spent (S26).
enum class debt_policy : std::uint8_t {
    only_pending, ///< only what is still pending of the lot is taken; the rest is the shortfall
    down_to_zero, ///< all other lots give, available ones before pending ones; the rest is the shortfall
    negative,     ///< the same, and the rest is owed: what comes in fills it first
};

/// What becomes of points that a reversal puts back into a lot that has died since (S22).
enum class dead_lot : std::uint8_t {
    stays_dead, ///< they count as expired
    grace,      ///< they live so many days from the reversal on
    new_lot,    ///< they live like points that become active today
};

/// Which dates points have that come from another member.
enum class transfer_dates : std::uint8_t { kept, renewed };

namespace detail {

/// Named by the compiler where a ledger without a bound is asked for its state.
struct name_the_number_of_buckets_of_the_expiry_or_use_growing_ledger;

template <std::size_t Alive, std::size_t Buckets, std::size_t Holds>
struct bounded_state {
    using type = ledger_state<Buckets, Holds>;
};
template <std::size_t Buckets, std::size_t Holds>
struct bounded_state<unbounded, Buckets, Holds> {
    using type = name_the_number_of_buckets_of_the_expiry_or_use_growing_ledger;
};

template <class State>
struct taken_of {
    using type = void;
};
template <class Buckets, class Holds, class Slices, class Taken>
struct taken_of<ledger_books<Buckets, Holds, Slices, Taken>> {
    using type = Taken;
};

} // namespace detail

/// The rules of a ledger. `HoldCount` reservations stand at once. `Spare` buckets are kept beyond those that the expiry and
/// the activation ask for: the newest dead lots rest there, so that the return of an expired purchase finds its lot, and
/// dates from elsewhere (transfers, grace) find a place.
///
/// Every operation returns `reason::none`, or why it was refused: the books are then unchanged to the last byte, and so is
/// what it would have filled in. Days must not go back (`late_event`). A negative amount is refused, zero does nothing.
/// Sums that pass 64 bits are refused (S5). No operation allocates in a bounded state; each looks at every bucket at most
/// once for each lot that it touches.
template <unit_type Unit, class Expiry = never_expires, class Activation = at_once, std::size_t HoldCount = 4,
          std::size_t Spare = 2>
struct lots {
    static constexpr std::size_t capacity = Expiry::alive + Activation::pending + Spare;
    static constexpr std::int32_t forever = (std::numeric_limits<std::int32_t>::max)();

    using unit = Unit;
    using state = typename detail::bounded_state<Expiry::alive, capacity, HoldCount>::type;
    using taken = typename detail::taken_of<state>::type;

    Expiry expiry{};
    Activation activation{};
    consumption order = consumption::first_to_expire;
    debt_policy debt = debt_policy::negative;
    dead_lot revival = dead_lot::stays_dead;
    std::int32_t grace_days = 0;
    std::int32_t retention_days = forever; ///< from its death on, a lot is known for so long at most

    template <class Other>
    [[nodiscard]] constexpr auto expiring(Other by) const noexcept {
        return lots<Unit, Other, Activation, HoldCount, Spare>{by,      activation, order,         debt,
                                                               revival, grace_days, retention_days};
    }
    template <class Other>
    [[nodiscard]] constexpr auto activating(Other by) const noexcept {
        return lots<Unit, Expiry, Other, HoldCount, Spare>{expiry,  by,         order,         debt,
                                                           revival, grace_days, retention_days};
    }
    /// Room for so many reservations at once.
    template <std::size_t Count>
    [[nodiscard]] constexpr auto holding() const noexcept {
        return lots<Unit, Expiry, Activation, Count, Spare>{expiry,  activation, order,         debt,
                                                            revival, grace_days, retention_days};
    }
    /// So many buckets beyond those that the expiry and the activation ask for.
    template <std::size_t Count>
    [[nodiscard]] constexpr auto sparing() const noexcept {
        return lots<Unit, Expiry, Activation, HoldCount, Count>{expiry,  activation, order,         debt,
                                                                revival, grace_days, retention_days};
    }
    [[nodiscard]] constexpr lots consuming(consumption first) const noexcept {
        return {expiry, activation, first, debt, revival, grace_days, retention_days};
    }
    [[nodiscard]] constexpr lots owing(debt_policy policy) const noexcept {
        return {expiry, activation, order, policy, revival, grace_days, retention_days};
    }
    /// `.reviving(dead_lot::grace, 30)`
    [[nodiscard]] constexpr lots reviving(dead_lot policy, std::int32_t days = 0) const noexcept {
        return {expiry, activation, order, debt, policy, days, retention_days};
    }
    /// For how many days after its death a lot is known at most: the return of a purchase that comes later is treated as
    /// if its points had been spent.
    [[nodiscard]] constexpr lots retaining(std::int32_t days) const noexcept {
        return {expiry, activation, order, debt, revival, grace_days, days};
    }

    /// A sentence where the numbers cannot be right, else null (S36).
    [[nodiscard]] constexpr const char* problem() const noexcept {
        return expiry.problem() != nullptr       ? expiry.problem()
               : activation.problem() != nullptr ? activation.problem()
               : retention_days < 0              ? "lots: the days of retention must not be negative"
               : (revival == dead_lot::grace) != (grace_days > 0)
                   ? "lots: give days with dead_lot::grace, at least one, and with nothing else"
                   : nullptr;
    }

    /// The dates of a lot earned on a day. One that waits for a confirmation has `active_from` never, and its deadline.
    [[nodiscard]] constexpr lot_dates dates_of(date earned_on) const noexcept {
        if constexpr (Activation::is_confirmed) {
            return {date::maximum(), activation.deadline(earned_on)};
        } else {
            const date active_from = activation.active_from(earned_on);
            return {active_from, expiry.expiry_of(active_from)};
        }
    }
    /// The dates of a lot that was confirmed on a day.
    [[nodiscard]] constexpr lot_dates dates_confirmed(date on) const noexcept { return {on, expiry.expiry_of(on)}; }

    // What comes in ---------------------------------------------------------------------------------------------------

    /// An award becomes a lot; debt is filled first.
    template <class Books>
    [[nodiscard]] constexpr reason earn(Books& own, amount<Unit> award, date today) const noexcept {
        return earn_lot(own, award, dates_of(today), today);
    }

    /// An award with dates of its own, such as a campaign's. Under `expires_on_inactivity` it shares the clock of all.
    template <class Books>
    [[nodiscard]] constexpr reason earn_lot(Books& own, amount<Unit> award, lot_dates dates,
                                            date today) const noexcept {
        return attempt(own, today, [&](Books& books) { return enter(books, award.minor_units(), dates, today); });
    }

    /// The event has come for which points earned on a day were waiting: so many of them are active from today on.
    template <class Books>
    [[nodiscard]] constexpr reason confirm(Books& own, amount<Unit> part, date earned_on, date today) const noexcept {
        static_assert(Activation::is_confirmed, "loyalty: confirm is for lots that use activates_on_confirmation");
        return attempt(own, today, [&](Books& books) {
            const std::int64_t confirmed = part.minor_units();
            const std::size_t index = detail::bucket_of(books, dates_of(earned_on), today);
            if (confirmed < 0) {
                return reason::negative_amount;
            }
            if (index == books.buckets.size() || books.buckets[index].dates.is_dead(today) ||
                books.buckets[index].remaining < confirmed) {
                return reason::insufficient_pending;
            }
            Books after = books;
            reduce(after, index, confirmed, today);
            renew(after, today);
            if (!detail::has_room(after, dates_confirmed(today), today)) {
                return reason::ledger_full;
            }
            detail::credit(after, {dates_confirmed(today), confirmed}, today);
            books = after;
            return reason::none;
        });
    }

    // What goes out ---------------------------------------------------------------------------------------------------

    /// Takes points in the order of consumption, and tells from where.
    template <class Books>
    [[nodiscard]] constexpr reason spend(Books& own, amount<Unit> cost, date today,
                                         typename Books::taken& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            const reason why = can_take(books, cost.minor_units(), today);
            if (why == reason::none) {
                renew(books, today);
                from.clear();
                take(books, cost.minor_units(), today, from);
                books.spent += cost.minor_units();
            }
            return why;
        });
    }

    /// Takes points from the lots of these dates alone, where those of different dates never combine.
    template <class Books>
    [[nodiscard]] constexpr reason spend_from(Books& own, amount<Unit> cost, lot_dates dates, date today,
                                              typename Books::taken& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            const std::int64_t part = cost.minor_units();
            if (part < 0) {
                return reason::negative_amount;
            }
            if (available_of(books, own_bucket(books, dates, today), today) < part) {
                return reason::insufficient_balance;
            }
            renew(books, today);
            from.clear();
            if (part > 0) {
                take_from(books, own_bucket(books, dates, today), part, today, from);
            }
            books.spent += part;
            return reason::none;
        });
    }

    /// Puts back what a debit took, each part where it came from. Where that lot has died, `reviving` decides.
    template <class Books>
    [[nodiscard]] constexpr reason give_back(Books& own, const typename Books::taken& from, date today) const noexcept {
        return attempt(own, today, [&](Books& books) {
            std::int64_t total = 0;
            if (const reason why = sum_of(from, total); why != reason::none) {
                return why;
            }
            if (total > books.spent) {
                return reason::not_spent;
            }
            Books after = books;
            after.spent -= total;
            for (const lot_slice& slice : from) {
                const lot_dates dates = restored(after, slice.dates, today);
                if (!detail::has_room(after, dates, today)) {
                    return reason::ledger_full;
                }
                detail::credit(after, {dates, slice.amount}, today);
            }
            books = after;
            return reason::none;
        });
    }

    // Returns ---------------------------------------------------------------------------------------------------------

    /// Takes back points that were earned on a day: from their own lots first, pending or available; what of these has
    /// expired becomes clawed back, without debt; for what was spent, `owing` decides. What is held stays held.
    template <class Books>
    [[nodiscard]] constexpr reason claw_back(Books& own, amount<Unit> award, date earned_on, date today,
                                             clawback<Unit>& result) const noexcept {
        return claw_back(own, award, dates_of(earned_on), today, result);
    }

    /// The same for a lot whose dates are known: one that was confirmed, or had dates of its own.
    template <class Books>
    [[nodiscard]] constexpr reason claw_back(Books& own, amount<Unit> award, lot_dates dates, date today,
                                             clawback<Unit>& result) const noexcept {
        return attempt(own, today, [&](Books& books) {
            const std::int64_t asked = award.minor_units();
            std::int64_t sum = 0;
            if (asked < 0) {
                return reason::negative_amount;
            }
            if (detail::add_overflows(books.clawed_back, asked, sum) || detail::add_overflows(books.debt, asked, sum) ||
                detail::add_overflows(books.shortfall, asked, sum)) {
                return reason::amount_overflow;
            }
            result = claw(books, asked, dates, today);
            return reason::none;
        });
    }

    /// A correction by hand, up like an award, or down from what is available, as clawed back. Why it was made belongs to
    /// the event.
    template <class Books>
    [[nodiscard]] constexpr reason adjust(Books& own, amount<Unit> by, date today) const noexcept {
        if (by.minor_units() >= 0) {
            return earn(own, by, today);
        }
        return attempt(own, today, [&](Books& books) {
            std::int64_t down = 0;
            std::int64_t clawed_back = 0;
            if (detail::subtract_overflows(0, by.minor_units(), down) ||
                detail::add_overflows(books.clawed_back, down, clawed_back)) {
                return reason::amount_overflow;
            }
            const reason why = can_take(books, down, today);
            if (why == reason::none) {
                typename Books::taken from{};
                take(books, down, today, from);
                books.clawed_back = clawed_back;
            }
            return why;
        });
    }

    // Between members -------------------------------------------------------------------------------------------------

    /// The receiving half of a transfer; the giving half is a `spend`. Earned here, with the dates it had or new ones.
    template <class Books>
    [[nodiscard]] constexpr reason transfer_in(Books& own, const typename Books::taken& from, date today,
                                               transfer_dates dates) const noexcept {
        return attempt(own, today, [&](Books& books) {
            std::int64_t total = 0;
            if (const reason why = sum_of(from, total); why != reason::none) {
                return why;
            }
            Books after = books;
            for (const lot_slice& slice : from) {
                const lot_dates entered = dates == transfer_dates::kept ? slice.dates : dates_confirmed(today);
                if (const reason why = enter(after, slice.amount, entered, today); why != reason::none) {
                    return why;
                }
            }
            books = after;
            return reason::none;
        });
    }

    /// Both halves at once: either both happen or none. Spent there, earned here.
    template <class Books>
    [[nodiscard]] constexpr reason transfer(Books& giver, Books& receiver, amount<Unit> gift, date today,
                                            transfer_dates dates) const noexcept {
        Books after = giver;
        typename Books::taken from{};
        if (const reason why = spend(after, gift, today, from); why != reason::none) {
            return why;
        }
        const reason why = transfer_in(receiver, from, today, dates);
        if (why == reason::none) {
            giver = after;
        }
        return why;
    }

    // Holds -----------------------------------------------------------------------------------------------------------

    /// Sets points aside until a day, in the order of consumption: until then nobody else spends them, and they do not
    /// expire. From `until` on the hold counts as released, without anything having to run.
    template <class Books>
    [[nodiscard]] constexpr reason reserve(Books& own, std::uint64_t id, amount<Unit> part, date until,
                                           date today) const noexcept {
        return attempt(own, today, [&](Books& books) {
            if (const reason why = can_hold(books, id, until, today); why != reason::none) {
                return why;
            }
            if (const reason why = can_take(books, part.minor_units(), today); why != reason::none) {
                return why;
            }
            renew(books, today);
            typename Books::taken from{};
            take(books, part.minor_units(), today, from);
            if (from.size() > books.held.capacity - books.held.size()) {
                for (const lot_slice& slice : from) {
                    detail::put(books, slice, today);
                }
                return reason::holds_full;
            }
            for (const lot_slice& slice : from) {
                books.held.push_back(slice);
            }
            books.holds.push_back({id, until, static_cast<std::uint32_t>(from.size())});
            detail::bring_forward(books.due, until);
            return reason::none;
        });
    }

    /// Spends what a hold has set aside, and tells from where it came.
    template <class Books>
    [[nodiscard]] constexpr reason commit(Books& own, std::uint64_t id, date today,
                                          typename Books::taken& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            const std::size_t index = hold_of(books, id);
            if (index == books.holds.size()) {
                return reason::unknown_hold;
            }
            renew(books, today);
            from.clear();
            end_hold(books, index, [&](lot_slice slice) {
                from.push_back(slice);
                books.spent += slice.amount;
            });
            return reason::none;
        });
    }

    /// Ends a hold: what it had set aside goes back to its lots. A lot that died meanwhile is dead.
    template <class Books>
    [[nodiscard]] constexpr reason release(Books& own, std::uint64_t id, date today) const noexcept {
        return attempt(own, today, [&](Books& books) {
            const std::size_t index = hold_of(books, id);
            if (index == books.holds.size()) {
                return reason::unknown_hold;
            }
            end_hold(books, index, [&](lot_slice slice) { put_back(books, slice, today); });
            return reason::none;
        });
    }

    // Time ------------------------------------------------------------------------------------------------------------

    /// Something happened that renews what would die of inactivity, such as a visit without points.
    template <class Books>
    [[nodiscard]] constexpr reason touch(Books& own, date today) const noexcept {
        return attempt(own, today, [&](Books& books) {
            renew(books, today);
            return reason::none;
        });
    }

    /// The classes on a day, that of the last operation or a later one (an earlier one is answered as of the last
    /// operation: the past is in the journal).
    template <class Books>
    [[nodiscard]] constexpr loyalty::balances<Unit> balances(const Books& own, date as_of) const noexcept {
        return at(own, as_of, [](const Books& books, date on) {
            std::int64_t pending = 0;
            std::int64_t available = 0;
            std::int64_t expired = books.expired;
            std::int64_t held = 0;
            for (const lot_bucket& each : books.buckets) {
                (each.dates.is_dead(on)      ? expired
                 : each.dates.is_pending(on) ? pending
                                             : available) += each.remaining;
            }
            for (const lot_slice& each : books.held) {
                held += each.amount;
            }
            return loyalty::balances<Unit>{points(pending),           points(available),  points(held),
                                           points(books.spent),       points(expired),    points(books.clawed_back),
                                           points(books.debt),        points(books.earned),
                                           points(books.shortfall)};
        });
    }

    /// What can be spent on a day of the lots of these dates.
    template <class Books>
    [[nodiscard]] constexpr amount<Unit> available_from(const Books& own, lot_dates dates, date as_of) const noexcept {
        return at(own, as_of, [&](const Books& books, date on) {
            return points(available_of(books, own_bucket(books, dates, on), on));
        });
    }

    /// What is alive on a day, and dead by another if nothing happens: `expiring_by(anna, "2026-03-01"_date, today)`. Not
    /// what is held, nor what waits for a confirmation.
    template <class Books>
    [[nodiscard]] constexpr amount<Unit> expiring_by(const Books& own, date by, date as_of) const noexcept {
        return at(own, as_of, [&](const Books& books, date on) {
            std::int64_t sum = 0;
            for (const lot_bucket& each : books.buckets) {
                sum += is_to_die(each, on) && each.dates.expires <= by ? dying(each) : 0;
            }
            return points(sum);
        });
    }

    /// The next day on which something dies if nothing happens, and how much does.
    template <class Books>
    [[nodiscard]] constexpr expiry_notice<Unit> next_expiry(const Books& own, date as_of) const noexcept {
        return at(own, as_of, [](const Books& books, date on) {
            (void)on;
            return expiry_notice<Unit>{};
        });
    }

private:
};

} // namespace loyalty
