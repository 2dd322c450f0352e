// SPDX-License-Identifier: BSL-1.0
//
// The laws of the books on whole programmes, random in their numbers, over random streams of purchases, returns, voids,
// redemptions, holds, quiet times, duplicates and late events: conservation, the partition of returns (S30), apply then
// void is nothing, what is returned whole leaves nothing, the state is a fold over what was kept, preview, batch, replay,
// and refusals that change nothing.
#include "../support/marks.hpp"
#include "../support/oracle.hpp"
#include "../support/random.hpp"

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::criteria;
using namespace loyalty::ledgers;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using support::cpp_int;
using support::cpp_rational;
using support::mark;
using support::marks;
using support::sale;
using support::sale_line;
using usd = money<currency::usd>;
using source = support::random_source;

namespace {

using complaint = std::optional<std::string>;

usd cents(std::int64_t count) {
    return usd::from_minor_units(count);
}

constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t begin_seconds = 1'577'836'800; // 2020-01-01
constexpr std::uint32_t categories = 3;
constexpr date campaign_begin = "2020-03-01"_date;
constexpr date campaign_end = "2021-09-01"_date;

// The programmes ------------------------------------------------------------------------------------------------------

/// The numbers of all programmes; each uses its own.
struct numbers {
    std::int64_t award[8]{};
    std::int64_t per[8]{};
    rounding mode[8]{};
    std::int64_t most[4]{};
    ratio rates[3]{};
    ratio factors[3]{};
    std::int64_t tiers[2]{};
    int held_for = 0;
    drop drops = drop::to_earned;
    on_return returns = on_return::keeps_tier;
    earns_at crossing = earns_at::old_rate;
    int fields[2]{};
    consumption order = consumption::first_to_expire;
    debt_policy debt = debt_policy::negative;
};

numbers any_numbers(source& random) {
    numbers n;
    for (std::size_t i = 0; i < 8; ++i) {
        n.award[i] = random.any_of<std::int64_t>({1, 1, 2, 3, 5, 100});
        n.per[i] = random.any_of<std::int64_t>({7, 30, 100, 100, 250, 1'000, 4'000, 25'000});
        n.mode[i] = random.any_of({rounding::floor, rounding::floor, rounding::ceiling, rounding::half_up,
                                   rounding::half_down, rounding::half_even, rounding::up, rounding::down});
    }
    if (random.one_in(3)) { // of the rest that is carried
        n.mode[1] =
            random.any_of({rounding::half_odd, rounding::zero_five_up, rounding::half_ceiling, rounding::half_floor});
    }
    for (std::size_t i = 0; i < 4; ++i) {
        n.most[i] = 100 + random.any_of<std::int64_t>({0, 20, 500, 100'000});
    }
    for (std::size_t i = 0; i < 3; ++i) {
        n.rates[i] = {random.from_to(0, 30), random.any_of<std::int64_t>({100, 200, 333})};
        n.factors[i] = {random.from_to(1, 8), random.from_to(1, 4)};
    }
    // A better tier earns more: else what remains of a purchase could earn more than the whole did.
    for (std::size_t i = 1; i < 3; ++i) {
        n.factors[i] = {n.factors[i - 1].numerator + n.factors[i].numerator, n.factors[i - 1].denominator};
    }
    n.tiers[0] = random.any_of<std::int64_t>({1, 5'000, 20'000});
    n.tiers[1] = n.tiers[0] + random.any_of<std::int64_t>({1, 7'000, 50'000});
    n.held_for = static_cast<int>(random.from_to(0, 1));
    n.drops = random.any_of({drop::to_earned, drop::one_step, drop::never});
    n.returns = random.any_of({on_return::keeps_tier, on_return::loses_tier});
    n.crossing = random.any_of({earns_at::old_rate, earns_at::new_rate, earns_at::split});
    for (int& fields : n.fields) {
        fields = static_cast<int>(random.any_of<std::int64_t>({1, 2, 3, 10}));
    }
    n.order = random.any_of({consumption::first_to_expire, consumption::first_in, consumption::last_in});
    n.debt = random.any_of({debt_policy::only_pending, debt_policy::down_to_zero, debt_policy::negative});
    return n;
}

std::string text_of(const numbers& n) {
    std::ostringstream text;
    const auto list = [&](const char* name, const auto& values, auto&& show) {
        text << name;
        for (const auto& each : values) {
            text << ' ';
            show(each);
        }
        text << '\n';
    };
    const auto plain = [&](const auto& value) { text << static_cast<std::int64_t>(value); };
    const auto fraction = [&](ratio value) { text << value.numerator << '/' << value.denominator; };
    list("award", n.award, plain);
    list("per", n.per, plain);
    list("mode", n.mode, plain);
    list("most", n.most, plain);
    list("rates", n.rates, fraction);
    list("factors", n.factors, fraction);
    list("tiers", n.tiers, plain);
    list("fields", n.fields, plain);
    text << "held for " << n.held_for << " drops " << static_cast<int>(n.drops) << " returns "
         << static_cast<int>(n.returns) << " crossing " << static_cast<int>(n.crossing) << " order "
         << static_cast<int>(n.order) << " debt " << static_cast<int>(n.debt) << '\n';
    return text.str();
}

template <int Which>
auto per_cents(const numbers& n) {
    return per_amount{mark<Which>(n.award[Which]), cents(n.per[Which])};
}

/// Every policy whose result is a fold over what was kept.
template <bool Flat>
struct linear_shape {
    static constexpr const char* name = Flat ? "linear, flat" : "linear";
    static constexpr bool flat = Flat;
    static constexpr bool has_account = false;
    static constexpr bool has_tiers = false;
    static constexpr bool has_years = false;

    static auto of(const numbers& n) {
        return programme{terms<>{.name = "linear"},
                         points{per_cents<0>(n), round_off{n.mode[0]}},
                         points{per_cents<1>(n), round_off_carrying{n.mode[1]}},
                         points{each_line{per_cents<2>(n), round_off{n.mode[2]}}},
                         spend_threshold{mark<3>(n.award[3]), every(cents(n.per[3]))},
                         spend_threshold{mark<4>(n.award[4]), once(cents(n.per[4] * 10))},
                         spend_threshold{mark<5>(n.award[5]), every(cents(n.per[5]))}.dropping(),
                         gamified{stamp_card{n.fields[0]}.on(category_is(1u)).awards(mark<6>(1)), pieces_card(n)},
                         cashback{currency::usd{}, n.mode[7], cashback_rate{n.rates[0]}.on(category_is(1u)),
                                  cashback_rate{n.rates[1]}}};
    }
    static auto pieces_card(const numbers& n) {
        if constexpr (Flat) {
            return stamp_card{n.fields[1]}.awards(mark<7>(1));
        } else {
            return stamp_card{n.fields[1]}.of(quantity{}).awards(mark<7>(1));
        }
    }
};

/// What is counted in windows, capped, multiplied by tiers, or in a row.
template <class TierWindow>
struct windowed_shape {
    static constexpr const char* name = "windowed";
    static constexpr bool has_years = std::is_same_v<TierWindow, calendar_window>;
    static constexpr bool flat = false;
    static constexpr bool has_account = false;
    static constexpr bool has_tiers = true;

    static auto of(const numbers& n) {
        const calendar_window month{period_unit::month};
        return programme{
            terms<>{.name = "windowed"},
            tiered{cents(n.tiers[0]), cents(n.tiers[1])}
                .within(TierWindow{})
                .held_for(n.held_for)
                .crossing(n.crossing)
                .dropping(n.drops)
                .returning(n.returns)
                .remembering(),
            points{per_cents<0>(n), multiply_by_tier{n.factors[0], n.factors[1], n.factors[2]}, round_off{n.mode[0]},
                   cap_at{mark<0>(n.most[0]), month}},
            points{per_cents<1>(n), round_off_carrying{n.mode[1]}, multiply_by{n.factors[0]}, round_off{n.mode[2]},
                   cap_at{mark<1>(n.most[1]), calendar_window{period_unit::week}}},
            cashback{currency::usd{}, n.mode[3],
                     cashback_rate{n.rates[0]}.on(category_is(1u)).at_most(cents(n.most[2]), month),
                     cashback_rate{n.rates[1]}
                         .on(category_is(2u))
                         .at_most(cents(n.most[3]), calendar_window{period_unit::day}),
                     cashback_rate{n.rates[2]}},
            spend_threshold{mark<4>(n.award[4]), every(cents(n.per[4]))}.within(month),
            spend_threshold{mark<5>(n.award[5]), once(cents(n.per[5]))}.within(month),
            spend_threshold{mark<6>(n.award[6]), every(cents(n.per[6]))}.within(one_basket{}),
            spend_threshold{mark<8>(n.award[5]), every(cents(n.per[6]))}.within(rolling_days<20>{}),
            spend_threshold{mark<9>(n.award[4]), once(cents(n.per[5]))}.within(rolling_days<20>{}),
            spend_threshold{mark<10>(n.award[6]), every(cents(n.per[4]))}.within(
                campaign{{campaign_begin, campaign_end}}),
            streak<calendar_window{period_unit::week}>{2}.awards(mark<11>(1)).reversible(),
            gamified{streak<calendar_window{period_unit::day}>{2}.awards(mark<7>(1)),
                     streak<calendar_window{period_unit::week}>{2 + n.held_for}.forgiving(1).awards(mark<7>(3))}};
    }
};

/// Points with an account.
template <class Expiry>
struct any_expiry;
template <std::int32_t Months>
struct any_expiry<expires_end_of_month<Months>> {
    static auto of(const numbers&) { return expires_end_of_month<Months>{}; }
};
template <>
struct any_expiry<never_expires> {
    static auto of(const numbers&) { return never_expires{}; }
};
template <std::size_t Buckets>
struct any_expiry<expires_after_days<Buckets>> {
    static auto of(const numbers& n) {
        return expires_after_days<Buckets>{static_cast<std::int32_t>(10 + n.fields[0])};
    }
};
template <>
struct any_expiry<expires_on_inactivity> {
    static auto of(const numbers& n) { return expires_on_inactivity::after_days(30).taking(ratio{n.fields[0], 10}); }
};

template <class Expiry, class Activation = at_once>
struct account_shape {
    static constexpr const char* name = "account";
    static constexpr bool flat = false;
    static constexpr bool has_account = true;
    static constexpr bool has_tiers = false;
    static constexpr bool has_years = false;
    static constexpr bool renews = Expiry::renews;

    static auto of(const numbers& n) {
        return programme{
            terms<>{.name = "account"},
            points{per_amount{amount<unit::points>::from_minor_units(n.award[0]), cents(n.per[0])},
                   round_off{n.mode[0]}},
            spend_threshold{amount<unit::points>::from_minor_units(n.award[1]), every(cents(n.per[1] * 5))},
            lots<unit::points>{}
                .max_holds<4>()
                .expiring(any_expiry<Expiry>::of(n))
                .activating(Activation{})
                .consuming(n.order)
                .on_shortfall(n.debt)};
    }
};

// The stream ----------------------------------------------------------------------------------------------------------

enum class deed {
    buy,
    return_line,
    return_pieces,
    return_amount,
    return_all,
    redeem,
    reserve,
    commit,
    release,
    give_back,
    wait,
    again,
    late,
    return_more,
    bad_buy,
    count
};
constexpr const char* deed_names[]{"buy",    "return line", "return pieces", "return amount", "return all",
                                   "redeem", "reserve",     "commit",        "release",       "give back",
                                   "wait",   "again",       "late",          "return more",   "bad buy"};

/// One event; what it refers to is found when it is played, so that a stream stays one when events are left out.
struct act {
    deed what = deed::wait;
    std::uint64_t id = 0;
    std::int64_t time = 0;
    std::uint64_t choice = 0;
    std::vector<sale_line> lines;
};

std::int64_t any_cents(source& random) {
    switch (random.from_to(0, 6)) {
    case 0:
        return 0;
    case 1:
        return random.from_to(1, 10);
    case 2:
        return random.any_of<std::int64_t>({50, 99, 100, 5'000, 25'000});
    default:
        return random.from_to(1, 15'000);
    }
}

std::vector<act> any_stream(source& random, bool flat, bool has_account) {
    std::vector<act> stream;
    std::int64_t time = begin_seconds + random.from_to(0, 800) * day_seconds;
    const std::int64_t pace = random.any_of<std::int64_t>({1, 1, 3, 20, 60});
    const std::int64_t count = random.from_to(2, 14);
    for (std::int64_t i = 0; i < count; ++i) {
        time += random.one_in(4) ? 0 : random.from_to(0, pace * day_seconds);
        act one{deed::buy, 1'000 * static_cast<std::uint64_t>(i + 1), time, 0, {}};
        if (i > 0 && !random.one_in(2)) {
            one.what = static_cast<deed>(random.from_to(0, static_cast<int>(deed::count) - 1));
            const bool of_account = one.what >= deed::redeem && one.what <= deed::give_back;
            if (of_account && !has_account) {
                one.what = deed::return_all;
            }
        }
        one.choice = static_cast<std::uint64_t>(random.from_to(0, 1'000'000));
        if (one.what == deed::buy || one.what == deed::bad_buy) {
            const std::int64_t lines = flat || random.one_in(2) ? 1 : random.from_to(2, 4);
            for (std::int64_t line = 0; line < lines; ++line) {
                one.lines.push_back({static_cast<std::uint32_t>(random.from_to(0, categories)),
                                     flat || random.one_in(2) ? 1 : random.from_to(2, 12), cents(any_cents(random))});
            }
        }
        stream.push_back(one);
    }
    return stream;
}

std::string text_of(const std::vector<act>& stream) {
    std::ostringstream text;
    for (const act& one : stream) {
        text << deed_names[static_cast<int>(one.what)] << " id " << one.id << " time " << one.time << " choice "
             << one.choice;
        for (const sale_line& line : one.lines) {
            text << " [category " << line.category << " quantity " << line.quantity << " cents "
                 << line.net.minor_units() << ']';
        }
        text << '\n';
    }
    return text.str();
}

/// What remains of a sale after something came back. Nothing: no lines.
sale without_part(sale kept, deed what, std::uint64_t choice) {
    if (kept.lines.empty()) {
        return kept;
    }
    const std::size_t index = static_cast<std::size_t>(choice % kept.lines.size());
    sale_line& line = kept.lines[index];
    if (what == deed::return_pieces && line.quantity > 1) {
        const std::int64_t back =
            1 + static_cast<std::int64_t>(choice / 7 % static_cast<std::uint64_t>(line.quantity - 1));
        line.net = cents(line.net.minor_units() * (line.quantity - back) / line.quantity);
        line.quantity -= back;
    } else if (what == deed::return_amount && line.net.minor_units() > 1) {
        line.net -=
            cents(1 + static_cast<std::int64_t>(choice / 7 % static_cast<std::uint64_t>(line.net.minor_units() - 1)));
    } else if (what == deed::return_all) {
        kept.lines.clear();
    } else {
        kept.lines.erase(kept.lines.begin() + static_cast<std::ptrdiff_t>(index));
    }
    return kept;
}

/// Calls with the transaction as the shape's tills send it.
template <class Shape, class Use>
auto as_sent(const sale& one, Use use) {
    if constexpr (Shape::flat) {
        return use(purchase<currency::usd>{
            .id = one.id, .time = one.time, .net = one.lines[0].net, .category = one.lines[0].category});
    } else {
        return use(one);
    }
}

template <class State>
bool same_bytes(const State& left, const State& right) {
    static_assert(std::is_trivially_copyable_v<State>);
    return std::memcmp(&left, &right, sizeof(State)) == 0;
}

template <class Outcome, class Use>
void for_each_granted(const Outcome& gave, Use use) {
    [&]<unit_type... Units>(const outcome<Units...>& all) {
        std::size_t index = 0;
        (use(index++, all.template granted<Units>().minor_units()), ...);
    }
    (gave);
}

/// The receipts of redemptions and commitments of which something is left, the latest last.
template <class Programme, bool HasAccount>
struct taken_list {
    struct type {};
};
template <class Programme>
struct taken_list<Programme, true> {
    using type = std::vector<redemption_receipt<Programme, unit::points>>;
};

// The world: one member, one programme, all laws ----------------------------------------------------------------------

std::size_t events_played = 0;

template <class Shape>
class world {
public:
    using programme_type = decltype(Shape::of(numbers{}));
    using member_type = member<programme_type>;
    using outcome_type = outcome_of<programme_type>;
    using receipt_type = receipt<programme_type>;

    explicit world(const numbers& n, bool probes) : n_{n}, programme_{Shape::of(n)}, probes_{probes} {}

    complaint run(const std::vector<act>& stream) {
        if (programme_.problem().sentence != nullptr) {
            return std::string{"the programme is refused: "} + programme_.problem().sentence;
        }
        for (const act& one : stream) {
            if (complaint wrong = play(one)) {
                return "at id " + std::to_string(one.id) + ": " + *wrong;
            }
        }
        if (probes_) {
            if (complaint wrong = all_back()) {
                return wrong;
            }
            return batch();
        }
        return std::nullopt;
    }

    const member_type& state() const { return own_; }

private:
    struct sold {
        sale kept;
        receipt_type slip;
    };

    /// What thresholds have paid of what was kept: of a campaign always, of months as long as only goods of the current
    /// month came back, or of the last one before it in which the member had bought. Never less than nothing.
    complaint windows_follow(const member_type& own, const std::vector<sold>& sales) const {
        if constexpr (Shape::has_tiers) {
            std::map<std::int64_t, cpp_int> spent;
            cpp_int in_campaign = 0;
            for (const sold& each : sales) {
                const date day = detail_date(each.kept.time.seconds_since_epoch);
                for (const sale_line& line : each.kept.lines) {
                    spent[month_index(day)] += line.net.minor_units();
                    in_campaign += campaign_begin <= day && day < campaign_end ? line.net.minor_units() : 0;
                }
            }
            cpp_int each_time = 0;
            cpp_int one_time = 0;
            for (const auto& [month, sum] : spent) {
                each_time += sum / n_.per[4] * n_.award[4];
                one_time += sum >= n_.per[5] ? n_.award[5] : 0;
            }
            const auto held = [&]<int Which>(std::integral_constant<int, Which>) {
                return cpp_int{own.template balance<marks<Which>>().minor_units()};
            };
            const cpp_int held_each = held(std::integral_constant<int, 4>{});
            const cpp_int held_once = held(std::integral_constant<int, 5>{});
            if (held(std::integral_constant<int, 10>{}) != in_campaign / n_.per[4] * n_.award[6]) {
                return "a threshold of a campaign is not that of what was kept";
            }
            if (held_each < 0 || held_once < 0 || held(std::integral_constant<int, 8>{}) < 0 ||
                held(std::integral_constant<int, 9>{}) < 0) {
                return "returns have taken more of a threshold than there was";
            }
            if (!late_ && (held_each != each_time || held_once != one_time)) {
                return "a threshold of a month is not that of what was kept";
            }
        }
        return std::nullopt;
    }

    /// A strict tier of calendar years is that of who bought only what was kept, as long as only goods of this year came
    /// back, or of the last one before it in which the member had bought.
    complaint tier_follows(const member_type& own, const std::vector<sold>& sales) const {
        if constexpr (Shape::has_years) {
            if (n_.returns != on_return::loses_tier || n_.drops == drop::one_step || late_by_year_) {
                return std::nullopt;
            }
            member_type other{};
            for (const sold& each : sales) {
                if (!each.kept.lines.empty()) {
                    as_sent<Shape>(each.kept, [&](const auto& sent) { return apply(programme_, other, sent); });
                }
            }
            apply(programme_, other, time_passed{.id = own.clock().last_id, .time = own.last_event()});
            const auto& has = own.template policy<0>();
            const auto& deserves = other.template policy<0>();
            if (has.tier != deserves.tier || !(has.count == deserves.count)) {
                return "a strict tier is not that of what was kept: " + std::to_string(has.tier) + ", not " +
                       std::to_string(deserves.tier);
            }
        }
        return std::nullopt;
    }

    /// Whether goods come back of a period that is neither the current one nor the last before it with a purchase.
    static bool is_late(const std::vector<sold>& sales, instant of, instant now, period_unit unit) {
        const auto period = [&](instant time) { return period_index(unit, detail_date(time.seconds_since_epoch)); };
        auto latest = period(of);
        for (const sold& each : sales) {
            const auto other = period(each.kept.time);
            latest = other < period(now) && other > latest ? other : latest;
        }
        return period(of) != period(now) && period(of) != latest;
    }

    static event_key at(const act& one) { return {.id = one.id, .time = instant{one.time}}; }

    complaint play(const act& one) {
        switch (one.what) {
        case deed::buy:
            return buy(one, false);
        case deed::bad_buy:
            return buy(one, true);
        case deed::return_line:
        case deed::return_pieces:
        case deed::return_amount:
        case deed::return_all:
        case deed::return_more:
            return give_goods_back(one);
        case deed::wait:
            return happened(
                one, [&] { return apply(programme_, own_, time_passed{.id = one.id, .time = instant{one.time}}); },
                true);
        case deed::again:
        case deed::late:
            return repeat(one);
        default:
            return on_books(one);
        }
    }

    // What happens ------------------------------------------------------------------------------------------------

    complaint buy(const act& one, bool bad) {
        sale ticket{one.id, instant{one.time}, 0, one.lines};
        if (bad) {
            ticket.lines[0].net = cents(-1);
        }
        tickets_.push_back(ticket);
        const member_type before = own_;
        receipt_type slip{};
        outcome_type gave{};
        const auto foreseen = as_sent<Shape>(ticket, [&](const auto& sent) { return preview(programme_, own_, sent); });
        const complaint wrong = happened(one, [&] {
            auto sale =
                as_sent<Shape>(ticket, [&](const auto& sent) { return apply_with_receipt(programme_, own_, sent); });
            slip = sale.receipt;
            return gave = sale.outcome;
        });
        if (wrong) {
            return wrong;
        }
        if (!(foreseen == gave)) {
            return "the preview differs from the outcome";
        }
        if (bad && gave.accepted()) {
            return "a purchase below zero was accepted";
        }
        if (!gave.accepted()) {
            return std::nullopt;
        }
        sold_.push_back({ticket, slip});
        return probes_ ? void_at_once(before, ticket, slip, one.choice) : std::nullopt;
    }

    complaint give_goods_back(const act& one) {
        if (sold_.empty()) {
            return std::nullopt;
        }
        sold& from = sold_[static_cast<std::size_t>(one.choice / 3 % sold_.size())];
        if (from.kept.lines.empty()) {
            return refused(one, reason::already_returned,
                           [&] { return apply(programme_, own_, from.slip.returned(at(one))); });
        }
        if (one.what == deed::return_more) {
            sale more = from.kept;
            more.lines[0].net += cents(1);
            return refused(one, reason::more_than_bought,
                           [&] { return return_down_to(from.slip, more, at(one), own_); });
        }
        const sale rest = without_part(from.kept, one.what, one.choice);
        outcome_type gave{};
        const receipt_type slip = from.slip;
        if (complaint wrong = happened(one, [&] { return gave = return_down_to(from.slip, rest, at(one), own_); })) {
            return wrong;
        }
        if (!gave.accepted()) {
            return same_bytes(slip, from.slip) ? std::nullopt : complaint{"refused, and the receipt changed"};
        }
        late_ = late_ || is_late(sold_, from.kept.time, instant{one.time}, period_unit::month);
        late_by_year_ = late_by_year_ || is_late(sold_, from.kept.time, instant{one.time}, period_unit::year);
        from.kept = rest;
        if (complaint wrong = windows_follow(own_, sold_)) {
            return wrong;
        }
        if (complaint wrong = tier_follows(own_, sold_)) {
            return wrong;
        }
        return fold();
    }

    outcome_type return_down_to(receipt_type& slip, const sale& rest, event_key key, member_type& own) {
        if (rest.lines.empty()) {
            return apply(programme_, own, slip.returned(key));
        }
        return as_sent<Shape>(rest, [&](const auto& sent) { return apply(programme_, own, slip.returned(key, sent)); });
    }

    complaint repeat(const act& one) {
        if (sold_.empty()) {
            return std::nullopt;
        }
        sale ticket = sold_.back().kept;
        if (ticket.lines.empty()) {
            ticket.lines.push_back({0, 1, cents(1)});
        }
        if (one.what == deed::late) {
            ticket.time = instant{ticket.time.seconds_since_epoch - 1};
        }
        const bool is_last = own_.clock().last_id == ticket.id && one.what == deed::again;
        const reason why = is_last                            ? reason::duplicate_event
                           : ticket.time == own_.last_event() ? reason::lower_id
                                                              : reason::late_event;
        return refused(one, why, [&] {
            return as_sent<Shape>(ticket, [&](const auto& sent) { return apply(programme_, own_, sent); });
        });
    }

    complaint on_books(const act& one) {
        if constexpr (Shape::has_account) {
            const auto books = balances_of<unit::points>(programme_, own_, instant{one.time});
            const std::int64_t part =
                books.available.minor_units() == 0
                    ? 1
                    : 1 + static_cast<std::int64_t>(one.choice %
                                                    static_cast<std::uint64_t>(books.available.minor_units()));
            const auto points = amount<unit::points>::from_minor_units(
                one.choice % 9 == 0 ? part + books.available.minor_units() : part);
            const std::uint64_t hold = one.choice % 3;
            const date until = detail_date(one.time) + static_cast<std::int32_t>(one.choice % 20);
            const std::uint64_t id = one.id;
            const instant time{one.time};
            switch (one.what) {
            case deed::redeem:
                return taken_by(one, redemption<unit::points>{.id = id, .time = time, .amount = points});
            case deed::reserve:
                return happened(one, [&] {
                    return apply(programme_, own_,
                                 reservation<unit::points>{
                                     .id = id, .time = time, .hold = hold, .amount = points, .until = until});
                });
            case deed::commit:
                return taken_by(one, commitment<unit::points>{
                                         .id = id,
                                         .time = time,
                                         .hold = hold,
                                         .amount = one.choice % 2 == 0 ? ledgers::everything<unit::points> : points});
            case deed::release:
                return happened(one, [&] {
                    return apply(programme_, own_, release<unit::points>{.id = id, .time = time, .hold = hold});
                });
            default:
                return give_points_back(one);
            }
        } else {
            return std::nullopt;
        }
    }

    template <class Event>
    complaint taken_by(const act& one, const Event& event) {
        return happened(one, [&] {
            const auto paid = apply_with_receipt(programme_, own_, event);
            if (paid.outcome.accepted()) {
                taken_.push_back(paid.receipt);
            }
            return paid.outcome;
        });
    }

    /// Some points of a redemption, or all that is left; then one more than is left, which is refused.
    complaint give_points_back(const act& one) {
        if (taken_.empty()) {
            return std::nullopt;
        }
        auto& slip = taken_.back();
        const std::int64_t left = points_in(slip);
        const bool all = one.choice % 3 == 0 || left < 2;
        const auto part = amount<unit::points>::from_minor_units(
            all ? left : 1 + static_cast<std::int64_t>(one.choice % static_cast<std::uint64_t>(left - 1)));
        const auto books = balances_of<unit::points>(programme_, own_, instant{one.time});
        outcome_type gave{};
        if (complaint wrong = happened(one, [&] {
                return gave = apply(programme_, own_,
                                    all && one.choice % 2 == 0 ? slip.given_back(at(one))
                                                               : slip.given_back(at(one), part));
            })) {
            return wrong;
        }
        if (!gave.accepted()) {
            return points_in(slip) == left ? std::nullopt : complaint{"refused, and the receipt changed"};
        }
        if (points_in(slip) != left - part.minor_units()) {
            return "a receipt does not say what is left to give back";
        }
        const auto after = balances_of<unit::points>(programme_, own_, instant{one.time});
        if (after.spent != books.spent - part) {
            return "what was given back is still spent";
        }
        auto trial = own_;
        const auto more = amount<unit::points>::from_minor_units(points_in(slip) + 1);
        const event_key next{.id = one.id + 1, .time = instant{one.time}};
        if (apply(programme_, trial, slip.given_back(next, more)).refused != reason::not_spent ||
            !same_bytes(trial, own_) || points_in(slip) != left - part.minor_units()) {
            return "more was given back than was taken";
        }
        if (points_in(slip) == 0) {
            taken_.pop_back();
        }
        return std::nullopt;
    }

    template <class Receipt>
    static std::int64_t points_in(const Receipt& slip) {
        std::int64_t sum = 0;
        for (const auto& lot : slip.lots) {
            sum += static_cast<std::int64_t>(lot.amount);
        }
        return sum;
    }

    static date detail_date(std::int64_t time) { return calendar<utc>{}.business_date(instant{time}); }

    // Laws of every event -----------------------------------------------------------------------------------------

    template <class Event>
    complaint happened(const act& one, Event event, bool must = false) {
        const member_type before = own_;
        const outcome_type gave = event();
        ++events_played;
        if (!gave.accepted()) {
            bool nothing = true;
            for_each_granted(gave, [&](std::size_t, std::int64_t granted) { nothing = nothing && granted == 0; });
            return must                        ? complaint{"refused: " + std::string{message(gave.refused)}}
                   : !same_bytes(before, own_) ? complaint{"refused, and the member changed"}
                   : !nothing                  ? complaint{"refused, and something was granted"}
                                               : std::nullopt;
        }
        for_each_granted(gave, [&](std::size_t index, std::int64_t granted) {
            granted_[index] += granted;
            (granted < 0 ? lost_ : gained_) += granted;
        });
        return conserved(own_, one.time);
    }

    template <class Event>
    complaint refused(const act& one, reason why, Event event) {
        const std::vector<sold> receipts = sold_;
        outcome_type gave{};
        if (complaint wrong = happened(one, [&] { return gave = event(); })) {
            return wrong;
        }
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            if (!same_bytes(receipts[i].slip, sold_[i].slip)) {
                return "refused, and a receipt changed";
            }
        }
        return gave.refused == why ? std::nullopt
                                   : complaint{"refused as " + std::to_string(static_cast<int>(gave.refused)) +
                                               ", not as " + std::to_string(static_cast<int>(why))};
    }

    /// What was granted is in the balances, or in the books: earned is where it went.
    complaint conserved(const member_type& own, std::int64_t time) const {
        if constexpr (Shape::has_account) {
            const auto first = balances_of<unit::points>(programme_, own, instant{time});
            if (first.earned.minor_units() != gained_ || first.clawed_back.minor_units() != -lost_) {
                return "the books do not say what was granted and taken back";
            }
            for (const std::int64_t days : {0, 1, 17, 200, 4'000}) {
                const auto b = balances_of<unit::points>(programme_, own, instant{time + days * day_seconds});
                if (b.earned != b.pending + b.available + b.held + b.spent + b.expired + b.clawed_back - b.debt) {
                    return "earned is not where it went, " + std::to_string(days) + " days on";
                }
                for (const auto each : {b.pending, b.available, b.held, b.spent, b.expired, b.clawed_back, b.debt}) {
                    if (each.minor_units() < 0) {
                        return "a class of the balance is below zero";
                    }
                }
            }
        } else {
            bool right = true;
            for_each_balance(own, [&](std::size_t index, std::int64_t balance) {
                const auto found = granted_.find(index);
                right = right && balance == (found == granted_.end() ? 0 : found->second);
            });
            return right ? std::nullopt : complaint{"a balance is not the sum of what was granted"};
        }
        return std::nullopt;
    }

    template <class Use>
    static void for_each_balance(const member_type& own, Use use) {
        [&]<unit_type... Units>(detail::type_list<Units...>) {
            std::size_t index = 0;
            (use(index++, own.template balance<Units>().minor_units()), ...);
        }
        (typename programme_type::units_type{});
    }

    // Apply then void, in one step and in many ----------------------------------------------------------------------

    complaint void_at_once(const member_type& before, const sale& ticket, const receipt_type& slip,
                           std::uint64_t choice) {
        const event_key last{.id = ticket.id + 100, .time = ticket.time};
        member_type idle = before;
        apply(programme_, idle, time_passed{.id = last.id, .time = last.time});
        member_type voided = own_;
        receipt_type whole = slip;
        const outcome_type back = apply(programme_, voided, whole.returned(last));
        events_played += 2;
        if (!back.accepted()) {
            return "the void is refused: " + std::string{message(back.refused)};
        }
        if (complaint wrong = opposite(slip.earned, back, written_off(voided) - written_off(own_))) {
            return wrong;
        }
        if (complaint wrong = as_if_idle(voided, idle, ticket.time, back)) {
            return wrong;
        }
        return in_parts(ticket, slip, voided, last, choice);
    }

    /// What an account did not find at returns: it was not taken, so it stays granted.
    std::int64_t written_off(const member_type& own) const {
        if constexpr (Shape::has_account) {
            return balances_of<unit::points>(programme_, own, own.last_event()).shortfall.minor_units();
        } else {
            return 0;
        }
    }

    static complaint opposite(const outcome_type& earned, const outcome_type& back, std::int64_t lost) {
        std::map<std::size_t, std::int64_t> sums;
        for_each_granted(earned, [&](std::size_t index, std::int64_t granted) { sums[index] += granted; });
        for_each_granted(back, [&](std::size_t index, std::int64_t granted) { sums[index] += granted; });
        for (const auto& [index, sum] : sums) {
            if (sum != lost) {
                return "taken back is not what was earned, unit " + std::to_string(index) + ": " + std::to_string(sum);
            }
        }
        return std::nullopt;
    }

    complaint in_parts(const sale& ticket, const receipt_type& slip, const member_type& voided, event_key last,
                       std::uint64_t choice) {
        member_type own = own_;
        receipt_type part = slip;
        sale kept = ticket;
        std::map<std::size_t, std::int64_t> left;
        for_each_granted(slip.earned, [&](std::size_t index, std::int64_t granted) { left[index] = granted; });
        complaint beyond;
        for (std::uint64_t step = 1; step < 100 && !kept.lines.empty(); ++step) {
            choice = choice * 6364136223846793005u + 1442695040888963407u;
            const deed ways[]{deed::return_line, deed::return_pieces, deed::return_amount};
            sale rest =
                without_part(kept, ways[choice >> 40 & 1 ? 1 + (choice >> 50 & 1) : choice >> 45 & 1], choice >> 33);
            rest = step >= 6 ? sale{} : rest;
            const event_key event = rest.lines.empty() ? last : event_key{.id = ticket.id + step, .time = ticket.time};
            const outcome_type gave = return_down_to(part, rest, event, own);
            ++events_played;
            if (!gave.accepted()) {
                return "a part is refused: " + std::string{message(gave.refused)};
            }
            for_each_granted(gave, [&](std::size_t index, std::int64_t granted) {
                left[index] += granted;
                if (granted > 0 || left[index] < 0) {
                    beyond = "a part takes " + std::to_string(-granted) + " of unit " + std::to_string(index) +
                             ", and leaves " + std::to_string(left[index]);
                }
            });
            if (beyond) {
                return beyond;
            }
            kept = rest;
        }
        for (const auto& [index, rest] : left) {
            if (rest != written_off(own) - written_off(own_)) {
                return "the parts do not add up to what was earned, unit " + std::to_string(index);
            }
        }
        return same_after_parts(own, voided);
    }

    /// Sticky tiers remember by design what a part alone had reached.
    complaint same_after_parts(const member_type& own, const member_type& voided) const {
        const bool sticky = Shape::has_tiers && n_.returns == on_return::keeps_tier;
        const bool same = sticky ? policies_agree<1>(own, voided) : own == voided;
        return same ? std::nullopt : complaint{"returned in parts, the member is another than returned at once"};
    }

    template <std::size_t From>
    static bool policies_agree(const member_type& left, const member_type& right) {
        bool same = true;
        detail::for_each_index<programme_type::size>([&](auto index) {
            if constexpr (index >= From) {
                same = same && left.template policy<index>() == right.template policy<index>();
            }
        });
        for_each_balance_if_plain(left, [&](std::size_t index, std::int64_t balance) {
            for_each_balance_if_plain(
                right, [&](std::size_t other, std::int64_t its) { same = same && (index != other || balance == its); });
        });
        return same;
    }
    template <class Use>
    static void for_each_balance_if_plain(const member_type& own, Use use) {
        if constexpr (!Shape::has_account) {
            for_each_balance(own, use);
        }
    }

    complaint as_if_idle(const member_type& voided, const member_type& idle, instant time, const outcome_type&) const {
        if constexpr (Shape::has_account) {
            bool same = voided.template policy<1>() == idle.template policy<1>();
            if (n_.debt == debt_policy::only_pending) {
                return std::nullopt; // what can be spent stays with the member by design
            }
            for (const std::int64_t days : {0, 1, 17, 200}) {
                if (Shape::renews && days > 0) {
                    break; // the purchase was activity, and stays it
                }
                const instant as_of{time.seconds_since_epoch + days * day_seconds};
                const auto left = balances_of<unit::points>(programme_, voided, as_of);
                const auto right = balances_of<unit::points>(programme_, idle, as_of);
                same = same && left.pending == right.pending && left.available == right.available &&
                       left.held == right.held && left.spent == right.spent && left.expired == right.expired &&
                       left.debt == right.debt;
            }
            return same ? std::nullopt : complaint{"voided, the books are not those before the purchase"};
        } else {
            const bool sticky = Shape::has_tiers && n_.returns == on_return::keeps_tier;
            const bool same = sticky ? policies_agree<1>(voided, idle) : voided == idle;
            if (same) {
                return std::nullopt;
            }
            std::string others;
            detail::for_each_index<programme_type::size>([&](auto index) {
                const bool differs = !(voided.template policy<index>() == idle.template policy<index>());
                others += differs ? " " + std::to_string(std::size_t{index}) : "";
            });
            return "voided, the member is not the one before the purchase; policies that differ:" + others;
        }
    }

    // Laws of the whole stream ------------------------------------------------------------------------------------

    /// Everything comes back, from the last sale to the first or the other way round, some in two steps.
    complaint all_back() {
        member_type own = own_;
        std::vector<sold> receipts = sold_;
        std::map<std::size_t, std::int64_t> sums = granted_;
        event_key event{.id = own.clock().last_id, .time = own.last_event()};
        bool in_window = !late_;
        for (std::size_t i = 0; i < receipts.size(); ++i) {
            sold& each = receipts[n_.award[7] == 1 ? receipts.size() - 1 - i : i];
            in_window = in_window && !is_late(receipts, each.kept.time, event.time, period_unit::month);
            for (const deed what : {deed::return_line, deed::return_all}) {
                if (each.kept.lines.empty()) {
                    continue;
                }
                each.kept = without_part(each.kept, what, i);
                ++event.id;
                const outcome_type gave = return_down_to(each.slip, each.kept, event, own);
                ++events_played;
                if (!gave.accepted()) {
                    return "at the end a return is refused: " + std::string{message(gave.refused)};
                }
                for_each_granted(gave, [&](std::size_t index, std::int64_t granted) { sums[index] += granted; });
            }
        }
        return nothing_left(own, sums, in_window);
    }

    complaint nothing_left(const member_type& own, const std::map<std::size_t, std::int64_t>& sums,
                           bool in_window) const {
        for (const auto& [index, granted] : sums) {
            const std::int64_t sum = granted - written_off(own);
            // A bonus of a month that is no longer kept follows its own purchase alone, one of a rolling window is not
            // exact, and of a streak stays what later periods were built on.
            const bool by_month = Shape::has_tiers && is_one_of<marks<4>, marks<5>>(index);
            const bool may_remain = Shape::has_tiers && is_one_of<marks<8>, marks<9>, marks<11>>(index);
            if (sum < 0 || (sum > 0 && !may_remain && (in_window || !by_month))) {
                return "everything was returned, and of unit " + std::to_string(index) + " remains " +
                       std::to_string(sum);
            }
        }
        if constexpr (!Shape::has_account && !Shape::has_tiers) {
            const member_type fresh{};
            if (!policies_agree<0>(own, fresh)) {
                return "everything was returned, and a policy remembers";
            }
        }
        return std::nullopt;
    }

    /// Whether a unit is one of some.
    template <class... Some>
    static bool is_one_of(std::size_t unit_index) {
        bool found = false;
        [&]<unit_type... Units>(detail::type_list<Units...>) {
            std::size_t index = 0;
            ((found = found || (index == unit_index && detail::lists<Units, detail::type_list<Some...>>), ++index),
             ...);
        }
        (typename programme_type::units_type{});
        return found;
    }

    complaint batch() const {
        if constexpr (Shape::flat) {
            std::vector<purchase<currency::usd>> sent;
            for (const sale& each : tickets_) {
                as_sent<Shape>(each, [&](const auto& one) {
                    sent.push_back(one);
                    return 0;
                });
            }
            member_type single;
            for (const auto& each : sent) {
                apply(programme_, single, each);
            }
            member_type together[1]{};
            no_sink none{};
            apply_all(programme_, std::span<member_type>{together}, std::span<const purchase<currency::usd>>{sent},
                      none);
            events_played += 2 * sent.size();
            return single == together[0] ? std::nullopt : complaint{"a batch differs from its purchases one by one"};
        } else {
            return std::nullopt;
        }
    }

    // The fold over what was kept ---------------------------------------------------------------------------------

    complaint fold() const {
        if constexpr (!Shape::has_account && !Shape::has_tiers) {
            return fold_linear();
        } else {
            return std::nullopt;
        }
    }

    complaint fold_linear() const {
        cpp_int spent = 0;
        cpp_int by_purchase = 0;
        cpp_int by_line = 0;
        cpp_int back = 0;
        cpp_int visits = 0;
        cpp_int pieces = 0;
        for (const sold& each : sold_) {
            cpp_int sum = 0;
            cpp_rational share = 0;
            bool stamped = false;
            for (const sale_line& line : each.kept.lines) {
                const cpp_int net = line.net.minor_units();
                const ratio by = n_.rates[line.category == 1 ? 0 : 1];
                sum += net;
                by_line += support::rounded(value_of<2>(net), n_.mode[2]);
                share += cpp_rational{net * by.numerator, by.denominator};
                stamped = stamped || line.category == 1;
                pieces += Shape::flat ? 1 : line.quantity;
            }
            spent += sum;
            by_purchase += support::rounded(value_of<0>(sum), n_.mode[0]);
            back += support::rounded(share, n_.mode[7]);
            visits += stamped ? 1 : 0;
        }
        return compare(spent, by_purchase, by_line, back, visits, pieces);
    }

    template <std::size_t Which>
    cpp_rational value_of(const cpp_int& net) const {
        return cpp_rational{net * n_.award[Which], n_.per[Which]};
    }

    complaint compare(const cpp_int& spent, const cpp_int& by_purchase, const cpp_int& by_line, const cpp_int& back,
                      const cpp_int& visits, const cpp_int& pieces) const {
        const auto differs = [&]<int Which>(std::integral_constant<int, Which>, const cpp_int& wanted) {
            return cpp_int{own_.template balance<marks<Which>>().minor_units()} != wanted;
        };
        const auto& rest = detail::get<1>(own_.template policy<1>());
        const cpp_rational carried = value_of<1>(spent) - cpp_rational{rest.numerator, rest.denominator};
        const cpp_int times = spent / n_.per[3];
        const bool paid = spent >= n_.per[4] * 10;
        const auto& games = own_.template policy<6>();
        if (differs(std::integral_constant<int, 0>{}, by_purchase)) {
            return "points are not those of what was kept";
        }
        if (cpp_rational{own_.template balance<marks<1>>().minor_units()} != carried) {
            return "points and the carried rest are not what was kept";
        }
        if (is_path_free(n_.mode[1]) &&
            differs(std::integral_constant<int, 1>{}, support::rounded(value_of<1>(spent), above_zero(n_.mode[1])))) {
            return "points that carry are not those of what was kept";
        }
        if (differs(std::integral_constant<int, 2>{}, by_line)) {
            return "points by line are not those of what was kept";
        }
        if (differs(std::integral_constant<int, 3>{}, times * n_.award[3]) ||
            own_.template policy<3>().count.total() != spent % n_.per[3]) {
            return "a threshold is not that of what was kept";
        }
        if (differs(std::integral_constant<int, 4>{}, paid ? n_.award[4] : 0) ||
            own_.template policy<4>().count.total() != spent || own_.template policy<4>().paid != paid) {
            return "a threshold paid once is not that of what was kept";
        }
        if (differs(std::integral_constant<int, 6>{}, visits / n_.fields[0]) ||
            detail::get<0>(games).stamped != visits % n_.fields[0]) {
            return "a card of visits is not that of what was kept";
        }
        if (differs(std::integral_constant<int, 7>{}, pieces / n_.fields[1]) ||
            detail::get<1>(games).stamped != pieces % n_.fields[1]) {
            return "a card of pieces is not that of what was kept";
        }
        return cpp_int{own_.template balance<currency::usd>().minor_units()} == back
                   ? std::nullopt
                   : complaint{"cashback is not that of what was kept"};
    }

    /// Whether a mode gives a sum the same whole, however it came together.
    static bool is_path_free(rounding mode) {
        return mode != rounding::half_even && mode != rounding::half_odd && mode != rounding::zero_five_up;
    }

    /// The mode that does the same with values above zero, and that the oracle knows.
    static rounding above_zero(rounding mode) {
        return mode == rounding::half_ceiling ? rounding::half_up
               : mode == rounding::half_floor ? rounding::half_down
                                              : mode;
    }

    numbers n_;
    programme_type programme_;
    bool probes_;
    member_type own_{};
    std::vector<sold> sold_;
    std::vector<sale> tickets_;
    typename taken_list<programme_type, Shape::has_account>::type taken_;
    std::map<std::size_t, std::int64_t> granted_;
    std::int64_t gained_ = 0;
    std::int64_t lost_ = 0;
    bool late_ = false;         ///< something came back of a month whose count is no longer kept
    bool late_by_year_ = false; ///< or of such a year
};

// Playing -------------------------------------------------------------------------------------------------------------

template <class Shape>
complaint first_complaint(const numbers& n, const std::vector<act>& stream) {
    world<Shape> first{n, true};
    if (complaint wrong = first.run(stream)) {
        return wrong;
    }
    world<Shape> again{n, false};
    if (complaint wrong = again.run(stream)) {
        return wrong;
    }
    return first.state() == again.state() ? std::nullopt : complaint{"played again, the member is another"};
}

/// As few events, lines and cents as still break a law.
template <class Shape>
std::vector<act> shrunk(const numbers& n, std::vector<act> stream) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (std::size_t i = stream.size(); i-- > 0;) {
            std::vector<act> fewer = stream;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            if (first_complaint<Shape>(n, fewer)) {
                stream = fewer;
                smaller = true;
            }
        }
        for (act& one : stream) {
            for (std::size_t i = one.lines.size(); i-- > 0 && one.lines.size() > 1;) {
                const std::vector<sale_line> lines = one.lines;
                one.lines.erase(one.lines.begin() + static_cast<std::ptrdiff_t>(i));
                smaller = first_complaint<Shape>(n, stream).has_value() || smaller;
                one.lines = first_complaint<Shape>(n, stream) ? one.lines : lines;
            }
        }
    }
    return stream;
}

template <class Shape>
void play(std::uint64_t seed, std::size_t events) {
    source random{seed};
    const std::size_t begin = events_played;
    std::size_t programmes = 0;
    while (events_played - begin < events) {
        const numbers n = any_numbers(random);
        ++programmes;
        for (int members = 0; members < 8; ++members) {
            const std::vector<act> stream = any_stream(random, Shape::flat, Shape::has_account);
            if (first_complaint<Shape>(n, stream)) {
                const std::vector<act> few = shrunk<Shape>(n, stream);
                FAIL(std::string{Shape::name} << ": " << first_complaint<Shape>(n, few).value() << std::string{"\n"}
                                              << text_of(n) << text_of(few));
            }
        }
    }
    CHECK(events_played - begin >= events);
    MESSAGE(std::string{Shape::name} << ": " << programmes << " programmes, " << events_played - begin << " events");
}

std::uint64_t given_seed() {
    return support::seed_or(20250310);
}

} // namespace

TEST_SUITE("laws") {
    TEST_CASE("of policies that are a fold over what was kept") {
        const std::uint64_t seed = given_seed();
        play<linear_shape<false>>(seed, 400'000);
        play<linear_shape<true>>(seed, 200'000);
    }

    TEST_CASE("of tiers, windows, caps and streaks") {
        const std::uint64_t seed = given_seed();
        play<windowed_shape<calendar_window>>(seed, 300'000);
        play<windowed_shape<lifetime>>(seed, 100'000);
        play<windowed_shape<rolling_days<30>>>(seed, 100'000);
    }

    TEST_CASE("of accounts") {
        const std::uint64_t seed = given_seed();
        play<account_shape<never_expires>>(seed, 100'000);
        play<account_shape<expires_end_of_month<2>>>(seed, 150'000);
        play<account_shape<expires_end_of_month<1>, activates_after_days<14>>>(seed, 100'000);
        play<account_shape<expires_after_days<20>>>(seed, 100'000);
        play<account_shape<expires_on_inactivity>>(seed, 100'000);
    }
}
