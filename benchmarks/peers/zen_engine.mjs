// SPDX-License-Identifier: BSL-1.0

// W5 as a decision graph in zen-engine: two decision tables choose the numbers, and expressions in decimal arithmetic
// calculate what a purchase earns and the member's new state. The host keeps the state and computes calendar fields.

import { ZenDecisionContent, ZenEngine } from '@gorules/zen-engine';
import { Calendar, measure, newMember, readStream, size, totalsOf, turnCalendar, versionOf } from './w5.mjs';

const table = (id, name, field, rows) => ({
    id, name, type: 'decisionTableNode', position: { x: 0, y: 0 },
    content: {
        hitPolicy: 'first', passThrough: true,
        inputs: [{ id: 'in', name: field, field }],
        outputs: Object.keys(rows[0][1]).map((key) => ({ id: key, name: key, field: key })),
        rules: rows.map(([condition, values], index) => ({
            _id: `${id}${index}`, in: condition,
            ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])),
        })),
    },
});
const expressions = (id, name, list, passThrough) => ({
    id, name, type: 'expressionNode', position: { x: 0, y: 0 },
    content: {
        passThrough,
        expressions: list.map(([key, value], index) => ({ id: `${id}${index}`, key, value })),
    },
});

const nodes = [
    { id: 'input', name: 'purchase', type: 'inputNode', position: { x: 0, y: 0 } },
    table('tiers', 'points of the tier', 'tier', [
        ['0', { percent: 100 }],
        ['1', { percent: 125 }],
        ['2', { percent: 150 }],
    ]),
    table('categories', 'terms of the category', 'category', [
        ['4', { factor: 3, rate: 15, room: 1000000000 }],
        ['7', { factor: 1, rate: 50, room: '600 - specialThisMonth' }],
        ['', { factor: 1, rate: 15, room: 1000000000 }],
    ]),
    expressions('rewards', 'rewards', [
        ['exact', 'cents * rate'],
        ['whole', 'floor($.exact / 1000)'],
        ['rounded', '$.whole + (($.exact % 1000 > 500 or ($.exact % 1000 == 500 and $.whole % 2 == 1)) ? 1 : 0)'],
        ['cashback', '$.rounded < room ? $.rounded : room'],
        ['bonuses', 'floor((towardsBonus + cents) / 25000)'],
        ['towards', 'towardsBonus + cents - 25000 * $.bonuses'],
        ['spent', 'spentThisYear + cents'],
        ['earned', '$.spent >= 100000 ? 2 : $.spent >= 35000 ? 1 : 0'],
        ['tierNow', '$.earned > earnedLastYear ? $.earned : earnedLastYear'],
        ['badge', 'newWeek and streak == 4'],
        ['stamp', 'visits == 9'],
        ['points', 'floor(floor(cents / 100) * percent * factor / 100) + 100 * $.bonuses + ($.badge ? 50 : 0)'],
    ], false),
    { id: 'output', name: 'rewards', type: 'outputNode', position: { x: 0, y: 0 } },
];
const edges = nodes.slice(1).map((node, index) => ({
    id: `edge${index}`, type: 'edge', sourceId: nodes[index].id, targetId: node.id,
}));

async function apply(decision, own, { cents, category }, fields) {
    const newWeek = turnCalendar(own, fields);
    const { result } = await decision.evaluate({
        cents, category, newWeek, tier: own.tier, streak: own.streak, visits: own.visits,
        earnedLastYear: own.earnedLastYear, towardsBonus: own.towardsBonus, spentThisYear: own.spentThisYear,
        specialThisMonth: own.specialThisMonth,
    });
    own.points += result.points;
    own.cashback += result.cashback;
    own.specialThisMonth += category === 7 ? result.cashback : 0;
    own.towardsBonus = result.towards;
    own.spentThisYear = result.spent;
    own.tierEvents += result.tierNow !== own.tier ? 1 : 0;
    own.tier = result.tierNow;
    if (result.badge) {
        own.streak = 0;
        own.badges += 1;
    }
    own.visits = result.stamp ? 0 : own.visits + 1;
    own.stamps += result.stamp ? 1 : 0;
}

const stream = readStream();
const engine = new ZenEngine();
const decision = engine.createDecision(new ZenDecisionContent({ nodes, edges }));
await measure('zen_engine', versionOf('@gorules/zen-engine'), async (timed) => {
    const members = Array.from({ length: size.members }, newMember);
    await timed(async () => {
        const calendar = new Calendar();
        for (const each of stream) {
            await apply(decision, members[each.member], each, calendar.at(each.time));
        }
    });
    return totalsOf(members);
});
engine.dispose();
