// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Kafka's client for the driver of workers (adapters/driver.hpp), by librdkafka. The partitions of the log come from a
/// consumer group; where each is read from comes from its snapshot, never from what the broker remembers of the group.
///
/// @code
/// kafka_client client{{.brokers = "127.0.0.1:9092", .log = "stars-of-8", .group = "stars"}};
/// @endcode
///
/// | property                | value                | why                                                               |
/// |-------------------------|----------------------|-------------------------------------------------------------------|
/// | `enable.auto.commit`    | `false`              | positions are in snapshots                                        |
/// | `auto.offset.reset`     | `error`              | a record that is gone is a gap, not a reason to go on elsewhere   |
/// | `acks`                  | `all`                | a record is safe if all replicas in sync have it                  |
/// | `enable.idempotence`    | `true`               | a record that is sent again keeps its place                       |
/// | `partition.assignment.strategy` | `range,roundrobin` | those that revoke all partitions before they assign anew   |
///
/// The cooperative strategy is not supported: `is_open()` is then false.

#include <loyalty/adapters/kafka_producer.hpp>
#include <loyalty/adapters/log_client.hpp>
#include <loyalty/config.hpp>
#include <loyalty/stream/worker_options.hpp>
#include <loyalty/time/instant.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace loyalty::adapters {

/// See the top of this file.
class kafka_client {
public:
    /// Does not wait for the brokers: whether they are there shows in `poll`.
    explicit kafka_client(kafka_options options) : producer_{std::move(options)} {
        if (producer_.is_open()) {
            open();
        }
    }
    kafka_client(const kafka_client&) = delete;
    kafka_client& operator=(const kafka_client&) = delete;
    ~kafka_client() {
        host_ = nullptr;
        leave(); // if `close` did not
    }

    /// Returns false if a property is wrong; `why()` says which.
    [[nodiscard]] bool is_open() const noexcept { return consumer_ != nullptr; }

    [[nodiscard]] bool poll(log_host& host, std::chrono::milliseconds most) {
        if (consumer_ == nullptr) {
            return false;
        }
        host_ = &host;
        producer_.serve(std::chrono::milliseconds{0});
        auto wait = static_cast<int>(most.count());
        while (batch_.size() < producer_.options().most_records) {
            detail::kafka_pointer<rd_kafka_message_t> one{rd_kafka_consumer_poll(consumer_.get(), wait)};
            if (one == nullptr) {
                break;
            }
            wait = 0; // then all that is here already
            if (one->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
                batch_.push_back(std::move(one));
            } else {
                take_error(*one);
            }
        }
        hand_over();
        host_ = nullptr;
        return !is_fatal();
    }

