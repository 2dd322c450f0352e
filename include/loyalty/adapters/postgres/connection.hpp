// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A connection to PostgreSQL that never waits longer than its limit.
///
/// @code
/// connection database{"host=/run/postgresql dbname=shop", std::chrono::seconds{5}};
/// answer got;
/// error wrong = database.run("SELECT $1::bigint + 1", {"41"}, &got);   // opens the connection first
/// got.text(0, 0);                                                      // "42"
/// @endcode
///
/// A statement without an answer within the limit closes the connection: what the server made of it is then unknown. Its
/// session is ended by the server too, at the latest after the limit, so it holds no lock for longer. One connection is
/// for one thread. Name the server by a path or an address: looking up a name may take longer than the limit.

#include <loyalty/adapters/postgres/error.hpp>
#include <loyalty/config.hpp>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <libpq-fe.h>
#include <poll.h>

namespace loyalty::adapters::postgres {

/// The rows that a statement gives.
class answer {
public:
    answer() = default;
    explicit answer(PGresult* result) noexcept : result_{result} {}

    [[nodiscard]] std::size_t rows() const noexcept {
        return result_ == nullptr ? 0 : static_cast<std::size_t>(PQntuples(result_.get()));
    }
    /// The value at a row and a column below their numbers; empty if it is null.
    [[nodiscard]] std::string_view text(std::size_t row, std::size_t column) const noexcept {
        return PQgetvalue(result_.get(), static_cast<int>(row), static_cast<int>(column));
    }
    /// How many rows a statement has inserted, updated or deleted: "500".
    [[nodiscard]] std::string_view changed() const noexcept {
        return result_ == nullptr ? std::string_view{} : std::string_view{PQcmdTuples(result_.get())};
    }

private:
    struct cleared {
        void operator()(PGresult* result) const noexcept { PQclear(result); }
    };
    std::unique_ptr<PGresult, cleared> result_{};
};

/// See the top of this file.
class connection {
public:
    connection(std::string where, std::chrono::milliseconds limit) : where_{std::move(where)}, limit_{limit} {}

    /// Opens the connection, if it is not open.
    [[nodiscard]] error open() {
        if (link_ != nullptr) {
            return {};
        }
        link_.reset(PQconnectStart(where_.c_str()));
        const auto until = std::chrono::steady_clock::now() + limit_;
        auto wanted = link_ == nullptr ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING;
        while (wanted != PGRES_POLLING_OK) {
            if (link_ == nullptr || PQstatus(link_.get()) == CONNECTION_BAD || wanted == PGRES_POLLING_FAILED) {
                return closed(fault::lost);
            }
            if (!wait(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT, until)) {
                return closed(fault::unanswered);
            }
            wanted = PQconnectPoll(link_.get());
        }
        PQsetnonblocking(link_.get(), 1);
        PQsetNoticeProcessor(
            link_.get(), [](void*, const char*) {}, nullptr);
        return set_limits();
    }
    [[nodiscard]] bool is_open() const noexcept { return link_ != nullptr; }
    void close() noexcept { link_.reset(); }

    /// Runs one statement, with texts for $1, $2, ... Opens the connection first if need be; within a transaction the
    /// caller sees to it that it is open.
    [[nodiscard]] error run(const std::string& statement, const std::vector<std::string>& texts = {},
                            answer* got = nullptr) {
        if (error wrong = open(); wrong) {
            return wrong;
        }
        std::vector<const char*> values;
        for (const std::string& each : texts) {
            values.push_back(each.c_str());
        }
        const auto until = std::chrono::steady_clock::now() + limit_;
        if (PQsendQueryParams(link_.get(), statement.c_str(), static_cast<int>(values.size()), nullptr, values.data(),
                              nullptr, nullptr, 0) == 0) {
            return closed(fault::lost);
        }
        if (const fault is = send_all(until); is != fault::none) {
            return closed(is);
        }
        return receive(until, got);
    }

private:
    struct finished {
        void operator()(PGconn* link) const noexcept { PQfinish(link); }
    };
    using moment = std::chrono::steady_clock::time_point;

    /// Waits until the connection can be read or written. Returns false once the time is over.
    [[nodiscard]] bool wait(short events, moment until) const {
        while (true) {
            const auto left =
                std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()).count();
            pollfd one{PQsocket(link_.get()), events, 0};
            const int found = ::poll(&one, 1, static_cast<int>((std::max)(left, decltype(left){0})));
            if (found > 0) {
                return true;
            }
            if (found == 0 || errno != EINTR) {
                return false;
            }
        }
    }
    /// Sends the buffered bytes. It also reads the answers of the server meanwhile, or both sides would wait for each other.
    [[nodiscard]] fault send_all(moment until) const {
        while (true) {
            const int left = PQflush(link_.get());
            if (left <= 0) {
                return left == 0 ? fault::none : fault::lost;
            }
            if (!wait(POLLIN | POLLOUT, until)) {
                return fault::unanswered;
            }
            if (PQconsumeInput(link_.get()) == 0) {
                return fault::lost;
            }
        }
    }
    /// Receives the results of a statement; the last one counts, or the first that failed.
    [[nodiscard]] error receive(moment until, answer* got) {
        error wrong;
        while (true) {
            while (PQisBusy(link_.get()) != 0) {
                if (!wait(POLLIN, until)) {
                    return closed(fault::unanswered);
                }
                if (PQconsumeInput(link_.get()) == 0) {
                    return closed(fault::lost);
                }
            }
            PGresult* const result = PQgetResult(link_.get());
            if (result == nullptr) {
                return wrong.what == fault::lost || PQstatus(link_.get()) != CONNECTION_OK ? closed(fault::lost)
                                                                                           : wrong;
            }
            answer one{result};
            const ExecStatusType is = PQresultStatus(result);
            if (!wrong && is != PGRES_COMMAND_OK && is != PGRES_TUPLES_OK) {
                const char* const state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
                wrong = {fault_of(state == nullptr ? "" : state), PQresultErrorMessage(result)};
                wrong.text += state == nullptr ? "" : std::string{"SQLSTATE "} + state;
            } else if (got != nullptr) {
                *got = std::move(one);
            }
        }
    }
    /// The server ends what this session leaves standing, so that a process that stands still holds no lock.
    [[nodiscard]] error set_limits() {
        const std::string limit = std::to_string((std::max)(limit_.count(), decltype(limit_.count()){1}));
        const std::string set =
            "SELECT set_config('statement_timeout', $1, false), set_config('lock_timeout', $1, false), "
            "set_config('idle_in_transaction_session_timeout', $1, false), "
            "set_config('client_min_messages', 'warning', false)";
        return run(set, {limit});
    }
    [[nodiscard]] error closed(fault is) {
        error wrong{is, link_ == nullptr ? std::string{} : std::string{PQerrorMessage(link_.get())}};
        link_.reset();
        return wrong;
    }

    std::string where_;
    std::chrono::milliseconds limit_;
    std::unique_ptr<PGconn, finished> link_{};
};

} // namespace loyalty::adapters::postgres
