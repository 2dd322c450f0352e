# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D VALGRIND=<valgrind> -D PROGRAMME=<w5_instructions> -D COMPILER_ID=<GNU, Clang> -D COMPILER_VERSION=<12.2.0>
#         -D PROCESSOR=<x86_64> -P w5_instructions.cmake
#
# Counts the instructions of W5 under callgrind: the composed programme against the loop written by hand, and no sink
# against a sink that hears nothing. Callgrind counts the same on every machine, so this gate does not flake.
cmake_minimum_required(VERSION 3.24)

# A fifth of W5, with as many transactions for each member.
set(transactions 200000)
set(members 4000)

# The most instructions of the composed programme for 100 of a loop by hand: the one that trusts its input, which is the
# floor, and the one that refuses what the library refuses and leaves the member as before. 120 for 100 of the floor is
# what the library promises; below it a limit is what was counted when it was set, with 3 % for another patch release of the
# compiler. Limits go down with the library, and never up without a reason written here.
#
# Two limits stand above 120, since each event now looks at the day of the last one as it was booked, which a version of the
# programme in another zone may have done: it was wrong without that. The look itself takes two instructions; g++ 12 and
# clang 14 move more of them around it. To bring both back to 120 is open work.
set(limit_of_GNU_12 125)           # counted: 123
set(limit_of_GNU_12_refuses 104)   # counted: 102
set(limit_of_Clang_14 125)         # counted: 122
set(limit_of_Clang_14_refuses 97)  # counted: 94
set(limit_of_Clang_19 118)         # counted: 115
set(limit_of_Clang_19_refuses 92)  # counted: 89
# A constant programme is folded like a lifted one. What was counted: 100 for 100 by g++ 12 and clang 19, 98 by clang 14.
set(limit_of_constant 103)
# No sink at all and a sink without `on(step)` ask for the same work, which g++ only orders differently. What was
# counted: 100 for 100 by both.
set(limit_of_no_sink 103)

if(NOT VALGRIND)
    message(STATUS "skipped: valgrind is not here (sh .ci/setup installs it on Debian)")
    return()
endif()

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

count_instructions(generator generator)
foreach(form IN ITEMS by_hand by_hand_refuses lifted constant no_sink indifferent_sink explained)
    count_instructions(${form} total)
    math(EXPR ${form} "${total} - ${generator}")
    set(${form}_said "${total_said}")
    math(EXPR each "${${form}} / ${transactions}")
    math(EXPR ratio "(100 * ${${form}} + ${by_hand} / 2) / ${by_hand}")
    message(STATUS "${form}: ${each} instructions a transaction, ${ratio} for 100 by hand")
    set(${form}_ratio ${ratio})
endforeach()

if(NOT by_hand_said STREQUAL lifted_said OR NOT by_hand_said STREQUAL by_hand_refuses_said OR NOT by_hand_said STREQUAL constant_said)
    message(FATAL_ERROR "the forms do not agree: ${by_hand_said}, ${lifted_said} and ${constant_said} points")
endif()

math(EXPR no_sink_ratio "(100 * ${no_sink} + ${indifferent_sink} / 2) / ${indifferent_sink}")
message(STATUS "no sink: ${no_sink_ratio} for 100 with a sink that hears nothing")
if(no_sink_ratio GREATER limit_of_no_sink)
    message(SEND_ERROR "no sink takes ${no_sink_ratio} instructions for 100 with one that wants no explanation: more than ${limit_of_no_sink}")
endif()

math(EXPR constant_to_lifted "(100 * ${constant} + ${lifted} / 2) / ${lifted}")
message(STATUS "constant: ${constant_to_lifted} for 100 lifted")
if(constant_to_lifted GREATER limit_of_constant)
    message(SEND_ERROR "a constant programme takes ${constant_to_lifted} instructions for 100 of a lifted one: more than ${limit_of_constant}")
endif()

math(EXPR refusing_ratio "(100 * ${lifted} + ${by_hand_refuses} / 2) / ${by_hand_refuses}")
message(STATUS "lifted: ${refusing_ratio} for 100 by hand with the same refusals")

string(REGEX MATCH "^[0-9]+" major "${COMPILER_VERSION}")
set(limit "${limit_of_${COMPILER_ID}_${major}}")
if(NOT limit OR NOT PROCESSOR MATCHES "^(x86_64|AMD64)$")
    message(STATUS "no limit was set for ${COMPILER_ID} ${major} on ${PROCESSOR}")
else()
    if(lifted_ratio GREATER limit)
        message(SEND_ERROR "the composed programme takes ${lifted_ratio} instructions for 100 by hand: more than ${limit}")
    endif()
    set(limit_refusing "${limit_of_${COMPILER_ID}_${major}_refuses}")
    if(refusing_ratio GREATER limit_refusing)
        message(SEND_ERROR "the composed programme takes ${refusing_ratio} instructions for 100 by hand with the same refusals: more than ${limit_refusing}")
    endif()
endif()
