"""What is said at a meeting and of its actions stays in private replies and in the document."""

import json
from collections.abc import Iterator
from typing import Any

from storage.databases import Session
from storage.messages import open_body
from storage.tables import outgoing
from tests.handlers.conversations import Conversation
from tests.handlers.meetings.minuted import ATTENDED, CASE, DISCLOSED, PLAN, M, sit
from tests.handlers.windows import last_answer_to, open_window

PLACE, OUTSIDE = "Sphinx House", "Toni Example"  # said in letters, because somebody has to come
SECRETS = {
    "what": "griffin at the gate", "why": "basilisk heard", "note": "wyvern seen",
    "owner": "Manticore Outsider", "who": "Chimera Attendee", "information": "hydra weekly",
    "part": "kraken tag", "to": "the phoenix teacher", "disclosed": "selkie works there",
    "rationale": "banshee rising", "review": "yeti on leave", "reopened": "golem error",
    "cannot": "dryad gone", "moved": "nymph away",
}  # fmt: skip
S = SECRETS
SAID = (
    f"{ATTENDED.replace('Pat Example', S['who'])}; {PLAN}; {DISCLOSED}",
    f"monitoring {S['part']}; information police {S['information']}",
    f"disclosure yes because {S['disclosed']}",
    f"disclosure-to {S['to']}",
    f"level 2 review 20 December 2026 because {S['rationale']}",
    f"close because {S['review']}",
    f"reopen because {S['reopened']}",
    "close",
    "issue",
    "document",
)
ACTIONS = (
    f'action {CASE} owner "{S["owner"]}" agency police due 2 July 2026 what x at BED-M1',
    f"action {CASE} owner <@U0PRIYA> due 1 July 2026 what {S['what']} because {S['why']}",
    f"action BED-AC2 cannot note {S['cannot']}",
    f"action BED-AC2 due 3 July 2026 because {S['moved']}",
    f"action BED-AC2 done note {S['note']}",
    "actions open",
    "action BED-AC2 reopen because again",
)
FORMS = ("attendance", "information", "risks", "plan", "disclosure", "decision")
HIDDEN = ("value", "private_metadata", "action_id", "block_id", "callback_id", "external_id")


def hidden(shown: Any, within: str = "") -> Iterator[str]:
    """What nobody sees of a message or a form, and Slack keeps: ids, values of buttons."""
    if isinstance(shown, dict):
        for name, part in shown.items():
            yield from hidden(part, name)
    elif isinstance(shown, list):
        for part in shown:
            yield from hidden(part, within)
    elif within in HIDDEN:
        yield str(shown)


def read_letters(session: Session) -> Iterator[tuple[Any, ...]]:
    """What waits to be sent, without what is in the files."""
    for row in session.execute(outgoing.select()):
        message = open_body(session, row.body_sealed, row.key).message
        if message:
            file = message.file and (message.file.name, message.file.title)
            yield message.text, message.blocks, file


def found(text: str) -> list[str]:
    return [what for what, secret in SECRETS.items() if secret in text]


def test_what_is_minuted_and_agreed_leaves_in_private_replies_and_documents_only(
    talk: Conversation,
) -> None:
    sit(talk, place=PLACE)
    answers = []
    for line in (*(f"{M} {said}" for said in SAID), *ACTIONS):
        answers.append(talk.typed("U0CORA", line))
        assert answers[-1].fallback.startswith(
            ("Saved", "Closed", "Opened", "The minutes", "Open act")
        ), line
        talk.settle()
    answers.append(talk.typed("U0CORA", f"history {CASE}"))
    assert set(found("".join(answer.text for answer in answers))) == set(SECRETS)
    told = [found(part) for answer in answers for part in hidden(answer.body)]
    talk.typed("U0CORA", f"{M} reopen because {S['reopened']}")
    for name in FORMS:
        talk.command("U0CORA", f"{M} {name}")
        told += [found(part) for part in hidden(open_window(talk, "U0CORA"))]
    talk.command("U0PRIYA", "action BED-AC2")
    for said in ("done", "cannot", "reassign"):
        talk.press("U0PRIYA", f"answer_action.{said}", last_answer_to(talk, "U0PRIYA"))
        told += [found(part) for part in hidden(open_window(talk, "U0PRIYA"))]
    letters = talk.read(lambda session: [*read_letters(session)])
    assert len([1 for *_, file in letters if file]) >= 3
    assert found(json.dumps(letters)) == [] and PLACE not in json.dumps(letters)
    talk.send()
    public = [m for m in talk.messages() if m.get("bot_id") and not m.get("ephemeral_to")]
    assert found(json.dumps(public)) == []
    assert [some for some in told if some] == []
    log = talk.log.getvalue()
    assert found(log) == [] and PLACE not in log and OUTSIDE not in log
