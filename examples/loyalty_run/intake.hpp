// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Lines of a file become transactions: sales out of baskets.

#include "checked.hpp"
#include "deeds.hpp"
#include "events.hpp"
#include "exact_sum.hpp"
#include "intake_terms.hpp"
#include "line_facts.hpp"
#include "line_reasons.hpp"
#include "programmes.hpp"
#include "run_store.hpp"
#include "stream_names.hpp"
#include "text.hpp"

#include <loyalty/io/csv.hpp>
#include <loyalty/money/currency_table.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

/// Consecutive lines with equal id and member, whose times differ by no more than the layout allows, are one sale at the time
/// of the first; a line without an id is one.
class sale_intake {
public:
    using transaction_type = sale;

    sale_intake(const programme_notes& notes, const intake_terms& terms, stream_names& names) noexcept
        : notes_(notes), terms_(terms), is_retail_(terms.layout == "online_retail"), names_(names) {
        for (int i = 0; i < notes.points_digits(); ++i) {
            minor_units_of_a_point_ *= 10;
        }
        pays_apart_ = !notes.is_shop && notes.rules_text.find("\"redemption\"") != std::string::npos;
        for (const json::fact_text& each : notes.words.facts) {
            pays_apart_ = pays_apart_ && (each.is_code || file_facts[each.index].column != csv_fact::points_redeemed);
        }
    }

    /// The columns of the amounts that the programme's rules count by name: a file needs each of them.
    [[nodiscard]] static std::vector<csv_fact> columns_of(const programme_notes& notes) {
        std::vector<csv_fact> columns;
        for (const json::fact_text& each : notes.words.facts) {
            if (!each.is_code) {
                columns.push_back(file_facts[each.index].column);
            }
        }
        return columns;
    }

    /// Takes a line in; what is wrong with it goes to `reader`. `after_error`: a malformed line stands before it.
    void take(const csv_line& line, csv_line_reader& reader, bool after_error) {
        const std::uint32_t event = names_.event(line.id, line.line);
        const instant time = instant_of(line, terms_.zone);
        if (event == no_text || event != open_event_ || line.member != open_member_ || !is_near(time) ||
            gives_back(line) != open_returns_) {
            is_open_ = false;
            open_event_ = event;
            open_member_ = line.member;
            open_time_ = time;
            open_returns_ = gives_back(line);
        }
        const std::string_view why =
            is_retail_ ? retail_reason(line, terms_.takes_returns) : general_reason(line, terms_.takes_returns);
        if (!why.empty()) {
            passed.add(why, line.amount_minor_units);
            passed.exact.add(exact_amount_of(line));
            sum_up(line);
            return;
        }
        const auto component = value_of(component_names, line.component);
        const auto tender = value_of(tender_names, line.tender);
        if (!component) {
            reader.report(csv_fact::component,
                          "a component: goods, shipping, fee, tip, deposit, gift_card, donation or tax");
            return;
        }
        if (!tender) {
            reader.report(csv_fact::tender, "a tender: cash, card, registered_card, gift_card, points or other");
            return;
        }
        if (!is_retail_ && line.kind == "redemption") {
            redeem(line, event, reader);
            return;
        }
        if (const auto what = is_retail_ ? std::nullopt : deed_kind_of(line.kind)) {
            take_deed(line, event, *what, reader);
            return;
        }
        if (!has_facts(line, reader)) {
            return;
        }
        if (notes_.has_money && !line.has(csv_fact::amount) && !terms_.without_money) {
            reader.report(reader.has_column(csv_fact::amount) ? csv_fact::amount : csv_fact::unit_price,
                          "an amount (with --without-money a line may lack it)");
            return;
        }
        if (pays_apart_ && line.points_redeemed > 0) {
            reader.report(csv_fact::points_redeemed,
                          "no points of a purchase: points pay the purchases of a shop alone, and a line of the kind "
                          "redemption spends them");
            return;
        }
        at_the_till till{};
        if (notes_.is_shop && !read_coupons(line.coupon, till)) {
            reader.report(csv_fact::coupon, "up to four numbers of campaigns, such as 7 or 7 8");
            return;
        }
        if (is_open_ && till.coupons.front() != 0 && till.coupons != transactions_.back().till.coupons) {
            reader.report(csv_fact::coupon, "the coupons on the first line of the purchase");
            return;
        }
        if (!is_open_) {
            open(line, event);
            is_open_ = event != no_text;
            transactions_.back().till = till;
        }
        static_cast<void>(add_to(transactions_.back().till.points, line.points_redeemed));
        sum_up(line);
        add(line, *component, *tender);
        if (after_error) {
            doubt_last();
        }
    }

    /// Whether a line would belong to the last transaction.
    [[nodiscard]] bool continues(const csv_line& line) const noexcept {
        return is_open_ && line.id == names_.events.text(open_event_) && line.member == open_member_ &&
               is_near(instant_of(line, terms_.zone)) && gives_back(line) == open_returns_;
    }

