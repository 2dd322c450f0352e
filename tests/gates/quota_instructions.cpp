// SPDX-License-Identifier: BSL-1.0
//
// Runs W5 once, without a quota or with one, for a tool that counts instructions:
//
//     quota_instructions <form> <transactions> <members>
//
// `generator` makes the stream and evaluates nothing: what the other forms take beyond it is theirs.
#include "../../benchmarks/quota_work.hpp"

#include <loyalty/loyalty.hpp>

#include <cstdio>
#include <cstdlib>
#include <span>
#include <string_view>
#include <vector>

// Not without a name: g++ would see that main calls each once, and compile it for size.
namespace gate {

using namespace loyalty;

using record_span = std::span<const w5::record>;

[[nodiscard, gnu::noinline]] std::int64_t without_quota(record_span stream, std::size_t members) {
    std::vector<w5::member_type> states(members);
    totals<w5::rules_type> sum{};
    apply_all(lifted<w5::rules>, std::span{states}, stream, sum);
    return sum.granted<unit::points>().minor_units();
}

[[nodiscard, gnu::noinline]] std::int64_t with_quota(record_span stream, std::size_t members) {
    std::vector<quota_work::member_type> states(members);
    quotas<quota_work::with_quota_type> budget{quota_work::with_quota};
    quota_work::totals_type sum{};
    quota_work::evaluate(states, stream, sum, budget);
    return sum.granted<unit::points>().minor_units();
}

[[nodiscard, gnu::noinline]] std::int64_t run(std::string_view form, record_span stream, std::size_t members) {
    if (form == "generator") {
        return 0;
    }
    if (form == "without_quota") {
        return without_quota(stream, members);
    }
    if (form == "with_quota") {
        return with_quota(stream, members);
    }
    std::fprintf(stderr, "no such form: %.*s\n", static_cast<int>(form.size()), form.data());
    std::exit(2);
}

} // namespace gate

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("quota_instructions <form> <transactions> <members>\n", stderr);
        return 2;
    }
    const std::size_t count = std::strtoull(argv[2], nullptr, 10);
    const std::size_t members = std::strtoull(argv[3], nullptr, 10);
    const std::vector<w5::record> stream = w5::stream(count, members);
    std::printf("%lld\n", static_cast<long long>(gate::run(argv[1], stream, members)));
    return 0;
}
