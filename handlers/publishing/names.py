"""What the rows, columns and figures of the annual report are called in print."""

from collections.abc import Mapping

from mappa.statistics.layouts import (
    AUDITS,
    BREACHES,
    RATE,
    REVOKED,
    SFOS,
    SHARE,
    SRO_BREACHES,
    TRAININGS,
)

COLUMNS: Mapping[str, str] = {
    "category_1": "Category 1: registered sexual offenders",
    "category_2": "Category 2: violent offenders",
    "category_3": "Category 3: other dangerous offenders",
    "category_4": "Category 4: terrorist or terrorism-risk offenders",
}
ORDER_NAMES: Mapping[str, str] = {
    "SOPO": "Sexual Offences Prevention Orders (SOPOs)",
    "SHPO": "Sexual Harm Prevention Orders (SHPOs)",
    "SHPO-FT": "SHPOs with foreign travel restriction",
    "NO": "Notification Orders (NOs)",
    "FTO": "Foreign Travel Orders (FTOs)",
}
FIGURES: Mapping[str, str] = {
    BREACHES: "RSOs cautioned or convicted for breach of notification requirements",
    RATE: "Registered sexual offenders per 100,000 people aged 10 and over",
    REVOKED: "RSOs whose lifetime notification was revoked on application",
    SRO_BREACHES: "People who became subject to notification after breach of a Sexual Risk Order",
    SFOS: "Serious further offences",
    SHARE: "Share of people managed at Level 1, per cent",
    TRAININGS: "Training sessions held",
    AUDITS: "Case audits held, at least",
}


def column_name(key: str) -> str:
    return COLUMNS.get(key, in_print(key))


def short_column(key: str) -> str:
    """For the legend of a chart: Category 1."""
    return column_name(key).partition(":")[0]


def figure_name(key: str) -> str:
    return FIGURES.get(key, in_print(key))


def order_name(key: str) -> str:
    return ORDER_NAMES.get(key, key)


def in_print(key: str) -> str:
    """A key that has no name of its own: Level 2, Total."""
    words = key.replace("_", " ")
    return words[:1].upper() + words[1:]
