// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// The tables of a programme in PostgreSQL, and the statements on them. They lie in a schema of their own.
///
/// | table          | a row for each                   | columns                                                        |
/// |----------------|----------------------------------|----------------------------------------------------------------|
/// | `outcomes`     | (`member`, `id`)                 | `kind`, `time`, `reason`, `rule`, `tier_told`, `tier_before`,  |
/// |                |                                  | `tier_after`, one for each unit: `points`                      |
/// | `balances`     | `member`                         | `time`, `tier`, one for each unit; of an account also          |
/// |                |                                  | `points pending`, `points held`, `points debt`                 |
/// | `dead_records` | (`stream`, `partition`, `position`) | `fault`, `why`, `bytes`                                     |
/// | `positions`    | (`stream`, `partition`)          | `programme`, `epoch`, `next`, `watermark`                      |
///
/// `reason` is null if the event was accepted, else a name such as `insufficient_balance`, and `rule` the policy that refused.
/// Amounts are `numeric`, in the decimals of their unit: 23.99. The id of a message is 2^63 or more and stands as id -
/// 2^64, below zero. `balances` is as of the member's last event, at `time`: what has expired since counts still.

#include <loyalty/adapters/names.hpp>
#include <loyalty/config.hpp>
#include <loyalty/detail/pack.hpp>
#include <loyalty/engine/outcome.hpp>
#include <loyalty/engine/queries.hpp>
#include <loyalty/engine/settle.hpp>
#include <loyalty/money/text.hpp>
#include <loyalty/stream/worker_sink.hpp>
#include <loyalty/time/instant.hpp>
#include <loyalty/time/text.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loyalty::adapters::postgres {

/// A column: its name, and its type in SQL.
struct column {
    std::string name{};
    std::string type{};
};

/// A name in SQL: `points pending` is "points pending" in quotes.
[[nodiscard]] inline std::string sql_name(std::string_view name) {
    std::string text = "\"";
    for (const char each : name) {
        text += each;
        text += each == '"' ? "\"" : ""; // a quote within a name stands twice
    }
    return text + '"';
}

/// Rows that are sent together: a list for each column, as the text of an array of PostgreSQL.
class rows {
public:
    explicit rows(std::size_t columns) : lists_(columns) {}

    /// Adds the value of the next column; the text needs no quotes.
    void add(std::string_view text) {
        std::string& list = lists_[at_];
        list += list.empty() ? "{" : ",";
        list += text;
        bytes_ += text.size();
        at_ = (at_ + 1) % lists_.size();
        count_ += at_ == 0 ? 1u : 0u;
    }
    void add(std::int64_t number) { add(std::to_string(number)); }
    /// Adds a text that may hold anything; an empty one is null.
    void add_text(std::string_view text) {
        std::string quotes = "\"";
        for (const char each : text) {
            quotes += each == '"' || each == '\\' ? "\\" : "";
            quotes += each;
        }
        add(text.empty() ? std::string_view{"NULL"} : std::string_view{quotes += '"'});
    }
    /// Adds bytes, two hexadecimal digits each.
    void add_bytes(std::span<const std::byte> bytes) {
        static constexpr char digits[] = "0123456789abcdef";
        std::string text = "\"\\\\x";
        text.reserve(2 * bytes.size() + 5);
        for (const std::byte each : bytes) {
            text += digits[std::to_integer<unsigned>(each) / 16];
            text += digits[std::to_integer<unsigned>(each) % 16];
        }
        add(text += '"');
    }

    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    /// The texts of the arrays.
    [[nodiscard]] std::vector<std::string> arrays() const {
        std::vector<std::string> all;
        for (const std::string& each : lists_) {
            all.push_back(each.empty() ? "{}" : each + "}");
        }
        return all;
    }

private:
    std::vector<std::string> lists_;
    std::size_t at_ = 0;
    std::size_t count_ = 0;
    std::size_t bytes_ = 0;
};

} // namespace loyalty::adapters::postgres

