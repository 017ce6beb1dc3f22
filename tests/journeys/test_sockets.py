"""Two people type at once while Slack closes the connection: nothing lost, nothing doubled."""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from storage.cases import get_case
from storage.databases import Database, make_engine
from storage.keys import KeyRing, read_keys
from storage.notes import list_notes
from storage.records import find_broken_record
from tests.journeys.screens import Screen
from tests.journeys.workspaces import Workspace

CASE = "BED-3001"  # both may change it, and both do
ROUNDS = 3  # in the second of which the connection closes, twice


@pytest.mark.parametrize("politely", [True, False], ids=["politely", "rudely"])
def test_what_two_people_type_while_the_connection_closes_is_saved_once(
    browser: Browser, practice: Workspace, practice_folder: Path, politely: bool
) -> None:
    how = "polite" if politely else "rude"
    saved: set[str] = set()
    typed: set[str] = set()
    with (
        Screen(browser, practice.address) as cora,
        Screen(browser, practice.address, "U0PRIYA") as priya,
    ):
        for number in range(ROUNDS):
            practice.wait_for_bot()
            both = {f"{how}-cora-{number}": cora, f"{how}-priya-{number}": priya}
            before = {word: screen.messages.count() for word, screen in both.items()}
            for word, screen in both.items():
                screen.send(f"/mappa update {CASE} note {word}")
                if number == 1:
                    practice.post("sockets/close", politely=politely)
            for word, screen in both.items():
                answer = screen.messages.nth(before[word])
                expect(answer).to_be_visible()
                text = answer.inner_text()
                assert "Saved: note." in text or "did not answer in time" in text
                typed.add(word)
                saved |= {word} if "Saved: note." in text else set()
        practice.wait_for_bot()
        assert cora.errors == priya.errors == []
    stored = _notes(practice_folder)
    assert len(saved) >= ROUNDS
    assert {word: stored[word] for word in saved} == dict.fromkeys(saved, 1)
    assert max(stored[word] for word in typed) == 1


def _notes(folder: Path) -> Counter[str]:
    """How often each note stands in the database of the practice workspace."""
    keys = KeyRing(read_keys((folder / "var/practice.key").read_text()))
    db = Database(make_engine(f"sqlite:///{folder / 'var/practice.db'}"), keys)
    with db.read() as session:
        assert find_broken_record(session, "BED") is None
        notes = list_notes(session, get_case(session, CASE), 1000)
    db.close()
    return Counter(text for _, text in notes)
