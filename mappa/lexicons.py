"""The words of a question. The list is closed: a word that is not in it is asked back."""

from collections.abc import Mapping

# Words that carry no meaning of their own here. None that could turn a meaning round (not,
# without, other, all, new, under ...) may ever stand among them.
SILENT = frozenset([
    "a", "an", "and", "are", "as", "at", "be", "can", "could", "did", "do", "does", "got", "had",
    "has", "have", "i", "is", "it", "me", "of", "on", "please", "tell", "the", "there", "to",
    "us", "was", "we", "were", "with", "you", "your", "our", "in",
])  # fmt: skip
# They lead to something: without it the sentence is broken off, and that is asked back.
LEADING = frozenset({"in", "on", "at", "as", "with", "and", "of"})
OPENINGS = (
    ("how", "many"),
    ("what", "is", "the", "number", "of"),
    ("what", "was", "the", "number", "of"),
    ("whats", "the", "number", "of"),
    ("total", "number", "of"),
    ("the", "number", "of"),
    ("number", "of"),
    ("count", "of"),
    ("count",),
    ("total",),
)
NOUNS = frozenset([
    "case", "cases", "person", "persons", "people", "offender", "offenders", "individual",
    "individuals",
])  # fmt: skip
ELIGIBLE = frozenset({"mappa", "eligible", "mappa-eligible"})
NOW = (("right", "now"), ("at", "the", "moment"), ("at", "present"), ("now",), ("currently",),
       ("current",), ("present",), ("today",))  # fmt: skip
NUMBERS: Mapping[str, int] = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "zero": 0}
LEVEL_WORDS = frozenset({"level", "levels", "lvl", "lvls", "lvel", "levl", "leve", "l"})
CATEGORY_WORDS = frozenset({"category", "categories", "cat", "cats", "catagory"})
TO_BE_CONFIRMED = (("to", "be", "confirmed"), ("tbc",))
CUSTODY_WORDS = frozenset({"custody", "prison", "jail"})
COMMUNITY_WORDS = frozenset({"community"})
INCLUDING = frozenset({"including", "incl", "include", "plus"})
# A category's own name; the singular stands before a noun ("RSO cases").
CATEGORY_NAMES: Mapping[tuple[str, ...], int] = {
    ("registered", "sex", "offenders"): 1,
    ("registered", "sexual", "offenders"): 1,
    ("rsos",): 1,
    ("violent", "offenders"): 2,
    ("other", "dangerous", "offenders"): 3,
    ("terrorist", "offenders"): 4,
    ("terrorism-risk", "offenders"): 4,
}
CATEGORY_ADJECTIVES: Mapping[tuple[str, ...], int] = {
    ("registered", "sex", "offender"): 1,
    ("registered", "sexual", "offender"): 1,
    ("rso",): 1,
    ("violent", "offender"): 2,
    ("violent",): 2,
    ("other", "dangerous", "offender"): 3,
}
# Known to this work, and not to be answered by this language yet: said so, never guessed at.
NOT_YET: Mapping[str, str] = {
    **dict.fromkeys(("referral", "referrals", "referred", "declined", "accepted"), "referrals"),
    **dict.fromkeys(("meeting", "meetings", "attendance"), "meetings"),
    **dict.fromkeys(("action", "actions", "overdue"), "actions"),
    **dict.fromkeys(("order", "orders", "sopo", "sopos", "shpo", "shpos"), "orders"),
    **dict.fromkeys(("licence", "licences", "sentence", "sentences", "ending", "ends"), "dates"),
    **dict.fromkeys(("review", "reviews", "due"), "reviews"),
    **dict.fromkeys(("returned", "recalled", "breach", "breaches"), "returns and breaches"),
    **dict.fromkeys(("sfo", "sfos"), "serious further offences"),
    **dict.fromkeys(("rate", "per", "share", "percentage", "average"), "rates and shares"),
    **dict.fromkeys(("who", "which", "list", "show"), "lists of cases"),
    **dict.fromkeys(
        ("during", "since", "between", "last", "managed", "year", "month", "quarter"), "periods"
    ),
    **dict.fromkeys(("compared", "month", "months"), "comparisons"),
    **dict.fromkeys(("agency", "agencies", "district", "districts"), "agencies and districts"),
}
NOT_RECORDED = frozenset([
    "women", "woman", "men", "man", "female", "females", "male", "males", "girls", "boys",
    "gender", "sex", "age", "ages", "aged", "young", "old", "ethnicity", "ethnic", "religion",
    "nationality",
])  # fmt: skip
_SPELT = ("category", "custody", "community", "prison", "people", "persons", "offender",
          "offenders", "individuals", "including", "currently", "registered")  # fmt: skip


def slip_of(word: str) -> str | None:
    """The one word of ours that this is a slip of the finger for, None if none or several are.

    One letter left out, doubled, added or swapped with its neighbour; another letter in its place
    only in long words: "poison" must never be read as "prison".
    """
    if len(word) < 5 or not word.isascii() or not word.isalpha():
        return None
    near = [known for known in _SPELT if _is_slip(word, known)]
    return near[0] if len(near) == 1 else None


def _is_slip(typed: str, known: str) -> bool:
    if len(typed) == len(known):
        differ = [at for at, pair in enumerate(zip(typed, known, strict=True)) if len({*pair}) > 1]
        if len(differ) == 2 and differ[1] == differ[0] + 1:
            first, second = differ
            return typed[first] == known[second] and typed[second] == known[first]
        return len(differ) == 1 and len(known) >= 8
    shorter, longer = sorted((typed, known), key=len)
    if len(longer) - len(shorter) != 1:
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
