// SPDX-License-Identifier: BSL-1.0
#include "reading.hpp"

#include <loyalty/json/describe.hpp>
#include <loyalty/json/writer.hpp>

usd_text read_usd(std::string_view text, loyalty::json::host_facts facts) {
    return loyalty::json::read_programme<loyalty::currency::usd>(text, facts);
}

std::string write_usd(const usd_text& programme) {
    return loyalty::json::write_programme(programme);
}

loyalty::io::descriptions::description describe_usd(const usd_text& programme) {
    return loyalty::json::describe(programme);
}
