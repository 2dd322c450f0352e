// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace loyalty::streams {

/// Standard threads as an `executor`: they start once and wait between two calls, so that `execute` allocates nothing.
/// The caller works too: `threads{2}` starts one. Link your platform's threads (`loyalty::threads` does).
///
/// @code
/// threads workers{2};
/// apply_partitioned(programme, members, transactions, outcomes, workers.size(), workers);
/// @endcode
///
/// Calls of `execute` from several threads take turns; a task must not call it, and must not throw. If the system gives
/// no thread, the constructor throws what `std::thread` throws.
class threads {
public:
    /// As many workers as the machine runs at a time, or the given number.
    explicit threads(std::size_t workers = std::thread::hardware_concurrency()) : threads{nothing_started{}} {
        // The object is whole by now, so that its destructor ends those that run if one does not start.
        for (std::size_t i = 1; i < workers; ++i) {
            helpers_.emplace_back([this] { help(); });
        }
    }
    threads(const threads&) = delete;
    threads& operator=(const threads&) = delete;

    ~threads() {
        {
            const std::lock_guard<std::mutex> lock{mutex_};
            ends_ = true;
        }
        begin_.notify_all();
        for (std::thread& each : helpers_) {
            each.join();
        }
    }

    /// The workers, the caller included.
    [[nodiscard]] std::size_t size() const noexcept { return helpers_.size() + 1; }

    /// Runs `task(0)` to `task(count - 1)`, each once, the lower first, and returns when all are done.
    template <class Task>
    void execute(std::size_t count, Task& task) {
        const std::lock_guard<std::mutex> turn{turn_};
        {
            const std::lock_guard<std::mutex> lock{mutex_};
            run_ = [](void* of, std::size_t index) { (*static_cast<Task*>(of))(index); };
            task_ = const_cast<std::remove_const_t<Task>*>(&task);
            count_ = count;
            next_.store(0, std::memory_order_relaxed);
            helping_ = helpers_.size();
            ++calls_;
        }
        begin_.notify_all();
        work();
        std::unique_lock<std::mutex> lock{mutex_};
        done_.wait(lock, [this] { return helping_ == 0; });
    }

private:
    struct nothing_started {};
    explicit threads(nothing_started) noexcept {}

    void work() {
        for (std::size_t index = next_.fetch_add(1, std::memory_order_relaxed); index < count_;
             index = next_.fetch_add(1, std::memory_order_relaxed)) {
            run_(task_, index);
        }
    }

    void help() {
        std::uint64_t seen = 0;
        std::unique_lock<std::mutex> lock{mutex_};
        for (;;) {
            begin_.wait(lock, [&] { return ends_ || calls_ != seen; });
            if (ends_) {
                return;
            }
            seen = calls_;
            lock.unlock();
            work();
            lock.lock();
            if (--helping_ == 0) {
                done_.notify_one();
            }
        }
    }

    std::mutex turn_;
    std::mutex mutex_; // of all below but next_
    std::condition_variable begin_;
    std::condition_variable done_;
    void (*run_)(void*, std::size_t) = nullptr;
    void* task_ = nullptr;
    std::size_t count_ = 0;
    std::size_t helping_ = 0;
    std::uint64_t calls_ = 0;
    bool ends_ = false;
    std::atomic<std::size_t> next_{0};
    std::vector<std::thread> helpers_;
};

} // namespace loyalty::streams
