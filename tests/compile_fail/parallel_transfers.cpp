// SPDX-License-Identifier: BSL-1.0
// expect: a transfer concerns two members, and workers have one each: apply the stream with apply_all
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/event_of.hpp>
#include <loyalty/stream/parallel.hpp>

#include <span>

using namespace loyalty;
using namespace loyalty::streams;

constexpr programme rules{points{per_visit{1_points}}, lots<unit::points>{}};
using rules_type = std::remove_const_t<decltype(rules)>;

#if defined(LOYALTY_EXPECT_FAILURE)
using event = event_of<rules_type, purchase<currency::usd>>;
#else
using event = event_of_one_member<rules_type, purchase<currency::usd>>;
#endif

int main() {
    member<rules_type> members[1];
    const event events[1]{purchase<currency::usd>{.id = 1, .net = 1_usd}};
    return apply_partitioned(rules, std::span<member<rules_type>>{members}, std::span<const event>{events}, {}, 1,
                             in_turn{})
                       .accepted == 1
               ? 0
               : 1;
}
