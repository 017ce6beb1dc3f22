"""Words that a question cannot hold: what is said about them, and slips of the finger."""

from collections.abc import Mapping

from mappa.areas import AREAS

# Known to this work, and not to be answered by this language yet: said so, never guessed at.
NOT_YET: Mapping[str, str] = {
    **dict.fromkeys(("referral", "referrals", "referred", "declined", "accepted"), "referrals"),
    **dict.fromkeys(("meeting", "meetings", "attendance"), "meetings"),
    **dict.fromkeys(("action", "actions", "overdue"), "actions"),
    **dict.fromkeys(("order", "orders", "sopo", "sopos", "shpo", "shpos"), "orders"),
    **dict.fromkeys(("licence", "licences", "sentence", "sentences", "ending", "ends"), "dates"),
    **dict.fromkeys(("review", "reviews", "due"), "reviews"),
    **dict.fromkeys(("returned", "recalled", "breach", "breaches"), "returns and breaches"),
    **dict.fromkeys(("remand", "remanded", "recall", "sentenced"), "the reason for custody"),
    **dict.fromkeys(("sfo", "sfos"), "serious further offences"),
    **dict.fromkeys(("rate", "share", "percentage", "percent", "average"), "rates and shares"),
    **dict.fromkeys(("who", "which", "list", "show", "give", "what", "need", "want",
                      "like", "name", "names"), "lists of cases"),
    **dict.fromkeys(("risk", "high", "low", "medium", "rosh"), "risk bands"),
    **dict.fromkeys(("i", "me", "my", "mine", "i've", "myself"), "one person's cases"),
    **dict.fromkeys(("age", "ages", "aged", "young", "old", "juveniles", "youths"), "ages"),
    **dict.fromkeys(("new", "newly", "joined", "left", "moved"), "what changed"),
    **dict.fromkeys(("been", "had", "ever"), "what was so at any time"),
    **dict.fromkeys(
        ("during", "since", "between", "before", "after", "until", "till", "from", "last", "next",
         "past", "managed", "managing", "manage", "year", "years", "month", "week", "quarter",
         "ago", "so",
         "this"),
        "periods",
    ),
    **dict.fromkeys(("compared", "months", "than", "versus", "vs"), "comparisons"),
    **dict.fromkeys(("agency", "agencies", "district", "districts"), "agencies and districts"),
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
    "october", "november", "december",
)  # fmt: skip
_SPELT = (
    "cases", "level", "category", "custody", "community", "prison", "people", "persons",
    "offender", "offenders", "individuals", "including", "currently", "registered",
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
