// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <loyalty/json/mistake.hpp>

#include <fstream>
#include <sstream>
#include <string>

/// A file of the sources, by its path from the root.
[[nodiscard]] inline std::string file_text(const std::string& path) {
    std::ifstream file(std::string(LOYALTY_SOURCE_DIR) + '/' + path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// The first mistake as a text; empty if there is none.
[[nodiscard]] inline std::string first_mistake(const loyalty::json::mistakes& found) {
    return found.listed.empty() ? std::string() : found.listed.front().text();
}
