"""How a message is added to a case."""

from handlers.desks import say
from handlers.views import blocks

ADD_TO_CASE = "add_to_case"  # the shortcut
SUBMIT_NOTE = "submit_note"
LONGEST = 3000


def note_form(text: str) -> blocks.Block:
    """Which case, and what is to be noted: the message, which may be put otherwise first."""
    hint = "Never name a victim"
    if len(text) > LONGEST:
        hint = f"The message was longer: only its first {LONGEST:,} characters fit. {hint}"
    shown = [
        blocks.text_input("case", "Case", hint="Its reference, for example BED-1042", longest=50),
        blocks.text_input("note", "Note", hint=hint, initial=text, lines=True, longest=LONGEST),
    ]
    return blocks.form(SUBMIT_NOTE, "Add to a case", "Add", shown)


def note_added(ref: str, command: str, practice: bool) -> blocks.Block:
    """What was saved, in place of the form."""
    text = f"Saved: note on case {ref}. See it with: {command} case {ref} notes"
    reply = say(blocks.escape(text), blocks.words(text)).marked(practice)
    return blocks.notice("Note saved", reply.message.blocks)
