# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D GATE=<w5_instructions, ...> -D PROGRAMME=<its executable> -D VALGRIND=<valgrind>
#         -D COMPILER_ID=<GNU, Clang> -D COMPILER_VERSION=<12.2.0> -D PROCESSOR=<x86_64> -P count_instructions.cmake
#
# Counts instructions under callgrind, which counts the same on every machine, so that the gates do not flake. What is counted,
# over how many `transactions` of how many `members`, and its limits stand in <gate>.cmake.
cmake_minimum_required(VERSION 3.24)
if(NOT VALGRIND)
    message(STATUS "skipped: valgrind is not here (sh .ci/setup installs it on Debian)")
    return()
endif()

# The instructions of one form into `out`, and what it printed into `out`_said.
function(count_instructions form out)
    execute_process(
        COMMAND "${VALGRIND}" --tool=callgrind --callgrind-out-file=/dev/null
            "${PROGRAMME}" ${form} ${transactions} ${members}
        RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE report)
    if(NOT result EQUAL 0 OR NOT report MATCHES "Collected : ([0-9]+)")
        message(FATAL_ERROR "${form} was not counted:\n${report}")
    endif()
    set(${out} ${CMAKE_MATCH_1} PARENT_SCOPE)
    string(STRIP "${said}" said)
    set(${out}_said "${said}" PARENT_SCOPE)
endfunction()

# The instructions of one form without those of the generator, into `out`, each into `out`_each, and what it printed into
# `out`_said. `generator` has been counted.
function(count_work form out)
    count_instructions(${form} total)
    math(EXPR work "${total} - ${generator}")
    math(EXPR each "${work} / ${transactions}")
    set(${out} ${work} PARENT_SCOPE)
    set(${out}_each ${each} PARENT_SCOPE)
    set(${out}_said "${total_said}" PARENT_SCOPE)
endfunction()

# Fails if two forms did not come to the same.
function(expect_same of one other)
    if(NOT one STREQUAL other)
        message(FATAL_ERROR "${of}: the forms do not agree: ${one} and ${other}")
    endif()
endfunction()

# Instructions for 100 of another form, rounded.
function(ratio_of counted base out)
    math(EXPR ratio "(100 * ${counted} + ${base} / 2) / ${base}")
    set(${out} ${ratio} PARENT_SCOPE)
endfunction()

# Fails if a ratio passes the limit of this compiler: `limit_of_<compiler>_<major version><suffix>`. Passes where no limit was
# set.
function(check_limit ratio suffix sentence)
    string(REGEX MATCH "^[0-9]+" major "${COMPILER_VERSION}")
    set(limit "${limit_of_${COMPILER_ID}_${major}${suffix}}")
    if(NOT limit OR NOT PROCESSOR MATCHES "^(x86_64|AMD64)$")
        message(STATUS "no limit was set for ${COMPILER_ID} ${major} on ${PROCESSOR}")
    elseif(ratio GREATER limit)
        message(SEND_ERROR "${sentence}: ${ratio} instructions for 100, more than ${limit}")
    endif()
endfunction()

include("${CMAKE_CURRENT_LIST_DIR}/${GATE}.cmake")
