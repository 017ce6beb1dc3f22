"""Files out of Slack: once, to whoever asked and may see all of it, and taken back after a day."""

import csv
import io
from dataclasses import replace
from datetime import timedelta
from urllib.request import urlopen

import pytest

from handlers.files import AT_ONCE
from handlers.letters import Letter
from handlers.views.findings import LIST_AS_FILE
from handlers.views.reminders import REPEAT
from mappa.access import REFUSED
from storage.messages import open_body
from storage.outgoing import Attachment, Message
from storage.people import add_person, remove_person
from storage.sent_files import KEPT
from storage.tables import outgoing, records
from tests.build import MARKER, NOW, TEAM
from tests.handlers.conversations import Conversation
from tests.handlers.outboxes import LOOKED_UP_AFTER, begin, said, states
from tests.handlers.workspaces import Json

EXPORT = "export level 2 cases"


def with_file(talk: Conversation, channel: str = "D0CORA") -> list[Json]:
    return [m for m in said(talk, channel) if m.get("files")]


def content(talk: Conversation, message: Json, user_id: str = "U0CORA") -> list[list[str]]:
    """The lines of the file, as the person gets them at the page."""
    place = f"{talk.slack.server.url}practice/file?id={message['files'][0]['id']}&user={user_id}"
    with urlopen(place, timeout=10) as answer:  # noqa: S310
        raw = answer.read()
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


@pytest.fixture
def asked(talk_on_both: Conversation) -> Conversation:
    """Cora has asked for a file, which is not sent yet."""
    begin(talk_on_both)
    answer = talk_on_both.typed("U0CORA", EXPORT)
    assert answer.text.startswith("The file with 1 case is on its way")
    return talk_on_both


def test_a_file_arrives_once_in_private_and_names_nobody_outside_it(asked: Conversation) -> None:
    asked.send()
    (message,) = with_file(asked)
    rows = content(asked, message)
    assert rows[0][:5] == ["case_ref", "name", "born_on", "category", "level"]
    assert rows[1][:5] == ["BED-1042", MARKER, "", "2", "2"]
    assert rows[1][10:13] == ["Priya Practice", "", "2027-03-31"]
    assert "1 case. People at level 2, in the community, on" in message["text"]
    assert "deleted here after 24 hours" in message["text"]
    assert MARKER not in str(message)
    assert states(asked) == ["sent"]
    assert asked.send() == 0
    row = asked.read(lambda session: session.execute(outgoing.select()).one())
    kept = asked.read(lambda session: open_body(session, row.body_sealed, row.key)).message
    assert kept and (kept.text, kept.file and kept.file.content) == ("", b"")
    assert MARKER not in asked.log.getvalue()
    assert asked.newly_broken() == []
    (entry,) = asked.read(
        lambda s: [row for row in s.execute(records.select()) if row.action == "cases taken out"]
    )
    assert entry.person_id == asked.people["U0CORA"].id


def test_after_a_day_it_is_deleted_and_not_before(asked: Conversation) -> None:
    asked.send()
    asked.clock.pass_(seconds=KEPT.total_seconds() - 60)
    asked.send()
    assert asked.count("sent_files", deleted_at=None) == 1
    asked.clock.pass_(seconds=61)
    asked.slack.fault("500", "files.delete")
    asked.send()
    assert asked.count("sent_files", deleted_at=None) == 1
    asked.clock.pass_(minutes=11)
    asked.send()
    assert asked.count("sent_files", deleted_at=None) == 0
    assert asked.count("outgoing", body_sealed=None) == 1
    assert [file["mode"] for file in with_file(asked)[0]["files"]] == ["tombstone"]
    asked.clock.pass_(days=3)
    assert asked.send() == 0


def test_one_that_is_gone_already_counts_as_deleted(asked: Conversation) -> None:
    asked.send()
    file_id = with_file(asked)[0]["files"][0]["id"]
    asked.slack.client.files_delete(file=file_id)
    asked.clock.pass_(days=2)
    asked.send()
    assert asked.count("sent_files", deleted_at=None) == 0


def test_one_accepted_but_unconfirmed_is_found_by_its_key_and_not_sent_again(
    asked: Conversation,
) -> None:
    asked.slack.fault("accept then drop", "files.completeUploadExternal")
    asked.send()
    assert states(asked) == ["sending"]
    assert len(with_file(asked)) == 1
    asked.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    asked.send()
    assert len(with_file(asked)) == 1
    assert states(asked) == ["sent"]
    assert asked.count("sent_files", file_id=with_file(asked)[0]["files"][0]["id"]) == 1


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        ("500", "files.completeUploadExternal"),
        ("500", "files.getUploadURLExternal"),
        ("500", "upload"),
        ("accept then drop", "upload"),
    ],
)
def test_one_that_did_not_arrive_is_sent_again_unmarked(
    talk: Conversation, kind: str, method: str
) -> None:
    begin(talk)
    talk.typed("U0CORA", EXPORT)
    talk.slack.fault(kind, method)
    talk.send()
    assert with_file(talk) == []
    talk.clock.pass_(seconds=LOOKED_UP_AFTER.total_seconds())
    talk.send()
    assert ["may be a repeat" in m["text"] for m in with_file(talk)] == [False]
    assert states(talk) == ["sent"]


