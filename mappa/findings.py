"""The word `find`: what is looked for, read in the order in which it can be certain."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO

from mappa.agencies import AGENCIES
from mappa.arguments import clean_text
from mappa.asking.measures import MEASURES
from mappa.asking.questions import COUNT, Comparison, Question
from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from mappa.cases import RISK_BANDS, CaseRecord
from mappa.choices import harmless
from mappa.days import day_words, find_day
from mappa.errors import NotUnderstood, RuleBroken
from mappa.identifiers import Identifier, read_identifier
from mappa.names import name_words
from mappa.spreadsheets import inert

LONGEST = 200  # characters: a button has to carry them
EXAMPLES = (
    "find BED-1042",
    "find X320741",
    "find Marker",
    "find 3 May 1980",
    "find level 2 cases in custody",
    "find licences ending in the next 28 days",
)
HOW_TO = f"Example: {EXAMPLES[2]}, or {EXAMPLES[4]}"
AS_FILE = re.compile(r"(?:^|\s)as (?:a )?file$", re.IGNORECASE)
BORN = re.compile(r"(?:(.*?),? )?born (?:on )?(.+)", re.IGNORECASE)
OPENING = re.compile(r"(how|who|whose|which|what|list|show|give|number)\b", re.IGNORECASE)
PAGE = re.compile(r"(?:^|\s)page (\S+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Find:
    """What a line asks for: the words that are looked for, and how they are to be shown."""

    words: str
    page: int = 1
    as_file: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """People whose name has all of these words, and who were born on the day, if one is given."""

    name: str
    born_on: date | None = None


Sought = Identifier | Named | Question


def read_find(typed: str) -> Find:
    """The words, without what says how to show what is found."""
    words = " ".join(clean_text(typed, "find").split())
    as_file = AS_FILE.search(words)
    words = words[: as_file.start()] if as_file else words
    page = 1
    if found := PAGE.search(words):
        if not re.fullmatch("[1-9][0-9]{0,4}", found[1]):
            raise RuleBroken(f"page: {harmless(found[1])} is not a page. Example: page 2", "page")
        page, words = int(found[1]), words[: found.start()]
    words = words.strip(' ?.!"“”')
    if not words:
        raise RuleBroken(f"find: say whom or what. {HOW_TO}", "find")
    if len(words) > LONGEST:
        raise RuleBroken(
            f"find: {len(words):,} characters are too many, at most {LONGEST} are looked for. "
            f"{HOW_TO}",
            "find",
        )
    return Find(words, page, bool(as_file))


def read_sought(
    words: str, today: date, terms: Terms
) -> tuple[list[Sought], RuleBroken | NotUnderstood | None]:
    """What the words can mean, the most certain first; and what is wrong if none of it is there.

    A name comes before a filter: what is found under it cannot have been meant otherwise.
    """
    if born := BORN.fullmatch(words):
        return [Named(born[1] or "", _birthday(born[2], today))], None
    if born_on := _day(words, today):
        return [Named("", born_on)], None
    sought: list[Sought] = []
    problem: RuleBroken | NotUnderstood | None = None
    if re.search("[0-9]", words):
        try:
            sought.append(read_identifier(words, today))
        except RuleBroken as fault:
            problem = fault if " " not in words else None
    visor = re.sub("^visor ", "", words, flags=re.IGNORECASE)
    sought += [Identifier("visor_ref", way) for way in dict.fromkeys([visor, visor.upper()])]
    if name_words(words):
        sought.append(Named(words))
    filtered = _filter(words, today, terms)
    if isinstance(filtered, Question):
        return [*sought, filtered], None
    return sought, problem or (filtered if _OF_A_FILTER & set(words.lower().split()) else None)


# By one of these somebody means a filter: they are told what is wrong with it.
_OF_A_FILTER = frozenset(
    {
        "case", "cases", "people", "person", "persons", "offender", "offenders", "everybody",
        "level", "levels", "category", "categories", "custody", "prison", "community",
        "referrals", "actions", "orders", "events", "meetings", "licences", "sentences",
        "reviews", "releases", "overdue", "open", "ending", "returned", "recalled",
    }
)  # fmt: skip


def read_filter(words: str, today: date, terms: Terms) -> Question:
    """A filter in the words of a question, with or without "how many"."""
    found = _filter(words, today, terms)
    if isinstance(found, NotUnderstood):
        raise found
    return found


def _filter(words: str, today: date, terms: Terms) -> Question | NotUnderstood:
    faults: list[NotUnderstood] = []
    for way in (words, f"how many {words}"):
        try:
            question = read_question(way, today, terms)
        except NotUnderstood as fault:
            faults.append(fault)
            continue
        if isinstance(question, Comparison):
            return NotUnderstood(f"A list compares nothing: ask for one side of it. {HOW_TO}")
        if question.by:
            return NotUnderstood(f"A list has no groups: leave out “by {question.by}”. {HOW_TO}")
        if question.figure != COUNT or not MEASURES[question.counted].lists:
            return NotUnderstood(f"There are no cases to list of that. {HOW_TO}")
        return replace(question, listed=False)
    # Of a bare filter it is no fault that it does not ask how many.
    return faults[0] if OPENING.match(words) else faults[-1]


def _day(words: str, today: date) -> date | None:
    """The day, where the words name one and nothing else."""
    parts = day_words(words)
    found = find_day(parts, 0, today, year_needed=True)
    return found[0] if found and found[1] == len(parts) else None


def _birthday(text: str, today: date) -> date:
    found = _day(text, today)
    if found is None:
        raise RuleBroken(
            f"born: {harmless(text)} is not a day. Example: find Marker born 3 May 1980", "born"
        )
    return found


COLUMNS = (
    "case_ref", "name", "born_on", "category", "level", "since", "custody", "rosh", "lead_agency",
    "district", "owner", "release", "licence_end", "sentence_end", "review",
)  # fmt: skip


def list_as_csv(cases: Iterable[CaseRecord], on: date, names: Mapping[str, str]) -> bytes:
    """One line a case as it stood on a day, for a spreadsheet; `names` of people by Slack id."""
    return as_csv(COLUMNS, (_values(case, on, names) for case in cases))


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """With a mark by which spreadsheets know UTF-8; no value can become a formula in one."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([inert(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _values(case: CaseRecord, on: date, names: Mapping[str, str]) -> list[str]:
    spell, stay = case.spell_on(on), case.custody_on(on)
    dates = [case.dates.get(kind) for kind in ("release", "licence_end", "sentence_end", "review")]
    return [
        case.ref,
        case.name,
        case.born_on.isoformat() if case.born_on else "",
        str(spell.category) if spell else "",
        str(spell.level) if spell else "",
        spell.started_on.isoformat() if spell else "",
        stay.why if stay else "",
        RISK_BANDS[case.rosh] if case.rosh else "",
        AGENCIES[case.lead_agency] if case.lead_agency else "",
        case.district or "",
        "; ".join(names.get(owner, owner) for owner in sorted(case.owners)),
        *(day.isoformat() if day else "" for day in dates),
    ]
