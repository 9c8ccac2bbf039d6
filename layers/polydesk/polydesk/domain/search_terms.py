"""The words that a search goes by: how a text falls into words, and what a query asks for.

A word is a run of letters, digits and underscores of any script, with the marks that belong to them (`\\w+`, but an
Indic vowel sign or an accent that stands apart does not cut a word in two). Words are compared without regard to case
and to how a character was typed, as Unicode's identifiers are (NFKC_Casefold): `STRASSE` is `Straße`, `ﬁ` is `fi`, full
width is half width, and characters that cannot be seen do not count.
"""

import unicodedata
from dataclasses import dataclass
from itertools import islice

from polydesk.domain.errors import InvalidValue

MAX_TERM_LENGTH = 40
"""Characters of a word that count; what is behind them is cut off, in tickets and in queries alike."""

MAX_TERMS_PER_TEXT = 2_000
"""Different words of one message that can be found: those of ten pages. Each is paid for, and anybody can write."""

MAX_TERMS_PER_QUERY = 8
MAX_QUERY_LENGTH = 200
"""Characters."""

MIN_PREFIX_LENGTH = 2
"""Characters that the last word needs to stand for all words that begin with it; a shorter one is only itself."""

_ZERO_WIDTH_SPACE = "\u200b"
"""It ends a word, in scripts that write no spaces, although Unicode counts it among the invisible joiners."""

_VARIATION_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""They choose among pictures of one character."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched for: all of the `whole` words, and a word that begins with `beginning`, if there is one."""

    whole: tuple[str, ...]
    beginning: str | None


def terms_of(text: str) -> list[str]:
    """All words of a text in their order, as they are compared."""
    folded = _normal(_normal(text).casefold())
    characters = set(folded)
    runs = folded.translate({ord(one): _replacement(one) for one in characters}).split()
    # A mark at the beginning belongs to something that is no letter, such as an emoji.
    marks = "".join(filter(_is_mark, characters))
    return [word[:MAX_TERM_LENGTH] for run in runs if (word := run.lstrip(marks))]


def distinct_terms(*texts: str) -> list[str]:
    """The different words of texts that belong together; of too many, those that come first."""
    found = dict.fromkeys(word for text in texts for word in terms_of(text))
    return list(islice(found, MAX_TERMS_PER_TEXT))


def parse_query(text: str) -> SearchQuery:
    """What a caller searches for; the last word may be unfinished.

    Raises InvalidValue for `q` when there is no word in the text, or when it or its number of words is too large.
    """
    if len(text) > MAX_QUERY_LENGTH:
        raise _wrong(f"There can be at most {MAX_QUERY_LENGTH} characters.")
    words = terms_of(text)
    if not words:
        raise _wrong("There is no word to search for.")
    if len(words) > MAX_TERMS_PER_QUERY:
        raise _wrong(f"There can be at most {MAX_TERMS_PER_QUERY} words.")
    *whole, last = words
    if len(last) < MIN_PREFIX_LENGTH:
        return SearchQuery(tuple(dict.fromkeys(words)), None)
    return SearchQuery(tuple(dict.fromkeys(whole)), last)


def too_common(beginning: str) -> InvalidValue:
    """What is said of a beginning that stands for more words than can be searched."""
    return _wrong(f"Too many words begin with '{beginning}'. Write more of the word.")


def _wrong(problem: str) -> InvalidValue:
    return InvalidValue("q", problem)


def _normal(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _replacement(character: str) -> str | None:
    """What a character becomes before a text is cut at its spaces: itself, a space, or nothing."""
    if character.isalnum() or character == "_":
        return character
    if character in _VARIATION_SELECTORS or (
        unicodedata.category(character) == "Cf" and character != _ZERO_WIDTH_SPACE
    ):
        return None
    return character if _is_mark(character) else " "


def _is_mark(character: str) -> bool:
    """Whether it combines with the character before it."""
    return unicodedata.category(character).startswith("M")
