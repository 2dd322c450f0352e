// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The versions of a programme at work: purchases are judged by the version in force at their time, returns by the version of the
/// sale, and members are carried over (S34, S51).
///
/// @code
/// const auto read = json::read_versions<currency::usd>(texts);
/// const auto shop = json::in_force(read, [](const auto& version) { return version.framed(utc{}); });
/// json::versioned_member<decltype(shop)::programme_type> anna;
/// shop.apply(anna, sale);   // anna.version is then the number of the version that judged
/// @endcode

#include <loyalty/engine/after_time.hpp>
#include <loyalty/engine/apply.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/json/award_book.hpp>
#include <loyalty/json/carry_over.hpp>
#include <loyalty/json/dated_memory.hpp>
#include <loyalty/json/rules.hpp>
#include <loyalty/json/slots.hpp>
#include <loyalty/json/versions.hpp>
#include <loyalty/rules/profile.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace loyalty::json {

/// A member, and the version by whose rules its state is kept; 0 before the first event.
template <class Programme>
struct versioned_member {
    member<Programme> state{};
    std::uint32_t version = 0;
    award_book awards{}; ///< of versions before it

    [[nodiscard]] constexpr instant last_event() const noexcept { return state.last_event(); }
    [[nodiscard]] friend constexpr bool operator==(const versioned_member&, const versioned_member&) = default;
};

/// The versions of a programme, in the order of time: an immutable value. All are of one type.
template <class Programme>
class version_list {
public:
    using programme_type = Programme;
    using member_type = versioned_member<Programme>;
    using outcome_type = outcome_of<Programme>;

    /// `carried[i]` says how members come into version `i`; there is at least one version.
    version_list(std::vector<Programme> versions, std::vector<carry_over> carried)
        : versions_(std::move(versions)), carried_(std::move(carried)) {
        carried_.resize(versions_.size());
    }

    [[nodiscard]] std::span<const Programme> all() const noexcept { return versions_; }
    [[nodiscard]] const Programme& last() const noexcept { return versions_.back(); }

    /// The index of the last version that begins at a time or before it; 0 before the first one.
    [[nodiscard]] std::size_t begun_at(instant time) const noexcept {
        std::size_t index = 0;
        while (index + 1 < versions_.size() && versions_[index + 1].frame.valid.from <= time) {
            ++index;
        }
        return index;
    }
    /// The index of the version of a number; the number of versions if there is none.
    [[nodiscard]] std::size_t index_of(std::uint32_t number) const noexcept {
        std::size_t index = 0;
        while (index < versions_.size() && versions_[index].frame.version != number) {
            ++index;
        }
        return index;
    }
    /// The version by which a member's state is kept: that of its last event, the first one before any.
    [[nodiscard]] const Programme& of(const member_type& own) const noexcept {
        const std::size_t index = index_of(own.version);
        return versions_[index < versions_.size() ? index : 0];
    }
    /// A tier of an earlier version as a later one numbers it.
    [[nodiscard]] std::uint8_t tier_in(std::size_t later, std::size_t earlier, std::uint8_t tier) const noexcept {
        for (; earlier < later; ++earlier) {
            tier = carried_[earlier + 1].tier_to[tier];
        }
        return tier;
    }
    /// The index of the version that judges an event: that of its receipt if it has one, else the one that has begun.
    template <class Event>
    [[nodiscard]] std::size_t judge_of(const Event& event) const noexcept {
        if constexpr (requires { event.receipt->version; }) {
            const std::size_t sold = event.receipt != nullptr ? index_of(event.receipt->version) : versions_.size();
            if (sold < versions_.size()) {
                return sold;
            }
        }
        return begun_at(fact::time(event));
    }

