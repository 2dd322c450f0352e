// SPDX-License-Identifier: BSL-1.0
//
// Random baskets through a programme whose rules have random numbers, and random partitions and orders of their returns, by
// shares and re-evaluated. The shares are those of a slow division with Boost's rational numbers; what goes back with a piece is
// popped from a list of pieces. Laws: the shares sum to what was earned, the refunds to what was paid, nothing comes back
// twice, a return that re-evaluates takes what the rest does not earn, and whoever returns everything is as if nothing had been
// bought.
#include "../support/marks.hpp"
#include "../support/random.hpp"

#include <loyalty/engine/sale_record.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/encoding.hpp>

#include <boost/multiprecision/cpp_int.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <type_traits>
#include <vector>

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::extensions;
using namespace loyalty::criteria;
using namespace loyalty::choices;
using namespace loyalty::effects;
using namespace loyalty::streams;
using namespace loyalty::arithmetic;

namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;
using usd = money<currency::usd>;
using source = support::random_source;
using support::mark;
using support::marks;
using goods = basket<currency::usd>;
using item = basket_line<currency::usd>;

usd cents(std::int64_t count) {
    return usd::from_minor_units(count);
}

constexpr std::size_t most_lines_of_sale = 6;
constexpr instant begin{1'735'732'800}; // 2025-01-01T12:00

/// The numbers of the rules.
struct numbers {
    std::int64_t per = 100;
    std::int64_t award = 1;
    std::int64_t threshold = 5'000;
    std::int64_t fields = 5;
    ratio rates[2]{};
};

auto rules_of(const numbers& n) {
    return programme{
        tiered{cents(2 * n.threshold)}.within(calendar_window{period_unit::year}).returning(on_return::loses_tier),
        points{per_amount{mark<0>(n.award), cents(n.per)}, multiply_by_tier{1_x, 2_x}, round_off{rounding::half_up}},
        points{per_unit{mark<1>(n.award)}.on(category_is(1u))},
        points{per_visit{mark<2>(100 * n.award + 1)}},
        spend_threshold{mark<3>(17 * n.award), every(cents(n.threshold))}.within(lifetime{}).on(category_is(2u)),
        spend_threshold{mark<4>(1'000), once(cents(3 * n.threshold))}.within(
            campaign{{"2025-01-01"_date, "2026-01-01"_date}}),
        stamp_card{static_cast<std::int32_t>(n.fields)}.of(quantity{}).awards(mark<5>(7)),
        points{per_amount{mark<6>(3), cents(n.per)}, round_off{rounding::floor},
               cap_at{mark<6>(200), calendar_window{period_unit::year}}},
        cashback{currency::usd{}, rounding::half_even, cashback_rate{n.rates[0]}.on(category_is(1u)),
                 cashback_rate{n.rates[1]}}};
}
using rules_type = decltype(rules_of(numbers{}));
using share_type = share_of<rules_type>;
using slip_type = sale_record<rules_type, currency::usd, most_lines_of_sale>;

/// What no policy corrects by a count, so that a return by shares takes exactly the share.
template <class Unit>
constexpr bool is_corrected =
    std::is_same_v<Unit, marks<3>> || std::is_same_v<Unit, marks<4>> || std::is_same_v<Unit, marks<5>>;

// The slow division ---------------------------------------------------------------------------------------------------

std::int64_t of_goods(const item& each, std::int64_t value) {
    return each.component == component::goods ? value : 0;
}

/// What a line weighs in the award of a unit, by the words of the documentation.
template <class Unit>
cpp_rational weight(const numbers& n, const item& each) {
    const std::int64_t net = of_goods(each, each.net.minor_units());
    if constexpr (std::is_same_v<Unit, marks<1>>) {
        return each.category == 1 ? of_goods(each, each.quantity) : 0;
    } else if constexpr (std::is_same_v<Unit, marks<3>>) {
        return each.category == 2 ? net : 0;
    } else if constexpr (std::is_same_v<Unit, marks<5>>) {
        return of_goods(each, each.quantity);
    } else if constexpr (std::is_same_v<Unit, currency::usd>) {
        const ratio by = n.rates[each.category == 1 ? 0 : 1];
        return cpp_rational{cpp_int{net} * by.numerator, by.denominator};
    } else {
        return net;
    }
}

std::vector<std::int64_t> largest_remainders(std::int64_t total, std::vector<cpp_rational> weights) {
    cpp_rational sum = 0;
    for (const cpp_rational& each : weights) {
        sum += each;
    }
    std::vector<std::int64_t> shares;
    std::vector<cpp_rational> fractions;
    std::int64_t left = total;
    for (const cpp_rational& each : weights) {
        const cpp_rational exact = cpp_rational{total} * each / sum;
        const cpp_int whole = numerator(exact) / denominator(exact);
        shares.push_back(static_cast<std::int64_t>(whole));
        fractions.push_back(exact - cpp_rational{whole});
        left -= shares.back();
    }
    for (; left > 0; --left) {
        const auto largest = std::max_element(fractions.begin(), fractions.end()); // the first of equal ones
        ++shares[static_cast<std::size_t>(largest - fractions.begin())];
        *largest = -1;
    }
    return shares;
}

template <class Unit>
std::vector<std::int64_t> shares_by_words(const numbers& n, std::int64_t award, std::span<const item> lines) {
    std::vector<cpp_rational> weights;
    std::vector<cpp_rational> by_net;
    cpp_rational sum = 0;
    cpp_rational net = 0;
    for (const item& each : lines) {
        weights.push_back(weight<Unit>(n, each));
        by_net.push_back(of_goods(each, each.net.minor_units()));
        sum += weights.back();
        net += by_net.back();
    }
    return largest_remainders(award, sum != 0   ? weights
                                     : net != 0 ? by_net
                                                : std::vector<cpp_rational>(lines.size(), 1));
}

/// The parts of the pieces of a line in the order in which they come back: each sum is the nearest to its exact value, half up.
std::deque<std::int64_t> pieces_of(std::int64_t total, std::int64_t count) {
    std::deque<std::int64_t> parts;
    cpp_int before = 0;
    for (std::int64_t i = 1; i <= count; ++i) {
        const cpp_int sum = (cpp_int{2} * total * i + count) / (cpp_int{2} * count);
        parts.push_back(static_cast<std::int64_t>(cpp_int{sum - before}));
        before = sum;
    }
    return parts;
}

std::int64_t pop(std::deque<std::int64_t>& parts, std::int64_t count) {
    std::int64_t sum = 0;
    for (; count > 0; --count) {
        sum += parts.front();
        parts.pop_front();
    }
    return sum;
}

// The world -----------------------------------------------------------------------------------------------------------

template <class Function, unit_type... Units>
void for_each_unit(const shares_of_units<Units...>&, Function function) {
    (function(std::type_identity<Units>{}), ...);
}

struct shelf {
    item sold{};
    std::deque<std::int64_t> net{};
    std::deque<std::int64_t> tax{};
    std::array<std::deque<std::int64_t>, 8> shares{}; ///< of each unit of the share, in its order
};

struct kept_sale {
    slip_type slip{};
    member<rules_type> before{};
    std::vector<shelf> lines{};
    std::int64_t refunded = 0;
    std::int64_t paid = 0;
    std::optional<return_rule> rule{}; ///< of all its returns; none if it changes from one to the next
};

class world {
public:
    world(source& random, const numbers& n) : random_{random}, n_{n}, rules_{rules_of(n)} {
        REQUIRE(rules_.problem().sentence == nullptr);
    }

    /// `mixed` if the rule of the returns changes within a sale.
    void run(std::size_t sales, bool mixed) {
        for (std::size_t i = 0; i < sales; ++i) {
            buy(mixed);
            for (std::int64_t returns = random_.from_to(0, 3); returns > 0; --returns) {
                give_something_back(sales == 1);
            }
        }
        while (std::any_of(sales_.begin(), sales_.end(), [](const kept_sale& each) { return has_left(each); })) {
            give_something_back(sales == 1);
        }
        check_untouched();
    }

    std::size_t shares_checked = 0;
    std::size_t returns_accepted = 0;

private:
    [[nodiscard]] instant next() {
        time_ += dates::seconds{random_.from_to(0, 50'000)};
        ++id_;
        return time_;
    }

    static bool has_left(const kept_sale& sale) {
        return std::any_of(sale.slip.lines.begin(), sale.slip.lines.end(),
                           [](const auto& each) { return each.left() > 0; });
    }

    void buy(bool mixed) {
        std::array<item, most_lines_of_sale> lines{};
        const auto count = static_cast<std::size_t>(random_.from_to(1, most_lines_of_sale));
        for (std::size_t i = 0; i < count; ++i) {
            lines[i] = {.id = static_cast<std::uint32_t>(10 * (i + 1)),
                        .category = static_cast<std::uint32_t>(random_.from_to(1, 3)),
                        .quantity = random_.one_in(2) ? 1 : random_.from_to(1, 7),
                        .net = cents(random_.one_in(8) ? 0 : random_.from_to(1, 9'000)),
                        .tax = cents(random_.from_to(0, 900)),
                        .discount = cents(random_.from_to(0, 50)),
                        .component = random_.one_in(8) ? component::shipping : component::goods};
        }
        const goods basket{.time = next(), .lines = std::span{lines}.first(count)};
        goods bought = basket;
        bought.id = id_;
        kept_sale sale{.before = own_};
        if (!mixed) {
            sale.rule = random_.one_in(2) ? return_rule::keep : return_rule::re_evaluate;
        }
        const auto sold = apply_with_receipt(rules_, own_, bought);
        REQUIRE(sold.outcome.accepted());
        REQUIRE(sale.slip.keep(rules_, sold.receipt, bought) == reason::none);
        for (const item& each : bought.lines) {
            sale.lines.push_back({each,
                                  pieces_of(each.net.minor_units(), each.quantity),
                                  pieces_of(each.tax.minor_units(), each.quantity),
                                  {}});
            sale.paid += each.net.minor_units() + each.tax.minor_units();
        }
        std::size_t unit_index = 0;
        for_each_unit(share_type{}, [&]<class Unit>(std::type_identity<Unit>) {
            const std::int64_t award = sold.outcome.template granted<Unit>().minor_units();
            const auto shares = shares_by_words<Unit>(n_, award, bought.lines);
            for (std::size_t i = 0; i < shares.size(); ++i) {
                REQUIRE(sale.slip.lines[i].share.template granted<Unit>().minor_units() == shares[i]);
                sale.lines[i].shares[unit_index] = pieces_of(shares[i], sale.lines[i].sold.quantity);
                ++shares_checked;
            }
            ++unit_index;
        });
        sales_.push_back(sale);
    }

    void give_something_back(bool is_alone) {
        const auto index = static_cast<std::size_t>(random_.from_to(0, static_cast<std::int64_t>(sales_.size()) - 1));
        kept_sale& sale = sales_[index];
        if (!has_left(sale)) {
            return;
        }
        const return_rule rule = sale.rule.value_or(random_.one_in(2) ? return_rule::keep : return_rule::re_evaluate);
        std::vector<returned_pieces> back;
        for (const auto& each : sale.slip.lines) {
            if (each.left() > 0 && (random_.one_in(2) || back.empty())) {
                back.push_back({each.goods.sold.id, random_.from_to(1, each.left())});
            }
        }
        if (random_.one_in(6)) {
            ask_too_much(sale, back, rule);
        }
        take_back(sale, back, rule, is_alone);
    }

    auto give_back(slip_type& slip, event_key key, const returned_goods& back, return_rule rule) {
        return rule == return_rule::keep ? apply_return<return_rule::keep>(rules_, own_, slip, key, back)
                                         : apply_return(rules_, own_, slip, key, back);
    }

    void ask_too_much(kept_sale& sale, std::vector<returned_pieces> back, return_rule rule) {
        const auto* const line = sale.slip.line(back.back().line);
        const std::int64_t asked = line->left() + random_.from_to(1, 3);
        back.back().pieces = asked;
        const auto own = own_;
        const auto slip = sale.slip;
        const auto gave = give_back(sale.slip, {.id = id_ + 1, .time = time_}, back, rule);
        REQUIRE(gave.refused == goods_refusal{reason::more_than_bought, back.back().line, asked, line->left()});
        REQUIRE(own_ == own);
        REQUIRE(sale.slip == slip);
    }

    void take_back(kept_sale& sale, const std::vector<returned_pieces>& back, return_rule rule, bool is_alone) {
        const auto earned_before = sale.slip.receipt.earned;
        const instant time = next();
        const auto gave = give_back(sale.slip, {.id = id_, .time = time}, back, rule);
        REQUIRE(gave.accepted());
        ++returns_accepted;

        std::int64_t refund = 0;
        std::array<std::int64_t, 8> share{};
        for (const returned_pieces& each : back) {
            shelf& from = sale.lines[each.line / 10 - 1];
            refund += pop(from.net, each.pieces) + pop(from.tax, each.pieces);
            for (std::size_t i = 0; i < share.size(); ++i) {
                share[i] += from.shares[i].empty() ? 0 : pop(from.shares[i], each.pieces);
            }
        }
        REQUIRE(gave.refund.total().minor_units() == refund);
        sale.refunded += refund;
        if (!has_left(sale)) {
            REQUIRE(sale.refunded == sale.paid);
            for_each_unit(share_type{}, [&]<class Unit>(std::type_identity<Unit>) {
                REQUIRE(sale.slip.receipt.earned.template granted<Unit>() == amount<Unit>{});
            });
        }
        check_bytes(sale.slip);

        const auto rest = what_remains_earns(sale);
        std::size_t unit_index = 0;
        for_each_unit(share_type{}, [&]<class Unit>(std::type_identity<Unit>) {
            const std::int64_t taken = -gave.outcome.template granted<Unit>().minor_units();
            // Thresholds and cards that several sales have filled follow their counts.
            const bool is_seen = sale.rule && (is_alone || !is_corrected<Unit>);
            if (is_seen && rule == return_rule::keep) {
                REQUIRE(taken == share[unit_index]);
            } else if (is_seen) {
                REQUIRE(taken == earned_before.template granted<Unit>().minor_units() -
                                     rest.template granted<Unit>().minor_units());
            }
            ++unit_index;
        });
    }

    /// What the goods that remain would have earned in the place of the sale.
    [[nodiscard]] outcome_of<rules_type> what_remains_earns(const kept_sale& sale) const {
        std::vector<item> lines;
        for (const shelf& each : sale.lines) {
            if (!each.net.empty()) {
                item left = each.sold;
                left.quantity = static_cast<std::int64_t>(each.net.size());
                left.net = cents(0);
                for (const std::int64_t piece : each.net) {
                    left.net += cents(piece);
                }
                lines.push_back(left);
            }
        }
        if (lines.empty()) {
            return {};
        }
        auto own = sale.before;
        return apply(rules_, own,
                     goods{.id = sale.slip.id, .time = sale.slip.receipt.after.last_event(), .lines = lines});
    }

    static void check_bytes(const slip_type& slip) {
        static std::array<std::byte, 4'096> room{};
        writer out{room};
        encode(out, slip);
        REQUIRE(out.fits());
        reader in{out.written()};
        slip_type again;
        REQUIRE(decode(in, again));
        REQUIRE(again == slip);
    }

    void check_untouched() {
        member<rules_type> other;
        apply(rules_, other, time_passed{.id = id_, .time = time_});
        REQUIRE(own_ == other);
    }

    source& random_;
    numbers n_;
    rules_type rules_;
    member<rules_type> own_{};
    std::vector<kept_sale> sales_{};
    instant time_ = begin;
    std::uint64_t id_ = 0;
};

numbers any_numbers(source& random) {
    numbers n;
    n.per = random.from_to(1, 500);
    n.award = random.from_to(1, 9);
    n.threshold = random.from_to(1'000, 20'000);
    n.fields = random.from_to(1, 9);
    n.rates[0] = {random.from_to(1, 30), 200};
    n.rates[1] = {random.from_to(0, 20), 333};
    return n;
}

} // namespace

TEST_CASE("returns of lines, piece by piece, in every order and partition") {
    source random{support::seed_or(20'250'318)};
    std::size_t shares = 0;
    std::size_t returns = 0;
    for (int round = 0; round < 1'500; ++round) {
        CAPTURE(round);
        world life{random, any_numbers(random)};
        life.run(static_cast<std::size_t>(round % 2 == 0 ? 1 : random.from_to(2, 6)), round % 3 == 2);
        shares += life.shares_checked;
        returns += life.returns_accepted;
    }
    CHECK(shares > 50'000);
    CHECK(returns > 10'000);
}
