// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The rules of `difference` in one currency.

#include "difference.hpp"
#include "events.hpp"
#include "file_zone.hpp"
#include "granted.hpp"
#include "rules_file.hpp"

#include <loyalty/json/describe.hpp>
#include <loyalty/json/programme.hpp>
#include <loyalty/loyalty.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace loyalty_run {

/// A programme and a member, who buys.
template <class Programme, class Currency>
class buyer final : public differences::side {
public:
    explicit buyer(Programme rules) : rules_(std::move(rules)) {}

    [[nodiscard]] differences::judged judge(const differences::idea& what, std::uint64_t id, instant time) override {
        const auto net = money<Currency>::from_minor_units(what.net_minor_units);
        const sale_line<Currency> line{.category = what.category,
                                       .component = static_cast<component>(what.component),
                                       .rounded = false,
                                       .exact_unknown = false,
                                       .quantity = what.quantity,
                                       .net = net};
        const tender_part<Currency> paid{static_cast<tender>(what.tender), net};
        sale<Currency> one;
        one.id = id;
        one.time = time;
        one.category = what.category;
        one.lines = {&line, 1};
        one.tenders = {&paid, 1};
        const auto gave = apply(rules_, own_, one);
        differences::judged result;
        result.accepted = gave.accepted();
        if (gave.accepted()) {
            const auto granted = granted_units<outcome_of<Programme>>::of(gave);
            std::copy_n(granted.begin(), std::min(granted.size(), result.granted.size()), result.granted.begin());
            result.tier = gave.tier_after;
        }
        if constexpr (has_account<Programme, unit::points>) {
            result.available = balances_of<unit::points>(rules_, own_, time).available.minor_units();
        } else {
            result.available = own_.template balance<unit::points>().minor_units();
        }
        return result;
    }
    void keep() override { kept_.push_back(own_); }
    void take_back() override {
        own_ = kept_.back();
        kept_.pop_back();
    }
    void begin() override { own_ = {}; }

private:
    Programme rules_;
    member<Programme> own_{};
    std::vector<member<Programme>> kept_;
};

template <class Currency>
[[nodiscard]] judged_rules judged_in(const std::string& path, const std::string& text, const options& asked) {
    const auto read = json::read_programme<Currency>(text, json::host_facts::of<sale<Currency>>());
    if (!read.wrong.empty()) {
        refuse_rules(path, read.wrong);
    }
    const file_zone zone = file_zone::of(asked.zone);
    judged_rules rules{json::describe(read), nullptr};
    const auto make = [&]<class Programme>(Programme programme) {
        rules.side = std::make_unique<buyer<Programme, Currency>>(std::move(programme));
    };
    if (read.has_lots) {
        make(read.framed_with_lots(zone));
    } else {
        make(read.framed(zone));
    }
    return rules;
}

} // namespace loyalty_run
