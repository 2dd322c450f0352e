// SPDX-License-Identifier: BSL-1.0
#pragma once

// Lives of customers of a shop, by a programme from text and by one in C++: the same bills, outcomes, balances and things.
#include "shop_reading.hpp"
#include "support.hpp"

#include <loyalty/engine/checkout.hpp>
#include <loyalty/engine/things.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace shops {

using namespace loyalty;
using usd = currency::usd;
using order = prices::checkout<usd>;
using item = basket_line<usd>;

inline constexpr terms<utc, choices::identity::by_time_and_id> frame{.name = "gallery"};
inline constexpr round_off down{rounding::floor};

struct customer {
    instant_window membership{};
};

/// The numbers of all that a bill says, and of what an event did.
using numbers = std::vector<std::int64_t>;

template <class Bill>
[[nodiscard]] numbers numbers_of(const Bill& bill, std::size_t rules) {
    numbers all{static_cast<std::int64_t>(bill.refusal.why),
                bill.refusal.asked,
                bill.refusal.there,
                bill.list_total.minor_units(),
                bill.discounted.minor_units(),
                bill.total.minor_units(),
                bill.due.minor_units(),
                bill.points_paid.minor_units()};
    for (std::size_t i = 0; i < rules; ++i) {
        const auto& rule = bill.rules[i];
        REQUIRE(rule.campaign < 100u);
        all.insert(all.end(), {static_cast<std::int64_t>(rule.name.size()), static_cast<std::int64_t>(rule.campaign),
                               static_cast<std::int64_t>(rule.why), static_cast<std::int64_t>(rule.beaten_by),
                               rule.asked, rule.there, rule.wanted.minor_units(), rule.given.minor_units()});
        for (const auto& share : rule.shares) {
            all.push_back(share.minor_units());
        }
    }
    for (const auto& line : bill.lines) {
        all.insert(all.end(), {line.net.minor_units(), line.tax.minor_units(), line.discount.minor_units()});
    }
    for (const auto& code : bill.presented) {
        all.insert(all.end(), {static_cast<std::int64_t>(code.code), static_cast<std::int64_t>(code.why),
                               static_cast<std::int64_t>(code.rule), static_cast<std::int64_t>(code.beaten_by)});
    }
    for (const auto& paid : bill.payments) {
        all.insert(all.end(), {static_cast<std::int64_t>(paid.why), paid.paid.minor_units(), paid.asked, paid.there});
    }
    for (const auto& use : bill.uses) {
        all.insert(all.end(), {static_cast<std::int64_t>(use.code), static_cast<std::int64_t>(use.campaign)});
    }
    return all;
}

/// A customer's life by one programme. `Vouchers` is the unit that its wallet turns into things.
template <class Programme, class Vouchers>
class life {
public:
    life(const Programme& rules, customer facts) : rules_{rules}, facts_{facts} {}

    [[nodiscard]] auto bill_of(const order& event) const { return prices::quote(rules_, own_, event, facts_); }

    numbers buys(const order& event) {
        auto sold = apply_with_receipt(rules_, own_, event, facts_);
        if (sold.outcome.accepted()) {
            last_sale_.emplace(sold.receipt);
        }
        return what(sold.outcome);
    }
    numbers gives_back(std::uint64_t id, instant time) {
        if (!last_sale_) {
            return {};
        }
        const numbers done = what(apply(rules_, own_, last_sale_->returned({.id = id, .time = time}), facts_));
        last_sale_.reset();
        return done;
    }
    template <class Event>
    numbers does(const Event& event) {
        return what(apply(rules_, own_, event, facts_));
    }
    /// Balances and things at a moment.
    [[nodiscard]] numbers holds(instant time) const {
        numbers all{balance<unit::points>(time), balance<unit::stamps>(time), balance<usd>(time)};
        if constexpr (Programme::keeps_things) {
            for (const auto& each : things::things_of(rules_, own_, time)) {
                all.insert(all.end(),
                           {static_cast<std::int64_t>(each.thing.code), static_cast<std::int64_t>(each.thing.campaign),
                            each.thing.uses, each.thing.from.seconds_since_epoch, each.thing.until.seconds_since_epoch,
                            each.thing.stored.minor_units(), static_cast<std::int64_t>(each.status)});
            }
        }
        return all;
    }
    /// The code of one of the things that are held.
    [[nodiscard]] std::uint64_t code(instant time, std::size_t number) const {
        if constexpr (Programme::keeps_things) {
            const auto held = things::things_of(rules_, own_, time);
            return held.size() == 0 ? 1 : held[number % held.size()].thing.code;
        } else {
            return 0;
        }
    }

private:
    template <class Unit>
    [[nodiscard]] std::int64_t balance([[maybe_unused]] instant time) const {
        if constexpr (loyalty::detail::has_account_of<Unit, Programme>) {
            return balances_of<Unit>(rules_, own_, time).available.minor_units();
        } else if constexpr (loyalty::detail::has_balance_of<Unit, Programme>) {
            return own_.template balance<Unit>().minor_units();
        } else {
            return 0;
        }
    }
    template <class Outcome>
    [[nodiscard]] static numbers what(const Outcome& outcome) {
        const auto granted = [&]<class Unit>(Unit) -> std::int64_t {
            if constexpr (loyalty::detail::lists<Unit, typename Programme::units_type>) {
                return outcome.template granted<Unit>().minor_units();
            } else {
                return 0;
            }
        };
        return {static_cast<std::int64_t>(outcome.refused),
                granted(unit::points{}),
                granted(unit::stamps{}),
                granted(Vouchers{}),
                granted(usd{}),
                static_cast<std::int64_t>(outcome.tier_after)};
    }

