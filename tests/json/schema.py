#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the JSON Schema of programmes with a validator that knows nothing of this library.

    schema.py SCHEMA WRONG FILE...

It accepts each FILE and refuses each programme of WRONG, a list of them.
"""

import json
import pathlib
import sys

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not here")
    sys.exit(0)

schema_path, wrong_path, *accepted = sys.argv[1:]
schema = json.loads(pathlib.Path(schema_path).read_text())
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
failures = []


def shapes(part):
    """The schemas in a schema that are not short."""
    if isinstance(part, dict):
        text = json.dumps(part, sort_keys=True)
        if len(text) >= 200 and ("type" in part or "anyOf" in part):
            yield text
    for each in part.values() if isinstance(part, dict) else part if isinstance(part, list) else []:
        yield from shapes(each)


seen = set()
for each in shapes(schema):
    if each in seen:
        failures.append(f"stands twice in the schema: {each[:200]}")
    seen.add(each)
for each in accepted:
    for error in validator.iter_errors(json.loads(pathlib.Path(each).read_text())):
        best = jsonschema.exceptions.best_match([error])
        failures.append(f"{each}: {best.json_path}: {best.message[:300]}")
wrong = json.loads(pathlib.Path(wrong_path).read_text())
failures += [f"accepted: {json.dumps(each)}" for each in wrong if validator.is_valid(each)]
if failures or len(accepted) < 10 or len(wrong) < 20:
    sys.exit("\n".join(failures) or "too few programmes")
print(f"{len(accepted)} programmes accepted, {len(wrong)} refused")
