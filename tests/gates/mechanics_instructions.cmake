# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of each mechanic alone against the same work by hand. A loop by hand of a counter takes some 20
# instructions an event; the frame of a programme takes some 25 more, whatever it holds, so the ratios of small mechanics are high.

set(transactions 40000)
set(members 800)

# The most instructions for 100 by hand, with 3 % above what was counted.
set(limit_of_GNU_12_mission 222)    # counted: 216
set(limit_of_GNU_12_levels 188)     # counted: 182
set(limit_of_GNU_12_hunt 209)       # counted: 203
set(limit_of_GNU_12_win_back 148)   # counted: 143
set(limit_of_GNU_12_funded 202)     # counted: 196
set(limit_of_GNU_12_conversion 266) # counted: 258

count_instructions(generator generator)
foreach(mechanic IN ITEMS mission levels hunt win_back funded conversion)
    count_instructions(${mechanic} library)
    count_instructions(${mechanic}_by_hand hand)
    if(NOT library_said STREQUAL hand_said OR library_said STREQUAL "0 points")
        message(FATAL_ERROR "${mechanic}: the forms do not agree, or grant nothing: ${library_said} and ${hand_said}")
    endif()
    math(EXPR library "${library} - ${generator}")
    math(EXPR hand "${hand} - ${generator}")
    math(EXPR each "${library} / ${transactions}")
    math(EXPR each_by_hand "${hand} / ${transactions}")
    ratio_of(${library} ${hand} ratio)
    message(STATUS "${mechanic}: ${each} instructions an event, ${each_by_hand} by hand: ${ratio} for 100")
    check_limit(${ratio} "_${mechanic}" "${mechanic}")
endforeach()
