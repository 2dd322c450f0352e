// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// One member's events in memory, in any order of arrival (S9, S10). It allocates, so `loyalty.hpp` does not include it.
///
/// @code
/// member_history<beauty_type, purchase<currency::usd>> anna{beauty};
/// anna.submit(monday);            // what monday's purchase gave
/// anna.submit(wednesday);
/// anna.submit(tuesday);           // late: put into its place, and wednesday judged anew
/// anna.submit(monday);            // the same again: the first outcome, and nothing changes
/// anna.merge(other_till);         // the log of a till that had no connection
/// anna.state();                   // as if all had come in order
/// @endcode

#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/occasion.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/money/amount.hpp>
#include <loyalty/program/apply.hpp>
#include <loyalty/program/correct.hpp>
#include <loyalty/program/pass_time.hpp>
#include <loyalty/program/redeem.hpp>
#include <loyalty/program/reverse.hpp>
#include <loyalty/time/date.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace loyalty {

/// Goods come back that were bought with the purchase of an id. `remaining` is that purchase, with its id and time, without
/// what came back by now; none where nothing remains: a void, or the return of the last goods.
template <class Transaction>
struct sale_return {
    occasion event{};
    std::uint64_t sale = 0;
    std::optional<Transaction> remaining{};

    [[nodiscard]] friend constexpr bool operator==(const sale_return&, const sale_return&) = default;
};

/// What a member does with an account (S25).
enum class account_action : std::uint8_t {
    redeem,      ///< `points` are spent
    reserve,     ///< `points` are set aside as `hold`, before the day `until`
    commit,      ///< what `hold` set aside is spent
    release,     ///< what `hold` set aside is free again
    give_back,   ///< what the event `redemption`, a redeem or a commit, took goes back
    commit_part, ///< `points` of what `hold` set aside are spent, and the rest is free again
    claw_back,   ///< `points` that were earned on the day `earned_on` are taken back
    adjust,      ///< a correction by `points`, up or down
    touch,       ///< activity
    confirm,     ///< `points` that were earned on the day `earned_on`, and waited for it, become active
};

template <unit_type Unit>
struct account_request {
    occasion event{};
    account_action action = account_action::redeem;
    amount<Unit> points{};
    std::uint64_t hold = 0;
    date until{};
    std::uint64_t redemption = 0;
    date earned_on{};

    [[nodiscard]] friend constexpr bool operator==(const account_request&, const account_request&) = default;
};

/// Time passes, and nothing else happens (`pass_time`).
struct quiet_time {
    occasion event{};

    [[nodiscard]] friend constexpr bool operator==(const quiet_time&, const quiet_time&) = default;
};

namespace detail {

template <class Event>
[[nodiscard]] constexpr occasion occasion_of(const Event& event) noexcept {
    if constexpr (requires { event.event; }) {
        return event.event;
    } else {
        return {static_cast<std::uint64_t>(fact::id(event)), fact::time(event)};
    }
}

/// From where an event took points of a unit.
template <class Programme, class Unit>
struct took {
    points_taken<Programme, Unit> from{};
};

/// The types of a history's event, and of what a redemption keeps, by the units that accounts book.
template <class Programme, class Transaction, class Units>
struct history_types;
template <class Programme, class Transaction, unit_type... Units>
struct history_types<Programme, Transaction, type_list<Units...>> {
    using event = std::variant<Transaction, sale_return<Transaction>, quiet_time, account_request<Units>...>;
    using taken = std::variant<std::monostate, took<Programme, Units>...>;
};

} // namespace detail

/// The journal of one member in memory. Each event has an id of its own and a place by (time, id). The state, and every
/// outcome, depend on the set of events alone, not on their order of arrival: also an event that was refused is kept, since
/// an earlier one that comes later may make it right. Only of two events with one id the first stays, and the second is
/// refused (`conflicting_event`).
///
/// A transaction owns its lines and compares with `==`: not a `basket`, whose lines lie elsewhere. One programme judges all;
/// a return of a sale, and the giving back of a redemption, name it by its id (`unknown_sale`, where it was not accepted
/// before them).
///
/// An event in order costs an `apply` and a search among n ids; one that comes late, an `apply` for each event after it and
/// at most `interval` before it. A state is kept for every `interval` events, and a receipt for each sale and return.
template <class Programme, class Transaction, class Profile = no_profile>
class member_history {
    static_assert(std::equality_comparable<Transaction>,
                  "loyalty: member_history: give the transaction an operator==, so that a duplicate can be told from a "
                  "conflict");
    using types = detail::history_types<Programme, Transaction, typename Programme::booked_type>;

public:
    using event_type = typename types::event;
    using outcome_type = loyalty::outcome_of<Programme>;
    using member_type = typename Programme::member_type;

