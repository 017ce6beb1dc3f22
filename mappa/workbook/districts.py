"""Districts of areas: one spelling of each, from the area's list where it has one."""

from collections.abc import Mapping, Sequence

from mappa.choices import harmless
from mappa.errors import RuleBroken

LONGEST = 60


class Districts:
    """The lists of the policy file, and with `add` whatever else the workbook names."""

    def __init__(self, listed: Mapping[str, Sequence[str]], *, add: bool) -> None:
        self._listed, self._add = listed, add
        self._spelt: dict[str, dict[str, str]] = {
            area: {name.casefold(): name for name in names} for area, names in listed.items()
        }

    def check(self, area: str, typed: str) -> None:
        """Refuse a district that the area's list lacks; an area without one takes any."""
        if len(typed) > LONGEST:
            raise RuleBroken(f"A district has at most {LONGEST} characters. Example: Luton")
        listed = self._listed.get(area, ())
        if listed and not self._add and typed.casefold() not in self._spelt[area]:
            raise RuleBroken(
                f"{harmless(typed)} is not a district of {area}: one of {', '.join(listed)}. "
                "To take new ones: --add-districts"
            )

    def spelt(self, area: str, typed: str | None) -> str | None:
        """The district as it is spelt in the list, or where it was first named."""
        if typed is None:
            return None
        return self._spelt.setdefault(area, {}).setdefault(typed.casefold(), typed)
