"""What the policy says of reminders: how often what has passed is told of, to whom it is passed on,
and when people are left in peace."""

from datetime import time
from pathlib import Path

import pytest

from mappa.errors import SettingWrong
from mappa.policies import Escalation, Policy, SendingRules, load_policy
from mappa.quiet_times import quiet_time


def laid_over(tmp_path: Path, text: str) -> Policy:
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return load_policy(str(path))


def test_what_is_overdue_and_who_is_told_next_can_be_said(tmp_path: Path) -> None:
    text = """
[reminders.review]
overdue = "every 3 working days"
escalate = [
    { after = "1 day", to = ["agency-contact", "invited"] },
    { after = "2 weeks", to = ["chair"] },
]
[[reminders.release.escalate]]
after = "1 working day"
to = ["owner"]
[reminders.licence_end.escalate]
after = "5 days"
[sending]
catch_up = "07:00-19:00"
digest = true
quiet = "19:00-07:00"
"""
    own = laid_over(tmp_path, text)
    assert own.reminders["review"].overdue == "every 3 working days"
    assert own.reminders["review"].escalate == (
        Escalation("1 day", ("agency-contact", "invited")),
        Escalation("2 weeks", ("chair",)),
    )
    assert own.reminders["release"].escalate == (Escalation("1 working day", ("owner",)),)
    assert own.reminders["licence_end"].escalate == (Escalation("5 days", ("chair",)),)
    assert own.sending == SendingRules(time(9), "07:00-19:00", True, quiet_time("19:00", "07:00"))


def test_nothing_need_be_passed_on_or_told_of_again(tmp_path: Path) -> None:
    own = laid_over(tmp_path, '[reminders.review]\noverdue = ""\nescalate = []\n')
    assert (own.reminders["review"].overdue, own.reminders["review"].escalate) == ("", ())


def test_the_shipped_policy_chases_what_people_have_to_do() -> None:
    shipped = load_policy(None)
    chased = {kind for kind, rules in shipped.reminders.items() if rules.overdue}
    passed_on = {kind for kind, rules in shipped.reminders.items() if rules.escalate}
    assert chased == {
        "review", "request_due", "screening", "action_due", "minutes_due", "case_audit",
        "annual_return",
    }  # fmt: skip
    assert passed_on == {"licence_end", "release", "review", "action_due", "minutes_due"}
    steps = shipped.reminders["action_due"].escalate
    assert [step.to for step in steps] == [("agency-contact",), ("chair",)]
    assert shipped.sending == SendingRules(time(9), "at once", digest=False, quiet=None)


@pytest.mark.parametrize(
    ("text", "line", "keys", "reason"),
    [
        ('[sending]\ncatch_up = "07:00"', 2, "sending.catch_up", '"at once", or hours'),
        ('[sending]\ncatch_up = "07:00-07:00"', 2, "sending.catch_up", "hours such as"),
        ('[sending]\ncatch_up = ""', 2, "sending.catch_up", "hours such as"),
        ('[sending]\ndigest = "yes"', 2, "sending.digest", "true or false"),
        ('[sending]\nquiet = "19:00-7:00"', 2, "sending.quiet", "19:00-07:00"),
        ("[sending]\nquiet = true", 2, "sending.quiet", "not True"),
        ('[reminders.review]\noverdue = "daily"', 2, "review.overdue", "every 2 working days"),
        ('[reminders.review]\noverdue = "2 days"', 2, "review.overdue", "every 2 working days"),
        ("[reminders.review]\noverdue = false", 2, "review.overdue", "not False"),
        ("[reminders.review]\nescalate = 3", 2, "review.escalate", "a section with keys"),
        (
            '[reminders.review]\nescalate = { after = "soon" }',
            2,
            "review.escalate.after",
            "a period such as",
        ),
        (
            '[reminders.review]\nescalate = [\n{ after = "2 days" },\n]',
            2,
            "review.escalate.1",
            "to is missing",
        ),
        (
            '[reminders.action_due]\nescalate = { after = "2 days" }',
            2,
            "action_due.escalate",
            "to is missing",
        ),
        (
            "[reminders.review.escalate]\nto = []",
            1,
            "review.escalate",
            "to is missing",
        ),
        (
            "[[reminders.review.escalate]]\n"
            'after = "2 days"\nto = ["chair"]\n'
            "[[reminders.review.escalate]]\n"
            'after = "2 days"\nto = ["boss"]',
            6,
            "review.escalate.2.to",
            "not 'boss'",
        ),
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
