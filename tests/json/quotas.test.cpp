// SPDX-License-Identifier: BSL-1.0
//
// Awards out of quotas in C++ and from text: the same outcomes for purchases and returns of three members, and the same is left.
#include "support.hpp"

#include <loyalty/json/programme.hpp>
#include <loyalty/json/versions.hpp>
#include <loyalty/json/writer.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/hunt.hpp>
#include <loyalty/policies/gamified/levels.hpp>
#include <loyalty/stream/encoding.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;
using shop_text = json::programme_text<currency::usd, 16, json::sharing_quotas<json::usual_lots>, 4096>;
constexpr choices::identity by_time = choices::identity::by_time;
using from_text = std::remove_const_t<decltype(std::declval<shop_text>().framed<by_time>(utc{}))>;

[[nodiscard]] shop_text read_shop(const std::string& rules) {
    return json::read_programme<currency::usd, 16, json::sharing_quotas<json::usual_lots>, 4096>(
        R"({"programme": "launch", "currency": "USD", "rules": [)" + rules + "]}");
}
[[nodiscard]] from_text framed(const std::string& rules) {
    const shop_text read = read_shop(rules);
    REQUIRE(first_mistake(read.wrong) == "");
    return read.framed<by_time>(utc{});
}
[[nodiscard]] std::string mistake_in(const std::string& rules) {
    return first_mistake(read_shop(rules).wrong);
}

/// Three members who share quotas.
template <class Programme>
class crowd {
public:
    explicit crowd(const Programme& rules) : rules_{rules}, left_{rules} {}

    auto buys(std::size_t who, const goods& sale) {
        auto sold = apply_with_receipt(rules_, members_[who], sale, sharing(left_));
        if (sold.outcome.refused == reason::none) {
            sales_[who].emplace(sold.receipt);
        }
        return what(sold.outcome);
    }
    auto gives_back(std::size_t who, instant time, const goods* kept) {
        if (!sales_[who]) {
            return std::array<std::int64_t, 5>{-1, 0, 0, 0, 0};
        }
        const auto done =
            kept != nullptr
                ? what(apply(rules_, members_[who], sales_[who]->returned({.time = time}, *kept), sharing(left_)))
                : what(apply(rules_, members_[who], sales_[who]->returned({.time = time}), sharing(left_)));
        sales_[who].reset();
        return done;
    }
    [[nodiscard]] const quotas<Programme>& left() const { return left_; }

private:
    template <class Outcome>
    [[nodiscard]] static std::array<std::int64_t, 5> what(const Outcome& outcome) {
        return {static_cast<std::int64_t>(outcome.refused), outcome.template granted<unit::points>().minor_units(),
                outcome.template granted<unit::stamps>().minor_units(),
                outcome.template granted<unit::badges>().minor_units(),
                outcome.template granted<currency::usd>().minor_units()};
    }

    const Programme& rules_;
    quotas<Programme> left_;
    std::array<member<Programme>, 3> members_{};
    std::array<std::optional<receipt<Programme>>, 3> sales_{};
};

/// What happened in some lives.
struct lived {
    std::size_t exhausted = 0;
    std::size_t back = 0;
};

