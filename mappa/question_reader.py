"""Takes the words of a question up, one part after the other, and forgets none of them."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from mappa import lexicons as lexicon
from mappa.choices import harmless
from mappa.days import uk_date
from mappa.errors import NotUnderstood
from mappa.questions import COMMUNITY, CUSTODY, Question

LONGEST = 300
EXAMPLES = ("how many level 2 cases", "how many level 2 cases on 31 March 2014")


def split_words(typed: str) -> list[str]:
    """The words as typed, without case, punctuation and the many kinds of dash."""
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
class Reader:
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
            self.refuse(self.leading)
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

    def refuse(self, word: str) -> None:
        """Ask back about a word that has no place."""
        if word in lexicon.NOT_YET:
            says = f"Questions about {lexicon.NOT_YET[word]} cannot be answered here yet"
        elif word in lexicon.NOT_RECORDED:
            says = "That is not recorded here"
        else:
            says = "That word has no place in a question that can be answered"
        raise NotUnderstood(f"{harmless(word)}: {says}. Nearest:", self.choices())
