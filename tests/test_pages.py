"""The pages of docs/ that are made from the code say what the code says."""

import re
from datetime import date
from pathlib import Path

import pytest

from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from tests.pages import DOCS, pages

HOUSE = DOCS.parent
WRITTEN = [HOUSE / "README.md", HOUSE / "CHANGELOG.md", *sorted(DOCS.glob("*.md"))]
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")


@pytest.mark.parametrize("name", pages())
def test_a_page_made_from_the_code_is_up_to_date(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == pages()[name], "run make docs"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_a_link_leads_to_a_file_that_is_there(page: Path) -> None:
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def _questions() -> list[str]:
    page = (DOCS / "questions.md").read_text(encoding="utf-8")
    return [
        line for block in re.findall(r"```\n(.*?)```", page, re.S) for line in block.split("\n")
    ]


@pytest.mark.parametrize("question", [line for line in _questions() if line])
def test_every_question_of_the_page_is_understood(question: str) -> None:
    assert read_question(question, date(2026, 6, 17), Terms(("Bedford", "Luton")))