    /// Brings a member into the version that has begun at a time: time passes by the rules of each version to its end, and what
    /// goes on goes on.
    template <class Profile = extensions::no_profile>
    void carry(member_type& own, instant time, const Profile& profile = {}) const {
        const std::size_t to = begun_at(time);
        std::size_t at = index_of(own.version);
        if (at == versions_.size()) {
            at = to; // a new member
        }
        for (; at < to; ++at) {
            const instant begins = versions_[at + 1].frame.valid.from;
            const tier_promise promised = pass(versions_[at], own.state, begins - dates::seconds{1}, profile);
            note_awards(own, at);
            const slot_list before = slot_list::of(own.state.template policy<rules_at<Programme>>());
            slot_list after{before.tier, {}};
            for (std::size_t i = 0; i < before.all.size(); ++i) {
                const std::uint8_t from = carried_[at + 1].from[i];
                after.all.push_back(from == carry_over::none ? slot{} : before.all[from]);
            }
            if constexpr (rules_at<Programme> != 0) {
                loyalty::detail::get<0>(versions_[at + 1].policies).forget_unlimited(own.state.template policy<0>());
            }
            after.write(own.state.template policy<rules_at<Programme>>(), &carried_[at + 1].tier_to, promised);
            dated_memories<Programme>::of(own.state).in(carried_[at + 1].dated_from).write(own.state);
        }
        own.version = versions_[at].frame.version;
    }

    /// Applies an event by the version that judges it. A refused event leaves the member as it was.
    template <class Event, class Profile, class Sink>
    outcome_type apply(member_type& own, const Event& event, const Profile& profile, Sink& sink) const {
        return judged(own, event, profile, [&](const Programme& by, member<Programme>& state, const auto& same) {
            return loyalty::apply(by, state, same, profile, sink);
        });
    }
    template <class Event, class Profile = extensions::no_profile>
    outcome_type apply(member_type& own, const Event& event, const Profile& profile = {}) const {
        extensions::no_sink none{};
        return apply(own, event, profile, none);
    }
    /// The same, with the receipt: it has the number of the version that judged.
    template <class Event, class Profile, class Sink>
    auto apply_with_receipt(member_type& own, const Event& event, const Profile& profile, Sink& sink) const {
        extensions::outcome_with_receipt<Programme, Event> result;
        judged(own, event, profile, [&](const Programme& by, member<Programme>& state, const Event& same) {
            result = loyalty::apply_with_receipt(by, state, same, profile, sink);
            return result.outcome;
        });
        return result;
    }
    template <class Event, class Profile = extensions::no_profile>
    auto apply_with_receipt(member_type& own, const Event& event, const Profile& profile = {}) const {
        extensions::no_sink none{};
        return apply_with_receipt(own, event, profile, none);
    }

private:
    /// Lets time pass by the rules of a version, and returns for how long the tiers are held that members have earned by then.
    template <class Profile>
    static tier_promise pass(const Programme& by, member<Programme>& own, instant until, const Profile& profile) {
        if (own.last_event() == instant::minimum() || until < own.last_event()) {
            return {};
        }
        const auto& list = loyalty::detail::get<rules_at<Programme>>(by.policies);
        const tier_promise promised = loyalty::detail::after_time(by, own, until, profile, [&](const auto& moment) {
            tier_promise found;
            promise_reader each{moment, found};
            list.for_each_field(list, each);
            return found;
        });
        own.clock().last_seconds = until.seconds_since_epoch;
        return promised;
    }

    template <class Event, class Profile, class Judge>
    outcome_type judged(member_type& own, const Event& event, const Profile& profile, Judge judge) const {
        const instant time = fact::time(event);
        const std::size_t by = judge_of(event);
        const std::size_t now = begun_at(time);
        const std::size_t kept = index_of(own.version);
        if (kept == now && by == now) {
            return judge_settling(own.state, own.awards, event, now, now, judge);
        }
        if (kept < versions_.size() && kept > now) {
            return judge(versions_[by < now ? by : now], own.state, event); // late: the member's clock refuses it
        }
        member_type trial = own;
        carry(trial, time, profile);
        const outcome_type gave = by == now ? judge_settling(trial.state, trial.awards, event, now, now, judge)
                                            : judge_as_before(trial, event, by, now, profile, judge);
        if (gave.accepted()) {
            own = trial;
        }
        return gave;
    }

