"""Which are meant, in words: one phrase for each filter, so that no two filters read the same."""

import re
from collections.abc import Collection, Iterable, Mapping

from mappa.agencies import AGENCIES
from mappa.asking.questions import BOTH, COMMUNITY, CUSTODY, NOT_RECORDED, Filters
from mappa.cases import CATEGORIES, RISK_BANDS

PLACES: Mapping[str, str] = {
    COMMUNITY: "in the community",
    CUSTODY: "in custody",
    BOTH: "in custody or in the community",
}
WITHOUT: Mapping[str, str] = {
    "release": "a release date",
    "licence_end": "a licence end date",
    "sentence_end": "a sentence end date",
    "tused": "a top-up supervision end date",
    "notification_end": "an end of notification",
    "parole_hearing": "a parole hearing date",
    "review": "a review date",
}


def level_words(levels: Collection[int]) -> str:
    """level 2 or 3, level to be confirmed; empty for any."""
    numbers = [str(level) for level in sorted(levels) if level]
    parts = [f"level {' or '.join(numbers)}"] if numbers else []
    return " or ".join([*parts, *(["level to be confirmed"] if 0 in levels else [])])


def category_words(categories: Collection[int]) -> str:
    """category 1 (registered sexual offenders) or 2 (violent offenders); empty for any."""
    named = [f"{number} ({CATEGORIES[number]})" for number in sorted(categories)]
    return f"category {' or '.join(named)}" if named else ""


def category_label(categories: Collection[int]) -> str:
    """Category 1 or 2."""
    return f"Category {' or '.join(map(str, sorted(categories)))}" if categories else ""


def standing_words(filters: Filters) -> str:
    """What is said of people without a comma: at level 2 in category 1 (...) without a date."""
    levels, categories = level_words(filters.levels), category_words(filters.categories)
    parts = [f"at {levels}" if levels else "", f"in {categories}" if categories else ""]
    parts += [f"without {WITHOUT[filters.without]}"] if filters.without else []
    return " ".join(filter(None, parts))


def case_clauses(filters: Filters) -> list[str]:
    """What the case holds: lead agency, district, risk of serious harm."""
    agencies = _either((AGENCIES[code] for code in in_order(filters.lead_agencies, AGENCIES)), "or")
    districts = district_words(filters.districts - {NOT_RECORDED})
    bands = [RISK_BANDS[code].lower() for code in in_order(filters.bands, RISK_BANDS)]
    said = (
        (f"with {agencies} as lead agency", agencies, filters.lead_agencies, "lead agency"),
        (f"in the district of {districts}", districts, filters.districts, "district"),
        (f"at {_either(bands, 'or')} risk of serious harm", bands, filters.bands, "risk band"),
    )
    found = []
    for words, some, values, what in said:
        parts = [words] if some else []
        parts += [f"with no {what} recorded"] if NOT_RECORDED in values else []
        found += [" or ".join(parts)] if parts else []
    return found


def people_clauses(filters: Filters) -> list[str]:
    """Whose: "of people at level 2", "with Police as lead agency"; none where anybody's."""
    standing, clauses = standing_words(filters), case_clauses(filters)
    if standing:
        return [f"of people {standing}", *clauses]
    return [f"of people {clauses[0]}", *clauses[1:]] if clauses else []


def agency_words(agencies: Collection[str], joint: str = "or") -> str:
    """Police or Probation; "an agency not recorded" among them; empty for any."""
    names = [AGENCIES[code] for code in in_order(agencies, AGENCIES)]
    names += ["an agency not recorded"] if NOT_RECORDED in agencies else []
    return _either(names, joint)


def district_words(districts: Collection[str]) -> str:
    """Luton or Bedford; "no district recorded" among them; empty for any."""
    names = sorted(_plain(name) for name in districts if name != NOT_RECORDED)
    return _either([*names, *(["no district recorded"] if NOT_RECORDED in districts else [])], "or")


def in_order(values: Iterable[str], order: Iterable[str]) -> list[str]:
    """The values in the order of a list; what is not recorded is left out."""
    chosen = set(values)
    return [code for code in order if code in chosen]


def _either(names: Iterable[str], joint: str) -> str:
    return f" {joint} ".join(names)


def _plain(district: str) -> str:
    """The name, in quotation marks where it could be taken for more than a name."""
    if re.fullmatch(r"[\w'’.& -]+", district) and "or" not in district.casefold().split():
        return district
    return f"“{district.replace('”', '””')}”"
