"""What is not there and what is not yours: the same words, and the same questions of the database.

Whoever measures how long a refusal takes must learn no more from that than from its words.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

import pytest
from sqlalchemy import event, update

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers.views.glass import SUBMIT_GLASS
from storage.databases import Session
from storage.people import add_person
from storage.tables import cases
from tests.build import NOW, person
from tests.handlers.conversations import Conversation
from tests.handlers.ears import Ear, listening
from tests.handlers.form_sheets import sheets
from tests.handlers.pressing import right_values
from tests.handlers.roles import MAY_TYPE, Somebody, bring
from tests.handlers.workspaces import Answer

HIDDEN_FROM = (
    Somebody("practitioner"),
    Somebody("chair"),
    Somebody("auditor"),
    Somebody("co-ordinator"),  # of another area
)
CASE_LINES = """
    case {}|case {} notes|case {} team|history {}|history {} seen|find {}|find {} as a file|{}
    request {}|request {} 1|request {} 1 granted|request {} escort because he is let out
    dates {}|reminders {}|actions {}|action {}|undo {}
    action {} owner <@U0PRIYA> due 4 July 2026 what a visit
    update {}|update {} dates|update {} note seen|update {} level 3 because x
    update {} owner <@U0PETE>|correct {} spell 5 January 2026 level 3 because x
    correct {} placement 1 February 2026 place Luton because x
    refer {} level 3 because risk|refer {} category 2 level 3 because risk
    refer {} pnc 1981/0000034U category 2 level 3 because risk
    merge {} into BED-1043 because x|merge BED-1043 into {} because x|unmerge {} because x
    transfer {}|transfer {} to HER because x|transfer {} accept because x
    transfer {} withdraw because x|urgent {} because he is seen near a school
    break-glass end {}|erase {}|erase {} because x|retention {}
    retention keep {} until 1 May 2030 because x
    minute BED-M1 {}|minute BED-M2 {}|minute BED-M2 {} plan|minute BED-M9 {}
    minute BED-M2 {} information seen|minute BED-M2 {} document
    meeting BED-M1 add {}|meeting BED-M1 remove {} because x|meeting BED-M1 order {}
    meeting plan level 2 on 7 July 2026 at 10:00 cases {}
    case-audit BED-A1 case {} outcome met
"""
MERGED_LINES = """
    case {}|history {}|find {}|update {} note seen|refer {} level 3 because risk|actions {}
    merge {} into BED-1043 because x|unmerge {} because x|transfer {}|minute BED-M2 {}
    erase {} because x
