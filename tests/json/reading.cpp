// SPDX-License-Identifier: BSL-1.0
#include "reading.hpp"

#include <loyalty/json/describe.hpp>
#include <loyalty/json/writer.hpp>

usd_text read_usd(std::string_view text, loyalty::json::host_facts facts) {
    return loyalty::json::read_programme<loyalty::currency::usd, 16, room_of_tests, 640>(text, facts);
}

std::string write_usd(const usd_text& programme) {
    return loyalty::json::write_programme(programme);
}

loyalty::json::versions_text<usd_text> read_versions_usd(std::span<const std::string_view> texts,
                                                         loyalty::json::host_facts facts) {
    return loyalty::json::read_versions<loyalty::currency::usd, 16, room_of_tests, 640>(texts, facts);
}

std::string write_versions_usd(const loyalty::json::versions_text<usd_text>& versions) {
    return loyalty::json::write_versions(versions);
}

loyalty::io::descriptions::description describe_usd(const usd_text& programme) {
    return loyalty::json::describe(programme);
}

std::vector<loyalty::io::descriptions::description>
describe_versions_usd(const loyalty::json::versions_text<usd_text>& versions) {
    return loyalty::json::describe(versions);
}
