// SPDX-License-Identifier: BSL-1.0
//
// A programme out of text: what is right is written and read again as the same, and judges purchases; what is wrong has
// mistakes with places inside the text, and no rule.
#include "fuzz.hpp"

#include <loyalty/json/writer.hpp>
#include <loyalty/loyalty.hpp>

#include <string>

namespace {

using namespace fuzz;
using namespace loyalty;

struct purchase {
    std::uint64_t id = 0;
    instant time{};
    money<currency::usd> net{};
    std::uint32_t category = 0;
};

void insist_on_places(const json::mistakes& wrong, std::size_t size) {
    insist(!wrong.listed.empty() && wrong.listed.size() <= json::most_mistakes, "the mistakes that are listed");
    insist(wrong.listed.size() <= wrong.count, "fewer mistakes than are listed");
    for (const json::mistake& each : wrong.listed) {
        insist(1 <= each.line && each.line <= size + 1 && 1 <= each.column && each.column <= size + 1,
               "a mistake stands outside the text");
        insist(!each.sentence.empty(), "a mistake without a sentence");
    }
}

template <class Programme>
void judge(const Programme& programme) {
    insist(programme.problem().sentence == nullptr, "a programme without a mistake has a problem");
    member<Programme> own{};
    for (std::uint64_t i = 1; i <= 20; ++i) {
        const member<Programme> before = own;
        const auto outcome =
            apply(programme, own,
                  purchase{.id = i,
                           .time = instant{1'700'000'000 + static_cast<std::int64_t>(i * i) * 86'400},
                           .net = money<currency::usd>::from_minor_units(static_cast<std::int64_t>(i * i * i * 977)),
                           .category = static_cast<std::uint32_t>(i % 9)});
        insist(outcome.accepted() || own == before, "a refused purchase changed the member");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = json::read_programme<currency::usd>(text_of(data, size));
    if (!read.wrong.empty()) {
        insist_on_places(read.wrong, size);
        insist(read.rules.size() == 0, "a wrong programme has rules");
        return 0;
    }
    const std::string written = json::write_programme(read);
    const auto again = json::read_programme<currency::usd>(written);
    insist(again.wrong.empty(), "what is written is not read");
    insist(json::write_programme(again) == written, "what is read again is written otherwise");
    judge(read.framed(utc{}));
    return 0;
}
