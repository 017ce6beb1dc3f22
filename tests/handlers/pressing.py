"""Every button that the bot has, taken from the code itself, with what it rightly carries."""

import json

from sqlalchemy import select

from bot.sandbox import payloads
from bot.sandbox.cast import USERS
from handlers import BUTTONS
from handlers.views.actions import ANSWER_ACTION, NEW_ACTION
from handlers.views.audits import AUDIT_AS_FILE, OTHER_AUDIT_PAGE
from handlers.views.erasing import CONFIRM_ERASURE
from handlers.views.findings import LIST_AS_FILE, NEXT_PAGE, PREVIOUS_PAGE
from handlers.views.glass import END_GLASS
from handlers.views.histories import OTHER_PAGE, SHOW_HISTORY
from handlers.views.imports import CANCEL, IMPORT
from handlers.views.meetings.invitations import ANSWER_INVITATION, RECORD_REPLY
from handlers.views.meetings.meeting_requests import ASK_INFORMATION
from handlers.views.meetings.meetings import (
    ADD_CASES,
    ADD_DUE_CASES,
    CANCEL_MEETING,
    DUE_CASES,
    INVITE_ALL,
    MOVE_MEETING,
    OPEN_MEETING,
    PLAN_MEETING,
    SEND_AGENDA,
    SEND_LIST,
)
from handlers.views.meetings.minuting import (
    CLOSE_MINUTES,
    ISSUE_MINUTES,
    MINUTES_AS_DOCX,
    OPEN_MINUTES,
    SHOW_MINUTES,
)
from handlers.views.next_steps import OPEN_UPDATE, REFER_CASE, UNDO_CHANGE
from handlers.views.questions import (
    ASK,
    CHART_AS_PICTURE,
    LIST_ANSWER,
    SHARE_ANSWER,
    TABLE_AS_FILE,
)
from handlers.views.referrals import OPEN_REFERRAL, SCREEN_REFERRAL
from handlers.views.registrations import ADD_PERSON, CHANGE_PERSON, LIST_PEOPLE, REMOVE_PEOPLE
from handlers.views.reminders import ACKNOWLEDGE, OPEN_CASE, SNOOZE
from handlers.views.reports import FREEZE_RETURN, REPORT_AS_DOCX, REPORT_AS_XLSX
from handlers.views.requests import ANSWER_REQUEST, NEW_REQUEST
from handlers.views.retention import ERASE_CASE
from handlers.views.screenings import ANSWER_REFERRAL
from handlers.views.transfers import ACCEPT_TRANSFER, DECLINE_TRANSFER
from storage.databases import Session
from storage.findings import seal_search
from storage.questions_asked import Carried, seal_question
from storage.tables import invitations, records, reminders
from tests.handlers.conversations import Conversation
from tests.handlers.workspaces import Json


def action_ids() -> list[str]:
    """Of those of which several may stand side by side, one."""
    return [f"{name}.update" if way.several else name for name, way in BUTTONS.items()]


