// SPDX-License-Identifier: BSL-1.0
//
// The effects of events come after the commit and in order; a refused event has one refusal and no effect (S52).
#include <loyalty/engine/effects.hpp>

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using sale = purchase<currency::usd>;

namespace {

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme stars{tiered{100_usd}, a_point_a_dollar,
                          lots<unit::points>{}.max_holds<4>().expiring(expires_end_of_month<6>{})};
using stars_type = std::remove_const_t<decltype(stars)>;

constexpr instant december = "2020-12-15T12:00"_utc;
constexpr instant january = "2021-01-10T12:00"_utc;
constexpr instant february = "2021-02-10T12:00"_utc;
constexpr instant july = "2021-07-01T12:00"_utc;

std::string number(std::int64_t value) {
    return std::to_string(value);
}

/// Keeps each effect as a line, and checks that the member is committed when it comes.
struct effect_log {
    const member<stars_type>& own;
    instant committed{}; ///< the time of the last event, as it must be
    std::vector<std::string> lines{};

    void add(const std::string& line) {
        CHECK(own.last_event() == committed);
        lines.push_back(line);
    }
    static std::string of(std::span<const lot_slice> lots) {
        std::string text;
        for (const lot_slice& each : lots) {
            text += " " + number(each.amount);
        }
        return text;
    }

    void on(const award<unit::points>& one) { add(number(one.rule) + " award " + number(one.granted.minor_units())); }
    void on(const tier_change& one) { add(number(one.rule) + " tier " + number(one.from) + " to " + number(one.to)); }
    void on(const spent<unit::points>& one) {
        add(number(one.rule) + " spent " + number(one.amount_spent.minor_units()) + " of" + of(one.lots));
    }
    void on(const restored<unit::points>& one) {
        add(number(one.rule) + " restored " + number(one.amount_restored.minor_units()) + " to" + of(one.lots));
    }
    void on(const taken_back<unit::points>& one) {
        add(number(one.rule) + " taken back " + number(one.asked.minor_units()) + ": lot " +
            number(one.parts.from_lot.minor_units()) + ", others " + number(one.parts.from_others.minor_units()) +
            ", owed " + number(one.parts.owed.minor_units()));
    }
    void on(const expired<unit::points>& one) {
        add(number(one.rule) + " expired " + number(one.amount_expired.minor_units()));
    }
    void on(const refusal& one) {
        add(number(one.rule) + " " + std::string(one.policy) + " refused: asked " + number(one.asked) + ", there " +
            number(one.there) + " " + std::string(one.unit));
    }
    template <class Event, class Outcome>
    void on(const Event&, const Outcome& gave) {
        add(gave.accepted() ? "accepted" : "refused");
    }
};

using log_lines = std::vector<std::string>;

/// Applies an event to Anna, and returns what a sink receives. An accepted event moves her clock to `time`.
template <class Event>
log_lines effects_of(member<stars_type>& anna, const Event& event, instant time) {
    effect_log log{anna, time};
    apply(stars, anna, event, no_profile{}, log);
    return log.lines;
}

/// 60 points that expire on 1 July, and 90 that expire on 1 August.
member<stars_type> with_150() {
    member<stars_type> anna;
    apply(stars, anna, sale{.id = 1, .time = december, .net = 60_usd});
    apply(stars, anna, sale{.id = 2, .time = january, .net = 90_usd});
    return anna;
}

} // namespace

TEST_CASE("a purchase: first the tier, then the award, then the outcome, all after the commit") {
    member<stars_type> anna;
    const sale bought{.id = 1, .time = january, .net = 120_usd};
    CHECK(effects_of(anna, bought, january) == log_lines{"0 tier 0 to 1", "1 award 120", "accepted"});
}

TEST_CASE("a redemption: the lots that were spent; a part of it goes back to them") {
    member<stars_type> anna = with_150();
    effect_log log{anna, february};
    auto paid = apply_with_receipt(
        stars, anna, redemption<unit::points>{.id = 3, .time = february, .amount = 100_points}, no_profile{}, log);
    CHECK(log.lines == log_lines{"2 spent 100 of 60 40", "accepted"});
    CHECK(effects_of(anna, paid.receipt.given_back({.id = 4, .time = february}), february) ==
          log_lines{"2 restored 100 to 60 40", "accepted"});
    CHECK(balances_of<unit::points>(stars, anna, february).available == 150_points);
}

