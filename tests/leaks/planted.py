"""A marker that is put, on purpose, where it does not belong: on every way out there is."""

import logging
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from tests.leaks.exits import Exit
from tests.leaks.houses import House
from tests.leaks.worlds import World

LEFT_OUT = "C0PANEL"  # where not everybody may see everything


def zipped(content: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", content)
    return out.getvalue()


def folded(text: str) -> bytes:
    """A calendar, in which long lines are broken."""
    half = len(text) // 2
    return f"BEGIN:VCALENDAR\r\nSUMMARY:{text[:half]}\r\n {text[half:]}\r\n".encode()


def leaks_of(house: House) -> dict[str, tuple[str, Callable[[], object]]]:
    """Each with what kind of leak it is: sent by the bot's own client, or logged."""
    client, world = house.talk.bot.desk.client, house.world
    name = _name(world)
    number = next(one for one in world.kinds["nobody's"] if world.area(one) == "BED")
    case = world.cases[number]
    shown = [{"type": "section", "text": {"type": "plain_text", "text": f"It is {name}."}}]
    carries = {
        "type": "actions",
        "elements": [{"type": "button", "action_id": "x", "value": name,
                      "text": {"type": "plain_text", "text": "Press"}}],
    }  # fmt: skip

    def say(channel: str, text: str = "Said.", **more: object) -> Callable[[], object]:
        return lambda: client.chat_postMessage(channel=channel, text=text, **more)  # type: ignore[arg-type]

    def show(value: str) -> Callable[[], object]:
        words = [{"type": "section", "text": {"type": "mrkdwn", "text": value}}]
        return say("D0SIMI", blocks=words)

    def upload(content: bytes, **more: str) -> Callable[[], object]:
        given = {"filename": "list.txt", "title": "List", "channel": "D0SIMI", **more}
        return lambda: client.files_upload_v2(content=content, **given)  # type: ignore[arg-type]

    return {
        "in a channel": ("channel", say(LEFT_OUT, blocks=shown)),
        "in a message to somebody else": ("not theirs", say("D0SIMI", blocks=shown)),
        "as what a notification shows": ("fallback", say("D0CORA", name)),
        "on a button": ("hidden", say("D0CORA", blocks=[*shown, carries])),
        "in metadata": (
            "hidden",
            say("D0CORA", metadata={"event_type": "x", "event_payload": {"key": name}}),
        ),
        "a date of birth": ("not theirs", show(f"born {case.born_on:%d %B %Y}")),
        "a date of birth, short": ("not theirs", show(f"born {case.born_on:%d/%m/%Y}")),
        "a CRN": ("not theirs", show(str(case.crn))),
        "a PNC number": ("not theirs", show(f"({case.pnc})")),
        "a CRO number": ("not theirs", show(str(case.cro))),
        "a prison number": ("not theirs", show(f"*{case.prison_number}*")),
        "a reference": ("reference", show(case.ref)),
        "a reference of a referral": ("reference", show(f"BED-R{number}")),
        "a file": ("not theirs", upload(f"name,{name}\n".encode())),
        "a document": ("not theirs", upload(zipped(f"<w:t>{name}</w:t>".encode()))),
        "a document in an archive": ("not theirs", upload(zipped(zipped(name.encode())))),
        "a calendar": ("not theirs", upload(folded(name))),
        "the name of a file": ("hidden", upload(b"x", filename=f"{name}.txt")),
        "the title of a file": ("hidden", upload(b"x", title=name)),
        "an argument": ("channel", lambda: client.conversations_info(channel="C0PANEL", x=name)),
        "an address": (
            "hidden",
            lambda: client.api_call(f"conversations.info?x={name}", params={"channel": "C0PANEL"}),
        ),
        "the log": ("hidden", lambda: logging.getLogger("mappa.work").warning("for %s", name)),
        "the log at its most talkative": (
            "hidden",
            lambda: logging.getLogger("mappa.errors").debug("for %s", name),
        ),
    }


def shown_to(user: str, world: World, number: int) -> Exit:
    """A private answer with the name of a case."""
    return Exit("acknowledgement", user, shown=f"{world.marks.word(number, 'name')} Hale")


def _name(world: World) -> str:
    number = next(one for one in world.kinds["nobody's"] if world.area(one) == "BED")
    return world.marks.word(number, "name")