def test_what_may_be_a_repeat_says_so_and_is_still_the_file(talk: Conversation) -> None:
    file = Attachment("cases", "csv", "Cases", b"x", "take out cases")
    repeat = Letter(talk.people["U0CORA"], Message("1 case.", (), file)).as_repeat().message
    assert repeat.file == file
    assert repeat.text == f"1 case.\n{REPEAT}"


def test_one_that_is_refused_for_now_goes_when_slack_says(talk: Conversation) -> None:
    begin(talk)
    talk.typed("U0CORA", EXPORT)
    talk.slack.fault("429", "files.getUploadURLExternal", seconds=7)
    talk.send()
    assert states(talk) == ["waiting"]
    talk.clock.pass_(seconds=8)
    talk.send()
    assert len(with_file(talk)) == 1


def test_who_may_no_longer_see_a_case_in_it_gets_no_file_but_word_of_it(
    asked: Conversation,
) -> None:
    asked.write(
        lambda session: add_person(session, replace(asked.people["U0CORA"], area="HER"), NOW)
    )
    asked.send()
    assert with_file(asked) == []
    asked.send()
    texts = [m["text"] for m in said(asked, "D0CORA")]
    assert texts == [
        "The file that you asked for was not sent: what you may see has changed in the meantime. "
        "Ask for it again."
    ]
    assert sorted(states(asked)) == ["sent", "void"]


def test_a_leaver_gets_nothing(asked: Conversation) -> None:
    asked.write(lambda session: remove_person(session, TEAM, "U0CORA", NOW))
    asked.send()
    assert said(asked, "D0CORA") == []
    assert states(asked) == ["void"]


def test_the_caseload_is_everybody_open_and_a_value_is_never_a_formula(
    talk: Conversation,
) -> None:
    begin(talk)
    for number, name in enumerate(("=1+1", "+44", "-x", "@SUM", "'quoted", "Plain, Name\n2")):
        talk.open_case(f"BED-{2000 + number}", name=name, crn=None, spells=(), dates={})
    talk.open_case("BED-2999", limited_access=True, crn=None)
    talk.typed("U0CORA", "merge BED-2005 into BED-1042 because one person")
    assert "6 cases" in talk.typed("U0CORA", "export").text
    talk.send()
    rows = content(talk, with_file(talk)[0])
    assert [row[1] for row in rows[1:]] == [MARKER, "'=1+1", "'+44", "'-x", "'@SUM", "''quoted"]


def test_a_long_file_is_made_after_the_acknowledgement(talk: Conversation) -> None:
    begin(talk)
    for number in range(AT_ONCE):
        talk.open_case(f"BED-{5000 + number}", dates={}, crn=None)
    answer = talk.typed("U0CORA", "find cases as a file")
    assert answer.text.startswith(f"The file with {AT_ONCE + 1} cases is being made")
    talk.send()
    assert len(content(talk, with_file(talk)[0])) == AT_ONCE + 2


def test_the_button_under_a_list_sends_it(talk: Conversation) -> None:
    begin(talk)
    button = talk.typed("U0CORA", "find Zebedee").blocks[-1]["elements"][-1]
    assert button["action_id"] == LIST_AS_FILE
    talk.press("U0CORA", LIST_AS_FILE, talk.plant("C0PANEL", button))
    talk.settle()
    form = talk.form("U0CORA")
    assert form is not None and "on its way to your direct messages" in str(form["blocks"])
    talk.send()
    assert [row[0] for row in content(talk, with_file(talk)[0])] == ["case_ref", "BED-1042"]


@pytest.mark.parametrize("user_id", ["U0PRIYA", "U0CHAS", "U0SIMI", "U0ADA"])
def test_only_a_co_ordinator_takes_cases_out(talk: Conversation, user_id: str) -> None:
    before = talk.dump(without=())
    for typed in ("export", EXPORT):
        assert talk.typed(user_id, typed).text == REFUSED["take out cases"]
    assert "is on its way" not in talk.typed(user_id, "find Zebedee as a file").text
    assert talk.dump(without=()) == before
    assert LIST_AS_FILE not in talk.typed(user_id, "find Zebedee").whole


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("export level 9", "There is no level 9"),
        ("export cases by level", "A list has no groups"),
        ("export level 3 cases", "There is no case for such a file that you may see."),
        ("export 😀", "has no place"),
        (f"export {'x' * 10_000}", ""),
        ("export '; DROP TABLE cases; --", "has no place"),
    ],
)
def test_what_cannot_be_exported_is_said(shared_talk: Conversation, typed: str, says: str) -> None:
    before = shared_talk.dump(without=())
    answer = shared_talk.typed("U0CORA", typed)
    assert says in answer.text and "went wrong" not in answer.text and answer.text
    assert shared_talk.dump(without=()) == before
    assert timedelta(hours=24) == KEPT
