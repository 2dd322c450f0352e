// SPDX-License-Identifier: BSL-1.0
//
// A journal out of bytes. Checksums are made here, so that the fuzzer's bytes reach what reads events: each record is an event
// as it is by default in which the fuzzer has changed bytes, or it is of the fuzzer's bytes alone. In one case of eight they
// are the whole file.
#include "life.hpp"

#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

namespace {

using namespace fuzz;

constexpr std::size_t member_count = 3;

/// Writes an event as it is by default, a return and a give-back also with a receipt, a return also with a rest.
template <class Event>
std::vector<std::byte> encoded_default(std::uint8_t how) {
    Event event{};
    if constexpr (requires { *event.receipt; }) {
        std::remove_cvref_t<decltype(*event.receipt)> slip{};
        event.receipt = how % 2 == 0 ? &slip : nullptr;
        if constexpr (requires { event.remaining.emplace(); }) {
            if (how / 2 % 2 == 0) {
                event.remaining.emplace();
            }
        }
        return encoded(event);
    } else if constexpr (std::is_same_v<Event, goods>) {
        const item lines[3]{};
        event.lines = std::span{lines}.first(how % 4);
        return encoded(event);
    } else {
        return encoded(event);
    }
}

struct record {
    std::uint16_t kind = 999; // which nobody knows
    std::vector<std::byte> payload{};
};

template <class... Events>
record any_record(numbers& in, detail::type_list<Events...>) {
    record one{};
    const std::size_t which = in.byte() % (sizeof...(Events) + 1);
    const std::uint8_t how = in.byte();
    std::size_t index = 0;
    const auto choose = [&]<class Event>(const Event*) {
        if (index++ == which) {
            one = {journal_kind_of<Event>::value, encoded_default<Event>(how)};
        }
    };
    (choose(static_cast<const Events*>(nullptr)), ...);
    const auto bytes = in.part(static_cast<std::size_t>(in.word(2)) % 4096);
    if (how >= 224) {
        one.payload.assign(bytes.begin(), bytes.end());
    }
    for (std::size_t i = 0; how < 224 && i < bytes.size() && i < one.payload.size(); ++i) {
        one.payload[i] ^= bytes[i];
    }
    return one;
}

template <class Entries>
std::vector<std::byte> journal_of(std::uint64_t fingerprint, numbers& in) {
    std::vector<std::byte> journal(journal_header_bytes);
    const journal_writer header{journal, fingerprint};
    for (std::uint64_t sequence = 0; sequence < 12 && !in.empty(); ++sequence) {
        const record one = any_record(in, Entries{});
        const auto write = [&](writer& to) {
            for (const std::byte each : one.payload) {
                to.word(static_cast<std::uint8_t>(each));
            }
        };
        const std::size_t size = journal.size();
        journal.resize(size + detail::encode_record({}, one.kind, sequence, write));
        detail::encode_record(std::span{journal}.subspan(size), one.kind, sequence, write);
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
        life<Programme> onward{programme, each, in};
        onward.run(3);
        onward.run_every_kind();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    numbers in{bytes_of(data, size)};
    const std::uint8_t which = in.byte();
    with_programme(which, [&]<class Programme>(const Programme& programme) {
        using entries = detail::united<typename event_of<Programme, sale>::types, detail::type_list<goods>>;
        if (which / 6 % 8 == 0) {
            return replay_all(programme, in.rest(), in, entries{});
        }
        numbers later{in.part(static_cast<std::size_t>(in.byte()) / 4)};
        const auto journal = journal_of<entries>(fingerprint(programme), in);
        replay_all(programme, journal, later, entries{});
    });
    return 0;
}
