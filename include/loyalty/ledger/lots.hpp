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
#include <loyalty/detail/pack.hpp>
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
#include <string_view>
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
    static constexpr std::size_t field_count = 7;

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

    // As an account of a programme: after the policies that grant its unit -----------------------------------------

    using rewards = detail::type_list<>;
    using booked = detail::type_list<Unit>;
    static constexpr std::string_view name = "lots";

    /// What an event has granted becomes a lot; what it has taken back comes out of the lot of the day on which it was
    /// earned, and beyond that as the debt policy says.
    template <class Visit>
    constexpr void book(state& own, Visit& visit, date earned_on) const noexcept {
        const amount<Unit> granted = visit.template granted<Unit>();
        clawback<Unit> clawed{};
        const reason why = granted.minor_units() >= 0 ? earn(own, granted, visit.today())
                                                      : claw_back(own, -granted, earned_on, visit.today(), clawed);
        visit.refuse_if(why != reason::none, why);
        visit.explain("written off", clawed.written_off);
    }

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
            if (!detail::has_room(after, dates_confirmed(today), today, Expiry::renews)) {
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
            from.clear();
            if (part > 0) {
                take_from(books, own_bucket(books, dates, today), part, today, from);
            }
            renew(books, today);
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
                if (!detail::has_room(after, dates, today, Expiry::renews)) {
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
                (each.dates.is_dead(on) ? expired : each.dates.is_pending(on) ? pending : available) += each.remaining;
            }
            for (const lot_slice& each : books.held) {
                held += each.amount;
            }
            return loyalty::balances<Unit>{points(pending),     points(available),    points(held),
                                           points(books.spent), points(expired),      points(books.clawed_back),
                                           points(books.debt),  points(books.earned), points(books.shortfall)};
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
        return at(own, as_of, [&](const Books& books, date on) {
            expiry_notice<Unit> next{};
            for (const lot_bucket& each : books.buckets) {
                if (is_to_die(each, on) && each.dates.expires <= next.day) {
                    next.day = each.dates.expires;
                    next.expires += points(dying(each));
                }
            }
            return next;
        });
    }

