# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of each mechanic alone against the same work by hand: against the loop that refuses what the library
# refuses, and against the one that trusts its input. Included by count_instructions.cmake.

set(transactions 100000)
set(members 2000)

# The most instructions for 100 of the loop that refuses the same: 150 is the goal, and a limit is what was counted when it was set,
# with 3 % for another patch release of the compiler, but not above the goal. A donation keeps the rest of a cent in lowest
# terms, whatever the rules, and the loop by hand in hundredths. Up by 2 to 4 of an event since a batch asks ahead for events of
# more than 32 bytes: instructions, and less time in a mixed stream.
set(limit_of_GNU_12_mission 138)        # counted: 134
set(limit_of_GNU_12_levels 124)         # counted: 121
set(limit_of_GNU_12_hunt 150)           # counted: 146
set(limit_of_GNU_12_win_back 123)       # counted: 120
set(limit_of_GNU_12_funded 122)         # counted: 119
set(limit_of_GNU_12_conversion 143)     # counted: 139
set(limit_of_GNU_12_activity 146)       # counted: 142
set(limit_of_GNU_12_streak 126)         # counted: 123
set(limit_of_GNU_12_stamp_card 149)     # counted: 145
set(limit_of_GNU_12_referral 143)       # counted: 139
set(limit_of_GNU_12_donation 150)       # counted: 148
set(limit_of_Clang_14_mission 105)      # counted: 101
set(limit_of_Clang_14_levels 112)       # counted: 108
set(limit_of_Clang_14_hunt 121)         # counted: 117
set(limit_of_Clang_14_win_back 107)     # counted: 103
set(limit_of_Clang_14_funded 117)       # counted: 113
set(limit_of_Clang_14_conversion 136)   # counted: 132
set(limit_of_Clang_14_activity 121)     # counted: 118
set(limit_of_Clang_14_streak 113)       # counted: 109
set(limit_of_Clang_14_stamp_card 114)   # counted: 111
set(limit_of_Clang_14_referral 108)     # counted: 105
set(limit_of_Clang_14_donation 136)     # counted: 132

count_instructions(generator generator)
foreach(mechanic IN ITEMS mission levels hunt win_back funded conversion donation referral activity streak stamp_card)
    count_work(${mechanic} library)
    count_work(${mechanic}_refusing refusing)
    count_work(${mechanic}_trusting trusting)
    expect_same(${mechanic} "${library_said}" "${refusing_said}")
    expect_same(${mechanic} "${library_said}" "${trusting_said}")
    if(library_said MATCHES "^0 ")
        message(FATAL_ERROR "${mechanic} grants nothing")
    endif()
    ratio_of(${library} ${refusing} ratio)
    ratio_of(${library} ${trusting} ratio_to_trusting)
    message(STATUS "${mechanic}: ${library_each} instructions an event, by hand ${refusing_each} "
                   "(${trusting_each} without refusals): ${ratio} for 100 (${ratio_to_trusting})")
    check_limit(${ratio} "_${mechanic}" "${mechanic}")
endforeach()
