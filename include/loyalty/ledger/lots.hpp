// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The ledger of one unit: how lots come, live, are consumed, and go (S22 to S26). A value of numbers; one member's books
/// are a `state` beside it.
///
/// @code
/// constexpr auto stars = lots<unit::points>{}.expiring(expires_end_of_month<6>{}).on_shortfall(debt_policy::negative);
/// decltype(stars)::state anna;
/// reason why = stars.earn(anna, 150_points, "2020-12-15"_date);                   // expires on 2021-07-01
/// decltype(stars)::taken from;   why = stars.spend(anna, 40_points, "2021-02-01"_date, from);                    // from: 40 of that lot
/// stars.balances(anna, "2021-07-01"_date).expired;                                // 110, and no job has run
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/transfer.hpp>
#include <loyalty/ledger/account.hpp>
#include <loyalty/ledger/activation.hpp>
#include <loyalty/ledger/advance.hpp>
#include <loyalty/ledger/bounded_state.hpp>
#include <loyalty/ledger/credit.hpp>
#include <loyalty/ledger/debit.hpp>
#include <loyalty/ledger/expiry.hpp>
#include <loyalty/ledger/holds.hpp>
#include <loyalty/ledger/ledger_state.hpp>
#include <loyalty/ledger/lot.hpp>
#include <loyalty/ledger/lot_policy.hpp>
#include <loyalty/ledger/queries.hpp>
#include <loyalty/ledger/reversal.hpp>
#include <loyalty/ledger/timed_expiry.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/rules/field.hpp>
#include <loyalty/time/date.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <type_traits>

namespace loyalty {

/// The rules of a ledger. `HoldCount` reservations stand at once: none, if `.max_holds<4>()` or another number does not say so.
/// `Spare` buckets are kept beyond those that the expiry and the activation need: the newest expired lots rest there,
/// so that the return of an expired purchase finds its lot, and dates from elsewhere (transfers, grace) find a place.
///
/// Every operation returns `reason::none`, or why it was refused: the books are then unchanged to the last byte, and so is
/// what it would have filled in. Days must not go back (`late_event`). A negative amount is refused, zero does nothing.
/// Sums that pass 64 bits are refused (S5). No operation allocates in a bounded state; each looks at every bucket at most
/// once for each lot that it touches.
template <unit_type Unit, class Expiry = ledgers::never_expires, class Activation = ledgers::at_once,
          std::size_t HoldCount = 0, std::size_t Spare = 2>
struct lots {
    static constexpr std::size_t spare = Spare;
    static constexpr std::size_t capacity = Expiry::alive + Activation::pending + Spare;
    static constexpr std::size_t most_holds = HoldCount;
    static constexpr std::int32_t forever = (std::numeric_limits<std::int32_t>::max)();

    using unit = Unit;
    using expiry_type = Expiry;
    using activation_type = Activation;
    using point = detail::point_of<Expiry>; ///< `date`, or `instant` in a ledger of instants
    using dates_type = ledgers::basic_lot_dates<point>;
    using state = typename detail::bounded_state<Expiry::alive, capacity, HoldCount, point>::type;
    using taken = typename detail::taken_of<state>::type;

    static_assert(
        std::is_same_v<point, date> || std::is_same_v<Activation, ledgers::at_once>,
        "loyalty: a ledger of instants has no calendar: its lots are active at_once or have times of their own");

    Expiry expiry{};
    Activation activation{};
    ledgers::consumption order = ledgers::consumption::first_to_expire;
    ledgers::debt_policy debt = ledgers::debt_policy::negative;
    ledgers::expired_lot restoration = ledgers::expired_lot::stays_expired;
    std::int32_t grace_days = 0;
    std::int32_t retention_days = forever; ///< from its expiry on, a lot is kept for so long at most