private:
    [[nodiscard]] static constexpr amount<Unit> points(std::int64_t minor_units) noexcept {
        return amount<Unit>::from_minor_units(minor_units);
    }

    /// Whether only a share dies when the time of inactivity has come, and the rest goes on.
    [[nodiscard]] constexpr bool lapses_by_share() const noexcept {
        if constexpr (Expiry::renews) {
            return !expiry.takes_all();
        } else {
            return false;
        }
    }

    // The frame of every operation ------------------------------------------------------------------------------------

    /// Runs an operation on books that are settled as of today, which on refusal must leave them as they were. Where
    /// settling changes something, it works on a copy.
    template <class Books, class Operation>
    constexpr reason attempt(Books& own, date today, Operation operation) const noexcept {
        if (today < own.last) {
            return reason::late_event;
        }
        if (!Expiry::renews && today < own.due) {
            const reason why = operation(own);
            own.last = why == reason::none ? today : own.last;
            return why;
        }
        Books settled = own;
        settle(settled, today);
        const reason why = operation(settled);
        if (why == reason::none) {
            settled.due = next_due(settled, today);
            settled.last = today;
            own = settled;
        }
        return why;
    }

    /// What a reader says of the books as of a day.
    template <class Books, class Reader>
    constexpr auto at(const Books& own, date as_of, Reader read) const noexcept {
        const date on = as_of < own.last ? own.last : as_of;
        if (on < own.due) {
            return read(own, on);
        }
        Books settled = own;
        settle(settled, on);
        return read(settled, on);
    }

    /// Lets the days pass on which something moves by itself, each as it came, so that the result is the same whenever
    /// it is asked for.
    template <class Books>
    constexpr void settle(Books& own, date today) const noexcept {
        while (own.due <= today && own.due < date::maximum()) {
            const date on = own.due;
            time_out(own, on);
            if (lapses_by_share()) {
                lapse(own, on);
            }
            detail::merge_active(own, on);
            own.due = next_due(own, on);
            LOYALTY_ASSERT(own.due > on); // or it would never end
        }
    }

    /// The first day after `on` on which a hold ends, a lot becomes active, or a share lapses.
    template <class Books>
    [[nodiscard]] constexpr date next_due(const Books& own, date on) const noexcept {
        date due = date::maximum();
        for (const hold& each : own.holds) {
            detail::bring_forward(due, each.until);
        }
        for (const lot_bucket& each : own.buckets) {
            if (each.dates.active_from > on) {
                detail::bring_forward(due, each.dates.active_from);
            } else if (lapses_by_share() && each.dates.expires > on) {
                detail::bring_forward(due, each.dates.expires);
            }
        }
        return due;
    }

    template <class Books>
    constexpr void time_out(Books& own, date on) const noexcept {
        for (std::size_t i = 0; i < own.holds.size();) {
            if (own.holds[i].until <= on) {
                end_hold(own, i, [&](lot_slice slice) { put_back(own, slice, on); });
            } else {
                ++i;
            }
        }
    }

    /// A share of what has been left alone for too long dies; the rest has its time again.
    template <class Books>
    constexpr void lapse(Books& own, date on) const noexcept {
        for (std::size_t i = 0; i < own.buckets.size();) {
            const lot_bucket quiet = own.buckets[i];
            if (!quiet.dates.is_dead(on) || quiet.dates.is_unconfirmed()) {
                ++i;
                continue;
            }
            own.buckets.erase(i);
            put_back(own, {quiet.dates, quiet.remaining}, on);
        }
    }

    /// Puts points back into the lot that they come from, as time has left it.
    template <class Books>
    constexpr void put_back(Books& own, lot_slice slice, date on) const noexcept {
        if constexpr (Expiry::renews) {
            while (lapses_by_share() && slice.dates.is_dead(on) && slice.amount > 0) {
                const std::int64_t part = expiry.lapsing(slice.amount);
                own.expired += part;
                slice.amount -= part;
                slice.dates.expires = expiry.expiry_of(slice.dates.expires);
            }
        }
        detail::credit(own, slice, on);
    }

    /// Activity: all that is available, or held, has its full time again, and is one bucket from now on. What was held beyond
    /// its time begins anew with today.
    template <class Books>
    constexpr void renew(Books& own, date today) const noexcept {
        if constexpr (Expiry::renews) {
            lot_bucket whole{{today, expiry.expiry_of(today)}, 0};
            bool has_bucket = !own.held.empty(); // what is held comes back to it
            for (std::size_t i = 0; i < own.buckets.size();) {
                const lot_bucket each = own.buckets[i];
                if (!each.dates.is_available(today)) {
                    ++i;
                    continue;
                }
                has_bucket = true;
                whole.remaining += each.remaining;
                detail::bring_forward(whole.dates.active_from, each.dates.active_from);
                own.buckets.erase(i);
            }
            for (lot_slice& each : own.held) {
                each.dates.active_from = each.dates.is_dead(today) ? today : each.dates.active_from;
                each.dates.expires = whole.dates.expires;
            }
            if (has_bucket) {
                own.buckets[detail::open_bucket(own, whole.dates, today)].remaining = whole.remaining;
            }
        }
    }

    // What comes in ---------------------------------------------------------------------------------------------------

    template <class Books>
    [[nodiscard]] constexpr reason enter(Books& own, std::int64_t award, lot_dates dates, date today) const noexcept {
        std::int64_t earned = 0;
        if (award < 0) {
            return reason::negative_amount;
        }
        if (detail::add_overflows(own.earned, award, earned)) {
            return reason::amount_overflow;
        }
        renew(own, today);
        if (Expiry::renews && !dates.is_dead(today) && !dates.is_unconfirmed()) {
            dates.active_from = dates.active_from < today ? today : dates.active_from;
            dates.expires = expiry.expiry_of(dates.active_from);
        }
        const bool all_fills_debt = award <= own.debt && !dates.is_unconfirmed();
        if (!all_fills_debt && !detail::has_room(own, dates, today, Expiry::renews)) {
            return reason::ledger_full;
        }
        own.earned = earned;
        while (!own.buckets.empty() && is_forgotten(own.buckets[0], today)) {
            detail::fold(own, 0);
        }
        if (lapses_by_share() && dates.is_dead(today)) {
            own.expired += award; // no bucket may stand dead: the next lapse would give it its time again
        } else {
            detail::credit(own, {dates, award}, today);
        }
        return reason::none;
    }

    [[nodiscard]] constexpr bool is_forgotten(const lot_bucket& bucket, date today) const noexcept {
        const std::int64_t forgotten = std::int64_t{bucket.dates.expires.days_since_epoch} + retention_days;
        return bucket.dates.is_dead(today) && forgotten <= today.days_since_epoch;
    }

    // What goes out ---------------------------------------------------------------------------------------------------

    template <class Books>
    [[nodiscard]] constexpr reason can_take(const Books& own, std::int64_t part, date today) const noexcept {
        if (part < 0) {
            return reason::negative_amount;
        }
        std::int64_t missing = part;
        for (std::size_t i = detail::first_dying(own, today); i < own.buckets.size() && missing > 0; ++i) {
            missing -= available_of(own, i, today);
        }
        return missing > 0 ? reason::insufficient_balance : reason::none;
    }

    /// What can be spent of a bucket; nothing of the one past the last.
    template <class Books>
    [[nodiscard]] constexpr std::int64_t available_of(const Books& own, std::size_t index, date on) const noexcept {
        return index < own.buckets.size() && own.buckets[index].dates.is_available(on) ? own.buckets[index].remaining
                                                                                       : 0;
    }

    /// Takes out of one bucket. One that is empty goes, but stays where the clock of inactivity runs on in it.
    template <class Books>
    constexpr void reduce(Books& own, std::size_t index, std::int64_t part, date today) const noexcept {
        lot_bucket& bucket = own.buckets[index];
        bucket.remaining -= part;
        if (bucket.remaining == 0 && !(Expiry::renews && bucket.dates.is_available(today))) {
            own.buckets.erase(index);
        }
    }

    /// Takes as much as is there, at most `most`; how much that was.
    template <class Books, class List>
    constexpr std::int64_t take_from(Books& own, std::size_t index, std::int64_t most, date today,
                                     List& from) const noexcept {
        const lot_bucket bucket = own.buckets[index];
        const std::int64_t part = bucket.remaining < most ? bucket.remaining : most;
        from.push_back({bucket.dates, part});
        reduce(own, index, part, today);
        return part;
    }

    /// Takes what is known to be available.
    template <class Books, class List>
    constexpr void take(Books& own, std::int64_t part, date today, List& from) const noexcept {
        while (part > 0) {
            part -= take_from(own, next_to_take(own, today), part, today, from);
        }
    }

    /// The available bucket that is consumed next; one past the last where there is none.
    template <class Books>
    [[nodiscard]] constexpr std::size_t next_to_take(const Books& own, date today) const noexcept {
        const std::size_t count = own.buckets.size();
        std::size_t next = count;
        for (std::size_t i = detail::first_dying(own, today); i < count; ++i) {
            if (available_of(own, i, today) == 0) {
                continue;
            }
            if (next == count || comes_before(own.buckets[i].dates, own.buckets[next].dates)) {
                next = i;
            }
            if (order == consumption::first_to_expire) {
                break;
            }
        }
        return next;
    }

    /// Whether the later to die is consumed before the earlier.
    [[nodiscard]] constexpr bool comes_before(lot_dates later, lot_dates earlier) const noexcept {
        return order == consumption::last_in ? later.active_from >= earlier.active_from
                                             : later.active_from < earlier.active_from;
    }

    /// The sum of slices, none of which may be negative.
    template <class List>
    [[nodiscard]] constexpr reason sum_of(const List& from, std::int64_t& total) const noexcept {
        for (const lot_slice& each : from) {
            if (each.amount < 0) {
                return reason::negative_amount;
            }
            if (detail::add_overflows(total, each.amount, total)) {
                return reason::amount_overflow;
            }
        }
        return reason::none;
    }

    /// The dates with which points come back today that were taken from a lot of these.
    template <class Books>
    [[nodiscard]] constexpr lot_dates restored(const Books& own, lot_dates dates, date today) const noexcept {
        if constexpr (Expiry::renews) {
            const std::size_t era = era_of(own, dates);
            dates = era < own.buckets.size() ? own.buckets[era].dates : dates;
            if (dates.is_dead(today) && lapses_by_share()) {
                return dates_confirmed(today);
            }
        }
        if (!dates.is_dead(today) || revival == dead_lot::stays_dead) {
            return dates;
        }
        return revival == dead_lot::grace ? lot_dates{today, today + grace_days} : dates_confirmed(today);
    }

    // Returns ---------------------------------------------------------------------------------------------------------

    /// Where activity renews the clock, a lot lives in the youngest bucket in whose time it was active: that bucket stands,
    /// empty or not, for as long as the clock has not run out. One past the last where there is none.
    template <class Books>
    [[nodiscard]] constexpr std::size_t era_of(const Books& own, lot_dates dates) const noexcept {
        const std::size_t count = own.buckets.size();
        std::size_t found = count;
        for (std::size_t i = 0; i < count; ++i) {
            const lot_dates& era = own.buckets[i].dates;
            const bool contains = era.is_available(dates.active_from) && era.expires >= dates.expires;
            found = contains && (found == count || era.active_from > own.buckets[found].dates.active_from) ? i : found;
        }
        return found;
    }

    /// The bucket that holds what remains of a lot; one past the last where nothing is known of it any more.
    template <class Books>
    [[nodiscard]] constexpr std::size_t own_bucket(const Books& own, lot_dates dates, date today) const noexcept {
        const std::size_t count = own.buckets.size();
        std::size_t index = detail::bucket_of(own, dates, today);
        index = Expiry::renews && index == count ? era_of(own, dates) : index;
        return index < count && is_forgotten(own.buckets[index], today) ? count : index;
    }

    template <class Books>
    [[nodiscard]] constexpr clawback<Unit> claw(Books& own, std::int64_t asked, lot_dates dates,
                                                date today) const noexcept {
        const std::size_t index = own_bucket(own, dates, today);
        std::int64_t from_lot = 0;
        std::int64_t from_expired = 0;
        if (index < own.buckets.size()) {
            const lot_bucket bucket = own.buckets[index];
            const bool untouchable = debt == debt_policy::only_pending && bucket.dates.is_available(today);
            const std::int64_t part = untouchable ? 0 : bucket.remaining < asked ? bucket.remaining : asked;
            (bucket.dates.is_dead(today) ? from_expired : from_lot) = part;
            reduce(own, index, part, today);
        }
        std::int64_t missing = asked - from_lot - from_expired;
        const std::int64_t from_others = debt == debt_policy::only_pending ? 0 : take_most(own, missing, today);
        missing -= from_others;
        const std::int64_t owed = debt == debt_policy::negative ? missing : 0;
        own.clawed_back += asked - (missing - owed);
        own.debt += owed;
        own.shortfall += missing - owed;
        return {points(from_lot), points(from_expired), points(from_others), points(owed), points(missing - owed)};
    }

    /// Takes what is available, in the order of consumption, and then what will be by mere time, last to expire first; at
    /// most `most`. How much that was.
    template <class Books>
    constexpr std::int64_t take_most(Books& own, std::int64_t most, date today) const noexcept {
        struct nowhere {
            constexpr void push_back(lot_slice) const noexcept {}
        } from;
        std::int64_t missing = most;
        for (std::size_t next = next_to_take(own, today); missing > 0 && next < own.buckets.size();
             next = next_to_take(own, today)) {
            missing -= take_from(own, next, missing, today, from);
        }
        for (std::size_t i = own.buckets.size(); i-- > 0 && missing > 0;) {
            if (own.buckets[i].dates.is_pending(today) && !own.buckets[i].dates.is_unconfirmed()) {
                missing -= take_from(own, i, missing, today, from);
            }
        }
        return most - missing;
    }

    // Holds -----------------------------------------------------------------------------------------------------------

    template <class Books>
    [[nodiscard]] constexpr std::size_t hold_of(const Books& own, std::uint64_t id) const noexcept {
        std::size_t index = 0;
        while (index < own.holds.size() && own.holds[index].id != id) {
            ++index;
        }
        return index;
    }

    template <class Books>
    [[nodiscard]] constexpr reason can_hold(const Books& own, std::uint64_t id, date until, date today) const noexcept {
        return hold_of(own, id) < own.holds.size() ? reason::hold_exists
               : own.holds.full()                  ? reason::holds_full
               : until <= today                    ? reason::hold_over
                                                   : reason::none;
    }

    /// Removes a hold and hands each of its slices on.
    template <class Books, class Receiver>
    constexpr void end_hold(Books& own, std::size_t index, Receiver receive) const noexcept {
        std::size_t first = 0;
        for (std::size_t i = 0; i < index; ++i) {
            first += own.holds[i].slices;
        }
        const std::uint32_t count = own.holds[index].slices;
        own.holds.erase(index);
        for (std::uint32_t i = 0; i < count; ++i) {
            const lot_slice slice = own.held[first];
            own.held.erase(first);
            receive(slice);
        }
    }

    // Expiry to come --------------------------------------------------------------------------------------------------

    [[nodiscard]] constexpr bool is_to_die(const lot_bucket& bucket, date on) const noexcept {
        return bucket.remaining > 0 && !bucket.dates.is_dead(on) && !bucket.dates.is_unconfirmed() &&
               bucket.dates.expires < date::maximum();
    }

    [[nodiscard]] constexpr std::int64_t dying(const lot_bucket& bucket) const noexcept {
        if constexpr (Expiry::renews) {
            return expiry.lapsing(bucket.remaining);
        } else {
            return bucket.remaining;
        }
    }
};

} // namespace loyalty