namespace loyalty::detail {

/// Returns true if a unit has a name that a column has: of a table, or of another unit.
[[nodiscard]] constexpr bool is_name_of_column(std::string_view code) noexcept {
    constexpr std::string_view taken[] = {"member", "id",        "kind",        "time",       "reason",
                                          "rule",   "tier_told", "tier_before", "tier_after", "tier"};
    for (const std::string_view each : taken) {
        if (code == each) {
            return true;
        }
    }
    return code.empty() || code.size() > 48; // PostgreSQL cuts names at 63 bytes
}

/// The columns and values of the units that a programme grants.
template <class Outcome>
struct outcome_columns;

template <unit_type... Units>
struct outcome_columns<outcome<Units...>> {
    static_assert(
        !(is_name_of_column(Units::code) || ...),
        "loyalty: postgres: the code of a unit is longer than 48 characters, or the name of a column: rename it");

    static void add_names(std::vector<adapters::postgres::column>& to) {
        (to.push_back({std::string{std::string_view{Units::code}}, "numeric"}), ...);
    }
    static void add(adapters::postgres::rows& to, const outcome<Units...>& gave) {
        (to.add(texts::to_text(gave.template granted<Units>()).view()), ...);
    }
};

/// Those of the units that members hold.
template <class Programme, class Plain = typename Programme::plain_units_type,
          class Booked = typename Programme::booked_type>
struct balance_columns;

template <class Programme, unit_type... Plain, unit_type... Booked>
struct balance_columns<Programme, type_list<Plain...>, type_list<Booked...>> {
    static void add_names(std::vector<adapters::postgres::column>& to) {
        (to.push_back({std::string{std::string_view{Plain::code}}, "numeric"}), ...);
        const auto account = [&](const std::string& code) {
            for (const char* const suffix : {"", " pending", " held", " debt"}) {
                to.push_back({code + suffix, "numeric"});
            }
        };
        (account(std::string{std::string_view{Booked::code}}), ...);
    }
    static void add(adapters::postgres::rows& to, const Programme& programme,
                    const typename Programme::member_type& own) {
        (to.add(texts::to_text(own.template balance<Plain>()).view()), ...);
        const auto account = [&](const auto& classes) {
            to.add(texts::to_text(classes.available).view());
            to.add(texts::to_text(classes.pending).view());
            to.add(texts::to_text(classes.held).view());
            to.add(texts::to_text(classes.debt).view());
        };
        (account(balances_of<Booked>(programme, own, own.last_event())), ...);
    }
};

} // namespace loyalty::detail

namespace loyalty::adapters::postgres {

/// A table: its key, its other columns, and the treatment of a row whose key is there.
struct table {
    std::string name{};
    std::size_t key_columns = 0;
    bool newest_counts = false; ///< a row with the key of another takes its place; else the first one stays
    std::vector<column> columns{};

    [[nodiscard]] std::string names(std::string_view before = {}) const { return names_of(0, columns.size(), before); }
    [[nodiscard]] std::string key() const { return names_of(0, key_columns, {}); }
    [[nodiscard]] rows new_rows() const { return rows{columns.size()}; }

    /// Creates it with its key, and then the columns that are not there: a programme may grant more units later.
    [[nodiscard]] std::vector<std::string> create(const std::string& schema) const {
        std::string all = "CREATE TABLE IF NOT EXISTS " + schema + "." + name + " (";
        for (std::size_t i = 0; i < key_columns; ++i) {
            all += sql_name(columns[i].name) + " " + columns[i].type + " NOT NULL, ";
        }
        std::vector<std::string> statements{all + "PRIMARY KEY (" + key() + "))"};
        for (std::size_t i = key_columns; i < columns.size(); ++i) {
            statements.push_back("ALTER TABLE " + schema + "." + name + " ADD COLUMN IF NOT EXISTS " +
                                 sql_name(columns[i].name) + " " + columns[i].type);
        }
        return statements;
    }
    /// The rows of $1, $2, ... as a table.
    [[nodiscard]] std::string given() const {
        std::string lists;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            lists += (i == 0 ? "$" : ", $") + std::to_string(i + 1) + "::" + columns[i].type + "[]";
        }
        return "unnest(" + lists + ") AS given(" + names() + ")";
    }
    [[nodiscard]] std::string insert(const std::string& schema) const {
        std::string all = "INSERT INTO " + schema + "." + name + " (" + names() + ") SELECT " + names("given.") +
                          " FROM " + given() + " ON CONFLICT (" + key() + ") DO ";
        if (!newest_counts) {
            return all + "NOTHING";
        }
        all += "UPDATE SET ";
        for (std::size_t i = key_columns; i < columns.size(); ++i) {
            all +=
                (i == key_columns ? "" : ", ") + sql_name(columns[i].name) + " = excluded." + sql_name(columns[i].name);
        }
        return all;
    }
    /// Finds a row whose key is there with another content.
    [[nodiscard]] std::string contradiction(const std::string& schema) const {
        return "SELECT " + names("there.") + " FROM " + schema + "." + name + " AS there JOIN " + given() + " USING (" +
               key() + ") WHERE (" + names("there.") + ") IS DISTINCT FROM (" + names("given.") + ") LIMIT 1";
    }

private:
    [[nodiscard]] std::string names_of(std::size_t first, std::size_t last, std::string_view before) const {
        std::string all;
        for (std::size_t i = first; i < last; ++i) {
            all += i == first ? "" : ", ";
            all += std::string{before} + sql_name(columns[i].name);
        }
        return all;
    }
};

