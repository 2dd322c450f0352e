// SPDX-License-Identifier: BSL-1.0
//
// Conditions and measures from text say what those of C++ say, for each kind and for compositions, over random baskets.
#include <loyalty/json/measure.hpp>
#include <loyalty/json/read_fields.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;

struct line {
    money<currency::usd> net{};
    money<currency::usd> tax{};
    money<currency::usd> discount{};
    std::uint32_t category = 0;
    std::int64_t sku = 0;
    std::uint8_t brand = 0;
    loyalty::component component{};
    std::int64_t quantity = 1;
};
struct paid_part {
    loyalty::tender tender{};
    money<currency::usd> paid{};
};
struct sale {
    instant time{};
    std::uint16_t store = 0;
    std::uint16_t channel = 0;
    std::vector<line> lines;
    std::vector<paid_part> tenders;
};
struct shopper {
    std::uint64_t attributes = 0;
    dates::month_day birthday{1, 1};
    instant_window membership{};
};

/// As much of a visit as conditions and measures ask.
struct visit {
    static constexpr bool keeps_membership = false;

    sale event;
    shopper profile;
    instant time{};
    extensions::tier_standing tier{};
    bool first_purchase = false;

    [[nodiscard]] bool is_first_purchase() const { return first_purchase; }
    template <class Unit>
    [[nodiscard]] static amount<Unit> granted() {
        return {}; // no rule stands before
    }
    template <class Unit>
    [[nodiscard]] static amount<Unit> spent() {
        return {};
    }
    [[nodiscard]] dates::local_time local() const { return calendar<>{}.local(time); }
    [[nodiscard]] date today() const { return calendar<>{}.business_date(time); }
    template <class Fact>
    [[nodiscard]] auto member(Fact fact) const {
        return fact(profile);
    }
    template <class Unit>
    [[nodiscard]] amount<Unit> sum(amount<Unit> left, amount<Unit> right) const {
        return left + right;
    }
};

