"""Actions as they are typed, raised and changed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.action_lines import read_action_line, read_list_line
from mappa.actions import Owner, change_action, make_action, may_manage, may_settle, read_owner
from mappa.agencies import AGENCIES
from mappa.days import uk_date
from mappa.errors import MappaError, RuleBroken
from mappa.workbook.workbooks import ActionRow
from tests.build import TODAY, case, person

SAM = {"owner": "Sam Example", "agency": "police"}
LINES: list[tuple[str, dict[str, str], str]] = [
    # The fields first, what is to be done last.
    ('owner "Sam Example" agency police due 1 July 2026 at BED-M12 what visit because released',
     {**SAM, "due": "1 July 2026", "at": "BED-M12", "what": "visit"}, "released"),
    ("owner <@U0PETE|pete> due 1/7/2026 what visit the owner at the shop",
     {"owner": "<@U0PETE|pete>", "due": "1/7/2026", "what": "visit the owner at the shop"}, ""),
    # What is to be done first: the fields are told from its last words.
    ('what visit the address owner "Sam Example" agency police due 1 July 2026 because released',
     {**SAM, "due": "1 July 2026", "what": "visit the address"}, "released"),
    ("what visit, due: Wednesday 1 July 2026, agency Youth offending team owner <@U0PETE>",
     {"owner": "<@U0PETE>", "due": "Wednesday 1 July 2026", "agency": "Youth offending team",
      "what": "visit"}, ""),
    ("what visit due 1 July 2026 owner <@U0PETE> because released soon at BED-M12",
     {"owner": "<@U0PETE>", "due": "1 July 2026", "at": "BED-M12", "what": "visit"},
     "released soon"),
    # What only looks like a field stays in the text.
    ("owner Sam Example agency police due 1 July 2026 what ask why rent is due twice a month",
     {**SAM, "due": "1 July 2026", "what": "ask why rent is due twice a month"}, ""),
    ("due 1 July 2026 owner Sam Example agency police what see the owner and the agency at home",
     {**SAM, "due": "1 July 2026", "what": "see the owner and the agency at home"}, ""),
    ("what done? reassign it on Monday owner <@U0PETE> due 1 July 2026",
     {"owner": "<@U0PETE>", "due": "1 July 2026", "what": "done? reassign it on Monday"}, ""),
    # Of one that is there.
    ("done on 1 June 2026 note seen at home", {"done": "", "on": "1 June 2026",
                                               "note": "seen at home"}, ""),
    ("can't note nobody lives there", {"cannot": "", "note": "nobody lives there"}, ""),
    ("reassign Jo Harper agency housing note on leave",
     {"reassign": "Jo Harper", "agency": "housing", "note": "on leave"}, ""),
    ("due 8 July 2026 because on leave", {"due": "8 July 2026"}, "on leave"),
    ("reopened because it goes on", {"reopen": ""}, "it goes on"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "values", "reason"), LINES)
def test_a_line_is_read_as_it_is_meant(typed: str, values: dict[str, str], reason: str) -> None:
    line = read_action_line(f"bed-1042 {typed}")
    assert (line.ref, dict(line.values), line.reason) == ("BED-1042", values, reason)


@given(
    st.permutations(["owner", "agency", "due", "at"]),
    st.sampled_from(sorted(AGENCIES)),
    st.integers(0, 800).map(lambda days: TODAY + timedelta(days=days)),
)
def test_fields_go_in_any_order_on_either_side(order: list[str], agency: str, due: date) -> None:
    said = {"owner": '"Sam Example"', "agency": agency, "due": uk_date(due), "at": "BED-M1"}
    fields = " ".join(f"{name} {said[name]}" for name in order)
    first, last = (
        read_action_line(f"BED-1 {line} because x")
        for line in (f"what visit {fields}", f"{fields} what visit")
    )
    assert dict(first.values) == dict(last.values)
    assert first.values == {**said, "owner": "Sam Example", "what": "visit"}


def made(typed: str = "", owner: Owner | None = None, **how: Any) -> ActionRow:
    line = read_action_line(f"BED-1042 {typed or 'due 1 July 2026 what visit'}")
    return make_action(line, owner or Owner("U0PETE", agency="police"), TODAY, **how)


def test_a_new_action_has_all_that_was_said() -> None:
    assert made("at BED-M1 due 1 July 2026 what visit because x", agreed_on=date(2026, 6, 1)) == (
        ActionRow(
            "", "BED-1042", "police", "", "visit", date(2026, 7, 1), None, date(2026, 6, 1),
            slack_id="U0PETE", why="x", meeting_ref="BED-M1",
        )
    )  # fmt: skip
    assert made(agreed_on=date(2026, 8, 1)).raised_on == TODAY
    assert made("due today what x").due_on == TODAY
    assert made("due 1 June 2026 what x because late").due_on == date(2026, 6, 1)


ACTION = ActionRow(
    "BED-AC7", "BED-1042", "police", "", "visit", date(2026, 7, 1), None, date(2026, 6, 2),
    slack_id="U0PETE",
)  # fmt: skip
DONE = replace(ACTION, done_on=date(2026, 6, 10), note="seen")
STUCK = replace(ACTION, cannot_on=date(2026, 6, 9), note="nobody in")
JO = Owner(name="Jo Harper")
CHANGES: list[tuple[ActionRow, str, Owner | None, dict[str, Any]]] = [
    (ACTION, "done", None, {"done_on": TODAY}),
    (STUCK, "done note seen", None, {"done_on": TODAY, "cannot_on": None, "note": "seen"}),
    (STUCK, "done", None, {"done_on": TODAY, "cannot_on": None, "note": ""}),
    (ACTION, "done on 2 June 2026 note seen because I went there", None,
     {"done_on": date(2026, 6, 2), "note": "seen because I went there"}),
    (DONE, "done", None, {}),
    (DONE, "done on 10 June 2026 note seen", None, {}),
    (ACTION, "cannot note no such street", None, {"cannot_on": TODAY, "note": "no such street"}),
    (ACTION, "cannot because no such street", None, {"cannot_on": TODAY, "note": "no such street"}),
    (STUCK, "cannot note nobody in", None, {}),
    (STUCK, "reassign Jo agency housing note ill", JO,
     {"slack_id": "", "owner": "Jo Harper", "agency": "housing", "cannot_on": None, "note": "ill"}),
    (ACTION, "reassign <@U0PETE>", Owner("U0PETE", agency="police"), {}),
    (ACTION, "reassign <@U0PRIYA> due 3 July 2026 because ill",
     Owner("U0PRIYA", agency="probation"),
     {"slack_id": "U0PRIYA", "agency": "probation", "due_on": date(2026, 7, 3)}),
    (ACTION, "agency housing", None, {"agency": "housing"}),
    (ACTION, "due 3 July 2026 because ill", None, {"due_on": date(2026, 7, 3)}),
    (ACTION, "due 1 July 2026", None, {}),
    (ACTION, "what ring because mistyped", None, {"what": "ring"}),
    (DONE, "reopen because not so", None, {"done_on": None, "note": "not so"}),
    (STUCK, "reopen because we try", None, {"cannot_on": None, "note": "we try"}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "typed", "owner", "change"), CHANGES)
def test_what_is_said_of_an_action_changes_that_and_nothing_else(
    before: ActionRow, typed: str, owner: Owner | None, change: dict[str, Any]
) -> None:
    line = read_action_line(f"BED-AC7 {typed}")
    assert change_action(before, line, owner, TODAY) == replace(before, **change)


REFUSED: list[tuple[ActionRow | None, str, str, str]] = [
    (None, "what visit", "due", "say by when"),
    (None, "due 1 July 2026", "what", "say what is to be done"),
    (None, "what visit due 1 June 2026", "due", "is past; that needs a reason"),
    (None, "what visit due 31 February 2027", "due", "no 31 February"),
    (None, "what visit due soon", "due", "not a day"),
    (None, "done what x", "done", "for an action that is there already"),
    (ACTION, "done on 18 June 2026", "on", "still to come"),
    (ACTION, "done on 1 June 2026", "on", "raised on 2 June 2026"),
    (ACTION, "done cannot", "cannot", "do not go together"),
    (ACTION, "done due 3 July 2026", "due", "do not go together"),
    (ACTION, "cannot", "note", "say why"),
    (ACTION, "note seen", "note", "what became of the action"),
    (ACTION, "on 3 June 2026", "on", "does not fit"),
    (ACTION, "owner Jo agency police", "owner", "reassign @somebody"),
    (ACTION, "due 3 July 2026", "because", "needs a reason"),
    (ACTION, "what ring", "because", "needs a reason"),
    (ACTION, "due 3 July 2026 note x because y", "note", "goes with done"),
    (ACTION, "reopen because x", "reopen", "is open"),
    (DONE, "reopen", "because", "needs a reason"),
    (DONE, "done on 9 June 2026", "done", "was done on 10 June 2026"),
    (DONE, "done note never", "done", "open it again first"),
    (DONE, "cannot note x", "cannot", "Open it again first"),
    (DONE, "due 3 July 2026 because x", "due", "Open it again first"),
    (ACTION, "reassign Jo", "agency", "of which agency"),
    (ACTION, "agency army", "agency", "not one of police"),
]


@pytest.mark.parametrize(("before", "typed", "field", "says"), REFUSED)
def test_what_cannot_be_is_refused_by_name_with_a_right_example(
    before: ActionRow | None, typed: str, field: str, says: str
) -> None:
    owner = JO if "reassign" in typed else None
    with pytest.raises(RuleBroken, match=says) as refused:
        line = read_action_line(f"BED-AC7 {typed}")
        if before is None:
            make_action(line, Owner("U0PETE", agency="police"), TODAY)
        else:
            change_action(before, line, owner, TODAY)
    assert refused.value.field == field
    assert "Example" in refused.value.message


def test_an_owner_is_somebody_in_this_slack_or_a_name() -> None:
    assert read_owner("<@U0PETE|pete>", "owner") == Owner("U0PETE")
    assert read_owner("Sam Example", "owner") == Owner(name="Sam Example")
    for wrong in ("@sam", "<@nobody", "x" * 201):
        with pytest.raises(RuleBroken, match=r"^owner: "):
            read_owner(wrong, "owner")


def test_who_owns_the_action_or_the_case_who_decides_and_who_chairs_may_answer() -> None:
    theirs = case()
    may = {
        user: (may_settle(one, theirs, ACTION, "U0BOSS"), may_manage(one, "U0BOSS"))
        for user, one in {
            "owner": person("U0PETE"),
            "case's owner": person("U0PRIYA"),
            "deputy": replace(person("U0DEBS"), stands_in_for=frozenset(["U0PETE"])),
            "member": person("U0OTTO"),
            "co-ordinator": person("U0CORA", "co-ordinator"),
            "chair": person("U0CHAS", "chair"),
            "its chair": person("U0BOSS"),
        }.items()
    }
    assert may == {
        "owner": (True, False),
        "case's owner": (True, False),
        "deputy": (True, False),
        "member": (False, False),
        "co-ordinator": (True, True),
        "chair": (True, True),
        "its chair": (True, True),
    }


def test_a_list_goes_by_name_or_by_case() -> None:
    assert [
        (one.name, one.ref, one.page)
        for one in map(
            read_list_line, ["", "page 2", "OVERDUE", "mine page 3", "bed-1042", "OLD-7 page 2"]
        )
    ] == [
        ("mine", "", 1), ("mine", "", 2), ("overdue", "", 1), ("mine", "", 3),
        ("", "BED-1042", 1), ("", "OLD-7", 2),
    ]  # fmt: skip
    for wrong in ("late", "overdue page 0", "overdue because x", "by agency", "1042"):
        with pytest.raises(MappaError, match="Example"):
            read_list_line(wrong)
