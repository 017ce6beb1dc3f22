"""Who may do what, as a table of the suite's own; and the people on whom it is tried.

Nothing of mappa.access is read here: a change of the product's table shows as a difference.
"""

from dataclasses import dataclass, replace

from mappa.cases import TeamMember
from storage.case_audits import add_audit
from storage.cases import get_case, set_case
from storage.databases import Session
from storage.people import add_person, remove_person
from storage.tables import meetings
from tests.build import NOW, TEAM, TODAY, person
from tests.handlers.conversations import Conversation

ALL = "me help"
FIGURES = "stats report"
CASES = "case history request meeting meetings minute action actions find dates"
REFERS = "refer referrals screen answer"
REMINDED = "reminders"
WORKS = "update undo correct contacts break-glass"
AUDITS = "case-audit audit"
RUNS = (
    "training transfer urgent export merge unmerge reassign deputy deputies retention erase "
    "subject-access"
)
WORDS_OF = {
    "co-ordinator": f"{ALL} {FIGURES} {CASES} {REFERS} {REMINDED} {WORKS} {AUDITS} {RUNS}",
    "practitioner": f"{ALL} {FIGURES} {CASES} {REFERS} {REMINDED} {WORKS}",
    "chair": f"{ALL} {FIGURES} {CASES} {REFERS} {REMINDED}",
    "auditor": f"{ALL} {FIGURES} {CASES} {AUDITS}",
    "smb": f"{ALL} {FIGURES}",
    "lay-adviser": f"{ALL} {FIGURES}",
    "admin": f"{ALL} people",
}
MAY_TYPE = {role: frozenset(words.split()) for role, words in WORDS_OF.items()}
CASE, MEETING = "BED-1042", "BED-M2"
STRANGERS = ("unregistered", "outsider", "removed")
GRANTS = frozenset({"category-4", "limited"})


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody of a role; `theirs`: whether the case BED-1042 is theirs to see."""

    role: str
    theirs: bool = False

    @property
    def user_id(self) -> str:
        return "U0OLGA" if self.role == "outsider" else "U0NOEL"

    @property
    def team(self) -> str:
        return "T0OUTSIDE" if self.role == "outsider" else TEAM

    def __str__(self) -> str:
        return f"{self.role}{' of the case' if self.theirs else ''}"


ENTITLED = ("co-ordinator", "practitioner", "chair", "auditor")
EVERYBODY = (
    *(Somebody(role) for role in MAY_TYPE),
    *(Somebody(role, theirs=True) for role in ENTITLED),
    *(Somebody(role) for role in STRANGERS),
)


def bring(talk: Conversation, somebody: Somebody) -> None:
    """Noel comes as this, in the laden office, where everybody else stays as they are."""

    def change(session: Session) -> None:
        role, theirs = somebody.role, somebody.theirs
        if role in ("unregistered", "outsider"):
            remove_person(session, TEAM, "U0NOEL", NOW)
            return
        area = "BED" if theirs or role != "co-ordinator" else "NOR"
        registered = "practitioner" if role == "removed" else role
        add_person(session, person("U0NOEL", registered, area=area, grants=GRANTS), NOW)
        if (theirs and role == "practitioner") or role == "removed":
            stored = get_case(session, CASE, to_change=True)
            team = (*stored.facts.team, TeamMember("U0NOEL", "owner"))
            set_case(session, stored, replace(stored.facts, team=team))
        if theirs and role == "chair":
            theirs_now = meetings.update().where(meetings.c.ref == MEETING)
            session.execute(theirs_now.values(chair="U0NOEL"))
        if not theirs and role == "auditor":
            add_audit(session, "BED-A9", "BED", TODAY)  # the newest sample, of nothing
        if role == "removed":
            remove_person(session, TEAM, "U0NOEL", NOW)

    talk.write(change)


# What of the other ways in is open to whom, by the names that Slack knows them by.
LOOKS = """
    show_minutes minutes_as_docx open_meeting send_agenda send_list open_case show_history
    other_page find_previous find_next list_answer
"""
HELPS = """
    open_referral refer_case screen_referral answer_referral open_minutes close_minutes
    issue_minutes new_action answer_action answer_invitation acknowledge_reminder snooze_reminder
    submit_referral submit_screening submit_answer submit_minutes submit_close
    submit_action submit_action_answer make_referral
"""
CHANGES = """
    new_request answer_request open_update undo_change submit_update submit_request
    submit_request_answer submit_note add_to_case
"""
COUNTS = """
    ask_question share_answer answer_as_file answer_as_picture report_docx report_xlsx
    submit_question
"""
READS_RECORD = "other_audit_page"
CO_ORDINATES = """
    record_reply ask_information plan_meeting invite_all add_cases due_cases add_due_cases
    move_meeting cancel_meeting accept_transfer decline_transfer end_glass find_file audit_as_file
    freeze_return erase_case confirm_erasure import_workbook cancel_import submit_erasure
    submit_plan submit_move submit_cancel submit_add submit_information submit_transfer_answer
    submit_freeze submit_subject_access
"""
REGISTERS = """
    list_people add_person change_person remove_people submit_person submit_person_change
    submit_leaving submit_removal
"""
WAYS_OF = {
    "co-ordinator": f"{LOOKS} {HELPS} {CHANGES} {COUNTS} {READS_RECORD} {CO_ORDINATES}",
    "practitioner": f"{LOOKS} {HELPS} {CHANGES} {COUNTS} submit_glass",
    "chair": f"{LOOKS} {HELPS} {COUNTS}",
    "auditor": f"{LOOKS} {COUNTS} {READS_RECORD}",
    "smb": COUNTS,
    "lay-adviser": COUNTS,
    "admin": REGISTERS,
}
MAY_GO = {role: frozenset(ways.split()) for role, ways in WAYS_OF.items()}