TEST_CASE("a hold spends when it is committed") {
    member<stars_type> anna = with_150();
    const reservation<unit::points> set_aside{
        .id = 3, .time = february, .hold = 1, .amount = 80_points, .until = "2021-02-12"_date};
    CHECK(effects_of(anna, set_aside, february) == log_lines{"accepted"});
    const commitment<unit::points> bill{.id = 4, .time = february, .hold = 1, .amount = 70_points};
    CHECK(effects_of(anna, bill, february) == log_lines{"2 spent 70 of 60 10", "accepted"});
}

TEST_CASE("a clawback: what was asked, and from where it came") {
    member<stars_type> anna = with_150();
    const clawback<unit::points> back{.id = 3, .time = february, .amount = 170_points, .earned_on = "2021-01-10"_date};
    CHECK(effects_of(anna, back, february) ==
          log_lines{"254 award -170", "2 taken back 170: lot 90, others 60, owed 20", "accepted"});
}

TEST_CASE("a return: the award goes back, from its lot first") {
    member<stars_type> anna;
    auto sold = apply_with_receipt(stars, anna, sale{.id = 1, .time = january, .net = 90_usd});
    CHECK(effects_of(anna, sold.receipt.returned({.id = 2, .time = february}), february) ==
          log_lines{"255 award -90", "2 taken back 90: lot 90, others 0, owed 0", "accepted"});
}

/// What a return says of a member who holds 20 of the 100 points that it asks for.
struct taken_log {
    std::vector<std::string> lines{};
    void on(const taken_back<unit::points>& one) {
        lines.push_back(number(one.rule) + " asked " + number(one.asked.minor_units()) + ": lot " +
                        number(one.parts.from_lot.minor_units()) + ", others " +
                        number(one.parts.from_others.minor_units()) + ", owed " + number(one.parts.owed.minor_units()) +
                        ", off " + number(one.parts.written_off.minor_units()) + ", of" + effect_log::of(one.lots));
    }
    void on(const award<unit::points>& one) {
        lines.push_back(number(one.rule) + " award " + number(one.granted.minor_units()));
    }
};

template <class Programme>
log_lines return_of_100(const Programme& rules) {
    member<Programme> anna;
    auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = january, .net = 100_usd});
    CHECK(apply(rules, anna, redemption<unit::points>{.id = 2, .time = january, .amount = 80_points}).accepted());
    taken_log log;
    const auto gave = apply(rules, anna, sold.receipt.returned({.id = 3, .time = february}), no_profile{}, log);
    log.lines.push_back("outcome " + number(gave.template granted<unit::points>().minor_units()));
    return log.lines;
}

TEST_CASE("a return says what could be taken and from where, also of a plain balance; the outcome has what was taken") {
    constexpr auto monthly = lots<unit::points>{}.expiring(expires_end_of_month<6>{});
    CHECK(return_of_100(programme{a_point_a_dollar, monthly}) ==
          log_lines{"255 award -100", "1 asked 100: lot 20, others 0, owed 80, off 0, of 20", "outcome -100"});
    CHECK(return_of_100(programme{a_point_a_dollar, monthly.on_shortfall(debt_policy::down_to_zero)}) ==
          log_lines{"255 award -100", "1 asked 100: lot 20, others 0, owed 0, off 80, of 20", "1 award 80",
                    "outcome -20"});
    CHECK(return_of_100(programme{a_point_a_dollar, monthly.on_shortfall(debt_policy::only_pending)}) ==
          log_lines{"255 award -100", "1 asked 100: lot 0, others 0, owed 0, off 100, of", "1 award 100", "outcome 0"});
    CHECK(return_of_100(programme{a_point_a_dollar}) ==
          log_lines{"255 award -100", "255 asked 100: lot 0, others 20, owed 80, off 0, of", "outcome -100"});
}

