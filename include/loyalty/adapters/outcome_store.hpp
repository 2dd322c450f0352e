// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Where outcomes go. `outcomes_to_log` sends them to a log of the broker; another store takes its place as the
/// argument `Outcomes` of the driver, for example a database that keeps outcomes, balances and position in one
/// transaction.

#include <loyalty/adapters/log_client.hpp>
#include <loyalty/adapters/outcome_record.hpp>
#include <loyalty/config.hpp>
#include <loyalty/stream/worker_sink.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace loyalty::adapters {

/// A partition and its owner.
struct partition_place {
    std::uint32_t partition = 0;
    std::uint64_t epoch = 0; ///< of the owner: a store refuses what comes with one that is lower than it has seen
};

/// The answer of a store.
enum class commit_answer : std::uint8_t {
    safe,
    failed,    ///< the driver starts the partition again from its last snapshot, and gives everything again
    superseded ///< another owner was there with a higher epoch: the driver stops the partition
};

/// A store of outcomes:
///
/// | expression        | meaning                                                                                      |
/// |-------------------|----------------------------------------------------------------------------------------------|
/// | `on(at, one)`     | takes the outcome of an event of partition `at`; false if it cannot, ever                    |
/// | `commit(at, own)` | makes safe all that `on` took for `at`. `own` is the worker behind the last of them, with    |
/// |                   | `own.next()` and its members. It comes before the snapshot of the same position, so after a  |
/// |                   | crash the same outcomes come again, and a position that is lower than one that is safe       |
/// | `drop(at)`        | forgets what `on` took for `at` and was not committed                                        |
/// | `why()`           | what went wrong last, in a sentence                                                          |
///
/// And if they are there:
///
/// | expression        | meaning                                                                                      |
/// |-------------------|----------------------------------------------------------------------------------------------|
/// | `start(at, next)` | the worker of `at` begins with the record `next`, and gives nothing of what lies before it   |
/// | `on(at, dead)`    | takes a dead record, which then does not go to the log of the dead; false if it cannot, ever |
/// | `metrics_text()`  | its own counts as Prometheus text, which the driver adds to its own                          |
template <class Store, class Worker>
concept outcome_store = requires(Store& store, const Store& known, const partition_place& at, const Worker& own,
                                 const typename Worker::worked_type& one) {
    { store.on(at, one) } -> std::same_as<bool>;
    { store.commit(at, own) } -> std::same_as<commit_answer>;
    { store.drop(at) } -> std::same_as<void>;
    { known.why() } -> std::convertible_to<std::string>;
};

/// Sends outcomes to the log of outcomes, with the ids of `id_of_outcome`. The driver makes them safe with all else that
/// the client sends.
template <log_client Client>
class outcomes_to_log {
public:
    outcomes_to_log(Client& client, std::uint64_t fingerprint) : client_{client}, fingerprint_{fingerprint} {}

    template <class Programme>
    [[nodiscard]] bool on(const partition_place& at, const streams::worked<Programme>& one) {
        room_.resize(encode_outcome({}, fingerprint_, one));
        static_cast<void>(encode_outcome(room_, fingerprint_, one));
        return client_.send({destination::outcomes, at.partition, id_of_outcome(one.member, one.id), room_});
    }
    template <class Worker>
    [[nodiscard]] commit_answer commit(const partition_place&, const Worker&) {
        return commit_answer::safe;
    }
    void drop(const partition_place&) {}
    [[nodiscard]] std::string why() const { return client_.why(); }

private:
    Client& client_;
    std::uint64_t fingerprint_;
    std::vector<std::byte> room_{};
};

} // namespace loyalty::adapters
