// SPDX-License-Identifier: BSL-1.0

// W5 in SQLite, in memory: peer_sqlite <transactions> <members> [<passes> [trigger|windows]]
//
// `trigger`: purchases come one after another by a prepared INSERT in one transaction, and a trigger updates the member.
// `windows`: the purchases are in a table, and one query over all of them is timed.

#include "result.hpp"

#include <sqlite3.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

[[noreturn]] void stop(const char* message) {
    std::fprintf(stderr, "SQLite: %s\n", message);
    std::exit(1);
}

[[nodiscard]] std::string read_text(const std::string& name) {
    std::ifstream file(std::string(LOYALTY_PEERS_FOLDER "/") + name);
    if (!file) {
        stop(name.c_str());
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The query in SQLite's words: division of integers is `/`.
[[nodiscard]] std::string in_sqlite(std::string text, std::size_t members) {
    text.erase(0, text.find("WITH"));
    for (std::size_t at = 0; (at = text.find("//", at)) != std::string::npos;) {
        text.erase(at, 1);
    }
    const std::string_view mark = "{members}";
    return text.replace(text.find(mark), mark.size(), std::to_string(members));
}

constexpr const char* insert_one = "INSERT INTO purchase"
                                   " SELECT ?1, ?2, ?3, ?4, ?5, year, month, week, exact / 1000"
                                   "     + (exact % 1000 > 500 OR (exact % 1000 = 500 AND exact / 1000 % 2 = 1))"
                                   " FROM (SELECT *, ?4 * iif(?5 = 7, 50, 15) AS exact FROM calendar"
                                   "       WHERE day = ?3 / 86400)";

class database {
public:
    database() {
        if (sqlite3_open(":memory:", &handle_) != SQLITE_OK) {
            stop("no database");
        }
    }
    database(const database&) = delete;
    database& operator=(const database&) = delete;
    ~database() { sqlite3_close(handle_); }

    void run(const std::string& sql) {
        if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
            stop(sqlite3_errmsg(handle_));
        }
    }

    void insert(const std::vector<w5::record>& stream) {
        sqlite3_stmt* const into = prepared(insert_one);
        run("BEGIN");
        std::int64_t id = 0;
        for (const w5::record& each : stream) {
            sqlite3_bind_int64(into, 1, ++id);
            sqlite3_bind_int64(into, 2, each.member);
            sqlite3_bind_int64(into, 3, each.time);
            sqlite3_bind_int64(into, 4, each.cents);
            sqlite3_bind_int64(into, 5, each.category);
            if (sqlite3_step(into) != SQLITE_DONE) {
                stop(sqlite3_errmsg(handle_));
            }
            sqlite3_reset(into);
        }
        run("COMMIT");
        sqlite3_finalize(into);
    }

    [[nodiscard]] w5::sums totals(const std::string& sql) {
        sqlite3_stmt* const query = prepared(sql);
        if (sqlite3_step(query) != SQLITE_ROW) {
            stop(sqlite3_errmsg(handle_));
        }
        const auto column = [&](int index) { return static_cast<std::int64_t>(sqlite3_column_int64(query, index)); };
        const w5::sums result{column(0), column(1), column(2), column(3), column(4), {column(5), column(6), column(7)}};
        sqlite3_finalize(query);
        return result;
    }

private:
    sqlite3_stmt* prepared(const std::string& sql) {
        sqlite3_stmt* statement = nullptr;
        if (sqlite3_prepare_v2(handle_, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
            stop(sqlite3_errmsg(handle_));
        }
        return statement;
    }

    sqlite3* handle_ = nullptr;
};

constexpr const char* sum_of_members =
    "SELECT sum(points), sum(cashback_cents), sum(stamps), sum(badges), sum(tier_events),"
    " sum(tier = 0), sum(tier = 1), sum(tier = 2) FROM member";

} // namespace

int main(int argc, char** argv) {
    const std::optional<peers::size_of_work> size = peers::read_size(argc, argv);
    if (!size) {
        return 1;
    }
    const bool windows = argc > 4 && std::string_view(argv[4]) == "windows";
    const std::vector<w5::record> stream = w5::stream(size->transactions, size->members);
    std::vector<peers::measured_pass> passes;
    w5::sums sums{};
    for (int pass = 0; pass < size->passes; ++pass) {
        database shop;
        shop.run(read_text("w5_trigger.sql"));
        if (windows) {
            shop.run("DROP TRIGGER reward");
            shop.insert(stream);
            const std::string query = in_sqlite(read_text("w5_windows.sql"), size->members);
            const peers::stopwatch watch;
            sums = shop.totals(query);
            passes.push_back(watch.passed());
        } else {
            shop.run("WITH RECURSIVE ids(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM ids WHERE id < " +
                     std::to_string(size->members - 1) + ") INSERT INTO member (id) SELECT id FROM ids");
            const peers::stopwatch watch;
            shop.insert(stream);
            passes.push_back(watch.passed());
            sums = shop.totals(sum_of_members);
        }
    }
    peers::print_result(windows ? "sqlite_windows" : "sqlite_trigger", std::string("SQLite ") + sqlite3_libversion(),
                        size->transactions, size->members, passes, sums);
    return 0;
}
