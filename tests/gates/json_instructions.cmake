# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of W5 out of a text against those of the constant programme, and of loading rules. Included by count_instructions.cmake.

# The most instructions of the programme from JSON for 100 of the constant one. A limit is what was counted when it was set,
# with 3 % for another patch release of the compiler. Limits go down with the library, and never up without a reason written
# here. The aim is 300.
set(limit_of_GNU_12 306) # counted: 298
set(limit_of_Clang_14 295) # counted: 286

# A fifth of W5, with as many transactions for each member.
set(transactions 200000)
set(members 4000)
count_instructions(generator generator) # what reading the rules, the stream and the members take by themselves

foreach(form IN ITEMS constant json)
    count_instructions(${form} total)
    math(EXPR ${form} "${total} - ${generator}")
    set(${form}_said "${total_said}")
    math(EXPR each "${${form}} / ${transactions}")
    message(STATUS "${form}: ${each} instructions a transaction")
endforeach()

if(NOT constant_said STREQUAL json_said)
    message(FATAL_ERROR "the forms do not agree: ${constant_said} and ${json_said} points")
endif()

ratio_of(${json} ${constant} json_ratio)
message(STATUS "json: ${json_ratio} for 100 of the constant programme")
check_limit(${json_ratio} "" "W5 out of JSON against the constant programme")

# Loading 256 rules, sixteen texts of sixteen, in thousands of instructions. The aim is 5 ms.
# Up from 31613 since conditions that never hold are found.
set(thousands_of_loading_of_GNU_12 32300) # counted: 32040
count_instructions(loading loading)
math(EXPR loading "(${loading} - ${generator}) / 1000")
message(STATUS "loading: ${loading} thousand instructions for 256 rules")
if(NOT loading_said STREQUAL "256")
    message(FATAL_ERROR "${loading_said} rules were loaded, not 256")
endif()
if(COMPILER_ID STREQUAL "GNU" AND COMPILER_VERSION MATCHES "^12\\." AND PROCESSOR MATCHES "^(x86_64|AMD64)$"
   AND loading GREATER thousands_of_loading_of_GNU_12)
    message(SEND_ERROR "loading 256 rules: ${loading} thousand instructions, more than ${thousands_of_loading_of_GNU_12}")
endif()