    explicit member_history(const Programme& programme, const Profile& profile = {}, std::size_t interval = 64)
        : programme_{programme}, profile_{profile}, interval_{interval == 0 ? 1 : interval}, checkpoints_(1) {}

    /// What the event gives in its place. The same event again gives its first outcome and changes nothing; another event
    /// with its id is refused and changes nothing.
    outcome_type submit(const event_type& event) {
        const occasion at = place_of(event);
        if (const entry* known = find(at.id)) {
            return known->event == event
                       ? known->first
                       : detail::refusal<Programme>(detail::tier_told<Programme>(state_), reason::conflicting_event);
        }
        const auto place = std::upper_bound(entries_.begin(), entries_.end(), at, comes_before);
        const auto position = static_cast<std::size_t>(place - entries_.begin());
        entries_.insert(place, entry{event, at, {}, {}, {}, {}});
        remember(at);
        judge_from(position);
        entries_[position].first = entries_[position].now;
        return entries_[position].first;
    }

    /// Takes in what another history of the member has; how many of its events conflict with one of here, and were left
    /// out. Without conflicts, whoever merges with whom ends in the same state.
    std::size_t merge(const member_history& other) {
        std::size_t conflicts = 0;
        std::vector<entry> missing;
        for (const entry& each : other.entries_) {
            const entry* known = find(each.at.id);
            if (known == nullptr) {
                missing.push_back(each);
            } else if (!(known->event == each.event)) {
                ++conflicts;
            }
        }
        if (missing.empty()) {
            return conflicts;
        }
        const auto place = std::upper_bound(entries_.begin(), entries_.end(), missing.front().at, comes_before);
        const auto first = place - entries_.begin();
        const auto middle = static_cast<std::ptrdiff_t>(entries_.size());
        for (entry& each : missing) {
            remember(each.at);
            entries_.push_back(std::move(each));
        }
        std::inplace_merge(entries_.begin() + first, entries_.begin() + middle, entries_.end(),
                           [](const entry& left, const entry& right) { return comes_before(left.at, right); });
        judge_from(static_cast<std::size_t>(first));
        return conflicts;
    }

    /// The member after all events.
    [[nodiscard]] const member_type& state() const noexcept { return state_; }
    [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }

    /// What an event gives in its place, as of now; what was answered when it came is `first_outcome_of`, which differs
    /// where an earlier event came later. Null for an id that is not here; the next change ends the pointer.
    [[nodiscard]] const outcome_type* outcome_of(std::uint64_t id) const noexcept {
        const entry* known = find(id);
        return known == nullptr ? nullptr : &known->now;
    }
    [[nodiscard]] const outcome_type* first_outcome_of(std::uint64_t id) const noexcept {
        const entry* known = find(id);
        return known == nullptr ? nullptr : &known->first;
    }

    /// All events in their order, with what each gives: `visit(event, outcome)`.
    template <class Visit>
    void for_each(Visit visit) const {
        for (const entry& each : entries_) {
            visit(each.event, each.now);
        }
    }

private:
    struct entry {
        event_type event;
        occasion at{};
        outcome_type first{};
        outcome_type now{};
        std::optional<receipt<Programme>> slip{}; ///< of the sale, as the event has left it
        typename types::taken taken{};
    };

    [[nodiscard]] static occasion place_of(const event_type& event) {
        return std::visit([](const auto& one) { return detail::occasion_of(one); }, event);
    }
    [[nodiscard]] static bool comes_before(const occasion& left, const entry& right) noexcept {
        return left.time < right.at.time || (left.time == right.at.time && left.id < right.at.id);
    }

    // Which events are here -------------------------------------------------------------------------------------------

    void remember(const occasion& at) { places_.insert(first_not_below(at.id), at); }

    [[nodiscard]] auto first_not_below(std::uint64_t id) const noexcept {
        return std::lower_bound(places_.begin(), places_.end(), id,
                                [](const occasion& left, std::uint64_t right) { return left.id < right; });
    }

    [[nodiscard]] const entry* find(std::uint64_t id) const noexcept {
        const auto place = first_not_below(id);
        if (place == places_.end() || place->id != id) {
            return nullptr;
        }
        return &*(std::upper_bound(entries_.begin(), entries_.end(), *place, comes_before) - 1);
    }

    // What they give --------------------------------------------------------------------------------------------------

    /// Judges the events from a position on, from the last state that is kept before it.
    void judge_from(std::size_t position) {
        if (position + 1 < entries_.size()) {
            checkpoints_.resize((std::min)(checkpoints_.size(), position / interval_ + 1));
            position = (checkpoints_.size() - 1) * interval_;
            state_ = checkpoints_.back();
        }
        for (; position < entries_.size(); ++position) {
            if (position == checkpoints_.size() * interval_) {
                checkpoints_.push_back(state_);
            }
            entry& one = entries_[position];
            one.slip.reset();
            one.taken = {};
            one.now = std::visit([&](const auto& event) { return judge(event, one); }, one.event);
        }
    }

