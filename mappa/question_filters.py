"""The parts of a question that say who is counted: level, category, place, and how grouped."""

import re
from itertools import takewhile

from mappa import lexicons as lexicon
from mappa.errors import NotUnderstood
from mappa.question_reader import Reader
from mappa.questions import BOTH, COMMUNITY, CUSTODY


def level(reader: Reader) -> bool:
    """ "level 2", "levels 2 and 3", "L2s", "level 2 and above", "level to be confirmed"."""
    unconfirmed = reader.follows(*lexicon.UNCONFIRMED) or reader.follows(*lexicon.TO_BE_CONFIRMED)
    if unconfirmed:
        if reader.word == "to" and reader.tied != "level":  # "cases have to be confirmed"
            raise NotUnderstood(
                "Say what is to be confirmed: the level?",
                ("how many level to be confirmed cases",),
            )
        _add_levels(reader, [0])
        reader.take(unconfirmed, "level")
        return True
    if reader.word not in lexicon.LEVEL_WORDS:
        return False
    found, end, plural = _numbers(reader.words, reader.at + 1)
    _check_numbers(reader, found, "level", "1, 2, 3 and to be confirmed", range(1, 4))
    upwards = _upwards(reader.words, end)
    if upwards or any("+" in word for word in reader.words[reader.at : end]):
        if len(found) > 1:
            reader.refuse_again("level")
        found, end = list(range(found[0], 4)), end + upwards
    _add_levels(reader, found)
    reader.take(end - reader.at, "level")
    if plural:  # "level 2s" says people as well
        add_noun(reader)
    return True


def _upwards(words: list[str], at: int) -> int:
    return 2 if tuple(words[at : at + 2]) in lexicon.UPWARDS else 0


def _add_levels(reader: Reader, found: list[int]) -> None:
    levels = frozenset(found)
    if len(levels) < len(found) or (
        reader.levels and (reader.tied != "level" or levels & reader.levels)
    ):
        reader.refuse_again("level")
    reader.levels |= levels


def category(reader: Reader) -> bool:
    """ "category 2", "cat 1 or 2", "C1", "cat 1s"."""
    if reader.word not in lexicon.CATEGORY_WORDS:
        return False
    found, end, plural = _numbers(reader.words, reader.at + 1)
    _check_numbers(reader, found, "category", "1, 2, 3 and 4", range(1, 5))
    if reader.words[end - 1].endswith("+"):
        reader.refuse(reader.words[end - 1])
    _add_categories(reader, found, "number")
    reader.take(end - reader.at, "category")
    if plural:
        add_noun(reader)
    return True


def category_name(reader: Reader) -> bool:
    """ "registered sex offenders", "RSO cases", "violent offenders"."""
    length = reader.follows(*lexicon.CATEGORY_NAMES)
    names = lexicon.CATEGORY_NAMES if length else lexicon.CATEGORY_ADJECTIVES
    length = length or reader.follows(*lexicon.CATEGORY_ADJECTIVES)
    if not length:
        return False
    words = tuple(reader.words[reader.at : reader.at + length])
    _add_categories(reader, [names[words]], "name")
    reader.take(length, "category")
    if names is lexicon.CATEGORY_NAMES:
        add_noun(reader)
    elif words == ("violent",):
        reader.adjective = "violent"
    return True


def _add_categories(reader: Reader, found: list[int], said: str) -> None:
    categories = frozenset(found)
    if reader.categories == categories and not reader.tied and said not in reader.category_said:
        reader.category_said += said  # "registered sex offenders (category 1)"
        return
    reader.category_said += said
    if len(categories) < len(found) or (
        reader.categories and (reader.tied != "category" or categories & reader.categories)
    ):
        reader.refuse_again("category")
    reader.categories |= categories


def custody(reader: Reader) -> bool:
    """ "in custody", "in the community", "custody cases", "prisoners"."""
    word = reader.word
    if word not in lexicon.CUSTODY_WORDS | lexicon.COMMUNITY_WORDS | lexicon.PRISONERS:
        return False
    place = COMMUNITY if word in lexicon.COMMUNITY_WORDS else CUSTODY
    following = reader.words[reader.at + 1 : reader.at + 2]
    before_a_noun = bool(following) and following[0] in (
        lexicon.NOUNS | lexicon.LEVEL_WORDS | lexicon.ONLY
    )
    placed = reader.leading == "in" or reader.tied == "custody"
    if not (placed or before_a_noun or word in lexicon.PRISONERS):
        return False
    if reader.custody and (reader.custody == place or reader.tied != "custody"):
        reader.refuse_again("place")
    reader.custody = BOTH if reader.custody else place
    reader.take(1, "custody")
    if word in lexicon.PRISONERS:
        add_noun(reader)
    return True


