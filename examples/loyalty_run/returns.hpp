// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Returns that do not name their purchase: what a shop keeps of its sales, and which of them goods come back to.

#include "exact_sum.hpp"
#include "intake.hpp"

#include <loyalty/engine/shares.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/money/allocation.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace loyalty_run {

/// How well a line that comes back fits the purchases before it.
enum class fit : std::uint8_t {
    exact,       ///< one line of the same price, of which so many pieces are left
    in_pieces,   ///< the same price, from a larger line or from several
    other_price, ///< all of it, some at another price than was paid
    in_part,     ///< more comes back than is known to have been bought
    none,        ///< nothing is known of it
};

inline constexpr std::array<std::string_view, 5> fit_names{"matched exactly", "matched in a larger line or in several",
                                                           "matched, some of it bought at another price",
                                                           "matched in part", "without a known purchase"};

/// A line of a sale that is still kept.
struct line_place {
    std::uint32_t sale = 0;
    std::uint32_t line = 0;
};

/// So many pieces come out of a line.
struct taken_pieces {
    line_place from{};
    std::int64_t pieces = 0;
};

/// What a line that comes back was found to be.
struct matched_line {
    std::vector<taken_pieces> taken;
    std::int64_t missing = 0; ///< pieces without a known purchase
    fit how = fit::none;
};

/// An exact amount as money is booked, rounded once; zero if 64 bits do not hold it.
[[nodiscard]] inline money<sale_money> booked(decimal exact, rounding mode, int digits) {
    return money<sale_money>::from_minor_units(rescale(exact, digits, mode).value_or(decimal{}).coefficient);
}

/// The sales of a programme's members, each with its receipt and with what has not come back of it.
template <class Programme>
class sale_book {
public:
    using line_type = sale_line;

    struct kept_sale {
        std::string id; ///< as the file has it
        receipt<Programme> slip{};
        sale basket{};
        std::vector<line_type> lines; ///< those of which nothing is left have quantity zero
        std::vector<tender> tenders;
        std::vector<ledgers::share_of<Programme>>
            shares;                       ///< of the lines in what the sale earned, if returns go by shares
        std::vector<std::int64_t> bought; ///< pieces of the lines
    };

    /// Which rounding makes pence of a line.
    sale_book(rounding line_rounding, int digits) noexcept : rounding_(line_rounding), digits_(digits) {}

    /// Keeps a sale; its number.
    std::uint32_t keep(std::string id, const sale& basket, const receipt<Programme>& slip) {
        const std::uint32_t number = count();
        kept_sale& next = sales_.emplace_back();
        next.id = std::move(id);
        next.slip = slip;
        next.basket = basket;
        next.lines.assign(basket.lines.begin(), basket.lines.end());
        for (const line_type& each : basket.lines) {
            next.bought.push_back(each.quantity);
        }
        for (std::size_t i = 0; i < basket.lines.size(); ++i) {
            next.tenders.push_back(basket.tenders[i].tender);
            places_[key_of(basket.member, basket.lines[i].article)].push_back({number, static_cast<std::uint32_t>(i)});
        }
        return number;
    }

    /// Takes pieces that come back out of the lines of the same member and article: at the price paid before any other, a
    /// line of which exactly so many are left before one that has more, and of each kind the newest first. `original`: the id
    /// of the one purchase that they may be of, if the file says it.
    [[nodiscard]] matched_line take(std::uint32_t member, const line_type& back, std::string_view original = {}) {
        matched_line result;
        result.missing = back.quantity;
        const auto found = places_.find(key_of(member, back.article));
        if (found == places_.end() || !back.is_priced) {
            return result;
        }
        const std::vector<line_place>& places = original.empty() ? found->second : of_original(found->second, original);
        take_exact(places, back, true, result);
        const bool exact = result.missing == 0;
        take_any(places, back, true, result);
        const bool same_price = result.missing == 0;
        if (!same_price && back.price_is_derived) { // 40.00 of a piece for 90.00: a part of its money, and no piece
            result.how = result.missing == back.quantity ? fit::none : fit::in_part;
            return result;
        }
        take_exact(places, back, false, result);
        take_any(places, back, false, result);
        result.how = exact                             ? fit::exact
                     : same_price                      ? fit::in_pieces
                     : result.missing == 0             ? fit::other_price
                     : result.missing == back.quantity ? fit::none
                                                       : fit::in_part;
        return result;
    }

