"""Which dates of a case people are told of: those recorded on it, and those that follow from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mappa.cases import STILL_RUNNING, CaseRecord
from mappa.policies import Policy

LONGEST_SUBJECT = 40  # characters, as many as are stored


@dataclass(frozen=True, slots=True)
class OpenReferral:
    """A referral that waits for its decision."""

    ref: str
    referred_on: date


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that is not done; `owner` is a Slack id, empty where it is nobody's here."""

    ref: str
    due_on: date
    owner: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A meeting, planned in the bot and not called off, that hears the case; `chair` is a Slack
    id."""

    ref: str
    level: int
    on: date
    status: str
    chair: str = ""
    minutes_issued: bool = False


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from a case and stands beside it."""

    referrals: tuple[OpenReferral, ...] = ()
    actions: tuple[OpenAction, ...] = ()
    panels: tuple[Panel, ...] = ()

    @property
    def chairs(self) -> frozenset[str]:
        """Who chairs a meeting that hears the case, and therefore sees it."""
        return frozenset(panel.chair for panel in self.panels if panel.chair)

    def chair(self, today: date) -> str:
        """The chair of the next meeting, else of the last one; empty where there is none."""
        ahead = [one for one in self.panels if one.status == "planned" and one.on >= today]
        chaired = [one for one in ahead if one.chair]
        if chaired:
            return min(chaired, key=lambda one: one.on).chair
        chaired = [one for one in self.panels if one.chair]
        return max(chaired, key=lambda one: one.on).chair if chaired else ""


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A date with what it belongs to, "case BED-1042", and whom the words of the policy mean for
    it, by Slack id."""

    subject: str
    kind: str
    on: date
    owners: frozenset[str] = frozenset()
    contacts: frozenset[str] = frozenset()
    chairs: frozenset[str] = frozenset()
    invited: frozenset[str] = frozenset()

    def meant(self, to: str) -> frozenset[str]:
        """Whom one of the policy's words means; co-ordinators go by their role."""
        if to == "owner":
            return self.owners
        if to == "agency-contact":
            return self.contacts
        if to == "chair":
            return self.chairs
        return self.invited if to == "invited" else _NOBODY


_NOBODY: frozenset[str] = frozenset()


def told_dates(
    case: CaseRecord, following: Following, policy: Policy, today: date
) -> Iterator[ToldDate]:
    """The dates that the policy has notices for; of a case that has left, those that go on."""
    if case.merged_into or case.erased_on:
        return
    chair = following.chair(today)
    for one in _all_dates(case, following, policy, today):
        if one.kind in policy.reminders:
            yield ToldDate(
                one.subject,
                one.kind,
                one.on,
                owners=_one(one.owner) or case.owners,
                contacts=_contacts(case, one.agency or case.lead_agency),
                chairs=_one(one.chair or chair),
            )


@dataclass(frozen=True, slots=True)
class _Date:
    """A date with what is known of whose it is; empty: the case's owners, lead agency, chair."""

    subject: str
    kind: str
    on: date
    owner: str = ""
    agency: str = ""
    chair: str = ""


def _all_dates(
    case: CaseRecord, following: Following, policy: Policy, today: date
) -> Iterator[_Date]:
    for kind, on in _dates(case, today):
        yield _Date(f"case {case.ref}", kind, on)
    for request in case.requests:
        if request.due_on and request.closed_on is None:
            subject = f"request {request.number} of {case.ref}"
            agency = request.owner_agency
            yield _Date(subject, "request_due", request.due_on, request.owner, agency)
    for action in following.actions:
        subject = _subject(f"action {action.ref}", case, f"action {action.ref}")
        yield _Date(subject, "action_due", action.due_on, action.owner, action.agency)
    yield from _after_clocks(case, following, policy)


def _after_clocks(case: CaseRecord, following: Following, policy: Policy) -> Iterator[_Date]:
    """What the policy gives a time for: the decision on a referral, the minutes of a meeting."""
    if clock := policy.clocks.get("screening_decision"):
        for referral in following.referrals:
            on = clock.after(referral.referred_on)
            yield _Date(f"referral {referral.ref}", "screening", on)
    for panel in following.panels:
        clock = policy.clocks.get(f"minutes_level_{panel.level}")
        if clock and not panel.minutes_issued:
            subject = _subject(f"minutes {panel.ref}", case, f"minutes of {case.ref}")
            yield _Date(subject, "minutes_due", clock.after(panel.on), chair=panel.chair)


def _subject(what: str, case: CaseRecord, short: str) -> str:
    """It names the case too, unless the references are so long that it cannot be stored."""
    whole = f"{what} of {case.ref}"
    return whole if len(whole) <= LONGEST_SUBJECT else short


def _contacts(case: CaseRecord, agency: str | None) -> frozenset[str]:
    theirs = (one.user_id for one in case.contacts if one.agency == agency)
    return frozenset(filter(None, theirs))


def _one(user_id: str) -> frozenset[str]:
    return frozenset([user_id]) if user_id else frozenset()


def _dates(case: CaseRecord, today: date) -> Iterator[tuple[str, date]]:
    if case.is_open(today):
        yield from case.dates.items()
        yield from _levels_to_confirm(case, today)
        yield from (("order_end", on) for on in sorted(filter(None, _ends(case))))
    yield from (("watch_end", watch.until_on) for watch in case.watches)


def _ends(case: CaseRecord) -> set[date | None]:
    return {order.ends_on for order in case.orders}


def _levels_to_confirm(case: CaseRecord, today: date) -> Iterator[tuple[str, date]]:
    """A release or a parole hearing ahead, while nobody has said at which level."""
    spell = case.spell_on(today) or next(
        (spell for spell in case.spells if spell.ended_on == STILL_RUNNING), None
    )
    if spell is None or spell.level:
        return
    ahead = {case.dates.get(kind) for kind in ("release", "parole_hearing")}
    yield from (("level_to_confirm", on) for on in sorted(filter(None, ahead)) if on >= today)
