"""The question language: plain English read into a `Question`, or asked back.

Every word that carries meaning is taken up by exactly one part of the question. What is left
over is named and asked back; it is never passed over.
"""

import re
from datetime import date

from mappa import lexicons as lexicon
from mappa.days import find_day
from mappa.errors import NotUnderstood, RuleBroken
from mappa.question_reader import Reader, split_words
from mappa.questions import BOTH, COMMUNITY, CUSTODY, Question


def read_question(typed: str, today: date) -> Question:
    """The question that the words ask, or NotUnderstood with what to type instead."""
    reader = Reader(split_words(typed), today)
    while reader.at < len(reader.words):
        if not any(part(reader) for part in _PARTS):
            reader.refuse(reader.words[reader.at])
    return reader.finished()


def _opening(reader: Reader) -> bool:
    length = reader.follows(*lexicon.OPENINGS)
    if not length or reader.opened:
        return False
    reader.opened = True
    reader.take(length, "opening")
    return True


def _now(reader: Reader) -> bool:
    length = reader.follows(*lexicon.NOW)
    if not length:
        return False
    if reader.on:
        reader.refuse_again("day")
    reader.on = reader.today
    reader.take(length, "day")
    return True


def _day(reader: Reader) -> bool:
    try:
        found = find_day(reader.words, reader.at, reader.today)
    except RuleBroken as problem:
        raise NotUnderstood(problem.message, reader.choices()) from problem
    if not found:
        return False
    if reader.on:
        reader.refuse_again("day")
    reader.on = found[0]
    reader.take(found[1] - reader.at, "day")
    return True


def _level(reader: Reader) -> bool:
    unconfirmed = reader.follows(*lexicon.TO_BE_CONFIRMED)
    if unconfirmed:
        levels, end = frozenset({0}), reader.at + unconfirmed
    elif reader.words[reader.at] in lexicon.LEVEL_WORDS:
        reader.at += 1
        unconfirmed = reader.follows(*lexicon.TO_BE_CONFIRMED)
        levels, end, _ = _numbers(reader.words, reader.at)
        if unconfirmed:
            levels, end = frozenset({0}), reader.at + unconfirmed
    else:
        return False
    _check_numbers(reader, levels, "level", "1, 2, 3 and to be confirmed", range(4), unconfirmed)
    if reader.levels and not reader.joined("level"):
        reader.refuse_again("level")
    reader.levels |= levels
    reader.take(end - reader.at, "level")
    return True


def _category(reader: Reader) -> bool:
    if reader.words[reader.at] not in lexicon.CATEGORY_WORDS:
        return False
    reader.at += 1
    categories, end, plural = _numbers(reader.words, reader.at)
    _check_numbers(reader, categories, "category", "1, 2, 3 and 4", range(1, 5))
    _add_categories(reader, categories)
    reader.take(end - reader.at, "category")
    if plural:  # "cat 1s" says people as well
        _add_noun(reader)
    return True


def _category_name(reader: Reader) -> bool:
    length = reader.follows(*lexicon.CATEGORY_NAMES)
    names = lexicon.CATEGORY_NAMES if length else lexicon.CATEGORY_ADJECTIVES
    length = length or reader.follows(*lexicon.CATEGORY_ADJECTIVES)
    if not length:
        return False
    category = names[tuple(reader.words[reader.at : reader.at + length])]
    _add_categories(reader, frozenset({category}))
    reader.take(length, "category")
    if names is lexicon.CATEGORY_NAMES:
        _add_noun(reader)
    else:
        reader.adjective = True
    return True


def _custody(reader: Reader) -> bool:
    word = reader.words[reader.at]
    place = CUSTODY if word in lexicon.CUSTODY_WORDS else COMMUNITY
    if word not in lexicon.CUSTODY_WORDS | lexicon.COMMUNITY_WORDS:
        return False
    before = reader.words[reader.at - 1] if reader.at else ""
    if before == "the":
        before = reader.words[reader.at - 2] if reader.at > 1 else ""
    noun_next = reader.words[reader.at + 1 : reader.at + 2]
    if before not in ("in", "and", "or") and not (noun_next and noun_next[0] in lexicon.NOUNS):
        return False
    if reader.custody and (reader.custody == place or not reader.joined("custody")):
        reader.refuse_again("custody")
    reader.custody = BOTH if reader.custody else place
    reader.take(1, "custody")
    return True


def _including_custody(reader: Reader) -> bool:
    """ "including custody", "including those in custody", "including people in prison"."""
    if reader.words[reader.at] not in lexicon.INCLUDING:
        return False
    after = reader.at + 1
    for skipped in ({"those", "people"}, {"in"}):
        if reader.words[after : after + 1] and reader.words[after] in skipped:
            after += 1
    if reader.words[after : after + 1] and reader.words[after] in lexicon.CUSTODY_WORDS:
        if reader.custody:
            reader.refuse_again("custody")
        reader.custody = BOTH
        reader.take(after + 1 - reader.at, "custody")
        return True
    return False


