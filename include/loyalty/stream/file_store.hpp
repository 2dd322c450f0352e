// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The members of a programme with a memory on disk: a folder with a journal and the newest snapshot. An acknowledged
/// event is there again after the process was killed at any moment, and with `durability::disk` after the power failed.
///
/// @code
/// file_store<decltype(beauty), purchase<currency::usd>> store{beauty};
/// if (const store_error error = store.open("members")) { ... error.sentence() ... }
/// const auto gave = store.append(sale);          // applied, and not yet safe
/// store.acknowledge();                           // all that was appended is safe: tell the tills
/// store.snapshot();                              // now and then: the next opening is fast, the journal begins anew
/// @endcode
///
/// | file           | holds                                                                                        |
/// |----------------|----------------------------------------------------------------------------------------------|
/// | `journal`      | the events since the snapshot, and perhaps some before it                                    |
/// | `snapshot`     | all members at one point of the journal; a journal always stands beside it                   |
/// | `*.new`        | what was being written when the process ended: of no use                                     |
/// | `lock`         | held while a store is open                                                                   |
///
/// Only with POSIX: `LOYALTY_HAS_FILE_STORE` says so. It allocates, and if memory runs out the exception of a standard
/// container passes through. One thread at a time.

#include <loyalty/stream/file.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <loyalty/config.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/journal.hpp>
#include <loyalty/stream/replay.hpp>
#include <loyalty/stream/snapshot.hpp>
#include <loyalty/stream/store_error.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loyalty {

namespace detail {

/// So many members more were enrolled, as it stands in the journal of a store.
struct enrolled {
    static constexpr std::uint16_t journal_kind = 770;
    std::uint64_t more = 0;
};

} // namespace detail

namespace streams {

/// See the top of this file. `Events` are all types of events that are ever appended.
template <class Programme, class... Events>
class file_store {
public:
    using member_type = typename Programme::member_type;
    using outcome_type = typename Programme::outcome_type;

    explicit file_store(const Programme& programme) : programme_{programme}, fingerprint_{fingerprint(programme)} {}
    file_store(const file_store&) = delete;
    file_store& operator=(const file_store&) = delete;

    /// Opens a folder, makes it if there is none, and recovers what it holds. If there is an error the files are
    /// as they were. `profiles` and `memory` are those of `replay`.
    template <class Profiles = no_profiles, class Memory = no_memory>
    [[nodiscard]] store_error open(const std::string& folder, durability safe = durability::disk,
                                   const Profiles& profiles = {}, const Memory& memory = {}) {
        folder_ = folder;
        safe_ = safe;
        members_.clear();
        waiting_.clear();
        recovered_ = {};
        error_ = lock();
        bool has_snapshot = false;
        error_ = error_ ? error_ : read_snapshot(has_snapshot);
        error_ = error_ ? error_ : read_journal(has_snapshot, profiles, memory);
        acknowledged_ = next_;
        if (error_) {
            journal_ = {};
            lock_ = {};
        }
        return error_;
    }

    /// More members, with the next indices; the first of them. At most 2^32 members in all.
    std::uint32_t enrol(std::size_t more = 1) {
        const auto first = static_cast<std::uint32_t>(members_.size());
        LOYALTY_ASSERT(more <= most_members - members_.size());
        if (!error_) {
            note(detail::enrolled{more});
            members_.resize(members_.size() + more);
        }
        return first;
    }

    /// Notes an event and applies it. It is safe once `acknowledge` has returned without an error. A store that is not
    /// open refuses with `damaged_journal`.
    template <class Event, class Profiles, class Sink>
    outcome_type append(const Event& event, const Profiles& profiles, Sink& sink) {
        static_assert(detail::is_named_event<Event, Events...>,
                      "loyalty: file_store: name this type of events among the template arguments of the store");
        if (error_ || !journal_.is_open()) {
            return {.refused = reason::damaged_journal};
        }
        detail::outcome_keeper<outcome_type, Sink> keeper{{{sink}}};
        if (has_too_many_lines(event)) { // a record of it could not be read again
            detail::refuse_unseen<Programme>(event, 0, reason::too_many_lines, keeper);
            return keeper.gave;
        }
        note(event);
        extensions::calendar_day day{};
        detail::apply_one_of(programme_, std::span<member_type>{members_}, event, profiles, day, keeper);
        return keeper.gave;
    }
    template <class Event, class Profiles = no_profiles>
    outcome_type append(const Event& event, const Profiles& profiles = {}) {
        extensions::no_sink none{};
        return append(event, profiles, none);
    }

