# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D COMPILER=<compiler> -D INCLUDE_DIR=<folder> -P old_language.cmake
#
# Compiles the main header as C++17. The first error must be the sentence that says what to do, and little may follow it. The
# other headers only pass through the preprocessor, which prints that sentence: clang takes minutes to compile them all.
cmake_minimum_required(VERSION 3.24)

set(most_lines 12)
set(sentence "error: [^\n]*loyalty needs C\\+\\+20: compile with -std=c\\+\\+20")
set(ENV{LC_ALL} C)

file(GLOB_RECURSE headers RELATIVE "${INCLUDE_DIR}" "${INCLUDE_DIR}/loyalty/*.hpp")
list(LENGTH headers header_count)
if(header_count EQUAL 0)
    message(FATAL_ERROR "no header under ${INCLUDE_DIR}")
endif()
foreach(header IN LISTS headers)
    set(action -E -o /dev/null)
    if(header STREQUAL "loyalty/loyalty.hpp")
        set(action -fsyntax-only)
    endif()
    execute_process(
        COMMAND "${COMPILER}" -std=c++17 ${action} -fdiagnostics-color=never -I "${INCLUDE_DIR}"
            -include "${header}" -x c++ /dev/null
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    string(REGEX REPLACE "[^\n]" "" newlines "${output}")
    string(LENGTH "${newlines}" line_count)
    string(REGEX MATCH "error: [^\n]*" first_error "${output}")
    if(result EQUAL 0 OR NOT first_error MATCHES "${sentence}" OR line_count GREATER most_lines)
        message("${output}")
        message(SEND_ERROR "${header}, ${COMPILER}: ${line_count} lines, the first error is '${first_error}'")
    endif()
endforeach()
message(STATUS "${COMPILER} refuses ${header_count} headers")
