// SPDX-License-Identifier: BSL-1.0
//
// G11: adidas and Save the Children: 2 USD for each face covering sold, and not for one that comes back.
#include "support/till.hpp"

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::extensions;
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

/// What is donated in the end for 3 coverings and a shoe when so many coverings come back, one at a time.
constexpr money<currency::usd> donated_after(std::int64_t returned) {
    member<std::remove_const_t<decltype(donation)>> anna;
    const usd_line bought[]{coverings(3), one_shoe};
    auto sold = apply_with_receipt(
        donation, anna, basket<currency::usd>{.id = 1, .time = support::noon("2020-05-01"_date), .lines = bought});
    for (std::int64_t back = 1; back <= returned; ++back) {
        const event_key event{.id = static_cast<std::uint64_t>(1 + back), .time = support::noon(date::of(2020, 5, 2))};
        const usd_line kept[]{one_shoe, coverings(back < 3 ? 3 - back : 1)};
        apply(donation, anna,
              sold.receipt.returned(
                  event, basket<currency::usd>{.id = 1,
                                               .time = support::noon(date::of(2020, 5, 1)),
                                               .lines = {kept, static_cast<std::size_t>(back < 3 ? 2 : 1)}}));
    }
    return anna.balance<currency::usd>();
}

} // namespace

TEST_SUITE("G11 face coverings") {
    TEST_CASE("3 coverings and 1 shoe: 6.00") {
        CHECK_TWICE(donated({coverings(3), one_shoe}) == 6_usd);
    }

    TEST_CASE("3 coverings and 1 shoe, and one covering returned: 4.00") {
        CHECK_TWICE(donated_after(0) == 6_usd);
        CHECK_TWICE(donated_after(1) == 4_usd);
        CHECK_TWICE(donated_after(3) == 0_usd);
    }

    TEST_CASE("2 coverings and 1 shoe: 4.00; a shoe alone: nothing") {
        CHECK_TWICE(donated({coverings(2), one_shoe}) == 4_usd);
        CHECK_TWICE(donated({one_shoe}) == 0_usd);
    }
}
