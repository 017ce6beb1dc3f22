"""Reacts: what happens when Slack, or the clock, calls. `register` is the bot's whole surface."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltResponse

from handlers import (
    action_answers,
    actions,
    answer_files,
    audits,
    commands,
    erasing,
    errors,
    finding,
    forms,
    gates,
    glass,
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
    subject_access,
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
from handlers.registrations import accounts, registration_forms
from handlers.views.actions import (
    ANSWER_ACTION,
    NEW_ACTION,
    SUBMIT_ACTION,
    SUBMIT_ACTION_ANSWER,
)
from handlers.views.audits import AUDIT_AS_FILE, OTHER_AUDIT_PAGE
from handlers.views.erasing import CONFIRM_ERASURE, SUBMIT_ERASURE
from handlers.views.findings import LIST_AS_FILE, NEXT_PAGE, PREVIOUS_PAGE
from handlers.views.forms import SUBMIT_UPDATE
from handlers.views.glass import END_GLASS, SUBMIT_GLASS
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
from handlers.views.registration_forms import (
    SUBMIT_LEAVING,
    SUBMIT_PERSON,
    SUBMIT_PERSON_CHANGE,
    SUBMIT_REMOVAL,
)
from handlers.views.registrations import ADD_PERSON, CHANGE_PERSON, LIST_PEOPLE, REMOVE_PEOPLE
from handlers.views.reminders import ACKNOWLEDGE, OPEN_CASE, SNOOZE
from handlers.views.reports import FREEZE_RETURN, REPORT_AS_DOCX, REPORT_AS_XLSX, SUBMIT_FREEZE
from handlers.views.requests import (
    ANSWER_REQUEST,
    NEW_REQUEST,
    SUBMIT_REQUEST,
    SUBMIT_REQUEST_ANSWER,
)
from handlers.views.retention import ERASE_CASE
from handlers.views.screenings import ANSWER_REFERRAL, SUBMIT_ANSWER, SUBMIT_SCREENING
from handlers.views.shortcuts import ADD_TO_CASE, SUBMIT_NOTE
from handlers.views.subject_access import SUBMIT_SUBJECT_ACCESS
from handlers.views.transfers import (
    ACCEPT_TRANSFER,
    DECLINE_TRANSFER,
    SUBMIT_TRANSFER_ANSWER,
)
from handlers.ways import Way, lead

EVERY = re.compile("")  # handlers.ways finds out which
# Each with what it needs of mappa.access.MAY at the least: its row of the table.
BUTTONS: dict[str, Way] = {
    OPEN_REFERRAL: Way(referrals.press_refer, "refer"),
    REFER_CASE: Way(referrals.press_refer, "refer"),
    SCREEN_REFERRAL: Way(screenings.press_screen, "refer"),
    ANSWER_REFERRAL: Way(referral_answers.press_answer, "refer"),
    NEW_REQUEST: Way(requests.press_new, "change case"),
    ANSWER_REQUEST: Way(requests.press_answer, "change case"),
    SHOW_MINUTES: Way(minuting.press_show, "see case", several=True),
    OPEN_MINUTES: Way(minute_forms.press_section, "add to minutes", several=True),
    CLOSE_MINUTES: Way(closing.press_close, "add to minutes"),
    ISSUE_MINUTES: Way(issuing.press_issue, "add to minutes"),
    MINUTES_AS_DOCX: Way(issuing.press_document, "see case"),
    NEW_ACTION: Way(actions.press_new, "see to actions"),
    ANSWER_ACTION: Way(action_answers.press_answer, "see to actions", several=True),
    ANSWER_INVITATION: Way(answering_invitations.press_answer, "be reminded", several=True),
    RECORD_REPLY: Way(answering_invitations.press_record, "plan meetings", several=True),
    ASK_INFORMATION: Way(meeting_requests.press_ask, "plan meetings"),
    PLAN_MEETING: Way(meeting_plans.press_plan, "plan meetings"),
    OPEN_MEETING: Way(meetings.press_open, "see case"),
    INVITE_ALL: Way(meetings.press_invite, "plan meetings"),
    SEND_AGENDA: Way(meetings.press_agenda, "see case"),
    SEND_LIST: Way(panel_days.press_list, "see case"),
    ADD_CASES: Way(meetings.press_add, "plan meetings"),
    DUE_CASES: Way(due_cases.press_due, "plan meetings"),
    ADD_DUE_CASES: Way(due_cases.press_add_due, "plan meetings"),
    MOVE_MEETING: Way(meeting_changes.press_move, "plan meetings"),
    CANCEL_MEETING: Way(meeting_changes.press_cancel, "plan meetings"),
    ACCEPT_TRANSFER: Way(transfers.press_answer, "decide level"),
    DECLINE_TRANSFER: Way(transfers.press_answer, "decide level"),
    ACKNOWLEDGE: Way(reminders.press_acknowledge, "be reminded"),
    SNOOZE: Way(reminders.press_snooze, "be reminded", several=True),
    OPEN_CASE: Way(reminders.press_open_case, "see case"),
    OPEN_UPDATE: Way(forms.press_update, "change case", several=True),
    UNDO_CHANGE: Way(undoing.press_undo, "change case"),
    END_GLASS: Way(glass.press_end, "tidy cases"),
    SHOW_HISTORY: Way(histories.press_history, "see case"),
    OTHER_PAGE: Way(histories.press_history, "see case", several=True),
    OTHER_AUDIT_PAGE: Way(audits.press_audit, "read the record", several=True),
    AUDIT_AS_FILE: Way(audits.press_file, "take out cases"),
    PREVIOUS_PAGE: Way(finding.press_page, "see case"),
    NEXT_PAGE: Way(finding.press_page, "see case"),
    LIST_AS_FILE: Way(finding.press_file, "take out cases"),
    ASK: Way(questions.press_ask, "ask"),
    SHARE_ANSWER: Way(sharing.press_share, "ask"),
    LIST_ANSWER: Way(finding.press_page, "see case"),
    TABLE_AS_FILE: Way(answer_files.press_table, "ask"),
    CHART_AS_PICTURE: Way(answer_files.press_picture, "ask"),
    REPORT_AS_DOCX: Way(reports.press_file, "ask"),
    REPORT_AS_XLSX: Way(reports.press_file, "ask"),
    FREEZE_RETURN: Way(reports.press_freeze, "freeze returns"),
    ERASE_CASE: Way(erasing.press_open, "erase cases"),
    CONFIRM_ERASURE: Way(erasing.press_erase, "erase cases"),
    LIST_PEOPLE: Way(registration_forms.press_list, "register people"),
    ADD_PERSON: Way(registration_forms.press_add, "register people"),
    CHANGE_PERSON: Way(registration_forms.press_change, "register people"),
    REMOVE_PEOPLE: Way(registration_forms.press_remove, "register people"),
    IMPORT: Way(imports.press_import, "bring in cases"),
    CANCEL: Way(imports.press_cancel, "bring in cases"),
}
FORMS: dict[str, Way] = {
    SUBMIT_REFERRAL: Way(referrals.submit_form, "refer"),
    SUBMIT_UPDATE: Way(forms.submit_form, "change case"),
    SUBMIT_GLASS: Way(glass.submit_glass, "break the glass"),
    SUBMIT_SCREENING: Way(screenings.submit_form, "refer"),
    SUBMIT_ANSWER: Way(referral_answers.submit_form, "refer"),
    SUBMIT_REQUEST: Way(requests.submit_new, "change case"),
    SUBMIT_REQUEST_ANSWER: Way(requests.submit_answer, "change case"),
    SUBMIT_ERASURE: Way(erasing.submit_form, "erase cases"),
    SUBMIT_SUBJECT_ACCESS: Way(subject_access.submit_form, "take out cases"),
    SUBMIT_PLAN: Way(meeting_plans.submit_plan, "plan meetings"),
    SUBMIT_MOVE: Way(meeting_changes.submit_move, "plan meetings"),
    SUBMIT_CANCEL: Way(meeting_changes.submit_cancel, "plan meetings"),
    SUBMIT_ADD: Way(meetings.submit_add, "plan meetings"),
    SUBMIT_MINUTES: Way(minute_forms.submit_section, "add to minutes"),
    SUBMIT_CLOSE: Way(closing.submit_close, "add to minutes"),
    SUBMIT_ACTION: Way(actions.submit_new, "see to actions"),
    SUBMIT_ACTION_ANSWER: Way(action_answers.submit_answer, "see to actions"),
    SUBMIT_INFORMATION: Way(meeting_requests.submit_asked, "plan meetings"),
    SUBMIT_TRANSFER_ANSWER: Way(transfers.submit_answer, "decide level"),
    SUBMIT_NOTE: Way(shortcuts.submit_note, "change case"),
    SUBMIT_QUESTION: Way(questions.submit_question, "ask"),
    SUBMIT_FREEZE: Way(reports.submit_freeze, "freeze returns"),
    SUBMIT_PERSON: Way(registration_forms.submit_person, "register people"),
    SUBMIT_PERSON_CHANGE: Way(registration_forms.submit_change, "register people"),
    SUBMIT_LEAVING: Way(registration_forms.submit_leaving, "register people"),
    SUBMIT_REMOVAL: Way(registration_forms.submit_removal, "register people"),
}
SHORTCUTS: dict[str, Way] = {
    MAKE_REFERRAL: Way(referrals.press_refer, "refer"),
    ADD_TO_CASE: Way(shortcuts.open_note, "change case"),
}
# What is said or looked at is of many kinds, so each asks for what it turns out to need.
EVENTS: dict[str, Way] = {
    "message": Way(messages.hear_message),
    "app_mention": Way(messages.hear_mention),
    "app_home_opened": Way(home.open_home),
    "user_change": Way(accounts.hear_account),
}


def register(app: App, desk: Desk) -> None:
    """Everything that the bot reacts to."""

    def let_in(context: dict[str, Any], body: dict[str, Any], next: Callable[[], None]) -> None:
        context["desk"] = desk
        gates.let_in(desk, body)
        next()

    def answer_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
        return errors.handle_error(error, body, desk)

    app.use(let_in)
    app.command(desk.command)(commands.run_command)
    app.action(EVERY)(lead(BUTTONS, desk, lambda body: str(body["actions"][0]["action_id"])))
    app.view(EVERY)(lead(FORMS, desk, lambda body: str(body["view"]["callback_id"])))
    app.shortcut(EVERY)(lead(SHORTCUTS, desk, lambda body: str(body["callback_id"])))
    app.event(EVERY)(lead(EVENTS, desk, lambda body: str(body["event"]["type"])))
    app.error(answer_error)
