// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Metrics of a driver as Prometheus text (exposition format 0.0.4), for a textfile collector or any other reader:
///
///     loyalty_events_total{stream="stars",partition="2",result="accepted"} 1190
///     loyalty_refused_total{stream="stars",partition="2",reason="insufficient_balance"} 10
///     loyalty_dead_records_total{stream="stars",partition="2",fault="late"} 3
///     loyalty_lag_records{stream="stars",partition="2"} 48

#include <loyalty/adapters/names.hpp>
#include <loyalty/config.hpp>
#include <loyalty/stream/worker_options.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>

namespace loyalty::adapters {

/// The counts of a driver for one partition since the process began, and its position.
struct partition_numbers {
    streams::worker_counts counts{};
    std::array<std::uint64_t, reason_names.size()> refused{}; ///< by reason
    std::uint64_t outcomes = 0;                               ///< that were given
    std::uint64_t letters = 0;
    std::uint64_t dead_records = 0;
    std::uint64_t snapshots = 0;
    std::uint64_t failed_snapshots = 0;
    std::uint64_t restarts = 0; ///< from the last snapshot, since what was given was not kept
    std::uint64_t superseded = 0;

    bool is_owned = false;
    std::string_view stopped{}; ///< why it is not read any more; empty if it is
    std::uint64_t epoch = 0;
    std::uint64_t position = 0;
    std::uint64_t snapshot_position = 0;
    std::int64_t snapshot_age_seconds = 0;
    std::uint64_t end = 0; ///< of the log, as far as it is known
    std::uint64_t members = 0;
    std::uint64_t waiting = 0;
};

} // namespace loyalty::adapters

namespace loyalty::detail {

/// Writes samples, each with its stream and partition.
class metrics_writer {
public:
    explicit metrics_writer(std::string_view stream) : stream_{stream} {}

    void head(std::string_view name, std::string_view type, std::string_view help) {
        name_ = name;
        all_ += "# HELP loyalty_";
        all_ += name;
        all_ += ' ';
        all_ += help;
        all_ += "\n# TYPE loyalty_";
        all_ += name;
        all_ += ' ';
        all_ += type;
        all_ += '\n';
    }
    template <class Number>
    void sample(std::uint32_t partition, Number value, std::string_view label = {}, std::string_view is = {}) {
        begin();
        all_ += ",partition=\"" + std::to_string(partition) + '"';
        end(value, label, is);
    }
    /// A sample of all partitions together.
    template <class Number>
    void sample_of_all(Number value, std::string_view label = {}, std::string_view is = {}) {
        begin();
        end(value, label, is);
    }
    [[nodiscard]] std::string take() { return std::move(all_); }

private:
    void begin() {
        all_ += "loyalty_";
        all_ += name_;
        all_ += "{stream=\"";
        all_ += stream_;
        all_ += '"';
    }
    template <class Number>
    void end(Number value, std::string_view label, std::string_view is) {
        if (!label.empty()) {
            all_ += ',';
            all_ += label;
            all_ += "=\"";
            all_ += is;
            all_ += '"';
        }
        all_ += "} " + std::to_string(value) + '\n';
    }

    std::string_view stream_;
    std::string_view name_{};
    std::string all_{};
};

/// Adds what a worker counted between two moments.
inline void add_counts(streams::worker_counts& to, const streams::worker_counts& before,
                       const streams::worker_counts& after) noexcept {
    to.accepted += after.accepted - before.accepted;
    to.refused += after.refused - before.refused;
    to.skipped += after.skipped - before.skipped;
    to.hurried += after.hurried - before.hurried;
    to.delayed += after.delayed - before.delayed;
    for (std::size_t i = 0; i < to.faults.size(); ++i) {
        to.faults[i] += after.faults[i] - before.faults[i];
    }
}

} // namespace loyalty::detail

