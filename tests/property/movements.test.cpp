// SPDX-License-Identifier: BSL-1.0
//
// The law of conservation, after every event: what was credited and restored, less what was spent, expired and taken back, is
// the balance. Random streams of purchases that points pay, with bonus points that live for days, their returns in parts,
// redemptions, give-backs and corrections; against books of single lots that know nothing of buckets.
#include "../support/random.hpp"

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

using namespace loyalty;
using namespace loyalty::prices;
using namespace loyalty::criteria;
using namespace loyalty::effects;
using namespace loyalty::extensions;
using namespace loyalty::ledgers;

namespace {

using sale = purchase<currency::usd>;
using paid_sale = paid_with<sale, unit::points>;

/// Points by a cent of what points left to pay, to the end of the next month; two for each dollar of the whole from the fifth day
/// on, for 20 days; and 40 for a visit of store 1, for 9 days.
template <class Debt>
constexpr auto programme_of(Debt debt, expired_lot restoration) {
    return programme{redemption_rule{redemption_rate{1_points, 0.01_usd}}.paying_at_most(75_pct),
                     points{per_amount{1_points, 0.01_usd}.of(after_points{}), round_off{rounding::floor}},
                     dated{points{per_amount{2_points, 1_usd}, round_off{rounding::half_up}}}
                         .expiring(expires_after_days<20>{20})
                         .activating(activates_after_days<5>{}),
                     dated{points{per_visit{40_points}.when(store_is(1u))}}.expiring(expires_after_days<9>{9}),
                     lots<unit::points>{}
                         .expiring(expires_end_of_month<1>{})
                         .on_shortfall(debt)
                         .restoring(restoration, restoration == expired_lot::grace ? 3 : 0)
                         .template spare_buckets<400>()};
}

/// One lot, by the days of its dates. Lots of the same dates are alike.
struct lot {
    date active{};
    date expires{};
    std::int64_t left = 0;
};

/// The books of one member, lot by lot.
struct slow_books {
    debt_policy debt_rule = debt_policy::negative;
    expired_lot restoration = expired_lot::stays_expired;
    std::vector<lot> lots{};
    std::int64_t earned = 0;
    std::int64_t spent = 0;
    std::int64_t clawed_back = 0;
    std::int64_t debt = 0;
    std::int64_t shortfall = 0;

    static bool lives(const lot& one, date on) { return on < one.expires; }
    static bool can_be_spent(const lot& one, date on) { return one.active <= on && lives(one, on); }

    template <class Counts>
    [[nodiscard]] std::int64_t sum(Counts counts) const {
        std::int64_t total = 0;
        for (const lot& each : lots) {
            total += counts(each) ? each.left : 0;
        }
        return total;
    }
    [[nodiscard]] std::int64_t available(date on) const {
        return sum([on](const lot& each) { return can_be_spent(each, on); });
    }
    [[nodiscard]] std::int64_t pending(date on) const {
        return sum([on](const lot& each) { return lives(each, on) && each.active > on; });
    }
    [[nodiscard]] std::int64_t expired(date on) const {
        return sum([on](const lot& each) { return !lives(each, on); });
    }

    /// Puts points into the books; debt is filled first, also by points that wait.
    void put(lot one, date on) {
        if (lives(one, on)) {
            const std::int64_t filled = (std::min)(debt, one.left);
            debt -= filled;
            one.left -= filled;
        }
        lots.push_back(one);
    }
    void credit(lot one, date on) {
        earned += one.left;
        put(one, on);
    }
    /// The lots that a debit takes from, the first to expire first; false if there is too little.
    bool debit(std::int64_t cost, date on, std::vector<lot>& from) {
        if (cost < 0 || available(on) < cost) {
            return false;
        }
        spent += cost;
        take(cost, on, from);
        return true;
    }
    /// Takes at most so much of what can be spent. Returns how much is missing.
    std::int64_t take(std::int64_t most, date on, std::vector<lot>& from) {
        std::stable_sort(lots.begin(), lots.end(),
                         [](const lot& left, const lot& right) { return left.expires < right.expires; });
        for (lot& each : lots) {
            if (can_be_spent(each, on) && most > 0) {
                const std::int64_t part = (std::min)(each.left, most);
                from.push_back({each.active, each.expires, part});
                each.left -= part;
                most -= part;
            }
        }
        return most;
    }
    /// Takes points that wait, the last to expire first.
    std::int64_t take_waiting(std::int64_t most, date on) {
        std::stable_sort(lots.begin(), lots.end(), [](const lot& left, const lot& right) {
            return left.expires != right.expires ? left.expires > right.expires : left.active > right.active;
        });
        for (lot& each : lots) {
            if (lives(each, on) && each.active > on) {
                const std::int64_t part = (std::min)(each.left, most);
                each.left -= part;
                most -= part;
            }
        }
        return most;
    }
    /// Puts a part of a debit back, last taken first.
    void restore(std::vector<lot>& from, std::int64_t part, date on) {
        spent -= part;
        while (part > 0) {
            lot& last = from.back();
            const std::int64_t piece = (std::min)(last.left, part);
            lot back{last.active, last.expires, piece};
            if (!lives(back, on) && restoration == expired_lot::grace) {
                back = {on, on + 3, piece};
            }
            put(back, on);
            last.left -= piece;
            part -= piece;
            if (last.left == 0) {
                from.pop_back();
            }
        }
    }

