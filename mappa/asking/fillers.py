"""Words that carry no meaning of their own in a question. The list is closed.

None that could turn a meaning round (not, only, to, all, new, under ...) or point at a person (my,
their) may ever stand among them.
"""

from collections.abc import Mapping

SILENT = """a | an | the | our | there | please | pls | kindly | we | do you have | have you got
    | you have | in total | altogether | overall | on our books | on the books | on the system
    | locally | in our area | in the area | in this area | in my area"""
VERBS = "are | is | was | were | do | did | had | have | got | has | does"
PRESENT, PAST = frozenset({"are", "is", "do", "does"}), frozenset({"was", "were", "did", "had"})
RELATIVE = " | ".join(
    f"{who} {verb}"
    for who in ("who", "that", "which")
    for verb in ("are", "were", "is", "was", "have", "has", "had")
)
# Said before a question is asked, and after it.
COURTESIES = """hi there | hello there | hi | hello | hey | hiya | quick question
    | morning | afternoon | good morning | good afternoon | good evening | ok | okay | so | tell me
    | tell us | let me know | can you | could you | would you | can i have | could i have
    | can i get | could i get | i need to know | i want to know | i would like to know | i need
    | i want | i would like | do you know | do we know | give me | give us | show me | show us
    | what is | what was | what are | what were | what"""
# After these a list is meant, unless "how many" or the like is said as well.
SHOWING = frozenset({"show", "give"})
# After these it is not certain whether a list is meant.
DOUBTFUL = frozenset({"what", "need", "want", "like"})
THANKS = "many thanks | thank you | thanks | cheers"
HOW_MANY = """how many | howmany | how mnay | how manny | hw many | how big is | how large is
    | size | no of | what number of | total number | total count | is there any | are there any
    | any | number | numbers | count | total | totals | figure | figures | headcount | breakdown"""
LISTS = """list | list of | a list of | list all | list the | which | whose | who | show | show all
    | show me all | show the"""
SHARES = """share | percentage | proportion | what share | what percentage | what proportion
    | percent | per cent | what per cent | what percent | %"""
RATES = """per 100,000 | per 100000 | per 100 000 | per hundred thousand | per 100k | rate
    | per 100,000 people | per 100,000 population | per 100,000 of the population
    | per 100,000 aged 10 and over | per 100,000 people aged 10 and over"""
AVERAGES = " | ".join(
    f"{first}{between}"
    for first in (
        "average days", "avg days", "avg time", "days", "average time", "average number of days",
        "mean days", "mean time", "how long on average", "how long", "average wait", "average",
    )
    for between in (
        " from referral to decision", " between referral and decision", " to decision",
        " to decide a referral", " to decide referrals", " to a decision", " to decide",
    )
)  # fmt: skip
NOW = """right now | just now | at the moment | at this moment | at this time | at present
    | as things stand | as it stands | as we speak | now | currently | presently | current
    | present"""
NOUNS = """case | cases | person | persons | people | offender | offenders | individual
    | individuals | nominal | nominals | anyone | anybody | everyone | everybody | caseload
    | mappa population"""
# These say by themselves that people are counted.
COUNTING_NOUNS = frozenset({"anyone", "anybody", "everyone", "everybody", "caseload", "mappa"})
ELIGIBLE = """mappa | eligible | mappa-eligible | under mappa | subject to mappa | within mappa
    | mappa arrangements"""
MANAGED = "being managed | been managed | managed | managing | manage"
# As said of a case at a level; without a level "active" may mean Levels 2 and 3.
IN_FORCE = "open | active | live"
ONLY = "only | just"
ALL = "all | all of"
COMPARED = """compared with | compared to | versus | vs | in comparison with
    | in comparison to | as compared with | as compared to"""
AND_THEN = """and what about | what about | how about | and how about | same for | the same for
    | and for | and now | and"""
THEM = """they | of them | of these | of those | of which | them | these | those | of the same"""
# Each of these leads to one of the parts named; without it the sentence is broken off.
_OF_PEOPLE = frozenset({
    "noun", "level", "category", "custody", "eligible", "district", "agency", "leads", "band",
    "thing", "kind", "status", "without", "time",
})  # fmt: skip
LEADS_TO: Mapping[str, frozenset[str]] = {
    "in": frozenset({"custody", "category", "level", "group", "eligible", "district"}),
    "on": frozenset({"level", "eligible", "category", "noun"}),
    "at": frozenset({"level", "category", "group", "eligible", "thing"}),
    "as at": frozenset({"time"}),
    "of": _OF_PEOPLE,
    "for": _OF_PEOPLE,
    "with": frozenset({"level", "category", "band", "kind", "leads", "agency", "without"}),
    "from": frozenset({"agency"}),
    "by": frozenset({"agency"}),
    "to": frozenset({"agency"}),
}
LEADS_AS_AT = "as at | as of | as on"
