// SPDX-License-Identifier: BSL-1.0
//
// W5 without a quota and with one.
#include "../../benchmarks/quota_work.hpp"
#include "w5_stream.hpp"

#include <loyalty/loyalty.hpp>

#include <span>
#include <vector>

namespace gate {

using namespace loyalty;

sums without_quota(w5_stream& work) {
    std::vector<w5::member_type> states(work.members);
    totals<w5::rules_type> sum{};
    apply_all(lifted<w5::rules>, std::span{states}, work.span(), sum);
    return {sum.granted<unit::points>().minor_units()};
}

sums with_quota(w5_stream& work) {
    std::vector<quota_work::member_type> states(work.members);
    quotas<quota_work::with_quota_type> budget{quota_work::with_quota};
    quota_work::totals_type sum{};
    quota_work::evaluate(states, work.records, sum, budget);
    return {sum.granted<unit::points>().minor_units()};
}

constexpr form<w5_stream> forms[]{
    {"generator", [](w5_stream&) { return sums{}; }},
    {"without_quota", without_quota},
    {"with_quota", with_quota},
};

} // namespace gate

int main(int argc, char** argv) {
    return gate::run(argc, argv, gate::make_w5_stream, gate::forms);
}
