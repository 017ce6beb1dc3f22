"""How transfers are seen. Until a case is accepted, its new area reads of it what `_offer` says."""

from collections.abc import Sequence
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.areas import AREAS
from mappa.case_facts import TRANSFER_DECISIONS, Transfer
from mappa.cases import LEVELS, CaseRecord
from mappa.days import uk_date
from mappa.transfers import open_offer
from storage.outgoing import Message

ACCEPT_TRANSFER, DECLINE_TRANSFER = "accept_transfer", "decline_transfer"
SUBMIT_TRANSFER_ANSWER = "submit_transfer_answer"
LISTED = 100  # open offers of a side
OF_CASE = 10  # offers of one case, the newest: their reasons can be long


def offer_message(case: CaseRecord, today: date, command: str) -> Message:
    """What the co-ordinators of the other area are told; it names nobody."""
    return _shown(f"Transfer offered. {_offer(case, today)}", case, command)


def one_offer(case: CaseRecord, today: date, command: str) -> Reply:
    return Reply(_shown(_offer(case, today), case, command))


def _shown(text: str, case: CaseRecord, command: str) -> Message:
    how = (
        f"Until your area accepts it you can see nothing more of it. {command} transfer "
        f"{case.ref} accept because ..., or decline because ..."
    )
    buttons = blocks.actions(
        "transfer",
        blocks.button("Accept", ACCEPT_TRANSFER, f"{case.ref} accept", primary=True),
        blocks.button("Decline", DECLINE_TRANSFER, f"{case.ref} decline"),
    )
    shown = (blocks.words(text), blocks.context(how), buttons)
    return Message(blocks.escape(f"{text} {how}"), shown)


def _offer(case: CaseRecord, today: date) -> str:
    """The reference, level, category, area and day, and nothing else."""
    offered = open_offer(case)
    spell = case.spell_on(today)
    stands = (
        f"{LEVELS[spell.level] if spell.level else 'level to be confirmed'}, "
        f"category {spell.category}"
        if spell
        else "at no level"
    )
    by = f"{AREAS[offered.from_area]} on {uk_date(offered.offered_on)}" if offered else "nobody"
    return f"{case.ref} ({stands}) is offered to your area by {by}."


def offered(case: CaseRecord, told: int, command: str) -> Reply:
    """What the offering co-ordinator sees."""
    offer = open_offer(case)
    area = AREAS[offer.to_area] if offer else ""
    who = f"{told} co-ordinator{'s' if told > 1 else ''}"
    lines = [
        f"Saved: {case.ref} is offered to {area}. It stays yours until {area} accepts it.",
        f"Told: {who} there, by its reference, level and category only."
        if told
        else f"Nobody who could answer for {area} is registered here, so nobody was told. "
        "Tell them yourself, by secure means.",
        f"Take it back with: {command} transfer {case.ref} withdraw because ...",
    ]
    return _lines(lines)


def answer_saved(case: CaseRecord, last: Transfer, command: str) -> Reply:
    """What who declined or withdrew sees."""
    if last.decision == "withdrawn":
        text = f"Saved: the offer of {case.ref} to {AREAS[last.to_area]} is withdrawn."
        return _lines([text, f"It stays yours: {command} case {case.ref}"])
    return _lines([f"Saved: {case.ref} is declined. It stays with {AREAS[case.area]}."])


def accepted(case: CaseRecord, last: Transfer, same: Sequence[str], command: str) -> Reply:
    """What who accepted sees, and what is to be done next."""
    lines = [
        f"Saved: {case.ref} is a case of {AREAS[case.area]} now. Its figures up to today stay "
        f"with {AREAS[last.from_area]}, whose people cannot see it any more.",
        f"See it with: {command} case {case.ref}",
    ]
    if not case.team:
        lines.append(f"Nobody owns it yet: {command} update {case.ref} owner @somebody")
    if same:
        lines.append(
            f"Your area has the same person already: {', '.join(same)}. "
            f"If so: {command} merge {case.ref} into {same[0]}"
        )
    return _lines(lines)


def answer_message(case: CaseRecord, last: Transfer, command: str) -> Message:
    """What the other side is told once the offer is no longer open."""
    day = uk_date(last.decided_on or last.offered_on)
    says = {
        "accepted": f"{AREAS[last.to_area]} accepted {case.ref} on {day}. It is theirs now, and "
        "your area cannot see it any more; its figures up to that day stay yours.",
        "declined": f"{AREAS[last.to_area]} declined {case.ref} on {day}. It stays yours. "
        f"Why: {command} transfer {case.ref}",
        "withdrawn": f"{AREAS[last.from_area]} withdrew its offer of {case.ref} on {day}. "
        "There is nothing left to do.",
    }[last.decision]
    return Message(blocks.escape(says), (blocks.words(says),))


def every_offer(cases: Sequence[CaseRecord], area: str, today: date, command: str) -> Reply:
    """Both sides of what is open."""
    here = [_offer(case, today) for case in cases if case.area != area]
    away = [_away(case) for case in cases if case.area == area]
    lines = [
        "Offered to your area:",
        *_some(here, LISTED),
        "Offered by your area:",
        *_some(away, LISTED),
        f"Answer one with: {command} transfer BED-1042 accept because ..., or decline because ...",
    ]
    return _lines(lines)


def _some(lines: Sequence[str], most: int) -> list[str]:
    left = len(lines) - most
    return [*lines[:most], *([f"and {left} more"] if left > 0 else [])] or ["nothing"]


def _away(case: CaseRecord) -> str:
    offer = open_offer(case)
    to, on = (AREAS[offer.to_area], uk_date(offer.offered_on)) if offer else ("", "")
    return f"{case.ref}: to {to} since {on}"


def transfers_of_case(case: CaseRecord, command: str) -> Reply:
    """Every offer of a case, to who may see the case."""
    lines = _some([transfer_line(one) for one in reversed(case.transfers)], OF_CASE)
    how = f"Offer it with: {command} transfer {case.ref} to AREA because ..."
    return _lines([f"Transfers of {case.ref}", *lines, how])


def transfer_line(one: Transfer) -> str:
    """An offer and what became of it, in one line; for who may see the case."""
    when = f" {uk_date(one.decided_on)}" if one.decided_on else ""
    what = TRANSFER_DECISIONS[one.decision].lower()
    return (
        f"{uk_date(one.offered_on)}: from {AREAS[one.from_area]} to {AREAS[one.to_area]}, "
        f"{what}{when}. {one.reason}"
    )


def answer_form(ref: str, said: str) -> blocks.Block:
    """Why, and if it is taken over, by whom."""
    shown = [blocks.text_input("because", "Why", lines=True)]
    if said == "accept":
        shown.insert(
            0,
            blocks.person_input(
                "owner", "Who is to own it", hint="Somebody of your area", optional=True
            ),
        )
    title = "Accept a case" if said == "accept" else "Decline a case"
    return blocks.form(
        SUBMIT_TRANSFER_ANSWER, title, said.title(), [blocks.header(ref), *shown], f"{ref} {said}"
    )


def answered(reply: Reply) -> blocks.Block:
    return blocks.notice("Transfer", reply.message.blocks)


def _lines(lines: Sequence[str]) -> Reply:
    text = "\n".join(lines)
    return say(blocks.escape(lines[0]), *blocks.paragraphs(text))
