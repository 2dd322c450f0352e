// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A shop with prices in a run over a file: each purchase is a checkout. Its amounts are those before discounts.
///
/// A line of 100.00 with coupon 7 for 15.00 and 20 % off for everyone costs 68.00, and earns 68 points.

#include "events.hpp"
#include "exact_sum.hpp"
#include "programmes.hpp"
#include "recorder.hpp"
#include "surroundings.hpp"
#include "text.hpp"
#include "writing.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/things.hpp>
#include <loyalty/json/shop.hpp>
#include <loyalty/loyalty.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace loyalty_run {

/// Passes the effects of a checkout on as those of the purchase in the file, whose lines then have the prices that were paid.
template <class Checkout, class Bill, class Sink>
struct priced_sink : loyalty::detail::sink_before<Sink> {
    const sale& from;
    std::vector<sale_line>& lines;
    Bill& bill;
    shown_bill& shown;
    const std::optional<std::uint8_t>&
        told; ///< the tier before time passed to the checkout, if things were issued first
    int digits;

    using loyalty::detail::sink_before<Sink>::on;
    void on(const Bill& of) { bill = of; }
    template <class Outcome>
    void on(const Checkout&, const Outcome& gave) {
        sale priced = from;
        if (gave.accepted()) {
            shown = {bill.discounted.minor_units(), bill.due.minor_units()};
            lines.assign(from.lines.begin(), from.lines.end());
            for (std::size_t i = 0; i < lines.size(); ++i) {
                if (lines[i].net != bill.lines[i].net) {
                    lines[i].net = bill.lines[i].net;
                    lines[i].exact = {lines[i].net.minor_units(), digits};
                }
            }
            priced.lines = lines;
        }
        Outcome whole = gave;
        whole.tier_told = told.value_or(gave.tier_told);
        this->sink.on(priced, whole);
    }
};

/// The rules of a shop, in the place of versions.
template <class Programme>
class shop_rules : public surroundings<Programme> {
public:
    using programme_type = Programme;
    using member_type = member<Programme>;
    static constexpr bool is_constant = false;

    /// `issued` are the campaigns that the shop's own rules issue: members hold their things. Things of others come with the file.
    shop_rules(const Programme& programme, std::vector<std::uint32_t> issued, int digits)
        : programme_(programme), issued_(std::move(issued)), digits_(digits) {
        this->add_quotas_of(programme);
    }

    [[nodiscard]] const Programme& last() const noexcept { return programme_; }
    [[nodiscard]] const Programme& of(const member_type&) const noexcept { return programme_; }
    [[nodiscard]] static member_type& state(member_type& own) noexcept { return own; }
    [[nodiscard]] static const member_type& state(const member_type& own) noexcept { return own; }
    [[nodiscard]] static member_type at(const member_type& own, instant) noexcept { return own; }
    template <class Event>
    [[nodiscard]] static std::size_t judge_of(const Event&) noexcept {
        return 0;
    }
    [[nodiscard]] static std::uint8_t tier_in_last(const member_type&, std::uint8_t tier) noexcept { return tier; }

    /// How many things of a member can be used.
    [[nodiscard]] std::int64_t things_of(const member_type& own, instant time) const {
        std::int64_t count = 0;
        for (const things::thing_at& each : things::things_of(programme_, own, time)) {
            count += each.status == things::status::active ? 1 : 0;
        }
        return count;
    }
    /// The bill of the last purchase.
    [[nodiscard]] const shown_bill& bill() const noexcept { return shown_; }

    /// Sells a purchase of the file. A refused one leaves the member as before.
    template <class Sink>
    outcome_of<Programme> apply(member_type& own, const sale& event, Sink& sink) const {
        take_lines(event);
        member_type trial = own;
        present(trial, event);
        payments_.clear();
        if (event.till.points > 0) {
            payments_.push_back(
                {.by = tender::points, .points = amount<unit::points>::from_minor_units(event.till.points)});
        }
        const order_type order{.id = event.id,
                               .member = event.member,
                               .time = event.time,
                               .lines = goods_,
                               .presented = presented_,
                               .payments = payments_,
                               .rest = event.tenders.empty() ? tender::cash : event.tenders.front().tender,
                               .store = event.store,
                               .channel = event.channel};
        priced_sink<order_type, bill_type, Sink> priced{{{sink}}, event, lines_, bill_, shown_, told_, digits_};
        const auto gave = loyalty::apply(programme_, trial, order, this->profile(event), priced);
        if (gave.accepted()) {
            own = trial;
            note_bill();
        }
        return gave;
    }

