// SPDX-License-Identifier: BSL-1.0
// Things at compile time: to compile is to pass.
#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/refund.hpp>
#include <loyalty/loyalty.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace {

using namespace loyalty;
using namespace loyalty::things;
using sale = purchase<currency::usd>;

// Plain values of a known size.
template <class T, std::size_t Size>
constexpr bool is_plain = std::is_trivially_copyable_v<T>&& std::is_standard_layout_v<T>&&
                              std::is_nothrow_default_constructible_v<T>&& std::equality_comparable<T> &&
                          (alignof(std::int64_t) == 4 ? sizeof(T) <= Size : sizeof(T) == Size);
static_assert(is_plain<stored_money, 16>);
static_assert(is_plain<entitlement, 48>);
static_assert(is_plain<kept_thing, 64>);
static_assert(is_plain<use_record, 40>);
static_assert(is_plain<wallet_state<8, 8, 0>, 16 + 8 * 64 + 8 * 40>);
static_assert(is_plain<wallet_state<8, 8, 2>, 16 + 8 * 64 + 8 * 40 + 8>);

constexpr programme cafe{gamified{stamp_card{2}.awards(1_vouchers)}, lots<unit::points>{},
                         wallet<4>{}.issuing(vouchers{7}.for_each<unit::vouchers>().valid_days(30))};
using cafe_type = std::remove_const_t<decltype(cafe)>;

// Of the member the wallet takes 432 bytes. A receipt has none of them: a wallet finds by the id of a sale what it used.
template <class T>
constexpr bool takes(std::size_t bytes) {
    return alignof(std::int64_t) == 4 ? sizeof(T) <= bytes : sizeof(T) == bytes;
}
static_assert(takes<cafe_type::policy_type<2>::state>(16 + 4 * 64 + 4 * 40 + 8));
static_assert(takes<member<cafe_type>>(568));
static_assert(takes<receipt<cafe_type>>(120));

// A shop with prices: its member, a receipt, a bill with room for 64 lines, and the record of a priced sale.
constexpr programme shop{
    prices::discounts{prices::amount_off(15_usd).needs(prices::coupon{7}), prices::percent_off(20_pct)},
    points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, wallet<8>{}};
using shop_type = std::remove_const_t<decltype(shop)>;
static_assert(takes<member<shop_type>>(880));
static_assert(takes<receipt<shop_type>>(160));
static_assert(takes<prices::bill_of<shop_type, prices::checkout<currency::usd>>>(7024));
static_assert(takes<prices::priced_sale<currency::usd>>(5248));

// A wallet copies nothing aside before an event if it acts last, and a programme without one is as before.
static_assert(cafe_type::keeps_things);
static_assert(!cafe_type::template grants<unit::points>);
static_assert(std::is_same_v<cafe_type::turned_type, units<unit::vouchers>>);
static_assert(std::is_same_v<cafe_type::plain_units_type, units<>>);

// The second coffee gives a third, which is used once; the return of its sale cancels nothing that was used.
constexpr bool a_coffee_is_free_once() {
    constexpr instant noon = "2025-03-10T12:00"_utc;
    member<cafe_type> anna;
    apply(cafe, anna, sale{.id = 1, .time = noon, .net = 4_usd});
    auto sold = apply_with_receipt(cafe, anna, sale{.id = 2, .time = noon, .net = 4_usd});
    const auto coffee = things_of(cafe, anna, noon)[0];
    const thing_use drunk{.id = 3, .time = noon, .code = coffee.thing.code};
    const bool was_shown =
        preview(cafe, anna, drunk).accepted() && thing(cafe, anna, coffee.thing.code, noon).status == status::active;
    const bool is_used =
        apply(cafe, anna, drunk).accepted() && thing(cafe, anna, coffee.thing.code, noon).status == status::used;
    const bool stays =
        apply(cafe, anna, sold.receipt.returned({.id = 4, .time = noon})).granted<unit::vouchers>() == -1_vouchers &&
        thing(cafe, anna, coffee.thing.code, noon).status == status::used;
    return coffee.status == status::active && coffee.thing.until == "2025-04-09T00:00"_utc && was_shown && is_used &&
           stays;
}
static_assert(a_coffee_is_free_once());

// A lifted programme asks and applies in the same words.
constexpr bool lifted_is_the_same() {
    constexpr instant noon = "2025-03-10T12:00"_utc;
    member<cafe_type> anna;
    return apply(lifted<cafe>, anna, thing_issue{.id = 1, .time = noon, .thing = {.code = 5, .campaign = 7}})
               .accepted() &&
           thing(lifted<cafe>, anna, 5, noon) == thing(cafe, anna, 5, noon) &&
           things_of(lifted<cafe>, anna, noon).size() == 1;
}
static_assert(lifted_is_the_same());

} // namespace
