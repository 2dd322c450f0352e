// SPDX-License-Identifier: BSL-1.0
#pragma once

// Random events of all kinds for several members, applied one after the other. Of each event and outcome a copy is kept, and of
// each receipt as it was when it was made, so that the same stream can run again in another way.

#include <loyalty/engine/shares.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/stream/event_of.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <type_traits>
#include <variant>
#include <vector>

namespace support {

using namespace loyalty;
using namespace loyalty::ledgers;
using namespace loyalty::things;
using namespace loyalty::effects;
using namespace loyalty::extensions;

/// `Sale` is the type of its purchases: a `purchase`, or one that points may pay.
template <class Programme, class Sale = purchase<currency::usd>>
class mixed_life {
public:
    using sale = Sale;
    using plain_sale = purchase<currency::usd>;
    using goods = basket<currency::usd>;
    using item = basket_line<currency::usd>;
    using kept_return = ledgers::kept_return_of<Programme, sale>;
    using event_type = event_of<Programme, sale, kept_return>;
    using member_type = member<Programme>;
    using outcome_type = outcome_of<Programme>;
    using points_amount = amount<unit::points>;
    static constexpr bool keeps_lots = has_account<Programme, unit::points>;
    static constexpr std::uint32_t member_count = 7;

    /// The receipts of sales and redemptions in the order in which they were made.
    struct receipts {
        std::vector<receipt<Programme>> of_sales{};
        std::vector<redemption_receipt<Programme, unit::points>> of_points{};

        friend bool operator==(const receipts&, const receipts&) = default;
    };

    mixed_life(const Programme& programme, std::mt19937_64& random) : programme_{programme}, random_{random} {}

    /// One more event. `note(event)` is called before it is applied.
    template <class Note>
    void step(Note note) {
        pass_time();
        if constexpr (Programme::keeps_things) {
            if (below(2) == 0) {
                return happen(with_things(), note);
            }
        }
        const std::uint64_t what = below(24);
        happen(what < 9    ? buy()
               : what < 12 ? return_goods()
               : what < 15 ? without_points(what)
                           : with_points(what),
               note);
    }

    /// One more event that is not of the sum: a basket.
    template <class Note>
    void buy_basket(Note note) {
        pass_time();
        std::array<item, 3> lines{};
        for (item& each : lines) {
            each = {.category = static_cast<std::uint32_t>(below(9)), .net = price()};
        }
        const goods bought{.id = id_,
                           .member = static_cast<std::uint32_t>(below(member_count)),
                           .time = time_,
                           .lines = std::span<const item>{lines}.first(static_cast<std::size_t>(below(4))),
                           .tenders = {}};
        note(bought);
        count(apply(programme_, members_[bought.member], bought));
    }

    [[nodiscard]] const std::vector<member_type>& members() const { return members_; }
    [[nodiscard]] const std::vector<outcome_type>& outcomes() const { return outcomes_; }
    [[nodiscard]] std::size_t accepted() const { return accepted_; }
    /// How many events of each type of the sum were accepted, in their order there.
    [[nodiscard]] const auto& accepted_by_type() const { return accepted_by_type_; }
    /// The receipts as they were when they were made, and as the returns have left them.
    [[nodiscard]] const receipts& fresh_receipts() const { return fresh_; }
    [[nodiscard]] const receipts& used_receipts() const { return used_; }

    /// The events so far. Those that need a receipt point to one of `own`.
    [[nodiscard]] std::vector<event_type> stream(receipts& own) const {
        std::vector<event_type> result;
        for (const happening& each : events_) {
            result.push_back(each.what);
            point_to(result.back(), own, each.slip);
        }
        return result;
    }

private:
    struct happening {
        event_type what{};
        std::size_t slip = 0; ///< the index of its receipt
    };

