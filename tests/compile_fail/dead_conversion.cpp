// SPDX-License-Identifier: BSL-1.0
// expect: conversion: no rule before it grants this unit: put it behind the rule that grants it
#include <loyalty/loyalty.hpp>

#include <type_traits>

using namespace loyalty;
using namespace loyalty::criteria;

#if defined(LOYALTY_EXPECT_FAILURE)
constexpr conversion into_money{10_stamps, 5_usd};
#else
constexpr conversion into_money{10_points, 5_usd};
#endif

constexpr programme rules{points{per_visit{1_points}}, into_money};

int main() {
    member<std::remove_const_t<decltype(rules)>> anna;
    return static_cast<int>(apply(rules, anna, purchase<currency::usd>{}).refused);
}
