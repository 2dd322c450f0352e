// SPDX-License-Identifier: BSL-1.0
//
// A receipt out of bytes, as any till may bring it, sealed or not; and returns with it.
#include "life.hpp"

namespace {

using namespace fuzz;

constexpr seal_key key{11, 12};
constexpr usd paid = 123.45_usd;

template <class Programme>
void try_receipt(const Programme& programme, numbers& in) {
    const std::size_t size = static_cast<std::size_t>(in.word(2)) % 4096;
    const auto bytes = in.part(size);

    // Only the right seal lets a receipt in, and one chance in 2^64.
    receipt<Programme> slip{};
    reader sealed{bytes};
    insist(decode_sealed(sealed, programme, slip, key) != reason::none, "a seal that nobody made fits");

    if (!decodes(bytes, slip)) {
        // The fuzzer seldom finds a whole receipt: one of a purchase, with some of its bytes, is next to one.
        auto own = member<Programme>{};
        slip = apply_with_receipt(programme, own, sale{.id = 1, .time = new_year, .net = paid}).receipt;
        std::vector<std::byte> bent = encoded(slip);
        for (std::size_t i = 0; i + 3 <= bytes.size(); i += 3) {
            const auto at = static_cast<std::size_t>(bytes[i]) | static_cast<std::size_t>(bytes[i + 1]) << 8;
            bent[at % bent.size()] = bytes[i + 2];
        }
        if (!decodes(bent, slip)) {
            return;
        }
    }
    std::vector<std::byte> room(encoded_size(slip) + 16);
    writer out{room};
    encode_sealed(out, programme, slip, key);
    receipt<Programme> again{};
    reader back{out.written()};
    insist(decode_sealed(back, programme, again, key) == reason::none && again == slip, "a sealed receipt is lost");

    life<Programme> member{programme, {}, in};
    member.run(in.byte() % 6);
    member.give_back(slip);
    member.run(6);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    numbers in{bytes_of(data, size)};
    with_programme(in.byte(), [&](const auto& programme) { try_receipt(programme, in); });
    return 0;
}
