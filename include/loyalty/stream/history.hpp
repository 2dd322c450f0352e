// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// One member's events in memory, in any order of arrival (S9, S10). It allocates, so `loyalty.hpp` does not include
/// it.
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
#include <loyalty/engine/apply.hpp>
#include <loyalty/engine/receipt.hpp>
#include <loyalty/events/event_key.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/stream/event_of.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace loyalty {

namespace detail {

/// The receipt that an event of a history has, by its type.
template <class Programme, class Units>
struct any_receipt_of;
template <class Programme, unit_type... Units>
struct any_receipt_of<Programme, type_list<Units...>> {
    using type = std::variant<std::monostate, receipt<Programme>, ledgers::redemption_receipt<Programme, Units>...>;
};

} // namespace detail

namespace streams {

/// The journal of one member in memory. Each event has an id of its own and a place by (time, id). The state and every
/// outcome depend on the set of events alone, not on their order of arrival. A refused event is kept too, since an
/// earlier one that comes later may make it right. Only of two events with one id the first stays, and the second is
/// refused (`conflicting_event`).
///
/// A purchase owns its lines and compares with `==`: not a `basket`, whose lines lie elsewhere. One programme judges
/// all; a `return_of` and a `give_back` name the sale or the redemption by its id and need no receipt, since the
/// history keeps it (`unknown_sale` if the original was not accepted before them). A `transfer` concerns two members
/// and is refused.
///
/// An event in order costs an `apply` and a search among n ids; one that comes late, an `apply` for each event after it
/// and at most `interval` before it. A state is kept for every `interval` events, and a receipt for each sale and
/// return.
///
/// `More` are further types of events, as in `event_of`: `kept_return_of<Programme, Purchase>` for returns by shares.
template <class Programme, class Purchase, class Profile = extensions::no_profile, class... More>
class member_history {
    static_assert(
        !Programme::shares_quotas,
        "loyalty: member_history: a late event would be judged anew with all after it, and a quota that other "
        "members share cannot be: apply the events of such a programme in their order");
    static_assert(std::equality_comparable<Purchase>,
                  "loyalty: member_history: give the transaction an operator==, so that a duplicate can be told from a "
                  "conflict");
    using receipt_type = typename detail::any_receipt_of<Programme, typename Programme::booked_type>::type;

public:
    using event_type = event_of<Programme, Purchase, More...>;
    using outcome_type = loyalty::outcome_of<Programme>;
    using member_type = typename Programme::member_type;

    explicit member_history(const Programme& programme, const Profile& profile = {}, std::size_t interval = 64)
        : programme_{programme}, profile_{profile}, interval_{interval == 0 ? 1 : interval}, checkpoints_(1) {}

    /// Returns the outcome of the event in its place. The same event again gives its first outcome and changes nothing;
    /// another event with its id is refused and changes nothing.
    outcome_type submit(const event_type& event) {
        const extensions::event_key at = event.key();
        if (const entry* known = find(at.id)) {
            return known->event == event ? known->first : refused(reason::conflicting_event);
        }
        const auto place = std::upper_bound(entries_.begin(), entries_.end(), at, comes_before);
        const auto position = static_cast<std::size_t>(place - entries_.begin());
        entries_.insert(place, entry{event, at, {}, {}, {}, 0});
        remember(at);
        judge_from(position);
        entries_[position].first = entries_[position].now;
        return entries_[position].first;
    }

    /// Takes in another history of the member; how many of its events conflict with one of here, and were left
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

    /// Returns the outcome of an event in its place, as of now. The answer when it came is `first_outcome_of`, which
    /// differs if an earlier event came later. Null for an id that is not here; the next change ends the pointer.
    [[nodiscard]] const outcome_type* outcome_of(std::uint64_t id) const noexcept {
        const entry* const known = find(id);
        return known == nullptr ? nullptr : &known->now;
    }
    [[nodiscard]] const outcome_type* first_outcome_of(std::uint64_t id) const noexcept {
        const entry* const known = find(id);
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
        extensions::event_key at{};
        outcome_type first{};
        outcome_type now{};
        receipt_type receipt{};   ///< of the sale or redemption, as this event has left it
        std::uint64_t origin = 0; ///< the id of that sale or redemption
    };

