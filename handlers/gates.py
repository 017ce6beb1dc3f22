"""What every payload passes before the database is touched: it can be read, and whoever sends it
has not done too much at once."""

from handlers.askers import Body, asker_ids
from handlers.desks import Desk
from handlers.paces import TooMuch, Verdict
from handlers.payloads import require_readable

# Nobody does these: Slack tells of them, and each may end somebody's access.
TOLD_BY_SLACK = frozenset({"user_change"})


def let_in(desk: Desk, body: Body) -> None:
    """Refuse with one sentence what is not to be looked at any further."""
    require_readable(body)
    if "event" in body and body["event"]["type"] in TOLD_BY_SLACK:
        return
    verdict = desk.paces.take(asker_ids(body), desk.now())
    if verdict is not Verdict.TAKE:
        raise TooMuch(told=verdict is Verdict.DROP)