    /// Makes all that was appended safe. Many events may share one call: the disk is what takes time. After an error
    /// nothing since the last success is safe, and the store must be opened again.
    [[nodiscard]] store_error acknowledge() {
        if (error_ || !journal_.is_open()) {
            return error_ ? error_ : store_error{store_fault::failed};
        }
        if (write_waiting() && journal_.sync(safe_)) {
            acknowledged_ = next_;
        } else {
            error_ = system_error();
        }
        return error_;
    }

    /// Writes all members down, and begins a new journal. The old files serve until the new ones are whole.
    [[nodiscard]] store_error snapshot() {
        if (const store_error error = acknowledge()) {
            return error;
        }
        if (!detail::replace_file(folder_, "snapshot", safe_,
                                  [this](const detail::file_handle& file) { return write_members(file); })) {
            return system_error();
        }
        if (!begin_journal()) {
            error_ = system_error();
        }
        return error_;
    }

    [[nodiscard]] std::span<const member_type> members() const noexcept { return members_; }
    [[nodiscard]] const store_recovered& recovered() const noexcept { return recovered_; }
    /// How many records were appended since the beginning of all: events and enrolments.
    [[nodiscard]] std::uint64_t appended() const noexcept { return next_; }
    /// How many of them are safe.
    [[nodiscard]] std::uint64_t acknowledged() const noexcept { return acknowledged_; }

private:
    static constexpr std::size_t most_waiting_bytes = std::size_t{1} << 20;
    static constexpr std::uint64_t most_members = std::uint64_t{1} << 32;

    [[nodiscard]] static store_error system_error() noexcept { return {store_fault::system, errno}; }
    [[nodiscard]] std::string path(const char* name) const { return folder_ + "/" + name; }

    [[nodiscard]] store_error lock() {
        journal_ = {};
        lock_ = {};
        if (!detail::make_folder(folder_, safe_)) {
            return system_error();
        }
        lock_ = detail::file_handle::open(path("lock").c_str(), O_RDWR | O_CREAT);
        if (!lock_.is_open()) {
            return system_error();
        }
        if (::flock(lock_.descriptor(), LOCK_EX | LOCK_NB) != 0) {
            return errno == EWOULDBLOCK ? store_error{store_fault::in_use} : system_error();
        }
        return {};
    }

    [[nodiscard]] store_error read_snapshot(bool& has_snapshot) {
        next_ = 0;
        const auto file = detail::file_handle::open(path("snapshot").c_str(), O_RDONLY);
        if (!file.is_open()) {
            return errno == ENOENT ? store_error{} : system_error();
        }
        has_snapshot = true;
        const detail::file_view view{file};
        if (!view.right()) {
            return system_error();
        }
        snapshot_found found = peek_snapshot(view.bytes(), programme_);
        // No member takes less than the eight bytes of its clock: a count beyond that is not followed.
        if (found && found.members <= view.bytes().size() / 8) {
            members_.resize(static_cast<std::size_t>(found.members));
            found = decode_snapshot(view.bytes(), programme_, std::span<member_type>{members_});
        } else if (found) {
            found.error = {journal_fault::unreadable, journal_header_bytes};
        }
        if (!found) {
            members_.clear();
            return {store_fault::snapshot, 0, found.error};
        }
        next_ = found.position;
        recovered_.members_of_snapshot = found.members;
        return {};
    }

    template <class Profiles, class Memory>
    [[nodiscard]] store_error read_journal(bool has_snapshot, const Profiles& profiles, const Memory& memory) {
        journal_ = detail::file_handle::open(path("journal").c_str(), O_RDWR | O_APPEND);
        if (!journal_.is_open()) {
            return errno != ENOENT   ? system_error()
                   : has_snapshot    ? store_error{store_fault::no_journal}
                   : begin_journal() ? store_error{}
                                     : system_error();
        }
        const detail::file_view view{journal_};
        if (!view.right()) {
            return system_error();
        }
        journal_reader in{view.bytes(), fingerprint_};
        if (!in.error() && in.next() > next_) {
            return {store_fault::gap};
        }
        replay_from(in, next_, profiles, memory);
        const bool torn = in.error().fault == journal_fault::truncated && in.offset() >= journal_header_bytes;
        if (in.error() && !torn) {
            return {store_fault::journal, 0, in.error()};
        }
        if (in.next() < next_) {
            return begin_journal() ? store_error{} : system_error();
        }
        next_ = in.next();
        recovered_.bytes_cut = view.bytes().size() - in.offset();
        const bool cut =
            !torn || (::ftruncate(journal_.descriptor(), static_cast<off_t>(in.offset())) == 0 && journal_.sync(safe_));
        return cut ? store_error{} : system_error();
    }

