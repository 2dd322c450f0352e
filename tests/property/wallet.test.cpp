// SPDX-License-Identifier: BSL-1.0
//
// Laws of the wallet on random streams: it agrees with a slow oracle that keeps the whole history of every code; what a sale
// used is as before after its return; a full wallet refuses no sale, and loses nothing that is held.
#include "../support/random.hpp"

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <type_traits>
#include <utility>
#include <vector>

using namespace loyalty;
using namespace loyalty::things;
using sale = purchase<currency::usd>;

namespace {

constexpr points a_voucher_for_ten{per_amount{1_vouchers, 10_usd}, round_off{rounding::floor}};

/// Large enough that nothing gives way.
constexpr programme roomy{a_voucher_for_ten,
                          wallet<200>{}.records<400>().issuing(vouchers{7}.for_each<unit::vouchers>(), vouchers{9})};
constexpr programme narrow{a_voucher_for_ten,
                           wallet<3>{}.issuing(vouchers{7}.for_each<unit::vouchers>().valid_days(2), vouchers{9})};

/// All that ever happened to one code. What is true of it at a time is found by going through all of it again.
struct history {
    struct entry {
        enum class kind { use, hold, commit, release, restore, restore_part, cancel, lose_award, top_up } what;
        instant time;
        std::uint64_t order;
        std::int64_t stored;
        instant until;
    };
    struct summary {
        std::map<std::uint64_t, std::int64_t> used{}; ///< by order: uses, or money of a card
        std::map<std::uint64_t, std::pair<std::int64_t, instant>> holds{};
        std::int64_t left = 0;
        bool is_cancelled = false;
        bool lost_award = false; ///< while all of it was used or held
    };

    entitlement first{};
    std::uint64_t source = 0;
    std::vector<entry> entries{};

    [[nodiscard]] bool is_card() const { return first.is_card(); }

    [[nodiscard]] summary at(instant now) const {
        summary all;
        std::int64_t whole = is_card() ? first.stored.minor_units() : std::int64_t{first.uses};
        for (const entry& each : entries) {
            end_holds(all, each.time);
            const std::int64_t part = is_card() ? each.stored : 1;
            switch (each.what) {
            case entry::kind::use:
                all.used[each.order] += part;
                break;
            case entry::kind::hold:
                all.holds[each.order] = {part, each.until};
                break;
            case entry::kind::commit:
                all.used[each.order] += all.holds[each.order].first;
                all.holds.erase(each.order);
                break;
            case entry::kind::release:
                all.holds.erase(each.order);
                break;
            case entry::kind::restore:
                all.used.erase(each.order);
                break;
            case entry::kind::restore_part:
                all.used[each.order] -= part;
                if (all.used[each.order] == 0) {
                    all.used.erase(each.order);
                }
                break;
            case entry::kind::cancel:
                all.is_cancelled = true;
                break;
            case entry::kind::lose_award:
                all.lost_award = true;
                break;
            case entry::kind::top_up:
                whole += each.stored;
                break;
            }
        }
        end_holds(all, now);
        all.left = whole;
        for (const auto& [order, part] : all.used) {
            all.left -= part;
        }
        for (const auto& [order, hold] : all.holds) {
            all.left -= hold.first;
        }
        return all;
    }

    [[nodiscard]] thing_at seen(instant now) const {
        const summary all = at(now);
        thing_at result{status::active, first};
        if (is_card()) {
            result.thing.stored = first.stored.with(all.left);
        } else {
            result.thing.uses = static_cast<std::uint16_t>(all.left);
        }
        const bool over = now >= first.until;
        if (all.is_cancelled || (all.lost_award && all.left > 0)) {
            result.status = status::cancelled;
        } else if (all.left > 0 && !over) {
            result.status = now < first.from ? status::issued : status::active;
        } else if (!all.holds.empty()) {
            result.status = status::held;
        } else {
            result.status = all.left > 0 ? status::expired : status::used;
        }
        return result;
    }

    [[nodiscard]] reason why_not(instant now) const {
        switch (seen(now).status) {
        case status::issued:
            return reason::not_yet_valid;
        case status::held:
            return reason::already_held;
        case status::used:
            return is_card() ? reason::empty_card : reason::already_used;
        case status::active:
            return reason::none;
        default:
            return reason::no_longer_valid;
        }
    }

private:
    static void end_holds(summary& all, instant now) {
        for (auto hold = all.holds.begin(); hold != all.holds.end();) {
            hold = hold->second.second <= now ? all.holds.erase(hold) : std::next(hold);
        }
    }
};

using kind = history::entry::kind;

/// A member in the library, and the same member as a map of codes to histories.
struct both {
    using programme_type = std::remove_const_t<decltype(roomy)>;

