// SPDX-License-Identifier: BSL-1.0
//
// Every header after those of others, and after the macros that others define.
#include <fmt/format.h>

#include <boost/multiprecision/cpp_int.hpp>

#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
#endif

#include <charconv>
#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "hostile.hpp"

#include <strict/all.hpp>
