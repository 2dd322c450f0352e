# SPDX-License-Identifier: BSL-1.0
#
# Compiles and runs SOURCE with nothing but what pkg-config says.
cmake_minimum_required(VERSION 3.24)

set(ENV{PKG_CONFIG_PATH} "${PREFIX}/${DATADIR}/pkgconfig")
execute_process(COMMAND "${PKG_CONFIG}" --modversion loyalty
    OUTPUT_VARIABLE version OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT version VERSION_EQUAL VERSION)
    message(FATAL_ERROR "pkg-config says ${version}, the header ${VERSION}")
endif()
execute_process(COMMAND "${PKG_CONFIG}" --cflags loyalty
    OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND "${flags}")
execute_process(COMMAND "${COMPILER}" -std=c++20 ${flags} "${SOURCE}" -o "${OUTPUT}" COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${OUTPUT}" COMMAND_ERROR_IS_FATAL ANY)
