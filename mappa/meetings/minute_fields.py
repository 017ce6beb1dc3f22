"""What may be typed after `minute`: attendance, the parts of the minutes, and steps with them."""

from collections.abc import Mapping

from mappa.arguments import Field, Schema
from mappa.meetings.minutes import PARTS, MinutePart

COMMANDS = ("close", "document", "issue", "reopen")
_SHAPES = {"text": "text", "label": "text", "day": "day"}
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "review": ("next-review",),
    "risk": ("rosh",),
    "monitoring": ("monitoring-and-control",),
    "interventions": ("interventions-and-treatment",),
}


def _field(part: MinutePart) -> Field:
    flag = part.name == "exit"
    return Field(
        part.name,
        part.example,
        part.label.lower(),
        _ALIASES.get(part.name, ()),
        "flag" if flag else _SHAPES.get(part.shape, "words"),
        {} if flag else part.choices,
    )


SCHEMA = Schema(
    word="minute",
    subject="meeting reference",
    subject_example="BED-M12",
    fields=(
        Field("attended", "attended police (Pat Practice, inspector), probation", "who came"),
        Field("report", "report prison", "agencies that sent a report", ("sent-report",)),
        Field("apologies", "apologies housing", "agencies that sent neither"),
        Field("none", "none health", "agencies that did not respond", ("no-response",)),
        Field(
            "information", "information police seen weekly", "what an agency says", shape="text"
        ),
        *map(_field, PARTS.values()),
        Field("anyway", "exit anyway", "exit, though another category is in force", shape="flag"),
        Field("close", "minute BED-M12 BED-1042 close", "close the minutes", shape="flag"),
        Field("issue", "minute BED-M12 BED-1042 issue", "send them out", shape="flag"),
        Field("again", "minute BED-M12 BED-1042 issue again", "once more", shape="flag"),
        Field(
            "document", "minute BED-M12 BED-1042 document", "as a document, to you", shape="flag"
        ),
        Field("reopen", "minute BED-M12 BED-1042 reopen because wrong date", "correct closed ones",
              shape="flag"),
        Field("page", "page 2", "goes on where long minutes broke off"),
    ),
    examples=(
        "minute BED-M12 BED-1042",
        "minute BED-M12 BED-1042 attended police (Pat Practice, inspector) report prison",
        "minute BED-M12 BED-1042 supervision weekly; contingency recall at once",
        "minute BED-M12 BED-1042 disclosure no because nobody is at risk; level 2 review 20 August "
        "2026 because three agencies are needed",
        "minute BED-M12 BED-1042 close",
    ),
)  # fmt: skip
