// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>
#include <loyalty/stream/file.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <string>
#include <utility>

#include <unistd.h>

namespace loyalty::detail {

/// The files by which others see how a process does: its metrics, and one that is there as long as it is ready.
class report_files {
public:
    report_files(std::string metrics, std::string readiness)
        : metrics_{std::move(metrics)}, readiness_{std::move(readiness)} {}

    /// Writes them; `metrics()` gives the text, if a file for it is named. Returns false if one of them cannot be written.
    template <class Metrics>
    [[nodiscard]] bool write(bool is_ready, Metrics&& metrics) {
        bool right = metrics_.empty() || replace_text(metrics_, metrics());
        if (!readiness_.empty() && is_ready != was_ready_) {
            if (is_ready) {
                right = replace_text(readiness_, std::to_string(::getpid()) + "\n") && right;
            } else {
                ::unlink(readiness_.c_str());
            }
        }
        was_ready_ = is_ready;
        return right;
    }

private:
    std::string metrics_;
    std::string readiness_;
    bool was_ready_ = false;
};

} // namespace loyalty::detail

#endif
