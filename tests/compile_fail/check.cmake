# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D COMPILER=<c++> -D SOURCE=<file> -D INCLUDE_DIRS=<list> -P check.cmake
#
# The first lines of SOURCE are comments that say what to expect:
#
#   // expect: <regex>     what the compiler's output must match (CMake's regular expressions); required, may repeat
#
# The output may have at most 15 lines that are not empty. No case may have more: a user reads no further.
# Without LOYALTY_EXPECT_FAILURE the source must compile: otherwise it could fail for the wrong reason.
cmake_minimum_required(VERSION 3.24)

set(expected "")
set(most_lines 15)
file(READ "${SOURCE}" head LIMIT 2000)
while(head MATCHES "(^|\n)// expect: ([^\n]*)\n")
    list(LENGTH expected count)
    set(expected_${count} "${CMAKE_MATCH_2}")
    list(APPEND expected ${count})
    string(REPLACE "// expect: ${CMAKE_MATCH_2}\n" "//\n" head "${head}")
endwhile()
if(expected STREQUAL "")
    message(FATAL_ERROR " ${SOURCE}\n no line `// expect: <regex>` among the first")
endif()

# message(FATAL_ERROR) would break the compiler's lines anew, so they are printed before it.
function(fail text)
    message("${output}")
    message(FATAL_ERROR " ${SOURCE}\n ${text}")
endfunction()

# The language of the user decides which quotation marks a compiler prints.
set(ENV{LC_ALL} C)
list(TRANSFORM INCLUDE_DIRS PREPEND -I)
set(command "${COMPILER}" -std=c++20 -fsyntax-only -fdiagnostics-color=never -fmessage-length=0 ${INCLUDE_DIRS})

execute_process(COMMAND ${command} "${SOURCE}" RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(NOT result EQUAL 0)
    fail("must compile without LOYALTY_EXPECT_FAILURE, but does not")
endif()

execute_process(COMMAND ${command} -DLOYALTY_EXPECT_FAILURE=1 "${SOURCE}"
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0)
    fail("compiles with LOYALTY_EXPECT_FAILURE, but must not")
endif()
foreach(number IN LISTS expected)
    if(NOT output MATCHES "${expected_${number}}")
        fail("the output above does not match: ${expected_${number}}")
    endif()
endforeach()
string(REGEX REPLACE "\n[ \t\n]*\n" "\n" compact "${output}\n")
string(REGEX REPLACE "[^\n]" "" newlines "${compact}")
string(LENGTH "${newlines}" line_count)
if(line_count GREATER most_lines)
    fail("the output above has ${line_count} lines, more than ${most_lines}")
endif()
message(STATUS "refused in ${line_count} lines")
