// SPDX-License-Identifier: BSL-1.0
//
// A sale record out of bytes, as any till may bring it, and returns of its lines: nothing may overflow or abort, and no more
// pieces come back than were sold.
#include "life.hpp"

#include <loyalty/engine/sale_record.hpp>

namespace {

using namespace fuzz;

constexpr std::size_t most_lines_of_record = 3;

// Constants of their own: clang 14 does not link a consteval literal that stands in a template.
constexpr item lines_bought[most_lines_of_record]{
    {.id = 1, .category = 4, .quantity = 3, .net = 123.45_usd, .tax = 9.99_usd},
    {.id = 2, .category = 7, .quantity = 1, .net = 300_usd},
    {.id = 3, .quantity = 9, .net = 0.05_usd, .discount = 1_usd}};

template <class Programme>
void try_record(const Programme& programme, numbers& in) {
    using record = sale_record<Programme, currency::usd, most_lines_of_record, 1>;
    const goods bought{.id = 1, .time = new_year, .lines = lines_bought};
    auto own = member<Programme>{};
    record slip{};
    const auto sold = apply_with_receipt(programme, own, bought);
    insist(slip.keep(programme, sold.receipt, bought) == reason::none, "a sale has no record");

    // The fuzzer seldom finds a whole record: that of the sale, with some of its bytes, is next to one.
    std::vector<std::byte> bent = encoded(slip);
    const auto bytes = in.part(static_cast<std::size_t>(in.word(1)));
    for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
        const auto at = static_cast<std::size_t>(bytes[i]) | static_cast<std::size_t>(bytes[i + 1]) << 8;
        bent[at % bent.size()] = bytes[i + 2];
    }
    if (!decodes(bent, slip)) {
        return;
    }
    for (std::uint64_t id = 2; !in.empty() && id < 20; ++id) {
        const returned_pieces back[2]{{in.byte() % 5U, in.number()}, {in.byte() % 5U, std::int64_t{in.byte()} % 4}};
        const std::span<const returned_pieces> all{back};
        const bool keeps = in.byte() % 2 == 0;
        const instant time = new_year + dates::seconds{static_cast<std::int64_t>(in.word(3))};
        const record before = slip;
        const auto goods_back = all.first(in.byte() % 3);
        const event_key key{.id = id, .time = time};
        const auto gave = keeps ? apply_return<choices::return_rule::keep>(programme, own, slip, key, goods_back)
                                : apply_return(programme, own, slip, key, goods_back);
        insist(gave.accepted() || slip == before, "a refused return changed its record");
        insist(slip.is_valid(), "a return makes a record wrong");
        for (const auto& each : slip.lines) {
            insist(each.goods.is_valid(), "more came back than was sold");
        }
        record again{};
        insist(decodes(encoded(slip), again) && again == slip, "a record is lost");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    numbers in{bytes_of(data, size)};
    with_programme(in.byte(), [&](const auto& programme) { try_record(programme, in); });
    return 0;
}
