# SPDX-License-Identifier: BSL-1.0
#
# Runs a programme and compares all that it says with a file:
#
#   cmake -DPROGRAM=... -DARGUMENTS="..." -DEXPECTED=... [-DSTREAM=folder/file] [-DREADER=... -DREAD=file] -P compare_run.cmake
#
# The file holds the standard output, the error output and the exit code. STREAM becomes the standard input: a file
# of tests/support/streams or of the data folder, there unpacked on the way; where it is absent the test says so. READER is a second programme that turns the file
# READ, which the first one wrote, into lines that stand at the end. With LOYALTY_UPDATE_EXPECTED=1 in the environment the
# expected file is written instead: read what changed before you keep it.

cmake_minimum_required(VERSION 3.24)
separate_arguments(arguments UNIX_COMMAND "${ARGUMENTS}")

set(unpack "")
if(STREAM)
    if(DEFINED ENV{LOYALTY_DATA_DIR})
        set(data "$ENV{LOYALTY_DATA_DIR}")
    else()
        set(data "${CMAKE_CURRENT_LIST_DIR}/../../../shared/data")
    endif()
    find_program(xz xz)
    if(EXISTS "${CMAKE_CURRENT_LIST_DIR}/streams/${STREAM}")
        set(unpack COMMAND "${CMAKE_COMMAND}" -E cat "${CMAKE_CURRENT_LIST_DIR}/streams/${STREAM}")
    elseif(EXISTS "${data}/${STREAM}")
        set(unpack COMMAND "${CMAKE_COMMAND}" -E cat "${data}/${STREAM}")
    elseif(EXISTS "${data}/${STREAM}.xz" AND xz)
        set(unpack COMMAND "${xz}" -dc "${data}/${STREAM}.xz")
    else()
        message("skipped: neither ${data}/${STREAM} nor an .xz of it that can be unpacked")
        return()
    endif()
endif()

execute_process(${unpack} COMMAND "${PROGRAM}" ${arguments}
    OUTPUT_VARIABLE output ERROR_VARIABLE error RESULTS_VARIABLE results)
list(GET results -1 result)
string(APPEND output "--- error output\n${error}--- exit code ${result}\n")
if(READER)
    execute_process(COMMAND "${READER}" "${READ}" OUTPUT_VARIABLE read ERROR_VARIABLE read RESULT_VARIABLE result)
    cmake_path(GET READ FILENAME name)
    string(APPEND output "--- ${name}\n${read}")
    file(REMOVE "${READ}")
endif()

if("$ENV{LOYALTY_UPDATE_EXPECTED}")
    file(WRITE "${EXPECTED}" "${output}")
    message("written: ${EXPECTED}")
    return()
endif()
file(READ "${EXPECTED}" expected)
if(NOT "${output}" STREQUAL "${expected}")
    message("---- expected (${EXPECTED})\n${expected}")
    message("---- found\n${output}")
    message(FATAL_ERROR "the programme says something else")
endif()
