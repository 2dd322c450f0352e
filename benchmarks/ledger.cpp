// SPDX-License-Identifier: BSL-1.0

// What books cost: the W5 stream through a points-only programme with lots, beside the same books by hand and beside plain
// points. Purchases alone; every 20th returned whole a thousand purchases later; every 20th followed by a redemption of all
// that the member has. Each pass must come to the literal totals, and the books of every member must balance.

#include "../examples/loyalty_run/w5.hpp"
#include "bench.hpp"
#include "ledger_by_hand.hpp"
#include "w5_by_hand.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using namespace loyalty::streams;

constexpr points a_point_a_dollar{per_amount{1_points, 1_usd}, round_off{rounding::floor}};
constexpr programme plain{terms<utc, identity::by_time>{.name = "plain"}, a_point_a_dollar};
constexpr programme booked{
    terms<utc, identity::by_time>{.name = "booked"}, a_point_a_dollar,
    lots<unit::points>{}.expiring(expires_end_of_month<12>{}).on_shortfall(debt_policy::negative)};

template <class Programme>
constexpr bool has_books = has_account<Programme, unit::points>;

enum class mix { earn_only, returns, redemptions };
constexpr std::array<std::string_view, 3> mix_names{"ledger_earn_only", "ledger_returns", "ledger_redemptions"};

/// What the redemptions of a whole stream take: less from books, where points expire.
struct redeemed_in_all {
    std::string_view engine;
    std::int64_t points;
};
constexpr redeemed_in_all redeemed[]{
    {"ledger_redemptions/plain/20k_members", 22'915'873},   {"ledger_redemptions/lots/20k_members", 18'249'196},
    {"ledger_redemptions/by_hand/20k_members", 18'249'196}, {"ledger_redemptions/plain/1M_members", 19'615'060},
    {"ledger_redemptions/lots/1M_members", 14'511'632},     {"ledger_redemptions/by_hand/1M_members", 14'511'632},
};

struct sums {
    std::int64_t granted = 0;
    std::int64_t redeemed = 0;
    std::int64_t refused = 0;

    template <class Outcome>
    void add(const Outcome& gave) {
        granted += gave.template granted<unit::points>().minor_units();
        refused += gave.accepted() ? 0 : 1;
    }
};

template <class Programme>
struct pending_return {
    std::uint32_t member = 0;
    receipt<std::remove_cvref_t<decltype(std::declval<Programme>().value())>> slip{};
};

template <class Programme>
void redeem_all(const Programme& programme, member<Programme>& own, instant time, sums& sum) {
    if constexpr (has_books<Programme>) {
        const auto available = balances_of<unit::points>(programme, own, time).available;
        sum.refused +=
            apply(programme, own, redemption<unit::points>{.time = time, .amount = available}).accepted() ? 0 : 1;
        sum.redeemed += available.minor_units();
    } else {
        const auto available = own.template balance<unit::points>();
        sum.refused +=
            apply(programme, own, adjustment<unit::points>{.time = time, .amount = -available}).accepted() ? 0 : 1;
        sum.redeemed += available.minor_units();
    }
}

template <mix Mix, class Programme>
[[gnu::noinline]] void evaluate(const Programme& programme, std::span<member<Programme>> members,
                                std::span<const w5::record> stream, sums& sum) {
    std::array<pending_return<Programme>, Mix == mix::returns ? 50 : 1> waiting{};
    std::size_t kept = 0;
    std::size_t next = 0;
    for (const w5::record& each : stream) {
        member<Programme>& own = members[each.member];
        const instant time{each.time};
        if (Mix == mix::earn_only || ++next % 20 != 0) {
            sum.add(apply(programme, own, each));
            continue;
        }
        if constexpr (Mix == mix::returns) {
            auto& place = waiting[kept % waiting.size()];
            if (kept++ >= waiting.size()) {
                sum.add(apply(programme, members[place.member], place.slip.returned({.time = time})));
            }
            const auto sold = apply_with_receipt(programme, own, each);
            sum.add(sold.outcome);
            place = {each.member, sold.receipt};
        } else if constexpr (Mix == mix::redemptions) {
            sum.add(apply(programme, own, each));
            redeem_all(programme, own, time, sum);
        }
    }
}

