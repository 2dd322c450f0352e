// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The snapshots of one partition in a folder on disk, which has one owner at a time.
///
/// @code
/// snapshot_folder folder;
/// folder.open("state/partition-2");
/// folder.claim();                                                          // epoch 5: whoever had 4 writes no more
/// folder.read_newest([&](std::span<const std::byte> bytes) { return bool(own.restore(bytes)); });
/// folder.save([&](auto&& write) { return own.snapshot(write); });          // 5-1.snapshot
/// @endcode
///
/// An owner claims the next epoch by making a file that must not be there: of two at a time one gets it, and the other
/// one the epoch behind. Snapshots have the epoch in their names. So an old owner that stood still for an hour and wakes
/// up can write only files of its own, which are older than those of a newer owner; before it writes it looks whether
/// there is one, and stops (`store_fault::superseded`). No lock is held that a process that stands still would keep.
///
/// The two newest snapshots stay, so a torn one does not hide the one before. The log must keep what follows the older
/// one.

#include <loyalty/stream/file.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <loyalty/config.hpp>
#include <loyalty/stream/store_error.hpp>

#include <algorithm>
#include <cerrno>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>
#include <vector>

#include <dirent.h>

namespace loyalty::streams {

/// The result of `read_newest`.
struct snapshot_search {
    bool found = false;      ///< one of them was read
    std::size_t refused = 0; ///< newer ones that are torn, or otherwise none
    store_error error{};     ///< the folder cannot be looked through: whether it has snapshots is not known

    [[nodiscard]] constexpr explicit operator bool() const noexcept { return found; }
};

/// See the top of this file.
class snapshot_folder {
public:
    /// Opens a folder, and makes it if there is none.
    [[nodiscard]] store_error open(const std::string& folder, durability safe = durability::disk) {
        folder_ = folder;
        safe_ = safe;
        epoch_ = 0;
        return detail::make_folder(folder, safe) ? store_error{} : system_error();
    }

    /// Becomes the owner, with the epoch behind the highest one.
    [[nodiscard]] store_error claim() {
        for (int tries = 0; tries < most_tries; ++tries) {
            std::uint64_t next = 0;
            if (!find_newest_owner(next)) {
                return system_error();
            }
            ++next;
            const auto file = detail::file_handle::open(path(owner_name(next)).c_str(), O_WRONLY | O_CREAT | O_EXCL);
            if (file.is_open()) {
                epoch_ = next;
                written_ = 0;
                return file.sync(safe_) && detail::sync_folder(folder_, safe_) ? store_error{} : system_error();
            }
            if (errno != EEXIST) { // else another one was faster
                return system_error();
            }
        }
        return {store_fault::in_use};
    }
    /// The epoch of the last `claim`; 0 before it.
    [[nodiscard]] std::uint64_t epoch() const noexcept { return epoch_; }
    /// Returns true as long as nobody else has claimed since.
    [[nodiscard]] bool is_owner() const {
        std::uint64_t newest = 0;
        return epoch_ != 0 && find_newest_owner(newest) && newest == epoch_;
    }

    /// Passes on snapshots, the newest first, until `read(bytes)` returns true. If none was read and `refused` or
    /// `error` is set, the folder is not that of a new partition.
    template <class Read>
    snapshot_search read_newest(Read&& read) const {
        snapshot_search search;
        std::vector<snapshot_name> all;
        if (!find_snapshots(all)) {
            search.error = system_error();
            return search;
        }
        for (auto each = all.rbegin(); each != all.rend(); ++each) {
            const auto file = detail::file_handle::open(path(name_of(*each)).c_str(), O_RDONLY);
            const detail::file_view view{file};
            if (view.right() && read(view.bytes())) {
                search.found = true;
                return search;
            }
            ++search.refused;
        }
        return search;
    }

