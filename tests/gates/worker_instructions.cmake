# SPDX-License-Identifier: BSL-1.0
#
# Counts the instructions of the W5 stream through a worker without a broker, against batches that are noted in a journal.

set(transactions 200000)
set(members 4000)

# The most instructions of the worker for 100 of the batches: 200, so that it takes half as many events a second or more.
set(limit_of_GNU_12 200)
set(limit_of_Clang_14 200)
set(limit_of_Clang_19 200)

count_instructions(generator generator)
count_instructions(batch_with_journal batch)
count_instructions(worker worker)
if(NOT batch_said STREQUAL worker_said)
    message(FATAL_ERROR "the forms do not agree: ${batch_said} and ${worker_said}")
endif()
math(EXPR batch "${batch} - ${generator}")
math(EXPR worker "${worker} - ${generator}")
ratio_of(${worker} ${batch} ratio)
message(STATUS "the worker: ${ratio} for 100 of batches with a journal")
check_limit(${ratio} "" "a worker")
