"""What is asked of the database while a workbook is read."""

from typing import Protocol


class Known(Protocol):
    """What the database holds already, as far as a workbook can clash with it.

    References and identifiers are asked for in canonical form; None: there is no such thing.
    """

    def area_of_case(self, ref: str) -> str | None: ...

    def case_of_referral(self, ref: str) -> str | None: ...

    def case_of_action(self, ref: str) -> str | None: ...

    def area_of_meeting(self, ref: str) -> str | None: ...

    def area_of_audit(self, ref: str) -> str | None: ...

    def area_of_training(self, ref: str) -> str | None: ...

    def case_with(self, area: str, kind: str, value: str) -> str | None:
        """The area's case (not a merged one) that carries this identifier."""
