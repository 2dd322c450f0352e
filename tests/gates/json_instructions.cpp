// SPDX-License-Identifier: BSL-1.0
//
// W5 as a constant programme and out of JSON, and the loading of 256 rules. `generator` reads the rules of W5, too.
#include "../../benchmarks/json_work.hpp"
#include "w5_stream.hpp"

#include <loyalty/json/programme.hpp>
#include <loyalty/loyalty.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace gate {

using namespace loyalty;

/// W5 with room for what it remembers, or with the usual room.
template <std::size_t Bytes>
[[nodiscard]] const auto& from_text() {
    static const auto programme = json_work::w5_rules<Bytes>();
    return programme;
}
constexpr std::size_t usual_bytes = 16 * json::bytes_per_rule;

/// Loads 256 rules: sixteen texts of sixteen.
[[nodiscard]] sums load() {
    const std::string text = json_work::rules_of_a_shop(16, R"({"most": "500 points"})");
    std::int64_t rules = 0;
    for (int i = 0; i < 16; ++i) {
        rules += static_cast<std::int64_t>(json_work::read_rules<16, 64>(text).rules.size());
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
    {"generator", [](w5_stream&) { return sums{static_cast<std::int64_t>(from_text<64>().size)}; }},
    {"constant",
     [](w5_stream& work) {
         static_cast<void>(from_text<64>().size); // as `generator` does
         return evaluate(lifted<w5::rules>, work);
     }},
    {"json", [](w5_stream& work) { return evaluate(from_text<64>(), work); }},
    {"usual_room",
     [](w5_stream& work) {
         static_cast<void>(from_text<64>().size); // as `generator` does
         return evaluate(from_text<usual_bytes>(), work);
     }},
    {"loading",
     [](w5_stream&) {
         static_cast<void>(from_text<64>().size); // as `generator` does
         return load();
     }},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_w5_stream, gate::forms);
}
