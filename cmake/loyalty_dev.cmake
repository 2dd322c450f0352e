# SPDX-License-Identifier: BSL-1.0
#
# loyalty_dev: what the project asks of its own sources. It is never installed, and a user's build never sees it.

add_library(loyalty_dev INTERFACE)
target_link_libraries(loyalty_dev INTERFACE loyalty)

if(MSVC)
    set(loyalty_warnings /W4 /WX /permissive- /utf-8)
else()
    set(loyalty_warnings -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Werror)
endif()
target_compile_options(loyalty_dev INTERFACE ${loyalty_warnings})

if(LOYALTY_SANITIZE)
    # The address sanitizer finds null pointers too, and the fuzz targets, which read bytes, look at alignment: without these
    # checks the tests compile in three quarters of the time.
    set(loyalty_sanitizers -fsanitize=address,undefined -fno-sanitize=null,alignment,vptr -fno-sanitize-recover=all
        -fno-omit-frame-pointer)
    target_compile_options(loyalty_dev INTERFACE ${loyalty_sanitizers})
    target_compile_definitions(loyalty_dev INTERFACE LOYALTY_TEST_SANITIZES)
    target_link_options(loyalty_dev INTERFACE ${loyalty_sanitizers})
endif()