    std::mt19937_64& random;
    member<programme_type> own{};
    std::map<std::uint64_t, history> slow{};
    std::vector<std::uint64_t> codes{}; ///< in the order of issue
    std::vector<sale> sales{};
    std::vector<receipt<programme_type>> receipts{};
    std::uint64_t id = 100;
    instant now = "2025-03-10T12:00"_utc;
    std::size_t lost = 0; ///< things that lost their award while they were used or held

    std::uint64_t below(std::uint64_t limit) { return random() % limit; }
    std::int64_t some(std::uint64_t limit) { return static_cast<std::int64_t>(below(limit)); }

    std::uint64_t some_code() { return codes.empty() || below(9) == 0 ? 1 + below(5) : codes[below(codes.size())]; }
    std::uint64_t some_order() { return sales.empty() || below(2) == 0 ? 1 + below(3) : sales[below(sales.size())].id; }

    [[nodiscard]] const history* find(std::uint64_t code) const {
        const auto found = slow.find(code);
        return found == slow.end() ? nullptr : &found->second;
    }
    void remember(const entitlement& one, std::uint64_t source) {
        slow[one.code] = {one, source, {}};
        codes.push_back(one.code);
    }
    template <class Event>
    void expect(reason why, const Event& event) {
        CAPTURE(id);
        const auto before = own;
        REQUIRE(apply(roomy, own, event).refused == why);
        REQUIRE((why == reason::none || own == before));
    }

