// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A connection to a NATS cluster that never waits longer than its limits, and comes back by itself.
///
/// @code
/// nats::connection cluster{{.servers = {"nats://127.0.0.1:4222", "nats://127.0.0.1:4223"}}};
/// if (!cluster.open()) {
///     log(cluster.why());          // "no NATS server answers within 2000 ms: ..."
/// }
/// @endcode

#include <loyalty/config.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nats/nats.h>

namespace loyalty::detail {

/// A thing of the C client, destroyed at the end by `Destroy`.
template <class Type, auto Destroy>
struct nats_destroyed {
    void operator()(Type* one) const noexcept { Destroy(one); }
};
template <class Type, auto Destroy>
using nats_handle = std::unique_ptr<Type, nats_destroyed<Type, Destroy>>;

using nats_message = nats_handle<natsMsg, natsMsg_Destroy>;

/// The handle of what `make(Type**)` makes, if the status that it returns is right.
template <class Handle, class Make>
[[nodiscard]] natsStatus make_handle(Handle& handle, Make&& make) {
    typename Handle::element_type* made = nullptr;
    const natsStatus status = make(&made);
    handle.reset(made);
    return status;
}

} // namespace loyalty::detail

namespace loyalty::adapters::nats {

struct connection_options {
    std::vector<std::string> servers{"nats://127.0.0.1:4222"}; ///< addresses of one cluster
    std::string name = "loyalty";                              ///< as the servers' monitoring shows it
    std::string credentials_file{};                            ///< of `nsc`; none if empty
    std::chrono::milliseconds connect_within{2'000};           ///< for each server
    std::chrono::milliseconds answer_within{2'000};            ///< for each request
    std::chrono::milliseconds ping_every{1'000}; ///< a server that misses two pings is silent: the next one is tried
};

/// See the top of this file.
class connection {
public:
    explicit connection(connection_options options) : options_{std::move(options)} {}

    /// Names the function that a thread of the client calls with the records that are kept or lost. It is not called
    /// for records that were sent before. `closure` lives as long as the connection, whose threads use it.
    void hear_answers(jsPubAckHandler handler, std::shared_ptr<void> closure) noexcept {
        context_.reset(); // the next one knows it
        handler_ = handler;
        closure_ = std::move(closure);
    }

    /// Opens the connection, if it is not open.
    [[nodiscard]] bool open() {
        if (context_ != nullptr) {
            return true;
        }
        if (link_ != nullptr) {
            return open_context() == NATS_OK;
        }
        natsStatus status = detail::make_handle(settings_, natsOptions_Create);
        status = status == NATS_OK ? apply_options() : status;
        status = status == NATS_OK
                     ? detail::make_handle(
                           link_, [&](natsConnection** made) { return natsConnection_Connect(made, settings_.get()); })
                     : status;
        status = status == NATS_OK ? open_context() : status;
        if (status != NATS_OK) {
            note("no NATS server answers within " + std::to_string(options_.connect_within.count()) +
                     " ms: start the cluster, or mend the addresses",
                 status);
            link_.reset();
        }
        return status == NATS_OK;
    }
    [[nodiscard]] bool is_open() const noexcept { return context_ != nullptr; }
    /// False as long as the connection is lost; it is opened again meanwhile.
    [[nodiscard]] bool is_connected() const noexcept {
        return link_ != nullptr && natsConnection_Status(link_.get()) == NATS_CONN_STATUS_CONNECTED;
    }
    /// True once it will not come back.
    [[nodiscard]] bool is_closed() const noexcept { return link_ != nullptr && natsConnection_IsClosed(link_.get()); }
    [[nodiscard]] jsCtx* context() const noexcept { return context_.get(); }
    [[nodiscard]] const connection_options& options() const noexcept { return options_; }

    void close() noexcept {
        context_.reset();
        link_.reset();
    }

    /// The last error, in a sentence with the text of the client.
    [[nodiscard]] const std::string& why() const noexcept { return why_; }
    void note(std::string_view sentence, natsStatus status, jsErrCode code = jsErrCode{}) {
        why_ = std::string{sentence} + " (" + natsStatus_GetText(status) +
               (code == jsErrCode{} ? "" : ", JetStream " + std::to_string(static_cast<int>(code))) + ")";
    }

private:
    static constexpr std::int64_t most_under_way = 4'096; ///< records that were sent and are not acknowledged

    [[nodiscard]] natsStatus open_context() {
        jsOptions settings;
        jsOptions_Init(&settings);
        settings.Wait = options_.answer_within.count();
        settings.PublishAsync.MaxPending = most_under_way;
        settings.PublishAsync.AckHandler = handler_;
        settings.PublishAsync.AckHandlerClosure = closure_.get();
        return detail::make_handle(
            context_, [&](jsCtx** made) { return natsConnection_JetStream(made, link_.get(), &settings); });
    }
    [[nodiscard]] natsStatus apply_options() {
        std::vector<const char*> servers;
        for (const std::string& each : options_.servers) {
            servers.push_back(each.c_str());
        }
        natsOptions* const to = settings_.get();
        natsStatus status = natsOptions_SetServers(to, servers.data(), static_cast<int>(servers.size()));
        const auto also = [&](auto&& set) { status = status == NATS_OK ? set() : status; };
        also([&] { return natsOptions_SetName(to, options_.name.c_str()); });
        also([&] { return natsOptions_SetTimeout(to, options_.connect_within.count()); });
        also([&] { return natsOptions_SetPingInterval(to, options_.ping_every.count()); });
        also([&] { return natsOptions_SetMaxPingsOut(to, 2); });
        also([&] { return natsOptions_SetMaxReconnect(to, -1); }); // for ever
        also([&] { return natsOptions_SetReconnectWait(to, 100); });
        also([&] { return natsOptions_SetWriteDeadline(to, options_.answer_within.count()); });
        also([&] {
            return options_.credentials_file.empty()
                       ? NATS_OK
                       : natsOptions_SetUserCredentialsFromFiles(to, options_.credentials_file.c_str(), nullptr);
        });
        return status;
    }

    connection_options options_;
    jsPubAckHandler handler_ = nullptr;
    std::shared_ptr<void> closure_{};
    detail::nats_handle<natsOptions, natsOptions_Destroy> settings_{};
    detail::nats_handle<natsConnection, natsConnection_Destroy> link_{};
    detail::nats_handle<jsCtx, jsCtx_Destroy> context_{};
    std::string why_{};
};

} // namespace loyalty::adapters::nats