    template <class Profiles, class Memory>
    void replay_from(journal_reader& in, std::uint64_t from, const Profiles& profiles, const Memory& memory) {
        batch_result result{};
        extensions::no_sink none{};
        extensions::calendar_day day{};
        detail::for_each_record<Events...>(in, members_, [&](const record_view& record) {
            if (record.sequence < from) {
                return true;
            }
            if (record.kind != detail::enrolled::journal_kind) {
                return detail::replay_record<Events...>(programme_, std::span<member_type>{members_}, record, in,
                                                        profiles, none, memory, day, result);
            }
            reader bytes{record.payload};
            detail::enrolled event{};
            const bool right = decode(bytes, event) && bytes.at_end() && event.more <= most_members - members_.size();
            if (right) {
                members_.resize(members_.size() + static_cast<std::size_t>(event.more));
            } else {
                in.fail(journal_fault::unreadable, record);
            }
            return right;
        });
        recovered_.events_of_journal = result.accepted + result.refused;
    }

    template <class Event>
    [[nodiscard]] static bool has_too_many_lines(const Event& event) noexcept {
        if constexpr (detail::is_any_event<Event>) {
            return event.visit([](const auto& one) { return has_too_many_lines(one); });
        } else if constexpr (requires { *event.remaining; }) {
            return event.remaining && has_too_many_lines(*event.remaining);
        } else if constexpr (fact::lines_fact::known<Event>) {
            return detail::check_lines(event) == reason::too_many_lines;
        } else {
            return false;
        }
    }

    /// Puts a record behind those that wait to be written. Records are mostly as long as the one before.
    template <class Event>
    void note(const Event& event) {
        const std::size_t size = waiting_.size();
        waiting_.resize(size + last_record_bytes_);
        const std::size_t needed = encode_record(std::span<std::byte>{waiting_}.subspan(size), next_, event);
        waiting_.resize(size + needed);
        if (needed > last_record_bytes_) {
            encode_record(std::span<std::byte>{waiting_}.subspan(size), next_, event);
        }
        last_record_bytes_ = needed;
        ++next_;
        if (waiting_.size() >= most_waiting_bytes && !write_waiting()) {
            error_ = system_error();
        }
    }
    [[nodiscard]] bool write_waiting() {
        const bool written = journal_.write(waiting_);
        waiting_.clear();
        return written;
    }

    [[nodiscard]] bool begin_journal() {
        const bool written = detail::replace_file(folder_, "journal", safe_, [this](const detail::file_handle& file) {
            std::byte room[journal_header_bytes]{};
            const journal_writer header{room, fingerprint_, next_};
            return file.write(header.bytes());
        });
        journal_ =
            written ? detail::file_handle::open(path("journal").c_str(), O_RDWR | O_APPEND) : detail::file_handle{};
        return journal_.is_open();
    }

    [[nodiscard]] bool write_members(const detail::file_handle& file) const {
        std::vector<std::byte> room;
        const auto write = [&](auto&& encode_into) {
            const std::size_t needed = encode_into(std::span<std::byte>{room});
            if (needed > room.size()) {
                room.resize(needed);
                encode_into(std::span<std::byte>{room});
            }
            return file.write(std::span<const std::byte>{room}.first(needed));
        };
        bool written = write([&](std::span<std::byte> to) {
            return detail::encode_snapshot_begin(to, fingerprint_, next_, members_.size());
        });
        const std::span<const member_type> all{members_};
        std::uint64_t sequence = 1;
        for (std::size_t first = 0; first < all.size() && written; first += members_per_record) {
            const std::size_t left = all.size() - first;
            const auto part = all.subspan(first, left < members_per_record ? left : members_per_record);
            written =
                write([&](std::span<std::byte> to) { return detail::encode_members<member_type>(to, sequence, part); });
            ++sequence;
        }
        return written;
    }

    Programme programme_;
    std::uint64_t fingerprint_;
    std::string folder_{};
    durability safe_ = durability::disk;
    std::vector<member_type> members_{};
    std::vector<std::byte> waiting_{};
    std::size_t last_record_bytes_ = 0;
    std::uint64_t next_ = 0;
    std::uint64_t acknowledged_ = 0;
    store_recovered recovered_{};
    store_error error_{};
    detail::file_handle lock_{};
    detail::file_handle journal_{};
};

} // namespace streams
} // namespace loyalty

#endif
