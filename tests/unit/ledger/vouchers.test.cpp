// SPDX-License-Identifier: BSL-1.0
//
// Awards that become things (S38), and their codes.
#include <loyalty/ledger/vouchers.hpp>

#include <loyalty/ledger/thing_code.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::things;
using sale = purchase<currency::usd>;

namespace {

constexpr instant march_10 = "2025-03-10T12:00"_utc;
constexpr instant march_11 = "2025-03-11T12:00"_utc;
constexpr instant march_12 = "2025-03-12T12:00"_utc;

// Constants of their own: clang 14 does not link a consteval literal that stands in a template.
constexpr auto ten = 10_usd;
constexpr auto twenty = 20_usd;

struct changes {
    std::vector<effects::thing_change> all{};

    void on(const effects::thing_change& one) { all.push_back(one); }
};

struct coffees {
    static constexpr unit_code code = "coffees";
    static constexpr int digits = 0;
};

/// Each purchase of 10.00 is a coffee, and of 20.00 two.
constexpr spend_threshold coffee_for_ten{amount<coffees>::whole(1), every{10_usd}};

template <class Rule>
constexpr auto cafe(Rule rule) {
    return programme{coffee_for_ten, wallet<4>{}.issuing(rule)};
}

constexpr auto for_ever = vouchers{7}.for_each<coffees>();

/// A coffee of 4.00 on 10 March; returns its receipt.
template <class Rules>
auto visit(const Rules& rules, member<Rules>& who, std::uint64_t id) {
    return apply_with_receipt(rules, who, sale{.id = id, .time = march_10, .net = 4_usd}).receipt;
}

/// Two visits fill a card, which gives a thing of campaign 7.
template <class Rule>
constexpr auto two_stamps(Rule rule) {
    return programme{stamp_card{2}.awards(amount<coffees>::whole(1)), wallet<4>{}.issuing(rule)};
}

/// The statuses of a member's things in the order of their issue.
template <class Programme>
std::vector<status> statuses(const Programme& rules, const member<Programme>& own, instant at) {
    std::vector<status> all;
    for (const thing_at& each : things_of(rules, own, at)) {
        all.push_back(each.status);
    }
    return all;
}

} // namespace

