# SPDX-License-Identifier: BSL-1.0
#
# Fails if docs/rule_fields.md is not what the rules list.

execute_process(COMMAND "${PRINTER}" OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
file(READ "${PAGE}" page)
if(NOT printed STREQUAL page)
    message(FATAL_ERROR "docs/rule_fields.md is not what the rules list: run ${PRINTER} > ${PAGE}")
endif()
