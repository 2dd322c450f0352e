// SPDX-License-Identifier: BSL-1.0
//
// Wheels of prizes in C++ and from text: the same draws, the same prizes and the same balances.
#include "support.hpp"

#include <loyalty/explain/leaflet.hpp>
#include <loyalty/json/describe.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/json/writer.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/policies/gamified/prize_wheel.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;
using sale = purchase<currency::usd>;
using wheels_text = json::programme_text<currency::usd, 16, json::spinning_wheels<json::usual_lots>>;

[[nodiscard]] wheels_text read_wheels(const std::string& rules) {
    return json::read_programme<currency::usd, 16, json::spinning_wheels<json::usual_lots>>(
        R"({"programme": "x", "currency": "USD", "rules": [)" + rules + "]}");
}
[[nodiscard]] std::string mistake_in(const std::string& wheel) {
    return first_mistake(read_wheels(R"({"prize_wheel": )" + wheel + "}").wrong);
}

/// What was drawn.
struct draws_of {
    std::size_t count = 0;
    effects::prize_drawn last{};

    void on(const effects::prize_drawn& one) {
        ++count;
        last = one;
        last.rule = 0; // a rule of a list stands at another place
    }
};

const std::string wheels = R"(
    {"points": [{"per_amount": {"award": "1 points", "per": "1.00 USD"}}, {"round_off": "floor"}]},
    {"prize_wheel": {"seed": 2025, "prizes": [{"weight": 50, "award": "0 points"}, {"weight": 30, "award": "5 points"},
                                              {"weight": 15, "award": "10 points"}, {"weight": 5, "award": "50 points"}],
                     "spun": {"spun_by_activity": {"when": {"kind_is": [7]}}}, "stake": "6 points",
                     "at_most": {"most": 3, "window": {"calendar_window": "day"}}, "covered_by_stake": true}},
    {"prize_wheel": {"seed": 11, "prizes": [{"weight": 9, "award": "1 stamps"}, {"weight": 1, "award": "1 badges"}],
                     "spun": {"spun_by_activity": {"kind_is": [8]}}}},
    {"prize_wheel": {"seed": 12, "prizes": [{"weight": 3, "award": "0 points"}, {"weight": 1, "award": "0.50 USD"}],
                     "spun": {"spun_by_purchase": {"when": {"basket_at_least": "20.00 USD"}}}}})";

