# SPDX-License-Identifier: BSL-1.0
#
# Finds the C client of NATS, and makes the target cnats::nats, as its own package does. Debian's package names a static
# library that it does not have, so it cannot be read.

find_path(LIBNATS_INCLUDE_DIR nats/nats.h)
find_library(LIBNATS_LIBRARY nats)
mark_as_advanced(LIBNATS_INCLUDE_DIR LIBNATS_LIBRARY)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(libnats REQUIRED_VARS LIBNATS_LIBRARY LIBNATS_INCLUDE_DIR)

if(libnats_FOUND AND NOT TARGET cnats::nats)
    add_library(cnats::nats UNKNOWN IMPORTED)
    set_target_properties(cnats::nats PROPERTIES
        IMPORTED_LOCATION "${LIBNATS_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${LIBNATS_INCLUDE_DIR}")
endif()
