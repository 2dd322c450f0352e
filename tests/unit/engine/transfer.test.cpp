// SPDX-License-Identifier: BSL-1.0
//
// Points from one member to another (S47).
#include <loyalty/engine/transfer.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;
using gift = transfer<unit::points>;

namespace {

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme stars{a_point_a_dollar, lots<unit::points>{}.expiring(expires_end_of_month<6>{})};
using stars_type = std::remove_const_t<decltype(stars)>;

constexpr instant now = "2021-01-20T12:00"_utc;
constexpr instant july = "2021-07-01T00:00"_utc;
constexpr instant august = "2021-08-01T00:00"_utc;

/// 60 points that expire on 1 July, and 90 that expire on 1 August.
member<stars_type> with_150() {
    member<stars_type> anna;
    apply(stars, anna, sale{.id = 1, .time = "2020-12-15T12:00"_utc, .net = 60_usd});
    apply(stars, anna, sale{.id = 2, .time = "2021-01-10T12:00"_utc, .net = 90_usd});
    return anna;
}

std::int64_t available(const member<stars_type>& own, instant as_of) {
    return balances_of<unit::points>(stars, own, as_of).available.minor_units();
}

/// Keeps every effect, and the number of outcomes.
struct effect_log {
    std::vector<std::string> lines{};

    void on(const spent<unit::points>& one) {
        lines.push_back("spent " + std::to_string(one.amount_spent.minor_units()) + " of " +
                        std::to_string(one.lots.size()) + " lots");
    }
    void on(const refusal& one) {
        lines.push_back("refused by " + std::string(one.policy) + " asked " + std::to_string(one.asked) + " there " +
                        std::to_string(one.there));
    }
    void on(const gift&, const outcome_of<stars_type>&) { lines.push_back("outcome"); }
};

using log_lines = std::vector<std::string>;

/// A transfer that is refused and changes neither member.
reason refused(member<stars_type> giver, member<stars_type> receiver, const gift& event) {
    const auto giver_before = giver;
    const auto receiver_before = receiver;
    const auto gave = apply(stars, giver, receiver, event);
    CHECK(giver == giver_before);
    CHECK(receiver == receiver_before);
    CHECK(gave.granted<unit::points>() == 0_points);
    return gave.refused;
}

} // namespace

TEST_CASE("100 of Anna's 150 points go to Ben") {
    member<stars_type> anna = with_150();
    member<stars_type> ben;
    effect_log log;
    const gift event{.id = 3, .time = now, .to = 1, .amount = 100_points};
    CHECK(apply(stars, anna, ben, event, no_profile{}, log).accepted());
    CHECK(log.lines == log_lines{"spent 100 of 2 lots", "outcome"});
    CHECK(available(anna, now) == 50);
    CHECK(balances_of<unit::points>(stars, anna, now).spent == 100_points);
    CHECK(available(ben, now) == 100);
    CHECK(balances_of<unit::points>(stars, ben, now).earned == 100_points);
    CHECK(anna.last_event() == now);
    CHECK(ben.last_event() == now);
}

TEST_CASE("transferred points keep their dates, or have new ones") {
    member<stars_type> anna = with_150();
    member<stars_type> ben;
    member<stars_type> carl;
    CHECK(apply(stars, anna, ben, gift{.id = 3, .time = now, .to = 1, .amount = 70_points}).accepted());
    // 60 that expire on 1 July and 10 that expire on 1 August.
    CHECK(available(ben, july - dates::seconds{1}) == 70);
    CHECK(available(ben, july) == 10);
    CHECK(available(ben, august) == 0);

    anna = with_150();
    const gift renewed{.id = 3, .time = now, .to = 2, .amount = 70_points, .dates = transfer_dates::renewed};
    CHECK(apply(stars, anna, carl, renewed).accepted());
    CHECK(available(carl, july) == 70);
    CHECK(available(carl, august - dates::seconds{1}) == 70);
    CHECK(available(carl, august) == 0);
}

