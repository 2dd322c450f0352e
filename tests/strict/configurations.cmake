# SPDX-License-Identifier: BSL-1.0
#
#   cmake -D COMPILER=<c++> -D SOURCE_DIR=<folder of this file> -D INCLUDE_DIR=<folder> -D BINARY_DIR=<folder>
#         -P configurations.cmake
#
# Links one programme out of two files. Where they have different configurations of the library, that must be an error
# that names what differs; where they have the same, or write it otherwise, it must work.
cmake_minimum_required(VERSION 3.24)

file(MAKE_DIRECTORY "${BINARY_DIR}")
set(ENV{LC_ALL} C)

function(compile source object)
    execute_process(
        COMMAND "${COMPILER}" -std=c++20 -I "${INCLUDE_DIR}" ${ARGN} -c "${SOURCE_DIR}/${source}" -o "${BINARY_DIR}/${object}"
        COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# link(<same or different> <what it is about> FIRST <flags> SECOND <flags>)
function(link expected about)
    cmake_parse_arguments(PARSE_ARGV 2 flags "" "" "FIRST;SECOND")
    compile(configuration_first.cpp first.o ${flags_FIRST})
    compile(configuration_second.cpp second.o ${flags_SECOND})
    execute_process(COMMAND "${COMPILER}" "${BINARY_DIR}/first.o" "${BINARY_DIR}/second.o" -o "${BINARY_DIR}/linked"
        RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
    if(expected STREQUAL "same")
        if(NOT result EQUAL 0)
            message(SEND_ERROR "${about}: must link\n${output}")
        endif()
    elseif(result EQUAL 0)
        message(SEND_ERROR "${about}: links, but must not")
    elseif(NOT output MATCHES "all_files_must_have_the_same_LOYALTY_ASSERT_and_LOYALTY_HAS_INT128")
        message(SEND_ERROR "${about}: the error does not say what differs\n${output}")
    endif()
endfunction()

link(same "nothing said")
link(same "nothing said, optimised or not" FIRST -O2 SECOND -O0)
link(different "two kinds of products" SECOND -DLOYALTY_HAS_INT128=0)
link(same "one kind of products" FIRST -DLOYALTY_HAS_INT128=0 SECOND -DLOYALTY_HAS_INT128=0)
link(different "a handler in one file" FIRST "-DLOYALTY_ASSERT(c)=static_cast<void>(c)")
link(different "two handlers" FIRST "-DLOYALTY_ASSERT(c)=static_cast<void>(c)" SECOND "-DLOYALTY_ASSERT(c)=static_cast<void>(0)")
link(same "one handler, with two messages"
    FIRST "-DLOYALTY_ASSERT(c)=a_handler(c, \"one\")" SECOND "-DLOYALTY_ASSERT(it)=a_handler(it, \"the other\")")
link(same "`assert`, which only the first file includes" FIRST -DLOYALTY_ASSERT=assert SECOND -DLOYALTY_ASSERT=assert)
link(different "`assert`, which is switched off in one file" FIRST -DLOYALTY_ASSERT=assert SECOND -DLOYALTY_ASSERT=assert -DNDEBUG)
message(STATUS "linked by ${COMPILER}")
