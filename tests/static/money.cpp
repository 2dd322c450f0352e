// SPDX-License-Identifier: BSL-1.0
//
// To compile is to pass: what holds in constant expressions, and what must not compile.
#include <loyalty/money/allocation.hpp>
#include <loyalty/money/currency_table.hpp>
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/literals.hpp>
#include <loyalty/money/text.hpp>

#include <array>
#include <concepts>
#include <cstdint>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::texts;
using usd = money<currency::usd>;
using eur = money<currency::eur>;
using points = amount<unit::points>;

// An amount is a plain value.
static_assert(sizeof(usd) == 8);
static_assert(std::is_trivially_copyable_v<usd>);
static_assert(std::is_trivially_copyable_v<ratio>);
static_assert(std::is_trivially_copyable_v<decimal>);
static_assert(std::is_standard_layout_v<usd>);
static_assert(std::is_nothrow_default_constructible_v<usd>);

// It can be a template argument, and so can a ratio.
template <usd Threshold, ratio Rate>
struct lifted {
    static constexpr std::int64_t cents = Threshold.minor_units();
    static constexpr std::int64_t denominator = Rate.denominator;
};
static_assert(lifted<350_usd, 1.5_pct>::cents == 35000);
static_assert(lifted<350_usd, 1.5_pct>::denominator == 200);
static_assert(std::same_as<lifted<350_usd, 1.5_pct>, lifted<350.00_usd, 150_bp>>);

// Nothing becomes an amount by itself.
static_assert(!std::is_constructible_v<usd, double>);
static_assert(!std::is_constructible_v<usd, float>);
static_assert(!std::is_constructible_v<usd, int>);
static_assert(!std::is_constructible_v<usd, std::int64_t>);
static_assert(!std::is_constructible_v<usd, eur>);
static_assert(!std::is_constructible_v<usd, points>);
static_assert(!std::is_convertible_v<usd, std::int64_t>);
static_assert(!std::is_convertible_v<usd, bool>);

template <class A, class B>
concept can_add = requires(A a, B b) {
    a + b;
};
template <class A, class B>
concept can_subtract = requires(A a, B b) {
    a - b;
};
template <class A, class B>
concept can_add_to = requires(A a, B b) {
    a += b;
};
template <class A, class B>
concept can_multiply = requires(A a, B b) {
    a* b;
};
template <class A, class B>
concept can_divide = requires(A a, B b) {
    a / b;
};
template <class A, class B>
concept can_compare = requires(A a, B b) {
    a == b;
}
|| requires(A a, B b) {
    a < b;
};
template <class A, class B>
concept can_assign = std::is_assignable_v<A&, B>;
template <class A, class Number>
concept can_count = requires(Number number) {
    A::from_minor_units(number);
}
|| requires(Number number) {
    A::whole(number);
};
template <class A>
concept can_be_money = requires {
    typename money<A>;
};

// Units are types (S4).
static_assert(can_add<usd, usd> && can_subtract<usd, usd> && can_add_to<usd, usd> && can_compare<usd, usd>);
static_assert(!can_add<usd, eur> && !can_subtract<eur, usd> && !can_add_to<eur, usd> && !can_compare<usd, eur>);
static_assert(!can_add<points, amount<unit::stamps>> && !can_compare<points, amount<unit::stamps>>);
static_assert(!can_add<points, amount<unit::qualifying_points>>);
static_assert(!can_assign<points, amount<unit::qualifying_points>>);
static_assert(!can_add<usd, points> && !can_assign<usd, points>);
static_assert(!can_add<usd, int> && !can_subtract<usd, std::int64_t> && !can_compare<usd, int>);
static_assert(can_multiply<usd, std::int64_t> && can_multiply<int, usd>);
static_assert(!can_multiply<usd, usd> && !can_multiply<usd, double> && !can_multiply<float, usd>);
static_assert(!can_divide<usd, usd> && !can_divide<usd, int>); // a division must say how it rounds
static_assert(can_count<usd, int> && !can_count<usd, double> && !can_count<usd, float>);
static_assert(!can_multiply<usd, ratio>); // so must a share

// Money is what has a number of ISO 4217.
static_assert(money_unit<currency::usd> && !money_unit<unit::points>);
static_assert(can_be_money<currency::jpy> && !can_be_money<unit::stamps>);

// A host's unit is as good as ours; what is none is refused.
struct miles {
    static constexpr unit_code code = "miles";
    static constexpr int digits = 2;
};
struct too_fine {
    static constexpr unit_code code = "too fine";
    static constexpr int digits = 10;
};
struct nameless {};
static_assert(unit_type<miles> && amount<miles>::whole(3).minor_units() == 300);
static_assert(!unit_type<too_fine> && !unit_type<nameless> && !unit_type<int>);

// Constant expressions reach everything.
static_assert(scale(83.17_usd, 5_pct, rounding::half_up) == 4.16_usd);
static_assert(scale(usd::largest(), ratio{INT64_MAX, INT64_MAX}, rounding::half_even) == usd::largest());
static_assert(convert<unit::points>(10.90_usd, ratio{2}, rounding::floor) == 21_points);
static_assert(ratio{2, 4} == ratio{1, 2} && ratio{1, 3} < ratio{1, 2});
static_assert(divide({1, 0}, {3, 0}, 4, rounding::down)->coefficient == 3333);
static_assert(divide({INT64_MIN, 18}, {INT64_MAX, -18}, 18, rounding::up)->coefficient == -1);
static_assert(multiply({INT64_MAX, 18}, {INT64_MAX, 18}, 16, rounding::half_up)->coefficient == 850705917302346158);
static_assert(parse_amount<currency::usd>("23.99").value == 23.99_usd);
static_assert(parse_amount<currency::usd>("23,99").error == parse_error::unexpected_character);
static_assert(to_text(-0.05_usd, text_style::with_code).view() == "-0.05 USD");
static_assert(find_currency("KWD")->digits == 3);

constexpr std::array<usd, 3> thirds(usd total) {
    std::array<usd, 3> shares{};
    const std::array<std::int64_t, 3> weights = {1, 1, 1};
    const bool allocated = allocate(total, weights, shares);
    return allocated ? shares : std::array<usd, 3>{};
}
static_assert(thirds(1_usd) == std::array<usd, 3>{0.34_usd, 0.33_usd, 0.33_usd});
static_assert(thirds(-1_usd) == std::array<usd, 3>{-0.34_usd, -0.33_usd, -0.33_usd});

} // namespace