    static constexpr auto rule_fields = extensions::fields(
        extensions::field{"expiring", &lots::expiry, "when a lot expires"},
        extensions::field{"activating", &lots::activation, "when a lot becomes active"},
        extensions::field{"consuming", &lots::order, "the order in which lots are spent"},
        extensions::field{"on_shortfall", &lots::debt, "what a clawback does that finds too little"},
        extensions::field{"restoring", &lots::restoration, "what becomes of points that go back to an expired lot"},
        extensions::field{"grace_days", &lots::grace_days, "of points that go back with expired_lot::grace"},
        extensions::field{"keep_expired_days", &lots::retention_days, "after its expiry a lot is known",
                          extensions::zero_or_above("lots: the days of retention must not be negative")});

    template <class Other>
    [[nodiscard]] constexpr auto expiring(Other by) const noexcept {
        return rebuilt<lots<Unit, Other, Activation, HoldCount, Spare>>(by, activation);
    }
    /// Lots and holds end at instants, and `today` is one, as with `.expiring(expires_after_seconds{60})`.
    [[nodiscard]] constexpr auto timed() const noexcept { return expiring(ledgers::never_expires_timed{}); }
    template <class Other>
    [[nodiscard]] constexpr auto activating(Other by) const noexcept {
        return rebuilt<lots<Unit, Expiry, Other, HoldCount, Spare>>(expiry, by);
    }
    /// Room for so many reservations at once.
    template <std::size_t Count>
    [[nodiscard]] constexpr auto max_holds() const noexcept {
        return rebuilt<lots<Unit, Expiry, Activation, Count, Spare>>(expiry, activation);
    }
    /// So many buckets beyond those that the expiry and the activation need.
    template <std::size_t Count>
    [[nodiscard]] constexpr auto spare_buckets() const noexcept {
        return rebuilt<lots<Unit, Expiry, Activation, HoldCount, Count>>(expiry, activation);
    }
    [[nodiscard]] constexpr lots consuming(ledgers::consumption first) const noexcept {
        return {expiry, activation, first, debt, restoration, grace_days, retention_days};
    }
    [[nodiscard]] constexpr lots on_shortfall(ledgers::debt_policy policy) const noexcept {
        return {expiry, activation, order, policy, restoration, grace_days, retention_days};
    }
    /// `.restoring(expired_lot::grace, 30)`
    [[nodiscard]] constexpr lots restoring(ledgers::expired_lot policy, std::int32_t days = 0) const noexcept {
        return {expiry, activation, order, debt, policy, days, retention_days};
    }
    /// For how many days after its expiry a lot is kept at most: the return of a purchase that comes later is treated as
    /// if its points had been spent.
    [[nodiscard]] constexpr lots keep_expired_for(std::int32_t days) const noexcept {
        return {expiry, activation, order, debt, restoration, grace_days, days};
    }

    [[nodiscard]] constexpr const char* problem() const noexcept {
        return (restoration == ledgers::expired_lot::grace) != (grace_days > 0)
                   ? "lots: give days with expired_lot::grace, at least one, and with nothing else"
                   : nullptr;
    }

    /// The dates of a lot earned on a day. One that waits for a confirmation has `active_from` never, and its deadline.
    [[nodiscard]] constexpr dates_type dates_of(point earned_on) const noexcept {
        return detail::ledger::dates_of_lot<dates_type>(*this, earned_on);
    }
    /// The dates of a lot that was confirmed on a day.
    [[nodiscard]] constexpr dates_type dates_confirmed(point on) const noexcept { return {on, expiry.expiry_of(on)}; }

    // As an account of a programme: after the policies that grant its unit, see ledger/account.hpp -------------------

    using rewards = detail::type_list<>;
    using booked = detail::type_list<Unit>;
    static constexpr std::string_view name = "lots";
    static constexpr bool refuses_untouched = true;
    template <class Event>
    static constexpr bool concerns =
        extensions::can_earn<Event> || extensions::is_return<Event> || std::is_same_v<Event, time_passed> ||
        detail::ledger::is_event_of_unit<Event, Unit> || detail::opens_unit<Event, Unit>;

