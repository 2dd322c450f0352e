// SPDX-License-Identifier: BSL-1.0
#pragma once

// What happens to a member of life.hpp: each event as the fuzzer's bytes have it, and what must be true after it.

#include "life.hpp"

#include <loyalty/loyalty.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace fuzz {

/// Receives every effect, so that those are computed too. What a refused event leaves in it does no harm, so that an event is
/// evaluated once, which halves the time that a compiler needs.
struct count_of_effects {
    static constexpr bool forgets_refused = true;
    std::size_t effects = 0;
    std::size_t outcomes = 0;

    template <class Effect>
    void on(const Effect&) {
        ++effects;
    }
    template <class Event, class Outcome>
    void on(const Event&, const Outcome&) {
        ++outcomes;
    }
};

template <class Programme>
member<Programme> life<Programme>::run(int most_steps) {
    for (int i = 0; i < most_steps && !in_.empty(); ++i) {
        const std::uint8_t which = in_.byte() % (step_count + 6);
        happen(which < step_count ? static_cast<step>(which) : step::buy);
        ask();
    }
    return own_;
}

template <class Programme>
member<Programme> life<Programme>::run_every_kind() {
    for (std::uint8_t which = 0; which < step_count; ++which) {
        happen(static_cast<step>(which));
        ask();
    }
    return own_;
}

template <class Programme>
void life<Programme>::happen(step what) {
    ++id_;
    const event_key at = moment();
    switch (what) {
    case step::buy:
        return buy(at);
    case step::buy_basket:
        return buy_basket(at);
    case step::return_all:
        take(slip_.returned(at));
        return;
    case step::return_part:
        return return_part(at);
    case step::be_active:
        take(activity{.id = at.id, .time = at.time, .kind = in_.byte() % 3u, .score = in_.number_or_100()});
        return;
    case step::receive_delivery:
        take(delivery{.id = at.id, .time = at.time, .order = id_ - in_.byte(), .number = in_.byte()});
        return;
    case step::change_membership:
        take(any_event<membership_change>{
            membership_change{.id = at.id, .time = at.time, .membership = {some_instant(), some_instant()}}});
        return;
    case step::be_granted_tier:
        take(any_event<tier_grant>{tier_grant{.id = at.id, .time = at.time, .tier = in_.byte(), .until = some_day()}});
        return;
    case step::let_time_pass:
        take(time_passed{.id = at.id, .time = at.time});
        return;
    case step::correct:
        take(adjustment<unit::points>{.id = at.id, .time = at.time, .amount = some()});
        return;
    case step::claw_back:
        take(clawback<unit::points>{.id = at.id, .time = at.time, .amount = some(), .earned_on = some_day()});
        return;
    case step::redeem:
        return redeem(redemption<unit::points>{.id = at.id, .time = at.time, .amount = some()});
    case step::use_things:
        if constexpr (Programme::keeps_things) {
            use_things(at);
        }
        return;
    default:
        if constexpr (keeps_lots) {
            happen_with_lots(what, at);
        }
    }
}

template <class Programme>
void life<Programme>::happen_with_lots(step what, event_key at) {
    if constexpr (keeps_lots) {
        switch (what) {
        case step::give_points_back:
            take(in_.byte() % 2 == 0 ? taken_.given_back(at) : taken_.given_back(at, some()));
            return;
        case step::reserve:
            return reserve(at);
        case step::commit:
            return redeem(
                commitment<unit::points>{.id = at.id, .time = at.time, .hold = in_.byte() % 3u, .amount = some()});
        case step::release_hold:
            take(release<unit::points>{.id = at.id, .time = at.time, .hold = in_.byte() % 3u});
            return;
        case step::confirm:
            take(confirmation<unit::points>{.id = at.id, .time = at.time, .amount = some(), .earned_on = some_day()});
            return;
        default:
            return transfer_points(at);
        }
    }
}

template <class Programme>
void life<Programme>::buy(event_key at) {
    sale event{.id = at.id, .time = at.time};
    event.category = in_.byte() % 9;
    event.net = price();
    const auto sold = take_with_receipt(event);
    if (sold.outcome.accepted()) {
        sale_ = event;
        slip_ = sold.receipt;
    }
}

template <class Programme>
void life<Programme>::buy_basket(event_key at) {
    goods_sold lines{};
    for (item& each : lines) {
        each.category = in_.byte() % 9;
        each.quantity = in_.byte();
        each.net = price();
    }
    take(goods{
        .id = at.id, .time = at.time, .lines = std::span<const item>{lines}.first(in_.byte() % 4), .tenders = {}});
}

template <class Programme>
void life<Programme>::return_part(event_key at) {
    sale remaining = sale_;
    remaining.net = price();
    take(slip_.returned(at, remaining));
}

template <class Programme>
void life<Programme>::reserve(event_key at) {
    if constexpr (keeps_lots) {
        reservation<unit::points> event{.id = at.id, .time = at.time, .hold = in_.byte() % 3u, .amount = some()};
        if (in_.byte() % 2 == 0) {
            event.until = some_day();
        } else {
            event.until_time = some_instant();
        }
        take(event);
    }
}

