// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A broker in a folder, for tests: the log of a partition is a file of slots of 1,024 bytes. A slot lies in one page, so it
/// is written whole or not at all, also by a process that is killed.

#include <loyalty/adapters/log_client.hpp>
#include <loyalty/stream/worker_options.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

class slot_log {
public:
    explicit slot_log(const std::string& path)
        : file_{::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600)} {}
    slot_log(slot_log&& other) noexcept : file_{std::exchange(other.file_, -1)} {}
    slot_log& operator=(slot_log&&) = delete;
    ~slot_log() { ::close(file_); }

    void append(std::span<const std::byte> bytes) const {
        std::array<std::byte, slot_bytes> slot{};
        const auto size = static_cast<std::uint32_t>(bytes.size());
        if (size > slot_bytes - sizeof size) {
            std::abort();
        }
        std::memcpy(slot.data(), &size, sizeof size);
        std::memcpy(slot.data() + sizeof size, bytes.data(), bytes.size());
        if (::write(file_, slot.data(), slot_bytes) != ssize_t{slot_bytes}) {
            std::abort();
        }
    }
    [[nodiscard]] std::uint64_t end() const {
        struct stat about {};
        return ::fstat(file_, &about) == 0 ? static_cast<std::uint64_t>(about.st_size) / slot_bytes : 0;
    }
    [[nodiscard]] std::vector<std::byte> read(std::uint64_t position) const {
        std::vector<std::byte> slot(slot_bytes);
        std::uint32_t size = 0;
        if (::pread(file_, slot.data(), slot_bytes, static_cast<off_t>(position * slot_bytes)) != ssize_t{slot_bytes}) {
            std::abort();
        }
        std::memcpy(&size, slot.data(), sizeof size);
        slot.erase(slot.begin(), slot.begin() + sizeof size);
        slot.resize(size);
        return slot;
    }

private:
    static constexpr std::size_t slot_bytes = 1'024;

    int file_;
};

/// The client of a driver that has all partitions.
class slot_client {
public:
    slot_client(const std::string& folder, std::uint32_t partitions) : next_(partitions) {
        for (std::uint32_t i = 0; i < partitions; ++i) {
            logs_.emplace_back(folder + "/log_" + std::to_string(i));
        }
    }

    [[nodiscard]] bool poll(loyalty::adapters::log_host& host, std::chrono::milliseconds most) {
        for (std::uint32_t i = 0; i < logs_.size() && !assigned_; ++i) {
            next_[i] = host.assigned(i);
        }
        assigned_ = true;
        bool found = false;
        for (std::uint32_t i = 0; i < logs_.size(); ++i) {
            std::vector<std::vector<std::byte>> held;
            std::vector<loyalty::streams::log_entry> batch;
            const std::uint64_t end = logs_[i].end();
            for (; next_[i] && *next_[i] < end && held.size() < 100; ++*next_[i]) {
                held.push_back(logs_[i].read(*next_[i]));
                batch.push_back({*next_[i], held.back()});
            }
            if (!batch.empty()) {
                found = true;
                host.records(i, batch);
            }
        }
        if (!found) {
            std::this_thread::sleep_for(most / 10);
        }
        return true;
    }
    [[nodiscard]] bool start(std::uint32_t partition, std::uint64_t position) {
        next_[partition] = position;
        return true;
    }
    void stop(std::uint32_t partition) { next_[partition].reset(); }
    [[nodiscard]] bool send(const loyalty::adapters::outgoing& one) {
        if (one.to == loyalty::adapters::destination::log) {
            sent_.emplace_back(one.partition, std::vector<std::byte>{one.bytes.begin(), one.bytes.end()});
        }
        return true;
    }
    [[nodiscard]] bool make_safe(std::chrono::milliseconds) {
        for (const auto& [partition, bytes] : std::exchange(sent_, {})) {
            logs_[partition].append(bytes);
        }
        return true;
    }
    [[nodiscard]] std::optional<std::uint64_t> end_of(std::uint32_t partition) const { return logs_[partition].end(); }
    void close(loyalty::adapters::log_host&) {}
    [[nodiscard]] std::string why() const { return ""; }

private:
    std::vector<slot_log> logs_{};
    std::vector<std::optional<std::uint64_t>> next_;
    std::vector<std::pair<std::uint32_t, std::vector<std::byte>>> sent_{};
    bool assigned_ = false;
};
