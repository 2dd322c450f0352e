// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The mock cluster of librdkafka: brokers in threads of this process, on the loopback interface. It is a mock: one list
/// of records for each partition, whoever leads it, of at most 5 MB. It does not replicate, elects no leader, writes no
/// file, and does not tell two requests of an idempotent producer apart.

#include <loyalty/adapters/kafka_producer.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace kafka {

/// See the top of this file.
class mock_cluster {
public:
    explicit mock_cluster(int brokers = 3) {
        std::string why;
        // It connects to nothing; the mock lives in its threads.
        handle_ = loyalty::detail::kafka_handle(RD_KAFKA_PRODUCER, {}, why, [](rd_kafka_conf_t*) {});
        cluster_ = rd_kafka_mock_cluster_new(handle_.get(), brokers);
        brokers_ = brokers;
    }
    mock_cluster(const mock_cluster&) = delete;
    mock_cluster& operator=(const mock_cluster&) = delete;
    ~mock_cluster() { rd_kafka_mock_cluster_destroy(cluster_); }

    [[nodiscard]] std::string addresses() const { return rd_kafka_mock_cluster_bootstraps(cluster_); }

    /// Makes a topic. No client may have named it before: the
    /// mock then has it already, with four partitions.
    void make_topic(const std::string& name, std::uint32_t partitions) {
        if (rd_kafka_mock_topic_create(cluster_, name.c_str(), static_cast<int>(partitions), brokers_) !=
            RD_KAFKA_RESP_ERR_NO_ERROR) {
            std::fprintf(stderr, "the topic %s is there already\n", name.c_str());
            std::abort();
        }
        for (std::uint32_t i = 0; i < partitions; ++i) {
            led_.push_back({name, static_cast<std::int32_t>(i), -1});
        }
    }
    /// The three topics of a stream with so many partitions.
    void make_stream(const std::string& log, std::uint32_t partitions) {
        for (const char* const ending : {"", ".outcomes", ".dead"}) {
            make_topic(log + ending, partitions);
        }
    }
    /// A broker is gone, and the others lead what it led. The mock does not do the second by itself.
    void lose_broker(std::int32_t broker) {
        find_leaders();
        rd_kafka_mock_broker_set_down(cluster_, broker);
        std::int32_t other = broker;
        for (partition& each : led_) {
            if (each.leader == broker) {
                other = other % brokers_ + 1;
                other = other == broker ? other % brokers_ + 1 : other;
                set_leader(each, other);
            }
        }
    }
    void bring_back(std::int32_t broker) { rd_kafka_mock_broker_set_up(cluster_, broker); }
    /// No broker answers.
    void lose_all() { rd_kafka_mock_broker_set_down(cluster_, -1); }
    void bring_back_all() { rd_kafka_mock_broker_set_up(cluster_, -1); }
    /// Which broker coordinates a group.
    void coordinate(const std::string& group, std::int32_t broker) {
        rd_kafka_mock_coordinator_set(cluster_, "group", group.c_str(), broker);
    }

private:
    struct partition {
        std::string topic{};
        std::int32_t number = 0;
        std::int32_t leader = 0;
    };
    /// Asks the brokers, which choose by themselves.
    void find_leaders() {
        std::string why;
        const auto client = loyalty::detail::kafka_handle(RD_KAFKA_PRODUCER, {{"bootstrap.servers", addresses()}}, why,
                                                          [](rd_kafka_conf_t*) {});
        const rd_kafka_metadata_t* all = nullptr;
        if (rd_kafka_metadata(client.get(), 1, nullptr, &all, 10'000) != RD_KAFKA_RESP_ERR_NO_ERROR) {
            std::fprintf(stderr, "the mock does not say who leads\n");
            std::abort();
        }
        for (partition& each : led_) {
            for (int i = 0; i < all->topic_cnt; ++i) {
                if (each.topic == all->topics[i].topic && each.number < all->topics[i].partition_cnt) {
                    each.leader = all->topics[i].partitions[each.number].leader;
                }
            }
        }
        rd_kafka_metadata_destroy(all);
    }
    void set_leader(partition& of, std::int32_t broker) {
        of.leader = broker;
        rd_kafka_mock_partition_set_leader(cluster_, of.topic.c_str(), of.number, broker);
    }

    loyalty::detail::kafka_pointer<rd_kafka_t> handle_{};
    rd_kafka_mock_cluster_t* cluster_ = nullptr;
    std::int32_t brokers_ = 0;
    std::vector<partition> led_{};
};

/// The positions of the first record of a partition that is there, and behind the last one.
struct log_bounds {
    std::uint64_t first = 0;
    std::uint64_t end = 0;
    bool known = false; ///< no broker says so
};

/// Looks up where logs begin and end. Where a broker was lost take another one: librdkafka 2.0.2 waits for ever if it
/// asks a broker that goes away (rd_kafka_query_watermark_offsets).
class log_lookup {
public:
    explicit log_lookup(const std::string& brokers) {
        std::string why;
        handle_ = loyalty::detail::kafka_handle(RD_KAFKA_PRODUCER, {{"bootstrap.servers", brokers}}, why,
                                                [](rd_kafka_conf_t*) {});
    }
    [[nodiscard]] log_bounds bounds_of(const std::string& topic, std::uint32_t partition) const {
        std::int64_t low = 0;
        std::int64_t high = 0;
        const auto error = rd_kafka_query_watermark_offsets(handle_.get(), topic.c_str(),
                                                            static_cast<std::int32_t>(partition), &low, &high, 2'000);
        return error != RD_KAFKA_RESP_ERR_NO_ERROR || low < 0
                   ? log_bounds{}
                   : log_bounds{static_cast<std::uint64_t>(low), static_cast<std::uint64_t>(high), true};
    }

private:
    loyalty::detail::kafka_pointer<rd_kafka_t> handle_{};
};

/// Reads the partitions of topics from their first records, without a group.
class topic_reader {
public:
    explicit topic_reader(const std::string& brokers) {
        std::string why;
        handle_ = loyalty::detail::kafka_handle(RD_KAFKA_CONSUMER,
                                                {{"bootstrap.servers", brokers},
                                                 {"group.id", "reader"},
                                                 {"enable.auto.commit", "false"},
                                                 {"auto.offset.reset", "error"},
                                                 {"topic.metadata.refresh.interval.ms", "1000"},
                                                 {"fetch.wait.max.ms", "20"}},
                                                why, [](rd_kafka_conf_t*) {});
        rd_kafka_poll_set_consumer(handle_.get());
        all_.reset(rd_kafka_topic_partition_list_new(8));
    }
    void add(const std::string& topic, std::uint32_t partitions) {
        for (std::uint32_t i = 0; i < partitions; ++i) {
            rd_kafka_topic_partition_list_add(all_.get(), topic.c_str(), static_cast<std::int32_t>(i))->offset = 0;
        }
    }
    void begin() { rd_kafka_assign(handle_.get(), all_.get()); }
    /// The next record, or an error, or nothing within that time.
    [[nodiscard]] loyalty::detail::kafka_pointer<rd_kafka_message_t> next(int most_milliseconds) {
        return loyalty::detail::kafka_pointer<rd_kafka_message_t>{
            rd_kafka_consumer_poll(handle_.get(), most_milliseconds)};
    }
    [[nodiscard]] rd_kafka_t* handle() const { return handle_.get(); }

private:
    loyalty::detail::kafka_pointer<rd_kafka_t> handle_{};
    loyalty::detail::kafka_pointer<rd_kafka_topic_partition_list_t> all_{};
};

} // namespace kafka
