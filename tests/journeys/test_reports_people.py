"""What the people of the annual report ask for before a meeting, each as a journey of weeks."""

from datetime import date

from mappa.case_facts import Contact
from mappa.cases import TeamMember
from tests.handlers.workspaces import whole_text
from tests.journeys.stories import CORA, NOEL, PETE, PRIYA, Story

DUE = "Reminder. BED-1042: Request 1 due on"
LATE = "Overdue. BED-1042: Request 1 due on"


def test_the_prison_sends_its_report(story: Story) -> None:
    story.secrets += ["Pat Invented", "conduct on the wing", "two adjudications"]
    story.saves(CORA, "update BED-1042 contact prison Pat Invented, pat@prison.example")
    saved = story.saves(
        CORA, "request BED-1042 report agency prison due 8 July 2026 what conduct on the wing"
    )
    assert "1. Report for a meeting by Probation, 17 June 2026, to Prison" in saved
    story.until("30 June 2026")
    assert story.told(PRIYA) == story.told(CORA) == []
    story.until("1 July 2026")
    notice = f"1 July 2026 09:00 {DUE} 8 July 2026 (7 days)"
    assert story.told(PRIYA) == story.told(CORA) == [notice]
    card = story.reads(PRIYA, "case BED-1042")
    assert "8 July 2026: Request 1 due (Report for a meeting)" in card
    assert "Contacts: Prison, Pat Invented, pat@prison.example" in card

    story.until("6 July 2026")
    story.saves(PRIYA, "request BED-1042 1 done note two adjudications, report is with the minutes")
    story.until("9 July 2026")
    assert story.told(PRIYA) == story.told(CORA) == []  # what was answered is not asked for again
    answered = (
        "to Prison, due 8 July 2026, done 6 July 2026: conduct on the wing: two adjudications"
    )
    assert answered in story.reads(CORA, "request BED-1042 1")
    assert "Request 1 due" not in story.reads(CORA, "case BED-1042")
    history = story.reads(CORA, "history BED-1042")
    assert history.index("6 July 2026, 10:00, Priya Practice") < history.index(
        "17 June 2026, 09:30"
    )
    [asked, given] = [
        c["after"]["requests"][0] for c in story.changes() if "requests" in c["after"]
    ]
    assert (asked["outcome"], given["outcome"], given["closed_on"]) == ("", "done", "2026-07-06")
    story.is_closed_to_all_but(CORA, PRIYA)


def test_the_psychologist_is_asked_for_an_assessment_and_advice(story: Story) -> None:
    story.secrets += ["how he reads a threat", "short sentences"]
    psychologist = NOEL
    story.register(psychologist, "mental-health")
    story.saves(CORA, f"update BED-1042 member <@{psychologist}>")
    saved = story.saves(
        PRIYA,
        f"request BED-1042 psychologist's assessment owner <@{psychologist}> agency mental-health "
        "due 3 August 2026 what how he reads a threat, and advice to the panel",
    )
    assert "Its owner is told in a direct message." in saved
    yours = "Request 1 of BED-1042 is yours: psychologist's assessment, due 3 August 2026"
    [letter] = story.told(psychologist)
    assert letter.startswith(f"17 June 2026 09:30 {yours}")
    story.until("27 July 2026")
    notice = f"27 July 2026 09:00 {DUE} 3 August 2026 (7 days)"
    assert story.told(psychologist) == story.told_of_case(CORA) == [notice]
    assert story.told(PRIYA) == []  # it is not hers to answer

    asked = story.types(psychologist, "request BED-1042 1")
    form = story.presses(psychologist, "answer_request", asked)
    assert form["title"]["text"] == "Request, BED-1042"
    saved = story.submits(
        psychologist, outcome="done", note="calm in short sentences; see him weekly"
    )
    assert "done 27 July 2026" in saved
    story.until("4 August 2026")
    assert story.told(psychologist) == story.told_of_case(CORA) == []
    assert "see him weekly" in story.reads(PRIYA, "case BED-1042")
    by_whom = "27 July 2026, 10:00, Noel Practice, by form: case changed"
    assert by_whom in story.reads(CORA, "history BED-1042")
    story.is_closed_to_all_but(CORA, PRIYA, psychologist)