    /// An activity costs nothing, and the like neither.
    template <class Event, class Sink>
    outcome_of<Programme> apply(member_type& own, const Event& event, Sink& sink) const {
        shown_ = {};
        return loyalty::apply(programme_, own, event, this->profile(event), sink);
    }

    /// What the prices of all purchases come to.
    void add_totals(totals_table& totals, const programme_notes& notes) const {
        const auto add = [&](const char* name, const bounded_total& sum) {
            totals.add("prices", fmt::format("{}, {}", notes.currency, name),
                       {sum.overflow ? "passes 64 bits" : units_of(sum.minor_units, notes.currency_digits)});
        };
        add("before discounts", listed_);
        add("discounts", discounted_);
        add("due", due_);
        totals.add("prices", "things used", number_cell(used_));
    }

private:
    using order_type = prices::checkout<sale_money>;
    using bill_type = prices::bill_of<Programme, order_type>;

    struct bounded_total {
        std::int64_t minor_units = 0;
        bool overflow = false;
        void add(std::int64_t more) { overflow = !add_to(minor_units, more) || overflow; }
    };

    void take_lines(const sale& event) const {
        goods_.clear();
        for (const sale_line& each : event.lines) {
            goods_.push_back({.id = static_cast<std::uint32_t>(goods_.size() + 1),
                              .sku = each.sku,
                              .category = each.category,
                              .brand = each.brand,
                              .quantity = each.quantity,
                              .net = each.net,
                              .tax = each.tax,
                              .discount = each.discount,
                              .component = each.component});
        }
    }

    /// The things of the campaigns that the file names. Of one that the shop issues the member's own; any other is issued now, so
    /// that it can be used.
    void present(member_type& own, const sale& event) const {
        presented_.clear();
        told_.reset();
        for (std::size_t i = 0; i < event.till.coupons.size() && event.till.coupons[i] != 0; ++i) {
            const std::uint32_t campaign = event.till.coupons[i];
            std::uint64_t code = 0;
            for (const things::thing_at& each : things::things_of(programme_, own, event.time)) {
                const bool is_own = each.status == things::status::active && each.thing.campaign == campaign &&
                                    !is_presented(each.thing.code);
                code = is_own && code == 0 ? each.thing.code : code;
            }
            if (code == 0 && std::find(issued_.begin(), issued_.end(), campaign) == issued_.end()) {
                code = event.id + i + 1;
                const things::thing_issue issue{.id = event.id - most_coupons + i,
                                                .member = event.member,
                                                .time = event.time,
                                                .thing = {.code = code, .campaign = campaign}};
                const auto gave = loyalty::apply(programme_, own, issue, this->profile(event));
                if (gave.accepted() && !told_) {
                    told_ = gave.tier_told; // time passes for the first event alone
                }
            }
            presented_.push_back({.code = code});
        }
    }
    [[nodiscard]] bool is_presented(std::uint64_t code) const {
        return std::any_of(presented_.begin(), presented_.end(),
                           [&](const things::presented& each) { return each.code == code; });
    }

    void note_bill() const {
        listed_.add(bill_.list_total.minor_units());
        discounted_.add(shown_.discounted);
        due_.add(shown_.due);
        used_ += bill_.uses.size();
    }

    static constexpr std::size_t most_coupons = std::tuple_size_v<decltype(at_the_till::coupons)>;

    const Programme& programme_;
    std::vector<std::uint32_t> issued_;
    int digits_;
    // Of the event at work, and sums: a run has one thread.
    mutable std::vector<basket_line<sale_money>> goods_{};
    mutable std::vector<things::presented> presented_{};
    mutable std::optional<std::uint8_t> told_{};
    mutable std::vector<prices::payment<sale_money>> payments_{};
    mutable std::vector<sale_line> lines_{};
    mutable bill_type bill_{};
    mutable shown_bill shown_{};
    mutable bounded_total listed_{};
    mutable bounded_total discounted_{};
    mutable bounded_total due_{};
    mutable std::uint64_t used_ = 0;
};

} // namespace loyalty_run