def reach(reader: Reader) -> bool:
    """ "including those in custody", "not in custody", "excluding prisoners"."""
    including = reader.follows(*lexicon.INCLUDING)
    length = including or reader.follows(*lexicon.EXCLUDING)
    if not length:
        return False
    after = reader.at + length
    while after < len(reader.words) and reader.words[after] in lexicon.THOSE:
        after += 1
    place = reader.words[after] if after < len(reader.words) else ""
    inside = place in lexicon.CUSTODY_WORDS | lexicon.PRISONERS
    if not inside and (including or place not in lexicon.COMMUNITY_WORDS):
        reader.refuse(reader.word)
    if reader.custody:
        reader.refuse_again("place")
    reader.custody = BOTH if including else COMMUNITY if inside else CUSTODY
    after += 1
    after += after < len(reader.words) and reader.words[after] in lexicon.NOUNS
    said = reader.word
    reader.take(after - reader.at, "custody")
    reader.scope = said
    return True


def both(reader: Reader) -> bool:
    """ "both in custody and in the community"."""
    found = reader.follows(("both", "in"))
    if found and {"custody", "community"} <= _places(reader.words[reader.at :]):
        reader.take(1, "silent")
        return True
    return False


def _places(words: list[str]) -> set[str]:
    inside = {"custody"} if lexicon.CUSTODY_WORDS & set(words) else set()
    return inside | ({"community"} & set(words))


def grouping(reader: Reader) -> bool:
    """ "by level", "in each category"."""
    length = reader.follows(*lexicon.BY_GROUP)
    if not length:
        following = "".join(reader.words[reader.at + 1 : reader.at + 2])
        if reader.word in ("by", "per") and following.isalpha() and following != "the":
            reader.refuse(following)
        return False
    words = reader.words[reader.at : reader.at + length]
    if reader.by:
        reader.refuse_again("grouping")
    reader.by = "level" if words[-1].startswith("level") else "category"
    reader.take(length, "grouping")
    return True


def add_noun(reader: Reader) -> None:
    """Cases, people and offenders count the same; two in a row are a slip."""
    since = list(takewhile(lambda kind: kind != "noun", reversed(reader.taken)))
    if reader.noun and not reader.adjective and not {"verb", "joint", "eligible"} & set(since):
        raise NotUnderstood(
            "Cases, people and offenders count the same thing here: name one of them.",
            reader.choices(),
        )
    reader.noun, reader.adjective = True, ""
    reader.taken.append("noun")


def _numbers(words: list[str], at: int) -> tuple[list[int], int, bool]:
    """Numbers that follow ("2", "2 and 3", "2/3", "1 to 3", "1s"), where they end, if plural."""
    found: list[int] = []
    plural = False
    while at < len(words) and (numbers := _number(words[at])):
        found += numbers
        plural = plural or words[at].endswith("s")
        at += 1
        following = _number(words[at + 1]) if at + 1 < len(words) else []
        if at >= len(words) or words[at] not in ("and", "or", "to") or len(following) != 1:
            break
        if words[at] == "to":
            low, high = sorted((found[-1], following[0]))
            found += range(low + 1, high)
        at += 1
    return found, at, plural


def _number(word: str) -> list[int]:
    """The numbers that one word stands for: 2, 2s, 2+, two, ii, 2/3, 1-3."""
    if pair := re.fullmatch(r"([0-9])([/-])([0-9])(?:'?s)?", word):
        first, last = int(pair[1]), int(pair[3])
        low, high = sorted((first, last))
        return [first, last] if pair[2] == "/" else list(range(low, high + 1))
    if single := re.fullmatch(r"([0-9]{1,3})(?:'?s|\+)?", word):
        return [int(single[1])]
    return [lexicon.NUMBERS[word]] if word in lexicon.NUMBERS else []


def _check_numbers(reader: Reader, found: list[int], what: str, known: str, allowed: range) -> None:
    example = (f"how many {what} 2 cases",)
    if not found:
        raise NotUnderstood(f"Say which {what}: {known}.", example)
    wrong = [number for number in found if number not in allowed]
    if wrong:
        raise NotUnderstood(f"There is no {what} {wrong[0]}. There are {known}.", example)
