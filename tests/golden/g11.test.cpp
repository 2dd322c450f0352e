// SPDX-License-Identifier: BSL-1.0
//
// G11: adidas and Save the Children: 2 USD for each face covering sold. Without the return.
#include "support/till.hpp"

using namespace loyalty;
using support::usd_line;

namespace {

constexpr std::uint32_t face_covering = 1;
constexpr std::uint32_t shoe = 2;

constexpr programme donation{points{per_unit{2_usd}.on(category_is(face_covering))}};

constexpr money<currency::usd> donated(std::initializer_list<usd_line> lines) {
    support::till shop{donation};
    return shop.ring("2020-05-01"_date, lines).granted<currency::usd>();
}

constexpr usd_line coverings(std::int64_t pieces) {
    return {.id = 1, .category = face_covering, .quantity = pieces, .net = 5_usd * pieces};
}
constexpr usd_line one_shoe{.id = 2, .category = shoe, .net = 80_usd};

} // namespace

TEST_SUITE("G11 face coverings") {
    TEST_CASE("3 coverings and 1 shoe: 6.00") {
        CHECK_TWICE(donated({coverings(3), one_shoe}) == 6_usd);
    }

    TEST_CASE("2 coverings and 1 shoe: 4.00; a shoe alone: nothing") {
        CHECK_TWICE(donated({coverings(2), one_shoe}) == 4_usd);
        CHECK_TWICE(donated({one_shoe}) == 0_usd);
    }
}
