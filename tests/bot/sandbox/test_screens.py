"""The page in a real browser: files are sent and fetched, shortcuts chosen, every field filled."""

from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.bot.sandbox.looks import Look
from tests.bot.sandbox.parcels import BEARER, DATA, fetch, upload
from tests.bot.workspaces import App, Slack
from tests.journeys.screens import Screen

Json = dict[str, Any]
MARKUP = "<img src=x onerror=alert(1)>"


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def option(value: str) -> Json:
    return {"text": text(f"Option {value}"), "value": value}


def field(block_id: str, kind: str, **element: Any) -> Json:
    made = {"type": kind, "action_id": "a", **element}
    label = text(block_id.title())
    return {"type": "input", "block_id": block_id, "label": label, "element": made}


OPTIONS = [option(value) for value in "123"]
FILLED = [
    field("reason", "plain_text_input", multiline=True, initial_value="as it was"),
    field("day", "datepicker", initial_date="2026-01-31"),
    field("level", "static_select", options=OPTIONS, initial_option=OPTIONS[1]),
    field("owner", "users_select", initial_user="U0PRIYA"),
    field("agencies", "checkboxes", options=OPTIONS, initial_options=OPTIONS[:2]),
    field("outcome", "radio_buttons", options=OPTIONS, initial_option=OPTIONS[2]),
]


def modal(title: str, *blocks: Json) -> Json:
    return {
        "type": "modal",
        "title": text(title),
        "submit": text("Send it"),
        "blocks": list(blocks),
    }


def test_a_file_is_sent_to_the_app_and_one_of_the_apps_is_fetched(
    slack: Slack, app: App, look: Look, tmp_path: Path
) -> None:
    sheet = tmp_path / f"{MARKUP[:9]}.csv"
    sheet.write_bytes(DATA)

    def steps(screen: Screen) -> None:
        screen.go("MAPPA")
        screen.page.get_by_label("Attach files").set_input_files(sheet)
        screen.page.get_by_role("button", name="Send").click()
        sent = screen.messages.last
        expect(sent).to_contain_text(f"{sheet.name} CSV, 18 bytes Download")
        expect(screen.page.get_by_label("Attach files")).to_have_value("")
        expect(screen.composer).to_be_focused()
        file = upload(slack, "export.csv", title="The export", channel="D0CORA")
        expect(screen.messages).to_have_count(2)
        expect(screen.messages.last).to_contain_text("The export (export.csv)")
        with screen.page.expect_download() as downloading:
            screen.messages.last.get_by_role("link", name="Download export.csv").click()
        assert Path(downloading.value.path()).read_bytes() == DATA
        assert downloading.value.suggested_filename == "export.csv"
        slack.client.files_delete(file=file["id"])
        expect(screen.messages.last).to_contain_text("This file was deleted.")
        expect(screen.messages.last.get_by_role("link")).to_have_count(0)

    look(slack, steps)
    (heard,) = app.payloads("events_api")
    (told,) = heard["event"]["files"]
    assert (heard["event"]["subtype"], told["name"]) == ("file_share", sheet.name)
    assert fetch(told["url_private"], **BEARER)[2] == DATA


def test_files_do_not_go_with_a_command_and_stay_chosen(
    slack: Slack, app: App, look: Look, tmp_path: Path
) -> None:
    sheet, empty = tmp_path / "cases.csv", tmp_path / "empty.csv"
    sheet.write_bytes(DATA)
    empty.touch()

    def steps(screen: Screen) -> None:
        screen.page.get_by_label("Attach files").set_input_files(sheet)
        screen.send("/mappa import")
        expect(screen.problem).to_have_text("A command takes no files. Send them without one.")
        expect(screen.composer).to_have_value("/mappa import")
        screen.page.get_by_label("Attach files").set_input_files(empty)
        screen.send("words")
        expect(screen.problem).to_have_text("An empty file cannot be sent.")
        expect(screen.composer).to_have_value("words")
        screen.go("general")
        expect(screen.page.get_by_label("Attach files")).to_have_value("")
        assert slack.state()["messages"] == []

    look(slack, steps)
    assert [one["type"] for one in app.heard] == ["hello"]


