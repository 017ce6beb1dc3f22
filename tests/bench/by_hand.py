"""The best SQL by hand for the figures that are asked for; where two ways were close, both.

What is counted is of one area, all of whose cases are in it and stand; a caseload with transfers
and merges costs what is asked in words a little more, and these would have to grow by it.
"""

OF_THE_AREA = "s.area = 'BED' AND s.level IN ({levels}) AND s.category IN (1, 2, 3)"
IN_FORCE = OF_THE_AREA + " AND s.ended_on > :on AND s.started_on <= :on"
INSIDE = "SELECT case_id FROM custody WHERE to_on > :on AND from_on <= :on"

# Everybody and, apart, those in custody, as the answer gives them.
LOOKED_UP = """
SELECT count(*) - count(c.case_id), count(c.case_id) FROM spells AS s
LEFT JOIN custody AS c ON c.case_id = s.case_id AND c.to_on > :on AND c.from_on <= :on
WHERE {in_force}
"""
LISTED = """
SELECT count(*) - sum(s.case_id IN ({inside})), sum(s.case_id IN ({inside}))
FROM spells AS s WHERE {in_force}
"""
IN_LUTON = """
SELECT count(*) - sum(s.case_id IN ({inside})), sum(s.case_id IN ({inside}))
FROM spells AS s JOIN cases AS c ON c.id = s.case_id AND c.district = 'Luton'
WHERE {in_force}
"""
BY_DISTRICT = """
SELECT sum(people - inside), sum(inside) FROM (
    SELECT c.district, count(*) AS people, sum(c.id IN ({inside})) AS inside
    FROM cases AS c WHERE c.id IN (SELECT s.case_id FROM spells AS s WHERE {in_force})
    GROUP BY c.district
)
"""
LEVEL_1 = """
SELECT round(100.0 * sum(level = 1 AND NOT inside) / sum(NOT inside), 1) FROM (
    SELECT s.level, s.case_id IN ({inside}) AS inside FROM spells AS s WHERE {in_force}
)
"""
WITHOUT_REVIEW = """
SELECT count(*) - coalesce(sum(s.case_id IN ({inside})), 0), sum(s.case_id IN ({inside}))
FROM spells AS s WHERE {in_force} AND NOT EXISTS (
    SELECT 1 FROM case_dates AS d WHERE d.case_id = s.case_id AND d.kind = 'review'
)
"""
# SQLite takes the other columns from the row of the min(): here the first level held in the year.
IN_THE_YEAR = """
SELECT count(DISTINCT s.case_id), (
    SELECT count(*) FROM (
        SELECT level, min(started_on) FROM spells
        WHERE area = 'BED' AND level >= 2
            AND ended_on > '2013-04-01' AND started_on <= '2014-03-31'
        GROUP BY case_id
    ) WHERE level IN ({levels})
) FROM spells AS s
WHERE {of_the_area} AND s.ended_on > '2013-04-01' AND s.started_on <= '2014-03-31'
"""
# With a plus, a column does not lead to an index: each case's own spells are few.
ENDING = """
SELECT count(DISTINCT d.case_id) FROM case_dates AS d
WHERE d.kind = 'licence_end' AND d."on" BETWEEN :on AND date(:on, '+28 days') AND EXISTS (
    SELECT 1 FROM spells AS s
    WHERE s.case_id = d.case_id AND +s.area = 'BED' AND s.ended_on > :on
)
"""
# Who has not left is at a level now or later, or never was at one.
OVERDUE = """
SELECT (
    SELECT count(DISTINCT s.case_id) FROM spells AS s
    WHERE {of_the_area} AND s.ended_on > :on
        AND s.case_id IN (SELECT case_id FROM case_dates WHERE kind = 'review' AND "on" < :on)
) + (
    SELECT count(*) FROM cases AS c
    WHERE c.id IN (SELECT case_id FROM case_dates WHERE kind = 'review' AND "on" < :on)
        AND NOT EXISTS (SELECT 1 FROM spells AS s WHERE s.case_id = c.id)
)
"""
RETURNED = """
SELECT sum(people) FROM (
    SELECT level, count(*) AS people FROM (
        SELECT s.level, min(e."on") FROM events AS e LEFT JOIN spells AS s
            ON s.case_id = e.case_id AND s.started_on < e."on" AND s.ended_on >= e."on"
        WHERE e.kind = 'returned_breach_of_licence' AND e."on" BETWEEN '2013-04-01' AND '2014-03-31'
        GROUP BY e.case_id
    ) GROUP BY level
)
"""
IMPOSED = """
SELECT count(*) FROM orders AS o LEFT JOIN spells AS s
    ON s.case_id = o.case_id AND s.started_on < o.imposed_on AND s.ended_on >= o.imposed_on
WHERE o.kind = 'SOPO' AND o.imposed_on BETWEEN '2013-04-01' AND '2014-03-31'
    AND coalesce(s.area, (SELECT area FROM cases AS c WHERE c.id = o.case_id)) = 'BED'
"""


def spelt_out(way: str, levels: str) -> str:
    """The whole statement."""
    parts = {"of_the_area": OF_THE_AREA, "in_force": IN_FORCE, "inside": INSIDE}
    for name, sql in (*parts.items(), ("levels", levels)):
        way = way.replace(f"{{{name}}}", sql)
    return way


def by_month(way: str) -> str:
    """The picture at the end of each month of 2013/14, one after the other."""
    ends = [f"date('2013-05-01', '+{month} months', '-1 day')" for month in range(12)]
    return " UNION ALL ".join(way.replace(":on", end) for end in ends)
