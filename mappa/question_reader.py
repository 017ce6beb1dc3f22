"""Takes the words of a question up, one part after the other, and forgets none of them."""

from dataclasses import dataclass, field
from datetime import date

from mappa import lexicons as lexicon
from mappa.choices import harmless
from mappa.errors import NotUnderstood
from mappa.near_words import AREA_WORDS, CALLED, NOT_RECORDED, NOT_YET
from mappa.question_words import EXAMPLES
from mappa.questions import COMMUNITY, Question, wording

# Parts between which an "and" may stand and still join what is on both sides of them.
PASSED_OVER = frozenset({"noun", "silent", "verb", "joint"})


class NoPlace(NotUnderstood):
    """A word that could be taken up by no part; perhaps it is a slip for one that can."""

    def __init__(self, message: str, choices: tuple[str, ...], word: str) -> None:
        super().__init__(message, choices)
        self.word = word


@dataclass
class Reader:
    """What was understood so far, and what is still open."""

    words: list[str]
    today: date
    at: int = 0
    on: date | None = None
    levels: frozenset[int] = frozenset()
    categories: frozenset[int] = frozenset()
    custody: str | None = None
    by: str | None = None
    opened: bool = False  # "how many" or the like was said
    listing: str = ""  # "show me", "what": a list could be meant
    noun: bool = False
    adjective: str = ""  # "violent" waits for its noun
    category_said: str = ""  # by name or by number: "category 2 violent offenders" is one thing
    leading: str = ""  # "in", "on", "at" that have not led to anything yet
    tied: str = ""  # the kind of part before an "and" or "or" that has not joined anything yet
    joint: str = ""  # that "and" or "or"
    scope: str = ""  # "including" or "not": what they reach to must be plain
    managed: str = ""
    in_force: str = ""  # "open", "active": said of a level
    verbs: set[str] = field(default_factory=set)
    taken: list[str] = field(default_factory=list)  # what each step took up, in order

    @property
    def word(self) -> str:
        return self.words[self.at]

    def follows(self, *ways: tuple[str, ...]) -> int:
        """How many words the first of these ways takes up here, 0 if none stands here."""
        for way in ways:
            if way[0] == self.word and tuple(self.words[self.at : self.at + len(way)]) == way:
                return len(way)
        return 0

    def take(self, count: int, kind: str) -> None:
        """Take words up as a part, if what stands before them can lead to such a part."""
        if kind != "silent":
            self._check_leading(kind)
        if kind not in PASSED_OVER or (kind == "verb" and self.tied):
            self._check_tie(kind)
        if self.scope and kind in ("level", "category"):
            self._refuse_scope()
        if kind == "verb":
            self.scope = ""
        self.leading = "" if kind != "silent" else self.leading
        self.at += count
        self.taken.append(kind)

    def lead(self, way: str, count: int) -> None:
        """A preposition: it must lead to a part that it can stand before."""
        if self.leading or (way == "of" and not self.taken):
            self.refuse(self.leading or way)
        self.at += count
        self.leading = way

    def tie(self) -> None:
        """An "and" or "or": the next part must be of the same kind as the last one."""
        if not self.taken:
            raise NotUnderstood(
                f"Nothing stands before {harmless(self.word)}. Ask the whole question.", EXAMPLES
            )
        if self.scope:  # "not in custody or prison"
            self._refuse_scope()
        last = next((kind for kind in reversed(self.taken) if kind not in PASSED_OVER), "")
        if self.tied or self.leading or last not in ("level", "category", "custody"):
            self.refuse_joint(self.word)
        self.tied, self.joint = last, self.word
        self.at += 1
        self.taken.append("joint")

    def _check_leading(self, kind: str) -> None:
        if self.leading and kind not in lexicon.LEADS_TO[self.leading]:
            self.refuse(self.leading)

    def _check_tie(self, kind: str) -> None:
        both = kind == "custody" and self.leading == "in" and self.joint == "and"
        if self.tied and kind != self.tied and not both:
            self.refuse_joint(self.joint)
        self.tied = self.joint = ""

    def choices(self) -> tuple[str, ...]:
        """The nearest question that can be answered, from what was understood so far."""
        nearest = wording(self._question(), self.today)
        return (nearest, *EXAMPLES) if nearest not in (*EXAMPLES, "how many cases") else EXAMPLES

    def finished(self) -> Question:
        """The question, if nothing is left open and it is plain what is counted."""
        if self.leading:
            self.refuse(self.leading)
        if self.tied:
            self.refuse_joint(self.joint)
        filtered = bool(self.levels or self.categories or self.custody)
        counted = self.noun or filtered or (self.opened and self.by)
        if not counted or self.adjective:
            raise NotUnderstood("Say what is to be counted, for example cases.", self.choices())
        if self.listing and not (self.opened or self.by):
            self.refuse(self.listing)
        if not (self.opened or self.by or self.on or filtered):
            raise NotUnderstood("Ask how many.", self.choices())
        if self.in_force and not (self.levels or self.by == "level"):
            self.refuse(self.in_force)
        self._check_tense()
        for by, held in (("level", self.levels), ("category", self.categories)):
            if self.by == by and len(held) == 1:
                self.by = None
                self.refuse_again(by)
        return self._question()

    def _question(self) -> Question:
        on = self.on or self.today
        place = self.custody or COMMUNITY
        return Question(on, self.levels, self.categories, place, self.by, on > self.today)

    def _check_tense(self) -> None:
        """One question is of one day: what is so now and what was so then are two."""
        present, past = self.verbs & lexicon.PRESENT, self.verbs & lexicon.PAST
        if past and (present or ("have" in self.verbs and "did" not in past)):
            raise NotUnderstood(
                "Part of that is about now and part about then. Ask about one day.", self.choices()
            )
        # "are managed" is said of today; "were managed" and "managed" alone of a period.
        if self.managed and not (self.on or present):
            self.refuse(self.managed)

    def refuse(self, word: str) -> None:
        """Ask back about a word that has no place."""
        choices = self.choices()
        number = word.rstrip("s'")
        if word in CALLED:
            says, choice = CALLED[word]
            choices = (choice, *(other for other in choices if other != choice))
        elif word in NOT_YET:
            says = f"Questions about {NOT_YET[word]} cannot be answered here yet"
        elif word in NOT_RECORDED:
            says = "That is not recorded here"
        elif word in AREA_WORDS:
            says = "A question counts your own area, so leave the name of an area out"
        elif number.isdecimal():
            says = "Say what the number is: a level, a category or a day"
            if number in "123":
                choices = tuple(f"how many {what} {number} cases" for what in ("level", "category"))
        else:
            says = "That word has no place in a question that can be answered"
        shown = harmless(word) if harmless(word) != "“”" else "A sign in it"
        raise NoPlace(f"{shown}: {says}. Nearest:", choices, word)

    def _refuse_scope(self) -> None:
        raise NotUnderstood(
            f"It is not plain what {harmless(self.scope)} reaches to. Put it at the end.",
            self.choices(),
        )

    def refuse_joint(self, word: str) -> None:
        raise NotUnderstood(
            f"{harmless(word)} joins two levels or two categories only. Leave it out, or ask "
            "apart.",
            self.choices(),
        )

    def refuse_again(self, what: str) -> None:
        raise NotUnderstood(
            f"The {what} is given twice in ways that do not go together. Ask for one at a time.",
            self.choices(),
        )
