// SPDX-License-Identifier: BSL-1.0
#include <loyalty/io/csv.hpp>

#include "../support/data_files.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::io;

namespace {

/// A file of real transactions, as it stands or unpacked on the way by xz; closed where neither can be had.
class data_file {
public:
    explicit data_file(const std::string& name) {
        const std::string path = support::path_of_data(name);
        file_ = std::fopen(path.c_str(), "rb");
#if !defined(_WIN32)
        std::FILE* const packed = file_ == nullptr ? std::fopen((path + ".xz").c_str(), "rb") : nullptr;
        if (packed != nullptr) {
            std::fclose(packed);
            const bool has_xz = std::system("xz --version > /dev/null 2>&1") == 0;
            const bool can_be_quoted = path.find('\'') == std::string::npos;
            file_ = has_xz && can_be_quoted ? popen(("xz -dc '" + path + ".xz'").c_str(), "r") : nullptr;
            is_pipe_ = true;
        }
#endif
        if (file_ == nullptr) {
            MESSAGE("skipped: neither ", path, " nor an .xz of it that can be unpacked");
        }
    }

    data_file(const data_file&) = delete;
    data_file& operator=(const data_file&) = delete;

    ~data_file() {
        if (file_ != nullptr) {
#if !defined(_WIN32)
            static_cast<void>(is_pipe_ ? pclose(file_) : std::fclose(file_));
#else
            std::fclose(file_);
#endif
        }
    }

    [[nodiscard]] explicit operator bool() const noexcept {
        return file_ != nullptr;
    }
    [[nodiscard]] std::FILE* get() const noexcept {
        return file_;
    }

private:
    std::FILE* file_ = nullptr;
    bool is_pipe_ = false;
};

struct totals {
    std::uint64_t lines = 0;
    std::uint64_t with_member = 0;
    std::uint64_t rounded = 0;
    std::uint64_t errors = 0;
    std::uint32_t members = 0;
    std::int64_t amount_minor_units = 0;
    std::int64_t quantity = 0;
    std::int64_t measure = 0;
    std::int64_t points_earned = 0;
    std::int64_t points_redeemed = 0;
    std::int64_t redeemed_value_cents = 0;
    std::uint64_t left = 0;
};

totals read_totals(const data_file& file, std::string_view layout) {
    csv_line_reader reader(file.get(), std::string(layout), *find_csv_layout(layout));
    totals sum;
    string_table members;
    csv_line line;
    while (reader.read(line)) {
        if (line.has(csv_fact::member)) {
            ++sum.with_member;
            static_cast<void>(members.intern(line.member));
        }
        ++sum.lines;
        sum.amount_minor_units += line.amount_minor_units;
        sum.quantity += line.quantity;
        sum.measure += line.measure;
        sum.points_earned += rescale(line.points_earned, 0, rounding::down).value().coefficient;
        sum.points_redeemed += line.points_redeemed;
        sum.redeemed_value_cents += rescale(line.redeemed_value, 2, rounding::down).value().coefficient;
        sum.left += line.has(csv_fact::left) ? 1U : 0U;
    }
    sum.rounded = reader.rounded_lines();
    sum.members = static_cast<std::uint32_t>(members.size());
    sum.errors = reader.errors().count;
    for (const csv_error& error : reader.errors().kept) {
        MESSAGE(error.message());
    }
    return sum;
}

} // namespace

// The sums were formed by another program, in another language, with decimal arithmetic of its own.

TEST_CASE("online_retail, every line") {
    const data_file file("online-retail/online_retail.csv");
    if (!file) {
        return;
    }
    const totals sum = read_totals(file, "online_retail");
    CHECK(sum.lines == 541'909);
    CHECK(sum.errors == 0);
    CHECK(sum.with_member == 406'829);
    CHECK(sum.members == 4'372);
    CHECK(sum.rounded == 4); // prices with three decimals
    CHECK(sum.quantity == 5'176'450);
    CHECK(sum.amount_minor_units == 974'774'793);
}

TEST_CASE("cdnow, every line") {
    const data_file file("cdnow/CDNOW_master.txt");
    if (!file) {
        return;
    }
    const totals sum = read_totals(file, "cdnow");
    CHECK(sum.lines == 69'659);
    CHECK(sum.errors == 0);
    CHECK(sum.members == 23'570);
    CHECK(sum.rounded == 0);
    CHECK(sum.quantity == 167'881);
    CHECK(sum.amount_minor_units == 250'031'563);
}

TEST_CASE("airline, every line") {
    const data_file file("airline-2017/events.csv");
    if (!file) {
        return;
    }
    const totals sum = read_totals(file, "airline");
    CHECK(sum.lines == 202'812);
    CHECK(sum.errors == 0);
    CHECK(sum.members == 16'737);
    CHECK(sum.quantity == 987'568);
    CHECK(sum.measure == 228'857'599);
    CHECK(sum.points_earned == 22'850'257);
    CHECK(sum.points_redeemed == 5'776'939);
    CHECK(sum.redeemed_value_cents == 46'760'700);
    CHECK(sum.left == 25'032);
}
