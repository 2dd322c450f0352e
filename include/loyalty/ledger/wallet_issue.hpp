// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Things come into a wallet, out of awards or from the host, and are taken away. A sale is never refused for want of a place.

#include <loyalty/config.hpp>
#include <loyalty/detail/checked.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/events/entitlement.hpp>
#include <loyalty/events/event_kind.hpp>
#include <loyalty/events/reason.hpp>
#include <loyalty/events/thing_issue.hpp>
#include <loyalty/ledger/thing_code.hpp>
#include <loyalty/ledger/thing_effects.hpp>
#include <loyalty/ledger/vouchers.hpp>
#include <loyalty/ledger/wallet_books.hpp>
#include <loyalty/ledger/wallet_campaigns.hpp>
#include <loyalty/ledger/wallet_state.hpp>
#include <loyalty/ledger/wallet_visit.hpp>
#include <loyalty/time/instant.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <type_traits>

namespace loyalty::detail::wallets {

/// A code that the member does not hold.
template <class State>
[[nodiscard]] constexpr std::uint64_t free_code(const State& own, const things::code_source& from) noexcept {
    std::uint64_t code = things::code_of(from);
    while (own.place_of(code) < own.kept.size() || code == 0) { // at most as often as there are things, and once
        code = mixed(code);
    }
    return code;
}

/// Puts a thing into the wallet. Returns false if there is no place for it.
template <class Rules, class State, class Visit>
[[nodiscard]] constexpr bool put(const Rules& rules, State& own, Visit& visit, const things::kept_thing& one) noexcept {
    if (own.kept.full()) {
        const std::size_t at = gives_way(own, visit.time, one.thing.until, rules.full);
        if (at == own.kept.size()) {
            return false;
        }
        note(visit, things::change::gave_way, free_at(own, at, visit.time));
        remove(own, at);
    }
    own.kept.push_back(one);
    note(visit, things::change::issued, one.thing);
    return true;
}

[[nodiscard]] constexpr std::uint32_t as_count(std::int64_t count) noexcept {
    constexpr std::int64_t most = (std::numeric_limits<std::uint32_t>::max)();
    return static_cast<std::uint32_t>(count < most ? count : most);
}

/// Issues things for the units that an event granted: those owed are paid first, and no more than the rule keeps alive.
/// Things that find no place give way.
template <class Rules, class Rule, class State, class Visit>
constexpr void issue_granted(const Rules& rules, const Rule& rule, std::uint32_t& owed, State& own, Visit& visit,
                             std::int64_t granted) noexcept {
    const std::int64_t paid = granted < std::int64_t{owed} ? granted : std::int64_t{owed};
    owed -= static_cast<std::uint32_t>(paid);
    granted -= paid;
    const auto alive = static_cast<std::int64_t>(count_alive(own, rule.campaign, visit.time));
    const std::int64_t room = rule.most_alive == 0      ? granted
                              : alive < rule.most_alive ? std::int64_t{rule.most_alive} - alive
                                                        : 0;
    std::int64_t most = granted < room ? granted : room;
    const auto places = static_cast<std::int64_t>(State::places);
    most = most < places ? most : places;
    things::entitlement thing = rule.issued_at(visit.calendar, visit.time);
    if (paid > 0) {
        note(visit, things::change::set_off, thing, 0, 0, as_count(paid));
    }
    std::int64_t placed = 0;
    for (std::int64_t i = 0; i < most; ++i) {
        thing.code = free_code(
            own, {rule.seed, rule.campaign, member_of(visit), number_of(visit), static_cast<std::uint32_t>(i)});
        placed += put(rules, own, visit, {.thing = thing, .source = number_of(visit), .is_awarded = true}) ? 1 : 0;
    }
    if (placed < granted) {
        thing.code = 0;
        note(visit, things::change::gave_way, thing, 0, 0, as_count(granted - placed));
    }
}

/// The order in which things lose their award: first those that can still be used, then held ones, then used ones.
/// Others have none.
enum class loss : std::uint8_t { free, held, used, none };

[[nodiscard]] constexpr loss loss_of(const things::kept_thing& one, things::status is) noexcept {
    if (!one.is_awarded || one.is_cancelled) {
        return loss::none;
    }
    return is == things::status::active || is == things::status::issued ? loss::free
           : is == things::status::held                                 ? loss::held
           : is == things::status::used                                 ? loss::used
                                                                        : loss::none;
}

/// Takes back at most `count` things of a campaign with the awards behind them, the last issued first; `of_sale`: only those
/// that the sale of the return issued. A thing that is held or used stays so, and is cancelled when it comes back. If
/// the rule owes it, it stays the member's, and the next thing is not issued.
template <class Rule, class State, class Visit>
constexpr void take_back(const Rule& rule, std::uint32_t& owed, State& own, Visit& visit, std::int64_t count,
                         bool of_sale) noexcept {
    for (const loss now : {loss::free, loss::held, loss::used}) {
        for (std::size_t i = own.kept.size(); i > 0 && count > 0; --i) {
            things::kept_thing& one = own.kept[i - 1];
            if (one.thing.campaign != rule.campaign || (of_sale && one.source != number_of(visit)) ||
                loss_of(one, look_at(own, i - 1, visit.time).status) != now) {
                continue;
            }
            --count;
            if (now != loss::free && rule.used == things::used_voucher::owed) {
                one.is_awarded = false; // the next award stands behind it
                owed = as_count(std::int64_t{owed} + 1);
                continue;
            }
            one.is_cancelled = true;
            if (now == loss::free) {
                note(visit, things::change::cancelled, one.thing);
            }
        }
    }
}

/// Takes back the things of awards that a return takes back: first those that its sale issued. Ten sales fill a stamp card, and
/// the first one comes back: it issued nothing, so the last thing that an award of the campaign issued goes.
template <class Rule, class State, class Visit>
constexpr void take_back_issued(const Rule& rule, std::uint32_t& owed, State& own, Visit& visit,
                                std::int64_t count) noexcept {
    std::int64_t of_sale = 0;
    if constexpr (extensions::is_return<event_type_of<Visit>>) {
        const std::int64_t earned = visit.event.receipt->earned.template granted<typename Rule::unit>().minor_units();
        of_sale = earned < count ? earned : count;
    }
    take_back(rule, owed, own, visit, of_sale, true);
    take_back(rule, owed, own, visit, count - of_sale, false);
}

/// The things of a campaign that a member owes. A wallet without campaigns has no such numbers: clang looks for them where no
/// rule stands in the expression.
template <class Rule, class State>
[[nodiscard]] constexpr std::uint32_t& owed_of(const Rule&, State& own, std::size_t index) noexcept {
    return own.owed[index];
}

/// Turns what an event granted, or a return took back, into things.
template <class Rules, class State, class Visit>
constexpr void turn_into_things(const Rules& rules, State& own, Visit& visit) noexcept {
    // `auto`: a wallet that issues nothing owes nothing, and has no list of it.
    for_each_vouchers(rules.rules, [&](const auto& rule, auto index) {
        using rule_type = std::remove_cvref_t<decltype(rule)>;
        if constexpr (rule_type::is_awarded) {
            const std::int64_t granted = visit.template granted<typename rule_type::unit>().minor_units();
            if (granted > 0) {
                issue_granted(rules, rule, owed_of(rule, own, index), own, visit, granted);
            } else if (granted < 0) {
                take_back_issued(rule, owed_of(rule, own, index), own, visit, -granted);
            }
        }
    });
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules& rules, State& own, Visit& visit, const things::thing_issue& event) noexcept {
    things::kept_thing one{.thing = event.thing, .source = number_of(visit)};
    const bool is_card = one.thing.is_card();
    std::uint64_t seed = 0;
    std::size_t most = 0;
    for_each_vouchers(rules.rules, [&](const auto& rule, std::size_t) {
        if (rule.campaign == one.thing.campaign) {
            const bool is_open = one.thing.from == instant::minimum() && one.thing.until == instant::maximum();
            const things::entitlement like = rule.issued_at(visit.calendar, visit.time);
            one.thing.from = is_open ? like.from : one.thing.from;
            one.thing.until = is_open ? like.until : one.thing.until;
            seed = rule.seed;
            most = rule.most_alive;
        }
    });
    if (one.thing.code == 0) {
        one.thing.code = free_code(own, {seed, one.thing.campaign, event.member, number_of(visit), 0});
    }
    visit.refuse_if(!is_card && !visit.knows_campaign(one.thing.campaign), reason::unknown_campaign);
    visit.refuse_if(!is_card && one.thing.uses == 0, reason::already_used);
    visit.refuse_if(one.thing.stored.minor_units() < 0, reason::negative_amount);
    visit.refuse_if(own.place_of(one.thing.code) < own.kept.size(), reason::code_exists);
    visit.refuse_if(one.thing.until <= visit.time || one.thing.until <= one.thing.from, reason::no_longer_valid);
    visit.refuse_if(most > 0 && count_alive(own, one.thing.campaign, visit.time) >= most, reason::cap_reached);
    if (!visit.refused()) {
        visit.refuse_if(!put(rules, own, visit, one), reason::wallet_full);
    }
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_top_up& event) noexcept {
    const std::size_t at = own.place_of(event.code);
    if (at == own.kept.size()) {
        return visit.refuse_if(true, reason::not_holder);
    }
    things::kept_thing& one = own.kept[at];
    visit.refuse_if(!one.thing.is_card(), reason::no_gift_card);
    visit.refuse_if(one.is_cancelled || end_of(own, at) <= visit.time, reason::no_longer_valid);
    const reason why = why_not_currency(one.thing, event.stored);
    visit.refuse_if(why != reason::none, why);
    visit.refuse_if(event.stored.minor_units() < 0, reason::negative_amount);
    std::int64_t sum = event.stored.minor_units();
    bool overflow = add_overflows(sum, one.thing.stored.minor_units(), sum);
    for (const things::use_record& record : own.records) {
        overflow = overflow || (record.code == event.code && add_overflows(sum, record.stored, sum));
    }
    visit.refuse_if(overflow, reason::amount_overflow);
    if (!visit.refused()) {
        one.thing.stored.add(event.stored.minor_units());
        note(visit, things::change::topped_up, free_at(own, at, visit.time), 0, event.stored.minor_units());
    }
}

template <class Rules, class State, class Visit>
constexpr void on(const Rules&, State& own, Visit& visit, const things::thing_cancellation& event) noexcept {
    const std::size_t at = own.place_of(event.code);
    const reason why = why_not(own, at, visit.time);
    visit.refuse_if(why != reason::none && why != reason::not_yet_valid && why != reason::empty_card, why);
    visit.refuse_if(at < own.kept.size() && is_held(own, event.code, visit.time), reason::already_held);
    if (!visit.refused()) {
        own.kept[at].is_cancelled = true;
        note(visit, things::change::cancelled, free_at(own, at, visit.time));
    }
}

} // namespace loyalty::detail::wallets
