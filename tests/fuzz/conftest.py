"""The practice workspace for a whole run, as the conversations have it."""

from tests.handlers.conftest import shared_talk as shared_talk
from tests.handlers.conftest import slack as slack
