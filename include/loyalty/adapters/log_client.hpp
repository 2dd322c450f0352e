// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The calls between the driver of workers (adapters/driver.hpp) and the client of a broker. A client depends on its
/// broker and on these types of the library alone; a driver depends on no broker.
///
/// A group gives this process partition 2, whose newest snapshot ends before record 1,000:
///
/// | the client calls                    | the driver answers, and does                                           |
/// |-------------------------------------|------------------------------------------------------------------------|
/// | `host.assigned(2)`                  | 1'000: it has claimed the folder and restored the worker               |
/// | `host.records(2, {1'000 .. 1'249})` | it calls `send` for outcomes, messages and dead records                |
/// | `host.revoked(2)`                   | `make_safe`, then a snapshot at 1'250; then the worker is gone         |
///
/// The three destinations of what it sends are logs too. The client chooses their names: in Kafka `stars`,
/// `stars.outcomes` and `stars.dead`.

#include <loyalty/config.hpp>
#include <loyalty/stream/worker_options.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loyalty::adapters {

/// Which log a record goes to.
enum class destination : std::uint8_t {
    log,      ///< of events: messages to the members of a partition, and marks of time
    outcomes, ///< by the partition of the member
    dead      ///< what could not be taken, by the partition where it came
};

/// A record to send. The same id always has the same bytes, so a reader takes each id once.
struct outgoing {
    destination to = destination::log;
    std::uint32_t partition = 0;
    std::string_view id{}; ///< at most 120 printable characters of ASCII without blanks
    std::span<const std::byte> bytes{};
};

/// The functions that a client calls, from `poll` and `close` only, and from no other thread than theirs.
class log_host {
public:
    /// This process has a partition from now on. Returns the position to start from, whatever the broker remembers of the
    /// group; nothing if the partition is not to be read.
    [[nodiscard]] virtual std::optional<std::uint64_t> assigned(std::uint32_t partition) = 0;
    /// Another process may have it once this returns.
    virtual void revoked(std::uint32_t partition) = 0;
    /// Another process may have it already.
    virtual void lost(std::uint32_t partition) = 0;
    /// Records in the order of their positions, the first one as `start` or `assigned` said. Their bytes need to stay until
    /// this returns.
    virtual void records(std::uint32_t partition, std::span<const streams::log_entry> batch) = 0;
    /// The broker has not kept the record to start from.
    virtual void gap(std::uint32_t partition, std::string_view why) = 0;
    /// Something went wrong that the client goes on trying.
    virtual void trouble(std::string_view what) = 0;

    log_host() noexcept = default;
    log_host(const log_host&) = delete;
    log_host& operator=(const log_host&) = delete;

protected:
    ~log_host() = default;
};

/// A broker's client for one driver:
///
/// | expression                 | meaning                                                                             |
/// |----------------------------|-------------------------------------------------------------------------------------|
/// | `poll(host, most)`         | waits at most so long for something, and calls `host`; false if it cannot go on     |
/// | `start(p, position)`       | reads partition `p`, which is assigned, from this position on; what came before and |
/// |                            | was not handed over is dropped                                                      |
/// | `stop(p)`                  | hands over nothing more of `p`                                                      |
/// | `send(record)`             | takes a copy of the record to send; false if it cannot                              |
/// | `make_safe(most)`          | true once the brokers keep all that was sent since the last call. False if they do  |
/// |                            | not within that time; what was not kept is dropped, since the driver gives it again |
/// | `end_of(p)`                | the position behind the last record of `p`, if it is known: for the lag             |
/// | `close(host)`              | leaves the group; may call `revoked`                                                |
/// | `why()`                    | what went wrong last, in a sentence                                                 |
///
/// A client may keep the snapshots too, instead of the folders of `driver_options`:
///
/// | expression                         | meaning                                                                    |
/// |------------------------------------|----------------------------------------------------------------------------|
/// | `Client::snapshot_type`            | has the functions of `streams::snapshot_folder` but `open`                  |
/// | `open_snapshots(place, stream, p)` | prepares one for a partition; gives a `store_error`                        |
/// | `is_closed(stream)`                | true once that generation has ended                                        |
///
/// No function throws. The records of a partition that `send` takes arrive in their order, or not at all.
template <class Client>
concept log_client = requires(Client& client, const Client& known, log_host& host, const outgoing& record,
                              std::uint32_t partition, std::uint64_t position, std::chrono::milliseconds most) {
    { client.poll(host, most) } -> std::same_as<bool>;
    { client.start(partition, position) } -> std::same_as<bool>;
    { client.stop(partition) } -> std::same_as<void>;
    { client.send(record) } -> std::same_as<bool>;
    { client.make_safe(most) } -> std::same_as<bool>;
    { client.end_of(partition) } -> std::same_as<std::optional<std::uint64_t>>;
    { client.close(host) } -> std::same_as<void>;
    { known.why() } -> std::convertible_to<std::string>;
};

} // namespace loyalty::adapters
