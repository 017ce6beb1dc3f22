"""Asks the program and the oracle the same, and says where they differ."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal

from mappa.answering.answers import Shown, answer
from mappa.asking.figures import Figure, Figures
from mappa.asking.questions import COUNT, RATE, Day, Question
from storage.asking.counting import count, list_refs
from storage.asking.scopes import Scope
from storage.databases import Session
from tests.build import POLICY
from tests.oracle.labels import always_shown, label_of
from tests.oracle.oracle import Answered, Count, Oracle
from tests.oracle.random_questions import smaller
from tests.oracle.yearly import people_by_rule


def differences(
    session: Session, oracle: Oracle, question: Question, counting: str = "first"
) -> list[str]:
    """One line for each figure that is not the same; `counting` is the yearly table's rule."""
    scope = Scope(oracle.area, oracle.category_4, counting, policy=POLICY)
    found, expected = count(session, question, scope), oracle.answer(question)
    lines = [*_of_figures(question, found, expected), *_of_answer(question, found, expected)]
    if found.by_rule is not None and oracle.category_4:
        by_rule = people_by_rule(oracle, question, counting)
        if found.by_rule != by_rule:
            lines.append(f"by the rule {counting}: counted {found.by_rule}, expected {by_rule}")
    if question.listed:
        refs = list_refs(session, question, scope)
        more, missing = set(refs) - set(expected.refs), set(expected.refs) - set(refs)
        if more or missing or len(refs) != len(expected.refs):
            lines.append(f"list of {len(refs)}: too many {sorted(more)}, missing {sorted(missing)}")
    return lines


def told(session: Session, oracle: Oracle, question: Question, counting: str) -> str:
    """What differs, of the question and of the smallest one in which something does."""

    def differ(one: Question) -> list[str]:
        return differences(session, oracle, one, counting)

    small = smaller(question, lambda one: bool(differ(one)))
    lines = [_in_words(question), *differ(question)]
    if small != question:
        lines += ["and simpler:", _in_words(small), *differ(small)]
    return "\n    ".join(lines)


def _of_figures(question: Question, found: Figures, expected: Answered) -> Iterator[str]:
    if expected.whole is not None and not _same(question, found.whole, expected.whole):
        yield f"whole: counted {found.whole}, expected {expected.whole}"
    groups = dict(found.groups)
    if len(groups) != len(found.groups):
        yield f"the same group twice: {found.groups}"
    for key in sorted({*groups, *expected.groups}, key=repr):
        one, other = groups.get(key), expected.groups.get(key, _nothing(question))
        if one is None and not (other.count or other.out_of):
            continue  # groups with nothing in them may be absent
        if one is None or not _same(question, one, other):
            yield f"group {key!r}: counted {one}, expected {other}"


def _of_answer(question: Question, found: Figures, expected: Answered) -> Iterator[str]:
    """What is printed: the value, and the rows whose labels the contract gives."""
    printed = answer(question, found, Shown(category_4=True))
    value = expected.whole.value(question.figure) if expected.whole else None
    if not _equal(printed.value, value):
        yield f"value: printed {printed.value}, expected {value}"
    rows = {row.label: row.value for row in printed.rows}
    if len(rows) != len(printed.rows):
        yield f"the same row twice: {printed.rows}"
    nothing = Count(0, expected.whole.out_of if question.figure == RATE and expected.whole else 0)
    for key in {*expected.groups, *always_shown(question)} if question.by else ():
        label = label_of(question.by, key)
        value = expected.groups.get(key, nothing).value(question.figure)
        if label is not None and (label not in rows or not _equal(rows[label], value)):
            yield f"row {label}: printed {rows.get(label, 'nothing')}, expected {value}"


def _equal(printed: float | None, value: int | Decimal | None) -> bool:
    return printed == (None if value is None else float(value))


def _nothing(question: Question) -> Count:
    return Count(0) if question.figure == COUNT else Count(0, 0)


def _same(question: Question, found: Figure, expected: Count) -> bool:
    if found.count != expected.count or found.reports != expected.reports:
        return False
    if question.figure == COUNT:
        of_a_day = question.counted == "people" and isinstance(question.when, Day)
        return not of_a_day or bool(question.by) or found.inside == expected.inside
    if question.figure == RATE and question.by and not found.count:
        return True
    return (found.out_of or None) == (expected.out_of or None)


def _in_words(question: Question) -> str:
    """The question, without what it does not say."""
    said = {one.name: getattr(question, one.name) for one in fields(question)}
    where, out_of = said.pop("where"), said.pop("out_of")
    parts = [f"{name} {value!r}" for name, value in said.items() if value]
    for name, some in (("where", where), ("out of", out_of)):
        if some is not None:
            given = {one.name: getattr(some, one.name) for one in fields(some)}
            parts.append(f"{name} { {name: value for name, value in given.items() if value} }")
    return ", ".join(parts)
