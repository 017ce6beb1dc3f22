"""How a referral is screened: its facts above the form, what is told to whom, and the answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.desks import Reply, say
from handlers.views import blocks
from handlers.views.referrals import to_screen
from mappa.agencies import AGENCIES
from mappa.case_facts import VICTIM_CONCERNS
from mappa.cases import CATEGORIES, DATE_KINDS, LEVELS, RISK_BANDS, THRESHOLDS, CaseRecord
from mappa.clocks import london_day
from mappa.days import uk_date
from mappa.referred_people import IDENTIFIER_NAMES
from mappa.screenings import DECLINE_AT_LEVEL_1, Screening
from storage.outgoing import Message
from storage.referrals import MADE, StoredReferral

SUBMIT_SCREENING = "submit_screening"
ANSWER_REFERRAL = "answer_referral"  # the button that opens the form for the answer
SUBMIT_ANSWER = "submit_answer"
CHOICES = {
    "accept": "Accept at the level below",
    "decline": "Decline: the case stays as it is",
    DECLINE_AT_LEVEL_1: "Decline, and confirm Level 1",
    "more": "Ask the referrer for more",
    "withdraw": "Withdraw",
}
LEVELS_SET = {"2": "Level 2", "3": "Level 3"}
ANSWERS = 5  # the newest, that the form has room for
READ_BY_REFERRER = "The referrer can read this, unless it is accepted. Never name a victim"


def screening_form(
    referral: StoredReferral, category: int | None, facts: Sequence[str]
) -> blocks.Block:
    """The form, filled in with what was asked for; the facts stand above it."""
    categories = {str(n): f"Category {n}: {name}" for n, name in CATEGORIES.items()}
    shown = [
        *blocks.paragraphs("\n".join(facts)),
        blocks.choice_input("decision", "Decision", CHOICES),
        blocks.choice_input(
            "level",
            "Level, if accepted",
            LEVELS_SET,
            initial=str(referral.level_sought),
            optional=True,
        ),
        blocks.choice_input(
            "category",
            "Category, if accepted",
            categories,
            initial=str(category or ""),
            optional=True,
        ),
        blocks.choice_input(
            "threshold",
            "Threshold, if accepted",
            THRESHOLDS,
            initial=referral.threshold or "",
            optional=True,
        ),
        blocks.date_input("from", "From", hint="The day it took effect; today if left empty"),
        blocks.text_input("because", "Why", hint=READ_BY_REFERRER, lines=True),
    ]
    return blocks.form(SUBMIT_SCREENING, "Screen a referral", "Decide", shown, referral.ref)


def answer_form(referral: StoredReferral, question: str) -> blocks.Block:
    """What was asked, and room for the answer."""
    head = f"Referral {referral.ref}, made on {uk_date(referral.referred_on)}."
    asked = f"Asked for: {question}" if question else "Nothing more was asked for yet."
    shown = [
        blocks.words(head),
        *blocks.paragraphs(asked),
        blocks.text_input("answer", "Answer", hint="Never name a victim", lines=True),
    ]
    return blocks.form(SUBMIT_ANSWER, "Answer", "Answer", shown, referral.ref)


def referral_lines(
    referral: StoredReferral, reason: str, entries: Sequence[Mapping[str, Any]], by: str, clock: str
) -> list[str]:
    """What was asked for and all that was given with it; `by` is who made it."""
    agency = AGENCIES.get(referral.agency or "", "agency not recorded")
    lines = [
        f"Referral {referral.ref} by {by} ({agency}), {uk_date(referral.referred_on)}; {clock}",
        f"Sought: {_sought(referral)}",
        f"Why: {reason or 'not recorded'}",
    ]
    made = [entry["after"] for entry in entries if entry["action"] == MADE]
    lines += [f"{name}: {value}" for after in made for name, value in _given(after).items()]
    answers = [entry for entry in entries if entry["action"] != MADE]
    if len(answers) > ANSWERS:
        lines.append(f"{len(answers) - ANSWERS} earlier answers are among the notes of the case")
    for entry in answers[-ANSWERS:]:
        on = uk_date(london_day(entry["recorded_at"]))
        lines.append(f"Answered {on}: {entry['after']['answer']}")
    return lines


def case_lines(case: CaseRecord, today: date) -> list[str]:
    """How the case stands that the decision is about."""
    spell = case.spell_on(today)
    now = "at no level"
    if spell:
        level = LEVELS[spell.level] if spell.level else "level to be confirmed"
        now = f"category {spell.category}, {level} since {uk_date(spell.started_on)}"
    inside = "in custody" if case.custody_on(today) else "in the community"
    lines = [f"Case {case.ref}, {case.name or 'name not recorded'}: {now}, {inside}"]
    dates = [f"{DATE_KINDS[kind].lower()} {uk_date(on)}" for kind, on in sorted(case.dates.items())]
    return [*lines, *([f"Dates of the case: {', '.join(dates)}"] if dates else [])]


def may_also_be(refs: Sequence[str]) -> list[str]:
    """Other cases with one of the identifiers given."""
    return [f"May be the same person as: {', '.join(refs)}"] if refs else []


def _sought(referral: StoredReferral) -> str:
    category = f", category {referral.category}" if referral.category else ""
    threshold = f"; threshold: {THRESHOLDS[referral.threshold]}" if referral.threshold else ""
    return f"level {referral.level_sought}{category}{threshold}"


def _given(after: Mapping[str, Any]) -> dict[str, str]:
    identifiers, dates = after.get("identifiers") or {}, after.get("dates") or {}
    numbers = [f"{IDENTIFIER_NAMES[kind]} {value}" for kind, value in identifiers.items()]
    agencies = [AGENCIES.get(agency, agency) for agency in after.get("agencies") or []]
    found = {
        "Name given": str(after.get("name") or ""),
        "Born": _day(after.get("born")),
        "Identifiers given": ", ".join(numbers),
        "Dates given": ", ".join(f"{DATE_KINDS[k].lower()} {_day(v)}" for k, v in dates.items()),
        "Lead agency given": AGENCIES.get(after.get("lead agency") or "", ""),
        "Other agencies": ", ".join(agencies),
        "Risk of serious harm given": RISK_BANDS.get(after.get("risk") or "", ""),
        "Victim concerns": VICTIM_CONCERNS.get(after.get("victim concerns") or "", ""),
        "Limited access": "asked for" if after.get("limited access") else "",
    }
    return {name: value for name, value in found.items() if value}


def _day(iso: Any) -> str:
    return uk_date(date.fromisoformat(str(iso))) if iso else ""


def outcome(referral: StoredReferral, by: str) -> str:
    """How a decided referral was decided, by whom and when."""
    if referral.decision == "accepted":
        level = f" at level {referral.level_set}" if referral.level_set else ""
    else:
        level = f", with level {referral.level_set} confirmed" if referral.level_set else ""
    when = f" on {uk_date(referral.decided_on)}" if referral.decided_on else ""
    return f"{referral.ref} was {referral.decision}{level} by {by}{when}."


def state_of_own(referral: StoredReferral, by: str, reason: str, clock: str, command: str) -> Reply:
    """What became of a referral, to who made it; they need not see the case."""
    lines = [f"Referral {referral.ref}, {uk_date(referral.referred_on)}: {_sought(referral)}."]
    if referral.decision != "open":
        lines.append(outcome(referral, by))
        lines += [f"Why: {reason}"] if reason and referral.decision != "accepted" else []
    elif referral.more_asked_on:
        lines += [f"More was asked for on {uk_date(referral.more_asked_on)}: {reason}"]
        lines += [f"Answer with: {command} answer {referral.ref} TEXT"]
    else:
        lines.append(f"It waits for a decision: {clock}.")
    return _lines(lines)


def decided(screening: Screening, case_ref: str, command: str, *, same: bool, owned: bool) -> Reply:
    """What was saved, to the co-ordinator; whether the case was so already, and has an owner."""
    lines = [f"Saved: referral {screening.ref}, {_said(screening)}."]
    if same:
        lines.append("The case was at that level already; it was not changed.")
    if screening.decision != "more":
        lines.append(f"It is about case {case_ref}. See it with: {command} case {case_ref}")
    if screening.decision == "accept" and not owned:
        lines.append(f"Nobody owns it yet. Name who does: {command} update {case_ref} owner @name")
    return _lines(lines)


def withdrawn_by_referrer(ref: str) -> Reply:
    return _lines([f"Saved: referral {ref}, withdrawn."])


def answered(ref: str) -> Reply:
    return _lines([f"Saved: your answer on referral {ref}. The co-ordinator is told."])


def told_referrer(screening: Screening, case_ref: str | None, command: str) -> Message:
    """To who made the referral; `case_ref` only where they may see the case. What was asked and why
    it was decided so is read in a private window, not here."""
    about = f" about case {case_ref}" if case_ref else ""
    if screening.decision == "more":
        text = f"The co-ordinator asks for more on your referral {screening.ref}{about}."
        button = blocks.button("Answer", ANSWER_REFERRAL, screening.ref, primary=True)
        return Message(blocks.escape(text), (blocks.words(text), blocks.actions("answer", button)))
    text = (
        f"Your referral {screening.ref}{about} was {_said(screening)} on "
        f"{uk_date(screening.today)}. More: {command} screen {screening.ref}"
    )
    return Message(blocks.escape(text), (blocks.words(text),))


def answer_came(ref: str, case_ref: str) -> Message:
    """To the co-ordinators."""
    return to_screen(ref, f"More has come on referral {ref} of case {case_ref}.")


def withdrawal_came(ref: str, case_ref: str) -> Message:
    """To the co-ordinators: nothing is left to be decided."""
    text = f"Referral {ref} of case {case_ref} was withdrawn by who made it."
    return Message(blocks.escape(text), (blocks.words(text),))


def _said(screening: Screening) -> str:
    if screening.decision == "more":
        return "more is asked for"
    if screening.decision == "accept":
        return f"accepted at level {screening.level}"
    return screening.state + (f", level {screening.level} confirmed" if screening.level else "")


def _lines(lines: Sequence[str]) -> Reply:
    shown = [block for line in lines for block in blocks.paragraphs(line)]
    return say(blocks.escape(lines[0]), *shown)


def thanks(reply: Reply) -> blocks.Block:
    """What was saved, in place of the form."""
    return blocks.notice("Saved", reply.message.blocks)


def window(reply: Reply) -> blocks.Block:
    """What somebody sees instead of the form that a button can no longer open."""
    return blocks.notice("Referral", reply.message.blocks)
