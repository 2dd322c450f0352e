# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of measures on top of the evaluation of W5. Included by count_instructions.cmake.

# The most instructions that a measure may take for 100 of the evaluation, which is what the library promises of each.
set(limit 15)
# One fold of `purchase_table` carries ten measures, from retention to RFM. Counted: 27 instructions an event, 29 with scores; 16 and
# 17 for 100 by clang 14, where the evaluation became shorter under them.
set(limit_of_tables 17)

# A fiftieth of W5's ten million events, with as many for each member.
set(transactions 200000)
set(members 400)
count_instructions(generator generator) # what the stream and the members take by themselves

foreach(form IN ITEMS evaluation order_value points_issued share_of_cost members_table members_scored one_by_one liability)
    count_instructions(${form} total)
    math(EXPR ${form} "${total} - ${generator}")
    set(${form}_said "${total_said}")
    if(NOT evaluation_said STREQUAL ${form}_said)
        message(FATAL_ERROR "${form} changes the evaluation: ${${form}_said} points, not ${evaluation_said}")
    endif()
endforeach()

# Fails if a form takes more than so many of 100 on top of its base.
function(check_on_top form base most)
    math(EXPR more "${${form}} - ${${base}}")
    math(EXPR each "${more} / ${transactions}")
    ratio_of(${more} ${${base}} ratio)
    message(STATUS "${form}: ${each} instructions an event on top, ${ratio} for 100 of the evaluation")
    if(ratio GREATER most)
        message(SEND_ERROR "${form} takes ${ratio} instructions for 100 of the evaluation: more than ${most}")
    endif()
endfunction()
foreach(form IN ITEMS order_value points_issued share_of_cost)
    check_on_top(${form} evaluation ${limit})
endforeach()
foreach(form IN ITEMS members_table members_scored)
    check_on_top(${form} evaluation ${limit_of_tables})
endforeach()
check_on_top(liability one_by_one ${limit})
