// SPDX-License-Identifier: BSL-1.0

// W5 out of examples/rules/w5.json, with the usual room and with room for what it remembers, beside the constant programme and
// its list of rules; and how long it takes to load rules: 256 of them in four files of 64. Each run checks its totals: those
// of W5 are literals, a file that is loaded must have 64 rules.

#include "../examples/loyalty_run/w5.hpp"
#include "bench.hpp"

#include <loyalty/json/programme.hpp>

#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <span>
#include <sstream>
#include <string>
#include <utility>

namespace {

using namespace loyalty;
using work_type = bench::workload<w5::record>;

[[nodiscard]] std::string w5_text() {
    std::ifstream file(LOYALTY_SOURCE_DIR "/examples/rules/w5.json", std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

template <std::size_t Bytes>
[[nodiscard]] auto w5_rules() {
    const auto read = json::read_programme<currency::usd, 16, json::usual_lots, Bytes>(w5_text());
    if (!read.wrong.empty()) {
        std::puts(read.wrong.listed.front().text().c_str());
        std::abort();
    }
    return read.template framed<choices::identity::by_time>(utc{});
}

void add_w5(const work_type& work) {
    static const auto from_text = w5_rules<16 * json::bytes_per_rule>();
    static const auto from_text_in_64 = w5_rules<64>();
    bench::add_constant<w5::rules>(work);
    bench::add_form(work, "rule_list", bench::listed(w5::rules));
    bench::add_form(work, "json", from_text);
    bench::add_form(work, "json_of_64_bytes", from_text_in_64);
}

/// A shop with a tier, and 63 rules over it.
[[nodiscard]] std::string rules_of_a_shop() {
    std::string text = R"({"programme": "shop", "currency": "USD", "rules": [
        {"tiered": {"thresholds": ["350.00 USD", "1000.00 USD"], "hold_periods": 1}})";
    for (int i = 1; i < 64; ++i) {
        text += R"(,
        {"points": [
            {"per_amount": {"award": "1 points", "per": "1.00 USD", "counted": {"on": {"category_is": [)" +
                std::to_string(i) + R"(, 99]}}}},
            {"multiply_by_tier": ["1", "1.25", "1.5"]},
            {"multiply_by": {"factor": "3", "when": {"day_of_week_is": "sunday"}}},
            {"round_off": "floor"},
            {"cap_at": {"most": "500 points", "window": {"calendar_window": "month"}}}
        ]})";
    }
    return text + "]}";
}

void add_loading() {
    bench::engines().push_back({"json_rules", "load", "256_rules", 256, 0, [] {
                                    using text_type = json::programme_text<currency::usd, 64>;
                                    static const std::string text = rules_of_a_shop();
                                    bench::totals loaded{};
                                    const double seconds = bench::timed([&] {
                                        for (int file = 0; file < 4; ++file) {
                                            const auto read = std::make_unique<text_type>(
                                                json::read_programme<currency::usd, 64>(text));
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
