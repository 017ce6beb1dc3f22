"""What is said of words that have no place in a question, and what to type instead."""

from mappa.asking.near_words import AREA_WORDS, CALLED, NOT_RECORDED, NOT_YET
from mappa.choices import harmless
from mappa.errors import NotUnderstood

EXAMPLES = ("how many level 2 cases", "how many level 2 cases on 31 March 2014")


class NoPlace(NotUnderstood):
    """A word that could be taken up by no part; perhaps it is a slip for one that can."""

    def __init__(self, message: str, choices: tuple[str, ...], word: str) -> None:
        super().__init__(message, choices)
        self.word = word


def no_place(word: str, choices: tuple[str, ...] = EXAMPLES) -> NoPlace:
    """Ask back about a word that has no place."""
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
        if number in ("1", "2", "3"):
            choices = tuple(f"how many {what} {number} cases" for what in ("level", "category"))
    else:
        says = "That word has no place in a question that can be answered"
    shown = harmless(word) if harmless(word) != "“”" else "A sign in it"
    return NoPlace(f"{shown}: {says}. Nearest:", choices, word)


def twice(what: str) -> NotUnderstood:
    """Ask back about a part that was given twice."""
    return NotUnderstood(
        f"The {what} is given twice in ways that do not go together. Ask for one at a time.",
        EXAMPLES,
    )


def not_joined(word: str) -> NotUnderstood:
    """Ask back about an "and" or "or" that joins what cannot be joined."""
    return NotUnderstood(
        f"{harmless(word)} joins two of a kind only, such as two levels or two agencies. Leave it "
        "out, or ask apart.",
        EXAMPLES,
    )


def no_reach(word: str) -> NotUnderstood:
    """Ask back about "including" or "not" before more than a place."""
    return NotUnderstood(
        f"It is not plain what {harmless(word)} reaches to. Put it at the end.", EXAMPLES
    )
