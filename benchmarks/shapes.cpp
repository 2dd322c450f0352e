// SPDX-License-Identifier: BSL-1.0

// Cost against the shape of the work:
//
// - `members`: W5 with a million events over a hundred to a million members.
// - `skew`: W5 with members drawn by Zipf's law beside members drawn evenly.
// - `selectivity`: eight rules that match 1 % to 100 % of events.
// - `basket`: baskets of 1 to 64 lines.

#include "bench.hpp"
#include "by_hand.hpp"

#include <algorithm>
#include <memory>
#include <numeric>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::extensions;
using bench::totals;
using by_hand::day_fields;
using record_span = std::span<const w5::record>;
using framed = terms<utc, identity::by_time>;
using work_type = bench::workload<w5::record>;

/// Streams live as long as the programme.
template <class Record>
std::span<const Record> keep(std::vector<Record> records) {
    static std::vector<std::unique_ptr<std::vector<Record>>> all;
    return *all.emplace_back(std::make_unique<std::vector<Record>>(std::move(records)));
}

// ---------------------------------------------------------------------------------------------------------------------
// W5 over other streams.

template <std::size_t LookAhead>
totals w5_by_hand(std::span<w5::by_hand::state> members, record_span stream) {
    const w5::sums sum = w5::by_hand::run<LookAhead>(members, stream);
    return {sum.points, sum.cashback_cents, sum.stamps, sum.badges, sum.tier_events, 0};
}

void add_w5(const work_type& work) {
    bench::add_by_hand<w5::by_hand::state>(work, "by_hand", w5_by_hand<24>);
    bench::add_by_hand<w5::by_hand::state>(work, "by_hand_no_look_ahead", w5_by_hand<0>);
    bench::add_form(work, "lifted", lifted<w5::rules>);
    bench::add_form(work, "lifted_no_look_ahead", lifted<w5::rules>, 0);
}

/// Draws numbers below `size` by Zipf's law with exponent one, in integers alone: the weight of rank k is 2^40 / k.
class zipf {
public:
    explicit zipf(std::size_t size) : sums_(size) {
        std::uint64_t sum = 0;
        for (std::size_t rank = 1; rank <= size; ++rank) {
            sum += (std::uint64_t{1} << 40) / rank;
            sums_[rank - 1] = sum;
        }
        // Neighbours in rank shall not be neighbours in memory. The step and the size have no common factor.
        step_ = 2'654'435'761u % size;
        while (std::gcd(step_, size) != 1) {
            ++step_;
        }
    }

    [[nodiscard]] std::uint32_t operator()(std::uint64_t random) const {
        const std::uint64_t at = w5::high_product(random, sums_.back());
        const auto found = std::upper_bound(sums_.begin(), sums_.end(), at);
        const auto rank = static_cast<std::uint64_t>(found - sums_.begin());
        return static_cast<std::uint32_t>(rank * step_ % sums_.size());
    }

private:
    std::vector<std::uint64_t> sums_;
    std::uint64_t step_ = 1;
};

std::vector<w5::record> skewed(std::size_t count, std::size_t members) {
    std::vector<w5::record> records = w5::stream(count, members);
    const zipf draw{members};
    w5::split_mix_64 random{7};
    for (w5::record& each : records) {
        each.member = draw(random());
    }
    return records;
}

