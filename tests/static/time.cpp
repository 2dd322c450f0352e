// SPDX-License-Identifier: BSL-1.0
// Floor time at compile time: to compile is to pass.
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <loyalty/time/calendar.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/literals.hpp>
#include <loyalty/time/text.hpp>
#include <loyalty/time/window.hpp>
#include <loyalty/time/zone.hpp>

namespace {

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::texts;

// Plain values: copied as bytes, of a known size.
template <class T, std::size_t Size>
constexpr bool is_plain = std::is_trivially_copyable_v<T>&& std::is_standard_layout_v<T>&& std::is_aggregate_v<T>&&
                              std::is_nothrow_default_constructible_v<T>&& std::equality_comparable<T> &&
                          sizeof(T) == Size;
static_assert(is_plain<date, 4>);
static_assert(is_plain<civil_date, 8>);
static_assert(is_plain<iso_week, 8>);
static_assert(is_plain<seconds, 8>);
static_assert(is_plain<instant, 8>);
static_assert(is_plain<local_time, 8>);
static_assert(is_plain<date_window, 8>);
static_assert(is_plain<instant_window, 16>);
static_assert(is_plain<period, 8>);
static_assert(is_plain<fixed_offset, 4>);
static_assert(is_plain<calendar<>, 8>);
static_assert(is_plain<calendar<fixed_offset>, 8>);

// Structural: a value can be a template argument.
template <auto Value>
struct lifted {
    static constexpr auto value = Value;
};
static_assert(lifted<"2025-01-10"_date>::value == "2025-01-10"_date);
static_assert(lifted<"2025-01-10T23:59"_utc>::value == instant{1736553540});
static_assert(lifted<local_time{5}>::value == local_time{5});
static_assert(lifted<dates::seconds{5}>::value == dates::seconds{5});
static_assert(lifted<date_window{}>::value == date_window{});
static_assert(lifted<instant_window{}>::value == instant_window{});
static_assert(lifted<calendar{fixed_offset::hours(1), 18000}>::value.day_start_seconds == 18000);
static_assert(lifted<calendar<>{}>::value == calendar<>{});
static_assert(lifted<period{period_unit::week, 2871}>::value.window().from == "2025-01-06"_date);
static_assert(lifted<civil_date{2025, 1, 10}>::value.day == 10);

// What must not mix.
template <class Left, class Right>
concept can_add = requires(Left left, Right right) {
    left + right;
};
template <class Left, class Right>
concept can_subtract = requires(Left left, Right right) {
    left - right;
};
template <class Left, class Right>
concept can_compare = requires(Left left, Right right) {
    left == right;
}
|| requires(Left left, Right right) {
    left < right;
};
static_assert(can_add<date, int> && can_subtract<date, date> && can_compare<date, date>);
static_assert(can_add<instant, seconds> && can_subtract<instant, instant>);
static_assert(can_add<local_time, seconds> && can_subtract<local_time, local_time>);
static_assert(!can_add<date, date>);
static_assert(!can_add<date, seconds>);
static_assert(!can_add<instant, instant>);
static_assert(!can_add<instant, int>);
static_assert(!can_add<local_time, int>);
static_assert(!can_subtract<instant, local_time>);
static_assert(!can_subtract<instant, date>);
static_assert(!can_compare<instant, local_time>);
static_assert(!can_compare<instant, date>);
static_assert(!can_compare<local_time, date>);
static_assert(!can_compare<seconds, std::int64_t>);
static_assert(!std::is_convertible_v<instant, local_time> && !std::is_convertible_v<local_time, instant>);
static_assert(!std::is_convertible_v<std::int64_t, instant> && !std::is_convertible_v<std::int32_t, date>);
static_assert(!std::is_convertible_v<date, instant> && !std::is_convertible_v<date, local_time>);

// What is a zone and what is not.
struct without_segment {};
struct may_throw {
    zone_segment segment(instant) const;
};
struct takes_local_time {
    zone_segment segment(local_time) const noexcept;
};
struct changes_itself {
    zone_segment segment(instant) noexcept;
};
static_assert(dates::zone<utc> && dates::zone<fixed_offset>);
static_assert(!dates::zone<without_segment> && !dates::zone<may_throw> && !dates::zone<takes_local_time> &&
              !dates::zone<changes_itself>);
static_assert(!dates::zone<int>);

// Everything is a constant expression.
static_assert(add_months("2025-01-31"_date, 1) == "2025-02-28"_date);
static_assert(iso_week_of("2024-12-30"_date) == iso_week{2025, 1});
static_assert(iso_week_of("2014-12-29"_date) == iso_week{2015, 1});
static_assert(weekday_of("2025-01-10"_date) == weekday::friday);
static_assert(birthday_in(2, 29, 2025, leap_birthday::march_1) == "2025-03-01"_date);
static_assert(date_window::through("2025-03-01"_date, "2025-05-31"_date).until == "2025-06-01"_date);
static_assert(calendar{fixed_offset::hours(1), 18000}.business_date("2025-01-11T03:59"_utc) == "2025-01-10"_date);
static_assert(to_instant(fixed_offset::hours(1), "2025-01-11T00:59"_local) == "2025-01-10T23:59"_utc);
static_assert(parse_instant("2025-01-11T00:59+01:00").value == "2025-01-10T23:59"_utc);
static_assert(parse_date("2025-02-29").error == parse_error::out_of_range);
static_assert(to_text("2025-01-10T23:59"_utc).view() == "2025-01-10T23:59:00Z");

// An invalid constant is no constant.
template <int Year, int Month, int Day>
concept is_constant_date = requires {
    typename std::bool_constant<is_valid(date::of(Year, Month, Day))>;
};
static_assert(is_constant_date<2024, 2, 29>);
static_assert(!is_constant_date<2025, 2, 29>);
static_assert(!is_constant_date<0, 12, 31>);
static_assert(!is_constant_date<10000, 1, 1>);
template <int Hours, int Minutes>
concept is_constant_offset = requires {
    typename std::bool_constant<fixed_offset::hours(Hours, Minutes).is_valid()>;
};
static_assert(is_constant_offset<26, 0> && is_constant_offset<-3, -30> && is_constant_offset<0, -30>);
static_assert(!is_constant_offset<26, 1> && !is_constant_offset<27, 0> && !is_constant_offset<-3, 30>);
template <int Hour, int Minute, int Second>
concept is_constant_time = requires {
    typename std::bool_constant<is_valid(local_time::of(date{}, Hour, Minute, Second))>;
};
static_assert(is_constant_time<23, 59, 59>);
static_assert(!is_constant_time<24, 0, 0> && !is_constant_time<23, 60, 0> && !is_constant_time<23, 59, 60>);
static_assert(!is_constant_time<-1, 0, 0>);

} // namespace
