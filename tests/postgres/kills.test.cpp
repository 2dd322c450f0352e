// SPDX-License-Identifier: BSL-1.0
//
// A process that writes outcomes, balances, dead records and positions to PostgreSQL is killed at chosen statements, and so
// is the server. At the end the tables are those of one process that took the events in their order.
#include "scale/stream.hpp"
#include "support/events_wanted.hpp"
#include "support/paced_feed.hpp"
#include "support/private_postgres.hpp"
#include "support/slot_log.hpp"

#include <loyalty/adapters/driver.hpp>
#include <loyalty/adapters/names.hpp>
#include <loyalty/adapters/postgres/store.hpp>
#include <loyalty/time/text.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace loyalty::adapters;
using namespace scale;
using std::chrono::milliseconds;

constexpr std::uint32_t partitions = 4;
constexpr const char* shop = "shop";

/// What goes wrong at a statement.
enum class accident { none, killed_before, killed_within, server_before, server_within };

struct planned {
    accident kind = accident::none;
    std::uint64_t statement = 0;    ///< counted from 1
    std::uint32_t microseconds = 0; ///< after it was begun
};
using plan_of_process = std::array<planned, 2>;

/// Runs statements, and lets something go wrong at one of them.
class doomed_link {
public:
    doomed_link(const private_postgres& server, const plan_of_process& plan)
        : server_{&server}, plan_{plan}, link_{server.where(), milliseconds{3'000}} {}

    [[nodiscard]] postgres::error run(const std::string& statement, const std::vector<std::string>& texts = {},
                                      postgres::answer* got = nullptr) {
        ++count_;
        for (const planned& each : plan_) {
            if (each.statement == count_) {
                strike(each);
            }
        }
        return link_.run(statement, texts, got);
    }
    void close() { link_.close(); }

private:
    void strike(const planned& one) const {
        const pid_t own = ::getpid();
        switch (one.kind) {
        case accident::none:
            break;
        case accident::killed_before:
            ::kill(own, SIGKILL);
            break;
        case accident::server_before:
            restart_server();
            break;
        case accident::killed_within:
        case accident::server_within:
            if (::fork() == 0) {
                ::usleep(one.microseconds);
                if (one.kind == accident::killed_within) {
                    ::kill(own, SIGKILL);
                } else {
                    restart_server();
                }
                ::_exit(0);
            }
        }
    }
    void restart_server() const { static_cast<void>(server_->stop_at_once() && server_->start()); }

    const private_postgres* server_;
    plan_of_process plan_;
    postgres::connection link_;
    std::uint64_t count_ = 0;
};

/// The process of workers: until SIGTERM, or its accident.
[[noreturn]] void run_process(const private_postgres& server, const std::string& folder, const rules_type& rules,
                              const plan_of_process& plan) {
    static volatile std::sig_atomic_t stop = 0;
    static_cast<void>(std::signal(SIGTERM, [](int) { stop = 1; }));
    slot_client client{folder, partitions};
    postgres::store tables{rules, doomed_link{server, plan}, {.schema = shop, .stream = "stars"}};
    const driver_options all{
        .own = {"stars", partitions},
        .folder = folder,
        .safe = durability::process,
        .worker = options,
        .poll_for = milliseconds{20},
        .snapshot_every = milliseconds{40},
    };
    auto own = make_driver<event>(rules, client, tables, all);
    bool right = true;
    while (stop == 0 && right) {
        right = own.turn();
    }
    own.close();
    ::_exit(right ? 0 : 1);
}

class run {
public:
    explicit run(const stream_size& size) : size_{size}, stream_{size} {
        std::array<char, 40> name{"/tmp/loyalty_slots_XXXXXX"};
        folder_ = ::mkdtemp(name.data());
        for (std::uint32_t i = 0; i < partitions; ++i) {
            logs_.emplace_back(folder_ + "/log_" + std::to_string(i));
        }
    }
    run(const run&) = delete;
    run& operator=(const run&) = delete;
    ~run() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
        }
        std::filesystem::remove_all(folder_);
    }

    [[nodiscard]] bool is_there() const { return server_.is_there(); }