def right_values(talk: Conversation) -> dict[str, str]:
    """What each carries in the laden office, where it stands before Cora."""

    def read(session: Session) -> tuple[str, str, str, str, str]:
        cora = talk.people["U0CORA"]
        sealed = seal_search(session, cora, "level 2 cases", 1, talk.clock().date())
        carried = Carried("cases by level", talk.clock().date(), "")
        question = seal_question(session, cora, carried)
        rows = session.execute(reminders.select()).all()
        theirs = [str(row.id) for row in rows if row.person_id == cora.id and row.state == "sent"]
        done = session.execute(records.select()).all()
        changes = [row.number for row in done if row.action == "case changed"]
        asked = [row.number for row in done if row.action == "erasure asked for"]
        return sealed, question, ",".join(theirs), str(max(changes)), str(max(asked))

    sealed, question, theirs, last, asked = talk.read(read)
    mine, outside = talk.read(lambda session: session.execute(_INVITED).scalars().all()[:2])
    return {
        OPEN_REFERRAL: "",
        REFER_CASE: "BED-1042",
        SCREEN_REFERRAL: "BED-R1",
        ANSWER_REFERRAL: "BED-R1",
        NEW_REQUEST: "BED-1042",
        ANSWER_REQUEST: "BED-1042 1",
        f"{SHOW_MINUTES}.update": "BED-M2 BED-1042",
        f"{OPEN_MINUTES}.update": "BED-M2 BED-1042 plan",
        CLOSE_MINUTES: "BED-M2 BED-1042",
        ISSUE_MINUTES: "BED-M3 BED-1045",
        MINUTES_AS_DOCX: "BED-M3 BED-1045",
        f"{ANSWER_INVITATION}.update": f"{mine} accepted",
        f"{RECORD_REPLY}.update": f"{outside} accepted",
        ASK_INFORMATION: "BED-M1",
        PLAN_MEETING: "",
        OPEN_MEETING: "BED-M1",
        INVITE_ALL: "BED-M1",
        SEND_AGENDA: "BED-M1",
        SEND_LIST: "BED-M1",
        ADD_CASES: "BED-M1",
        DUE_CASES: "BED-M1",
        ADD_DUE_CASES: "BED-M1",
        MOVE_MEETING: "BED-M1",
        CANCEL_MEETING: "BED-M1",
        NEW_ACTION: "BED-1042",
        f"{ANSWER_ACTION}.update": "BED-AC1 done",
        ACCEPT_TRANSFER: "HER-1001 accept",
        DECLINE_TRANSFER: "HER-1001 decline",
        f"{SNOOZE}.update": f"{theirs} tomorrow",
        ACKNOWLEDGE: theirs,
        OPEN_CASE: "BED-1042",
        f"{OPEN_UPDATE}.update": "BED-1042",
        UNDO_CHANGE: f"BED-1042 {last}",
        END_GLASS: "1",
        SHOW_HISTORY: "BED-1042",
        f"{OTHER_PAGE}.update": "BED-1042 page 1",
        f"{OTHER_AUDIT_PAGE}.update": "BED-1042 page 1",
        AUDIT_AS_FILE: "BED-1042",
        PREVIOUS_PAGE: sealed,
        NEXT_PAGE: sealed,
        LIST_AS_FILE: sealed,
        REPORT_AS_DOCX: "2025 - 0",
        REPORT_AS_XLSX: "2025 - 0",
        FREEZE_RETURN: "2025 - 0",
        ASK: "",
        SHARE_ANSWER: question,
        LIST_ANSWER: sealed,
        TABLE_AS_FILE: question,
        CHART_AS_PICTURE: question,
        ERASE_CASE: "BED-1039",
        CONFIRM_ERASURE: f"BED-1039 {asked}",
        **dict.fromkeys(PRESSED_BY, ""),
        IMPORT: "0123456789abcdef - F0ABCDEF",
        CANCEL: "",
    }


# By an admin and nobody else.
PRESSED_BY = dict.fromkeys((LIST_PEOPLE, ADD_PERSON, CHANGE_PERSON, REMOVE_PEOPLE), "U0ADA")
# These answer elsewhere: in place of the message, in the outbox.
_INVITED = select(invitations.c.key).order_by(invitations.c.id)
ANSWERS = {f"{ANSWER_INVITATION}.update", f"{RECORD_REPLY}.update", END_GLASS}
NO_WINDOW = {ACKNOWLEDGE, f"{SNOOZE}.update", IMPORT, CANCEL, SHARE_ANSWER, *ANSWERS}


def pressed(talk: Conversation, user_id: str, action_id: str, value: str, **more: str) -> Json:
    """The payload of a button that stands in a direct message, with a trigger that is good."""
    with talk.holding_back() as held:
        talk._do("command", user="U0CORA", channel="C0GENERAL", text="/mappa help")
    action = {"type": "button", "block_id": "b", "action_id": action_id, "value": value}
    place = {
        "container": {"type": "message", "channel_id": "D0CORA", "message_ts": "1.2"},
        "channel": {"id": "D0CORA"},
        "message": {"ts": "1.2"},
    }
    trigger = str(held[0]["trigger_id"])
    return payloads.block_actions(USERS[user_id], action, trigger, place) | more


def press(talk: Conversation, user_id: str, action_id: str, value: str) -> str:
    """All that the window shows that comes of it; empty if none does."""
    before = talk.form("U0CORA")
    response = talk.deliver(pressed(talk, user_id, action_id, value))
    assert response.status == 200
    talk.settle()
    after = talk.form("U0CORA")
    if after is None or (before and before["id"] == after["id"]):
        return ""
    return json.dumps(after, ensure_ascii=False)
