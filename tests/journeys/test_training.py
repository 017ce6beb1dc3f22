"""Training in a Slack that lives on while the bot comes and goes."""

from pathlib import Path

from tests.handlers.workspaces import whole_text
from tests.journeys.processes import Process, start_workspace
from tests.journeys.workspaces import Workspace

SAMPLE = ("sample", "bedfordshire-2013-14")
CATCH_UP = "were due and had not been sent yet"


def test_a_bot_that_is_killed_in_training_goes_on_where_it_was(tmp_path: Path) -> None:
    data = {"DATABASE_URL": f"sqlite:///{tmp_path / 'training.db'}"}
    with Process(tmp_path, "-m", "bot", *SAMPLE, **data) as sample:
        assert sample.wait() == 0
    slack, address = start_workspace(tmp_path)
    workspace = Workspace(address)
    settings = workspace.settings | data
    with slack:
        with Process(tmp_path, "-m", "bot", "run", **settings) as refused:
            assert refused.wait() == 1
            (line,) = refused.said.splitlines()
            assert "mappa-bot run --practice" in line

        with Process(tmp_path, "-m", "bot", "run", "--practice", **settings) as bot:
            workspace.wait_for_bot()
            saved = workspace.command("U0CORA", "/mappa update BED-3001 note first")
            assert whole_text(saved).startswith("Saved: note.")
            assert "Practice: invented people only." in whole_text(saved)
            told, *_ = workspace.wait_for_direct("U0CORA")
            assert CATCH_UP in whole_text(told)
            assert "Practice: invented people only." in whole_text(told)
            bot.kill()

        failed = workspace.command("U0CORA", "/mappa case BED-3001")
        assert "did not answer in time" in whole_text(failed)

        with Process(tmp_path, "-m", "bot", "run", "--practice", **settings) as bot:
            workspace.wait_for_bot()
            assert "first" in whole_text(workspace.command("U0CORA", "/mappa case BED-3001"))
            assert bot.stop() < 10
            assert "Traceback" not in bot.said
        found = workspace.direct("U0CORA")  # it may take more than one message
        assert found[0] == told and all(CATCH_UP in whole_text(one) for one in found)
        lines = [line for one in found for line in whole_text(one).splitlines() if ": " in line]
        lines = [line for line in lines if line.startswith(("BED-", "Area "))]
        assert len(lines) > 20 and len(set(lines)) == len(lines)
