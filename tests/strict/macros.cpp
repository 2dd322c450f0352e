// SPDX-License-Identifier: BSL-1.0
//
// Every header after those of others, and after the macros that others define.
#include <fmt/format.h>

#include <boost/multiprecision/cpp_int.hpp>

#if __has_include(<nlohmann/json.hpp>)
#include <nlohmann/json.hpp>
#endif

#if __has_include(<librdkafka/rdkafka.h>)
#include <librdkafka/rdkafka.h>
#endif
#if __has_include(<nats/nats.h>)
#include <nats/nats.h>
#endif
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#endif

#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "hostile.hpp"

#include <strict/all.hpp>
