"""Standing members: how they are named, and to which panels they come."""

import pytest

from mappa.errors import RuleBroken
from mappa.meetings.standing import (
    Addition,
    Listing,
    Removal,
    is_member,
    of_level,
    read_standing,
)
from mappa.workbook.workbooks import StandingMemberRow


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", Listing()),
        ("page 2", Listing(2)),
        ("remove 3", Removal(3)),
        ("remove #3", Removal(3)),
        ("add <@U0PETE|pete> agency police level 2", Addition("U0PETE", "", "police", 2)),
        ("ADD <@U0PETE>", Addition("U0PETE")),
        (
            'add "Sam Example" agency housing address sam@example.org',
            Addition("", "Sam Example", "housing", None, "sam@example.org"),
        ),
        (
            "add Sam Example agency Social services level both",
            Addition("", "Sam Example", "social-services"),
        ),
        (
            "add Sam Example agency housing address <mailto:sam@example.org|sam@example.org>",
            Addition("", "Sam Example", "housing", None, "sam@example.org"),
        ),
        ("add Jo agency housing level Level 3", Addition("", "Jo", "housing", 3)),
    ],
)
def test_a_line_is_read(typed: str, read: Listing | Addition | Removal) -> None:
    assert read_standing(typed) == read


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("subtract 3", "standing"),
        ("remove", "remove"),
        ("remove Sam", "remove"),
        ("remove 0", "remove"),
        ("page x", "page"),
        ("add", "name"),
        ("add agency housing", "name"),
        ("add Sam Example", "agency"),
        ("add Sam agency circus", "agency"),
        ("add Sam agency housing level 1", "level"),
        ("add <@U0PETE> address sam@example.org", "address"),
        ("add <b> agency housing", "name"),
        ("add Sam agency housing because he is good", "because"),
        (f"add {'x' * 301} agency housing", "name"),
        (f"add Sam agency housing address {'x' * 301}", "address"),
        ("add S\x07m agency housing", "standing"),
    ],
)
def test_what_cannot_be_read_is_refused_by_field(typed: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_standing(typed)
    assert refused.value.field == field


def test_a_member_of_both_levels_comes_to_each_and_is_not_added_again() -> None:
    both = StandingMemberRow("BED", "police", None, "U0PETE")
    two = StandingMemberRow("BED", "housing", 2, "", "Sam Example")
    assert of_level([both, two], 2) == [both, two]
    assert of_level([both, two], 3) == [both]
    assert is_member([both], StandingMemberRow("BED", "police", 3, "U0PETE"))
    assert is_member([two], StandingMemberRow("BED", "housing", 2, "", "sam example"))
    assert not is_member([two], StandingMemberRow("BED", "housing", None, "", "Sam Example"))
