// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// A generated stream as the CSV file that it is published as. What writes the file and what runs it take the same bytes.

#include "benchmark_stream.hpp"
#include "options.hpp"
#include "text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <string>
#include <string_view>

namespace loyalty_run {

/// The contents of a stream, whatever programme runs over it.
struct stream_totals {
    std::uint64_t purchases = 0;
    std::uint64_t returns = 0;
    std::uint64_t redemptions = 0;
    std::uint64_t repeats = 0; ///< purchases that are submitted again
    std::uint64_t lines = 0;   ///< of the file, without the header
    std::int64_t bought_cents = 0;
    std::int64_t returned_cents = 0;
    std::int64_t points_asked = 0;

    void add(const benchmark_streams::slot& one) noexcept {
        using benchmark_streams::kind;
        std::int64_t cents = 0;
        for (std::size_t k = 0; k < one.size; ++k) {
            cents += one.lines[k].quantity * one.lines[k].price_cents;
        }
        purchases += one.what == kind::purchase ? 1U : 0U;
        returns += one.what == kind::return_of_line ? 1U : 0U;
        redemptions += one.what == kind::redemption ? 1U : 0U;
        repeats += one.what == kind::repeat ? 1U : 0U;
        lines += one.what == kind::redemption ? 1U : one.size;
        bought_cents += one.what == kind::purchase ? cents : 0;
        returned_cents += one.what == kind::return_of_line ? cents : 0;
        points_asked += one.points;
    }
};

/// The bytes of the file from its first to its last. A row is a line of a purchase, the line of a return, or a redemption:
///
///     e17,m3,2024-01-09 12:31:07,purchase,,a12,12,1,30.56,
///     e40,m3,2024-01-17 18:02:59,return,e17,a12,12,1,30.56,
///     e55,m3,2024-02-02 10:44:10,redemption,,,,,,300
class stream_text {
public:
    static constexpr std::string_view header =
        "id,member,time,kind,original,sku,category,quantity,unit_price,points_redeemed\n";

    explicit stream_text(const benchmark_streams::stream& from) : from_(from), text_(header) {}

    /// Fills a buffer; fewer bytes than its size are the end.
    [[nodiscard]] std::size_t read(char* buffer, std::size_t size) {
        std::size_t filled = 0;
        while (filled < size && (at_ < text_.size() || next_ < from_.size())) {
            if (at_ == text_.size()) {
                text_.clear();
                at_ = 0;
                const benchmark_streams::slot one = from_.at(next_++);
                totals_.add(one);
                append(one);
            }
            const std::size_t more = std::min(size - filled, text_.size() - at_);
            std::memcpy(buffer + filled, text_.data() + at_, more);
            filled += more;
            at_ += more;
        }
        return filled;
    }

    /// What is missing of the event whose first bytes were given.
    [[nodiscard]] std::string_view rest_of_event() const noexcept { return std::string_view(text_).substr(at_); }
    [[nodiscard]] const stream_totals& totals() const noexcept { return totals_; }
    [[nodiscard]] std::uint64_t done() const noexcept { return next_; }
    [[nodiscard]] const benchmark_streams::stream& from() const noexcept { return from_; }

private:
    void append(const benchmark_streams::slot& one) {
        using benchmark_streams::kind;
        const std::string begin = fmt::format("e{},m{},{},", one.id, one.member, time_text(one.time));
        const auto out = std::back_inserter(text_);
        if (one.what == kind::redemption) {
            fmt::format_to(out, "{}redemption,,,,,,{}\n", begin, one.points);
            return;
        }
        const bool is_return = one.what == kind::return_of_line;
        const std::string original = is_return ? fmt::format("e{}", one.original) : std::string();
        for (std::size_t k = 0; k < one.size; ++k) {
            const benchmark_streams::line& own = one.lines[k];
            fmt::format_to(out, "{}{},{},a{},{},{},{}.{:02},\n", begin, is_return ? "return" : "purchase", original,
                           own.article, own.category, own.quantity, own.price_cents / 100, own.price_cents % 100);
        }
    }
    [[nodiscard]] static std::string time_text(std::int64_t seconds) { return time_of(dates::local_time{seconds}); }

    benchmark_streams::stream from_;
    std::string text_;
    std::size_t at_ = 0; ///< in the text: what is not given yet
    std::uint64_t next_ = 0;
    stream_totals totals_;
};

/// The stream that the options name; throws if there is none of this name.
[[nodiscard]] inline benchmark_streams::stream stream_of(const options& asked) {
    const benchmark_streams::shape* const like = benchmark_streams::find(asked.stream);
    if (like == nullptr) {
        std::string names;
        for (const benchmark_streams::shape& each : benchmark_streams::shapes) {
            names += (names.empty() ? "" : ", ") + std::string(each.name);
        }
        throw failure{exit_code::wrong_use,
                      fmt::format("--stream: there is no stream '{}': there are {}", asked.stream, names)};
    }
    if (asked.transactions < 1 || asked.transactions > benchmark_streams::most_slots) {
        throw failure{exit_code::wrong_use, fmt::format("--transactions: a stream has from 1 to {} events, not {}",
                                                        benchmark_streams::most_slots, asked.transactions)};
    }
    return {*like, asked.transactions, asked.customers, asked.seed};
}

} // namespace loyalty_run