    const Programme& rules_;
    customer facts_;
    member<Programme> own_{};
    std::optional<receipt<Programme>> last_sale_;
};

/// Draws orders; what one holds lasts to the next one.
class orders {
public:
    explicit orders(std::uint32_t seed) : random_{seed} {}

    [[nodiscard]] std::uint32_t below(std::uint32_t end) { return static_cast<std::uint32_t>(random_() % end); }
    [[nodiscard]] order draw(std::uint64_t id, instant time) {
        lines_.clear();
        const std::uint32_t count = 1 + below(5);
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint32_t pieces = 1 + below(6);
            lines_.push_back({.id = i + 1,
                              .category = below(6),
                              .quantity = pieces,
                              .net = money<usd>::from_minor_units(std::int64_t{pieces} * (100 + below(4'000))),
                              .tax = money<usd>::from_minor_units(below(300))});
        }
        if (below(3) == 0) {
            lines_.push_back({.id = 9, .quantity = 1, .net = 7_usd, .component = component::shipping});
        }
        return {.id = id, .time = time, .lines = lines_, .channel = below(2)};
    }
    /// The order with codes of the campaigns 7, 8 and 9, each or not.
    [[nodiscard]] order carrying(order from) {
        codes_.clear();
        for (std::uint32_t campaign = 7; campaign <= 9; ++campaign) {
            if (below(2) == 0) {
                codes_.push_back(things::carried({.code = from.id * 10 + campaign, .campaign = campaign}));
            }
        }
        from.presented = codes_;
        return from;
    }
    [[nodiscard]] order presenting(order from, std::uint64_t code) {
        codes_.assign({{.code = code}});
        from.presented = codes_;
        return from;
    }
    [[nodiscard]] order paid_by_card(order from, std::uint64_t code) {
        payments_.assign({{.by = tender::gift_card, .card = {.code = code}}});
        from.payments = payments_;
        return from;
    }

    [[nodiscard]] order paid_by_points(order from) {
        payments_.assign({{.by = tender::points, .points = amount<unit::points>::from_minor_units(below(80))}});
        from.payments = payments_;
        return from;
    }

private:
    std::mt19937 random_;
    std::vector<item> lines_;
    std::vector<things::presented> codes_;
    std::vector<prices::payment<usd>> payments_;
};

/// Lets 25 customers live the same lives by a programme from text and one in C++: `step(drawn, left, right, id, time)` is one event of
/// both. Returns the sum of what the steps return.
template <class FromText, class Programme, class Step>
std::size_t live_both(const FromText& text, const Programme& constant, customer facts, std::uint64_t events,
                      Step step) {
    std::size_t sum = 0;
    for (std::uint32_t seed = 1; seed <= 25; ++seed) {
        CAPTURE(seed);
        orders drawn{seed};
        life<FromText, unit::badges> left{text, facts};
        life<Programme, unit::vouchers> right{constant, facts};
        instant time = "2024-12-20T09:00"_utc;
        for (std::uint64_t id = 1; id <= events; ++id) {
            CAPTURE(id);
            time = instant{time.seconds_since_epoch + 600 + drawn.below(400'000)};
            sum += step(drawn, left, right, id, time);
        }
    }
    return sum;
}

[[nodiscard]] inline usd_shop read_shop_file(const std::string& name) {
    const auto read = read_usd_shop(file_text("examples/rules/shops/" + name + ".json"));
    REQUIRE(first_mistake(read.wrong) == "");
    return read;
}

/// Without the codes that a bill refuses, an order can be sold.
template <class Bill>
void leave_out_refused(const Bill& bill, std::vector<things::presented>& kept, order& from) {
    kept.clear();
    for (std::size_t i = 0; i < bill.presented.size(); ++i) {
        if (bill.presented[i].why == reason::none) {
            kept.push_back(from.presented[i]);
        }
    }
    from.presented = kept;
}

} // namespace shops
