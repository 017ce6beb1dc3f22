"""What a message says, and how it is kept until it is sent: sealed, for its own row only."""

import json
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from typing import Any

from storage.databases import Session


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; neither name nor title may name anybody.

    At the moment of sending the person must be allowed `needs`, must have all of `grants` and must
    see all of `refs`.
    """

    name: str  # without its ending, and without the key that is put between
    ending: str
    title: str
    content: bytes
    needs: str
    refs: tuple[str, ...] = ()
    grants: tuple[str, ...] = ()
    alt: str = ""  # of a picture: what it shows, for who cannot see it


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be seen: blocks with all of it, and `text`, which shows on locked screens: with
    references, days and figures, never a name of a case, an identifier or what somebody wrote."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What is kept of a message, with what must hold of whoever gets it when it is sent."""

    message: Message | None
    is_report: bool = False  # it says that another could not be delivered
    is_answer: bool = False  # who gets it has asked for it
    is_offer: bool = False  # its case is offered to their area, which cannot see it yet
    needs: str = ""  # of mappa.access.MAY
    grants: tuple[str, ...] = ()


_FLAGS = ("is_report", "is_answer", "is_offer")


def seal_body(session: Session, body: Body, key: str) -> bytes:
    """The message as it is kept in the row with this key."""
    message = body.message or Message("")
    kept = {"text": message.text, "blocks": list(message.blocks), **_file_body(message.file)}
    kept |= {name: True for name in _FLAGS if getattr(body, name)}
    kept |= {"needs": body.needs} if body.needs else {}
    kept |= {"grants": list(body.grants)} if body.grants else {}
    return session.house.seal(json.dumps(kept), f"outgoing.body|{key}")


def open_body(session: Session, sealed: bytes, key: str) -> Body:
    """The same again; InvalidTag when it was not sealed so, or for another row."""
    kept = json.loads(session.house.open(sealed, f"outgoing.body|{key}"))
    message = Message(kept["text"], tuple(kept["blocks"]), _file(kept.get("file")))
    flags = {name: bool(kept.get(name)) for name in _FLAGS}
    return Body(message, **flags, needs=kept.get("needs", ""), grants=tuple(kept.get("grants", ())))


def _file_body(file: Attachment | None) -> dict[str, Any]:
    if file is None:
        return {}
    return {"file": asdict(file) | {"content": b64encode(file.content).decode()}}


def _file(kept: dict[str, Any] | None) -> Attachment | None:
    if kept is None:
        return None
    return Attachment(**kept | {"content": b64decode(kept["content"]), "refs": tuple(kept["refs"])})
