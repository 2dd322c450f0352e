// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/adapters/driver_options.hpp>
#include <loyalty/config.hpp>

#if LOYALTY_HAS_FILE_STORE

#include <loyalty/adapters/log_client.hpp>
#include <loyalty/adapters/metrics.hpp>
#include <loyalty/adapters/outcome_record.hpp>
#include <loyalty/adapters/outcome_store.hpp>
#include <loyalty/stream/letter.hpp>
#include <loyalty/stream/log_record.hpp>
#include <loyalty/stream/shards.hpp>
#include <loyalty/stream/worker_options.hpp>
#include <loyalty/stream/worker_sink.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::detail {

/// The sink of a worker: sends what it gives to the logs of the broker, outcomes to their store, and counts. A store may
/// take dead records too. Once something cannot be sent, nothing more is.
template <class Client, class Outcomes>
class sent_output {
public:
    sent_output(Client& client, Outcomes& outcomes, adapters::partition_numbers& numbers,
                const adapters::stream_generation& stream, const adapters::partition_place& at,
                std::uint64_t fingerprint)
        : client_{client},
          outcomes_{outcomes},
          numbers_{numbers},
          stream_{stream},
          at_{at},
          fingerprint_{fingerprint} {}

    template <class Programme>
    void on(const streams::worked<Programme>& one) {
        ++numbers_.outcomes;
        if (const auto why = static_cast<std::size_t>(one.outcome.refused); why < numbers_.refused.size()) {
            ++numbers_.refused[why];
        }
        if (is_sent() && !outcomes_.on(at_, one)) {
            why_ = outcomes_.why();
            is_sent_ = false;
        }
    }
    void on(const streams::letter& one) {
        ++numbers_.letters;
        send(adapters::destination::log, streams::partition_of(one.what.member, stream_.partitions),
             adapters::id_of_letter(one),
             [&](std::span<std::byte> room) { return streams::encode_log_letter(room, fingerprint_, one); });
    }
    void on(const streams::dead_record& one) {
        ++numbers_.dead_records;
        dead_ = dead_.empty() ? one.sentence() : dead_;
        if constexpr (requires { outcomes_.on(at_, one); }) {
            if (is_sent() && !outcomes_.on(at_, one)) {
                why_ = outcomes_.why();
                is_sent_ = false;
            }
            return;
        }
        send(adapters::destination::dead, at_.partition,
             adapters::id_of_dead_record(stream_.stream, at_.partition, one.position),
             [&](std::span<std::byte> room) { return streams::encode_dead_record(room, one); });
    }

    [[nodiscard]] bool is_sent() const noexcept { return is_sent_; }
    /// Why the first dead record was not taken; empty if there was none.
    [[nodiscard]] std::string_view dead() const noexcept { return dead_; }
    /// The error, in a sentence.
    [[nodiscard]] const std::string& why() const noexcept { return why_; }

private:
    template <class Encode>
    void send(adapters::destination to, std::uint32_t partition, const std::string& id, Encode&& encode) {
        room_.resize(encode(std::span<std::byte>{}));
        static_cast<void>(encode(std::span{room_}));
        if (is_sent() && !client_.send({to, partition, id, room_})) {
            why_ = client_.why();
            is_sent_ = false;
        }
    }

    Client& client_;
    Outcomes& outcomes_;
    adapters::partition_numbers& numbers_;
    const adapters::stream_generation& stream_;
    adapters::partition_place at_;
    std::uint64_t fingerprint_;
    std::vector<std::byte> room_{};
    bool is_sent_ = true;
    std::string_view dead_{};
    std::string why_{};
};

/// Says where a worker begins, to a store that minds it.
template <class Outcomes, class Owned>
void note_start(Outcomes& outcomes, const Owned& one) {
    if constexpr (requires { outcomes.start(one.place(), one.worker().next()); }) {
        outcomes.start(one.place(), one.worker().next());
    }
}

/// Returns true if a position between `next` and the last one of the batch is missing.
[[nodiscard]] inline bool leaves_out(std::span<const streams::log_entry> batch, std::uint64_t next) noexcept {
    return std::any_of(batch.begin(), batch.end(), [&](const streams::log_entry& each) {
        const bool beyond = each.position > next;
        next = (std::max)(next, each.position + 1);
        return beyond;
    });
}

} // namespace loyalty::detail

#endif
