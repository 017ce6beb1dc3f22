"""The form of an update, drawn from the fields of the typed line; and the choice of its section."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.desks import Reply
from handlers.views import blocks
from handlers.views.next_steps import OPEN_UPDATE
from mappa.arguments import REASON, Field
from mappa.update_sections import Section

SUBMIT_UPDATE = "submit_update"
MOST_FIELDS = 80  # so that a form has room for what else it says


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is drawn: each field's value, and the keyed mark of the value it was shown."""

    ref: str
    section: Section
    values: Mapping[str, str]
    marks: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)
    notices: Sequence[str] = ()


def update_form(filled: Filled) -> blocks.Block:
    """Field names are those of the typed line, so that errors find their field."""
    shown = [part for notice in filled.notices for part in blocks.paragraphs(notice)]
    shown.append(blocks.context(f"Case {filled.ref}. What you leave as it is stays as it is."))
    for one in filled.section.fields[:MOST_FIELDS]:
        shown.append(_input(one, filled.values.get(one.name, ""), filled.hints.get(one.name, "")))
    reason = filled.values.get(REASON, "")
    shown.append(
        blocks.text_input(
            REASON, "Because", hint="Why; never name a victim", initial=reason, optional=True,
            lines=True,
        )
    )  # fmt: skip
    metadata = {"case": filled.ref, "section": filled.section.name, "shown": dict(filled.marks)}
    packed = json.dumps(metadata, separators=(",", ":"))
    return blocks.form(SUBMIT_UPDATE, filled.section.title, "Save", shown, packed)


def section_list(ref: str, sections: Mapping[str, tuple[str, str]]) -> blocks.Block:
    """What can be changed, each with what stands there now and a button to its form."""
    rows = [
        blocks.row(
            f"{title}: {blocks.cut(now, 200)}" if now else title,
            blocks.button("Change", f"{OPEN_UPDATE}.{name}", f"{ref} {name}"),
        )
        for name, (title, now) in sections.items()
    ]
    return blocks.notice("Update", [blocks.header(f"Case {ref}"), *rows])


def saved(reply: Reply) -> blocks.Block:
    """The case as it is now, in place of the form; only a button that works there stays."""
    return blocks.notice("Saved", [b for b in reply.message.blocks if _works_here(b)])


def _works_here(block: blocks.Block) -> bool:
    return bool(block["type"] != "actions" or block["block_id"] == "undo")


def _input(one: Field, value: str, hint: str) -> blocks.Block:
    label = one.name.replace("-", " ").capitalize()
    if not one.choices:  # which a form shows as they are
        hint = hint or one.says[:1].upper() + one.says[1:]
    if one.shape == "flag":
        return blocks.choice_input(one.name, label, {"yes": "Yes"}, hint=hint, optional=True)
    if one.choices:
        # What is recorded can be exchanged for another choice, not for none.
        return blocks.choice_input(
            one.name, label, one.choices, hint=hint, initial=value, optional=not value
        )
    if one.shape == "day":
        return blocks.date_input(one.name, label, hint=hint, initial=value)
    if one.shape == "person":
        return blocks.person_input(one.name, label, hint=hint, initial=value)
    lines = one.shape == "text" or "\n" in value
    return blocks.text_input(one.name, label, hint=hint, initial=value, optional=True, lines=lines)