/// Twelve lives of three members by both. `same(left, right)` requires that of each quota the same is left, and `at_end(left)` looks at
/// what is left of a life.
template <class Constant, class Same, class AtEnd>
lived live(const from_text& text, const Constant& constant, Same same, AtEnd at_end) {
    lived all;
    for (std::uint32_t seed = 1; seed <= 12; ++seed) {
        CAPTURE(seed);
        std::mt19937 random{seed};
        const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
        crowd left{text};
        crowd right{constant};
        std::array<std::vector<item>, 3> lines{};
        instant time = "2024-12-20T09:00"_utc;
        for (std::uint32_t number = 1; number <= 260; ++number) {
            CAPTURE(number);
            time = instant{time.seconds_since_epoch + 600 + below(40'000)};
            const std::size_t who = below(3);
            if (below(5) != 0) {
                lines[who].clear();
                for (std::uint32_t i = below(3) + 1; i > 0; --i) {
                    lines[who].push_back({.id = i,
                                          .category = below(4),
                                          .quantity = 1 + below(3),
                                          .net = money<currency::usd>::from_minor_units(below(20'000))});
                }
                const goods sale{.time = time, .lines = lines[who]};
                const auto one = left.buys(who, sale);
                REQUIRE(one == right.buys(who, sale));
                all.exhausted += one[0] == static_cast<std::int64_t>(reason::quota_exhausted) ? std::size_t{1} : 0;
            } else if (!lines[who].empty()) {
                goods rest{.time = time, .lines = lines[who]};
                rest.lines = rest.lines.subspan(1);
                const goods* const kept = rest.lines.empty() ? nullptr : &rest;
                const auto one = left.gives_back(who, time, kept);
                REQUIRE(one == right.gives_back(who, time, kept));
                all.back += one[1] < 0 || one[2] < 0 ? std::size_t{1} : 0;
            }
            same(left.left(), right.left());
        }
        at_end(left.left());
    }
    return all;
}

const std::string all_rules = R"(
    {"limited": {"quota": {"number": 7, "whole": "20000 points"},
                 "policy": {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"},
                                       {"cap_at": {"most": "900 points", "window": {"calendar_window": "month"}}}]}}},
    {"limited": {"quota": {"number": 7, "whole": "20000 points"}, "otherwise": "all_or_nothing",
                 "policy": {"points": [{"per_visit": {"award": "150 points", "when": {"basket_at_least": "150.00 USD"}}}]}}},
    {"limited": {"quota": {"number": 3, "whole": "40 items"},
                 "policy": {"points": [{"per_unit": {"award": "2 stamps", "counted": {"on": {"category_is": 1}}}}]}}},
    {"limited": {"quota": {"number": 4, "whole": "60 stamps"}, "otherwise": "reject",
                 "policy": {"points": [{"per_unit": {"award": "1 stamps", "counted": {"on": {"category_is": 2}}}}]}}},
    {"limited": {"quota": {"number": 8, "whole": "900.00 USD"},
                 "policy": {"cashback": {"rates": [{"by": "5 %", "on": {"category_is": 1},
                     "at_most": {"most": "30.00 USD", "window": {"calendar_window": "month"}}}, {"by": "2 %"}]}}}},
    {"limited": {"quota": {"number": 9, "whole": "50 items"}, "otherwise": "all_or_nothing",
                 "policy": {"cashback": {"rounding": "half_up", "rates": [{"by": "1 %", "on": {"category_is": 3}}]}}}},
    {"limited": {"quota": {"number": 10, "whole": "40 badges"},
                 "policy": {"spend_threshold": {"award": "1 badges", "trigger": {"every": "200.00 USD"}}}}},
    {"limited": {"quota": {"number": 11, "whole": "2 items"},
                 "policy": {"spend_threshold": {"award": "70 points", "trigger": {"once": "9 visits"},
                                                "counted": {"of": "visits"}}}}})";

TEST_CASE("quotas of points, of stamps and of awards: the same as in C++, event by event, and the same is left") {
    using namespace criteria;
    constexpr programme constant{
        terms<utc, by_time>{.name = "launch"},
        limited{quota<7>(20'000_points), points{per_amount{1_points, 1_usd}, round_off{rounding::floor},
                                                cap_at{900_points, calendar_window{period_unit::month}}}},
        limited{quota<7>(20'000_points), points{per_visit{150_points}.when(basket_at_least(150_usd))}}.all_or_nothing(),
        limited{quota<3>(40_items), points{per_unit{2_stamps}.on(category_is(1u))}},
        limited{quota<4>(60_stamps), points{per_unit{1_stamps}.on(category_is(2u))}}.rejecting(),
        limited{quota<8>(900_usd),
                cashback{currency::usd{}, rounding::half_even,
                         cashback_rate{5_pct}.on(category_is(1u)).at_most(30_usd, calendar_window{period_unit::month}),
                         cashback_rate{2_pct}}},
        limited{quota<9>(50_items),
                cashback{currency::usd{}, rounding::half_up, cashback_rate{1_pct}.on(category_is(3u))}}
            .all_or_nothing(),
        limited{quota<10>(40_badges), spend_threshold{1_badges, every(200_usd)}.within(lifetime{})},
        limited{quota<11>(2_items), spend_threshold{70_points, once(9_visits)}.of(visits{}).within(lifetime{})}};
    const from_text text = framed(all_rules);
    const auto same = [](const auto& left, const auto& right) {
        REQUIRE(left.left(7) == right.template left<7>().minor_units());
        REQUIRE(left.left(3) == right.template left<3>().minor_units());
        REQUIRE(left.left(4) == right.template left<4>().minor_units());
        REQUIRE(left.left(8) == right.template left<8>().minor_units());
        REQUIRE(left.left(9) == right.template left<9>().minor_units());
        REQUIRE(left.left(10) == right.template left<10>().minor_units());
        REQUIRE(left.left(11) == right.template left<11>().minor_units());
    };
    const lived all = live(text, constant, same, [](const auto& left) {
        CHECK(left.left(8) < 90'000);
        CHECK(left.left(9) == 0);
        CHECK(left.left(10) < 40);
        CHECK(left.left(11) == 0);
    });
    CHECK(all.exhausted > 20);
    CHECK(all.back > 80);
}

const std::string games_and_periods = R"(
    {"limited": {"quota": {"number": 1, "whole": "6 items"},
                 "policy": {"stamp_card": {"fields": 4, "awards": ["1 stamps", "5 points"]}}}},
    {"limited": {"quota": {"number": 2, "whole": "5 items"},
                 "policy": {"streak": {"window": {"calendar_window": "week"}, "length": 2, "awards": "1 badges"}}}},
    {"limited": {"quota": {"number": 3, "whole": "300 points"},
                 "policy": {"levels": {"thresholds": ["300.00 USD", "900.00 USD"], "awards": ["40 points", "90 points"]}}}},
    {"limited": {"quota": {"number": 4, "whole": "2 items"}, "otherwise": "all_or_nothing",
                 "policy": {"hunt": {"steps": [{"target": "3 items", "counted": {"of": "quantity", "on": {"category_is": 1}}},
                                               {"target": "2 visits"}],
                                     "repeatable": true, "awards": ["20 points", "2 stamps", "1.00 USD"]}}}},
    {"limited": {"quota": {"number": 5, "whole": "90 points"},
                 "policy": {"spend_threshold": {"award": "30 points", "trigger": {"every": "200.00 USD"},
                                                "window": {"calendar_window": "month"}}}}},
    {"limited": {"quota": {"number": 6, "whole": "3 items"},
                 "policy": {"spend_threshold": {"award": "11 points", "trigger": {"once": "3 visits"},
                                                "counted": {"of": "visits"}, "window": {"calendar_window": "month"}}}}})";

TEST_CASE("games and thresholds of a period out of quotas: the same as in C++, and the same is left") {
    using namespace criteria;
    constexpr calendar_window month{period_unit::month};
    constexpr programme constant{
        terms<utc, by_time>{.name = "launch"},
        limited{quota<1>(6_items), stamp_card{4}.awards(1_stamps, 5_points)},
        limited{quota<2>(5_items), streak<calendar_window{period_unit::week}>{2}.awards(1_badges)},
        limited{quota<3>(300_points), games::levels{300_usd, 900_usd}.awards(40_points, 90_points)},
        limited{quota<4>(2_items),
                games::hunt{games::step{3_items}.of(quantity{}).on(category_is(1u)), games::step{2_visits}}
                    .repeatable()
                    .awards(20_points, 2_stamps, 1_usd)}
            .all_or_nothing(),
        limited{quota<5>(90_points), spend_threshold{30_points, every(200_usd)}.within(month)},
        limited{quota<6>(3_items), spend_threshold{11_points, once(3_visits)}.of(visits{}).within(month)}};
    const shop_text read = read_shop(games_and_periods);
    REQUIRE(first_mistake(read.wrong) == "");
    std::array<std::int64_t, 6> least{6, 5, 300, 2, 90, 3};
    const auto same = [](const auto& left, const auto& right) {
        REQUIRE(left.left(1) == right.template left<1>().minor_units());
        REQUIRE(left.left(2) == right.template left<2>().minor_units());
        REQUIRE(left.left(3) == right.template left<3>().minor_units());
        REQUIRE(left.left(4) == right.template left<4>().minor_units());
        REQUIRE(left.left(5) == right.template left<5>().minor_units());
        REQUIRE(left.left(6) == right.template left<6>().minor_units());
    };
    const lived all = live(read.framed<by_time>(utc{}), constant, same, [&](const auto& left) {
        for (std::uint32_t i = 0; i < 6; ++i) {
            least[i] = std::min(least[i], left.left(i + 1));
        }
    });
    CHECK(least == std::array<std::int64_t, 6>{0, 0, 0, 0, 0, 0});
    CHECK(all.back > 5);
    const std::string written = json::write_programme(read);
    const auto again = json::read_programme<currency::usd, 16, json::sharing_quotas<json::usual_lots>, 4096>(written);
    REQUIRE(first_mistake(again.wrong) == "");
    CHECK(json::write_programme(again) == written);
}

TEST_CASE("caps, thresholds and cashback in rolling windows out of quotas: the same as in C++, and the same is left") {
    using namespace criteria;
    constexpr programme constant{
        terms<utc, by_time>{.name = "launch"},
        limited{quota<1>(4'000_points),
                points{per_amount{1_points, 1_usd}, round_off{rounding::floor}, cap_at{200_points, rolling_days<7>{}}}},
        limited{quota<2>(300_points), spend_threshold{30_points, every(200_usd)}.within(rolling_days<14>{})},
        limited{quota<3>(3_items), spend_threshold{11_points, once(3_visits)}.of(visits{}).within(rolling_months<2>{})},
        limited{quota<4>(60_usd), cashback{currency::usd{}, rounding::half_even,
                                           cashback_rate{5_pct}.at_most(6_usd, rolling_months<3>{})}},
        limited{quota<5>(6_items), stamp_card{4}.awards(1_stamps, 1_badges)}};
    const shop_text read = read_shop(R"(
        {"limited": {"quota": {"number": 1, "whole": "4000 points"},
                     "policy": {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"},
                                {"cap_at": {"most": "200 points", "window": {"rolling_window": {"periods": 7, "unit": "day"}}}}]}}},
        {"limited": {"quota": {"number": 2, "whole": "300 points"},
                     "policy": {"spend_threshold": {"award": "30 points", "trigger": {"every": "200.00 USD"},
                                "window": {"rolling_window": {"periods": 14, "unit": "day"}}}}}},
        {"limited": {"quota": {"number": 3, "whole": "3 items"},
                     "policy": {"spend_threshold": {"award": "11 points", "trigger": {"once": "3 visits"},
                                "counted": {"of": "visits"}, "window": {"rolling_window": {"periods": 2, "unit": "month"}}}}}},
        {"limited": {"quota": {"number": 4, "whole": "60.00 USD"},
                     "policy": {"cashback": {"rates": [{"by": "5 %",
                                "at_most": {"most": "6.00 USD", "window": {"rolling_window": {"periods": 3, "unit": "month"}}}}]}}}},
        {"limited": {"quota": {"number": 5, "whole": "6 items"},
                     "policy": {"stamp_card": {"fields": 4, "awards": ["1 stamps", "1 badges"]}}}})");
    REQUIRE(first_mistake(read.wrong) == "");
    std::array<std::int64_t, 4> least{4'000, 300, 3, 6'000};
    const auto same = [](const auto& left, const auto& right) {
        REQUIRE(left.left(1) == right.template left<1>().minor_units());
        REQUIRE(left.left(2) == right.template left<2>().minor_units());
        REQUIRE(left.left(3) == right.template left<3>().minor_units());
        REQUIRE(left.left(4) == right.template left<4>().minor_units());
    };
    const lived all = live(read.framed<by_time>(utc{}), constant, same, [&](const auto& left) {
        for (std::uint32_t i = 0; i < 4; ++i) {
            least[i] = std::min(least[i], left.left(i + 1));
        }
    });
    CHECK(least[1] == 0);
    CHECK(least[2] == 0);
    CHECK(all.back > 5);
    const std::string written = json::write_programme(read);
    CHECK(json::write_programme(json::read_programme<currency::usd, 16, json::sharing_quotas<json::usual_lots>, 4096>(
              written)) == written);
}

/// A customer whose day of joining is known.
struct customer {
    date joined{};
};

TEST_CASE("a threshold in the membership year out of a quota, by hand") {
    const from_text shop = framed(R"({"limited": {"quota": {"number": 1, "whole": "100 points"},
        "policy": {"spend_threshold": {"award": "40 points", "trigger": {"once": "90.00 USD"}, "window": "membership_year"}}}})");
    quotas<from_text> budget{shop};
    member<from_text> anna{};
    const customer facts{date::of(2024, 3, 10)};
    const item one{.id = 1, .net = 50_usd};
    const auto buys = [&](instant time) {
        return apply(shop, anna, goods{.time = time, .lines = {&one, 1}}, sharing(budget, facts))
            .template granted<unit::points>();
    };
    CHECK(buys("2025-03-01T09:00"_utc) == 0_points);
    CHECK(buys("2025-03-10T09:00"_utc) == 0_points); // another year: 50.00 of 90.00
    CHECK(buys("2025-03-11T09:00"_utc) == 40_points);
    CHECK(buys("2026-03-09T09:00"_utc) == 0_points);
    CHECK(buys("2026-03-10T09:00"_utc) == 0_points);
    CHECK(buys("2026-03-11T09:00"_utc) == 40_points);
    CHECK(buys("2027-03-11T09:00"_utc) == 0_points);
    CHECK(buys("2027-03-12T09:00"_utc) == 20_points); // what is left
    CHECK(budget.left(1) == 0);
}

TEST_CASE("the first two full cards of all members are paid, by hand") {
    const from_text shop = framed(R"({"limited": {"quota": {"number": 1, "whole": "2 items"},
        "policy": {"stamp_card": {"fields": 2, "awards": ["1 badges", "5 points"]}}}})");
    quotas<from_text> left{shop};
    member<from_text> members[3]{};
    const item one{.id = 1, .net = 1_usd};
    const auto buys = [&](int who, instant time) {
        return apply(shop, members[who], goods{.time = time, .lines = {&one, 1}}, sharing(left));
    };
    for (const int who : {0, 1, 2}) {
        CHECK(buys(who, "2025-01-01T09:00"_utc).granted<unit::badges>() == 0_badges);
        const auto full = buys(who, "2025-01-02T09:00"_utc);
        CHECK(full.granted<unit::badges>() == (who < 2 ? 1_badges : 0_badges));
        CHECK(full.granted<unit::points>() == (who < 2 ? 5_points : 0_points));
    }
    CHECK(left.left(1) == 0);
}

TEST_CASE("a budget of 700 points, by hand: 500, the 200 that are left, nothing; and what a return gives back") {
    const from_text shop = framed(R"({"limited": {"quota": {"number": 1, "whole": "700 points"},
        "policy": {"points": [{"per_visit": {"award": "500 points"}}]}}})");
    quotas<from_text> budget{shop};
    member<from_text> anna{};
    member<from_text> ben{};
    CHECK(budget.left(1) == 700);
    const item one{.id = 1, .net = 1_usd};
    const goods sale{.time = "2025-01-01T09:00"_utc, .lines = {&one, 1}};
    const auto first = apply_with_receipt(shop, anna, sale, sharing(budget));
    CHECK(first.outcome.granted<unit::points>() == 500_points);
    CHECK(preview(shop, ben, sale, sharing(budget)).granted<unit::points>() == 200_points);
    CHECK(budget.left(1) == 200);
    CHECK(apply(shop, ben, sale, sharing(budget)).granted<unit::points>() == 200_points);
    CHECK(budget.left(1) == 0);
    auto receipt = first.receipt;
    CHECK(apply(shop, anna, receipt.returned({.time = "2025-01-02T09:00"_utc}), sharing(budget))
              .granted<unit::points>() == -500_points);
    CHECK(budget.left(1) == 500);
    CHECK(budget.reserve(1, 600) == 500);
    CHECK(budget.put_back(1, 500));
    CHECK_FALSE(budget.put_back(2, 1));
    CHECK(budget.left(2) == 0);

    const auto shares = budget.split<3>();
    CHECK(shares[0].left(1) == 167);
    CHECK(shares[2].left(1) == 166);
    CHECK(budget.left(1) == 0);
    static_assert(std::is_trivially_copyable_v<quotas<from_text>>);
}

