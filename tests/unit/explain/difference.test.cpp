// SPDX-License-Identifier: BSL-1.0
#include <loyalty/explain/description_difference.hpp>
#include <loyalty/explain/shortest_difference.hpp>
#include <loyalty/loyalty.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace loyalty;
using namespace loyalty::criteria;
using namespace loyalty::io;
using differences::idea;

constexpr round_off down{rounding::floor};

std::string difference_of(const auto& first, const auto& second) {
    std::string text;
    for (const auto& each : descriptions::differences(descriptions::describe(first), descriptions::describe(second))) {
        text += descriptions::text_of(each);
    }
    return text;
}

/// A programme and a member, who buys.
template <class Programme>
class buyer final : public differences::side {
public:
    explicit buyer(const Programme& rules) : rules_(rules) {}

    [[nodiscard]] differences::judged judge(const idea& what, std::uint64_t id, instant time) override {
        const auto gave =
            apply(rules_, own_,
                  purchase<currency::usd>{
                      .id = id, .time = time, .net = money<currency::usd>::from_minor_units(what.net_minor_units)});
        differences::judged result;
        result.accepted = gave.accepted();
        result.granted[0] = gave.template granted<unit::points>().minor_units();
        return result;
    }
    void keep() override { kept_.push_back(own_); }
    void take_back() override {
        own_ = kept_.back();
        kept_.pop_back();
    }
    void begin() override { own_ = {}; }

private:
    const Programme& rules_;
    member<Programme> own_{};
    std::vector<member<Programme>> kept_{};
};

/// The purchases of a shortest stream in cents.
std::vector<std::int64_t> shortest(const auto& first, const auto& second) {
    auto left = descriptions::describe(first);
    auto right = descriptions::describe(second);
    left.currency = right.currency = "USD";
    buyer one{first};
    buyer other{second};
    const auto ideas = differences::idea_finder{{left, right}}.ideas();
    const auto found = differences::shortest_stream(one, other, ideas);
    std::vector<std::int64_t> nets;
    for (const idea& each : found.purchases) {
        nets.push_back(each.net_minor_units);
    }
    return nets;
}

} // namespace

TEST_CASE("Two programmes differ field by field") {
    constexpr programme first{terms<>{.name = "a"}, tiered{350_usd, 1000_usd},
                              points{per_amount{1_points, 1_usd}, down}};
    constexpr programme second{terms<>{.name = "a", .version = 2}, tiered{350_usd, 900_usd}.held_for(1),
                               spend_threshold{5_points, every(50_usd)},
                               points{per_amount{1_points, 1_usd}, multiply_by{2_x}, down}};
    CHECK(difference_of(first, first).empty());
    CHECK(difference_of(first, second) ==
          "version: \"1\" became \"2\"\n"
          "rules/1 tiered/thresholds/2: \"1000.00 USD\" became \"900.00 USD\"\n"
          "rules/1 tiered/hold_periods: \"0\" became \"1\"\n"
          "rules/2 spend_threshold: only in the second: 5 points for every 50.00 USD of goods in all\n"
          "rules/2 points/stages/2 multiply_by: only in the second: times 2\n");
}

TEST_CASE("A shortest stream shows the difference") {
    constexpr programme at_100{points{per_amount{1_points, 1_usd}, down}, spend_threshold{50_points, once(100_usd)}};
    constexpr programme at_120{points{per_amount{1_points, 1_usd}, down}, spend_threshold{50_points, once(120_usd)}};
    CHECK(shortest(at_100, at_120) == std::vector<std::int64_t>{10'000});
    CHECK(shortest(at_100, at_100).empty());
    constexpr programme weekly{streak<calendar_window{period_unit::week}>{4}.awards(50_points)};
    constexpr programme longer{streak<calendar_window{period_unit::week}>{5}.awards(50_points)};
    CHECK(shortest(weekly, longer).size() == 4);
    constexpr programme rounded{points{per_amount{1_points, 1_usd}, round_off{rounding::half_up}}};
    constexpr programme floored{points{per_amount{1_points, 1_usd}, down}};
    CHECK(shortest(rounded, floored).size() == 1);
    constexpr programme once_doubled{points{
        per_amount{1_points, 1_usd}, multiply_by{2_x}.when(during({"2017-05-01"_date, "2017-08-01"_date})), down}};
    CHECK(shortest(once_doubled, floored) ==
          std::vector<std::int64_t>{50}); // on a day that is long past 0.50, doubled, is a point
}