TEST_CASE("a transfer to the same member is refused") {
    member<stars_type> anna = with_150();
    const auto before = anna;
    effect_log log;
    const auto gave =
        apply(stars, anna, anna, gift{.id = 3, .time = now, .to = 1, .amount = 10_points}, no_profile{}, log);
    CHECK(gave.refused == reason::same_member);
    CHECK(gave.refusing_rule() == rule_of_engine);
    CHECK(message(gave.refused) == "the giver is the receiver: name another member");
    CHECK(log.lines == log_lines{"refused by engine asked 0 there 0", "outcome"});
    CHECK(anna == before);
    // The numbers of the event name the same member.
    CHECK(refused(with_150(), {}, {.id = 3, .member = 4, .time = now, .to = 4, .amount = 10_points}) ==
          reason::same_member);
}

TEST_CASE("a giver with fewer points gives none") {
    CHECK(refused(with_150(), {}, {.id = 3, .time = now, .to = 1, .amount = 151_points}) ==
          reason::insufficient_balance);
    CHECK(refused(with_150(), {}, {.id = 3, .time = july, .to = 1, .amount = 91_points}) ==
          reason::insufficient_balance);
    CHECK(refused(with_150(), {}, {.id = 3, .time = now, .to = 1, .amount = -1_points}) == reason::negative_amount);
    member<stars_type> anna = with_150();
    member<stars_type> ben;
    effect_log log;
    const gift event{.id = 3, .time = now, .to = 1, .amount = 151_points};
    const auto gave = apply(stars, anna, ben, event, no_profile{}, log);
    CHECK(gave.refusing_rule() == 1);
    CHECK(log.lines == log_lines{"refused by lots asked 151 there 150", "outcome"});
}

TEST_CASE("an event that cannot come next for one of the two changes neither") {
    const gift event{.id = 3, .time = now, .to = 1, .amount = 10_points};
    member<stars_type> later;
    apply(stars, later, sale{.id = 1, .time = now + dates::seconds{1}, .net = 5_usd});
    CHECK(refused(with_150(), later, event) == reason::late_event);
    member<stars_type> same;
    apply(stars, same, sale{.id = 3, .time = now, .net = 5_usd});
    CHECK(refused(with_150(), same, event) == reason::duplicate_event);
    member<stars_type> higher;
    apply(stars, higher, sale{.id = 4, .time = now, .net = 5_usd});
    CHECK(refused(with_150(), higher, event) == reason::lower_id);
    CHECK(refused(with_150(), {}, {.id = 3, .time = "2021-01-09T12:00"_utc, .to = 1, .amount = 10_points}) ==
          reason::late_event);
}

TEST_CASE("a receiver that can hold no more refuses for both, and the sink receives the refusal") {
    member<stars_type> anna = with_150();
    member<stars_type> full;
    apply(stars, full,
          adjustment<unit::points>{.id = 1, .time = "2021-01-10T12:00"_utc, .amount = amount<unit::points>::largest()});
    const gift event{.id = 3, .time = now, .to = 1, .amount = 10_points};
    CHECK(refused(anna, full, event) == reason::amount_overflow);
    effect_log log;
    const auto gave = apply(stars, anna, full, event, no_profile{}, log);
    CHECK(gave.refusing_rule() == 1);
    CHECK(log.lines == log_lines{"refused by lots asked 0 there 0", "outcome"});
}

TEST_CASE("outside its time a programme moves nothing, by itself and in a stream") {
    constexpr programme ended{terms<>{.valid = {.until = "2021-01-20T00:00"_utc}}, a_point_a_dollar,
                              lots<unit::points>{}};
    using ended_type = std::remove_const_t<decltype(ended)>;
    std::vector<member<ended_type>> members(2);
    apply(ended, members[0], sale{.id = 1, .time = "2021-01-10T12:00"_utc, .net = 60_usd});
    const auto before = members;
    gift late{.id = 4, .time = now, .to = 1, .amount = 10_points};
    CHECK(apply(ended, members[0], members[1], late).refused == reason::not_in_force);
    const std::vector<gift> stream{{.id = 2, .time = "2021-01-18T12:00"_utc, .to = 1, .amount = 10_points},
                                   {.id = 3, .time = "2021-01-19T12:00"_utc, .to = 0, .amount = 10_points},
                                   late};
    std::vector<outcome_of<ended_type>> outcomes;
    append_to sink{outcomes};
    CHECK(members == before);
    CHECK(apply_all(ended, std::span{members}, std::span<const gift>{stream}, sink).accepted == 1);
    CHECK(outcomes[1].refused == reason::same_member);
    CHECK(outcomes[2].refused == reason::not_in_force);
    CHECK(balances_of<unit::points>(ended, members[1], now).available == 10_points);
}
