"""The word `help`: what can be typed, with examples that work."""

from handlers.desks import Reply, Visit
from handlers.views import help_pages as views
from mappa.errors import NotFound
from storage.databases import Session


def show_help(session: Session, visit: Visit, typed: str) -> Reply:
    """Everything on one page, or one word in full."""
    word = typed.lower().strip().removeprefix(visit.desk.command).strip()
    if not word:
        return views.all_words(visit.desk.command)
    page = views.PAGES.get(word)
    if page is None:
        raise NotFound(
            f"There is no help on that. Words: {', '.join(views.PAGES)}. "
            f"Example: {visit.desk.command} help update"
        )
    return views.one_word(visit.desk.command, page)
