"""The workbook's sheets and columns, in order: what reads, writes and documents them."""

from collections.abc import Mapping

from mappa.case_facts import VICTIM_CONCERNS
from mappa.cases import LEVELS, RISK_BANDS
from mappa.workbook.area_columns import OF_AREAS
from mappa.workbook.case_columns import OF_CASES, TEAM
from mappa.workbook.cells import (
    DATE,
    REF,
    SLACK_ID,
    TEXT,
    choice,
    number,
    numbered,
)
from mappa.workbook.meeting_columns import (
    ACTIONS,
    ATTENDANCE,
    HEARD,
    INVITATIONS,
    MEETINGS,
    MINUTES,
    STANDING_MEMBERS,
)
from mappa.workbook.own_columns import OWN
from mappa.workbook.plans import (
    AGENCIES,
    AGENCY,
    AREA,
    CASE,
    CATEGORY,
    LEVEL_2_OR_3,
    OF_AREA,
    THRESHOLD,
    VALUE,
    Column,
    Plan,
    one_of,
)
from mappa.workbook.workbooks import (
    Population,
    ReferralRow,
)

DECISION = one_of("decision", "open", "accepted", "declined", "withdrawn")
LEVEL_SET = numbered("level_set", {level: LEVELS[level] for level in (1, 2, 3)})
PEOPLE = number("aged_10_plus", 1, 99_999_999)
YEAR = number("year_ending", 1990, 2199)

REFERRALS = Plan(
    "referrals",
    "requests to manage somebody at Level 2 or 3, each with its decision",
    (
        Column("referral_ref", REF, VALUE),
        CASE,
        Column("referred_on", DATE, VALUE),
        Column("agency", AGENCY),
        Column("level_sought", LEVEL_2_OR_3, VALUE),
        Column("decision", DECISION, VALUE),
        Column("decided_on", DATE),
        Column("level_set", LEVEL_SET),
        Column("reason", TEXT),
        Column("category", CATEGORY, spare=True),
        Column("threshold", THRESHOLD, spare=True),
        OF_AREA,
        Column("lead_agency", AGENCY, spare=True),
        Column("agencies", AGENCIES, spare=True),
        Column("rosh", choice("rosh", RISK_BANDS), spare=True),
        Column("victim_concerns", choice("victim_concerns", VICTIM_CONCERNS), spare=True),
        Column("decision_reason", TEXT, spare=True),
        Column("more_asked_on", DATE, spare=True),
        Column("referred_by", SLACK_ID, spare=True),
        Column("decided_by", SLACK_ID, spare=True),
    ),
    ReferralRow,
    "referrals",
)
POPULATION = Plan(
    "population",
    "people aged 10 and over in an area",
    (
        Column("area", AREA, VALUE),
        Column("year_ending", YEAR, VALUE),
        Column("aged_10_plus", PEOPLE, VALUE),
    ),
    Population,
    "populations",
)
PLANS: Mapping[str, Plan] = {
    plan.name: plan
    for plan in (
        *OF_CASES,
        REFERRALS,
        MEETINGS,
        HEARD,
        ATTENDANCE,
        ACTIONS,
        POPULATION,
        TEAM,
        *OWN,
        *OF_AREAS,
        MINUTES,
        INVITATIONS,
        STANDING_MEMBERS,
    )
}
