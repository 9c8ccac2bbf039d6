r"""Splits texts and queries into search terms.

A term is a run of letters, digits and underscores of any script, with their combining marks: like `\w+`, but an Indic
vowel sign or a separate accent does not end a term. Terms are normalised as Unicode identifiers are (NFKC_Casefold), so
that case and the way a character is typed make no difference: `STRASSE` equals `Straße`, `ﬁ` equals `fi`, full-width
equals half-width, and invisible characters are ignored.
"""

import unicodedata
from dataclasses import dataclass
from itertools import islice

from polydesk.domain.errors import InvalidValue
from polydesk.domain.text_folding import is_mark, stream_safe

MAX_TERM_LENGTH = 40
"""Characters. Longer terms are truncated, in tickets and in queries alike."""

MAX_TERMS_PER_TEXT = 2_000
"""Distinct terms of one message that are indexed, about ten pages. The bound limits the cost of a single message."""

MAX_TERMS_PER_QUERY = 8
MAX_QUERY_LENGTH = 200
"""Characters."""

MIN_PREFIX_LENGTH = 2
"""Characters. The last term of a query matches as a prefix if it has at least as many; else as a whole term."""

_ZERO_WIDTH_SPACE = "\u200b"
"""Ends a term, in scripts without spaces, although Unicode puts it into the category of invisible characters (Cf)."""

_VARIATION_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""They select a glyph of the character before them."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Finds texts that contain all the terms, and a term with the prefix unless this is None; nothing without both."""

    terms: tuple[str, ...]
    prefix: str | None


def terms_of(text: str) -> list[str]:
    """Return the normalised terms of a text, in order."""
    folded = _nfkc(_nfkc(stream_safe(text)).casefold())
    characters = set(folded)
    runs = folded.translate({ord(one): _replacement(one) for one in characters}).split()
    # A mark at the start of a run belongs to a character that is not part of a term, such as an emoji.
    marks = "".join(filter(is_mark, characters))
    return [term[:MAX_TERM_LENGTH] for run in runs if (term := run.lstrip(marks))]


def distinct_terms(*texts: str) -> list[str]:
    """Return the distinct terms of texts that belong together, at most the first MAX_TERMS_PER_TEXT."""
    found = dict.fromkeys(term for text in texts for term in terms_of(text))
    return list(islice(found, MAX_TERMS_PER_TEXT))


def parse_query(text: str) -> SearchQuery:
    """Parse the text of a search; its last term may be a prefix.

    A text without terms is a query without terms, which matches nothing. Raises InvalidValue for the field `q` when the
    text is too long or has too many terms.
    """
    if len(text) > MAX_QUERY_LENGTH:
        raise _invalid(f"There can be at most {MAX_QUERY_LENGTH} characters.")
    terms = terms_of(text)
    if len(terms) > MAX_TERMS_PER_QUERY:
        raise _invalid(f"There can be at most {MAX_TERMS_PER_QUERY} words.")
    if not terms or len(terms[-1]) < MIN_PREFIX_LENGTH:
        return SearchQuery(tuple(dict.fromkeys(terms)), None)
    *whole, last = terms
    return SearchQuery(tuple(dict.fromkeys(whole)), last)


def prefix_too_common(prefix: str) -> InvalidValue:
    """Return the error for a prefix with more terms than a search reads."""
    return _invalid(f"Too many words begin with '{prefix}'. Write more of the word.")


def _invalid(problem: str) -> InvalidValue:
    return InvalidValue("q", problem)


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _replacement(character: str) -> str | None:
    """Return what replaces a character before the text is split at spaces: itself, a space or nothing."""
    if character.isalnum() or character == "_":
        return character
    if character in _VARIATION_SELECTORS or (
        unicodedata.category(character) == "Cf" and character != _ZERO_WIDTH_SPACE
    ):
        return None
    return character if is_mark(character) else " "
