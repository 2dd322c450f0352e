// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What the sink of a worker receives.
///
/// | function                                       | called                                                         |
/// |------------------------------------------------|----------------------------------------------------------------|
/// | `on(const worked<Programme>&)`                 | once for each event and message that was judged                |
/// | `on(const letter&)`                            | for each message to another member, or its reversal: it goes   |
/// |                                                | to the log of `partition_of(one.what.member, partitions)`      |
/// | `on(const dead_record&)`                       | for each record that could not be taken: it goes to a topic of |
/// |                                                | its own, with the bytes and the reason                         |
/// | `on(const worked<Programme>&, const Receipt&)` | if it is there: for what has a receipt, behind its outcome     |
///
/// A worker that starts again gives again what it gave after its snapshot, the same to the bit. So a (member, id) that
/// was received before is a duplicate; of letters an (id, is_reversal), of dead records a position.

#include <loyalty/config.hpp>
#include <loyalty/engine/effects.hpp>
#include <loyalty/engine/programme.hpp>
#include <loyalty/events/facts.hpp>
#include <loyalty/stream/letter.hpp>
#include <loyalty/stream/log_record.hpp>
#include <loyalty/time/instant.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty {

namespace streams {

/// The outcome of an event, by the member and the id of the event. Messages have ids of 2^63 and more.
template <class Programme>
struct worked {
    std::uint64_t id = 0;
    std::uint32_t member = 0;
    std::uint16_t kind = 0; ///< of the event's record
    instant time{};
    outcome_of<Programme> outcome{};

    [[nodiscard]] friend constexpr bool operator==(const worked&, const worked&) = default;
};

/// A record that was not taken, and why. Its bytes are those of the batch.
struct dead_record {
    std::uint64_t position = 0;
    record_fault fault = record_fault::none;
    std::span<const std::byte> bytes{};

    [[nodiscard]] constexpr std::string_view sentence() const noexcept { return message(fault); }
};

/// The most bytes of a record that its dead record holds: with its own head and key it is then below 1,000,000 bytes, which
/// clients of brokers send unless they are set otherwise. The whole record stands in the log, at its position.
inline constexpr std::size_t most_dead_bytes = 990'000;

/// Writes a dead record for its topic: the position, the fault, the size of the record, and its bytes as they came, or the
/// first `most_dead_bytes` of them.
constexpr std::size_t encode_dead_record(std::span<std::byte> room, const dead_record& one) noexcept {
    writer to{room};
    encode(to, one.position);
    encode(to, one.fault);
    encode(to, static_cast<std::uint32_t>(one.bytes.size()));
    for (const std::byte each : one.bytes.first((std::min)(one.bytes.size(), most_dead_bytes))) {
        to.word(static_cast<std::uint8_t>(each));
    }
    return to.needed();
}
/// Reads what `encode_dead_record` wrote: `one.bytes` are the first of `size`, all of them if it was not too large. Returns
/// false, with both as before, if it is none.
[[nodiscard]] constexpr bool read_dead_record(std::span<const std::byte> bytes, dead_record& one,
                                              std::uint32_t& size) noexcept {
    reader from{bytes};
    dead_record found{};
    std::uint32_t whole = 0;
    if (!decode(from, found.position) || !decode(from, found.fault) || !decode(from, whole) ||
        static_cast<std::size_t>(found.fault) >= record_faults ||
        from.left() != (std::min)(std::size_t{whole}, most_dead_bytes)) {
        return false;
    }
    found.bytes = from.take(from.left());
    one = found;
    size = whole;
    return true;
}

} // namespace streams

namespace detail {

/// Passes on the outcome of one event, and the messages that it sends. They are kept until the outcome is known, since
/// a refused event sends none; so the event need not be evaluated a second time for them.
template <class Programme, class Sink>
class worker_sink {
public:
    static constexpr bool forgets_refused = true;
    using result = streams::worked<Programme>;

    template <class Receipt>
    static constexpr bool receives_receipt = requires(Sink& sink, const result& of, const Receipt& receipt) {
        sink.on(of, receipt);
    };

    worker_sink(Sink& sink, dates::seconds transit, std::uint16_t kind, std::uint16_t hops) noexcept
        : sink_{sink}, transit_{transit}, kind_{kind}, hops_{hops} {}

    void on(const effects::sent& one) { letters_.push_back({one.what, one.from, hops_, false}); }
    void on(const effects::withdrawn& one) {
        letters_.push_back({{.id = one.id, .member = one.to, .time = one.time}, one.from, hops_, true});
    }
    template <class Event>
    void on(const Event& event, const outcome_of<Programme>& gave) {
        sink_.on(result_of(event, gave));
        for (streams::letter& each : letters_) {
            if (gave.accepted()) {
                each.what.time = (std::max)(each.what.time, fact::time(event) + transit_);
                sink_.on(std::as_const(each));
            }
        }
        letters_.clear();
    }
    template <class Event, class Receipt>
    void give_receipt(const Event& event, const outcome_of<Programme>& gave, const Receipt& receipt) {
        if (gave.accepted()) {
            sink_.on(result_of(event, gave), receipt);
        }
    }

private:
    template <class Event>
    [[nodiscard]] LOYALTY_INLINE result result_of(const Event& event,
                                                  const outcome_of<Programme>& gave) const noexcept {
        return {static_cast<std::uint64_t>(fact::id(event)), static_cast<std::uint32_t>(fact::member(event)), kind_,
                fact::time(event), gave};
    }

    Sink& sink_;
    dates::seconds transit_;
    std::uint16_t kind_;
    std::uint16_t hops_;
    std::vector<streams::letter> letters_{};
};

} // namespace detail
} // namespace loyalty
