"""Numbers that a line gives: how many days, which page."""

import re

from mappa.choices import harmless
from mappa.errors import RuleBroken


def read_number(typed: str, field: str, most: int, example: str) -> int:
    """A whole number from 1 to `most`, "days" after it or not."""
    typed = re.sub(r"\s*days?$", "", typed, flags=re.IGNORECASE)
    if not re.fullmatch("[1-9][0-9]{0,3}", typed) or int(typed) > most:
        raise RuleBroken(
            f"{field}: {harmless(typed)} is not a number from 1 to {most:,}. Example: {example}",
            field,
        )
    return int(typed)
