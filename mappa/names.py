"""Names of people, cut into the words by which they are found again."""

import re
import unicodedata


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, each once, without case, accents and punctuation, in a fixed order."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    # O'Brien is found as "obrien", and Smith-Jones by either of its parts.
    plain = re.sub("['’`´.]", "", plain)
    return tuple(sorted(set(re.findall(r"\w+", plain))))
