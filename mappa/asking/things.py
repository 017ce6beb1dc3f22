"""What can be counted, by the words that people use for it."""

from collections.abc import Mapping

# Nouns, and verbs that say the same.
THINGS: Mapping[str, str] = {
    "referrals": """referral | referrals | referred | refer | mappa referrals | mappa referral
        | new referrals | new referral""",
    "decisions": "decision | decisions | screening decisions | referral decisions",
    "screening": "screening | screenings | screened",
    "meetings": """meeting | meetings | panel | panels | panel meeting | panel meetings
        | mappa meetings | mappa meeting | mappa panels""",
    "hearings": "heard | discussed",
    "attendance": "attendance | attendance rate | attendance rates | attended | attend",
    "actions": "action | actions | action points",
    "orders": "order | orders | restrictive orders | court orders | restrictive order",
    "disclosure": """disclosure | disclosures | disclosure recorded | disclosure considered
        | disclosure decision recorded | disclosure decisions recorded | disclosure decision
        | disclosure considered and recorded""",
    "trainings": """training | trainings | training session | training sessions
        | training event | training events""",
    "case audits": "case audit | case audits | audit | audits",
    "minutes": "minutes | minutes issued",
}
# Verbs among them: "how many people were referred" asks for referrals.
VERBS = frozenset({"referred", "refer", "screened", "heard", "discussed", "attended", "attend"})

_RETURNED = "returned to custody | return to custody | returns to custody | returned to prison"
_BREACH = tuple(
    f"for {breach}{whose}"
    for breach in ("breach of", "breaching")
    for whose in ("", " their", " a", " an", " the")
)
RETURNED = frozenset({"returned_breach_of_licence", "returned_breach_of_order"})
EVENTS: Mapping[str, tuple[frozenset[str], str]] = {
    "returned": (RETURNED, _RETURNED),
    "notification": (
        frozenset({"breach_of_notification"}),
        " | ".join(
            f"{before}{breach}{after}"
            for before in ("", "cautioned or convicted for ", "convicted or cautioned for ",
                           "cautioned or convicted of ", "cautions or convictions for ")
            for breach in ("breach of notification", "breaches of notification",
                           "breach of the notification", "breach of their notification",
                           "breaching notification", "breaching their notification",
                           "breached notification", "breached their notification")
            for after in ("", " requirements")
        ) + " | notification breach | notification breaches",
    ),
    "revoked": (
        frozenset({"notification_revoked"}),
        """notification revoked | notification requirements revoked | revoked notification
        | lifetime notification revoked | revocations of notification
        | revocation of notification | notification revocations""",
    ),
    "sro": (
        frozenset({"sro_breach"}),
        """breach of a sexual risk order | breaches of a sexual risk order | sro breach
        | sro breaches | breaches of sexual risk orders | breach of sexual risk orders
        | breach of an sro | breach of sro | breached a sexual risk order | breached an sro
        | breached their sexual risk order | breaches of sros""",
    ),
    "sfo": (
        frozenset({"sfo"}),
        "sfo | sfos | serious further offence | serious further offences",
    ),
}  # fmt: skip
CAUSES: Mapping[str, str] = {
    "returned_breach_of_licence": " | ".join(
        f"{breach} {what}" for breach in _BREACH for what in ("licence", "license", "licences")
    ) + " | for licence breach | for a licence breach",
    "returned_breach_of_order": " | ".join(
        f"{breach} {what}"
        for breach in _BREACH
        for what in ("order", "orders", "sopo", "sopos", "shpo", "shpos")
    ),
}  # fmt: skip