void add_members_and_skew() {
    for (const std::size_t count : {100u, 1'000u, 10'000u, 100'000u, 1'000'000u}) {
        const std::size_t members = bench::members(count);
        add_w5({"members", std::to_string(count), members, keep(w5::stream(bench::events(1'000'000), members))});
    }
    for (const std::size_t count : {20'000u, 1'000'000u}) {
        const std::size_t members = bench::members(count);
        const std::string name = count == 20'000u ? "20k_members" : "1M_members";
        add_w5({"skew", "even_" + name, members, keep(w5::stream(bench::events(1'000'000), members))});
        add_w5({"skew", "zipf_" + name, members, keep(skewed(bench::events(1'000'000), members))});
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Selectivity.

/// Matches `share` of a hundred categories, beginning with `from`. A predicate of one's own.
struct in_share {
    using is_predicate = void;
    std::uint32_t from = 0;
    std::uint32_t share = 0;

    [[nodiscard]] static constexpr bool matches(std::uint32_t category, std::uint32_t from,
                                                std::uint32_t share) noexcept {
        return category - from + (category < from ? 100u : 0u) < share;
    }
    template <class Line, class Visit>
    [[nodiscard]] constexpr bool operator()(const Line& line, const Visit&) const noexcept {
        return matches(line.category, from, share);
    }
};

inline constexpr std::size_t selective_rules = 8;

template <std::uint32_t Share>
constexpr auto selective = []<std::size_t... Rule>(std::index_sequence<Rule...>) {
    return programme{
        framed{},
        points{per_amount{amount<unit::points>::from_minor_units(1 + static_cast<std::int64_t>(Rule)), 1_usd}.on(
                   in_share{static_cast<std::uint32_t>(12 * Rule), Share}),
               round_off{rounding::floor}}...};
}
(std::make_index_sequence<selective_rules>{});

using by_hand::common_state;

template <std::uint32_t Share, std::size_t... Rule>
totals selective_by_hand(std::span<common_state> members, record_span stream, std::index_sequence<Rule...>) {
    return by_hand::drive<false>(
        members, stream, [](common_state& own, const w5::record& event, const day_fields&, totals& sum) {
            bool fits = true;
            std::int64_t points = 0;
            const auto rule = [&](std::uint32_t from, std::int64_t award) __attribute__((always_inline)) {
                if (in_share::matches(event.category, from, Share)) {
                    std::int64_t exact = 0;
                    fits = !__builtin_mul_overflow(event.cents, award, &exact) && fits;
                    fits = !__builtin_add_overflow(points, w5::by_hand::quotient(exact, 100), &points) && fits;
                }
            };
            (rule(static_cast<std::uint32_t>(12 * Rule), 1 + static_cast<std::int64_t>(Rule)), ...);
            return by_hand::give(own.points, sum.points, points) && fits;
        });
}

template <std::uint32_t Share>
void add_share(record_span stream) {
    const work_type work{"selectivity", std::to_string(Share), bench::members(20'000), stream};
    bench::add_by_hand<common_state>(work, "by_hand", [](auto members, record_span events) {
        return selective_by_hand<Share>(members, events, std::make_index_sequence<selective_rules>{});
    });
    bench::add_all_forms<selective<Share>>(work);
}

void add_selectivity() {
    std::vector<w5::record> records = w5::stream(bench::events(200'000), bench::members(20'000));
    w5::split_mix_64 random{11};
    for (w5::record& each : records) {
        each.category = static_cast<std::uint32_t>(w5::high_product(random(), 100));
    }
    const record_span stream = keep(std::move(records));
    add_share<1>(stream);
    add_share<5>(stream);
    add_share<10>(stream);
    add_share<25>(stream);
    add_share<50>(stream);
    add_share<75>(stream);
    add_share<90>(stream);
    add_share<100>(stream);
}

// ---------------------------------------------------------------------------------------------------------------------
// Baskets.

using usd_line = basket_line<currency::usd>;
using usd_basket = basket<currency::usd>;
using basket_span = std::span<const usd_basket>;

/// Points of the basket without category 3; points of each line, three times in category 4; money back by two rates.
constexpr programme basket_rules{
    points{per_amount{1_points, 1_usd}.on(!category_is(3u)), round_off{rounding::floor}},
    points{each_line{per_amount{1_points, 1_usd}, multiply_by{3_x}.when(category_is(4u)), round_off{rounding::floor}}},
    cashback{currency::usd{}, rounding::half_even, cashback_rate{5_pct}.on(category_is(7u)), cashback_rate{1.5_pct}}};

struct basket_state : common_state {
    std::uint64_t last_id = 0;
    std::int64_t cents = 0;
};

totals basket_by_hand(std::span<basket_state> members, basket_span stream) {
    return by_hand::drive<false>(
        members, stream, [](basket_state& own, const usd_basket& event, const day_fields&, totals& sum) {
            bool fits = !event.lines.empty() && event.lines.size() <= most_lines;
            std::int64_t counted = 0;
            std::int64_t by_line = 0;
            std::int64_t special = 0;
            std::int64_t rest = 0;
            for (const usd_line& line : event.lines) {
                const std::int64_t cents = line.net.minor_units();
                fits = cents >= 0 && line.quantity > 0 && line.tax.minor_units() >= 0 &&
                       line.discount.minor_units() >= 0 && fits;
                const std::int64_t goods = line.component == component::goods ? cents : 0;
                std::int64_t exact = 0;
                fits = !__builtin_mul_overflow(goods, line.category == 4 ? 3 : 1, &exact) && fits;
                fits = !__builtin_add_overflow(by_line, w5::by_hand::quotient(exact, 100), &by_line) && fits;
                fits = !__builtin_add_overflow(counted, line.category == 3 ? 0 : goods, &counted) && fits;
                fits = !__builtin_add_overflow(special, line.category == 7 ? goods : 0, &special) && fits;
                fits = !__builtin_add_overflow(rest, line.category == 7 ? 0 : goods, &rest) && fits;
            }
            std::int64_t back = 0;
            fits = !__builtin_mul_overflow(special, 50, &special) && fits;
            fits = !__builtin_mul_overflow(rest, 15, &rest) && fits;
            fits = !__builtin_add_overflow(special, rest, &back) && fits;
            own.last_id = event.id;
            fits = by_hand::give(own.cents, sum.cashback, by_hand::half_even<1000>(back)) && fits;
            return by_hand::give(own.points, sum.points, w5::by_hand::quotient(counted, 100) + by_line) && fits;
        });
}

void add_baskets() {
    const std::size_t members = bench::members(20'000);
    for (const std::size_t size : {1u, 4u, 16u, 64u}) {
        const std::size_t count = bench::events(size == 1u ? 200'000u : 400'000u / size);
        w5::generator next{count, members};
        w5::split_mix_64 random{13};
        std::vector<usd_line> lines(count * size);
        std::vector<usd_basket> baskets(count);
        for (std::size_t i = 0; i < count; ++i) {
            const w5::record at = next();
            for (std::size_t k = 0; k < size; ++k) {
                usd_line& each = lines[i * size + k];
                each.net = money<currency::usd>::from_minor_units(w5::draw_cents(random()));
                each.category = static_cast<std::uint32_t>(random() >> 60);
                each.component = random() >> 60 == 0 ? component::shipping : component::goods;
            }
            baskets[i].id = i + 1;
            baskets[i].member = at.member;
            baskets[i].time = instant{at.time};
        }
        const std::span<const usd_line> kept = keep(std::move(lines));
        for (std::size_t i = 0; i < count; ++i) {
            baskets[i].lines = kept.subspan(i * size, size);
        }
        const bench::workload<usd_basket> work{"basket", std::to_string(size), members, keep(std::move(baskets))};
        bench::add_by_hand<basket_state>(work, "by_hand", basket_by_hand);
        bench::add_all_forms<basket_rules>(work);
    }
}

} // namespace

int main(int argc, char** argv) {
    return bench::main(argc, argv, [] {
        add_members_and_skew();
        add_selectivity();
        add_baskets();
    });
}