    /// Leaves the last transaction out if more lines of it may come.
    void drop_open() noexcept {
        if (is_open_ && !transactions_.empty()) {
            transactions_.pop_back();
        }
        is_open_ = false;
    }

    /// Gives the categories of all lines of a batch the codes of a programme's names.
    void name_categories_by(const programme_notes& notes, std::span<transaction_type> batch) noexcept {
        for (transaction_type& each : batch) {
            const std::span<sale_line> own = lines_of(each);
            for (sale_line& line : own) {
                line.category = code_of(line.category_text, notes);
            }
            each.category = own.empty() ? each.category : own.front().category;
        }
    }

    /// A malformed line was met: the sale before it may lack a line.
    void doubt_last() noexcept {
        if (!transactions_.empty()) {
            transactions_.back().may_lack_line = transactions_.back().origin.event != no_text;
        }
    }

    /// The transactions gathered so far.
    [[nodiscard]] std::span<transaction_type> ready() noexcept { return transactions_; }

    void clear() noexcept {
        transactions_.clear();
        lines_.clear();
        parts_.clear();
        acts_.clear();
        is_open_ = false;
        open_event_ = no_text;
    }

    [[nodiscard]] std::size_t size() const noexcept { return transactions_.size(); }

    passed_over passed;
    exact_sum all_lines;          ///< of all that were understood
    exact_sum with_member;        ///< of those that name a member
    std::uint64_t lines = 0;      ///< that were understood
    std::uint64_t of_members = 0; ///< of these, those that name a member

private:
    void sum_up(const csv_line& line) noexcept {
        const decimal amount = exact_amount_of(line);
        const bool is_named = line.has(csv_fact::member);
        ++lines;
        of_members += is_named ? 1U : 0U;
        all_lines.add(amount);
        if (is_named) {
            with_member.add(amount);
        }
    }

    [[nodiscard]] bool is_near(instant time) const noexcept {
        const std::int64_t apart = (time - open_time_).count;
        return -terms_.basket_seconds <= apart && apart <= terms_.basket_seconds;
    }

    void open(const csv_line& line, std::uint32_t event) {
        transaction_type& next = transactions_.emplace_back();
        next.is_return = gives_back(line);
        next.member = names_.members.intern(line.member);
        next.time = instant_of(line, terms_.zone);
        next.id = names_.number_of(event, next.member, next.time, line.line) * ids_by_event;
        next.category = category_of(line.category);
        next.store = whole_number_of(line.store);
        next.channel = whole_number_of(line.channel);
        if (next.is_return && !line.original.empty()) {
            next.original = names_.originals.intern(line.original);
        }
        lines_.begin();
        parts_.begin();
        next.origin = origin_of(line, event);
        for (const json::fact_text& each : notes_.words.facts) {
            if (each.is_code) {
                next.codes[each.index - next.amounts.size()] =
                    static_cast<std::uint32_t>(each.code_of(text_of(line, each.index)));
            }
        }
    }

    /// Rules count a fact in whole units: they know by themselves how many minor units one is.
    [[nodiscard]] std::int64_t amount_of(const csv_line& line, std::size_t fact) const noexcept {
        return file_facts[fact].column == csv_fact::measure ? line.measure
                                                            : line.points_redeemed / minor_units_of_a_point_;
    }

    /// Returns true if the facts of a line are those that the rules can read.
    [[nodiscard]] bool has_facts(const csv_line& line, csv_line_reader& reader, bool is_purchase = true) const {
        for (const json::fact_text& each : notes_.words.facts) {
            const csv_fact column = file_facts[each.index].column;
            if (!each.is_code && is_purchase && !line.has(column)) {
                reader.report(column, "a number of " + std::string(notes_.words.unit(each.unit).code));
                return false;
            }
            if (!each.is_code && column == csv_fact::points_redeemed &&
                line.points_redeemed % minor_units_of_a_point_ != 0) {
                reader.report(column, "a whole number of " + std::string(notes_.words.unit(each.unit).code));
                return false;
            }
            const std::string_view text = each.is_code ? text_of(line, each.index) : std::string_view{};
            if (each.is_closed && !text.empty() && each.code_of(text) == 0) {
                std::string values;
                for (std::size_t i = 0; i < each.values.size(); ++i) {
                    values += (i == 0 ? "" : i + 1 == each.values.size() ? " or " : ", ") + each.values[i];
                }
                reader.report(column, "a " + each.name + ": " + values);
                return false;
            }
        }
        return true;
    }

    [[nodiscard]] bool gives_back(const csv_line& line) const noexcept {
        return is_retail_ ? is_cancellation(line) : line.kind == "return";
    }

