# ruff: noqa: E501  # a table is read in rows
"""Rows that are wrong, each in one way: sheet, row, the column at fault, and words of the reason.

Each is added to the good workbook, singly and then all together; none may hide or cause another.
"""

LONG = "x" * 10_001

BAD_ROWS = [
    # References, and what they may point to.
    ("cases", "BED/9,,,,,,,,,,,", "case_ref", "letters, digits and hyphens"),
    ("cases", "BED-123456789012345678,,,,,,,,,,,", "case_ref", "1 to 20"),
    ("cases", "bed-1,,,,,,,,,,,", "case_ref", "BED-1 stands in row 2 already"),
    ("cases", ",X000009,,,,,,,,,,", "case_ref", "A value is missing. Example: BED-1042"),
    ("spells", "BED-77,1,1,2014-01-01,,,", "case_ref", "no case BED-77 in the sheet cases"),
    ("events", "BED-78,sfo,2014-01-01,", "case_ref", "no case BED-78"),
    ("referrals", "R-20,BED-79,2014-01-01,police,2,open,,,", "case_ref", "no case BED-79"),
    ("referrals", "r-1,BED-1,2014-01-01,police,2,open,,,", "referral_ref", "R-1 stands in row 2"),
    ("meetings", "M-1,2,2015-01-01T10:00,,held", "meeting_ref", "M-1 stands in row 2"),
    ("heard", "M-9,BED-1,,,,", "meeting_ref", "no meeting M-9 in the sheet meetings"),
    ("heard", "M-2,BED-80,,,,", "case_ref", "no case BED-80"),
    ("heard", "M-1,BED-1,,,,", "case_ref", "BED-1 at the meeting M-1 stands in row 2"),
    ("attendance", "M-8,BED-1,police,attended,", "meeting_ref", "no meeting M-8"),
    ("attendance", "M-1,BED-1,Police,none,", "agency", "stands in row 2 already"),
    ("actions", "A-1,BED-1,,,,,,", "action_ref", "A-1 stands in row 2"),
    # Identifiers.
    ("cases", "BED-20,32074X,,,,,,,,,,", "crn", "one letter and six digits. Example: X320741"),
    ("cases", "BED-21,,1980/0163001B,,,,,,,,,", "pnc", "check letter does not fit"),
    ("cases", "BED-22,,12/,,,,,,,,,", "pnc", "a year, a slash, 1 to 7 digits"),
    ("cases", "BED-23,,,85227/65G,,,,,,,,", "cro", "check letter does not fit"),
    ("cases", "BED-24,,,,1234AAA,,,,,,,", "prison_number", "a letter, four digits and two letters"),
    ("cases", "BED-25,x000001,,,,,,,,,,", "crn", "The CRN X000001 stands in row 2 already"),
    ("cases", "BED-26,,2002/0073319Z,,,,,,,,,", "pnc", "stands in row 2 already"),
    ("cases", "BED-27,,,,,12/3456,,,,,,", "visor_ref", "stands in row 2 already"),
    # Closed lists.
    ("cases", "BED-30,,,,,,,,army,,,", "lead_agency", "one of police, probation"),
    ("cases", "BED-31,,,,,,,,,Leeds,,", "district", "one of Bedford, Central Bedfordshire, Luton"),
    ("cases", "BED-32,,,,,,,,,,extreme,", "rosh", "low, medium, high, very-high"),
    ("cases", "BED-33,,,,,,,,,,,maybe", "limited_access", "neither yes nor no"),
    ("spells", "BED-2,5,1,2003-01-01,2003-02-01,,", "category", "not one of 1, 2, 3, 4"),
    ("spells", "BED-2,1,4,2004-01-01,2004-02-01,,", "level", "not one of 0, 1, 2, 3"),
    ("spells", "BED-2,-1,1,2005-01-01,2005-02-01,,", "category", "not one of 1, 2, 3, 4"),
    ("spells", "BED-2,1,2,2006-01-01,2006-02-01,risky,", "threshold", "high-risk, co-ordination"),
    ("custody", "BED-2,2014-01-01,,holiday", "why", "sentence, remand, recall"),
    ("dates", "BED-2,birthday,2014-01-01,", "kind", "release, licence_end, sentence_end"),
    ("orders", "BED-1,ASBO,2014-01-01,", "kind", "SOPO, NO, FTO, SHPO"),
    ("events", "BED-1,party,2014-01-01,", "kind", "returned_breach_of_licence"),
    ("referrals", "R-21,BED-1,2014-01-01,police,1,open,,,", "level_sought", "not one of 2, 3"),
    ("referrals", "R-22,BED-1,2014-01-01,police,2,maybe,,,", "decision", "open, accepted"),
    ("meetings", "M-20,1,2014-01-01T10:00,,held", "level", "not one of 2, 3"),
    ("meetings", "M-21,2,2014-01-01T10:00,,over", "status", "planned, held, cancelled"),
    ("attendance", "M-2,BED-1,police,perhaps,", "how", "attended, report, apologies, none"),
    ("team", "BED-2,U0CORA,boss", "part", "owner, member"),
    ("team", "BED-2,priya,member", "slack_id", "not a Slack id. Example: U012AB3CD"),
    # Days and hours.
    ("spells", "BED-2,1,1,31/02/2014,,,", "started_on", "there is no such day"),
    ("spells", "BED-2,1,1,,,,", "started_on", "A value is missing. Example: 2014-03-31"),
    ("custody", "BED-2,2014-13-01,,remand", "from_on", "there is no month 13"),
    ("dates", "BED-2,release,03/31/2014,", "on", "there is no month 31"),
    ("dates", "BED-2,tused,31.3.2014,", "on", "not a date"),
    ("dates", "BED-2,sentence_end,9999-12-31,", "on", "a century ahead"),
    ("events", "BED-1,sfo,1814-01-01,", "on", "before 1900"),
    ("cases", "BED-40,,,,,,,2027-01-01,,,,", "born_on", "after today"),
    ("meetings", "M-22,2,2014-02-03,,held", "starts_at", "not a date with an hour"),
    ("meetings", "M-23,2,2014-02-03T25:00,,held", "starts_at", "there is no such hour"),
    ("meetings", "M-24,2,2014-03-30T01:30,,held", "starts_at", "hour was left out"),
    ("meetings", "M-25,2,2014-10-26T01:30,,held", "starts_at", "that hour came twice"),
    # What cannot be true of one row.
    ("spells", "BED-3,3,1,2017-01-01,2017-02-01,,", "level", "Category 3 is managed at Level 2 or 3"),
    ("spells", "BED-2,1,1,2001-01-01,2001-02-01,senior,", "threshold", "for Levels 2 and 3 only"),
    ("spells", "BED-2,1,1,2002-01-01,2002-01-01,,", "ended_on", "not after 1 January 2002"),
    ("custody", "BED-2,2014-01-02,2014-01-01,remand", "to_on", "not after 2 January 2014"),
    ("orders", "BED-1,SHPO,2016-01-01,2015-12-31", "ends_on", "not after 1 January 2016"),
    ("referrals", "R-23,BED-1,2014-01-02,,2,declined,2014-01-01,,", "decided_on", "before it was"),
    ("referrals", "R-24,BED-1,2014-01-02,,2,accepted,,2,", "decided_on", "give the day of it"),
    ("referrals", "R-25,BED-1,2014-01-02,,2,open,2014-01-03,,", "decided_on", "It is open"),
    ("referrals", "R-26,BED-1,2014-01-02,,2,declined,2014-01-03,2,", "level_set", "no level was set"),
    ("actions", "A-20,BED-1,,,,,2014-01-01,2014-01-02", "done_on", "done on 1 January 2014"),
    ("population", "BED,2015,-5", "aged_10_plus", "a whole number"),
    ("population", "BED,2016,half a million", "aged_10_plus", "a whole number"),
    ("population", "Bedfordshire,2014,1000", "year_ending", "stands in row 2 already"),
    ("requests", "BED-2,1,escort,2014-01-02,,,,,,,,,2014-01-01", "closed_on", "before it was raised"),
    ("requests", "BED-1,2,escort,2014-01-02,,,,,,,,,", "number", "request 2 of BED-1 stands in row 3"),
    ("transfers", "BED-3,BED,BED,2014-01-01,open,,", "to_area", "another area"),
    ("watches", "BED-2,2014-01-02,2014-01-01,", "until_on", "before it was begun"),
    ("case_contacts", "BED-2,police,,ann@example.org,", "slack_id", "Give a name or a Slack id"),
    ("order_changes", "BED-2,SOPO,2013-05-01,ended,2013-04-01,", "on", "before 1 May 2013"),
    # What cannot be true together with another row.
    ("spells", "BED-1,2,2,2013-01-01,2013-04-02,,", "started_on", "from 1 April 2013 to 31 March"),
    ("spells", "BED-1,2,2,2020-01-01,2021-01-01,,", "started_on", "31 March 2014 on, which has no end"),
    ("custody", "BED-1,2012-06-01,2012-07-01,remand", "from_on", "1 January 2012 to 1 April 2013"),
    ("absences", "BED-3,2015-02-02,2015-02-04", "from_on", "1 February 2015 to 3 February 2015"),
    ("placements", "BED-1,none,2014-01-01,2014-02-01,", "from_on", "1 April 2013 to 1 May 2014"),
    ("dates", "BED-1,release,2014-04-01,", "kind", "has a date of the kind release already"),
    ("dates", "BED-1,tused,2015-04-01,", "on", "would fall not after licence end"),
    ("team", "BED-1,U0CORA,owner", "part", "BED-1 has an owner already"),
    ("team", "BED-1,U0PETE,member", "slack_id", "works with BED-1 already"),
    ("order_changes", "BED-2,VOO,2013-05-01,ended,2014-04-01,", "kind", "no VOO imposed on 1 May 2013"),
    # Text.
    ("spells", f"BED-2,1,1,1999-01-01,1999-02-01,,{LONG}", "reason", "10,001 characters, at most 10,000"),
    ("events", "BED-1,sfo,2014-02-02,bell\x07", "note", "invisible control characters"),
    ("actions", "A-21,BED-1,,,\u202eturned,,,", "what", "invisible control characters"),
]  # fmt: skip

# Several in one row, and what belongs to no column.
BAD_TOGETHER = [
    (
        "cases",
        "BED-50,nonsense,nonsense,,,,,yesterday,army,,,",
        {
            "crn": "six digits",
            "pnc": "check letter",
            "born_on": "not a date",
            "lead_agency": "one of police",
        },
    ),
    (
        "spells",
        "BED-3,3,0,2018-01-01,2017-01-01,risky,x",
        {"threshold": "high-risk", "level": "Category 3", "ended_on": "not after"},
    ),
    ("team", "BED-3,U0CORA,member,and more", {"column 4": "more cells than names"}),
]
