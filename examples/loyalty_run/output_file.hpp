// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Files that are written as a whole or not at all.

#include "interruption.hpp"
#include "options.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>

#if !defined(_WIN32)
#include <unistd.h>
#endif

namespace loyalty_run {

/// The file that a path leads to: the links at its end are followed, also where the file does not exist yet.
[[nodiscard]] inline std::filesystem::path followed(std::filesystem::path path) {
    constexpr int most_links = 40;
    std::error_code error;
    for (int i = 0; i < most_links && std::filesystem::is_symlink(path, error); ++i) {
        const std::filesystem::path next = std::filesystem::read_symlink(path, error);
        if (error) {
            break;
        }
        path = next.is_absolute() ? next : path.parent_path() / next;
    }
    return path;
}

/// Whether bytes go straight to a path: it is a pipe or a device, which no other file can replace.
[[nodiscard]] inline bool is_special(const std::string& path) {
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
           !std::filesystem::is_directory(status);
}

/// A file that is written from its first byte to its last; `-` is the standard output.
///
/// `members.csv` is written as `members.csv.part` and takes its name at the end, so that a run that breaks off leaves
/// what stood there before. A link stays a link, and the rights of a file that is replaced stay. If a signal cut the input
/// short, the name is `members.csv.partial`.
class output_file {
public:
    explicit output_file(const std::string& path) : path_(path), is_standard_(path == "-") {
        if (is_standard_ || is_special(path)) {
            file_ = is_standard_ ? stdout : std::fopen(path.c_str(), "wb");
        } else {
            open_part();
        }
        if (file_ == nullptr) {
            fail(errno);
        }
    }
    output_file(const output_file&) = delete;
    output_file& operator=(const output_file&) = delete;
    ~output_file() {
        if (!is_standard_ && file_ != nullptr) {
            std::fclose(file_);
        }
        remove_part();
    }

    /// Throws where a file of this path could not be written. It leaves what is there alone.
    static void probe(const std::string& path) {
        if (path != "-" && !is_special(path)) {
            const output_file probed(path);
        }
    }

    void write(std::string_view text) {
        if (std::fwrite(text.data(), 1, text.size(), file_) != text.size() && reason_ == 0) {
            reason_ = errno;
            failed_ = true;
        }
    }

    /// The file is complete. Throws where a byte did not reach the disk.
    void close() {
        if (std::fflush(file_) != 0 && !failed_) {
            reason_ = errno;
            failed_ = true;
        }
        sync();
        const bool closed = is_standard_ || std::fclose(file_) == 0;
        reason_ = closed || failed_ ? reason_ : errno;
        file_ = is_standard_ ? file_ : nullptr;
        if (failed_ || !closed) {
            fail(reason_);
        }
        if (!part_.empty()) {
            take_name();
        }
    }

private:
    void open_part() {
        std::error_code error;
        if (std::filesystem::is_directory(path_, error)) {
            throw failure{exit_code::wrong_use, "cannot write " + path_ + ": it is a folder"};
        }
        target_ = followed(path_);
        constexpr int most_parts = 100; // of runs that were killed
        for (int i = 0; i < most_parts && file_ == nullptr; ++i) {
            part_ = target_;
            part_ += i == 0 ? ".part" : fmt::format(".part{}", i);
            file_ = std::fopen(part_.string().c_str(), "wbx");
            if (file_ == nullptr && errno != EEXIST) {
                break;
            }
        }
        if (file_ == nullptr) {
            part_.clear(); // it is of another run
            return;
        }
        const auto status = std::filesystem::status(target_, error);
        if (!error && std::filesystem::exists(status)) {
            std::filesystem::permissions(part_, status.permissions(), error);
        }
    }

    /// A name must not reach the disk before the bytes do, or a crash leaves an empty file under the name of a full one.
    void sync() {
#if !defined(_WIN32)
        if (!part_.empty() && fsync(fileno(file_)) != 0 && !failed_) {
            reason_ = errno;
            failed_ = true;
        }
#endif
    }

    void take_name() {
        std::error_code error;
        if (interruption::has_cut_input) {
            target_ += ".partial";
        }
        std::filesystem::rename(part_, target_, error);
        if (error) {
            throw failure{exit_code::wrong_use, "cannot write " + path_ + ": " + error.message()};
        }
        part_.clear();
    }

    void remove_part() noexcept {
        if (!part_.empty()) {
            std::error_code ignored;
            std::filesystem::remove(part_, ignored);
        }
    }

    [[noreturn]] void fail(int reason) const {
        throw failure{exit_code::wrong_use,
                      fmt::format("cannot write {}{}", is_standard_ ? "the standard output" : path_,
                                  reason == 0 ? "" : std::string(": ") + std::strerror(reason))};
    }

    std::string path_;
    std::filesystem::path target_;
    std::filesystem::path part_; ///< the file under its other name; empty where there is none
    std::FILE* file_ = nullptr;
    int reason_ = 0;
    bool is_standard_ = false;
    bool failed_ = false;
};

} // namespace loyalty_run
