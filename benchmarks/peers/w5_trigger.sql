-- SPDX-License-Identifier: BSL-1.0
--
-- All of W5 in SQLite as a shop would keep it: a row of state for each member, and a trigger that brings it up to date when a
-- purchase is inserted. A calendar table spares strftime at every purchase.

CREATE TABLE calendar (day INTEGER PRIMARY KEY, year INTEGER, month INTEGER, week INTEGER);
WITH RECURSIVE days(day) AS (SELECT 19723 UNION ALL SELECT day + 1 FROM days WHERE day < 19723 + 1099)
INSERT INTO calendar
SELECT day,
       CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER),
       CAST(strftime('%Y', day * 86400, 'unixepoch') AS INTEGER) * 12
           + CAST(strftime('%m', day * 86400, 'unixepoch') AS INTEGER),
       (day + 3) / 7
FROM days;

CREATE TABLE purchase (
    id INTEGER PRIMARY KEY, member INTEGER, time INTEGER, cents INTEGER, category INTEGER,
    year INTEGER, month INTEGER, week INTEGER,
    back INTEGER -- 1.5 % or 5 %, half-even, before the cap
);

CREATE TABLE member (
    id INTEGER PRIMARY KEY,
    points INTEGER DEFAULT 0,
    cashback_cents INTEGER DEFAULT 0,
    stamps INTEGER DEFAULT 0,
    badges INTEGER DEFAULT 0,
    tier INTEGER DEFAULT 0,
    tier_events INTEGER DEFAULT 0,
    earned_last_year INTEGER DEFAULT 0,
    spent_this_year INTEGER DEFAULT 0,
    towards_next_bonus INTEGER DEFAULT 0,
    special_this_month INTEGER DEFAULT 0,
    year INTEGER DEFAULT 0,
    month INTEGER DEFAULT 0,
    week INTEGER DEFAULT 0,
    streak INTEGER DEFAULT 0,
    visits INTEGER DEFAULT 0
);

CREATE TRIGGER reward AFTER INSERT ON purchase BEGIN
    -- A new year: the tier becomes what was earned in the last one.
    UPDATE member SET
        tier_events = tier_events
            + (tier <> iif(new.year = year + 1, (spent_this_year >= 35000) + (spent_this_year >= 100000), 0)),
        tier = iif(new.year = year + 1, (spent_this_year >= 35000) + (spent_this_year >= 100000), 0),
        earned_last_year = iif(new.year = year + 1, (spent_this_year >= 35000) + (spent_this_year >= 100000), 0),
        spent_this_year = 0,
        year = new.year
    WHERE id = new.member AND year <> new.year;
    -- A new month, a new week.
    UPDATE member SET special_this_month = 0, month = new.month WHERE id = new.member AND month <> new.month;
    UPDATE member SET
        streak = iif(new.week = week + 1, streak % 4 + 1, 1),
        points = points + iif(new.week = week + 1 AND streak = 3, 50, 0),
        badges = badges + (new.week = week + 1 AND streak = 3),
        week = new.week
    WHERE id = new.member AND week <> new.week;
    -- The purchase.
    UPDATE member SET
        points = points
            + new.cents / 100 * (CASE tier WHEN 0 THEN 100 WHEN 1 THEN 125 ELSE 150 END)
                * iif(new.category = 4, 3, 1) / 100
            + (towards_next_bonus + new.cents) / 25000 * 100,
        towards_next_bonus = (towards_next_bonus + new.cents) % 25000,
        cashback_cents = cashback_cents + iif(new.category = 7, min(new.back, 600 - special_this_month), new.back),
        special_this_month = special_this_month + iif(new.category = 7, min(new.back, 600 - special_this_month), 0),
        spent_this_year = spent_this_year + new.cents,
        tier = max(earned_last_year,
                   (spent_this_year + new.cents >= 35000) + (spent_this_year + new.cents >= 100000)),
        tier_events = tier_events
            + (tier <> max(earned_last_year,
                           (spent_this_year + new.cents >= 35000) + (spent_this_year + new.cents >= 100000))),
        visits = (visits + 1) % 10,
        stamps = stamps + (visits = 9)
    WHERE id = new.member;
END;