    [[nodiscard]] static bool comes_before(const extensions::event_key& left, const entry& right) noexcept {
        return left.time < right.at.time || (left.time == right.at.time && left.id < right.at.id);
    }

    // Which events are here -------------------------------------------------------------------------------------------

    void remember(const extensions::event_key& at) { places_.insert(first_not_below(at.id), at); }

    [[nodiscard]] auto first_not_below(std::uint64_t id) const noexcept {
        return std::lower_bound(places_.begin(), places_.end(), id,
                                [](const extensions::event_key& left, std::uint64_t right) { return left.id < right; });
    }

    [[nodiscard]] const entry* find(std::uint64_t id) const noexcept {
        const auto place = first_not_below(id);
        if (place == places_.end() || place->id != id) {
            return nullptr;
        }
        return &*(std::upper_bound(entries_.begin(), entries_.end(), *place, comes_before) - 1);
    }

    // Outcomes --------------------------------------------------------------------------------------------------------

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
            one.receipt = std::monostate{};
            one.now = one.event.visit([&](const auto& event) { return judge(event, one); });
        }
    }

    template <class Event>
    [[nodiscard]] outcome_type judge(const Event& event, entry& one) {
        using made = typename detail::receipt_of<Programme, Event>::type;
        if constexpr (keeps<made>) {
            const auto gave = apply_with_receipt(programme_, state_, event, profile_);
            if (gave.outcome.accepted()) {
                one.receipt = gave.receipt;
                one.origin = one.at.id;
            }
            return gave.outcome;
        } else if constexpr (extensions::kind_of<Event> == extensions::event_kind::return_of) {
            return judge_with_receipt<receipt<Programme>>(event, event.sale, one);
        } else if constexpr (extensions::kind_of<Event> == extensions::event_kind::give_back) {
            return judge_with_receipt<ledgers::redemption_receipt<Programme, typename Event::unit>>(
                event, event.redemption, one);
        } else {
            extensions::no_sink none{};
            return detail::apply_as_one_of_sum(programme_, state_, event, profile_, none);
        }
    }

    /// Applies an event to the receipt of its sale or redemption, and keeps what it left of it.
    template <class Receipt, class Event>
    [[nodiscard]] outcome_type judge_with_receipt(Event event, std::uint64_t origin, entry& one) {
        const Receipt* const latest = receipt_before<Receipt>(origin, one);
        if (latest == nullptr) {
            return refused(reason::unknown_sale);
        }
        Receipt receipt = *latest;
        event.receipt = &receipt;
        const outcome_type gave = apply(programme_, state_, event, profile_);
        if (gave.accepted()) {
            one.receipt = receipt;
            one.origin = origin;
        }
        return gave;
    }

    /// The receipt of a sale or a redemption as the last event before `one` has left it; null if there is none.
    template <class Receipt>
    [[nodiscard]] const Receipt* receipt_before(std::uint64_t origin, const entry& one) const noexcept {
        const entry* const first = find(origin);
        if (first == nullptr || first >= &one || !std::holds_alternative<Receipt>(first->receipt) ||
            first->origin != origin) {
            return nullptr;
        }
        const entry* latest = &one - 1;
        while (latest->origin != origin || !std::holds_alternative<Receipt>(latest->receipt)) {
            --latest;
        }
        return &std::get<Receipt>(latest->receipt);
    }

    [[nodiscard]] outcome_type refused(reason why) const {
        return detail::refused_outcome<Programme>(detail::tier_of_last_event<Programme>(state_), why);
    }

    template <class Receipt>
    static constexpr bool keeps = []<class... Kept>(const std::variant<Kept...>*) {
        return (std::is_same_v<Receipt, Kept> || ...);
    }(static_cast<const receipt_type*>(nullptr));

    Programme programme_;
    Profile profile_;
    std::size_t interval_;
    std::vector<entry> entries_;                ///< by (time, id)
    std::vector<extensions::event_key> places_; ///< the same, by id
    std::vector<member_type> checkpoints_;      ///< number k is the state before entry k * interval
    member_type state_{};
};

} // namespace streams
} // namespace loyalty
