// SPDX-License-Identifier: BSL-1.0
//
// W5 as a constant programme and out of JSON. `generator` reads the rules, too.
#include "w5_stream.hpp"

#include <loyalty/json/programme.hpp>
#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <sstream>
#include <vector>

namespace gate {

using namespace loyalty;

[[nodiscard]] const auto& from_text() {
    static const auto programme = [] {
        std::ifstream file(LOYALTY_SOURCE_DIR "/examples/rules/w5.json", std::ios::binary);
        std::ostringstream text;
        text << file.rdbuf();
        const auto read = json::read_programme<currency::usd, 16, json::usual_lots, 64>(text.str());
        if (!read.wrong.empty()) {
            std::puts(read.wrong.listed.front().text().c_str());
            std::abort();
        }
        return read.framed<choices::identity::by_time>(utc{});
    }();
    return programme;
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
    {"constant", [](w5_stream& work) { return evaluate(lifted<w5::rules>, work); }},
    {"json", [](w5_stream& work) { return evaluate(from_text(), work); }},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_w5_stream, gate::forms);
}
