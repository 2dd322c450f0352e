// SPDX-License-Identifier: BSL-1.0

// All of W5 as one query in DuckDB, in memory, by one thread or as many as the last argument says. Timed is the query; the
// purchases are in a table before.

import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { calendarOf, measure, readStream, size } from './w5.mjs';

const threads = process.argv[6] ?? '1';
const query = readFileSync(new URL('w5_windows.sql', import.meta.url), 'utf8').replace('{members} -', `${size.members} -`);

const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
await connection.run('CREATE TABLE purchase (id INTEGER, member INTEGER, time BIGINT, cents BIGINT, category INTEGER)');
await connection.run('CREATE TABLE calendar (day BIGINT, year INTEGER, month INTEGER, week INTEGER)');

async function fill(table, rows) {
    const appender = await connection.createAppender(table);
    for (const row of rows) {
        for (const [value, is64] of row) {
            if (is64) {
                appender.appendBigInt(BigInt(value));
            } else {
                appender.appendInteger(value);
            }
        }
        appender.endRow();
    }
    appender.closeSync();
}

const days = Array.from({ length: 1100 }, (_, index) => 19723 + index);
await fill('calendar', days.map((day) => {
    const { year, month, week } = calendarOf(day);
    return [[day, true], [year], [month], [week]];
}));
await fill('purchase', readStream().map(({ time, cents, member, category }, index) =>
    [[index + 1], [member], [time, true], [cents, true], [category]]));

const version = (await (await connection.runAndReadAll('SELECT version()')).getRows())[0][0];
await measure(`duckdb_${threads}_thread${threads === '1' ? '' : 's'}`, `DuckDB ${version}`, async (timed) => {
    const reader = await timed(() => connection.runAndReadAll(query));
    const [points, cashback_cents, stamps, badges, tier_events, ...members_by_tier] = reader.getRows()[0].map(Number);
    return { points, cashback_cents, stamps, badges, tier_events, members_by_tier };
});
