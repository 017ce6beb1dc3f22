"""A newcomer: one command in an empty folder, and what stopping and starting again keeps."""

import signal
import socket
from pathlib import Path
from urllib.request import urlopen

from tests.handlers.workspaces import whole_text
from tests.journeys.processes import Process, start_practice
from tests.journeys.workspaces import Workspace


def test_one_command_opens_a_page_and_the_second_start_finds_the_data(tmp_path: Path) -> None:
    process, address = start_practice(tmp_path)
    with process:
        with urlopen(address, timeout=10) as page:  # noqa: S310
            assert "MAPPA practice workspace" in page.read().decode()
        assert "the sample caseload was loaded into practice.db" in process.said
        answer = Workspace(address).command("U0CORA", "/mappa update BED-3001 note seen by the GP")
        assert whole_text(answer).startswith("Saved: note.")
        assert process.stop() < 10
        assert process.wait() == 0
        assert "Traceback" not in process.said
    written = {path.name for path in tmp_path.iterdir() if not path.name.startswith("process-")}
    assert written == {"var"}

    process, address = start_practice(tmp_path)
    with process:
        assert "its data are in practice.db" in process.said
        card = Workspace(address).command("U0CORA", "/mappa case BED-3001")
        assert "seen by the GP" in whole_text(card)
        assert process.stop(signal.SIGINT) < 10
        assert "Traceback" not in process.said


def test_a_port_that_is_taken_is_named_in_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        with Process(tmp_path, "-m", "bot", "run", PORT=port) as process:
            assert process.wait() == 1
            (line,) = process.said.splitlines()
    assert f"Port {port} is taken" in line
    assert "PORT=" in line


def test_stopping_while_it_starts_leaves_no_traceback(tmp_path: Path) -> None:
    with Process(tmp_path, "-m", "bot", "run", PORT="0") as process:
        process.wait_for("Practice workspace")
        assert process.stop() < 10
        assert "Traceback" not in process.said
