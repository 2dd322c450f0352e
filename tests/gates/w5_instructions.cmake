# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of W5: the composed programme against the loop written by hand, and no sink against a sink that
# receives nothing. Included by count_instructions.cmake.

# The most instructions of the composed programme for 100 of a loop by hand: the one that trusts its input, which is the
# floor, and the one that refuses what the library refuses and leaves the member as before. 120 for 100 of the floor is
# what the library promises; below it a limit is what was counted when it was set, with 3 % for another patch release of the
# compiler. Limits go down with the library, and never up without a reason written here.
set(limit_of_GNU_12 120)           # counted: 118
set(limit_of_GNU_12_refuses 99)    # counted: 97
set(limit_of_Clang_14 120)         # counted: 118
set(limit_of_Clang_14_refuses 94)  # counted: 92
set(limit_of_Clang_19 118)         # counted: 115
set(limit_of_Clang_19_refuses 92)  # counted: 90
# A constant programme is folded like a lifted one. What was counted: 100 for 100 by g++ 12, clang 14 and clang 19.
set(limit_of_constant 103)
# No sink at all and a sink without `on(step)` ask for the same work, which g++ only orders differently. What was
# counted: 100 for 100 by both.
set(limit_of_no_sink 103)

# A fifth of W5, with as many transactions for each member.
set(transactions 200000)
set(members 4000)
count_instructions(generator generator) # what the stream and the members take by themselves

foreach(form IN ITEMS by_hand by_hand_refuses lifted constant no_sink indifferent_sink explained)
    count_instructions(${form} total)
    math(EXPR ${form} "${total} - ${generator}")
    set(${form}_said "${total_said}")
    math(EXPR each "${${form}} / ${transactions}")
    ratio_of(${${form}} ${by_hand} ${form}_ratio)
    message(STATUS "${form}: ${each} instructions a transaction, ${${form}_ratio} for 100 by hand")
endforeach()

if(NOT by_hand_said STREQUAL lifted_said OR NOT by_hand_said STREQUAL by_hand_refuses_said OR NOT by_hand_said STREQUAL constant_said)
    message(FATAL_ERROR "the forms do not agree: ${by_hand_said}, ${lifted_said} and ${constant_said} points")
endif()

ratio_of(${no_sink} ${indifferent_sink} no_sink_ratio)
message(STATUS "no sink: ${no_sink_ratio} for 100 with a sink that receives nothing")
if(no_sink_ratio GREATER limit_of_no_sink)
    message(SEND_ERROR "no sink takes ${no_sink_ratio} instructions for 100 with one that wants no explanation: more than ${limit_of_no_sink}")
endif()

ratio_of(${constant} ${lifted} constant_to_lifted)
message(STATUS "constant: ${constant_to_lifted} for 100 lifted")
if(constant_to_lifted GREATER limit_of_constant)
    message(SEND_ERROR "a constant programme takes ${constant_to_lifted} instructions for 100 of a lifted one: more than ${limit_of_constant}")
endif()

ratio_of(${lifted} ${by_hand_refuses} refusing_ratio)
message(STATUS "lifted: ${refusing_ratio} for 100 by hand with the same refusals")
check_limit(${lifted_ratio} "" "the composed programme against the loop by hand")
check_limit(${refusing_ratio} "_refuses" "the composed programme against the loop by hand with the same refusals")
