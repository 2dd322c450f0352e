// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// Transactions out of CSV files: everything of `io/csv_*.hpp`.
///
/// `csv_reader` finds records and `csv_line_reader` understands them by a layout; the first can be used without the
/// second. `string_table` turns ids into dense numbers.

#include <loyalty/config.hpp>
#include <loyalty/io/csv_content.hpp>
#include <loyalty/io/csv_error.hpp>
#include <loyalty/io/csv_fact.hpp>
#include <loyalty/io/csv_layout.hpp>
#include <loyalty/io/csv_line.hpp>
#include <loyalty/io/csv_line_reader.hpp>
#include <loyalty/io/csv_number.hpp>
#include <loyalty/io/csv_reader.hpp>
#include <loyalty/io/csv_reading.hpp>
#include <loyalty/io/csv_record.hpp>
#include <loyalty/io/csv_schema.hpp>
#include <loyalty/io/csv_source.hpp>
#include <loyalty/io/csv_time.hpp>
#include <loyalty/io/string_table.hpp>