/// Whether what members have is what was granted less what was redeemed; and of books, earned = pending + available + held +
/// spent + expired + clawed back - debt, for each member.
template <class Programme>
[[nodiscard]] bool balances(const Programme& programme, std::span<const member<Programme>> members, const sums& sum) {
    std::int64_t granted = 0;
    std::int64_t spent = 0;
    for (const auto& own : members) {
        if constexpr (has_books<Programme>) {
            const auto at = balances_of<unit::points>(programme, own, instant{1'704'067'200 + 1200 * 86'400});
            if (at.earned + at.debt != at.pending + at.available + at.held + at.spent + at.expired + at.clawed_back) {
                return false;
            }
            granted += (at.earned - at.clawed_back).minor_units();
            spent += at.spent.minor_units();
        } else {
            granted += own.template balance<unit::points>().minor_units();
        }
    }
    return has_books<Programme> ? granted == sum.granted && spent == sum.redeemed
                                : granted == sum.granted - sum.redeemed;
}

[[nodiscard]] bool redeemed_right(const std::string& engine, const sums& sum) {
    for (const redeemed_in_all& each : redeemed) {
        if (each.engine == engine && each.points != sum.redeemed && !bench::counts_instructions()) {
            std::printf("%s: %lld points were redeemed, not %lld\n", engine.c_str(),
                        static_cast<long long>(sum.redeemed), static_cast<long long>(each.points));
            return false;
        }
    }
    return true;
}

/// What a pass of an engine comes to: no totals where the books do not balance.
[[nodiscard]] std::pair<double, bench::totals> finish(const std::string& engine, double seconds, bool balanced,
                                                      const sums& sum) {
    const bool right = balanced && redeemed_right(engine, sum);
    return {seconds,
            right ? bench::totals{.points = sum.granted, .refused = sum.refused} : bench::totals{.refused = -1}};
}

/// One engine; `evaluate_all(programme, members, stream, sums)` is what is timed.
template <class Programme, class Evaluate>
void add_engine(const bench::workload<w5::record>& work, std::string form, const Programme& programme,
                Evaluate evaluate_all) {
    bench::engine one{work.group, std::move(form), work.parameter, work.stream.size(), sizeof(member<Programme>), {}};
    one.receipt_bytes = sizeof(pending_return<Programme>::slip);
    one.run = [work, name = one.name(), &programme, evaluate_all] {
        std::vector<member<Programme>> members(work.members);
        sums sum{};
        const double seconds = bench::timed([&] { evaluate_all(programme, std::span{members}, work.stream, sum); });
        return finish(name, seconds, balances(programme, std::span<const member<Programme>>{members}, sum), sum);
    };
    bench::engines().push_back(std::move(one));
}

void ask_for(const ledger_by_hand::member& own) {
    for (std::size_t line = 0; line < sizeof own; line += 64) {
        __builtin_prefetch(reinterpret_cast<const char*>(&own) + line, 1);
    }
}

/// The same by hand. `LookAhead` is how many purchases ahead the member's lines are asked for.
template <mix Mix, std::size_t LookAhead>
[[gnu::noinline]] void evaluate_by_hand(std::span<ledger_by_hand::member> members, std::span<const w5::record> stream,
                                        sums& sum) {
    struct pending {
        std::uint32_t member;
        std::int32_t month;
        std::int64_t points;
    };
    std::array<pending, Mix == mix::returns ? 50 : 1> waiting{};
    std::size_t kept = 0;
    std::size_t next = 0;
    bool fits = true;
    w5::by_hand::day_fields day;
    for (std::size_t i = 0; i < stream.size(); ++i) {
        if (i + LookAhead < stream.size()) {
            ask_for(members[stream[i + LookAhead].member]);
        }
        const w5::record& each = stream[i];
        if (each.time >= day.until) {
            day.move_to(each.time);
        }
        ledger_by_hand::member& own = members[each.member];
        if (each.cents < 0 || each.time < own.last_time) [[unlikely]] {
            ++sum.refused;
            continue;
        }
        const std::int64_t points = w5::by_hand::quotient(each.cents, 100);
        fits = own.earn(points, day.month) && fits;
        own.last_time = each.time;
        sum.granted += points;
        if (Mix == mix::earn_only || ++next % 20 != 0) {
            continue;
        }
        if constexpr (Mix == mix::returns) {
            pending& place = waiting[kept % waiting.size()];
            if (kept++ >= waiting.size()) {
                fits = members[place.member].claw_back(place.points, place.month, day.month) && fits;
                members[place.member].last_time = each.time;
                sum.granted -= place.points;
            }
            place = {each.member, day.month, points};
        } else if constexpr (Mix == mix::redemptions) {
            const std::int64_t available = own.available(day.month);
            fits = own.redeem(available, day.month) && fits;
            sum.redeemed += available;
        }
    }
    sum.refused = fits ? sum.refused : -1;
}

