"""A subject access request: everything that is held about the person of a case, and what of it
somebody has to look at before any of it is disclosed.

HELD is the one table: of every field that is taken out, what it is called and how it is marked.
LEFT_OUT says of every other field of a case, and of all that is sealed, why it is not taken out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OTHERS, SAFETY = "third party", "crime or safety"
# What the marks ask for. They go by the kind of field alone, and say nothing of what the law says.
REVIEWS: Mapping[str, str] = {
    OTHERS: "names or tells of somebody else, or may",
    SAFETY: "check before disclosing: whether that may prejudice the prevention or detection of "
    "crime, or the safety of somebody",
}
STATEMENT = (
    "This is the working copy for the co-ordinator and the data protection officer. It is not the "
    "disclosure itself.",
    "Nothing was taken out of it, blacked out or decided. The marks go by the kind of field: they "
    "say what is to be looked at, not what may or must be disclosed. What has no mark may need a "
    "look as well.",
)
ERASED = "(erased)"
Reviews = tuple[str, ...]
ABOUT: Reviews = ()  # the person: plain facts
THEIRS: Reviews = (OTHERS,)
RISKY: Reviews = (SAFETY,)
BOTH: Reviews = (OTHERS, SAFETY)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is held; `on` is the day that it is of (ISO), `source` where it is kept."""

    section: str
    item: str
    value: str
    on: str | None
    source: str
    review: Reviews = ()

    def as_json(self) -> dict[str, Any]:
        said = {name: getattr(self, name) for name in ("section", "item", "value", "on", "source")}
        return {**said, "review": list(self.review)}


@dataclass(frozen=True, slots=True)
class Copy:
    """All of it, as of one moment, which is given in words."""

    ref: str
    reason: str
    as_of: str
    items: Sequence[Item]

    @property
    def to_review(self) -> int:
        return sum(bool(one.review) for one in self.items)

    def by_section(self) -> list[tuple[str, int, int, int, int]]:
        """Of each section: its items, those to look at, and those with either mark."""
        found: dict[str, list[Item]] = {}
        for one in self.items:
            found.setdefault(one.section, []).append(one)
        return [
            (
                section,
                len(items),
                sum(bool(one.review) for one in items),
                sum(OTHERS in one.review for one in items),
                sum(SAFETY in one.review for one in items),
            )
            for section, items in found.items()
        ]


