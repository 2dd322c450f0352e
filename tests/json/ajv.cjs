// SPDX-License-Identifier: BSL-1.0
//
// Checks the JSON Schema of programmes with ajv, a validator that is not that of schema.py.
//
//     NODE_PATH=... node ajv.cjs SCHEMA WRONG FILE...
//
// It accepts each FILE and refuses each programme of WRONG, a list of them. NODE_PATH is where `npm install ajv` has put it.
"use strict";

let Ajv;
try {
    Ajv = require("ajv/dist/2020").default;
} catch {
    console.log("skipped: ajv is not here");
    process.exit(0);
}
const fs = require("fs");
const read = (path) => JSON.parse(fs.readFileSync(path, "utf8"));
const [schema, wrong, ...accepted] = process.argv.slice(2);
const isValid = new Ajv({ strict: false }).compile(read(schema));
const failures = [];
for (const path of accepted) {
    if (!isValid(read(path))) {
        failures.push(`${path}: ${isValid.errors[0].instancePath}: ${isValid.errors[0].message}`);
    }
}
const refused = read(wrong);
for (const each of refused) {
    if (isValid(each)) {
        failures.push(`accepted: ${JSON.stringify(each)}`);
    }
}
if (failures.length > 0 || accepted.length < 10 || refused.length < 20) {
    console.log(failures.join("\n") || "too few programmes");
    process.exit(1);
}
console.log(`${accepted.length} programmes accepted, ${refused.length} refused`);
