// SPDX-License-Identifier: BSL-1.0
#pragma once

// What happens to a member that was read from bytes: purchases, returns, redemptions, holds and corrections, as the fuzzer
// wants them. Whatever the member was, nothing may overflow, abort or take long, and what comes of it must be readable.

#include "fuzz.hpp"
#include "support/sample_programmes.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/seal.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fuzz {

using namespace sample;
using namespace loyalty::dates;
using namespace loyalty::extensions;
using namespace loyalty::streams;

constexpr instant new_year = "2024-01-01T00:00"_utc;

template <class Value>
std::vector<std::byte> encoded(const Value& value) {
    std::vector<std::byte> bytes(encoded_size(value));
    writer out{bytes};
    encode(out, value);
    return bytes;
}

template <class Value>
bool decodes(std::span<const std::byte> bytes, Value& value) {
    reader in{bytes};
    return decode(in, value) && in.at_end();
}

/// One life of one member. `Programme` is one of tests/support/sample_programmes.hpp.
template <class Programme>
class life {
public:
    using member_type = member<Programme>;

    life(const Programme& programme, const member_type& own, numbers& in) : programme_{programme}, own_{own}, in_{in} {}

    member_type run(int most_steps) {
        for (int step = 0; step < most_steps && !in_.empty(); ++step) {
            ++id_;
            happen(in_.byte() % 10);
            ask();
        }
        return own_;
    }

    /// A return with a receipt that was read.
    void give_back(receipt<Programme> slip) {
        slip_ = slip;
        give_back(in_.byte() % 2 == 0);
    }

private:
    static constexpr bool keeps_lots = has_account<Programme, unit::points>;

    void happen(int what) {
        switch (what) {
        case 0:
        case 1:
        case 2:
            return buy();
        case 3:
            return buy_basket();
        case 4:
            return give_back(true);
        case 5:
            return give_back(false);
        case 6:
            return correct();
        case 7:
            return take_back();
        default:
            if constexpr (Programme::keeps_things) {
                if (in_.byte() % 4 != 0) {
                    return use_things();
                }
            }
            if constexpr (keeps_lots) {
                use_points(in_.byte() % 5);
            }
        }
    }

    /// Some seconds, days or years after the last event, and sometimes any instant at all.
    event_key moment() {
        const std::uint8_t kind = in_.byte() % 8;
        if (kind == 0) {
            return {.id = id_, .time = instant{static_cast<std::int64_t>(in_.word(8))}};
        }
        const std::int64_t unit = kind < 3 ? 1 : kind < 6 ? 86'400 / 4 : 86'400 * 20;
        const instant last = own_.last_event() < new_year ? new_year : own_.last_event();
        const std::int64_t later = unit * static_cast<std::int64_t>(in_.word(1));
        return {.id = id_, .time = is_valid(last) ? last + dates::seconds{later} : last};
    }
    usd price() { return usd::from_minor_units(in_.number()); }

    void buy() {
        const event_key at = moment();
        sale event{.id = at.id, .time = at.time};
        event.category = in_.byte() % 9;
        event.net = price();
        const auto sold = apply_with_receipt(programme_, own_, event);
        if (sold.outcome.accepted()) {
            sale_ = event;
            slip_ = sold.receipt;
        }
    }

    void buy_basket() {
        item lines[3]{};
        for (item& each : lines) {
            each.category = in_.byte() % 9;
            each.quantity = in_.byte();
            each.net = price();
        }
        const event_key at = moment();
        apply(programme_, own_,
              goods{.id = at.id,
                    .time = at.time,
                    .lines = std::span<const item>{lines}.first(in_.byte() % 4),
                    .tenders = {}});
    }

    void give_back(bool all) {
        const event_key at = moment();
        if (all) {
            apply(programme_, own_, slip_.returned(at));
            return;
        }
        sale remaining = sale_;
        remaining.net = price();
        apply(programme_, own_, slip_.returned(at, remaining));
    }

    void correct() {
        const event_key at = moment();
        const auto by = points_amount::from_minor_units(in_.number());
        apply(programme_, own_, adjustment<unit::points>{.id = at.id, .time = at.time, .amount = by});
    }

    void take_back() {
        const event_key at = moment();
        const auto award = points_amount::from_minor_units(in_.number());
        apply(programme_, own_,
              clawback<unit::points>{
                  .id = at.id, .time = at.time, .amount = award, .earned_on = date::saturated(in_.number())});
    }

