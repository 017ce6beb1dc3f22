"""What Slack says of an account decides: before somebody is registered, and when it changes."""

import pytest

from bot.sandbox import payloads
from bot.sandbox.cast import OUTSIDE, USERS
from storage.people import STRANGER
from storage.records import find_broken_record
from tests.build import MARKER, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import said
from tests.handlers.referring import register, told
from tests.handlers.registrations.test_registrations import ADD, changes_of_people, do, roles
from tests.handlers.workspaces import Json

NOTED = ("deliveries", "outgoing", "lanes", "records", "record_heads")
OLGA = ADD.replace("NOEL|noel", "OLGA|olga")


def account(user_id: str, **changes: object) -> Json:
    """How Slack describes somebody."""
    user = USERS[user_id]
    return {
        "id": user.id,
        "team_id": user.team,
        "name": "somebody",
        "deleted": False,
        "is_bot": False,
        "is_stranger": user.stranger,
        "is_restricted": False,
        "is_ultra_restricted": False,
        **changes,
    }


def change(talk: Conversation, user_id: str, **now: object) -> None:
    """The workspace changes an account, and the bot hears of it as of everything."""
    talk._do("account", user=user_id, now=now)
    talk.settle()


def heard(talk: Conversation, user: object, **body: object) -> None:
    """An event as anybody might forge or Slack might bend it."""
    sent = payloads.event(USERS["U0PRIYA"], {"type": "user_change", "user": user})
    assert talk.deliver({**sent, **body}).status == 200
    talk.settle()


@pytest.mark.parametrize(
    ("now", "line", "says"),
    [
        ({"deleted": True}, ADD, "cannot be registered: it is deactivated"),
        ({"is_bot": True}, ADD, "cannot be registered: it is an app's"),
        ({"is_stranger": True}, ADD, "cannot be registered: it belongs to another organisation"),
        ({"is_restricted": True}, ADD, "that account is a guest's, so nobody was registered"),
        ({"is_ultra_restricted": True}, f"{ADD} guest no", "that account is a guest's"),
        ({}, f"{ADD} guest yes", "that account is no guest's"),
        ({}, OLGA, "cannot be registered: it belongs to another organisation"),
        ({}, ADD.replace("NOEL|noel", "NOBODY"), "Slack knows no such account"),
    ],
)
def test_who_is_not_to_be_registered_is_not(
    talk: Conversation, now: Json, line: str, says: str
) -> None:
    change(talk, "U0NOEL", **now)
    before = talk.dump(without=NOTED)
    answer = do(talk, line)
    assert says in answer and "Example: people add" in answer
    assert talk.dump(without=NOTED) == before
    assert roles(talk).keys().isdisjoint({"U0NOEL", "U0OLGA"})


@pytest.mark.parametrize("kind", ["500", "missing_scope", "429"])
def test_where_slack_cannot_be_asked_nobody_is_registered(talk: Conversation, kind: str) -> None:
    talk.slack.fault(kind, "users.info", seconds=0.01)
    answer = do(talk, ADD)
    assert "Slack could not be asked" in answer and "Try again in a minute" in answer
    assert "U0NOEL" not in roles(talk)
    assert do(talk, ADD).endswith("Registered: Noel Example, Practitioner, Housing.")


def test_a_guest_is_registered_only_where_that_is_said_and_the_reply_says_so(
    talk: Conversation,
) -> None:
    change(talk, "U0NOEL", is_restricted=True)
    assert "The account is a guest's of this Slack." in do(talk, f"{ADD} guest yes")
    (entry,) = talk.read(changes_of_people)
    assert entry[-1]["guest"] == "yes"
    before = told(talk, "U0CORA")
    change(talk, "U0NOEL", is_restricted=True)
    assert told(talk, "U0CORA") == before, "nobody is told what they know"


