# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D PROGRAMME=<loyalty_run> -D VALGRIND=<valgrind> -D RULES=<examples/rules> -P loyalty_run_instructions.cmake
#
# Counts the instructions of loyalty_run over a generated shop: a comparison of eight programmes takes at most 8.5 times those of
# one, and a report at most as many again as the run that it is of.
cmake_minimum_required(VERSION 3.24)
if(NOT VALGRIND)
    message(STATUS "skipped: valgrind is not here (sh .ci/setup installs it on Debian)")
    return()
endif()
string(RANDOM LENGTH 8 name)
set(folder "/tmp/loyalty_run_instructions_${name}")
file(MAKE_DIRECTORY "${folder}")

# The instructions of a run into `out`.
function(count out)
    execute_process(
        COMMAND "${VALGRIND}" --tool=callgrind --callgrind-out-file=/dev/null "${PROGRAMME}" ${ARGN} -q
        WORKING_DIRECTORY "${folder}" RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE report)
    if(NOT result EQUAL 0 OR NOT report MATCHES "Collected : ([0-9]+)")
        file(REMOVE_RECURSE "${folder}")
        message(FATAL_ERROR "${ARGN} was not counted:\n${report}")
    endif()
    set(${out} ${CMAKE_MATCH_1} PARENT_SCOPE)
endfunction()

# Fails if a run takes more than so many instructions for 100 of the other.
function(check what counted base most)
    math(EXPR ratio "(100 * ${counted} + ${base} / 2) / ${base}")
    message(STATUS "${what}: ${ratio} instructions for 100")
    if(ratio GREATER most)
        message(SEND_ERROR "${what}: ${ratio} instructions for 100, more than ${most}")
    endif()
endfunction()

set(shop --stream shop --transactions 4000 --customers 400)
set(rules "${RULES}/retail.json")
count(one --rules "${rules}" ${shop} --totals totals.csv)
count(report report --rules "${rules}" ${shop} --page report.html --point-value 0.01)
count(eight compare --rules "${rules}" --sweep /rules/0/tiered/thresholds/0=300,350,400,450,500,550,600,650 ${shop}
    --page compare.html --table compare.csv)
file(REMOVE_RECURSE "${folder}")
check("a report" ${report} ${one} 200)
check("a comparison of eight" ${eight} ${one} 850)
