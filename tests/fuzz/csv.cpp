// SPDX-License-Identifier: BSL-1.0
//
// A table out of text, under the layouts of the library and one of its own; its lines become purchases.
#include "life.hpp"

#include <loyalty/io/csv.hpp>

namespace {

using namespace fuzz;
using namespace loyalty::io;

/// A layout of the library, or one whose records are parted otherwise.
csv_layout layout_of(std::uint8_t how) {
    const std::size_t known = std::size(csv_layouts);
    if (how % 8 < known) {
        return csv_layouts[how % 8];
    }
    csv_layout layout{.schema = "id=1,member=2?,time=3?,sku=4?,quantity=5?,unit_price=6?,amount=7?"};
    layout.dialect.delimiter = how % 8 == 5 ? ',' : how % 8 == 6 ? ';' : csv_dialect::white_space;
    layout.dialect.header = how / 8 % 2 == 0;
    layout.dialect.record_limit_bytes = how / 16 % 2 == 0 ? 1024 : 64;
    return layout;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view text = text_of(data + 1, size - 1);
    csv_line_reader reader(text, "fuzz.csv", layout_of(data[0]));
    csv_line each;
    std::size_t lines = 0;
    member<sample::rolling_type> own{};
    while (reader.read(each)) {
        insist(each.line >= 1 && each.line <= text.size() + 1, "a line outside the text");
        ++lines;
        apply(sample::rolling, own,
              sale{.id = lines,
                   .time = instant{each.time.seconds_since_epoch},
                   .net = usd::from_minor_units(each.amount_minor_units)});
    }
    insist(lines == reader.lines(), "a line was lost, or came twice");
    insist(lines + reader.errors().count <= text.size() + 1, "more lines than there is text");
    for (const csv_error& error : reader.errors().kept) {
        insist(error.line <= text.size() + 1 && error.column <= text.size() + 1, "an error stands outside the text");
    }
    return 0;
}
