// SPDX-License-Identifier: BSL-1.0
//
// Dates and instants out of text: what is read is within the calendar, and is written and read again as the same.
#include "fuzz.hpp"

#include <loyalty/io/csv_time.hpp>
#include <loyalty/loyalty.hpp>
#include <loyalty/time/text.hpp>

namespace {

using namespace loyalty;
using namespace loyalty::dates;
using namespace loyalty::texts;
using namespace loyalty::io;
using fuzz::insist;

template <class Parse>
void try_text(std::string_view text, Parse parse, Parse parse_again) {
    const auto found = parse(text);
    insist(found.position <= text.size(), "an error stands behind the text");
    if (found) {
        insist(is_valid(found.value), "a time outside the calendar");
        const auto again = parse_again(to_text(found.value).view());
        insist(again && again.value == found.value, "a time that was written reads as another");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::text_of(data, size);
    try_text(text, &parse_date, &parse_date);
    try_text(text, &parse_compact_date, &parse_date);
    try_text(text, &parse_month, &parse_date);
    try_text(text, &parse_local_time, &parse_local_time);
    try_text(text, &parse_instant, &parse_instant);
    for (const csv_time_order order : csv_time_order_list) {
        if (const auto found = parse_csv_time(text, order)) {
            insist(is_valid(found->local), "a time of a table outside the calendar");
        }
    }
    return 0;
}
