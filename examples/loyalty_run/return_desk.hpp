// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Purchases with their receipts, returns through them, and the check that nothing of what came back stays behind.

#include "options.hpp"
#include "recorder.hpp"
#include "retail_fold.hpp"
#include "returns.hpp"
#include "writing.hpp"

#include <loyalty/engine/itemize.hpp>
#include <loyalty/engine/shares.hpp>
#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty_run {

using namespace loyalty::extensions;

/// The exact money of a file's lines.
struct file_money {
    exact_sum all_lines;
    exact_sum passed_over;
};

/// Serves the events of a programme one by one.
template <class Rules>
class return_desk {
public:
    using Programme = typename Rules::programme_type;
    using member_type = typename Rules::member_type;
    using outcome_type = outcome_of<Programme>;
    using sale_type = sale;
    using line_type = sale_line;

    /// `may_have_returns`: the stream may give goods back, so purchases are kept; else none is, and memory is that of the members.
    return_desk(const Rules& rules, programme_notes& notes, const options& asked, const stream_names& names,
                bool may_have_returns)
        : rules_(rules),
          notes_(notes),
          names_(names),
          keeps_sales_(may_have_returns || asked.check_returns),
          claws_back_(asked.unmatched != "refuse"),
          checks_(asked.check_returns),
          keeps_(asked.on_return == "keep"),
          return_days_(asked.return_days),
          book_(find_rounding(asked.rounding).value_or(rounding::half_up), notes.currency_digits,
                std::size_t{asked.returns_mb} << 20U),
          rounding_(find_rounding(asked.rounding).value_or(rounding::half_up)) {
        if (checks_ && keeps_) {
            throw failure{
                exit_code::wrong_use,
                "--check-returns computes what the kept goods earn, and --on-return keep takes shares of what the "
                "purchase earned: give one of the two"};
        }
        if (Programme::shares_quotas && (checks_ || keeps_)) {
            throw failure{exit_code::wrong_use, "--check-returns and --on-return keep: what a purchase earns out of a "
                                                "quota depends on other members, so "
                                                "a return is evaluated anew: leave them out"};
        }
    }

