// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/adapters/generation.hpp>
#include <loyalty/config.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <loyalty/adapters/metrics.hpp>
#include <loyalty/adapters/outcome_store.hpp>
#include <loyalty/stream/shards.hpp>
#include <loyalty/stream/snapshot_folder.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace loyalty::detail {

/// Why a partition cannot be taken, or goes on no more: a word for metrics, and a sentence.
struct partition_fault {
    std::string_view word{};
    std::string sentence{};

    [[nodiscard]] explicit operator bool() const noexcept { return !word.empty(); }
};

[[nodiscard]] inline partition_fault fault_of(const streams::store_error& error) {
    if (!error) {
        return {};
    }
    const std::string code = error.system_code != 0 ? "; errno " + std::to_string(error.system_code) : "";
    return {error.fault == streams::store_fault::superseded ? "superseded" : "disk",
            std::string{error.sentence()} + code};
}

/// Where the snapshots of a client's partitions lie: in folders, unless the client has a place of its own.
template <class Client>
struct snapshots_of {
    using type = streams::snapshot_folder;

    [[nodiscard]] static streams::store_error open(Client&, type& place, const adapters::driver_options& options,
                                                   const adapters::stream_generation& of, std::uint32_t partition) {
        const streams::store_error error = adapters::make_folders(options.folder, of, options.safe);
        return error ? error : place.open(adapters::folder_of(options.folder, of, partition), options.safe);
    }
    [[nodiscard]] static bool is_closed(Client&, const adapters::driver_options& options,
                                        const adapters::stream_generation& of) {
        return adapters::is_closed(options.folder, of);
    }
};
template <class Client>
requires requires {
    typename Client::snapshot_type;
}
struct snapshots_of<Client> {
    using type = typename Client::snapshot_type;

    [[nodiscard]] static streams::store_error open(Client& client, type& place, const adapters::driver_options&,
                                                   const adapters::stream_generation& of, std::uint32_t partition) {
        return client.open_snapshots(place, of, partition);
    }
    [[nodiscard]] static bool is_closed(Client& client, const adapters::driver_options&,
                                        const adapters::stream_generation& of) {
        return client.is_closed(of);
    }
};

/// A partition that this process has: its worker, its snapshots, and what is on disk of it. `make()` gives a worker that
/// is new.
template <class Worker, class Client>
class owned_partition {
    using snapshots = snapshots_of<Client>;

public:
    using clock = std::chrono::steady_clock;

    /// Claims the snapshots and restores the worker: from its own newest one, or from those of the generation before.
    template <class Make>
    [[nodiscard]] partition_fault claim(Client& client, const adapters::driver_options& options,
                                        std::uint32_t partition, Make&& make) {
        partition_ = partition;
        streams::store_error error = snapshots::open(client, folder_, options, options.own, partition);
        error = error ? error : folder_.claim();
        return error ? fault_of(error) : restore(client, options, make);
    }
    /// Starts again from what is on disk, as the same owner.
    template <class Make>
    [[nodiscard]] partition_fault restore(Client& client, const adapters::driver_options& options, Make&& make) {
        own_ = make();
        std::string_view why = "the snapshot cannot be read";
        const auto search = folder_.read_newest([&](std::span<const std::byte> bytes) {
            const auto found = own_->restore(bytes);
            why = found ? why : found.error.sentence();
            return static_cast<bool>(found);
        });
        if (search.error) {
            return fault_of(search.error);
        }
        if (!search && search.refused > 0) {
            return {"snapshot", std::string{why} + ": no snapshot of the partition can be read; put an older copy into "
                                                   "its folder, or remove it to begin with the log's first record"};
        }
        is_on_disk_ = search.found;
        if (!search.found && options.closed.partitions > 0) {
            if (auto fault = take_over(client, options)) {
                return fault;
            }
        }
        saved_ = own_->next();
        saved_at_ = clock::now();
        return {};
    }

    [[nodiscard]] Worker& worker() noexcept { return *own_; }
    [[nodiscard]] const Worker& worker() const noexcept { return *own_; }
    [[nodiscard]] bool has_worker() const noexcept { return own_ != nullptr; }
    void drop_worker() noexcept { own_.reset(); }
    [[nodiscard]] adapters::partition_place place() const noexcept { return {partition_, folder_.epoch()}; }

    /// Returns true if the newest snapshot is not that of the worker.
    [[nodiscard]] bool has_news() const noexcept { return !is_on_disk_ || own_->next() != saved_; }
    /// Notes where it stands; `end` is the end of its log, if it is known.
    void describe(adapters::partition_numbers& its, std::optional<std::uint64_t> end) const {
        its.epoch = folder_.epoch();
        its.position = own_->next();
        its.snapshot_position = saved_;
        its.snapshot_age_seconds = std::chrono::duration_cast<std::chrono::seconds>(clock::now() - saved_at_).count();
        its.end = end.value_or(its.position);
        its.members = own_->state().members.size();
        its.waiting = own_->state().waiting.size();
    }
    /// Writes a snapshot. All outcomes before it are safe already.
    [[nodiscard]] streams::store_error save() {
        const streams::store_error error = folder_.save([&](auto&& write) { return own_->snapshot(write); });
        if (!error) {
            is_on_disk_ = true;
            saved_ = own_->next();
            saved_at_ = clock::now();
        }
        return error;
    }

private:
    /// Adds the shards out of the last snapshots of the generation before.
    [[nodiscard]] partition_fault take_over(Client& client, const adapters::driver_options& options) {
        const adapters::stream_generation& before = options.closed;
        if (!snapshots::is_closed(client, options, before)) {
            return {"not_closed", "the generation before is not closed: let its workers take all records, and call "
                                  "close_generation"};
        }
        const streams::shard_range shards = streams::shards_of_partition(partition_, options.own.partitions);
        for (std::uint32_t each = 0; each < before.partitions; ++each) {
            if (streams::intersection(shards, streams::shards_of_partition(each, before.partitions)).size() == 0) {
                continue;
            }
            typename snapshots::type folder;
            std::string why = "there is none";
            if (auto fault = fault_of(snapshots::open(client, folder, options, before, each))) {
                return fault;
            }
            const auto search = folder.read_newest([&](std::span<const std::byte> bytes) {
                const auto found = own_->take_over(bytes);
                why = found.error.sentence();
                return static_cast<bool>(found);
            });
            if (!search || search.refused > 0) { // an older snapshot is not the last one
                return {"snapshot", "the last snapshot of partition " + std::to_string(each) +
                                        " of the generation before cannot be read: " + why};
            }
        }
        return {};
    }

    std::uint32_t partition_ = 0;
    typename snapshots::type folder_{};
    std::unique_ptr<Worker> own_{};
    bool is_on_disk_ = false;
    std::uint64_t saved_ = 0;
    clock::time_point saved_at_{};
};

} // namespace loyalty::detail

#endif
