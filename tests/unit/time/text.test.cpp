// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include <loyalty/time/literals.hpp>
#include <loyalty/time/text.hpp>

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::texts;

namespace {

template <class T>
bool fails(parsed<T> result, parse_error error, std::size_t position) {
    return !result && result.error == error && result.position == position && result.value == T{};
}

} // namespace

TEST_SUITE("time/text") {
    TEST_CASE("dates are read") {
        CHECK(parse_date("2025-01-10").value == date{20098});
        CHECK(parse_date("0001-01-01").value == date::minimum());
        CHECK(parse_date("9999-12-31").value == date::maximum());
        CHECK(parse_date("2024-02-29").value == date{19782});
        CHECK(parse_date("2025-01-10").error == parse_error::none);
        CHECK(parse_compact_date("20250110").value == date{20098});
        CHECK(parse_compact_date("00010101").value == date::minimum());
        CHECK(parse_month("2025-01").value == date{20089});
        CHECK(parse_month("0001-01").value == date::minimum());
    }

    TEST_CASE("what is no date is refused where it is wrong") {
        CHECK(fails(parse_date(""), parse_error::empty, 0));
        CHECK(fails(parse_date("x"), parse_error::unexpected_character, 0));
        CHECK(fails(parse_date("2025"), parse_error::unexpected_end, 4));
        CHECK(fails(parse_date("2025-1-10"), parse_error::unexpected_character, 6));
        CHECK(fails(parse_date("2025/01/10"), parse_error::unexpected_character, 4));
        CHECK(fails(parse_date("2025-01-10 "), parse_error::unexpected_character, 10));
        CHECK(fails(parse_date(" 2025-01-10"), parse_error::unexpected_character, 0));
        CHECK(fails(parse_date("2025-01-1"), parse_error::unexpected_end, 9));
        CHECK(fails(parse_date("2025-13-10"), parse_error::out_of_range, 5));
        CHECK(fails(parse_date("2025-00-10"), parse_error::out_of_range, 5));
        CHECK(fails(parse_date("2025-02-29"), parse_error::out_of_range, 8));
        CHECK(fails(parse_date("2025-01-00"), parse_error::out_of_range, 8));
        CHECK(fails(parse_date("2025-01-32"), parse_error::out_of_range, 8));
        CHECK(fails(parse_date("0000-01-01"), parse_error::out_of_range, 0));
        CHECK(fails(parse_date("-2025-01-01"), parse_error::unexpected_character, 0));
        CHECK(fails(parse_date(std::string_view("2025\0-01-10", 11)), parse_error::unexpected_character, 4));
        CHECK(fails(parse_compact_date("2025-01-10"), parse_error::unexpected_character, 4));
        CHECK(fails(parse_compact_date("20250229"), parse_error::out_of_range, 6));
        CHECK(fails(parse_compact_date("20251301"), parse_error::out_of_range, 4));
        CHECK(fails(parse_month("2025-01-10"), parse_error::unexpected_character, 7));
        CHECK(fails(parse_month("2025-13"), parse_error::out_of_range, 5));
    }

    TEST_CASE("local times are read, with T or a blank, with or without seconds") {
        CHECK(parse_local_time("2025-01-10T23:59").value == local_time{1736553540});
        CHECK(parse_local_time("2025-01-10 23:59").value == local_time{1736553540});
        CHECK(parse_local_time("2025-01-10T23:59:30").value == local_time{1736553570});
        CHECK(parse_local_time("1969-12-31T23:59:59").value == local_time{-1});
        CHECK(fails(parse_local_time("2025-01-10"), parse_error::unexpected_end, 10));
        CHECK(fails(parse_local_time("2025-01-10T"), parse_error::unexpected_end, 11));
        CHECK(fails(parse_local_time("2025-01-10t23:59"), parse_error::unexpected_character, 10));
        CHECK(fails(parse_local_time("2025-01-10T24:00"), parse_error::out_of_range, 11));
        CHECK(fails(parse_local_time("2025-01-10T23:60"), parse_error::out_of_range, 14));
        CHECK(fails(parse_local_time("2016-12-31T23:59:60"), parse_error::out_of_range, 17));
        CHECK(fails(parse_local_time("2025-01-10T23:59:3"), parse_error::unexpected_end, 18));
        CHECK(fails(parse_local_time("2025-01-10T23:59:30.5"), parse_error::unexpected_character, 19));
        CHECK(fails(parse_local_time("2025-01-10T23:59Z"), parse_error::unexpected_character, 16));
        CHECK(fails(parse_local_time("2025-02-30T23:59"), parse_error::out_of_range, 8));
        CHECK(fails(parse_local_time("2025-0T"), parse_error::unexpected_character, 6)); // and not where the T is read
    }

    TEST_CASE("instants are read, with Z or an offset") {
        CHECK(parse_instant("2025-01-10T23:59Z").value == instant{1736553540});
        CHECK(parse_instant("2025-01-11T00:59:00+01:00").value == instant{1736553540});
        CHECK(parse_instant("2025-01-10 20:29:00-03:30").value == instant{1736553540});
        CHECK(parse_instant("2025-01-10T23:59+00:00").value == instant{1736553540});
        CHECK(fails(parse_instant("2025-01-10T23:59"), parse_error::unexpected_end, 16));
        CHECK(fails(parse_instant("2025-01-10T23:59z"), parse_error::unexpected_character, 16));
        CHECK(fails(parse_instant("2025-01-10T23:59+1:00"), parse_error::unexpected_character, 18));
        CHECK(fails(parse_instant("2025-01-10T23:59+24:00"), parse_error::out_of_range, 17));
        CHECK(fails(parse_instant("2025-01-10T23:59+01:60"), parse_error::out_of_range, 20));
        CHECK(fails(parse_instant("2025-01-10T23:59Zx"), parse_error::unexpected_character, 17));
        CHECK(fails(parse_instant("0001-01-01T00:00+01:00"), parse_error::out_of_range, 16));
        CHECK(fails(parse_instant("9999-12-31T23:59-00:01"), parse_error::out_of_range, 16));
        CHECK(parse_instant("9999-12-31T23:59:59Z").value == instant::maximum());
    }

    TEST_CASE("dates and times are written") {
        CHECK(to_text(date{20098}).view() == "2025-01-10");
        CHECK(to_text(date::minimum()).view() == "0001-01-01");
        CHECK(to_text(date::maximum()).view() == "9999-12-31");
        CHECK(to_text(local_time{1736553570}).view() == "2025-01-10T23:59:30");
        CHECK(to_text(local_time{1736471106}).view() == "2025-01-10T01:05:06");
        CHECK(to_text(local_time{1736470800}).view() == "2025-01-10T01:00:00");
        CHECK(to_text(instant{1736553540}).view() == "2025-01-10T23:59:00Z");
        CHECK(to_text(instant{-1}).view() == "1969-12-31T23:59:59Z");
    }

    TEST_CASE("a date outside the range is written so that it is seen") {
        CHECK(to_text(date{2932897}).view() == "+0010000-01-01");
        CHECK(to_text(date{-719163}).view() == "+0000000-12-31");
        CHECK(to_text(date{std::numeric_limits<std::int32_t>::min()}).view() == "-5877641-06-23");
        CHECK(to_text(instant{std::numeric_limits<std::int64_t>::max()}).view().substr(0, 11) == "9999-12-31T");
    }

    TEST_CASE("each error has its sentence") {
        CHECK(message(parse_date("2025-02-29").error) == "the number is not possible at its place");
        CHECK(message(parse_date("2025-02").error) == "the text ends too early");
        CHECK(message(parse_date("").error) == "the text is empty");
    }

    TEST_CASE("literals") {
        CHECK("2025-01-10"_date == date{20098});
        CHECK("2025-01-10T23:59"_utc == instant{1736553540});
        CHECK("2025-01-10T23:59:30Z"_utc == instant{1736553570});
        CHECK("2025-01-10T23:59"_local == local_time{1736553540});
    }
}
