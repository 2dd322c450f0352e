// SPDX-License-Identifier: BSL-1.0
//
// All that is held of a member, as JSON.
#include <loyalty/stream/member_json.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>

using namespace loyalty;
using namespace loyalty::ledgers;
using loyalty::streams::member_json;
using sale = purchase<currency::usd>;

namespace {

constexpr programme stars{terms<>{.name = "stars \"1\""},
                          points{per_amount{1_points, 1_usd}, round_off{rounding::floor}},
                          gamified{stamp_card{10}.awards(1_stamps)},
                          cashback{currency::usd{}, rounding::half_up, cashback_rate{1_pct}},
                          lots<unit::points>{}.max_holds<1>().expiring(expires_end_of_month<6>{}),
                          things::wallet<2>{},
                          social::mergeable{}};
using stars_type = std::remove_const_t<decltype(stars)>;

constexpr instant now = "2025-03-10T12:00"_utc;

template <class Programme>
std::string json(const Programme& programme, const member<Programme>& own, instant as_of) {
    std::string text(member_json({}, programme, own, as_of), ' ');
    CHECK(member_json(text, programme, own, as_of) == text.size());
    return text;
}

member<stars_type> anna() {
    member<stars_type> own;
    apply(stars, own, sale{.id = 1, .time = now, .net = 23.99_usd});
    apply(
        stars, own,
        reservation<unit::points>{
            .id = 2, .time = now, .hold = 18'446'744'073'709'551'615u, .amount = 3_points, .until = "2025-03-12"_date});
    apply(stars, own,
          things::thing_issue{.id = 3, .time = now, .thing = {.code = 815, .campaign = 8, .stored = 50_usd}});
    apply(stars, own, things::thing_use{.id = 4, .time = now, .code = 815, .stored = 7_usd, .order = 99});
    return own;
}

} // namespace

TEST_SUITE("stream/member_json") {
    TEST_CASE("amounts, lots with dates, holds, things and counts") {
        CHECK(
            json(stars, anna(), now) ==
            "{\"format\":\"loyalty.member.1\",\"programme\":\"stars \\\"1\\\"\",\"as_of\":\"2025-03-10T12:00:00Z\","
            "\"last_event\":\"2025-03-10T12:00:00Z\",\"tier\":0,\"balances\":{\"stamps\":\"0\",\"USD\":\"0.24\"},"
            "\"accounts\":[{\"unit\":\"points\",\"available\":\"20\",\"pending\":\"0\",\"held\":\"3\",\"spent\":\"0\","
            "\"expired\":\"0\",\"clawed_back\":\"0\",\"debt\":\"0\",\"earned\":\"23\",\"shortfall\":\"0\","
            "\"lots\":[{\"amount\":\"20\",\"active_from\":\"2025-03-10\",\"expires\":\"2025-10-01\"}],"
            "\"holds\":[{\"id\":\"18446744073709551615\",\"until\":\"2025-03-12\","
            "\"lots\":[{\"amount\":\"3\",\"active_from\":\"2025-03-10\",\"expires\":\"2025-10-01\"}]}]}],"
            "\"things\":[{\"code\":\"815\",\"campaign\":8,\"status\":\"active\",\"from\":null,\"until\":null,"
            "\"uses\":1,\"stored\":4300,\"currency_code\":840,\"issued_by\":\"3\","
            "\"orders\":[{\"order\":\"99\",\"uses\":0,\"stored\":700,\"is_hold\":false}]}],"
            "\"policies\":[{\"index\":1,\"name\":\"stamp_card\",\"progress\":{\"counted\":\"1\",\"needed\":\"10\","
            "\"missing\":\"9\"},\"state\":[1]},"
            "{\"index\":5,\"name\":\"mergeable\",\"state\":[0,false,false]}]}");
    }

    TEST_CASE("as of a later day holds have ended and points have expired; the member is as before") {
        const auto own = anna();
        const auto before = own;
        const std::string later = json(stars, own, "2025-10-01T00:00"_utc);
        CHECK(later.find("\"available\":\"0\"") != std::string::npos);
        CHECK(later.find("\"expired\":\"23\"") != std::string::npos);
        CHECK(later.find("\"holds\":[]") != std::string::npos);
        CHECK(own == before);
        // An earlier time is that of the last event.
        CHECK(json(stars, own, "2025-01-01T00:00"_utc) == json(stars, own, now));
    }

    TEST_CASE("a room that is too small is never passed, and the need is the same") {
        const auto own = anna();
        const std::string whole = json(stars, own, now);
        std::string part(40, '#');
        CHECK(member_json(std::span<char>{part}.first(20), stars, own, now) == whole.size());
        CHECK(part.substr(0, 20) == whole.substr(0, 20));
        CHECK(part.substr(20) == std::string(20, '#'));
    }

    TEST_CASE("a new member, and one who was merged into member 4") {
        member<stars_type> own;
        CHECK(json(stars, own, now).find("\"last_event\":null,\"tier\":0") != std::string::npos);
        member<stars_type> into;
        apply(stars, own, into, social::member_merge{.id = 1, .member = 0, .time = now, .into = 4});
        CHECK(json(stars, own, now).find("\"merged_into\":4") != std::string::npos);
        CHECK(json(stars, into, now).find("merged_into") == std::string::npos);
    }

    TEST_CASE("numbers to the edges of 64 bits, tiers, and a programme that remembers nothing") {
        constexpr programme cash{tiered{1_usd}, points{per_visit{1_points}}};
        member<std::remove_const_t<decltype(cash)>> own;
        apply(cash, own, clawback<unit::points>{.id = 1, .time = now, .amount = amount<unit::points>::largest()});
        apply(cash, own, sale{.id = 2, .time = now, .net = 1_usd});
        const std::string text = json(cash, own, now);
        CHECK(
            text.find("\"tier\":1,\"balances\":{\"points\":\"-9223372036854775806\"},\"accounts\":[],\"things\":[]") !=
            std::string::npos);
        constexpr programme plain{points{per_visit{1_points}}};
        CHECK(json(plain, {}, now) ==
              "{\"format\":\"loyalty.member.1\",\"programme\":\"\",\"as_of\":\"2025-03-10T12:00:00Z\","
              "\"last_event\":null,\"tier\":0,\"balances\":{\"points\":\"0\"},\"accounts\":[],\"things\":[],"
              "\"policies\":[]}");
    }

    TEST_CASE("it works in a constant expression") {
        static_assert(member_json({}, stars, member<stars_type>{}, now) > 100);
    }
}
