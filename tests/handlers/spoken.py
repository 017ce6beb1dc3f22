"""Lines as people may type them, right and wrong. A day stands as {-10}: ten days ago."""

import re
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from mappa.corrections import NOUNS
from mappa.days import uk_date
from mappa.updates import SCHEMA as UPDATE
from mappa.updates import TAKES_EFFECT

Words = SearchStrategy[str]
PAST = st.sampled_from([f"{{{n}}}" for n in (0, -1, -2, -10, -30, -100, -200, -400)])
AHEAD = st.sampled_from([f"{{{n}}}" for n in (1, 10, 30, 100, 200, 400, 800)])
DAY = st.one_of(PAST, AHEAD)
SOMEBODY = st.sampled_from([f"<@{user}>" for user in ("U0PRIYA", "U0PETE", "U0CORA", "U0ADA")])
CRN = st.sampled_from(["X000001", "x000002", "X000003"])
PRISON = st.sampled_from(["A1234AA", "a1234ab"])
PNC = st.sampled_from(["02/73319Z", "2002/0073319Z", "81/34U"])
CRO = st.sampled_from(["65656/91H", "065656/91h", "SF83/50058Z"])


def one_of(words: str) -> Words:
    return st.sampled_from(words.split("|"))


def or_none(words: Words) -> Words:
    return st.integers(0, 5).flatmap(lambda n: words if n else st.just("none"))


# Every field of an update: what may be typed after it.
VALUES: dict[str, Words] = {
    "level": one_of("1|2|3|tbc"),
    "category": one_of("1|2|3|4"),
    "threshold": one_of("senior|high-risk|step-down"),
    "from": PAST,
    **{
        f"{name}": or_none(DAY)
        for name in ("licence-end", "sentence-end", "sled", "release", "tused", "parole-hearing")
    },
    "notification-end": or_none(AHEAD),
    "review": or_none(AHEAD),
    "custody": one_of("sentence|remand|recall|no"),
    "risk": or_none(one_of("low|high|very-high")),
    "lead-agency": one_of("police|probation"),
    "owner": SOMEBODY,
    "member": SOMEBODY,
    "name": or_none(one_of('"Alex Invented"|"Zebedee Q. Marker"|"Robin Made-Up"')),
    "born": or_none(one_of("1 May 1980|2 June 1990|1 May 2010")),
    "crn": or_none(CRN),
    "pnc": or_none(PNC),
    "cro": or_none(CRO),
    "prison-number": or_none(PRISON),
    "visor": or_none(one_of("12/3456|12/3457")),
    "district": or_none(one_of("Luton|Bedford")),
    "limited-access": one_of("yes|no"),
    "victim-concerns": one_of("yes|no|not-relevant|none"),
    "placement": one_of("own-ap|out-of-area-ap|private|none|ended"),
    "place": or_none(one_of("3 Example Road|4 Example Road")),
    "at-large": one_of("yes|no"),
    "convicted": PAST,
    "disposal": one_of("imprisonment 30 months|imprisonment 6 months|caution|life|other|none"),
    "watch": one_of("yes|no"),
    "until": DAY,
    "contact": one_of("police Sam Example, sam@example.org|police none|health <@U0PETE>"),
    "order": one_of("SHPO|SHPO|VOO|SOPO"),
    "imposed": PAST,
    "ends": or_none(DAY),
    "varied": PAST,
    "ended": PAST,
    "breached": PAST,
    "event": one_of("sfo|returned_breach_of_licence|breach_of_notification|notification_revoked"),
    "on": PAST,
    "disclosure": one_of("yes|no"),
    "to": one_of("the head teacher|the landlord"),
    "note": one_of("spoke to housing|seen at home"),
    "exit": st.just(""),
    "anyway": st.just(""),
}
assert VALUES.keys() == {field.name for field in UPDATE.fields}, "a field that nobody types"
# What is mostly typed with a field, since alone it would be refused.
TOGETHER = {
    "threshold": "level", "from": "level", "place": "placement", "convicted": "disposal",
    "disposal": "convicted", "until": "watch", "imposed": "order", "ends": "order",
    "varied": "order", "ended": "order", "breached": "order", "event": "on", "on": "event",
    "to": "disclosure", "anyway": "exit", "watch": "until", "order": "imposed", "level": "category",
}  # fmt: skip
BECAUSE = one_of(
    "|".join([" because it was decided", " because the minutes say so", " because mistyped"] * 3)
    + "|"
)
# Most of what happens to a case, and what the rules are about.
OFTEN = ("level", "category", "custody", "at-large", "placement", "exit", "order", "event", "sled")


