# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of each mechanic alone against the same work by hand: against the loop that refuses what the library
# refuses, and against the one that trusts its input. Included by count_instructions.cmake.

set(transactions 100000)
set(members 2000)

count_instructions(generator generator)
foreach(mechanic IN ITEMS mission levels hunt win_back funded conversion donation activity streak stamp_card)
    foreach(form IN ITEMS ${mechanic} ${mechanic}_refusing ${mechanic}_trusting)
        count_instructions(${form} total)
        if(NOT form STREQUAL mechanic AND NOT total_said STREQUAL library_said)
            message(FATAL_ERROR "${mechanic}: the forms do not agree: ${library_said} and ${total_said} points")
        endif()
        set(library_said "${total_said}")
        math(EXPR ${form} "${total} - ${generator}")
    endforeach()
    if(library_said MATCHES "^0 ")
        message(FATAL_ERROR "${mechanic} grants nothing")
    endif()
    math(EXPR each "${${mechanic}} / ${transactions}")
    math(EXPR each_refusing "${${mechanic}_refusing} / ${transactions}")
    math(EXPR each_trusting "${${mechanic}_trusting} / ${transactions}")
    ratio_of(${${mechanic}} ${${mechanic}_refusing} ratio)
    ratio_of(${${mechanic}} ${${mechanic}_trusting} ratio_to_trusting)
    message(STATUS "${mechanic}: ${each} instructions an event, by hand ${each_refusing} (${each_trusting} without refusals): "
                   "${ratio} for 100 (${ratio_to_trusting})")
    check_limit(${ratio} "_${mechanic}" "${mechanic}")
endforeach()
