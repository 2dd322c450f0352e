# SPDX-License-Identifier: BSL-1.0
#
# Installs the library into an empty PREFIX. Every header of the source tree must arrive, and none but those; the licence
# too.
cmake_minimum_required(VERSION 3.24)

file(REMOVE_RECURSE "${PREFIX}")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD_DIR}" --config "${CONFIG}" --prefix "${PREFIX}"
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)

file(GLOB_RECURSE written RELATIVE "${SOURCE_DIR}/include" "${SOURCE_DIR}/include/*")
file(GLOB_RECURSE installed RELATIVE "${PREFIX}/include" "${PREFIX}/include/*")
list(LENGTH installed count)
if(count EQUAL 0 OR NOT written STREQUAL installed)
    message(FATAL_ERROR "written:   ${written}\ninstalled: ${installed}")
endif()

file(SHA256 "${SOURCE_DIR}/LICENSE" licence)
file(SHA256 "${PREFIX}/share/licenses/loyalty/LICENSE" installed_licence)
if(NOT licence STREQUAL installed_licence)
    message(FATAL_ERROR "the installed licence is another")
endif()

file(GLOB_RECURSE packages "${PREFIX}/*.cmake" "${PREFIX}/*.pc")
foreach(package IN LISTS packages)
    file(READ "${package}" text)
    foreach(folder IN ITEMS "${SOURCE_DIR}" "${PREFIX}")
        string(FIND "${text}" "${folder}" place)
        if(NOT place EQUAL -1)
            message(FATAL_ERROR "${package} names ${folder}: the tree cannot be moved")
        endif()
    endforeach()
endforeach()
