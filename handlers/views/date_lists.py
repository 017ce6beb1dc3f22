"""How dates are listed: what has passed first, then day by day."""

from collections.abc import Sequence
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.date_lists import KINDS, WantedDates
from mappa.days import uk_date
from storage.date_lists import ListedDate

ROOM = 3300  # characters of a page


def date_list(
    title: str,
    dates: Sequence[ListedDate],
    today: date,
    wanted: WantedDates,
    again: str,
    most: int,
) -> tuple[Reply, list[ListedDate]]:
    """One page, and what stands on it; `again` is what lists it again."""
    lines = [_line(one, today) for one in dates]
    pages = blocks.pages(lines, ROOM)
    before = sum(len(page) for page in pages[: wanted.page - 1])
    some = pages[wanted.page - 1] if wanted.page <= len(pages) else []
    head = f"{title}: {len(dates)}, page {wanted.page} of {max(1, len(pages))}"
    onward = [f"Next: {again} page {wanted.page + 1}"] if wanted.page < len(pages) else []
    if not onward and len(dates) == most:
        onward = [f"No more than {most:,} are listed: look less far ahead, or at one kind."]
    shown = some or ["Nothing." if wanted.page == 1 else "There is no more."]
    text = "\n".join([head, *shown, *onward])
    reply = say(
        blocks.escape(text),
        blocks.header(head),
        *blocks.paragraphs("\n".join(shown)),
        *map(blocks.context, onward),
    )
    return reply, list(dates[before : before + len(some)])


def _line(one: ListedDate, today: date) -> str:
    what = f"{one.order} ends" if one.order else KINDS[one.kind].lower()
    passed = ""
    if one.on < today:
        passed = ", overdue" if one.kind == "review" else ", passed"
    return f"{uk_date(one.on)}: {one.case_ref}, {what}{passed}"
