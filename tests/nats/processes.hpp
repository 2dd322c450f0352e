// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <csignal>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

/// The processes of a program with the same words, but for the name in the place of an empty one.
class processes {
public:
    explicit processes(std::vector<std::string> words) : words_{std::move(words)} {}
    processes(const processes&) = delete;
    processes& operator=(const processes&) = delete;
    ~processes() {
        for (const pid_t each : all_) {
            end(each, SIGKILL);
        }
    }

    void start(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            all_.push_back(started());
        }
    }
    /// Kills one, and starts another in its place.
    void kill(std::size_t index) {
        end(all_[index], SIGKILL);
        all_[index] = started();
    }
    void pause(std::size_t index) const { ::kill(all_[index], SIGSTOP); }
    void wake(std::size_t index) const { ::kill(all_[index], SIGCONT); }
    /// Ends all by SIGTERM. Returns true if each of them said that all was well.
    [[nodiscard]] bool stop() {
        bool right = true;
        for (const pid_t each : all_) {
            ::kill(each, SIGTERM);
        }
        for (const pid_t each : all_) {
            int status = 0;
            right = ::waitpid(each, &status, 0) == each && WIFEXITED(status) && WEXITSTATUS(status) == 0 && right;
        }
        all_.clear();
        return right;
    }
    /// Returns true if one of them has ended by itself.
    [[nodiscard]] bool one_ended() {
        for (pid_t& each : all_) {
            if (each > 0 && ::waitpid(each, nullptr, WNOHANG) == each) {
                each = -1;
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

private:
    static void end(pid_t id, int signal) {
        if (id > 0) {
            ::kill(id, signal);
            ::waitpid(id, nullptr, 0);
        }
    }
    [[nodiscard]] pid_t started() {
        names_.push_back("worker_" + std::to_string(names_.size() + 1) + "_of_" + std::to_string(::getpid()));
        std::vector<std::string> words = words_;
        std::vector<char*> arguments;
        for (std::string& each : words) {
            each = each.empty() ? names_.back() : each;
            arguments.push_back(each.data());
        }
        arguments.push_back(nullptr);
        const pid_t id = ::fork();
        if (id == 0) {
            ::execv(arguments[0], arguments.data());
            ::_exit(127);
        }
        return id;
    }

    std::vector<std::string> words_;
    std::vector<pid_t> all_{};
    std::vector<std::string> names_{};
};
