"""The practice workspace: a Slack of one's own on this machine, with invented people only."""

from dataclasses import replace
from pathlib import Path

from bot.openings import open_database
from bot.running import run
from bot.sampling import fill
from bot.sandbox.server import SandboxServer
from bot.settings import Settings
from mappa.errors import SettingWrong
from storage.databases import Database
from storage.installations import is_empty

BOT_TOKEN = "xoxb-practice-workspace"  # noqa: S105  # obviously fake, and taken nowhere else
APP_TOKEN = "xapp-practice-workspace"  # noqa: S105


def practise(settings: Settings) -> None:
    """Start the workspace's server and the real bot against it; stop both together."""
    settings = replace(settings, database_url=settings.database_url or "sqlite:///var/practice.db")
    filled = _fill_if_empty(open_database(settings, to_fill=True))
    server = SandboxServer(port=settings.port)
    try:
        server.start()
    except OSError as problem:
        raise SettingWrong(
            f"Port {settings.port} is taken ({problem.strerror}). Choose another one: PORT=8766"
        ) from problem
    data = Path(settings.database_url.removeprefix("sqlite:///")).name
    print(f"Practice workspace: {server.url}")
    print(
        "Everybody in it is invented; "
        f"{'the sample caseload was loaded into' if filled else 'its data are in'} {data}."
    )
    print("Open the address in a browser and type /mappa help. Stop with Ctrl+C.", flush=True)
    try:
        run(
            replace(
                settings,
                slack_bot_token=BOT_TOKEN,
                slack_app_token=APP_TOKEN,
                slack_api_url=f"{server.url.rstrip('/')}/api/",
                slack_mode="socket",
                mappa_area=settings.mappa_area or "BED",
            ),
            practice=True,
        )
    finally:
        server.stop()


def _fill_if_empty(db: Database) -> bool:
    with db.read() as session:
        empty = is_empty(session)
    if empty:
        fill(db)
    db.close()
    return empty
