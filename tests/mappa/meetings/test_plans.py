"""A meeting is planned: once or as a row, by rules that name what is wrong."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappa.clocks import london_day
from mappa.errors import MappaError, RuleBroken
from mappa.meetings.agendas import in_order, spread
from mappa.meetings.meeting_lines import SCHEMA, Asked, read_asked, read_cases
from mappa.meetings.meetings import overlap
from mappa.meetings.moves import cancel, differences, move, set_up
from mappa.meetings.places import make_place, read_link, split_place
from mappa.meetings.plans import Plan, make_plan
from mappa.meetings.times import in_words
from mappa.meetings.urgent_lines import make_panel, read_urgent
from mappa.workbook.workbooks import MeetingRow
from mappa.working_days import is_working_day
from tests.build import NOW, case

LINE = "level 2 on 7 July 2026 at 10:00 until 13:00"
VALUES = {"level": "2", "on": "7 July 2026", "at": "10:00"}


def plan(typed: str) -> Plan:
    return make_plan(read_asked(f"plan {typed}").values, "BED", NOW)


def meeting(**given: str) -> MeetingRow:
    [row] = make_plan(VALUES | {"until": "13:00", "place": "Example House"} | given, "BED",
                      NOW).meetings  # fmt: skip
    return MeetingRow("BED-M1", row.level, row.starts_at, row.place, area="BED",
                      ends_at=row.ends_at, chair=row.chair)  # fmt: skip


def test_everything_of_a_line_finds_its_place() -> None:
    made = plan(
        f"{LINE} place Example House, room 2 link <https://meet.example.org/a?b=c|here> "
        "chair <@U0CHAS|chas> cases bed-1042, BED-1043 and BED-1044"
    )
    [row] = made.meetings
    assert (row.level, row.chair, row.area, row.status) == (2, "U0CHAS", "BED", "planned")
    assert row.starts_at.isoformat() == "2026-07-07T09:00:00+00:00"
    assert row.ends_at and row.ends_at - row.starts_at == timedelta(hours=3)
    assert row.place == "Example House, room 2, https://meet.example.org/a?b=c"
    assert made.cases == ("BED-1042", "BED-1043", "BED-1044")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("on 7 July 2026 at 10:00", "level"), ("level 2 at 10:00", "on"),
        ("level 2 on 7 July 2026", "at"), ("level 1 on 7 July 2026 at 10:00", "level"),
        ("level 2 on 3 June 2026 at 10:00", "on"), ("level 2 on 17 June 2026 at 09:00", "at"),
        ("level 2 on 4 July 2026 at 10:00", "on"), ("level 2 on 7 July 2026 at 03:00", "at"),
        ("level 2 on 7 July 2026 at 10:00 until 09:00", "until"),
        ("level 2 on 7 July 2026 at 10:00 to 11:00 until 12:00", "until"),
        (f"{LINE} link http://x.example", "link"), (f"{LINE} chair somebody", "chair"),
        (f"{LINE} cases BED_1042", "cases"), (f"{LINE} every 4 weeks", "times"),
        (f"{LINE} times 3", "every"), (f"{LINE} every day times 3", "every"),
        (f"{LINE} every 4 weeks times 1", "times"), (f"{LINE} every 4 weeks times 27", "times"),
        (f"{LINE} add BED-1042", "add"), (f"{LINE} because so", "because"),
        (f"{LINE} place {'x' * 301}", "place"), (f"{LINE} place The Link Centre", "link"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_an_example(typed: str, field: str) -> None:
    with pytest.raises(RuleBroken, match="Example: ") as refused:
        plan(typed)
    assert refused.value.field == field


def test_a_row_moves_what_falls_on_no_working_day_and_says_so() -> None:
    made = make_plan(
        VALUES | {"on": "27 November 2026", "every": "4 weeks", "times": "3"}, "BED", NOW
    )
    days = [london_day(row.starts_at) for row in made.meetings]
    assert days == [date(2026, 11, 27), date(2026, 12, 29), date(2027, 1, 22)]
    assert made.remarks == (
        "Friday 25 December 2026 is not a working day: that one is on Tuesday 29 December 2026.",
    )


@given(
    st.integers(1, 400),
    st.sampled_from(["week", "2 weeks", "fortnight", "every 6 weeks", "3 months", "month"]),
    st.integers(2, 26),
)
def test_every_meeting_of_a_row_is_on_a_working_day_at_one_hour(
    ahead: int, every: str, times: int
) -> None:
    first = date(2026, 6, 18) + timedelta(ahead)
    if not is_working_day(first):
        return
    given_ = VALUES | {"on": first.isoformat(), "every": every.removeprefix("every ")}
    made = make_plan(given_ | {"times": str(times)}, "BED", NOW)
    days = [london_day(row.starts_at) for row in made.meetings]
    assert len(days) == times and days == sorted(set(days))
    assert all(map(is_working_day, days))
    assert {in_london(row) for row in made.meetings} == {"10:00"}


def in_london(row: MeetingRow) -> str:
    return in_words(row.starts_at).rpartition(", ")[2]


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("bed-m12", Asked("BED-M12", {})),
        ("BED-M12 add BED-1042", Asked("BED-M12", {"add": "BED-1042"}, "", "add")),
        ("BED-M12 cancel because x", Asked("BED-M12", {"cancel": ""}, "x", "cancel")),
        ("BED-M12 chair none", Asked("BED-M12", {"chair": "none"})),
    ],
)
def test_one_thing_is_done_to_a_meeting(typed: str, asked: Asked) -> None:
    assert read_asked(typed) == asked


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("BED-M12 add BED-1 remove BED-2 because x", "remove"), ("BED-M12 cancel", "because"),
        ("BED-M12 move to 14:00", "because"), ("BED-M12 remove BED-1", "because"),
        ("BED-M12 invite because x", "because"), ("BED-M12 level 3", "level"),
        ("BED-M12 on 7 July 2026", "on"), ("BED-M12 add BED-1 place Here", "place"),
        ("BED/M12", "meeting"), ("", "subject"), ("BED-M12 cases BED-1", "cases"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused(typed: str, field: str) -> None:
    with pytest.raises(RuleBroken, match="Example: ") as refused:
        read_asked(typed)
    assert refused.value.field == field


def test_a_moved_meeting_lasts_as_long_and_its_version_grows() -> None:
    before = meeting()
    moved = move(before, {"move": "14 July 2026 14:00"}, NOW)
    assert moved.starts_at.isoformat() == "2026-07-14T13:00:00+00:00"
    assert moved.ends_at and moved.ends_at - moved.starts_at == timedelta(hours=3)
    assert moved.version == before.version + 1
    other_end = move(before, {"move": "", "at": "09:00 to 10:00"}, NOW)
    assert other_end.ends_at and other_end.ends_at - other_end.starts_at == timedelta(hours=1)
    was, now = differences(before, other_end)
    assert was.keys() == now.keys() == {"starts_at", "ends_at", "version"}


@pytest.mark.parametrize(
    "typed", ["7 July 2026 10:00", "11 July 2026", "17 June 2026 09:00", "03:00", "12"]
)
def test_a_move_to_nowhere_or_the_past_or_a_saturday_is_refused(typed: str) -> None:
    with pytest.raises(RuleBroken, match="Example: "):
        move(meeting(), {"move": typed}, NOW)


def test_what_was_called_off_stays_as_it_is() -> None:
    off = cancel(meeting())
    assert (off.status, off.version) == ("cancelled", 1)
    with pytest.raises(RuleBroken, match="is cancelled"):
        cancel(off)
    with pytest.raises(RuleBroken, match="is cancelled"):
        move(off, {"move": "14:00"}, NOW)
    with pytest.raises(RuleBroken, match="is cancelled"):
        set_up(off, {"place": "Elsewhere"})


def test_place_and_link_are_set_apart_and_kept_together() -> None:
    both = set_up(meeting(), {"link": "https://meet.example.org/x"})
    assert both.place == "Example House, https://meet.example.org/x"
    assert set_up(both, {"place": "none"}).place == "https://meet.example.org/x"
    assert set_up(both, {"link": "none"}).place == "Example House"
    for place, link in (("", ""), ("A, b", ""), ("", "https://x.example"), ("A", "https://x.yz/")):
        assert split_place(make_place(place, link)) == (place, link)
    assert read_link("<https://x.example/a>") == "https://x.example/a"


@given(st.integers(0, 30), st.integers(5, 600))
def test_cases_are_spread_over_the_meeting_in_order(count: int, minutes: int) -> None:
    row = meeting()
    ends = row.starts_at + timedelta(minutes=minutes)
    times = [at for at in spread(row.starts_at, ends, count) if at]
    assert len(times) == count and times == sorted(times)
    assert all(row.starts_at <= at < ends and at.minute % 5 == 0 for at in times)
    assert spread(row.starts_at, None, count) == [None] * count


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.data())
def test_an_order_loses_no_case(refs: list[str], data: st.DataObject) -> None:
    first = data.draw(st.lists(st.sampled_from(refs), unique=True)) if refs else []
    ordered = in_order(refs, first)
    assert sorted(ordered) == sorted(refs) and ordered[: len(first)] == first


def test_meetings_overlap_as_far_as_their_ends_are_known() -> None:
    late, open_end = meeting(at="12:59", until="14:00"), meeting(at="13:00", until="")
    assert overlap(meeting(), late) and overlap(late, meeting())
    assert not overlap(meeting(), open_end)


def test_an_emergency_may_be_at_any_hour_but_soon() -> None:
    facts = case()
    panel = make_panel(read_urgent("bed-1042 because gone"), facts, NOW)
    assert (panel.level, panel.urgent, panel.area) == (2, True, "BED")
    assert panel.starts_at.isoformat() == "2026-06-17T10:30:00+00:00"
    night = read_urgent("BED-1042 level 3 on tomorrow at 03:00 because gone")
    assert make_panel(night, facts, NOW).starts_at.isoformat() == "2026-06-18T02:00:00+00:00"
    for typed in ("at 08:00", "on 7 July 2026 at 10:00", "on tomorrow", "level 1", "chair x"):
        with pytest.raises(RuleBroken, match="Example: "):
            make_panel(read_urgent(f"BED-1042 {typed} because gone"), facts, NOW)
    with pytest.raises(RuleBroken, match="because: say why"):
        read_urgent("BED-1042 level 3")


@given(st.text(max_size=40), st.sampled_from([one.name for one in SCHEMA.fields]))
def test_whatever_is_typed_is_read_or_refused(text: str, field: str) -> None:
    for typed in (f"plan {LINE} {field} {text}", f"BED-M1 {field} {text} because x", text):
        try:
            asked = read_asked(typed)
            if not asked.ref:
                make_plan(asked.values, "BED", NOW)
            elif asked.act == "move":
                move(meeting(), asked.values, NOW)
            elif asked.settings:
                set_up(meeting(), asked.settings)
            elif asked.act in ("add", "remove", "order"):
                read_cases(asked.values[asked.act], asked.act)
        except MappaError as refused:
            assert refused.message
