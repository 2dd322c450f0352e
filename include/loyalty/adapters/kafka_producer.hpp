// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Sends records to the logs of a stream in Kafka. The till that sells sends by it too:
///
/// @code
/// kafka_producer out{{.brokers = "127.0.0.1:9092", .log = "stars-of-8"}};
/// std::array<std::byte, 256> room{};
/// const std::size_t size = streams::encode_log_event(room, fingerprint(stars), bought);
/// const std::uint32_t partition = streams::partition_of(bought.member, 8);
/// bool sent = out.send({destination::log, partition, "e-1001", std::span{room}.first(size)});
/// sent = sent && out.make_safe(std::chrono::seconds{30});
/// @endcode
///
/// Needs librdkafka 1.6 or later: link `loyalty::kafka`.

#include <loyalty/adapters/log_client.hpp>
#include <loyalty/config.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <librdkafka/rdkafka.h>

namespace loyalty::adapters {

/// Properties of librdkafka: its CONFIGURATION.md lists them.
using kafka_properties = std::vector<std::pair<std::string, std::string>>;

/// Where a stream is in Kafka. Topics exist before, with as many partitions as the stream has.
struct kafka_options {
    std::string brokers{};  ///< "host:port,host:port"
    std::string log{};      ///< the topic of events; one for each number of partitions: `stars-of-8`
    std::string outcomes{}; ///< its topic; `log` with `.outcomes` behind it if empty
    std::string dead{};     ///< its topic; `log` with `.dead` behind it if empty
    std::string group{};    ///< the consumer group of the workers; senders need none
    std::chrono::milliseconds send_within{30'000}; ///< how long `send` waits for room in the queue
    std::size_t most_records = 10'000;             ///< that one `poll` hands over
    kafka_properties for_producer{};               ///< put over those that the library sets
    kafka_properties for_consumer{};               ///< the same
};

} // namespace loyalty::adapters

namespace loyalty::detail {

struct kafka_deleter {
    void operator()(rd_kafka_t* one) const noexcept { rd_kafka_destroy(one); }
    void operator()(rd_kafka_topic_t* one) const noexcept { rd_kafka_topic_destroy(one); }
    void operator()(rd_kafka_conf_t* one) const noexcept { rd_kafka_conf_destroy(one); }
    void operator()(rd_kafka_message_t* one) const noexcept { rd_kafka_message_destroy(one); }
    void operator()(rd_kafka_topic_partition_list_t* one) const noexcept { rd_kafka_topic_partition_list_destroy(one); }
};
template <class Type>
using kafka_pointer = std::unique_ptr<Type, kafka_deleter>;

/// A client of librdkafka with these properties; null, and a sentence in `why`, if one of them is wrong. `prepare(conf)`
/// sets callbacks.
template <class Prepare>
[[nodiscard]] kafka_pointer<rd_kafka_t> kafka_handle(rd_kafka_type_t type, const adapters::kafka_properties& properties,
                                                     std::string& why, Prepare&& prepare) {
    std::array<char, 512> text{};
    kafka_pointer<rd_kafka_conf_t> conf{rd_kafka_conf_new()};
    rd_kafka_conf_set_log_cb(conf.get(), nullptr); // errors come by their own callback
    for (const auto& [name, value] : properties) {
        if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), text.data(), text.size()) != RD_KAFKA_CONF_OK) {
            why = text.data();
            return nullptr;
        }
    }
    prepare(conf.get());
    kafka_pointer<rd_kafka_t> made{rd_kafka_new(type, conf.get(), text.data(), text.size())};
    if (made == nullptr) {
        why = text.data();
    } else {
        static_cast<void>(conf.release()); // it belongs to the client now
    }
    return made;
}

} // namespace loyalty::detail

namespace loyalty::adapters {

/// See the top of this file. One thread uses it at a time; librdkafka sends in threads of its own.
class kafka_producer {
public:
    explicit kafka_producer(kafka_options options) : options_{std::move(options)} {
        options_.outcomes = options_.outcomes.empty() ? options_.log + ".outcomes" : options_.outcomes;
        options_.dead = options_.dead.empty() ? options_.log + ".dead" : options_.dead;
        open();
    }
    kafka_producer(const kafka_producer&) = delete;
    kafka_producer& operator=(const kafka_producer&) = delete;
    ~kafka_producer() { drop_all(); }

