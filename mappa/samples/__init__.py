"""The sample: who uses it, the caseload of 2013/14, and a small one that is alive today."""

from dataclasses import fields
from datetime import date

from mappa.samples.live import live_caseload, live_workbook
from mappa.samples.people import practice_people
from mappa.samples.published import bedfordshire_2013_14, published_workbook
from mappa.workbook.workbooks import Workbook


def sample_workbook(today: date) -> Workbook:
    """Both caseloads with all that belongs to them, the same at every call of a day."""
    whole, live = published_workbook(), live_workbook(today)
    for field in fields(Workbook):
        rows = getattr(whole, field.name)
        if isinstance(rows, list):
            rows += getattr(live, field.name)
    return whole


__all__ = [
    "bedfordshire_2013_14",
    "live_caseload",
    "live_workbook",
    "practice_people",
    "published_workbook",
    "sample_workbook",
]