    template <class Sink>
    void serve(const sale_type& event, member_type& own, Sink& sink) {
        if (return_days_) {
            book_.forget_before(event.time - dates::seconds{std::int64_t{*return_days_} * 86'400});
        }
        if (event.is_return) {
            take_back(event, own, sink);
            return;
        }
        if (event.is_redemption()) {
            const redemption<unit::points> spent{
                .id = event.id, .member = event.member, .time = event.time, .amount = event.redeems};
            sink.on(event, rules_.apply(own, spent, sink));
            return;
        }
        if (!keeps_sales_) {
            static_cast<void>(rules_.apply(own, event, sink));
            return;
        }
        const auto sold = rules_.apply_with_receipt(own, event, sink);
        if (sold.outcome.accepted()) {
            const std::uint32_t number = book_.keep(names_.event_name(event.origin), event, sold.receipt);
            if constexpr (!Programme::counts_grants) {
                if (keeps_) {
                    book_.keep_shares(number, event.lines.size() <= 64
                                                  ? shares_of_lines<64>(event, sold.receipt)
                                                  : shares_of_lines<most_lines>(event, sold.receipt));
                }
            }
            note(number, event.time);
        }
    }

    [[nodiscard]] const return_totals& totals() const noexcept { return totals_; }

    /// Returns true if purchases are kept, because their goods may come back.
    [[nodiscard]] bool keeps_sales() const noexcept { return keeps_sales_; }
    /// The purchases that were forgotten because memory for them was full.
    [[nodiscard]] forgotten_sales without_room() const noexcept { return book_.without_room(); }
    /// The money that is kept of these purchases: as rounded line by line, and exactly.
    [[nodiscard]] std::pair<std::int64_t, exact_sum> kept() const { return book_.kept(); }

    /// Compares the points of each member with those of what the member keeps; true where all are equal.
    template <class Members>
    [[nodiscard]] bool check(const Members& members, instant as_of, const recorder<Rules, sale_type>& record,
                             const file_money& file, totals_table& shown) const {
        std::vector<retail_fold> folds(members.size());
        std::vector<retail_fold> strict(members.size());
        fold(folds, strict);
        std::uint64_t equal = 0;
        std::uint64_t above = 0;
        std::int64_t points_above = 0;
        for (std::uint32_t i = 0; i < members.size(); ++i) {
            const auto books =
                balances_of<unit::points>(rules_.last(), rules_.state(rules_.at(members[i], as_of)), as_of);
            const std::int64_t has = (books.earned - books.clawed_back).minor_units();
            const std::int64_t due = folds[i].points() - clawed_of(i);
            const bool adds_up = books.earned == books.pending + books.available + books.held + books.spent +
                                                     books.expired + books.clawed_back - books.debt;
            if (has == due && adds_up) {
                ++equal;
            } else if (i - equal < comparison::most_differences) {
                fmt::print(stderr, "returns: member {}: {} points, what was kept gives {}\n", record.member_name(i),
                           has, due);
            }
            const std::int64_t more = folds[i].points() - strict[i].points();
            above += more != 0 ? 1U : 0U;
            points_above += more;
        }
        shown.add("check", "points = those of the goods kept",
                  {fmt::format("{} of {} member{} equal", equal, members.size(), members.size() == 1 ? "" : "s")});
        shown.add("check", "points that tiers and streaks reached with returned goods gave to goods kept",
                  {fmt::format("{}, of {} member{}", points_above, above, above == 1 ? "" : "s")});
        return equal == members.size() && check_money(record, file, shown);
    }

private:
    /// Pieces out of a line, and the price at which they come back.
    struct taken_at {
        taken_pieces taken;
        decimal price{};
    };

    template <class Sink>
    void take_back(const sale_type& event, member_type& own, Sink& sink) {
        const std::string_view original =
            event.original == no_text ? std::string_view() : names_.originals.text(event.original);
        std::map<std::uint32_t, std::vector<taken_at>> by_sale;
        std::vector<line_type> unknown;
        for (const line_type& back : event.lines) {
            const matched_line found = book_.take(event.member, back, original);
            ++totals_.lines[static_cast<std::size_t>(found.how)];
            for (const taken_pieces& each : found.taken) {
                by_sale[each.from.sale].push_back({each, back.unit_price});
            }
            if (found.missing != 0) {
                unknown.push_back(part_of(back, found.missing));
            }
        }
        std::uint64_t id = event.id;
        for (const auto& [number, taken] : by_sale) {
            reverse_one(event, {.id = id++, .member = event.member, .time = event.time}, number, taken, own, sink);
        }
        if (!unknown.empty()) {
            settle_unknown(event, {.id = id, .member = event.member, .time = event.time}, unknown, own, sink);
        }
    }

    /// The shares of the lines of a sale in what it earned.
    template <std::size_t MostLines>
    [[nodiscard]] std::vector<ledgers::share_of<Programme>> shares_of_lines(const sale_type& event,
                                                                            const receipt<Programme>& slip) const {
        const auto items = itemize<MostLines>(rules_.of_receipt(slip), slip, event);
        if (items.why != reason::none) {
            throw failure{exit_code::wrong_use, "the shares of a purchase: " + std::string(message(items.why))};
        }
        return {items.shares.begin(), items.shares.end()};
    }

    /// Takes back with the goods the difference to what the rest earns, or their share.
    template <class Sink>
    [[nodiscard]] outcome_type apply_rest(const event_key& when, std::uint32_t number, const sale_type& rest,
                                          const std::vector<taken_at>& taken, member_type& own, Sink& sink) {
        const auto event = book_[number].slip.returned(when, rest);
        if constexpr (!Programme::counts_grants) {
            if (keeps_) {
                std::vector<taken_pieces> pieces;
                for (const taken_at& each : taken) {
                    pieces.push_back(each.taken);
                }
                return rules_.apply(own, event.keeping_shares(book_.share_of_taken(number, pieces)), sink);
            }
        }
        return rules_.apply(own, event, sink);
    }

    template <class Sink>
    void reverse_one(const sale_type& event, const event_key& when, std::uint32_t number,
                     const std::vector<taken_at>& taken, member_type& own, Sink& sink) {
        auto& kept = book_[number];
        const std::int64_t before = kept.slip.net_minor_units;
        const sale_type rest = book_.remaining(number, lines_, parts_);
        for (line_type& each : lines_) {
            each.sku = names_.sku_of(each.article);
        }
        const bool nothing = rest.lines.empty();
        const outcome_type gave = nothing ? rules_.apply(own, kept.slip.returned(when), sink)
                                          : apply_rest(when, number, rest, taken, own, sink);
        sink.on_return(event, kept.id, gave.accepted() ? "" : std::string(message(gave.refused)), gave);
        if (!gave.accepted()) {
            ++totals_.refused;
            for (const taken_at& each : taken) {
                book_.put_back(each.taken);
            }
            return;
        }
        ++totals_.accepted;
        totals_.voids += nothing ? 1U : 0U;
        totals_.taken_minor_units += before - (nothing ? 0 : kept.slip.net_minor_units);
        for (const taken_at& each : taken) {
            totals_.pieces_taken += static_cast<std::uint64_t>(each.taken.pieces);
            totals_.taken.add(product(each.taken.pieces, book_.line_at(each.taken.from).unit_price()));
            totals_.cancelled.add(product(each.taken.pieces, each.price));
        }
        note(number, event.time);
    }

    /// Goods of which no purchase is known: nothing, or what a purchase of them would earn today by the points rule alone.
    template <class Sink>
    void settle_unknown(const sale_type& event, const event_key& when, const std::vector<line_type>& unknown,
                        member_type& own, Sink& sink) {
        for (const line_type& each : unknown) {
            totals_.pieces_unknown += static_cast<std::uint64_t>(each.quantity);
            totals_.unknown.add(each.exact);
        }
        if (!claws_back_) {
            const outcome_type nothing{.tier_after = tier_of(rules_.of(own), rules_.state(own), event.time)};
            sink.on_return(event, "", "no purchase of these goods is known", nothing);
            return;
        }
        const amount<unit::points> award = earned_today(event, when, unknown, own);
        const clawback<unit::points> taken{.id = when.id, .member = when.member, .time = when.time, .amount = award};
        const outcome_type gave = rules_.apply(own, taken, sink);
        if (gave.accepted()) {
            totals_.clawed_back_at_todays_rate += award.minor_units();
            clawed_[event.member] += award.minor_units();
        }
        sink.on_return(event, "", gave.accepted() ? "" : std::string(message(gave.refused)), gave);
    }

    /// Receives what the points rule alone would grant.
    struct points_rule_sink {
        const programme_notes& notes;
        amount<unit::points> granted{};

        void on(const award<unit::points>& given) {
            granted += notes.rule_name(given.rule) == "points" ? given.granted : amount<unit::points>{};
        }
    };

    [[nodiscard]] amount<unit::points> earned_today(const sale_type& event, const event_key& when,
                                                    const std::vector<line_type>& unknown, const member_type& own) {
        sale_type basket = event;
        basket.id = when.id;
        basket.lines = unknown;
        parts_.assign(unknown.size(), {});
        basket.tenders = parts_;
        points_rule_sink received{notes_};
        member_type trial = own;
        const auto left = rules_.left(); // nothing was sold
        static_cast<void>(rules_.apply(trial, basket, received));
        rules_.put_back(left);
        return received.granted;
    }

    [[nodiscard]] static decimal product(std::int64_t pieces, decimal price) {
        return multiply(decimal{pieces, 0}, price, price.scale, rounding::down).value_or(decimal{});
    }

    /// So many pieces of a line, at its price; all of it where the file states no price.
    [[nodiscard]] line_type part_of(const line_type& whole, std::int64_t pieces) const {
        line_type part = whole;
        if (whole.is_priced) {
            part.quantity = pieces;
            part.exact = product(pieces, whole.unit_price);
            part.net = booked(part.exact, rounding_, notes_.currency_digits);
        }
        return part;
    }

    void note(std::uint32_t number, instant time) {
        if (checks_) {
            const auto& kept = book_[number];
            const bool keeps = kept.slip.net_minor_units >= 0;
            // The check counts days, and knows no zones.
            const instant on_clock{rules_.last().frame.calendar.local(time).seconds_since_epoch};
            journal_.push_back({kept.basket.member, number, on_clock, keeps ? kept.slip.net_minor_units : 0, keeps});
        }
    }

    /// `folds` hear what happened; `strict`, only of what was kept in the end.
    void fold(std::vector<retail_fold>& folds, std::vector<retail_fold>& strict) const {
        std::vector<kept_entry> last(book_.count());
        for (const kept_entry& each : journal_) {
            folds[each.member].on(each);
            const bool is_new = last[each.sale].time == instant{};
            const instant sold = is_new ? each.time : last[each.sale].time;
            last[each.sale] = each;
            last[each.sale].time = sold;
        }
        for (const kept_entry& each : last) {
            if (each.keeps_lines) {
                strict[each.member].on(each);
            }
        }
    }

    [[nodiscard]] std::int64_t clawed_of(std::uint32_t member) const {
        const auto found = clawed_.find(member);
        return found == clawed_.end() ? 0 : found->second;
    }

    /// Bought = returned + kept, exactly and in pence; and the file is what was bought and passed over, less what was
    /// cancelled. Refused events are in neither, so a run that has them says nothing about the file.
    [[nodiscard]] bool check_money(const recorder<Rules, sale_type>& record, const file_money& file,
                                   totals_table& shown) const {
        const auto [minor_units, exact] = kept();
        const auto bought = record.exact.total();
        const bool adds_up = bought && bought == (exact + totals_.taken).total() &&
                             record.money_minor_units == minor_units + totals_.taken_minor_units;
        shown.add("check", "money bought = returned + kept", {adds_up ? "exactly, and as rounded" : "IT DIFFERS"});
        const auto all = (file.all_lines + totals_.cancelled + totals_.unknown).total();
        const bool all_accepted = record.by_reason[0] == record.events() && totals_.refused == 0;
        const bool agrees = all && all == (record.exact + file.passed_over).total();
        if (all_accepted) {
            shown.add("check", "money of the file = bought + passed over - cancelled",
                      {agrees ? "exactly" : "IT DIFFERS"});
        }
        return adds_up && (agrees || !all_accepted);
    }

    const Rules& rules_;
    programme_notes& notes_;
    const stream_names& names_;
    bool keeps_sales_ = true;
    bool claws_back_ = false;
    bool checks_ = false;
    bool keeps_ = false;
    std::optional<std::int32_t> return_days_; ///< how long goods may come back; as long as there is room without it
    sale_book<Programme> book_;
    rounding rounding_;
    return_totals totals_;
    std::vector<kept_entry> journal_;
    std::map<std::uint32_t, std::int64_t> clawed_;
    std::vector<line_type> lines_;
    std::vector<tender_part<sale_money>> parts_;
};

/// Stands where a programme takes no returns.
struct no_desk {
    template <class Rules>
    no_desk(const Rules&, programme_notes&, const options& asked, const stream_names&, bool) {
        if (asked.check_returns || !asked.as_of.empty() || asked.return_days || asked.unmatched != "refuse" ||
            asked.returns_mb != options{}.returns_mb || asked.on_return != "re_evaluate") {
            throw failure{
                exit_code::wrong_use,
                std::string("--check-returns, --unmatched, --on-return, --return-days, --returns-mb and --as-of ") +
                    (has_prices<typename Rules::programme_type>
                         ? "mean nothing here: a shop takes no returns from a file. Leave them out"
                         : "are for programmes that keep a ledger: retail")};
        }
    }
};

template <class Rules, class Transaction>
struct desk_of {
    using type = no_desk;
};
template <class Rules>
requires takes_returns_from<typename Rules::programme_type, sale>
struct desk_of<Rules, sale> {
    using type = return_desk<Rules>;
};

} // namespace loyalty_run
