"""The app's answers: private unless it says otherwise, within limits, five times at most."""

import time
from typing import Any

import pytest

from tests.bot.workspaces import App, Slack, hasty

Json = dict[str, Any]
TEXT = {"type": "plain_text", "text": "words"}
MANY = [{"type": "divider"}] * 51


def respond(slack: Slack, url: str, given: Any) -> tuple[int, Json]:
    return slack.post(url.removeprefix(slack.server.url), given)


def response_url(slack: Slack, app: App, user: str = "U0CORA") -> str:
    slack.command("/mappa help", user)
    return str(app.payloads("slash_commands")[-1]["response_url"])


def texts(slack: Slack, user: str) -> list[str]:
    return [message["text"] for message in slack.messages(user)]


def field(block_id: str = "field", optional: bool = False, **element: Any) -> Json:
    made = {"type": "plain_text_input", "action_id": "value", **element}
    return {"type": "input", "block_id": block_id, "label": TEXT, "element": made,
            "optional": optional}  # fmt: skip


def opened(slack: Slack, app: App, *blocks: Json) -> str:
    slack.command("/mappa refer")
    pulled = app.payloads("slash_commands")[-1]["trigger_id"]
    view = {"type": "modal", "title": TEXT, "submit": TEXT, "blocks": list(blocks or [field()])}
    return str(slack.client.views_open(trigger_id=pulled, view=view)["view"]["id"])


def submit(slack: Slack, view_id: str, **values: str) -> Json:
    given = {name: {"value": value} for name, value in values.items()}
    errors: Json = slack.act("submit", view_id=view_id, values=given)["errors"]
    return errors


@pytest.mark.parametrize("answer", [{"text": "hello"}, {"text": "hello", "response_type": "x"}])
def test_what_comes_with_the_acknowledgement_is_private(
    answer: Json, slack: Slack, app: App
) -> None:
    app.answer = lambda envelope: answer
    slack.command("/mappa help")
    assert texts(slack, "U0CORA") == ["hello"]
    assert texts(slack, "U0PRIYA") == []


def test_it_is_shared_only_where_it_says_so(slack: Slack, app: App) -> None:
    app.answer = lambda envelope: {"text": "hello", "response_type": "in_channel"}
    slack.command("/mappa help")
    assert texts(slack, "U0PRIYA") == ["hello"]


@pytest.mark.parametrize(
    ("answer", "rule"),
    [
        ({"text": "x", "blocks": MANY}, "51 blocks in a message, at most 50"),
        ({"text": "x" * 4001}, "text has 4001 characters, at most 4,000"),
        ({"text": "x", "blocks": "words"}, "blocks is not a list of objects"),
    ],
)
def test_an_answer_past_a_limit_is_not_shown(
    answer: Json, rule: str, slack: Slack, app: App
) -> None:
    app.answer = lambda envelope: answer
    slack.command("/mappa help")
    assert texts(slack, "U0CORA") == ["/mappa failed: invalid_blocks"]
    assert slack.broken == [rule]


def test_a_response_url_works_five_times_and_is_private(slack: Slack, app: App) -> None:
    url = response_url(slack, app)
    for number in range(5):
        assert respond(slack, url, {"text": str(number)})[0] == 200
    assert respond(slack, url, {"text": "6"}) == (404, {"ok": False, "error": "used_url"})
    assert slack.broken == ["a response_url was used more than 5 times"]
    assert texts(slack, "U0CORA") == ["0", "1", "2", "3", "4"]
    assert texts(slack, "U0PRIYA") == []


@hasty
def test_a_response_url_works_for_a_while_only(slack: Slack, app: App) -> None:
    url = response_url(slack, app)
    time.sleep(0.55)  # QUICK gives it 0.5 s instead of half an hour
    assert respond(slack, url, {"text": "x"}) == (404, {"ok": False, "error": "expired_url"})
    assert slack.broken == ["a response_url was used after 30 minutes"]


def test_a_response_url_that_nobody_gave_out_is_none(slack: Slack) -> None:
    assert slack.post("response/made-up", {"text": "x"})[0] == 404


@pytest.mark.parametrize("given", [[1], "x", None, {"text": "x", "blocks": MANY}, {"blocks": 7}])
def test_what_cannot_be_shown_by_a_response_url_is_refused(
    given: Any, slack: Slack, app: App
) -> None:
    status, _ = respond(slack, response_url(slack, app), given)
    assert status in (400, 404)
    assert texts(slack, "U0CORA") == []


def test_a_response_url_that_gets_no_json_is_refused_without_a_traceback(
    slack: Slack, app: App, capfd: pytest.CaptureFixture[str]
) -> None:
    path = response_url(slack, app).removeprefix(slack.server.url)
    assert slack.http(path, b"{", Content_Type="application/json")[0] == 400
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({"replace_original": True, "text": "new"}, ["new"]),
        ({"delete_original": True}, []),
        ({"text": "more"}, ["old", "more"]),
        ({"replace_original": True, "text": "x" * 4001}, ["old"]),
    ],
)
def test_after_a_click_the_message_itself_can_be_replaced(
    given: Json, left: list[str], slack: Slack, app: App
) -> None:
    button = {"type": "button", "action_id": "press", "text": TEXT}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    ts = slack.client.chat_postMessage(channel="C0PANEL", text="old", blocks=blocks)["ts"]
    place = {"channel": "C0PANEL", "ts": ts}
    slack.act("press", place=place, block_id="b", action_id="press")
    respond(slack, app.payloads("interactive")[0]["response_url"], given)
    assert texts(slack, "U0CORA") == left


