"""`mappa-bot audit`: whether the record is what was written, and all of it about one case."""

import argparse
import json
from collections.abc import Iterable
from contextlib import closing
from time import perf_counter
from typing import Any

from bot.openings import open_database
from bot.progress import Progress
from bot.settings import Settings
from mappa.errors import MappaError, NotFound
from mappa.signposts import Signpost, read_signpost, signpost_of
from storage.chain_beginnings import find_lost_beginning
from storage.chains import Broken, Chain, Watch, find_hash, list_recorded_areas, verify_chain
from storage.databases import Database, Session

SET_BACK = (
    "The signpost {} is no longer in the record: the database was set back to an older state, or "
    "changed since the signpost was noted."
)
KEEP = "Note the signposts where nobody who can reach the database can change them."


def audit(settings: Settings, typed: argparse.Namespace) -> int:
    """One of verify and case."""
    if typed.what == "case":
        from bot.auditing_cases import show_audit

        return show_audit(settings, typed)
    return _verify(settings, typed)


def _verify(settings: Settings, typed: argparse.Namespace) -> int:
    """Every chain from its first row to its last; 1, and the first broken row, if any is broken."""
    since = None if typed.since is None else read_signpost(typed.since)
    began = perf_counter()
    with closing(open_database(settings)) as db, Progress() as progress:
        chains, there = _look(db, typed.area, since, progress.verifying)
    seconds = perf_counter() - began
    broken = [chain.broken for chain in chains if chain.broken]
    if typed.json:
        print(json.dumps(_as_json(chains, since, there, seconds)))
    else:
        _tell(chains, since, there, seconds)
    problems = [_named(broken)] if broken else []
    problems += [SET_BACK.format(since)] if since and not there else []
    if problems:
        raise MappaError(" ".join(problems))
    return 0


def _look(
    db: Database, area: str | None, since: Signpost | None, watch: Watch
) -> tuple[list[Chain], bool]:
    """All of it as of one moment, while others go on writing."""
    with db.read() as session:
        areas = list_recorded_areas(session)
        if area is not None and area not in areas:
            raise NotFound(f"area: nothing of {area} is on the record.")
        chains = [
            _whole(session, verify_chain(session, one, watch))
            for one in areas
            if area in (None, one)
        ]
        there = since is not None and since.fits(find_hash(session, since.area, since.number))
    return chains, there


def _whole(session: Session, chain: Chain) -> Chain:
    """The same, with what only shows when the whole of it is right."""
    lost = None if chain.broken else find_lost_beginning(session, chain.area)
    return Chain(chain.area, 0, chain.hash, lost) if lost else chain


def _named(broken: Iterable[Broken]) -> str:
    first, *others = broken
    also = f" Broken as well: {'; '.join(map(str, others))}." if others else ""
    return f"The record does not verify. First broken row: {first}.{also}"


def _post(chain: Chain) -> str:
    return str(signpost_of(chain.area, chain.rows, chain.hash)) if chain.rows else ""


def _tell(chains: list[Chain], since: Signpost | None, there: bool, seconds: float) -> None:
    for chain in chains:
        rows = f"{chain.area}: {chain.rows:,} {'row' if chain.rows == 1 else 'rows'} verified"
        if chain.broken:
            print(f"{rows}, then broken at row {chain.broken.number}: {chain.broken.what}")
        else:
            print(f"{rows}; signpost: {_post(chain) or 'none yet'}")
    if not chains:
        print("Nothing is on the record yet.")
    if since and there:
        print(f"The signpost {since} is still in the record.")
    if any(chain.rows for chain in chains):
        print(f"{sum(chain.rows for chain in chains) / seconds:,.0f} rows a second. {KEEP}")


def _as_json(
    chains: list[Chain], since: Signpost | None, there: bool, seconds: float
) -> dict[str, Any]:
    return {
        "verified": all(chain.broken is None for chain in chains) and (since is None or there),
        "areas": [
            {
                "area": chain.area,
                "rows": chain.rows,
                "signpost": None if chain.broken else _post(chain) or None,
                "broken": chain.broken
                and {"number": chain.broken.number, "reason": chain.broken.what},
            }
            for chain in chains
        ],
        "since": since and {"signpost": str(since), "there": there},
        "rows_per_second": round(sum(chain.rows for chain in chains) / seconds),
    }
