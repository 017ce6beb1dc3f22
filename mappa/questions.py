"""The question language: plain English read into a `Question`, or asked back.

Every word that carries meaning is taken up by exactly one part of the question. What is left
over is named and asked back; it is never passed over.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from mappa import lexicons as lexicon
from mappa.cases import CATEGORIES
from mappa.choices import harmless
from mappa.days import find_day, uk_date
from mappa.errors import NotUnderstood, RuleBroken

LONGEST = 300
EXAMPLES = ("how many level 2 cases", "how many level 2 cases on 31 March 2014")
COMMUNITY, CUSTODY, BOTH = "community", "custody", "both"


@dataclass(frozen=True, slots=True)
class Question:
    """People on a day. No levels or categories means any; level 0 is to be confirmed."""

    on: date
    levels: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    custody: str = COMMUNITY
    by: str | None = None


def people_on(day: date) -> Question:
    """Everybody in the community on a day."""
    return Question(day)


def reading(question: Question) -> str:
    """The question read back: "People at level 2, in the community, on 31 March 2014"."""
    where = {
        COMMUNITY: "in the community",
        CUSTODY: "in custody",
        BOTH: "in custody or in the community",
    }[question.custody]
    by = f", by {question.by}" if question.by else ""
    who = f"People{_levels(question)}{_categories(question)}"
    return f"{who}, {where}, on {uk_date(question.on)}{by}"


def read_question(typed: str, today: date) -> Question:
    """The question that the words ask, or NotUnderstood with what to type instead."""
    reader = _Reader(_words(typed), today)
    while reader.at < len(reader.words):
        reader.step()
    return reader.finished()


def _levels(question: Question) -> str:
    if not question.levels:
        return ""
    numbers = [str(level) for level in sorted(question.levels) if level]
    parts = [f"level {' or '.join(numbers)}"] if numbers else []
    parts += ["level to be confirmed"] if 0 in question.levels else []
    return f" at {' or '.join(parts)}"


def _categories(question: Question) -> str:
    if not question.categories:
        return ""
    named = [f"{number} ({CATEGORIES[number]})" for number in sorted(question.categories)]
    return f" in category {' or '.join(named)}"


def _words(typed: str) -> list[str]:
    if len(typed) > LONGEST:
        raise NotUnderstood(
            f"A question has at most {LONGEST} characters. Ask it shorter.", EXAMPLES
        )
    folded = unicodedata.normalize("NFKC", typed).casefold().replace("’", "'")
    folded = re.sub("[‐‑‒–—−]", "-", folded)
    folded = re.sub(r"\b(level|lvl|l|category|cat)[.-]?(?=\d)", r"\1 ", folded)
    folded = re.sub(r"(?<=\d)\s*([&,])\s*(?=\d)", r" and ", folded).replace("what's", "whats")
    words = [word.strip(".,;:!?\"'()") for word in folded.split()]
    words = [re.sub(r"^(\d{1,2})(st|nd|rd|th)$", r"\1", word) for word in words if word]
    return [word for word in words if word]


@dataclass
class _Reader:
    """Takes the words up one part after the other."""

    words: list[str]
    today: date
    at: int = 0
    on: date | None = None
    levels: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    custody: str | None = None
    by: str | None = None
    opened: bool = False
    noun: bool = False
    adjective: bool = False  # a singular name is open and waits for its noun
    leading: str | None = None  # "in", "on", "at" that have not led to anything yet
    tied: bool = False  # an "and" that has not joined two of a kind yet
    taken: list[str] = field(default_factory=list)  # what each step took up, in order

    def step(self) -> None:
        for part in _PARTS:
            if part(self):
                return
        self._refuse(self.words[self.at])

    def take(self, count: int, kind: str) -> None:
        self.at += count
        self.taken.append(kind)
        if kind not in ("silent", "leading"):
            self.leading = None

    def follows(self, *ways: tuple[str, ...]) -> int:
        """How many words the first of these ways takes up here, 0 if none stands here."""
        for way in ways:
            if tuple(self.words[self.at : self.at + len(way)]) == way:
                return len(way)
        return 0

    def refuse_again(self, what: str) -> None:
        raise NotUnderstood(
            f"The {what} is given twice in ways that do not go together. Ask for one at a time.",
            self.choices(),
        )

    def joined(self, kind: str) -> bool:
        """Whether the same part stands right before, tied to here by "and" or "or"."""
        between: list[str] = []
        for taken in reversed(self.taken):
            if taken == kind and between.count("and") == 1:
                self.tied = False
                return True
            if taken not in ("and", "noun", "silent"):
                return False
            between.append(taken)
        return False

    def choices(self) -> tuple[str, ...]:
        """The nearest question that can be answered, from what was understood so far."""
        levels = " or ".join(str(n) for n in sorted(self.levels) if n)
        parts = ["how many"]
        parts += [f"level {levels}"] if levels else []
        parts += [f"category {min(self.categories)}"] if len(self.categories) == 1 else []
        parts += ["cases"]
        parts += ["in custody"] if self.custody == CUSTODY else []
        parts += [f"on {uk_date(self.on)}"] if self.on else []
        nearest = " ".join(parts)
        return (nearest, *EXAMPLES) if nearest not in (*EXAMPLES, "how many cases") else EXAMPLES

    def finished(self) -> Question:
        if self.leading:
            self._refuse(self.leading)
        if self.tied:
            raise NotUnderstood(
                "“and” joins two levels or two categories only. Leave it out, or ask apart.",
                self.choices(),
            )
        if not self.noun or self.adjective:
            raise NotUnderstood("Say what is to be counted, for example cases.", self.choices())
        if not self.opened and not (self.levels or self.categories):
            raise NotUnderstood("Ask how many.", self.choices())
        if self.by == "level" and len(self.levels) == 1:
            self.refuse_again("level")
        if self.by == "category" and len(self.categories) == 1:
            self.refuse_again("category")
        return Question(
            self.on or self.today,
            self.levels,
            self.categories,
            self.custody or COMMUNITY,
            self.by,
        )

    def _refuse(self, word: str) -> None:
        if word in lexicon.NOT_YET:
            says = f"Questions about {lexicon.NOT_YET[word]} cannot be answered here yet"
        elif word in lexicon.NOT_RECORDED:
            says = "That is not recorded here"
        else:
            says = "That word has no place in a question that can be answered"
        raise NotUnderstood(f"{harmless(word)}: {says}. Nearest:", self.choices())


def _opening(reader: _Reader) -> bool:
    length = reader.follows(*lexicon.OPENINGS)
    if not length or reader.opened:
        return False
    reader.opened = True
    reader.take(length, "opening")
    return True


def _now(reader: _Reader) -> bool:
    length = reader.follows(*lexicon.NOW)
    if not length:
        return False
    if reader.on:
        reader.refuse_again("day")
    reader.on = reader.today
    reader.take(length, "day")
    return True


def _day(reader: _Reader) -> bool:
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


def _level(reader: _Reader) -> bool:
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


def _category(reader: _Reader) -> bool:
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


def _category_name(reader: _Reader) -> bool:
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


def _custody(reader: _Reader) -> bool:
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


def _including_custody(reader: _Reader) -> bool:
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


def _grouping(reader: _Reader) -> bool:
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


def _noun(reader: _Reader) -> bool:
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


def _conjunction(reader: _Reader) -> bool:
    if reader.words[reader.at] not in ("and", "or") or not reader.taken:
        return False
    reader.take(1, "and")
    reader.leading = reader.words[reader.at - 1]
    reader.tied = True
    return True


def _silent(reader: _Reader) -> bool:
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


def _slip(reader: _Reader) -> bool:
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


def _add_noun(reader: _Reader) -> None:
    if reader.noun and not reader.adjective and not _may_repeat(reader):
        raise NotUnderstood(
            "Cases, people and offenders count the same thing here: name one of them.",
            reader.choices(),
        )
    reader.noun, reader.adjective = True, False


def _may_repeat(reader: _Reader) -> bool:
    """ "level 2 cases and level 3 cases", "MAPPA eligible offenders"."""
    return "and" in reader.taken or ("noun" not in reader.taken and "eligible" in reader.taken)


def _add_categories(reader: _Reader, categories: frozenset[int]) -> None:
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
    reader: _Reader,
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