    [[nodiscard]] bool is_open() const noexcept { return handle_ != nullptr; }
    [[nodiscard]] const kafka_options& options() const noexcept { return options_; }

    /// Takes a copy of the record. The id is its key, and the partition is the one that is named. Waits for room if too
    /// much is under way.
    [[nodiscard]] bool send(const outgoing& one) {
        if (handle_ == nullptr || has_failed_) {
            return false;
        }
        rd_kafka_topic_t* const topic = topics_[static_cast<std::size_t>(one.to)].get();
        const auto until = std::chrono::steady_clock::now() + options_.send_within;
        while (rd_kafka_produce(topic, static_cast<std::int32_t>(one.partition), RD_KAFKA_MSG_F_COPY,
                                const_cast<std::byte*>(one.bytes.data()), one.bytes.size(), one.id.data(),
                                one.id.size(), nullptr) != 0) {
            const rd_kafka_resp_err_t error = rd_kafka_last_error();
            if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL || std::chrono::steady_clock::now() > until) {
                note(error);
                return false;
            }
            serve(std::chrono::milliseconds{50});
        }
        if (++sent_ % 1'024 == 0) {
            serve(std::chrono::milliseconds{0});
        }
        return true;
    }
    /// Waits until all brokers that must have them have all records. If they do not within that time, or refuse one, it
    /// drops what is left and begins anew.
    [[nodiscard]] bool make_safe(std::chrono::milliseconds most) {
        if (handle_ == nullptr) {
            return open() && false; // what was given before is gone
        }
        const rd_kafka_resp_err_t error = rd_kafka_flush(handle_.get(), static_cast<int>(most.count()));
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR && !has_failed_) {
            return true;
        }
        if (!has_failed_) {
            note(error);
        }
        drop_all();
        open();
        return false;
    }
    /// Lets librdkafka report what became of records.
    void serve(std::chrono::milliseconds most) {
        if (handle_ != nullptr) {
            rd_kafka_poll(handle_.get(), static_cast<int>(most.count()));
        }
    }
    [[nodiscard]] std::string why() const { return why_; }
    /// The client of librdkafka.
    [[nodiscard]] rd_kafka_t* handle() const noexcept { return handle_.get(); }

private:
    bool open() {
        kafka_properties all{{"bootstrap.servers", options_.brokers},
                             {"acks", "all"},
                             {"enable.idempotence", "true"},
                             {"linger.ms", "5"}};
        all.insert(all.end(), options_.for_producer.begin(), options_.for_producer.end());
        has_failed_ = false;
        handle_ = detail::kafka_handle(RD_KAFKA_PRODUCER, all, why_, [&](rd_kafka_conf_t* conf) {
            rd_kafka_conf_set_opaque(conf, this);
            rd_kafka_conf_set_dr_msg_cb(conf, [](rd_kafka_t*, const rd_kafka_message_t* one, void* self) {
                if (one->err != RD_KAFKA_RESP_ERR_NO_ERROR) {
                    static_cast<kafka_producer*>(self)->note(one->err);
                }
            });
        });
        if (handle_ == nullptr) {
            return false;
        }
        const std::array<const std::string*, 3> names{&options_.log, &options_.outcomes, &options_.dead};
        for (std::size_t i = 0; i < names.size(); ++i) {
            topics_[i].reset(rd_kafka_topic_new(handle_.get(), names[i]->c_str(), nullptr));
        }
        return true;
    }
    void drop_all() {
        if (handle_ != nullptr) {
            rd_kafka_purge(handle_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
            for (auto& each : topics_) {
                each.reset();
            }
            handle_.reset();
        }
    }
    void note(rd_kafka_resp_err_t error) {
        has_failed_ = true;
        why_ = rd_kafka_err2str(error);
    }

    kafka_options options_;
    detail::kafka_pointer<rd_kafka_t> handle_{};
    std::array<detail::kafka_pointer<rd_kafka_topic_t>, 3> topics_{}; ///< by destination
    bool has_failed_ = false;                                         ///< a record was not kept
    std::uint64_t sent_ = 0;
    std::string why_{};
};

} // namespace loyalty::adapters
