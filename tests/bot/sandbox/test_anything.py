"""Whatever is sent, the workspace answers: it is what every other test stands on."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.cast import BOT_TOKEN
from bot.sandbox.web_api import METHODS
from tests.bot.workspaces import serve

FIELDS = ["channel", "text", "blocks", "user", "users", "ts", "thread_ts", "view", "view_id",
          "trigger_id", "hash", "user_id", "limit", "cursor", "oldest", "latest", "metadata",
          "place", "block_id", "action_id", "values", "kind", "method", "times", "seconds",
          "back", "inside", "politely", "type", "elements", "fields", "accessory", "element",
          "options", "title", "label", "rows", "alt_text", "files", "file", "id",
          "filename", "length", "alt_txt", "channel_id", "channels", "initial_comment",
          "callback_id", "option_groups", "initial_option", "initial_options"]  # fmt: skip
KNOWN = ["C0PANEL", "D0CORA", "U0CORA", "1.0", "", "section", "actions", "input", "modal", "home",
         "table", "context", "plain_text", "button", "500", "/mappa help"]  # fmt: skip
PLAIN = st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.sampled_from(KNOWN)
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=12,
)
GIVEN = st.dictionaries(st.sampled_from(FIELDS), ANYTHING, max_size=6)
POSTS = [
    "command",
    "say",
    "press",
    "submit",
    "close",
    "home",
    "membership",
    "redeliver",
    "shortcut",
]
HEAD = {"Content_Type": "application/json", "Authorization": f"Bearer {BOT_TOKEN}"}


def test_no_call_at_all_is_answered_with_a_traceback(capfd: pytest.CaptureFixture[str]) -> None:
    with serve() as slack:

        @settings(max_examples=40)
        @given(method=st.sampled_from(sorted(METHODS)), arguments=GIVEN)
        def call(method: str, arguments: Any) -> None:
            status, text = slack.http(f"api/{method}", json.dumps(arguments).encode(), **HEAD)
            assert status == 200
            answer = json.loads(text)
            assert answer["ok"] or answer["error"].replace("_", "").isalnum()

        call()
        assert slack.state("U0CORA")["version"] >= 0
    assert capfd.readouterr().err == ""


def test_nothing_at_all_done_at_the_page_is_answered_with_a_traceback(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with serve() as slack:

        @settings(max_examples=40)
        @given(what=st.sampled_from(POSTS), arguments=GIVEN | ANYTHING)
        def post(what: str, arguments: Any) -> None:
            if isinstance(arguments, dict):
                arguments = {"user": "U0CORA", "channel": "C0PANEL", "text": "x", **arguments}
            status, found = slack.post(f"practice/{what}", arguments)
            assert status in (200, 400, 409)
            assert status == 200 or set(found) == {"problem"}

        post()
        assert slack.state("U0CORA")["version"] >= 0
    assert capfd.readouterr().err == ""
