// SPDX-License-Identifier: BSL-1.0
//
// A member out of bytes, and its life from there on. The bytes are the fuzzer's, or those of a member with a past in which
// the fuzzer has changed some numbers, the same difference in several places if it likes: sums then still agree.
#include "life.hpp"

#include <cstring>

namespace {

using namespace fuzz;

void change_numbers(std::vector<std::byte>& bytes, numbers& in) {
    std::uint64_t difference = 0;
    for (int changes = in.byte() % 6; changes > 0 && bytes.size() >= 8; --changes) {
        const std::size_t at = static_cast<std::size_t>(in.word(2)) % (bytes.size() - 7);
        const std::uint8_t how = in.byte() % 4;
        difference = how < 2 ? static_cast<std::uint64_t>(in.number()) : difference;
        const std::size_t size = how == 1 ? 4 : 8;
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            value |= static_cast<std::uint64_t>(bytes[at + i]) << (8 * i);
        }
        value += how == 3 ? std::uint64_t{0} - difference : difference;
        for (std::size_t i = 0; i < size; ++i) {
            bytes[at + i] = static_cast<std::byte>(value >> (8 * i));
        }
    }
}

template <class Programme>
void try_member(const Programme& programme, bool raw, numbers& in) {
    using member_type = member<Programme>;
    std::vector<std::byte> bytes;
    if (raw) {
        const auto given = in.part(static_cast<std::size_t>(in.word(2)) % 2048);
        bytes.assign(given.begin(), given.end());
    } else {
        bytes = encoded(life<Programme>{programme, member_type{}, in}.run(in.byte() % 12));
        change_numbers(bytes, in);
    }
    member_type own{};
    reader reading{bytes};
    if (!decode(reading, own) || !reading.at_end()) {
        insist(reading.ok() || !reading.why().empty(), "a refusal without a word");
        insist(reading.ok() || own == member_type{}, "what was refused has changed the member");
        return;
    }
    insist(encoded(own) == bytes, "a member with two encodings");
    life<Programme>{programme, own, in}.run_every_kind();
    life<Programme>{programme, own, in}.run(12);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    numbers in{bytes_of(data, size)};
    const std::uint8_t which = in.byte();
    with_programme(which, [&](const auto& programme) { try_member(programme, which / 6 % 4 == 0, in); });
    return 0;
}