/// To the other member, or from there.
template <class Programme>
void life<Programme>::transfer_points(event_key at) {
    if constexpr (keeps_lots) {
        const bool away = in_.byte() % 2 == 0;
        const transfer<unit::points> event{.id = at.id,
                                           .member = 0,
                                           .time = at.time,
                                           .to = 1,
                                           .amount = some(),
                                           .dates =
                                               in_.byte() % 2 == 0 ? transfer_dates::kept : transfer_dates::renewed};
        member_type& giver = away ? own_ : other_;
        member_type& receiver = away ? other_ : own_;
        const member_type giver_before = giver;
        const member_type receiver_before = receiver;
        count_of_effects log;
        const bool accepted = apply(programme_, giver, receiver, event, no_profile{}, log).accepted();
        insist(accepted || (giver == giver_before && receiver == receiver_before), "half of a transfer has happened");
    }
}

/// A code that the member holds, mostly.
template <class Programme>
std::uint64_t life<Programme>::some_code() {
    const std::uint8_t which = in_.byte();
    if constexpr (Programme::keeps_things) {
        const auto held = things_of(programme_, own_, own_.last_event());
        return held.empty() || which % 8 == 0 ? which : held[which % held.size()].thing.code;
    } else {
        return which;
    }
}

/// None, dollars, or euros.
template <class Programme>
stored_money life<Programme>::some_stored_money() {
    const std::uint8_t which = in_.byte();
    return which % 2 == 0   ? stored_money{}
           : which % 8 == 1 ? stored_money{money<currency::eur>::from_minor_units(in_.number())}
                            : money<currency::usd>::from_minor_units(in_.number());
}

template <class Programme>
void life<Programme>::use_things(event_key at) {
    if constexpr (Programme::keeps_things) {
        const std::uint64_t code = some_code();
        const std::uint64_t order = in_.byte() % 4;
        const stored_money stored = some_stored_money();
        const instant until = instant{static_cast<std::int64_t>(in_.word(8))};
        switch (in_.byte() % 8) {
        case 0:
            take(thing_issue{.id = at.id,
                             .time = at.time,
                             .thing = {.code = in_.word(1),
                                       .campaign = 7u + in_.byte() % 4,
                                       .uses = static_cast<std::uint16_t>(in_.word(2)),
                                       .until = until,
                                       .stored = stored}});
            return;
        case 1:
            take(thing_top_up{.id = at.id, .time = at.time, .code = code, .stored = stored});
            return;
        case 2:
            take(thing_cancellation{.id = at.id, .time = at.time, .code = code});
            return;
        case 3:
            take(thing_hold{
                .id = at.id, .time = at.time, .code = code, .order = order, .stored = stored, .until = until});
            return;
        case 4:
            take(thing_commitment{.id = at.id, .time = at.time, .order = order});
            return;
        case 5:
            take(thing_release{.id = at.id, .time = at.time, .order = order});
            return;
        case 6:
            take(thing_restoration{.id = at.id, .time = at.time, .order = order, .code = code, .stored = stored});
            return;
        default:
            take(thing_use{.id = at.id, .time = at.time, .code = code, .stored = stored, .order = order});
        }
    }
}

/// Some seconds, days or years after the last event, and sometimes any instant at all.
template <class Programme>
event_key life<Programme>::moment() {
    const std::uint8_t kind = in_.byte() % 8;
    if (kind == 7) {
        return {.id = id_, .time = instant{static_cast<std::int64_t>(in_.word(8))}};
    }
    const std::int64_t unit = kind < 3 ? 1 : kind < 5 ? 86'400 / 4 : 86'400 * 20;
    const instant last = own_.last_event() < new_year ? new_year : own_.last_event();
    const std::int64_t later = unit * static_cast<std::int64_t>(in_.word(1));
    return {.id = id_, .time = is_valid(last) ? last + seconds{later} : last};
}

/// A preview must foresee the outcome, and a refused event must leave the member as before.
template <class Programme>
template <class Event>
auto life<Programme>::take(const Event& event) {
    const member_type before = own_;
    count_of_effects log;
    const auto foreseen = preview(programme_, own_, event, no_profile{}, log);
    const auto gave = apply(programme_, own_, event, no_profile{}, log);
    insist(gave == foreseen && log.outcomes == 2, "a preview foresees another outcome");
    insist(gave.accepted() || own_ == before, "a refused event has changed the member");
    return gave;
}

template <class Programme>
template <class Event>
auto life<Programme>::take_with_receipt(const Event& event) {
    const member_type before = own_;
    count_of_effects log;
    const auto result = apply_with_receipt(programme_, own_, event, no_profile{}, log);
    insist(result.outcome.accepted() || own_ == before, "a refused event has changed the member");
    return result;
}

template <class Programme>
template <class Event>
void life<Programme>::redeem(const Event& event) {
    const auto paid = take_with_receipt(event);
    if constexpr (keeps_lots) {
        if (paid.outcome.accepted()) {
            taken_ = paid.receipt;
        }
    }
}

/// What a host asks between events, and writes down.
template <class Programme>
void life<Programme>::ask() {
    const instant later = own_.last_event() + seconds{86'400 * 40};
    if constexpr (keeps_lots) {
        const auto all = balances_of<unit::points>(programme_, own_, later);
        insist(all.available.minor_units() >= 0 && all.held.minor_units() >= 0, "a class of a balance is below zero");
        insist(all.earned ==
                   all.pending + all.available + all.held + all.spent + all.expired + (all.clawed_back - all.debt),
               "the classes of a balance do not add up to what was earned");
    }
    static_cast<void>(tier_of(programme_, own_, later));
    member_type again{};
    const bool reads = decodes(encoded(own_), again);
    insist(reads && again == own_, "what an operation left cannot be read back");
}

} // namespace fuzz
