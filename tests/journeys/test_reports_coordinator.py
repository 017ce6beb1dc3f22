"""What the co-ordinator does in the annual report: referrals, training, audits."""

import re
from datetime import date

from mappa.cases import Custody, Spell, TeamMember
from tests.handlers.workspaces import whole_text
from tests.journeys.stories import CORA, PETE, PRIYA, Story

IN_CUSTODY = "BED-2001"


def test_a_parole_hearing_date_triggers_a_referral(story: Story) -> None:
    story.secrets += ["has begun to talk", "several agencies"]
    story.talk.open_case(
        IN_CUSTODY,
        spells=(Spell(2, 0, date(2026, 6, 1)),),
        custody=(Custody(date(2024, 5, 1)),),
        dates={"sentence_end": date(2029, 1, 1)},
        team=(TeamMember(PRIYA, "owner"),),
    )
    prompt = "Parole hearing on 6 January 2027, and the level is still to be confirmed"
    saved = story.saves(PRIYA, f"update {IN_CUSTODY} parole-hearing 6 January 2027")
    assert prompt not in saved  # six months before is early enough
    assert story.told(PRIYA) == []
    story.until("6 July 2026")
    line = f"Reminder. {IN_CUSTODY}: Level to be confirmed on 6 January 2027 (6 months)"
    assert story.told(PRIYA) == story.told(CORA) == [f"6 July 2026 09:00 {line}"]

    card = story.types(PRIYA, f"case {IN_CUSTODY}")
    assert prompt in whole_text(card)
    form = story.presses(PRIYA, "refer_case", card)
    assert IN_CUSTODY in str(form["blocks"])  # whom it is about stands in it already
    saved = story.submits(
        PRIYA, level="2", threshold="high-risk", because="has begun to talk; several agencies"
    )
    assert "Saved: referral BED-R1." in saved
    [came] = story.told(CORA)
    assert f"Referral BED-R1 of case {IN_CUSTODY} was made by Probation on 6 July 2026" in came
    assert "To be decided by 20 July 2026." in came

    story.until("17 July 2026")  # three days before the clock runs out nobody has decided
    [reminder] = story.told(CORA)
    assert "Screening decision on referral BED-R1 on 20 July 2026 (3 days)" in reminder
    letter = next(
        m
        for m in story.talk.messages()
        if m["channel"] == "D0CORA" and "To be decided" in whole_text(m)
    )
    form = story.presses(CORA, "screen_referral", letter)
    assert "has begun to talk" in str(form)
    assert "Decide" in form["submit"]["text"]
    saved = story.submits(CORA, decision="accept", because="several agencies hold parts of it")
    assert "accepted at level 2" in saved
    told = [one for one in story.told(PRIYA) if "referral" in one]
    assert told == [
        f"17 July 2026 10:00 Your referral BED-R1 about case {IN_CUSTODY} was accepted at level 2 "
        "on 17 July 2026. More: /mappa screen BED-R1"
    ]
    assert story.case(IN_CUSTODY).spell_on(date(2026, 7, 17)) == Spell(
        2, 2, date(2026, 7, 17), threshold="high-risk", reason="several agencies hold parts of it"
    )

    story.told(CORA)
    story.until("6 January 2027")
    told = [one.partition("Reminder. ")[2] for one in story.told(PRIYA)]
    assert [
        one for one in told if one.startswith(IN_CUSTODY)
    ] == [  # of the hearing still, of the level no longer
        f"{IN_CUSTODY}: Parole hearing on 6 January 2027 ({notice})"
        for notice in ("12 weeks", "28 days", "7 days")
    ]
    assert prompt not in story.reads(PRIYA, f"case {IN_CUSTODY}")
    history = story.reads(CORA, f"history {IN_CUSTODY}")
    for words in ("referral made", "referral accepted", "parole hearing"):
        assert words in history.lower()
    story.is_closed_to_all_but(CORA, PRIYA, ref=IN_CUSTODY)
    assert "No referral BED-R1" in story.reads(PETE, "screen BED-R1")


def test_the_co_ordinator_runs_training_four_times_in_the_year(story: Story) -> None:
    story.secrets += ["what a referral needs"]
    for day, agencies, came in (
        ("24 June 2026", "police and probation", 14),
        ("16 September 2026", "housing", 9),
        ("9 December 2026", "social services, health", 21),
        ("10 March 2027", "prison", 7),
    ):
        about = "about what a referral needs"
        planned = story.saves(CORA, f"training on {day} agencies {agencies} {about}")
        [ref] = re.findall("BED-T[0-9]+", planned)[:1]
        early = story.reads(CORA, f"training {ref} attended {came}")
        assert not early.startswith("Saved")  # nobody came to what is still to be held
        story.until(day, "17:00")
        story.saves(CORA, f"training {ref} attended {came}")
    year = story.reads(CORA, "training")
    assert "Training sessions in 2026/27: 4" in year
    assert "BED-T4: 10 March 2027, Prison; 7 attended" in year
    story.until("1 April 2027")
    assert "Training sessions in 2027/28: 0" in story.reads(CORA, "training")
    assert "Training sessions in 2026/27: 4" in story.reads(CORA, "training 2026/27")
    assert "Only a co-ordinator does that" in story.reads(PRIYA, "training")
    assert story.talk.count("records", action="training recorded") == 8


def test_the_co_ordinator_audits_cases_twice_a_year(story: Story) -> None:
    story.secrets += ["the review is late", "the plan is in order"]
    for number in range(2001, 2007):
        story.talk.open_case(f"BED-{number}", dates={})
    story.talk.open_case("BED-2007", dates={}, limited_access=True)
    for day, drawn, outcome, note in (
        ("30 September 2026", "BED-A1", "not-met", "the review is late"),
        ("17 March 2027", "BED-A2", "met", "the plan is in order"),
    ):
        story.until(day)
        sample = story.reads(CORA, "case-audit draw cases 3")
        refs = re.findall("(BED-[0-9]+): still to be looked at", sample)
        assert len(set(refs)) == 3
        assert "BED-2007" not in refs  # she has no grant for it
        for ref in refs:
            story.reads(CORA, f"case {ref}")
            story.reads(CORA, f"case-audit {drawn} case {ref} outcome {outcome} note {note}")
        assert "3 of 3 looked at" in story.reads(CORA, f"case-audit {drawn}")
        assert note in story.reads(CORA, f"history {refs[0]}")
    year = story.reads(CORA, "case-audit")
    assert "Case audits in 2026/27: 2" in year
    assert "BED-A1: drawn on 30 September 2026, 3 of 3 looked at" in year
    assert "BED-A2: drawn on 17 March 2027, 3 of 3 looked at" in year
    assert "run by the co-ordinator" in story.reads(PRIYA, "case-audit BED-A1")
