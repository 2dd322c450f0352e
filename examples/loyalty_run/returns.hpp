// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Returns that do not name their purchase: what a shop keeps of its sales, and which of them goods come back to.

#include "exact_sum.hpp"
#include "intake.hpp"
#include "kept_line.hpp"
#include "matched_line.hpp"
#include "packed_numbers.hpp"

#include <loyalty/engine/shares.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/money/allocation.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

/// The sales that were forgotten because memory for them was full.
struct forgotten_sales {
    std::uint64_t count = 0;
    instant last{};            ///< the time of the last of them
    std::size_t needed_mb = 0; ///< the room that would have kept all sales of the stream
};

/// The sales of a programme's members, each with its receipt and with what has not come back of it, in bounded memory: if they take
/// more, the first are forgotten.
template <class Programme>
class sale_book {
public:
    using line_type = sale_line;
    static constexpr std::size_t usual_bytes = std::size_t{45} << 20U;

    struct kept_sale {
        std::string id; ///< as the file has it
        receipt<Programme> slip{};
        sale basket{};
        std::vector<kept_line> lines{};         ///< those of which nothing is left have quantity zero
        std::vector<further_of_line> further{}; ///< of each line, if one of them has it
        packed_numbers shares{};                ///< if returns go by shares: see `keep_shares`
        std::uint32_t previous = none;          ///< the sale of the same member before it
        std::uint32_t previous_by_id = none;    ///< the sale before it in the same place of the index by id
    };

    /// Which rounding makes pence of a line, and the most memory.
    sale_book(rounding line_rounding, int digits, std::size_t most_bytes = usual_bytes) noexcept
        : rounding_(line_rounding), digits_(digits), most_bytes_(most_bytes) {}

    /// Keeps a sale; its number.
    std::uint32_t keep(std::string id, const sale& basket, const receipt<Programme>& slip) {
        const std::uint32_t number = count();
        if (basket.member >= last_of_.size()) {
            last_of_.resize(std::max(std::size_t{basket.member} + 1, last_of_.size() * 2), none);
        }
        kept_sale& next = sales_.emplace_back(kept_sale{std::move(id), slip, basket});
        next.previous = std::exchange(last_of_[basket.member], number);
        next.lines.reserve(basket.lines.size());
        for (std::size_t i = 0; i < basket.lines.size(); ++i) {
            next.lines.emplace_back(basket.lines[i], basket.tenders[i].tender);
            if (further_of_line::of(basket.lines[i]).is_there() && next.further.empty()) {
                next.further.reserve(basket.lines.size());
                for (const line_type& each : basket.lines) {
                    next.further.push_back(further_of_line::of(each));
                }
            }
        }
        bytes_ += bytes_of(next);
        if (!last_by_id_.empty()) {
            list_by_id(number);
        }
        make_room();
        return number;
    }
    /// Keeps the shares of a sale's lines in what it earned, if the sale is there: for each line the pieces bought, and the amount
    /// of each unit.
    void keep_shares(std::uint32_t number, const std::vector<ledgers::share_of<Programme>>& shares) {
        if (!is_kept(number)) {
            return;
        }
        kept_sale& own = (*this)[number];
        bytes_ -= bytes_of(own);
        for (std::size_t i = 0; i < own.lines.size(); ++i) {
            own.shares.push(own.lines[i].quantity());
            [&]<unit_type... Units>(const ledgers::shares_of_units<Units...>& share) {
                (own.shares.push(share.template granted<Units>().minor_units()), ...);
            }
            (shares[i]);
        }
        own.shares.close();
        bytes_ += bytes_of(own);
        make_room();
    }

    /// Takes pieces that come back out of the lines of the same member and article: at the price paid before any other, a
    /// line of which exactly so many are left before one that has more, and of each kind the newest first. `original`: the id
    /// of the one purchase that they may be of, if the file says it.
    [[nodiscard]] matched_line take(std::uint32_t member, const line_type& back, std::string_view original = {}) {
        matched_line result;
        result.missing = back.quantity;
        if (!back.is_priced || !find_places(member, back.article, original)) {
            return result;
        }
        take_exact(back, true, result);
        const bool exact = result.missing == 0;
        take_any(back, true, result);
        const bool same_price = result.missing == 0;
        if (!same_price && back.price_is_derived) { // 40.00 of a piece for 90.00: a part of its money, and no piece
            result.how = result.missing == back.quantity ? fit::none : fit::in_part;
            return result;
        }
        take_exact(back, false, result);
        take_any(back, false, result);
        result.how = exact                             ? fit::exact
                     : same_price                      ? fit::in_pieces
                     : result.missing == 0             ? fit::other_price
                     : result.missing == back.quantity ? fit::none
                                                       : fit::in_part;
        return result;
    }

