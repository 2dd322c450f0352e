# SPDX-License-Identifier: BSL-1.0
#
# RdKafka::rdkafka: librdkafka, by its own CMake package, or where pkg-config or the system's folders have it (Debian's
# librdkafka-dev brings no CMake package).

find_package(RdKafka CONFIG QUIET)
if(NOT TARGET RdKafka::rdkafka)
    find_package(PkgConfig QUIET)
    if(PKG_CONFIG_FOUND)
        pkg_check_modules(PC_RDKAFKA QUIET rdkafka)
    endif()
    find_path(RdKafka_INCLUDE_DIR librdkafka/rdkafka.h HINTS ${PC_RDKAFKA_INCLUDE_DIRS})
    find_library(RdKafka_LIBRARY rdkafka HINTS ${PC_RDKAFKA_LIBRARY_DIRS})
    mark_as_advanced(RdKafka_INCLUDE_DIR RdKafka_LIBRARY)
    if(RdKafka_INCLUDE_DIR AND RdKafka_LIBRARY)
        add_library(RdKafka::rdkafka UNKNOWN IMPORTED GLOBAL)
        set_target_properties(RdKafka::rdkafka PROPERTIES
            IMPORTED_LOCATION "${RdKafka_LIBRARY}"
            INTERFACE_INCLUDE_DIRECTORIES "${RdKafka_INCLUDE_DIR}")
    endif()
endif()

include(FindPackageHandleStandardArgs)
if(TARGET RdKafka::rdkafka)
    set(RdKafka_TARGET RdKafka::rdkafka)
endif()
find_package_handle_standard_args(RdKafka REQUIRED_VARS RdKafka_TARGET)
