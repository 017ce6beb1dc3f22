"""Whatever else is said in a question changes its reading or is asked back: never passed over."""

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mappa.asking.near_words import slip_of
from mappa.asking.questions import Asked, Comparison, Day
from mappa.asking.reader import read_question
from mappa.asking.terms import Terms
from mappa.days import read_day
from mappa.errors import NotUnderstood, RuleBroken
from tests.mappa.asking.question_tables import read_as, understood

TODAY = date(2026, 6, 17)
TERMS = Terms(("Bedford", "Central Bedfordshire", "Luton"))
Base = tuple[list[str], Asked]

# Words that may come and go, because they say what is so without them. This is the whole list.
COUNTED = """case cases person persons people offender offenders individual individuals nominal
    nominals anyone anybody everyone everybody caseload population mappa eligible mappa-eligible
    those ones who that which"""
ASSUMED = """today now currently current presently present right just moment time at present
    community locally open active live managed managing manage being things stand speak system
    books area"""
ASKING = """how many howmany mnay manny hw any number numbers count total totals figure figures
    headcount breakdown size big large altogether overall hi hello hey please thanks thank
    cheers ok okay so good morning afternoon evening quick question what what's whats i'd tell
    let know can could would need want like give get show i me us you it list"""
JOINING = """only by per each every split broken down grouped both including incl inc include plus
    & / @ - and or"""
SILENT = """a an the of in on at as for with to is are was were do did have had got we our there
    be this my their whose under subject within arrangements has it does all"""
# Said of what is counted, and true of it without being said: orders are imposed, meetings held,
# licences end, disclosure is recorded, reviews and releases are due.
OF_THINGS = """imposed made received receive held recorded due date dates end ends set days mean
    period periods sessions session training band of restrictive order orders meeting meetings
    panel panels referral requirements during over year years mappa happened rate attendance
    percentage heard ended expired hold came new decided decision decisions from up"""
SAME = frozenset(f"{COUNTED} {ASSUMED} {ASKING} {JOINING} {SILENT} {OF_THINGS}".split())

# Words of one line mean the same, where they stand for each other: on 17 June the year and the
# quarter so far are the same days.
SYNONYMS = [
    set(line.split())
    for line in """level levels lvl lvls lev leval l
    category categories cat cats c
    custody prison jail gaol prisoner prisoners inmate inmates
    one 1 1s 1st
    two 2 2s ii 2's l2 l2s lvl2 lvl2s level2 level2s level-2 2+
    three 3 3s iii l3 l3s lvl3s 2+ 2/3 above higher over up
    four 4 4s
    rsos rso rso's
    excluding excl exclude except not
    number numbers count no total totals size breakdown headcount figure figures
    sex sexual
    terrorist terrorism-risk
    at month
    in counting
    2014 14 2013/14
    31 31st end
    list who which whose show give
    review reviews reviewed
    licence licences license licenses
    share percentage proportion
    held planned
    lead led
    compared versus
    screening screened
    since from
    last previous
    year quarter
    average mean avg days time""".splitlines()
]
# Said before each number or once before all of them: "level 2 & level 3", "level 2 & 3"; and
# "TBC" is said of levels only.
UNITS = SYNONYMS[0] | SYNONYMS[1]
# These agree with what is said already: "Monday 31 March 2014", "category 2 violent offenders".
AGREEING = {"rso": 1, "rsos": 1, "rso's": 1, "registered": 1, "c1": 1, "violent": 2}

MEANING = """level levels lvl l2 category cat c1 one two three 1 2 3 4 0 12 100 2+ 2s custody
    prison jail prisoners inmates rsos rso violent registered sexual sex dangerous other terrorist
    confirmed tbc yesterday tomorrow 31 30 march april may june 2014 2013 14 2013/14 31/3/14
    1/4/2013 2014-03-31 above higher last tuesday sunday declined accepted withdrawn overdue
    actions done raised planned cancelled police probation housing sopos shpos sros force
    licences ending sentence parole release luton bedford average share month quarter district
    agency returned breach notification since until between 2012/13 next 28 compared list time
    disclosure lead revoked sfos audits minutes"""
NEVER_PASSED_OVER = """not no never without excluding except non aren't isn't but instead neither
    half most few women men female male children youths old young asian english christian
    bedfordshire london narnia scotland hertfordshire kent john smith priya cora pete
    zebedee marker bed-1042 x320741 new newly former closed left joined moved released
    recalled before after ago past ever already still again high low medium very serious harm
    dangerousness health team owner victim conviction more less than
    fewer least versus will should might must may could've been going likely
    expected murder rape domestic abuse stalking drugs knife gang cult they them these same such
    another else maybe roughly about around almost easter soon recently"""
