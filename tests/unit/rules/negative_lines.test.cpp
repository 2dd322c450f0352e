// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/rules/negative_lines.hpp>

#include "support/till.hpp"

#include <array>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using support::usd_line;

namespace {

constexpr usd_line shirt{.id = 1, .sku = 11, .category = 1, .net = 30_usd, .tax = 6_usd};
constexpr usd_line socks{.id = 2, .sku = 12, .category = 2, .net = 10_usd, .tax = 2_usd};
constexpr usd_line bottle{.id = 3, .net = 0.25_usd, .component = component::deposit};

/// The net of each line that is left, in cents; none if the basket is refused.
template <std::size_t Room = 8>
std::vector<std::int64_t> cents_left(std::vector<usd_line> lines, components together = {}) {
    std::array<usd_line, Room> room{};
    std::vector<std::int64_t> cents;
    for (const usd_line& each : net_negative_lines<currency::usd>(lines, room, together).lines) {
        cents.push_back(each.net.minor_units());
    }
    return cents;
}

using cents = std::vector<std::int64_t>;

} // namespace

TEST_SUITE("rules") {
    TEST_CASE("an order discount that is a line lowers the goods, each by its share") {
        std::array<usd_line, 4> room{};
        const std::array lines{shirt, usd_line{.id = 9, .net = -10_usd, .tax = -2_usd}, socks};
        const auto netted = net_negative_lines<currency::usd>(lines, room);
        REQUIRE(netted.why == reason::none);
        REQUIRE(netted.lines.size() == 2);
        CHECK(netted.lines[0].id == 1);
        CHECK(netted.lines[0].net == 22.50_usd);
        CHECK(netted.lines[0].tax == 4.50_usd);
        CHECK(netted.lines[0].discount == 7.50_usd);
        CHECK(netted.lines[1].id == 2);
        CHECK(netted.lines[1].net == 7.50_usd);
        CHECK(netted.lines[1].tax == 1.50_usd);
        CHECK(netted.lines[1].discount == 2.50_usd);
    }

    TEST_CASE("shares sum exactly, and the cent that is left goes to the first line") {
        const usd_line third{.net = 10_usd};
        CHECK(cents_left({third, third, third, {.net = -1_usd}}) == cents{966, 967, 967});
        CHECK(cents_left({third, third, third, {.net = -0.01_usd}, {.net = -0.01_usd}}) == cents{999, 999, 1000});
    }

    TEST_CASE(
        "a line below zero with a code lowers the lines that have the same, and then the others of its component") {
        CHECK(cents_left({shirt, socks, {.category = 2, .net = -4_usd}}) == cents{3000, 600});
        CHECK(cents_left({shirt, socks, {.sku = 11, .net = -4_usd}}) == cents{2600, 1000});
        CHECK(cents_left({shirt, socks, {.brand = 5, .net = -4_usd}}) == cents{2700, 900}); // no line has the brand
        CHECK(cents_left({shirt, socks, {.category = 2, .net = -16_usd}}) == cents{2400, 0});
        const usd_line five{.category = 1, .brand = 5, .net = 30_usd};
        const usd_line six{.category = 1, .brand = 6, .net = 10_usd};
        CHECK(cents_left({five, six, {.category = 1, .brand = 5, .net = -4_usd}}) == cents{2600, 1000});
        CHECK(cents_left({five, six, {.category = 1, .brand = 6, .net = -4_usd}}) == cents{3000, 600});
        CHECK(cents_left({five, six, {.category = 1, .net = -4_usd}}) == cents{2700, 900});
    }

    TEST_CASE("components lower each other only if they count together") {
        const usd_line returned{.net = -1_usd, .component = component::deposit};
        CHECK(cents_left({shirt, bottle, returned}) == cents{3000, 0});
        CHECK(cents_left({shirt, bottle, returned}, components::of(component::goods, component::deposit)) ==
              cents{2925, 0});
        CHECK(cents_left({shirt, bottle, {.net = -32_usd}}) == cents{0, 25});
    }

    TEST_CASE("a basket whose sum is below zero earns nothing and is not refused") {
        constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}};
        member<std::remove_const_t<decltype(rules)>> anna;
        std::array<usd_line, 4> room{};
        const std::array too_much{socks, usd_line{.net = -12_usd}};
        const auto netted = net_negative_lines<currency::usd>(too_much, room);
        const auto gave =
            apply(rules, anna, basket<currency::usd>{.id = 1, .time = "2025-03-10T12:00"_utc, .lines = netted.lines});
        CHECK(gave.accepted());
        CHECK(gave.granted<unit::points>() == 0_points);
        // With the lines as they are it is refused.
        CHECK(apply(rules, anna, basket<currency::usd>{.id = 2, .time = "2025-03-10T13:00"_utc, .lines = too_much})
                  .refused == reason::negative_amount);
    }

    TEST_CASE("a basket of lines below zero alone keeps one line of nothing") {
        CHECK(cents_left({{.id = 4, .net = -3_usd}, {.id = 5, .net = -2_usd}}) == cents{0});
    }

    TEST_CASE("what stands for lines below zero alone has the id and the component of the first") {
        std::array<usd_line, 2> room{};
        const std::array lines{usd_line{.id = 4, .net = -3_usd, .component = component::deposit},
                               usd_line{.id = 5, .net = -2_usd}};
        const auto netted = net_negative_lines<currency::usd>(lines, room);
        REQUIRE(netted.lines.size() == 1);
        CHECK(netted.lines[0].id == 4);
        CHECK(netted.lines[0].component == component::deposit);
    }

    TEST_CASE("a line of 0.00 is no line below zero, also if its tax is") {
        CHECK(cents_left({shirt, {.id = 8}}) == cents{3000, 0});
        std::array<usd_line, 2> room{};
        const std::array lines{shirt, usd_line{.id = 8, .tax = -1_usd}};
        const auto netted = net_negative_lines<currency::usd>(lines, room);
        REQUIRE(netted.lines.size() == 2);
        CHECK(netted.lines[0].tax == 6_usd);
        CHECK(netted.lines[1].tax == -1_usd); // which the programme then refuses
    }

    TEST_CASE("what cannot be netted is refused with its reason") {
        const auto why = [](std::span<const usd_line> lines, std::span<usd_line> room) {
            return net_negative_lines<currency::usd>(lines, room).why;
        };
        std::array<usd_line, 1> one{};
        CHECK(why({}, one) == reason::empty_basket);
        const std::array both{shirt, socks};
        CHECK(why(both, one) == reason::too_many_lines);
        const std::array below{usd_line{.net = -1_usd}};
        CHECK(why(below, {}) == reason::too_many_lines);
        const std::vector<usd_line> many(257, socks);
        std::vector<usd_line> room(300);
        CHECK(why(many, room) == reason::too_many_lines);
        CHECK(why(std::span{many}.first(256), room) == reason::none);
        const std::array smallest{shirt, usd_line{.net = money<currency::usd>::smallest()}};
        CHECK(why(smallest, room) == reason::amount_overflow);
        const usd_line half{.net = money<currency::usd>::largest()};
        const std::array huge{half, half, usd_line{.net = -1_usd}};
        CHECK(why(huge, room) == reason::amount_overflow);
        const std::array full{usd_line{.net = 5_usd, .discount = money<currency::usd>::largest()},
                              usd_line{.net = -1_usd}};
        CHECK(why(full, room) == reason::amount_overflow);
    }

    TEST_CASE("a basket without lines below zero stays as it is") {
        CHECK(cents_left({shirt, socks}) == cents{3000, 1000});
    }
}
