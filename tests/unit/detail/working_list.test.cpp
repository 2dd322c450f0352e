// SPDX-License-Identifier: BSL-1.0
#include <loyalty/detail/working_list.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>

using loyalty::detail::working_list;

namespace {

/// Not all zero by itself, as a line of a basket is not.
struct line {
    std::int64_t quantity = 1;
    std::int64_t net = 0;

    [[nodiscard]] friend constexpr bool operator==(const line&, const line&) = default;
};
using lines = working_list<line, 4>;

/// Lists are copied and filled in a constant too.
constexpr lines three_lines() {
    lines two;
    two.push_back({2, 500});
    two.push_back({1, 300});
    lines three = two;
    three.resize(3);
    three[2] = {7, 900};
    return three;
}
constexpr lines constant = three_lines();
static_assert(constant.size() == 3 && constant[0] == line{2, 500} && constant[2] == line{7, 900});

} // namespace

TEST_SUITE("detail/working_list") {
    TEST_CASE("a list holds what was put into it, in order") {
        lines list;
        CHECK(list.empty());
        CHECK(list.begin() == list.end());
        list.push_back({2, 500});
        list.push_back({1, 300});
        CHECK(list.size() == 2);
        CHECK(list[1].net == 300);
        std::int64_t sum = 0;
        for (const line& each : list) {
            sum += each.net;
        }
        CHECK(sum == 800);
    }

    TEST_CASE("a list takes the elements of another one") {
        const std::array<line, 2> two{{{2, 500}, {1, 300}}};
        lines list;
        list.push_back({9, 999});
        list.assign(two);
        CHECK(list.size() == 2);
        CHECK(list[0] == line{2, 500});
        CHECK(list[1] == line{1, 300});
        list.assign({});
        CHECK(list.empty());
    }

    TEST_CASE("a list without its elements takes others") {
        lines list;
        list.push_back({2, 500});
        list.push_back({1, 300});
        list.clear();
        CHECK(list.empty());
        list.push_back({7, 900});
        CHECK(list.size() == 1);
        CHECK(list[0] == line{7, 900});
    }

    TEST_CASE("lists are equal if their elements are, whatever lies behind them") {
        lines left;
        lines right;
        left.push_back({2, 500});
        left.push_back({9, 999});
        left.resize(1);
        right.push_back({2, 500});
        CHECK(left == right);
        right[0].net = 501;
        CHECK_FALSE(left == right);
        right[0].net = 500;
        right.push_back({2, 500});
        CHECK_FALSE(left == right);
    }

    TEST_CASE("a full list has as many elements as it has places") {
        lines list;
        list.resize(lines::capacity);
        for (line& each : list) {
            each = {3, 100};
        }
        CHECK(list.size() == 4);
        CHECK(list[3] == line{3, 100});
        CHECK(list.end() - list.begin() == 4);
    }
}
