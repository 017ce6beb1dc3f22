"""The practice workspace: a Slack of one's own on this machine, with invented people only."""

from contextlib import closing
from dataclasses import replace
from errno import EADDRINUSE

from bot.manifests import SCOPES, SHORTCUTS
from bot.openings import open_database, require_kind
from bot.running import run
from bot.sampling import AREA, fill
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from mappa.errors import SettingWrong
from storage.installations import is_empty

BOT_TOKEN = "xoxb-practice-workspace"  # noqa: S105  # obviously fake, and taken nowhere else
APP_TOKEN = "xapp-practice-workspace"  # noqa: S105
DATABASE = "sqlite:///var/practice.db"


def practise(settings: Settings) -> None:
    """Start the workspace's server and the real bot against it; stop both together."""
    if not settings.database_url:  # its own file has a key of its own, whatever keys there are
        settings = replace(settings, database_url=DATABASE, mappa_keys=())
    filled = _fill_if_empty(settings)
    server = SandboxServer(
        port=settings.port, command=settings.command, scopes=SCOPES, shortcuts=SHORTCUTS
    )
    try:
        server.start()
    except OSError as problem:
        what = "is taken" if problem.errno == EADDRINUSE else "cannot be used"
        raise SettingWrong(
            f"Port {settings.port} {what} ({problem.strerror}). Choose another one: PORT=8766"
        ) from problem
    name = settings.database_url.partition("?")[0].rpartition("/")[2]
    print(f"Practice workspace: {server.url}")
    print(
        "Everybody in it is invented; "
        f"{'the sample caseload was loaded into' if filled else 'its data are in'} {name}."
    )
    print(
        f"Open the address in a browser and type {settings.command} help. Stop with Ctrl+C.",
        flush=True,
    )
    try:
        run(_as_installed(settings, server.url), practice=True)
    finally:
        server.stop()


def _as_installed(settings: Settings, address: str) -> Settings:
    """The settings of a bot that is installed in the practice workspace."""
    return replace(
        settings,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=f"{address}api/",
        slack_mode="socket",
        mappa_area=settings.mappa_area or AREA,
    )


def _fill_if_empty(settings: Settings) -> bool:
    """Whether the sample was loaded; a live database is refused before anything is served."""
    with closing(open_database(settings, to_fill=True)) as db:
        with db.read() as session:
            empty = is_empty(session)
        if empty:
            fill(db)
        require_kind(db, practice=True)
    return empty
