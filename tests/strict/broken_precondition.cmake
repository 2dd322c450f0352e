# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D PROGRAM=<file> -P broken_precondition.cmake
#
# The default handler of a broken precondition: one sentence on stderr, nothing on stdout, and no success.
cmake_minimum_required(VERSION 3.24)

execute_process(COMMAND "${PROGRAM}" RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE error)
if(result EQUAL 0 OR NOT output STREQUAL "")
    message(SEND_ERROR "the result is ${result}, and on stdout stands '${output}'")
endif()
set(sentence "broken_precondition.cpp:1234567: loyalty stops the programme, because this must be true: even % 2 == 0\n")
string(LENGTH "${error}" length)
string(FIND "${error}" "${sentence}" place)
string(LENGTH "${sentence}" sentence_length)
math(EXPR end "${place} + ${sentence_length}")
if(place EQUAL -1 OR NOT end EQUAL length)
    message(SEND_ERROR "on stderr stands '${error}'")
endif()
