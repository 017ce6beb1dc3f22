"""Who made or decided a referral is named, also when they came with a workbook and nobody knows
their name."""

from handlers.found_referrals import name_of
from tests.handlers.conversations import Conversation


def test_a_name_a_slack_id_or_that_nobody_is_known(talk: Conversation) -> None:
    cora = talk.people["U0CORA"]
    assert talk.read(lambda session: name_of(session, cora.id, None)) == cora.name
    assert talk.read(lambda session: name_of(session, None, "U0GONE")) == "U0GONE"
    nobody = talk.read(lambda session: name_of(session, None, None))
    assert nobody == "somebody who is not registered now"
