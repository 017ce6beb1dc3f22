"""What police, housing and those who care for victims do in the annual report, over months."""

from datetime import date

from mappa.case_facts import STILL_RUNNING, Absence, Placement, Watch
from mappa.cases import Spell, TeamMember
from tests.journeys.stories import CORA, NOEL, PETE, PRIYA, Story


def test_the_dedicated_police_officer_follows_violent_cases_to_sentence_end(story: Story) -> None:
    assert "No case BED-1042" in story.reads(PETE, "case BED-1042")
    story.saves(CORA, "update BED-1042 owner <@U0PETE> sentence-end 30 September 2027")
    assert "Sentence end: 30 September 2027" in story.reads(PETE, "case BED-1042")
    story.until("2 March 2027")
    assert story.told(PETE) == [
        f"{day} 09:00 Reminder. BED-1042: Licence end on 31 March 2027 ({notice})"
        for day, notice in (("30 September 2026", "6 months"), ("6 January 2027", "12 weeks"))
    ]
    story.until("31 March 2027")
    assert [told.partition("Reminder. ")[2] for told in story.told(PETE)] == [
        f"BED-1042: Licence end on 31 March 2027 ({notice})"
        for notice in ("28 days", "7 days", "on the day")
    ]
    assert story.told(PRIYA) == []  # she has handed over, and is on the team still
    refused = story.reads(PETE, "update BED-1042 exit because licence ended")
    assert "exit is decided by the panel or the co-ordinator" in refused
    saved = story.saves(CORA, "update BED-1042 exit watch yes because licence ended")
    assert "left MAPPA on 31 March 2027" in saved
    assert "30 September 2027: Watch list ends" in saved
    assert story.case().spells == (Spell(2, 2, date(2026, 1, 5), date(2027, 3, 31)),)
    watch = Watch(date(2027, 3, 31), date(2027, 9, 30), "licence ended")
    assert story.case().watches == (watch,)
    for question, figure in (("30 March 2027", "1 person"), ("31 March 2027", "0 people")):
        assert figure in story.reads(CORA, f"how many level 2 cases on {question}")

    story.until("1 October 2027")
    watched = "Reminder. BED-1042: Police watch ends on 30 September 2027"
    assert story.told(PETE) == [
        f"2 September 2027 09:00 {watched} (28 days)",
        f"30 September 2027 09:00 {watched} (on the day)",
    ]
    assert "from 31 March 2027 to 30 September 2027" in story.reads(PETE, "case BED-1042 watches")
    history = story.reads(PETE, "history BED-1042")
    assert "31 March 2027, 10:00, Cora Practice" in history
    assert "licence ended" in history
    story.is_closed_to_all_but(CORA, PRIYA, PETE)


def test_housing_and_approved_premises_placements_are_tracked(story: Story) -> None:
    story.secrets += ["Example Lodge", "Invented House", "3 Example Road"]
    story.saves(PRIYA, "update BED-1042 placement none from 10 June 2026")
    assert "None (homeless) from 10 June 2026" in story.reads(CORA, "case BED-1042")
    story.saves(CORA, "request BED-1042 other agency housing due 24 June 2026 what a place to live")
    story.saves(PRIYA, "update BED-1042 placement own-ap place Example Lodge from 15 June 2026")
    story.until("1 July 2026")
    story.told(PRIYA)
    story.saves(PRIYA, "update BED-1042 placement out of area AP place Invented House")
    refused = story.reads(PRIYA, "update BED-1042 placement private from 20 June 2026")
    assert "where BED-1042 lived until 1 July 2026 is recorded already" in refused
    story.until("20 July 2026")
    story.saves(
        PRIYA,
        "update BED-1042 placement private place 3 Example Road contact housing Jo Invented "
        "because the panel agreed to the address",
    )
    for moved in ("15 June 2026 from", "10 June 2026 to"):
        line = f"correct BED-1042 placement {moved} 16 June 2026 because the log says so"
        story.saves(CORA, line)
    story.saves(PRIYA, "request BED-1042 1 done")
    assert story.case().placements == (
        Placement("none", date(2026, 6, 10), date(2026, 6, 16)),
        Placement("own-ap", date(2026, 6, 16), date(2026, 7, 1), "Example Lodge"),
        Placement("out-of-area-ap", date(2026, 7, 1), date(2026, 7, 20), "Invented House"),
        Placement("private", date(2026, 7, 20), STILL_RUNNING, "3 Example Road"),
    )
    listed = story.reads(CORA, "case BED-1042 placements").splitlines()
    assert listed[1:] == [
        "Private address from 20 July 2026: 3 Example Road",
        "Approved Premises out of area from 1 July 2026 until 20 July 2026: Invented House",
        "Approved Premises in the own area from 16 June 2026 until 1 July 2026: Example Lodge",
        "None (homeless) from 10 June 2026 until 16 June 2026",
    ]
    card = story.reads(PRIYA, "case BED-1042")
    assert "Placements: Private address from 20 July 2026: 3 Example Road" in card
    history = story.reads(CORA, "history BED-1042")
    assert "from 15 June 2026" in history  # the old day stays on the record
    assert "the log says so" in history
    story.is_closed_to_all_but(CORA, PRIYA)


