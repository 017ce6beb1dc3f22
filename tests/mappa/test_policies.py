"""The policy: the shipped one loads, an area's own is laid over it key by key, faults are named."""

import tomllib
from dataclasses import replace
from datetime import date, time
from importlib.resources import files
from pathlib import Path

import pytest

from mappa.cases import DATE_KINDS
from mappa.errors import SettingWrong
from mappa.notices import REMINDER_KINDS
from mappa.policies import RECIPIENTS, NotificationRules, Policy, load_policy


def laid_over(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return load_policy(str(path))


def test_the_shipped_policy_loads_as_it_is_described() -> None:
    policy = load_policy(None)
    rules = policy.reminders["licence_end"]
    assert rules.notices == ("6 months", "12 weeks", "28 days", "7 days", "on the day")
    assert rules.to == ("owner", "co-ordinator")
    assert policy.sending.at == time(9)
    assert policy.sending.catch_up == "at once"
    assert (policy.statistics.counting, policy.statistics.suppress_below) == ("first", 5)
    assert policy.districts == {"BED": ("Bedford", "Central Bedfordshire", "Luton")}
    assert {clock.value for clock in policy.clocks.values()} >= {"6 months", "12 weeks", "6 weeks"}
    assert load_policy("").fingerprint == policy.fingerprint


def test_every_clock_of_the_guidance_and_of_practice_is_shipped() -> None:
    policy = load_policy(None)
    assert {name: clock.value for name, clock in policy.clocks.items()} == {
        "level_confirmed_before_release": "6 months",
        "level_2_review": "12 weeks",
        "level_3_review": "6 weeks",
        "level_1_review": "4 months",
        "screening_decision": "10 working days",
        "minutes_level_3": "5 working days",
        "minutes_level_2": "10 working days",
        "dwp_notification": "6 weeks",
        "case_audit": "6 months",
        "retention_review": "10 years",
        "break_glass": "4 hours",
        "review_limit_level_3": "8 weeks",
        "review_limit_level_2": "16 weeks",
        "annual_return": "3 months",
        "report_before_meeting": "2 working days",
        "information_before_meeting": "5 working days",
    }
    assert {name: target.per_cent for name, target in policy.targets.items()} == {
        "attendance_responsible_authority": 90,
        "attendance_duty_to_cooperate": 75,
        "disclosure_considered": 100,
    }
    assert policy.notification == NotificationRules(other_months=60, halved=True)


def test_everything_shipped_names_its_source_and_claims_no_check() -> None:
    shipped = tomllib.loads(files("mappa").joinpath("policy.toml").read_text("utf-8"))
    for section in ("clocks", "targets", "notification"):
        for name, entry in shipped[section].items():
            assert entry["source"], name
            assert (entry["verified_by"], entry["verified_on"]) == ("", ""), name


def test_a_clock_is_added_to_a_day_and_taken_from_one() -> None:
    clocks = load_policy(None).clocks
    assert clocks["level_2_review"].after(date(2026, 6, 17)) == date(2026, 9, 9)
    assert clocks["screening_decision"].after(date(2024, 3, 22)) == date(2024, 4, 9)
    assert clocks["level_confirmed_before_release"].before(date(2026, 8, 31)) == date(2026, 2, 28)
    assert clocks["screening_decision"].before(date(2024, 4, 9)) == date(2024, 3, 22)


def test_an_areas_own_targets_and_notification_periods_are_laid_over(tmp_path: Path) -> None:
    text = """
        [targets.disclosure_considered]
        value = "95%"
        verified_by = "the board"
        verified_on = "2026-05-01"
        [targets.ours]
        value = "0%"
        [notification]
        other.value = "3 years"
        under_18.value = "full"
    """
    own = laid_over(tmp_path, text)
    assert own.targets["disclosure_considered"].per_cent == 95
    assert own.targets["disclosure_considered"].verified_by == "the board"
    assert own.targets["disclosure_considered"].source
    assert own.targets["ours"].per_cent == 0
    assert own.notification == NotificationRules(other_months=36, halved=False)
    assert own.clocks == load_policy(None).clocks


def test_an_areas_own_file_changes_only_what_it_names(tmp_path: Path) -> None:
    shipped = load_policy(None)
    own = laid_over(tmp_path, '[reminders.licence_end]\nnotices = ["28 days"]\n')
    assert own.reminders["licence_end"].notices == ("28 days",)
    assert own.reminders["licence_end"].to == ("owner", "co-ordinator")
    assert (own.clocks, own.sending, own.statistics) == (
        shipped.clocks,
        shipped.sending,
        shipped.statistics,
    )
    assert own.fingerprint != shipped.fingerprint


def test_an_areas_own_file_adds_what_is_not_shipped(tmp_path: Path) -> None:
    text = """
        [reminders.review]
        notices = ["2 weeks"]
        to = ["chair"]
        [clocks.ours]
        value = "3 working days"
        [areas.LON]
        [areas.HER]
        districts = ["Here", "There"]
    """
    own = laid_over(tmp_path, text)
    assert set(own.reminders) == set(REMINDER_KINDS)
    review = load_policy(None).reminders["review"]
    assert own.reminders["review"] == replace(review, notices=("2 weeks",), to=("chair",))
    assert own.clocks["ours"].value == "3 working days"
    assert own.districts["LON"] == ()
    assert own.districts["HER"] == ("Here", "There")


def test_the_form_that_is_documented_loads(tmp_path: Path) -> None:
    text = """
[clocks.level_2_review]
value = "12 weeks"
source = "HMI Probation and HMI Constabulary 2010, quoting the guidance of the time"
verified_by = ""
verified_on = ""
[reminders.licence_end]
notices = ["6 months", "12 weeks", "28 days", "7 days", "on the day"]
overdue = ""
to = ["owner", "co-ordinator"]
escalate = { after = "2 working days", to = ["chair"] }
[sending]
at = "09:00"
catch_up = "at once"          # or "07:00-19:00"
[statistics]
counting = "first"            # first, highest, each
suppress_below = 5
"""
    assert laid_over(tmp_path, text).reminders == load_policy(None).reminders


def test_a_byte_order_mark_is_fine_and_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert laid_over(tmp_path, "\ufeff").fingerprint == load_policy(None).fingerprint


@pytest.mark.parametrize(
    ("text", "line", "keys", "reason"),
    [
        ("x = 1", 1, "x", "is not known here; known are clocks"),
        ('[sending]\nat = "25:00"', 2, "sending.at", "an hour"),
        ('[sending] # ours\nat="9:00"', 2, "sending.at", "an hour"),
        ("[ sending ]\n# at\nat = 9", 3, "sending.at", "not 9"),
        ('sending.at = "x"', 1, "sending.at", "an hour"),
        ('\nsending = {at = "x"}', 2, "sending.at", "an hour"),
        ("sending = 3", 1, "sending", "a section with keys is expected"),
        ('[clocks.ours]\nsource = "x"', 1, "clocks.ours", "value is missing"),
        ('[clocks]\nours = "x"', 2, "clocks.ours", "a section with keys"),
        ('[clocks.ours]\nvalue = "soon"', 2, "clocks.ours.value", "a period such as"),
        ("[clocks.level_2_review]\nverified_on = 2026-05-01", 2, "clocks", "a day such as"),
        ('[clocks.level_2_review]\nverified_on = "1/5/26"', 2, "clocks", "a day such as"),
        ('[targets.ours]\nsource = "x"', 1, "targets.ours", "value is missing"),
        ('[targets.ours]\nvalue = "101%"', 2, "targets.ours.value", "a percentage such as"),
        ("[targets.ours]\nvalue = 90", 2, "targets.ours.value", "not 90"),
        ('[targets.disclosure_considered]\nvalue = "all"', 2, "value", "a percentage such as"),
        ('[notification.other]\nvalue = "60 months"', 2, "notification.other.value", "5 years"),
        ('[notification]\nunder_18 = "half"', 2, "notification.under_18", "a section with keys"),
        ('[notification.under_18]\nvalue = "none"', 2, "notification.under_18", "half, full"),
        ('[notification.life]\nvalue = "5 years"', 1, "notification.life", "is not known here"),
        ('[clocks.case_audit]\nvalue = "0 months"', 2, "clocks.case_audit.value", "a period such"),
        ('[clocks.case_audit]\nevery = "1 day"', 2, "clocks.case_audit.every", "known are value"),
        ('[areas.LON]\ndistricts = ["A", "A"]', 2, "areas.LON.districts", "is given twice"),
        ("[areas.XXX]\n", 1, "areas.XXX", "areas go by their code"),
        ('[areas.LON]\ndistricts = "A"', 2, "areas.LON.districts", "a list is expected"),
        ('[reminders.licence_end]\nnotices = ["0 days"]', 2, "notices", "each is like"),
        (
            '[reminders.licence_end]\nnotices = [\n  "7 days",\n  "7 days",\n]',
            2,
            "reminders.licence_end.notices",
            "is given twice",
        ),
        ('[reminders.licence_end]\nto = ["boss"]', 2, "reminders.licence_end.to", "not 'boss'"),
        ("[reminders.birthday]\nto = []", 1, "reminders.birthday", "kinds of date are"),
        ('[statistics]\ncounting = "last"', 2, "statistics.counting", "first, highest, each"),
        ("[statistics]\nsuppress_below = true", 2, "suppress_below", "a whole number"),
        ("[statistics]\nsuppress_below = -1", 2, "suppress_below", "a whole number"),
        ('[statistics]\nstatutory_tables = "all"', 2, "statutory_tables", "one of for all"),
    ],
)
def test_a_fault_is_named_with_file_line_and_reason(
    tmp_path: Path, text: str, line: int, keys: str, reason: str
) -> None:
    with pytest.raises(SettingWrong) as refused:
        laid_over(tmp_path, text)
    assert f"policy.toml, line {line}: " in refused.value.message
    assert keys in refused.value.message
    assert reason in refused.value.message


def test_what_is_no_toml_is_named_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SettingWrong, match=r"policy\.toml: this is not TOML: .*line 2"):
        laid_over(tmp_path, "[sending]\nat = \n")


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingWrong, match="cannot be read"):
        load_policy(str(tmp_path / "none.toml"))
    with pytest.raises(SettingWrong, match="cannot be read"):
        load_policy(str(tmp_path))
    (tmp_path / "latin.toml").write_bytes(b"x = '\xe9'")
    with pytest.raises(SettingWrong, match="not UTF-8"):
        load_policy(str(tmp_path / "latin.toml"))


@pytest.mark.parametrize("kind", DATE_KINDS)
@pytest.mark.parametrize("recipient", RECIPIENTS)
def test_every_kind_of_date_can_be_told_to_every_recipient(
    tmp_path: Path, kind: str, recipient: str
) -> None:
    own = laid_over(tmp_path, f'[reminders.{kind}]\nnotices = ["7 days"]\nto = ["{recipient}"]')
    assert own.reminders[kind].to == (recipient,)


def test_only_the_look_at_what_is_kept_can_be_switched_off(tmp_path: Path) -> None:
    own = laid_over(tmp_path, '[clocks.retention_review]\nvalue = ""')
    assert "retention_review" not in own.clocks
    assert own.fingerprint != load_policy(None).fingerprint
    longer = laid_over(tmp_path, '[clocks.retention_review]\nvalue = "100 years"')
    assert longer.clocks["retention_review"].after(date(2016, 2, 29)) == date(2116, 2, 29)
    with pytest.raises(SettingWrong, match=r"level_2_review\.value: a period such as"):
        laid_over(tmp_path, '[clocks.level_2_review]\nvalue = ""')