    /// A redemption is an event of its own, in one line.
    void redeem(const csv_line& line, std::uint32_t event, csv_line_reader& reader) {
        if (line.points_redeemed <= 0) {
            reader.report(csv_fact::points_redeemed, "the points that are redeemed, such as 500");
            return;
        }
        open(line, event);
        transactions_.back().redeems = amount<unit::points>::from_minor_units(line.points_redeemed);
        is_open_ = false;
        ++lines;
        ++of_members;
    }

    /// So is an activity, and the like.
    void take_deed(const csv_line& line, std::uint32_t event, deed_kind what, csv_line_reader& reader) {
        const bool may_have_reward = what == deed_kind::activity || what == deed_kind::delivery;
        if (may_have_reward && !has_facts(line, reader, false)) {
            return;
        }
        const auto act = deed_reading(line, reader, names_, terms_.zone, notes_.messages).read(what);
        if (!act) {
            return;
        }
        open(line, event);
        acts_.begin();
        transactions_.back().act = acts_.push(*act).data();
        is_open_ = false;
        ++lines;
        ++of_members;
    }

    void add(const csv_line& line, component component, tender tender) {
        transaction_type& sale = transactions_.back();
        if (sale.lines.size() > most_lines && !sale.is_return) {
            return; // one line above the limit is enough to be refused, and memory stays bounded
        }
        if (line.has(csv_fact::currency) && line.currency != notes_.currency) {
            const auto other = find_currency(line.currency);
            sale.currency_code = other ? other->numeric : -1;
        }
        for (const json::fact_text& each : notes_.words.facts) {
            if (!each.is_code && !add_to(sale.amounts[each.index], amount_of(line, each.index))) {
                sale.amounts[each.index] = -1; // refused: 64 bits do not hold the sum
            }
        }
        const auto net = money<sale_money>::from_minor_units(notes_.has_money ? line.amount_minor_units : 0);
        const std::optional<decimal> exact = exact_of(line);
        decimal price{};
        const bool is_priced = find_price(line, exact.has_value(), net, price);
        sale_line next{category_of(line.category),
                       component,
                       line.rounded,
                       !exact && line.rounded,
                       notes_.has_money ? line.quantity : 1,
                       net,
                       exact.value_or(decimal_of(net)),
                       terms_.takes_returns ? names_.articles.intern(line.sku) : no_text,
                       terms_.names_categories ? names_.categories.intern(line.category) : no_text,
                       is_priced && line.exact_quantity == decimal{line.quantity, 0},
                       price,
                       is_priced && !line.has(csv_fact::unit_price),
                       whole_number_of(line.sku),
                       whole_number_of(line.brand),
                       money<sale_money>::from_minor_units(line.tax_minor_units),
                       money<sale_money>::from_minor_units(line.discount_minor_units < 0 ? -line.discount_minor_units
                                                                                         : line.discount_minor_units)};
        if (sale.is_return && next.quantity < 0) {
            turn(next);
        }
        sale.lines = lines_.push(next);
        sale.tenders = parts_.push({tender, net});
    }

    /// The price of a piece: that of the line, or its amount by its pieces where goods may come back. Returns false if there is none.
    template <class Line>
    [[nodiscard]] bool find_price(const Line& line, bool states_price, money<sale_money> net, decimal& price) const {
        if (states_price) {
            price = line.unit_price;
            return true;
        }
        if (terms_.takes_returns) {
            const std::optional<decimal> derived = price_of(decimal_of(net), line.quantity);
            if (derived.has_value()) {
                price = *derived;
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] decimal exact_amount_of(const csv_line& line) const noexcept {
        return exact_of(line).value_or(decimal_of(money<sale_money>::from_minor_units(line.amount_minor_units)));
    }
    [[nodiscard]] decimal decimal_of(money<sale_money> amount) const noexcept {
        return {amount.minor_units(), notes_.currency_digits};
    }

    [[nodiscard]] std::uint32_t category_of(std::string_view text) const noexcept { return code_named(text, notes_); }
    [[nodiscard]] std::uint32_t code_of(std::uint32_t text, const programme_notes& notes) const noexcept {
        return text == no_text ? 0 : code_named(names_.categories.text(text), notes);
    }
    /// The lines of a transaction, which are those of this intake.
    [[nodiscard]] std::span<sale_line> lines_of(const transaction_type& one) noexcept {
        return one.lines.empty() ? std::span<sale_line>() : lines_.writable(one.lines);
    }

    const programme_notes& notes_;
    const intake_terms& terms_;
    bool is_retail_ = false;
    stream_names& names_;
    std::int64_t minor_units_of_a_point_ = 1;
    bool pays_apart_ = false; ///< points are redeemed, and never pay a purchase
    std::vector<transaction_type> transactions_;
    run_store<sale_line> lines_;
    run_store<tender_part<sale_money>> parts_;
    run_store<done> acts_;
    std::uint32_t open_event_ = no_text;
    std::string open_member_;
    instant open_time_{};
    bool open_returns_ = false;
    bool is_open_ = false;
};

} // namespace loyalty_run
