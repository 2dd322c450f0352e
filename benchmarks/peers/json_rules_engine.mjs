// SPDX-License-Identifier: BSL-1.0

// W5 as rules in json-rules-engine. The engine decides which rules hold for a purchase. It cannot calculate: the facts it
// asks for, the arithmetic on the numbers that a rule carries, and the state are the host's.

import { Engine } from 'json-rules-engine';
import { Calendar, halfEven, measure, newMember, readStream, size, totalsOf, turnCalendar, versionOf } from './w5.mjs';

const is = (fact, value) => ({ fact, operator: 'equal', value });
const isNot = (fact, value) => ({ fact, operator: 'notEqual', value });
const atLeast = (fact, value) => ({ fact, operator: 'greaterThanInclusive', value });
const rule = (name, type, params, ...all) => ({ name, conditions: { all }, event: { type, params } });

const rules = [
    rule('points', 'points', { percent: 100 }, is('tier', 0)),
    rule('points of tier 1', 'points', { percent: 125 }, is('tier', 1)),
    rule('points of tier 2', 'points', { percent: 150 }, is('tier', 2)),
    rule('three times', 'times', { factor: 3 }, is('category', 4)),
    rule('bonus', 'bonus', { points: 100, step: 25000 }, atLeast('towardsBonus', 25000)),
    rule('cashback', 'cashback', { rate: 15, cap: null }, isNot('category', 7)),
    rule('special cashback', 'cashback', { rate: 50, cap: 600 }, is('category', 7)),
    rule('tier 1', 'tier', { tier: 1 }, atLeast('spentThisYear', 35000)),
    rule('tier 2', 'tier', { tier: 2 }, atLeast('spentThisYear', 100000)),
    rule('streak', 'streak', { points: 50 }, is('newWeek', true), is('streak', 4)),
    rule('stamp', 'stamp', {}, is('visits', 10)),
];

async function apply(engine, own, { cents, category }, fields) {
    const newWeek = turnCalendar(own, fields);
    own.towardsBonus += cents;
    own.spentThisYear += cents;
    own.visits += 1;
    const { events } = await engine.run({
        category, newWeek, tier: own.tier, streak: own.streak, visits: own.visits,
        towardsBonus: own.towardsBonus, spentThisYear: own.spentThisYear,
    });
    let percent = 0;
    let factor = 1;
    let points = 0;
    let tier = own.earnedLastYear;
    for (const { type, params } of events) {
        switch (type) {
        case 'points': percent = params.percent; break;
        case 'times': factor = params.factor; break;
        case 'bonus': {
            const times = Math.floor(own.towardsBonus / params.step);
            points += params.points * times;
            own.towardsBonus -= params.step * times;
            break;
        }
        case 'cashback': {
            let back = halfEven(cents * params.rate);
            if (params.cap !== null) {
                back = Math.min(back, params.cap - own.specialThisMonth);
                own.specialThisMonth += back;
            }
            own.cashback += back;
            break;
        }
        case 'tier': tier = Math.max(tier, params.tier); break;
        case 'streak':
            own.streak = 0;
            own.badges += 1;
            points += params.points;
            break;
        case 'stamp':
            own.visits = 0;
            own.stamps += 1;
            break;
        }
    }
    own.points += points + Math.floor((Math.floor(cents / 100) * percent * factor) / 100);
    own.tierEvents += tier !== own.tier ? 1 : 0;
    own.tier = tier;
}

const stream = readStream();
await measure('json_rules_engine', versionOf('json-rules-engine'), async (timed) => {
    const members = Array.from({ length: size.members }, newMember);
    const engine = new Engine(rules);
    await timed(async () => {
        const calendar = new Calendar();
        for (const each of stream) {
            await apply(engine, members[each.member], each, calendar.at(each.time));
        }
    });
    return totalsOf(members);
});
