"""Co-ordinators see which cases are due for review, and say until when one is kept."""

import json

from handlers.views.retention import ERASE_CASE
from tests.handlers.conversations import Conversation
from tests.handlers.erased import REF, erased_on, retire
from tests.handlers.pressing import press

KEEP = f"retention {REF} keep until 1 May 2030 because an inquiry is open"
SAID = (
    ("U0PRIYA", "retention", "Only a co-ordinator erases cases"),
    ("U0CORA", "retention", "BED-1042: left on 1 May 2014, due since 1 May 2024"),
    ("U0CORA", "retention", "10 years after the day on which a case left (practice default, not"),
    ("U0CORA", "retention page 2", "There is no more."),
    ("U0CORA", f"retention {REF}", "Due for review since 1 May 2024."),
    ("U0CORA", KEEP, "Saved: BED-1042 is kept until 1 May 2030."),
    ("U0CORA", KEEP, "That stood here already; nothing was changed."),
    ("U0CORA", "retention", "Due for review: 0 cases"),
    ("U0CORA", f"retention {REF}", "Due for review on 1 May 2030."),
    ("U0CORA", f"history {REF}", "Kept until: was not recorded, now 1 May 2030"),
    ("U0CORA", f"history {REF}", "because: an inquiry is open"),
    ("U0CORA", f"retention {REF} keep until none because it is over", "no longer than the policy"),
    ("U0CORA", "retention", "Due for review: 1 case"),
    ("U0CORA", "retention HER-1", "No case HER-1 that you may see."),
    ("U0CORA", "retention erased", "Erased: 0 cases"),
)


def test_the_list_and_what_is_kept_for_longer(talk: Conversation) -> None:
    current = talk.typed("U0CORA", f"retention {REF}").text
    assert "It has not left MAPPA." in current
    assert "Not over yet, so it cannot be erased: category and level; licence end" in current
    talk.write(retire)
    for user_id, line, says in SAID:
        answer = talk.typed(user_id, line)
        assert says in f"{answer.text}{json.dumps(answer.blocks)}", line


def test_the_button_opens_the_form_and_no_form_opens_for_what_is_in_use(
    talk: Conversation,
) -> None:
    assert "is still in use" in press(talk, "U0CORA", ERASE_CASE, REF)
    talk.write(retire)
    form = press(talk, "U0CORA", ERASE_CASE, REF)
    assert "Type BED-1042 to say that you mean it" in form and "Marker" not in form
    assert "Erased: BED-1042" in talk.submit("U0CORA", case=REF, because="its time is over").whole
    assert erased_on(talk) is not None
    assert talk.newly_broken() == []
