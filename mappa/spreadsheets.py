"""What a spreadsheet would take for a formula, wherever a text is written for one to open."""

# What begins so is reckoned out: also in the wide letters of East Asia, and after a tab or the end
# of a line, which are skipped. An apostrophe is what tells that a text is one, and would be lost.
RISKY = ("=", "+", "-", "@", "'", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(text: str) -> str:
    """The text so that it stays one."""
    return f"'{text}" if text.startswith(RISKY) else text


def as_it_was(text: str) -> str:
    """What `inert` was given."""
    return text[1:] if text[:1] == "'" and text[1:].startswith(RISKY) else text
