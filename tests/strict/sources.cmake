# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D SOURCE_DIR=<root> -P sources.cmake
#
# What no compiler checks of the library's headers:
#
#   every header    an SPDX line first, `#pragma once` next, includes of the library in angle brackets and only downwards
#   below io/       no type of floating point, no allocation, no state of a thread, and none of the standard headers that
#                   bring a clock, a locale, a stream or exceptions, or that cost a user's build most; but for the
#                   doors below io/, which loyalty.hpp does not include: memory for members, measures, partitions, threads, files,
#                   Boost's numbers
cmake_minimum_required(VERSION 3.24)

set(analytics_doors "boundary_walk|leaderboard|liability|ordered_blocks|purchase_table|rfm")
set(worker_doors "letter_book|partition_members|seen_ids|snapshot_folder|snapshot_records|waiting_events|worker_sink|worker_snapshot")
set(stream_doors "file|file_store|history|member_store|router|threads|${worker_doors}")
set(doors "^loyalty/io/|^loyalty/explain/|^loyalty/adapters/|^loyalty/json/|/exact[^/]*$|^loyalty/analytics/(${analytics_doors})\\.hpp$|^loyalty/stream/(${stream_doors})\\.hpp$")
set(floors detail money time events rules ledger policies engine stream analytics io explain json adapters)
set(floor_of_detail 0)
set(floor_of_money 0)
set(floor_of_time 0)
set(floor_of_events 1)
set(floor_of_rules 2)
set(floor_of_ledger 3)
set(floor_of_policies 4)
set(floor_of_engine 5)
set(floor_of_stream 6)
set(floor_of_analytics 7)
set(floor_of_io 8)
set(floor_of_explain 8)
set(floor_of_json 9)
set(floor_of_adapters 10)

set(forbidden_headers
    "chrono|ranges|string|vector|map|unordered_map|set|list|deque|regex|format|locale|iostream|ostream|istream|sstream|"
    "fstream|cstdio|stdexcept|exception|memory|new|any|thread|mutex|atomic|random|cmath|ctime|typeinfo|boost/.*|fmt/.*")
string(CONCAT forbidden_headers ${forbidden_headers})
# Exceptions and RTTI are left to the compiler: the strict tests switch them off.
set(forbidden_words "float|double|new|delete|malloc|thread_local")

function(complain header text)
    set_property(GLOBAL APPEND_STRING PROPERTY problems "  ${header}: ${text}\n")
endfunction()

# The floor of a path such as loyalty/money/amount.hpp; a file beside the floors has none.
function(floor_of path out)
    set(${out} "" PARENT_SCOPE)
    if(path MATCHES "^loyalty/([^/]+)/")
        if(NOT CMAKE_MATCH_1 IN_LIST floors)
            complain("${path}" "the folder ${CMAKE_MATCH_1}/ has no floor")
        endif()
        set(${out} "${floor_of_${CMAKE_MATCH_1}}" PARENT_SCOPE)
    endif()
endfunction()

file(GLOB_RECURSE headers RELATIVE "${SOURCE_DIR}/include" "${SOURCE_DIR}/include/*.hpp")
foreach(header IN LISTS headers)
    file(READ "${SOURCE_DIR}/include/${header}" text)
    if(NOT text MATCHES "^// SPDX-License-Identifier: BSL-1.0\n#pragma once\n")
        complain(${header} "does not begin with the SPDX line and #pragma once")
    endif()

    # Only code counts: neither comments nor what a literal says. CMake's lists mind semicolons and brackets.
    string(REGEX REPLACE "[][;]" " " text "${text}")
    string(REGEX REPLACE "\"([^\"\\\n]|\\\\.)*\"|//[^\n]*" "" code "${text}")

    floor_of(${header} floor)
    string(REGEX MATCHALL "\n#include [^\n]+" includes "${text}")
    foreach(include IN LISTS includes)
        string(STRIP "${include}" include)
        if(NOT include MATCHES "<([^>]+)>")
            complain(${header} "${include}: angle brackets are for a library's headers")
            continue()
        endif()
        set(included "${CMAKE_MATCH_1}")
        if(included MATCHES "^loyalty/")
            floor_of(${included} floor_below)
            if(NOT floor STREQUAL "" AND floor_below GREATER floor)
                complain(${header} "includes ${included}, which is a floor above")
            endif()
        elseif("${header} ${included}" STREQUAL "loyalty/config.hpp cstdio")
            # For the sentence of a broken precondition.
        elseif(included MATCHES "^(${forbidden_headers})$" AND NOT header MATCHES "${doors}")
            complain(${header} "includes <${included}>")
        endif()
    endforeach()

    if(NOT header MATCHES "${doors}")
        string(REGEX REPLACE "=[ ]*(delete|default)" "" code "${code}")
        string(REGEX REPLACE "#[^\n]*" "" code "${code}")
        string(REGEX MATCHALL "(^|[^a-zA-Z0-9_])(${forbidden_words})($|[^a-zA-Z0-9_])" words "${code}")
        foreach(word IN LISTS words)
            string(STRIP "${word}" word)
            complain(${header} "says `${word}`")
        endforeach()
    endif()
endforeach()

get_property(problems GLOBAL PROPERTY problems)
if(problems)
    message("${problems}")
    message(FATAL_ERROR "the headers above break a rule of the house")
endif()
