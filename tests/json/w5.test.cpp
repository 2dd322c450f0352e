// SPDX-License-Identifier: BSL-1.0
//
// The reference work as JSON does what the constant programme does, event by event.
#include "../../examples/loyalty_run/w5.hpp"
#include "support.hpp"

#include <loyalty/json/names.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace loyalty;

/// The same outcomes for each event, and the same balances at the end. Returns how many events gave points.
template <class Left, class Right>
std::size_t compare(const Left& from_text, const Right& constant, const std::vector<w5::record>& stream,
                    std::size_t count) {
    std::vector<member<Left>> left(count);
    std::vector<member<Right>> right(count);
    std::size_t gave = 0;
    for (const w5::record& each : stream) {
        const auto one = apply(from_text, left[each.member], each);
        const auto other = apply(constant, right[each.member], each);
        REQUIRE(one.refused == other.refused);
        REQUIRE(one.template granted<unit::points>() == other.template granted<unit::points>());
        REQUIRE(one.template granted<unit::stamps>() == other.template granted<unit::stamps>());
        REQUIRE(one.template granted<unit::badges>() == other.template granted<unit::badges>());
        REQUIRE(one.template granted<currency::usd>() == other.template granted<currency::usd>());
        REQUIRE(one.tier_after == other.tier_after);
        gave += other.template granted<unit::points>().minor_units() > 0 ? std::size_t{1} : std::size_t{0};
    }
    for (std::size_t i = 0; i < count; ++i) {
        REQUIRE(left[i].template balance<unit::points>() == right[i].template balance<unit::points>());
        REQUIRE(left[i].template balance<unit::stamps>() == right[i].template balance<unit::stamps>());
        REQUIRE(left[i].template balance<unit::badges>() == right[i].template balance<unit::badges>());
        REQUIRE(left[i].template balance<currency::usd>() == right[i].template balance<currency::usd>());
    }
    return gave;
}

/// Members with room for what W5 remembers.
[[nodiscard]] auto read_w5(const std::string& text) {
    return json::read_programme<currency::usd, 16, json::usual_lots, 64>(text);
}
using member_of_w5 = member<decltype(read_w5("").framed<choices::identity::by_time>(utc{}))>;

TEST_CASE("members of W5 from JSON are not twice as large as those of the constant programme") {
    static_assert(std::is_trivially_copyable_v<member_of_w5>);
    CHECK(sizeof(w5::member_type) == 64);
    CHECK(sizeof(member_of_w5) == 120);
}

TEST_CASE(
    "rules that remember more than there is room for are a mistake, with the place of the rule that is too much") {
    const auto rule = [](const char* window) {
        return std::string(
                   R"({"spend_threshold": {"award": "1 points", "trigger": {"every": "1.00 USD"}, "window": )") +
               window + "}}";
    };
    const std::string quarter = rule(R"({"calendar_window": "quarter"})");
    const auto text = [](const std::string& rules) {
        return R"({"programme": "shop", "currency": "USD", "rules": [)" + rules + "]}";
    };
    // 40 bytes and 16 are 56; 16 more are too many.
    const std::string fits = quarter + "," + rule("\"lifetime\"");
    CHECK(first_mistake(read_w5(text(fits)).wrong) == "");
    const auto read = read_w5(text(fits + "," + rule("\"lifetime\"")));
    CHECK(read.wrong.count == 1);
    CHECK(first_mistake(read.wrong)
              .ends_with("/rules/2/spend_threshold: the rules up to this one remember more of a member "
                         "than there is room for: give members more bytes"));
    CHECK(read.rules.size() == 0);
}

