"""What the terms of the tables mean, in our own words; only of what a report has."""

from collections.abc import Mapping
from typing import Any

Note = tuple[str, str]  # the term, and what it means

MEANINGS: tuple[Note, ...] = (
    (
        "MAPPA-eligible offenders",
        "People whom the law brings under multi-agency public protection arrangements, because of "
        "a sexual or violent offence for which they were sentenced or because of the serious harm "
        "that they might do now.",
    ),
    (
        "Levels",
        "At Level 1 one agency manages the person in its ordinary work, without MAPPA meetings. At "
        "Level 2 several agencies take an active part. At Level 3 senior managers oversee the plan "
        "as well, and commit resources to it.",
    ),
    (
        "Category 1: registered sexual offenders (RSOs)",
        "People who must give the police their name, address and other details, and tell them of "
        "every change. Not doing so is an offence of its own.",
    ),
    (
        "Category 2: violent offenders",
        "In the main people sentenced to 12 months or more for a violent offence, or placed under "
        "a hospital order. A few sexual offenders who need not register are among them.",
    ),
    (
        "Category 3: other dangerous offenders",
        "People in neither of the categories before, who pose a risk of serious harm at present "
        "for which agencies have to meet. Nobody in this category is managed at Level 1.",
    ),
)
CATEGORY_4: Note = (
    "Category 4: terrorist or terrorism-risk offenders",
    "People who come under the arrangements for an offence of terrorism or a risk of one.",
)
LICENCE: Note = (
    "Breach of licence",
    "Whoever is released from prison on licence has to keep its conditions under supervision. "
    "Whoever does not may be recalled to prison.",
)
ORDERS: Mapping[str, Note] = {
    "SOPO": (
        "Sexual Offences Prevention Order (SOPO)",
        "An order of a court that forbids a sexual offender what would put others at risk, such "
        "as waiting near playgrounds. Who is under it is a registered sexual offender, and a "
        "breach of it can lead back to prison.",
    ),
    "SHPO": (
        "Sexual Harm Prevention Order (SHPO)",
        "The order of a court that took the place of the SOPO. It can restrict travel abroad as "
        "well; orders that do are counted on a line of their own.",
    ),
    "NO": (
        "Notification Order",
        "An order by which somebody convicted of a sexual offence abroad has to register with the "
        "police here.",
    ),
    "FTO": (
        "Foreign Travel Order",
        "An order that keeps somebody convicted of a sexual offence against a child from "
        "travelling abroad, where children there would be at risk.",
    ),
}
RATE: Note = (
    "Rate per 100,000",
    "People in Category 1 in the community on the last day of the year, set against everybody in "
    "the area who is 10 or older, and rounded to a whole number.",
)


def notes_on(figures: Mapping[str, Any]) -> list[Note]:
    """The notes that this report needs, in the order of its tables."""
    orders = figures.get("orders_imposed_on_category_1") or {}
    fourth = [CATEGORY_4] if "category_4" in figures.get("columns", ()) else []
    wanted = [ORDERS[kind] for kind in ORDERS if kind in orders]
    return [*MEANINGS, *fourth, LICENCE, *wanted, RATE]
