"""`mappa-bot audit`: whether the record is what was written, and all of it about one case."""

import argparse
import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

from bot.openings import open_database
from bot.progress import Progress
from bot.settings import Settings
from mappa.errors import MappaError, NotFound
from mappa.signposts import Signpost, read_signpost, signpost_of
from storage.chain_beginnings import find_lost_beginning
from storage.chains import GONE, Broken, Chain, Watch, find_hash, list_recorded_areas, verify_chain
from storage.databases import Database, Session
from storage.registers import Unrecorded, find_spoken_of, find_unrecorded

SET_BACK = (
    "The signpost {} is no longer in the record: the database was set back to an older state, or "
    "changed since the signpost was noted."
)
KEEP = "Note the signposts where nobody who can reach the database can change them."


@dataclass(frozen=True, slots=True)
class _Found:
    """What the chains hold, who is registered otherwise than they say, and whether the signpost
    that was given is there."""

    chains: list[Chain]
    unrecorded: list[Unrecorded]
    since: Signpost | None
    there: bool


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
        found = _look(db, typed.area, since, progress.verifying)
    seconds = perf_counter() - began
    if typed.json:
        print(json.dumps(_as_json(found, seconds)))
    else:
        _tell(found, seconds)
    if problems := [*_problems(found)]:
        raise MappaError(" ".join(problems))
    return 0


def _look(db: Database, area: str | None, since: Signpost | None, watch: Watch) -> _Found:
    """All of it as of one moment, while others go on writing."""
    with db.read() as session:
        spoken_of = find_spoken_of(session)
        areas = sorted({*list_recorded_areas(session), *spoken_of})
        if area is not None and area not in areas:
            raise NotFound(f"area: nothing of {area} is on the record.")
        chains = [
            _whole(session, verify_chain(session, one, watch), one in spoken_of)
            for one in areas
            if area in (None, one)
        ]
        there = since is not None and since.fits(find_hash(session, since.area, since.number))
        whole = [chain.area for chain in chains if not chain.broken]  # of others nothing is sure
        unrecorded = [
            one for area in whole for one in find_unrecorded(session, area, spoken_of.get(area, ()))
        ]
    return _Found(chains, [*dict.fromkeys(unrecorded)], since, there)


def _whole(session: Session, chain: Chain, spoken_of: bool) -> Chain:
    """The same, with what only shows when the whole of it is right; or if others speak of it."""
    if spoken_of and not chain.rows and not chain.broken:
        return Chain(chain.area, 0, chain.hash, Broken(chain.area, 1, GONE))
    lost = None if chain.broken else find_lost_beginning(session, chain.area)
    return Chain(chain.area, 0, chain.hash, lost) if lost else chain


def _problems(found: _Found) -> Iterator[str]:
    if broken := [chain.broken for chain in found.chains if chain.broken]:
        yield _named(broken)
    if found.unrecorded:
        who = "; ".join(map(str, found.unrecorded))
        yield f"The register was changed past the bot: {who}."
    if found.since and not found.there:
        yield SET_BACK.format(found.since)


def _named(broken: Iterable[Broken]) -> str:
    first, *others = broken
    also = f" Broken as well: {'; '.join(map(str, others))}." if others else ""
    return f"The record does not verify. First broken row: {first}.{also}"


def _post(chain: Chain) -> str:
    return str(signpost_of(chain.area, chain.rows, chain.hash)) if chain.rows else ""


def _tell(found: _Found, seconds: float) -> None:
    chains = found.chains
    for chain in chains:
        rows = f"{chain.area}: {chain.rows:,} {'row' if chain.rows == 1 else 'rows'} verified"
        if chain.broken:
            print(f"{rows}, then broken at row {chain.broken.number}: {chain.broken.what}")
        else:
            print(f"{rows}; signpost: {_post(chain) or 'none yet'}")
    if not chains:
        print("Nothing is on the record yet.")
    if found.since and found.there:
        print(f"The signpost {found.since} is still in the record.")
    if any(chain.rows for chain in chains):
        print(f"{sum(chain.rows for chain in chains) / seconds:,.0f} rows a second. {KEEP}")


def _as_json(found: _Found, seconds: float) -> dict[str, Any]:
    chains, since = found.chains, found.since
    return {
        "verified": not any(_problems(found)),
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
        "register": [asdict(one) for one in found.unrecorded],
        "since": since and {"signpost": str(since), "there": found.there},
        "rows_per_second": round(sum(chain.rows for chain in chains) / seconds),
    }