    [[nodiscard]] bool start(std::uint32_t partition, std::uint64_t position) {
        next_[partition] = position;
        list one{list_of({{partition, position}})};
        rd_kafka_error_t* const error = rd_kafka_seek_partitions(consumer_.get(), one.get(), 10'000);
        const bool sought = error == nullptr && one->elems[0].err == RD_KAFKA_RESP_ERR_NO_ERROR;
        if (error != nullptr) {
            rd_kafka_error_destroy(error);
        }
        return sought || assign_all(); // a partition that is not read yet cannot be sought
    }
    void stop(std::uint32_t partition) {
        const list one{list_of({{partition, 0}})};
        rd_kafka_pause_partitions(consumer_.get(), one.get());
        next_.erase(partition);
    }

    [[nodiscard]] bool send(const outgoing& one) { return producer_.send(one); }
    [[nodiscard]] bool make_safe(std::chrono::milliseconds most) { return producer_.make_safe(most); }

    /// The end as the broker said with the last records that it sent.
    [[nodiscard]] std::optional<std::uint64_t> end_of(std::uint32_t partition) {
        std::int64_t low = 0;
        std::int64_t high = 0;
        const rd_kafka_resp_err_t error = rd_kafka_get_watermark_offsets(
            consumer_.get(), producer_.options().log.c_str(), static_cast<std::int32_t>(partition), &low, &high);
        const bool is_known = error == RD_KAFKA_RESP_ERR_NO_ERROR && high >= 0;
        return is_known ? std::optional{static_cast<std::uint64_t>(high)} : std::nullopt;
    }
    void close(log_host& host) {
        host_ = &host;
        batch_.clear();
        leave();
        host_ = nullptr;
    }
    [[nodiscard]] std::string why() const { return why_.empty() ? producer_.why() : why_; }

private:
    using list = detail::kafka_pointer<rd_kafka_topic_partition_list_t>;

    /// Leaves the group while the consumer is still there, since the callback that takes its partitions away uses it.
    void leave() {
        if (consumer_ != nullptr && !has_left_) {
            has_left_ = true;
            rd_kafka_consumer_close(consumer_.get());
        }
    }
    void open() {
        const kafka_options& options = producer_.options();
        kafka_properties all{
            {"bootstrap.servers", options.brokers}, {"group.id", options.group},
            {"enable.auto.commit", "false"},        {"enable.auto.offset.store", "false"},
            {"auto.offset.reset", "error"},         {"partition.assignment.strategy", "range,roundrobin"}};
        all.insert(all.end(), options.for_consumer.begin(), options.for_consumer.end());
        for (const auto& [name, value] : all) {
            if (name == "partition.assignment.strategy" && value.find("cooperative") != std::string::npos) {
                why_ = "the cooperative strategy is not supported: use range or roundrobin";
                return;
            }
        }
        consumer_ = detail::kafka_handle(RD_KAFKA_CONSUMER, all, why_, [&](rd_kafka_conf_t* conf) {
            rd_kafka_conf_set_opaque(conf, this);
            rd_kafka_conf_set_rebalance_cb(
                conf, [](rd_kafka_t*, rd_kafka_resp_err_t what, rd_kafka_topic_partition_list_t* partitions,
                         void* self) { static_cast<kafka_client*>(self)->rebalance(what, *partitions); });
            rd_kafka_conf_set_error_cb(conf, [](rd_kafka_t*, int, const char* what, void* self) {
                static_cast<kafka_client*>(self)->complain(what);
            });
        });
        if (consumer_ == nullptr) {
            return;
        }
        rd_kafka_poll_set_consumer(consumer_.get());
        const list topics{rd_kafka_topic_partition_list_new(1)};
        rd_kafka_topic_partition_list_add(topics.get(), options.log.c_str(), RD_KAFKA_PARTITION_UA);
        if (const rd_kafka_resp_err_t error = rd_kafka_subscribe(consumer_.get(), topics.get());
            error != RD_KAFKA_RESP_ERR_NO_ERROR) {
            why_ = rd_kafka_err2str(error);
            consumer_.reset();
        }
    }

    // The group gives partitions, and takes them -----------------------------------------------------------------------

    void rebalance(rd_kafka_resp_err_t what, const rd_kafka_topic_partition_list_t& partitions) {
        batch_.clear(); // of before: a worker that starts anew gets them from its own position
        const std::span all{partitions.elems, static_cast<std::size_t>(partitions.cnt)};
        if (what == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS && host_ != nullptr) {
            for (const rd_kafka_topic_partition_t& each : all) {
                const auto partition = static_cast<std::uint32_t>(each.partition);
                if (const auto position = host_->assigned(partition)) {
                    next_[partition] = *position;
                }
            }
            static_cast<void>(assign_all());
            return;
        }
        const bool is_lost = rd_kafka_assignment_lost(consumer_.get()) != 0;
        for (const rd_kafka_topic_partition_t& each : all) {
            const auto partition = static_cast<std::uint32_t>(each.partition);
            if (host_ != nullptr) {
                is_lost ? host_->lost(partition) : host_->revoked(partition);
            }
        }
        next_.clear();
        rd_kafka_assign(consumer_.get(), nullptr);
    }
    /// Reads all partitions that it has from where it stands.
    [[nodiscard]] bool assign_all() {
        const list all{list_of(next_)};
        const rd_kafka_resp_err_t error = rd_kafka_assign(consumer_.get(), all.get());
        // One that was stopped stays paused, in librdkafka, when the group takes it back and gives it again.
        rd_kafka_resume_partitions(consumer_.get(), all.get());
        if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
            why_ = rd_kafka_err2str(error);
            complain(why_.c_str());
        }
        return error == RD_KAFKA_RESP_ERR_NO_ERROR;
    }
    [[nodiscard]] list list_of(const std::map<std::uint32_t, std::uint64_t>& positions) const {
        list all{rd_kafka_topic_partition_list_new(static_cast<int>(positions.size()))};
        for (const auto& [partition, position] : positions) {
            rd_kafka_topic_partition_list_add(all.get(), producer_.options().log.c_str(),
                                              static_cast<std::int32_t>(partition))
                ->offset = static_cast<std::int64_t>(position);
        }
        return all;
    }

    // Records come -----------------------------------------------------------------------------------------------------

    /// Hands over the batch, the records of each partition together.
    void hand_over() {
        std::map<std::uint32_t, std::vector<streams::log_entry>> by_partition;
        for (const auto& each : batch_) {
            by_partition[static_cast<std::uint32_t>(each->partition)].push_back(
                {static_cast<std::uint64_t>(each->offset),
                 {static_cast<const std::byte*>(each->payload), each->len},
                 stamp_of(*each)});
        }
        for (const auto& [partition, entries] : by_partition) {
            if (const auto found = next_.find(partition); found != next_.end()) {
                found->second = entries.back().position + 1;
                host_->records(partition, entries);
            }
        }
        batch_.clear();
    }
    /// The time of the broker, if the topic has that of the log; another one is the sender's own.
    [[nodiscard]] static instant stamp_of(const rd_kafka_message_t& one) {
        rd_kafka_timestamp_type_t type{};
        const std::int64_t milliseconds = rd_kafka_message_timestamp(&one, &type);
        return type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? instant{milliseconds / 1'000} : instant::maximum();
    }
    void take_error(const rd_kafka_message_t& one) {
        if (one.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
            host_->gap(static_cast<std::uint32_t>(one.partition), rd_kafka_message_errstr(&one));
        } else if (one.err != RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            complain(rd_kafka_message_errstr(&one));
        }
    }
    [[nodiscard]] bool is_fatal() {
        std::array<char, 512> text{};
        if (rd_kafka_fatal_error(consumer_.get(), text.data(), text.size()) == RD_KAFKA_RESP_ERR_NO_ERROR) {
            return false;
        }
        why_ = text.data();
        return true;
    }
    void complain(const char* what) {
        if (host_ != nullptr) {
            host_->trouble(what);
        }
    }

    kafka_producer producer_;
    detail::kafka_pointer<rd_kafka_t> consumer_{};
    log_host* host_ = nullptr;                      ///< while it is called
    std::map<std::uint32_t, std::uint64_t> next_{}; ///< the position to hand over next, of each that is read
    std::vector<detail::kafka_pointer<rd_kafka_message_t>> batch_{};
    std::string why_{};
    bool has_left_ = false;
};

static_assert(log_client<kafka_client>);

} // namespace loyalty::adapters
