"""An update as it is typed: each field's value, the day it took effect, and what is refused."""

from datetime import date

import pytest

from mappa.case_changes import apply_update, unchanged_fields
from mappa.errors import MappaError, RuleBroken
from mappa.updates import Update, read_category, read_level, read_update
from tests.build import POLICY, case

TODAY = date(2026, 6, 17)
D1, D2 = date(2027, 3, 31), date(2028, 5, 1)


def read(typed: str) -> Update:
    return read_update(f"BED-1042 {typed}", TODAY, POLICY)


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("level 3", "level", 3),
        ("level two", "level", 2),
        ("level to be confirmed", "level", 0),
        ("level is TBC", "level", 0),
        ("level is to be confirmed", "level", 0),
        ("level 0", "level", 0),
        ("category 4", "category", 4),
        ("cat one", "category", 1),
        ("level 2 threshold high or very high risk of serious harm", "threshold", "high-risk"),
        ("level 2 threshold High Risk", "threshold", "high-risk"),
        ("custody recall", "custody", "recall"),
        ("custody Remand", "custody", "remand"),
        ("custody no", "custody", "no"),
        ("custody released", "custody", "no"),
        ("custody in the community", "custody", "no"),
        ("risk very high", "risk", "very-high"),
        ("rosh VERY-HIGH", "risk", "very-high"),
        ("lead-agency Youth offending team", "lead_agency", "youth-offending"),
        ("owner <@U0PRIYA>", "owner", "U0PRIYA"),
        ("owner <@W0PRIYA|priya.practice>", "owner", "W0PRIYA"),
        ("member U0PETE", "member", "U0PETE"),
        ("note spoke to housing", "note", "spoke to housing"),
        ("note he left because he was ill", "note", "he left because he was ill"),
        ("exit because licence ended", "exits", True),
        ("led 31/3/2027", "dates", {"licence_end": D1}),
        ("sled 31 March 2027", "dates", {"licence_end": D1, "sentence_end": D1}),
        ("release 31-Mar-27 tused 1 May 2028", "dates", {"release": D1, "tused": D2}),
        ("crd 31/3/27", "dates", {"release": D1}),
        ("review 31/3/27 parole 1/5/28", "dates", {"review": D1, "parole_hearing": D2}),
        ("notification end 1/5/28", "dates", {"notification_end": D2}),
        ("licence-end none", "dates", {"licence_end": None}),
        ("sled none", "dates", {"licence_end": None, "sentence_end": None}),
        ("level 3 from 1 May 2026", "effective_on", date(2026, 5, 1)),
        ("custody no since yesterday", "effective_on", date(2026, 6, 16)),
        ("level 3", "effective_on", TODAY),
    ],
)
def test_a_field_is_read_as_it_is_meant(typed: str, field: str, value: object) -> None:
    assert getattr(read(typed), field) == value


def test_several_fields_fit_in_one_line() -> None:
    found = read(
        "level 3 threshold senior from 1 May 2026 risk high sled 1 May 2028 lead-agency police "
        "owner <@U0PRIYA> custody recall note seen at court because risk has risen"
    )
    assert found == Update(
        ref="BED-1042",
        fields=frozenset(
            (
                "level",
                "threshold",
                "from",
                "risk",
                "sled",
                "lead-agency",
                "owner",
                "custody",
                "note",
            )
        ),
        reason="risk has risen",
        effective_on=date(2026, 5, 1),
        level=3,
        threshold="senior",
        dates={"licence_end": D2, "sentence_end": D2},
        custody="recall",
        risk="high",
        lead_agency="police",
        owner="U0PRIYA",
        note="seen at court",
    )


def test_only_what_was_typed_is_set() -> None:
    found = read("risk low")
    assert (found.level, found.category, found.custody, found.owner, found.dates) == (
        (None,) * 4 + ({},)
    )
    assert not found.exits
    assert found.fields == {"risk"}


