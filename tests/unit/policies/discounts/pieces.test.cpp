// SPDX-License-Identifier: BSL-1.0
//
// The pieces of a sale that a discount takes, from one end of the order of prices.
#include <loyalty/policies/discounts/pieces.hpp>

#include <loyalty/money/literals.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>

namespace {

using namespace loyalty;
using prices::piece_order;
using usd = money<currency::usd>;
using pieces_of_four = detail::priced_pieces<currency::usd, 4>;

struct line {
    usd price;
    std::int64_t pieces;
};

pieces_of_four of(std::initializer_list<line> lines) {
    pieces_of_four all{lines.size()};
    std::size_t index = 0;
    for (const line& each : lines) {
        all.price[index] = each.price;
        all.pieces[index++] = each.pieces;
    }
    return all;
}

/// What is kept of three lines.
struct kept {
    std::array<usd, 3> price;
    std::array<std::int64_t, 3> pieces;
    usd total;

    friend bool operator==(const kept&, const kept&) = default;
};
kept keep(pieces_of_four all, piece_order order, std::int64_t number) {
    all.keep(order, number);
    return {{all.price[0], all.price[1], all.price[2]}, {all.pieces[0], all.pieces[1], all.pieces[2]}, all.total};
}

constexpr std::int64_t most = (std::numeric_limits<std::int64_t>::max)();
constexpr usd vast = usd::from_minor_units(6'000'000'000'000'000'000);

} // namespace

TEST_SUITE("policies/discounts/pieces") {
    TEST_CASE("of a cup for 3.00 and three mugs for 10.00, 12.00 and 8.00, so many from one end") {
        const auto all = of({{3_usd, 1}, {22_usd, 2}, {8_usd, 1}});
        CHECK(keep(all, piece_order::dearest, 3) == kept{{0_usd, 22_usd, 8_usd}, {0, 2, 1}, 30_usd});
        CHECK(keep(all, piece_order::dearest, 2) == kept{{0_usd, 22_usd, 0_usd}, {0, 2, 0}, 22_usd});
        CHECK(keep(all, piece_order::dearest, 1) == kept{{0_usd, 11_usd, 0_usd}, {0, 1, 0}, 11_usd});
        CHECK(keep(all, piece_order::cheapest, 2) == kept{{3_usd, 0_usd, 8_usd}, {1, 0, 1}, 11_usd});
        CHECK(keep(all, piece_order::cheapest, 3) == kept{{3_usd, 11_usd, 8_usd}, {1, 1, 1}, 22_usd});
        CHECK(keep(all, piece_order::cheapest, 1) == kept{{3_usd, 0_usd, 0_usd}, {1, 0, 0}, 3_usd});
    }

    TEST_CASE("of pieces that cost the same, those of the first line; lines without pieces give none") {
        const auto same = of({{0_usd, 0}, {10_usd, 2}, {5_usd, 1}});
        CHECK(keep(same, piece_order::dearest, 1) == kept{{0_usd, 5_usd, 0_usd}, {0, 1, 0}, 5_usd});
        CHECK(keep(same, piece_order::cheapest, 2) == kept{{0_usd, 10_usd, 0_usd}, {0, 2, 0}, 10_usd});
    }

    TEST_CASE("prices are compared without a division, also those whose products pass 64 bits") {
        // 3.00 and 2.99 a piece.
        const auto close = of({{6_usd, 2}, {8.97_usd, 3}, {0_usd, 0}});
        CHECK(keep(close, piece_order::dearest, 1).pieces == std::array<std::int64_t, 3>{1, 0, 0});
        CHECK(keep(close, piece_order::cheapest, 1).pieces == std::array<std::int64_t, 3>{0, 1, 0});
        // A half of `vast`, and a third of it; the product of each alone passes 64 bits.
        const auto halves = of({{vast, 2}, {usd::from_minor_units(1'000'000'000'000'000'000), 1}, {vast, 3}});
        CHECK(keep(halves, piece_order::dearest, 1).pieces == std::array<std::int64_t, 3>{1, 0, 0});
        CHECK(keep(halves, piece_order::cheapest, 1).pieces == std::array<std::int64_t, 3>{0, 1, 0});
        const auto thirds = of({{vast, 3}, {vast, 2}, {0_usd, 0}});
        CHECK(keep(thirds, piece_order::dearest, 1).pieces == std::array<std::int64_t, 3>{0, 1, 0});
        CHECK(keep(thirds, piece_order::cheapest, 1).pieces == std::array<std::int64_t, 3>{1, 0, 0});
    }

    TEST_CASE("the number of all pieces, and the largest number if it passes 64 bits") {
        CHECK(of({{1_usd, 3}, {1_usd, 4}}).count() == 7);
        CHECK(of({{1_usd, 3}, {1_usd, 4}, {1_usd, 9}}).count(3) == 7); // beyond 3 by a line
        CHECK(of({{1_usd, most}, {1_usd, 1}}).count() == most);
    }
}
