# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of checkouts of 20 lines with 5 things presented: priced, and priced and sold, against loops by hand
# that come to the same amounts.

set(transactions 2000)
set(members 200)

# The most instructions for 100 by hand. A limit is what was counted when it was set, with 3 % for another patch release of
# the compiler. A bill has its own lines, with prices, taxes and discounts, its totals, and for each code why it gives nothing;
# each rule goes over the lines for its condition, its scope and its shares. The loop by hand keeps what it needs for the sums.
set(limit_of_GNU_12_quote 174)      # counted: 169
set(limit_of_GNU_12_checkout 206)   # counted: 200
set(limit_of_Clang_14_quote 199)    # counted: 193
set(limit_of_Clang_14_checkout 230) # counted: 223
set(limit_of_Clang_19_quote 210)    # counted: 204
set(limit_of_Clang_19_checkout 240) # counted: 233

count_instructions(generator generator)
foreach(kind IN ITEMS quote checkout)
    count_work(by_hand_${kind} by_hand)
    count_work(${kind} composed)
    expect_same(${kind} "${by_hand_said}" "${composed_said}")
    ratio_of(${composed} ${by_hand} ratio)
    message(STATUS "${kind}: ${composed_each} instructions, by hand ${by_hand_each}, ${ratio} for 100")
    check_limit(${ratio} "_${kind}" "a ${kind} against the loop by hand")
endforeach()
