// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A stream of one partition on a cluster, with a sender, and a driver that has the partition. What is waited for is asked
/// again and again until it is so. A server that is slow, elects a leader or is paused makes that last longer, and changes
/// nothing; only a test that fails waits for `most`.

#include "support/club.hpp"
#include "support/nats_cluster.hpp"

#include <loyalty/adapters/driver.hpp>
#include <loyalty/adapters/nats/snapshots.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace one_partition {

using namespace loyalty::adapters;
using namespace club;
using std::chrono::milliseconds;
using std::chrono::seconds;

inline constexpr seconds most{240};

template <class Is>
[[nodiscard]] bool until(Is&& is) {
    const auto end = std::chrono::steady_clock::now() + most;
    while (!is()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(milliseconds{20});
    }
    return true;
}

/// What a driver logged.
struct heard {
    std::vector<std::string> lines{};

    [[nodiscard]] auto log() {
        return [this](std::string_view line) { lines.emplace_back(line); };
    }
    [[nodiscard]] bool has(const std::string& text) const {
        for (const std::string& each : lines) {
            if (each.find(text) != std::string::npos) {
                return true;
            }
        }
        return false;
    }
};

[[nodiscard]] inline instant day(std::int64_t number) {
    return "2025-03-10T12:00"_utc + dates::seconds{number * 86'400};
}
/// A sale of 10.00 USD to the member of the same number.
[[nodiscard]] inline bytes sale_of(std::uint32_t number, std::int64_t on) {
    return record_of(event{sale{.id = number, .member = number, .time = day(on), .net = 10_usd}});
}

/// See the top of this file.
class shop {
public:
    explicit shop(const nats_cluster& cluster, const std::string& name, milliseconds safe_within = milliseconds{30'000})
        : own{name, 1}, link{{.servers = cluster.servers(), .answer_within = seconds{5}}}, client{options_of(cluster)} {
        REQUIRE_MESSAGE(until([&] { return link.open() && nats::create_streams(link, own); }), link.why());
        driver_.emplace(rules, client, outcomes_,
                        driver_options{.own = own,
                                       .poll_for = milliseconds{20},
                                       .snapshot_every = milliseconds{100},
                                       .safe_within = safe_within,
                                       .most_restarts = 100'000,
                                       .log = what.log()});
    }

    /// Sends records with their ids until the log has all of them; of those that come again the cluster drops the ids.
    void send(const std::vector<std::pair<std::string, bytes>>& all) {
        REQUIRE_MESSAGE(until([&] { return try_to_send(all, seconds{10}); }), link.why());
    }
    [[nodiscard]] bool try_to_send(const std::vector<std::pair<std::string, bytes>>& all, milliseconds within) {
        bool right = true;
        for (const auto& [id, record] : all) {
            right = right && sender.send(nats::subject_of(own, destination::log, 0), {destination::log, 0, id, record});
        }
        return sender.make_safe(within) && right;
    }
    /// Turns the driver until something is so.
    template <class Is>
    [[nodiscard]] bool turn_until(Is&& is) {
        return until([&] { return driver_->turn() && is(); });
    }
    /// How many records a stream has had; asked until a leader says so.
    [[nodiscard]] std::uint64_t end_of(const std::string& stream) {
        std::optional<nats::stream_state> state;
        REQUIRE_MESSAGE(until([&] { return (state = nats::look_at(link, stream)).has_value(); }), link.why());
        return state->end;
    }
    [[nodiscard]] std::uint64_t outcomes() { return end_of(nats::outcomes_of(own)); }
    [[nodiscard]] std::uint64_t dead() { return end_of(nats::dead_of(own)); }
    [[nodiscard]] const partition_numbers& numbers() { return driver_->numbers().at(0); }

    stream_generation own;
    nats::connection link;
    nats::sender sender{link};
    nats::replicated_client client;
    heard what{};

private:
    using outcomes_type = outcomes_to_log<nats::replicated_client>;
    using driver_type = driver<rules_type, event, nats::replicated_client, outcomes_type>;

    [[nodiscard]] nats::client_options options_of(const nats_cluster& cluster) const {
        return {.cluster = {.servers = cluster.servers()}, .stream = own, .beat_every = milliseconds{200}};
    }

    outcomes_type outcomes_{client, streams::fingerprint(rules)};
    std::optional<driver_type> driver_{};
};

} // namespace one_partition
