"""How it is seen what is due for review, what was erased, and how long one case is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.cases import STILL_RUNNING, CaseRecord
from mappa.days import uk_date
from mappa.policies import Policy
from mappa.retention import CLOCK
from storage.retention import DueCase

ERASE_CASE = "erase_case"
ROWS = 25
NO_CLOCK = "The policy names no time after which a case is looked at, so none falls due."


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, and the cases on it."""

    reply: Reply
    refs: list[str]


@dataclass(frozen=True, slots=True)
class State:
    """How long a case is kept: when it left, when it is looked at, and what is not over yet."""

    left_on: date
    due_on: date | None
    runs: Sequence[str]
    today: date


def due_page(due: Sequence[DueCase], number: int, policy: Policy, command: str) -> Page:
    """The longest overdue first."""
    some = due[(number - 1) * ROWS : number * ROWS]
    lines = [
        f"{one.ref}: left on {uk_date(one.left_on)}, due since {uk_date(one.due_on)}"
        for one in some
    ]
    clock = policy.clocks.get(CLOCK)
    says = (
        f"Looked at by the policy: {clock.value} after the day on which a case left "
        f"({clock.source or 'no source given'})."
        if clock
        else NO_CLOCK
    )
    how = [says]
    if some:
        how.append(f"One of them: {command} retention {some[0].ref}")
    return _page("Due for review", "retention", lines, len(due), number, how, command, some)


def erased_page(erased: Sequence[tuple[str, date]], number: int, command: str) -> Page:
    """The latest first: what is to be erased again should an older backup be brought back."""
    some = [DueCase(ref, on, on) for ref, on in erased[(number - 1) * ROWS : number * ROWS]]
    lines = [f"{one.ref}: erased on {uk_date(one.due_on)}" for one in some]
    how = ["A backup that was taken before that day holds the case still."] if some else []
    return _page("Erased", "retention erased", lines, len(erased), number, how, command, some)


def _page(
    title: str,
    typed: str,
    lines: list[str],
    count: int,
    number: int,
    how: list[str],
    command: str,
    some: Sequence[DueCase],
) -> Page:
    last = max(-(-count // ROWS), 1)
    cases = "1 case" if count == 1 else f"{count:,} cases"
    head = f"{title}: {cases}, page {number} of {last}"
    lines = lines or ["none" if count == 0 else "There is no more."]
    if number < last:
        how = [*how, f"Next: {command} {typed} page {number + 1}"]
    text = "\n".join([head, *lines, *how])
    shown = [blocks.header(head), *blocks.paragraphs("\n".join(lines)), *map(blocks.context, how)]
    return Page(say(blocks.escape(text), *shown), [one.ref for one in some])


def saved(case: CaseRecord, *, is_new: bool) -> str:
    """What became of the day until which it is kept."""
    if not is_new:
        return "That stood here already; nothing was changed."
    if case.kept_until is None:
        return f"Saved: {case.ref} is kept no longer than the policy says."
    return f"Saved: {case.ref} is kept until {uk_date(case.kept_until)}."


def one_case(case: CaseRecord, state: State, policy: Policy, command: str, done: str) -> Reply:
    """When it left, when it is looked at, what is not over, and what can be done."""
    ref = case.ref
    lines = [_left(state), *_due(case, state, policy)]
    if state.runs:
        lines.append(f"Not over yet, so it cannot be erased: {'; '.join(state.runs)}")
    keep = f"To keep it: {command} retention {ref} keep until 1 May 2030 because ..."
    buttons = []
    if not state.runs:
        early = "" if state.due_on and state.due_on <= state.today else "early "
        keep += f"\nTo erase it: {command} erase {ref} {early}because ..."
        erase = blocks.button(f"Erase {ref} ...", ERASE_CASE, ref)
        buttons = [blocks.actions("retention", erase | {"style": "danger"})]
    head = f"Retention of {ref}"
    text = "\n".join(filter(None, [done, head, *lines, keep]))
    shown = [blocks.words(done)] if done else []
    shown += [blocks.header(head), *blocks.paragraphs("\n".join(lines)), blocks.context(keep)]
    return say(blocks.escape(text), *shown, *buttons)


def _left(state: State) -> str:
    if state.left_on == STILL_RUNNING:
        return "It has not left MAPPA."
    ahead = "will leave" if state.left_on > state.today else "left"
    return f"It {ahead} MAPPA on {uk_date(state.left_on)}."


def _due(case: CaseRecord, state: State, policy: Policy) -> list[str]:
    clock = policy.clocks.get(CLOCK)
    kept = [f"It is kept until {uk_date(case.kept_until)}."] if case.kept_until else []
    if clock is None:
        return [NO_CLOCK, *kept]
    if state.due_on is None:
        return kept
    by = f"{clock.value} after it left ({clock.source or 'no source given'})"
    since = "Due for review since" if state.due_on <= state.today else "Due for review on"
    return [f"{since} {uk_date(state.due_on)}. By the policy a case is looked at {by}.", *kept]
