// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// PostgreSQL as the sink of workers: outcomes, balances, dead records and the position of a partition in one
/// transaction, see adapters/postgres/tables.hpp for the tables.
///
/// @code
/// postgres::store tables{stars, postgres::connection{"host=/run/postgresql dbname=shop", 5s}, {.stream = "stars.8"}};
/// postgres::error wrong = tables.create();                // once; it changes nothing if the tables are there
/// const partition_place at{.partition = 2, .epoch = folder.epoch()};
/// own.take(records, sink);                                // whose functions call tables.on(at, one)
/// tables.commit(at, own);                                 // commit_answer::safe: 250 outcomes, and position 1'250
/// folder.save(...);
/// @endcode
///
/// Each outcome stands there once, by (member, id). A worker that starts again from an older snapshot gives outcomes again
/// that stand there: they stay as they are, and balances wait until the worker has passed the position of the tables.
/// Whoever has a lower epoch than the tables have seen is refused, however late it wakes up.
///
/// If the connection ends within a commit, its result is unknown. `commit` then opens another one and reads the
/// position: it writes the records that are not there. It tries for `retry_for`, and then gives `failed`; nothing is
/// lost, since the worker gives everything behind its last snapshot again.

#include <loyalty/adapters/metrics.hpp>
#include <loyalty/adapters/outcome_store.hpp>
#include <loyalty/adapters/postgres/connection.hpp>
#include <loyalty/adapters/postgres/error.hpp>
#include <loyalty/adapters/postgres/tables.hpp>
#include <loyalty/config.hpp>
#include <loyalty/stream/fingerprint.hpp>
#include <loyalty/stream/parallel.hpp>
#include <loyalty/stream/worker_sink.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace loyalty::adapters::postgres {

struct store_options {
    std::string schema = "loyalty";              ///< one for each programme; it is made if it is not there
    std::string stream{};                        ///< the name of the logs; another one for another number of partitions
    std::chrono::milliseconds retry_for{10'000}; ///< how long `commit` tries again what may pass
    std::chrono::milliseconds retry_after{50};   ///< between two tries, twice as long each time
};

/// The counts of a store since it was made, for metrics.
struct store_counts {
    std::uint64_t commits = 0;
    std::uint64_t outcomes = 0; ///< rows of what was committed; those that stood there already are in it
    std::uint64_t balances = 0; ///< the same of balances
    std::uint64_t dead = 0;     ///< and of dead records
    std::uint64_t retries = 0;  ///< commits that were tried again
    std::uint64_t failures = 0; ///< commits that were given up
};

/// See the top of this file. `Link` runs statements as `connection` does.
template <class Programme, class Link = connection>
class store {
    using rules = loyalty::detail::value_of<Programme>;

public:
    store(const Programme& programme, Link link, store_options options)
        : programme_{programme.value()},
          fingerprint_{static_cast<std::int64_t>(streams::fingerprint(programme))},
          link_{std::move(link)},
          options_{std::move(options)},
          schema_{sql_name(options_.schema)} {}

    /// Makes the schema and its tables, and adds the columns of units that a new version grants.
    [[nodiscard]] error create() {
        return tried([&] { return transaction([&] { return create_tables(); }); });
    }

    /// Where the worker of a partition begins. Tables that stand before it lack outcomes that it does not give again, so
    /// `commit` then gives `failed`.
    void start(const partition_place& at, std::uint64_t position) {
        drop(at);
        taken_[at.partition].start = position;
    }
    [[nodiscard]] bool on(const partition_place& at, const streams::worked<rules>& one) {
        collected& own = taken_[at.partition];
        outcomes_.add(place_in(own.outcomes, outcomes_), one);
        own.members.push_back(one.member);
        return true;
    }
    /// Takes a dead record. Its bytes are copied.
    [[nodiscard]] bool on(const partition_place& at, const streams::dead_record& one) {
        dead_.add(place_in(taken_[at.partition].dead, dead_), options_.stream, at.partition, one);
        return true;
    }
    void drop(const partition_place& at) { taken_.erase(at.partition); }

    /// Writes what was taken for the partition since the last commit, and the position of its worker.
    template <class Worker>
    [[nodiscard]] commit_answer commit(const partition_place& at, const Worker& own) {
        collected& taken = taken_[at.partition];
        write_balances(taken, own);
        const error wrong = tried([&] { return transaction([&] { return write(at, taken, own); }); });
        if (wrong) {
            ++counts_.failures;
            return wrong.what == fault::superseded ? commit_answer::superseded : commit_answer::failed;
        }
        ++counts_.commits;
        counts_.outcomes += count_of(taken.outcomes);
        counts_.balances += count_of(taken.balances);
        counts_.dead += count_of(taken.dead);
        taken = {.start = own.next()};
        return commit_answer::safe;
    }

