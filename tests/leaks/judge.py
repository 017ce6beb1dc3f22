"""Decides of every marker, and of every reference, whether it belongs where it was found."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.sandbox.cast import CHANNELS
from tests.leaks.entitled import Entitled
from tests.leaks.exits import NOBODY, Exit
from tests.leaks.markers import REF, Mark
from tests.leaks.worlds import World

OF_A_REFERRAL = ("referralreason", "decisionreason")


@dataclass(frozen=True, slots=True)
class Leak:
    """A marker or a reference where it does not belong, and on which way it came there."""

    kind: str  # hidden, fallback, log, channel, or not theirs
    found: str
    to: str
    what: str
    way: str
    around: str

    def __str__(self) -> str:
        return (
            f"{self.kind}: {self.found} to {self.to} in {self.what} after {self.way}: {self.around}"
        )


@dataclass
class Judge:
    """Keeps count of everything that it has looked at."""

    world: World
    searched: int = 0
    rightly: Counter[str] = field(default_factory=Counter)  # by field
    leaks: list[Leak] = field(default_factory=list)
    _said: dict[str, set[Mark | str]] = field(default_factory=lambda: defaultdict(set))
    _waiting: dict[str, set[Mark | str]] = field(default_factory=lambda: defaultdict(set))

    def hear(self, user: str, said: str, *, waits: bool = False) -> None:
        """What somebody types or sends in may be said back to them, and to nobody else: until it
        is forgotten, or, where the answer `waits` in the outbox, until that is sent."""
        kept = self._waiting if waits else self._said
        kept[user].update(self.world.marks.find(said))
        kept[user].update(REF.findall(said.upper()))

    def forget(self, *, sent: bool = False) -> None:
        self._said.clear()
        if sent:
            self._waiting.clear()

    def look(self, exits: Iterable[Exit], moments: Iterable[Entitled], way: str) -> list[Leak]:
        """At what left in one step. `moments`: before it and after it, since a step may give or
        take access."""
        known = [*moments]
        found = [leak for one in exits for leak in self._leaks(one, known, way)]
        self.leaks += found
        return found

    def _leaks(self, one: Exit, moments: list[Entitled], way: str) -> Iterator[Leak]:
        self.searched += len(one.shown) + len(one.hidden) + len(one.fallback)
        to = one.user or one.place or NOBODY
        said = self._said[one.user] | self._waiting[one.user] if one.user else set()
        for mark in self.world.marks.find(one.hidden):
            yield self._leak("hidden", mark, to, one, way, one.hidden)
        for mark in self.world.marks.find(one.fallback):
            if mark not in said:
                yield self._leak("fallback", mark, to, one, way, one.fallback)
        for mark in self.world.marks.find(one.shown):
            if not one.user:
                yield self._leak("channel", mark, to, one, way, one.shown)
            elif self._is_theirs(one.user, mark, moments) or mark in said:
                self.rightly[mark.field] += 1
            else:
                yield self._leak("not theirs", mark, to, one, way, one.shown)
        whole = f"{one.shown}\n{one.hidden}\n{one.fallback}"
        for ref in set(REF.findall(whole)):
            if self._may_stand(one, ref, moments) or ref in said:
                self.rightly["reference"] += 1
            else:
                yield Leak("reference", ref, to, one.what, way, _around(whole, ref))

    def _is_theirs(self, user: str, mark: Mark, moments: list[Entitled]) -> bool:
        ref = self.world.refs.get(mark.number)
        if ref and mark.field in OF_A_REFERRAL:  # whoever made it follows it
            return any(
                moment.may_read(user, ref) or user in moment.referred.get(ref, set())
                for moment in moments
            )
        if ref:
            return any(moment.may_read(user, ref) for moment in moments)
        area = self.world.areas.get(mark.number)
        if area is None:
            return False
        if mark.number in self.world.meetings:
            meeting = f"{area}-M{mark.number}"
            return any(moment.may_come(user, meeting) for moment in moments)
        if mark.field == "membername" and any(moment.chairs_in(user, area) for moment in moments):
            return True  # a chair sees who is invited
        return any(moment.may_see_any(user, area) for moment in moments)

    def _may_stand(self, one: Exit, found: str, moments: list[Entitled]) -> bool:
        """A reference: private to somebody who may know of it, or where everybody may see it."""
        if one.what == "log":
            return True  # the log carries references, never names
        ref = next((moment.of_case[found] for moment in moments if found in moment.of_case), found)
        if not any(ref in moment.cases for moment in moments):
            return bool(one.user)  # a meeting, or nothing at all
        if one.user:
            return any(moment.may_know_of(one.user, ref) for moment in moments)
        members = CHANNELS[one.place].members if one.place in CHANNELS else ()
        everybody = bool(members) and CHANNELS[one.place].kind == "private"
        return everybody and all(
            any(moment.may_see(user, ref) for moment in moments) for user in members
        )

    def _leak(self, kind: str, mark: Mark, to: str, one: Exit, way: str, text: str) -> Leak:
        found = f"{mark.field} of {self.world.refs.get(mark.number, mark.number)}"
        return Leak(kind, found, to, one.what, way, _around(text, str(mark.number)))


def _around(text: str, found: str) -> str:
    at = text.find(found)
    return text[max(0, at - 60) : at + 60].replace("\n", " / ")
