// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A journal that says which version of the rules judged each event.
///
/// @code
/// version_journal log{room, shop};
/// log.append(shop, sale);              // before it is applied; a record of kind 771 stands before the first event of a version
/// replay_versions<sale_type>(shop, std::span{members}, in);
/// @endcode
///
/// The header has the fingerprint of the first version, so that later versions may be added while a journal is written.

#include <loyalty/json/in_force.hpp>
#include <loyalty/stream/any_event_reading.hpp>
#include <loyalty/stream/event_codec.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace loyalty::json {

/// From here on a version judges: 12 bytes, its number and its fingerprint.
struct judged_by {
    std::uint32_t version = 0;
    std::uint64_t fingerprint = 0;

    [[nodiscard]] friend constexpr bool operator==(const judged_by&, const judged_by&) = default;
};

/// The identity of a version among those with its number: its rules and its first day. Its end is known only when the
/// next version comes.
template <class Programme>
[[nodiscard]] std::uint64_t fingerprint_of_version(const Programme& version) noexcept {
    Programme open = version;
    open.frame.valid.until = instant::maximum();
    return streams::fingerprint(open);
}

} // namespace loyalty::json

template <>
struct loyalty::streams::journal_kind_of<loyalty::json::judged_by> {
    static constexpr std::uint16_t value = 771;
};

namespace loyalty::json {

/// Writes a journal into memory of the host. An event and the mark of its version are written together or not at all.
class version_journal {
public:
    template <class Programme>
    version_journal(std::span<std::byte> room, const version_list<Programme>& by)
        : out_{room, fingerprint_of_version(by.all().front())} {}

    /// Appends an event that a version is about to judge. Returns false, and nothing happens, if the room is not enough.
    template <class Programme, class Event>
    [[nodiscard]] bool append(const version_list<Programme>& by, const Event& event) {
        const Programme& judge = by.all()[by.judge_of(event)];
        if (last_ == judge.frame.version) {
            return out_.append(event);
        }
        streams::journal_writer before = out_;
        if (!out_.append(judged_by{judge.frame.version, fingerprint_of_version(judge)}) || !out_.append(event)) {
            out_ = before;
            return false;
        }
        last_ = judge.frame.version;
        return true;
    }
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return out_.bytes(); }
    [[nodiscard]] std::uint64_t next() const noexcept { return out_.next(); }

private:
    streams::journal_writer out_;
    std::uint32_t last_ = 0; ///< 0: no event yet
};

/// Applies the events of a journal to the members that they name by index. Stops where the journal does, and at an event that
/// another version judged than the one that would judge it now: `journal.error()` is then `foreign`.
template <class... Events, class Programme, class Memory = streams::no_memory>
streams::batch_result replay_versions(const version_list<Programme>& by,
                                      std::span<typename version_list<Programme>::member_type> members,
                                      streams::journal_reader& journal, const Memory& memory = {}) {
    using types = loyalty::detail::event_types<Events...>;
    streams::batch_result result{};
    std::size_t judge = by.all().size();
    for (streams::record_view record; journal.next(record);) {
        if (record.kind == streams::journal_kind_of<judged_by>::value) {
            streams::reader in{record.payload};
            judged_by mark;
            judge = streams::decode(in, mark) && in.at_end() ? by.index_of(mark.version) : by.all().size();
            if (judge == by.all().size() || fingerprint_of_version(by.all()[judge]) != mark.fingerprint) {
                journal.fail(streams::journal_fault::foreign, record);
                return result;
            }
            continue;
        }
        bool is_same = true;
        const bool is_read =
            loyalty::detail::read_as_one_of(types{}, record.kind, record.payload, memory, [&](const auto& event) {
                is_same = by.judge_of(event) == judge;
                const auto index = static_cast<std::size_t>(fact::member(event));
                const bool accepted = is_same && index < members.size() && by.apply(members[index], event).accepted();
                ++(accepted ? result.accepted : result.refused);
            });
        if (!is_read || !is_same) {
            journal.fail(!is_same                                                ? streams::journal_fault::foreign
                         : loyalty::detail::is_kind_of_any(types{}, record.kind) ? streams::journal_fault::unreadable
                                                                                 : streams::journal_fault::unknown_kind,
                         record);
            return result;
        }
    }
    return result;
}

} // namespace loyalty::json