/// Whether earned = available + spent + expired + clawed back - debt for each member, and all of them what the sums say.
[[nodiscard]] bool balances(std::span<const ledger_by_hand::member> members, const sums& sum) {
    std::int64_t granted = 0;
    std::int64_t spent = 0;
    for (const ledger_by_hand::member& own : members) {
        std::int64_t left = 0;
        for (const std::int64_t each : own.remaining) {
            left += each;
        }
        if (own.earned + own.debt != left + own.spent + own.expired + own.clawed_back) {
            return false;
        }
        granted += own.earned - own.clawed_back;
        spent += own.spent;
    }
    return granted == sum.granted && spent == sum.redeemed;
}

template <mix Mix, std::size_t LookAhead = 0>
void add_by_hand(const bench::workload<w5::record>& work, std::string form) {
    bench::engine one{work.group, std::move(form), work.parameter, work.stream.size(), sizeof(ledger_by_hand::member),
                      {}};
    one.run = [work, name = one.name()] {
        std::vector<ledger_by_hand::member> members(work.members);
        sums sum{};
        const double seconds = bench::timed([&] { evaluate_by_hand<Mix, LookAhead>(members, work.stream, sum); });
        return finish(name, seconds, balances(members, sum), sum);
    };
    bench::engines().push_back(std::move(one));
}

template <mix Mix>
void add_mix(std::string size, std::size_t members, std::span<const w5::record> stream) {
    const bench::workload<w5::record> work{
        std::string(mix_names[static_cast<std::size_t>(Mix)]), std::move(size), members, stream, {}};
    const auto one_by_one = [](const auto& programme, auto all, auto events, sums& sum) {
        evaluate<Mix>(programme, all, events, sum);
    };
    add_by_hand<Mix>(work, "by_hand");
    add_engine(work, "plain", lifted<plain>, one_by_one);
    add_engine(work, "lots", lifted<booked>, one_by_one);
    if constexpr (Mix == mix::earn_only) {
        const auto in_batches = []<class Programme>(const Programme& programme, std::span<member<Programme>> all,
                                                    std::span<const w5::record> events, sums& sum) {
            totals<Programme> reached{};
            apply_all(programme, all, events, reached);
            sum.granted = reached.template granted<unit::points>().minor_units();
            sum.refused = static_cast<std::int64_t>(reached.refused);
        };
        add_by_hand<Mix, look_ahead_default>(work, "by_hand_batch");
        add_engine(work, "plain_batch", lifted<plain>, in_batches);
        add_engine(work, "lots_batch", lifted<booked>, in_batches);
    }
}

void add_size(const std::string& size, std::size_t count, std::size_t all_members) {
    static std::vector<std::vector<w5::record>> streams;
    const std::size_t members = bench::members(all_members);
    streams.push_back(w5::stream(bench::events(count), members));
    const std::span<const w5::record> stream{streams.back()};
    add_mix<mix::earn_only>(size, members, stream);
    add_mix<mix::returns>(size, members, stream);
    add_mix<mix::redemptions>(size, members, stream);
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        add_size("20k_members", 1'000'000, 20'000);
        add_size("1M_members", 4'000'000, 1'000'000);
    });
}