TEST_CASE("wheels with a stake, without one, and of purchases: the same as in C++, spin by spin") {
    using namespace games;
    constexpr terms<> frame{.name = "x"};
    constexpr programme constant{
        frame, points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
        prize_wheel{2025, prize{50, 0_points}, prize{30, 5_points}, prize{15, 10_points}, prize{5, 50_points}}
            .of(7u)
            .staking(6_points)
            .at_most(3, criteria::calendar_window{period_unit::day})
            .covered_by_stake(),
        prize_wheel{11, prize{9, 1_stamps}, prize{1, 1_badges}}.of(8u),
        prize_wheel{12, prize{3, 0_usd}, prize{1, 0.5_usd}}.with_purchases().when(criteria::basket_at_least(20_usd))};
    const wheels_text read = read_wheels(wheels);
    REQUIRE(first_mistake(read.wrong) == "");
    const auto text = read.framed(utc{});
    std::size_t spun = 0;
    std::size_t refused = 0;
    for (std::uint32_t seed = 1; seed <= 8; ++seed) {
        CAPTURE(seed);
        std::mt19937 random{seed};
        const auto below = [&](std::uint32_t end) { return static_cast<std::uint32_t>(random() % end); };
        member<std::remove_const_t<decltype(text)>> left{};
        member<std::remove_const_t<decltype(constant)>> right{};
        instant time = "2025-01-01T09:00"_utc;
        for (std::uint64_t id = 1; id <= 300; ++id) {
            CAPTURE(id);
            time = instant{time.seconds_since_epoch + 600 + below(20'000)};
            draws_of one;
            draws_of other;
            const auto both = [&](const auto& event) {
                const auto by_text = apply(text, left, event, extensions::no_profile{}, one);
                const auto by_constant = apply(constant, right, event, extensions::no_profile{}, other);
                REQUIRE(by_text.refused == by_constant.refused);
                refused += by_text.refused != reason::none ? std::size_t{1} : 0;
            };
            if (below(2) == 0) {
                both(sale{.id = id,
                          .member = seed,
                          .time = time,
                          .net = money<currency::usd>::from_minor_units(below(4'000))});
            } else {
                both(activity{.id = id,
                              .member = seed,
                              .time = time,
                              .kind = 6 + below(3),
                              .score = below(8) == 0 ? std::int64_t{5} : std::int64_t{6}});
            }
            REQUIRE(one.count == other.count);
            REQUIRE(one.last == other.last);
            REQUIRE(left.balance<unit::points>() == right.balance<unit::points>());
            REQUIRE(left.balance<unit::stamps>() == right.balance<unit::stamps>());
            REQUIRE(left.balance<unit::badges>() == right.balance<unit::badges>());
            REQUIRE(left.balance<currency::usd>() == right.balance<currency::usd>());
            spun += one.count;
        }
    }
    CHECK(spun > 900);
    CHECK(refused > 50);
}

TEST_CASE("wheels are written as they were read, and what is wrong with one is said") {
    const wheels_text read = read_wheels(wheels);
    const std::string written = json::write_programme(read);
    const auto again = json::read_programme<currency::usd, 16, json::spinning_wheels<json::usual_lots>>(written);
    REQUIRE(first_mistake(again.wrong) == "");
    CHECK(json::write_programme(again) == written);
    CHECK(written.find(R"({"weight": 5, "award": "50 points", "cost": "50 points"}])") != std::string::npos);

    const std::string prizes = R"("prizes": [{"weight": 1, "award": "9 points"}])";
    CHECK(mistake_in("{" + prizes + "}")
              .ends_with("prize_wheel needs \"seed\": of the campaign: keep it secret while the wheel turns"));
    CHECK(mistake_in(R"({"seed": 1})").ends_with("prize_wheel needs \"prizes\": with their weights"));
    CHECK(mistake_in(R"({"seed": 1, "prizes": []})").ends_with("expected 1 to 12 prizes, found 0"));
    CHECK(mistake_in(R"({"seed": 1, "prizes": [{"weight": 0, "award": "1 points"}]})")
              .ends_with("/prizes/0/weight: prize_wheel: a prize has a weight of 1 at least: leave it out"));
    CHECK(mistake_in(R"({"seed": 1, "stake": "6 points", "covered_by_stake": true, )" + prizes + "}")
              .ends_with("prize_wheel: it pays more than its stake on average: raise the stake, or lower prizes or "
                         "weights"));
    CHECK(mistake_in(R"({"seed": 1, "stake": "6 points", "spun": "spun_by_purchase", )" + prizes + "}")
              .ends_with("/stake: prize_wheel: a purchase pays no stake: let an activity spin"));
    CHECK(mistake_in(R"({"seed": 1, "at_most": {"most": 0, "window": "lifetime"}, )" + prizes + "}")
              .ends_with("/at_most/most: prize_wheel: allow one spin at least"));
    CHECK(mistake_in(R"({"seed": 1, "spun": "spun_by_visit", )" + prizes + "}")
              .find("expected spun_by_activity or spun_by_purchase, found \"spun_by_visit\"") != std::string::npos);
}

using stocks_text =
    json::programme_text<currency::usd, 16, json::sharing_quotas<json::spinning_wheels<json::usual_lots>>>;
[[nodiscard]] stocks_text read_stocks(const std::string& wheel) {
    return json::read_programme<currency::usd, 16, json::sharing_quotas<json::spinning_wheels<json::usual_lots>>>(
        R"({"programme": "x", "currency": "USD", "rules": [{"prize_wheel": )" + wheel + "}]}");
}

/// Of 10 tickets 5 win nothing, 3 one of 20 badges, and 2 one of 6 vouchers of 50 points, then 10 points.
const std::string with_stocks = R"({"seed": 5, "prizes": [
    {"weight": 4, "award": "0 points"}, {"weight": 1, "award": "10 points"},
    {"weight": 3, "award": "1 badges", "out_of": {"quota": {"number": 4, "whole": "20 items"}, "otherwise": 0}},
    {"weight": 2, "award": "50 points", "out_of": {"quota": {"number": 9, "whole": "6 items"}, "otherwise": 1}}],
    "spun": "spun_by_purchase", "at_most": {"most": 3, "window": {"calendar_window": "day"}}})";

TEST_CASE("prizes out of stocks that all members share, and what is given then: the same as in C++") {
    using namespace games;
    constexpr programme constant{prize_wheel{5, prize{4, 0_points}, prize{1, 10_points},
                                             prize{3, 1_badges}.out_of(quota<4>(20_items), 0),
                                             prize{2, 50_points}.out_of(quota<9>(6_items), 1)}
                                     .with_purchases()
                                     .at_most(3, criteria::calendar_window{period_unit::day})};
    const stocks_text read = read_stocks(with_stocks);
    REQUIRE(first_mistake(read.wrong) == "");
    const auto text = read.framed(utc{});
    using left_type = std::remove_const_t<decltype(text)>;
    using right_type = std::remove_const_t<decltype(constant)>;
    quotas<left_type> left{text};
    quotas<right_type> right{constant};
    CHECK(left.left(4) == 20);
    member<left_type> of_text[3]{};
    member<right_type> of_constant[3]{};
    std::mt19937 random{1};
    instant time = "2025-01-01T09:00"_utc;
    std::size_t back = 0;
    for (std::uint64_t id = 1; id <= 400; ++id) {
        CAPTURE(id);
        time = instant{time.seconds_since_epoch + 600 + static_cast<std::int64_t>(random() % 20'000)};
        const auto who = static_cast<std::uint32_t>(random() % 3);
        const sale bought{.id = id, .member = who, .time = time, .net = 1_usd};
        auto one = apply_with_receipt(text, of_text[who], bought, sharing(left));
        auto other = apply_with_receipt(constant, of_constant[who], bought, sharing(right));
        if (id % 4 == 0) {
            const extensions::event_key key{.id = ++id, .member = who, .time = time};
            const auto back_of_text = apply(text, of_text[who], one.receipt.returned(key), sharing(left));
            const auto back_of_constant =
                apply(constant, of_constant[who], other.receipt.returned(key), sharing(right));
            REQUIRE(back_of_text.refused == back_of_constant.refused);
            back += back_of_text.granted<unit::badges>() < 0_badges ? std::size_t{1} : 0;
        }
        REQUIRE(of_text[who].balance<unit::points>() == of_constant[who].balance<unit::points>());
        REQUIRE(of_text[who].balance<unit::badges>() == of_constant[who].balance<unit::badges>());
        REQUIRE(left.left(4) == right.left<4>().minor_units());
        REQUIRE(left.left(9) == right.left<9>().minor_units());
    }
    CHECK(back > 0);
    CHECK(left.left(4) == 0);
    CHECK(left.left(9) == 0);
    const amount<unit::badges> all =
        of_text[0].balance<unit::badges>() + of_text[1].balance<unit::badges>() + of_text[2].balance<unit::badges>();
    CHECK(all == 20_badges);
}

TEST_CASE("stocks are written and said as they were read, and what is wrong with one is said") {
    const stocks_text read = read_stocks(with_stocks);
    REQUIRE(first_mistake(read.wrong) == "");
    const std::string written = json::write_programme(read);
    CHECK(written.find(R"("out_of": {"quota": {"number": 4, "whole": "20 items"}, "otherwise": 0}})") !=
          std::string::npos);
    CHECK(json::write_programme(
              json::read_programme<currency::usd, 16, json::sharing_quotas<json::spinning_wheels<json::usual_lots>>>(
                  written)) == written);
    CHECK(io::descriptions::leaflet(json::describe(read))
              .find("at most 20 items for all members together (quota 4), then prize 0") != std::string::npos);

    const auto mistake = [](const std::string& stock) {
        return first_mistake(read_stocks(R"({"seed": 5, "prizes": [{"weight": 4, "award": "0 points"},
            {"weight": 3, "award": "1 badges", "out_of": )" +
                                         stock + "}]}")
                                 .wrong);
    };
    const std::string ten = R"("quota": {"number": 4, "whole": "10 items"})";
    CHECK(mistake("{" + ten + R"(, "otherwise": 0})") == "");
    for (const char* const place : {"1", "2"}) {
        CHECK(
            mistake("{" + ten + R"(, "otherwise": )" + place + "}")
                .ends_with("/prizes/1/out_of/otherwise: prize_wheel: in the place of a prize out of stock another one "
                           "without a stock must be given"));
    }
    CHECK(mistake("{" + ten + "}")
              .ends_with("out_of needs \"otherwise\": the place of the prize that is given then, from 0"));
    CHECK(mistake(R"({"otherwise": 0})")
              .ends_with("out_of needs \"quota\": how many there are, such as {\"number\": 1, \"whole\": \"10 "
                         "items\"}"));
    CHECK(mistake(R"({"quota": {"number": 4, "whole": "10 badges"}, "otherwise": 0})")
              .ends_with("/quota/whole: prize_wheel: a stock counts prizes: give its whole in items, such as \"10 "
                         "items\""));
    CHECK(mistake(R"({"quota": {"number": 4, "whole": "0 items"}, "otherwise": 0})")
              .ends_with("/quota/whole: quota: the whole must be above zero"));
    CHECK(mistake_in(R"({"seed": 5, "prizes": [{"weight": 4, "award": "0 points"},
            {"weight": 3, "award": "1 badges", "out_of": {)" +
                     ten + R"(, "otherwise": 0}}]})")
              .ends_with("prize_wheel: members share the stock of a prize, for which a programme of this type has no "
                         "place: read the text with json::sharing_quotas<Lots>, and pass the quotas with each event"));
}

TEST_CASE("a stake of stamps") {
    const wheels_text read = read_wheels(R"({"points": [{"per_visit": {"award": "2 stamps"}}]},
        {"prize_wheel": {"seed": 1, "prizes": [{"weight": 1, "award": "9 points", "cost": "1 stamps"}],
                         "stake": "3 stamps", "covered_by_stake": true}})");
    REQUIRE(first_mistake(read.wrong) == "");
    const auto shop = read.framed(utc{});
    member<std::remove_const_t<decltype(shop)>> anna{};
    const auto spins = [&](std::uint64_t id, std::int64_t score) {
        return apply(shop, anna, activity{.id = id, .time = "2025-01-02T09:00"_utc, .score = score}).refused;
    };
    REQUIRE(apply(shop, anna, sale{.id = 1, .time = "2025-01-01T09:00"_utc, .net = 1_usd}).accepted());
    CHECK(spins(2, 3) == reason::insufficient_balance);
    REQUIRE(apply(shop, anna, sale{.id = 3, .time = "2025-01-01T10:00"_utc, .net = 1_usd}).accepted());
    CHECK(spins(4, 2) == reason::wrong_stake);
    CHECK(spins(5, 3) == reason::none);
    CHECK(anna.balance<unit::stamps>() == 1_stamps);
    CHECK(anna.balance<unit::points>() == 9_points);
    const std::string written = json::write_programme(read);
    CHECK(written.find(R"("stake": "3 stamps")") != std::string::npos);
    CHECK(mistake_in(R"({"seed": 1, "prizes": [{"weight": 1, "award": "9 points"}], "stake": "1.00 USD"})")
              .ends_with("/stake: prize_wheel: a stake is paid in points, stamps or badges, which members have"));
}

TEST_CASE("a stake out of an account comes back to its lots with a return, as in C++") {
    using namespace games;
    constexpr programme constant{
        points{per_activity{20_points}.of(1u)},
        prize_wheel{2025, prize{50, 0_points}, prize{30, 5_points}, prize{15, 10_points}, prize{5, 50_points}}
            .of(7u)
            .staking(6_points)
            .covered_by_stake(),
        lots<unit::points>{}.expiring(ledgers::expires_end_of_month<6>{})};
    const auto read = [](const std::string& text) {
        return json::read_programme<currency::usd, 16, json::spinning_wheels<json::usual_lots>>(text);
    };
    const wheels_text text_read = read(file_text("examples/rules/prize_wheel.json"));
    REQUIRE(first_mistake(text_read.wrong) == "");
    const auto text = text_read.framed_with_lots(utc{});
    member<std::remove_const_t<decltype(text)>> left{};
    member<std::remove_const_t<decltype(constant)>> right{};
    std::mt19937 random{1};
    instant time = "2025-01-01T09:00"_utc;
    std::int64_t came_back = 0;
    for (std::uint64_t id = 1; id <= 600; id += 2) {
        CAPTURE(id);
        time = instant{time.seconds_since_epoch + 600 + static_cast<std::int64_t>(random() % 200'000)};
        if (random() % 3 == 0) {
            const activity review{.id = id, .member = 3, .time = time, .kind = 1};
            REQUIRE(apply(text, left, review).refused == apply(constant, right, review).refused);
        } else {
            const activity spin{.id = id, .member = 3, .time = time, .kind = 7, .score = 6};
            auto one = apply_with_receipt(text, left, spin);
            auto other = apply_with_receipt(constant, right, spin);
            REQUIRE(one.outcome.refused == other.outcome.refused);
            if (one.outcome.accepted() && random() % 2 == 0) {
                const extensions::event_key key{.id = id + 1, .member = 3, .time = time};
                const auto back = apply(text, left, one.receipt.returned(key));
                REQUIRE(back.refused == apply(constant, right, other.receipt.returned(key)).refused);
                came_back += back.accepted() ? 1 : 0;
            }
        }
        for (const std::int64_t days : {0, 100, 200, 300}) {
            const instant then{time.seconds_since_epoch + days * 86'400};
            REQUIRE(balances_of<unit::points>(text, left, then) == balances_of<unit::points>(constant, right, then));
        }
    }
    CHECK(came_back > 50);
    const std::string wheel =
        R"({"prize_wheel": {"seed": 1, "prizes": [{"weight": 1, "award": "1 badges"}], "stake": "1 points"}})";
    CHECK(first_mistake(read(R"({"programme": "x", "currency": "USD", "rules": [)" + wheel + ", " + wheel + ", " +
                             wheel + R"(], "lots": {"expiring": "never_expires"}})")
                            .wrong)
              .ends_with("/lots: lots: 3 wheels take a stake out of this account, and the receipt of a spin keeps two "
                         "stakes: leave the stake of the others out, or ask for another unit"));
}

/// The stakes that came back: the rule and the points of each.
struct stakes_back {
    std::vector<std::pair<int, std::int64_t>> all;
    void on(const effects::restored<unit::points>& one) {
        all.emplace_back(one.rule, one.amount_restored.minor_units());
    }
};

TEST_CASE("two wheels with stakes out of one account: a stake that comes back is that of its wheel") {
    const auto wheel = [](const std::string& kind, const std::string& stake) {
        return R"({"prize_wheel": {"seed": 1, "prizes": [{"weight": 1, "award": "1 badges"}], "stake": ")" + stake +
               R"( points", "spun": {"spun_by_activity": {"when": {"kind_is": [)" + kind + "]}}}}}";
    };
    const auto read = json::read_programme<currency::usd, 16, json::spinning_wheels<json::usual_lots>>(
        R"({"programme": "fair", "currency": "USD", "rules": [
            {"points": [{"per_activity": {"award": "20 points", "when": {"kind_is": [1]}}}]}, )" +
        wheel("7, 9", "3") + ", " + wheel("8, 9", "3") + R"(], "lots": {"expiring": "never_expires"}})");
    REQUIRE(first_mistake(read.wrong) == "");
    const auto fair = read.framed_with_lots(utc{});
    member<std::remove_const_t<decltype(fair)>> anna{};
    instant time = "2025-01-10T12:00"_utc;
    REQUIRE(apply(fair, anna, activity{.id = 1, .member = 3, .time = time, .kind = 1}).accepted());
    const auto left = [&] { return balances_of<unit::points>(fair, anna, time).available; };
    std::uint64_t id = 2;
    const auto spin_back = [&](std::uint32_t kind, amount<unit::points> then) {
        time = instant{time.seconds_since_epoch + 60};
        auto spun =
            apply_with_receipt(fair, anna, activity{.id = id, .member = 3, .time = time, .kind = kind, .score = 3});
        REQUIRE(spun.outcome.accepted());
        CHECK(left() == then);
        stakes_back back;
        const extensions::event_key key{.id = id + 1, .member = 3, .time = time};
        REQUIRE(apply(fair, anna, spun.receipt.returned(key), extensions::no_profile{}, back).accepted());
        CHECK(left() == 20_points);
        id += 2;
        return back.all;
    };
    using stakes = std::vector<std::pair<int, std::int64_t>>;
    CHECK(spin_back(7, 17_points) == stakes{{1, 3}});
    CHECK(spin_back(8, 17_points) == stakes{{2, 3}});
    CHECK(spin_back(9, 14_points) == stakes{{1, 3}, {2, 3}});
}

} // namespace
