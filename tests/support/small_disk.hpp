// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A file system of the test's own that is soon full: a real one, in memory, which only this process and those that it starts
/// see. It needs Linux, and a user who may mount: root, or any user where the kernel lets users have namespaces.

#include <cstddef>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#if defined(__linux__)
#include <sched.h>
#include <sys/mount.h>
#endif

class small_disk {
public:
    /// Mounts it at a folder that is there.
    small_disk(const std::string& folder, std::size_t bytes) : folder_{folder} {
#if defined(__linux__)
        const std::string options = "size=" + std::to_string(bytes) + ",mode=0777";
        is_there_ = has_namespace() && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                    ::mount("tmpfs", folder_.c_str(), "tmpfs", 0, options.c_str()) == 0;
#else
        static_cast<void>(bytes);
#endif
    }
    small_disk(const small_disk&) = delete;
    small_disk& operator=(const small_disk&) = delete;
    ~small_disk() {
        unmount();
    }

    /// False if this user may not mount.
    [[nodiscard]] bool is_there() const noexcept {
        return is_there_;
    }
    /// Writes a file until the disk takes no more byte.
    void fill() const {
        const int file = ::open(filler().c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        for (std::size_t size = std::size_t{1} << 16u; size > 0; size /= 2) {
            const std::vector<char> bytes(size);
            while (::write(file, bytes.data(), bytes.size()) > 0) {
            }
        }
        ::close(file);
    }
    void make_room() const {
        ::unlink(filler().c_str());
    }
    /// The folder is then as it was before.
    void unmount() {
#if defined(__linux__)
        if (is_there_) {
            ::umount2(folder_.c_str(), MNT_DETACH);
        }
#endif
        is_there_ = false;
    }

private:
    [[nodiscard]] std::string filler() const {
        return folder_ + "/filler";
    }
#if defined(__linux__)
    [[nodiscard]] static bool has_namespace() {
        if (::unshare(CLONE_NEWNS) == 0) {
            return true;
        }
        const std::string user = std::to_string(::getuid());
        const std::string group = std::to_string(::getgid());
        return ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_text("/proc/self/setgroups", "deny") &&
               write_text("/proc/self/uid_map", user + " " + user + " 1") &&
               write_text("/proc/self/gid_map", group + " " + group + " 1");
    }
    [[nodiscard]] static bool write_text(const char* path, const std::string& text) {
        const int file = ::open(path, O_WRONLY);
        const bool right = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
        ::close(file);
        return right;
    }
#endif

    std::string folder_;
    bool is_there_ = false;
};
