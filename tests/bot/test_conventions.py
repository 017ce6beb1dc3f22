"""Conventions that a newcomer relies on: every target and every word explains itself."""

import re
import subprocess

from handlers.commands import WORDS
from handlers.views.help_pages import PAGES
from tests.bot.words import PATIENCE, ROOT


def test_make_help_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=True
    ).stdout.decode()
    explained = dict(re.findall(r"^make (\S+) +(\S.+)$", shown, re.MULTILINE))
    assert set(explained) == set(phony.split())
    assert {"run", "test", "lint", "bench", "docs"} <= set(explained)


def test_every_word_of_the_command_has_a_page_of_help() -> None:
    assert set(WORDS) <= set(PAGES)
    for word, page in PAGES.items():
        assert page.word == word
        assert page.examples