    void step() {
        ++id;
        now += dates::seconds{below(3) == 0 ? 0 : some(90'000)};
        switch (below(10)) {
        case 0:
            return issue();
        case 1:
            return buy();
        case 2:
            return give_goods_back();
        case 3:
        case 4:
            return use();
        case 5:
            return hold();
        case 6:
            return end_holds_of(some_order(), below(2) == 0);
        case 7:
            return below(2) == 0 ? restore() : restore_part();
        case 8:
            return top_up();
        default:
            return below(3) == 0 ? cancel() : use();
        }
    }

    void issue() {
        entitlement one{.code = below(5) == 0 ? some_code() : id, .campaign = 9};
        one.uses = static_cast<std::uint16_t>(below(4));
        one.stored = below(2) == 0 ? stored_money{} : some_stored(50);
        one.from = now + dates::seconds{some(3) * 50'000};
        one.until = below(3) == 0 ? instant::maximum() : now + dates::seconds{some(900'000)};
        const reason why = one.uses == 0 && !one.is_card()             ? reason::already_used
                           : find(one.code) != nullptr                 ? reason::code_exists
                           : one.until <= now || one.until <= one.from ? reason::no_longer_valid
                                                                       : reason::none;
        expect(why, thing_issue{.id = id, .time = now, .thing = one});
        if (why == reason::none) {
            remember(one, id);
        }
    }

    void buy() {
        const sale bought{.id = id, .time = now, .net = money<currency::usd>::from_minor_units(some(3'500))};
        const auto sold = apply_with_receipt(roomy, own, bought);
        REQUIRE(sold.outcome.accepted());
        sales.push_back(bought);
        receipts.push_back(sold.receipt);
        for (std::uint32_t i = 0; i < static_cast<std::uint32_t>(bought.net.minor_units() / 1'000); ++i) {
            const std::uint64_t code = code_of({.campaign = 7, .event = id, .number = i});
            remember({.code = code, .campaign = 7, .from = now}, id);
        }
    }

    /// Part of a sale, or all that is left of it.
    void give_goods_back() {
        if (sales.empty()) {
            return buy();
        }
        const std::size_t which = below(sales.size());
        sale& kept = sales[which];
        const bool all = below(2) == 0;
        const std::int64_t was = kept.net.minor_units();
        const std::int64_t is = all ? 0 : some(static_cast<std::uint64_t>(was) + 1);
        if (all) {
            expect(reason::none, receipts[which].returned({.id = id, .time = now}));
            restore_all(kept.id);
        } else {
            kept.net = money<currency::usd>::from_minor_units(is);
            expect(reason::none, receipts[which].returned({.id = id, .time = now}, kept));
        }
        std::int64_t count = was / 1'000 - is / 1'000;
        for (const status which_go : {status::active, status::held, status::used}) {
            for (std::size_t i = codes.size(); i > 0 && count > 0; --i) {
                history& one = slow[codes[i - 1]];
                if (one.first.campaign == 7 && one.source == kept.id && !one.at(now).lost_award &&
                    one.seen(now).status == which_go) {
                    one.entries.push_back(
                        {which_go == status::active ? kind::cancel : kind::lose_award, now, 0, 0, {}});
                    lost += which_go == status::active ? 0u : 1u;
                    --count;
                }
            }
        }
        if (all) {
            sales.erase(sales.begin() + static_cast<std::ptrdiff_t>(which));
            receipts.erase(receipts.begin() + static_cast<std::ptrdiff_t>(which));
        }
    }

    /// Why money or a use cannot be taken of a code.
    [[nodiscard]] reason why_not(std::uint64_t code, stored_money stored) const {
        const history* const one = find(code);
        const reason why = one == nullptr ? reason::not_holder : one->why_not(now);
        if (why != reason::none) {
            return why;
        }
        if (const reason other = why_not_currency(*one, stored); other != reason::none) {
            return other;
        }
        const std::int64_t there = one->is_card() ? one->at(now).left : 0;
        return stored.minor_units() < 0       ? reason::negative_amount
               : stored.minor_units() > there ? reason::insufficient_stored_money
                                              : reason::none;
    }
    [[nodiscard]] static reason why_not_currency(const history& one, stored_money moved) {
        return !moved.has_currency()                                       ? reason::none
               : !one.is_card()                                            ? reason::no_gift_card
               : one.first.stored.currency_code() != moved.currency_code() ? reason::other_currency
                                                                           : reason::none;
    }
    /// Dollars, and sometimes euros.
    [[nodiscard]] stored_money some_stored(std::uint64_t below_minor_units, std::int64_t least = 0) {
        const std::int64_t minor_units = least + some(below_minor_units);
        return below(5) == 0 ? stored_money{money<currency::eur>::from_minor_units(minor_units)}
                             : stored_money{money<currency::usd>::from_minor_units(minor_units)};
    }
    [[nodiscard]] stored_money some_money(std::uint64_t code) {
        const history* const one = find(code);
        return one != nullptr && one->is_card()
                   ? below(4) == 0 ? some_stored(30, -1) : one->first.stored.with(some(30) - 1)
               : some(9) == 0 ? some_stored(1, 1)
                              : stored_money{};
    }

    void use() {
        const std::uint64_t code = some_code();
        const stored_money stored = some_money(code);
        const std::uint64_t order = some_order();
        const reason why = why_not(code, stored);
        expect(why, thing_use{.id = id, .time = now, .code = code, .stored = stored, .order = order});
        if (why == reason::none && (stored.minor_units() > 0 || !find(code)->is_card())) {
            slow[code].entries.push_back({kind::use, now, order, stored.minor_units(), {}});
        }
    }

    void hold() {
        const std::uint64_t code = some_code();
        const stored_money stored = some_money(code);
        const std::uint64_t order = some_order();
        const instant until = now + dates::seconds{some(200'000)};
        const history* const one = find(code);
        const bool stands = one != nullptr && one->at(now).holds.count(order) != 0;
        const reason why = stands ? reason::hold_exists : until <= now ? reason::hold_over : why_not(code, stored);
        expect(why, thing_hold{.id = id, .time = now, .code = code, .order = order, .stored = stored, .until = until});
        if (why == reason::none) {
            slow[code].entries.push_back({kind::hold, now, order, stored.minor_units(), until});
        }
    }

    void end_holds_of(std::uint64_t order, bool commits) {
        bool found = false;
        for (auto& [code, one] : slow) {
            if (one.at(now).holds.count(order) != 0) {
                found = true;
                one.entries.push_back({commits ? kind::commit : kind::release, now, order, 0, {}});
            }
        }
        const reason why = found ? reason::none : reason::unknown_hold;
        if (commits) {
            expect(why, thing_commitment{.id = id, .time = now, .order = order});
        } else {
            expect(why, thing_release{.id = id, .time = now, .order = order});
        }
    }

    bool restore_all(std::uint64_t order) {
        bool found = false;
        for (auto& [code, one] : slow) {
            if (one.at(now).used.count(order) != 0) {
                found = true;
                one.entries.push_back({kind::restore, now, order, 0, {}});
            }
        }
        return found;
    }
    void restore() {
        const std::uint64_t order = some_order();
        const reason why = restore_all(order) ? reason::none : reason::not_spent;
        expect(why, thing_restoration{.id = id, .time = now, .order = order});
    }

    void restore_part() {
        const std::uint64_t code = some_code();
        const std::uint64_t order = some_order();
        const history* const one = find(code);
        const stored_money stored = one != nullptr && one->is_card() && below(4) != 0
                                        ? one->first.stored.with(1 + some(20))
                                        : some_stored(20, 1);
        const auto all = one == nullptr ? history::summary{} : one->at(now);
        const auto used = all.used.find(order);
        const bool enough = used != all.used.end() && one->is_card() && used->second >= stored.minor_units();
        const reason why = enough ? why_not_currency(*one, stored) : reason::not_spent;
        expect(why, thing_restoration{.id = id, .time = now, .order = order, .code = code, .stored = stored});
        if (why == reason::none) {
            slow[code].entries.push_back({kind::restore_part, now, order, stored.minor_units(), {}});
        }
    }

    void top_up() {
        const std::uint64_t code = some_code();
        const stored_money stored = some_stored(20);
        const history* const one = find(code);
        reason why = reason::not_holder;
        if (one != nullptr) {
            const auto all = one->at(now);
            const bool over = now >= one->first.until && all.holds.empty();
            why = !one->is_card()            ? reason::no_gift_card
                  : all.is_cancelled || over ? reason::no_longer_valid
                                             : why_not_currency(*one, stored);
        }
        expect(why, thing_top_up{.id = id, .time = now, .code = code, .stored = stored});
        if (why == reason::none) {
            slow[code].entries.push_back({kind::top_up, now, 0, stored.minor_units(), {}});
        }
    }

    void cancel() {
        const std::uint64_t code = some_code();
        const history* const one = find(code);
        reason why = one == nullptr ? reason::not_holder : one->why_not(now);
        why = why == reason::not_yet_valid || why == reason::empty_card ? reason::none : why;
        if (why == reason::none && !one->at(now).holds.empty()) {
            why = reason::already_held;
        }
        expect(why, thing_cancellation{.id = id, .time = now, .code = code});
        if (why == reason::none) {
            slow[code].entries.push_back({kind::cancel, now, 0, 0, {}});
        }
    }

    void compare(instant as_of) const {
        const auto all = things_of(roomy, own, as_of);
        REQUIRE(all.size() == codes.size());
        for (std::size_t i = 0; i < codes.size(); ++i) {
            CAPTURE(codes[i]);
            REQUIRE(all[i] == slow.at(codes[i]).seen(as_of));
        }
    }
};

std::uint64_t given_seed() {
    return support::seed_or(20250310);
}

} // namespace

TEST_CASE("a wallet agrees with the whole history of every code") {
    std::mt19937_64 random{given_seed()};
    std::size_t lost = 0;
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        both anna{random};
        for (int step = 0; step < 60; ++step) {
            CAPTURE(step);
            anna.step();
            anna.compare(anna.now);
            anna.compare(anna.now + dates::seconds{anna.some(500'000)});
            REQUIRE(anna.own.policy<1>().is_valid());
        }
        lost += anna.lost;
    }
    CHECK(lost > 100);
}

TEST_CASE("what a sale used is as before after its return") {
    std::mt19937_64 random{given_seed()};
    std::size_t used = 0;
    for (int round = 0; round < 300; ++round) {
        CAPTURE(round);
        both anna{random};
        for (int step = 0; step < 40; ++step) {
            anna.step();
        }
        const auto before = things_of(roomy, anna.own, anna.now);
        const std::uint64_t order = ++anna.id;
        auto sold = apply_with_receipt(roomy, anna.own, sale{.id = order, .time = anna.now, .net = 9_usd});
        for (const thing_at& each : before) {
            const history& one = *anna.find(each.thing.code);
            const stored_money stored = one.is_card() ? one.first.stored.with(1) : stored_money{};
            used +=
                apply(roomy, anna.own,
                      thing_use{
                          .id = ++anna.id, .time = anna.now, .code = each.thing.code, .stored = stored, .order = order})
                        .accepted()
                    ? 1u
                    : 0u;
        }
        REQUIRE(apply(roomy, anna.own, sold.receipt.returned({.id = ++anna.id, .time = anna.now})).accepted());
        REQUIRE(things_of(roomy, anna.own, anna.now) == before);
    }
    CHECK(used > 500);
}

TEST_CASE("a full wallet refuses no sale, and what is held stays") {
    std::mt19937_64 random{given_seed()};
    std::size_t held_in_full = 0;
    for (int round = 0; round < 300; ++round) {
        member<std::remove_const_t<decltype(narrow)>> anna;
        instant now = "2025-03-10T12:00"_utc;
        for (std::uint64_t id = 1; id < 60; ++id) {
            now += dates::seconds{static_cast<std::int64_t>(random() % 40'000)};
            const auto before = things_of(narrow, anna, now);
            if (random() % 2 == 0) {
                const auto net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(random() % 9'000));
                REQUIRE(apply(narrow, anna, sale{.id = id, .time = now, .net = net}).accepted());
                for (const thing_at& each : before) {
                    if (each.status == status::held) {
                        held_in_full += before.full() ? 1u : 0u;
                        REQUIRE(thing(narrow, anna, each.thing.code, now) == each);
                    }
                }
            } else if (!before.empty()) {
                apply(narrow, anna,
                      thing_hold{.id = id,
                                 .time = now,
                                 .code = before[random() % before.size()].thing.code,
                                 .order = id,
                                 .until = now + dates::seconds{100'000}});
            }
            REQUIRE(anna.policy<1>().is_valid());
        }
    }
    CHECK(held_in_full > 100);
}
