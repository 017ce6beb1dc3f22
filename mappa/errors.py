"""What can go wrong, as sentences fit for the person who asked."""


class MappaError(Exception):
    """A refusal whose message names nobody and may be shown to the person who asked."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleBroken(MappaError):
    """What was typed breaks a rule; `field` is the form field or one-line word it concerns."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class NotFound(MappaError):
    """There is no such thing, or the person may not know that there is: both read the same."""


class NotAllowed(MappaError):
    """The person may not do this, whatever it is done to."""


class NotUnderstood(MappaError):
    """The words have no single reading; `choices` are the nearest readings, ready to be typed."""

    def __init__(self, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class AlreadyDone(MappaError):
    """This very command, click, form or event was handled before; nothing changes twice."""


class SettingWrong(MappaError):
    """A setting, file or database does not allow the program to go on; exit 1 with the message."""
