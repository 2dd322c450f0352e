// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/adapters/nats/connection.hpp>
#include <loyalty/adapters/nats/streams.hpp>
#include <loyalty/config.hpp>
#include <loyalty/stream/worker_options.hpp>
#include <loyalty/time/instant.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace loyalty::adapters::nats {

/// The result of reading a log.
enum class read_answer : std::uint8_t {
    none,    ///< nothing is there yet
    records, ///< some are
    gap,     ///< the record to go on from is not there any more
    trouble  ///< the cluster does not answer; it is tried again
};

/// Reads a stream from a position on: an ordered consumer, which lives in the memory of one server. If that server dies,
/// or leaves something out, another consumer is made at the next position. It reads the log of a partition, and for
/// those who take outcomes their stream:
///
/// @code
/// nats::log_reader outcomes{nats::outcomes_of({"stars", 8}), "stars-of-8.outcomes.*"};
/// if (outcomes.read(cluster, 1'000) == nats::read_answer::records) {
///     for (const log_entry& each : outcomes.take_batch().entries) { ... }    // read_outcome(each.bytes, ...)
/// }
/// @endcode
class log_reader {
    using clock = std::chrono::steady_clock;

public:
    /// Records, and the messages that hold their bytes.
    struct batch {
        std::vector<detail::nats_message> held{};
        std::vector<streams::log_entry> entries{};
    };

    /// Reads a stream by its name, all of whose subjects match `subject`.
    log_reader(std::string stream, std::string subject) : stream_{std::move(stream)}, subject_{std::move(subject)} {}

    /// Reads on from a position; what came and was not handed over is dropped.
    void start(std::uint64_t position) {
        next_ = position;
        drop();
    }
    void drop() noexcept {
        held_.clear();
        entries_.clear();
        subscription_.reset();
    }

    /// Reads what has come, at most `most` records.
    [[nodiscard]] read_answer read(connection& cluster, std::size_t most) {
        held_.clear();
        entries_.clear();
        if (subscription_ == nullptr) {
            return subscribe(cluster);
        }
        while (entries_.size() < most) {
            detail::nats_message message;
            const natsStatus status = detail::make_handle(
                message, [&](natsMsg** made) { return natsSubscription_NextMsg(made, subscription_.get(), 0); });
            if (status == NATS_TIMEOUT) {
                break;
            }
            if (status != NATS_OK) {
                cluster.note("the reading of " + stream_ + " ended, and begins again", status);
                subscription_.reset();
                break;
            }
            if (!take(std::move(message))) {
                subscription_.reset(); // something is left out: a new consumer has it, or it is gone
                if (++left_out_ > most_left_out && entries_.empty()) {
                    return read_answer::gap;
                }
                break;
            }
        }
        if (!entries_.empty()) {
            left_out_ = 0;
            heard_at_ = clock::now();
            return read_answer::records;
        }
        return clock::now() - heard_at_ > quiet_after ? look(cluster) : read_answer::none;
    }
    /// Gives what `read` found.
    [[nodiscard]] batch take_batch() noexcept { return {std::move(held_), std::move(entries_)}; }
    /// The position behind the last record of the log, as far as it is known.
    [[nodiscard]] std::uint64_t end() const noexcept { return end_; }

private:
    static constexpr std::chrono::seconds quiet_after{2};
    static constexpr int most_left_out = 3; ///< consumers in a row that leave the next record out: it was deleted

    /// Makes a consumer at the next position.
    [[nodiscard]] read_answer subscribe(connection& cluster) {
        const auto state = look_at(cluster, stream_);
        if (!state) {
            return read_answer::trouble;
        }
        end_ = state->end;
        if (state->first > next_) {
            return read_answer::gap;
        }
        jsSubOptions wanted;
        jsSubOptions_Init(&wanted);
        wanted.Stream = stream_.c_str();
        wanted.Ordered = true;
        wanted.Config.DeliverPolicy = js_DeliverByStartSequence;
        wanted.Config.OptStartSeq = next_ + 1;
        wanted.Config.Heartbeat = std::chrono::nanoseconds{std::chrono::seconds{1}}.count();
        jsErrCode code{};
        const natsStatus status = detail::make_handle(subscription_, [&](natsSubscription** made) {
            return js_SubscribeSync(made, cluster.context(), subject_.c_str(), nullptr, &wanted, &code);
        });
        if (status != NATS_OK) {
            cluster.note("the log " + stream_ + " cannot be read", status, code);
            subscription_.reset();
            return read_answer::trouble;
        }
        // The server bounds what is under way; a limit of the client would leave records out.
        natsSubscription_SetPendingLimits(subscription_.get(), -1, -1);
        heard_at_ = clock::now();
        return read_answer::none;
    }
    /// Nothing came for a while: if the log has more, the consumer is gone.
    [[nodiscard]] read_answer look(connection& cluster) {
        heard_at_ = clock::now();
        const auto state = look_at(cluster, stream_);
        if (!state) {
            return read_answer::trouble;
        }
        end_ = state->end;
        if (state->end > next_) {
            subscription_.reset();
        }
        return read_answer::none;
    }
    /// Adds a message to the entries. Returns false if one before it is missing.
    [[nodiscard]] bool take(detail::nats_message message) {
        detail::nats_handle<jsMsgMetaData, jsMsgMetaData_Destroy> about;
        if (detail::make_handle(
                about, [&](jsMsgMetaData** made) { return natsMsg_GetMetaData(made, message.get()); }) != NATS_OK) {
            return true; // none of a stream
        }
        const std::uint64_t position = about->Sequence.Stream - 1;
        if (position != next_) {
            return position < next_;
        }
        end_ = position + 1 + about->NumPending;
        const auto* const bytes = reinterpret_cast<const std::byte*>(natsMsg_GetData(message.get()));
        const auto size = static_cast<std::size_t>(natsMsg_GetDataLength(message.get()));
        entries_.push_back({position, {bytes, size}, instant{about->Timestamp / 1'000'000'000}});
        held_.push_back(std::move(message));
        ++next_;
        return true;
    }

    std::string stream_;
    std::string subject_;
    std::uint64_t next_ = 0;
    std::uint64_t end_ = 0;
    detail::nats_handle<natsSubscription, natsSubscription_Destroy> subscription_{};
    std::vector<detail::nats_message> held_{};
    std::vector<streams::log_entry> entries_{};
    int left_out_ = 0;
    clock::time_point heard_at_{};
};

} // namespace loyalty::adapters::nats
