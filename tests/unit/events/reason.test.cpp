// SPDX-License-Identifier: BSL-1.0
#include <doctest/doctest.h>

#include <loyalty/events/reason.hpp>

#include "support/till.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::streams;
using support::noon;
using support::points_of;
using support::usd_line;
using support::usd_part;

namespace {

/// A basket whose currency is a number of ISO 4217, and the number of the basket's member.
struct coded_basket {
    std::uint64_t id = 0;
    instant time{};
    std::span<const usd_line> lines{};
    std::span<const usd_part> tenders{};
    int currency_code = 840;
    std::uint32_t member = 0;
};

/// Remembers in each of the five policies, and refuses what would earn more than 1000 points.
template <class Terms>
constexpr auto rules_under(Terms frame) {
    return programme{
        frame,
        tiered{100_usd}.within(rolling_days<30>{}),
        points{per_amount{1_points, 1_usd}.paid_by(tender::cash), round_off_carrying{rounding::floor},
               cap_at{1000_points}.rejecting()},
        spend_threshold{100_points, every(250_usd)}.of(gross{}),
        cashback{currency::usd{}, rounding::half_even,
                 cashback_rate{5_pct}.on(category_is(7u)).at_most(6_usd, calendar_window{period_unit::month}),
                 cashback_rate{1_pct}},
        gamified{streak<calendar_window{period_unit::day}>{4}.awards(50_points, 1_badges),
                 stamp_card{10}.of(quantity{}).awards(1_stamps)}};
}

constexpr programme rules = rules_under(terms<>{.valid = {"2020-01-01T00:00"_utc, "2030-01-01T00:00"_utc}});
using rules_type = std::remove_const_t<decltype(rules)>;
using state_bytes = std::array<std::byte, sizeof(member<rules_type>)>;

constexpr auto march_10 = "2025-03-10"_date;
constexpr usd_line coffee{.id = 1, .category = 7, .quantity = 1, .net = 4.50_usd, .tax = 0.40_usd};
constexpr usd_part in_cash{tender::cash, 4.90_usd};
constexpr coded_basket good{.id = 10, .time = noon(march_10), .lines = {&coffee, 1}, .tenders = {&in_cash, 1}};

state_bytes bytes_of(const member<rules_type>& state) {
    state_bytes bytes{};
    std::memcpy(bytes.data(), &state, sizeof(state));
    return bytes;
}

/// A member with something in each policy's memory.
member<rules_type> regular() {
    member<rules_type> state;
    for (std::int32_t day = 0; day < 3; ++day) {
        coded_basket visit = good;
        visit.time = noon(march_10 - 3 + day);
        CHECK(apply(rules, state, visit).accepted());
    }
    coded_basket last = good;
    last.id = 5;
    CHECK(apply(rules, state, last).accepted());
    return state;
}

/// Why an event is refused; checks what holds for every refusal.
reason refused(const coded_basket& bad) {
    member<rules_type> state = regular();
    const state_bytes before = bytes_of(state);
    const auto gave = apply(rules, state, bad);
    CHECK(bytes_of(state) == before);
    CHECK(!gave.accepted());
    CHECK(!message(gave.refused).empty());
    CHECK(gave.granted<unit::points>() == 0_points);
    CHECK(gave.granted<unit::stamps>() == 0_stamps);
    CHECK(gave.granted<unit::badges>() == 0_badges);
    CHECK(gave.granted<currency::usd>() == 0_usd);

    member<rules_type> untouched = regular();
    CHECK(apply(rules, state, good) == apply(rules, untouched, good));
    CHECK(state == untouched);
    return gave.refused;
}

reason refused_line(usd_line line) {
    const usd_line lines[]{coffee, line};
    coded_basket bad = good;
    bad.lines = lines;
    return refused(bad);
}

reason refused_tenders(std::initializer_list<usd_part> parts) {
    coded_basket bad = good;
    bad.tenders = {parts.begin(), parts.size()};
    return refused(bad);
}

constexpr std::string_view message_of(int code) {
    return message(static_cast<reason>(code));
}

/// How many codes from 0 on have a message.
constexpr int reasons_in_a_row() {
    int code = 0;
    while (code < 256 && message_of(code) != "unknown reason") {
        ++code;
    }
    return code;
}

constexpr bool every_reason_has_its_own_message() {
    const int count = reasons_in_a_row();
    std::array<std::string_view, 256> texts{};
    for (int code = 0; code < 256; ++code) {
        const std::string_view text = texts[static_cast<std::size_t>(code)] = message_of(code);
        if (text.empty() || (code >= count) != (text == "unknown reason")) {
            return false;
        }
        const auto others = texts.begin() + (code < count ? code : 0);
        if (std::find(texts.begin(), others, text) != others) {
            return false;
        }
    }
    return true;
}

} // namespace

