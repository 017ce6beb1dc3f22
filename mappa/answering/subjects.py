"""What is counted, in words: a noun, which of it, and when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mappa.answering.filter_words import (
    PLACES,
    agency_words,
    case_clauses,
    level_words,
    people_clauses,
    standing_words,
)
from mappa.answering.kind_words import DATES, DAYS, date_words, event_words, order_words
from mappa.answering.period_words import BUCKET_NAMES, when_words
from mappa.asking.questions import AVERAGE, BOTH, COMMUNITY, SHARE, Day, Filters, Question
from mappa.cases import CATEGORIES, ORDER_KINDS
from mappa.days import uk_date

PEOPLE = ("person", "people")
DECIDED = frozenset({"accepted", "declined", "withdrawn", "decided"})
SHARED_OUT_OF: Mapping[str, str] = {
    "accepted": "decided",
    "declined": "decided",
    "withdrawn": "decided or withdrawn",
    "overdue": "open",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """`inline` follows the noun, `middle` stands between commas, then come time and the rest."""

    noun: tuple[str, str]
    tail: str
    inline: str = ""
    middle: tuple[str, ...] = ()
    after: tuple[str, ...] = ()

    def read_back(self) -> str:
        """people, in the community, on 31 March 2014."""
        return self._joined(self.noun[1], ", ")

    def after_a_figure(self, *, one: bool = False) -> str:
        """people in the community, on 31 March 2014."""
        return self._joined(self.noun[0 if one else 1], ", " if self.inline else " ")

    def flowing(self) -> str:
        """people in the community on 31 March 2014."""
        if self.inline or len(self.middle) > 1:
            return self.after_a_figure()
        return " ".join([self.noun[1], *self.middle, ", ".join([self.tail, *self.after])])

    def _joined(self, noun: str, after_noun: str) -> str:
        end = ", ".join([self.tail, *self.after])
        if not self.middle:
            return f"{noun}{self.inline} {end}"
        return f"{noun}{self.inline}{after_noun}{', '.join([*self.middle, end])}"


def subject(question: Question) -> Subject:
    """What a question counts. Of a share it is the whole, of an average what it is taken over."""
    return _SUBJECTS[question.counted](question)


def is_stock(question: Question) -> bool:
    """Whether the picture of a day is counted: of one, or of the last of every month."""
    return question.counted == "people" and (
        isinstance(question.when, Day) or question.by in BUCKET_NAMES
    )


def place_of(question: Question, filters: Filters) -> str:
    """Where the people counted are: a picture is of the community unless it is said."""
    apart = question.by == "custody" and question.figure != SHARE
    return filters.custody or (COMMUNITY if is_stock(question) and not apart else BOTH)


def whole_of(question: Question) -> Filters:
    """Which are counted; of a share, the whole."""
    if question.figure == SHARE and question.counted in ("people", "referrals"):
        return question.out_of or Filters()
    return question.where


def _people(question: Question) -> Subject:
    filters = whole_of(question)
    place = place_of(question, filters)
    where = [PLACES[place]] if is_stock(question) or place != BOTH else []
    when = when_words(question.when)
    if is_stock(question) and not isinstance(question.when, Day):
        when = f"at the end of each {BUCKET_NAMES[question.by]} {when}"
    elif not isinstance(question.when, Day):
        when = f"at any time {when}"
    return Subject(PEOPLE, when, _spaced(standing_words(filters)), (*case_clauses(filters), *where))


def named_category(question: Question) -> Subject | None:
    """A category by its name, where nothing but it is asked for."""
    found = _people(question)
    if question.where != Filters(
        categories=question.where.categories, custody=question.where.custody
    ):
        return None
    if len(question.where.categories) != 1:
        return None
    (number,) = question.where.categories
    name = f"{CATEGORIES[number]} (category {number})"
    return Subject((name, name), found.tail, "", found.middle)


def _referrals(question: Question) -> Subject:
    filters, status = whole_of(question), question.status
    if question.figure == AVERAGE and status not in DECIDED:
        status = "decided"
    elif share_by_status(question):
        filters, status = question.where, SHARED_OUT_OF[status]
    noun, tail = _pictured("referral", status, question)
    return Subject(noun, tail, _referred(filters), after=_owners(filters))


def share_by_status(question: Question) -> bool:
    """Whether a share asks what became of referrals: of those decided, how many were accepted."""
    if question.counted != "referrals" or question.figure != SHARE:
        return False
    return question.status in SHARED_OUT_OF and question.out_of in (None, question.where)


def _referred(filters: Filters) -> str:
    agencies, levels = agency_words(filters.agencies), level_words(filters.levels)
    return _spaced(f"from {agencies}" if agencies else "", f"for {levels}" if levels else "")


def _meetings(question: Question) -> Subject:
    levels = question.where.levels
    tail = f"{question.status} {when_words(question.when)}"
    if 0 in levels or not levels:
        at = _spaced(f"at {level_words(levels)}" if levels else "")
        return Subject(("meeting", "meetings"), tail, at)
    name = level_words(levels)
    return Subject((f"{name} meeting", f"{name} meetings"), tail)


def _hearings(question: Question) -> Subject:
    return Subject(
        ("case heard", "cases heard"),
        when_words(question.when),
        _at_meetings(question.where),
        after=_owners(question.where),
    )


def _attendance(question: Question) -> Subject:
    agencies = agency_words(question.where.agencies)
    inline = _spaced(f"of {agencies}" if agencies else "") + _at_meetings(question.where, "held ")
    when = when_words(question.when)
    return Subject(("attendance", "attendance"), when, inline, after=_owners(question.where))


def _at_meetings(filters: Filters, held: str = "") -> str:
    levels = level_words(filters.levels)
    if 0 in filters.levels:
        return f" at {held}meetings at {levels}"
    return f" at {held}{levels} meetings" if levels else f" at {held}meetings"


def _actions(question: Question) -> Subject:
    noun, tail = _pictured("action", question.status, question)
    agencies = agency_words(question.where.agencies)
    clauses = people_clauses(question.where)
    return Subject(noun, tail, _spaced(f"of {agencies}" if agencies else ""), after=tuple(clauses))


def _pictured(noun: str, status: str, question: Question) -> tuple[tuple[str, str], str]:
    """Open referrals on a day, referrals made in a period."""
    when = when_words(question.when)
    if status in ("open", "overdue"):
        return (f"{status} {noun}", f"{status} {noun}s"), when
    return (noun, f"{noun}s"), f"{status} {when}"


def _orders(question: Question) -> Subject:
    noun = order_words(question.kinds, one=True), order_words(question.kinds)
    tail = f"{question.status} {when_words(question.when)}"
    return Subject(noun, tail, after=tuple(people_clauses(question.where)))


def _events(question: Question) -> Subject:
    when, where = when_words(question.when), question.where
    if question.kinds == {"sfo"}:
        noun = "serious further offence", "serious further offences"
        return Subject(noun, when, after=tuple(people_clauses(where)))
    tail = f"{event_words(question.kinds)} {when}"
    return Subject(PEOPLE, tail, _spaced(standing_words(where)), tuple(case_clauses(where)))


def _dates(question: Question) -> Subject:
    where, when = question.where, when_words(question.when)
    left = f"who had not left by {uk_date(question.asked_on)}"
    clauses = [*case_clauses(where), *_place_if_said(where)]
    standing = _spaced(standing_words(where))
    late = "overdue " if question.status == "overdue" else ""
    if len(question.kinds) == 1 and not question.kinds & set(ORDER_KINDS):
        (kind,) = question.kinds
        one, many, doing = (*DAYS[kind], "") if late else DATES[kind]
        return Subject(
            (f"{late}{one}", f"{late}{many}"),
            _spaced(doing, when)[1:],
            after=(", ".join([f"of people{standing}", *clauses, left]),)
            if standing or clauses
            else (f"of people {left}",),
        )
    if question.kinds and question.kinds <= set(ORDER_KINDS) and not late:
        tail = f"with {order_words(question.kinds)} ending {when}"
    else:
        tail = f"with {late}{date_words(question.kinds)} {when}"
    return Subject(PEOPLE, tail, standing, tuple(clauses), (left,))


def _place_if_said(filters: Filters) -> list[str]:
    return [PLACES[filters.custody]] if filters.custody not in ("", BOTH) else []


def _reviews(question: Question) -> Subject:
    tail = f"held {when_words(question.when)}"
    return Subject(("review", "reviews"), tail, _at_meetings(question.where))


def _minutes(question: Question) -> Subject:
    tail = f"due {when_words(question.when)}"
    return Subject(("set of minutes", "sets of minutes"), tail, _at_meetings(question.where))


def _screenings(question: Question) -> Subject:
    tail = f"decided {when_words(question.when)}"
    return Subject(("referral", "referrals"), tail, _referred(question.where))


def _trainings(question: Question) -> Subject:
    return Subject(("training session", "training sessions"), f"held {when_words(question.when)}")


def _case_audits(question: Question) -> Subject:
    return Subject(("case audit", "case audits"), f"drawn {when_words(question.when)}")


def _owners(filters: Filters) -> tuple[str, ...]:
    """Whose, where level and agency are said of something else than the person."""
    return tuple(people_clauses(_without_level(filters)))


def _without_level(filters: Filters) -> Filters:
    return Filters(
        categories=filters.categories,
        lead_agencies=filters.lead_agencies,
        districts=filters.districts,
        bands=filters.bands,
    )


def _spaced(*words: str) -> str:
    """With a space before each, or nothing."""
    return "".join(f" {word}" for word in words if word)


_SUBJECTS: Mapping[str, Callable[[Question], Subject]] = {
    "people": _people,
    "referrals": _referrals,
    "meetings": _meetings,
    "hearings": _hearings,
    "attendance": _attendance,
    "actions": _actions,
    "orders": _orders,
    "events": _events,
    "dates": _dates,
    "reviews on time": _reviews,
    "screening on time": _screenings,
    "minutes on time": _minutes,
    "disclosure": _hearings,
    "trainings": _trainings,
    "case audits": _case_audits,
}