[[nodiscard]] visit draw(std::mt19937& random) {
    const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
    const auto usd = [&](std::uint32_t end) { return money<currency::usd>::from_minor_units(below(end)); };
    visit made;
    made.time = instant{1'735'689'600 + static_cast<std::int64_t>(below(31'536'000))};
    made.event.time = made.time;
    made.event.store = static_cast<std::uint16_t>(below(4));
    made.event.channel = static_cast<std::uint16_t>(below(3));
    made.first_purchase = below(3) == 0;
    made.tier.earning = static_cast<std::uint8_t>(below(3));
    made.profile.attributes = std::uint64_t{1} << below(64) | below(16);
    const dates::civil_date today = dates::civil(made.today());
    made.profile.birthday = below(4) == 0
                                ? dates::month_day{today.month, today.day}
                                : dates::month_day{static_cast<std::uint8_t>(1 + below(12)), std::uint8_t{28}};
    made.profile.membership = {instant{1'735'689'600},
                               instant{1'735'689'600 + static_cast<std::int64_t>(below(31'536'000))}};
    for (std::uint32_t i = 1 + below(4); i != 0; --i) {
        made.event.lines.push_back({.net = usd(3'000),
                                    .tax = usd(300),
                                    .discount = usd(500),
                                    .category = below(5),
                                    .sku = static_cast<std::int64_t>(below(4)) - 2,
                                    .brand = static_cast<std::uint8_t>(below(3)),
                                    .component = static_cast<component>(below(8)),
                                    .quantity = 1 + below(5)});
        made.event.tenders.push_back({static_cast<tender>(below(6)), usd(3'000)});
    }
    return made;
}

[[nodiscard]] json::condition read_condition(const std::string& text) {
    json::mistakes wrong;
    const json::value root = json::parse(text, wrong);
    REQUIRE(wrong.empty());
    json::vocabulary words{{"USD", 2}};
    json::reading::reader in{text, words, wrong};
    in.tiers = 3;
    json::condition made{};
    json::reading::field_reader{in}.read(json::reading::place{root, ""}, made);
    CAPTURE(text);
    REQUIRE(wrong.empty());
    return made;
}

/// Both say the same of every line of 400 baskets, and neither always the same.
template <class Predicate>
void compare(const std::string& text, const Predicate& predicate, bool varies = true) {
    const json::condition read = read_condition(text);
    std::mt19937 random{7};
    std::size_t held = 0;
    std::size_t asked = 0;
    for (int i = 0; i < 400; ++i) {
        const visit each = draw(random);
        for (const line& one : each.event.lines) {
            CAPTURE(text);
            REQUIRE(read(one, each) == predicate(one, each));
            held += predicate(one, each) ? std::size_t{1} : std::size_t{0};
            ++asked;
        }
    }
    CHECK((held > 0 && held < asked) == varies);
}

TEST_CASE("each kind of condition") {
    compare(R"("always")", always{}, false);
    compare(R"({"category_is": [4, 2]})", category_is(4, 2));
    compare(R"({"category_is": 3})", category_is(3));
    compare(R"({"sku_is": {"values": [-2, 1]}})", sku_is(-2, 1));
    compare(R"({"brand_is": [2]})", brand_is(2));
    compare(R"({"component_is": ["tip", "tax"]})", component_is(component::tip, component::tax));
    compare(R"({"store_is": [0, 3]})", store_is(0, 3));
    compare(R"({"channel_is": [1]})", channel_is(1));
    compare(R"({"member_has": [2]})", member_has(2));
    compare(R"({"member_has": {"attributes": [0, 1]}})", attribute_matches{3});
    compare(R"("birthday")", birthday());
    compare(R"("birthday_month")", birthday_month());
    compare(R"("membership_active")", membership_active());
    compare(R"({"tier_is": [0, 2]})", tier_is(0u, 2u));
    compare(R"({"basket_at_least": "40.00 USD"})", basket_at_least(money<currency::usd>::from_minor_units(4'000)));
    compare(R"({"tender_is": ["card", "points"]})", tender_is(tender::card, tender::points));
    compare(R"({"day_of_week_is": ["sunday", "monday"]})", day_of_week_is(weekday::sunday, weekday::monday));
    compare(R"({"during": {"from": "2025-05-01", "until": "2025-06-01"}})",
            during({date::of(2025, 5, 1), date::of(2025, 6, 1)}));
    compare(R"({"during": {"until": "2025-03-01"}})", before_date(date::of(2025, 3, 1)));
    compare(R"({"between": {"from_seconds": 79200, "until_seconds": 7200}})", between(79'200, 7'200));
    compare(R"({"any_line": {"category_is": [1]}})", any_line(category_is(1)));
    compare(R"("first_purchase")", first_purchase());
}

TEST_CASE("compositions of conditions") {
    compare(R"({"negation": {"category_is": [4, 2]}})", !category_is(4, 2));
    compare(R"({"both": [{"category_is": [1, 2]}, {"store_is": [1]}, {"tier_is": [1]}]})",
            category_is(1, 2) && store_is(1) && tier_is(1u));
    compare(
        R"({"either": [{"category_is": 1}, {"both": [{"store_is": 2}, {"negation": {"brand_is": 0}}]}, "birthday_month"]})",
        category_is(1) || (store_is(2) && !brand_is(0)) || birthday_month());
    compare(
        R"({"negation": {"either": [{"negation": {"store_is": [1, 2]}}, {"any_line": {"both": [{"category_is": [0, 1]}, {"brand_is": 1}]}}]}})",
        !(!store_is(1, 2) || any_line(category_is(0, 1) && brand_is(1))));
    compare(
        R"({"both": [{"either": [{"brand_is": 0}, {"brand_is": 1}]}, {"either": [{"store_is": 0}, {"store_is": 1}]}]})",
        (brand_is(0) || brand_is(1)) && (store_is(0) || store_is(1)));
}

constexpr components measure_components = components::of(component::goods, component::fee);

template <class Measure>
void compare_basis(json::measures what, Measure measure) {
    const basis<json::measure, json::condition> read{{what, measure_components},
                                                     read_condition(R"({"category_is": [1, 2]})")};
    const basis<Measure, decltype(category_is(1, 2))> constant{measure, category_is(1, 2)};
    std::mt19937 random{11};
    std::int64_t all = 0;
    for (int i = 0; i < 400; ++i) {
        const visit each = draw(random);
        REQUIRE(read(each).minor_units() == constant(each).minor_units());
        all += constant(each).minor_units();
        for (const line& one : each.event.lines) {
            REQUIRE(read.weight(one, each) == constant.weight(one, each));
        }
    }
    CHECK(all > 0);
}

TEST_CASE("each measure") {
    compare_basis(json::measures::net, net{measure_components});
    compare_basis(json::measures::gross, gross{measure_components});
    compare_basis(json::measures::before_discount, before_discount{measure_components});
    compare_basis(json::measures::quantity, quantity{measure_components});
    compare_basis(json::measures::visits, visits{});
}

} // namespace
