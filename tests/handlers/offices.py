"""Two areas' people at work: what they type, and what must be so after each of their steps."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from mappa.case_facts import Placement
from mappa.cases import Custody, Order, Spell, TeamMember
from mappa.clocks import london_day
from mappa.corrections import NOUNS
from mappa.days import uk_date
from storage.cases import StoredCase
from storage.databases import Session
from storage.deriving import derive_reminders
from storage.people import list_people
from storage.tables import actions, referrals, reminders
from tests.build import NOW, POLICY
from tests.handlers import spoken
from tests.handlers.conversations import Conversation
from tests.handlers.laws import (
    all_cases,
    broken_laws,
    not_canonical,
    people_in_the_community,
    shared_identifiers,
    told_in_vain,
)
from tests.handlers.pasts import Pasts
from tests.handlers.referring import give, register
from tests.handlers.sheets import Rows, bring_in
from tests.handlers.watches import Watch
from tests.handlers.workspaces import Answer

OTHERS: dict[str, dict[str, Any]] = {
    "BED-1043": {
        "crn": "X000001",
        "name": "Alex Invented",
        "spells": (Spell(1, 0, date(2026, 2, 2)),),
        "custody": (Custody(date(2026, 2, 2)),),
        "orders": (Order("SHPO", date(2026, 2, 2), date(2031, 2, 2)),),
        "dates": {"release": date(2026, 9, 1), "licence_end": date(2027, 3, 1)},
    },
    "BED-1044": {
        "crn": None,
        "spells": (Spell(2, 1, date(2025, 1, 1), date(2025, 9, 1)), Spell(3, 2, date(2025, 9, 1))),
        "placements": (Placement("private", date(2025, 10, 1)),),
        "team": (TeamMember("U0PETE", "owner"), TeamMember("U0PRIYA")),
    },
}


class Office:
    """Two areas' people at work. Cora has every grant, Ada none; Noel is of another area."""

    def __init__(self, talk: Conversation, watch: Watch) -> None:
        self.talk, self.watch = talk, watch
        talk.clock.at = NOW
        give(talk, "U0CORA", "category-4", "limited")
        register(talk, "U0ADA", "co-ordinator")
        register(talk, "U0NOEL", "co-ordinator", "category-4", "limited", area="HER")
        for ref, facts in OTHERS.items():
            talk.open_case(ref, **facts)
        self.stored = talk.read(all_cases)
        self.pasts = talk.read(lambda session: Pasts(session, self.stored))
        self.changed: set[int] = set()
        self.shared: set[tuple[str, str, str]] = set()
        self.kept: dict[str, int] = {}
        self.last: dict[int, str] = {}  # whose words changed each case last
        self.state = watch.state()

    def take(self, step: tuple[str, str, Any]) -> None:
        """One step: its word, whose it is, and what is said."""
        word, user, said = step
        self.talk.clock.pass_(seconds=7)
        getattr(self, word)(user, said)

    # What people do

    def update(self, user: str, said: tuple[int, str]) -> None:
        self.say(user, f"update {self.ref(said[0])} {said[1]}")

    def correct(self, user: str, said: tuple[int, int, dict[str, str]]) -> None:
        """A fact that the case has, if it has any."""
        case = self.case(said[0])
        held = {noun: getattr(case.facts, NOUNS[noun].field) for noun in NOUNS}
        nouns = [noun for noun, facts in held.items() if facts] or ["spell"]
        noun = nouns[said[1] % len(nouns)]
        facts = held[noun]
        day = uk_date(getattr(facts[said[1] % len(facts)], NOUNS[noun].day)) if facts else "{-10}"
        self.say(user, f"correct {case.facts.ref} {noun} {day} {said[2][noun]}")

    def undo(self, user: str, case: int | None) -> None:
        """Where nothing has come since, the case is again what it was before."""
        last = dict(self.last)
        self.say(user, "undo" if case is None else f"undo {self.ref(case)}")
        for one in self.changed:
            if last.get(one, "").startswith((f"{user}: update", f"{user}: correct")):
                self.check_back(one)

    def refer(self, user: str, said: tuple[int | str, str]) -> None:
        subject = said[0] if isinstance(said[0], str) else self.ref(said[0])
        self.say(user, f"refer {subject} {said[1]}")

    def screen(self, user: str, said: tuple[int, str]) -> None:
        if ref := self.open_referral(said[0]):
            self.say(user, f"screen {ref} {said[1]} because it was decided")

    def answer(self, user: str, which: int) -> None:
        if ref := self.open_referral(which):
            self.say(user, f"answer {ref} he moves to Luton")

    def request(self, user: str, said: tuple[int, str]) -> None:
        self.say(user, f"request {self.ref(said[0])} {said[1]}")

    def action(self, user: str, said: tuple[int, str]) -> None:
        """A new one of a case, or what became of one."""
        case = self.case(said[0])
        ref, about = case.facts.ref, case.id
        if not said[1].startswith("what to"):
            rows = self.talk.read(_actions)
            ref, about = rows[said[0] % len(rows)] if rows else ("BED-AC1", about)
        if self.say(user, f"action {ref} {said[1]}").text.startswith("Saved"):
            self.changed = {about}
            self.check_reminders()

    def transfer(self, user: str, said: tuple[int, str]) -> None:
        """Mostly by who can: of an offer that is open by the area that is asked."""
        facts = self.case(said[0]).facts
        offered = any(one.decision == "open" for one in facts.transfers)
        asked = offered != (facts.area == "HER")
        if user == "U0CORA" and asked and "withdraw" not in said[1]:
            user = "U0NOEL"
        self.say(user, f"transfer {facts.ref} {said[1]}")

    def merge(self, user: str, said: tuple[int, int, bool]) -> None:
        kept = f" keeping {self.ref(said[1])}" if said[2] else ""
        apart = said[0] + 1 if said[0] == said[1] else said[0]
        self.say(user, f"merge {self.ref(apart)} into {self.ref(said[1])}{kept} because one person")

    def unmerge(self, user: str, which: int) -> None:
        gone = [one.facts.ref for one in self.stored if one.facts.merged_into]
        ref = gone[which % len(gone)] if gone else self.ref(which)
        last = dict(self.last)
        self.say(user, f"unmerge {ref} because two people after all")
        words = {last.get(one, "") for one in self.changed}
        if len(self.changed) == 2 and len(words) == 1 and ": merge" in "".join(words):
            for one in self.changed:
                self.check_back(one)

    def check_back(self, case_id: int) -> None:
        *_, before, _, now = self.pasts.states[case_id]
        assert now == before, f"{now} is not {before}"

    def reassign(self, user: str, said: tuple[str, str]) -> None:
        self.say(user, f"reassign {said[0]} to {said[1]} because on leave")

    def deputy(self, user: str, said: tuple[str, str, str]) -> None:
        self.say(user, f"deputy {said[0]} for {said[1]} until {said[2]}")

    def look(self, user: str, said: tuple[int, str]) -> None:
        """Nobody changes anything by looking, and nobody finds a case that was merged."""
        answer = self.say(user, said[1].format(case=self.ref(said[0])))
        assert not self.changed
        merged = [one.facts.ref for one in self.stored if one.facts.merged_into]
        if said[1].startswith("find"):
            assert not [ref for ref in merged if ref in answer.whole]

    def count(self, user: str, said: None) -> None:
        """The figure is what plain SQL over the very tables gives."""
        area = "HER" if user == "U0NOEL" else "BED"
        user = "U0NOEL" if user == "U0NOEL" else "U0CORA"
        people = self.talk.read(lambda s: people_in_the_community(s, area, self.today))
        answer = self.say(user, "how many cases").text
        assert answer.startswith((f"{people} people", f"{people} person")), answer

    def sheet(self, user: str, said: tuple[int, Rows]) -> None:
        """The spreadsheet that still runs in parallel, with rows of this case."""
        come_of_it = bring_in(self.talk, self.ref(said[0]), said[1])
        self.look_around(f"sheet {said[1]}", come_of_it)

    def wait(self, user: str, minutes: int) -> None:
        self.talk.clock.at += timedelta(minutes=minutes)

    # What is so after it

    def say(self, user: str, line: str) -> Answer:
        typed = spoken.with_days(line, self.today)
        answer = self.talk.typed(user, typed)
        assert "went wrong" not in answer.text, f"{typed}\n{self.talk.log.getvalue()[-4000:]}"
        self.look_around(f"{user}: {typed}", answer.text)
        return answer

    def look_around(self, typed: str, said: str) -> None:
        """Either it was saved, and all is as it must be; or it was refused, and nothing changed."""
        state, before = self.watch.state(), self.state
        self.state, self.changed = state, set()
        if state == before:
            assert not said.startswith("Saved"), typed
            return
        try:
            self.talk.read(lambda session: self.check(session, typed))
            self.check_reminders()
            self.check_kept()
            nothing = "othing was saved" in said or "othing was changed" in said
            assert not (nothing and self.changed), "it says that nothing was"
        except AssertionError as problem:
            problem.add_note(f"after {typed}: {said}")
            raise
        self.last |= dict.fromkeys(self.changed, typed)

    def check(self, session: Session, typed: str) -> None:
        stored = all_cases(session)
        assert broken_laws(session) == []
        assert [name for case in stored for name in not_canonical(case.facts)] == []
        assert list(told_in_vain(session, stored)) == []
        self.changed = self.pasts.take_in(session, stored)
        shared = shared_identifiers(stored)
        self.check_shared(typed, shared - self.shared)
        self.shared, self.stored = shared, stored

    def check_shared(self, typed: str, new: set[Any]) -> None:
        """Two cases with one identifier: only where who typed it could not know of the other, or
        said that it is somebody else, or where cases came together that were apart."""
        apart = "new-person" in typed or typed.split()[1] in ("transfer", "unmerge")
        assert not new or apart or not typed.startswith(("U0CORA", "sheet")), new

    def check_kept(self) -> None:
        """What was said once is there for good."""
        kept = {name: self.talk.count(name) for name in ("notes", "referrals", "merges", "records")}
        assert all(kept[name] >= self.kept.get(name, 0) for name in kept), kept
        self.kept = kept

    def check_reminders(self) -> None:
        """They are what they would be if they were made anew from the cases as they are."""
        now = self.talk.clock()
        with suppress(_TakenBack), self.talk.db.write() as session:
            before = _planned(session)
            for area in ("BED", "HER"):
                moved = [case for case in self.stored if case.id in self.changed]
                own = [case for case in moved if case.facts.area == area]
                derive_reminders(session, own, list_people(session, area), POLICY, now)
            assert _planned(session) == before
            raise _TakenBack

    def look_back(self) -> None:
        self.talk.read(lambda session: self.pasts.check_all(session, self.stored))

    @property
    def today(self) -> date:
        return london_day(self.talk.clock())

    def open_referral(self, which: int) -> str:
        query = select(referrals.c.ref).where(referrals.c.decision == "open")
        found = self.talk.read(lambda session: session.execute(query).scalars().all())
        return found[which % len(found)] if found else ""

    def case(self, which: int) -> StoredCase:
        return self.stored[which % min(len(self.stored), 4)]

    def ref(self, which: int) -> str:
        return self.case(which).facts.ref


def _actions(session: Session) -> list[tuple[str, int]]:
    """Each with its case."""
    query = select(actions.c.ref, actions.c.case_id).order_by(actions.c.id)
    return [(row.ref, row.case_id) for row in session.execute(query)]


class _TakenBack(Exception):
    """Takes back what was done to compare."""


def _planned(session: Session) -> set[tuple[Any, ...]]:
    columns = reminders.c["case_id", "kind", "about_on", "notice", "person_id", "state"].values()
    return {tuple(row) for row in session.execute(select(*columns))}
