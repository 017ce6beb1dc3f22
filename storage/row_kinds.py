"""How a row of the workbook that belongs to a case and has a table of its own is stored and read.

Written and read for many cases at once; what the bot itself does to a referral, a note and so on
stands with that noun.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from storage import tables
from storage.case_audits import StoredAudit
from storage.cases import StoredCase
from storage.databases import Session

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Links:
    """The ids behind the references of meetings and the Slack ids of people, and the way back."""

    meetings: Mapping[str, int] = field(default_factory=dict)
    people: Mapping[str, int] = field(default_factory=dict)
    meeting_refs: Mapping[int, str] = field(default_factory=dict)
    user_ids: Mapping[int, str] = field(default_factory=dict)
    audits: Mapping[str, StoredAudit] = field(default_factory=dict)
    audits_by_id: Mapping[int, StoredAudit] = field(default_factory=dict)

    def nobodys(self, user_id: str) -> str | None:
        """A Slack id for which there is no row of `people`: so it is kept as it is."""
        return None if user_id in self.people else user_id or None

    def whose(self, person_id: int | None, user_id: str | None) -> str:
        """The Slack id of a person, or that which was kept where there is no row of one."""
        return self.user_ids.get(person_id, "") if person_id else user_id or ""


@dataclass(frozen=True, slots=True)
class CaseRows:
    """Rows of one kind: the field of the workbook that holds them, their table, what makes one the
    same as another, and the way between item and row."""

    name: str
    noun: str
    table: Table
    same: Callable[[Any], Any]
    to_row: Callable[[StoredCase, Any, Links, datetime], Values]
    from_row: Callable[[StoredCase, Any, Links], Any]


def links_of_people(session: Session) -> tuple[dict[str, int], dict[int, str]]:
    """Everybody who is or was registered, by Slack id; who is registered now comes first."""
    people = tables.people.c
    query = tables.people.select().with_only_columns(people.id, people.user_id, people.removed_at)
    rows = sorted(session.execute(query), key=lambda row: row.removed_at is None)
    return {row.user_id: row.id for row in rows}, {row.id: row.user_id for row in rows}


def seal(case: StoredCase, text: str, where: str) -> bytes | None:
    return case.key.seal(text, where) if text else None


def unsealed(case: StoredCase, sealed: bytes | None, where: str) -> str:
    return case.key.open(sealed, where) if sealed else ""