    template <class Visit>
    LOYALTY_INLINE constexpr void apply(state& own, Visit& visit) const noexcept {
        detail::ledger::apply_event(*this, own, visit);
    }
    template <class Visit, class... List>
    constexpr void spend_at(state& own, Visit& visit, amount<Unit> cost, List&... from) const noexcept {
        detail::ledger::note_expiry(*this, own, visit);
        detail::ledger::spend_at(*this, own, visit, cost, from...);
    }
    template <class Visit, class Lots>
    constexpr void restore_at(state& own, Visit& visit, Lots& from, amount<Unit> part) const noexcept {
        detail::ledger::note_expiry(*this, own, visit);
        detail::ledger::restore_at(*this, own, visit, from, part);
    }

    /// All that another member has, see ledger/merge.hpp. Refused without a place for holds (`holds_full`, `hold_exists`).
    template <class Visit>
    constexpr void merge(state& own, const state& from, Visit& visit) const noexcept {
        detail::ledger::merge_at(*this, own, from, visit);
    }

    // Credits ---------------------------------------------------------------------------------------------------------

    /// An award becomes a lot; debt is filled first.
    template <class Books>
    [[nodiscard]] constexpr reason earn(Books& own, amount<Unit> award, point today) const noexcept {
        return earn_lot(own, award, dates_of(today), today);
    }

    /// An award with dates of its own, such as a campaign's. Under `expires_on_inactivity` it shares the clock of all.
    template <class Books>
    [[nodiscard]] LOYALTY_INLINE constexpr reason earn_lot(Books& own, amount<Unit> award, dates_type dates,
                                                           point today) const noexcept {
        return detail::ledger::enter_settled(*this, own, award.minor_units(), dates, today);
    }

