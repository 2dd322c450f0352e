// SPDX-License-Identifier: BSL-1.0
//
// adidas and Save the Children: 2.00 for each face covering that is sold, and not for one that comes back (S45,
// S30). The customer's price never changes. Source: the press notice of the campaign.

#include "check.hpp"

#include <loyalty/policies/attribution.hpp>

#include <array>

namespace face_coverings {

using namespace loyalty;
using namespace loyalty::criteria;

enum category : std::uint32_t { covering = 1, shoe = 2 };
constexpr std::uint32_t save_the_children = 1;

struct donated {
    static constexpr unit_code code = "USD donated";
    static constexpr int digits = 2;
};
constexpr auto cent = amount<donated>::from_minor_units(1);

constexpr programme rules{social::donation{points{per_unit{200 * cent}.on(category_is(covering))}}};
using rules_type = std::remove_const_t<decltype(rules)>;

struct facts {
    std::uint32_t recipient = save_the_children;
};
using item = basket_line<currency::usd>;
constexpr item three_coverings{.id = 1, .category = covering, .quantity = 3, .net = 15_usd};
constexpr item two_coverings{.id = 1, .category = covering, .quantity = 2, .net = 10_usd};
constexpr item shoes{.id = 2, .category = shoe, .net = 80_usd};

void cases(gallery::checks& check) {
    member<rules_type> anna;
    social::party_totals<donated, 2> totals;
    const auto given = [&] { return totals.of(save_the_children); };

    const std::array bought{three_coverings, shoes};
    const basket<currency::usd> sale{.id = 1, .time = "2020-05-01T12:00"_utc, .lines = bought};
    auto sold = apply_with_receipt(rules, anna, sale, facts{}, totals);
    check("3 coverings and a pair of shoes", given(), 600 * cent);

    const std::array kept{two_coverings, shoes};
    const basket<currency::usd> rest{.id = 1, .time = sale.time, .lines = kept};
    apply(rules, anna, sold.receipt.returned({.id = 2, .time = "2020-05-02T12:00"_utc}, rest), facts{}, totals);
    check("one covering comes back", given(), 400 * cent);
    apply(rules, anna, sold.receipt.returned({.id = 3, .time = "2020-05-03T12:00"_utc}), facts{}, totals);
    check("everything comes back", given(), 0 * cent);
}

const gallery::page here{"face_coverings", cases, [](gallery::leaflets& says) { says("rules", rules); }};

} // namespace face_coverings
