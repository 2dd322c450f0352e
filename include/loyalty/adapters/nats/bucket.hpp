// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/adapters/nats/connection.hpp>
#include <loyalty/config.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace loyalty::adapters::nats {

/// A value of a key, and its revision; 0 if the key is not there.
struct bucket_value {
    std::string bytes{};
    std::uint64_t revision = 0;
};

/// The result of a write.
enum class bucket_answer : std::uint8_t {
    written,
    changed, ///< somebody else has written the key since
    trouble  ///< the cluster does not answer: it may be written, or not
};

/// A replicated key-value bucket whose keys are written by compare-and-swap.
class bucket {
public:
    bucket(connection& cluster, std::string name) : cluster_{cluster}, name_{std::move(name)} {}

    /// Reads a key from the leader, so the value is the one that was written last. Returns false if it does not answer.
    [[nodiscard]] bool read(const std::string& key, bucket_value& found) {
        found = {};
        if (!open()) {
            return false;
        }
        detail::nats_message message;
        const natsStatus status = detail::make_handle(message, [&](natsMsg** made) {
            return js_GetLastMsg(made, cluster_.context(), ("KV_" + name_).c_str(),
                                 ("$KV." + name_ + "." + key).c_str(), nullptr, nullptr);
        });
        if (status != NATS_OK) {
            return status == NATS_NOT_FOUND || failed("read", key, status);
        }
        found.revision = natsMsg_GetSequence(message.get());
        const char* operation = nullptr; // "DEL" or "PURGE" of a key that was removed
        if (natsMsgHeader_Get(message.get(), "KV-Operation", &operation) != NATS_OK) {
            found.bytes.assign(natsMsg_GetData(message.get()),
                               static_cast<std::size_t>(natsMsg_GetDataLength(message.get())));
        }
        return true;
    }
    /// Reads a key that is written once, from any server; it may be a moment behind, and not have it yet.
    [[nodiscard]] bool read_once(const std::string& key, bucket_value& found) {
        found = {};
        if (!open()) {
            return false;
        }
        detail::nats_handle<kvEntry, kvEntry_Destroy> entry;
        const natsStatus status =
            detail::make_handle(entry, [&](kvEntry** made) { return kvStore_Get(made, store_.get(), key.c_str()); });
        if (status != NATS_OK) {
            return status == NATS_NOT_FOUND || failed("read", key, status);
        }
        found.bytes.assign(static_cast<const char*>(kvEntry_Value(entry.get())),
                           static_cast<std::size_t>(kvEntry_ValueLen(entry.get())));
        found.revision = kvEntry_Revision(entry.get());
        return true;
    }
    /// Writes a key whose revision is still `revision`, and gives its new one; 0 means that it is not there.
    [[nodiscard]] bucket_answer replace(const std::string& key, std::span<const std::byte> bytes,
                                        std::uint64_t& revision) {
        if (!open()) {
            return bucket_answer::trouble;
        }
        std::uint64_t written = 0;
        const auto size = static_cast<int>(bytes.size());
        const natsStatus status =
            revision == 0 ? kvStore_Create(&written, store_.get(), key.c_str(), bytes.data(), size)
                          : kvStore_Update(&written, store_.get(), key.c_str(), bytes.data(), size, revision);
        if (status == NATS_OK) {
            revision = written;
            return bucket_answer::written;
        }
        // The client has no status of its own for it; the text of the server has the code.
        const char* const text = nats_GetLastError(nullptr);
        const bool is_changed =
            text != nullptr && std::string_view{text}.find("wrong last sequence") != std::string_view::npos;
        static_cast<void>(failed("write", key, status));
        return is_changed ? bucket_answer::changed : bucket_answer::trouble;
    }
    /// Writes a key that nobody else writes.
    [[nodiscard]] bool put(const std::string& key, std::span<const std::byte> bytes) {
        const natsStatus status =
            open() ? kvStore_Put(nullptr, store_.get(), key.c_str(), bytes.data(), static_cast<int>(bytes.size()))
                   : NATS_CONNECTION_CLOSED;
        return status == NATS_OK || failed("write", key, status);
    }
    /// Removes a key with all that is kept of it. Returns false if the cluster does not say so: it may stay, and takes room.
    [[nodiscard]] bool remove(const std::string& key) {
        const natsStatus status = open() ? kvStore_Purge(store_.get(), key.c_str(), nullptr) : NATS_CONNECTION_CLOSED;
        return status == NATS_OK || failed("remove from", key, status);
    }
    /// Calls `function(key)` for each key of three words that begins with `first`, such as `first.7.3`. Returns false if the
    /// cluster does not answer; some of the keys were then not passed on.
    template <class Function>
    [[nodiscard]] bool for_each_key(const std::string& first, Function&& function) {
        if (!open()) {
            return false;
        }
        kvWatchOptions wanted;
        kvWatchOptions_Init(&wanted);
        wanted.IgnoreDeletes = true;
        wanted.MetaOnly = true; // the values may be large
        const std::int64_t answer_ms = cluster_.options().answer_within.count();
        detail::nats_handle<kvWatcher, kvWatcher_Destroy> keys;
        natsStatus status = detail::make_handle(keys, [&](kvWatcher** made) {
            return kvStore_Watch(made, store_.get(), (first + ".*.*").c_str(), &wanted);
        });
        while (status == NATS_OK) {
            detail::nats_handle<kvEntry, kvEntry_Destroy> entry;
            status =
                detail::make_handle(entry, [&](kvEntry** made) { return kvWatcher_Next(made, keys.get(), answer_ms); });
            if (status == NATS_OK && entry == nullptr) {
                return true; // that were all
            }
            if (status == NATS_OK) {
                function(std::string{kvEntry_Key(entry.get())});
            }
        }
        return failed("list", first, status);
    }
    [[nodiscard]] const std::string& why() const noexcept { return cluster_.why(); }

private:
    [[nodiscard]] bool open() {
        if (store_ != nullptr) {
            return true;
        }
        const natsStatus status =
            cluster_.context() == nullptr ? NATS_CONNECTION_CLOSED : detail::make_handle(store_, [&](kvStore** made) {
                return js_KeyValue(made, cluster_.context(), name_.c_str());
            });
        return status == NATS_OK || failed("open", "", status);
    }
    [[nodiscard]] bool failed(const std::string& what, const std::string& key, natsStatus status) {
        cluster_.note("cannot " + what + " " + name_ + (key.empty() ? "" : ", key " + key), status);
        return false;
    }

    connection& cluster_;
    std::string name_;
    detail::nats_handle<kvStore, kvStore_Destroy> store_{};
};

} // namespace loyalty::adapters::nats