namespace loyalty::adapters {

/// The numbers of all partitions as text. `stream` has no quotes in its name.
[[nodiscard]] inline std::string metrics_text(std::string_view stream,
                                              const std::map<std::uint32_t, partition_numbers>& numbers) {
    detail::metrics_writer to{stream};
    const auto each = [&](std::string_view name, std::string_view type, std::string_view help, auto&& samples) {
        to.head(name, type, help);
        for (const auto& [partition, its] : numbers) {
            samples(partition, its);
        }
    };
    const auto one = [&](std::string_view name, std::string_view type, std::string_view help, auto&& value) {
        each(name, type, help,
             [&](std::uint32_t partition, const partition_numbers& its) { to.sample(partition, value(its)); });
    };
    using numbers_type = partition_numbers;
    each("events_total", "counter", "events and messages that were judged", [&](auto partition, const auto& its) {
        to.sample(partition, its.counts.accepted, "result", "accepted");
        to.sample(partition, its.counts.refused, "result", "refused");
    });
    each("refused_total", "counter", "events that the rules refused", [&](auto partition, const auto& its) {
        for (std::size_t i = 1; i < its.refused.size(); ++i) {
            if (its.refused[i] != 0) {
                to.sample(partition, its.refused[i], "reason", reason_names[i]);
            }
        }
    });
    each("dead_records_total", "counter", "records that were not taken", [&](auto partition, const auto& its) {
        for (std::size_t i = 1; i < its.counts.faults.size(); ++i) {
            if (its.counts.faults[i] != 0 && i != static_cast<std::size_t>(streams::record_fault::duplicate)) {
                to.sample(partition, its.counts.faults[i], "fault", fault_names[i]);
            }
        }
    });
    one("duplicates_total", "counter", "records that were there before", [](const numbers_type& its) {
        return its.counts.faults[static_cast<std::size_t>(streams::record_fault::duplicate)];
    });
    one("skipped_total", "counter", "records below the position", [](const auto& its) { return its.counts.skipped; });
    one("hurried_total", "counter", "times that too many events waited",
        [](const auto& its) { return its.counts.hurried; });
    one("delayed_total", "counter", "messages after their time", [](const auto& its) { return its.counts.delayed; });
    one("outcomes_total", "counter", "outcomes that were given", [](const auto& its) { return its.outcomes; });
    one("letters_total", "counter", "messages that were sent", [](const auto& its) { return its.letters; });
    one("snapshots_total", "counter", "snapshots that were written", [](const auto& its) { return its.snapshots; });
    one("snapshot_failures_total", "counter", "snapshots that the disk did not take",
        [](const auto& its) { return its.failed_snapshots; });
    one("restarts_total", "counter", "starts from the last snapshot, since output was not kept",
        [](const auto& its) { return its.restarts; });
    one("superseded_total", "counter", "times that another owner was there",
        [](const auto& its) { return its.superseded; });
    one("owned", "gauge", "1 if this process has the partition", [](const auto& its) { return its.is_owned ? 1 : 0; });
    each("stopped", "gauge", "1 if the partition is not read any more", [&](auto partition, const auto& its) {
        if (!its.stopped.empty()) {
            to.sample(partition, 1, "why", its.stopped);
        }
    });
    one("epoch", "gauge", "of the owner", [](const auto& its) { return its.epoch; });
    one("position", "gauge", "of the next record", [](const auto& its) { return its.position; });
    one("snapshot_position", "gauge", "of the next record behind the last snapshot",
        [](const auto& its) { return its.snapshot_position; });
    one("snapshot_age_seconds", "gauge", "since the last snapshot",
        [](const auto& its) { return its.snapshot_age_seconds; });
    one("lag_records", "gauge", "records of the log that were not taken",
        [](const auto& its) { return its.end > its.position ? its.end - its.position : 0; });
    one("members", "gauge", "of the partition", [](const auto& its) { return its.members; });
    one("waiting_events", "gauge", "within the delay", [](const auto& its) { return its.waiting; });
    return to.take();
}

} // namespace loyalty::adapters

namespace loyalty::detail {

/// The text of a driver, and behind it that of its store of outcomes, if the store has some.
template <class Outcomes>
[[nodiscard]] std::string all_metrics(std::string_view stream,
                                      const std::map<std::uint32_t, adapters::partition_numbers>& numbers,
                                      const Outcomes& outcomes) {
    std::string text = adapters::metrics_text(stream, numbers);
    if constexpr (requires { outcomes.metrics_text(); }) {
        text += outcomes.metrics_text();
    }
    return text;
}

} // namespace loyalty::detail
