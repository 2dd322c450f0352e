// SPDX-License-Identifier: BSL-1.0
//
// A worker that starts again from its snapshot and the tail of the log.
#include "../../benchmarks/worker_recovery.hpp"
#include "../../benchmarks/counted_heap.hpp"
#include "../support/temporary_folder.hpp"
#include "gate.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace gate {

/// What the process before left: the last tenth of the transactions is not in its snapshot.
using saved = std::optional<worker_work::saved_worker>;

void make_saved(saved& work, std::size_t transactions, std::size_t members) {
    work.emplace(members, transactions, transactions / 10);
}

sums snapshot_alone(saved& work) {
    const temporary_folder here;
    const worker_work::recovery one{*work, here.name()};
    return {};
}
sums recover(saved& work) {
    const temporary_folder here;
    worker_work::recovery one{*work, here.name()};
    return {one.start() ? 1 : 0};
}
/// The most memory on the way to the next snapshot, and what is allowed.
sums memory(saved& work) {
    const temporary_folder here;
    worker_work::recovery one{*work, here.name()};
    const std::size_t free_of_it = bench::own_heap.now;
    bench::own_heap.peak = free_of_it;
    const bool right = one.start() && one.save();
    return {right ? 1 : 0, static_cast<std::int64_t>(bench::own_heap.peak - free_of_it),
            static_cast<std::int64_t>(worker_work::most_memory(work->members))};
}

constexpr form<saved> forms[]{{"snapshot", snapshot_alone}, {"recover", recover}, {"memory", memory}};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_saved, gate::forms);
}