    [[nodiscard]] outcome_type judge(const Transaction& bought, entry& one) {
        const auto sold = apply_with_receipt(programme_, state_, bought, profile_);
        if (sold.outcome.accepted()) {
            one.slip = sold.receipt;
        }
        return sold.outcome;
    }

    [[nodiscard]] outcome_type judge(const quiet_time& quiet, entry&) {
        return pass_time(programme_, state_, quiet.event, profile_);
    }

    [[nodiscard]] outcome_type judge(const sale_return<Transaction>& back, entry& one) {
        const receipt<Programme>* latest = receipt_before(back.sale, one);
        if (latest == nullptr) {
            return refused(reason::unknown_sale);
        }
        receipt<Programme> slip = *latest;
        const outcome_type gave = back.remaining
                                      ? reverse(programme_, state_, slip, *back.remaining, back.event, profile_)
                                      : reverse_all(programme_, state_, slip, back.event, profile_);
        if (gave.accepted()) {
            one.slip = slip;
        }
        return gave;
    }

    template <unit_type Unit>
    [[nodiscard]] outcome_type judge(const account_request<Unit>& wish, entry& one) {
        using took = detail::took<Programme, Unit>;
        took taken{};
        outcome_type gave{};
        switch (wish.action) {
        case account_action::reserve:
            return reserve(programme_, state_, wish.event, wish.points, {wish.hold, wish.until}, profile_);
        case account_action::release:
            return release<Unit>(programme_, state_, wish.event, wish.hold, profile_);
        case account_action::give_back:
            return give_taken_back(wish, one);
        case account_action::redeem:
            gave = redeem(programme_, state_, wish.event, wish.points, &taken.from, profile_);
            break;
        case account_action::commit:
            gave = commit<Unit>(programme_, state_, wish.event, wish.hold, &taken.from, profile_);
            break;
        case account_action::commit_part:
            gave = commit(programme_, state_, wish.event, wish.hold, wish.points, &taken.from, profile_);
            break;
        case account_action::claw_back:
            return claw_back(programme_, state_, wish.event, wish.points, wish.earned_on, nullptr, profile_);
        case account_action::adjust:
            return adjust(programme_, state_, wish.event, wish.points, profile_);
        case account_action::touch:
            return touch<Unit>(programme_, state_, wish.event, profile_);
        case account_action::confirm:
            return confirm(programme_, state_, wish.event, wish.points, wish.earned_on, profile_);
        }
        if (gave.accepted()) {
            one.taken = taken;
        }
        return gave;
    }

    template <unit_type Unit>
    [[nodiscard]] outcome_type give_taken_back(const account_request<Unit>& wish, const entry& one) {
        const entry* origin = find_before(wish.redemption, one);
        const auto* taken = origin == nullptr ? nullptr : std::get_if<detail::took<Programme, Unit>>(&origin->taken);
        if (taken == nullptr) {
            return refused(reason::unknown_sale);
        }
        for (const entry* each = origin; each != &one; ++each) {
            const auto* earlier = std::get_if<account_request<Unit>>(&each->event);
            if (earlier != nullptr && earlier->action == account_action::give_back &&
                earlier->redemption == wish.redemption && each->now.accepted()) {
                return refused(reason::not_spent);
            }
        }
        return give_back<Unit>(programme_, state_, wish.event, taken->from, profile_);
    }

    [[nodiscard]] outcome_type refused(reason why) const {
        return detail::refusal<Programme>(detail::tier_told<Programme>(state_), why);
    }

    [[nodiscard]] const entry* find_before(std::uint64_t id, const entry& one) const noexcept {
        const entry* found = find(id);
        return found != nullptr && found < &one ? found : nullptr;
    }

    /// The receipt of a sale as the last event before `one` has left it.
    [[nodiscard]] const receipt<Programme>* receipt_before(std::uint64_t sale, const entry& one) const noexcept {
        const entry* origin = find_before(sale, one);
        if (origin == nullptr || !std::holds_alternative<Transaction>(origin->event) || !origin->slip) {
            return nullptr;
        }
        for (const entry* each = &one - 1; each != origin; --each) {
            const auto* back = std::get_if<sale_return<Transaction>>(&each->event);
            if (back != nullptr && back->sale == sale && each->slip) {
                return &*each->slip;
            }
        }
        return &*origin->slip;
    }

    Programme programme_;
    Profile profile_;
    std::size_t interval_;
    std::vector<entry> entries_;           ///< by (time, id)
    std::vector<occasion> places_;         ///< the same, by id
    std::vector<member_type> checkpoints_; ///< number k is the state before entry k * interval
    member_type state_{};
};

} // namespace loyalty
