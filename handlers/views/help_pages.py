"""The help pages, written by the same schemas that read what is typed."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cases import SCHEMA as CASE
from handlers.desks import Reply, say
from handlers.histories import SCHEMA as HISTORY
from handlers.referral_answers import EXAMPLE as ANSWER_EXAMPLE
from handlers.referral_lists import SCHEMA as REFERRALS
from handlers.views import blocks
from mappa.action_lines import LIST_SCHEMA as ACTIONS
from mappa.action_lines import SCHEMA as ACTION
from mappa.arguments import Schema, help_lines
from mappa.audits import SCHEMA as AUDIT
from mappa.case_audits import SCHEMA as CASE_AUDIT
from mappa.case_facts import REQUEST_KINDS
from mappa.contacts import EXAMPLES as CONTACTS
from mappa.corrections import SCHEMA as CORRECT
from mappa.date_lists import SCHEMA as DATES
from mappa.deputies import SCHEMA as DEPUTY
from mappa.erasing import SCHEMA as ERASE
from mappa.findings import EXAMPLES as FIND
from mappa.glass import SCHEMA as GLASS
from mappa.handovers import SCHEMA as REASSIGN
from mappa.meetings.listings import SCHEMA as MEETINGS
from mappa.meetings.meeting_lines import SCHEMA as MEETING
from mappa.meetings.minute_fields import SCHEMA as MINUTE
from mappa.meetings.minutes import SECTIONS
from mappa.meetings.urgent_lines import SCHEMA as URGENT
from mappa.merges import SCHEMA as MERGE
from mappa.merges import UNDO as UNMERGE
from mappa.preferences import SCHEMA as ME
from mappa.referrals import SCHEMA as REFER
from mappa.registrations import SCHEMA as PEOPLE
from mappa.reminder_lists import SCHEMA as REMINDERS
from mappa.request_lines import SCHEMA as REQUEST
from mappa.retention import SCHEMA as RETENTION
from mappa.screenings import SCHEMA as SCREEN
from mappa.statistics.pack_times import EXAMPLES as STATS
from mappa.statistics.report_lines import SCHEMA as REPORT
from mappa.subject_access_lines import SCHEMA as SUBJECT_ACCESS
from mappa.trainings import SCHEMA as TRAINING
from mappa.transfers import SCHEMA as TRANSFER
from mappa.updates import SCHEMA as UPDATE


@dataclass(frozen=True, slots=True)
class Page:
    """What one word does, how it is typed, and what can be typed after it."""

    word: str
    does: str
    examples: tuple[str, ...]
    details: tuple[str, ...] = ()


def _page(schema: Schema, does: str, note: str = "") -> Page:
    details = (*help_lines(schema), *([note] if note else []))
    return Page(schema.word, does, schema.examples, details)


PAGES: Mapping[str, Page] = {
    page.word: page
    for page in (
        _page(REFER, "refer somebody", "Without anything after it, a form opens."),
        _page(
            REFERRALS,
            "list referrals",
            "Lists: open (the usual one), mine, overdue, decided, all. Who does not screen "
            "referrals sees their own.",
        ),
        _page(SCREEN, "decide on a referral", "With the reference alone, a form opens."),
        Page("answer", "tell what was asked of you on a referral", (ANSWER_EXAMPLE,)),
        _page(CASE, "show a case: now, next and its reminders"),
        _page(
            GLASS,
            "look at a case that is not yours in an emergency",
            "The co-ordinators are told at once, with the reason; it is over after a few hours, "
            "and nothing can be changed meanwhile. Alone a form opens; a co-ordinator gets the "
            "list of all that is and was broken.",
        ),
        _page(
            UPDATE,
            "change a case in one line",
            "Several fields fit in one line. With the case alone, or the case and dates, a form "
            "opens.",
        ),
        _page(
            REQUEST,
            "ask for something in a case, and record what became of it",
            f"Kinds: {', '.join(REQUEST_KINDS)}. A request goes by its number: "
            "request BED-1042 3 granted",
        ),
        _page(
            ACTION,
            "say who is to do what in a case by when, and what became of it",
            "With a case alone, a form opens; with an action alone, it is shown. What is to be "
            "done stands last, or first with who, agency, at and due after it.",
        ),
        _page(
            ACTIONS,
            "list actions",
            "Lists: mine (the usual one), overdue, open, or the reference of a case.",
        ),
        _page(
            MEETING,
            "plan a panel, look at one, or change it",
            "meeting plan alone opens a form. A row of panel days: every 4 weeks times 6. "
            "meeting BED-M12 ask housing asks for information before it; meeting BED-M12 reply "
            "housing accepted records what was answered outside this Slack; meetings standing "
            "lists who comes to every panel.",
        ),
        _page(
            MINUTE,
            "minute a case at a meeting, close and issue the minutes",
            "Between the parts stands a semicolon or a new line. A form opens for: minute BED-M12 "
            f"BED-1042 and one of {', '.join(SECTIONS)}. Who does not take the minutes adds what "
            "their own agency knows: minute BED-M12 BED-1042 information seen weekly.",
        ),
        _page(MEETINGS, "list meetings, or those of a day", "meetings past; page 2 goes on."),
        _page(URGENT, "convene an emergency panel and tell the core group at once"),
        _page(TRANSFER, "offer a case to another area", "Alone it lists every open offer."),
        _page(CORRECT, "correct the history of a case", "What was stays on the record."),
        Page("undo", "take back your own last change", ("undo", "undo BED-1042")),
        _page(HISTORY, "page through what was done to a case, and what it was before"),
        _page(AUDIT, "see who looked at a case, who did what to it, and who was refused it"),
        Page(
            "questions",
            "ask how many, in plain words, with no first word",
            (
                "how many level 2 cases",
                "how many level 2 category 2 cases on 31 March 2014",
                "how many registered sex offenders are in custody",
                "how many cases by level on 31/3/2014",
                "referrals by agency last year",
                "overdue actions by agency",
                "licences ending in the next 28 days",
                "level 2 cases by month in 2013/14",
                "level 2 cases on 31 March 2014 compared with 31 March 2013",
                "who is at level 3",
            ),
            (
                "In the thread of a question, or just after it in a direct message, it goes on: "
                "and level 3, by category, list them, last year.",
                "A line that begins with referrals, actions, meetings or case is that command "
                "where it reads as one; else it is tried as a question.",
            ),
        ),
        _page(TRAINING, "keep training sessions", "Alone it lists this year's sessions."),
        _page(
            CASE_AUDIT,
            "audit a random sample of cases",
            "Alone it lists this year's audits; to an auditor it shows the newest sample, whose "
            "cases are theirs to see until the next is drawn.",
        ),
        Page(
            "find",
            "find cases you may see",
            (FIND[0], FIND[2], FIND[4], FIND[5]),
            (
                "find X320741: by CRN, PNC, CRO, prison number or ViSOR reference",
                "find 3 May 1980, find Marker born 3 May 1980: by date of birth",
                "page 2 goes on; as a file sends the list to your direct messages.",
            ),
        ),
        Page(
            "stats",
            "attendance, timeliness and referrals of a period, with the year before",
            STATS,
            ("stats referrals 2013/14: by agency", "stats alone: this MAPPA year so far"),
        ),
        _page(
            REPORT,
            "the statutory tables of a year",
            "Without a year that of the last one that is over. Co-ordinators freeze a return with "
            "the button under it.",
        ),
        Page(
            "export",
            "your caseload as a file in your direct messages",
            ("export", "export level 2 cases"),
        ),
        _page(
            SUBJECT_ACCESS,
            "everything that is held about a person, as a working copy for a subject access "
            "request",
            "A document in your direct messages. What names somebody else, or is to be checked "
            "before it is disclosed, is marked; nothing is taken out. The reason stays on the "
            "record. With the case alone, a form opens.",
        ),
        Page(
            "merge",
            "make one case of two that are one person",
            MERGE.examples[:1],
            (*help_lines(MERGE), *MERGE.examples[1:]),
        ),
        Page("unmerge", "take a merge back", UNMERGE.examples),
        _page(
            RETENTION,
            "list what is due for review by the policy, and say until when a case is kept",
            "Alone it lists what is due, the longest overdue first; retention erased lists what "
            "was erased.",
        ),
        _page(
            ERASE,
            "erase a case whose time is over",
            "It says what would be gone and what stays; a button then does it. With the case "
            "alone, a form opens.",
        ),
        Page(
            "reassign",
            "hand all cases of one owner to another",
            REASSIGN.examples[1:],
            tuple(help_lines(REASSIGN)),
        ),
        Page(
            "deputy",
            "let somebody stand in for a time",
            DEPUTY.examples[:2],
            tuple(help_lines(DEPUTY)),
        ),
        Page("deputies", "who stands in for whom, now and later", ("deputies",)),
        Page("contacts", "people of agencies outside this Slack", CONTACTS[:3], CONTACTS[3:]),
        _page(
            DATES,
            "licence ends, reviews and every other date of your cases",
            "Of those who have left it lists nothing unless you name the case.",
        ),
        _page(
            REMINDERS,
            "what is overdue, waits to be acknowledged, and is coming",
            "Co-ordinators list those of the whole area with all.",
        ),
        _page(
            PEOPLE,
            "register people, change them, end their access",
            "Admins only. Slack is asked about an account before it is registered. Only what is "
            "named is changed.",
        ),
        _page(ME, "show who you are to this bot, and choose how you are told"),
        Page("help", "this page, or one word in full", ("help", "help update")),
    )
}


def all_words(command: str) -> Reply:
    lines = [f"{command} {page.examples[0]}  ({page.does})" for page in PAGES.values()]
    text = "\n".join(["What you can type:", *lines])
    more = f"One word in full: {command} help update. Questions work in a direct message too."
    return say(
        blocks.escape(f"{text}\n{more}"),
        blocks.header("What you can type"),
        *blocks.paragraphs("\n".join(lines)),
        blocks.context(more),
    )


def one_word(command: str, page: Page) -> Reply:
    examples = "\n".join(f"{command} {example}" for example in page.examples)
    shown = [blocks.header(f"{page.word}: {page.does}"), blocks.words(examples)]
    if page.details:
        shown += blocks.paragraphs("\n".join(page.details))
    text = "\n".join([f"{page.word}: {page.does}", examples, *page.details])
    return say(blocks.escape(text), *shown)
