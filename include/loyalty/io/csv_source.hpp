// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <istream>
#include <string_view>

namespace loyalty::io {

/// Where the bytes of a file come from: a `std::FILE*`, a `std::istream` (open both as binary) or a text in memory. It
/// owns nothing: what it was made from must live as long as it is read. A host with another source passes its own
/// function.
class csv_source {
public:
    /// Fills `buffer` with up to `size` bytes and returns how many; fewer than `size` means the end, or a failure, in
    /// which case it sets `failed`.
    using read_function = std::size_t (*)(void* handle, char* buffer, std::size_t size, bool& failed);

    csv_source(void* handle, read_function function) noexcept : handle_(handle), read_(function) {}

    csv_source(std::FILE* file) noexcept : handle_(file), read_(file == nullptr ? read_nothing : read_file) {}

    csv_source(std::istream& stream) noexcept : handle_(&stream), read_(read_stream) {}

    csv_source(std::string_view text) noexcept : text_(text) {}

    [[nodiscard]] std::size_t read(char* buffer, std::size_t size) {
        if (read_ != nullptr) {
            return read_(handle_, buffer, size, failed_);
        }
        const std::size_t taken = (std::min)(size, text_.size());
        if (taken != 0) {
            std::memcpy(buffer, text_.data(), taken);
            text_.remove_prefix(taken);
        }
        return taken;
    }

    /// True once the source broke off for another reason than its end: a disk that failed, a folder opened as a file.
    [[nodiscard]] bool failed() const noexcept { return failed_; }

private:
    static std::size_t read_file(void* handle, char* buffer, std::size_t size, bool& failed) {
        auto* const file = static_cast<std::FILE*>(handle);
        const std::size_t taken = std::fread(buffer, 1, size, file);
        failed = std::ferror(file) != 0;
        return taken;
    }

    static std::size_t read_stream(void* handle, char* buffer, std::size_t size, bool& failed) {
        auto& stream = *static_cast<std::istream*>(handle);
        stream.read(buffer, static_cast<std::streamsize>(size));
        failed = stream.bad() || (stream.fail() && !stream.eof());
        return static_cast<std::size_t>(stream.gcount());
    }

    static std::size_t read_nothing(void*, char*, std::size_t, bool& failed) {
        failed = true;
        return 0;
    }

    void* handle_ = nullptr;
    read_function read_ = nullptr;
    std::string_view text_;
    bool failed_ = false;
};

} // namespace loyalty::io
