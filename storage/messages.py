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
    """What is to be seen: plain `text` with all of the content, and blocks that show it well."""

    text: str
    blocks: tuple[dict[str, Any], ...] = ()
    file: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What is kept of a message; `is_report`: it says that another could not be delivered."""

    message: Message | None
    is_report: bool = False


def seal_body(session: Session, body: Body, key: str) -> bytes:
    """The message as it is kept in the row with this key."""
    message = body.message or Message("")
    kept = {"text": message.text, "blocks": list(message.blocks), **_file_body(message.file)}
    kept |= {"is_report": True} if body.is_report else {}
    return session.house.seal(json.dumps(kept), f"outgoing.body|{key}")


def open_body(session: Session, sealed: bytes, key: str) -> Body:
    """The same again; InvalidTag when it was not sealed so, or for another row."""
    kept = json.loads(session.house.open(sealed, f"outgoing.body|{key}"))
    message = Message(kept["text"], tuple(kept["blocks"]), _file(kept.get("file")))
    return Body(message, bool(kept.get("is_report")))


def _file_body(file: Attachment | None) -> dict[str, Any]:
    if file is None:
        return {}
    return {"file": asdict(file) | {"content": b64encode(file.content).decode()}}


def _file(kept: dict[str, Any] | None) -> Attachment | None:
    if kept is None:
        return None
    return Attachment(**kept | {"content": b64decode(kept["content"]), "refs": tuple(kept["refs"])})
