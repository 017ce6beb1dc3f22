"""A fault that nobody foresaw, in one line: what a user sees instead of a traceback."""

from pathlib import Path
from traceback import extract_tb

HOUSE = Path(__file__).parent.parent


def fault_line(problem: Exception) -> str:
    """The database's or the system's own reason, or the place in the program where it failed."""
    kind = type(problem).__name__
    reason = getattr(problem, "orig", None) or (isinstance(problem, OSError) and problem.strerror)
    if reason:
        return f"That could not be done: {str(reason).splitlines()[0]} ({kind})."
    return f"That could not be done: an unexpected fault ({kind} at {_place(problem)})."


def _place(problem: Exception) -> str:
    """The last line of our own that was being run."""
    frames = [f for f in extract_tb(problem.__traceback__) if HOUSE in Path(f.filename).parents]
    ours = [f for f in frames if "site-packages" not in f.filename]
    if not ours:
        return "an unknown place"
    return f"{Path(ours[-1].filename).relative_to(HOUSE).as_posix()}, line {ours[-1].lineno}"
