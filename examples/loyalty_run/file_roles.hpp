// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// One file has one role: what is read is not written, and no two tables are written to one file.

#include "options.hpp"
#include "output_file.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#if !defined(_WIN32)
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace loyalty_run {

/// A file that takes part in a run.
struct file_role {
    std::string role = {};  ///< `the input`, `--members`
    std::string path = {};  ///< as it was given; empty of a stream
    std::string place = {}; ///< where it is or will be, without links; empty of a stream and of what is no regular file
    std::uint64_t device = 0;
    std::uint64_t number = 0; ///< of the file on its device; 0 where it does not exist
    bool is_written = true;

    [[nodiscard]] std::string name() const { return path.empty() ? role : fmt::format("{} ({})", role, path); }
};

#if !defined(_WIN32)
inline void identify(const struct stat& facts, file_role& file) noexcept {
    if (S_ISREG(facts.st_mode)) {
        file.device = static_cast<std::uint64_t>(facts.st_dev);
        file.number = static_cast<std::uint64_t>(facts.st_ino);
    }
}
#endif

[[nodiscard]] inline file_role role_of_path(std::string role, const std::string& path) {
    file_role file{.role = std::move(role), .path = path};
    if (is_special(path)) {
        return file;
    }
    std::error_code error;
    const auto place = std::filesystem::weakly_canonical(followed(path), error);
    file.place = error ? path : place.string();
#if !defined(_WIN32)
    struct stat facts {};
    if (stat(path.c_str(), &facts) == 0) {
        identify(facts, file);
    }
#endif
    return file;
}

/// A standard stream that leads to a regular file. `stream` is its number.
[[nodiscard]] inline file_role role_of_stream(std::string role, [[maybe_unused]] int stream) {
    file_role file{.role = std::move(role)};
#if !defined(_WIN32)
    struct stat facts {};
    if (fstat(stream, &facts) == 0) {
        identify(facts, file);
    }
#endif
    return file;
}

/// Whether two names lead to one regular file, or will: also through symbolic and hard links.
[[nodiscard]] inline bool are_one_file(const file_role& left, const file_role& right) noexcept {
    const bool same_number = left.number != 0 && left.number == right.number && left.device == right.device;
    return same_number || (!left.place.empty() && left.place == right.place);
}

/// Each file of a run, the standard streams among them.
[[nodiscard]] inline std::vector<file_role> roles_of(const options& asked) {
    std::vector<file_role> files;
    if (!asked.input.empty()) {
        files.push_back(asked.input == "-" ? role_of_stream("the standard input", 0)
                                           : role_of_path("the input", asked.input));
        files.back().is_written = false;
    }
    if (!asked.profiles.empty()) {
        files.push_back(role_of_path("--profiles", asked.profiles));
        files.back().is_written = false;
    }
    for (const std::string& each : asked.rules) {
        files.push_back(role_of_path("--rules", each));
        files.back().is_written = false;
    }
    files.push_back(role_of_stream("the standard output", 1));
    files.push_back(role_of_stream("stderr", 2));
    for (const auto& [role, path] : asked.outputs()) {
        if (!path->empty() && *path != "-") {
            files.push_back(role_of_path(std::string(role), *path));
        }
    }
    return files;
}

/// Throws where one file has two roles, or a file to be written cannot be: before anything is read.
inline void check_files(const options& asked) {
    const std::vector<file_role> files = roles_of(asked);
    for (std::size_t i = 0; i < files.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            const bool are_streams = files[i].path.empty() && files[j].path.empty() && files[j].is_written;
            const bool is_written = files[i].is_written || files[j].is_written;
            if (is_written && !are_streams && are_one_file(files[i], files[j])) {
                throw failure{exit_code::wrong_use,
                              fmt::format("{} and {} are one file: {}", files[j].name(), files[i].name(),
                                          files[j].is_written ? "each needs a file of its own"
                                                              : "what is read must not be written")};
            }
        }
    }
    std::size_t on_standard_output = 0;
    for (const auto& [role, path] : asked.outputs()) {
        on_standard_output += *path == "-" ? 1U : 0U;
        if (!path->empty()) {
            output_file::probe(*path);
        }
    }
    if (on_standard_output > 1 && asked.written() == format::json) {
        throw failure{exit_code::wrong_use,
                      "--format json: of two tables on the standard output no reader of JSON can part one from the "
                      "other; give one of them a file"};
    }
}

} // namespace loyalty_run
