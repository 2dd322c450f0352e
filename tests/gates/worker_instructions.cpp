// SPDX-License-Identifier: BSL-1.0
//
// The W5 stream through a worker, and in batches with a journal.
#include "../../benchmarks/worker_work.hpp"
#include "gate.hpp"

#include <cstddef>
#include <optional>
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

constexpr form<worker_stream> forms[]{
    {"generator", [](worker_stream&) { return sums{}; }},
    {"batch_with_journal",
     [](worker_stream& work) { return sums_of(worker_work::batch_with_journal(work.events, work.members)); }},
    {"worker", [](worker_stream& work) { return sums_of(worker_work::through_worker(*work.log)); }},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_worker_stream, gate::forms);
}
