// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Workers on NATS JetStream. Three processes share 8 partitions of `stars`:
///
/// @code
/// nats::client client{{.cluster = {.servers = {"nats://10.0.0.1:4222", "nats://10.0.0.2:4222", "nats://10.0.0.3:4222"}},
///                      .stream = {"stars", 8}}};
/// outcomes_to_log outcomes{client, fingerprint(stars)};
/// auto own = make_driver<event>(stars, client, outcomes, {.own = {"stars", 8}, .folder = "/var/lib/stars"});
/// return own.run(stop_on_signals()) ? 0 : 1;
/// @endcode
///
/// The streams are made by `create_streams`, or by the operator: see adapters/nats/streams.hpp.

#include <loyalty/adapters/driver_options.hpp>
#include <loyalty/adapters/log_client.hpp>
#include <loyalty/adapters/nats/bucket.hpp>
#include <loyalty/adapters/nats/connection.hpp>
#include <loyalty/adapters/nats/group.hpp>
#include <loyalty/adapters/nats/log_reader.hpp>
#include <loyalty/adapters/nats/sender.hpp>
#include <loyalty/adapters/nats/streams.hpp>
#include <loyalty/config.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

namespace loyalty::adapters::nats {

struct client_options {
    connection_options cluster{};
    stream_generation stream{.stream = "loyalty", .partitions = 1}; ///< the driver has the same
    std::string process{};                       ///< a name without blanks, another one for each process; made if empty
    std::chrono::milliseconds beat_every{1'000}; ///< how often it writes the table of the group
    std::chrono::milliseconds gone_after{10'000}; ///< a process that does not for so long is gone
    std::size_t most_records = 1'000;             ///< of a partition at a time
};

/// See the top of this file.
class client {
    using clock = std::chrono::steady_clock;

public:
    explicit client(client_options options)
        : options_{std::move(options)},
          cluster_{options_.cluster},
          sender_{cluster_},
          state_{cluster_, bucket_of(options_.stream)},
          me_{options_.process.empty() ? made_name() : options_.process, options_.stream.partitions} {}

    [[nodiscard]] bool poll(log_host& host, std::chrono::milliseconds most) {
        const auto until = clock::now() + most;
        if (!cluster_.open()) {
            complain(host);
            std::this_thread::sleep_until(until);
            return !cluster_.is_closed();
        }
        if (clock::now() >= beat_at_) {
            beat(host);
        }
        while (!read_all(host) && clock::now() < until) {
            std::this_thread::sleep_for(look_every);
        }
        return !cluster_.is_closed();
    }
    [[nodiscard]] bool start(std::uint32_t partition, std::uint64_t position) {
        const auto found = readers_.find(partition);
        if (found != readers_.end()) {
            found->second.start(position);
        }
        return found != readers_.end();
    }
    void stop(std::uint32_t partition) { readers_.erase(partition); }

    [[nodiscard]] bool send(const outgoing& one) {
        return cluster_.open() && sender_.send(subject_of(options_.stream, one.to, one.partition), one);
    }
    /// Meanwhile it goes on to write the table of the group, so that it does not count as gone.
    [[nodiscard]] bool make_safe(std::chrono::milliseconds most) {
        return cluster_.open() && sender_.make_safe(most, [this] { stay(); });
    }

    [[nodiscard]] std::optional<std::uint64_t> end_of(std::uint32_t partition) const {
        const auto found = readers_.find(partition);
        return found == readers_.end() ? std::nullopt : std::optional{found->second.end()};
    }
    /// Gives all partitions back, so that others need not wait until this process is gone.
    void close(log_host& host) {
        for (const std::uint32_t each : me_.own()) {
            readers_.erase(each);
            host.revoked(each);
        }
        me_.forget();
        for (int tries = 0; tries < most_tries && !leave(); ++tries) {
            std::this_thread::sleep_for(look_every);
        }
    }
    [[nodiscard]] const std::string& why() const noexcept { return cluster_.why(); }
    [[nodiscard]] connection& cluster() noexcept { return cluster_; }
    [[nodiscard]] const std::string& process() const noexcept { return me_.name(); }

private:
    static constexpr std::chrono::milliseconds look_every{2};
    static constexpr std::chrono::seconds complain_every{1};
    static constexpr int most_tries = 20;
    static constexpr const char* table_key = "group";

    /// A name that no other process has: the host's, the number of the process, and when it began.
    [[nodiscard]] static std::string made_name() {
        char host[65] = "host";
        static_cast<void>(::gethostname(host, sizeof host - 1));
        std::string name = std::string{host} + "-" + std::to_string(::getpid()) + "-" +
                           std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
        std::replace(name.begin(), name.end(), ' ', '_');
        return name;
    }
    void complain(log_host& host) {
        if (clock::now() >= complain_at_) {
            complain_at_ = clock::now() + complain_every;
            host.trouble(cluster_.why());
        }
    }

    /// Hands over what has come. Returns true if that was something. If the cluster does not answer for one partition, the
    /// next call begins with the one behind it, so that a call does not wait for all of them.
    [[nodiscard]] bool read_all(log_host& host) {
        std::vector<std::uint32_t> all; // the host may stop one meanwhile
        for (const auto& each : readers_) {
            all.push_back(each.first);
        }
        std::rotate(all.begin(), std::lower_bound(all.begin(), all.end(), first_), all.end());
        bool found = false;
        for (const std::uint32_t partition : all) {
            const auto place = readers_.find(partition);
            const read_answer answer =
                place == readers_.end() ? read_answer::none : place->second.read(cluster_, options_.most_records);
            if (answer == read_answer::records) {
                found = true;
                hand_over(host, partition, place->second);
            } else if (answer == read_answer::gap) {
                readers_.erase(place);
                host.gap(partition, "the stream begins behind it");
            } else if (answer == read_answer::trouble) {
                first_ = partition + 1;
                complain(host);
                break;
            }
        }
        return found;
    }
    /// The host may stop the partition while it takes the records, so the reader is not here meanwhile.
    void hand_over(log_host& host, std::uint32_t partition, log_reader& reader) {
        const log_reader::batch batch = reader.take_batch();
        host.records(partition, batch.entries);
    }

    // The group --------------------------------------------------------------------------------------------------------

    /// Reads the table, and writes it with what this process has.
    void beat(log_host& host) {
        beat_at_ = clock::now() + options_.beat_every;
        for (int tries = 0; tries < most_tries; ++tries) {
            bucket_value value;
            if (!state_.read(table_key, value)) {
                return complain(host);
            }
            group_table table = table_of(value.bytes);
            watch_.sweep(table, me_.name(), clock::now(), options_.gone_after);
            for (const std::uint32_t each : me_.lost(table)) {
                readers_.erase(each);
                host.lost(each);
            }
            for (const std::uint32_t each : me_.to_give_back(table)) {
                readers_.erase(each);
                host.revoked(each);
            }
            const group_table next = me_.beaten(table);
            const std::string text = text_of(next);
            switch (state_.replace(table_key, std::as_bytes(std::span{text}), value.revision)) {
            case bucket_answer::written:
                return take(host, me_.accept(next));
            case bucket_answer::trouble:
                return complain(host);
            case bucket_answer::changed:
                std::this_thread::sleep_for(look_every); // somebody was faster
            }
        }
    }
    /// Writes the table with another number and no other change. The next beat finds the changes of others.
    void stay() {
        bucket_value value;
        if (clock::now() < beat_at_ || !state_.read(table_key, value)) {
            return;
        }
        beat_at_ = clock::now() + options_.beat_every;
        group_table table = table_of(value.bytes);
        if (const auto found = table.processes.find(me_.name()); found != table.processes.end()) {
            ++found->second.beats;
            const std::string text = text_of(table);
            static_cast<void>(state_.replace(table_key, std::as_bytes(std::span{text}), value.revision));
        }
    }
    void take(log_host& host, const std::vector<std::uint32_t>& fresh) {
        for (const std::uint32_t partition : fresh) {
            if (const auto position = host.assigned(partition)) {
                const auto place = readers_.try_emplace(partition, log_of(options_.stream, partition),
                                                        subject_of(options_.stream, destination::log, partition));
                place.first->second.start(*position);
            }
        }
    }
    /// Takes this process out of the table.
    [[nodiscard]] bool leave() {
        bucket_value value;
        if (!cluster_.is_open() || !state_.read(table_key, value)) {
            return true; // the others notice after a while
        }
        group_table table = table_of(value.bytes);
        table.processes.erase(me_.name());
        const std::string text = text_of(table);
        return value.revision == 0 ||
               state_.replace(table_key, std::as_bytes(std::span{text}), value.revision) != bucket_answer::changed;
    }

    client_options options_;
    connection cluster_;
    sender sender_;
    bucket state_;
    group_process me_;
    beat_watch watch_{};
    std::map<std::uint32_t, log_reader> readers_{};
    std::uint32_t first_ = 0; ///< the partition that is read first
    clock::time_point beat_at_{};
    clock::time_point complain_at_{};
};

static_assert(log_client<client>);

} // namespace loyalty::adapters::nats
