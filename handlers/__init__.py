"""Reacts: what happens when Slack, or the clock, calls. `register` is the bot's whole surface."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App

from handlers import commands, errors, home, messages, referrals, reminders
from handlers.desks import Desk
from handlers.views.cases import REFER_CASE
from handlers.views.referrals import OPEN_REFERRAL, SUBMIT_REFERRAL
from handlers.views.reminders import ACKNOWLEDGE, OPEN_CASE

BUTTONS = {
    OPEN_REFERRAL: referrals.press_refer,
    REFER_CASE: referrals.press_refer,
    ACKNOWLEDGE: reminders.press_acknowledge,
    OPEN_CASE: reminders.press_open_case,
}
FORMS = {SUBMIT_REFERRAL: referrals.submit_form}
EVENTS = {
    "message": messages.hear_message,
    "app_mention": messages.hear_mention,
    "app_home_opened": home.open_home,
}


def register(app: App, desk: Desk) -> None:
    """Everything that the bot reacts to."""

    def bring_desk(context: dict[str, Any], next: Callable[[], None]) -> None:
        context["desk"] = desk
        next()

    app.use(bring_desk)
    app.command(desk.command)(commands.run_command)
    for action_id, press in BUTTONS.items():
        app.action(action_id)(press)
    for callback_id, submit in FORMS.items():
        app.view(callback_id)(submit)
    for event, hear in EVENTS.items():
        app.event(event)(hear)
    app.error(errors.handle_error)
