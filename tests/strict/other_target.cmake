# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D COMPILER=<c++> -D TARGET_FLAG=<-m32, --target=...> -D ASSERTION=<...> -D SOURCES=<list>
#         -D INCLUDE_DIRS=<list> -D BINARY_DIR=<folder> -P other_target.cmake
#
# Compiles SOURCES for another target, up to code generation: every static_assert is evaluated, and a warning is an error.
# ASSERTION is a C++ expression that tells that target from this one.
#
# A compiler seldom comes with the headers for another target, and sometimes with a part of them. Its own serve as well,
# since they ask the compiler for every size; only glibc's list of missing functions has another name there, and an empty
# one stands in for it. Which of them do is tried with every header of others that the library includes.
cmake_minimum_required(VERSION 3.24)

set(includes "")
foreach(folder IN LISTS INCLUDE_DIRS)
    file(GLOB_RECURSE headers "${folder}/loyalty/*.hpp")
    foreach(header IN LISTS headers)
        file(STRINGS "${header}" lines REGEX "^#include <[a-z_./]+>")
        list(APPEND includes ${lines})
    endforeach()
endforeach()
list(FILTER includes EXCLUDE REGEX "<(loyalty|boost|fmt)/")
list(REMOVE_DUPLICATES includes)
if(includes STREQUAL "")
    message(FATAL_ERROR "no header of the library in ${INCLUDE_DIRS}")
endif()
list(JOIN includes "\n" includes)

list(TRANSFORM INCLUDE_DIRS PREPEND -I)
set(flags "${TARGET_FLAG}" -std=c++20 -fsyntax-only -fno-exceptions -fno-rtti)
set(warnings -Wall -Wextra -Wconversion -Wsign-conversion -Werror)
set(probe "${BINARY_DIR}/probe.cpp")
file(WRITE "${probe}" "${includes}\nstatic_assert(${ASSERTION});\n")
foreach(stub IN ITEMS 32 64)
    file(WRITE "${BINARY_DIR}/gnu/stubs-${stub}.h" "")
endforeach()

execute_process(COMMAND "${COMPILER}" ${flags} "${probe}" RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
if(NOT result EQUAL 0)
    execute_process(COMMAND "${CMAKE_COMMAND}" -E env LC_ALL=C "${COMPILER}" -std=c++20 -E -v "${probe}"
        OUTPUT_QUIET ERROR_VARIABLE search)
    string(REGEX REPLACE "^.*#include <\\.\\.\\.> search starts here:\n(.*)\nEnd of search list.*$" "\\1" search "${search}")
    string(REPLACE "\n" ";" search "${search}")
    list(TRANSFORM search STRIP)
    list(TRANSFORM search PREPEND -isystem)
    list(APPEND flags -nostdinc "-isystem${BINARY_DIR}" ${search})
    execute_process(COMMAND "${COMPILER}" ${flags} "${probe}" RESULT_VARIABLE result OUTPUT_QUIET ERROR_QUIET)
endif()
if(NOT result EQUAL 0)
    message(STATUS "skipped: ${COMPILER} cannot compile with ${TARGET_FLAG} here")
    return()
endif()

foreach(source IN LISTS SOURCES)
    execute_process(COMMAND "${COMPILER}" ${flags} ${warnings} ${INCLUDE_DIRS} "${source}" RESULT_VARIABLE result)
    if(NOT result EQUAL 0)
        set(failed TRUE)
    endif()
endforeach()
if(failed)
    message(FATAL_ERROR "does not compile with ${TARGET_FLAG}")
endif()
