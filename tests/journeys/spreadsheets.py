"""An area's spreadsheet as it is before the bot: invented people, a sheet a list of lines."""

from collections.abc import Mapping
from pathlib import Path

import openpyxl

Sheets = Mapping[str, str]
# As folder of CSV files, brought in by the command line on the first day.
OLD_CASELOAD: Sheets = {
    "cases": """
        case_ref,crn,prison_number,name,born_on,lead_agency,district,rosh,limited_access
        BED-2001,X200001,A2001AA,Ada Invented,1980-02-01,probation,Luton,high,no
        BED-2002,X200002,,Bo Invented,01/03/1975,police,Bedford,very-high,no
        BED-2003,,A2003AA,Cy Invented,,mental-health,Luton,,no
        BED-2004,X200004,,Di Invented,1991-12-31,police,,medium,no
        """,
    "spells": """
        case_ref,category,level,started_on,ended_on,threshold,reason
        BED-2001,2,1,2022-01-10,2023-06-01,,
        BED-2001,2,2,2023-06-01,,high-risk,moved near the school
        BED-2002,1,3,2023-03-01,,senior,several agencies
        BED-2003,3,2,2023-09-09,,co-ordination,=no formula
        BED-2004,1,1,2020-05-05,2024-01-01,,left
        """,
    "custody": """
        case_ref,from_on,to_on,why
        BED-2001,2021-01-01,2022-01-10,sentence
        BED-2002,2024-02-01,,recall
        """,
    "dates": """
        case_ref,kind,on,note
        BED-2001,licence_end,2098-12-01,
        BED-2001,sentence_end,2099-12-01,
        BED-2002,parole_hearing,2098-11-30,the second one
        BED-2003,review,2098-07-30,
        """,
    "orders": """
        case_ref,kind,imposed_on,ends_on
        BED-2002,SHPO,2020-05-05,2098-05-05
        """,
    "events": """
        case_ref,kind,on,note
        BED-2002,returned_breach_of_licence,2024-02-01,curfew
        """,
    "team": """
        case_ref,slack_id,part
        BED-2001,U0PRIYA,owner
        BED-2003,U0PETE,owner
        """,
}
# As one workbook, sent to the bot later by a colleague of another district.
MORE_CASES: Sheets = {
    "cases": """
        case_ref,crn,name,district
        BED-2101,X200101,Ed Invented,Bedford
        BED-2102,X200102,Fay Invented,Bedford
        """,
    "spells": """
        case_ref,category,level,started_on,ended_on,threshold,reason
        BED-2101,2,2,2024-01-31,,high-risk,risk has risen
        BED-2102,1,1,2024-02-28,,,
        """,
}
FAULTY: Sheets = {
    **MORE_CASES,
    "spells": MORE_CASES["spells"].replace("2024-01-31", "31/02/2024").replace(",1,1,", ",3,1,"),
}


def write_folder(folder: Path, sheets: Sheets) -> Path:
    folder.mkdir()
    for name, text in sheets.items():
        lines = "\n".join(line.strip() for line in text.strip().splitlines())
        (folder / f"{name}.csv").write_text(f"{lines}\n", encoding="utf-8")
    return folder


def write_workbook(path: Path, sheets: Sheets) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, text in sheets.items():
        sheet = book.create_sheet(name)
        for line in text.strip().splitlines():
            sheet.append(line.strip().split(","))
    book.save(path)
    return path
