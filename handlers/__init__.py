"""Reacts: what happens when Slack, or the clock, calls. `register` is the bot's whole surface."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App

from handlers import (
    action_answers,
    actions,
    answer_files,
    commands,
    errors,
    finding,
    forms,
    histories,
    home,
    imports,
    messages,
    questions,
    referral_answers,
    referrals,
    reminders,
    reports,
    requests,
    screenings,
    sharing,
    shortcuts,
    transfers,
    undoing,
)
from handlers.desks import Desk
from handlers.meetings import (
    answering_invitations,
    closing,
    due_cases,
    issuing,
    meeting_changes,
    meeting_plans,
    meeting_requests,
    meetings,
    minute_forms,
    minuting,
    panel_days,
)
from handlers.views.actions import (
    ANSWER_ACTION,
    NEW_ACTION,
    SUBMIT_ACTION,
    SUBMIT_ACTION_ANSWER,
)
from handlers.views.findings import LIST_AS_FILE, NEXT_PAGE, PREVIOUS_PAGE
from handlers.views.forms import SUBMIT_UPDATE
from handlers.views.histories import OTHER_PAGE, SHOW_HISTORY
from handlers.views.imports import CANCEL, IMPORT
from handlers.views.meetings.closing import SUBMIT_CLOSE
from handlers.views.meetings.invitations import ANSWER_INVITATION, RECORD_REPLY
from handlers.views.meetings.meeting_forms import (
    SUBMIT_ADD,
    SUBMIT_CANCEL,
    SUBMIT_MOVE,
    SUBMIT_PLAN,
)
from handlers.views.meetings.meeting_requests import ASK_INFORMATION, SUBMIT_INFORMATION
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
from handlers.views.meetings.minute_forms import SUBMIT_MINUTES
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
    SUBMIT_QUESTION,
    TABLE_AS_FILE,
)
from handlers.views.referrals import (
    MAKE_REFERRAL,
    OPEN_REFERRAL,
    SCREEN_REFERRAL,
    SUBMIT_REFERRAL,
)
from handlers.views.reminders import ACKNOWLEDGE, OPEN_CASE, SNOOZE
from handlers.views.reports import FREEZE_RETURN, REPORT_AS_DOCX, REPORT_AS_XLSX, SUBMIT_FREEZE
from handlers.views.requests import (
    ANSWER_REQUEST,
    NEW_REQUEST,
    SUBMIT_REQUEST,
    SUBMIT_REQUEST_ANSWER,
)
from handlers.views.screenings import ANSWER_REFERRAL, SUBMIT_ANSWER, SUBMIT_SCREENING
from handlers.views.shortcuts import ADD_TO_CASE, SUBMIT_NOTE
from handlers.views.transfers import (
    ACCEPT_TRANSFER,
    DECLINE_TRANSFER,
    SUBMIT_TRANSFER_ANSWER,
)


def _some(action_id: str) -> re.Pattern[str]:
    """A button of which several may stand side by side: each with a word of its own after it."""
    return re.compile(rf"{action_id}(\.[a-z-]+)?")


BUTTONS: dict[str | re.Pattern[str], Callable[..., None]] = {
    OPEN_REFERRAL: referrals.press_refer,
    REFER_CASE: referrals.press_refer,
    SCREEN_REFERRAL: screenings.press_screen,
    ANSWER_REFERRAL: referral_answers.press_answer,
    NEW_REQUEST: requests.press_new,
    ANSWER_REQUEST: requests.press_answer,
    _some(SHOW_MINUTES): minuting.press_show,
    _some(OPEN_MINUTES): minute_forms.press_section,
    CLOSE_MINUTES: closing.press_close,
    ISSUE_MINUTES: issuing.press_issue,
    MINUTES_AS_DOCX: issuing.press_document,
    NEW_ACTION: actions.press_new,
    _some(ANSWER_ACTION): action_answers.press_answer,
    _some(ANSWER_INVITATION): answering_invitations.press_answer,
    _some(RECORD_REPLY): answering_invitations.press_record,
    ASK_INFORMATION: meeting_requests.press_ask,
    PLAN_MEETING: meeting_plans.press_plan,
    OPEN_MEETING: meetings.press_open,
    INVITE_ALL: meetings.press_invite,
    SEND_AGENDA: meetings.press_agenda,
    SEND_LIST: panel_days.press_list,
    ADD_CASES: meetings.press_add,
    DUE_CASES: due_cases.press_due,
    ADD_DUE_CASES: due_cases.press_add_due,
    MOVE_MEETING: meeting_changes.press_move,
    CANCEL_MEETING: meeting_changes.press_cancel,
    ACCEPT_TRANSFER: transfers.press_answer,
    DECLINE_TRANSFER: transfers.press_answer,
    ACKNOWLEDGE: reminders.press_acknowledge,
    _some(SNOOZE): reminders.press_snooze,
    OPEN_CASE: reminders.press_open_case,
    _some(OPEN_UPDATE): forms.press_update,
    UNDO_CHANGE: undoing.press_undo,
    SHOW_HISTORY: histories.press_history,
    _some(OTHER_PAGE): histories.press_history,
    PREVIOUS_PAGE: finding.press_page,
    NEXT_PAGE: finding.press_page,
    LIST_AS_FILE: finding.press_file,
    ASK: questions.press_ask,
    SHARE_ANSWER: sharing.press_share,
    LIST_ANSWER: finding.press_page,
    TABLE_AS_FILE: answer_files.press_table,
    CHART_AS_PICTURE: answer_files.press_picture,
    REPORT_AS_DOCX: reports.press_file,
    REPORT_AS_XLSX: reports.press_file,
    FREEZE_RETURN: reports.press_freeze,
    IMPORT: imports.press_import,
    CANCEL: imports.press_cancel,
}
FORMS = {
    SUBMIT_REFERRAL: referrals.submit_form,
    SUBMIT_UPDATE: forms.submit_form,
    SUBMIT_SCREENING: screenings.submit_form,
    SUBMIT_ANSWER: referral_answers.submit_form,
    SUBMIT_REQUEST: requests.submit_new,
    SUBMIT_REQUEST_ANSWER: requests.submit_answer,
    SUBMIT_PLAN: meeting_plans.submit_plan,
    SUBMIT_MOVE: meeting_changes.submit_move,
    SUBMIT_CANCEL: meeting_changes.submit_cancel,
    SUBMIT_ADD: meetings.submit_add,
    SUBMIT_MINUTES: minute_forms.submit_section,
    SUBMIT_CLOSE: closing.submit_close,
    SUBMIT_ACTION: actions.submit_new,
    SUBMIT_ACTION_ANSWER: action_answers.submit_answer,
    SUBMIT_INFORMATION: meeting_requests.submit_asked,
    SUBMIT_TRANSFER_ANSWER: transfers.submit_answer,
    SUBMIT_NOTE: shortcuts.submit_note,
    SUBMIT_QUESTION: questions.submit_question,
    SUBMIT_FREEZE: reports.submit_freeze,
}
SHORTCUTS = {MAKE_REFERRAL: referrals.press_refer, ADD_TO_CASE: shortcuts.open_note}
EVENTS = {
    "message": messages.hear_message,
    "app_mention": messages.hear_mention,
    "app_home_opened": home.open_home,
}


def register(app: App, desk: Desk) -> None:
    """Everything that the bot reacts to."""

    def bring_desk(context: dict[str, Any], next: Callable[[], None]) -> None:
        context["desk"] = desk
        next()

    app.use(bring_desk)
    app.command(desk.command)(commands.run_command)
    for action_id, press in BUTTONS.items():
        app.action(action_id)(press)
    for callback_id, submit in FORMS.items():
        app.view(callback_id)(submit)
    for callback_id, choose in SHORTCUTS.items():
        app.shortcut(callback_id)(choose)
    for event, hear in EVENTS.items():
        app.event(event)(hear)
    app.error(errors.handle_error)