"""
# Each with one that is there, one that is not, and what is typed of both.
LINES = {
    ("BED-1042", "BED-9042"): CASE_LINES,
    ("BED-1044", "BED-9044"): MERGED_LINES,  # which was merged into BED-1043
    ("BED-1039", "BED-9039"): MERGED_LINES,  # which somebody has asked to be erased
    ("BED-M2", "BED-M9"): """
        meeting {}|meeting {} add BED-1043|meeting {} remove BED-1042 because x|meeting {} invite
        meeting {} cancel because x|meeting {} move 14 July 2026 because x|meeting {} agenda
        meeting {} list|meeting {} due|meeting {} place Luton|meeting {} chair none|{}
        meeting {} ask police by 30 June 2026|meeting {} reply police accepted
        minute {}|minute {} BED-1042|minute {} BED-1042 plan|minute {} BED-1042 close
        minute {} BED-1042 information seen|minute {} BED-9042
        action BED-1042 at {} owner <@U0PRIYA> due 4 July 2026 what a visit
    """,
    ("BED-AC1", "BED-AC9"): """
        action {}|action {} done|action {} cannot note nobody there|action {} reassign <@U0PETE>
        action {} due 5 July 2026 because x|action {} reopen because x|actions {}|{}
    """,
    ("BED-R1", "BED-R99"): """
        screen {}|screen {} accept level 2 because x|screen {} decline because x|answer {}|{}
        screen {} more because x|screen {} withdraw because x|answer {} he moves
    """,
    ("BED-A1", "BED-A99"): """
        case-audit {}|case-audit {} case BED-1042 outcome met
        case-audit {} case BED-9042 outcome met
    """,
    ("BED-T1", "BED-T99"): "training {} attended 5",
}
# What belongs to the area, so that its co-ordinators see it whatever their grants.
OF_THE_AREA = {"BED-M2", "BED-A1", "BED-T1"}
MISSING = {
    r"BED-M[0-9]+": "BED-M99",
    r"BED-AC[0-9]+": "BED-AC99",
    r"BED-R[0-9]+": "BED-R99",
    r"(BED|HER)-[0-9]+": "BED-9042",
    r"^[0-9,]+(?= |$)": "99999",  # reminders, or a broken glass; invitations have keys by chance
}
# Buttons and forms that name nothing that could be hidden, or that are there to open it.
OF_NO_CASE = {"report_docx", "report_xlsx", "freeze_return", "import_workbook", SUBMIT_GLASS}


def lines_for(somebody: Somebody | None, typed: str) -> list[str]:
    """What their role lets them ask for: else one sentence refuses all. Two of them try every line,
    the others one of each word."""
    role = somebody.role if somebody else "co-ordinator"
    lines = [line.strip() for line in re.split(r"[|\n]", typed) if line.strip()]
    theirs = [line for line in lines if line.split()[0] in {"{}", *MAY_TYPE[role]}]
    if role in ("practitioner", "co-ordinator") and somebody:
        return theirs
    return list({line.split()[0]: line for line in theirs}.values())


@contextmanager
def statements(talk: Conversation) -> Iterator[list[str]]:
    """Every statement that is sent to the database, whatever its values."""
    sent: list[str] = []

    def note(_c: object, _x: object, statement: str, *_: object) -> None:
        sent.append(re.sub(r"IN \((\?(, )?)+\)", "IN (...)", statement))

    event.listen(talk.db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(talk.db.engine, "before_cursor_execute", note)


def gate(talk: Conversation) -> None:
    """Noel co-ordinates the area, and every case in it needs a grant that he has not."""

    def change(session: Session) -> None:
        add_person(session, person("U0NOEL", "co-ordinator"), NOW)
        session.execute(update(cases).values(limited_access=True))

    talk.write(change)


@pytest.mark.parametrize("somebody", [*HIDDEN_FROM, None], ids=str)
def test_by_no_line_can_what_is_hidden_be_told_from_what_is_not_there(
    laden: Conversation, somebody: Somebody | None
) -> None:
    gate(laden) if somebody is None else bring(laden, somebody)
    laden.typed("U0NOEL", "case BED-7777")  # a first refusal begins the record of an area
    found, asked = [], 0
    with statements(laden) as sent:
        for (hidden, missing), typed in LINES.items():
            if somebody is None and hidden in OF_THE_AREA:
                continue
            for line in lines_for(somebody, typed):
                answers = []
                for ref in (hidden, missing):
                    laden.clock.pass_(minutes=2)  # as many refusals a minute are each put on record
                    sent.clear()
                    answer = laden.typed("U0NOEL", line.format(ref))
                    laden.settle()
                    said = re.sub(rf"{ref}\b", "REF", answer.whole, flags=re.IGNORECASE)
                    answers.append((said, list(sent)))
                    assert "went wrong" not in said, line
                asked += 1
                if answers[0] != answers[1]:
                    found.append((line, hidden, *answers))
    assert not found, found[0]
    assert asked >= 25, asked


OPENED: list[tuple[dict[str, str], dict[str, str]]] = []


def all_of_them(talk: Conversation) -> tuple[dict[str, str], dict[str, str]]:
    """What every button carries, and one form of each kind as it is sent in; opened once, since the
    office is the same whenever it is wiped."""
    if not OPENED:
        kinds = {sheet.view["callback_id"]: sheet for sheet in sheets(talk)}
        sent = {kind: json.dumps(one.sent_in("U0NOEL")) for kind, one in kinds.items()}
        OPENED.append((right_values(talk), sent))
    return OPENED[0]


def press(talk: Conversation, ear: Ear, action_id: str, value: str) -> str:
    """All that comes of a button in somebody's direct messages."""
    action = {"type": "button", "block_id": "b", "action_id": action_id, "value": value}
    place = {
        "container": {"type": "message", "channel_id": "D0NOEL", "message_ts": "1.2"},
        "channel": {"id": "D0NOEL"},
        "message": {"ts": "1.2"},
    }
    trigger = f"{token_hex(6)}.{token_hex(8)}"
    answer = talk.deliver(payloads.block_actions(USERS["U0NOEL"], action, trigger, place))
    talk.settle()
    return f"{answer.status} {answer.body} {_blurred(ear.listen())}"


def send_in(talk: Conversation, ear: Ear, _: str, given: str) -> str:
    form = json.loads(given)
    form["view"]["id"] = f"V{token_hex(5).upper()}"
    answer = Answer.of(talk.deliver(form))
    talk.settle()
    return f"{_blurred(answer.whole)} {_blurred(ear.listen())}"


def not_there(text: str) -> str:
    for pattern, ref in MISSING.items():
        text = re.sub(pattern, ref, text)
    return text


def _blurred(text: str) -> str:
    """Whatever was named, and what Slack and the bot count up."""
    for pattern in (*list(MISSING)[:-1], r"Quote [0-9a-f]+", r"V[0-9A-F]{10}"):
        text = re.sub(pattern, "REF", text)
    return re.sub(r'"trigger_id": "[^"]+"', "", text)


@pytest.mark.parametrize("somebody", [*HIDDEN_FROM, None], ids=str)
def test_nor_by_any_button_or_form(laden: Conversation, somebody: Somebody | None) -> None:
    buttons, forms = all_of_them(laden)
    gate(laden) if somebody is None else bring(laden, somebody)
    laden.typed("U0NOEL", "case BED-7777")
    found = []
    with statements(laden) as sent, listening(laden) as ear:

        def outcome(name: str, given: str) -> tuple[str, list[str]]:
            laden.clock.pass_(minutes=2)
            sent.clear()
            come = press if name in buttons else send_in
            return come(laden, ear, name, given), list(sent)

        for name, given in (buttons | forms).items():
            other = not_there(given)
            of_area = somebody is None and "BED-M1" in given
            if other != given and name not in OF_NO_CASE and not of_area:
                there, gone = outcome(name, given), outcome(name, other)
                if there != gone:
                    found.append((name, there, gone))
    assert not found, found[0]
