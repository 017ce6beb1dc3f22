"""Writes the pages of docs/ that come from the code: `make docs`; a test holds them up to date."""

from collections.abc import Mapping
from pathlib import Path

from handlers.views.help_pages import PAGES
from mappa.access import MAY
from mappa.people import ROLES

DOCS = Path(__file__).parent.parent / "docs"
MADE = "<!-- Made from the code by make docs: change the code, not this page. -->"
COMMAND = "/mappa"


def pages() -> Mapping[str, str]:
    """Every page by its file name."""
    return {"commands.md": commands_page(), "access.md": access_page()}


def commands_page() -> str:
    """What can be typed in Slack, from the schemas that read it."""
    parts = [
        MADE,
        "# What can be typed in Slack",
        f"Everything begins with `{COMMAND}` (the setting `COMMAND` names another word). Anything "
        "whose first word is not one of these is tried as a question; questions also work in a "
        "direct message and by mention.",
    ]
    for page in PAGES.values():
        parts.append(f"## {page.word}: {page.does}")
        parts.append("\n".join(f"- `{COMMAND} {example}`" for example in page.examples))
        if page.details:
            parts.append("\n".join(f"- {detail}" for detail in page.details))
    return _joined(parts)


def access_page() -> str:
    """Who may do what, from the table that every path asks."""
    actions = sorted({action for allowed in MAY.values() for action in allowed})
    head = ["| role |", *(f" {action} |" for action in actions)]
    rows = ["".join(head), "|---|" + "---|" * len(actions)]
    for role, allowed in MAY.items():
        marks = (" yes |" if action in allowed else "  |" for action in actions)
        rows.append("".join([f"| {ROLES[role]} |", *marks]))
    return _joined(
        [
            MADE,
            "# Who may do what",
            "The table is `mappa/access.py`. What a role may do at all is then decided case by "
            "case: the person's own area, the case's team (for practitioners), and the grants "
            "for Category 4 and for limited-access cases. Nobody outside the table sees "
            "anything; a case that is not yours reads the same as one that does not exist.",
            "\n".join(rows),
        ]
    )


def _joined(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"


def main() -> None:
    DOCS.mkdir(exist_ok=True)
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
