"""What explains the tables of the report, in our own words."""

from mappa.days import uk_date
from mappa.statistics.layouts import CHANGE_OF_ORDERS
from mappa.years import MappaYear

YEARLY = (
    "Everybody who was at Level 2 or 3 on any day of the year is counted, in custody or not, and "
    "also those who are no longer at that level at its end."
)
BREACHES = (
    "People, each once, at whatever level. Registered sexual offenders have to tell the police "
    "their name, address and other particulars, and every change of them; not to do so is an "
    "offence."
)
RETURNED = (
    "People, each once, at their first return from Level 2 or 3, under the level and category in "
    "force that day. A licence sets the conditions on which somebody is supervised in the "
    "community; who does not keep to them can be recalled to prison."
)
RETURNED_ORDER = (
    "Counted in the same way. Not to keep to what such an order forbids is an offence of its own."
)
REVOKED = "People, each once, whose indefinite notification was ended in the year."
SRO_BREACHES = "People, each once, who have to notify since they broke a Sexual Risk Order."
PRACTICE = (
    "Serious further offences are counted as offences. Training sessions and case audits are those "
    "on record for the year."
)
_OLD_ORDERS = (
    "A SOPO is made by a court to keep a sexual offender from doing what could lead to serious "
    "sexual harm, and whoever has one is registered. A Foreign Travel Order keeps somebody who "
    "has offended against children from travelling abroad."
)
_NEW_ORDERS = (
    "An SHPO is made by a court to keep a sexual offender from doing what could lead to sexual "
    "harm; it can also forbid foreign travel, and those that do are shown apart."
)
_NOTIFICATION_ORDER = (
    "A Notification Order makes somebody who was convicted of a sexual offence abroad notify the "
    "police here."
)


def picture(year: MappaYear, share: int | None) -> str:
    """What the table of levels and categories shows."""
    said = (
        f"The picture of {uk_date(year.ends_on)}: people in the community that day, each once. All "
        f"other figures are of the year from {uk_date(year.starts_on)} to {uk_date(year.ends_on)}."
    )
    if share is None:
        return said
    return (
        f"{said} {share}% of them are managed at Level 1, by one agency in its ordinary way and "
        "without meetings. Category 1 are those who have to notify the police, Category 2 in the "
        "main violent offenders sentenced to 12 months or more, Category 3 others whose risk of "
        "serious harm needs several agencies."
    )


def orders(year: MappaYear) -> str:
    """What the orders of that year are."""
    old = (_OLD_ORDERS,) if year <= CHANGE_OF_ORDERS else ()
    new = (_NEW_ORDERS,) if year >= CHANGE_OF_ORDERS else ()
    counted = "Orders imposed in the year, and not those in force."
    return " ".join((counted, *old, *new, _NOTIFICATION_ORDER))


def rate(population: int | None) -> str:
    """What the rate is per."""
    if population is None:
        return (
            "The population aged 10 and over is not on record. Give it with the report, or import "
            "it. Example: report 2013/14 --population 554000"
        )
    return (
        "Category 1 at all levels in the picture of the year's last day, per 100,000 of the "
        f"{population:,} people aged 10 and over, as a whole number."
    )
