"""The words of a question. The list is closed: a word that is not in it is asked back."""

from collections.abc import Mapping

Ways = tuple[tuple[str, ...], ...]

# Words that carry no meaning of their own here. None that could turn a meaning round (not, only,
# to, all, new, been, under ...) or point at a person (my, has, their) may ever stand among them.
SILENT = frozenset([
    "a", "an", "are", "did", "do", "got", "had", "have", "is", "our", "please", "the", "there",
    "was", "we", "were",
])  # fmt: skip
PRESENT, PAST = frozenset({"are", "is", "do"}), frozenset({"was", "were", "did", "had"})
VERBS = PRESENT | PAST | {"have", "got"}
# Each of these leads to one of the parts named; without it the sentence is broken off.
LEADS_TO: Mapping[str, frozenset[str]] = {
    "in": frozenset({"custody", "category", "level", "grouping", "area", "eligible"}),
    "on": frozenset({"day", "level", "eligible"}),
    "at": frozenset({"day", "level", "category", "grouping", "eligible"}),
    "as at": frozenset({"day"}),
    "of": frozenset({"noun", "level", "category", "custody", "day", "eligible"}),
    "for": frozenset({"noun", "level", "category", "custody", "day", "eligible"}),
    "with": frozenset({"level", "category"}),
}
LEADS_AS_AT: Ways = (("as", "at"), ("as", "of"), ("as", "on"))
SILENT_PHRASES: Ways = (
    ("do", "you", "have"), ("have", "you", "got"), ("you", "have"), ("in", "total"),
    ("altogether",), ("overall",), ("on", "our", "books"), ("on", "the", "books"),
    ("on", "the", "system"), ("locally",),
    ("in", "our", "area"), ("in", "the", "area"), ("in", "this", "area"), ("in", "my", "area"),
)  # fmt: skip
RELATIVE: Ways = tuple(
    (who, verb) for who in ("who", "that", "which") for verb in ("are", "were", "is", "was")
)
# Said before a question is asked, and after it.
COURTESIES: Ways = (
    ("hi", "there"), ("hello", "there"), ("hi",), ("hello",), ("hey",), ("please",), ("thanks",),
    ("quick", "question"), ("morning",), ("afternoon",), ("good", "morning"),
    ("good", "afternoon"), ("good", "evening"), ("ok",), ("okay",), ("so",), ("tell", "me"),
    ("tell", "us"), ("let", "me", "know"), ("can", "you"), ("could", "you"), ("would", "you"),
    ("can", "i", "have"), ("could", "i", "have"), ("can", "i", "get"), ("could", "i", "get"),
    ("i", "need", "to", "know"), ("i", "want", "to", "know"),
    ("i", "would", "like", "to", "know"), ("i", "need"), ("i", "want"), ("i", "would", "like"),
    ("do", "you", "know"), ("do", "we", "know"), ("give", "me"), ("give", "us"), ("show", "me"),
    ("show", "us"), ("what", "is"), ("what", "was"), ("what", "are"), ("what", "were"), ("what",),
)  # fmt: skip
# After these a list could be meant as well: without "how many" or "number" it is asked back.
LISTING = frozenset({"what", "give", "show", "need", "want", "like"})
THANKS: Ways = (("many", "thanks"), ("thank", "you"), ("thanks",), ("cheers",))
HOW_MANY: Ways = (
    ("how", "many"), ("howmany",), ("how", "mnay"), ("how", "manny"), ("hw", "many"),
    ("how", "big", "is"), ("how", "large", "is"), ("size",), ("no", "of"), ("what", "number", "of"),
    ("total", "number"), ("total", "count"), ("is", "there", "any"), ("are", "there", "any"),
    ("any",), ("number",), ("numbers",), ("count",), ("total",), ("totals",), ("figure",),
    ("figures",), ("headcount",), ("breakdown",),
)  # fmt: skip
NOUNS = frozenset([
    "case", "cases", "person", "persons", "people", "offender", "offenders", "individual",
    "individuals", "nominal", "nominals", "anyone", "anybody", "everyone", "everybody", "caseload",
    "population",
])  # fmt: skip
# These say by themselves that people are counted.
COUNTING_NOUNS = frozenset({"anyone", "anybody", "everyone", "everybody", "caseload", "population"})
ELIGIBLE = frozenset({"mappa", "eligible", "mappa-eligible"})
UNDER_MAPPA: Ways = (
    ("under", "mappa"), ("subject", "to", "mappa"), ("within", "mappa"), ("mappa", "arrangements"),
)  # fmt: skip
NOW: Ways = (
    ("right", "now"), ("just", "now"), ("at", "the", "moment"), ("at", "this", "moment"),
    ("at", "this", "time"), ("at", "present"), ("as", "things", "stand"), ("as", "it", "stands"),
    ("as", "we", "speak"), ("now",), ("currently",), ("presently",), ("current",), ("present",),
)  # fmt: skip
NUMBERS: Mapping[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "zero": 0, "ii": 2, "iii": 3,
}  # fmt: skip
LEVEL_WORDS = frozenset([
    "level", "levels", "lvl", "lvls", "lev", "leval", "l",
])  # fmt: skip
CATEGORY_WORDS = frozenset({"category", "categories", "cat", "cats", "c"})
TO_BE_CONFIRMED: Ways = (("to", "be", "confirmed"), ("tbc",))
UNCONFIRMED: Ways = tuple(
    (*start, *end)
    for start in (("with", "their"), ("their",), ("whose",), ())
    for noun in (("level",), ("levels",))
    for end in ((*noun, *verb, *way) for verb in ((), ("is",), ("are",)) for way in TO_BE_CONFIRMED)
)
UPWARDS: Ways = tuple(
    (joint, word) for joint in ("and", "or") for word in ("above", "higher", "over", "up")
)
CUSTODY_WORDS = frozenset({"custody", "prison", "jail", "gaol"})
COMMUNITY_WORDS = frozenset({"community"})
PRISONERS = frozenset({"prisoner", "prisoners", "inmate", "inmates"})
INCLUDING: Ways = (("including",), ("incl",), ("inc",), ("include",), ("plus",))
EXCLUDING: Ways = (
    ("excluding",), ("excl",), ("exclude",), ("not", "including"), ("not", "counting"),
    ("except", "for"), ("except",), ("not",),
)  # fmt: skip
# May stand between "including" and the place: "including those who are in custody".
THOSE = NOUNS | frozenset({"the", "those", "ones", "who", "that", "are", "in"})
# As said of a case at a level; without a level "active" may mean Levels 2 and 3.
IN_FORCE = frozenset({"open", "active", "live"})
ONLY = frozenset({"only", "just"})
MANAGED: Ways = (("being", "managed"), ("managed",), ("managing",), ("manage",))
MANAGING = frozenset({"managing", "manage"})
BY_GROUP: Ways = tuple(
    (*way, last)
    for way in (
        ("by",), ("per",), ("each",), ("every",), ("by", "each"), ("for", "each"), ("split", "by"),
        ("broken", "down", "by"), ("grouped", "by"),
    )
    for last in ("level", "levels", "category", "categories")
)  # fmt: skip
# A category's own name; the singular stands before a noun ("RSO cases").
CATEGORY_NAMES: Mapping[tuple[str, ...], int] = {
    ("registered", "sex", "offenders"): 1,
    ("registered", "sexual", "offenders"): 1,
    ("rsos",): 1,
    ("rso's",): 1,
    ("violent", "offenders"): 2,
    ("other", "dangerous", "offenders"): 3,
    ("terrorist", "offenders"): 4,
    ("terrorism-risk", "offenders"): 4,
    ("terrorist", "or", "terrorism-risk", "offenders"): 4,
}
CATEGORY_ADJECTIVES: Mapping[tuple[str, ...], int] = {
    ("registered", "sex", "offender"): 1,
    ("registered", "sexual", "offender"): 1,
    ("rso",): 1,
    ("violent", "offender"): 2,
    ("violent",): 2,
    ("other", "dangerous", "offender"): 3,
}
