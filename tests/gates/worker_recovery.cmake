# SPDX-License-Identifier: BSL-1.0
#
# A worker that starts again: the most memory on the way, of a million members, and instructions for each of 100,000 members.

# In memory: the members, and 64 MB.
execute_process(COMMAND "${PROGRAMME}" memory 1000000 1000000 RESULT_VARIABLE result OUTPUT_VARIABLE said)
if(NOT result EQUAL 0 OR NOT said MATCHES "^1 ([0-9]+) ([0-9]+) ")
    message(FATAL_ERROR "a million members do not come back: ${said}")
endif()
message(STATUS "a million members: ${CMAKE_MATCH_1} bytes at most, and ${CMAKE_MATCH_2} are allowed")
if(CMAKE_MATCH_1 GREATER CMAKE_MATCH_2)
    message(SEND_ERROR "a worker that starts again takes ${CMAKE_MATCH_1} bytes, more than ${CMAKE_MATCH_2}")
endif()

# In time: a million members are back within 2 s on a processor of 10^9 instructions a second, if each takes 2,000.
set(transactions 100000)
set(members 100000)
set(most_for_a_member 2000)
count_instructions(snapshot before)
count_instructions(recover recover)
if(NOT recover_said STREQUAL "1")
    message(FATAL_ERROR "the totals are others")
endif()
math(EXPR for_a_member "(${recover} - ${before}) / ${members}")
message(STATUS "${for_a_member} instructions for each member that comes back, with a tenth of an event behind the snapshot")
if(for_a_member GREATER most_for_a_member)
    message(SEND_ERROR "${for_a_member} instructions for each member, more than ${most_for_a_member}")
endif()
