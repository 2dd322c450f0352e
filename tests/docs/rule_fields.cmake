# SPDX-License-Identifier: BSL-1.0
#
# Fails if PAGE is not what PRINTER prints: docs/rule_fields.md, and docs/rules.schema.json.

execute_process(COMMAND ${PRINTER} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
file(READ "${PAGE}" page)
if(NOT printed STREQUAL page)
    message(FATAL_ERROR "${PAGE} is not what the rules list: run ${PRINTER} > ${PAGE}")
endif()
