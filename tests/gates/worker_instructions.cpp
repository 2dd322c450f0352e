// SPDX-License-Identifier: BSL-1.0
//
// The W5 stream through a worker, and in batches with a journal.
#include "../../benchmarks/worker_work.hpp"
#include "gate.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace gate {

struct worker_stream {
    std::vector<worker_work::numbered> events;
    std::optional<worker_work::log_of_records> log;
    std::size_t members = 0;
};

void make_worker_stream(worker_stream& work, std::size_t transactions, std::size_t members) {
    work.events = worker_work::numbered_stream(transactions, members);
    work.log.emplace(work.events);
    work.members = members;
}

sums sums_of(const worker_work::sums& found) {
    return {found.points, static_cast<std::int64_t>(found.accepted), static_cast<std::int64_t>(found.dead)};
}

sums batch_with_journal(worker_stream& work) {
    worker_work::batches_with_journal way{work.members};
    worker_work::for_each_batch(std::span<const worker_work::numbered>{work.events},
                                [&](auto batch) { way.take(batch); });
    return sums_of(way.found());
}

sums worker(worker_stream& work) {
    worker_work::worker_with_sums way;
    worker_work::for_each_batch(std::span<const loyalty::streams::log_entry>{work.log->entries},
                                [&](auto batch) { way.take(batch); });
    return sums_of(way.found());
}

constexpr form<worker_stream> forms[]{
    {"generator", [](worker_stream&) { return sums{}; }},
    {"batch_with_journal", batch_with_journal},
    {"worker", worker},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_worker_stream, gate::forms);
}