@st.composite
def changes(draw: DrawFn) -> str:
    """Some fields with their values, and mostly a reason."""
    names = draw(st.lists(st.sampled_from([*OFTEN, *OFTEN, *VALUES]), min_size=1, max_size=2))
    for name in list(names):
        if name in TOGETHER and draw(st.integers(0, 5)):
            names.append(TOGETHER[name])
    if "exit" in names and draw(st.booleans()):
        names.append("anyway")
    takes_effect = bool(TAKES_EFFECT & set(names))
    if draw(st.booleans()) and takes_effect:
        names.append("from")
    typed = [f"{name} {draw(VALUES[name])}".strip() for name in dict.fromkeys(names)]
    return " ".join(typed) + draw(BECAUSE)


CORRECTED: dict[str, Words] = {
    "level": VALUES["level"],
    "category": VALUES["category"],
    "threshold": one_of("senior|none"),
    "from": PAST,
    "to": or_none(PAST),
    "why": one_of("remand|recall|sentence"),
    "place": or_none(one_of("5 Example Road|6 Example Road")),
    "imposed": PAST,
    "ends": or_none(DAY),
    "on": PAST,
    "note": one_of("by a neighbour|by the police"),
    "decision": one_of("yes|no"),
    "rationale": one_of("he works there|he lives there"),
}
KINDS = {
    "placement": one_of("own-ap|private|none"),
    "order": one_of("VOO|SHPO|SOPO"),
    "order-change": one_of("breached|varied|ended"),
    "event": one_of("sfo|sro_breach"),
}


@st.composite
def corrected(draw: DrawFn, noun: str) -> str:
    """What of a fact of this kind was otherwise."""
    if not draw(st.integers(0, 4)):
        return "removed" + draw(BECAUSE)
    names = st.lists(st.sampled_from(NOUNS[noun].values), min_size=1, max_size=2, unique=True)
    values = {**CORRECTED, "kind": KINDS.get(noun, st.just("other"))}
    typed = [f"{name} {draw(values[name])}" for name in draw(names)]
    return " ".join(typed) + draw(BECAUSE)


def corrections() -> SearchStrategy[dict[str, str]]:
    """What of a fact of each kind was otherwise."""
    return st.fixed_dictionaries({noun: corrected(noun) for noun in NOUNS})


LOOKS = one_of(
    "case {case}|case {case} notes|case {case} orders|case {case} next|history {case}|export"
    "|find Zebedee Marker|actions overdue|actions {case}|find X000001"
    "|referrals all|deputies|request {case}|transfer"
)
SUBJECTS = st.one_of(CRN, PRISON, PNC, one_of("065656/91H|81/0000034U"))
REFERRED = {
    "category": VALUES["category"], "level": one_of("2|3"), "threshold": VALUES["threshold"],
    "release": DAY, "licence-end": DAY, "crn": CRN, "pnc": PNC, "cro": CRO,
    "prison-number": PRISON, "name": one_of('"Alex Invented"|"Zebedee Q. Marker"'),
    "born": one_of("1 May 1980|2 June 1990"), "risk": one_of("low|high"),
    "limited-access": st.just(""), "new-person": st.just(""), "agencies": st.just("police"),
}  # fmt: skip


@st.composite
def referrals(draw: DrawFn) -> str:
    """What follows the subject of a referral."""
    more = draw(st.lists(st.sampled_from(sorted(REFERRED)), max_size=3))
    names = dict.fromkeys(["category", "level", *more])
    typed = [f"{name} {draw(REFERRED[name])}".strip() for name in names]
    return " ".join(typed) + " because high risk"


SCREENED = st.one_of(
    one_of("accept level 2|accept level 3|accept level 2 category 2|accept level 3 category 3"),
    PAST.map(lambda day: f"accept level 2 category 2 from {day}"),
    one_of("decline|more|withdraw|decline level 1|accept"),
)
REQUESTED = st.one_of(
    one_of("escort|assessment|licence-condition|other").flatmap(
        lambda kind: DAY.map(lambda day: f"{kind} owner <@U0PRIYA> due {day} what to be seen to")
    ),
    one_of("1|2").flatmap(
        lambda number: one_of(
            "granted|refused|done note seen to|withdrawn|reopened because it goes on|recommended"
            "|not-recommended because of more|due {10} because later|owner <@U0PETE>|what else"
        ).map(lambda said: f"{number} {said}")
    ),
)
ACTED = st.one_of(
    st.tuples(st.one_of(SOMEBODY, st.just('"Sam Example" agency police')), DAY).map(
        lambda said: f"what to be seen to owner {said[0]} due {said[1]} because it was agreed"
    ),
    one_of(
        "done|cannot note nobody in|reopen because it goes on|due {10} because later|what else"
        "|reassign <@U0PETE>|reassign <@U0PRIYA>|reassign Jo agency police|done on {-2} note seen"
    ),
)
STEPS = one_of(
    "to Hertfordshire because moved|accept because moved|accept owner <@U0NOEL> because moved"
    "|decline because he lives here|withdraw because he stays|to Bedfordshire because back"
)


def with_days(line: str, today: date) -> str:
    """The line with its days."""

    def day(found: re.Match[str]) -> str:
        return uk_date(today + timedelta(days=int(found[1])))

    return re.sub(r"\{(-?\d+)\}", day, line)
