// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Files as a store needs them: written whole, made safe, and read where they lie. They need POSIX;
/// `LOYALTY_HAS_FILE_STORE` says if it is there.

#if defined(__unix__) || defined(__APPLE__)
#define LOYALTY_HAS_FILE_STORE 1
#else
#define LOYALTY_HAS_FILE_STORE 0
#endif

#if LOYALTY_HAS_FILE_STORE

#include <loyalty/config.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <string>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace loyalty {

namespace streams {

/// The failures that an acknowledged event outlives.
enum class durability : std::uint8_t {
    process, ///< the end of the process, however sudden: it is with the operating system
    disk     ///< the end of the power: it is on the disk, as far as the disk tells the truth
};

} // namespace streams

namespace detail {

/// An open file, closed at the end.
class file_handle {
public:
    file_handle() noexcept = default;
    explicit file_handle(int descriptor) noexcept : descriptor_{descriptor} {}
    file_handle(file_handle&& other) noexcept : descriptor_{other.descriptor_} { other.descriptor_ = -1; }
    file_handle& operator=(file_handle&& other) noexcept {
        const int before = descriptor_;
        descriptor_ = other.descriptor_;
        other.descriptor_ = before;
        return *this;
    }
    file_handle(const file_handle&) = delete;
    file_handle& operator=(const file_handle&) = delete;
    ~file_handle() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }

    [[nodiscard]] static file_handle open(const char* path, int flags) noexcept {
        return file_handle{::open(path, flags | O_CLOEXEC, 0666)};
    }

    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

    /// Writes all of it; false, with errno, if the system does not.
    [[nodiscard]] bool write(std::span<const std::byte> bytes) const noexcept {
        while (!bytes.empty()) {
            const auto written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written < 0 && errno == EINTR) {
                continue;
            }
            if (written <= 0) {
                return false;
            }
            bytes = bytes.subspan(static_cast<std::size_t>(written));
        }
        return true;
    }
    [[nodiscard]] bool sync(streams::durability what) const noexcept {
        return what == streams::durability::process || ::fsync(descriptor_) == 0;
    }

private:
    int descriptor_ = -1;
};

/// A file's bytes, read where they lie.
class file_view {
public:
    explicit file_view(const file_handle& file) noexcept {
        struct stat about {};
        if (::fstat(file.descriptor(), &about) != 0) {
            return;
        }
        right_ = true;
        if (about.st_size > 0) {
            size_ = static_cast<std::size_t>(about.st_size);
            void* const at = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.descriptor(), 0);
            right_ = at != MAP_FAILED;
            data_ = right_ ? static_cast<const std::byte*>(at) : nullptr;
        }
    }
    file_view(const file_view&) = delete;
    file_view& operator=(const file_view&) = delete;
    ~file_view() {
        if (data_ != nullptr) {
            ::munmap(const_cast<std::byte*>(data_), size_);
        }
    }

    [[nodiscard]] bool right() const noexcept { return right_; }
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
        return data_ != nullptr ? std::span<const std::byte>{data_, size_} : std::span<const std::byte>{};
    }

private:
    const std::byte* data_ = nullptr;
    std::size_t size_ = 0;
    bool right_ = false;
};

/// Makes the names in a folder safe.
[[nodiscard]] inline bool sync_folder(const std::string& folder, streams::durability safe) {
    const auto handle = file_handle::open(folder.c_str(), O_RDONLY);
    return handle.is_open() && handle.sync(safe);
}

/// The folder above another: `data` for `data/members/`, `.` for `members`.
[[nodiscard]] inline std::string parent_of(const std::string& folder) {
    const std::size_t last = folder.find_last_not_of('/');
    const std::size_t slash = last == std::string::npos ? 0 : folder.rfind('/', last);
    return last == std::string::npos || slash == 0 ? "/" : slash == std::string::npos ? "." : folder.substr(0, slash);
}

/// Makes a folder, with a name that is safe, if there is none. Returns false, with errno, if the system does not.
[[nodiscard]] inline bool make_folder(const std::string& folder, streams::durability safe) {
    return ::mkdir(folder.c_str(), 0777) == 0 ? sync_folder(parent_of(folder), safe) : errno == EEXIST;
}

/// Writes a file beside the old one, and puts it in its place at once. Returns false, with errno, if the system does not;
/// the old one is then as it was.
template <class Write>
[[nodiscard]] bool replace_file(const std::string& folder, const std::string& name, streams::durability safe,
                                Write&& write) {
    const std::string path = folder + "/" + name;
    const std::string fresh = path + ".new";
    const auto file = file_handle::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC);
    return file.is_open() && write(file) && file.sync(safe) && std::rename(fresh.c_str(), path.c_str()) == 0 &&
           sync_folder(folder, safe);
}

/// Replaces a file of text by its path, for readers that look at it at any time; it need not outlive the power.
[[nodiscard]] inline bool replace_text(const std::string& path, const std::string& text) {
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash);
    return replace_file(folder.empty() ? "/" : folder, path.substr(slash == std::string::npos ? 0 : slash + 1),
                        streams::durability::process,
                        [&](const file_handle& file) { return file.write(std::as_bytes(std::span{text})); });
}

} // namespace detail
} // namespace loyalty

#endif
