// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What is tried to find a difference of two programmes: see explain/shortest_difference.hpp.

#include <loyalty/config.hpp>
#include <loyalty/explain/description.hpp>
#include <loyalty/explain/leaflet_values.hpp>
#include <loyalty/time/date.hpp>
#include <loyalty/time/text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loyalty::io::differences {

inline constexpr std::size_t most_ideas = 400;

/// The facts of the host's own that an idea may have.
inline constexpr std::size_t most_own_facts = 8;

/// A fact of the host's own, by its number: an amount of a unit, or a code from 1 on.
struct own_fact {
    std::size_t number = 0;
    std::string unit{};     ///< of an amount: the rules say "10 km"
    std::int64_t codes = 0; ///< the last code; 0 for an amount
};

/// What the member does.
enum class deed : std::uint8_t {
    buys,
    gives_back, ///< all that was left of the last purchase
    redeems,    ///< points, without a purchase
};

/// What both programmes take besides purchases.
struct deeds_taken {
    bool returns = false;
    bool redemptions = false;
};

/// A purchase of one line or two, a return or a redemption, some time behind what was done before it.
struct idea {
    deed what = deed::buys;
    std::int64_t redeemed_points = 0;         ///< of a redemption: whole points
    std::int64_t further_net_minor_units = 0; ///< of the second line; 0: there is none
    std::uint32_t further_category = 0;
    std::int64_t net_minor_units = 100;
    std::int64_t quantity = 1;
    std::uint32_t category = 0;
    std::uint8_t component = 0;
    std::uint8_t tender = 0;
    std::int64_t seconds_later = 3600;
    std::int64_t not_before = 0;                    ///< seconds since 1970; 0: no such day
    std::array<std::int64_t, most_own_facts> own{}; ///< by the number of the fact

    [[nodiscard]] friend bool operator==(const idea&, const idea&) = default;
};

/// The ideas of the rules of programmes: purchases at their amounts and a minor unit below, on their days, in their categories.
class idea_finder {
public:
    explicit idea_finder(const std::vector<descriptions::description>& programmes, std::vector<own_fact> facts = {},
                         deeds_taken taken = {})
        : facts_{std::move(facts)}, taken_{taken} {
        for (const auto& each : programmes) {
            for (const std::string& day : {each.from, each.until}) {
                look_at(day.substr(0, 10), {});
            }
            for (const descriptions::part& rule : each.rules) {
                look(rule, each.currency);
            }
        }
    }