    void pass_time() {
        ++id_;
        time_ += dates::seconds{static_cast<std::int64_t>(below(3) == 0 ? 0 : below(100'000))};
    }
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
    [[nodiscard]] std::uint32_t someone() { return static_cast<std::uint32_t>(below(50) == 0 ? 7 : below(7)); }
    [[nodiscard]] money<currency::usd> price() {
        return money<currency::usd>::from_minor_units(static_cast<std::int64_t>(below(40'000)) - 50);
    }
    [[nodiscard]] points_amount some_points() {
        return points_amount::from_minor_units(static_cast<std::int64_t>(below(100)) - 3);
    }
    [[nodiscard]] date today() const { return calendar<>{}.business_date(time_); }

    [[nodiscard]] happening buy();
    /// Part of a purchase, or all that is left of it; sometimes more than that, which is refused.
    [[nodiscard]] happening return_goods();
    /// Up to all of what a sale has earned and not lost; seldom more, or of a sign that is refused.
    [[nodiscard]] share_of<Programme> some_share(const outcome_type& earned);
    [[nodiscard]] happening without_points(std::uint64_t what);
    /// A tier, which may be none of the programme, or a membership, or neither.
    [[nodiscard]] happening set_by_hand();
    /// Mostly about one of the things that the member holds, and one of a few orders.
    [[nodiscard]] happening with_things();
    [[nodiscard]] happening with_points(std::uint64_t what);
    [[nodiscard]] happening with_lots(std::uint64_t what, std::uint32_t member, points_amount some);
    /// Mostly of the last sale.
    [[nodiscard]] happening confirm(std::uint32_t member, points_amount some);
    [[nodiscard]] happening give_points_back(points_amount some);

    static void point_to(event_type& what, receipts& own, std::size_t slip) {
        std::visit(
            [&](auto& one) {
                using type = std::remove_cvref_t<decltype(one)>;
                if constexpr (is_return<type>) {
                    one.receipt = &own.of_sales[slip];
                } else if constexpr (kind_of<type> == event_kind::give_back) {
                    one.receipt = &own.of_points[slip];
                }
            },
            what.value);
    }

    template <class Note>
    void happen(happening one, Note& note) {
        events_.push_back(one);
        point_to(one.what, used_, one.slip);
        note(one.what);
        const outcome_type gave = one.what.visit([&](const auto& event) { return judge(event); });
        outcomes_.push_back(gave);
        count(gave);
        accepted_by_type_[one.what.value.index()] += gave.accepted() ? 1u : 0u;
    }

    void count(const outcome_type& gave) { accepted_ += gave.accepted() ? 1u : 0u; }

    template <class Event>
    [[nodiscard]] outcome_type judge(const Event& event) {
        if (event.member >= member_count) {
            return {.refused = reason::unknown_member, .tier_before = rule_of_engine};
        }
        member_type& own = members_[event.member];
        if constexpr (is_purchase<Event>) {
            const auto sold = apply_with_receipt(programme_, own, event);
            if (sold.outcome.accepted()) {
                sold_.push_back(event);
                fresh_.of_sales.push_back(sold.receipt);
                used_.of_sales.push_back(sold.receipt);
            }
            return sold.outcome;
        } else if constexpr (keeps_lots &&
                             (kind_of<Event> == event_kind::redemption || kind_of<Event> == event_kind::commitment)) {
            return judge_spending(event, own);
        } else if constexpr (kind_of<Event> == event_kind::transfer) {
            if (event.to >= member_count) {
                const std::uint8_t tier = detail::tier_of_last_event<Programme>(own);
                return {.refused = reason::unknown_member,
                        .tier_told = tier,
                        .tier_before = rule_of_engine,
                        .tier_after = tier};
            }
            return apply(programme_, own, members_[event.to], event);
        } else if constexpr (kind_of<Event> == event_kind::tier_grant ||
                             kind_of<Event> == event_kind::membership_change) {
            return apply(programme_, own, event_type{event}); // not every programme keeps it
        } else {
            return apply(programme_, own, event);
        }
    }

    template <class Event>
    [[nodiscard]] outcome_type judge_spending(const Event& event, member_type& own) {
        const auto paid = apply_with_receipt(programme_, own, event);
        if constexpr (std::is_same_v<typename Event::unit, unit::points>) {
            if (paid.outcome.accepted()) {
                spenders_.push_back(event.member);
                fresh_.of_points.push_back(paid.receipt);
                used_.of_points.push_back(paid.receipt);
            }
        }
        return paid.outcome;
    }

    const Programme& programme_;
    std::mt19937_64& random_;
    std::vector<member_type> members_ = std::vector<member_type>(member_count);
    std::vector<happening> events_{};
    std::vector<outcome_type> outcomes_{};
    receipts fresh_{};
    receipts used_{};
    std::vector<sale> sold_{};              ///< one for each receipt of a sale
    std::vector<std::uint32_t> spenders_{}; ///< one for each receipt of points
    std::array<std::size_t, std::variant_size_v<decltype(event_type::value)>> accepted_by_type_{};
    reservation<unit::points> last_hold_{};
    std::uint64_t id_ = 0;
    instant time_{1'704'067'200}; ///< 2024-01-01
    std::size_t accepted_ = 0;
};

} // namespace support

#include "mixed_life_events.hpp"
