"""How a referral is asked for and confirmed, and how the co-ordinators are told of it."""

from collections.abc import Sequence
from datetime import date

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.case_facts import VICTIM_CONCERNS
from mappa.cases import CATEGORIES, RISK_BANDS, THRESHOLDS, CaseRecord
from mappa.days import uk_date
from mappa.referrals import Referral
from mappa.referred_people import LONGEST_NAME, LONGEST_VISOR
from storage.outgoing import Message

SUBMIT_REFERRAL = "submit_referral"
OPEN_REFERRAL = "open_referral"
MAKE_REFERRAL = "make_referral"  # the shortcut
SCREEN_REFERRAL = "screen_referral"  # the button that opens the screening
YES = {"yes": "Yes"}
NOBODY_YET = (
    "No co-ordinator of this area has the grant for it yet: tell them that {ref} waits, so that "
    "somebody is granted it."
)


def referral_form(agency: str, identifier: str = "") -> blocks.Block:
    """The form; field names are those of the typed line, so that errors find their field."""
    categories = {str(n): f"Category {n}: {name}" for n, name in CATEGORIES.items()}
    shown = [
        blocks.text_input(
            "identifier",
            "Who is referred",
            hint="Case reference, CRN, PNC or prison number, for example X320741",
            initial=identifier,
            longest=100,
        ),
        blocks.choice_input(
            "category",
            "Category",
            categories,
            hint="Needed unless it is a case that you can see already",
            optional=True,
        ),
        blocks.choice_input("level", "Level sought", {"2": "Level 2", "3": "Level 3"}),
        blocks.choice_input("agency", "Referring agency", AGENCIES, initial=agency),
        blocks.choice_input("threshold", "Threshold", THRESHOLDS, optional=True),
        blocks.text_input("because", "Why", hint="Never name a victim", lines=True),
        blocks.choice_input("risk", "Risk of serious harm", RISK_BANDS, optional=True),
        blocks.choice_input(
            "victim-concerns",
            "Victim concerns",
            VICTIM_CONCERNS,
            hint="Whether there are any, never whom they concern",
            optional=True,
        ),
        *_dates(),
        *_agencies(),
        *_person(),
        blocks.choice_input(
            "limited-access",
            "Limited access",
            YES,
            hint="Then only people with the grant see a case that is opened for this referral",
            optional=True,
        ),
        blocks.choice_input(
            "new-person",
            "Somebody new, although a case looks like theirs",
            YES,
            hint="Only after a case was offered that is somebody else's",
            optional=True,
        ),
    ]
    return blocks.form(SUBMIT_REFERRAL, "Refer somebody", "Refer", shown)


def _dates() -> list[blocks.Block]:
    return [
        blocks.date_input("release", "Release date"),
        blocks.date_input("licence-end", "Licence end date"),
        blocks.date_input("sentence-end", "Sentence end date"),
        blocks.date_input("parole-hearing", "Parole hearing date"),
    ]


def _agencies() -> list[blocks.Block]:
    return [
        blocks.choice_input("lead-agency", "Lead agency", AGENCIES, optional=True),
        blocks.text_input(
            "agencies",
            "Other agencies involved",
            hint="For example: police, housing and probation",
            optional=True,
            longest=300,
        ),
    ]


def _person() -> list[blocks.Block]:
    return [
        blocks.text_input("name", "Name", optional=True, longest=LONGEST_NAME),
        blocks.date_input("born", "Date of birth"),
        *(
            blocks.text_input(
                field, label, hint=f"For example {example}", optional=True, longest=100
            )
            for field, label, example in (
                ("crn", "CRN", "X320741"),
                ("pnc", "PNC number", "2002/0073319Z"),
                ("cro", "CRO number", "65656/91H"),
                ("prison-number", "Prison number", "A1234AA"),
            )
        ),
        blocks.text_input("visor", "ViSOR reference", optional=True, longest=LONGEST_VISOR),
    ]


def referral_made(ref: str, more: Sequence[str], command: str) -> Reply:
    """What was saved, to somebody who may not see the case, nor whether it was known before."""
    return _made(ref, f"The co-ordinator decides on it. Follow it with: {command} me", *more)


def counted_inside(case: CaseRecord, today: date, command: str) -> list[str]:
    """Of a person with a release ahead nobody has said that they are inside: so it is told."""
    stay = case.custody_on(today)
    if stay is None or stay.why != "not-recorded":
        return []
    return [
        "With a release or a parole hearing ahead they are counted as in custody until the release "
        f"is recorded. Record it with: {command} update {case.ref} custody no"
    ]


def referral_of_case_made(
    ref: str,
    case_ref: str,
    added: Sequence[str],
    kept: Sequence[str],
    prompts: Sequence[str],
    command: str,
) -> Reply:
    """The same to somebody who may see the case; `added` is what the case did not hold, `kept` what
    it holds otherwise."""
    more = [f"It is about case {case_ref}. See it with: {command} case {case_ref}"]
    if added:
        more.append(f"Added to the case: {', '.join(added)}.")
    if kept:
        more.append(
            f"The {' and '.join(kept)} given stands in the referral only; the case was not changed "
            f"in that. Change it with: {command} update {case_ref}"
        )
    return _made(ref, *more, *prompts)


def _made(ref: str, *more: str) -> Reply:
    lines = [f"Saved: referral {ref}.", *more]
    return say(blocks.escape(" ".join(lines)), *map(blocks.words, lines))


def referral_to_screen(
    ref: str, referral: Referral, case: CaseRecord, decide_by: date | None
) -> Message:
    """What a co-ordinator is told of a new referral: references and figures, nobody's name."""
    agency = AGENCIES[referral.agency] if referral.agency else "an agency"
    text = (
        f"Referral {ref} of case {case.ref} was made by {agency} on "
        f"{uk_date(referral.referred_on)}: level {referral.level_sought} is sought."
    )
    until = [f"To be decided by {uk_date(decide_by)}."] if decide_by else []
    return to_screen(ref, " ".join([text, *until]))


def to_screen(ref: str, text: str) -> Message:
    """Something that happened to a referral, with the button that opens its screening."""
    buttons = blocks.actions(
        "referral", blocks.button("Screen", SCREEN_REFERRAL, ref, primary=True)
    )
    return Message(blocks.escape(text), (blocks.words(text), buttons))


def thanks(reply: Reply) -> blocks.Block:
    """The confirmation, in place of the form that was sent in."""
    return blocks.notice("Referral saved", reply.message.blocks)