def test_police_are_asked_to_escort_a_release(story: Story) -> None:
    story.secrets += ["the early gate", "unmarked car", "the sister's address"]
    story.saves(CORA, "update BED-1042 custody recall from 1 June 2026")
    story.saves(CORA, "update BED-1042 release 15 July 2026 member <@U0PETE>")
    story.told(CORA), story.told(PRIYA)
    escort = "request BED-1042 police escort owner <@U0PETE> due 15 July 2026 what the early gate"
    assert "Its owner is told" in story.saves(CORA, escort)
    [told] = story.told(PETE)
    assert "Request 1 of BED-1042 is yours: police escort on release, due 15 July 2026" in told
    story.saves(CORA, "request BED-1042 address-list owner <@U0PETE> due 10 July 2026 what all")
    [told] = story.told(PETE)
    assert "Request 2 of BED-1042 is yours: address list should the person abscond" in told
    story.saves(PETE, "request BED-1042 2 done note the sister's address, two friends")
    story.until("15 July 2026")
    reminders = [told.partition("Reminder. ")[2] for told in story.told(PETE)]
    assert reminders == [
        "BED-1042: Request 1 due on 15 July 2026 (7 days)",
        "BED-1042: Request 1 due on 15 July 2026 (on the day)",
    ]
    card = story.types(PRIYA, "case BED-1042")
    story.presses(PRIYA, "open_update.release", card)
    story.submits(PRIYA, custody="no", note="met at the gate")
    story.saves(PETE, "request BED-1042 1 done note unmarked car, no trouble")
    assert "Now: level 2" in story.reads(PETE, "case BED-1042")
    assert "Custody: in the community" in story.reads(PETE, "case BED-1042")
    story.until("17 July 2026")
    story.saves(PETE, "update BED-1042 at-large yes from 16 July 2026 because not back by curfew")
    assert "Custody: unlawfully at large since 16 July 2026" in story.reads(PRIYA, "case BED-1042")
    assert story.case().absences == (Absence(date(2026, 7, 16)),)
    assert [r.outcome for r in story.case().requests] == ["done", "done"]
    assert "two friends" in story.reads(PETE, "request BED-1042 2")  # the list is at hand
    story.is_closed_to_all_but(CORA, PRIYA, PETE)


def test_victims_are_relocated(story: Story) -> None:
    story.secrets += ["before the release", "the move is done", "to the head of the school"]
    liaison = NOEL
    story.register(liaison, "victim-liaison")
    story.saves(CORA, f"update BED-1042 member <@{liaison}>")
    story.saves(CORA, f"update BED-1042 victim-concerns yes member <@{PETE}>")
    ask = f"request BED-1042 relocation asked-by victim-liaison owner <@{liaison}>"
    story.saves(PETE, f"{ask} due 1 September 2026 what a move before the release")
    assert "relocation of a victim, due 1 September 2026" in story.told(liaison)[0]
    form = story.presses(PETE, "new_request", story.types(PETE, "request BED-1042"))
    assert "Never name a victim" in str(form)
    story.saves(
        CORA,
        "update BED-1042 disclosure yes to the head of the school because children are there",
    )
    story.until("25 August 2026")
    notice = "25 August 2026 09:00 Reminder. BED-1042: Request 1 due on 1 September 2026 (7 days)"
    assert story.told(liaison) == story.told_of_case(CORA) == [notice]
    story.saves(liaison, "request BED-1042 1 done note the move is done")
    refused = story.reads(PETE, "request BED-1042 1 refused")
    assert "changing the outcome needs a reason" in refused
    story.until("2 September 2026")
    assert story.told(liaison) == story.told(CORA) == []
    [moved] = story.case().requests
    assert (moved.outcome, moved.closed_on) == ("done", date(2026, 8, 25))
    assert TeamMember(liaison) in story.case().team
    card = story.reads(PRIYA, "case BED-1042")
    assert "Victim concerns: Yes" in card
    assert "done 25 August 2026: a move before the release: the move is done" in card
    assert "17 June 2026, yes to the head of the school: children are there" in card
    story.is_closed_to_all_but(CORA, PRIYA, PETE, liaison)
