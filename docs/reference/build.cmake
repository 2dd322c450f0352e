# SPDX-License-Identifier: BSL-1.0
#
# Runs doxygen, and looks for pages that must have come of it: an input that is not read gives no warning.
#
#   cmake -D DOXYGEN=doxygen -D DOXYFILE=... -D OUTPUT=... -P build.cmake
cmake_minimum_required(VERSION 3.24)

file(REMOVE_RECURSE "${OUTPUT}")
file(MAKE_DIRECTORY "${OUTPUT}")
execute_process(COMMAND "${DOXYGEN}" "${DOXYFILE}" RESULT_VARIABLE result ERROR_VARIABLE errors)
if(NOT result EQUAL 0 OR NOT errors STREQUAL "")
    message(FATAL_ERROR "${errors}")
endif()
foreach(page IN ITEMS index namespaceloyalty structloyalty_1_1purchase structloyalty_1_1receipt apply_8hpp format_8hpp)
    if(NOT EXISTS "${OUTPUT}/html/${page}.html")
        message(FATAL_ERROR "The reference has no page ${page}.html")
    endif()
endforeach()