    /// The position that the tables have of a partition; nothing if there is none, or it cannot be read.
    [[nodiscard]] std::optional<std::uint64_t> position(std::uint32_t partition) {
        answer got;
        wrong_ = link_.run("SELECT next FROM " + in("positions") + " WHERE stream = $1 AND partition = $2",
                           {options_.stream, std::to_string(partition)}, &got);
        return wrong_ || got.rows() == 0 ? std::nullopt : std::optional{number(got, 0)};
    }
    /// The last error.
    [[nodiscard]] const error& last_error() const noexcept { return wrong_; }
    [[nodiscard]] std::string why() const {
        return std::string{wrong_.sentence()} + (wrong_.text.empty() ? "" : " (" + wrong_.text + ")");
    }
    [[nodiscard]] const store_counts& counts() const noexcept { return counts_; }
    /// The counts as Prometheus text, for the file of the driver: `loyalty_postgres_rows_total{stream=,table=}`, ...
    [[nodiscard]] std::string metrics_text() const {
        loyalty::detail::metrics_writer to{options_.stream};
        const auto one = [&](std::string_view name, std::string_view help, std::uint64_t value) {
            to.head(name, "counter", help);
            to.sample_of_all(value);
        };
        one("postgres_transactions_total", "commits of what partitions gave", counts_.commits);
        one("postgres_retries_total", "commits that were tried again", counts_.retries);
        one("postgres_failures_total", "commits that were given up", counts_.failures);
        to.head("postgres_rows_total", "counter", "rows of what was committed, those that stood there with them");
        to.sample_of_all(counts_.outcomes, "table", "outcomes");
        to.sample_of_all(counts_.balances, "table", "balances");
        to.sample_of_all(counts_.dead, "table", "dead_records");
        return to.take();
    }

private:
    /// The records that were taken and are not committed.
    struct collected {
        std::uint64_t start = 0; ///< the tables are at least so far
        std::vector<rows> outcomes{};
        std::vector<rows> dead{};
        std::vector<rows> balances{};
        std::vector<std::uint32_t> members{};
    };

    [[nodiscard]] std::string in(const std::string& name) const { return schema_ + "." + name; }
    [[nodiscard]] static std::uint64_t number(const answer& got, std::size_t column) {
        return static_cast<std::uint64_t>(std::strtoll(std::string{got.text(0, column)}.c_str(), nullptr, 10));
    }
    [[nodiscard]] static std::uint64_t count_of(const std::vector<rows>& all) noexcept {
        std::uint64_t sum = 0;
        for (const rows& each : all) {
            sum += each.count();
        }
        return sum;
    }
    /// Rows with room for another one: a statement has a bound, in rows and in bytes.
    [[nodiscard]] static rows& place_in(std::vector<rows>& lists, const table& of) {
        constexpr std::size_t most_rows = 10'000;
        constexpr std::size_t most_bytes = std::size_t{16} << 20u;
        if (lists.empty() || lists.back().count() >= most_rows || lists.back().bytes() >= most_bytes) {
            lists.push_back(of.new_rows());
        }
        return lists.back();
    }

