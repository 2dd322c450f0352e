// SPDX-License-Identifier: BSL-1.0

// What a quota costs: W5 with and without one (quota_work.hpp), to the same totals, which are those of W5.

#include "bench.hpp"
#include "quota_work.hpp"
#include "w5_by_hand.hpp"

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;

constexpr std::size_t events_of_stream = 1'000'000;
constexpr std::size_t members_of_stream = 20'000;

[[nodiscard]] const std::vector<w5::record>& stream() {
    static const std::vector<w5::record> made =
        w5::stream(bench::events(events_of_stream), bench::members(members_of_stream));
    return made;
}

[[nodiscard]] std::pair<double, bench::totals> run_by_hand() {
    std::vector<w5::by_hand::state> members(bench::members(members_of_stream));
    w5::sums sum{};
    const double seconds =
        bench::timed([&] { sum = w5::by_hand::run<24, w5::by_hand::contract::trusts>(members, std::span{stream()}); });
    return {seconds,
            {.points = sum.points,
             .cashback = sum.cashback_cents,
             .stamps = sum.stamps,
             .badges = sum.badges,
             .tier_changes = sum.tier_events}};
}

[[nodiscard]] std::pair<double, bench::totals> run_with_quota() {
    std::vector<quota_work::member_type> members(bench::members(members_of_stream));
    quotas<quota_work::with_quota_type> budget{quota_work::with_quota};
    quota_work::totals_type sum{};
    const double seconds = bench::timed([&] { quota_work::evaluate(members, stream(), sum, budget); });
    return {seconds, bench::reached_by<quota_work::with_quota_type>(sum)};
}

void add(const char* form, std::size_t state_bytes, std::function<std::pair<double, bench::totals>()> run) {
    bench::engines().push_back({"quota", form, "20k_members", stream().size(), state_bytes, std::move(run)});
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        add("by_hand", sizeof(w5::by_hand::state), run_by_hand);
        bench::add_form(bench::workload<w5::record>{.group = "quota",
                                                    .parameter = "20k_members",
                                                    .members = bench::members(members_of_stream),
                                                    .stream = stream()},
                        "lifted", lifted<w5::rules>);
        add("lifted_with_quota", sizeof(quota_work::member_type), run_with_quota);
    });
}
