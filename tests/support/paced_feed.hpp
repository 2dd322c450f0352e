// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Sends the records of a stream to the logs of its partitions, no faster than the workers make them safe: a message comes
/// in time only if no partition is far behind another. Where partitions change, the old logs are closed first.

#include "scale/stream.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace scale {

/// How far a partition is in its snapshots.
struct safe_place {
    std::uint64_t position = 0;
    instant watermark = instant::minimum();
};

/// The broker and the workers of a test:
///
/// | function                    | what it does                                                                  |
/// |-----------------------------|-------------------------------------------------------------------------------|
/// | `send(p, id, record)`       | appends a record to the log of a partition of now                             |
/// | `place_of(p)`               | the place of its newest snapshot                                              |
/// | `end_of(p)`                 | the position behind the last record of its log, once all that was sent is in it |
/// | `wait()`                    | waits a moment; ends the test if something went wrong                         |
/// | `happen(percent)`           | lets something go wrong                                                       |
/// | `change(before, after)`     | closes a generation, and opens the next one                                   |
template <class Host>
class paced_feed {
public:
    paced_feed(Host& host, stream& from, const stream_size& size)
        : host_{host}, stream_{from}, size_{size}, partitions_{size.partitions_before} {
        places_.resize(partitions_);
    }

    /// Sends all, and waits until the workers have all of it in their snapshots.
    void run() {
        arrival one;
        std::vector<arrival> held;
        while (stream_.next(one)) {
            host_.happen(100 * stream_.made() / size_.events);
            const bool is_known =
                size_.partitions_after != size_.partitions_before && stream_.doubled() != instant::minimum();
            if (is_known && !is_doubled_ && one.at >= stream_.doubled() + allowed_delay) {
                change();
                for (const arrival& each : held) {
                    append(each);
                }
            }
            if (is_known && !is_doubled_ && one.time >= stream_.doubled()) {
                held.push_back(std::move(one));
            } else {
                append(one);
            }
        }
        close(stream_.last_mark() - allowed_delay);
    }

private:
    void append(const arrival& one) {
        if (one.at > marked_ + dates::seconds{6 * 3'600}) {
            send_marks(one.at - allowed_delay);
        }
        while (one.at > limit()) {
            wait();
        }
        host_.send(partition_of(one.member, partitions_), "e-" + std::to_string(one.number), one.record);
    }
    void send_marks(instant time) {
        if (time <= marked_) {
            return;
        }
        marked_ = time;
        const bytes mark =
            encoded([&](std::span<std::byte> room) { return encode_log_mark(room, stream_.fingerprint(), time); });
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            host_.send(i, "mark-" + std::to_string(time.seconds_since_epoch), mark);
        }
    }
    /// Until then records may be sent.
    [[nodiscard]] instant limit() const {
        instant time = instant::maximum();
        for (const safe_place& each : places_) {
            time = (std::min)(time, each.watermark);
        }
        return (std::max)(time, is_doubled_ ? stream_.doubled() : stream::first_day) + transit - dates::seconds{86'400};
    }
    void wait() {
        host_.wait();
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            places_[i] = host_.place_of(i);
        }
    }
    void close(instant last) {
        while (marked_ < last) {
            send_marks((std::min)(last, limit()));
            wait();
        }
        while (!all_taken()) {
            wait();
        }
    }
    [[nodiscard]] bool all_taken() {
        for (std::uint32_t i = 0; i < partitions_; ++i) {
            if (places_[i].position != host_.end_of(i)) {
                return false;
            }
        }
        return true;
    }
    void change() {
        close(stream_.doubled());
        is_doubled_ = true;
        host_.change(partitions_, size_.partitions_after);
        partitions_ = size_.partitions_after;
        places_.assign(partitions_, {});
    }

    Host& host_;
    stream& stream_;
    stream_size size_;
    std::uint32_t partitions_;
    bool is_doubled_ = false;
    std::vector<safe_place> places_{};
    instant marked_ = instant::minimum();
};

} // namespace scale
