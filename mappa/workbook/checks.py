"""What a row of the workbook may not say, and what it may not say beside the others of its case."""

from collections.abc import Callable
from datetime import date, datetime

from mappa.case_dates import check_date_order
from mappa.days import uk_date
from mappa.errors import RuleBroken
from mappa.workbook.gathering import Gathering


def above_category_3(_: Gathering, category: int, level: int) -> None:
    if category == 3 and level < 2:
        raise RuleBroken(
            "Category 3 is managed at Level 2 or 3 only: below Level 2 the person has left MAPPA. "
            "End the spell before it. Example: 2"
        )


def threshold_fits(_: Gathering, level: int, threshold: str | None) -> None:
    if threshold and level < 2:
        raise RuleBroken("A threshold is for Levels 2 and 3 only. Leave the cell empty.")


def one_of_a_kind(gathering: Gathering, ref: str, kind: str, on: date) -> None:
    items = gathering.of("dates", ref)
    if any(item.kind == kind for item in items):
        raise RuleBroken(
            f"{ref} has a date of the kind {kind} already: give the current one.", "kind"
        )
    gathering.placed = gathering.faults.row
    for item in items:
        check_date_order({item.kind: item.on, kind: on})


def named_once(gathering: Gathering, ref: str, user_id: str) -> None:
    if any(member.user_id == user_id for member in gathering.of("team", ref)):
        raise RuleBroken(f"{user_id} works with {ref} already: name a person once.")


def one_owner(gathering: Gathering, ref: str, part: str) -> None:
    if part == "owner" and any(member.part == part for member in gathering.of("team", ref)):
        raise RuleBroken(f"{ref} has an owner already: a case has one. Example: member")


def not_before(what: str, first: str) -> Callable[..., None]:
    """The later of two days, where it is given, does not come before the earlier one."""

    def check(_: Gathering, earlier: date | None, later: date | None) -> None:
        if earlier and later and later < earlier:
            raise RuleBroken(
                f"It was {what} on {uk_date(later)}, before it was {first} on {uk_date(earlier)}."
            )

    return check


def ends_after(_: Gathering, imposed_on: date, ends_on: date | None) -> None:
    if ends_on and ends_on <= imposed_on:
        raise RuleBroken(
            f"It ends on {uk_date(ends_on)}, which is not after {uk_date(imposed_on)}, when it was "
            "imposed."
        )


def is_decided(_: Gathering, decision: str, decided_on: date | None) -> None:
    if decision == "open" and decided_on:
        raise RuleBroken("It is open, so it has no day of decision. Leave the cell empty.")
    if decision != "open" and not decided_on:
        raise RuleBroken(f"It is {decision}: give the day of it. Example: 2014-03-31")


def level_is_set(_: Gathering, decision: str, level: int | None) -> None:
    # A referral can be declined because one agency can manage the case: then Level 1 is set.
    if level is None or decision == "accepted" or (decision == "declined" and level == 1):
        return
    raise RuleBroken(f"It is {decision}, so no level was set. Leave the cell empty.")


def is_of_an_order(gathering: Gathering, ref: str, kind: str, imposed_on: date, on: date) -> None:
    if on < imposed_on:
        raise RuleBroken(f"It cannot be before {uk_date(imposed_on)}, when the order was imposed.")
    if ref not in gathering.cases or ("orders", ref) in gathering.tainted:
        return
    if "orders" in gathering.given and not gathering.excuses("orders", ref):
        orders = gathering.of("orders", ref)
        if not any((order.kind, order.imposed_on) == (kind, imposed_on) for order in orders):
            day = uk_date(imposed_on)
            raise RuleBroken(f"{ref} has no {kind} imposed on {day} in the sheet orders.", "kind")


def numbered_once(what: str) -> Callable[..., None]:
    def check(gathering: Gathering, ref: str, number: int) -> None:
        gathering.once(what, (ref, number), f"The {what} {number} of {ref}")

    return check


def moves(_: Gathering, from_area: str, to_area: str) -> None:
    if from_area == to_area:
        raise RuleBroken("A case is transferred to another area. Example: HER")


def one_open_offer(gathering: Gathering, ref: str, decision: str) -> None:
    if decision == "open":
        gathering.once("open offer", ref, f"An open offer of {ref}")


def heard_once(gathering: Gathering, meeting: str, ref: str) -> None:
    gathering.once("heard", (meeting, ref), f"{ref} at the meeting {meeting}")


def leaves_or_stays(_: Gathering, level: int | None, leaves: bool) -> None:
    if leaves and level is not None:
        raise RuleBroken("Who leaves MAPPA has no outcome level. Leave one of the two empty.")


def minuted_once(gathering: Gathering, meeting: str, ref: str, part: str) -> None:
    gathering.once("minutes", (meeting, ref, part), f"The {part} of {ref} at {meeting}")


def ends_later(_: Gathering, starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at and ends_at <= starts_at:
        raise RuleBroken("It would end before it begins. Example: 2014-03-31T12:00")


def answers_once(gathering: Gathering, meeting: str, ref: str, agency: str) -> None:
    says = f"The answer of {agency} for {ref} at the meeting {meeting}"
    gathering.once("attendance", (meeting, ref, agency), says)


def counted_once(gathering: Gathering, area: str, year: int) -> None:
    gathering.once("population", (area, year), f"The population of {area} in the year to {year}")


def has_district(gathering: Gathering, area: str | None, district: str | None) -> None:
    if district:
        gathering.districts.check(area or gathering.area, district)
