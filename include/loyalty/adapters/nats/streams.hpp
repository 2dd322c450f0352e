// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The streams of JetStream that hold a stream of events, and their names. `stars` in 8 partitions:
///
/// | stream, replicated                        | subjects                  | holds                                       |
/// |-------------------------------------------|---------------------------|---------------------------------------------|
/// | `stars-of-8-log-0` ... `stars-of-8-log-7` | `stars-of-8.log.0` ...    | events, marks and messages of a partition   |
/// | `stars-of-8-outcomes`                     | `stars-of-8.outcomes.0` ...| outcomes, by partition                     |
/// | `stars-of-8-dead`                         | `stars-of-8.dead.0` ...   | records that could not be taken             |
/// | `KV_stars-of-8-state`                     |                           | leases and snapshots: a key-value bucket    |
///
/// The position of a record is its sequence in its stream less one: JetStream counts from 1.

#include <loyalty/adapters/driver_options.hpp>
#include <loyalty/adapters/log_client.hpp>
#include <loyalty/adapters/nats/connection.hpp>
#include <loyalty/config.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace loyalty::adapters::nats {

/// The name of a generation, of which those of its streams are made. JetStream's names have no points.
[[nodiscard]] inline std::string name_of(const stream_generation& one) {
    std::string name = one.stream + "-of-" + std::to_string(one.partitions);
    for (char& each : name) {
        each = each == '.' ? '_' : each;
    }
    return name;
}
[[nodiscard]] inline std::string subject_of(const stream_generation& one, destination to, std::uint32_t partition) {
    const char* const of = to == destination::log ? ".log." : to == destination::outcomes ? ".outcomes." : ".dead.";
    return name_of(one) + of + std::to_string(partition);
}
/// The stream of a partition's log.
[[nodiscard]] inline std::string log_of(const stream_generation& one, std::uint32_t partition) {
    return name_of(one) + "-log-" + std::to_string(partition);
}
[[nodiscard]] inline std::string outcomes_of(const stream_generation& one) {
    return name_of(one) + "-outcomes";
}
[[nodiscard]] inline std::string dead_of(const stream_generation& one) {
    return name_of(one) + "-dead";
}
/// The bucket of leases and snapshots.
[[nodiscard]] inline std::string bucket_of(const stream_generation& one) {
    return name_of(one) + "-state";
}

struct stream_options {
    int replicas = 3;
    std::chrono::milliseconds duplicate_window{
        120'000};                     ///< within it the cluster drops a record with an id that it has
    std::chrono::seconds keep_for{0}; ///< records of logs, outcomes and dead that are older are removed; 0: never
};

/// Where a stream begins and ends, and which server leads it.
struct stream_state {
    std::uint64_t first = 0; ///< the position of the first record that is still there
    std::uint64_t end = 0;   ///< the position behind the last one
    std::string leader{};    ///< the name of a server; empty if there is none, or no cluster
};

/// Asks the cluster for it; nothing if it does not answer.
[[nodiscard]] inline std::optional<stream_state> look_at(connection& cluster, const std::string& stream) {
    detail::nats_handle<jsStreamInfo, jsStreamInfo_Destroy> found;
    jsErrCode code{};
    const natsStatus status = detail::make_handle(found, [&](jsStreamInfo** made) {
        return js_GetStreamInfo(made, cluster.context(), stream.c_str(), nullptr, &code);
    });
    if (status != NATS_OK) {
        cluster.note("the stream " + stream + " does not answer: look whether it has a leader", status, code);
        return std::nullopt;
    }
    stream_state state{.first = found->State.FirstSeq == 0 ? 0 : found->State.FirstSeq - 1,
                       .end = found->State.LastSeq};
    if (found->Cluster != nullptr && found->Cluster->Leader != nullptr) {
        state.leader = found->Cluster->Leader;
    }
    return state;
}

/// Makes a stream on disk, unless it is there.
[[nodiscard]] inline bool create_stream(connection& cluster, const std::string& name, const std::string& subject,
                                        const stream_options& options) {
    const char* const subjects[] = {subject.c_str()};
    jsStreamConfig wanted;
    jsStreamConfig_Init(&wanted);
    wanted.Name = name.c_str();
    wanted.Subjects = const_cast<const char**>(subjects);
    wanted.SubjectsLen = 1;
    wanted.Storage = js_FileStorage;
    wanted.Replicas = options.replicas;
    wanted.Duplicates = std::chrono::nanoseconds{options.duplicate_window}.count();
    wanted.MaxAge = std::chrono::nanoseconds{options.keep_for}.count();
    jsErrCode code{};
    const natsStatus status = js_AddStream(nullptr, cluster.context(), &wanted, nullptr, &code);
    if (status != NATS_OK && code != JSStreamNameExistErr) {
        cluster.note("the stream " + name + " cannot be made: see the server's rights and limits", status, code);
        return false;
    }
    return true;
}

/// Makes the streams and the bucket of a generation, as far as they are not there. An operator may make them instead, with
/// limits of his own, as long as a log keeps what its older snapshot does not contain.
[[nodiscard]] inline bool create_streams(connection& cluster, const stream_generation& one,
                                         const stream_options& options = {}) {
    bool made = cluster.open();
    for (std::uint32_t p = 0; p < one.partitions && made; ++p) {
        made = create_stream(cluster, log_of(one, p), subject_of(one, destination::log, p), options);
    }
    made = made && create_stream(cluster, outcomes_of(one), name_of(one) + ".outcomes.*", options);
    made = made && create_stream(cluster, dead_of(one), name_of(one) + ".dead.*", options);
    if (!made) {
        return false;
    }
    kvConfig wanted;
    kvConfig_Init(&wanted);
    const std::string bucket = bucket_of(one);
    wanted.Bucket = bucket.c_str();
    wanted.History = 1;
    wanted.Replicas = options.replicas;
    detail::nats_handle<kvStore, kvStore_Destroy> there;
    natsStatus status = detail::make_handle(
        there, [&](kvStore** found) { return js_KeyValue(found, cluster.context(), bucket.c_str()); });
    if (status == NATS_NOT_FOUND) {
        status = detail::make_handle(
            there, [&](kvStore** found) { return js_CreateKeyValue(found, cluster.context(), &wanted); });
    }
    if (status != NATS_OK) {
        cluster.note("the bucket " + bucket + " cannot be made: see the server's rights and limits", status);
    }
    return status == NATS_OK;
}

} // namespace loyalty::adapters::nats
