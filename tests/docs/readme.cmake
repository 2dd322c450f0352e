# SPDX-License-Identifier: BSL-1.0
#
# Does the start that the README promises work? Its main.cpp and one of its CMakeLists.txt are written into an empty folder,
# built and run, and print what the README says.
#
#   cmake -D WAY=find_package -D SOURCE_DIR=... -D WORK_DIR=... -D "OPTIONS=-DCMAKE_PREFIX_PATH=..." -P readme.cmake
cmake_minimum_required(VERSION 3.24)

file(READ "${SOURCE_DIR}/README.md" text)

# The one block of a language in which a text stands; the other blocks of the language go to no variable.
function(loyalty_block language content out)
    set(rest "${text}")
    set(found "")
    while(TRUE)
        string(FIND "${rest}" "```${language}\n" begins)
        if(begins EQUAL -1)
            break()
        endif()
        string(LENGTH "```${language}\n" length)
        math(EXPR begins "${begins} + ${length}")
        string(SUBSTRING "${rest}" ${begins} -1 rest)
        string(FIND "${rest}" "```" ends)
        string(SUBSTRING "${rest}" 0 ${ends} block)
        math(EXPR ends "${ends} + 3")
        string(SUBSTRING "${rest}" ${ends} -1 rest)
        string(FIND "${block}" "${content}" place)
        if(NOT place EQUAL -1 AND found STREQUAL "")
            set(found "${block}")
        elseif(language STREQUAL "cpp" OR NOT place EQUAL -1)
            message(FATAL_ERROR "README.md has a block of ${language} that nothing tests")
        endif()
    endwhile()
    if(found STREQUAL "")
        message(FATAL_ERROR "README.md has no block of ${language} with '${content}'")
    endif()
    set(${out} "${found}" PARENT_SCOPE)
endfunction()

if(WAY STREQUAL "find_package")
    loyalty_block(cmake "find_package(loyalty" lists)
else()
    loyalty_block(cmake "FetchContent_Declare(loyalty" lists)
endif()
loyalty_block(cpp "int main" main)
loyalty_block(text "purchase:" expected)

file(REMOVE_RECURSE "${WORK_DIR}")
file(WRITE "${WORK_DIR}/main.cpp" "${main}")
file(WRITE "${WORK_DIR}/CMakeLists.txt" "${lists}")
execute_process(COMMAND "${CMAKE_COMMAND}" -S "${WORK_DIR}" -B "${WORK_DIR}/build" ${OPTIONS}
    OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${WORK_DIR}/build" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${WORK_DIR}/build/till" OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
if(NOT printed STREQUAL expected)
    message(FATAL_ERROR "README.md says:\n${expected}\nprinted:\n${printed}")
endif()
