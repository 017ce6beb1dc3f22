"""What the references of a workbook may point to, and which of them may be new."""

from collections.abc import Callable
from typing import Any

from mappa.errors import RuleBroken
from mappa.workbook.columns import PLANS
from mappa.workbook.gathering import Gathering
from mappa.workbook.workbooks import AttendanceRow, HeardRow

IDENTIFIERS = {
    "crn": "CRN",
    "pnc": "PNC number",
    "cro": "CRO number",
    "prison_number": "prison number",
    "visor_ref": "ViSOR reference",
}
TAKEN = (
    "{ref} is in the database already. To bring in what differs from it: import --update; "
    "something new needs a reference of its own."
)
NOT_YOURS = "{ref} belongs to something else in the database already. Give it another reference."


def case_stands_once(gathering: Gathering, ref: str) -> None:
    if ref in gathering.cases:
        raise RuleBroken(f"{ref} stands in row {gathering.cases[ref][0]} already.")


def stands_once(gathering: Gathering, ref: str) -> None:
    """The reference of a referral, a meeting or an action is given once."""
    gathering.once(gathering.faults.plan.name, ref, ref)


def case_is_new(gathering: Gathering, area: str | None, ref: str) -> None:
    _check_known(gathering, ref, gathering.known.area_of_case(ref), area or gathering.area)


def referral_is_new(gathering: Gathering, case_ref: str, ref: str) -> None:
    _check_known(gathering, ref, gathering.known.case_of_referral(ref), case_ref)


def action_is_new(gathering: Gathering, case_ref: str, ref: str) -> None:
    _check_known(gathering, ref, gathering.known.case_of_action(ref), case_ref)


def meeting_is_new(gathering: Gathering, area: str, ref: str) -> None:
    _check_placed(gathering, ref, gathering.known.area_of_meeting(ref), area)


def audit_is_new(gathering: Gathering, area: str, ref: str) -> None:
    _check_placed(gathering, ref, gathering.known.area_of_audit(ref), area)


def training_is_new(gathering: Gathering, area: str, ref: str) -> None:
    _check_known(gathering, ref, gathering.known.area_of_training(ref), area or gathering.area)


def _check_placed(gathering: Gathering, ref: str, found: str | None, area: str) -> None:
    """What names no area is of that of its cases, which is known when all have been read."""
    if found is None or area or found == gathering.area or gathering.one_area:
        _check_known(gathering, ref, found, area or gathering.area)
    else:
        at = gathering.faults.plan.name, gathering.faults.row
        gathering.elsewhere.append((*at, ref, found))


def _check_known(gathering: Gathering, ref: str, found: str | None, expected: str) -> None:
    """A reference that exists is refused, unless an update is about the very same thing."""
    if found is None:
        return
    if found != expected:
        raise RuleBroken(NOT_YOURS.format(ref=ref))
    if not gathering.update:
        raise RuleBroken(TAKEN.format(ref=ref))


def is_in_cases(gathering: Gathering, ref: str) -> None:
    """Rows of a case come with the case: it has a row in `cases`."""
    if ref in gathering.cases or gathering.excuses("cases", ref):
        return
    if gathering.known.area_of_case(ref) == gathering.area:
        raise RuleBroken(
            f"{ref} is in the database already, and has no row in the sheet cases. To change it, "
            "give it one and import --update"
        )
    raise RuleBroken(_no_case(ref))


def case_may_be_known(gathering: Gathering, ref: str) -> None:
    """The case is in the workbook, or was there before."""
    if ref in gathering.cases or gathering.excuses("cases", ref):
        return
    if gathering.known.area_of_case(ref) != gathering.area:
        raise RuleBroken(_no_case(ref))


def _no_case(ref: str) -> str:
    return f"There is no case {ref} in the sheet cases. Give it a row there, or correct this."


def meeting_is_there(gathering: Gathering, ref: str) -> None:
    """The meeting is in the workbook, or was there before."""
    if ref in gathering.seen.get("meetings", ()) or gathering.excuses("meetings", ref):
        return
    if gathering.known.area_of_meeting(ref) != gathering.area:
        raise RuleBroken(
            f"There is no meeting {ref} in the sheet meetings. Give it a row there, or correct "
            "this."
        )


def meeting_may_be_named(gathering: Gathering, ref: str) -> None:
    """What was agreed at a meeting names one that is there."""
    if ref:
        meeting_is_there(gathering, ref)


def case_may_be_named(gathering: Gathering, ref: str) -> None:
    """Who is invited for one case is invited for one that is there."""
    if ref:
        case_may_be_known(gathering, ref)