    void feed() {
        {
            postgres::store tables{stream_.rules(),
                                   postgres::connection{server_.where(), milliseconds{10'000}},
                                   {.schema = shop, .stream = "stars"}};
            REQUIRE_MESSAGE(!tables.create(), tables.why());
        }
        start();
        paced_feed{*this, stream_, size_}.run();
        ::kill(process_, SIGTERM);
        int status = 0;
        ::waitpid(std::exchange(process_, 0), &status, 0);
        CHECK((WIFEXITED(status) && WEXITSTATUS(status) == 0));
        CHECK(killed_ == most_accidents);
        MESSAGE(started_, " processes, ", killed_, " of them killed, ", struck_, " stops of the server");
    }

    // What the feed calls ----------------------------------------------------------------------------------------------

    void send(std::uint32_t partition, const std::string&, const bytes& record) {
        logs_[partition].append(record);
        if (++sent_ % 400 == 0) { // a record that was damaged on its way
            bytes damaged = record;
            damaged.back() ^= std::byte{1};
            dead_[{partition, logs_[partition].end()}] = damaged;
            logs_[partition].append(damaged);
        }
    }
    [[nodiscard]] safe_place place_of(std::uint32_t partition) const {
        worker_type own{stream_.rules(), shards_of_partition(partition, partitions), options};
        snapshot_folder snapshots;
        static_cast<void>(snapshots.open(folder_of(folder_, {"stars", partitions}, partition), durability::process));
        return snapshots.read_newest([&](std::span<const std::byte> all) { return bool(own.restore(all)); })
                   ? safe_place{own.next(), own.watermark()}
                   : safe_place{};
    }
    [[nodiscard]] std::uint64_t end_of(std::uint32_t partition) const { return logs_[partition].end(); }
    void wait() {
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < began_ + std::chrono::seconds{600}, "the time is over");
        int status = 0;
        if (::waitpid(process_, &status, WNOHANG) == process_) {
            process_ = 0;
            REQUIRE((WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL));
            ++killed_;
            check_together();
            start();
        }
        std::this_thread::sleep_for(milliseconds{10});
    }
    void happen(std::uint64_t) const {}
    void change(std::uint32_t, std::uint32_t) const {}

    // The end ------------------------------------------------------------------------------------------------------------

    void compare() {
        std::uint64_t events = 0;
        outcome_set found{size_.events};
        const postgres::answer rows = asked("SELECT member, id, kind, extract(epoch FROM time)::bigint, reason, rule, "
                                            "tier_told, tier_before, tier_after, points FROM shop.outcomes");
        for (std::size_t row = 0; row < rows.rows(); ++row) {
            REQUIRE(found.note(outcome_of_row(rows, row)));
            ++events;
        }
        CHECK(events == stream_.outcomes().size());
        CHECK(found == stream_.outcomes());
        CHECK(stream_.refused() > 0);
        CHECK(stream_.outcomes().messages() > 0);
        compare_balances();
        compare_dead();
        const postgres::answer positions = asked("SELECT partition, next FROM shop.positions ORDER BY partition");
        REQUIRE(positions.rows() == partitions);
        for (std::uint32_t i = 0; i < partitions; ++i) {
            CHECK(positions.text(i, 1) == std::to_string(logs_[i].end()));
        }
        MESSAGE(events, " outcomes, ", dead_.size(), " dead records");
    }

private:
    [[nodiscard]] std::uint32_t pause() { return static_cast<std::uint32_t>(random_() % 1'500); }
    void start() {
        // The first processes are killed, at chosen statements, and some of them see the server stop before; then one runs
        // to the end.
        plan_of_process plan;
        if (started_ < most_accidents) {
            const std::uint64_t last = random_() % 70 + 10;
            const bool within = random_() % 3 != 0;
            plan[0] = {within ? accident::killed_within : accident::killed_before, last, pause()};
            if (started_ % 3 == 1) {
                plan[1] = {started_ % 2 == 0 ? accident::server_before : accident::server_within, random_() % last + 1,
                           pause()};
                ++struck_;
            }
        }
        ++started_;
        process_ = ::fork();
        if (process_ == 0) {
            run_process(server_, folder_, stream_.rules(), plan);
        }
    }
    /// Asks until the server answers: it may be starting.
    [[nodiscard]] postgres::answer asked(const std::string& statement) {
        postgres::answer got;
        postgres::connection link{server_.where(), milliseconds{20'000}};
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{60};
        postgres::error wrong = link.run(statement, {}, &got);
        while (wrong.is_passing() && std::chrono::steady_clock::now() < until) {
            std::this_thread::sleep_for(milliseconds{50});
            wrong = link.run(statement, {}, &got);
        }
        REQUIRE_MESSAGE(!wrong, wrong.text);
        return got;
    }
    /// At any moment outcomes, balances, dead records and positions are of the same transactions.
    void check_together() {
        CHECK(asked("SELECT 1 FROM shop.outcomes o LEFT JOIN shop.balances b USING (member) "
                    "WHERE o.reason IS NULL AND (b.time IS NULL OR o.time > b.time) LIMIT 1")
                  .rows() == 0);
        CHECK(asked("SELECT 1 FROM shop.dead_records LEFT JOIN shop.positions USING (stream, partition) "
                    "WHERE next IS NULL OR position >= next LIMIT 1")
                  .rows() == 0);
    }
    [[nodiscard]] static worked_type outcome_of_row(const postgres::answer& rows, std::size_t row) {
        const auto number = [&](std::size_t column) {
            return std::strtoll(std::string{rows.text(row, column)}.c_str(), nullptr, 10);
        };
        worked_type one{static_cast<std::uint64_t>(number(1)), static_cast<std::uint32_t>(number(0)),
                        static_cast<std::uint16_t>(number(2)), instant{number(3)}};
        const std::string_view why = rows.text(row, 4);
        const auto reasons = std::find(reason_names.begin(), reason_names.end(), why.empty() ? "none" : why);
        one.outcome.refused = static_cast<reason>(reasons - reason_names.begin());
        one.outcome.tier_told = static_cast<std::uint8_t>(number(6));
        one.outcome.tier_before = static_cast<std::uint8_t>(number(why.empty() ? 7 : 5));
        one.outcome.tier_after = static_cast<std::uint8_t>(number(8));
        loyalty::detail::get<0>(one.outcome.granted_).minor_units = number(9);
        return one;
    }
    void compare_balances() {
        const postgres::answer rows =
            asked("SELECT member, points, \"points pending\", \"points debt\" FROM shop.balances");
        std::map<std::size_t, std::array<std::string, 3>> found;
        for (std::size_t row = 0; row < rows.rows(); ++row) {
            const auto member =
                static_cast<std::size_t>(std::strtoll(std::string{rows.text(row, 0)}.c_str(), nullptr, 10));
            found[member] = {std::string{rows.text(row, 1)}, std::string{rows.text(row, 2)},
                             std::string{rows.text(row, 3)}};
        }
        std::size_t right = 0;
        for (std::size_t i = 0; i < stream_.members().size(); ++i) {
            const member_type& own = stream_.members()[i];
            const auto all = balances_of<unit::points>(stream_.rules(), own, own.last_event());
            const std::array<std::string, 3> wanted{std::to_string(all.available.minor_units()),
                                                    std::to_string(all.pending.minor_units()),
                                                    std::to_string(all.debt.minor_units())};
            const auto place = found.find(i);
            right += place == found.end() ? (own.last_event() == instant::minimum() ? 1u : 0u)
                                          : (place->second == wanted ? 1u : 0u);
        }
        CHECK(right == size_.members);
        CHECK(found.size() > size_.members / 2);
    }
    void compare_dead() {
        const postgres::answer rows = asked(
            "SELECT partition, position, fault, encode(bytes, 'hex') FROM shop.dead_records WHERE stream = 'stars'");
        CHECK(rows.rows() == dead_.size());
        for (std::size_t row = 0; row < rows.rows(); ++row) {
            const auto number = [&](std::size_t column) {
                return std::strtoull(std::string{rows.text(row, column)}.c_str(), nullptr, 10);
            };
            const auto place = dead_.find({static_cast<std::uint32_t>(number(0)), number(1)});
            REQUIRE(place != dead_.end());
            CHECK(rows.text(row, 2) == "damaged");
            std::string hex;
            for (const std::byte each : place->second) {
                static constexpr char digits[] = "0123456789abcdef";
                hex += digits[std::to_integer<unsigned>(each) / 16];
                hex += digits[std::to_integer<unsigned>(each) % 16];
            }
            CHECK(rows.text(row, 3) == hex);
        }
    }

    static constexpr std::size_t most_accidents = 12;

    stream_size size_;
    private_postgres server_{};
    stream stream_;
    std::mt19937_64 random_{size_.seed};
    std::string folder_{};
    std::vector<slot_log> logs_{};
    std::map<std::pair<std::uint32_t, std::uint64_t>, bytes> dead_{};
    std::uint64_t sent_ = 0;
    std::size_t started_ = 0;
    std::size_t killed_ = 0;
    std::size_t struck_ = 0;
    pid_t process_ = 0;
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

} // namespace

TEST_CASE("writers to PostgreSQL that are killed, and a server that is, lose nothing and double nothing") {
    run one{{.events = static_cast<std::uint64_t>(support::events_wanted(6'000)),
             .members = 500,
             .seed = 11,
             .partitions_before = partitions,
             .partitions_after = partitions}};
    if (!one.is_there()) {
        MESSAGE("skipped: PostgreSQL's server is not installed, or this user may not run it");
        return;
    }
    one.feed();
    one.compare();
}