    /// Writes a snapshot: `write_all(write)` calls `write(bytes)`, which returns false if the disk does not take it. If
    /// there is an error the snapshots are as they were.
    template <class WriteAll>
    [[nodiscard]] store_error save(WriteAll&& write_all) {
        if (const store_error error = check_owner()) {
            return error;
        }
        const std::string name = name_of({epoch_, written_ + 1});
        const bool written = detail::replace_file(folder_, name, safe_, [&](const detail::file_handle& file) {
            return write_all([&](std::span<const std::byte> bytes) { return file.write(bytes); });
        });
        if (!written) {
            const store_error error = system_error();
            ::unlink(path(name + ".new").c_str());
            const store_error owner = check_owner(); // a newer one sweeps what this one was writing
            return owner ? owner : error;
        }
        ++written_;
        remove_old();
        return {};
    }

private:
    static constexpr int most_tries = 1000;
    static constexpr std::size_t kept = 2;

    struct snapshot_name {
        std::uint64_t epoch = 0;
        std::uint64_t number = 0;

        [[nodiscard]] friend auto operator<=>(const snapshot_name&, const snapshot_name&) = default;
    };

    [[nodiscard]] static store_error system_error() noexcept { return {store_fault::system, errno}; }
    [[nodiscard]] std::string path(const std::string& name) const { return folder_ + "/" + name; }
    [[nodiscard]] static std::string owner_name(std::uint64_t epoch) { return std::to_string(epoch) + ".owner"; }
    [[nodiscard]] static std::string name_of(const snapshot_name& one) {
        return std::to_string(one.epoch) + "-" + std::to_string(one.number) + ".snapshot";
    }

    /// Returns false, with errno, if the folder cannot be read to its end.
    template <class Function>
    [[nodiscard]] bool for_each_name(Function&& function) const {
        DIR* const open = ::opendir(folder_.c_str());
        if (open == nullptr) {
            return false;
        }
        errno = 0;
        while (const dirent* const entry = ::readdir(open)) {
            function(std::string{entry->d_name});
            errno = 0;
        }
        const int fault = errno;
        ::closedir(open);
        errno = fault;
        return fault == 0;
    }
    /// Reads the digits at the front of a name, and removes them. Returns false if there are none, or too many.
    [[nodiscard]] static bool take_number(std::string& name, std::uint64_t& number) {
        const std::size_t digits = (std::min)(name.find_first_not_of("0123456789"), name.size());
        number = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            number = number * 10 + static_cast<std::uint64_t>(name[i] - '0');
        }
        name.erase(0, digits);
        return digits > 0 && digits < 20;
    }
    /// The highest epoch that was claimed; 0 if there is none.
    [[nodiscard]] bool find_newest_owner(std::uint64_t& newest) const {
        newest = 0;
        return for_each_name([&](std::string name) {
            std::uint64_t epoch = 0;
            if (take_number(name, epoch) && name == ".owner") {
                newest = (std::max)(newest, epoch);
            }
        });
    }
    [[nodiscard]] store_error check_owner() const {
        std::uint64_t newest = 0;
        if (!find_newest_owner(newest)) {
            return system_error();
        }
        return epoch_ != 0 && newest == epoch_ ? store_error{} : store_error{store_fault::superseded};
    }
    /// All snapshots, the newest last.
    [[nodiscard]] bool find_snapshots(std::vector<snapshot_name>& all) const {
        all.clear();
        const bool right = for_each_name([&](std::string name) {
            snapshot_name one;
            if (take_number(name, one.epoch) && name.starts_with('-') && take_number(name.erase(0, 1), one.number) &&
                name == ".snapshot") {
                all.push_back(one);
            }
        });
        std::sort(all.begin(), all.end());
        return right;
    }
    /// A file that another owner removes at the same time is gone as well.
    void remove_old() const {
        std::vector<snapshot_name> all;
        if (!find_snapshots(all)) {
            return; // the next one removes them
        }
        for (std::size_t i = 0; i + kept < all.size(); ++i) {
            ::unlink(path(name_of(all[i])).c_str());
        }
        static_cast<void>(for_each_name([&](std::string name) {
            const std::string whole = name;
            std::uint64_t epoch = 0;
            if (take_number(name, epoch) && epoch < epoch_ && (name == ".owner" || name.ends_with(".snapshot.new"))) {
                ::unlink(path(whole).c_str());
            }
        }));
    }

    std::string folder_{};
    durability safe_ = durability::disk;
    std::uint64_t epoch_ = 0;
    std::uint64_t written_ = 0;
};

} // namespace loyalty::streams

#endif
