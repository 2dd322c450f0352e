// SPDX-License-Identifier: BSL-1.0

// What the peers in JavaScript share: the stream as `benchmark_peers --floor` writes it, the calendar, and the result.
//
//   node <peer>.mjs <file> <transactions> <members> [<passes>]

import { readFileSync } from 'node:fs';

const [file, transactions, members, passes = '1'] = process.argv.slice(2);
export const size = { transactions: Number(transactions), members: Number(members), passes: Number(passes) };

/** The purchases as objects; all integers of W5 are exact in a Number. */
export function readStream() {
    const bytes = readFileSync(file);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const stream = [];
    for (let i = 0; i < size.transactions; ++i) {
        stream.push({
            time: Number(view.getBigInt64(i * 24, true)),
            cents: Number(view.getBigInt64(i * 24 + 8, true)),
            member: view.getUint32(i * 24 + 16, true),
            category: view.getUint32(i * 24 + 20, true),
        });
    }
    return stream;
}

/** Calendar fields of a day since 1970; months and weeks (from Monday) are counted on without a break. */
export function calendarOf(day) {
    const date = new Date(day * 86400000);
    const year = date.getUTCFullYear();
    return { year, month: year * 12 + date.getUTCMonth(), week: Math.floor((day + 3) / 7) };
}

/** The calendar for a stream whose time never decreases: looked up once a day. */
export class Calendar {
    #until = -1;
    #fields;

    at(time) {
        if (time >= this.#until) {
            const day = Math.floor(time / 86400);
            this.#until = (day + 1) * 86400;
            this.#fields = calendarOf(day);
        }
        return this.#fields;
    }
}

export function newMember() {
    return {
        points: 0, cashback: 0, stamps: 0, badges: 0, tierEvents: 0,
        tier: 0, earnedLastYear: 0, spentThisYear: 0, towardsBonus: 0, specialThisMonth: 0,
        year: 0, month: 0, week: 0, streak: 0, visits: 0,
    };
}

export const earned = (spent) => (spent >= 100000 ? 2 : spent >= 35000 ? 1 : 0);

/** Thousandths of a cent to cents. */
export function halfEven(exact) {
    const rest = exact % 1000;
    const whole = (exact - rest) / 1000;
    return rest > 500 || (rest === 500 && whole % 2 === 1) ? whole + 1 : whole;
}

/** What a new year, month and week do to a member before a purchase; gives whether the week is new. */
export function turnCalendar(member, { year, month, week }) {
    if (member.year !== year) {
        const tier = year === member.year + 1 ? earned(member.spentThisYear) : 0;
        member.tierEvents += tier !== member.tier ? 1 : 0;
        member.tier = member.earnedLastYear = tier;
        member.spentThisYear = 0;
        member.year = year;
    }
    if (member.month !== month) {
        member.month = month;
        member.specialThisMonth = 0;
    }
    const newWeek = member.week !== week;
    if (newWeek) {
        member.streak = week === member.week + 1 ? member.streak + 1 : 1;
        member.week = week;
    }
    return newWeek;
}

export function totalsOf(all) {
    const sum = (field) => all.reduce((total, member) => total + member[field], 0);
    const inTier = (tier) => all.reduce((total, member) => total + (member.tier === tier ? 1 : 0), 0);
    return {
        points: sum('points'), cashback_cents: sum('cashback'), stamps: sum('stamps'), badges: sum('badges'),
        tier_events: sum('tierEvents'), members_by_tier: [inTier(0), inTier(1), inTier(2)],
    };
}

/** `run` does one pass and gives the totals; what it hands to `timed` is what counts. */
export async function measure(engine, version, run) {
    const result = { engine, version, transactions: size.transactions, members: size.members, passes: [] };
    for (let pass = 0; pass < size.passes; ++pass) {
        result.totals = await run(async (evaluate) => {
            const processor = process.cpuUsage();
            const start = process.hrtime.bigint();
            const value = await evaluate();
            const seconds = Number(process.hrtime.bigint() - start) / 1e9;
            const used = process.cpuUsage(processor);
            result.passes.push({ seconds, processor_seconds: (used.user + used.system) / 1e6 });
            return value;
        });
    }
    console.log(JSON.stringify(result));
}

export const versionOf = (name) =>
    `${name} ${JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url))).version}`;