def test_the_vlo_asks_for_licence_conditions_and_the_meeting_records_whether_it_recommends_them(
    story: Story,
) -> None:
    story.secrets += ["no contact", "the market town", "in the licence"]
    liaison = NOEL
    story.register(liaison, "victim-liaison")
    condition = "request BED-1042 licence conditions what"
    assert "No case BED-1042" in story.reads(liaison, f"{condition} no contact")
    story.saves(CORA, f"update BED-1042 member <@{liaison}>")
    story.saves(liaison, f"{condition} no contact, direct or through others")
    story.saves(liaison, f"{condition} not to enter the market town")
    refused = story.reads(liaison, "request BED-1042 1 recommended")
    assert "what the meeting recommends is recorded by the co-ordinator" in refused

    story.until("24 June 2026")  # the meeting
    story.saves(CORA, "request BED-1042 1 recommended")
    story.saves(CORA, "request BED-1042 2 not-recommended because he works there")
    story.until("1 July 2026")
    story.saves(PRIYA, "request BED-1042 1 granted note in the licence of today")
    story.saves(PRIYA, "request BED-1042 2 refused")
    [first, second] = story.case().requests
    assert (first.agency, first.recommendation, first.outcome) == (
        "victim-liaison", "recommended", "granted",
    )  # fmt: skip
    assert (second.recommendation, second.outcome) == ("not-recommended", "refused")
    assert "1 more: /mappa case BED-1042 requests" in story.reads(liaison, "case BED-1042")
    listed = story.reads(liaison, "case BED-1042 requests")
    for words in (
        "1. Licence condition by Victim liaison, 17 June 2026, recommended by the meeting, granted",
        "2. Licence condition by Victim liaison, 17 June 2026, not recommended by the meeting, ref",
    ):
        assert words in listed
    by_whom = [
        (c["recorded_at"].date(), c["after"]["because"])
        for c in story.changes()
        if any(r["recommendation"] for r in c["after"].get("requests", ()))
    ]
    assert by_whom[:2] == [(date(2026, 6, 24), ""), (date(2026, 6, 24), "he works there")]
    story.is_closed_to_all_but(CORA, PRIYA, liaison)


def test_social_care_is_chased_for_information_before_the_meeting(story: Story) -> None:
    story.secrets += ["Sam Invented", "who lives in the house", "nobody under 18"]
    story.saves(CORA, "update BED-1042 contact social services Sam Invented, sam@care.example")
    story.saves(
        CORA,
        "request BED-1042 information agency social services due 1 July 2026 "
        "what who lives in the house",
    )
    story.until("1 July 2026")
    told = [
        f"24 June 2026 09:00 {DUE} 1 July 2026 (7 days)",
        f"1 July 2026 09:00 {DUE} 1 July 2026 (on the day)",
    ]
    assert story.told(CORA) == story.told(PRIYA) == told
    story.until("3 July 2026")
    card = story.types(CORA, "case BED-1042")
    assert "1 July 2026: Request 1 (Information before a meeting) is open" in whole_text(card)
    assert "OVERDUE 1. Information before a meeting" in story.reads(CORA, "request BED-1042")

    refused = story.reads(CORA, "request BED-1042 1 due 15 July 2026")
    assert "due: changing it needs a reason" in refused
    story.saves(CORA, "request BED-1042 1 due 15 July 2026 because Sam Invented was on leave")
    assert "is open" not in story.reads(CORA, "case BED-1042")
    story.until("8 July 2026")
    again = [
        f"3 July 2026 09:00 {LATE} 1 July 2026 (overdue 2 working days)",
        f"8 July 2026 09:00 {DUE} 15 July 2026 (7 days)",
    ]
    assert story.told(CORA) == story.told(PRIYA) == again

    story.until("16 July 2026")
    card = story.types(PRIYA, "case BED-1042")
    story.presses(PRIYA, "answer_request", card)  # the card offers what is overdue
    story.submits(PRIYA, outcome="done", on="2026-07-14", note="nobody under 18; by telephone")
    assert story.case().contacts == (
        Contact("social-services", "Sam Invented", "sam@care.example"),
    )
    assert story.case().requests[0].closed_on == date(2026, 7, 14)
    assert story.case().team == (TeamMember(PRIYA, "owner"),)
    assert "moved" not in story.reads(PETE, "case BED-1042")
    story.is_closed_to_all_but(CORA, PRIYA)
