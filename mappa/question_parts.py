"""The question language: plain English read into a `Question`, or asked back.

Every word that carries meaning is taken up by exactly one part of the question. What is left
over is named and asked back; it is never passed over.
"""

from datetime import date
from difflib import get_close_matches

from mappa import lexicons as lexicon
from mappa import question_days as days
from mappa import question_filters as filters
from mappa.errors import NotUnderstood
from mappa.near_words import CALLED, TURNING, VOCABULARY, slip_of
from mappa.question_filters import add_noun
from mappa.question_reader import NoPlace, Reader
from mappa.question_words import split_words
from mappa.questions import Question, wording


def read_question(typed: str, today: date) -> Question:
    """The question that the words ask, or NotUnderstood with what to type instead."""
    words = split_words(typed)
    try:
        return _read(words, today)
    except NoPlace as problem:
        choices = (*_nearer(words, problem.word, today), *problem.choices)
        raise NotUnderstood(problem.message, tuple(dict.fromkeys(choices))) from problem


def _read(words: list[str], today: date) -> Question:
    reader = Reader(list(words), today)
    while reader.at < len(reader.words):
        if not any(part(reader) for part in _PARTS):
            reader.refuse(reader.word)
    return reader.finished()


def _nearer(words: list[str], word: str, today: date) -> tuple[str, ...]:
    """The question with that word put right, or left out, where it can then be answered."""
    meant = get_close_matches(word, VOCABULARY, n=2, cutoff=0.75)
    tries = [[known if each == word else each for each in words] for known in meant]
    if word in words and word not in TURNING | CALLED.keys() and not word.isdecimal():
        tries.append(_without(words, words.index(word)))
    nearer = []
    for mended in tries:
        try:
            nearer.append(wording(_read(mended, today), today))
        except NotUnderstood:
            continue
    return tuple(nearer)


def _without(words: list[str], at: int) -> list[str]:
    """The words but for one, and for what leads to it ("in the ...")."""
    start = at
    while start and words[start - 1] in {*lexicon.LEADS_TO, "the", "a", "an", "our"}:
        start -= 1
    return words[:start] + words[at + 1 :]


def _courtesy(reader: Reader) -> bool:
    """What is said before the question proper, and thanks after it."""
    length = reader.follows(*lexicon.THANKS)
    if length and reader.at + length == len(reader.words) and reader.taken:
        reader.take(length, "silent")
        return True
    length = reader.follows(*lexicon.COURTESIES)
    if not length or set(reader.taken) - {"courtesy", "verb", "silent"}:
        return False
    said = reader.words[reader.at : reader.at + length]
    if lexicon.LISTING & set(said):
        reader.listing = next(word for word in said if word in lexicon.LISTING)
    reader.take(length, "courtesy")
    return True


def _opening(reader: Reader) -> bool:
    length = reader.follows(*lexicon.HOW_MANY)
    if not length or (reader.opened and reader.word != "total"):
        return False
    reader.take(length, "silent" if reader.opened else "opening")
    reader.opened = True
    return True


def _managed(reader: Reader) -> bool:
    """ "are managed at level 2", "were being managed on 31 March 2014"."""
    length = reader.follows(*lexicon.MANAGED)
    if not length or reader.managed:
        return False
    said = reader.words[reader.at + length - 1]
    if said in lexicon.MANAGING and "we" not in reader.words[: reader.at]:
        return False  # "people managing level 2 cases" asks for staff
    reader.managed = said
    reader.take(length, "silent")
    return True


def _noun(reader: Reader) -> bool:
    word = reader.word
    if word in lexicon.NOUNS:
        add_noun(reader)
        reader.take(1, "noun")
        reader.opened = reader.opened or word in lexicon.COUNTING_NOUNS
        return True
    length = reader.follows(*lexicon.UNDER_MAPPA) or (word in lexicon.ELIGIBLE)
    if not length or word in reader.words[: reader.at]:
        return False
    following = reader.words[reader.at + 1 : reader.at + 3]
    if word == "eligible" and following[:1] == ["for"] and following[1:] != ["mappa"]:
        return False  # whoever could be at a level is not at it
    # "MAPPA cases", "MAPPA eligible": the noun may follow, and need not.
    reader.noun = reader.noun or word != "mappa" or length > 1
    reader.take(int(length), "eligible")
    return True


def _in_force(reader: Reader) -> bool:
    """ "open level 2 cases", "active at level 3": every case at a level is."""
    following = set(reader.words[reader.at + 1 : reader.at + 2])
    if reader.word not in lexicon.IN_FORCE or reader.in_force:
        return False
    if following & lexicon.CUSTODY_WORDS:
        return False  # an open prison is one of a kind
    reader.in_force = reader.word
    reader.take(1, "silent")
    return True


def _only(reader: Reader) -> bool:
    """ "level 2 only", "only in the community": as exact as without."""
    if reader.word not in lexicon.ONLY:
        return False
    last = next((kind for kind in reversed(reader.taken) if kind not in ("noun", "silent")), "")
    next_word = (reader.words[reader.at + 1 : reader.at + 2] or [""])[0]
    begins = next_word in lexicon.LEVEL_WORDS | lexicon.CATEGORY_WORDS | {"in"}
    if last not in ("level", "category", "custody") and not begins:
        return False
    reader.take(1, "silent")
    return True


def _conjunction(reader: Reader) -> bool:
    if reader.word not in ("and", "or"):
        return False
    reader.tie()
    return True


def _leading(reader: Reader) -> bool:
    length = reader.follows(*lexicon.LEADS_AS_AT)
    if length:
        reader.lead("as at", length)
    elif reader.word in lexicon.LEADS_TO:
        reader.lead(reader.word, 1)
    else:
        return False
    return True


def _silent(reader: Reader) -> bool:
    length = reader.follows(*lexicon.SILENT_PHRASES)
    if length:
        reader.take(length, "silent")
        return True
    length = reader.follows(*lexicon.RELATIVE)
    if length and reader.taken:
        reader.verbs.add(reader.words[reader.at + 1])
        reader.take(length, "verb")
        return True
    if reader.word not in lexicon.SILENT:
        return False
    if reader.word == "had" and reader.verbs & {"have", "had"}:
        return False  # "have had" is said of a period
    reader.verbs |= lexicon.VERBS & {reader.word}
    reader.take(1, "verb" if reader.word in lexicon.VERBS else "silent")
    return True


def _slip(reader: Reader) -> bool:
    """A slip of the finger is mended, and the word read again; the reading shows what was meant."""
    meant = slip_of(reader.word)
    if meant is None:
        return False
    reader.words[reader.at] = meant
    return True


_PARTS = (
    _courtesy,
    _opening,
    days.now,
    days.day,
    filters.grouping,
    filters.level,
    filters.category,
    filters.category_name,
    filters.reach,
    filters.both,
    filters.custody,
    _managed,
    _in_force,
    _noun,
    _only,
    _conjunction,
    _silent,
    _leading,
    _slip,
)
