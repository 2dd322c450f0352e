// SPDX-License-Identifier: BSL-1.0

// All of W5 by hand, an object for each member.

import { Calendar, earned, halfEven, measure, newMember, readStream, size, totalsOf, turnCalendar } from './w5.mjs';

const stream = readStream();
const percentOfTier = [100, 125, 150];

function apply(own, { cents, category }, fields) {
    const newWeek = turnCalendar(own, fields);
    let points = Math.floor((Math.floor(cents / 100) * percentOfTier[own.tier] * (category === 4 ? 3 : 1)) / 100);
    own.towardsBonus += cents;
    if (own.towardsBonus >= 25000) {
        const times = Math.floor(own.towardsBonus / 25000);
        points += 100 * times;
        own.towardsBonus -= 25000 * times;
    }
    if (category === 7) {
        const back = Math.min(halfEven(cents * 50), 600 - own.specialThisMonth);
        own.specialThisMonth += back;
        own.cashback += back;
    } else {
        own.cashback += halfEven(cents * 15);
    }
    own.spentThisYear += cents;
    const tier = Math.max(own.earnedLastYear, earned(own.spentThisYear));
    own.tierEvents += tier !== own.tier ? 1 : 0;
    own.tier = tier;
    if (newWeek && own.streak === 4) {
        own.streak = 0;
        own.badges += 1;
        points += 50;
    }
    if (++own.visits === 10) {
        own.visits = 0;
        own.stamps += 1;
    }
    own.points += points;
}

await measure('plain_javascript', `Node.js ${process.versions.node}`, async (timed) => {
    const members = Array.from({ length: size.members }, newMember);
    await timed(() => {
        const calendar = new Calendar();
        for (const each of stream) {
            apply(members[each.member], each, calendar.at(each.time));
        }
    });
    return totalsOf(members);
});
