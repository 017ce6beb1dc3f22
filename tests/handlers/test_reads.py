"""Whatever shows something of a case is on the record, with every case that it shows."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from handlers.views.questions import CHART_AS_PICTURE
from handlers.views.reports import REPORT_AS_DOCX, REPORT_AS_XLSX
from mappa.audits import CHANGED, kind_of
from storage.cases import list_cases
from storage.databases import Session
from storage.tables import cases, outgoing, records
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import sheets
from tests.handlers.pressing import press, right_values
from tests.handlers.slates import Slate
from tests.handlers.slots import Slot, slots
from tests.handlers.test_roles import SECRETS
from tests.handlers.workspaces import Answer

# Words with a place for each of many fields, of which one shows as much as all.
OF_FIGURES = {CHART_AS_PICTURE, REPORT_AS_DOCX, REPORT_AS_XLSX}  # and take long
LONG = ("update", "correct", "minute", "refer")


def lines() -> Iterator[Slot]:
    for word, some in groupby(slots(), key=lambda slot: slot.word):
        yield from list(some)[: 1 if word in LONG else 2]


class Reads:
    """Watches what is shown against what is put on the record meanwhile."""

    def __init__(self, talk: Conversation, slate: Slate) -> None:
        self.talk, self.slate, self.shown = talk, slate, 0
        self.begin()

    def begin(self) -> None:
        self.refs = set(self.talk.read(lambda session: session.execute(_REFS).scalars().all()))
        self.numbers: dict[str, int] = self.talk.read(_numbers)
        self.sent = self.talk.read(lambda session: session.execute(_SENT).scalar()) or 0

    def missing(self, shown: str) -> list[str]:
        """The cases that were shown, there or in what was put in the outbox for who asked, and are
        on no new row; where anything was done it is taken back."""
        rows = self.talk.read(lambda session: session.execute(_ROWS).all())
        new = [row for row in rows if row.number > self.numbers.get(row.area, 0)]
        shown += self.talk.read(self._sent)
        found = set(re.findall(r"\b[A-Z]{3}-1[0-9]{3}\b", shown)) & self.refs
        if not any(secret in shown for secret in SECRETS):
            found = set()
        self.shown += len(found)
        told = self.talk.read(lambda session: _said(session, new)) if found else ""
        if any(kind_of(row.action) == CHANGED for row in new):
            self.slate.wipe()
        self.begin()
        return sorted(ref for ref in found if ref not in told)

    def _sent(self, session: Session) -> str:
        rows = session.execute(outgoing.select().where(outgoing.c.id > self.sent)).all()
        return " ".join(
            session.house.open(row.body_sealed, f"outgoing.body|{row.key}")
            for row in rows
            if row.body_sealed and row.person_id == self.talk.people["U0CORA"].id
        )


def _numbers(session: Session) -> dict[str, int]:
    return {row.area: row.last for row in session.execute(_LAST)}


def _said(session: Session, rows: Iterable[Any]) -> str:
    """All that the rows say, with the references of their cases."""
    stored = {
        case.id: case for case in list_cases(session, ids={row.case_id for row in rows} - {None})
    }
    said = []
    for row in rows:
        if row.case_id:
            said.append(stored[row.case_id].facts.ref)
        elif row.after_sealed:
            place = f"records.after|{row.area}|{row.number}"
            said.append(session.house.open(row.after_sealed, place))
    return " ".join(said)


_REFS, _ROWS, _SENT = select(cases.c.ref), select(records), select(func.max(outgoing.c.id))
_LAST = select(records.c.area, func.max(records.c.number).label("last")).group_by(records.c.area)


def test_every_word_that_shows_a_case_is_on_the_record(
    laden: Conversation, laden_slate: Slate
) -> None:
    reads, found = Reads(laden, laden_slate), []
    for slot in lines():
        answer = laden.typed("U0CORA", slot.right)
        laden.settle()
        if missing := reads.missing(answer.whole):
            found.append(f"{slot.right}: {missing}")
    assert found == []
    assert reads.shown > 20, "it would see what is missing"


def test_every_button_that_shows_a_case_is_on_the_record(
    laden: Conversation, laden_slate: Slate
) -> None:
    reads, found = Reads(laden, laden_slate), []
    for action_id, value in right_values(laden).items():
        if action_id in OF_FIGURES:
            continue
        if missing := reads.missing(press(laden, "U0CORA", action_id, value)):
            found.append(f"{action_id}: {missing}")
    assert found == []
    assert reads.shown >= 4, "it would see what is missing"


def test_every_form_that_shows_a_case_is_on_the_record_when_it_opens_and_when_it_is_sent_in(
    laden: Conversation, laden_slate: Slate
) -> None:
    reads, found = Reads(laden, laden_slate), []
    for number, sheet in enumerate(sheets(laden)):
        if missing := reads.missing(json.dumps(sheet.view, ensure_ascii=False)):
            found.append(f"form {sheet.name} opened: {missing}")
        if number % 3 and sheet.name.startswith(("update", "minute")):
            continue  # they are answered by the same code
        answer = Answer.of(laden.deliver(sheet.sent_in()))
        laden.settle()
        if missing := reads.missing(answer.whole):
            found.append(f"form {sheet.name} sent in: {missing}")
    assert found == []
    assert reads.shown >= 4, "it would see what is missing"