    void use_points(int what) {
        if constexpr (keeps_lots) {
            const event_key at = moment();
            const auto part = points_amount::from_minor_units(in_.number());
            const std::uint64_t hold = in_.byte() % 3;
            switch (what) {
            case 0:
                return spend(redemption<unit::points>{.id = at.id, .time = at.time, .amount = part});
            case 1:
                apply(programme_, own_, in_.byte() % 2 == 0 ? taken_.given_back(at) : taken_.given_back(at, part));
                return;
            case 2:
                apply(programme_, own_,
                      reservation<unit::points>{.id = at.id,
                                                .time = at.time,
                                                .hold = hold,
                                                .amount = part,
                                                .until = date::saturated(19'700 + in_.number())});
                return;
            case 3:
                return spend(commitment<unit::points>{.id = at.id, .time = at.time, .hold = hold, .amount = part});
            default:
                apply(programme_, own_, release<unit::points>{.id = at.id, .time = at.time, .hold = hold});
            }
        }
    }

    /// A code that the member holds, mostly.
    std::uint64_t some_code() {
        const auto held = things_of(programme_, own_, own_.last_event());
        const std::uint8_t which = in_.byte();
        return held.empty() || which % 8 == 0 ? which : held[which % held.size()].thing.code;
    }

    void use_things() {
        const event_key at = moment();
        const std::uint64_t code = some_code();
        const std::uint64_t order = in_.byte() % 4;
        const std::int64_t stored = in_.byte() % 2 == 0 ? 0 : in_.number();
        const instant until = instant{static_cast<std::int64_t>(in_.word(8))};
        switch (in_.byte() % 8) {
        case 0:
            apply(programme_, own_,
                  thing_issue{.id = at.id,
                              .time = at.time,
                              .thing = {.code = in_.word(1),
                                        .campaign = 7u + in_.byte() % 4,
                                        .uses = static_cast<std::uint16_t>(in_.word(2)),
                                        .until = until,
                                        .stored = stored}});
            return;
        case 1:
            apply(programme_, own_, thing_top_up{.id = at.id, .time = at.time, .code = code, .stored = stored});
            return;
        case 2:
            apply(programme_, own_, thing_cancellation{.id = at.id, .time = at.time, .code = code});
            return;
        case 3:
            apply(programme_, own_,
                  thing_hold{
                      .id = at.id, .time = at.time, .code = code, .order = order, .stored = stored, .until = until});
            return;
        case 4:
            apply(programme_, own_, thing_commitment{.id = at.id, .time = at.time, .order = order});
            return;
        case 5:
            apply(programme_, own_, thing_release{.id = at.id, .time = at.time, .order = order});
            return;
        case 6:
            apply(programme_, own_,
                  thing_restoration{.id = at.id, .time = at.time, .order = order, .code = code, .stored = stored});
            return;
        default:
            apply(programme_, own_,
                  thing_use{.id = at.id, .time = at.time, .code = code, .stored = stored, .order = order});
        }
    }

    template <class Event>
    void spend(const Event& event) {
        const auto paid = apply_with_receipt(programme_, own_, event);
        if (paid.outcome.accepted()) {
            taken_ = paid.receipt;
        }
    }

    /// What a host asks between events, and writes down.
    void ask() {
        if constexpr (keeps_lots) {
            const auto all =
                balances_of<unit::points>(programme_, own_, own_.last_event() + dates::seconds{86'400 * 40});
            insist(all.available.minor_units() >= 0 && all.held.minor_units() >= 0,
                   "a class of a balance is below zero");
        }
        if constexpr (Programme::keeps_things) {
            for (const thing_at& each : things_of(programme_, own_, own_.last_event() + seconds{86'400 * 40})) {
                insist(each.thing.stored >= 0 && each.status != status::unknown, "a thing is none");
            }
        }
        member_type again{};
        const bool reads = decodes(encoded(own_), again);
        insist(reads && again == own_, "what an operation left cannot be read back");
    }

    const Programme& programme_;
    member_type own_;
    numbers& in_;
    std::uint64_t id_ = 1'000;
    sale sale_{};
    receipt<Programme> slip_{};
    redemption_receipt<Programme, unit::points> taken_{};
};

/// Calls `function` with one of the programmes.
template <class Function>
void with_programme(std::uint8_t which, Function function) {
    if (which >= 240) {
        return function(sample::holder);
    }
    switch (which % 4) {
    case 0:
        return function(sample::five);
    case 1:
        return function(sample::rolling);
    case 2:
        return function(sample::months);
    default:
        return function(sample::quiet);
    }
}

} // namespace fuzz