    /// Puts pieces back that were taken for a return which was refused.
    void put_back(const taken_pieces& taken) {
        set_quantity(line_at(taken.from), line_at(taken.from).quantity + taken.pieces);
    }

    /// What is left of a sale, as the transaction that it would have been; the lines go into `lines` and `parts`.
    [[nodiscard]] sale remaining(std::uint32_t number, std::vector<line_type>& lines,
                                 std::vector<tender_part<sale_money>>& parts) const {
        const kept_sale& kept = (*this)[number];
        lines.clear();
        parts.clear();
        for (std::size_t i = 0; i < kept.lines.size(); ++i) {
            if (kept.lines[i].quantity != 0) {
                lines.push_back(kept.lines[i]);
                parts.push_back({kept.tenders[i], kept.lines[i].net});
            }
        }
        sale rest = kept.basket;
        rest.lines = lines;
        rest.tenders = parts;
        return rest;
    }

    /// The share of pieces that were taken out of a sale, in what it earned (S6).
    [[nodiscard]] ledgers::share_of<Programme> share_of_taken(std::uint32_t number,
                                                              const std::vector<taken_pieces>& taken) const {
        const kept_sale& kept = (*this)[number];
        std::vector<std::int64_t> pieces(kept.lines.size());
        for (const taken_pieces& each : taken) {
            pieces[each.from.line] += each.pieces;
        }
        ledgers::share_of<Programme> sum{};
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const std::int64_t back = kept.bought[i] - kept.lines[i].quantity;
            [&]<unit_type... Units>(const ledgers::shares_of_units<Units...>& share) {
                (static_cast<void>(sum.add_overflows(
                     part_of_pieces(share.template granted<Units>(), back, kept.bought[i]) -
                     part_of_pieces(share.template granted<Units>(), back - pieces[i], kept.bought[i]))),
                 ...);
            }
            (kept.shares[i]);
        }
        return sum;
    }

    /// Forgets the sales before an instant, from the first that was kept on: what they kept stays in `kept`.
    void forget_before(instant time) {
        while (!sales_.empty() && sales_.front().basket.time < time) {
            const kept_sale& old = sales_.front();
            for (const line_type& line : old.lines) {
                add_kept(line, forgotten_);
                const auto found = places_.find(key_of(old.basket.member, line.article));
                if (found != places_.end() && found->second.front().sale == forgotten_count_) {
                    found->second.erase(found->second.begin());
                    if (found->second.empty()) {
                        places_.erase(found);
                    }
                }
            }
            sales_.pop_front();
            ++forgotten_count_;
        }
    }
    /// What is kept of all sales, in minor units as rounded line by line, and exactly.
    [[nodiscard]] std::pair<std::int64_t, exact_sum> kept() const {
        auto sum = forgotten_;
        for (const kept_sale& each : sales_) {
            for (const line_type& line : each.lines) {
                add_kept(line, sum);
            }
        }
        return sum;
    }

    [[nodiscard]] kept_sale& operator[](std::uint32_t number) { return sales_[number - forgotten_count_]; }
    [[nodiscard]] const kept_sale& operator[](std::uint32_t number) const { return sales_[number - forgotten_count_]; }
    /// The number of sales that were ever kept.
    [[nodiscard]] std::uint32_t count() const noexcept {
        return forgotten_count_ + static_cast<std::uint32_t>(sales_.size());
    }
    [[nodiscard]] line_type& line_at(line_place at) { return (*this)[at.sale].lines[at.line]; }

