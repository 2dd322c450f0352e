// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// What a store on disk reports: why it could not do something, and what it found when it was opened.

#include <loyalty/config.hpp>
#include <loyalty/stream/journal.hpp>

#include <cstdint>
#include <string_view>

namespace loyalty::streams {

/// Why a store could not do something.
enum class store_fault : std::uint8_t {
    none,
    in_use,     ///< another store has the folder open
    system,     ///< the operating system refused: `system_code` is its errno
    journal,    ///< the journal cannot be read: `journal` says where
    snapshot,   ///< the snapshot cannot be read: `journal` says where
    gap,        ///< the journal begins after the snapshot ends
    no_journal, ///< a snapshot stands without a journal: what was acknowledged since is gone
    failed,     ///< an earlier write failed: open the store again
    superseded  ///< another owner has claimed the partition since
};

struct store_error {
    store_fault fault = store_fault::none;
    int system_code = 0;
    journal_error journal{};

    [[nodiscard]] constexpr explicit operator bool() const noexcept { return fault != store_fault::none; }
    [[nodiscard]] constexpr std::string_view sentence() const noexcept {
        switch (fault) {
        case store_fault::none:
            return "all is well";
        case store_fault::in_use:
            return "another store has the folder open: close that one, or use another folder";
        case store_fault::system:
            return "the operating system refused: see system_code, an errno";
        case store_fault::journal:
        case store_fault::snapshot:
            return journal.sentence();
        case store_fault::gap:
            return "the journal begins after the snapshot ends: a snapshot was lost or is an older copy";
        case store_fault::no_journal:
            return "the journal is missing beside the snapshot, and with it all that was acknowledged since: put it "
                   "back";
        case store_fault::failed:
            return "an earlier write failed, so the store is closed: open it again";
        case store_fault::superseded:
            return "another owner has claimed the partition since: stop this worker, and let that one go on";
        }
        return "unknown fault";
    }
};

/// The content of a store when it was opened.
struct store_recovered {
    std::uint64_t members_of_snapshot = 0;
    std::uint64_t events_of_journal = 0; ///< those that were replayed
    std::uint64_t bytes_cut = 0;         ///< of a last record that had not arrived whole, and was never acknowledged
};

} // namespace loyalty::streams
