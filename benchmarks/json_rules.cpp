// SPDX-License-Identifier: BSL-1.0

// W5 out of examples/rules/w5.json, with the usual room and with room for what it remembers, beside the constant programme and
// its list of rules; and how long it takes to load rules: 256 of them in four files of 64. Each run checks its totals: those
// of W5 are literals, a file that is loaded must have 64 rules.

#include "../examples/loyalty_run/w5.hpp"
#include "bench.hpp"
#include "json_work.hpp"

#include <loyalty/json/programme.hpp>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <utility>

namespace {

using namespace loyalty;
using work_type = bench::workload<w5::record>;

void add_w5(const work_type& work) {
    static const auto from_text = json_work::w5_rules<16 * json::bytes_per_rule>();
    static const auto from_text_in_64 = json_work::w5_rules<64>();
    bench::add_constant<w5::rules>(work);
    bench::add_form(work, "rule_list", bench::listed(w5::rules));
    bench::add_form(work, "json", from_text);
    bench::add_form(work, "json_of_64_bytes", from_text_in_64);
}

void add_loading() {
    bench::engines().push_back(
        {"json_rules", "load", "256_rules", 256, 0, [] {
             using text_type = json::programme_text<currency::usd, 64>;
             static const std::string text =
                 json_work::rules_of_a_shop(64, R"({"most": "500 points", "window": {"calendar_window": "month"}})");
             bench::totals loaded{};
             const double seconds = bench::timed([&] {
                 for (int file = 0; file < 4; ++file) {
                     const auto read = std::make_unique<text_type>(json::read_programme<currency::usd, 64>(text));
                     loaded.points += static_cast<std::int64_t>(read->rules.size());
                 }
             });
             return std::pair{seconds, loaded};
         }});
}

void fill() {
    const std::size_t count = bench::events(1'000'000);
    const std::size_t members = bench::members(20'000);
    static const auto stream = w5::stream(count, members);
    add_w5({"json_rules", "w5_20k_members", members, stream});
    add_loading();
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, fill);
}
