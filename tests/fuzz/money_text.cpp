// SPDX-License-Identifier: BSL-1.0
//
// Money and numbers out of text: what is read is written and read again as the same.
#include "fuzz.hpp"

#include <loyalty/io/csv_number.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/money/text.hpp>

namespace {

using namespace loyalty;
using namespace loyalty::texts;
using namespace loyalty::io;
using fuzz::insist;

template <class Unit>
void try_amount(std::string_view text, parse_options options) {
    const auto found = parse_amount<Unit>(text, options);
    insist(found.position <= text.size(), "an error stands behind the text");
    if (found) {
        const auto again = parse_amount<Unit>(to_text(found.value).view());
        insist(again && again.value == found.value, "an amount that was written reads as another");
    }
}

void try_decimal(std::string_view text, parse_options options) {
    const auto found = parse_decimal(text, options);
    insist(found.position <= text.size(), "an error stands behind the text");
    if (found) {
        insist(found.value.valid(), "a number that is not valid");
        const auto again = parse_decimal(to_text(found.value).view());
        insist(again && again.value == found.value, "a number that was written reads as another");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::uint8_t how = data[0];
    const std::string_view text = fuzz::text_of(data + 1, size - 1);
    parse_options options{};
    options.lenient = how % 2 == 1;
    if (how / 2 % 2 == 1) {
        options.excess = rounding::half_even;
    }
    try_amount<currency::usd>(text, options);
    try_amount<currency::jpy>(text, options);
    try_amount<unit::points>(text, options);
    try_decimal(text, options);
    const char separators[] = {'\0', ',', '.', '\''};
    const char group = separators[how / 4 % 4];
    const char point = how / 16 % 2 == 0 ? '.' : ',';
    if (group != point) {
        if (const auto found = parse_csv_number(text, point, group)) {
            insist(found->valid(), "a number of a table that is not valid");
        }
    }
    return 0;
}