    struct claim {
        std::int64_t asked = 0;
        lot of{};
        std::int64_t missing = 0;
        std::int64_t from_expired = 0;
        std::int64_t written_off = 0;
    };
    /// Takes awards back: each from lots of its dates, and then from others.
    void claw(std::vector<claim>& claims, date on) {
        for (claim& back : claims) {
            back.missing = back.asked;
            for (lot& each : lots) {
                const bool alike = each.expires == back.of.expires &&
                                   (each.active == back.of.active || (each.active <= on && back.of.active <= on));
                const bool barred = debt_rule == debt_policy::only_pending && can_be_spent(each, on);
                if (alike && !barred) {
                    const std::int64_t part = (std::min)(each.left, back.missing);
                    each.left -= part;
                    back.missing -= part;
                    back.from_expired += lives(each, on) ? 0 : part;
                }
            }
        }
        for (claim& back : claims) {
            std::vector<lot> others;
            if (debt_rule != debt_policy::only_pending) {
                back.missing = take_waiting(take(back.missing, on, others), on);
            }
            back.written_off = debt_rule == debt_policy::negative ? 0 : back.missing;
            debt += back.missing - back.written_off;
            shortfall += back.written_off;
            clawed_back += back.asked - back.written_off;
        }
    }
};

/// The money of a sale, in cents, and what is left of it.
struct goods {
    paid_sale event{};
    std::int64_t net = 0;
    std::int64_t points = 0; ///< that pay it
    std::int64_t left = 0;   ///< cents that have not come back
    std::int64_t kept = 0;   ///< points that have not come back
    std::vector<lot> from{};
    date day{};
};

/// The part of `whole` that belongs to `part` of `all`, rounded half up.
std::int64_t in_proportion(std::int64_t whole, std::int64_t part, std::int64_t all) {
    return all == 0 ? 0 : (2 * whole * part + all) / (2 * all);
}

struct awards {
    std::int64_t rest = 0;
    std::int64_t twenty_days = 0;
    std::int64_t nine_days = 0;
};

/// What so many cents of a sale earn. A point is a cent, so the points that pay are the money that they cover.
awards awards_of(const goods& sold, std::int64_t net) {
    if (net < 0) {
        return {};
    }
    const std::int64_t covered = net == sold.net ? sold.points : in_proportion(sold.points, net, sold.net);
    return {net - covered, (2 * net + 50) / 100, sold.event.store == 1 ? 40 : 0};
}

date end_of_next_month(date day) {
    return dates::first_day_of_month(dates::month_index(day) + 2);
}

/// Adds up the movements.
struct effect_sums {
    std::int64_t balance = 0;
    std::int64_t awards = 0;
    std::int64_t taken_from_dead = 0;

    void on(const award<unit::points>& one) { awards += one.granted.minor_units(); }
    void on(const credited<unit::points>& one) { balance += one.amount_credited.minor_units(); }
    void on(const spent<unit::points>& one) { balance -= one.amount_spent.minor_units(); }
    void on(const restored<unit::points>& one) { balance += one.amount_restored.minor_units(); }
    void on(const expired<unit::points>& one) { balance -= one.amount_expired.minor_units(); }
    void on(const taken_back<unit::points>& one) {
        balance -= (one.parts.taken() - one.parts.from_expired).minor_units(); // what had expired was no longer there
        std::int64_t of_lots = 0;
        for (const lot_slice& each : one.lots) {
            of_lots += each.amount;
        }
        CHECK(of_lots == (one.parts.from_lot + one.parts.from_expired + one.parts.from_others).minor_units());
        CHECK(one.asked == one.parts.taken() + one.parts.written_off);
    }
};

template <class Programme>
struct life {
    const Programme& rules;
    std::mt19937_64& random;
    slow_books books;
    member<Programme> own{};
    effect_sums effects{};
    instant now = "2024-01-01T12:00"_utc;
    std::uint64_t id = 0;
    std::int64_t granted = 0; ///< by the outcomes
    std::vector<goods> sales{};
    std::vector<receipt<Programme>> receipts{};
    std::vector<redemption_receipt<Programme, unit::points>> redemptions{};
    std::vector<std::vector<lot>> taken{};
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::size_t given_back = 0;

