"""What the project is built of is looked over without a network, and every fault is named."""

import json

import pytest

from tests.dependencies import (
    Pin,
    faults_of_lock,
    known_faults,
    read_lock,
    undeclared,
    unlike_the_lock,
)

HASH = "--hash=sha256:" + "0" * 64
RIGHT = (
    f"one==1.2 \\\n    {HASH} \\\n    {HASH}\ntwo==2.0 ; python_full_version < '3' \\\n    {HASH}\n"
)
PINS = [Pin("one", "1.2", 1, True), Pin("two", "2.0", 1, False)]


def test_a_lock_is_read_with_what_applies_here() -> None:
    assert list(faults_of_lock(RIGHT)) == []
    assert list(read_lock(RIGHT)) == [Pin("one", "1.2", 2, True), Pin("two", "2.0", 1, False)]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (f"one>=1.2 \\\n {HASH}", "is not pinned: one>=1.2"),
        (f"one \\\n {HASH}", "is not pinned: one"),
        ("one==1.2", "is not hashed: one==1.2"),
        ("one==1.2 --hash=md5:0", "is not hashed: one==1.2"),
        (f"one @ https://example.org/one.whl {HASH}", "comes from an address"),
        ("git+ssh://example.org/one", "comes from an address"),
        ("--index-url https://example.org/simple", "comes from an address"),
        ("-i http://example.org", "comes from an address"),
        ("--find-links here", "comes from an address"),
        ("-e .", "is not pinned: -e ."),
    ],
)
def test_what_is_not_locked_is_named(entry: str, fault: str) -> None:
    (found,) = faults_of_lock(RIGHT + entry + "\n# a comment\n")
    assert found.startswith(fault)


def test_what_is_installed_is_what_is_locked() -> None:
    assert list(unlike_the_lock(PINS, {"one": "1.2", "pip": "9"})) == []
    assert list(unlike_the_lock(PINS, {"one": "1.3", "three": "1"})) == [
        "one 1.3 is installed, 1.2 is locked",
        "three is installed and not locked",
    ]
    assert list(unlike_the_lock(PINS, {})) == ["one is locked and not installed"]


def test_whatever_is_imported_is_declared_and_whatever_is_declared_is_used() -> None:
    assert list(undeclared(["One>=1", "psycopg[binary]"], ["ruff"], {"one"}, {"one"})) == []
    assert list(undeclared(["one"], ["two"], {"three"}, {"three", "four"})) == [
        "three is imported and not declared",
        "four is imported by the tests and not declared",
        "one is declared and not used",
        "two is declared and not used",
    ]


def test_what_is_known_against_a_package_is_told_and_so_is_what_nobody_knows() -> None:
    fault = {"id": "CVE-1", "fix_versions": ["1.3"]}
    told = {
        "dependencies": [
            {"name": "one", "version": "1.2", "vulns": [fault, {**fault, "fix_versions": []}]},
            {"name": "two", "version": "2.0", "vulns": []},
            {"name": "three", "skip_reason": "not found"},
        ]
    }
    assert known_faults(json.dumps(told)) == (
        ["one 1.2: CVE-1, mended in 1.3", "one 1.2: CVE-1, mended in no version yet"],
        2,
        1,
    )
    assert known_faults("") == ([], 0, 0)