def is_heard(gathering: Gathering, meeting: str, ref: str) -> None:
    """Minutes come with their hearing: it has a row in `heard`."""
    if (meeting, ref) in gathering.seen.get("heard", ()) or gathering.excuses("heard", meeting):
        return
    raise RuleBroken(
        f"There is no row of {ref} at the meeting {meeting} in the sheet heard. Give it one there, "
        "or correct this."
    )


def identifies_one(kind: str) -> Callable[..., None]:
    """An identifier is one person's, and a person has one case in an area."""

    def check(
        gathering: Gathering, area: str | None, merged_into: str | None, value: str | None
    ) -> None:
        if value and not merged_into:
            whose = kind, area or gathering.area
            gathering.once(whose, value, f"The {IDENTIFIERS[kind]} {value}")

    return check


def has_own_area(gathering: Gathering, area: str | None) -> None:
    if gathering.one_area and area not in (None, "", gathering.area):
        raise RuleBroken(
            f"Only what is of your own area can be brought in. Example: {gathering.area}"
        )


def check_elsewhere(gathering: Gathering) -> None:
    """What names no area and is here in another one is that very thing if a case of it is."""
    if not gathering.elsewhere:
        return
    book, cases = gathering.workbook, _areas_of_cases(gathering)
    of_meetings: list[HeardRow | AttendanceRow] = [*book.heard, *book.attendance]
    areas = {("meetings", row.meeting_ref, cases.get(row.case_ref)) for row in of_meetings}
    areas |= {("case_audits", row.audit_ref, cases.get(row.case_ref)) for row in book.case_audits}
    for sheet, row, ref, area in gathering.elsewhere:
        same = (sheet, ref, area) in areas
        if (same and gathering.update) or (not same and _may_be_said(gathering, sheet, ref)):
            continue
        reason = (TAKEN if same else NOT_YOURS).format(ref=ref)
        column = PLANS[sheet].columns[0].name
        gathering.faults.add_to(sheet, row, column, ref, reason)


def _areas_of_cases(gathering: Gathering) -> dict[str, Any]:
    place = gathering.case_places["area"]
    return {ref: values[place] or gathering.area for ref, (_, values) in gathering.cases.items()}


def _may_be_said(gathering: Gathering, sheet: str, ref: str) -> bool:
    """Whether its area may well follow from a row that could not be read."""
    sheets = ("heard", "attendance") if sheet == "meetings" else (sheet,)
    return any((name, ref) in gathering.tainted or gathering.excuses(name, ref) for name in sheets)


def check_cases(gathering: Gathering) -> None:
    """What can be said only when every case has been read: merged ones, and the database's."""
    places = gathering.case_places
    for ref, (row, values) in gathering.cases.items():
        merged_into = values[places["merged_into"]]
        if isinstance(merged_into, str):
            _check_merged(gathering, ref, row, merged_into)
        if merged_into is None:
            for kind in IDENTIFIERS:
                if values[places[kind]]:
                    _check_known_identifier(gathering, ref, row, kind, values)


def _check_merged(gathering: Gathering, ref: str, row: int, merged_into: str) -> None:
    """It leads to a case, and not back to where it came from."""
    if merged_into not in gathering.cases:
        area = gathering.known.area_of_case(merged_into)
        known = area == gathering.area or (area is not None and not gathering.one_area)
        if not known and not gathering.excuses("cases", merged_into):
            gathering.faults.add_to_case(row, "merged_into", merged_into, _no_case(merged_into))
        return
    place, passed = gathering.case_places["merged_into"], {ref}
    at: object = merged_into
    while isinstance(at, str) and at in gathering.cases:
        if at in passed:
            reason = "These cases are merged into each other in a ring. Leave one of them empty."
            gathering.faults.add_to_case(row, "merged_into", merged_into, reason)
            return
        passed.add(at)
        at = gathering.cases[at][1][place]


def _check_known_identifier(
    gathering: Gathering, ref: str, row: int, kind: str, values: list[object]
) -> None:
    value, area = values[gathering.case_places[kind]], values[gathering.case_places["area"]]
    if not isinstance(value, str):
        return
    own = area if isinstance(area, str) else gathering.area
    other = gathering.known.case_with(own, kind, value)
    # The other case may lose it by this very update.
    if other is None or other == ref or (gathering.update and other in gathering.cases):
        return
    reason = f"{other} in the database has the same {IDENTIFIERS[kind]}: one person has one case."
    gathering.faults.add_to_case(row, kind, value, reason)
