"""All that is sealed of a case stands in the working copy, each text marked as what it is."""

import json
import re
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlalchemy import Table, select

from handlers.publishing.subject_access import subject_access_docx, subject_access_json
from handlers.subject_access import make_copy
from mappa.subject_access import Copy
from storage.cases import get_case
from storage.databases import Database, Session, make_engine
from storage.keys import DataKey
from storage.subject_access import list_pieces
from storage.tables import cases, heard, meetings, merges, metadata
from tests.build import NOW, TODAY
from tests.storage.marked import STEM, fill
from tests.storage.test_secrecy import NotingRing

NEITHER: list[str] = []
OTHERS, BOTH = ["third party"], ["third party", "crime or safety"]
SAFETY = ["crime or safety"]
# The suite's own table: how a text is marked, by where it is kept.
MARKED = {
    "cases": NEITHER,
    "spells.reason": BOTH,
    "case_dates.note": OTHERS,
    "order_changes.note": OTHERS,
    "events.note": BOTH,
    "placements.place": OTHERS,
    "notes.text": BOTH,
    "referrals.reason": BOTH,
    "referrals.decision_reason": BOTH,
    "requests.what": BOTH,
    "requests.outcome_note": BOTH,
    "disclosures.to": BOTH,
    "disclosures.rationale": BOTH,
    "transfers.reason": BOTH,
    "watches.note": BOTH,
    "case_contacts.name": OTHERS,
    "case_contacts.address": OTHERS,
    "meetings.place": OTHERS,
    "heard.minutes.risk": BOTH,
    "heard.rationale": BOTH,
    "attendance.who": OTHERS,
    "invitations.name": OTHERS,
    "invitations.address": OTHERS,
    "actions.owner": OTHERS,
    "actions.what": BOTH,
    "actions.why": BOTH,
    "actions.note": BOTH,
    "audited_cases.note": OTHERS,
    "glass.reason": BOTH,
    "merges.from_before": BOTH,
    "merges.moved_before": BOTH,
    "merges.moved_after": BOTH,
    "records.details": BOTH,
}
WORDS = re.compile(rf"{STEM} [0-9]+")
PLAIN = {  # by the place of a row: what it says without a word that somebody wrote, and its marks
    "cases": ("Born: 29 November 1971", NEITHER),
    "identifiers": ("PNC: 1979/0163001B", NEITHER),
    "spells": ("Category: 2 (violent offenders); Level: level 1", NEITHER),
    "requests": ("What for: Police escort on release", SAFETY),
    "disclosures": ("Decision: Yes", SAFETY),
    "watches": ("From: 1 May 2026; Until: 20 May 2026", SAFETY),
    "heard": ("Disclosure decided: yes", SAFETY),
    "attendance": ("Agency: Police; How: Attended", OTHERS),
    "glass": ("By: Police, practitioner", NEITHER),
}