_WITH_TRAVEL = (
    "with foreign travel restriction",
    "with a foreign travel restriction",
    "with foreign travel restrictions",
)
_SHPO = ("shpo", "shpos", "sexual harm prevention order", "sexual harm prevention orders")
ORDERS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"SOPO"}), """sopo | sopos | sexual offences prevention order
        | sexual offences prevention orders"""),
    (frozenset({"NO"}), "notification order | notification orders | nos"),
    (frozenset({"FTO"}), "fto | ftos | foreign travel order | foreign travel orders"),
    (frozenset({"SHPO", "SHPO-FT"}), " | ".join(_SHPO)),
    (frozenset({"SHPO-FT"}), " | ".join(f"{o} {t}" for o in _SHPO for t in _WITH_TRAVEL)
        + " | shpo-ft | shpo-fts"),
    (frozenset({"SHPO"}), " | ".join(
        f"{o} without{t.removeprefix('with')}" for o in _SHPO for t in _WITH_TRAVEL
    )),
    (frozenset({"SRO"}), "sro | sros | sexual risk order | sexual risk orders"),
    (frozenset({"VOO"}), "voo | voos | violent offender order | violent offender orders"),
)  # fmt: skip

# A kind of date by its noun. The second line of each names a day by itself; the first needs a verb
# ("licences ending").
DATES: Mapping[str, tuple[str, str]] = {
    "release": (
        "",
        """release | releases | release date | release dates | for release | to be released
        | being released | crd | crds | ard | ards""",
    ),
    "licence_end": (
        "licence | licences | license | licenses",
        "licence end date | licence end dates | licence ends | licence end | leds",
    ),
    "sentence_end": (
        "sentence | sentences",
        "sentence end date | sentence end dates | sentence end | sed | seds",
    ),
    "tused": (
        "top-up supervision | top up supervision",
        "tused | tuseds | top-up supervision end | top-up supervision end date",
    ),
    "notification_end": (
        """notification | notifications | notification period | notification periods
        | notification requirements""",
        "end of notification | notification end date | notification end dates | notification end",
    ),
    "parole_hearing": (
        "",
        "parole hearing | parole hearings | parole hearing date | parole hearing dates | parole",
    ),
    "review": (
        "",
        """review | reviews | review date | review dates | next review | next reviews
        | next review date | next review dates""",
    ),
}
_NONE = ("no", "without", "without a", "without an", "without any", "missing a", "missing",
         "lacking a", "lack a")  # fmt: skip
MISSING: Mapping[str, str] = {
    kind: " | ".join(
        f"{none} {noun}{said}"
        for none in _NONE
        for noun in nouns
        for said in ("", " recorded", " set", " on record")
    )
    for kind, nouns in {
        "release": ("release date", "release dates"),
        "licence_end": ("licence end date", "licence end", "led"),
        "sentence_end": ("sentence end date", "sentence end", "sed"),
        "tused": ("tused", "top-up supervision end", "top-up supervision end date"),
        "notification_end": ("notification end date", "notification end", "end of notification"),
        "parole_hearing": ("parole hearing", "parole hearing date"),
        "review": ("review date", "review", "next review", "next review date", "reviews"),
        "lead agency": ("lead agency",),
        "district": ("district",),
        "band": ("risk band", "risk of serious harm band", "rosh"),
    }.items()
}
# What was done, by the word that says so; one word can be said of several things.
STATUSES: Mapping[str, str] = {
    "made": "made | make | received | receive | get | came | came in",
    "imposed": """imposed | impose | granted | issued | imposed by courts | imposed by the courts
        | courts impose | courts imposed | the courts imposed | the courts impose""",
    "in force": "in force",
    "open": "outstanding",
    "overdue": "overdue",
    "done": "done | completed",
    "raised": "raised",
    "due": "due | falling due | coming due | coming up",
    "ending": """ending | ends | end | expire | expires | expiring | finish | finishes | finishing
        | ended | expired | that end | which end | that expire | which expire | due to end
        | due to expire""",
    "accepted": "accepted | accept",
    "declined": """declined | decline | refused | refuse | rejected | reject | turned down
        | turn down""",
    "withdrawn": "withdrawn | withdraw | withdrew",
    "decided": "decided | decide",
    "held": "held | hold | took place | taken place",
    "planned": "planned | scheduled | booked | upcoming",
    "cancelled": "cancelled | canceled",
    "on time": "on time | in time",
    "drawn": "drawn",
}  # fmt: skip
