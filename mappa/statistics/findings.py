"""What a check has found in a report: in which cell, and what is wrong with it."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`check` names the rule, `cell` the place: "snapshot, level 2, total"."""

    check: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.cell[:1].upper()}{self.cell[1:]}: {self.message}"

    def as_json_object(self) -> dict[str, str]:
        """The finding as `check-report --json` prints it."""
        return asdict(self)


_AS_PRINTED = {
    "rso": "RSO",
    "sro": "SRO",
    "sopo": "SOPO",
    "shpo": "SHPO",
    "100000": "100,000",
}


def cell_name(*parts: str) -> str:
    """Where a figure stands: table, row and column, as far as they are needed."""
    words = (part.replace("_", " ").split(" ") for part in parts if part)
    return ", ".join(" ".join(_AS_PRINTED.get(word, word) for word in part) for part in words)