TEST_SUITE("ledger/vouchers") {
    TEST_CASE("codes are the same everywhere") {
        // By a computation in Python, whose SplitMix64 gives 6457827717110365317 for the seed 1234567 as published.
        CHECK(code_of({.seed = 1, .campaign = 7, .member = 3, .event = 500, .number = 0}) == 272184927784790132u);
        CHECK(code_of({.seed = 1, .campaign = 7, .member = 3, .event = 500, .number = 1}) == 13425939615640088107u);
        CHECK(code_of({}) == 8695987549771912286u);
        CHECK(code_of({18446744073709551615u, 4294967295u, 4294967295u, 18446744073709551615u, 255}) ==
              12091000639780085704u);
        CHECK(loyalty::detail::mixed(1234567) == 6457827717110365317u);
    }

    TEST_CASE("ten stamps give a free coffee, which the next visit uses") {
        constexpr programme stamps{
            gamified{stamp_card{10}.awards(1_vouchers)},
            wallet<8>{}.issuing(vouchers{7}.for_each<unit::vouchers>().valid_days(30).seeded(1))};
        member<decltype(stamps)> anna;
        for (std::uint64_t id = 491; id < 500; ++id) {
            apply(stamps, anna, sale{.id = id, .member = 3, .time = march_10, .net = 4_usd});
        }
        CHECK(things_of(stamps, anna, march_10).empty());
        changes sink;
        const auto gave = apply(stamps, anna, sale{.id = 500, .member = 3, .time = march_10, .net = 4_usd},
                                extensions::no_profile{}, sink);
        CHECK(gave.granted<unit::vouchers>() == 1_vouchers);
        REQUIRE(sink.all.size() == 1);
        CHECK(sink.all[0].what == change::issued);
        const entitlement coffee{
            .code = 272184927784790132u, .campaign = 7, .from = march_10, .until = "2025-04-09T00:00"_utc};
        CHECK(sink.all[0].thing == coffee);
        CHECK(apply(stamps, anna, thing_use{.id = 501, .time = march_11, .code = coffee.code}).accepted());
        CHECK(thing(stamps, anna, coffee.code, march_11).status == status::used);
    }

    TEST_CASE("windows") {
        const calendar<> days{};
        const entitlement open = vouchers{7}.issued_at(days, march_10);
        CHECK(open.from == march_10);
        CHECK(open.until == instant::maximum());
        CHECK(open.uses == 1);
        CHECK(vouchers{7}.times(3).issued_at(days, march_10).uses == 3);
        CHECK(vouchers{7}.valid_days(30).issued_at(days, march_10).until == "2025-04-09T00:00"_utc);
        CHECK(vouchers{7}.valid_days(1).issued_at(days, march_10).until == "2025-03-11T00:00"_utc);
        CHECK(vouchers{7}.to_end_of_month(0).issued_at(days, march_10).until == "2025-04-01T00:00"_utc);
        CHECK(vouchers{7}.to_end_of_month(2).issued_at(days, march_10).until == "2025-06-01T00:00"_utc);
        CHECK(vouchers{7}.to_end_of_month(0).issued_at(days, "2024-12-31T23:59:59"_utc).until ==
              "2025-01-01T00:00"_utc);
        const entitlement next_day = vouchers{7}.waiting_days(1).valid_days(30).issued_at(days, march_10);
        CHECK(next_day.from == "2025-03-11T00:00"_utc);
        CHECK(next_day.until == "2025-04-10T00:00"_utc);
    }

    TEST_CASE("rules that cannot be right say so") {
        CHECK(problem_of(for_ever) == nullptr);
        CHECK(std::string_view{problem_of(vouchers{7}.valid_days(30).to_end_of_month(0))} ==
              "vouchers: give valid_days or to_end_of_month, not both");
        CHECK(std::string_view{problem_of(vouchers{7}.valid_days(-1))} ==
              "vouchers: things are valid for 1 to 36525 days");
        CHECK(std::string_view{problem_of(vouchers{7}.times(0))} == "vouchers: each thing must have a use at least");
        CHECK(std::string_view{problem_of(vouchers{7}.waiting_days(-1))} ==
              "vouchers: things wait for 0 to 36525 days");
        CHECK(std::string_view{problem_of(vouchers{7}.to_end_of_month(-2))} ==
              "vouchers: things expire at the end of a month of the next 100 years");
        const auto wrong = cafe(for_ever.times(0));
        CHECK_FALSE(wrong.right);
        member<decltype(wrong)> anna;
        CHECK(apply(wrong, anna, sale{.id = 1, .net = 20_usd}).refused == reason::programme_defect);
    }

    TEST_CASE("a return cancels what its sale issued, part by part") {
        constexpr auto rules = cafe(for_ever);
        member<decltype(rules)> anna;
        apply(rules, anna, sale{.id = 1, .time = march_10, .net = 10_usd});
        const sale bought{.id = 2, .time = march_10, .net = 30_usd};
        auto sold = apply_with_receipt(rules, anna, bought);
        CHECK(statuses(rules, anna, march_10) ==
              std::vector<status>{status::active, status::active, status::active, status::active});
        sale kept = bought;
        kept.net = 25_usd;
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 3, .time = march_11}, kept)).granted<coffees>() ==
              amount<coffees>::whole(-1));
        CHECK(statuses(rules, anna, march_11) ==
              std::vector<status>{status::active, status::active, status::active, status::cancelled});
        const auto before = things_of(rules, anna, march_11);
        changes sink;
        CHECK(apply(rules, anna, sold.receipt.returned({.id = 4, .time = march_11}), extensions::no_profile{}, sink)
                  .granted<coffees>() == amount<coffees>::whole(-2));
        REQUIRE(sink.all.size() == 2); // the last issued first
        CHECK(sink.all[0].what == change::cancelled);
        CHECK(sink.all[0].thing.code == before[2].thing.code);
        CHECK(sink.all[1].what == change::cancelled);
        CHECK(sink.all[1].thing.code == before[1].thing.code);
        CHECK(statuses(rules, anna, march_11) ==
              std::vector<status>{status::active, status::cancelled, status::cancelled, status::cancelled});
    }

    TEST_CASE("a used thing whose sale comes back is kept, or the next one pays for it") {
        const auto after_return = [](const auto& rules) {
            member<std::remove_cvref_t<decltype(rules)>> anna;
            auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = march_10, .net = twenty});
            const std::uint64_t code = things_of(rules, anna, march_10)[0].thing.code;
            REQUIRE(apply(rules, anna, thing_use{.id = 2, .time = march_10, .code = code}).accepted());
            REQUIRE(apply(rules, anna, sold.receipt.returned({.id = 3, .time = march_11})).accepted());
            CHECK(statuses(rules, anna, march_11) == std::vector<status>{status::used, status::cancelled});
            apply(rules, anna, sale{.id = 4, .time = march_12, .net = ten});
            apply(rules, anna, sale{.id = 5, .time = march_12, .net = ten});
            return things_of(rules, anna, march_12).size();
        };
        CHECK(after_return(cafe(for_ever)) == 4);
        CHECK(after_return(cafe(for_ever.if_used(used_voucher::owed))) == 3);
    }

    TEST_CASE("a thing that was used when its award was taken back is cancelled when the use comes back") {
        constexpr auto rules = two_stamps(for_ever);
        member<std::remove_const_t<decltype(rules)>> anna;
        auto first = visit(rules, anna, 1);
        auto second = visit(rules, anna, 2);
        const std::uint64_t code = things_of(rules, anna, march_10)[0].thing.code;
        auto third = visit(rules, anna, 3);
        REQUIRE(apply(rules, anna, thing_use{.id = 4, .time = march_10, .code = code, .order = 3}).accepted());
        changes sink;
        const auto back = [&](auto& receipt, std::uint64_t id) {
            sink.all.clear();
            const auto gave =
                apply(rules, anna, receipt.returned({.id = id, .time = march_11}), extensions::no_profile{}, sink);
            REQUIRE(gave.accepted());
            return gave.template granted<coffees>().minor_units();
        };
        CHECK(back(second, 5) == 0); // the first and the third fill the card
        CHECK(back(first, 6) == -1);
        CHECK(sink.all.empty());
        CHECK(statuses(rules, anna, march_11) == std::vector<status>{status::used}); // the member has had it
        CHECK(back(third, 7) == 0);
        CHECK(statuses(rules, anna, march_11) == std::vector<status>{status::cancelled});
        REQUIRE(sink.all.size() == 2);
        CHECK(sink.all[0].what == change::restored);
        CHECK(sink.all[1].what == change::cancelled);
        CHECK(apply(rules, anna, thing_use{.id = 8, .time = march_12, .code = code}).refused ==
              reason::no_longer_valid);
    }

    TEST_CASE("a thing that was held when its award was taken back is used for its order, or cancelled") {
        constexpr auto rules = cafe(for_ever);
        using rules_type = std::remove_const_t<decltype(rules)>;
        member<rules_type> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = march_10, .net = 10_usd});
        const std::uint64_t code = things_of(rules, anna, march_10)[0].thing.code;
        REQUIRE(apply(rules, anna, thing_hold{.id = 2, .time = march_10, .code = code, .order = 50, .until = march_12})
                    .accepted());
        REQUIRE(apply(rules, anna, sold.receipt.returned({.id = 3, .time = march_11})).accepted());
        CHECK(statuses(rules, anna, march_11) == std::vector<status>{status::held});
        CHECK(statuses(rules, anna, march_12) == std::vector<status>{status::cancelled}); // without any event
        CHECK(apply(rules, anna, thing_cancellation{.id = 4, .time = march_11, .code = code}).refused ==
              reason::already_held);

        member<rules_type> released = anna;
        changes sink;
        CHECK(apply(rules, released, thing_release{.id = 4, .time = march_11, .order = 50}, extensions::no_profile{},
                    sink)
                  .accepted());
        REQUIRE(sink.all.size() == 2);
        CHECK(sink.all[0].what == change::released);
        CHECK(sink.all[1].what == change::cancelled);
        CHECK(apply(rules, released, thing_use{.id = 5, .time = march_11, .code = code}).refused ==
              reason::no_longer_valid);

        member<rules_type> forgotten = anna;
        sink.all.clear();
        CHECK(
            apply(rules, forgotten, time_passed{.id = 4, .time = march_12}, extensions::no_profile{}, sink).accepted());
        REQUIRE(sink.all.size() == 1);
        CHECK(sink.all[0].what == change::cancelled);
        CHECK(apply(rules, forgotten, thing_use{.id = 5, .time = march_12, .code = code}).refused ==
              reason::no_longer_valid);

        CHECK(apply(rules, anna, thing_commitment{.id = 4, .time = march_11, .order = 50}).accepted());
        CHECK(statuses(rules, anna, march_12) == std::vector<status>{status::used});
        CHECK(apply(rules, anna, thing_restoration{.id = 5, .time = march_12, .order = 50}).accepted());
        CHECK(statuses(rules, anna, march_12) == std::vector<status>{status::cancelled});
    }

    TEST_CASE("a sale that issued nothing takes back the last thing that an award issued, and none of the host") {
        constexpr auto rules = two_stamps(for_ever);
        member<std::remove_const_t<decltype(rules)>> anna;
        auto first = visit(rules, anna, 1);
        visit(rules, anna, 2);
        visit(rules, anna, 3);
        auto fourth = visit(rules, anna, 4);
        REQUIRE(
            apply(rules, anna, thing_issue{.id = 5, .time = march_10, .thing = {.code = 1, .campaign = 7}}).accepted());
        CHECK(apply(rules, anna, first.returned({.id = 6, .time = march_11})).granted<coffees>() ==
              amount<coffees>::whole(-1));
        CHECK(statuses(rules, anna, march_11) ==
              std::vector<status>{status::active, status::cancelled, status::active});
        CHECK(apply(rules, anna, fourth.returned({.id = 7, .time = march_11})).granted<coffees>() ==
              amount<coffees>::whole(0)); // of three stamps two are left
        CHECK(statuses(rules, anna, march_11) ==
              std::vector<status>{status::active, status::cancelled, status::active});
    }

    TEST_CASE("a used thing that is owed stays the member's: it comes back, and the next one is not issued") {
        constexpr auto rules = cafe(for_ever.if_used(used_voucher::owed));
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = march_10, .net = 10_usd});
        const std::uint64_t code = things_of(rules, anna, march_10)[0].thing.code;
        REQUIRE(apply(rules, anna, thing_use{.id = 2, .time = march_10, .code = code, .order = 90}).accepted());
        REQUIRE(apply(rules, anna, sold.receipt.returned({.id = 3, .time = march_11})).accepted());
        REQUIRE(apply(rules, anna, thing_restoration{.id = 4, .time = march_11, .order = 90}).accepted());
        CHECK(statuses(rules, anna, march_11) == std::vector<status>{status::active});
        changes sink;
        const auto gave =
            apply(rules, anna, sale{.id = 5, .time = march_12, .net = 10_usd}, extensions::no_profile{}, sink);
        CHECK(gave.granted<coffees>() == amount<coffees>::whole(1)); // what the policies grant, and not what is issued
        REQUIRE(sink.all.size() == 1);
        CHECK(sink.all[0] == effects::thing_change{1, change::set_off, {.campaign = 7, .from = march_12}});
        CHECK(statuses(rules, anna, march_12) == std::vector<status>{status::active});
        apply(rules, anna, sale{.id = 6, .time = march_12, .net = 10_usd});
        CHECK(statuses(rules, anna, march_12) == std::vector<status>{status::active, status::active});
    }

    TEST_CASE("a used thing is owed once, by whatever parts its sale comes back") {
        constexpr auto rules = cafe(for_ever.valid_days(1).if_used(used_voucher::owed));
        member<std::remove_const_t<decltype(rules)>> anna;
        const sale bought{.id = 1, .time = march_10, .net = 20_usd};
        auto sold = apply_with_receipt(rules, anna, bought);
        const std::uint64_t code = things_of(rules, anna, march_10)[0].thing.code;
        REQUIRE(apply(rules, anna, thing_use{.id = 2, .time = march_10, .code = code}).accepted());
        sale kept = bought;
        kept.net = 10_usd;
        REQUIRE(apply(rules, anna, sold.receipt.returned({.id = 3, .time = march_12}, kept)).accepted());
        REQUIRE(apply(rules, anna, sold.receipt.returned({.id = 4, .time = march_12})).accepted());
        CHECK(statuses(rules, anna, march_12) == std::vector<status>{status::used, status::expired});
        apply(rules, anna, sale{.id = 5, .time = march_12, .net = 20_usd}); // one for what is owed
        CHECK(things_of(rules, anna, march_12).size() == 3);
    }

    TEST_CASE("a thing of three uses is cancelled at once, and what comes back of it is of no use") {
        constexpr auto rules = cafe(for_ever.times(3));
        member<std::remove_const_t<decltype(rules)>> anna;
        auto sold = apply_with_receipt(rules, anna, sale{.id = 1, .time = march_10, .net = 10_usd});
        const std::uint64_t code = things_of(rules, anna, march_10)[0].thing.code;
        REQUIRE(apply(rules, anna, thing_use{.id = 2, .time = march_10, .code = code, .order = 90}).accepted());
        REQUIRE(apply(rules, anna, sold.receipt.returned({.id = 3, .time = march_11})).accepted());
        CHECK(statuses(rules, anna, march_11) == std::vector<status>{status::cancelled});
        changes sink;
        REQUIRE(apply(rules, anna, thing_restoration{.id = 4, .time = march_11, .order = 90}, extensions::no_profile{},
                      sink)
                    .accepted());
        CHECK(thing(rules, anna, code, march_11).status == status::cancelled);
        CHECK(sink.all.size() == 1); // given back; it was cancelled before
    }

    TEST_CASE("no more than at_most are alive, and a full wallet refuses no sale") {
        constexpr auto two = cafe(for_ever.at_most(2));
        member<decltype(two)> anna;
        changes sink;
        CHECK(apply(two, anna, sale{.id = 1, .time = march_10, .net = 50_usd}, extensions::no_profile{}, sink)
                  .accepted());
        CHECK(statuses(two, anna, march_10) == std::vector<status>{status::active, status::active});
        REQUIRE(sink.all.size() == 3);
        CHECK(sink.all[2].what == change::gave_way);
        CHECK(sink.all[2].count == 3);
        CHECK(sink.all[2].thing.code == 0);
        CHECK(apply(two, anna, thing_issue{.id = 2, .time = march_10, .thing = {.code = 1, .campaign = 7}}).refused ==
              reason::cap_reached);
        const std::uint64_t first = things_of(two, anna, march_10)[0].thing.code;
        CHECK(apply(two, anna, thing_use{.id = 3, .time = march_10, .code = first}).accepted());
        CHECK(apply(two, anna, thing_issue{.id = 4, .time = march_10, .thing = {.code = 1, .campaign = 7}}).accepted());

        constexpr auto four = cafe(for_ever.at_most(4)); // as many as the wallet has places
        member<decltype(four)> carl;
        CHECK(apply(four, carl, sale{.id = 1, .time = march_10, .net = 40_usd}).accepted());
        CHECK(apply(four, carl, sale{.id = 2, .time = march_10, .net = 10_usd}).accepted());
        CHECK(statuses(four, carl, march_10) == std::vector<status>(4, status::active));

        constexpr auto any = cafe(for_ever.valid_days(1));
        member<decltype(any)> ben;
        changes of_ben;
        CHECK(apply(any, ben, sale{.id = 1, .time = march_10, .net = 1'000'000_usd}, extensions::no_profile{}, of_ben)
                  .accepted());
        CHECK(things_of(any, ben, march_10).size() == 4);
        REQUIRE(of_ben.all.size() == 5);
        CHECK(of_ben.all[4].count == 99'996);
    }

    TEST_CASE("a thing that the host issues has the window of its campaign, and a campaign must be known") {
        constexpr programme rules{coffee_for_ten, wallet<4>{}.issuing(for_ever.valid_days(30), vouchers{9})};
        member<decltype(rules)> anna;
        const auto issue = [&](std::uint64_t id, entitlement one) {
            return apply(rules, anna, thing_issue{.id = id, .time = march_10, .thing = one}).refused;
        };
        CHECK(issue(1, {.code = 1, .campaign = 7}) == reason::none);
        CHECK(thing(rules, anna, 1, march_10).thing.until == "2025-04-09T00:00"_utc);
        CHECK(issue(2, {.code = 2, .campaign = 7, .until = march_11}) == reason::none);
        CHECK(thing(rules, anna, 2, march_10).thing.until == march_11);
        CHECK(issue(3, {.code = 3, .campaign = 9}) == reason::none);
        CHECK(issue(4, {.code = 4, .campaign = 8}) == reason::unknown_campaign);
        CHECK(issue(5, {.campaign = 9}) == reason::none);
        const std::uint64_t derived = code_of({.campaign = 9, .event = 5});
        CHECK(thing(rules, anna, derived, march_10).status == status::active);
    }

    TEST_CASE("members have no balance of what becomes things, and others keep theirs") {
        constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, coffee_for_ten,
                                  wallet<4>{}.issuing(for_ever)};
        using rules_type = std::remove_const_t<decltype(rules)>;
        static_assert(!member<rules_type>::has_balance<coffees>);
        static_assert(member<rules_type>::has_balance<unit::points>);
        static_assert(!extensions::has_account<rules_type, coffees>);
        member<rules_type> anna;
        apply(rules, anna, sale{.id = 1, .time = march_10, .net = 10_usd});
        CHECK(anna.balance<unit::points>() == 10_points);
    }

    TEST_CASE("points that are converted behind their account become things too") {
        constexpr programme rules{points{per_amount{1_points, 1_usd}, round_off{rounding::floor}}, lots<unit::points>{},
                                  conversion{50_points, amount<coffees>::whole(1)}, wallet<4>{}.issuing(for_ever)};
        member<decltype(rules)> anna;
        apply(rules, anna, sale{.id = 1, .time = march_10, .net = 49_usd});
        CHECK(things_of(rules, anna, march_10).empty());
        apply(rules, anna, sale{.id = 2, .time = march_10, .net = 2_usd});
        CHECK(things_of(rules, anna, march_10).size() == 1);
        CHECK(balances_of<unit::points>(rules, anna, march_10).available == 1_points);
    }
}
