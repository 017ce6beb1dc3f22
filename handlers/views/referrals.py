"""How a referral is asked for and confirmed."""

from collections.abc import Sequence

from handlers.desks import Reply, say
from handlers.views import blocks
from mappa.agencies import AGENCIES
from mappa.cases import CATEGORIES, DATE_KINDS, THRESHOLDS

SUBMIT_REFERRAL = "submit_referral"
OPEN_REFERRAL = "open_referral"


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
        blocks.date_input("release", "Release date"),
        blocks.date_input("licence-end", "Licence end date"),
        blocks.text_input("because", "Why", hint="Never name a victim", lines=True),
    ]
    return blocks.form(SUBMIT_REFERRAL, "Refer somebody", "Refer", shown)


def referral_made(ref: str, command: str) -> Reply:
    """What was saved, to somebody who may not see the case, nor whether it was known before."""
    return _made(ref, f"The co-ordinator decides on it. Follow it with: {command} me")


def referral_of_case_made(ref: str, case_ref: str, kept: Sequence[str], command: str) -> Reply:
    """The same to somebody who may see the case; `kept` are dates that it holds otherwise."""
    more = [f"It is about case {case_ref}. See it with: {command} case {case_ref}"]
    if kept:
        named = " and ".join(DATE_KINDS[kind].lower() for kind in kept)
        more.append(
            f"The {named} given stands in the referral only; the case was not changed. "
            f"Change it with: {command} update {case_ref}"
        )
    return _made(ref, *more)


def _made(ref: str, *more: str) -> Reply:
    lines = [f"Saved: referral {ref}.", *more]
    return say(blocks.escape(" ".join(lines)), *map(blocks.words, lines))


def thanks(reply: Reply) -> blocks.Block:
    """The confirmation, in place of the form that was sent in."""
    return blocks.notice("Referral saved", reply.message.blocks)
