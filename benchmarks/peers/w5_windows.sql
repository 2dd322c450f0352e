-- SPDX-License-Identifier: BSL-1.0
--
-- All of W5 as one query over the whole stream, for DuckDB and SQLite: what each purchase earns follows from the member's
-- earlier purchases by window functions. It gives the totals; nobody's state is kept.
--
-- purchase(id, member, time, cents, category) and calendar(day, year, month, week) are there; months are counted from
-- 1970, and so are weeks, from Monday to Sunday. {members} is how many there are; // is division without remainder.

WITH dated AS (
    SELECT id, member, cents, category, calendar.year, calendar.month, calendar.week,
           CASE WHEN category = 7 THEN cents * 50 ELSE cents * 15 END AS back
    FROM purchase JOIN calendar ON day = time // 86400
), rounded AS (
    SELECT id, member, cents, category, year, month, week,
           back // 1000 + CASE WHEN back % 1000 > 500 OR (back % 1000 = 500 AND back // 1000 % 2 = 1) THEN 1 ELSE 0 END
               AS back
    FROM dated
), running AS (
    SELECT id, member, cents, category, year, back,
           sum(cents) OVER (PARTITION BY member ORDER BY id ROWS UNBOUNDED PRECEDING) AS lifetime,
           sum(cents) OVER (PARTITION BY member, year ORDER BY id ROWS UNBOUNDED PRECEDING) AS this_year,
           sum(CASE WHEN category = 7 THEN back ELSE 0 END)
               OVER (PARTITION BY member, month ORDER BY id ROWS UNBOUNDED PRECEDING) AS special_this_month
    FROM rounded
), years AS (
    SELECT member, year, sum(cents) AS total FROM dated GROUP BY member, year
), earned AS (
    SELECT id, running.member, cents, category, back, lifetime, special_this_month,
           CASE WHEN years.total >= 100000 THEN 2 WHEN years.total >= 35000 THEN 1 ELSE 0 END AS last_year,
           CASE WHEN this_year - cents >= 100000 THEN 2 WHEN this_year - cents >= 35000 THEN 1 ELSE 0 END AS so_far,
           CASE WHEN this_year >= 100000 THEN 2 WHEN this_year >= 35000 THEN 1 ELSE 0 END AS with_this
    FROM running LEFT JOIN years ON years.member = running.member AND years.year = running.year - 1
), tiered AS (
    SELECT *,
           CASE WHEN last_year > so_far THEN last_year ELSE so_far END AS tier_before,
           CASE WHEN last_year > with_this THEN last_year ELSE with_this END AS tier_after
    FROM earned
), sequenced AS (
    SELECT *,
           lag(tier_after, 1, 0) OVER (PARTITION BY member ORDER BY id) AS tier_until_now,
           lead(id) OVER (PARTITION BY member ORDER BY id) IS NULL AS is_last
    FROM tiered
), rewarded AS (
    SELECT sum((cents // 100) * (CASE tier_before WHEN 0 THEN 100 WHEN 1 THEN 125 ELSE 150 END)
               * (CASE WHEN category = 4 THEN 3 ELSE 1 END) // 100) AS base_points,
           sum(lifetime // 25000 - (lifetime - cents) // 25000) AS bonuses,
           sum(CASE WHEN category <> 7 THEN back
                    WHEN special_this_month <= 600 THEN back
                    WHEN special_this_month - back < 600 THEN 600 - (special_this_month - back)
                    ELSE 0 END) AS cashback_cents,
           sum(CASE WHEN tier_before <> tier_until_now THEN 1 ELSE 0 END)
               + sum(CASE WHEN tier_after <> tier_before THEN 1 ELSE 0 END) AS tier_events,
           sum(CASE WHEN is_last AND tier_after = 1 THEN 1 ELSE 0 END) AS members_1,
           sum(CASE WHEN is_last AND tier_after = 2 THEN 1 ELSE 0 END) AS members_2
    FROM sequenced
), carded AS (
    SELECT sum(visits // 10) AS stamps FROM (SELECT count(*) AS visits FROM purchase GROUP BY member) AS visitors
), weeks AS (
    SELECT DISTINCT member, week FROM dated
), islands AS (
    SELECT member, week - row_number() OVER (PARTITION BY member ORDER BY week) AS island FROM weeks
), streaks AS (
    SELECT sum(length // 4) AS badges FROM (SELECT count(*) AS length FROM islands GROUP BY member, island) AS runs
)
SELECT CAST(base_points + 100 * bonuses + 50 * badges AS BIGINT) AS points,
       CAST(cashback_cents AS BIGINT) AS cashback_cents,
       CAST(stamps AS BIGINT) AS stamps,
       CAST(badges AS BIGINT) AS badges,
       CAST(tier_events AS BIGINT) AS tier_events,
       CAST({members} - members_1 - members_2 AS BIGINT) AS members_0,
       CAST(members_1 AS BIGINT) AS members_1,
       CAST(members_2 AS BIGINT) AS members_2
FROM rewarded, carded, streaks
