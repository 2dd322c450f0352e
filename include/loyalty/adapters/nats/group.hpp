// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Which process has which partition. JetStream has no such groups, so the processes keep a table under one key of a
/// replicated bucket, and change it by compare-and-swap of its revision:
///
///     a 17 0 1          process a has written 17 times, and has the partitions 0 and 1
///     b 9 2 3
///
/// Each process writes once a second. One whose number stands still for `gone_after`, by the clock of whoever looks, is
/// taken out, and others take its partitions. A process that has more than its share of them gives some back. Two
/// processes may believe for a while that they have one partition: then the epoch of the snapshots decides.

#include <loyalty/adapters/nats/connection.hpp>
#include <loyalty/config.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace loyalty::adapters::nats {

/// The table of a group.
struct group_table {
    struct process {
        std::uint64_t beats = 0;
        std::set<std::uint32_t> partitions{};

        [[nodiscard]] friend bool operator==(const process&, const process&) = default;
    };
    std::map<std::string, process> processes{};

    [[nodiscard]] friend bool operator==(const group_table&, const group_table&) = default;
};

[[nodiscard]] inline std::string text_of(const group_table& table) {
    std::string text;
    for (const auto& [name, one] : table.processes) {
        text += name + " " + std::to_string(one.beats);
        for (const std::uint32_t partition : one.partitions) {
            text += " " + std::to_string(partition);
        }
        text += "\n";
    }
    return text;
}
/// Reads what `text_of` wrote; lines that are none are left out.
[[nodiscard]] inline group_table table_of(const std::string& text) {
    group_table table;
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words{line};
        std::string name;
        group_table::process one;
        if (words >> name >> one.beats) {
            for (std::uint32_t partition = 0; words >> partition;) {
                one.partitions.insert(partition);
            }
            table.processes[name] = one;
        }
    }
    return table;
}

/// The part of one process in the table. It uses no broker and no clock.
class group_process {
public:
    group_process(std::string name, std::uint32_t partitions) : name_{std::move(name)}, partitions_{partitions} {}

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] const std::set<std::uint32_t>& own() const noexcept { return own_; }

    /// Those of its partitions that the table gives to nobody or to another one. It does not have them any more.
    [[nodiscard]] std::vector<std::uint32_t> lost(const group_table& table) {
        const auto found = table.processes.find(name_);
        std::vector<std::uint32_t> gone;
        for (const std::uint32_t each : own_) {
            if (found == table.processes.end() || !found->second.partitions.contains(each)) {
                gone.push_back(each);
            }
        }
        for (const std::uint32_t each : gone) {
            own_.erase(each);
        }
        return gone;
    }
    /// Those that it has above its share, the highest first. It does not have them any more.
    [[nodiscard]] std::vector<std::uint32_t> to_give_back(const group_table& table) {
        std::vector<std::uint32_t> given;
        while (own_.size() > share(table)) {
            given.push_back(*own_.rbegin());
            own_.erase(given.back());
        }
        return given;
    }
    /// The table after the next beat: with its partitions, and with free ones up to its share.
    [[nodiscard]] group_table beaten(group_table table) const {
        group_table::process& me = table.processes[name_];
        ++me.beats;
        me.partitions = own_;
        std::set<std::uint32_t> taken;
        for (const auto& each : table.processes) {
            taken.insert(each.second.partitions.begin(), each.second.partitions.end());
        }
        const std::size_t most = share(table);
        for (std::uint32_t p = 0; p < partitions_ && me.partitions.size() < most; ++p) {
            if (!taken.contains(p)) {
                me.partitions.insert(p);
            }
        }
        return table;
    }
    /// The table was written: it has what stands there. Returns what is new.
    [[nodiscard]] std::vector<std::uint32_t> accept(const group_table& table) {
        std::vector<std::uint32_t> fresh;
        for (const std::uint32_t each : table.processes.at(name_).partitions) {
            if (own_.insert(each).second) {
                fresh.push_back(each);
            }
        }
        return fresh;
    }
    void forget() noexcept { own_.clear(); }

private:
    /// How many partitions each may have: 8 among 3 are 3 at most. Among fewer partitions than processes it is 1.
    [[nodiscard]] std::size_t share(const group_table& table) const {
        const std::size_t all = table.processes.size() + (table.processes.contains(name_) ? 0u : 1u);
        return (partitions_ + all - 1) / all;
    }

    std::string name_;
    std::uint32_t partitions_;
    std::set<std::uint32_t> own_{};
};

/// Takes processes out of a table whose numbers stand still for longer than a limit.
class beat_watch {
public:
    using moment = std::chrono::steady_clock::time_point;

    /// `own` is never taken out. If this process has not seen the table for a while, nobody else may have been able to write
    /// it either, so all begin anew.
    void sweep(group_table& table, const std::string& own, moment now, std::chrono::milliseconds gone_after) {
        if (now - swept_at_ > gone_after / 2) {
            seen_.clear();
        }
        swept_at_ = now;
        std::erase_if(seen_, [&](const auto& each) { return !table.processes.contains(each.first); });
        std::erase_if(table.processes, [&](const auto& each) {
            auto [place, is_new] = seen_.try_emplace(each.first, each.second.beats, now);
            if (place->second.first != each.second.beats) {
                place->second = {each.second.beats, now};
            }
            return each.first != own && now - place->second.second > gone_after;
        });
    }

private:
    std::map<std::string, std::pair<std::uint64_t, moment>> seen_{};
    moment swept_at_{};
};

} // namespace loyalty::adapters::nats