TEST_CASE("corrections say which lots they concern") {
    struct correction_log : taken_log {
        using taken_log::on;
        void on(const credited<unit::points>& one) {
            lines.push_back(number(one.rule) + " credited " + number(one.amount_credited.minor_units()) + ", debt " +
                            number(one.filled_debt.minor_units()));
        }
    };
    const auto correct = [](member<stars_type>& anna, std::uint64_t id, amount<unit::points> by) {
        correction_log log;
        apply(stars, anna, adjustment<unit::points>{.id = id, .time = february, .amount = by}, no_profile{}, log);
        return log.lines;
    };
    member<stars_type> anna = with_150();
    CHECK(correct(anna, 3, -70_points) ==
          log_lines{"254 award -70", "2 asked 70: lot 0, others 70, owed 0, off 0, of 60 10"});
    apply(stars, anna, clawback<unit::points>{.id = 4, .time = february, .amount = 100_points});
    CHECK(correct(anna, 5, 50_points) == log_lines{"254 award 50", "2 credited 50, debt 20"});
}

TEST_CASE("points that come back to a lot that is dead expire at once") {
    member<stars_type> anna = with_150();
    auto paid =
        apply_with_receipt(stars, anna, redemption<unit::points>{.id = 3, .time = february, .amount = 100_points});
    CHECK(effects_of(anna, paid.receipt.given_back({.id = 4, .time = july}), july) ==
          log_lines{"2 restored 100 to 60 40", "2 expired 60", "accepted"});
    const reservation<unit::points> set_aside{
        .id = 5, .time = july, .hold = 1, .amount = 90_points, .until = "2021-09-01"_date};
    CHECK(effects_of(anna, set_aside, july) == log_lines{"accepted"});
    constexpr instant august = "2021-08-10T12:00"_utc;
    CHECK(effects_of(anna, release<unit::points>{.id = 6, .time = august, .hold = 1}, august) ==
          log_lines{"2 expired 90", "accepted"});
}

TEST_CASE("lots that expired since the last event come first") {
    member<stars_type> anna = with_150();
    CHECK(effects_of(anna, time_passed{.id = 3, .time = july}, july) == log_lines{"2 expired 60", "accepted"});
    CHECK(effects_of(anna, time_passed{.id = 4, .time = july}, july) == log_lines{"accepted"});
    member<stars_type> ben = with_150();
    CHECK(effects_of(ben, sale{.id = 3, .time = july, .net = 10_usd}, july) ==
          log_lines{"0 tier 0 to 1", "1 award 10", "2 expired 60", "accepted"});
}

TEST_CASE("a refused event: one refusal with its rule, what was asked and what was there, and nothing else") {
    member<stars_type> anna = with_150();
    const redemption<unit::points> too_much{.id = 3, .time = february, .amount = 151_points};
    CHECK(effects_of(anna, too_much, january) == log_lines{"2 lots refused: asked 151, there 150 points", "refused"});
    const sale negative{.id = 3, .time = february, .net = -1_usd};
    CHECK(effects_of(anna, negative, january) == log_lines{"253 engine refused: asked 0, there 0 ", "refused"});
    const sale late{.id = 3, .time = december, .net = 1_usd};
    CHECK(effects_of(anna, late, january) == log_lines{"253 engine refused: asked 0, there 0 ", "refused"});
    // Also if time would have let 60 points expire.
    const redemption<unit::points> after_expiry{.id = 3, .time = july, .amount = 91_points};
    CHECK(effects_of(anna, after_expiry, january) == log_lines{"2 lots refused: asked 91, there 90 points", "refused"});
}

TEST_CASE("an award before the rule that refuses is no effect") {
    constexpr programme capped{points{per_visit{5_points}},
                               points{per_visit{7_points}, cap_at{10_points, lifetime{}}.rejecting()}};
    struct counting {
        int awards = 0;
        int refusals = 0;
        refusal last{};
        void on(const award<unit::points>&) noexcept { ++awards; }
        void on(const refusal& one) noexcept {
            ++refusals;
            last = one;
        }
    };
    member<std::remove_const_t<decltype(capped)>> anna;
    counting log;
    CHECK(apply(capped, anna, sale{.id = 1, .time = january, .net = 1_usd}, no_profile{}, log).accepted());
    CHECK(log.awards == 2);
    CHECK(log.refusals == 0);
    const auto before = anna;
    const auto gave = apply(capped, anna, sale{.id = 2, .time = january, .net = 1_usd}, no_profile{}, log);
    CHECK(gave.refused == reason::cap_reached);
    CHECK(gave.refusing_rule() == 1);
    CHECK(log.awards == 2);
    CHECK(log.refusals == 1);
    CHECK(log.last.why == reason::cap_reached);
    CHECK(log.last.rule == 1);
    CHECK(log.last.policy == "points");
    CHECK(anna == before);
}