TEST_CASE("W5 from JSON and in C++: the same outcomes for 60,000 purchases, and the same members") {
    const auto read = read_w5(file_text("examples/rules/w5.json"));
    REQUIRE(first_mistake(read.wrong) == "");
    const auto programme = read.framed<choices::identity::by_time>(utc{});
    REQUIRE(programme.problem().sentence == nullptr);
    CHECK(compare(programme, w5::rules, w5::stream(60'000, 300), 300) > 50'000);
}

TEST_CASE("a purchase that the first rule refuses leaves the member, whatever the rules behind it would count") {
    const auto read = read_w5(file_text("examples/rules/w5.json"));
    REQUIRE(first_mistake(read.wrong) == "");
    const auto programme = read.framed<choices::identity::by_time>(utc{});
    member_of_w5 anna;
    // 90,000,000,000,000,000 dollars: the top tier, and points at its rate. Twice as much fits no count.
    const auto large = apply(programme, anna, w5::record{1'704'067'200, 9'000'000'000'000'000'000, 0, 1});
    CHECK(large.refused == reason::none);
    CHECK(large.tier_after == 2);
    const member_of_w5 before = anna;
    const auto twice = apply(programme, anna, w5::record{1'704'067'201, 9'000'000'000'000'000'000, 0, 1});
    CHECK(twice.refused == reason::amount_overflow);
    CHECK(twice.refusing_rule() == 0);
    CHECK(twice.granted<unit::points>() == 0_points);
    CHECK(anna == before);
    // The next one is the second that counts: a dollar, at the rate of the top tier.
    const auto next = apply(programme, anna, w5::record{1'704'067'202, 100, 0, 1});
    CHECK(next.refused == reason::none);
    CHECK(next.granted<unit::points>() == 1_points);
    CHECK(next.granted<currency::usd>() == 0.02_usd);
}

/// The programme of W5 with other numbers, in C++ and as text.
struct drawn {
    explicit drawn(std::uint64_t seed) : random_{seed} {}

private:
    w5::split_mix_64 random_; // first, since the numbers are drawn from it

    [[nodiscard]] std::int64_t draw(std::int64_t least, std::int64_t most) {
        return least + static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(most - least + 1));
    }

public:
    std::int64_t low = draw(1, 900) * 100;
    std::int64_t high = low + draw(1, 2000) * 100;
    period_unit window = static_cast<period_unit>(draw(0, 4));
    std::int64_t hold = draw(0, 3);
    std::int64_t award = draw(1, 9);
    std::int64_t per = draw(1, 999);
    std::int64_t modes[3]{draw(0, 10), draw(0, 10), draw(0, 10)};
    std::int64_t factors[4]{draw(0, 400), draw(0, 400), draw(0, 400), draw(0, 900)}; ///< in hundredths
    std::int64_t categories[2]{draw(0, 15), draw(0, 15)};
    std::int64_t bonus = draw(1, 500);
    std::int64_t threshold = draw(1, 40'000);
    std::int64_t shares[2]{draw(0, 3'000), draw(0, 3'000)}; ///< in hundredths of a per cent
    std::int64_t cap = draw(1, 2'000);
    std::int64_t length = draw(2, 6);
    std::int64_t fields = draw(1, 12);

    [[nodiscard]] static rounding mode(std::int64_t number) { return static_cast<rounding>(number); }
    [[nodiscard]] static std::string mode_text(std::int64_t number) {
        return '"' + std::string(json::name_of_choice(mode(number))) + '"';
    }
    [[nodiscard]] static std::string hundredths(std::int64_t number) {
        return std::to_string(number / 100) + '.' + std::to_string(number % 100 / 10) + std::to_string(number % 10);
    }

    [[nodiscard]] auto in_cpp() const {
        const auto usd = [](std::int64_t cents) { return money<currency::usd>::from_minor_units(cents); };
        const auto points_of = [](std::int64_t number) { return amount<unit::points>::from_minor_units(number); };
        const auto factor = [&](int index) { return ratio{factors[index], 100}.reduced(); };
        constexpr auto badge_amount = amount<unit::badges>::from_minor_units(1);
        constexpr auto stamp_amount = amount<unit::stamps>::from_minor_units(1);
        return programme{
            terms<utc, choices::identity::by_time>{.name = "drawn"},
            tiered{usd(low), usd(high)}
                .within(criteria::calendar_window{window})
                .held_for(static_cast<std::int32_t>(hold)),
            points{per_amount{points_of(award), usd(per)}, round_off{mode(modes[0])},
                   multiply_by_tier{factor(0), factor(1), factor(2)},
                   multiply_by{factor(3)}.when(criteria::category_is(static_cast<unsigned>(categories[0]))),
                   round_off{mode(modes[1])}},
            spend_threshold{points_of(bonus), every(usd(threshold))},
            cashback{currency::usd{}, mode(modes[2]),
                     cashback_rate{ratio{shares[0], 10'000}}
                         .on(criteria::category_is(static_cast<unsigned>(categories[1])))
                         .at_most(usd(cap), criteria::calendar_window{period_unit::month}),
                     cashback_rate{ratio{shares[1], 10'000}}},
            gamified{streak<criteria::calendar_window{period_unit::week}>{static_cast<std::int32_t>(length)}.awards(
                         points_of(bonus), badge_amount),
                     stamp_card{static_cast<std::int32_t>(fields)}.awards(stamp_amount)}};
    }

    [[nodiscard]] std::string as_text() const {
        const auto usd = [](std::int64_t cents) { return '"' + hundredths(cents) + " USD\""; };
        const auto number = [](std::int64_t value) { return std::to_string(value); };
        return R"({"programme": "drawn", "currency": "USD", "rules": [{"tiered": {"thresholds": [)" + usd(low) + ", " +
               usd(high) + R"(], "window": {"calendar_window": ")" + std::string(json::name_of_choice(window)) +
               R"("}, "hold_periods": )" + number(hold) + R"(}}, {"points": [{"per_amount": {"award": ")" +
               number(award) + R"( points", "per": )" + usd(per) + R"(}}, {"round_off": )" + mode_text(modes[0]) +
               R"(}, {"multiply_by_tier": [)" + hundredths(factors[0]) + ", \"" + hundredths(factors[1]) + "\", \"" +
               number(factors[2]) + R"( %"]}, {"multiply_by": {"factor": ")" + number(factors[3]) +
               R"(/100", "when": {"category_is": )" + number(categories[0]) + R"(}}}, {"round_off": {"mode": )" +
               mode_text(modes[1]) + R"(}}]}, {"spend_threshold": {"award": ")" + number(bonus) +
               R"( points", "trigger": {"every": )" + usd(threshold) + R"(}}}, {"cashback": {"rounding": )" +
               mode_text(modes[2]) + R"(, "rates": [{"by": ")" + hundredths(shares[0]) +
               R"( %", "on": {"category_is": [)" + number(categories[1]) + R"(]}, "at_most": {"most": )" + usd(cap) +
               R"(, "window": {"calendar_window": "month"}}}, {"by": ")" + hundredths(shares[1]) +
               R"( %"}]}}, {"streak": {"window": {"calendar_window": "week"}, "length": )" + number(length) +
               R"(, "awards": [")" + number(bonus) + R"( points", "1 badges"]}}, {"stamp_card": {"fields": )" +
               number(fields) + R"(, "awards": ["1 stamps"]}}]})";
    }
};

TEST_CASE("programmes with random numbers: JSON and C++ give the same, event by event") {
    std::size_t gave = 0;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        const drawn numbers{seed};
        const auto read = read_w5(numbers.as_text());
        REQUIRE(first_mistake(read.wrong) == "");
        const auto constant = numbers.in_cpp();
        REQUIRE(constant.problem().sentence == nullptr);
        gave += compare(read.framed<choices::identity::by_time>(utc{}), constant, w5::stream(1'000, 5), 5);
    }
    CHECK(gave > 100'000);
}

} // namespace
