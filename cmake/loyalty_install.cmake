# SPDX-License-Identifier: BSL-1.0
#
# The installed tree: headers, the CMake package with one export per component, a pkg-config file and the licence.

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(loyalty_cmake_dir "${CMAKE_INSTALL_DATADIR}/cmake/loyalty")

# One export per component: reading that of loyalty::loyalty must not ask for the dependencies of another.
install(TARGETS loyalty EXPORT loyalty_targets FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(EXPORT loyalty_targets NAMESPACE loyalty:: DESTINATION "${loyalty_cmake_dir}")
foreach(component IN LISTS loyalty_components)
    install(TARGETS loyalty_${component} EXPORT loyalty_${component}_targets
        FILE_SET HEADERS DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
    install(EXPORT loyalty_${component}_targets NAMESPACE loyalty:: DESTINATION "${loyalty_cmake_dir}")
endforeach()

list(JOIN loyalty_components "|" loyalty_component_pattern)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/loyalty-config.cmake.in"
    "${PROJECT_BINARY_DIR}/package/loyalty-config.cmake" INSTALL_DESTINATION "${loyalty_cmake_dir}")
# Headers only: a package made on a 64-bit machine serves a 32-bit one. Below 1.0 a minor version may change interfaces.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/loyalty-config-version.cmake"
    COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES
    "${PROJECT_BINARY_DIR}/package/loyalty-config.cmake"
    "${PROJECT_BINARY_DIR}/package/loyalty-config-version.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/Findlibnats.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/FindRdKafka.cmake"
    DESTINATION "${loyalty_cmake_dir}")

# pkg-config: relative to the file's own place, so that the tree may be moved and `--prefix` may be given late.
set(loyalty_pkgconfig_dir "${CMAKE_INSTALL_DATADIR}/pkgconfig")
file(RELATIVE_PATH loyalty_pc_prefix "/root/${loyalty_pkgconfig_dir}" "/root")
string(REGEX REPLACE "/$" "" loyalty_pc_prefix "${loyalty_pc_prefix}")
string(PREPEND loyalty_pc_prefix "\${pcfiledir}/")
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
    set(loyalty_pc_includedir "${CMAKE_INSTALL_INCLUDEDIR}")
else()
    set(loyalty_pc_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_DATADIR}")
    set(loyalty_pc_prefix "${CMAKE_INSTALL_PREFIX}")
endif()
configure_file("${PROJECT_SOURCE_DIR}/cmake/loyalty.pc.in" "${PROJECT_BINARY_DIR}/package/loyalty.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/package/loyalty.pc" DESTINATION "${loyalty_pkgconfig_dir}")

# Programmes in JSON to begin with, and their schema for editors.
file(GLOB loyalty_rules CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/rules/*.json")
install(FILES ${loyalty_rules} DESTINATION "${CMAKE_INSTALL_DATADIR}/loyalty/rules")
file(GLOB loyalty_shops CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/examples/rules/shops/*.json")
install(FILES ${loyalty_shops} DESTINATION "${CMAKE_INSTALL_DATADIR}/loyalty/rules/shops")
install(FILES "${PROJECT_SOURCE_DIR}/docs/rules.schema.json" DESTINATION "${CMAKE_INSTALL_DATADIR}/loyalty")

install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DATADIR}/licenses/loyalty")