@dataclass(frozen=True, slots=True)
class Kept:
    """A field: what it is called and how it is marked. What somebody has `written` stands by
    itself; the other fields of a row that are marked alike stand together."""

    label: str
    review: Reviews = ABOUT
    written: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What one table holds: the heading, what one of it is called (with fields of it in braces),
    the field by which it is in order, and its fields by their columns (of sealed ones without
    "_sealed")."""

    heading: str
    noun: str
    on: str
    fields: Mapping[str, Kept]


def _kind(
    heading: str, noun: str, on: str, marked: Mapping[Reviews, str], written: Mapping[str, Reviews]
) -> Kind:
    """`marked`: what is chosen from a list, a day or a number, as "column:Label, column"."""
    fields: dict[str, Kept] = {}
    for review, named in marked.items():
        for one in named.split(", "):
            column, _, label = one.partition(":")
            fields[column] = Kept(label or column.replace("_", " ").capitalize(), review)
    for one, review in written.items():
        column, _, label = one.partition(":")
        fields[column] = Kept(label or column.capitalize(), review, written=True)
    return Kind(heading, noun, on, fields)


# By table, in the order in which it is told.
HELD: Mapping[str, Kind] = {
    "cases": _kind(
        "Identity and management", "The case", "",
        {ABOUT: "ref:Case reference, name, born_on:Born, area, lead_agency, district, "
         "rosh:Risk of serious harm, limited_access, merged_into, kept_until, erased_on:Erased, "
         "made_at:First stored", RISKY: "victim_concerns"}, {}),
    "identifiers": _kind(
        "Identifiers", "Identifiers", "",
        {ABOUT: "crn:CRN, pnc:PNC, cro:CRO, prison_number", RISKY: "visor_ref:ViSOR reference"},
        {}),
    "spells": _kind(
        "Category and level", "Category and level", "started_on",
        {ABOUT: "category, level, started_on:From, ended_on:To, threshold, area"},
        {"reason": BOTH}),
    "custody": _kind(
        "Custody", "In custody", "from_on", {ABOUT: "from_on:From, to_on:To, why"}, {}),
    "absences": _kind(
        "Unlawfully at large", "Unlawfully at large", "from_on", {ABOUT: "from_on:From, to_on:To"},
        {}),
    "case_dates": _kind("Dates", "{kind}", "on", {ABOUT: "kind:What, on"}, {"note": THEIRS}),
    "orders": _kind(
        "Orders", "{kind}", "imposed_on", {ABOUT: "kind, imposed_on:Imposed, ends_on:Ends"}, {}),
    "order_changes": _kind(
        "What became of orders", "{kind}", "on",
        {ABOUT: "kind, imposed_on:Imposed, change:What became of it, on"}, {"note": THEIRS}),
    "convictions": _kind(
        "Convictions", "Conviction", "convicted_on",
        {ABOUT: "convicted_on:Convicted, disposal, months"}, {}),
    "events": _kind("Events", "{kind}", "on", {ABOUT: "kind:What, on"}, {"note": BOTH}),
    "placements": _kind(
        "Placements", "Placement", "from_on", {ABOUT: "kind:Where, from_on:From, to_on:To"},
        {"place": THEIRS}),
    "notes": _kind(
        "Notes", "Note {number}", "noted_at",
        {ABOUT: "number, noted_at:Noted, person_id:By, said_by:By"}, {"text": BOTH}),
    "referrals": _kind(
        "Referrals", "Referral {ref}", "referred_on",
        {ABOUT: "ref:Reference, area, referred_on:Referred, made_at:Stored, level_sought, "
         "category, threshold, rosh:Risk of serious harm, lead_agency, agencies, decision, "
         "decided_on:Decided, decided_by_id:Decided by, decided_by, level_set, "
         "more_asked_on:More was asked for",
         THEIRS: "agency:Referring agency, person_id:Referred by, referred_by",
         RISKY: "victim_concerns"},
        {"reason": BOTH, "decision_reason:Screening, reason": BOTH}),
    "requests": _kind(
        "Requests", "Request {number}", "raised_on",
        {ABOUT: "number, raised_on:Raised, due_on:Due, recommendation, outcome, closed_on:Closed",
         RISKY: "kind:What for", THEIRS: "agency:Asked by, owner:To, owner_agency:To the agency"},
        {"what": BOTH, "outcome_note:What became of it": BOTH}),
    "disclosures": _kind(
        "Disclosure decisions", "Disclosure decision", "on", {RISKY: "on, decision"},
        {"to": BOTH, "rationale": BOTH}),
    "transfers": _kind(
        "Transfers", "Transfer to {to_area}", "offered_on",
        {ABOUT: "from_area:From, to_area:To, offered_on:Offered, decision, decided_on:Decided"},
        {"reason": BOTH}),
    "watches": _kind(
        "Watch list", "Watch", "from_on", {RISKY: "from_on:From, until_on:Until"}, {"note": BOTH}),
    "case_contacts": _kind(
        "Contacts of agencies", "Contact, {agency}", "",
        {THEIRS: "agency, user_id:Registered person"},
        {"name": THEIRS, "address": THEIRS}),
    "team": _kind("Team", "Team", "", {ABOUT: "user_id:Who, part:As"}, {}),
    "meetings": _kind(
        "Meetings", "Meeting {ref}", "starts_at",
        {ABOUT: "ref:Reference, area, level, starts_at:From, ends_at:To, status, urgent, chair"},
        {"place": THEIRS}),
    "heard": _kind(
        "Minutes and decisions of meetings", "Heard at {meeting_id}", "meeting_on",
        {ABOUT: "meeting_id:Meeting, position:Place on the agenda, outcome_level, "
         "next_review_on:Next review, leaves:Leaves MAPPA, closed_on:Minutes closed, "
         "closed_by:Closed by, form, edition, issued_on:Minutes issued",
         RISKY: "disclosure:Disclosure decided"},
        {"minutes": BOTH, "rationale": BOTH}),
    "attendance": _kind(
        "Attendance", "Attendance at {meeting_id}, {agency}", "meeting_on",
        {THEIRS: "meeting_id:Meeting, agency, how"}, {"who": THEIRS}),
    "invitations": _kind(
        "Invitations", "Invitation to {meeting_id}, {agency}", "meeting_on",
        {THEIRS: "meeting_id:Meeting, agency, user_id:Registered person, answer, "
         "answered_at:Answered, invited_at:Invited, withdrawn_at:Withdrawn"},
        {"name": THEIRS, "address": THEIRS}),
    "actions": _kind(
        "Actions", "Action {ref}", "raised_on",
        {ABOUT: "ref:Reference, area, raised_on:Raised, due_on:Due, done_on:Done, "
         "cannot_on:Could not be done, meeting_id:Agreed at",
         THEIRS: "agency, user_id:Owner"},
        {"owner": THEIRS, "what": BOTH, "why": BOTH, "note": BOTH}),
    "audited_cases": _kind(
        "Case audits", "Case audit {audit_id}", "drawn_on",
        {ABOUT: "audit_id:Audit, drawn_on:Drawn, outcome, audited_on:Audited"},
        {"note:Finding": THEIRS}),
    "reminders": _kind(
        "Reminders sent", "Reminder", "sent_at",
        {ABOUT: "kind:What of, about_on:The day, sent_at:Sent"}, {}),
    "outgoing": _kind(
        "Messages that say something of it", "Message", "made_at",
        {ABOUT: "made_at:Made, state, sent_at:Sent, person_id:To"}, {}),
    "glass": _kind(
        "Broken glass", "Broken glass", "opened_at",
        {ABOUT: "person_id:By, opened_at:From, until"}, {"reason": BOTH}),
    "merges": _kind(
        "Merges", "Merge", "merged_at",
        {THEIRS: "from_case_id:Of, into_case_id:Into, merged_at:Merged, area, person_id:By, "
         "undone_at:Taken back"},
        {"from_before:The first as it was before": BOTH,
         "moved_before:The second as it was before": BOTH,
         "moved_after:The second as it was after": BOTH}),
    "records": _kind(
        "Who saw or changed it", "Entry {number}", "recorded_at",
        {ABOUT: "recorded_at:When, person_id:Who, source:How, action:What, number"},
        {"details": BOTH}),
}  # fmt: skip
# Of the minutes, by part; a part that is not named here is to be looked at for both.
MINUTED: Mapping[str, Reviews] = {
    **dict.fromkeys(("risk-band", "level", "threshold", "review", "exit"), ABOUT),
    **dict.fromkeys(("diversity", "review-reason", "dissent"), THEIRS),
    "disclosure": RISKY,
}


@dataclass(frozen=True, slots=True)
class Left:
    """What is not taken out, why, and which columns that is ("table.*": all of them)."""

    what: str
    why: str
    columns: frozenset[str] = frozenset()


def _left(what: str, why: str, *columns: str) -> Left:
    return Left(what, why, frozenset(columns))


LEFT_OUT = (
    _left("Numbers by which rows find each other", "they say nothing of anybody", "*.id",
          "*.case_id", "cases.data_key_id"),
    _left("Keyed hashes", "by them a name or an identifier is found, or the record verified, and "
          "nothing can be read from them", "name_words.blind", "identifiers.blind", "records.hash"),
    _left("Marks of calendar entries", "they are opaque", "invitations.key", "meetings.version"),
    _left("How reminders are planned", "it follows from the dates; told are the days on which "
          "one was sent", *(f"reminders.{one}" for one in (
              "area", "subject", "notice", "person_id", "due_at", "state", "late", "outgoing_id",
              "acknowledged_at", "escalate_at", "step"))),
    _left("The text of messages on their way", "it is made from what stands here, and dropped when "
          "they have arrived", "outgoing.body_sealed"),
    _left("The area of an entry of the record", "it stands before its number", "records.area"),
    _left("Names of registered people", "they are told by agency and role", "people.name_sealed"),
    _left("Contacts, standing members and training sessions of the area",
          "they belong to no case; standing members who were invited to a meeting are told there",
          "contacts.name_sealed", "contacts.address_sealed", "standing_members.name_sealed",
          "standing_members.address_sealed", "trainings.about_sealed"),
    _left("Other people's cases", "what is written there is not searched for this person"),
    _left("Files, minutes and exports that were given out, messages in Slack, backups",
          "they are outside the database of the bot"),
)  # fmt: skip
