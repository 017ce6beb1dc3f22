"""How referrals are listed: one line each, with the button that opens its screening."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.referrals import SCREEN_REFERRAL
from mappa.agencies import AGENCIES
from mappa.days import uk_date
from storage.referrals import StoredReferral


@dataclass(frozen=True, slots=True)
class Row:
    """A referral, with what the person may see of it: the case only where it is theirs."""

    referral: StoredReferral
    case_ref: str | None
    screens: bool
    clock: str


def referral_list(
    title: str,
    chosen: str,
    rows: Sequence[Row],
    page: int,
    pages: int,
    count: int,
    command: str,
) -> Reply:
    """One page; what a button does can also be typed."""
    head = f"{title}: {count}, page {page} of {pages}"
    lines = [_line(row) for row in rows] or ["none" if page == 1 else "There is no more."]
    onward = [f"Next: {command} referrals {chosen} page {page + 1}"] if page < pages else []
    shown = [blocks.header(head)]
    if rows:
        shown += [_shown(row, line) for row, line in zip(rows, lines, strict=True)]
    else:
        shown += map(blocks.words, lines)
    if any(_can_be_screened(row) for row in rows):
        onward.append(f"Screen one with: {command} screen REFERENCE")
    text = "\n".join([head, *lines, *onward])
    return say(blocks.escape(text), *shown, *map(blocks.context, onward))


def _line(row: Row) -> str:
    one = row.referral
    agency = AGENCIES.get(one.agency or "", "agency not recorded")
    parts = [
        f"{one.ref}: {uk_date(one.referred_on)}",
        agency,
        f"level {one.level_sought} sought",
        *_state(row),
        *([f"case {row.case_ref}"] if row.case_ref else []),
    ]
    return ", ".join(parts)


def _state(row: Row) -> list[str]:
    one = row.referral
    if one.decision == "open":
        waits = ["more is asked for"] if one.more_asked_on else []
        return ["open", *waits, row.clock]
    level = f" at level {one.level_set}" if one.level_set else ""
    when = f" on {uk_date(one.decided_on)}" if one.decided_on else ""
    return [f"{one.decision}{level}{when}"]


def _can_be_screened(row: Row) -> bool:
    return row.screens and row.referral.decision == "open"


def _shown(row: Row, line: str) -> blocks.Block:
    block = blocks.words(line)
    if _can_be_screened(row):
        block["accessory"] = blocks.button("Screen", SCREEN_REFERRAL, row.referral.ref)
    return block