TEST_CASE("what is written is what was read") {
    const shop_text read = read_shop(all_rules);
    REQUIRE(first_mistake(read.wrong) == "");
    const std::string written = json::write_programme(read);
    const auto again = json::read_programme<currency::usd, 16, json::sharing_quotas<json::usual_lots>, 4096>(written);
    REQUIRE(first_mistake(again.wrong) == "");
    CHECK(json::write_programme(again) == written);
    CHECK(written.find(R"({"limited": {"quota": {"number": 3, "whole": "40 items"}, "policy": {"points": )") !=
          std::string::npos);
    CHECK(written.find(R"("otherwise": "reject")") != std::string::npos);
}

TEST_CASE("all that a quota can say is written as it was read") {
    const std::string text = file_text("tests/json/everything_quotas.json");
    const auto all = json::read_programme<currency::usd, 16, json::sharing_quotas<json::usual_lots>, 4096>(text);
    REQUIRE(first_mistake(all.wrong) == "");
    CHECK(json::write_programme(all) == text);
}

TEST_CASE("quotas that cannot be right, and where") {
    const std::string visit = R"("policy": {"points": [{"per_visit": {"award": "5 points"}}]})";
    CHECK(mistake_in(R"({"limited": {)" + visit + "}}").ends_with("limited needs \"quota\": what members share"));
    CHECK(mistake_in(R"({"limited": {"quota": {"number": 1, "whole": "5 points"}}})")
              .ends_with("limited needs \"policy\": what is awarded"));
    CHECK(mistake_in(R"({"limited": {"quota": {"number": 1}, )" + visit + "}}")
              .ends_with("/rules/0/limited/quota: quota needs \"whole\": how much there is in all"));
    CHECK(mistake_in(R"({"limited": {"quota": {"number": 1, "whole": "0 points"}, )" + visit + "}}")
              .ends_with("/quota/whole: quota: the whole must be above zero"));
    CHECK(mistake_in(R"({"limited": {"quota": {"number": 1, "whole": "5 stamps"}, )" + visit + "}}")
              .ends_with("quota: the whole is in the unit of the award, or in items, which are awards"));
    CHECK(
        mistake_in(R"({"limited": {"quota": {"number": 1, "whole": "5 points"}, "otherwise": "clam", )" + visit + "}}")
            .ends_with("expected clamp, all_or_nothing or reject, found \"clam\"; did you mean \"clamp\"?"));
    CHECK(mistake_in(R"({"limited": {"quota": {"number": 1, "whole": "5 points"}, )" + visit +
                     R"(}}, {"limited": {"quota": {"number": 1, "whole": "6 points"}, )" + visit + "}}")
              .ends_with("/rules/1/limited/quota: quota: rules before it give the quota of this number another whole: "
                         "rules that share a quota name the same"));
    CHECK(mistake_in(R"({"limited": {"quota": {"number": 1, "whole": "5 points"}, "policy": {"tiered": {}}}})")
              .ends_with("expected points, spend_threshold, cashback, stamp_card, streak, levels or hunt, found "
                         "\"tiered\""));
    CHECK(mistake_in(R"({"limited": {"quota": {"number": 1, "whole": "5 points"},
        "policy": {"stamp_card": {"fields": 2, "awards": "5 points"}}}})")
              .ends_with("/quota/whole: quota: a card, a streak or a hunt may award several units, so its quota counts "
                         "awards: give the whole in items"));
    CHECK(mistake_in(R"({"limited": {"quota": {"number": 1, "whole": "5 points"}, "policy": {"cashback": {"rates": [
        {"by": "1 %"}]}}}})")
              .ends_with("quota: the whole is in the unit of the award, or in items, which are awards"));
}

