// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace loyalty::io {

/// The kind of a file by its first bytes.
enum class csv_content : std::uint8_t {
    text,  ///< or what looks like it
    empty, ///< not a single byte
    utf16,
    gzip,
    xz,
    bzip2,
    zstd,
    zip, ///< also a workbook of a spreadsheet
};

/// As an error shows it: `a file that gzip has compressed`.
[[nodiscard]] constexpr std::string_view name_of(csv_content content) noexcept {
    constexpr std::array<std::string_view, 8> names{
        "text",
        "an empty file",
        "text in UTF-16",
        "a file that gzip has compressed",
        "a file that xz has compressed",
        "a file that bzip2 has compressed",
        "a file that zstd has compressed",
        "a zip archive or a workbook of a spreadsheet",
    };
    return names[static_cast<std::size_t>(content)];
}

/// The kind of file that begins with these bytes. `1F 8B 08` begins gzip; `FF FE` and `m 00 e 00` begin UTF-16.
[[nodiscard]] constexpr csv_content csv_content_of(std::string_view start) noexcept {
    struct signature {
        csv_content content;
        std::string_view bytes;
    };
    constexpr std::array<signature, 6> signatures{{
        {csv_content::utf16, "\xFF\xFE"},
        {csv_content::utf16, "\xFE\xFF"},
        {csv_content::gzip, "\x1F\x8B\x08"},
        {csv_content::xz, {"\xFD\x37\x7A\x58\x5A\x00", 6}},
        {csv_content::zstd, "\x28\xB5\x2F\xFD"},
        {csv_content::zip, "PK\x03\x04"},
    }};
    for (const signature& each : signatures) {
        if (start.starts_with(each.bytes)) {
            return each.content;
        }
    }
    constexpr std::string_view bzip2_block = "1AY&SY"; // behind BZh and a digit
    if (start.starts_with("BZh") && start.size() >= 10 && start.substr(4, bzip2_block.size()) == bzip2_block) {
        return csv_content::bzip2;
    }
    // Without a mark: letters of ASCII, each with a zero byte on the same side.
    const auto letter = [&](std::size_t at) { return start[at] >= ' ' && start[at] <= '~'; };
    const bool zeros_behind = start.size() >= 4 && letter(0) && start[1] == 0 && letter(2) && start[3] == 0;
    const bool zeros_before = start.size() >= 4 && start[0] == 0 && letter(1) && start[2] == 0 && letter(3);
    return zeros_behind || zeros_before ? csv_content::utf16 : csv_content::text;
}

} // namespace loyalty::io
