// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Three NATS servers of the test's own, which are one cluster with JetStream on 127.0.0.1. Data lie in a temporary folder,
/// or each server's on a small disk of its own.

#include "support/small_disk.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/// Sockets of 127.0.0.1 on ports that were free. They stay bound, so that nobody else is given one of the ports; a server that
/// names one may listen there, since neither of the two sockets listens before and both may be shared (SO_REUSEADDR).
class free_ports {
public:
    explicit free_ports(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            sockaddr_in at{};
            at.sin_family = AF_INET;
            at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socklen_t size = sizeof at;
            sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
            const int shared = 1;
            ::setsockopt(sockets_.back(), SOL_SOCKET, SO_REUSEADDR, &shared, sizeof shared);
            if (::bind(sockets_.back(), reinterpret_cast<sockaddr*>(&at), size) != 0 ||
                ::getsockname(sockets_.back(), reinterpret_cast<sockaddr*>(&at), &size) != 0) {
                std::abort();
            }
            ports_.push_back(ntohs(at.sin_port));
        }
    }
    free_ports(const free_ports&) = delete;
    free_ports& operator=(const free_ports&) = delete;
    ~free_ports() { release(); }

    [[nodiscard]] int operator[](std::size_t index) const { return ports_[index]; }
    [[nodiscard]] int socket_of(std::size_t index) const { return sockets_[index]; }
    void release() {
        for (const int each : sockets_) {
            ::close(each);
        }
        sockets_.clear();
    }

private:
    std::vector<int> sockets_{};
    std::vector<int> ports_{};
};

class nats_cluster {
public:
    static constexpr std::size_t size = 3;

    /// With `disk_bytes` the data of each server lie on a disk of that size, if this user may mount one.
    explicit nats_cluster(std::size_t disk_bytes = 0) {
        std::array<char, 40> name{"/tmp/loyalty_nats_XXXXXX"};
        if (find_server().empty() || ::mkdtemp(name.data()) == nullptr) {
            return;
        }
        folder_ = name.data();
        for (std::size_t i = 0; i < size; ++i) {
            write_settings(i);
            std::filesystem::create_directory(data_of(i));
            if (disk_bytes > 0) {
                disks_[i] = std::make_unique<small_disk>(data_of(i), disk_bytes);
            }
        }
        for (std::size_t i = 0; i < size; ++i) {
            start(i);
        }
    }
    nats_cluster(const nats_cluster&) = delete;
    nats_cluster& operator=(const nats_cluster&) = delete;
    ~nats_cluster() {
        for (std::size_t i = 0; i < size; ++i) {
            kill(i);
            disks_[i].reset();
        }
        std::error_code ignored;
        if (!folder_.empty()) {
            std::filesystem::remove_all(folder_, ignored);
        }
    }

    /// False if nats-server is not installed.
    [[nodiscard]] bool is_there() const noexcept { return !folder_.empty(); }
    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }
    /// False if this user may not mount small disks.
    [[nodiscard]] bool has_disks() const noexcept {
        return std::all_of(disks_.begin(), disks_.end(),
                           [](const auto& each) { return each != nullptr && each->is_there(); });
    }
    [[nodiscard]] const small_disk& disk_of(std::size_t index) const { return *disks_[index]; }
    [[nodiscard]] std::vector<std::string> servers() const {
        std::vector<std::string> all;
        for (std::size_t i = 0; i < size; ++i) {
            all.push_back("nats://127.0.0.1:" + std::to_string(ports_[2 * i]));
        }
        return all;
    }
    /// The number of a server by its name, which the state of a stream has as its leader; `size` if there is none.
    [[nodiscard]] static std::size_t number_of(const std::string& name) {
        return name.size() == 2 ? static_cast<std::size_t>(name[1] - '1') : size;
    }

    void start(std::size_t index) {
        const std::string settings = settings_of(index);
        const std::string program = find_server();
        pids_[index] = ::fork();
        if (pids_[index] == 0) {
            const int out = ::open((settings + ".out").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
            ::dup2(out, 1);
            ::dup2(out, 2);
            ::execl(program.c_str(), "nats-server", "-c", settings.c_str(), static_cast<char*>(nullptr));
            ::_exit(127);
        }
    }
    /// SIGKILL: what it had not written is lost.
    void kill(std::size_t index) {
        if (pids_[index] > 0) {
            ::kill(pids_[index], SIGKILL);
            ::waitpid(pids_[index], nullptr, 0);
            pids_[index] = 0;
        }
    }
    void pause(std::size_t index) const { ::kill(pids_[index], SIGSTOP); }
    void wake(std::size_t index) const { ::kill(pids_[index], SIGCONT); }

private:
    [[nodiscard]] std::string settings_of(std::size_t index) const {
        return folder_ + "/n" + std::to_string(index + 1);
    }
    [[nodiscard]] std::string data_of(std::size_t index) const {
        return folder_ + "/data_n" + std::to_string(index + 1);
    }
    void write_settings(std::size_t index) const {
        const std::string name = "n" + std::to_string(index + 1);
        std::ofstream to{settings_of(index)};
        to << "server_name: " << name << "\nlisten: 127.0.0.1:" << ports_[2 * index] << "\njetstream { store_dir: \""
           << data_of(index)
           << "\", max_mem: 64MB, max_file: 2GB }\ncluster { name: loyalty, listen: 127.0.0.1:" << ports_[2 * index + 1]
           << ", routes: [";
        for (std::size_t i = 0; i < size; ++i) {
            to << (i == 0 ? "" : ", ") << "nats://127.0.0.1:" << ports_[2 * i + 1];
        }
        to << "] }\n";
    }
    [[nodiscard]] static std::string find_server() {
        for (const char* const each : {"/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"}) {
            if (::access(each, X_OK) == 0) {
                return each;
            }
        }
        return "";
    }

    free_ports ports_{2 * size};
    std::string folder_{};
    std::array<std::unique_ptr<small_disk>, size> disks_{};
    std::array<pid_t, size> pids_{};
};