    [[nodiscard]] std::vector<idea> ideas() const {
        std::vector<std::int64_t> nets(amounts_.begin(), amounts_.end());
        std::vector<idea> plain;
        for (const std::int64_t net : nets) {
            plain.push_back({.net_minor_units = net});
        }
        for (const auto& [number, amount] : own_amounts_) {
            plain.emplace_back();
            plain.back().own[number] = amount;
        }
        std::vector<idea> all = plain;
        const auto vary = [&](auto change) {
            for (const idea& each : plain) {
                all.push_back(each);
                change(all.back());
            }
        };
        for (const own_fact& each : facts_) {
            for (std::int64_t code = 1; code <= each.codes; ++code) {
                vary([&](idea& one) { one.own[each.number] = code; });
            }
        }
        for (const std::uint32_t code : categories_) {
            vary([&](idea& one) { one.category = code; });
        }
        for (const std::int64_t days : delays_) {
            vary([&](idea& one) { one.seconds_later = days * 86'400; });
        }
        for (const std::int64_t moment : moments_) {
            vary([&](idea& one) { one.not_before = moment; });
        }
        for (const std::uint8_t tender : tenders_) {
            vary([&](idea& one) { one.tender = tender; });
        }
        for (const std::uint8_t component : components_) {
            vary([&](idea& one) { one.component = component; });
        }
        for (const std::int64_t quantity : quantities_) {
            vary([&](idea& one) { one.quantity = quantity; });
        }
        all.resize((std::min)(all.size(), most_ideas - most_further_ideas));
        add_further(plain, all);
        return all;
    }

private:
    static constexpr std::size_t most_further_ideas = 60;
    static constexpr std::size_t most_delays = 20;

    /// Returns, redemptions and baskets of two lines, at most `most_further_ideas`.
    void add_further(const std::vector<idea>& plain, std::vector<idea>& all) const {
        std::vector<idea> further;
        for (const std::int64_t days : {std::int64_t{0}, std::int64_t{31}}) {
            if (taken_.returns) {
                further.push_back({.what = deed::gives_back, .seconds_later = 3600 + days * 86'400});
            }
        }
        for (const std::int64_t points : points_) {
            if (taken_.redemptions) {
                further.push_back({.what = deed::redeems, .redeemed_points = points});
            }
        }
        std::vector<std::uint32_t> categories{0};
        categories.insert(categories.end(), categories_.begin(), categories_.end());
        for (const std::uint32_t first : categories) {
            for (const std::uint32_t second : categories) {
                if (first < second || categories.size() == 1) {
                    for (const idea& each : plain) {
                        further.push_back(each);
                        further.back().category = first;
                        further.back().further_category = second;
                        further.back().further_net_minor_units = each.net_minor_units;
                    }
                }
            }
        }
        further.resize((std::min)(further.size(), most_further_ideas));
        all.insert(all.end(), further.begin(), further.end());
    }

    /// Times between purchases around a number of days, months or other periods that a rule names.
    void add_delay(std::string_view field, const std::string& text, std::string_view period) {
        std::int64_t number = 0;
        if (!descriptions::values::whole_number(text, number) || number <= 0 || number > 1'000) {
            return;
        }
        const std::int64_t days = field.ends_with("days") || period == "day"        ? 1
                                  : period == "week"                                ? 7
                                  : period == "quarter"                             ? 92
                                  : period == "year"                                ? 366
                                  : field.ends_with("months") || field == "periods" ? 31
                                                                                    : 0;
        for (const std::int64_t each : {(number - 1) * days, number * days}) {
            if (each > 0 && delays_.size() < most_delays) {
                delays_.insert(each);
            }
        }
    }

    /// As deep as the rules are.
    void look(const descriptions::part& what, const std::string& currency) {
        if (what.what == descriptions::part::kind::value) {
            look_at(what.text, currency);
        }
        for (const descriptions::part& each : what.items) {
            look(each, currency);
        }
        for (const descriptions::field& each : what.fields) {
            if (what.name == "category_is") {
                for (const descriptions::part& code : each.value.items) {
                    add_number(code.text, categories_);
                }
            } else {
                const descriptions::part* const unit = what.find("unit");
                add_delay(each.name.empty() ? std::string_view(what.name) : std::string_view(each.name),
                          each.value.text, unit == nullptr ? std::string_view() : std::string_view(unit->text));
                look(each.value, currency);
            }
        }
    }
    void look_at(const std::string& text, const std::string& currency) {
        const auto amount = descriptions::values::amount_text::of(text);
        for (const own_fact& each : facts_) {
            if (each.unit == amount.unit && !amount.unit.empty()) {
                add_own(each.number, amount.number.substr(0, amount.number.find('.')));
            }
        }
        if (amount.unit == currency && !currency.empty()) {
            add_money(amount.number);
        } else if (amount.unit == "points") { // a redemption is tried in whole points
            add_points(amount.number.substr(0, amount.number.find('.')));
        } else if (amount.unit == "items") {
            add_number(std::string(amount.number), quantities_);
        } else if (const auto day = texts::parse_date(text); day) {
            for (const std::int32_t around : {-1, 0}) {
                moments_.insert((std::int64_t{day.value.days_since_epoch} + around) * 86'400 + 43'200);
            }
        } else {
            add_name(text);
        }
    }
    void add_name(const std::string& text) {
        constexpr std::string_view tenders[]{"cash", "card", "registered_card", "gift_card", "points", "other"};
        constexpr std::string_view components[]{"goods",   "shipping",  "fee",      "tip",
                                                "deposit", "gift_card", "donation", "tax"};
        for (std::uint8_t i = 0; i < 6; ++i) {
            if (text == tenders[i] && i != 0) {
                tenders_.insert(i);
            }
        }
        for (std::uint8_t i = 0; i < 8; ++i) {
            if (text == components[i] && i != 0) {
                components_.insert(i);
            }
        }
    }
    template <class Number>
    static void add_number(const std::string& text, std::set<Number>& to) {
        std::int64_t number = 0;
        if (descriptions::values::whole_number(text, number) && 0 < number && number <= 0xFFFF'FFFE) {
            to.insert(static_cast<Number>(number));
        }
    }
    void add_own(std::size_t fact, std::string_view number) {
        std::int64_t amount = 0;
        if (descriptions::values::whole_number(number, amount) && amount > 0 && amount < 1'000'000'000) {
            for (const std::int64_t each : {amount - 1, amount, 2 * amount - 1, 10 * amount}) {
                own_amounts_.insert({fact, each});
            }
        }
    }
    void add_points(std::string_view number) {
        std::int64_t points = 0;
        if (descriptions::values::whole_number(number, points) && 0 < points && points < 1'000'000) {
            for (const std::int64_t each : {points - 1, points, 2 * points}) {
                if (each > 0 && points_.size() < 12) {
                    points_.insert(each);
                }
            }
        }
    }
    void add_money(std::string_view number) {
        std::string digits(number);
        std::erase(digits, '.');
        std::int64_t minor_units = 0;
        if (descriptions::values::whole_number(digits, minor_units) && minor_units > 0 &&
            minor_units < 1'000'000'000'000) {
            for (const std::int64_t net : {minor_units - 1, minor_units, 2 * minor_units - 1, 10 * minor_units}) {
                if (net > 0) {
                    amounts_.insert(net);
                }
            }
        }
    }

    std::vector<own_fact> facts_;
    deeds_taken taken_{};
    std::set<std::int64_t> delays_{1, 7, 31, 92, 366}; ///< in days
    std::set<std::int64_t> points_{};
    std::set<std::pair<std::size_t, std::int64_t>> own_amounts_{};
    std::set<std::int64_t> amounts_{100, 1'099, 10'000};
    std::set<std::uint32_t> categories_{};
    std::set<std::int64_t> moments_{};
    std::set<std::uint8_t> tenders_{};
    std::set<std::uint8_t> components_{};
    std::set<std::int64_t> quantities_{};
};

} // namespace loyalty::io::differences
