// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "scale/worker.hpp"

#include <chrono>
#include <csignal>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace scale {

/// The processes of workers: this programme once more, with the word `worker`.
class processes {
public:
    explicit processes(worker_job job) : job_{std::move(job)} {}
    processes(const processes&) = delete;
    processes& operator=(const processes&) = delete;
    ~processes() {
        for (const child& each : all_) {
            end(each.id, SIGKILL);
        }
    }

    void start(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            all_.push_back({});
            start_at(all_.size() - 1);
        }
    }
    /// Kills one, and starts another in its place.
    void kill_one(std::size_t index) {
        end(all_[index % all_.size()].id, SIGKILL);
        start_at(index % all_.size());
    }
    void pause_one(std::size_t index) { ::kill(all_[index % all_.size()].id, SIGSTOP); }
    void wake_one(std::size_t index) { ::kill(all_[index % all_.size()].id, SIGCONT); }
    /// Ends all of them, and waits for them. Returns true if each of them said that all was well.
    [[nodiscard]] bool stop_all() {
        for (const child& each : all_) {
            ::kill(each.id, SIGTERM);
        }
        bool right = true;
        for (const child& each : all_) {
            int status = 0;
            right = ::waitpid(each.id, &status, 0) == each.id && WIFEXITED(status) && WEXITSTATUS(status) == 0 && right;
        }
        all_.clear();
        return right;
    }
    /// Returns true if one of them has ended by itself.
    [[nodiscard]] bool one_ended() {
        for (child& each : all_) {
            int status = 0;
            if (::waitpid(each.id, &status, WNOHANG) == each.id) {
                each.id = -1;
                return true;
            }
        }
        return false;
    }
    /// For the next generation.
    void set_partitions(std::uint32_t partitions, std::uint32_t closed) {
        job_.partitions = partitions;
        job_.closed = closed;
    }
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

private:
    struct child {
        pid_t id = -1;
    };

    static void end(pid_t id, int signal) {
        if (id > 0) {
            ::kill(id, signal);
            ::waitpid(id, nullptr, 0);
        }
    }
    void start_at(std::size_t index) {
        const std::string name = "worker-" + std::to_string(names_.size() + 1);
        names_.push_back(name);
        std::vector<std::string> words{"loyalty_scale",
                                       "worker",
                                       job_.brokers,
                                       job_.folder,
                                       name,
                                       std::to_string(job_.events),
                                       std::to_string(job_.partitions),
                                       std::to_string(job_.closed),
                                       std::to_string(job_.records_between_snapshots)};
        std::vector<char*> arguments;
        for (std::string& each : words) {
            arguments.push_back(each.data());
        }
        arguments.push_back(nullptr);
        const pid_t id = ::fork();
        if (id == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL); // none outlives the demonstration
            ::closefrom(3); // else it would hold the connections of the mock open that a lost broker drops
            ::execv("/proc/self/exe", arguments.data());
            ::_exit(127);
        }
        all_[index].id = id;
    }

    worker_job job_;
    std::vector<child> all_{};
    std::vector<std::string> names_{};
};

} // namespace scale
