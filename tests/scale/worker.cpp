// SPDX-License-Identifier: BSL-1.0
//
// The process of workers, as a host writes it.
#include "scale/worker.hpp"

#include "scale/programme.hpp"

#include <loyalty/adapters/driver.hpp>
#include <loyalty/adapters/kafka_client.hpp>
#include <loyalty/adapters/stop_signal.hpp>

#include <cstdio>
#include <string>
#include <string_view>

using namespace loyalty::adapters;

int scale::run_worker(const worker_job& job) {
    const auto& stop = stop_on_signals();
    const auto rules = make_rules(budget_of(job.events));
    const std::string topic = "stars-of-" + std::to_string(job.partitions);
    kafka_client client{{.brokers = job.brokers,
                         .log = topic,
                         .group = topic,
                         .for_producer = {{"topic.metadata.refresh.interval.ms", "1000"}},
                         .for_consumer = {{"topic.metadata.refresh.interval.ms", "1000"},
                                          {"fetch.wait.max.ms", "20"},
                                          {"session.timeout.ms", "3000"},
                                          {"heartbeat.interval.ms", "300"}}}};
    std::FILE* const log = std::fopen((job.folder + "/" + job.name + ".log").c_str(), "a");
    driver_options all{
        .own = {"stars", job.partitions},
        .closed = {"stars", job.closed},
        .folder = job.folder,
        .safe = durability::process, // processes are killed here, not machines
        .worker = options,
        .poll_for = std::chrono::milliseconds{50},
        .snapshot_every = std::chrono::milliseconds{250},
        .records_between_snapshots = job.records_between_snapshots,
        .metrics_file = job.folder + "/" + job.name + ".prom",
        .readiness_file = job.folder + "/" + job.name + ".ready",
        .metrics_every = std::chrono::milliseconds{500},
        .log =
            [log](std::string_view line) {
                std::fprintf(log, "%.*s\n", static_cast<int>(line.size()), line.data());
                std::fflush(log);
            },
    };
    outcomes_to_log outcomes{client, fingerprint(rules)};
    auto own = make_driver<event>(rules, client, outcomes, all);
    const bool right = own.run(stop);
    std::fclose(log);
    return right ? 0 : 1;
}
