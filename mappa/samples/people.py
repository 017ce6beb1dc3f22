"""Who uses the practice workspace: one person of most roles, all invented."""

CORA, PRIYA, PETE = "U0CORA", "U0PRIYA", "U0PETE"


def practice_people() -> tuple[tuple[str, str, str, str, tuple[str, ...]], ...]:
    """Slack id, name, agency, role and grants of those registered in the practice workspace."""
    return (
        (CORA, "Cora Practice", "probation", "co-ordinator", ()),
        (PRIYA, "Priya Practice", "probation", "practitioner", ()),
        (PETE, "Pete Practice", "police", "practitioner", ()),
        ("U0CHAS", "Chas Practice", "police", "chair", ()),
        ("U0SIMI", "Simi Practice", "health", "smb", ()),
        ("U0ADA", "Ada Practice", "other", "admin", ()),
    )
