// SPDX-License-Identifier: BSL-1.0
//
// Runs W5 once in one form, for a tool that counts instructions:  json_instructions <form> <transactions> <members>
//
// `generator` reads the rules, makes the stream and the members and evaluates nothing: what the other forms take beyond it is
// theirs.
#include "../../examples/loyalty_run/w5.hpp"

#include <loyalty/json/programme.hpp>
#include <loyalty/loyalty.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <span>
#include <sstream>
#include <string_view>
#include <vector>

// Not without a name: g++ would see that main calls each once, and compile it for size.
namespace gate {

using namespace loyalty;
using record_span = std::span<const w5::record>;

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
[[nodiscard, gnu::noinline]] std::int64_t evaluate(const Programme& programme, record_span stream,
                                                   std::size_t members) {
    std::vector<typename Programme::member_type> states(members);
    totals<Programme> sum{};
    apply_all(programme, std::span{states}, stream, sum);
    return sum.template granted<unit::points>().minor_units();
}

[[nodiscard, gnu::noinline]] std::int64_t run(std::string_view form, record_span stream, std::size_t members) {
    if (form == "constant") {
        return evaluate(lifted<w5::rules>, stream, members);
    }
    if (form == "json") {
        return evaluate(from_text(), stream, members);
    }
    if (form == "generator") {
        return static_cast<std::int64_t>(from_text().size);
    }
    std::fprintf(stderr, "no such form: %.*s\n", static_cast<int>(form.size()), form.data());
    std::exit(2);
}

} // namespace gate

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("json_instructions <form> <transactions> <members>\n", stderr);
        return 2;
    }
    const std::size_t count = std::strtoull(argv[2], nullptr, 10);
    const std::size_t members = std::strtoull(argv[3], nullptr, 10);
    const std::vector<w5::record> stream = w5::stream(count, members);
    std::printf("%lld\n", static_cast<long long>(gate::run(argv[1], stream, members)));
    return 0;
}