/// A programme with a quota.
[[nodiscard]] std::string of_quota(const std::string& quota) {
    return R"({"limited": {"quota": )" + quota + R"(, "policy": {"points": [{"per_visit": {"award": "5 points"}}]}}})";
}

TEST_CASE("versions share their quotas, and name the same whole") {
    const auto mistake = [](const std::string& later) {
        const std::string text = R"({"programme": "x", "currency": "USD", "versions": [
            {"version": 1, "until": "2018-01-01", "rules": [)" +
                                 of_quota(R"({"number": 1, "whole": "10000 points"})") + R"(]},
            {"version": 2, "from": "2018-01-01", "carry_over": {"drops": ["limited"]}, "rules": [)" +
                                 of_quota(later) + "]}]}";
        const std::string_view texts[]{text};
        return first_mistake(
            json::read_versions<currency::usd, 16, json::sharing_quotas<json::usual_lots>>(texts).wrong);
    };
    CHECK(mistake(R"({"number": 1, "whole": "10000 points"})") == "");
    CHECK(mistake(R"({"number": 2, "whole": "100 items"})") == "");
    CHECK(mistake(R"({"number": 1, "whole": "100 items"})")
              .ends_with("/versions/1/rules/0/limited/quota: quota: rules before it give the quota of this number "
                         "another whole: rules that share a quota name the same"));
}

TEST_CASE("shares are added by the numbers of their quotas") {
    const from_text first = framed(of_quota(R"({"number": 1, "whole": "700 points"})"));
    const from_text other = framed(of_quota(R"({"number": 2, "whole": "50 points"})"));
    quotas<from_text> sum{first};
    quotas<from_text> share{other};
    share.add_new(first); // in other places
    sum.add(share);
    CHECK(sum.left(1) == 1400);
    CHECK(sum.left(2) == 50);
    CHECK(sum.put_back(1, share.take(1, 600)));
    CHECK(sum.left(1) == 2000);
    CHECK(share.left(1) == 100);
}

} // namespace