def _grouping(reader: Reader) -> bool:
    for way, by in (
        (("by", "level"), "level"),
        (("by", "category"), "category"),
        (("for", "each", "level"), "level"),
        (("for", "each", "category"), "category"),
    ):
        if reader.follows(way):
            if reader.by:
                reader.refuse_again("grouping")
            reader.by = by
            reader.take(len(way), "grouping")
            return True
    return False


def _noun(reader: Reader) -> bool:
    word = reader.words[reader.at]
    if word in lexicon.NOUNS:
        _add_noun(reader)
        reader.take(1, "noun")
        return True
    if word in lexicon.ELIGIBLE and word not in reader.words[: reader.at]:
        # "MAPPA cases", "MAPPA eligible": the noun may follow, and need not.
        reader.noun = reader.noun or word != "mappa"
        reader.take(1, "eligible")
        return True
    return False


def _conjunction(reader: Reader) -> bool:
    if reader.words[reader.at] not in ("and", "or") or not reader.taken:
        return False
    reader.take(1, "and")
    reader.leading = reader.words[reader.at - 1]
    reader.tied = True
    return True


def _silent(reader: Reader) -> bool:
    word = reader.words[reader.at]
    if reader.follows(("who", "are"), ("who", "were"), ("that", "are"), ("that", "were")):
        if not reader.noun:
            return False
        reader.take(2, "silent")
        return True
    if word not in lexicon.SILENT:
        return False
    reader.take(1, "silent")
    if word in lexicon.LEADING:
        reader.leading = word
    return True


def _slip(reader: Reader) -> bool:
    """A slip of the finger is mended, and the word read again; the reading shows what was meant."""
    meant = lexicon.slip_of(reader.words[reader.at])
    if meant is None:
        return False
    reader.words[reader.at] = meant
    return True


_PARTS = (
    _opening,
    _now,
    _day,
    _level,
    _category,
    _category_name,
    _including_custody,
    _custody,
    _grouping,
    _noun,
    _conjunction,
    _silent,
    _slip,
)


def _add_noun(reader: Reader) -> None:
    if reader.noun and not reader.adjective and not _may_repeat(reader):
        raise NotUnderstood(
            "Cases, people and offenders count the same thing here: name one of them.",
            reader.choices(),
        )
    reader.noun, reader.adjective = True, False


def _may_repeat(reader: Reader) -> bool:
    """ "level 2 cases and level 3 cases", "MAPPA eligible offenders"."""
    return "and" in reader.taken or ("noun" not in reader.taken and "eligible" in reader.taken)


def _add_categories(reader: Reader, categories: frozenset[int]) -> None:
    if reader.categories and not reader.joined("category"):
        reader.refuse_again("category")
    reader.categories |= categories


def _numbers(words: list[str], at: int) -> tuple[frozenset[int], int, bool]:
    """Numbers that follow ("2", "2 and 3", "2/3", "1 to 3", "1s"), where they end, if plural."""
    found: list[int] = []
    plural = False
    while at < len(words):
        word = words[at]
        if pair := re.fullmatch(r"([0-9])[/-]([0-9])", word):
            found += [int(pair[1]), int(pair[2])]
        elif single := re.fullmatch(r"([0-9]{1,3})('?s)?", word):
            found.append(int(single[1]))
            plural = plural or bool(single[2])
        elif word in lexicon.NUMBERS:
            found.append(lexicon.NUMBERS[word])
        else:
            break
        at += 1
        following = words[at + 1] if at + 1 < len(words) else ""
        is_number = bool(re.fullmatch("[0-9]('?s)?", following)) or following in lexicon.NUMBERS
        if at >= len(words) or words[at] not in ("and", "or", "to") or not is_number:
            break
        if words[at] == "to":
            last = lexicon.NUMBERS.get(following) or int(following[0])
            found += range(found[-1], last)
        at += 1
    return frozenset(found), at, plural


def _check_numbers(
    reader: Reader,
    numbers: frozenset[int],
    what: str,
    known: str,
    allowed: range,
    unconfirmed: int = 0,
) -> None:
    wrong = [n for n in numbers if n not in allowed or (n == 0 and not unconfirmed)]
    if wrong:
        raise NotUnderstood(
            f"There is no {what} {wrong[0]}. There are {known}.", (f"how many {what} 2 cases",)
        )
    if not numbers:
        raise NotUnderstood(f"Say which {what}: {known}.", (f"how many {what} 2 cases",))
