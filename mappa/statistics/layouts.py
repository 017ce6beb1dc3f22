"""What the report of a year has: which orders, under which names, and what later years added."""

from collections.abc import Mapping

from mappa.years import MappaYear

CHANGE_OF_ORDERS = MappaYear(2014)  # the year that has orders of both kinds
FIRST_CATEGORY_4 = MappaYear(2021)  # Category 4 is there since 2022
OLD_ORDERS, NEW_ORDERS = ("SOPO", "NO", "FTO"), ("SHPO", "SHPO-FT", "NO")
BOTH_ORDERS = ("SOPO", "SHPO", "SHPO-FT", "NO", "FTO")

BREACHES = "rso_cautioned_or_convicted_for_breach_of_notification"
ORDERS = "orders_imposed_on_category_1"
RETURNED_LICENCE = "returned_to_custody_breach_of_licence"
RETURNED_SOPO = "returned_to_custody_breach_of_sopo"
RETURNED_SHPO = "returned_to_custody_breach_of_shpo"
RATE, SHARE = "rso_per_100000", "level_1_share_percent"
SFOS = "serious_further_offences"
TRAININGS, AUDITS = "training_sessions", "audits_per_year_at_least"
REVOKED = "lifetime_notification_revoked"
SRO_BREACHES = "became_subject_to_notification_after_sro_breach"


def has_new_orders(year: MappaYear) -> bool:
    """Whether the year's report speaks of SHPOs, and has what later years have also."""
    return year > CHANGE_OF_ORDERS


def returned_for_order(year: MappaYear) -> str:
    """The name of the table of those returned to custody for breach of an order."""
    return RETURNED_SHPO if has_new_orders(year) else RETURNED_SOPO


def order_row(year: MappaYear, imposed: Mapping[str, int]) -> dict[str, int]:
    """The orders of the year's table, zeros too; in the year of the change those that there are."""
    if year == CHANGE_OF_ORDERS:
        return {kind: imposed[kind] for kind in BOTH_ORDERS if imposed.get(kind)}
    kinds = NEW_ORDERS if has_new_orders(year) else OLD_ORDERS
    return {kind: imposed.get(kind, 0) for kind in kinds}


def orders_left_out(year: MappaYear, imposed: Mapping[str, int]) -> dict[str, int]:
    """Orders that were imposed in the year although its table has no line for them."""
    shown = order_row(year, imposed)
    return {kind: imposed[kind] for kind in BOTH_ORDERS if imposed.get(kind) and kind not in shown}
