"""Who uses the practice workspace, and who is written to outside it: all invented."""

from mappa.workbook.workbooks import ContactRow, StandingMemberRow

CORA, PRIYA, PETE, CHAS = "U0CORA", "U0PRIYA", "U0PETE", "U0CHAS"
# Of those outside: who speaks for an agency.
OUTSIDE = {
    "probation": "Dora Trial",
    "prison": "Glen Placeholder",
    "housing": "Hope Invented",
    "mental-health": "Mia Specimen",
    "health": "Noor Sample",
    "social-services": "Sol Template",
    "victim-liaison": "Vera Example",
    "approved-premises": "Abel Dummy",
    "jobcentre": "Jo Fictional",
    "youth-offending": "Yan Madeup",
}
# Who comes to every panel, to those of one level or (None) of both.
STANDING = {"police": None, "housing": None, "mental-health": None, "health": 3,
            "social-services": 3}  # fmt: skip


def practice_people() -> tuple[tuple[str, str, str, str, tuple[str, ...]], ...]:
    """Slack id, name, agency, role and grants of those registered in the practice workspace."""
    return (
        (CORA, "Cora Practice", "probation", "co-ordinator", ()),
        (PRIYA, "Priya Practice", "probation", "practitioner", ()),
        (PETE, "Pete Practice", "police", "practitioner", ()),
        (CHAS, "Chas Practice", "police", "chair", ()),
        ("U0SIMI", "Simi Practice", "health", "smb", ()),
        ("U0ADA", "Ada Practice", "other", "admin", ()),
    )


def address_of(name: str) -> str:
    """Where somebody outside is written to."""
    return f"{name.lower().replace(' ', '.')}@example.org"


def live_contacts() -> list[ContactRow]:
    """Those outside who are not at every panel anyway."""
    return [
        ContactRow("BED", agency, name, address_of(name))
        for agency, name in OUTSIDE.items()
        if agency not in STANDING
    ]


def live_standing_members() -> list[StandingMemberRow]:
    """Pete for the police, the others outside."""
    return [
        StandingMemberRow("BED", agency, level, slack_id=PETE)
        if agency == "police"
        else StandingMemberRow(
            "BED", agency, level, name=OUTSIDE[agency], address=address_of(OUTSIDE[agency])
        )
        for agency, level in STANDING.items()
    ]
