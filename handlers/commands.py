"""The slash command: its first word decides who answers; anything else is tried as a question."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from slack_bolt import Ack

from handlers import (
    action_lists,
    actions,
    audits,
    case_audits,
    cases,
    contacts,
    corrections,
    date_lists,
    erasing,
    files,
    finding,
    forms,
    glass,
    handovers,
    help_pages,
    histories,
    merges,
    people,
    questions,
    referral_answers,
    referral_lists,
    referrals,
    reminder_lists,
    reports,
    requests,
    retention,
    screenings,
    statistics,
    subject_access,
    trainings,
    transfers,
    undoing,
)
from handlers.askers import delivery_key, get_asker, typed_text
from handlers.desks import Desk, Reply, Visit
from handlers.errors import open_window, refusal
from handlers.meetings import meetings, minuting, urgent_meetings
from handlers.refusals import note_refusal
from handlers.registrations import registrations
from mappa.access import REFUSED
from mappa.asking.beginnings import begins_a_question
from mappa.errors import MappaError, NotAllowed, NotFound, NotUnderstood, RuleBroken
from storage.databases import Session
from storage.deliveries import once

LONGEST_WORD = 20
CASE_REF = re.compile("[A-Za-z]{3}-[0-9]{1,9}")  # alone it asks for its case
MEETING_REF = re.compile("[A-Za-z]{3}-[Mm][0-9]{1,9}")
# What a question can begin with; a word with more to it is that command first.
MAY_BE_ASKED = re.compile(
    r"(referrals|actions|meetings|case|training sessions?)(?![-\w])", re.IGNORECASE
)
# As likely to begin a question as a command.
ALSO_COUNTED = frozenset({"referrals", "actions", "meetings"})
Answer = Callable[[Session, Visit, str], Reply]


@dataclass(frozen=True, slots=True)
class Word:
    """A first word: who answers, whether it changes or shows a case (and so writes), and what of
    mappa.access.MAY it needs at the least; None: nothing but to be registered."""

    answer: Answer
    writes: bool
    needs: str | None = None


WORDS: Mapping[str, Word] = {
    "refer": Word(referrals.refer, True, "refer"),
    "referrals": Word(referral_lists.show_referrals, True, "refer"),
    "screen": Word(screenings.screen, True, "refer"),
    "answer": Word(referral_answers.answer, True, "refer"),
    "case": Word(cases.show_case, True, "see case"),
    "break-glass": Word(glass.break_glass, True, "change case"),
    "update": Word(forms.update, True, "change case"),
    "undo": Word(undoing.undo_change, True, "change case"),
    "history": Word(histories.show_history, True, "see case"),
    "audit": Word(audits.show_audit, True, "read the record"),
    "training": Word(trainings.training, True, "tidy cases"),
    "case-audit": Word(case_audits.case_audit, True, "audit cases"),
    "request": Word(requests.ask, True, "see case"),
    "meeting": Word(meetings.meeting, True, "see case"),
    "meetings": Word(meetings.meetings, True, "see case"),
    "urgent": Word(urgent_meetings.urgent, True, "plan meetings"),
    "minute": Word(minuting.minute, True, "see case"),
    "action": Word(actions.action, True, "see case"),
    "actions": Word(action_lists.list_of_actions, True, "see case"),
    "transfer": Word(transfers.transfer, True, "decide level"),
    "correct": Word(corrections.correct_case, True, "change case"),
    "find": Word(finding.find, True, "see case"),
    "stats": Word(statistics.show_statistics, False, "ask"),
    "report": Word(reports.report, True, "ask"),
    "export": Word(files.export, True, "take out cases"),
    "subject-access": Word(subject_access.subject_access, True, "take out cases"),
    "merge": Word(merges.merge, True, "tidy cases"),
    "unmerge": Word(merges.unmerge, True, "tidy cases"),
    "retention": Word(retention.retention, True, "erase cases"),
    "erase": Word(erasing.erase, True, "erase cases"),
    "reassign": Word(handovers.reassign, True, "tidy cases"),
    "deputy": Word(handovers.name_deputy, True, "tidy cases"),
    "deputies": Word(handovers.list_deputies, False, "tidy cases"),
    "contacts": Word(contacts.show_contacts, True, "change case"),
    "dates": Word(date_lists.show_dates, True, "see case"),
    "reminders": Word(reminder_lists.show_reminders, True, "be reminded"),
    "people": Word(registrations.people, True, "register people"),
    "me": Word(people.show_me, True),
    "help": Word(help_pages.show_help, False),
}


def run_command(ack: Ack, body: Mapping[str, Any], desk: Desk) -> None:
    """Read, decide, save, acknowledge: the acknowledgement is the private answer."""
    try:
        reply = _answer(desk, body)
    except MappaError as problem:
        note_refusal(desk, body, problem, _word(body))
        reply = refusal(problem)
    if reply.form:
        open_window(desk, body, reply.form)
        ack()
        return
    message = reply.marked(desk.practice).message
    ack(text=message.text, blocks=list(message.blocks), response_type="ephemeral")
    desk.nudge()


def _word(body: Mapping[str, Any]) -> str:
    """The word of a command by its own name; never what somebody typed instead of one."""
    first, *rest = typed_text(body.get("text")).lower().split() or ["help"]
    if not rest and CASE_REF.fullmatch(first):
        return "case"
    if not rest and MEETING_REF.fullmatch(first):
        return "meeting"
    return first.rstrip(":") if first.rstrip(":") in WORDS else "question"


def _answer(desk: Desk, body: Mapping[str, Any]) -> Reply:
    typed = typed_text(body.get("text")) or "help"
    first, *rest = typed.split(maxsplit=1)
    word = WORDS.get(first.lower().rstrip(":"))
    if word is None and not rest and CASE_REF.fullmatch(first):
        word, rest = WORDS["case"], [first]
    if word is None and not rest and MEETING_REF.fullmatch(first):
        word, rest = WORDS["meeting"], [first]
    if word is None:
        return _question(desk, body, typed, first.lower())
    try:
        return _obey(desk, body, word, "".join(rest).strip())
    except (RuleBroken, NotUnderstood, NotFound, NotAllowed) as problem:
        if not (rest and MAY_BE_ASKED.match(typed)):
            raise
        return _question_instead(desk, body, typed, problem)


def _obey(desk: Desk, body: Mapping[str, Any], word: Word, typed: str) -> Reply:
    begin = desk.db.write if word.writes else desk.db.read
    with begin() as session:
        asker = get_asker(session, body, desk.now())
        visit = desk.for_those_who(word.needs).visit(asker, "command")
        if word.writes:
            once(session, delivery_key(body), visit.now)
        return word.answer(session, visit, typed)


def _question_instead(
    desk: Desk, body: Mapping[str, Any], typed: str, problem: MappaError
) -> Reply:
    """A question may begin with the word of a command: "referrals by agency last year".

    The word's own reading comes first. What it refuses is read as a question, where the word shows
    and never changes anything: nobody who meant to change something gets a figure in its place.
    """
    try:
        return questions.ask_by_command(desk, body, typed)
    except NotUnderstood as other:
        if typed.split()[0].lower() not in ALSO_COUNTED:
            raise problem from None
        both = f"{problem.message}\nAs a question: {other.message}"
        raise NotUnderstood(both, other.choices) from None
    except NotAllowed as other:
        raise (problem if other.message == REFUSED["ask"] else other) from None


def _question(desk: Desk, body: Mapping[str, Any], typed: str, first: str) -> Reply:
    try:
        return questions.ask_by_command(desk, body, typed)
    except (NotUnderstood, NotAllowed) as problem:
        near = [word for word in WORDS if len(first) > 2 and word.startswith(first)]
        near += get_close_matches(first[:LONGEST_WORD], WORDS, n=1, cutoff=0.75)
        if not near or begins_a_question(first, desk.today()):
            raise
        nearest = f"{desk.command} {near[0]}"
        raise NotUnderstood(f"Did you mean {nearest}? Nothing was changed.") from problem