    /// Notes the awards of the version that ends, at an index, and numbers the rules as the next one does.
    void note_awards(member_type& own, std::size_t at) const {
        const auto& rules = own.state.template policy<rules_at<Programme>>();
        held_reader each{[&](std::size_t rule, std::int64_t held) {
            own.awards.add(rule, versions_[at].frame.version, held - own.awards.count_of(rule));
        }};
        std::remove_cvref_t<decltype(rules)>::for_each_field(rules, each);
        own.awards.renumber(carried_[at + 1].from);
    }
    /// What a return takes of the awards of earlier versions.
    struct settlement {
        const version_list& versions;
        const award_book& before;
        award_book after;
        std::size_t by;
        std::size_t now;

        /// An event may be evaluated twice: what a rule does begins with the book as it was.
        static earlier_awards::difference settle(void* of, std::size_t number, std::int64_t held, std::int64_t lost) {
            settlement& own = *static_cast<settlement*>(of);
            const std::size_t rule = own.versions.rule_of(number - rules_at<Programme>, own.by, own.now);
            if (number < rules_at<Programme> || rule == carry_over::none) {
                return {};
            }
            const auto& all = own.versions.versions_;
            return own.after.settle(
                own.before, {rule, held, lost, all[own.by].frame.version, all[own.now].frame.version},
                [&](std::uint32_t version, std::int64_t place) {
                    const std::size_t index = own.versions.index_of(version);
                    award_reader each{own.versions.origin_of(rule, own.now, index), place};
                    const auto& list = loyalty::detail::get<rules_at<Programme>>(all[index].policies);
                    list.for_each_field(list, each);
                    return each;
                });
        }
    };
    /// The rule of a later version that goes on with the memory of one of an earlier version, or `none`.
    [[nodiscard]] std::size_t rule_of(std::size_t rule, std::size_t earlier, std::size_t later) const noexcept {
        for (std::size_t i = 0; i < most_rules && rule < most_rules; ++i) {
            if (earlier == later || origin_of(i, later, earlier) == rule) {
                return earlier == later ? rule : i;
            }
        }
        return carry_over::none;
    }
    /// Judges an event; a return takes of earlier versions' awards what they granted.
    template <class Event, class Judge>
    outcome_type judge_settling(member<Programme>& state, award_book& awards, const Event& event, std::size_t by,
                                std::size_t now, Judge judge) const {
        if constexpr (extensions::is_return<Event>) {
            settlement own{*this, awards, awards, by, now};
            const earlier_awards settling{&own, &settlement::settle};
            const outcome_type gave = judge(versions_[by], state, settled_return<Event>{event, &settling});
            if (gave.accepted()) {
                awards = own.after;
            }
            return gave;
        } else {
            return judge(versions_[by], state, event);
        }
    }

    /// The rule of an earlier version whose memory a rule of a later one goes on with, or `none`.
    [[nodiscard]] std::uint8_t origin_of(std::size_t rule, std::size_t later, std::size_t earlier) const noexcept {
        for (; later > earlier && rule != carry_over::none; --later) {
            rule = carried_[later].from[rule];
        }
        return static_cast<std::uint8_t>(rule);
    }
    /// The same of the rules with dates of their own, all of them.
    [[nodiscard]] std::array<std::uint8_t, most_dated> dated_origins(std::size_t later,
                                                                     std::size_t earlier) const noexcept {
        std::array<std::uint8_t, most_dated> origins{};
        for (std::size_t i = 0; i < most_dated; ++i) {
            origins[i] = static_cast<std::uint8_t>(i);
            for (std::size_t at = later; at > earlier && origins[i] != carry_over::none; --at) {
                origins[i] = carried_[at].dated_from[origins[i]];
            }
        }
        return origins;
    }
    [[nodiscard]] bool keeps_tiers(std::size_t later, std::size_t earlier) const noexcept {
        bool keeps = true;
        for (; later > earlier; --later) {
            keeps = keeps && carried_[later].keeps_tiers();
        }
        return keeps;
    }