TEST_SUITE("events/reason") {
    TEST_CASE("every reason has a message of its own") {
        CHECK_TWICE(every_reason_has_its_own_message());
        CHECK_TWICE(reasons_in_a_row() >= 14);
        CHECK_TWICE(static_cast<int>(reason::cap_reached) < reasons_in_a_row());
        CHECK_TWICE(message(reason::none) == "accepted");
        CHECK_TWICE(message(reason::empty_basket) == "the basket has no lines: send at least one");
        CHECK_TWICE(message(static_cast<reason>(200)) == "unknown reason");
    }

    TEST_CASE("the event that all others here vary is good") {
        member<rules_type> state = regular();
        const auto gave = apply(rules, state, good);
        CHECK(gave.accepted());
        CHECK(points_of(gave) == 4); // four times 4.50 and then 4.50 with half a point carried
        CHECK(gave.granted<currency::usd>() == 0.22_usd);
    }

    TEST_CASE("unknown currency") {
        coded_basket bad = good;
        bad.currency_code = 978;
        CHECK(refused(bad) == reason::unknown_currency);
        bad.currency_code = 0;
        CHECK(refused(bad) == reason::unknown_currency);
    }

    TEST_CASE("an empty basket, and one with too many lines") {
        coded_basket bad = good;
        bad.lines = {};
        CHECK(refused(bad) == reason::empty_basket);
        const std::vector<usd_line> lines(most_lines + 1, usd_line{.net = 0.01_usd});
        bad.lines = lines;
        CHECK(refused(bad) == reason::too_many_lines);
        coded_basket full = good;
        full.lines = {lines.data(), most_lines};
        member<rules_type> state = regular();
        CHECK(apply(rules, state, full).accepted());
    }

    TEST_CASE("quantities") {
        CHECK(refused_line({.id = 2, .quantity = 0, .net = 1_usd}) == reason::zero_quantity);
        CHECK(refused_line({.id = 2, .quantity = -1, .net = 1_usd}) == reason::negative_quantity);
        CHECK(refused_line({.id = 2, .quantity = INT64_MIN, .net = 1_usd}) == reason::negative_quantity);
    }

    TEST_CASE("negative amounts") {
        CHECK(refused_line({.id = 2, .net = -0.01_usd}) == reason::negative_amount);
        CHECK(refused_line({.id = 2, .net = money<currency::usd>::smallest()}) == reason::negative_amount);
        CHECK(refused_line({.id = 2, .net = 1_usd, .tax = -0.01_usd}) == reason::negative_amount);
        CHECK(refused_line({.id = 2, .net = 1_usd, .discount = -0.01_usd}) == reason::negative_amount);
        CHECK(refused_tenders({{tender::cash, 5_usd}, {tender::card, -0.10_usd}}) == reason::negative_amount);
    }

    TEST_CASE("late events") {
        coded_basket bad = good;
        bad.time = noon(march_10) - dates::seconds{1};
        CHECK(refused(bad) == reason::late_event);
        bad.time = "2020-01-01T00:00"_utc;
        CHECK(refused(bad) == reason::late_event);
        bad = good;
        bad.id = 4; // the last one had 5 at this time
        CHECK(refused(bad) == reason::lower_id);
    }

    TEST_CASE("the same event twice") {
        coded_basket bad = good;
        bad.id = 5;
        CHECK(refused(bad) == reason::duplicate_event);
    }

    TEST_CASE("not in force") {
        coded_basket bad = good;
        bad.time = "2019-12-31T23:59:59"_utc;
        CHECK(refused(bad) == reason::not_in_force);
        bad.time = "2030-01-01T00:00"_utc;
        CHECK(refused(bad) == reason::not_in_force);
        bad.time = instant::minimum();
        CHECK(refused(bad) == reason::not_in_force);
        bad.time = instant{INT64_MIN};
        CHECK(refused(bad) == reason::not_in_force);
        bad.time = instant{INT64_MAX};
        CHECK(refused(bad) == reason::not_in_force);
    }

    TEST_CASE("amounts that pass 64 bits") {
        constexpr auto huge = money<currency::usd>::largest();
        CHECK(refused_line({.id = 2, .net = huge}) == reason::amount_overflow);
        CHECK(refused_line({.id = 2, .net = 1_usd, .tax = huge}) == reason::amount_overflow);
        CHECK(refused_line({.id = 2, .category = 7, .net = huge - 4_usd}) == reason::amount_overflow);
        CHECK(refused_line({.id = 2, .quantity = INT64_MAX, .net = 1_usd}) == reason::amount_overflow);
        CHECK(refused_tenders({{tender::cash, huge}, {tender::card, 0.01_usd}}) == reason::amount_overflow);
    }

    TEST_CASE("a balance that would pass what the unit's balance holds") {
        constexpr programme generous{points{per_visit{30'000_badges}}};
        member<std::remove_const_t<decltype(generous)>> state;
        CHECK(apply(generous, state, purchase<currency::usd>{.id = 1, .time = noon(march_10)}).accepted());
        const auto before = state;
        CHECK(apply(generous, state, purchase<currency::usd>{.id = 2, .time = noon(march_10)}).refused ==
              reason::amount_overflow);
        CHECK(state == before);
        CHECK(state.balance<unit::badges>() == 30'000_badges);
    }

    TEST_CASE("a cap that rejects") {
        const usd_part exact[]{{tender::cash, 1000_usd}};
        coded_basket bad = good;
        bad.tenders = exact;
        const usd_line dear{.id = 1, .net = 1001_usd};
        bad.lines = {&dear, 1};
        CHECK(refused(bad) == reason::cap_reached);
    }

    TEST_CASE("no member at this index, in a batch that goes on") {
        std::array<member<rules_type>, 2> members{regular(), regular()};
        const state_bytes before[]{bytes_of(members[0]), bytes_of(members[1])};
        std::array<coded_basket, 3> events{good, good, good};
        events[0].member = 2;
        events[1].member = 0xFFFF'FFFF;
        events[2].member = 1;
        std::array<outcome_of<rules_type>, 3> outcomes;
        span_sink<rules_type> sink{outcomes};
        const batch_result result =
            apply_all(rules, std::span<member<rules_type>>{members}, std::span<const coded_basket>{events}, sink);
        CHECK(result == batch_result{1, 2});
        CHECK(outcomes[0].refused == reason::unknown_member);
        CHECK(outcomes[1].refused == reason::unknown_member);
        CHECK(outcomes[2].accepted());
        CHECK(bytes_of(members[0]) == before[0]);
        CHECK(bytes_of(members[1]) != before[1]);
    }

    TEST_CASE("a programme whose numbers came wrong at run time refuses everything, and says what is wrong") {
        for (const std::int64_t threshold : {std::int64_t{0}, std::int64_t{-5}, std::int64_t{100}}) {
            const programme from_data{points{per_visit{1_points}},
                                      tiered{money<currency::usd>::from_minor_units(threshold)}};
            member<std::remove_const_t<decltype(from_data)>> state;
            const auto before = state;
            const auto gave = apply(from_data, state, purchase<currency::usd>{.id = 1, .time = noon(march_10)});
            if (threshold > 0) {
                CHECK(from_data.problem().sentence == nullptr);
                CHECK(gave.accepted());
            } else {
                CHECK(from_data.problem().rule == 1);
                CHECK(std::string_view{from_data.problem().sentence} ==
                      "tiered: a threshold must be above zero: the tier of everyone has none");
                CHECK(gave.refused == reason::programme_defect);
                CHECK(state == before);
            }
        }
        const instant opens = noon(march_10);
        const programme closed{terms<>{.valid = {opens, opens}}, points{per_visit{1_points}}};
        CHECK(std::string_view{closed.problem().sentence} ==
              "terms: the programme ends before it starts: give `valid` a later end");
        std::int32_t day_starts = 86'400;
        const programme late{terms<>{.calendar = {{}, day_starts}}, points{per_visit{1_points}}};
        CHECK(std::string_view{late.problem().sentence} ==
              "terms: the business day must start 0 to 86399 seconds after midnight");
    }

    TEST_CASE("without ids, events at one time keep their order and none is a duplicate") {
        constexpr programme by_time{terms<utc, identity::by_time>{}, points{per_visit{1_points}}};
        member<std::remove_const_t<decltype(by_time)>> state;
        constexpr purchase<currency::usd> visit{.time = noon(march_10)};
        CHECK(apply(by_time, state, visit).accepted());
        CHECK(apply(by_time, state, visit).accepted());
        constexpr purchase<currency::usd> earlier{.time = noon(march_10) - dates::seconds{1}};
        CHECK(apply(by_time, state, earlier).refused == reason::late_event);
        CHECK(state.balance<unit::points>() == 2_points);
    }

    TEST_CASE("a preview refuses as the event would (S15)") {
        member<rules_type> state = regular();
        coded_basket bad = good;
        bad.lines = {};
        CHECK(preview(rules, state, bad).refused == reason::empty_basket);
        const auto shown = preview(rules, state, good);
        CHECK(state == regular());
        CHECK(shown == apply(rules, state, good));
    }
}
