// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The processes of workers that a test starts, kills, pauses and ends. None outlives the test.

#include <csignal>
#include <cstddef>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/// Processes of a program with the same words, but for a name of each, which stands in the place of the empty word.
class processes {
public:
    explicit processes(std::vector<std::string> words) : words_{std::move(words)} {}
    processes(const processes&) = delete;
    processes& operator=(const processes&) = delete;
    ~processes() {
        for (const child& each : all_) {
            end(each.id, SIGKILL);
        }
    }

    /// The words of those that start from now on.
    void set_words(std::vector<std::string> words) { words_ = std::move(words); }
    void start(std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            all_.push_back(started());
        }
    }
    /// Kills one, and starts another in its place.
    void kill_one(std::size_t index) {
        end(all_[index].id, SIGKILL);
        all_[index] = started();
    }
    void pause_one(std::size_t index) const { ::kill(all_[index].id, SIGSTOP); }
    void wake_one(std::size_t index) const { ::kill(all_[index].id, SIGCONT); }
    /// Ends all by SIGTERM, and waits for them. Returns true if each of them said that all was well.
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
            if (each.id > 0 && ::waitpid(each.id, nullptr, WNOHANG) == each.id) {
                each.id = -1;
                return true;
            }
        }
        return false;
    }
    [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
    [[nodiscard]] const std::string& name_of(std::size_t index) const noexcept { return all_[index].name; }
    /// Of all that were ever started.
    [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }

private:
    struct child {
        pid_t id = -1;
        std::string name{};
    };

    static void end(pid_t id, int signal) {
        if (id > 0) {
            ::kill(id, signal);
            ::waitpid(id, nullptr, 0);
        }
    }
    [[nodiscard]] child started() {
        names_.push_back("worker-" + std::to_string(names_.size() + 1));
        std::vector<std::string> words = words_;
        std::vector<char*> arguments;
        for (std::string& each : words) {
            each = each.empty() ? names_.back() : each;
            arguments.push_back(each.data());
        }
        arguments.push_back(nullptr);
        const pid_t id = ::fork();
        if (id == 0) {
            ::prctl(PR_SET_PDEATHSIG, SIGKILL);
            ::closefrom(3); // else it would hold connections of the test open
            ::execv(arguments[0], arguments.data());
            ::_exit(127);
        }
        return {id, names_.back()};
    }

    std::vector<std::string> words_;
    std::vector<child> all_{};
    std::vector<std::string> names_{};
};

/// In how many lines of the logs of all processes a text stands: of the files `folder/name.log`.
[[nodiscard]] inline std::size_t lines_with(const processes& those, const std::string& folder,
                                            const std::string& text) {
    std::size_t count = 0;
    for (const std::string& each : those.names()) {
        std::ifstream in{folder + "/" + each + ".log"};
        for (std::string line; std::getline(in, line);) {
            count += line.find(text) != std::string::npos ? 1u : 0u;
        }
    }
    return count;
}
/// How often an old owner was there, and stopped.
[[nodiscard]] inline std::size_t old_owners_stopped(const processes& those, const std::string& folder) {
    return lines_with(those, folder, "\"event\":\"superseded\"") + lines_with(those, folder, "\"event\":\"lost\"");
}
