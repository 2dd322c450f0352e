// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/adapters/log_client.hpp>
#include <loyalty/adapters/nats/connection.hpp>
#include <loyalty/config.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace loyalty::adapters::nats {

/// Sends records to JetStream, and notes which of them a majority of the servers keeps. Outcomes and dead records are
/// sent at once, many under way at a time. Those to the log of a partition need their order: a message that is taken
/// back must come before its reversal. So of these each waits until the one before it is kept.
///
/// Each record has its id as `Nats-Msg-Id`: within the stream's window the cluster drops one that it has.
class sender {
public:
    explicit sender(connection& cluster) : cluster_{cluster} { cluster.hear_answers(&note_answer, unkept_); }
    sender(const sender&) = delete;
    sender& operator=(const sender&) = delete;

    /// Takes a copy of the record. Returns false if there is no memory for it, or more than `most_waiting` wait.
    [[nodiscard]] bool send(const std::string& subject, const outgoing& one) {
        detail::nats_message message;
        natsStatus status = detail::make_handle(message, [&](natsMsg** made) {
            return natsMsg_Create(made, subject.c_str(), nullptr, reinterpret_cast<const char*>(one.bytes.data()),
                                  static_cast<int>(one.bytes.size()));
        });
        status =
            status == NATS_OK ? natsMsgHeader_Set(message.get(), "Nats-Msg-Id", std::string{one.id}.c_str()) : status;
        if (status != NATS_OK || waiting() >= most_waiting) {
            cluster_.note("a record cannot be sent: too many wait for the cluster, or memory is used up", status);
            return false;
        }
        if (one.to == destination::log) {
            lanes_[one.partition].push_back(std::move(message));
            ++in_lanes_;
        } else {
            publish(std::move(message));
        }
        return true;
    }

    /// Returns true once a majority of the servers keeps all that was sent. If they do not within that time, the
    /// records that are not kept are dropped. `meanwhile()` is called now and then.
    template <class Meanwhile>
    [[nodiscard]] bool make_safe(std::chrono::milliseconds most, Meanwhile&& meanwhile) {
        const auto until = std::chrono::steady_clock::now() + most;
        for (bool again = false; true; again = true) {
            await_answers(until);
            is_stalled_ = false;
            meanwhile();
            std::vector<detail::nats_message> failed = take_failed();
            if (failed.empty() && in_lanes_ == 0) {
                return true;
            }
            if (std::chrono::steady_clock::now() >= until) {
                lanes_.clear();
                in_lanes_ = 0;
                return false;
            }
            if (!failed.empty() && again) {
                std::this_thread::sleep_for(pause); // no leader yet: it refuses at once
            }
            const bool was_kept = failed.empty();
            for (detail::nats_message& each : failed) {
                publish(std::move(each));
            }
            if (was_kept) {
                publish_next_of_lanes();
            }
        }
    }

    [[nodiscard]] bool make_safe(std::chrono::milliseconds most) {
        return make_safe(most, [] {});
    }

private:
    static constexpr std::size_t most_waiting = 1'000'000; ///< records
    static constexpr std::chrono::milliseconds pause{50};
    static constexpr std::chrono::milliseconds answer_lost_after{2'000};

    /// Records that are not kept. The threads of the client add to them.
    struct unkept {
        std::mutex lock{};
        std::vector<detail::nats_message> records{};
        natsStatus status = NATS_OK; ///< why the last one is not
        jsErrCode code{};

        void note(detail::nats_message record, natsStatus is, jsErrCode by) {
            const std::lock_guard<std::mutex> only_one{lock};
            records.push_back(std::move(record));
            status = is;
            code = by;
        }
    };

    static void note_answer(jsCtx*, natsMsg* message, jsPubAck*, jsPubAckErr* fault, void* closure) {
        detail::nats_message owned{message};
        if (fault != nullptr) {
            static_cast<unkept*>(closure)->note(std::move(owned), fault->Err, fault->ErrCode);
        }
    }

    [[nodiscard]] std::size_t waiting() {
        const std::lock_guard<std::mutex> only_one{unkept_->lock};
        return unkept_->records.size() + in_lanes_;
    }
    /// Sends a record; if it cannot be sent now, it waits with those that were not kept. The client waits a moment if too
    /// many are under way; if that was in vain, the next ones do not wait.
    void publish(detail::nats_message message) {
        if (is_stalled_) {
            return unkept_->note(std::move(message), NATS_TIMEOUT, jsErrCode{});
        }
        natsMsg* raw = message.release();
        const natsStatus status = js_PublishMsgAsync(cluster_.context(), &raw, nullptr);
        if (raw != nullptr) {
            is_stalled_ = true;
            unkept_->note(detail::nats_message{raw}, status, jsErrCode{});
        }
    }
    void publish_next_of_lanes() {
        for (auto& [partition, lane] : lanes_) {
            if (!lane.empty()) {
                publish(std::move(lane.front()));
                lane.pop_front();
                --in_lanes_;
            }
        }
    }
    /// Waits for the answers to the records under way. Records whose answer does not come are taken back, to be sent
    /// again: the answer may be lost with the server that gave it.
    void await_answers(std::chrono::steady_clock::time_point until) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        jsPubOptions options;
        jsPubOptions_Init(&options);
        options.MaxWait = (std::max)((std::min)(left, answer_lost_after), std::chrono::milliseconds{1}).count();
        if (js_PublishAsyncComplete(cluster_.context(), &options) == NATS_OK) {
            return;
        }
        natsMsgList pending{};
        if (js_PublishAsyncGetPendingList(&pending, cluster_.context()) == NATS_OK) {
            for (int i = 0; i < pending.Count; ++i) {
                unkept_->note(detail::nats_message{std::exchange(pending.Msgs[i], nullptr)}, NATS_TIMEOUT, jsErrCode{});
            }
            natsMsgList_Destroy(&pending);
        }
    }
    [[nodiscard]] std::vector<detail::nats_message> take_failed() {
        const std::lock_guard<std::mutex> only_one{unkept_->lock};
        if (!unkept_->records.empty()) {
            cluster_.note("the cluster does not keep a record: look whether its stream has a leader and room",
                          unkept_->status, unkept_->code);
        }
        return std::exchange(unkept_->records, {});
    }

    connection& cluster_;
    std::map<std::uint32_t, std::deque<detail::nats_message>> lanes_{}; ///< to the logs, by partition
    std::size_t in_lanes_ = 0;
    bool is_stalled_ = false;
    std::shared_ptr<unkept> unkept_ = std::make_shared<unkept>();
};

} // namespace loyalty::adapters::nats
