"""Who is known already is found by any identifier and offered, and to others never shown."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from mappa.cases import Spell
from tests.build import MARKER, TODAY
from tests.handlers.conversations import Conversation
from tests.handlers.referring import facts, give, nothing_changes, referral, register
from tests.handlers.test_forms import filled
from tests.handlers.workspaces import Answer

LINE = "category 2 level 2 because risk has risen"
PNC, OTHER_PNC = "2002/0073319Z", "1979/0163001B"


@pytest.fixture
def known(talk_on_both: Conversation) -> Conversation:
    """Priya's two cases: BED-1042 with a CRN, BED-1077 with a CRN, a PNC and a date of birth."""
    talk_on_both.open_case("BED-1077", pnc=PNC, born_on=TODAY.replace(year=1980))
    return talk_on_both


@pytest.mark.parametrize(
    ("typed", "ref"),
    [
        ("refer X001077", "BED-1077"),
        (f"refer {PNC}", "BED-1077"),
        (f"refer X999999 pnc {PNC}", ""),  # another CRN than the case holds
        (f"refer A1234AA pnc {PNC}", "BED-1077"),
        (f"refer X001042 prison-number A1234AA visor 12/3456 pnc {OTHER_PNC}", "BED-1042"),
    ],
)
def test_any_identifier_finds_the_case(known: Conversation, typed: str, ref: str) -> None:
    answer = known.typed("U0PRIYA", f"{typed} {LINE}")
    if ref:
        assert answer.text.startswith(f"Saved: referral BED-R1. It is about case {ref}."), answer
    else:
        assert "BED-1077, but that case holds another CRN" in answer.text
    assert known.count("cases") == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (f"refer X001042 pnc {PNC}", "different cases: BED-1042 and BED-1077"),
        (f"refer BED-1042 pnc {PNC}", "different cases: BED-1042 and BED-1077"),
        ("refer BED-1042 crn X000009", "BED-1042, but that case holds another CRN"),
        (f"refer X001077 pnc {OTHER_PNC}", "BED-1077, but that case holds another PNC number"),
        (f'refer X555555 born 17 June 1980 name "{MARKER}"', "may be BED-1077: the name and date"),
    ],
)
def test_what_is_not_certain_is_offered_and_put_on_the_record(
    known: Conversation, typed: str, says: str
) -> None:
    with nothing_changes(known):
        answer = known.typed("U0PRIYA", f"{typed} {LINE}")
    assert says in answer.text
    assert answer.text.endswith("Nothing was saved.")
    assert MARKER not in answer.whole
    looks = known.count("records", action="case seen")
    assert looks == says.count("BED-")
    if not typed.startswith("refer BED"):
        again = known.typed("U0PRIYA", f"{typed} new-person {LINE}")
        assert again.text.startswith("Saved: referral BED-R1. The co-ordinator decides on it.")
        assert known.count("cases") == 3


def test_the_form_offers_beside_its_first_field_and_can_be_sent_again(known: Conversation) -> None:
    values = {"identifier": "X001042", "pnc": PNC, "category": "2", "level": "2", "because": "x"}
    with nothing_changes(known):
        answer = Answer.of(known.deliver(filled("U0PRIYA", values)))
        assert "different cases: BED-1042 and BED-1077" in answer.errors["identifier"]
    assert known.count("records", action="case seen") == 2
    again = Answer.of(known.deliver(filled("U0PRIYA", values | {"new-person": "yes"})))
    assert "Saved: referral BED-R1" in again.whole
    assert known.count("records", action="referral made") == 1


SAME = (  # each with what is known, and with what is new
    ("X001077", "X700001"),
    (PNC, "1981/0000034U"),
    (f"X001042 pnc {PNC}", "X700001 pnc 1981/0000034U"),
    (f"X001077 pnc {OTHER_PNC}", "X700001 pnc 1981/0000034U"),
    (f'X700002 name "{MARKER}" born 17 June 1980', 'X700001 name "Alex New" born 17 June 1980'),
    ("X001077 new-person", "X700001 new-person"),
    ("X001042 limited-access", "X700001 limited-access"),
)


@pytest.mark.parametrize("user_id", ["U0PETE", "U0CHAS"])
@pytest.mark.parametrize(("theirs", "new"), SAME)
def test_to_who_may_not_see_it_a_known_person_is_a_new_one(
    talk: Conversation, user_id: str, theirs: str, new: str
) -> None:
    talk.open_case("BED-1077", pnc=PNC, born_on=TODAY.replace(year=1980))
    said = []
    for given in (theirs, new):
        bare = talk.typed(user_id, f"refer {given} level 2 because x")
        first = talk.typed(user_id, f"refer {given} {LINE}")
        again = talk.typed(user_id, f"refer {given} {LINE}")
        said.append([answer.whole for answer in (bare, first, again)])
    assert [text.replace("BED-R1", "BED-R2") for text in said[0]] == [
        text.replace("BED-R3", "BED-R2").replace("BED-R4", "BED-R2") for text in said[1]
    ]
    assert "Say the category as well" in said[0][0]
    assert "Saved: referral BED-R1." in said[0][1]
    assert "BED-1" not in str(said)
    seen = talk.typed(user_id, "referrals all").whole + talk.typed(user_id, "me").whole
    assert "BED-1" not in seen and MARKER not in seen


def test_two_identifiers_of_a_hidden_person_do_not_give_each_other_away(
    known: Conversation,
) -> None:
    """Pete refers one person twice, by identifiers of which he cannot know that they belong
    together: a word about it would tell him."""
    assert known.typed("U0PETE", f"refer X001077 {LINE}").text.startswith("Saved")
    assert known.typed("U0PETE", f"refer {PNC} {LINE}").text.startswith("Saved")
    again = known.typed("U0PETE", f"refer X001077 {LINE}").text
    assert again.startswith("You have referred this person already: BED-R1")
    assert {referral(known, f"BED-R{n}").case_id for n in (1, 2)} == {referral(known).case_id}
    assert known.count("cases") == 2