def test_a_deactivated_account_has_no_access_from_that_moment(talk_on_both: Conversation) -> None:
    talk = talk_on_both
    talk.open_home("U0PRIYA")
    change(talk, "U0PRIYA", deleted=True)
    assert "U0PRIYA" not in roles(talk)
    assert talk.typed("U0PRIYA", "case BED-1042").text == STRANGER
    (entry,) = talk.read(changes_of_people)
    why = {"because": "the Slack account was deactivated"}
    assert entry[:3] == ("person removed", None, "slack") and entry[-1] == why
    says = "The access of Priya Practice has ended: the Slack account was deactivated."
    assert says in told(talk, "U0ADA") and says in told(talk, "U0CORA")
    left = [text for text in told(talk, "U0CORA") if "Without an owner" in text]
    assert left and left[0].endswith("BED-1042")
    assert not any("BED-" in text for text in told(talk, "U0ADA"))
    blocks = talk.state("U0PRIYA")["home"]["blocks"]
    assert [block["text"]["text"] for block in blocks] == ["MAPPA", STRANGER]
    assert talk.read(lambda session: find_broken_record(session, "BED")) is None
    change(talk, "U0PRIYA", deleted=False)
    assert talk.typed("U0PRIYA", "case BED-1042").text == STRANGER, "nor does it come back"


def test_the_last_admin_can_be_deactivated_and_the_co_ordinators_hear(talk: Conversation) -> None:
    change(talk, "U0ADA", deleted=True)
    assert "U0ADA" not in roles(talk)
    assert any("The access of Ada Practice has ended" in text for text in told(talk, "U0CORA"))


def test_of_one_who_became_a_guest_the_admins_are_told_once(talk: Conversation) -> None:
    for _ in range(2):
        change(talk, "U0PETE", is_restricted=True)
    found = [text for text in told(talk, "U0ADA") if "is a guest's now" in text]
    assert len(found) == 1 and found[0].startswith("The Slack account of Pete Practice")
    assert "U0PETE" in roles(talk), "that is for an admin to decide"
    change(talk, "U0PETE", is_restricted=False)
    change(talk, "U0PETE", is_ultra_restricted=True)
    assert len([text for text in told(talk, "U0ADA") if "is a guest's now" in text]) == 2


def test_what_else_changes_in_an_account_writes_nothing(talk: Conversation) -> None:
    before = talk.dump(without=())
    heard(talk, account("U0PRIYA", profile={"status_text": MARKER}))
    heard(talk, account("U0NOEL", deleted=True))
    assert talk.dump(without=()) == before
    assert MARKER not in talk.log.getvalue()


@pytest.mark.parametrize(
    ("user", "body"),
    [
        (account("U0PRIYA", deleted=True, team_id=OUTSIDE), {}),
        (account("U0PRIYA", deleted=True), {"team_id": OUTSIDE}),
        (account("U0PRIYA", deleted=True), {"team_id": None}),
        (account("U0PRIYA", deleted=True, team_id=""), {}),
        (account("U0OLGA", deleted=True, id="U0PRIYA"), {}),
        ("U0PRIYA", {}),
        (None, {}),
        ([], {}),
        ({"id": {"id": "U0PRIYA"}, "team_id": TEAM, "deleted": True}, {}),
        ({"id": "U0PRIYA\x00", "team_id": TEAM, "deleted": True}, {}),
        ({"deleted": True}, {}),
    ],
)
def test_nobody_loses_access_by_what_another_team_says_or_what_cannot_be_read(
    shared_talk: Conversation, user: object, body: Json
) -> None:
    talk = shared_talk
    before, logged = talk.dump(without=()), len(talk.log.getvalue())
    heard(talk, user, **body)
    assert talk.dump(without=()) == before
    assert "fault" not in talk.log.getvalue()[logged:]


def test_an_event_that_comes_again_ends_nothing_that_was_given_since(talk: Conversation) -> None:
    sent = payloads.event(
        USERS["U0PRIYA"], {"type": "user_change", "user": account("U0PRIYA", deleted=True)}
    )
    talk.deliver(sent)
    talk.settle()
    register(talk, "U0PRIYA", "practitioner")
    talk.deliver(sent, retry=1)
    talk.settle()
    assert "U0PRIYA" in roles(talk)


def test_a_bot_and_nobody_at_all_get_no_answer_and_change_nothing(talk: Conversation) -> None:
    before = talk.dump(without=())
    for more in ({"bot_id": "B0MAPPA"}, {"user": None}, {"subtype": "message_changed"}):
        for kind in ({"type": "message", "channel_type": "im"}, {"type": "app_mention"}):
            said_ = {"channel": "D0PETE", "text": "how many cases", "ts": "1.2", **kind}
            sent = payloads.event(USERS["U0PETE"], said_)
            sent["event"] |= more
            assert talk.deliver(sent).status == 200
    talk.settle()
    assert talk.dump(without=()) == before
    assert not said(talk, "D0PETE")
