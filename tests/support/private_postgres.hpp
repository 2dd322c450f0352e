// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A PostgreSQL server of the test's own: data and socket lie in a temporary folder, and it has no port. PostgreSQL does
/// not run as root, so root runs it as the user `postgres`, whom Debian's package makes.

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include <unistd.h>

class private_postgres {
public:
    private_postgres() {
        std::array<char, 40> name{"/tmp/loyalty_postgres_XXXXXX"};
        programs_ = find_programs();
        folder_ = programs_.empty() || ::mkdtemp(name.data()) == nullptr ? "" : name.data();
        if (folder_.empty()) {
            return;
        }
        // As root: the folder belongs to the user who runs the server.
        const bool owned = !is_root() || run("chown postgres " + folder_);
        is_there_ =
            owned && as_server("initdb -D " + folder_ + "/data -A trust -U loyalty --no-instructions") && start();
    }
    private_postgres(const private_postgres&) = delete;
    private_postgres& operator=(const private_postgres&) = delete;
    ~private_postgres() {
        if (is_there_) {
            static_cast<void>(stop_at_once());
        }
        std::error_code ignored;
        if (!folder_.empty()) {
            std::filesystem::remove_all(folder_, ignored);
        }
    }

    /// False if PostgreSQL's server is not installed, or the test may not run it.
    [[nodiscard]] bool is_there() const noexcept { return is_there_; }
    [[nodiscard]] std::string where() const {
        return "host=" + folder_ + " user=loyalty dbname=postgres application_name=loyalty_test";
    }
    [[nodiscard]] bool start() const {
        return as_server("pg_ctl -D " + folder_ + "/data -l " + folder_ +
                         "/log -w -t 60 start -o \"-c listen_addresses= " + "-c unix_socket_directories=" + folder_ +
                         " -c max_connections=20 -c shared_buffers=16MB\"");
    }
    /// Ends it as a crash of its processes does: what is not in its journal is lost.
    [[nodiscard]] bool stop_at_once() const { return as_server("pg_ctl -D " + folder_ + "/data -m immediate -w stop"); }

private:
    [[nodiscard]] static bool is_root() { return ::getuid() == 0; }
    [[nodiscard]] static bool run(const std::string& command) {
        return std::system((command + " </dev/null >/dev/null 2>&1").c_str()) == 0;
    }
    [[nodiscard]] bool as_server(const std::string& command) const {
        const std::string all = "cd / && " + programs_ + "/" + command;
        return run(is_root() ? "runuser -u postgres -- sh -c '" + all + "'" : all);
    }
    [[nodiscard]] static std::string find_programs() {
        for (const char* const version : {"17", "16", "15", "14"}) {
            const std::string folder = "/usr/lib/postgresql/" + std::string{version} + "/bin";
            if (std::filesystem::exists(folder + "/initdb")) {
                return folder;
            }
        }
        return "";
    }

    std::string programs_{};
    std::string folder_{};
    bool is_there_ = false;
};
