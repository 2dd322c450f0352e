// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/loyalty.hpp>

#include <cstdint>
#include <type_traits>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;

constexpr programme welcome{points{per_visit{1_points}, add_bonus{100_points}.when(first_purchase())}};

/// What a purchase earns after some others, of which some came back whole: 101 points if it counts as the first one.
std::int64_t points_after(int purchases, int returns) {
    using welcome_type = std::remove_const_t<decltype(welcome)>;
    member<welcome_type> anna;
    std::vector<receipt<welcome_type>> slips;
    std::uint64_t id = 0;
    const auto next_time = [&] { return instant{1'735'700'000 + static_cast<std::int64_t>(id) * 60}; };
    const auto next_sale = [&] {
        ++id;
        return purchase<currency::usd>{.id = id, .time = next_time(), .net = 5_usd};
    };
    for (int i = 0; i < purchases; ++i) {
        slips.push_back(apply_with_receipt(welcome, anna, next_sale()).receipt);
    }
    for (int i = 0; i < returns; ++i) {
        ++id;
        const auto back =
            apply(welcome, anna, slips[static_cast<std::size_t>(i)].returned({.id = id, .time = next_time()}));
        CHECK(back.accepted());
    }
    return apply(welcome, anna, next_sale()).granted<unit::points>().minor_units();
}

} // namespace

TEST_SUITE("first purchase after many") {
    TEST_CASE("254 purchases are counted one by one: after as many returns the next is the first") {
        CHECK(points_after(254, 253) == 1);
        CHECK(points_after(254, 254) == 101);
    }

    TEST_CASE("more are only known to be many: a purchase that stands is never forgotten") {
        CHECK(points_after(256, 254) == 1);
        CHECK(points_after(256, 255) == 1);
        CHECK(points_after(300, 299) == 1);
    }
}
