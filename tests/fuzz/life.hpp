// SPDX-License-Identifier: BSL-1.0
#pragma once

// What happens to a member that was read from bytes: one event of every kind, and more of them as the fuzzer wants. Whatever
// the member was, nothing may overflow, abort or take long, a refused event changes nothing, and the member that comes of it
// must be readable. What happens is in life_events.hpp, which is compiled once, in life.cpp.

#include "fuzz.hpp"
#include "support/sample_programmes.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/seal.hpp>
#include <loyalty/stream/snapshot.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace fuzz {

using namespace sample;
using namespace loyalty::choices;
using namespace loyalty::dates;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;
using namespace loyalty::streams;
using namespace loyalty::things;

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

/// The life of one member, and of another one with which it shares points. `Programme` is one of
/// tests/support/sample_programmes.hpp.
template <class Programme>
class life {
public:
    using member_type = member<Programme>;

    life(const Programme& programme, const member_type& own, numbers& in) : programme_{programme}, own_{own}, in_{in} {}

    /// As many events as the fuzzer's bytes hold.
    member_type run(int most_steps);

    /// One event of every kind, also if the fuzzer's bytes have ended.
    member_type run_every_kind();

    /// A return with a receipt that was read.
    void give_back(const receipt<Programme>& slip) {
        slip_ = slip;
        happen(in_.byte() % 2 == 0 ? step::return_all : step::return_part);
        ask();
    }
    /// The same of a redemption.
    template <class Receipt>
    void give_points_back(const Receipt& slip) {
        taken_ = slip;
        happen(step::give_points_back);
        ask();
    }

private:
    static constexpr bool keeps_lots = has_account<Programme, unit::points>;
    using goods_sold = std::array<item, 3>;

    enum class step : std::uint8_t {
        buy,
        buy_basket,
        return_all,
        return_part,
        be_active,
        receive_delivery,
        change_membership,
        be_granted_tier,
        let_time_pass,
        correct,
        claw_back,
        redeem,
        give_points_back,
        reserve,
        commit,
        release_hold,
        confirm,
        transfer_points,
        use_things
    };
    static constexpr std::uint8_t step_count = static_cast<std::uint8_t>(step::use_things) + 1;

    void happen(step what);
    void happen_with_lots(step what, event_key at);
    void buy(event_key at);
    void buy_basket(event_key at);
    void return_part(event_key at);
    void reserve(event_key at);
    void transfer_points(event_key at);
    void use_things(event_key at);
    std::uint64_t some_code();
    stored_money some_stored_money();
    event_key moment();
    void ask();

    usd price() { return usd::from_minor_units(in_.number_or_100()); }
    points_amount some() { return points_amount::from_minor_units(in_.number_or_100()); }
    /// Mostly a day of some year, and sometimes none of the calendar.
    date some_day() {
        return in_.byte() % 8 == 7 ? date{static_cast<std::int32_t>(in_.word(4))}
                                   : date::saturated(19'700 + in_.number() % 100'000);
    }
    instant some_instant() { return instant{new_year.seconds_since_epoch ^ in_.number()}; }

    template <class Event>
    auto take(const Event& event);
    template <class Event>
    auto take_with_receipt(const Event& event);
    template <class Event>
    void redeem(const Event& event);

    const Programme& programme_;
    member_type own_;
    member_type other_{};
    numbers& in_;
    std::uint64_t id_ = 1'000;
    sale sale_{};
    receipt<Programme> slip_{};
    redemption_receipt<Programme, unit::points> taken_{};
};

extern template class life<five_type>;
extern template class life<rolling_type>;
extern template class life<months_type>;
extern template class life<quiet_type>;
extern template class life<busy_type>;
extern template class life<minutes_type>;

/// Calls `function` with one of the programmes.
template <class Function>
void with_programme(std::uint8_t which, Function function) {
    switch (which % 6) {
    case 0:
        return function(sample::five);
    case 1:
        return function(sample::rolling);
    case 2:
        return function(sample::months);
    case 3:
        return function(sample::quiet);
    case 4:
        return function(sample::busy);
    default:
        return function(sample::minutes);
    }
}

} // namespace fuzz
