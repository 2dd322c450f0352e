// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Three NATS servers of the test's own, which are one cluster with JetStream on 127.0.0.1. Data lie in a temporary folder.

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/// Sockets of 127.0.0.1 on ports that were free; they stay bound, so that no two of them are one.
class free_ports {
public:
    explicit free_ports(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            sockaddr_in at{};
            at.sin_family = AF_INET;
            at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            socklen_t size = sizeof at;
            sockets_.push_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
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

    nats_cluster() {
        std::array<char, 40> name{"/tmp/loyalty_nats_XXXXXX"};
        if (find_server().empty() || ::mkdtemp(name.data()) == nullptr) {
            return;
        }
        folder_ = name.data();
        for (std::size_t i = 0; i < size; ++i) {
            write_settings(i);
        }
        ports_.release();
        for (std::size_t i = 0; i < size; ++i) {
            start(i);
        }
    }
    nats_cluster(const nats_cluster&) = delete;
    nats_cluster& operator=(const nats_cluster&) = delete;
    ~nats_cluster() {
        for (std::size_t i = 0; i < size; ++i) {
            kill(i);
        }
        std::error_code ignored;
        if (!folder_.empty()) {
            std::filesystem::remove_all(folder_, ignored);
        }
    }

    /// False if nats-server is not installed.
    [[nodiscard]] bool is_there() const noexcept { return !folder_.empty(); }
    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }
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
    void write_settings(std::size_t index) const {
        const std::string name = "n" + std::to_string(index + 1);
        std::ofstream to{settings_of(index)};
        to << "server_name: " << name << "\nlisten: 127.0.0.1:" << ports_[2 * index] << "\njetstream { store_dir: \""
           << folder_ << "/data_" << name
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
    std::array<pid_t, size> pids_{};
};
