# SPDX-License-Identifier: BSL-1.0
#
# The targets that a user links.
#
#   loyalty::loyalty   every header that needs the standard library alone
#   loyalty::format    fmt formatters                                     needs fmt
#   loyalty::exact     the bridge to numbers without bound                needs Boost.Multiprecision
#   loyalty::threads   standard threads as an executor                    needs the platform's threads
#   loyalty::json      programmes from JSON                               needs nlohmann-json
#   loyalty::nats      workers on NATS JetStream                          needs libnats
#   loyalty::postgres  outcomes in PostgreSQL                             needs libpq
#   loyalty::kafka     workers on Kafka                                   needs librdkafka
#
# As a part of another project the library looks for no package and leaves none in its cache. Whoever links loyalty::format
# there brings fmt::fmt, or asks for it with set(LOYALTY_COMPONENTS format), as with COMPONENTS of find_package.
#
# A header belongs to the first component below whose pattern matches its path, and to loyalty::loyalty where none does.

set(loyalty_components format exact threads json kafka nats postgres)
set(LOYALTY_COMPONENTS "" CACHE STRING "The components whose packages are looked for: ${loyalty_components}")
set(loyalty_components_wanted ${LOYALTY_COMPONENTS})
if(loyalty_builds_more)
    set(loyalty_components_wanted ${loyalty_components})
endif()
foreach(component IN LISTS loyalty_components_wanted)
    if(NOT component IN_LIST loyalty_components)
        message(FATAL_ERROR "LOYALTY_COMPONENTS: there is no component '${component}'; there are: ${loyalty_components}")
    endif()
endforeach()
set(loyalty_format_headers "^loyalty/io/format[^/]*\\.hpp$")
set(loyalty_format_package fmt)
set(loyalty_format_find CONFIG)
set(loyalty_format_link fmt::fmt)
set(loyalty_exact_headers "/exact[^/]*\\.hpp$")
set(loyalty_exact_package Boost)
set(loyalty_exact_find CONFIG)
set(loyalty_exact_link Boost::headers)
set(loyalty_threads_headers "^loyalty/stream/threads\\.hpp$")
set(loyalty_threads_package Threads)
set(loyalty_threads_find MODULE)
set(loyalty_threads_link Threads::Threads)

set(loyalty_json_headers "^loyalty/json/[^/]*\\.hpp$")
set(loyalty_json_package nlohmann_json)
set(loyalty_json_find CONFIG)
set(loyalty_json_link nlohmann_json::nlohmann_json)
set(loyalty_nats_headers "^loyalty/adapters/nats/[^/]*\\.hpp$")
set(loyalty_nats_package libnats)
set(loyalty_nats_find MODULE)
set(loyalty_nats_link cnats::nats)
set(loyalty_postgres_headers "^loyalty/adapters/postgres/[^/]*\\.hpp$")
set(loyalty_postgres_package PostgreSQL)
set(loyalty_postgres_find MODULE)
set(loyalty_postgres_link PostgreSQL::PostgreSQL)
set(loyalty_kafka_headers "^loyalty/adapters/kafka[^/]*\\.hpp$")
set(loyalty_kafka_package RdKafka)
set(loyalty_kafka_find MODULE)
set(loyalty_kafka_link RdKafka::rdkafka)

file(GLOB_RECURSE loyalty_headers CONFIGURE_DEPENDS RELATIVE "${PROJECT_SOURCE_DIR}/include"
     "${PROJECT_SOURCE_DIR}/include/loyalty/*.hpp")

# An interface target with its header set; `headers` are relative to include/.
function(loyalty_add_interface target export_name headers)
    add_library(${target} INTERFACE)
    add_library(loyalty::${export_name} ALIAS ${target})
    set_target_properties(${target} PROPERTIES EXPORT_NAME ${export_name})
    target_compile_features(${target} INTERFACE cxx_std_20)
    list(TRANSFORM headers PREPEND "${PROJECT_SOURCE_DIR}/include/")
    target_sources(${target} INTERFACE
        FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}/include" FILES ${headers})
endfunction()

set(loyalty_core_headers "${loyalty_headers}")
foreach(component IN LISTS loyalty_components)
    list(FILTER loyalty_core_headers EXCLUDE REGEX "${loyalty_${component}_headers}")
endforeach()
loyalty_add_interface(loyalty loyalty "${loyalty_core_headers}")

foreach(component IN LISTS loyalty_components)
    set(component_headers "${loyalty_headers}")
    list(FILTER component_headers INCLUDE REGEX "${loyalty_${component}_headers}")
    loyalty_add_interface(loyalty_${component} ${component} "${component_headers}")
    # A project that brings its own copy of the dependency is not asked for another.
    if(component IN_LIST loyalty_components_wanted AND NOT TARGET ${loyalty_${component}_link})
        find_package(${loyalty_${component}_package} ${loyalty_${component}_find} QUIET GLOBAL)
        if(NOT TARGET ${loyalty_${component}_link})
            message(STATUS "loyalty: ${loyalty_${component}_package} was not found, so nothing can link loyalty::${component}")
        endif()
    endif()
    target_link_libraries(loyalty_${component} INTERFACE loyalty ${loyalty_${component}_link})
    if(NOT TARGET ${loyalty_${component}_link})
        set_target_properties(loyalty_${component} PROPERTIES VERIFY_INTERFACE_HEADER_SETS OFF)
    endif()
endforeach()
