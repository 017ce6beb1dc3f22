"""Whatever people type in whatever order: nothing illegal, nothing at once, nothing lost.

Real commands of several people, through the bot, while time passes; after each of them the
database is asked. More of it: SEQUENCES=2000 pytest tests/handlers/test_sequences.py
"""

import os
from contextlib import closing
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mappa.case_facts import STILL_RUNNING as NEVER
from storage.databases import Session
from storage.tables import metadata, reminders
from tests.handlers import spoken
from tests.handlers.conftest import production_log
from tests.handlers.conversations import Conversation, conversation
from tests.handlers.laws import (
    broken_laws,
)
from tests.handlers.offices import Office
from tests.handlers.sheets import sheets
from tests.handlers.slates import Slate
from tests.handlers.watches import Watch
from tests.handlers.workspaces import Slack

EXAMPLES = int(os.environ.get("SEQUENCES", "4"))
USERS = ["U0CORA"] * 12 + ["U0PRIYA", "U0PETE", "U0ADA", "U0NOEL", "U0CHAS"]
USER = st.sampled_from(USERS)
CASE = st.integers(0, 3)
STEPS = {
    "update": st.tuples(CASE, spoken.changes()),
    "correct": st.tuples(CASE, st.integers(0, 9), spoken.corrections()),
    "undo": st.one_of(st.none(), CASE),
    "refer": st.tuples(st.one_of(CASE, spoken.SUBJECTS), spoken.referrals()),
    "screen": st.tuples(CASE, spoken.SCREENED),
    "answer": CASE,
    "request": st.tuples(CASE, spoken.REQUESTED),
    "action": st.tuples(CASE, spoken.ACTED),
    "transfer": st.tuples(CASE, spoken.STEPS),
    "merge": st.tuples(CASE, CASE, st.booleans()),
    "unmerge": CASE,
    "reassign": st.tuples(spoken.SOMEBODY, spoken.SOMEBODY),
    "deputy": st.tuples(spoken.SOMEBODY, spoken.SOMEBODY, spoken.AHEAD),
    "look": st.tuples(CASE, spoken.LOOKS),
    "count": st.none(),
    "sheet": st.tuples(CASE, sheets()),
    "wait": st.sampled_from([1, 11, 24 * 60, 30 * 24 * 60]),
}
OFTEN = (
    ["update"] * 8
    + ["correct"] * 4
    + ["undo", "undo", "sheet", "sheet", "merge", "request"]
    + ["action"] * 3
)
STEP = st.sampled_from([*STEPS, *OFTEN]).flatmap(
    lambda word: st.tuples(st.just(word), USER, STEPS[word])
)


@pytest.mark.parametrize("kind", ["file_slate", "row_slate"])
def test_no_sequence_of_commands_makes_anything_illegal_or_loses_anything(
    kind: str, slack: Slack, request: pytest.FixtureRequest
) -> None:
    slate: Slate = request.getfixturevalue(kind)
    slate.wipe()
    with (
        production_log() as log,
        conversation(slack, slate.kit, log) as talk,
        closing(Watch(talk.db)) as watch,
    ):
        # A failing one is not made shorter, which takes minutes: the note on its last step tells.
        @settings(
            max_examples=EXAMPLES,
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(st.lists(STEP, min_size=12, max_size=30))
        def work(steps: list[tuple[str, str, Any]]) -> None:
            slate.wipe()
            office = Office(talk, watch)
            for step in steps:
                office.take(step)
            office.look_back()

        work()


def test_a_law_that_is_broken_is_told(talk: Conversation) -> None:
    """What no word can do is done by hand."""
    made = [("custody", date(2026, 1, 1), date(2026, 3, 1)), ("custody", date(2026, 2, 1), NEVER)]
    made.append(("absences", date(2026, 5, 1), NEVER))

    def break_it(session: Session) -> None:
        for name, from_on, to_on in made:
            why = {"why": "recall"} if name == "custody" else {}
            row = {"case_id": 1, "from_on": from_on, "to_on": to_on, **why}
            session.execute(metadata.tables[name].insert(), row)
        session.execute(reminders.update().values(about_on=date(2027, 4, 1)))

    assert talk.read(broken_laws) == []
    talk.write(break_it)
    told = {law.partition(":")[0] for law in talk.read(broken_laws)}
    assert told == {
        "two custody on one day",
        "in custody and at large",
        "a reminder of what is not recorded",
    }
