"""An answer as a file: its table for a spreadsheet, its chart as a picture."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from slack_bolt import Ack

from handlers.answering import Answered
from handlers.askers import delivery_key, get_asker
from handlers.desks import Desk, Reply
from handlers.finding import show_window
from handlers.late_answers import answer_later
from handlers.sharing import answered_again
from handlers.views import blocks
from handlers.views import questions as views
from mappa.access import counts_category_4, may
from mappa.answering.period_words import BUCKET_NAMES
from mappa.asking.questions import Comparison
from mappa.errors import NotFound
from mappa.findings import as_csv
from mappa.people import Person
from storage.deliveries import once
from storage.outgoing import Attachment, Message, add_outgoing
from storage.questions_asked import STALE
from storage.sent_files import KEPT

Body = Mapping[str, Any]
Make = Callable[[Answered], bytes]


def press_table(ack: Ack, body: Body, desk: Desk) -> None:
    """The table, as a person of their role may see it at this moment."""
    _give(ack, body, desk, "csv", table_csv)


def press_picture(ack: Ack, body: Body, desk: Desk) -> None:
    """The chart as a picture: drawn after the acknowledgement."""
    _give(ack, body, desk, "png", chart_picture)


def table_csv(answered: Answered) -> bytes:
    """What was read and said, then the rows."""
    asked, found = answered.asked, answered.answer
    rows = [[label, str(value)] for label, value in views.cells(asked, found)]
    notes = [[], [f"Read as: {found.reading}."], [found.text]]
    return as_csv(views.columns(asked), [*rows, *notes])


def chart_picture(answered: Answered) -> bytes:
    """Drawn of the same figures as the chart in the message; what is not shown is not drawn."""
    from handlers.publishing.charts import chart_png

    asked, found = answered.asked, answered.answer
    rows = [(row.label, row.value) for row in found.rows if row.value is not None]
    lines = not isinstance(asked, Comparison) and asked.by in BUCKET_NAMES
    series = {views.columns(asked)[1]: [value for _, value in rows]}
    words = chart_words(answered)
    return chart_png(
        views.title_of(found), [label for label, _ in rows], series, words, lines=lines
    )


def chart_words(answered: Answered) -> str:
    """What the picture shows, for whoever cannot see it."""
    rows = views.rows_in_words(answered.asked, answered.answer).replace("\n", ", ")
    return f"Chart: {answered.answer.reading}. {rows}"


def _give(ack: Ack, body: Body, desk: Desk, ending: str, make: Make) -> None:
    """Counted anew with the access of this moment; the file goes to the person's own messages."""
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        once(session, delivery_key(body), visit.now)
        answered, _ = answered_again(session, visit, str(body["actions"][0].get("value", "")))
        if answered.answer.status != "answered" or not answered.answer.rows:
            raise NotFound(STALE)
    counted_for = visit.person
    work = partial(_put_in_outbox, desk, body, answered, counted_for, ending, make)
    answer_later(desk, counted_for, work)
    notice = Reply(views.file_coming()).marked(desk.practice).message
    show_window(desk, body, blocks.notice("File", notice.blocks))
    ack()


def _put_in_outbox(
    desk: Desk, body: Body, answered: Answered, counted_for: Person, ending: str, make: Make
) -> None:
    """What the figures were counted with is needed again when the file is sent."""
    content = make(answered)
    hours = KEPT // timedelta(hours=1)
    with desk.db.write() as session:
        visit = desk.visit(get_asker(session, body, desk.now()), "button")
        file = Attachment(
            name=f"figures-{visit.today.isoformat()}",
            ending=ending,
            title=f"MAPPA figures, {visit.today.isoformat()}",
            content=content,
            alt=chart_words(answered) if ending == "png" else "",
            needs="ask exactly" if may(counted_for, "ask exactly") else "ask",
            grants=("category-4",) if counts_category_4(counted_for) else (),
        )
        text = blocks.escape(views.file_introduction(answered.answer, hours))
        message = Reply(Message(text, (), file)).marked(desk.practice).message
        add_outgoing(session, message, visit.person, visit.now, about=(), is_answer=True)