@pytest.mark.parametrize(
    ("typed", "says", "field"),
    [
        ("level 4 because x", "There is no level “4”", "level"),
        ("level 2.5", "There is no level “2.5”", "level"),
        ("level 3 please", "There is no level “3 please”", "level"),
        ("level confirmed", "There is no level “confirmed”", "level"),
        ("level ²", "There is no level “2”", "level"),
        ("category 5", "There is no category “5”", "category"),
        ("category 0", "There is no category “0”", "category"),
        ("level 2 threshold soon", "threshold: “soon” is not one of high-risk", "threshold"),
        ("custody yes", "custody: “yes” is not one of sentence, remand, recall, no", "custody"),
        ("custody hospital", "is not one of sentence", "custody"),
        ("risk extreme", "risk: “extreme” is not one of low", "risk"),
        ("lead-agency scouts", "lead-agency: “scouts” is not one of police", "lead-agency"),
        ("owner Priya", "owner: name one person by mention", "owner"),
        ("owner <@U0PRIYA> <@U0PETE>", "owner: name one person by mention", "owner"),
        ("member @priya", "member: name one person by mention", "member"),
        ("member <#C0CHANNEL>", "member: name one person by mention", "member"),
        (
            "licence-end 31 February 2027",
            "licence-end: There is no 31 February 2027",
            "licence-end",
        ),
        ("licence-end 31 March", "licence-end: Give the year", "licence-end"),
        ("licence-end soon", "licence-end: “soon” is not a day", "licence-end"),
        ("licence-end Tuesday 31 March 2027", "is a Wednesday", "licence-end"),
        ("licence-end 31/3/2140", "cannot be meant", "licence-end"),
        ("review 31/3/1949", "cannot be meant", "review"),
        ("sled 1/5/28 led 31/3/27", "that date is given twice", "led"),
        ("sentence-end 1/5/28 sled 1/5/28", "that date is given twice", "sled"),
        ("level 3 from tomorrow", "from: a change is recorded when it has happened", "from"),
        ("level 3 from 1 May", "from: Give the year", "from"),
        ("from 1 May 2026", "from: that day goes with a level", "from"),
        ("risk high from 1 May 2026", "from: that day goes with a level", "from"),
        ("led 31/3/27 from 1 May 2026", "from: that day goes with a level", "from"),
        ("", "Say what is to change in BED-1042", "subject"),
        ("because risk has risen", "Say what is to change in BED-1042", "subject"),
    ],
)
def test_a_wrong_value_is_refused_by_its_field(typed: str, says: str, field: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        read(typed)
    assert says in refused.value.message
    if field != "led":  # an alias is refused under the name of its field
        assert refused.value.field == field


def test_a_wrong_reference_is_refused_before_anything_is_looked_up() -> None:
    with pytest.raises(RuleBroken, match="is not a case reference"):
        read_update("BED/1042 level 3 because x", TODAY, POLICY)


@pytest.mark.parametrize("typed", ["1", "one", " 1 ", "ONE"])
def test_numbers_may_be_spelt(typed: str) -> None:
    assert read_level(typed) == read_category(typed) == 1


@pytest.mark.parametrize("typed", ["", "-1", "1.0", "1e0", "１1", "0x1", "١", "2 3", "999", "four"])
def test_what_is_no_level_is_refused(typed: str) -> None:
    with pytest.raises(MappaError, match="Levels are 1, 2, 3 and to be confirmed"):
        read_level(typed)


@pytest.mark.parametrize(
    ("typed", "stood"),
    [
        ("licence-end 31 March 2027 risk high", {"licence-end"}),
        ("sled 31 March 2027", set()),  # the sentence end is new
        ("owner <@U0PRIYA> lead-agency probation note seen", {"owner", "lead-agency"}),
        ("member <@U0PETE> level 3 because risk has risen", set()),
    ],
)
def test_what_stood_there_already_is_known(typed: str, stood: set[str]) -> None:
    update = read(typed)
    assert unchanged_fields(update, case(), apply_update(case(), update)) == stood
