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
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/occasion.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/asking.hpp>
#include <loyalty/ledger/earning.hpp>
#include <loyalty/ledger/expiry.hpp>
#include <loyalty/ledger/finding.hpp>
#include <loyalty/ledger/holds.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/lot_policy.hpp>
#include <loyalty/ledger/returning.hpp>
#include <loyalty/ledger/settling.hpp>
#include <loyalty/ledger/taking.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace loyalty {

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
    using expiry_type = Expiry;
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
        return rebuilt<lots<Unit, Other, Activation, HoldCount, Spare>>(by, activation);
    }
    template <class Other>
    [[nodiscard]] constexpr auto activating(Other by) const noexcept {
        return rebuilt<lots<Unit, Expiry, Other, HoldCount, Spare>>(expiry, by);
    }
    /// Room for so many reservations at once.
    template <std::size_t Count>
    [[nodiscard]] constexpr auto holding() const noexcept {
        return rebuilt<lots<Unit, Expiry, Activation, Count, Spare>>(expiry, activation);
    }
    /// So many buckets beyond those that the expiry and the activation ask for.
    template <std::size_t Count>
    [[nodiscard]] constexpr auto sparing() const noexcept {
        return rebuilt<lots<Unit, Expiry, Activation, HoldCount, Count>>(expiry, activation);
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
    static constexpr bool refuses_untouched = true;

    /// What an event has granted becomes a lot; what it has taken back comes out of the lot of the day on which it was
    /// earned, and beyond that as the debt policy says. An event that grants nothing leaves the books alone: it is no
    /// activity, unless it is a purchase and the expiry is `renewed_by_purchases`.
    template <class Visit>
    LOYALTY_INLINE constexpr void book(state& own, Visit& visit, date earned_on) const noexcept {
        using event_type = std::remove_cvref_t<decltype(visit.transaction)>;
        const amount<Unit> granted = visit.template granted<Unit>();
        reason why = reason::none;
        if (granted.minor_units() > 0) {
            why = earn_lot(own, granted, dates_on(visit.day), visit.today());
        } else if (granted.minor_units() < 0) {
            clawback<Unit> clawed{};
            why = granted == amount<Unit>::smallest() ? reason::amount_overflow
                                                      : claw_back(own, -granted, earned_on, visit.today(), clawed);
            if (clawed.written_off != amount<Unit>{}) {
                visit.explain("written off", clawed.written_off);
            }
        } else if constexpr (Expiry::renews && !std::is_same_v<event_type, occasion>) {
            why = expiry.purchases_renew ? touch(own, visit.today()) : reason::none;
        }
        visit.refuse_if(why != reason::none, why);
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
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::enter(*this, books, award.minor_units(), dates, today);
        });
    }

    /// The event has come for which points earned on a day were waiting: so many of them are active from today on.
    template <class Books>
    [[nodiscard]] constexpr reason confirm(Books& own, amount<Unit> part, date earned_on, date today) const noexcept {
        static_assert(Activation::is_confirmed, "loyalty: confirm is for lots that use activates_on_confirmation");
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::confirm(*this, books, part.minor_units(), dates_of(earned_on), today);
        });
    }

    // What goes out ---------------------------------------------------------------------------------------------------

    /// Takes points in the order of consumption, and tells from where.
    template <class Books>
    [[nodiscard]] constexpr reason spend(Books& own, amount<Unit> cost, date today,
                                         typename Books::taken& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::spend(*this, books, cost.minor_units(), today, from);
        });
    }

    /// Takes points from the lots of these dates alone, where those of different dates never combine.
    template <class Books>
    [[nodiscard]] constexpr reason spend_from(Books& own, amount<Unit> cost, lot_dates dates, date today,
                                              typename Books::taken& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::spend_from(*this, books, cost.minor_units(), dates, today, from);
        });
    }

    /// Puts back what a debit took, each part where it came from. Where that lot has died, `reviving` decides.
    template <class Books>
    [[nodiscard]] constexpr reason give_back(Books& own, const typename Books::taken& from, date today) const noexcept {
        return attempt(own, today, [&](Books& books) { return detail::ledger::give_back(*this, books, from, today); });
    }

    // Returns and corrections -----------------------------------------------------------------------------------------

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
            const reason why = detail::ledger::can_claw(books, award.minor_units());
            if (why == reason::none) {
                result = detail::ledger::claw(*this, books, award.minor_units(), dates, today);
            }
            return why;
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
            return detail::ledger::correct_down(*this, books, by.minor_units(), today);
        });
    }

    // Between members -------------------------------------------------------------------------------------------------

    /// The receiving half of a transfer; the giving half is a `spend`. Earned here, with the dates it had or new ones.
    template <class Books>
    [[nodiscard]] constexpr reason transfer_in(Books& own, const typename Books::taken& from, date today,
                                               transfer_dates dates) const noexcept {
        return attempt(own, today,
                       [&](Books& books) { return detail::ledger::transfer_in(*this, books, from, today, dates); });
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
            return detail::ledger::reserve(*this, books, id, part.minor_units(), until, today);
        });
    }

    /// Spends what a hold has set aside, and tells from where it came.
    template <class Books>
    [[nodiscard]] constexpr reason commit(Books& own, std::uint64_t id, date today,
                                          typename Books::taken& from) const noexcept {
        return attempt(own, today,
                       [&](Books& books) { return detail::ledger::commit_all(*this, books, id, today, from); });
    }

    /// Spends a part of what a hold has set aside, in the order of consumption, and releases the rest: the bill came to
    /// less than was reserved. 60 held, `commit(anna, 7, 45_points, today, from)`: 45 are spent, 15 are free again. More
    /// than was held is refused (`more_than_held`), and the hold stands.
    template <class Books>
    [[nodiscard]] constexpr reason commit(Books& own, std::uint64_t id, amount<Unit> part, date today,
                                          typename Books::taken& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::commit(*this, books, id, part.minor_units(), today, from);
        });
    }

    /// Ends a hold: what it had set aside goes back to its lots. A lot that died meanwhile is dead.
    template <class Books>
    [[nodiscard]] constexpr reason release(Books& own, std::uint64_t id, date today) const noexcept {
        return attempt(own, today, [&](Books& books) { return detail::ledger::release(*this, books, id, today); });
    }

    // Time ------------------------------------------------------------------------------------------------------------

    /// Something happened that renews what would die of inactivity, such as a visit without points.
    template <class Books>
    [[nodiscard]] constexpr reason touch(Books& own, date today) const noexcept {
        return attempt(own, today, [&](Books& books) {
            detail::ledger::renew(*this, books, today);
            return reason::none;
        });
    }

    /// The classes on a day, that of the last operation or a later one (an earlier one is answered as of the last
    /// operation: the past is in the journal).
    template <class Books>
    [[nodiscard]] constexpr loyalty::balances<Unit> balances(const Books& own, date as_of) const noexcept {
        return detail::ledger::at(*this, own, as_of,
                                  [](const Books& books, date on) { return detail::ledger::classes<Unit>(books, on); });
    }

    /// What can be spent on a day of the lots of these dates.
    template <class Books>
    [[nodiscard]] constexpr amount<Unit> available_from(const Books& own, lot_dates dates, date as_of) const noexcept {
        return detail::ledger::at(*this, own, as_of, [&](const Books& books, date on) {
            const std::size_t index = detail::ledger::own_bucket(*this, books, dates, on);
            return amount<Unit>::from_minor_units(detail::ledger::available_of(books, index, on));
        });
    }

    /// What is alive on a day, and dead by another if nothing happens: `expiring_by(anna, "2026-03-01"_date, today)`. Not
    /// what is held, nor what waits for a confirmation.
    template <class Books>
    [[nodiscard]] constexpr amount<Unit> expiring_by(const Books& own, date by, date as_of) const noexcept {
        return detail::ledger::at(*this, own, as_of, [&](const Books& books, date on) {
            return amount<Unit>::from_minor_units(detail::ledger::dying_by(*this, books, by, on));
        });
    }

    /// The next day on which something dies if nothing happens, and how much does.
    template <class Books>
    [[nodiscard]] constexpr expiry_notice<Unit> next_expiry(const Books& own, date as_of) const noexcept {
        return detail::ledger::at(*this, own, as_of, [&](const Books& books, date on) {
            return detail::ledger::next_death<Unit>(*this, books, on);
        });
    }

private:
    /// The dates of a lot earned on a day of a calendar, which knows its month already.
    template <class CalendarDay>
    [[nodiscard]] LOYALTY_INLINE constexpr lot_dates dates_on(const CalendarDay& day) const noexcept {
        if constexpr (std::is_same_v<Activation, at_once> && requires { expiry.expiry_on(day); }) {
            return {day.today(), expiry.expiry_on(day)};
        } else {
            return dates_of(day.today());
        }
    }

    /// These rules with another type of them.
    template <class Other, class OtherExpiry, class OtherActivation>
    [[nodiscard]] constexpr Other rebuilt(OtherExpiry expires, OtherActivation activates) const noexcept {
        return {expires, activates, order, debt, revival, grace_days, retention_days};
    }

    template <class Books, class Operation>
    LOYALTY_INLINE constexpr reason attempt(Books& own, date today, Operation operation) const noexcept {
        return detail::ledger::attempt(*this, own, today, operation);
    }
};

} // namespace loyalty