    std::int64_t below(std::int64_t limit) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit));
    }
    [[nodiscard]] date today() const { return calendar<>{}.business_date(now); }

    void check() const {
        const auto got = balances_of<unit::points>(rules, own, now);
        REQUIRE(got.available.minor_units() == books.available(today()));
        REQUIRE(got.pending.minor_units() == books.pending(today()));
        REQUIRE(got.expired.minor_units() == books.expired(today()));
        REQUIRE(got.spent.minor_units() == books.spent);
        REQUIRE(got.clawed_back.minor_units() == books.clawed_back);
        REQUIRE(got.debt.minor_units() == books.debt);
        REQUIRE(got.shortfall.minor_units() == books.shortfall);
        REQUIRE(got.earned.minor_units() == books.earned);
        REQUIRE(granted == effects.awards);
        // An event that moves nothing, such as a refused one, passes on no expiry: the next movement does.
        const auto& account = detail::get<4>(rules.policies);
        const auto& own_books = own.template policy<4>();
        REQUIRE(own_books.is_valid());
        REQUIRE(account.balances(own_books, own_books.last).total().minor_units() == effects.balance);
    }

    template <class Outcome>
    void count(const Outcome& gave, bool expected) {
        REQUIRE(gave.accepted() == expected);
        accepted += expected ? 1u : 0u;
        refused += expected ? 0u : 1u;
        granted += gave.template granted<unit::points>().minor_units();
    }

    void buy() {
        const std::int64_t net = below(4) == 0 ? below(50) : below(9'000);
        const std::int64_t points = below(3) == 0 ? 0 : below(4) == 0 ? net * 3 / 4 : below(6'000);
        goods sold{.event = {sale{.id = id,
                                  .time = now,
                                  .net = money<currency::usd>::from_minor_units(net),
                                  .store = static_cast<std::uint32_t>(below(2))},
                             amount<unit::points>::from_minor_units(points)},
                   .net = net,
                   .points = points,
                   .left = net,
                   .kept = points,
                   .day = today()};
        const bool fits = points <= net * 3 / 4 && books.debit(points, today(), sold.from);
        const member<Programme> before = own;
        auto result = apply_with_receipt(rules, own, sold.event, no_profile{}, effects);
        count(result.outcome, fits);
        if (!fits) {
            REQUIRE(own == before);
            return;
        }
        const awards earned = awards_of(sold, net);
        REQUIRE(result.outcome.template granted<unit::points>().minor_units() ==
                earned.rest + earned.twenty_days + earned.nine_days);
        books.credit({today() + 5, today() + 25, earned.twenty_days}, today());
        books.credit({today(), today() + 9, earned.nine_days}, today());
        books.credit({today(), end_of_next_month(today()), earned.rest}, today());
        sales.push_back(sold);
        receipts.push_back(result.receipt);
    }

    void bring_back() {
        if (sales.empty()) {
            return;
        }
        const auto place = static_cast<std::size_t>(below(static_cast<std::int64_t>(sales.size())));
        goods& sold = sales[place];
        const bool all = below(3) == 0;
        const std::int64_t rest = all ? -1 : sold.left < 0 ? 0 : below(sold.left + 1);
        const bool fits = sold.left >= 0;
        const member<Programme> before = own;
        paid_sale kept = sold.event;
        kept.net = money<currency::usd>::from_minor_units(rest);
        const auto gave =
            all ? apply(rules, own, receipts[place].returned({.id = id, .time = now}), no_profile{}, effects)
                : apply(rules, own, receipts[place].returned({.id = id, .time = now}, kept), no_profile{}, effects);
        count(gave, fits);
        if (!fits) {
            REQUIRE(own == before);
            return;
        }
        const std::int64_t points = rest < 0           ? 0
                                    : rest == sold.net ? sold.points
                                                       : in_proportion(sold.points, rest, sold.net);
        books.restore(sold.from, sold.kept - points, today());
        given_back += sold.kept > points ? 1u : 0u;
        const awards had = awards_of(sold, sold.left);
        const awards has = awards_of(sold, rest);
        sold.left = rest;
        sold.kept = points;
        std::vector<slow_books::claim> claims{
            {.asked = had.twenty_days - has.twenty_days, .of = {sold.day + 5, sold.day + 25}},
            {.asked = had.nine_days - has.nine_days, .of = {sold.day, sold.day + 9}},
            {.asked = had.rest - has.rest, .of = {sold.day, end_of_next_month(sold.day)}}};
        books.claw(claims, today());
        std::int64_t taken_back = 0;
        for (const slow_books::claim& each : claims) {
            taken_back += each.asked - each.written_off;
        }
        REQUIRE(gave.template granted<unit::points>().minor_units() == -taken_back);
    }

    void spend() {
        const std::int64_t cost = below(3'000);
        std::vector<lot> from;
        const bool fits = books.debit(cost, today(), from);
        auto result = apply_with_receipt(
            rules, own,
            redemption<unit::points>{.id = id, .time = now, .amount = amount<unit::points>::from_minor_units(cost)},
            no_profile{}, effects);
        count(result.outcome, fits);
        if (fits) {
            redemptions.push_back(result.receipt);
            taken.push_back(from);
        }
    }

    void give_back() {
        if (redemptions.empty()) {
            return;
        }
        const auto place = static_cast<std::size_t>(below(static_cast<std::int64_t>(redemptions.size())));
        std::int64_t left = 0;
        for (const lot& each : taken[place]) {
            left += each.left;
        }
        const std::int64_t part = below(2) == 0 ? left : below(1'500);
        const bool fits = left > 0 && part <= left;
        count(
            apply(rules, own,
                  redemptions[place].given_back({.id = id, .time = now}, amount<unit::points>::from_minor_units(part)),
                  no_profile{}, effects),
            fits);
        if (fits) {
            books.restore(taken[place], part, today());
        }
    }

    void correct() {
        const std::int64_t by = below(400) - 200;
        const bool fits = by >= 0 || books.available(today()) >= -by;
        count(
            apply(rules, own,
                  adjustment<unit::points>{.id = id, .time = now, .amount = amount<unit::points>::from_minor_units(by)},
                  no_profile{}, effects),
            fits);
        if (fits && by >= 0) {
            books.credit({today(), end_of_next_month(today()), by}, today());
        } else if (fits) {
            std::vector<lot> from;
            books.take(-by, today(), from);
            books.clawed_back -= by;
        }
    }

    void step() {
        ++id;
        now += dates::seconds{below(2) == 0 ? 0 : below(3 * 86'400)};
        const std::int64_t what = below(10);
        what < 4 ? buy() : what < 7 ? bring_back() : what < 8 ? spend() : what < 9 ? give_back() : correct();
        check();
    }
};

void live(debt_policy debt, expired_lot restoration, std::uint64_t salt) {
    std::mt19937_64 random{support::seed_or(20250614) + salt};
    const auto rules = programme_of(debt, restoration);
    REQUIRE(rules.problem().sentence == nullptr);
    std::size_t accepted = 0;
    std::size_t refused = 0;
    std::size_t given_back = 0;
    for (int round = 0; round < 60; ++round) {
        CAPTURE(round);
        life<std::remove_const_t<decltype(rules)>> lived{
            rules, random, {.debt_rule = debt, .restoration = restoration}};
        for (int event = 0; event < 120; ++event) {
            CAPTURE(event);
            lived.step();
        }
        accepted += lived.accepted;
        refused += lived.refused;
        given_back += lived.given_back;
    }
    CHECK(accepted > 3000);
    CHECK(refused > 500);
    CHECK(given_back > 200);
}

} // namespace

TEST_SUITE("property/movements") {
    TEST_CASE("movements add up to the balance: what is missing is owed") {
        live(debt_policy::negative, expired_lot::stays_expired, 1);
    }
    TEST_CASE("movements add up to the balance: what is missing is written off") {
        live(debt_policy::down_to_zero, expired_lot::grace, 2);
    }
    TEST_CASE("movements add up to the balance: only what waits is taken") {
        live(debt_policy::only_pending, expired_lot::stays_expired, 3);
    }
}
