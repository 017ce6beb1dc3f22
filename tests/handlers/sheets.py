"""Small workbooks about one case, as the spreadsheet beside the bot may say it."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from mappa.clocks import london_day
from mappa.errors import MappaError
from mappa.workbook.reader import read_workbook
from mappa.workbook.workbooks import Sheet
from storage.workbook.imports import NotImported, import_workbook
from storage.workbook.known_references import KnownReferences
from tests.build import POLICY
from tests.handlers.conversations import Conversation
from tests.handlers.spoken import AHEAD, DAY, PAST, one_of

Rows = dict[str, list[dict[str, str]]]
NOTHING = st.just("")
END = st.one_of(NOTHING, PAST)
_SHEETS = {
    "spells": {
        "category": one_of("1|2|3|4"),
        "level": one_of("0|1|2|3"),
        "started_on": PAST,
        "ended_on": END,
        "threshold": one_of("senior|"),
    },
    "custody": {"from_on": PAST, "to_on": END, "why": one_of("sentence|recall")},
    "absences": {"from_on": PAST, "to_on": END},
    "placements": {"kind": one_of("own-ap|private"), "from_on": PAST, "to_on": END},
    "dates": {"kind": one_of("release|licence_end|sentence_end|tused|review"), "on": DAY},
    "orders": {"kind": one_of("SHPO|VOO"), "imposed_on": PAST, "ends_on": st.one_of(NOTHING, DAY)},
    "order_changes": {
        "kind": one_of("SHPO|VOO"),
        "imposed_on": PAST,
        "change": one_of("varied|ended|breached"),
        "on": PAST,
    },
    "events": {"kind": one_of("sfo|sro_breach"), "on": PAST},
    "watches": {"from_on": PAST, "until_on": AHEAD},
    "team": {"slack_id": one_of("U0PRIYA|U0PETE"), "part": one_of("owner|member")},
    "transfers": {
        "from_area": st.just("BED"),
        "to_area": st.just("HER"),
        "offered_on": PAST,
        "decision": one_of("open|accepted|declined"),
        "decided_on": END,
    },
}
_CASE = {
    "crn": one_of("|X000001|x000002|X000009"),
    "pnc": one_of("|02/73319Z"),
    "name": one_of("|Alex Invented|Robin Made-Up"),
    "rosh": one_of("|low|high"),
    "limited_access": one_of("|yes|no"),
}


@st.composite
def sheets(draw: DrawFn) -> Rows:
    """Rows without the reference of their case, by sheet."""
    names = draw(st.lists(st.sampled_from(sorted(_SHEETS)), max_size=3, unique=True))
    columns = draw(st.lists(st.sampled_from(sorted(_CASE)), max_size=2, unique=True))
    rows: Rows = {"cases": [draw(st.fixed_dictionaries({n: _CASE[n] for n in columns}))]}
    for name in dict.fromkeys(["spells", *names]):
        row = st.fixed_dictionaries(_SHEETS[name])
        rows[name] = draw(st.lists(row, max_size=2))
    return rows


def bring_in(talk: Conversation, ref: str, rows: Rows) -> str:
    """`import --update` of these rows of a case; what came of it, in a word."""
    today = london_day(talk.clock())
    made = [_sheet(name, ref, some, talk) for name, some in rows.items()]
    area = "HER" if ref.startswith("HER") else "BED"
    with talk.db.read() as session:
        known = KnownReferences(session)
        workbook, faults = read_workbook(
            made, area=area, known=known, districts={}, today=today, update=True
        )
    if faults:
        return f"refused: {faults[0]}"
    with suppress(NotImported, MappaError), talk.db.write() as session:
        now = talk.clock()
        import_workbook(session, workbook, area=area, policy=POLICY, now=now, update=True)
        return "imported"
    return "refused"


def _sheet(name: str, ref: str, rows: list[dict[str, str]], talk: Conversation) -> Sheet:
    columns = list(rows[0]) if rows else _columns(name)
    today = london_day(talk.clock())
    cells = [[ref, *(_cell(row[column], today) for column in columns)] for row in rows]
    return Sheet(name, ["case_ref", *columns], cells, f"{name}.csv")


def _columns(name: str) -> list[str]:
    return list(_SHEETS.get(name, {}))


def _cell(typed: str, today: date) -> str:
    if not typed.startswith("{"):
        return typed
    return (today + timedelta(days=int(typed.strip("{}")))).isoformat()
