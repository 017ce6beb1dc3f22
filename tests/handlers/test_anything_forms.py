"""Whatever is sent in by a form, typed or forged, is refused beside its field or kept as it is."""

from collections.abc import Iterator

import pytest

from handlers import FORMS
from mappa.agencies import AGENCIES
from tests.handlers.badness import BAD, HOW_TO, SECRET, UNFIT, is_harmless, saves_nothing, some
from tests.handlers.conversations import Conversation
from tests.handlers.form_sheets import Sheet, sheets
from tests.handlers.slates import Slate
from tests.handlers.slots import FREE, schemas
from tests.handlers.workspaces import Answer

TEXTS = {field.name for one in schemas().values() for field in one.fields if field.shape in FREE}
TEXTS |= {"because", "answer", "district", "approved-by", "for"}
TEXTS |= {f"{kind}.{agency}" for kind in ("information", "who") for agency in AGENCIES}
# What the lines are not asked already; the rules are the same.
TYPED = (
    "empty", "endless", "one endless word", "emoji", "turned round", "bell", "nothing",
    "half a character", "person", "SQL", "no day", "nine",
)  # fmt: skip
FORGED = ("SQL", "person", "bell", "endless", "no day", "right to left", "minus")


@pytest.fixture
def opened(laden: Conversation) -> list[Sheet]:
    return list(sheets(laden))


def test_every_form_is_sent_in_rightly(
    laden: Conversation, laden_slate: Slate, opened: list[Sheet]
) -> None:
    assert {sheet.view["callback_id"] for sheet in opened} == set(FORMS)
    for sheet in opened:
        with saves_nothing(laden) as saved:
            answer = Answer.of(laden.deliver(sheet.sent_in()))
        # Of an update nothing was touched, which is said.
        nothing_yet = sheet.name.startswith("update") or sheet.name == "people leaving"
        assert saved or nothing_yet, (sheet.name, answer.errors)
        laden.settle()
        laden_slate.wipe()


def test_bad_input_is_refused_beside_its_field_or_kept(
    laden: Conversation, laden_slate: Slate, opened: list[Sheet]
) -> None:
    found = []
    for sheet in opened:
        for turn, (field, element) in enumerate(sheet.inputs.items()):
            typed = element["type"] == "plain_text_input"
            for kind in some(set_apart(sheet, field) if typed else FORGED, turn):
                logged = len(laden.log.getvalue())
                payload = sheet.sent_in(**{field: BAD[kind]})
                with saves_nothing(laden) as saved:
                    answer = Answer.of(laden.deliver(payload))
                wrong = list(faults_of(field, kind, answer, bool(saved)))
                if SECRET in laden.log.getvalue()[logged:]:
                    wrong.append("logged")
                found += [f"{sheet.name}: {field}, {kind}: {w}: {answer.errors}" for w in wrong]
                if saved:
                    laden.settle()
                    laden_slate.wipe()
                    if sheet.name.startswith("erase"):  # which counts on having been opened
                        sheet = next(sheets(laden))
    assert found == []


def set_apart(sheet: Sheet, field: str) -> list[str]:
    """What may be left empty is not bad when it is empty."""
    return [kind for kind in TYPED if kind != "empty" or not sheet.may_be_empty(field)]


def faults_of(field: str, kind: str, answer: Answer, saved: bool) -> Iterator[str]:
    if answer.status != 200 or ("went wrong" not in answer.whole and not answer.body):
        yield "no answer"
    if "went wrong" in answer.whole:
        yield "went wrong"
    if not is_harmless(shown(answer)):
        yield "harmful"
    # Who is not registered may be asked, and is not told, which is said.
    unknown = (field, kind) == ("owner", "person") and "not registered" in answer.whole
    if saved and (field not in TEXTS or kind in UNFIT) and not unknown:
        yield "saved"
    for place, told in answer.errors.items():
        if place != field and f"{field}" not in told:
            yield f"beside {place}"
        if not any(how in told for how in (*HOW_TO, ": ")):
            yield "no example"


def shown(answer: Answer) -> Answer:
    """What is seen of it, as a message."""
    view = answer.body.get("view") or {}
    errors = " ".join(map(str, answer.errors.values()))
    return Answer(200, {"text": errors, "blocks": view.get("blocks") or []})
