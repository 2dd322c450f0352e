// SPDX-License-Identifier: BSL-1.0
//
// The receipts of a sale, sealed or not, and of a redemption out of bytes, as any till may bring them; and returns with them.
#include "life.hpp"

namespace {

using namespace fuzz;

constexpr seal_key key{11, 12};
constexpr usd paid = 123.45_usd;
constexpr points_amount some_points = 50_points;

/// The bytes as a receipt. The fuzzer seldom finds a whole one: `real`, with some of its bytes, is next to one.
template <class Receipt>
bool bent(std::span<const std::byte> bytes, const Receipt& real, Receipt& slip) {
    if (decodes(bytes, slip)) {
        return true;
    }
    std::vector<std::byte> changed = encoded(real);
    for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
        const auto at = static_cast<std::size_t>(bytes[i]) | static_cast<std::size_t>(bytes[i + 1]) << 8;
        changed[at % changed.size()] = bytes[i + 2];
    }
    return decodes(changed, slip);
}

/// Only the right seal lets a receipt in, and one chance in 2^64; and a sealed receipt comes back.
template <class Programme>
void try_seal(const Programme& programme, std::span<const std::byte> bytes, const receipt<Programme>& slip) {
    receipt<Programme> again{};
    reader foreign{bytes};
    insist(decode_sealed(foreign, programme, again, key) != reason::none, "a seal that nobody made fits");
    std::vector<std::byte> room(encoded_size(slip) + 16);
    writer out{room};
    encode_sealed(out, programme, slip, key);
    reader back{out.written()};
    insist(decode_sealed(back, programme, again, key) == reason::none && again == slip, "a sealed receipt is lost");
}

template <class Programme>
void try_receipt(const Programme& programme, numbers& in) {
    const auto bytes = in.part(static_cast<std::size_t>(in.word(2)) % 4096);
    member<Programme> own{};
    receipt<Programme> slip{};
    if (!bent(bytes, apply_with_receipt(programme, own, sale{.id = 1, .time = new_year, .net = paid}).receipt, slip)) {
        return;
    }
    try_seal(programme, bytes, slip);
    life<Programme> onward{programme, in.byte() % 2 == 0 ? own : member<Programme>{}, in};
    onward.run(in.byte() % 6);
    onward.give_back(slip);
    onward.run_every_kind();
}

template <class Programme>
void try_redemption_receipt(const Programme& programme, numbers& in) {
    if constexpr (has_account<Programme, unit::points>) {
        const auto bytes = in.part(static_cast<std::size_t>(in.word(2)) % 1024);
        member<Programme> own{};
        apply(programme, own, sale{.id = 1, .time = new_year, .net = paid});
        const redemption<unit::points> spent{.id = 2, .time = new_year + seconds{86'400 * 7}, .amount = some_points};
        redemption_receipt<Programme, unit::points> slip{};
        if (!bent(bytes, apply_with_receipt(programme, own, spent).receipt, slip)) {
            return;
        }
        life<Programme> onward{programme, own, in};
        onward.give_points_back(slip);
        onward.run_every_kind();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    numbers in{bytes_of(data, size)};
    const std::uint8_t which = in.byte();
    with_programme(which, [&](const auto& programme) {
        return which / 6 % 4 == 0 ? try_redemption_receipt(programme, in) : try_receipt(programme, in);
    });
    return 0;
}
