"""views.*: a trigger opens one form, once and in time; nobody overwrites what has changed."""

import time
from typing import Any

import pytest

from tests.bot.workspaces import App, Slack, hasty

Json = dict[str, Any]
TEXT = {"type": "plain_text", "text": "words"}
FIELD = {
    "type": "input",
    "block_id": "field",
    "label": TEXT,
    "element": {"type": "plain_text_input", "action_id": "value"},
}


def form(callback_id: str = "form", *blocks: Json) -> Json:
    given = list(blocks or [FIELD])
    return {"type": "modal", "callback_id": callback_id, "title": TEXT, "submit": TEXT,
            "blocks": given}  # fmt: skip


def trigger(slack: Slack, app: App, user: str = "U0CORA") -> str:
    """A fresh one, as a command brings it."""
    slack.command("/mappa refer", user)
    return str(app.payloads("slash_commands")[-1]["trigger_id"])


def opened(slack: Slack, app: App, **given: Any) -> Json:
    view: Json = slack.client.views_open(trigger_id=trigger(slack, app), view=form(**given))["view"]
    return view


def test_a_form_opens_before_whoever_pulled_the_trigger_and_nobody_else(
    slack: Slack, app: App
) -> None:
    view = slack.client.views_open(trigger_id=trigger(slack, app, "U0PRIYA"), view=form())["view"]
    assert slack.state("U0PRIYA")["form"]["id"] == view["id"] == view["root_view_id"]
    assert slack.state("U0CORA")["form"] is None


def test_a_trigger_opens_one_form_only(slack: Slack, app: App) -> None:
    pulled = trigger(slack, app)
    slack.client.views_open(trigger_id=pulled, view=form())
    error = slack.error("views.open", trigger_id=pulled, view=form())
    assert error == "exchanged_trigger_id"
    assert slack.broken == ["a trigger_id was used twice"]


@hasty
def test_a_trigger_is_over_after_its_time(slack: Slack, app: App) -> None:
    pulled = trigger(slack, app)
    time.sleep(0.35)  # QUICK gives it 0.3 s
    error = slack.error("views.open", trigger_id=pulled, view=form())
    assert error == "expired_trigger_id"
    assert slack.broken == ["a trigger_id was used after 0.3 s"]
    assert slack.state()["form"] is None


@pytest.mark.parametrize("given", ["", "made.up", None, 7])
def test_a_trigger_that_nobody_pulled_opens_nothing(given: Any, slack: Slack) -> None:
    assert slack.error("views.open", trigger_id=given, view=form()) == "invalid_trigger_id"


def test_a_form_that_breaks_a_rule_costs_no_trigger(slack: Slack, app: App) -> None:
    pulled = trigger(slack, app)
    wrong = form() | {"title": {"type": "plain_text", "text": "x" * 25}}
    assert slack.error("views.open", trigger_id=pulled, view=wrong) == "invalid_arguments"
    assert slack.broken == ["title has 25 characters, at most 24"]
    assert slack.client.views_open(trigger_id=pulled, view=form())["ok"]


@pytest.mark.parametrize("view", [None, "form", [], {}, {"type": "modal"}, {"type": "home"}])
def test_what_is_no_form_is_refused(view: Any, slack: Slack, app: App) -> None:
    pulled = trigger(slack, app)
    assert slack.error("views.open", trigger_id=pulled, view=view) == "invalid_arguments"


def test_three_forms_lie_on_each_other_and_no_fourth(slack: Slack, app: App) -> None:
    first = opened(slack, app)
    for number in range(2):
        pushed = slack.client.views_push(
            trigger_id=trigger(slack, app), view=form(f"pushed {number}")
        )["view"]
        assert pushed["root_view_id"] == first["id"]
    error = slack.error("views.push", trigger_id=trigger(slack, app), view=form())
    assert error == "push_limit_reached"
    assert slack.state()["form"]["callback_id"] == "pushed 1"
    slack.act("close", view_id=slack.state()["form"]["id"])
    assert slack.state()["form"]["callback_id"] == "pushed 0"


def test_an_answer_that_pushes_a_fourth_is_refused_and_the_third_is_kept(
    slack: Slack, app: App
) -> None:
    opened(slack, app)
    app.answer = lambda envelope: {"response_action": "push", "view": form("pushed")}
    for _ in range(2):
        answers = {"view_id": slack.state()["form"]["id"], "values": {"field": {"value": "x"}}}
        assert slack.act("submit", **answers) == {"errors": {}}
    third = slack.state()["form"]["id"]
    answers = {"view_id": third, "values": {"field": {"value": "x"}}}
    assert "The form is kept" in slack.refused("submit", **answers)
    assert slack.broken == ["more than 3 forms lie on each other"]
    assert slack.state()["form"]["id"] == third


def test_a_form_is_changed_only_by_who_knows_how_it_looks_now(slack: Slack, app: App) -> None:
    view = opened(slack, app)
    change = slack.client.views_update
    changed = change(view_id=view["id"], hash=view["hash"], view=form("changed"))["view"]
    assert slack.state()["form"]["callback_id"] == "changed"
    stale = {"view_id": view["id"], "hash": view["hash"], "view": form("stale")}
    assert slack.error("views.update", **stale) == "hash_conflict"
    assert change(view_id=view["id"], hash=changed["hash"], view=form("again"))["ok"]
    assert slack.state()["form"]["callback_id"] == "again"


def test_a_form_that_was_closed_cannot_be_changed(slack: Slack, app: App) -> None:
    view = opened(slack, app)
    slack.act("close", view_id=view["id"])
    assert slack.error("views.update", view_id=view["id"], view=form()) == "not_found"
    assert slack.error("views.update", view_id="V0NOWHERE", view=form()) == "not_found"
    assert slack.state()["form"] is None


def test_what_has_no_name_gets_one(slack: Slack, app: App) -> None:
    bare = {"type": "input", "label": TEXT, "element": {"type": "plain_text_input"}}
    view = slack.client.views_open(trigger_id=trigger(slack, app), view=form("f", bare))["view"]
    (block,) = view["blocks"]
    assert block["block_id"] and block["element"]["action_id"]
    assert slack.act("submit", view_id=view["id"], values={})["errors"] == {
        block["block_id"]: "Please complete this required field."
    }


def test_home_is_drawn_for_one_person_and_not_over_a_newer_one(slack: Slack) -> None:
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    drawn = slack.client.views_publish(user_id="U0CORA", view=home)["view"]
    assert slack.state("U0CORA")["home"]["id"] == drawn["id"]
    assert slack.state("U0PRIYA")["home"] is None
    assert slack.client.views_publish(user_id="U0CORA", view=home, hash=drawn["hash"])["ok"]
    stale = {"user_id": "U0CORA", "view": home, "hash": drawn["hash"]}
    assert slack.error("views.publish", **stale) == "hash_conflict"
    assert slack.error("views.publish", user_id="U0NOBODY", view=home) == "user_not_found"
    assert slack.error("views.publish", user_id="U0CORA", view=form()) == "invalid_arguments"