@pytest.mark.parametrize("gate", ["limited", "category-4"])
def test_to_a_co_ordinator_without_the_grant_a_gated_person_is_a_new_one(
    talk_on_both: Conversation, gate: str
) -> None:
    talk = talk_on_both
    given = {"limited_access": True} if gate == "limited" else {"spells": (Spell(4, 2, TODAY),)}
    talk.open_case("BED-1077", **given)
    hidden = talk.typed("U0CORA", f"refer X001077 {LINE}")
    new = talk.typed("U0CORA", f"refer X700001 {LINE}")
    assert hidden.whole.replace("R1", "R2").replace("1078", "1079") == new.whole
    assert "It is about case BED-1078" in hidden.text
    # Who has the grant is shown at the screening that there is another case of this person.
    register(talk, "U0NOEL", "co-ordinator", gate)
    talk.command("U0NOEL", "screen BED-R1")
    talk.settle()
    form = talk.form("U0NOEL")
    assert form is not None and "May be the same person as: BED-1077" in str(form)
    talk.command("U0CORA", "screen BED-R1")
    talk.settle()
    form = talk.form("U0CORA")
    assert form is not None and "BED-1077" not in str(form)


def test_a_known_case_gets_what_it_did_not_hold_by_who_may_change_it(known: Conversation) -> None:
    line = (
        f"refer BED-1042 level 3 pnc {OTHER_PNC} parole-hearing 3 September 2026 name Alex Other "
        "agencies police, housing because x"
    )
    answer = known.typed("U0PRIYA", line)
    assert "Added to the case: identifiers, parole hearing, agencies." in answer.text
    assert "The name given stands in the referral only" in answer.text
    made = facts(known, "BED-1042")
    assert (made.pnc, made.name) == (OTHER_PNC, MARKER)
    assert [contact.agency for contact in made.contacts] == ["housing", "police"]
    assert known.count("records", action="case changed") == 1
    # To a hidden case nothing is added by somebody who cannot know what it holds.
    known.typed("U0PETE", f"refer X001077 prison-number A1234AA {LINE}")
    assert facts(known, "BED-1077").prison_number is None


def test_a_new_person_is_opened_with_everything_that_was_given(known: Conversation) -> None:
    line = (
        "refer X320741 category 1 level 3 pnc 81/34U name Alex Invented born 1 May 1980 "
        "lead-agency police agencies housing risk very high victim-concerns yes limited-access "
        "parole 3 September 2026 because high risk"
    )
    give(known, "U0CORA", "limited")
    answer = known.typed("U0PETE", line)
    assert answer.text.startswith("Saved: referral BED-R1. The co-ordinator decides on it.")
    made = facts(known, "BED-1078")
    assert (made.name, made.pnc, made.rosh) == ("Alex Invented", "1981/0000034U", "very-high")
    assert (made.limited_access, made.victim_concerns) == (True, "yes")
    assert known.count("reminders", kind="parole_hearing") > 0


@pytest.mark.parametrize(
    ("grants", "more", "waits"),
    [
        ((), "limited-access", True),
        (("limited",), "limited-access", False),
        ((), "category 4", True),
        (("category-4",), "category 4 limited-access", True),
        (("category-4", "limited"), "category 4 limited-access", False),
        ((), "category 2", False),
    ],
)
def test_who_refers_learns_that_nobody_can_screen_it_yet(
    talk: Conversation, grants: tuple[str, ...], more: str, waits: bool
) -> None:
    give(talk, "U0CORA", *grants)
    category = "" if "category" in more else "category 2 "
    answer = talk.typed("U0PETE", f"refer X320741 {category}level 2 {more} because x")
    assert answer.text.startswith("Saved: referral BED-R1.")
    assert ("No co-ordinator of this area has the grant" in answer.text) is waits
    assert talk.count("outgoing") == (0 if waits else 1)


def test_a_merged_case_is_referred_by_the_one_that_it_became(known: Conversation) -> None:
    reason = "because referred twice"
    known.typed("U0CORA", f"merge BED-1077 into BED-1042 keeping BED-1042 {reason}")
    assert facts(known, "BED-1077").merged_into == "BED-1042"
    with nothing_changes(known):
        answer = known.typed("U0PRIYA", f"refer BED-1077 {LINE}")
        assert "BED-1042" in answer.text
        hidden = known.typed("U0PETE", f"refer BED-1077 {LINE}")
        assert hidden.text == "No case BED-1077 that you may see."
    assert "about case BED-1042" in known.typed("U0PRIYA", f"refer {PNC} {LINE}").text


def test_who_refers_one_new_person_at_once_by_identifiers_in_any_order_opens_one_case(
    talk_on_both: Conversation,
) -> None:
    talk = talk_on_both
    barrier = Barrier(3)

    def refer(user_id: str, given: str) -> str:
        barrier.wait()
        return talk.typed(user_id, f"refer {given} {LINE}").text

    with ThreadPoolExecutor(3) as threads:
        for number in range(4):
            crn, prison = f"X20000{number}", f"A123{number}AA"
            each = [
                threads.submit(refer, "U0PRIYA", f"{crn} prison-number {prison}"),
                threads.submit(refer, "U0PETE", f"{prison} crn {crn}"),
                threads.submit(refer, "U0CHAS", crn),
            ]
            assert all(one.result().startswith("Saved: referral") for one in each)
    assert (talk.count("cases"), talk.count("referrals")) == (1 + 4, 12)
