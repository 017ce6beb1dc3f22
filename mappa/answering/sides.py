"""The sides of a comparison: what each is called, and which may not be shown beside the others."""

from collections.abc import Callable, Sequence
from datetime import date

from mappa.answering.filter_words import (
    PLACES,
    WITHOUT,
    agency_words,
    case_clauses,
    category_label,
    district_words,
    level_words,
)
from mappa.answering.kind_words import date_words, event_words, order_words
from mappa.answering.period_words import when_label
from mappa.answering.readings import reading
from mappa.answering.subjects import place_of
from mappa.answering.suppression import counts_of, is_hidden, is_small
from mappa.answering.veils import Told
from mappa.asking.figures import Figures
from mappa.asking.questions import BOTH, Day, Filters, Question

_FILTERS = ("levels", "categories", "agencies", "lead_agencies", "districts", "bands")


def side_labels(sides: Sequence[Question]) -> list[str]:
    """What differs between the sides: 2013/14, 31 March 2014, Level 2; else the whole reading."""
    parts = [[say(side) for side in sides] for say in _SAID]
    differing = [said for said in parts if len(set(said)) > 1]
    labels = [", ".join(filter(None, words)) for words in zip(*differing, strict=True)]
    if labels and all(labels) and len(set(labels)) == len(set(sides)):
        return [label[:1].upper() + label[1:] for label in labels]
    return [reading(side) for side in sides]


def hidden_sides(sides: Sequence[Question], found: Sequence[Figures], limit: int) -> frozenset[int]:
    """Which sides are not shown, by their places: small ones, and one that is a part of another
    where what is left of that one is small."""
    figures = [one.whole for one in found]
    hidden = {at for at, side in enumerate(sides) if _is_veiled(side, found[at], limit)}
    for at, part in enumerate(sides):
        for of, whole in enumerate(sides):
            if at == of or not _is_part(part, whole):
                continue
            pairs = zip(counts_of(part, figures[at]), counts_of(whole, figures[of]), strict=True)
            if any(is_small(abs(one - other), limit) for one, other in pairs):
                hidden.add(at)
    return frozenset(hidden)


def _is_veiled(side: Question, found: Figures, limit: int) -> bool:
    if found.veil is not None and limit:
        return found.veil.told(side) is not Told.EXACTLY
    return is_hidden(side, found.whole, limit)


def _is_part(part: Question, whole: Question) -> bool:
    """Whether all that one side counts is counted by the other one too."""
    if (part.counted, part.figure) != (whole.counted, whole.figure):
        return False
    if part.kinds != whole.kinds and whole.kinds and not part.kinds < whole.kinds:
        return False
    if part.status != whole.status and (part.status, whole.status) not in _STATUSES:
        return False
    return _falls_in(part, whole) and _is_part_of(part, whole)


_STATUSES = {("accepted", "decided"), ("declined", "decided"), ("overdue", "open")}


def _falls_in(part: Question, whole: Question) -> bool:
    if part.when == whole.when or isinstance(part.when, Day) or isinstance(whole.when, Day):
        return part.when == whole.when
    begins = part.when.from_on or date.min
    return (whole.when.from_on or date.min) <= begins and part.when.to_on <= whole.when.to_on


def _is_part_of(part: Question, whole: Question) -> bool:
    of_part, of_whole = part.where, whole.where
    for name in _FILTERS:
        values, of = getattr(of_part, name), getattr(of_whole, name)
        if of and not (values and values <= of):
            return False
    if of_whole.without not in ("", of_part.without):
        return False
    return place_of(whole, of_whole) in (BOTH, place_of(part, of_part))


def _kinds(question: Question) -> str:
    words = {"orders": order_words, "events": event_words, "dates": date_words}
    say = words.get(question.counted)
    return say(question.kinds) if say else ""


def _standing(question: Question) -> str:
    where = question.where
    without = f"without {WITHOUT[where.without]}" if where.without else ""
    levels, categories = level_words(where.levels), category_label(where.categories)
    return ", ".join(filter(None, [levels, categories, without])) or "all"


def _lead_agencies(question: Question) -> str:
    names = agency_words(question.where.lead_agencies)
    return f"lead agency {names}" if names else "any lead agency"


def _bands(question: Question) -> str:
    words = case_clauses(Filters(bands=question.where.bands))
    return words[0] if words else "any risk"


_SAID: tuple[Callable[[Question], str], ...] = (
    lambda side: side.counted,
    lambda side: side.status,
    _kinds,
    _standing,
    lambda side: PLACES[place_of(side, side.where)],
    lambda side: agency_words(side.where.agencies) or "all agencies",
    _lead_agencies,
    lambda side: district_words(side.where.districts) or "all districts",
    _bands,
    lambda side: when_label(side.when),
)
