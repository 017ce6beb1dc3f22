"""Words that a question cannot hold: what is said about them, and slips of the finger."""

from collections.abc import Mapping

from mappa.areas import AREAS

# Known to this work, and not to be answered by this language yet: said so, never guessed at.
NOT_YET: Mapping[str, str] = {
    **dict.fromkeys(("remand", "remanded", "recall", "recalled", "sentenced"),
                    "the reason for custody"),
    **dict.fromkeys(("name", "names", "named", "called"), "names"),
    **dict.fromkeys(("i", "me", "my", "mine", "i've", "myself"), "one person's cases"),
    **dict.fromkeys(("age", "ages", "aged", "young", "old", "juveniles", "youths"), "ages"),
    **dict.fromkeys(("new", "newly", "joined", "left", "moved", "released", "increase", "increased",
                     "decrease", "change", "changed", "difference", "trend", "rise", "fall"),
                    "what changed"),
    **dict.fromkeys(("been", "had", "ever"), "what was so at any time without a period"),
    **dict.fromkeys(
        ("during", "since", "between", "before", "after", "until", "till", "from", "last", "next",
         "past", "managed", "managing", "manage", "year", "years", "month", "months", "week",
         "quarter", "ago", "so", "this", "than"),
        "a period that is not named whole",
    ),
    **dict.fromkeys(("homeless", "housed", "placement", "placements"), "placements"),
    **dict.fromkeys(("victim", "victims"), "victims"),
}  # fmt: skip
# They turn a meaning round: the question without them is never offered in its place.
TURNING = frozenset([
    "not", "no", "non", "none", "never", "neither", "without", "excluding", "excl", "exclude",
    "except", "other", "but", "aren't", "isn't", "weren't", "wasn't", "below", "under", "less",
    "fewer", "or", "and", "half", "above", "over", "more", "least", "most", "than", "higher",
    "lower", "up", "part", "out", "outside", "through",
])  # fmt: skip
AREA_WORDS = frozenset(
    word for name in AREAS.values() for word in name.casefold().replace("-", " ").split()
) - {"and"}
NOT_RECORDED = frozenset([
    "women", "woman", "men", "man", "female", "females", "male", "males", "girls", "boys",
    "gender", "ethnicity", "ethnic", "religion", "nationality",
])  # fmt: skip
# Close to something that can be asked: what that is called here, and how to ask it.
CALLED: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("sex", "sexual", "registered"),
        ("Those who must register are Category 1", "how many registered sex offenders"),
    ),
    **dict.fromkeys(
        ("risk", "high", "low", "medium", "rosh", "risky"),
        ("Say the band: low, medium, high or very high risk", "how many high risk cases"),
    ),
    **dict.fromkeys(
        ("breach", "breaches", "breached", "cautioned", "convicted"),
        (
            "Say which breach",
            "how many were returned to custody for breach of licence this year",
        ),
    ),
    **dict.fromkeys(
        ("agency", "agencies", "district", "districts"),
        ("Name one of them, or ask for a table", "how many level 2 cases by district"),
    ),
    "dangerous": ("Category 3 is called other dangerous offenders", "how many category 3 cases"),
    **dict.fromkeys(
        ("terrorist", "terrorists", "terrorism"),
        ("Terrorist or terrorism-risk offenders are Category 4", "how many category 4 cases"),
    ),
    **dict.fromkeys(
        ("active", "actively", "open", "live"),
        ("Say which levels are meant", "how many level 2 or 3 cases"),
    ),
    **dict.fromkeys(
        ("inside", "locked", "imprisoned", "incarcerated", "detained", "custodial"),
        ("That is called in custody here", "how many cases in custody"),
    ),
}
# What a word that has no place may have been meant for; only ever offered, never assumed.
VOCABULARY = (
    "level", "category", "custody", "community", "prison", "cases", "people", "offenders",
    "registered", "violent", "many", "number", "total", "today", "currently", "including",
    "confirmed", "january", "february", "march", "april", "june", "july", "august", "september",
    "october", "november", "december", "referrals", "declined", "accepted", "meetings", "actions",
    "overdue", "attendance", "licences", "sentences", "ending", "reviews", "orders", "imposed",
    "returned", "probation", "police", "share", "average", "district", "agency", "month",
)  # fmt: skip
_SPELT = (
    "cases", "level", "category", "custody", "community", "prison", "people", "persons",
    "offender", "offenders", "individuals", "including", "currently", "registered", "referrals",
    "declined", "accepted", "meetings", "attendance", "licences", "sentences", "probation",
    "overdue",
)  # fmt: skip
_WORDS_OF_THEIR_OWN = frozenset({"offended", "prion"})


def slip_of(word: str) -> str | None:
    """The one word of ours that this is a slip of the finger for, None if none or several are.

    One letter left out, doubled or swapped with its neighbour; another letter in its place only
    in long words. "poison" must never be read as "prison", "chases" as "cases" or "offended" as
    "offender".
    """
    if len(word) < 4 or not word.isascii() or not word.isalpha() or word in _WORDS_OF_THEIR_OWN:
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
    if len(typed) == len(known) - 1:
        return any(known[:at] + known[at + 1 :] == typed for at in range(len(known)))
    doubled = (known[:at] + known[at - 1] + known[at:] for at in range(1, len(known) + 1))
    return typed in doubled
