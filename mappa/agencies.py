"""The agencies of the Responsible Authority and those with a duty to co-operate."""

from collections.abc import Mapping

from mappa.choices import read_choice

AGENCIES: Mapping[str, str] = {
    "police": "Police",
    "probation": "Probation",
    "prison": "Prison",
    "youth-offending": "Youth offending team",
    "mental-health": "Mental health services",
    "health": "Health",
    "social-services": "Social services",
    "housing": "Housing",
    "education": "Education",
    "jobcentre": "Jobcentre Plus",
    "victim-liaison": "Victim liaison",
    "approved-premises": "Approved Premises",
    "electronic-monitoring": "Electronic monitoring",
    "immigration": "Immigration Enforcement",
    "other": "Other",
}


def read_agency(text: str) -> str:
    """The agency's code."""
    return read_choice(text, AGENCIES, "agency")
