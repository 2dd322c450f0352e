// SPDX-License-Identifier: BSL-1.0
//
// One for one, like TOMS: for each pair of shoes that is sold a pair is given, to the partner that the buyer chose
// (S45). The price does not change; a pair that comes back is not given. Source: the published promise of the firm.
// Nothing is rounded, since a pair is a pair.

#include "check.hpp"

#include <loyalty/policies/attribution.hpp>

#include <array>

namespace one_for_one {

using namespace loyalty;
using namespace loyalty::criteria;

struct pairs {
    static constexpr unit_code code = "pairs";
    static constexpr int digits = 0;
};
constexpr auto pair = amount<pairs>::whole(1);
enum category : std::uint32_t { shoes = 1, socks = 2 };
enum partner : std::uint32_t { schools = 1, clinics = 2 };

constexpr programme rules{social::donation{points{per_unit{1 * pair}.on(category_is(shoes))}}};
using rules_type = std::remove_const_t<decltype(rules)>;

struct choice {
    std::uint32_t recipient = schools;
};
using item = basket_line<currency::usd>;

void cases(gallery::checks& check) {
    member<rules_type> anna;
    social::party_totals<pairs, 4> given;
    const std::array bought{item{.id = 1, .category = shoes, .quantity = 2, .net = 110_usd},
                            item{.id = 2, .category = socks, .quantity = 3, .net = 24_usd}};
    const basket<currency::usd> sale{.id = 1, .time = "2025-03-10T12:00"_utc, .lines = bought};
    auto sold = apply_with_receipt(rules, anna, sale, choice{clinics}, given);
    check("two pairs bought, given to clinics", given.of(clinics), 2 * pair);

    const std::array kept{item{.id = 1, .category = shoes, .quantity = 1, .net = 55_usd}, bought[1]};
    const basket<currency::usd> rest{.id = 1, .time = sale.time, .lines = kept};
    apply(rules, anna, sold.receipt.returned({.id = 2, .time = "2025-03-12T12:00"_utc}, rest), choice{clinics}, given);
    check("one comes back", given.of(clinics), 1 * pair);

    const std::array another{item{.id = 1, .category = shoes, .net = 55_usd}};
    apply(rules, anna, basket<currency::usd>{.id = 3, .time = "2025-03-13T12:00"_utc, .lines = another},
          choice{schools}, given);
    check("another pair, given to schools", given.of(schools), 1 * pair);
    check("and clinics have", given.of(clinics), 1 * pair);
}

const gallery::page here{"one_for_one", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace one_for_one
