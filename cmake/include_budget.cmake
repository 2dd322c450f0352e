# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D SOURCE_DIR=<root> -D COMPILER=<c++> -D BINARY_DIR=<folder> [-D REWRITE=ON] -P include_budget.cmake
#
# Holds each header to its budget in tests/include_budget.txt: the most lines that including it brings, blank ones not
# counted, after the preprocessor (`-E -P`). Lines do not depend on the machine's load, and what a header costs a user's
# build follows them. The budgets were counted with the standard library of g++ 12, which clang uses too; with another
# the test is skipped.
#
# REWRITE=ON counts anew, with COMPILER and with whichever of g++ and clang++ is here too, and writes the largest count
# and a tenth to the file, rounded up to ten lines. The target loyalty_rewrite_include_budget does that.
cmake_minimum_required(VERSION 3.24)

set(budget_file "${SOURCE_DIR}/tests/include_budget.txt")
set(standard_library 12)
# What these bring is their dependency's.
set(not_counted "^loyalty/(io/format|json/|adapters/(kafka|nats/|postgres/))|/exact[^/]*$")

function(standard_library_of compiler out)
    file(WRITE "${BINARY_DIR}/standard_library.cpp" "#include <cstddef>\nrelease _GLIBCXX_RELEASE\n")
    execute_process(COMMAND "${compiler}" -std=c++20 -E -P "${BINARY_DIR}/standard_library.cpp"
        OUTPUT_VARIABLE text ERROR_QUIET)
    string(REGEX MATCH "release ([0-9]+)" text "${text}")
    set(${out} "${CMAKE_MATCH_1}" PARENT_SCOPE)
endfunction()

function(count_lines compiler header out)
    execute_process(
        COMMAND "${compiler}" -std=c++20 -E -P -I "${SOURCE_DIR}/include" -x c++ "${SOURCE_DIR}/include/${header}"
        RESULT_VARIABLE result OUTPUT_FILE "${BINARY_DIR}/preprocessed.txt" ERROR_VARIABLE errors)
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "${header}: ${errors}")
    endif()
    # `Strings` are what is left between line ends; CMake's lists would trip over the brackets of C++.
    file(READ "${BINARY_DIR}/preprocessed.txt" text)
    string(REGEX REPLACE "[^\n]*[^ \t\r\n][^\n]*\n" "x" text "${text}\n")
    string(REGEX REPLACE "[ \t\r\n]" "" text "${text}")
    string(LENGTH "${text}" count)
    set(${out} ${count} PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE headers RELATIVE "${SOURCE_DIR}/include" "${SOURCE_DIR}/include/*.hpp")
list(FILTER headers EXCLUDE REGEX "${not_counted}")
list(SORT headers)

set(compilers "${COMPILER}")
if(REWRITE)
    foreach(name IN ITEMS g++ clang++)
        find_program(found_${name} ${name})
        if(found_${name})
            list(APPEND compilers "${found_${name}}")
        endif()
    endforeach()
endif()
set(counting "")
foreach(compiler IN LISTS compilers)
    standard_library_of("${compiler}" release)
    if(release STREQUAL standard_library)
        list(APPEND counting "${compiler}")
    endif()
endforeach()
if(NOT counting)
    message(STATUS "skipped: the budgets are lines of libstdc++ ${standard_library}, and the compiler has another library")
    return()
endif()

if(REWRITE)
    set(text "# The most lines, blank ones not counted, that including a header brings after the preprocessor.\n")
    string(APPEND text "# Made by the target loyalty_rewrite_include_budget: see cmake/include_budget.cmake.\n")
    foreach(header IN LISTS headers)
        set(most 0)
        foreach(compiler IN LISTS counting)
            count_lines("${compiler}" ${header} count)
            if(count GREATER most)
                set(most ${count})
            endif()
        endforeach()
        math(EXPR budget "(${most} * 11 / 10 + 9) / 10 * 10")
        string(APPEND text "${header} ${budget}\n")
    endforeach()
    file(WRITE "${budget_file}" "${text}")
    message(STATUS "${budget_file} was written")
    return()
endif()

set(rewrite "to accept that, build the target loyalty_rewrite_include_budget and commit tests/include_budget.txt")
file(STRINGS "${budget_file}" lines REGEX "^loyalty/")
set(listed "")
foreach(line IN LISTS lines)
    string(REGEX MATCH "^([^ ]+) ([0-9]+)$" line "${line}")
    list(APPEND listed "${CMAKE_MATCH_1}")
    set("budget_of_${CMAKE_MATCH_1}" ${CMAKE_MATCH_2})
    if(NOT CMAKE_MATCH_1 IN_LIST headers)
        message(SEND_ERROR "${CMAKE_MATCH_1} has a budget and is not there: ${rewrite}")
    endif()
endforeach()
foreach(header IN LISTS headers)
    count_lines("${COMPILER}" ${header} count)
    set(budget "${budget_of_${header}}")
    if(NOT header IN_LIST listed)
        message(SEND_ERROR "${header} brings ${count} lines and has no budget: ${rewrite}")
    elseif(count GREATER budget)
        message(SEND_ERROR "${header} brings ${count} lines, more than its budget of ${budget}: include less; ${rewrite}")
    else()
        message(STATUS "${header}: ${count} of ${budget}")
    endif()
endforeach()
