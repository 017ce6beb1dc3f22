"""What introduces a file, and what is said until it comes."""

from handlers.desks import Reply, say
from handlers.views import blocks


def introduction(count: int, what: str, hours: int) -> str:
    """Our own words only: what introduces a file is read as markup."""
    return (
        f"{_cases(count)}. {what}It holds names: keep it to yourself. "
        f"It is deleted here after {hours} hours."
    )


def on_its_way(count: int) -> Reply:
    text = f"The file with {_cases(count)} is on its way to your direct messages with me."
    return say(text, blocks.words(text))


def being_made(count: int) -> Reply:
    text = (
        f"The file with {_cases(count)} is being made and comes to your direct messages with me. "
        "If it is not there in ten minutes, ask again."
    )
    return say(text, blocks.words(text))


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"
