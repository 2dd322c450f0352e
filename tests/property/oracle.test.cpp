// SPDX-License-Identifier: BSL-1.0
//
// Random programmes over random streams, against an oracle that derives each result from the member's whole history.
#include "../support/oracle.hpp"
#include "../support/marks.hpp"
#include "../support/random.hpp"

#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using support::cpp_int;
using support::mark;
using support::marks;
using support::numbers;
using support::oracle;
using support::sale;
using support::sale_line;
using usd = money<currency::usd>;
using rule = support::rule;
using source = support::random_source;

namespace {

usd cents(std::int64_t count) {
    return usd::from_minor_units(count);
}

ratio ratio_of(numbers::fraction from) {
    return {from.numerator, from.denominator};
}

period_unit unit_of(support::period from) {
    return static_cast<period_unit>(from);
}
static_assert(static_cast<int>(period_unit::day) == static_cast<int>(support::period::day));
static_assert(static_cast<int>(period_unit::week) == static_cast<int>(support::period::week));
static_assert(static_cast<int>(period_unit::month) == static_cast<int>(support::period::month));
static_assert(static_cast<int>(period_unit::quarter) == static_cast<int>(support::period::quarter));
static_assert(static_cast<int>(period_unit::year) == static_cast<int>(support::period::year));

auto points_of(const numbers& n) {
    return points{per_amount{mark<rule::with_tiers>(n.with_tiers.award), cents(n.with_tiers.per)},
                  round_off{n.with_tiers.mode},
                  multiply_by_tier{ratio_of(n.by_tier[0]), ratio_of(n.by_tier[1]), ratio_of(n.by_tier[2]),
                                   ratio_of(n.by_tier[3])},
                  multiply_by{ratio_of(n.in_store)}.when(store_is(n.store)),
                  round_off{n.last_mode},
                  add_bonus{mark<rule::with_tiers>(n.first_bonus)}.when(first_purchase()),
                  cap_at{mark<rule::with_tiers>(n.most)}};
}

auto capped_of(const numbers& n) {
    return points{per_amount{mark<rule::windowed>(n.windowed.award), cents(n.windowed.per)}, round_off{n.windowed.mode},
                  cap_at{mark<rule::windowed>(n.window_most), calendar_window{unit_of(n.window)},
                         n.rejects ? above_cap::reject : above_cap::clamp}};
}

auto cashback_of(const numbers& n) {
    return cashback{currency::usd{}, n.cashback_mode,
                    cashback_rate{ratio_of(n.rates[0])}
                        .on(category_is(n.rate_categories[0]))
                        .at_most(cents(n.rate_most[0]), calendar_window{unit_of(n.rate_windows[0])}),
                    cashback_rate{ratio_of(n.rates[1])}
                        .on(category_is(n.rate_categories[1]))
                        .at_most(cents(n.rate_most[1]), calendar_window{unit_of(n.rate_windows[1])}),
                    cashback_rate{ratio_of(n.rates[2])}};
}

auto games_of(const numbers& n) {
    return gamified{streak<calendar_window{period_unit::day}>{n.day_streak}
                        .when(store_is(n.streak_store))
                        .awards(mark<rule::day_streak>(1)),
                    streak<calendar_window{period_unit::week}>{n.week_streak}
                        .when(store_is(n.streak_store))
                        .awards(mark<rule::week_streak>(1)),
                    streak<calendar_window{period_unit::month}>{n.month_streak}
                        .when(store_is(n.streak_store))
                        .awards(mark<rule::month_streak>(1)),
                    streak<calendar_window{period_unit::week}>{n.forgiving_streak}
                        .forgiving(n.misses)
                        .when(store_is(n.streak_store))
                        .awards(mark<rule::forgiving_streak>(1)),
                    stamp_card{n.visits_card}.on(category_is(n.visits_category)).awards(mark<rule::visits_card>(1)),
                    stamp_card{n.pieces_card}.of(quantity{}).awards(mark<rule::pieces_card>(1))};
}

/// The library's programme with these numbers.
auto programme_of(const numbers& n) {
    const terms<dates::fixed_offset> frame{
        .name = "random",
        .valid = {instant{n.valid_from}, instant{n.valid_until}},
        .calendar = {dates::fixed_offset{static_cast<std::int32_t>(n.offset_seconds)},
                     static_cast<std::int32_t>(n.day_start_seconds)}};
    return programme{
        frame,
        tiered{cents(n.tiers[0]), cents(n.tiers[1]), cents(n.tiers[2])}.held_for(n.held_for).crossing(n.crossing),
        points_of(n),
        points{
            per_amount{mark<rule::carried>(n.carried.award), cents(n.carried.per)}.on(category_is(n.carried_category)),
            multiply_by{ratio_of(n.carried_factor)}, round_off_carrying{n.carried.mode}},
        capped_of(n),
        points{each_line{per_amount{mark<rule::by_line>(n.by_line.award), cents(n.by_line.per)},
                         round_off{n.by_line.mode}}},
        cashback_of(n),
        spend_threshold{mark<rule::lifetime_every>(n.lifetime_every.award), every(cents(n.lifetime_every.at))},
        spend_threshold{mark<rule::month_every_dropping>(n.month_every_dropping.award),
                        every(cents(n.month_every_dropping.at))}
            .within(calendar_window{period_unit::month})
            .dropping(),
        spend_threshold{mark<rule::once_a_quarter>(n.once_a_quarter.award), once(cents(n.once_a_quarter.at))}.within(
            calendar_window{period_unit::quarter}),
        spend_threshold{mark<rule::basket_every>(n.basket_every.award), every(cents(n.basket_every.at))}.within(
            one_basket{}),
        spend_threshold{mark<rule::once>(n.once.award), once(cents(n.once.at))},
        spend_threshold{mark<rule::year_every>(n.year_every.award), every(cents(n.year_every.at))}
            .within(calendar_window{})
            .on(category_is(n.year_category)),
        games_of(n)};
}

using library_programme = decltype(programme_of(numbers{}));

rounding any_rounding(source& random) {
    return random.any_of({rounding::floor, rounding::ceiling, rounding::half_up, rounding::half_down,
                          rounding::half_even, rounding::up, rounding::down});
}

numbers::earning any_earning(source& random) {
    return {random.from_to(1, 9), random.any_of<std::int64_t>({1, 7, 30, 100, 100, 100, 250, 999, 10'000}),
            any_rounding(random)};
}

numbers::fraction any_fraction(source& random) {
    return {random.from_to(0, 12), random.from_to(1, 8)};
}

numbers::threshold any_threshold(source& random) {
    return {random.from_to(1, 500), random.any_of<std::int64_t>({1, 100, 999, 5'000, 25'000, 100'000})};
}

constexpr std::int64_t day_seconds = 86'400;
constexpr std::int64_t begin_seconds = 1'577'836'800; // 2020-01-01

numbers any_numbers(source& random) {
    numbers n;
    n.offset_seconds = random.any_of<std::int64_t>({0, 0, 3'600, -18'000, 19'800, 45'900, -43'200});
    n.day_start_seconds = random.any_of<std::int64_t>({0, 0, 18'000, 86'399});
    n.valid_from = begin_seconds;
    n.valid_until = begin_seconds + random.any_of<std::int64_t>({2'000, 4'000}) * day_seconds;
    n.tiers[0] = random.any_of<std::int64_t>({1, 5'000, 35'000});
    n.tiers[1] = n.tiers[0] + random.any_of<std::int64_t>({1, 10'000, 65'000});
    n.tiers[2] = n.tiers[1] + random.from_to(1, 100'000);
    n.held_for = static_cast<int>(random.from_to(0, 2));
    n.crossing = random.any_of({earns_at::old_rate, earns_at::new_rate, earns_at::split});
    n.with_tiers = any_earning(random);
    for (numbers::fraction& factor : n.by_tier) {
        factor = any_fraction(random);
    }
    n.store = static_cast<std::uint32_t>(random.from_to(0, 2));
    n.in_store = any_fraction(random);
    n.last_mode = any_rounding(random);
    n.first_bonus = random.from_to(1, 100);
    n.most = n.with_tiers.award + random.any_of<std::int64_t>({0, 50, 5'000, 1'000'000'000});
    n.carried = any_earning(random);
    n.carried_category = static_cast<std::uint32_t>(random.from_to(0, 3));
    n.carried_factor = any_fraction(random);
    n.windowed = any_earning(random);
    n.window_most = n.windowed.award + random.any_of<std::int64_t>({0, 20, 500, 100'000});
    n.window = static_cast<support::period>(random.from_to(0, 4));
    n.rejects = random.one_in(4);
    n.by_line = any_earning(random);
    n.cashback_mode = any_rounding(random);
    for (numbers::fraction& share : n.rates) {
        share = {random.from_to(0, 250), random.any_of<std::int64_t>({100, 200, 1'000, 333})};
    }
    for (std::size_t i = 0; i < 2; ++i) {
        n.rate_categories[i] = static_cast<std::uint32_t>(random.from_to(0, 3));
        n.rate_most[i] = random.any_of<std::int64_t>({1, 37, 600, 100'000});
        n.rate_windows[i] = static_cast<support::period>(random.from_to(0, 4));
    }
    for (numbers::threshold* each :
         {&n.lifetime_every, &n.month_every_dropping, &n.once_a_quarter, &n.basket_every, &n.once, &n.year_every}) {
        *each = any_threshold(random);
    }
    n.year_category = static_cast<std::uint32_t>(random.from_to(0, 3));
    n.day_streak = static_cast<int>(random.from_to(2, 4));
    n.week_streak = static_cast<int>(random.from_to(2, 5));
    n.month_streak = static_cast<int>(random.from_to(2, 3));
    n.forgiving_streak = static_cast<int>(random.from_to(2, 5));
    n.misses = static_cast<int>(random.from_to(0, n.forgiving_streak - 1));
    n.streak_store = static_cast<std::uint32_t>(random.from_to(0, 1));
    n.visits_card = static_cast<int>(random.from_to(1, 5));
    n.visits_category = static_cast<std::uint32_t>(random.from_to(0, 3));
    n.pieces_card = static_cast<int>(random.any_of<std::int64_t>({1, 2, 10, 255}));
    return n;
}

/// From here on a product may pass 64 bits, and so may a sum over some purchases: the library may then refuse one as too
/// large that unbounded numbers can hold. What it accepts must be right all the same.
constexpr std::int64_t large_cents = 1'000'000'000'000'000;

std::int64_t any_cents(source& random) {
    switch (random.from_to(0, 9)) {
    case 0:
        return 0;
    case 1:
        return random.from_to(1, 10);
    case 2:
        return random.any_of<std::int64_t>({50, 99, 100, 5'000, 25'000, 35'000, 65'000, 100'000});
    case 3:
        return random.from_to(1, 1'000'000'000'000); // ten thousand millions
    case 4:
        return random.one_in(30) ? random.from_to(large_cents, INT64_MAX / 2) : 1'000;
    default:
        return random.from_to(1, 30'000);
    }
}

/// One in twelve is bad on purpose.
sale any_sale(source& random, std::int64_t time, std::uint64_t id) {
    sale one{id, instant{time}, static_cast<std::uint32_t>(random.from_to(0, 1)), {}};
    const std::int64_t count = random.one_in(3) ? random.from_to(1, 5) : 1;
    for (std::int64_t i = 0; i < count; ++i) {
        one.lines.push_back({static_cast<std::uint32_t>(random.from_to(0, 3)),
                             random.one_in(4) ? random.from_to(1, 300) : 1, cents(any_cents(random))});
    }
    if (random.one_in(12)) {
        sale_line& last = one.lines.back();
        switch (random.from_to(0, 7)) {
        case 0:
            one.lines.clear();
            break;
        case 1:
            last.quantity = 0;
            break;
        case 2:
            last.quantity = -random.from_to(1, 9);
            break;
        case 3:
            last.net = cents(-random.from_to(1, 9'999));
            break;
        case 4:
            last.net = usd::largest();
            one.lines.push_back({0, 1, cents(random.from_to(1, 5))});
            break;
        case 5:
            one.time = instant{time - random.from_to(1, 90) * 10'000};
            break;
        case 6:
            one.id = random.one_in(2) ? id - 1 : id;
            break;
        default:
            one.time = instant{random.one_in(2) ? begin_seconds - 1 : begin_seconds + 4'000 * day_seconds};
            break;
        }
    }
    return one;
}

std::vector<sale> any_stream(source& random) {
    std::vector<sale> stream;
    std::int64_t time = begin_seconds + random.from_to(0, 1'000) * day_seconds;
    const std::int64_t pace = random.any_of<std::int64_t>({1, 3, 7, 30, 150});
    const std::int64_t count = random.from_to(1, 24);
    for (std::int64_t i = 0; i < count; ++i) {
        time += random.one_in(5) ? 0 : random.from_to(0, pace * day_seconds);
        stream.push_back(any_sale(random, time, 10 + 2 * static_cast<std::uint64_t>(i)));
        if (random.one_in(20)) {
            stream.push_back(stream.back());
        }
    }
    return stream;
}

template <rule... Rules>
std::optional<std::string> difference(const outcome_of<library_programme>& gave, support::expected& wanted,
                                      std::integer_sequence<rule, Rules...>) {
    std::ostringstream text;
    const auto compare = [&](const char* what, const auto& library, const auto& expected) {
        if (cpp_int{library} != cpp_int{expected}) {
            text << what << ": the library says " << library << ", the oracle " << expected << '\n';
        }
    };
    compare("reason", static_cast<int>(gave.refused), static_cast<int>(wanted.refused));
    if (wanted.refused == reason::none) {
        compare("tier told", unsigned{gave.tier_told}, wanted.tiers[0]);
        compare("tier before", unsigned{gave.tier_before}, wanted.tiers[1]);
        compare("tier after", unsigned{gave.tier_after}, wanted.tiers[2]);
        const auto granted = [&]<rule Rule>(std::integral_constant<rule, Rule>) {
            using unit = std::conditional_t<Rule == rule::cashback, currency::usd, marks<Rule>>;
            compare(support::rule_names[static_cast<std::size_t>(Rule)], gave.granted<unit>().minor_units(),
                    wanted[Rule]);
        };
        (granted(std::integral_constant<rule, Rules>{}), ...);
    }
    const std::string found = text.str();
    return found.empty() ? std::nullopt : std::optional{found};
}

template <std::size_t... Index>
constexpr auto rules_up_to(std::index_sequence<Index...>) {
    return std::integer_sequence<rule, static_cast<rule>(Index)...>{};
}
constexpr auto all_rules = rules_up_to(std::make_index_sequence<static_cast<std::size_t>(rule::count)>{});

bool is_large(const sale& one) {
    return std::any_of(one.lines.begin(), one.lines.end(),
                       [](const sale_line& line) { return line.net.minor_units() >= large_cents; });
}

/// What is wrong with the first event that differs, or nothing.
std::optional<std::string> first_difference(const numbers& n, const std::vector<sale>& stream) {
    const auto library = programme_of(n);
    if (library.problem().sentence != nullptr) {
        return std::string{"the programme is refused: "} + library.problem().sentence;
    }
    oracle book{n};
    member<library_programme> anna;
    bool large = false;
    std::array<cpp_int, 3> held{}; // of three units, from the first event on
    for (std::size_t i = 0; i < stream.size(); ++i) {
        const member<library_programme> before = anna;
        const auto gave = apply(library, anna, stream[i]);
        support::expected wanted = book.judge(stream[i]);
        large = large || is_large(stream[i]);
        if (gave.refused == reason::amount_overflow && large) {
            wanted.refused = reason::amount_overflow;
        }
        if (gave.refused == reason::cap_reached && n.rejects && wanted.refused == reason::amount_overflow) {
            wanted.refused = reason::cap_reached; // both are true
        }
        if (auto found = difference(gave, wanted, all_rules)) {
            return "event " + std::to_string(i) + "\n" + *found;
        }
        if (!gave.accepted()) {
            if (!(anna == before)) {
                return "event " + std::to_string(i) + ": refused, and the member changed\n";
            }
            continue;
        }
        book.keep(stream[i]);
        held[0] += wanted[rule::with_tiers];
        held[1] += wanted[rule::cashback];
        held[2] += wanted[rule::pieces_card];
        if (held[0] != anna.balance<marks<rule::with_tiers>>().minor_units() ||
            held[1] != anna.balance<currency::usd>().minor_units() ||
            held[2] != anna.balance<marks<rule::pieces_card>>().minor_units()) {
            return "event " + std::to_string(i) + ": a balance is not the sum of what was granted\n";
        }
    }
    return std::nullopt;
}

/// As few events and lines as still differ.
std::vector<sale> shrunk(const numbers& n, std::vector<sale> stream) {
    for (bool smaller = true; smaller;) {
        smaller = false;
        for (std::size_t i = stream.size(); i-- > 0;) {
            std::vector<sale> fewer = stream;
            fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
            if (first_difference(n, fewer)) {
                stream = fewer;
                smaller = true;
            }
        }
        for (sale& one : stream) {
            for (std::size_t i = one.lines.size(); i-- > 0 && one.lines.size() > 1;) {
                const std::vector<sale_line> lines = one.lines;
                one.lines.erase(one.lines.begin() + static_cast<std::ptrdiff_t>(i));
                if (first_difference(n, stream)) {
                    smaller = true;
                } else {
                    one.lines = lines;
                }
            }
        }
    }
    return stream;
}

std::string text_of(const numbers& n) {
    std::ostringstream text;
    const auto earning = [&](const char* name, const numbers::earning& e) {
        text << name << ' ' << e.award << " per " << e.per << " rounding " << static_cast<int>(e.mode) << '\n';
    };
    const auto fraction = [](const numbers::fraction& f) {
        return std::to_string(f.numerator) + "/" + std::to_string(f.denominator) + " ";
    };
    const auto threshold = [&](const char* name, const numbers::threshold& t) {
        text << name << ' ' << t.award << " at " << t.at << '\n';
    };
    text << "offset " << n.offset_seconds << " day start " << n.day_start_seconds << " valid " << n.valid_from << " to "
         << n.valid_until << "\ntiers " << n.tiers[0] << ' ' << n.tiers[1] << ' ' << n.tiers[2] << " held "
         << n.held_for << " crossing " << static_cast<int>(n.crossing) << '\n';
    earning("with tiers", n.with_tiers);
    text << "  by tier ";
    for (const numbers::fraction& each : n.by_tier) {
        text << fraction(each);
    }
    text << "store " << n.store << " times " << fraction(n.in_store) << "rounding " << static_cast<int>(n.last_mode)
         << " first " << n.first_bonus << " most " << n.most << '\n';
    earning("carried", n.carried);
    text << "  category " << n.carried_category << " times " << fraction(n.carried_factor) << '\n';
    earning("windowed", n.windowed);
    text << "  most " << n.window_most << " in " << static_cast<int>(n.window) << " rejects " << n.rejects << '\n';
    earning("by line", n.by_line);
    text << "cashback rounding " << static_cast<int>(n.cashback_mode);
    for (std::size_t i = 0; i < 2; ++i) {
        text << ", " << fraction(n.rates[i]) << "on " << n.rate_categories[i] << " at most " << n.rate_most[i] << " in "
             << static_cast<int>(n.rate_windows[i]);
    }
    text << ", " << fraction(n.rates[2]) << '\n';
    threshold("lifetime every", n.lifetime_every);
    threshold("month every, dropping", n.month_every_dropping);
    threshold("once a quarter", n.once_a_quarter);
    threshold("basket every", n.basket_every);
    threshold("once", n.once);
    threshold("year every", n.year_every);
    text << "  category " << n.year_category << "\nstreaks " << n.day_streak << ' ' << n.week_streak << ' '
         << n.month_streak << ' ' << n.forgiving_streak << " misses " << n.misses << " store " << n.streak_store
         << "\ncards " << n.visits_card << " category " << n.visits_category << ", " << n.pieces_card << '\n';
    return text.str();
}

std::string text_of(const std::vector<sale>& stream) {
    std::ostringstream text;
    for (const sale& one : stream) {
        text << "id " << one.id << " time " << one.time.seconds_since_epoch << " store " << one.store << ':';
        for (const sale_line& line : one.lines) {
            text << " [category " << line.category << " quantity " << line.quantity << " cents "
                 << line.net.minor_units() << ']';
        }
        text << '\n';
    }
    return text.str();
}

} // namespace

/// A build with sanitizers takes many times as long for an event.
#if defined(LOYALTY_TEST_SANITIZES)
constexpr std::size_t most_events = 30'000;
#else
constexpr std::size_t most_events = 300'000;
#endif

TEST_CASE("random programmes give what the oracle derives from the history") {
    source random{support::seed_or(20241231)};
    std::size_t events = 0;
    std::size_t programmes = 0;
    while (events < most_events) {
        const numbers n = any_numbers(random);
        ++programmes;
        for (int members = 0; members < 8; ++members) {
            const std::vector<sale> stream = any_stream(random);
            events += stream.size();
            if (first_difference(n, stream)) {
                const std::vector<sale> few = shrunk(n, stream);
                FAIL(first_difference(n, few).value() << text_of(n) << text_of(few));
            }
        }
    }
    CHECK(events >= most_events);
    MESSAGE(programmes << " programmes, " << events << " events");
}
