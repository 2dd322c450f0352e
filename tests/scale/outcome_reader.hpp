// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "kafka/mock_cluster.hpp"
#include "scale/stream.hpp"

#include <loyalty/adapters/outcome_record.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <utility>

namespace scale {

/// A consumer of outcomes, in a thread of its own: it takes each id once, and notes if one came with two contents.
class outcome_reader {
public:
    outcome_reader(const std::string& brokers, std::uint64_t events, std::uint64_t fingerprint,
                   std::span<const std::uint32_t> generations)
        : reader_{brokers}, found_{events}, fingerprint_{fingerprint} {
        for (const std::uint32_t each : generations) {
            reader_.add("stars-of-" + std::to_string(each) + ".outcomes", each);
        }
        reader_.begin();
        thread_ = std::thread{[this] { read(); }};
    }
    outcome_reader(const outcome_reader&) = delete;
    outcome_reader& operator=(const outcome_reader&) = delete;
    ~outcome_reader() { stop(); }

    void stop() {
        stop_ = true;
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    /// How many records of a partition were read.
    [[nodiscard]] std::uint64_t position_of(const std::string& topic, std::uint32_t partition) {
        const std::scoped_lock lock{guard_};
        return positions_[{topic, partition}];
    }
    [[nodiscard]] bool is_right() const noexcept { return right_; }
    [[nodiscard]] std::uint64_t records() const noexcept { return records_; }
    /// Look at it once it has stopped.
    [[nodiscard]] const outcome_set& found() const noexcept { return found_; }

private:
    void read() {
        while (!stop_) {
            const auto one = reader_.next(50);
            if (one == nullptr) {
                continue;
            }
            if (one->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
                if (one->err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
                    std::fprintf(stderr, "outcomes are lost to the reader: %s\n", rd_kafka_message_errstr(one.get()));
                    right_ = false;
                }
                continue;
            }
            worked_type outcome{};
            const std::span content{static_cast<const std::byte*>(one->payload), one->len};
            const bool read = loyalty::adapters::read_outcome(content, fingerprint_, outcome) == record_fault::none;
            right_ = right_ && read && found_.note(outcome);
            ++records_;
            const std::scoped_lock lock{guard_};
            positions_[{rd_kafka_topic_name(one->rkt), static_cast<std::uint32_t>(one->partition)}] =
                static_cast<std::uint64_t>(one->offset) + 1;
        }
    }

    kafka::topic_reader reader_;
    outcome_set found_;
    std::uint64_t fingerprint_;
    std::atomic<bool> stop_{false};
    std::atomic<bool> right_{true};
    std::atomic<std::uint64_t> records_{0};
    std::mutex guard_{};
    std::map<std::pair<std::string, std::uint32_t>, std::uint64_t> positions_{};
    std::thread thread_{};
};

} // namespace scale
