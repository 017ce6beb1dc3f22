"""What is known already is told alike whether few things are asked or many."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from storage.databases import Database, Session
from storage.workbook.known_references import ONE_BY_ONE, KnownReferences
from tests.build import case
from tests.storage.whole_workbooks import whole
from tests.storage.workbooks import bring_in


def filled(session: Session) -> KnownReferences:
    workbook = whole()
    workbook.cases += [
        case("CAM-1", area="CAM", crn="X001042"),
        case("BED-2", crn=None, pnc="2002/0073319Z"),
        replace(case("BED-3"), crn="X000099", merged_into="BED-2"),
    ]
    bring_in(session, workbook)
    return KnownReferences(session)


@pytest.mark.parametrize("before", [0, ONE_BY_ONE + 1])
def test_what_is_known_is_told(session: Session, before: int) -> None:
    known = filled(session)
    for n in range(before):
        assert known.area_of_case(f"BED-X{n}") is None
        assert known.case_of_referral(f"BED-X{n}") is None
        assert known.case_of_action(f"BED-X{n}") is None
        assert known.area_of_meeting(f"BED-X{n}") is None
        assert known.area_of_audit(f"BED-X{n}") is None
        assert known.area_of_training(f"BED-X{n}") is None
        assert known.case_with("BED", "crn", f"Y{n:06}") is None
    assert known.area_of_case("BED-1042") == "BED"
    assert known.area_of_case("CAM-1") == "CAM"
    assert known.case_of_referral("BED-R7") == "BED-1042"
    assert known.case_of_action("BED-AC5") == "BED-1042"
    assert known.area_of_meeting("BED-M3") == "BED"
    assert known.area_of_audit("BED-A2") == "BED"
    assert known.area_of_training("BED-T6") == "BED"
    assert known.case_with("BED", "crn", "X001042") == "BED-1042"
    assert known.case_with("CAM", "crn", "X001042") == "CAM-1"
    assert known.case_with("BED", "pnc", "2002/0073319Z") == "BED-2"
    assert known.case_with("BED", "crn", "2002/0073319Z") is None
    assert known.case_with("BED", "crn", "X000099") is None  # the person is known as BED-2


def test_many_questions_are_few_statements(db: Database) -> None:
    asked = []
    with db.read() as session:
        known = KnownReferences(session)
        event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
        for n in range(20 * ONE_BY_ONE):
            known.case_with("BED", "crn", f"X{n:06}")
    assert len(asked) == ONE_BY_ONE + 1