def test_shortcuts_are_chosen_by_keyboard_and_on_a_message(
    slack: Slack, app: App, look: Look
) -> None:
    slack.act("say", "U0PRIYA", channel="C0PANEL", text=MARKUP)
    slack.client.chat_postEphemeral(channel="C0PANEL", user="U0CORA", text="hush")

    def steps(screen: Screen) -> None:
        screen.page.get_by_role("button", name="Make a referral").focus()
        screen.page.keyboard.press("Enter")
        app.wait_for("interactive")
        expect(screen.messages).to_have_count(2)
        on_message = screen.messages.get_by_role("button", name="Add to a case")
        expect(on_message).to_have_count(1)
        on_message.click()
        app.wait_for("interactive", 2)
        screen.act_as("Olga Outside")
        expect(screen.page.get_by_role("button", name="Make a referral")).to_have_count(0)

    look(slack, steps)
    first, second = app.payloads("interactive")
    assert (first["type"], second["type"]) == ("shortcut", "message_action")
    assert second["message"]["text"] == "&lt;img src=x onerror=alert(1)&gt;"


def test_a_form_is_prefilled_and_sent_as_it_was_left(slack: Slack, app: App, look: Look) -> None:
    slack.act("shortcut", callback_id="make_referral")
    trigger = app.payloads("interactive")[0]["trigger_id"]
    slack.client.views_open(trigger_id=trigger, view=modal("Update", *FILLED))

    def steps(screen: Screen) -> None:
        form = screen.form
        expect(form.get_by_label("Reason")).to_have_value("as it was")
        expect(form.get_by_label("Day")).to_have_value("2026-01-31")
        expect(form.get_by_label("Owner")).to_have_value("U0PRIYA")
        outcome = form.get_by_role("radiogroup", name="Outcome")
        expect(outcome.get_by_label("Option 3")).to_be_checked()
        outcome.get_by_label("Option 1").check()
        agencies = form.get_by_role("group", name="Agencies")
        agencies.get_by_label("Option 1").uncheck()
        agencies.get_by_label("Option 3").check()
        form.get_by_label("Owner").select_option(label="Ada Practice (Admin of the bot)")
        form.get_by_role("button", name="Send it").click()
        expect(form).to_be_hidden()

    look(slack, steps)
    values = app.payloads("interactive")[-1]["view"]["state"]["values"]
    found = {name: list(value["a"].values())[1] for name, value in values.items()}
    assert found == {
        "reason": "as it was",
        "day": "2026-01-31",
        "level": OPTIONS[1],
        "owner": "U0ADA",
        "agencies": OPTIONS[1:],
        "outcome": OPTIONS[0],
    }


def test_what_was_typed_stays_while_the_app_changes_the_form(
    slack: Slack, app: App, look: Look
) -> None:
    slack.act("shortcut", callback_id="make_referral")
    trigger = app.payloads("interactive")[0]["trigger_id"]
    fields = [field("reason", "plain_text_input"), FILLED[4]]
    slack.client.views_open(trigger_id=trigger, view=modal("Update", *fields))
    changed = modal("Changed", field("new", "plain_text_input"), *fields)
    answers: list[Json] = [
        {"response_action": "errors", "errors": {"agencies": "Not both."}},
        {"response_action": "update", "view": changed},
        {"response_action": "push", "view": modal("Pushed", fields[0])},
    ]
    app.answer = lambda envelope: answers.pop(0) if answers else {"response_action": "clear"}

    def steps(screen: Screen) -> None:
        form, send = screen.form, screen.form.get_by_role("button", name="Send it")
        form.get_by_label("Reason").fill("my words")
        form.get_by_label("Option 2").uncheck()
        send.click()
        expect(form).to_contain_text("Not both.")
        expect(form.get_by_label("Option 1")).to_be_focused()
        send.click()
        expect(form).to_contain_text("Changed")
        expect(form.get_by_label("Reason")).to_have_value("my words")
        expect(form.get_by_label("Option 1")).to_be_checked()
        expect(form.get_by_label("Option 2")).not_to_be_checked()
        form.get_by_label("New").fill("more words")
        send.click()
        expect(form).to_contain_text("Pushed")
        expect(form.get_by_label("Reason")).to_have_value("")
        screen.page.keyboard.press("Escape")
        expect(form.get_by_label("New")).to_have_value("more words")
        send.click()
        expect(form).to_be_hidden()

    look(slack, steps)