    /// Puts pieces back that were taken for a return which was refused.
    void put_back(const taken_pieces& taken) {
        kept_line& line = line_at(taken.from);
        line.set_quantity(line.quantity() + taken.pieces, rounding_, digits_);
    }

    /// The rest of a sale, as the transaction that it would have been; the lines go into `lines` and `parts`.
    [[nodiscard]] sale remaining(std::uint32_t number, std::vector<line_type>& lines,
                                 std::vector<tender_part<sale_money>>& parts) const {
        const kept_sale& kept = (*this)[number];
        lines.clear();
        parts.clear();
        for (std::size_t i = 0; i < kept.lines.size(); ++i) {
            const kept_line& each = kept.lines[i];
            if (each.quantity() != 0) {
                lines.push_back(each.whole());
                if (!kept.further.empty()) {
                    kept.further[i].add_to_line(lines.back());
                }
                parts.push_back({each.paid_with(), each.net()});
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
        packed_numbers::reader stored(kept.shares);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const std::int64_t bought = stored.next();
            const std::int64_t back = bought - kept.lines[i].quantity();
            const auto add = [&](auto share) {
                static_cast<void>(sum.add_overflows(part_of_pieces(share, back, bought) -
                                                    part_of_pieces(share, back - pieces[i], bought)));
            };
            [&]<unit_type... Units>(const ledgers::shares_of_units<Units...>&) {
                (add(amount<Units>::from_minor_units(stored.next())), ...);
            }
            (sum);
        }
        return sum;
    }

    /// Forgets the sales before an instant, from the first that was kept on: what they kept stays in `kept`.
    void forget_before(instant time) {
        while (!sales_.empty() && sales_.front().basket.time < time) {
            forget_first();
        }
    }
    /// The money that is kept of all sales, in minor units as rounded line by line, and exactly.
    [[nodiscard]] std::pair<std::int64_t, exact_sum> kept() const {
        auto sum = forgotten_;
        for (const kept_sale& each : sales_) {
            add_kept(each, sum);
        }
        return sum;
    }
    /// The sales that were forgotten because memory for them was full.
    [[nodiscard]] forgotten_sales without_room() const noexcept {
        return {without_room_, last_without_room_, ((bytes_ + bytes_without_room_) >> 20U) + 1};
    }

    [[nodiscard]] kept_sale& operator[](std::uint32_t number) { return sales_[number - forgotten_count_]; }
    [[nodiscard]] const kept_sale& operator[](std::uint32_t number) const { return sales_[number - forgotten_count_]; }
    [[nodiscard]] bool is_kept(std::uint32_t number) const noexcept {
        return number != none && number - forgotten_count_ < sales_.size() && number >= forgotten_count_;
    }
    /// The number of sales that were ever kept.
    [[nodiscard]] std::uint32_t count() const noexcept {
        return forgotten_count_ + static_cast<std::uint32_t>(sales_.size());
    }
    [[nodiscard]] kept_line& line_at(line_place at) { return (*this)[at.sale].lines[at.line]; }

private:
    static constexpr std::uint32_t none = 0xFFFF'FFFF;
    static constexpr std::size_t bytes_of_block = 16; ///< what an allocation takes beyond what it was asked for

    [[nodiscard]] static std::size_t bytes_of(const kept_sale& sale) noexcept {
        return sizeof(kept_sale) + sale.id.capacity() + sale.lines.capacity() * sizeof(kept_line) +
               sale.further.capacity() * sizeof(further_of_line) + sale.shares.room() + 3 * bytes_of_block +
               2 * sizeof(std::uint32_t); // with its part of the index by id
    }
    void forget_first() {
        bytes_ -= bytes_of(sales_.front());
        add_kept(sales_.front(), forgotten_);
        sales_.pop_front();
        ++forgotten_count_;
    }
    /// The newest sale stays.
    void make_room() {
        for (; bytes_ > most_bytes_ && sales_.size() > 1; ++without_room_) {
            last_without_room_ = sales_.front().basket.time;
            bytes_without_room_ += bytes_of(sales_.front());
            forget_first();
        }
    }
    static void add_kept(const kept_sale& sale, std::pair<std::int64_t, exact_sum>& sum) {
        for (const kept_line& line : sale.lines) {
            static_cast<void>(add_to(sum.first, line.net().minor_units()));
            sum.second.add(line.exact());
        }
    }

    /// Lists the lines of a member's article, the newest first; returns false if there is none.
    bool find_places(std::uint32_t member, std::uint32_t article, std::string_view original) {
        places_.clear();
        if (original.empty()) {
            for (std::uint32_t number = member < last_of_.size() ? last_of_[member] : none; is_kept(number);
                 number = (*this)[number].previous) {
                add_places(number, article);
            }
            return !places_.empty();
        }
        if (last_by_id_.empty()) {
            index_by_id();
        }
        for (std::uint32_t number = last_by_id(member, original); is_kept(number);
             number = (*this)[number].previous_by_id) {
            const kept_sale& own = (*this)[number];
            if (own.basket.member == member && own.id == original) {
                add_places(number, article);
            }
        }
        return !places_.empty();
    }
    /// Lists the lines of an article in a sale, the last first.
    void add_places(std::uint32_t number, std::uint32_t article) {
        const std::vector<kept_line>& lines = (*this)[number].lines;
        for (std::size_t i = lines.size(); i-- > 0;) {
            if (lines[i].article() == article) {
                places_.push_back({number, static_cast<std::uint32_t>(i)});
            }
        }
    }

    /// The place of the index by id where the sales of a member with an id are listed, among others.
    [[nodiscard]] std::uint32_t& last_by_id(std::uint32_t member, std::string_view id) {
        const std::size_t hash = std::hash<std::string_view>{}(id) + member * std::size_t{0x9E37'79B9};
        return last_by_id_[hash & (last_by_id_.size() - 1)];
    }
    void list_by_id(std::uint32_t number) {
        if (sales_.size() > last_by_id_.size()) {
            index_by_id();
            return;
        }
        kept_sale& own = (*this)[number];
        own.previous_by_id = std::exchange(last_by_id(own.basket.member, own.id), number);
    }
    /// Makes the index anew: with the first return that names its purchase, and with twice the places if it has too few. Each place
    /// lists its sales from the newest on, so those that were forgotten are its last, and need not be taken out.
    void index_by_id() {
        std::size_t places = 1024;
        while (places < sales_.size()) {
            places *= 2;
        }
        last_by_id_.assign(places, none);
        for (std::uint32_t number = forgotten_count_; number != count(); ++number) {
            list_by_id(number);
        }
    }

    void take_exact(const line_type& back, bool same_price, matched_line& result) {
        for (std::size_t i = 0; i < places_.size() && result.missing != 0; ++i) {
            if (line_at(places_[i]).quantity() == result.missing) {
                take_from(places_[i], back, same_price, result);
            }
        }
    }

    void take_any(const line_type& back, bool same_price, matched_line& result) {
        for (std::size_t i = 0; i < places_.size() && result.missing != 0; ++i) {
            take_from(places_[i], back, same_price, result);
        }
    }

    void take_from(line_place at, const line_type& back, bool same_price, matched_line& result) {
        kept_line& line = line_at(at);
        if (!line.is_priced() || line.quantity() == 0 || (line.unit_price() == back.unit_price) != same_price) {
            return;
        }
        const std::int64_t pieces = line.quantity() < result.missing ? line.quantity() : result.missing;
        line.set_quantity(line.quantity() - pieces, rounding_, digits_);
        result.taken.push_back({at, pieces});
        result.missing -= pieces;
    }

    rounding rounding_;
    int digits_; ///< of the money
    std::size_t most_bytes_;
    std::size_t bytes_ = 0;
    std::deque<kept_sale> sales_;
    std::uint32_t forgotten_count_ = 0; ///< the number of the first of `sales_`
    std::pair<std::int64_t, exact_sum> forgotten_{};
    std::uint64_t without_room_ = 0;
    std::size_t bytes_without_room_ = 0;
    instant last_without_room_{};
    std::vector<std::uint32_t> last_of_;    ///< by member: the number of the last sale
    std::vector<std::uint32_t> last_by_id_; ///< empty until a return names its purchase
    std::vector<line_place> places_;        ///< of the last `find_places`
};

/// The figures of returns that a run writes.
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
