"""A bot as it is made in production, but that its clock and its workers are the suite's."""

import logging
from typing import Any

from slack_sdk import WebClient

from bot.apps import make_bot
from bot.sandbox.cast import APP_TOKEN, BOT_TOKEN, BOT_USER
from bot.settings import Settings
from handlers.paces import Pace, Paces
from handlers.sending import Sender
from storage.databases import Database
from tests.build import NOW, POLICY
from tests.handlers.workspaces import Clock, Slack, Workers

SIGNING_SECRET = "a secret of the suite"
FREELY = Pace(1_000_000, 1)  # the suite does in an instant what people do in a day


class Kit:
    """A bot, the time that it goes by, and who works for it after an acknowledgement.

    Bolt takes a while to be made, so that one kit serves many conversations, one after the other.
    """

    def __init__(
        self, slack: Slack, db: Database, *, practice: bool = False, paces: Paces | None = None
    ) -> None:
        self.db = db
        self.clock = Clock(NOW)
        self.workers = Workers()
        self.bot = make_bot(
            Settings(
                slack_bot_token=BOT_TOKEN,
                slack_app_token=APP_TOKEN,
                slack_api_url=slack.api,
                slack_signing_secret=SIGNING_SECRET,
                mappa_area="BED",
            ),
            db,
            POLICY,
            self.workers,
            logging.getLogger("mappa.slack"),
            practice=practice,
            now=self.clock,
            paces=paces or Paces(people=FREELY, strangers=FREELY),
        )

    def sender(self, client: WebClient | None = None, **given: Any) -> Sender:
        """A sender that has sent nothing yet, and so need not wait for anybody's turn."""
        desk = self.bot.desk
        values: dict[str, Any] = {"policy": desk.policy, "now": self.clock}
        values |= {"practice": desk.practice, **given}
        return Sender(self.db, client or desk.client, BOT_USER, **values)

    def close(self) -> None:
        self.workers.shutdown()
        self.bot.sender.stop()
