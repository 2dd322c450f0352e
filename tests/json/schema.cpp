// SPDX-License-Identifier: BSL-1.0
//
// Prints the JSON Schema of programmes. After a change: loyalty_json_schema > docs/rules.schema.json
#include <loyalty/json/schema.hpp>

#include <cstdio>

int main() {
    std::fputs(loyalty::json::schema().c_str(), stdout);
}