@pytest.mark.parametrize(
    ("block", "typed", "says"),
    [
        (field(), "", "Please complete this required field."),
        (field(), "  ", "Please complete this required field."),
        (field(max_length=3), "four", "Must be at most 3 characters."),
        (field(min_length=3), "ab", "Must be at least 3 characters."),
        (field(), "x" * 3001, "Must be at most 3000 characters."),
        (field(type="datepicker"), "31 March", "Please complete this required field."),
        (field(optional=True, type="datepicker"), "2026-2-1", "Please complete this required"),
        (
            field(type="static_select", options=[{"text": TEXT, "value": "a"}]),
            "b",
            "Please complete this required field.",
        ),
    ],
)
def test_slack_itself_checks_a_field_before_the_app_hears_of_it(
    block: Json, typed: str, says: str, slack: Slack, app: App
) -> None:
    view_id = opened(slack, app, block)
    (error,) = submit(slack, view_id, field=typed).values()
    assert error.startswith(says)
    assert app.payloads("interactive") == []


def test_the_answers_of_a_form_arrive_as_slack_gives_them(slack: Slack, app: App) -> None:
    option = {"text": TEXT, "value": "a"}
    blocks = [
        field("text"),
        field("none", optional=True),
        field("day", type="datepicker"),
        field("choice", type="static_select", options=[option]),
    ]
    view_id = opened(slack, app, *blocks)
    assert submit(slack, view_id, text="words", day="2026-06-17", choice="a") == {}
    (sent,) = app.payloads("interactive")
    assert (sent["type"], sent["user"]["id"]) == ("view_submission", "U0CORA")
    values = {name: value["value"] for name, value in sent["view"]["state"]["values"].items()}
    assert values == {
        "text": {"type": "plain_text_input", "value": "words"},
        "none": {"type": "plain_text_input", "value": None},
        "day": {"type": "datepicker", "selected_date": "2026-06-17"},
        "choice": {"type": "static_select", "selected_option": option},
    }
    assert slack.state()["form"] is None, "an empty answer closes the form"


def test_the_apps_own_errors_keep_the_form_open(slack: Slack, app: App) -> None:
    view_id = opened(slack, app)
    app.answer = lambda envelope: {"response_action": "errors", "errors": {"field": "No."}}
    assert submit(slack, view_id, field="x") == {"field": "No."}
    assert slack.state()["form"]["id"] == view_id
    assert slack.broken == []
    app.answer = lambda envelope: {"response_action": "errors", "errors": {"other": "No."}}
    submit(slack, view_id, field="x")
    assert slack.broken == ["a form's errors name a block that is no input of it"]


def test_a_form_may_be_followed_by_another_or_by_none_at_all(slack: Slack, app: App) -> None:
    view_id = opened(slack, app)
    thanks = {"type": "modal", "title": TEXT, "blocks": [{"type": "divider"}]}
    app.answer = lambda envelope: {"response_action": "push", "view": thanks}
    submit(slack, view_id, field="x")
    pushed = slack.state()["form"]
    assert (pushed["root_view_id"], pushed["id"] != view_id) == (view_id, True)
    slack.act("close", view_id=pushed["id"])
    app.answer = lambda envelope: {"response_action": "update", "view": thanks}
    submit(slack, view_id, field="x")
    assert slack.state()["form"]["id"] == view_id
    assert "submit" not in slack.state()["form"]
    app.answer = lambda envelope: {"response_action": "clear"}
    submit(slack, view_id)
    assert slack.state()["form"] is None


def test_a_form_that_breaks_a_rule_takes_no_ones_place(slack: Slack, app: App) -> None:
    view_id = opened(slack, app)
    wrong = {"type": "modal", "title": TEXT, "blocks": [{"type": "divider"}] * 101}
    app.answer = lambda envelope: {"response_action": "update", "view": wrong}
    given: Json = {"view_id": view_id, "values": {"field": {"value": "x"}}}
    assert "breaks a rule of Slack's" in slack.refused("submit", **given)
    assert slack.broken == ["101 blocks in a view, at most 100"]
    assert slack.state()["form"]["blocks"][0]["type"] == "input"


@hasty
def test_a_form_that_is_not_acknowledged_in_time_is_kept(slack: Slack, app: App) -> None:
    view_id = opened(slack, app)
    app.answer = lambda envelope: None
    given: Json = {"view_id": view_id, "values": {"field": {"value": "x"}}}
    assert "The form is kept" in slack.refused("submit", **given)
    assert slack.state()["form"]["id"] == view_id
