// SPDX-License-Identifier: BSL-1.0
#pragma once

/// @file
/// All predicates that come with the library.
///
/// | header                  | predicates                                                              |
/// |-------------------------|-------------------------------------------------------------------------|
/// | `predicates/fact_is.hpp` | `category_is`, `sku_is`, `brand_is`, `component_is`, `store_is`, `channel_is`, `kind_is`, `reference_is` |
/// | `predicates/any_line.hpp` | `any_line`                                                            |
/// | `predicates/basket.hpp` | `basket_at_least`, `tender_is`, `points_pay`                            |
/// | `predicates/calendar.hpp` | `day_of_week_is`, `during`, `from_date`, `before_date`, `between`     |
/// | `predicates/member.hpp` | `member_has`, `first_purchase`, `birthday`, `birthday_month`, `membership_active`, `tier_is` |

#include <loyalty/rules/predicate.hpp>
#include <loyalty/rules/predicates/any_line.hpp>
#include <loyalty/rules/predicates/basket.hpp>
#include <loyalty/rules/predicates/calendar.hpp>
#include <loyalty/rules/predicates/fact_is.hpp>
#include <loyalty/rules/predicates/member.hpp>