    /// The event has come for which points earned on a day were waiting: so many of them are active from today on.
    template <class Books>
    [[nodiscard]] constexpr reason confirm(Books& own, amount<Unit> part, point earned_on, point today) const noexcept {
        static_assert(Activation::is_confirmed, "loyalty: confirm is for lots that use activates_on_confirmation");
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::confirm(*this, books, part.minor_units(), dates_of(earned_on), today);
        });
    }

    // Debits ----------------------------------------------------------------------------------------------------------

    /// Takes points in the order of consumption. `from`, of type `taken`, becomes the list of the lots.
    template <class Books, class List>
    [[nodiscard]] constexpr reason spend(Books& own, amount<Unit> cost, point today, List& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::spend(*this, books, cost.minor_units(), today, from);
        });
    }

    /// Takes points from the lots of these dates alone, for lots that never combine with those of other dates.
    template <class Books>
    [[nodiscard]] constexpr reason spend_from(Books& own, amount<Unit> cost, dates_type dates, point today,
                                              typename Books::taken& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::spend_from(*this, books, cost.minor_units(), dates, today, from);
        });
    }

    /// Puts back a part of a debit, and takes it off the list. The points that were taken last come back first, each to
    /// the lot that they came from. If that lot has expired, `restoring` decides. 40 of lot A and 60 of lot B were
    /// taken: `give_back(anna, from, 70_points, today)` puts back 60 to B and 10 to A, and `from` says 30 of A. More
    /// than the list says, or than is spent in all, is refused (`not_spent`), and the list stays as it was.
    template <class Books>
    [[nodiscard]] constexpr reason give_back(Books& own, typename Books::taken& from, amount<Unit> part,
                                             point today) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::give_back(*this, books, from, part.minor_units(), today);
        });
    }

    /// Puts back the rest of a debit, and empties the list: a second call is refused (`not_spent`).
    template <class Books>
    [[nodiscard]] constexpr reason give_back(Books& own, typename Books::taken& from, point today) const noexcept {
        return attempt(own, today,
                       [&](Books& books) { return detail::ledger::give_back_all(*this, books, from, today); });
    }

    // Returns and corrections -----------------------------------------------------------------------------------------

    /// Takes back points that were earned on a day: from their own lots first, pending or available. Expired points of
    /// these become clawed back, without debt. For spent points `on_shortfall` decides. Held points stay held.
    template <class Books>
    [[nodiscard]] constexpr reason claw_back(Books& own, amount<Unit> award, point earned_on, point today,
                                             ledgers::clawback_parts<Unit>& result) const noexcept {
        return claw_back(own, award, dates_of(earned_on), today, result);
    }

    /// The same for a lot whose dates are known: one that was confirmed, or had dates of its own.
    template <class Books>
    [[nodiscard]] constexpr reason claw_back(Books& own, amount<Unit> award, dates_type dates, point today,
                                             ledgers::clawback_parts<Unit>& result) const noexcept {
        detail::ledger::claim<lots, detail::ledger::no_list> back{award.minor_units(), dates};
        const reason why = claw_back(own, std::span{&back, 1}, today);
        result = why == reason::none ? back.parts : result;
        return why;
    }

    /// The same for several awards that one event takes back: each from its own lot, and only then from others.
    template <class Books, class List>
    [[nodiscard]] constexpr reason claw_back(Books& own, std::span<detail::ledger::claim<lots, List>> claims,
                                             point today) const noexcept {
        return attempt(own, today, [&](Books& books) { return detail::ledger::claw_all(*this, books, claims, today); });
    }

    /// A correction by hand: up like an award, or down from the available points, as clawed back.
    template <class Books>
    [[nodiscard]] constexpr reason adjust(Books& own, amount<Unit> by, point today) const noexcept {
        detail::ledger::no_list from{};
        return by.minor_units() >= 0 ? earn(own, by, today) : correct_down(own, by, today, from);
    }
    /// A correction down, `by` less than zero. `from` becomes the list of the lots.
    template <class Books, class List>
    [[nodiscard]] constexpr reason correct_down(Books& own, amount<Unit> by, point today, List& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::correct_down(*this, books, by.minor_units(), today, from);
        });
    }

    // Between members -------------------------------------------------------------------------------------------------

    /// The receiving half of a transfer; the giving half is a `spend`. Earned here, with the dates it had or new ones.
    template <class Books, class List>
    [[nodiscard]] constexpr reason transfer_in(Books& own, const List& from, point today,
                                               ledgers::transfer_dates dates) const noexcept {
        return attempt(own, today,
                       [&](Books& books) { return detail::ledger::transfer_in(*this, books, from, today, dates); });
    }

    /// Both halves at once: either both happen or none. Spent there, earned here.
    template <class Books>
    [[nodiscard]] constexpr reason transfer(Books& giver, Books& receiver, amount<Unit> gift, point today,
                                            ledgers::transfer_dates dates) const noexcept {
        return detail::ledger::transfer(*this, giver, receiver, gift, today, dates);
    }

    // Holds -----------------------------------------------------------------------------------------------------------

    /// Sets points aside until a day, in the order of consumption: until then nobody else spends them, and they do not
    /// expire. From `until` on the hold counts as released, without anything having to run.
    template <class Books>
    [[nodiscard]] constexpr reason reserve(Books& own, std::uint64_t id, amount<Unit> part, point until,
                                           point today) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::reserve(*this, books, id, part.minor_units(), until, today);
        });
    }

    /// Spends what a hold has set aside. `from` becomes the list of the lots.
    template <class Books>
    [[nodiscard]] constexpr reason commit(Books& own, std::uint64_t id, point today,
                                          typename Books::taken& from) const noexcept {
        return attempt(own, today,
                       [&](Books& books) { return detail::ledger::commit_all(*this, books, id, today, from); });
    }

    /// Spends a part of a hold, in the order of consumption, and releases the rest: the bill came to
    /// less than was reserved. 60 held, `commit(anna, 7, 45_points, today, from)`: 45 are spent, 15 are free again. More
    /// than was held is refused (`more_than_held`), and the hold stands.
    template <class Books>
    [[nodiscard]] constexpr reason commit(Books& own, std::uint64_t id, amount<Unit> part, point today,
                                          typename Books::taken& from) const noexcept {
        return attempt(own, today, [&](Books& books) {
            return detail::ledger::commit(*this, books, id, part.minor_units(), today, from);
        });
    }

    /// Ends a hold: what it had set aside goes back to its lots. Points of a lot that expired meanwhile are expired.
    template <class Books>
    [[nodiscard]] constexpr reason release(Books& own, std::uint64_t id, point today) const noexcept {
        return attempt(own, today, [&](Books& books) { return detail::ledger::release(*this, books, id, today); });
    }

    /// The points that a hold has set aside; zero if there is no such hold.
    template <class Books>
    [[nodiscard]] constexpr amount<Unit> held_by(const Books& own, std::uint64_t id, point today) const noexcept {
        return amount<Unit>::from_minor_units(detail::ledger::held_under(*this, own, id, today));
    }
    template <class Books>
    [[nodiscard]] constexpr std::int64_t hold_count(const Books& own, point as_of) const noexcept {
        return detail::ledger::hold_count(*this, own, as_of);
    }

    // Time ------------------------------------------------------------------------------------------------------------

    /// An activity, such as a visit without points, renews the time of points that expire on inactivity.
    template <class Books>
    [[nodiscard]] constexpr reason touch(Books& own, point today) const noexcept {
        return attempt(own, today, [&](Books& books) { return detail::ledger::touch(*this, books, today); });
    }

    /// Only time passes.
    template <class Books>
    [[nodiscard]] constexpr reason advance_to(Books& own, point today) const noexcept {
        return detail::ledger::advance_to(*this, own, today);
    }

    /// The classes on a day; one before the last operation counts as that of the operation.
    template <class Books>
    [[nodiscard]] constexpr loyalty::ledgers::balances<Unit> balances(const Books& own, point as_of) const noexcept {
        return detail::ledger::balances<Unit>(*this, own, as_of);
    }

    /// Returns the points of the lots of these dates that can be spent on a day.
    template <class Books>
    [[nodiscard]] constexpr amount<Unit> available_from(const Books& own, dates_type dates,
                                                        point as_of) const noexcept {
        return amount<Unit>::from_minor_units(detail::ledger::available_from(*this, own, dates, as_of));
    }

    /// Returns the points that stand on a day and are expired by another, without held ones: `expiring_by(anna,
    /// "2026-03-01"_date, today)`.
    template <class Books>
    [[nodiscard]] constexpr amount<Unit> expiring_by(const Books& own, point by, point as_of) const noexcept {
        return amount<Unit>::from_minor_units(detail::ledger::expiring_by(*this, own, by, as_of));
    }

    /// The next day on which something expires if nothing happens, and how much does.
    template <class Books>
    [[nodiscard]] constexpr ledgers::expiry_notice<Unit, point> next_expiry(const Books& own,
                                                                            point as_of) const noexcept {
        return detail::ledger::next_expiry<Unit>(*this, own, as_of);
    }

private:
    /// These rules with another type of them.
    template <class Other, class OtherExpiry, class OtherActivation>
    [[nodiscard]] constexpr Other rebuilt(OtherExpiry expires, OtherActivation activates) const noexcept {
        return {expires, activates, order, debt, restoration, grace_days, retention_days};
    }

    template <class Books, class Operation>
    LOYALTY_INLINE constexpr reason attempt(Books& own, point today, Operation operation) const noexcept {
        return detail::ledger::attempt(*this, own, today, operation);
    }
};

} // namespace loyalty
