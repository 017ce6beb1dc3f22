"""One call to Slack: what is certain after it, and no call of a method that is to wait."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

# Slack may have done it, although it says it failed.
UNCERTAIN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
# Our own token is not accepted, and will not be until somebody gives the bot another one.
TOKEN_REFUSED = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}
)
# Nothing is wrong with the message: somebody has to put the app or the workspace in order first.
TO_BE_MENDED = frozenset(
    {
        "accesslimited",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "org_login_required",
        "team_access_not_granted",
        "team_added_to_org",
        "two_factor_setup_required",
    }
)
RATE_LIMITED = frozenset({"ratelimited", "rate_limited"})
LONGEST_WAIT = 3600  # seconds, whatever a server asks for
TOKEN_SECONDS, MEND_SECONDS = 60, 300
UNWELL_SECONDS = 30  # the longest rest that a method is given by itself


class Refused(Exception):
    """Certainly not done; may be tried again after `seconds`."""

    def __init__(self, seconds: float, reason: str) -> None:
        super().__init__(reason)
        self.seconds = seconds

    @property
    def is_rate(self) -> bool:
        return str(self) in RATE_LIMITED


class Unknown(Exception):
    """Done or not: only a look into the channel's history tells, not before `seconds`."""

    def __init__(self, reason: str, seconds: float = 0) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Impossible(Exception):
    """Certainly not done, and trying again would not help."""


class Line:
    """The way to Slack that all the workers of one sender share.

    What Slack limits rests for as long as it says; a method that fails rests for a second, and
    longer each time that it fails again.
    """

    def __init__(self, client: WebClient, now: Callable[[], datetime]) -> None:
        self.client = client
        self._now = now
        self._lock = threading.Lock()
        self._rests_until: dict[str, datetime] = {}
        self._failures: dict[str, int] = {}

    def rest(self, method: str) -> float:
        """For how many seconds the method is still to be left alone."""
        with self._lock:
            until = self._rests_until.get(method)
        return max(0.0, (until - self._now()).total_seconds()) if until else 0.0

    def call(self, method: str, call: Callable[[], Any]) -> Any:
        """Make a call of this method, or say what is certain now that it failed."""
        if (seconds := self.rest(method)) > 0:
            raise Refused(seconds, "ratelimited")
        try:
            answer = call()
        except SlackApiError as problem:
            raise self._heard(method, _outcome(problem)) from problem
        except (OSError, HTTPException, SlackClientError) as problem:
            raise self._heard(method, Unknown(type(problem).__name__)) from problem
        with self._lock:
            self._failures.pop(method, None)
        return answer

    def _heard(self, method: str, outcome: Exception) -> Exception:
        """Let the method rest where that is called for; and whose account is meant is asked."""
        with self._lock:
            if isinstance(outcome, Unknown):
                self._failed(method)
            else:
                self._failures.pop(method, None)
            if isinstance(outcome, Refused) and outcome.is_rate:
                self._rests_until[method] = self._now() + timedelta(seconds=outcome.seconds)
        if isinstance(outcome, Refused) and str(outcome) == "account_inactive":
            return self._whose_account(outcome)
        return outcome

    def _failed(self, method: str) -> None:
        """Calls under way that fail together are one failure."""
        now = self._now()
        if self._rests_until.get(method, now) <= now:
            failed = self._failures[method] = self._failures.get(method, 0) + 1
            seconds = min(UNWELL_SECONDS, 2 ** (failed - 1))
            self._rests_until[method] = now + timedelta(seconds=seconds)

    def _whose_account(self, outcome: Refused) -> Exception:
        """Slack says the same of our own account and of somebody's who has left."""
        try:
            self.client.auth_test()
        except (SlackApiError, OSError, HTTPException, SlackClientError):
            return outcome
        return Impossible(str(outcome))


def _outcome(problem: SlackApiError) -> Exception:
    response = problem.response
    error = str(response.get("error") or "")
    if response.status_code == 429 or error in RATE_LIMITED:
        return Refused(retry_after(response.headers.get("Retry-After")), "ratelimited")
    if response.status_code >= 500 or not error or error in UNCERTAIN:
        return Unknown(error or str(response.status_code))
    if error in TOKEN_REFUSED:
        return Refused(TOKEN_SECONDS, error)
    if error in TO_BE_MENDED:
        return Refused(MEND_SECONDS, error)
    return Impossible(error)


def retry_after(given: str | None) -> int:
    """Seconds; a proxy may drop the header, or give a fraction."""
    return min(int(given), LONGEST_WAIT) if given and given.isdigit() else 1
