// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A line of a purchase in little room: 40 bytes instead of 72 and its part of the payment.

#include "events.hpp"

#include <loyalty/loyalty.hpp>
#include <loyalty/money/decimal.hpp>

#include <cstdint>

namespace loyalty_run {

/// An exact amount as money is booked, rounded once; zero if 64 bits do not hold it.
[[nodiscard]] inline money<sale_money> booked(decimal exact, rounding mode, int digits) {
    return money<sale_money>::from_minor_units(rescale(exact, digits, mode).value_or(decimal{}).coefficient);
}

/// What few files say of a line: kept beside the lines of a sale if one of them says it. The number of an article is none of it:
/// `stream_names` has it.
struct further_of_line {
    std::uint32_t brand = 0;
    money<sale_money> tax{};
    money<sale_money> discount{};
    std::int64_t pieces = 1; ///< that were bought

    [[nodiscard]] static further_of_line of(const sale_line& from) noexcept {
        return {from.brand, from.tax, from.discount, from.quantity};
    }
    [[nodiscard]] bool is_there() const noexcept {
        return brand != 0 || tax != money<sale_money>{} || discount != money<sale_money>{};
    }
    /// Says it of the pieces that are left: of 3.00 tax for three pieces 2.00 for two.
    void add_to_line(sale_line& to) const noexcept {
        to.brand = brand;
        to.tax = part(tax, to.quantity);
        to.discount = part(discount, to.quantity);
    }

private:
    [[nodiscard]] money<sale_money> part(money<sale_money> whole, std::int64_t left) const noexcept {
        const std::int64_t bought = pieces == 0 ? 1 : pieces;
        const std::int64_t all = whole.minor_units();
        return left == pieces ? whole
                              : money<sale_money>::from_minor_units(all / bought * left + all % bought * left / bought);
    }
};

/// A line as long as its goods may come back. Of a priced line the exact amount is the product of pieces and price, which is not
/// kept beside them.
class kept_line {
public:
    kept_line(const sale_line& from, tender paid_with) noexcept
        : quantity_(from.quantity),
          net_(from.net),
          number_(from.is_priced ? from.unit_price.coefficient : from.exact.coefficient),
          category_(from.category),
          category_text_(from.category_text),
          article_(from.article),
          scale_(static_cast<std::int8_t>(from.is_priced ? from.unit_price.scale : from.exact.scale)),
          component_(from.component),
          tender_(paid_with),
          is_priced_(from.is_priced),
          rounded_(from.rounded),
          exact_unknown_(from.exact_unknown) {}

    [[nodiscard]] std::uint32_t article() const noexcept { return article_; }
    [[nodiscard]] std::int64_t quantity() const noexcept { return quantity_; }
    [[nodiscard]] money<sale_money> net() const noexcept { return net_; }
    [[nodiscard]] tender paid_with() const noexcept { return tender_; }
    [[nodiscard]] bool is_priced() const noexcept { return is_priced_; }
    [[nodiscard]] decimal unit_price() const noexcept { return is_priced_ ? decimal{number_, scale_} : decimal{}; }
    [[nodiscard]] decimal exact() const noexcept {
        const decimal number{number_, scale_};
        return is_priced_ ? multiply({quantity_, 0}, number, number.scale, rounding::down).value_or(decimal{}) : number;
    }

    /// The priced line as it would have stood in the file with so many pieces. Fewer pieces than once fitted do fit.
    void set_quantity(std::int64_t pieces, rounding mode, int digits) {
        quantity_ = pieces;
        const decimal amount = exact();
        net_ = booked(amount, mode, digits);
        rounded_ = !(decimal{net_.minor_units(), digits} == amount);
    }

    /// The line as the programme's rules see it.
    [[nodiscard]] sale_line whole() const noexcept {
        return {.category = category_,
                .component = component_,
                .rounded = rounded_,
                .exact_unknown = exact_unknown_,
                .quantity = quantity_,
                .net = net_,
                .exact = exact(),
                .article = article_,
                .category_text = category_text_,
                .is_priced = is_priced_,
                .unit_price = unit_price()};
    }

private:
    std::int64_t quantity_;
    money<sale_money> net_;
    std::int64_t number_; ///< of the unit price, or of the exact amount if there is no price
    std::uint32_t category_;
    std::uint32_t category_text_;
    std::uint32_t article_;
    std::int8_t scale_;
    loyalty::component component_;
    tender tender_;
    bool is_priced_ : 1;
    bool rounded_ : 1;
    bool exact_unknown_ : 1;
};
static_assert(sizeof(kept_line) == 40);

} // namespace loyalty_run
