"""The sheets for what an area keeps beside its cases: audits, training, who stands in for whom."""

from mappa import case_audits, trainings
from mappa.workbook.agencies import read_each_agency_cell
from mappa.workbook.cells import DATE, REF, SLACK_ID, TEXT, Kind, choice, number
from mappa.workbook.plans import AREA, CASE, VALUE, Column, Plan, or_nothing
from mappa.workbook.workbooks import AuditedRow, DeputyRow, TrainingRow

TRAINED = Kind("agencies, with commas between", "police, housing", read_each_agency_cell)

CASE_AUDITS = Plan(
    "case_audits",
    "one case of the sample that an audit has drawn",
    (
        Column("audit_ref", REF, VALUE),
        CASE,
        Column("drawn_on", DATE, VALUE),
        Column("outcome", choice("outcome", case_audits.OUTCOMES)),
        Column("audited_on", DATE),
        Column("note", TEXT),
        Column("area", or_nothing(AREA)),
    ),
    AuditedRow,
    "case_audits",
    own=True,
)
TRAININGS = Plan(
    "trainings",
    "training sessions for the agencies",
    (
        Column("training_ref", REF, VALUE),
        Column("on", DATE, VALUE),
        Column("agencies", TRAINED, VALUE),
        Column("attended", number("attended", 0, trainings.MOST)),
        Column("about", TEXT),
        Column("area", or_nothing(AREA)),
    ),
    TrainingRow,
    "trainings",
    own=True,
)
DEPUTIES = Plan(
    "deputies",
    "who stands in for whom, from `from_on` up to and including `until_on`",
    (
        Column("area", AREA, VALUE),
        Column("slack_id", SLACK_ID, VALUE),
        Column("deputy_slack_id", SLACK_ID, VALUE),
        Column("from_on", DATE, VALUE),
        Column("until_on", DATE, VALUE),
    ),
    DeputyRow,
    "deputies",
    own=True,
)

OF_AREAS = (CASE_AUDITS, TRAININGS, DEPUTIES)
