// SPDX-License-Identifier: BSL-1.0
//
// W5 as a constant programme and out of JSON, and the loading of 256 rules. `generator` reads the rules of W5, too.
#include "w5_stream.hpp"

#include <loyalty/json/programme.hpp>
#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <sstream>
#include <string>
#include <vector>

namespace gate {

using namespace loyalty;

[[nodiscard]] auto read_rules(const std::string& text) {
    auto read = json::read_programme<currency::usd, 16, json::usual_lots, 64>(text);
    if (!read.wrong.empty()) {
        std::puts(read.wrong.listed.front().text().c_str());
        std::abort();
    }
    return read;
}

[[nodiscard]] const auto& from_text() {
    static const auto programme = [] {
        std::ifstream file(LOYALTY_SOURCE_DIR "/examples/rules/w5.json", std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        return read_rules(text.str()).framed<choices::identity::by_time>(utc{});
    }();
    return programme;
}

/// A shop with a tier, and 15 rules over it, each with conditions on lines and days.
[[nodiscard]] std::string sixteen_rules() {
    std::string text = R"({"programme": "shop", "currency": "USD", "rules": [
        {"tiered": {"thresholds": ["350.00 USD", "1000.00 USD"], "hold_periods": 1}})";
    for (int i = 1; i < 16; ++i) {
        text += R"(,
        {"points": [
            {"per_amount": {"award": "1 points", "per": "1.00 USD", "counted": {"on": {"category_is": [)" +
                std::to_string(i) + R"(, 99]}}}},
            {"multiply_by_tier": ["1", "1.25", "1.5"]},
            {"multiply_by": {"factor": "3", "when": {"day_of_week_is": "sunday"}}},
            {"round_off": "floor"},
            {"cap_at": {"most": "500 points"}}
        ]})";
    }
    return text + "]}";
}

/// Loads 256 rules: sixteen texts of sixteen.
[[nodiscard]] sums load() {
    const std::string text = sixteen_rules();
    std::int64_t rules = 0;
    for (int i = 0; i < 16; ++i) {
        rules += static_cast<std::int64_t>(read_rules(text).rules.size());
    }
    return {rules};
}

template <class Programme>
sums evaluate(const Programme& programme, const w5_stream& work) {
    std::vector<typename Programme::member_type> states(work.members);
    totals<Programme> sum{};
    apply_all(programme, std::span{states}, work.span(), sum);
    return {sum.template granted<unit::points>().minor_units()};
}

constexpr form<w5_stream> forms[]{
    {"generator", [](w5_stream&) { return sums{static_cast<std::int64_t>(from_text().size)}; }},
    {"constant",
     [](w5_stream& work) {
         static_cast<void>(from_text().size); // as `generator` does
         return evaluate(lifted<w5::rules>, work);
     }},
    {"json", [](w5_stream& work) { return evaluate(from_text(), work); }},
    {"loading",
     [](w5_stream&) {
         static_cast<void>(from_text().size); // as `generator` does
         return load();
     }},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_w5_stream, gate::forms);
}
