// SPDX-License-Identifier: BSL-1.0
#include "rules_file.hpp"
#include "standard_streams.hpp"

#include <loyalty/json/document.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

namespace loyalty_run {

/// A file of rules; of a longer one the first byte too many, so that the reader refuses it.
std::string text_of_rules(const std::string& path) {
    std::FILE* const file = std::fopen(path.c_str(), "rb");
    if (file == nullptr) {
        throw failure{exit_code::wrong_use, "cannot open " + path + ": " + std::strerror(errno)};
    }
    std::string text(loyalty::json::most_text_bytes + 1, '\0');
    text.resize(std::fread(text.data(), 1, text.size(), file));
    const bool failed = std::ferror(file) != 0;
    std::fclose(file);
    if (failed) {
        throw failure{exit_code::wrong_use, "cannot read " + path};
    }
    return text;
}

void refuse_rules(const std::string& path, const loyalty::json::mistakes& found) {
    for (const loyalty::json::mistake& each : found.listed) {
        say(path + ':' + each.text() + '\n');
    }
    throw failure{exit_code::wrong_use, "--rules: " + std::to_string(found.count) +
                                            (found.count == 1 ? " mistake in " : " mistakes in ") + path};
}

exit_code run_rules(const options& asked) {
    const std::string text = text_of_rules(asked.rules);
    loyalty::json::mistakes wrong;
    const loyalty::json::value root = loyalty::json::parse(text, wrong);
    const loyalty::json::value* const currency = root.find("currency");
    return currency != nullptr && currency->text == "GBP" ? run_rules_in_gbp(text, asked)
                                                          : run_rules_in_usd(text, asked);
}

} // namespace loyalty_run
