// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Transactions out of CSV files: everything of `io/csv_*.hpp`.
///
/// `csv_reader` finds records, `csv_line_reader` understands them by a layout, `basket_reader` groups them; each is
/// built on the one before and can be used without those after. `string_table` turns ids into dense numbers.

#include <loyalty/config.hpp>
#include <loyalty/io/csv_basket.hpp>
#include <loyalty/io/csv_error.hpp>
#include <loyalty/io/csv_line.hpp>
#include <loyalty/io/csv_number.hpp>
#include <loyalty/io/csv_reader.hpp>
#include <loyalty/io/csv_schema.hpp>
#include <loyalty/io/csv_source.hpp>
#include <loyalty/io/csv_time.hpp>
#include <loyalty/io/string_table.hpp>