CONTENT = f"{MEANING} {NEVER_PASSED_OVER}".split()

TABLES = [typed for typed, _ in (*understood(), *read_as())]
BASES = [(typed.split(), read_question(typed, TODAY, TERMS)) for typed in TABLES]
# A word that says nothing more beside another one of the same question.
EXCUSED = {
    "lead": "agency", "planned": "meetings", "upcoming": "meetings", "average": "decision",
    "mean": "decision", "referrals": "screened", "screened": "on", "hearings": "parole",
    "been": "managed", "courts": "impose", "2013": "2014", "2014": "2013", "since": "this",
    "ending": "due", "no": "rate", "share": "disclosure", "accepted": "decline", "month": "end",
    "without": "no", "march": "year", "1": "april", "31": "march",
    "issued": "minutes",
}  # fmt: skip
bases = st.sampled_from(BASES)
places = st.integers(0, 30)
words = st.sampled_from(CONTENT) | st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=9)


def read(typed: list[str]) -> Asked | None:
    try:
        return read_question(" ".join(typed), TODAY, TERMS)
    except NotUnderstood:
        return None


def plain(word: str) -> str:
    return word.casefold().strip(".,;:!?\"'()[]*“”’‘")


def says_something(word: str, asked: Asked) -> bool:
    """Whether the word is content, and is not said by the question already."""
    bare = plain(word)
    question = asked.sides[0] if isinstance(asked, Comparison) else asked
    if isinstance(question.when, Day) and len(bare) >= 3:
        weekday = f"{question.when.on:%A}".casefold()
        if weekday.startswith(bare.rstrip("s")):
            return False
    if bare in SAME or slip_of(bare) or not bare or bare == question.by:  # "month by month"
        return False
    return AGREEING.get(bare) not in question.where.categories


def is_excused(word: str, typed: list[str]) -> bool:
    return EXCUSED.get(plain(word)) in {plain(other) for other in typed}


def are_synonyms(one: str, other: str) -> bool:
    one, other = (slip_of(plain(word)) or plain(word) for word in (one, other))
    together = any({one, other} <= group for group in SYNONYMS)
    return one == other or together or (day(one) is not None and day(one) == day(other))


def day(word: str) -> date | None:
    try:
        return read_day(word, TODAY)
    except RuleBroken:
        return None


@settings(max_examples=200)
@given(bases, places, words)
def test_a_word_more_is_never_passed_over(base: Base, at: int, word: str) -> None:
    typed, question = base
    assume(says_something(word, question) and word not in UNITS)
    assume(not is_excused(word, typed))
    at %= len(typed) + 1
    assert read([*typed[:at], word, *typed[at:]]) != question


@settings(max_examples=200)
@given(bases, places, words)
def test_another_word_never_has_the_same_reading(base: Base, at: int, word: str) -> None:
    typed, question = base
    at %= len(typed)
    assume(says_something(word, question) and not are_synonyms(word, typed[at]))
    assume(not is_excused(word, typed))
    assert read([*typed[:at], word, *typed[at + 1 :]]) != question


@settings(max_examples=100)
@given(bases, places)
def test_a_word_less_is_never_made_up(base: Base, at: int) -> None:
    typed, question = base
    at %= len(typed)
    side = question.sides[0] if isinstance(question, Comparison) else question
    several = side.where.levels == {0} or max(
        len(side.where.levels), len(side.where.categories)
    ) > 1  # fmt: skip
    assume(says_something(typed[at], question) and not (several and plain(typed[at]) in UNITS))
    assume(not is_excused(typed[at], typed))
    assert read([*typed[:at], *typed[at + 1 :]]) != question


def test_no_word_of_the_list_is_passed_over_anywhere_in_a_question() -> None:
    for typed in (
        "how many level 2 category 1 cases were in custody on 31 March 2014",
        "how many referrals from police did we decline in 2013/14",
    ):
        base, question = typed.split(), read_question(typed, TODAY, TERMS)
        for word in CONTENT:
            for at in range(0, len(base) + 1, 3):
                if says_something(word, question):
                    longer = [*base[:at], word, *base[at:]]
                    assert read(longer) != question, longer