/// The outcomes of a programme, and how one becomes a row.
template <class Programme>
struct outcome_table : table {
    using units = loyalty::detail::outcome_columns<outcome_of<Programme>>;

    outcome_table()
        : table{"outcomes",
                2,
                false,
                {{"member", "bigint"},
                 {"id", "bigint"},
                 {"kind", "integer"},
                 {"time", "timestamptz"},
                 {"reason", "text"},
                 {"rule", "smallint"},
                 {"tier_told", "smallint"},
                 {"tier_before", "smallint"},
                 {"tier_after", "smallint"}}} {
        units::add_names(columns);
    }
    static void add(rows& to, const streams::worked<Programme>& one) {
        const bool refused = !one.outcome.accepted();
        to.add(std::int64_t{one.member});
        to.add(static_cast<std::int64_t>(one.id));
        to.add(std::int64_t{one.kind});
        to.add(texts::to_text(one.time).view());
        to.add(refused ? name_of(one.outcome.refused) : std::string_view{"NULL"});
        to.add(refused ? std::to_string(one.outcome.refusing_rule()) : std::string{"NULL"});
        to.add(std::int64_t{one.outcome.tier_told});
        to.add(refused ? std::string{"NULL"} : std::to_string(one.outcome.tier_before));
        to.add(std::int64_t{one.outcome.tier_after});
        units::add(to, one.outcome);
    }
};

/// The balances of members, as of their last events.
template <class Programme>
struct balance_table : table {
    using units = loyalty::detail::balance_columns<Programme>;

    balance_table()
        : table{"balances", 1, true, {{"member", "bigint"}, {"time", "timestamptz"}, {"tier", "smallint"}}} {
        units::add_names(columns);
    }
    static void add(rows& to, const Programme& programme, std::uint32_t number,
                    const typename Programme::member_type& own) {
        const bool is_new = own.last_event() == instant::minimum(); // all of its events were refused
        to.add(std::int64_t{number});
        to.add(is_new ? std::string_view{"-infinity"} : texts::to_text(own.last_event()).view());
        to.add(std::int64_t{loyalty::detail::tier_of_last_event<Programme>(own)});
        units::add(to, programme, own);
    }
};

/// Records that could not be taken.
struct dead_record_table : table {
    dead_record_table()
        : table{"dead_records",
                3,
                false,
                {{"stream", "text"},
                 {"partition", "bigint"},
                 {"position", "bigint"},
                 {"fault", "text"},
                 {"why", "text"},
                 {"bytes", "bytea"}}} {}
    static void add(rows& to, std::string_view stream, std::uint32_t partition, const streams::dead_record& one) {
        to.add_text(stream);
        to.add(std::int64_t{partition});
        to.add(static_cast<std::int64_t>(one.position));
        to.add(name_of(one.fault));
        to.add_text(one.sentence());
        to.add_bytes(one.bytes);
    }
};

/// How far the tables are, and who writes them.
struct position_table : table {
    position_table()
        : table{"positions",
                2,
                true,
                {{"stream", "text"},
                 {"partition", "bigint"},
                 {"programme", "bigint"},
                 {"epoch", "bigint"},
                 {"next", "bigint"},
                 {"watermark", "timestamptz"}}} {}
};

} // namespace loyalty::adapters::postgres