    /// Tries again what may pass, for a while.
    template <class Function>
    error tried(Function&& function) {
        const auto until = std::chrono::steady_clock::now() + options_.retry_for;
        auto pause = options_.retry_after;
        while (true) {
            wrong_ = function();
            if (!wrong_.is_passing() || std::chrono::steady_clock::now() + pause > until) {
                return wrong_;
            }
            ++counts_.retries;
            std::this_thread::sleep_for(pause);
            pause = (std::min)(2 * pause, std::chrono::milliseconds{1'000});
        }
    }
    /// Runs statements as one transaction. After an error none of them has happened, unless the connection ended.
    template <class Function>
    [[nodiscard]] error transaction(Function&& function) {
        error wrong = link_.run("BEGIN");
        wrong = wrong ? wrong : function();
        wrong = wrong ? wrong : link_.run("COMMIT");
        if (wrong) {
            link_.close(); // which ends the transaction
        }
        return wrong;
    }
    [[nodiscard]] error create_tables() {
        // Two that create at a time would be in each other's way.
        error wrong = link_.run("SELECT pg_advisory_xact_lock(hashtext($1))", {"loyalty " + options_.schema});
        wrong = wrong ? wrong : link_.run("CREATE SCHEMA IF NOT EXISTS " + schema_);
        for (const table* const each : {static_cast<const table*>(&outcomes_), static_cast<const table*>(&balances_),
                                        static_cast<const table*>(&dead_), static_cast<const table*>(&positions_)}) {
            for (const std::string& statement : each->create(schema_)) {
                wrong = wrong ? wrong : link_.run(statement);
            }
        }
        return wrong;
    }

    template <class Worker>
    void write_balances(collected& taken, const Worker& own) {
        std::sort(taken.members.begin(), taken.members.end());
        taken.members.erase(std::unique(taken.members.begin(), taken.members.end()), taken.members.end());
        taken.balances.clear();
        for (const std::uint32_t number : taken.members) {
            if (const auto* const member = own.state().members.find(number); member != nullptr) {
                balances_.add(place_in(taken.balances, balances_), programme_, number, *member);
            }
        }
    }
    /// The statements of one commit.
    template <class Worker>
    [[nodiscard]] error write(const partition_place& at, const collected& taken, const Worker& own) {
        std::uint64_t next = 0;
        error wrong = lock_position(at, taken.start, next);
        if (wrong || next >= own.next()) {
            return wrong; // all of it stands there
        }
        wrong = write_outcomes(taken.outcomes);
        wrong = wrong ? wrong : insert(balances_, taken.balances);
        wrong = wrong ? wrong : insert(dead_, taken.dead);
        const std::string watermark = own.watermark() == instant::minimum()
                                          ? std::string{"-infinity"}
                                          : std::string{texts::to_text(own.watermark()).view()};
        return wrong
                   ? wrong
                   : link_.run("UPDATE " + in("positions") +
                                   " SET next = $3, watermark = $4 WHERE stream = $1 AND partition = $2",
                               {options_.stream, std::to_string(at.partition), std::to_string(own.next()), watermark});
    }
    /// Finds the position of the tables, and keeps others off it until the end of the transaction.
    [[nodiscard]] error lock_position(const partition_place& at, std::uint64_t start, std::uint64_t& next) {
        const std::vector<std::string> key{options_.stream, std::to_string(at.partition), std::to_string(fingerprint_),
                                           std::to_string(at.epoch)};
        answer got;
        error wrong = link_.run("INSERT INTO " + in("positions") +
                                    " AS there (stream, partition, programme, epoch, next) VALUES ($1, $2, $3, $4, 0) "
                                    "ON CONFLICT (stream, partition) DO UPDATE SET epoch = "
                                    "greatest(there.epoch, excluded.epoch) RETURNING programme, epoch, next",
                                key, &got);
        if (wrong) {
            return wrong;
        }
        next = number(got, 2);
        return got.text(0, 0) != key[2]    ? error{fault::foreign}
               : number(got, 1) > at.epoch ? error{fault::superseded}
               : next < start              ? error{fault::set_back}
                                           : error{};
    }
    [[nodiscard]] error write_outcomes(const std::vector<rows>& all) {
        for (const rows& each : all) {
            const std::vector<std::string> arrays = each.arrays();
            answer got;
            if (error wrong = link_.run(outcomes_.insert(schema_), arrays, &got); wrong) {
                return wrong;
            }
            if (got.changed() == std::to_string(each.count())) {
                continue;
            }
            // Some stood there already. They come from the same records, so they are the same.
            if (error wrong = link_.run(outcomes_.contradiction(schema_), arrays, &got); wrong || got.rows() != 0) {
                return wrong ? wrong
                             : error{fault::contradicting,
                                     "member " + std::string{got.text(0, 0)} + ", id " + std::string{got.text(0, 1)}};
            }
        }
        return {};
    }
    [[nodiscard]] error insert(const table& to, const std::vector<rows>& all) {
        for (const rows& each : all) {
            if (error wrong = link_.run(to.insert(schema_), each.arrays()); wrong) {
                return wrong;
            }
        }
        return {};
    }

    rules programme_;
    std::int64_t fingerprint_;
    Link link_;
    store_options options_;
    std::string schema_;
    outcome_table<rules> outcomes_{};
    balance_table<rules> balances_{};
    dead_record_table dead_{};
    position_table positions_{};
    std::map<std::uint32_t, collected> taken_{};
    store_counts counts_{};
    error wrong_{};
};

} // namespace loyalty::adapters::postgres
