"""Where a fault came from, told without a word that anybody typed."""

from traceback import format_tb


def trace(problem: BaseException) -> list[str]:
    """Its lines, its cause first. The message is left out, because it may quote what somebody
    typed; only the database's is kept, which never shows the values of a statement."""
    cause = problem.__cause__ or problem.__context__
    frames = [line.rstrip() for line in format_tb(problem.__traceback__)]
    kind = type(problem)
    says = f": {problem}" if kind.__module__.startswith("sqlalchemy.") else ""
    return [*(trace(cause) if cause else []), *frames, f"{kind.__name__}{says}"]
