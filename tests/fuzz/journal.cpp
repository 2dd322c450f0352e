// SPDX-License-Identifier: BSL-1.0
//
// A journal out of bytes. Checksums are made here, so that the fuzzer's bytes reach what reads events; in one case of eight
// they are the whole file.
#include "life.hpp"

#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

namespace {

using namespace fuzz;

constexpr std::size_t member_count = 3;

/// The kinds of `Events`, and one that nobody knows.
template <class... Events>
std::uint16_t kind_of(std::uint8_t which, detail::type_list<Events...>) {
    const std::uint16_t kinds[] = {journal_kind_of<Events>::value..., 999};
    return kinds[which % std::size(kinds)];
}

template <class Entries>
std::vector<std::byte> journal_of(std::uint64_t fingerprint, numbers& in) {
    std::vector<std::byte> journal(journal_header_bytes);
    const journal_writer header{journal, fingerprint};
    for (std::uint64_t sequence = 0; sequence < 12 && !in.empty(); ++sequence) {
        const std::uint16_t kind = kind_of(in.byte(), Entries{});
        const auto payload = in.part(static_cast<std::size_t>(in.word(2)) % 4096);
        const auto write = [&](writer& to) {
            for (const std::byte each : payload) {
                to.word(static_cast<std::uint8_t>(each));
            }
        };
        const std::size_t size = journal.size();
        journal.resize(size + detail::encode_record({}, kind, sequence, write));
        detail::encode_record(std::span{journal}.subspan(size), kind, sequence, write);
    }
    return journal;
}

template <class Programme, class... Events>
void replay_all(const Programme& programme, std::span<const std::byte> journal, numbers& in,
                detail::type_list<Events...>) {
    std::vector<member<Programme>> members(member_count);
    item lines[3]{};
    payment tenders[2]{};
    journal_reader from{journal, fingerprint(programme)};
    no_sink none{};
    replay<Events...>(programme, std::span{members}, from, 0, none, no_profiles{},
                      basket_memory<currency::usd>{lines, tenders});
    for (const auto& each : members) {
        life<Programme>{programme, each, in}.run(3);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    numbers in{bytes_of(data, size)};
    const std::uint8_t which = in.byte();
    with_programme(which, [&]<class Programme>(const Programme& programme) {
        using entries = detail::united<typename event_of<Programme, sale>::types, detail::type_list<goods>>;
        if (which / 4 % 8 == 0) {
            return replay_all(programme, in.rest(), in, entries{});
        }
        numbers later{in.part(static_cast<std::size_t>(in.byte()) / 4)};
        const auto journal = journal_of<entries>(fingerprint(programme), in);
        replay_all(programme, journal, later, entries{});
    });
    return 0;
}
