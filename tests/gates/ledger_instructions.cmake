# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D VALGRIND=<valgrind> -D PROGRAMME=<ledger_instructions> -D COMPILER_ID=<GNU, Clang> -D COMPILER_VERSION=<12.2.0>
#         -D PROCESSOR=<x86_64> -P ledger_instructions.cmake
#
# Counts the instructions of books: a programme with lots against the same books written by hand.
cmake_minimum_required(VERSION 3.24)
include("${CMAKE_CURRENT_LIST_DIR}/count_instructions.cmake")
if(NOT VALGRIND)
    return()
endif()

set(transactions 200000)
set(members 4000)


count_instructions(generator generator)
foreach(kind IN ITEMS "" _batch _returns _redemptions)
    count_instructions(by_hand${kind} by_hand)
    count_instructions(lots${kind} lots)
    math(EXPR by_hand_each "(${by_hand} - ${generator}) / ${transactions}")
    math(EXPR lots_each "(${lots} - ${generator}) / ${transactions}")
    if(NOT by_hand_said STREQUAL lots_said)
        message(FATAL_ERROR "the forms${kind} do not agree: ${by_hand_said} and ${lots_said} points")
    endif()
    math(EXPR by_hand "${by_hand} - ${generator}")
    math(EXPR lots "${lots} - ${generator}")
    ratio_of(${lots} ${by_hand} ratio)
    message(STATUS "lots${kind}: ${lots_each} instructions a transaction, by hand ${by_hand_each}, ${ratio} for 100")
    check_limit(${ratio} "${kind}" "lots${kind} by hand")
endforeach()
