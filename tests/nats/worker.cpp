// SPDX-License-Identifier: BSL-1.0
//
// A process of workers on NATS, as a host writes it:
//
//     loyalty_nats_worker <server,server,server> <folder> <name> <events> <partitions> <closed>
#include "scale/programme.hpp"

#include <loyalty/adapters/driver.hpp>
#include <loyalty/adapters/nats/snapshots.hpp>
#include <loyalty/adapters/stop_signal.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

using namespace loyalty::adapters;
using std::chrono::milliseconds;

int main(int count, char** words) {
    if (count != 7) {
        return 2;
    }
    const auto& stop = stop_on_signals();
    const auto number = [&](int index) { return static_cast<std::uint32_t>(std::strtoul(words[index], nullptr, 10)); };
    const auto rules = scale::make_rules(scale::budget_of(number(4)));
    const std::string files = std::string{words[2]} + "/" + words[3];
    std::FILE* const log = std::fopen((files + ".log").c_str(), "a");
    nats::client_options wanted{.stream = {"stars", number(5)},
                                .process = words[3],
                                .beat_every = milliseconds{300},
                                .gone_after = milliseconds{5'000}};
    std::istringstream servers{words[1]};
    wanted.cluster.servers.clear();
    for (std::string each; std::getline(servers, each, ',');) {
        wanted.cluster.servers.push_back(each);
    }
    nats::replicated_client client{wanted};
    outcomes_to_log outcomes{client, scale::fingerprint(rules)};
    const driver_options all{
        .own = {"stars", number(5)},
        .closed = {"stars", number(6)},
        .worker = scale::options,
        .poll_for = milliseconds{50},
        .snapshot_every = milliseconds{250},
        .metrics_file = files + ".prom",
        .readiness_file = files + ".ready",
        .metrics_every = milliseconds{500},
        .log =
            [log](std::string_view line) {
                std::fprintf(log, "%.*s\n", static_cast<int>(line.size()), line.data());
                std::fflush(log);
            },
    };
    auto own = make_driver<scale::event>(rules, client, outcomes, all);
    const bool right = own.run(stop);
    std::fclose(log);
    return right ? 0 : 1;
}
