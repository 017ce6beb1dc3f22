"""The words that say which cases are meant, and how they are grouped."""

from collections.abc import Mapping

NUMBERS: Mapping[str, int] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "zero": 0, "ii": 2, "iii": 3,
}  # fmt: skip
LEVEL_WORDS = frozenset({"level", "levels", "lvl", "lvls", "lev", "leval", "l"})
CATEGORY_WORDS = frozenset({"category", "categories", "cat", "cats", "c"})
_TO_BE_CONFIRMED = ("to be confirmed", "tbc")
TO_BE_CONFIRMED = " | ".join(_TO_BE_CONFIRMED)
UNCONFIRMED = " | ".join(
    f"{start}{noun}{verb} {way}"
    for start in ("with their ", "their ", "whose ", "")
    for noun in ("level", "levels")
    for verb in ("", " is", " are")
    for way in _TO_BE_CONFIRMED
)
UPWARDS = frozenset(
    (joint, word) for joint in ("and", "or") for word in ("above", "higher", "over", "up")
)
CUSTODY_WORDS = frozenset({"custody", "prison", "jail", "gaol"})
COMMUNITY_WORDS = frozenset({"community"})
PRISONERS = frozenset({"prisoner", "prisoners", "inmate", "inmates"})
INCLUDING = frozenset({("including",), ("incl",), ("inc",), ("include",), ("plus",)})
EXCLUDING = frozenset([
    ("excluding",), ("excl",), ("exclude",), ("not", "including"), ("not", "counting"),
    ("except", "for"), ("except",), ("not",),
])  # fmt: skip
# A category's own name; the singular stands before a noun ("RSO cases").
CATEGORY_NAMES: Mapping[int, str] = {
    1: "registered sex offenders | registered sexual offenders | rsos | rso's",
    2: "violent offenders",
    3: "other dangerous offenders",
    4: """terrorist offenders | terrorism-risk offenders
        | terrorist or terrorism-risk offenders""",
}
CATEGORY_ADJECTIVES: Mapping[int, str] = {
    1: "registered sex offender | registered sexual offender | rso",
    2: "violent offender | violent",
    3: "other dangerous offender",
}
AGENCY_NAMES: Mapping[str, str] = {
    "police": "police",
    "probation": "probation | probation service",
    "prison": "prisons | prison service | the prison",
    "youth-offending": """youth offending team | youth offending teams | youth offending | yot
        | yots""",
    "mental-health": "mental health services | mental health service | mental health",
    "health": "health | health service | health trust | health trusts",
    "social-services": "social services | social care",
    "housing": "housing",
    "education": "education",
    "jobcentre": "jobcentre plus | jobcentre | job centre plus | job centre",
    "victim-liaison": """victim liaison | victim liaison officer | victim liaison officers | vlo
        | vlos""",
    "approved-premises": "approved premises",
    "electronic-monitoring": "electronic monitoring",
    "immigration": "immigration enforcement | immigration",
    "other": "agency other",
}
LEADS = """lead agency | led by | led | lead agency is | whose lead agency is | lead"""
_RISK = ("risk", "risk of serious harm", "risk of harm", "rosh", "risk band")
_BANDS = {"low": "low", "medium": "medium", "high": "high", "very high": "very-high",
          "very-high": "very-high"}  # fmt: skip
BANDS: tuple[tuple[frozenset[str], str], ...] = (
    *(
        (
            frozenset({code}),
            " | ".join(
                [f"{name} {risk}" for risk in _RISK]
                + [f"{risk} {name}" for risk in ("risk band", "rosh", "risk of serious harm")]
            ),
        )
        for name, code in _BANDS.items()
    ),
    (frozenset({"high", "very-high"}), " | ".join(
        f"{pair} {risk}"
        for pair in ("high or very high", "high and very high", "very high or high")
        for risk in _RISK
    )),
)  # fmt: skip
_WAYS = (
    "by", "per", "each", "every", "by each", "for each", "in each", "at each", "split by",
    "broken down by", "grouped by", "for every", "at every", "from each", "at the end of each",
)  # fmt: skip
_GROUPED = {
    "level": ("level", "levels"),
    "category": ("category", "categories"),
    "agency": ("agency", "agencies"),
    "lead-agency": ("lead agency", "lead agencies"),
    "district": ("district", "districts"),
    "band": ("risk band", "risk", "rosh", "risk of serious harm", "risk bands"),
    "custody": ("custody", "custody status", "custody or community"),
    "month": ("month", "months"),
    "quarter": ("quarter", "quarters"),
    "year": ("year", "years", "mappa year"),
    "kind": ("kind", "type", "order type", "kind of order", "type of order", "order kind"),
    "status": ("status", "decision", "outcome"),
}
GROUPS: Mapping[str, str] = {
    by: " | ".join(f"{way} {name}" for way in _WAYS for name in names)
    + {"month": " | monthly | month by month", "quarter": " | quarterly", "year": " | yearly"}.get(
        by, ""
    )
    for by, names in _GROUPED.items()
}
