// SPDX-License-Identifier: BSL-1.0
//
// A snapshot out of bytes: a header and sums that fit, a count, and members of which the fuzzer has written some. In one case
// of eight its bytes are the whole file.
#include "life.hpp"

#include <loyalty/stream/snapshot.hpp>

namespace {

using namespace fuzz;

template <class Programme>
std::vector<std::byte> snapshot_of(const Programme& programme, numbers& in) {
    const std::uint64_t count = in.byte() % 8 == 0 ? in.word(8) : in.byte() % 4;
    std::vector<std::byte> members;
    for (int i = in.byte() % 4; i > 0; --i) {
        const auto bytes = encoded(life<Programme>{programme, {}, in}.run(in.byte() % 5));
        members.insert(members.end(), bytes.begin(), bytes.end());
    }
    for (int changes = in.byte() % 4; changes > 0 && !members.empty(); --changes) {
        const auto at = static_cast<std::size_t>(in.word(2)) % members.size();
        members[at] = static_cast<std::byte>(in.byte());
    }
    const auto more = in.part(in.byte());
    members.insert(members.end(), more.begin(), more.end());
    const auto write = [&](writer& to) {
        for (const std::byte each : members) {
            to.word(static_cast<std::uint8_t>(each));
        }
    };
    const std::uint64_t of = fingerprint(programme);
    std::vector<std::byte> snapshot(detail::encode_snapshot_begin({}, of, 7, count));
    detail::encode_snapshot_begin(snapshot, of, 7, count);
    const std::size_t size = snapshot.size();
    snapshot.resize(size + detail::encode_record({}, detail::kind_of_members, 1, write));
    detail::encode_record(std::span{snapshot}.subspan(size), detail::kind_of_members, 1, write);
    return snapshot;
}

template <class Programme>
void try_snapshot(const Programme& programme, std::span<const std::byte> bytes, numbers& in) {
    std::vector<member<Programme>> members(3);
    const auto about = peek_snapshot(bytes, programme);
    const auto found = decode_snapshot(bytes, programme, std::span{members});
    if (!found) {
        return;
    }
    insist(about && about.members == found.members && found.members <= members.size(),
           "more members than there is room");
    for (std::size_t i = 0; i < found.members; ++i) {
        life<Programme> onward{programme, members[i], in};
        onward.run(4);
        onward.run_every_kind();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    numbers in{bytes_of(data, size)};
    const std::uint8_t which = in.byte();
    with_programme(which, [&](const auto& programme) {
        if (which / 6 % 8 == 0) {
            return try_snapshot(programme, in.rest(), in);
        }
        const auto bytes = snapshot_of(programme, in);
        try_snapshot(programme, bytes, in);
    });
    return 0;
}
