// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

#include <unistd.h>

/// A folder of the test's own, gone at the end.
struct temporary_folder {
    std::filesystem::path path;

    temporary_folder() {
        std::string name = (std::filesystem::temp_directory_path() / "loyalty_test_XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) {
            std::abort(); // no test can say anything without it
        }
        path = name;
    }
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;
    ~temporary_folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path, ignored);
    }

    [[nodiscard]] std::string name() const { return path.string(); }
    [[nodiscard]] std::string text_of(const std::string& file) const {
        std::ifstream in{path / file};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
};