private:
    static void add_kept(const line_type& line, std::pair<std::int64_t, exact_sum>& sum) {
        static_cast<void>(add_to(sum.first, line.net.minor_units()));
        sum.second.add(line.exact);
    }
    [[nodiscard]] static std::uint64_t key_of(std::uint32_t member, std::uint32_t article) noexcept {
        return (std::uint64_t{member} << 32U) | article;
    }

    /// Those of the places that are of one purchase.
    [[nodiscard]] const std::vector<line_place>& of_original(const std::vector<line_place>& places,
                                                             std::string_view original) {
        named_.clear();
        for (const line_place& each : places) {
            if ((*this)[each.sale].id == original) {
                named_.push_back(each);
            }
        }
        return named_;
    }

    void take_exact(const std::vector<line_place>& places, const line_type& back, bool same_price,
                    matched_line& result) {
        for (auto at = places.rbegin(); at != places.rend() && result.missing != 0; ++at) {
            if (line_at(*at).quantity == result.missing) {
                take_from(*at, back, same_price, result);
            }
        }
    }

    void take_any(const std::vector<line_place>& places, const line_type& back, bool same_price, matched_line& result) {
        for (auto at = places.rbegin(); at != places.rend() && result.missing != 0; ++at) {
            take_from(*at, back, same_price, result);
        }
    }

    void take_from(line_place at, const line_type& back, bool same_price, matched_line& result) {
        line_type& line = line_at(at);
        if (!line.is_priced || line.quantity == 0 || (line.unit_price == back.unit_price) != same_price) {
            return;
        }
        const std::int64_t pieces = line.quantity < result.missing ? line.quantity : result.missing;
        set_quantity(line, line.quantity - pieces);
        result.taken.push_back({at, pieces});
        result.missing -= pieces;
    }

    /// The line as it would have stood in the file with so many pieces. Fewer pieces than once fitted do fit.
    void set_quantity(line_type& line, std::int64_t pieces) const {
        line.quantity = pieces;
        const decimal count{pieces, 0};
        line.exact = multiply(count, line.unit_price, line.unit_price.scale, rounding::down).value_or(decimal{});
        const auto net = booked(line.exact, rounding_, digits_);
        line.rounded = !(decimal{net.minor_units(), digits_} == line.exact);
        line.net = net;
    }

    rounding rounding_;
    int digits_; ///< of the money
    std::vector<line_place> named_;
    std::deque<kept_sale> sales_;
    std::uint32_t forgotten_count_ = 0; ///< the number of the first of `sales_`
    std::pair<std::int64_t, exact_sum> forgotten_{};
    std::unordered_map<std::uint64_t, std::vector<line_place>> places_;
};

/// What a run says of its returns.
struct return_totals {
    std::array<std::uint64_t, fit_names.size()> lines{}; ///< by fit
    std::uint64_t pieces_taken = 0;
    std::uint64_t pieces_unknown = 0;
    std::uint64_t accepted = 0;
    std::uint64_t refused = 0;
    std::uint64_t voids = 0;            ///< of the accepted ones, those that left nothing of the purchase
    std::int64_t taken_minor_units = 0; ///< by which the rounded purchases became smaller
    exact_sum taken;                    ///< at the prices paid
    exact_sum cancelled;                ///< the same pieces at the prices of the cancellations
    exact_sum unknown;                  ///< pieces without a known purchase, at the prices of the cancellations
    std::int64_t clawed_back_at_todays_rate = 0;

    [[nodiscard]] std::uint64_t all_lines() const noexcept {
        std::uint64_t sum = 0;
        for (const std::uint64_t each : lines) {
            sum += each;
        }
        return sum;
    }
};

/// The purchases and returns of the members, as the check of the points reads them.
struct kept_entry {
    std::uint32_t member = 0;
    std::uint32_t sale = 0;
    instant time{};
    std::int64_t kept_minor_units = 0; ///< of the sale, after this event
    bool keeps_lines = true;
};

} // namespace loyalty_run
