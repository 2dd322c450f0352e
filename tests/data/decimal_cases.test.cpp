// SPDX-License-Identifier: BSL-1.0
#include <loyalty/money/decimal.hpp>
#include <loyalty/money/text.hpp>

#include "../support/case_table.hpp"
#include "../support/rounding_names.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <string>

using namespace loyalty;
using namespace loyalty::arithmetic;
using namespace loyalty::texts;

namespace {

struct operands {
    decimal a{};
    decimal b{};
    decimal c{};
};

decimal sign_of_comparison(decimal a, decimal b) {
    return decimal{a < b ? -1 : (b < a ? 1 : 0), 0};
}

std::optional<decimal> result_of(const std::string& operation, const operands& on, std::int32_t scale, rounding mode) {
    const std::optional<decimal> unknown;
    return operation == "add"                                     ? add(on.a, on.b, scale, mode)
           : operation == "subtract"                              ? subtract(on.a, on.b, scale, mode)
           : operation == "multiply"                              ? multiply(on.a, on.b, scale, mode)
           : operation == "divide"                                ? divide(on.a, on.b, scale, mode)
           : operation == "divideint"                             ? divide_integer(on.a, on.b, scale, mode)
           : operation == "remainder"                             ? remainder(on.a, on.b, scale, mode)
           : operation == "fma"                                   ? fused_multiply_add(on.a, on.b, on.c, scale, mode)
           : operation == "abs" || operation == "copyabs"         ? abs(on.a, scale, mode)
           : operation == "minus" || operation == "copynegate"    ? negate(on.a, scale, mode)
           : operation == "min"                                   ? (min)(on.a, on.b, scale, mode)
           : operation == "max"                                   ? (max)(on.a, on.b, scale, mode)
           : operation == "plus" || operation == "round_to_scale" ? rescale(on.a, scale, mode)
           : operation == "reduce"                                ? std::optional{reduce(on.a)}
           : operation == "compare"                               ? std::optional{sign_of_comparison(on.a, on.b)}
                                                                  : unknown;
}

/// Reads an operand; an empty one is zero. False when it does not fit a decimal.
bool read(const std::string& text, decimal& value) {
    const parsed<decimal> result = parse_decimal(text, {.lenient = true});
    value = result.value;
    return result.ok();
}

struct tally {
    int passed = 0;
    int not_applicable = 0;
    int failed = 0;
};

void judge(const support::case_row& row, tally& count) {
    operands on;
    decimal expected;
    if (!read(row.at("a"), on.a) || !read(row.at("b"), on.b) || !read(row.at("c"), on.c) ||
        !read(row.at("expected"), expected)) {
        ++count.not_applicable;
        return;
    }
    const std::int32_t scale = std::stoi(row.at("scale"));
    const std::optional<rounding> named = support::rounding_named(row.at("rounding"));
    bool right = named.has_value() != row.at("rounding").empty();
    for (const support::named_rounding& each : support::all_roundings) {
        if (named && *named != each.mode) {
            continue; // where the row names no mode its result is exact, so that every mode must reach it
        }
        const auto result = result_of(row.at("operation"), on, scale, each.mode);
        right = right && result && *result == expected;
        right = right && (row.at("operation") == "reduce" || result->scale == scale);
    }
    ++(right ? count.passed : count.failed);
    CHECK_MESSAGE(right, row.at("id") << " " << row.at("operation") << " " << row.at("rounding"));
}

} // namespace

TEST_SUITE("data/decimal_cases") {
    TEST_CASE("decimals agree with the cases of General Decimal Arithmetic") {
        if (support::has_no_cases()) {
            MESSAGE("skipped: there is no folder " << support::cases_folder());
            return;
        }
        const auto rows = support::read_cases("dectest_fixed.csv");
        REQUIRE_FALSE(rows.empty());
        tally count;
        for (const support::case_row& row : rows) {
            judge(row, count);
        }
        MESSAGE("decimal cases: " << count.passed << " passed, " << count.not_applicable
                                  << " not applicable (an operand or the result does not fit 64 bits)");
        CHECK(count.failed == 0);
        CHECK(count.passed == 2185);
        CHECK(count.not_applicable == 33);
    }
}
