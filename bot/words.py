"""What can be typed after `mappa-bot`, word by word."""

import argparse
from collections.abc import Iterable


def make_parser(words: Iterable[str]) -> argparse.ArgumentParser:
    """The parser of the whole command line; wrong usage exits with 2."""
    parser = argparse.ArgumentParser(
        prog="mappa-bot", description="The Slack bot of MAPPA co-ordinators."
    )
    added = parser.add_subparsers(dest="word", required=True, metavar="WORD")
    for word in words:
        says, add_arguments = _WORDS[word]
        add_arguments(added.add_parser(word, help=says, description=says))
    return parser


def _run(parser: argparse.ArgumentParser) -> None:
    says = "train with invented people in a real Slack; every message says so"
    parser.add_argument("--practice", action="store_true", help=says)


def _sandbox(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, help="the page's port, instead of PORT")


def _ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", help='for example "how many level 2 cases"; - reads lines')
    parser.add_argument("--on", metavar="DATE", help="the day that counts as today")
    parser.add_argument("--json", action="store_true", help="one JSON object a question")
    _area(parser)


def _report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", help="for example 2013/14")
    formats = ["text", "json", "csv", "xlsx", "docx", "html"]
    parser.add_argument("--format", choices=formats, default="text")
    parser.add_argument("--out", metavar="FILE", help="write to a file instead of the terminal")
    says = "how a person at two levels is counted in the yearly table"
    parser.add_argument("--counting", choices=["first", "highest", "each"], help=says)
    says = "people aged 10 and over, instead of those on record"
    parser.add_argument("--population", metavar="N", help=says)
    says = "keep the figures as approved; later corrections then show as differences"
    parser.add_argument("--freeze", action="store_true", help=says)
    parser.add_argument("--approved-by", metavar="NAME", help="who has approved what is frozen")
    _area(parser)


def _check_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a report as JSON, our own or typed in")
    says = "the report of the year before, to compare with"
    parser.add_argument("--previous", metavar="FILE", help=says)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a folder of CSV files, an .xlsx, or a .zip")
    for option, says in (
        ("--dry-run", "say what would happen, and save nothing"),
        ("--update", "correct what is there already, as dated corrections"),
        ("--quiet", "no reminders of what is late already"),
        ("--add-districts", "take districts that the area's list lacks"),
        ("--json", "one JSON object on standard output"),
    ):
        parser.add_argument(option, action="store_true", help=says)
    _area(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", metavar="PATH", help="a folder, or a file that ends in .xlsx")
    _area(parser)


def _sample(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="bedfordshire-2013-14")


def _reminders(parser: argparse.ArgumentParser) -> None:
    says = "the moment looked from: 2027-03-03T09:00, or a day, which is looked from at its end"
    parser.add_argument("--at", metavar="INSTANT", help=says)
    says = "how many days ahead; 28 unless said otherwise"
    parser.add_argument("--days", metavar="N", type=_days, default=28, help=says)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    _area(parser)


def _people(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="what", required=True, metavar="add|list|remove")
    add = doing.add_parser("add", help="register somebody, or change how they are registered")
    add.add_argument("--slack-id", required=True, metavar="U...")
    add.add_argument("--name", required=True)
    add.add_argument("--agency", required=True)
    add.add_argument("--role", required=True)
    add.add_argument("--grant", action="append", default=[], help="category-4 or limited")
    remove = doing.add_parser("remove", help="end somebody's access at once")
    remove.add_argument("--slack-id", required=True, metavar="U...")
    for one in (add, remove):
        one.add_argument("--team-id", metavar="T...", help="their workspace, if not the bot's")
    for one in (add, remove, doing.add_parser("list", help="everybody registered in the area")):
        _area(one)


def _check(parser: argparse.ArgumentParser) -> None:
    says = "of a bot that is run with --practice"
    parser.add_argument("--practice", action="store_true", help=says)
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a new file; nothing is written over")


def _restore(parser: argparse.ArgumentParser) -> None:
    says = "made with backup; DATABASE_URL names the empty database"
    parser.add_argument("file", metavar="FILE", help=says)


def _keys(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="what", required=True, metavar="rotate")
    doing.add_parser("rotate", help="wrap every data key by the newest of MAPPA_KEYS")


def _audit(parser: argparse.ArgumentParser) -> None:
    doing = parser.add_subparsers(dest="what", required=True, metavar="verify|case")
    says = "whether every row of the record is what was written; names the first that is not"
    verify = doing.add_parser("verify", help=says, description=says)
    verify.add_argument("--area", metavar="CODE", help="the record of this area only")
    says = "a signpost that was printed earlier: whether it is still in the record"
    verify.add_argument("--since", metavar='"BED 1234 3f9a..."', help=says)
    says = "who did or saw what of a case, and who was refused it"
    case = doing.add_parser("case", help=says, description=says)
    case.add_argument("ref", metavar="CASE", help="for example BED-1042")
    for one in (verify, case):
        one.add_argument("--json", action="store_true", help="one JSON object on standard output")


def _subject_access(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("case", metavar="CASE", help="for example BED-1042")
    says = "why, such as the request's own reference; it stays on the record"
    parser.add_argument("--because", required=True, metavar="TEXT", help=says)
    says = "a new file that ends in .docx or .json; nothing is written over"
    parser.add_argument("--out", required=True, metavar="FILE", help=says)


def _nothing(parser: argparse.ArgumentParser) -> None:
    """For words that take nothing more."""


def _port(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or len(typed) > 5 or int(typed) > 65535:
        raise argparse.ArgumentTypeError(f"{typed} is not a port number")
    return int(typed)


def _days(typed: str) -> int:
    if not typed.isascii() or not typed.isdigit() or len(typed) > 5 or int(typed) > 36500:
        raise argparse.ArgumentTypeError(f"{typed} is not a number of days from 0 to 36500")
    return int(typed)


def _area(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--area", metavar="CODE", help="instead of MAPPA_AREA")


_WORDS = {
    "run": ("start the bot, or without any settings the practice workspace", _run),
    "sandbox": ("start the practice workspace, whatever the settings", _sandbox),
    "ask": ("answer a question", _ask),
    "report": ("the tables of the annual report", _report),
    "check-report": ("check the figures of any report: one finding a line", _check_report),
    "import": ("bring in a workbook: all of it, or nothing with every fault told", _import),
    "export": ("take everything out as a workbook that can be imported again", _export),
    "sample": ("load the invented sample caseload into an empty database", _sample),
    "reminders": ("what is overdue, due or coming; sends nothing", _reminders),
    "people": ("register people, list them, end their access", _people),
    "check": ("say whether everything is well, and what to do where it is not", _check),
    "migrate": ("bring the database to the schema of this version", _nothing),
    "manifest": ("the Slack app manifest as JSON", _nothing),
    "keys": ("bring what MAPPA_KEYS wraps under its newest key, while the bot works", _keys),
    "audit": ("verify the record, or print what is on it about a case", _audit),
    "subject-access": (
        "everything that is held about a person, as a working copy for a subject access request",
        _subject_access,
    ),
    "backup": ("write everything into one file, while the bot works", _backup),
    "restore": ("fill an empty database with a backup", _restore),
}
