// SPDX-License-Identifier: BSL-1.0
//
// A programme out of text, of one version or several: what is right is written and read again as the same, judges purchases, carries
// members over and takes back; what is wrong has mistakes with places inside the text, and no rule.
#include "fuzz.hpp"

#include <loyalty/json/in_force.hpp>
#include <loyalty/json/own_facts.hpp>
#include <loyalty/json/writer.hpp>
#include <loyalty/loyalty.hpp>

#include <span>
#include <string>
#include <string_view>

namespace {

using namespace fuzz;
using namespace loyalty;

struct sale {
    std::uint64_t id = 0;
    instant time{};
    money<currency::usd> net{};
    std::uint32_t category = 0;
    std::int64_t kilometres = 0;
};

} // namespace

template <>
struct loyalty::json::own_facts_of<sale> {
    static constexpr own_fact all[]{{.name = "distance"}, {.name = "card", .is_code = true, .is_text = true}};
    static constexpr std::int64_t value(const sale& from, std::size_t index) {
        return index == 0 ? from.kilometres : std::int64_t{from.category};
    }
};

namespace {

void insist_on_places(const json::mistakes& wrong, std::size_t size) {
    insist(!wrong.listed.empty() && wrong.listed.size() <= json::most_mistakes, "the mistakes that are listed");
    insist(wrong.listed.size() <= wrong.count, "fewer mistakes than are listed");
    for (const json::mistake& each : wrong.listed) {
        insist(1 <= each.line && each.line <= size + 1 && 1 <= each.column && each.column <= size + 1,
               "a mistake stands outside the text");
        insist(!each.sentence.empty(), "a mistake without a sentence");
    }
}

[[nodiscard]] auto read_text(std::string_view text) {
    const std::string_view texts[]{text};
    return json::read_versions<currency::usd>(texts, json::host_facts::of<sale>());
}

/// Purchases over the years of the versions, and the return of each third one.
template <class Versions>
void judge(const Versions& versions) {
    for (const auto& each : versions.all()) {
        insist(each.problem().sentence == nullptr, "a programme without a mistake has a problem");
    }
    typename Versions::member_type own{};
    const std::int64_t first = versions.last().frame.valid.from == instant::minimum()
                                   ? 1'700'000'000
                                   : versions.last().frame.valid.from.seconds_since_epoch - 50 * 86'400;
    for (std::uint64_t i = 1; i <= 20; ++i) {
        const auto before = own;
        const sale bought{.id = 2 * i,
                          .time = instant{first + static_cast<std::int64_t>(i * i) * 86'400},
                          .net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(i * i * i * 977)),
                          .category = static_cast<std::uint32_t>(i % 9),
                          .kilometres = static_cast<std::int64_t>(i * 331)};
        auto sold = versions.apply_with_receipt(own, bought);
        insist(sold.outcome.accepted() || own == before, "a refused purchase changed the member");
        if (sold.outcome.accepted() && i % 3 == 0) {
            const auto kept = own;
            const auto back = versions.apply(
                own, sold.receipt.returned({.id = 2 * i + 1, .time = bought.time + dates::seconds{86'400 * 40}}));
            insist(back.accepted() || own == kept, "a refused return changed the member");
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = read_text(text_of(data, size));
    if (!read.wrong.empty()) {
        insist_on_places(read.wrong, size);
        insist(read.all.empty(), "a wrong programme has rules");
        return 0;
    }
    const std::string written = json::write_versions(read);
    const auto again = read_text(written);
    insist(again.wrong.empty(), "what is written is not read");
    insist(json::write_versions(again) == written, "what is read again is written otherwise");
    judge(json::in_force(read, [](const auto& each) { return each.framed(utc{}); }));
    return 0;
}