    /// Judges the event of a receipt by the version of its sale. The rules of that version see what goes on in the version of
    /// now, and of what was dropped what the receipt has; time has passed by the rules of now.
    template <class Event, class Profile, class Judge>
    outcome_type judge_as_before(member_type& own, const Event& event, std::size_t by, std::size_t now,
                                 const Profile& profile, Judge judge) const {
        if (by > now) {
            return judge(versions_[now], own.state, event); // a receipt from the future: it is foreign
        }
        let_time_pass(versions_[now], own.state, event, profile);
        const slot_list here = slot_list::of(own.state.template policy<rules_at<Programme>>());
        slot_list there{here.tier, sold_with(event, here.all.size())};
        for (std::size_t i = 0; i < here.all.size(); ++i) {
            if (const std::uint8_t origin = origin_of(i, now, by); origin != carry_over::none) {
                there.all[origin] = here.all[i];
            }
        }
        member<Programme> then = own.state;
        there.write(then.template policy<rules_at<Programme>>());
        using memories = dated_memories<Programme>;
        const auto origins = dated_origins(now, by);
        const memories dated_here = memories::of(own.state);
        memories dated_there = dated_sold_with(event);
        for (std::size_t i = 0; i < memories::size; ++i) {
            if (origins[i] != carry_over::none) {
                dated_there.all[origins[i]] = dated_here.all[i];
            }
        }
        dated_there.write(then);
        const outcome_type gave = judge_settling(then, own.awards, event, by, now, judge);
        if (!gave.accepted()) {
            return gave;
        }
        const slot_list changed = slot_list::of(then.template policy<rules_at<Programme>>());
        const bool same_tiers = keeps_tiers(now, by);
        slot_list back{same_tiers ? changed.tier : here.tier, here.all};
        for (std::size_t i = 0; i < here.all.size(); ++i) {
            if (const std::uint8_t origin = origin_of(i, now, by); origin != carry_over::none) {
                back.all[i] = changed.all[origin];
            }
        }
        memories dated_back = memories::of(then).in(origins);
        for (std::size_t i = 0; i < memories::size; ++i) {
            if (origins[i] == carry_over::none) {
                dated_back.all[i] = dated_here.all[i];
            }
        }
        own.state = then;
        back.write(own.state.template policy<rules_at<Programme>>());
        dated_back.write(own.state);
        return gave;
    }
    /// The memories of the rules of a version right after the sale of a receipt.
    template <class Event>
    [[nodiscard]] static std::vector<slot> sold_with(const Event& event, std::size_t count) {
        if constexpr (requires { event.receipt->after; }) {
            return slot_list::of(event.receipt->after.template policy<rules_at<Programme>>()).all;
        } else {
            return std::vector<slot>(count);
        }
    }
    template <class Event>
    [[nodiscard]] static dated_memories<Programme> dated_sold_with(const Event& event) {
        if constexpr (requires { event.receipt->after; }) {
            return dated_memories<Programme>::of(event.receipt->after);
        } else {
            return {};
        }
    }
    /// The version of now judges the time until a return. The clock then stands right before it.
    template <class Event, class Profile>
    static void let_time_pass(const Programme& by, member<Programme>& own, const Event& event, const Profile& profile) {
        const instant time = fact::time(event);
        if constexpr (Programme::told_apart == choices::identity::by_time_and_id) {
            const auto id = static_cast<std::uint64_t>(fact::id(event));
            if (own.last_event() < time && id != 0) {
                static_cast<void>(pass(by, own, time, profile));
                own.clock().last_id = id - 1;
                return;
            }
        }
        const instant until = Programme::told_apart == choices::identity::by_time ? time : time - dates::seconds{1};
        static_cast<void>(pass(by, own, until, profile));
    }
    std::vector<Programme> versions_;
    std::vector<carry_over> carried_;
};

/// The versions of a text at work. `frame(version)` gives each its zone, and its account if it has one.
template <class Text, class Frame>
[[nodiscard]] auto in_force(const versions_text<Text>& read, Frame frame) {
    using programme_type = decltype(frame(read.all.front()));
    std::vector<programme_type> versions;
    versions.reserve(read.all.size());
    for (const Text& each : read.all) {
        versions.push_back(frame(each));
    }
    return version_list<programme_type>{std::move(versions), read.carried};
}

} // namespace loyalty::json