@pytest.fixture(scope="module")
def ring() -> NotingRing:
    return NotingRing([bytes(range(7, 39))])


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, ring: NotingRing
) -> Iterator[Database]:
    """Everything that is sealed says a word that is found again; nothing here changes it."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("marks") / "mappa.db"
        path.write_bytes(request.getfixturevalue("migrated_file").read_bytes())
        url = f"sqlite:///{path}"
    else:
        server = request.getfixturevalue("postgres")
        url = server.url(server.copy_of("template_mappa"))
    with closing(Database(make_engine(url), ring)) as db:
        fill(db)
        yield db


@cache
def copied(db: Database, ref: str) -> tuple[Copy, list[dict[str, Any]]]:
    with db.read() as session:
        copy = make_copy(session, get_case(session, ref), "SAR-7", NOW)
    return copy, json.loads(subject_access_json(copy))


def sealed_of(session: Session, ids: list[int], ring: NotingRing) -> set[str]:
    """Every word that is sealed in a row of these cases or of a meeting that heard one, opened by
    the key and place with which it was sealed: by none of the code that makes the copy."""
    found = set()
    for table in metadata.sorted_tables:
        of = _of(table, ids)
        for column in (one for one in table.c if one.name.endswith("_sealed") and of is not None):
            query = select(column).where(of, column.is_not(None))
            for sealed in map(bytes, session.execute(query).scalars()):
                raw, place = ring.places[sealed]
                found |= set(WORDS.findall(DataKey(raw).open(sealed, place)))
    return found


def _of(table: Table, ids: list[int]) -> Any:
    """None where a row belongs to no case."""
    if table is cases:
        return cases.c.id.in_(ids)
    if table is merges:
        return merges.c.into_case_id.in_(ids)
    if table is meetings:
        return meetings.c.id.in_(select(heard.c.meeting_id).where(heard.c.case_id.in_(ids)))
    return table.c.case_id.in_(ids) if "case_id" in table.c else None


@pytest.mark.parametrize(("ref", "pieces"), [("BED-1042", 1), ("BED-2061", 2)])
def test_every_text_that_is_sealed_of_a_case_is_in_the_copy_marked_as_its_kind(
    filled: Database, ring: NotingRing, ref: str, pieces: int
) -> None:
    with filled.read() as session:
        whole = list_pieces(session, get_case(session, ref))
        planted = sealed_of(session, list(whole), ring)
    _, items = copied(filled, ref)
    assert len(whole) == pieces and len(planted) > (40 if pieces == 1 else 1)
    assert {word for item in items for word in WORDS.findall(item["value"])} == planted
    wrong = []
    for item in items:
        place = item["source"].partition(" ")[2]
        if WORDS.search(item["value"]) and item["review"] != MARKED[place]:
            wrong.append((place, item["review"]))
    assert wrong == []


def test_every_place_of_the_table_is_met_and_plain_facts_have_the_marks_of_their_kind(
    filled: Database,
) -> None:
    items = [item for ref in ("BED-1042", "BED-2061") for item in copied(filled, ref)[1]]
    met = {item["source"].partition(" ")[2] for item in items if WORDS.search(item["value"])}
    assert met == MARKED.keys()
    for place, (says, review) in PLAIN.items():
        found = [
            item["review"]
            for item in items
            if item["source"].endswith(f" {place}") and says in item["value"]
        ]
        assert found and all(one == review for one in found), place


def test_nobody_who_is_registered_is_named_and_what_was_merged_says_so(filled: Database) -> None:
    _, items = copied(filled, "BED-2061")
    said = json.dumps(items)
    assert "Practice" not in said and "U0CORA" not in said
    assert {one["item"] for one in items if one["section"] == "Merges"} >= {"Merge"}
    earlier = [one for one in items if one["source"].startswith("BED-2051 ")]
    assert earlier and all(one["item"].endswith("(as BED-2051)") for one in earlier)
    (merge,) = [one for one in items if one["source"] == "BED-2061 merges"]
    assert "Of: BED-2051; Into: BED-2061" in merge["value"]
    assert "By: Probation, co-ordinator" in merge["value"]


def test_of_another_case_nothing_is_in_the_copy(filled: Database) -> None:
    said = json.dumps(copied(filled, "BED-1042")[1])
    assert "BED-1043" not in said and "X320742" not in said and "1982" not in said


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)  # it is all the same to it
def test_in_the_document_the_marks_stand_in_the_text_and_are_counted_in_front(
    filled: Database,
) -> None:
    copy, items = copied(filled, "BED-1042")
    content = subject_access_docx(copy, TODAY)
    assert content == subject_access_docx(copy, TODAY)
    document = Document(BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[0] == "Subject access: working copy of BED-1042"
    assert "It is not the disclosure itself." in texts[1]
    numbered = [text for text in texts if re.match("[0-9]+[.] ", text)]
    assert len(numbered) == len(items)
    for text, item in zip(numbered, items, strict=True):
        marks = re.findall(r"\[REVIEW: ([a-z ]+)\]", text.partition(":")[0] + text)
        assert item["review"] == list(dict.fromkeys(marks)), text
        assert set(WORDS.findall(text)) == set(WORDS.findall(item["value"]))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[0] == ["Section", "Items", "To review", "Third party", "Crime or safety"]
    assert rows[-1][:3] == ["Total", str(len(items)), str(copy.to_review)]
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "OFFICIAL-SENSITIVE"
    assert "Closed under the Freedom of Information Act 2000" in section.footer.paragraphs[0].text
