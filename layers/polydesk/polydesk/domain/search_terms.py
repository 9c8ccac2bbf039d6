r"""Splits texts and queries into search terms.

A term is a run of letters, digits and underscores of any script, with their combining marks: like `\w+`, but an Indic
vowel sign or a separate accent does not end a term. Texts are folded first, so that case, accents and the way a
character is typed make no difference. Scripts without spaces have pairs of characters as terms.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from polydesk.domain.errors import InvalidValue
from polydesk.domain.text_folding import fold, is_mark
from polydesk.domain.unspaced_scripts import is_unspaced, pairs, stretches

MAX_TERM_LENGTH = 40
"""Characters. Longer terms are truncated, in tickets and in queries alike."""

MAX_TERMS_PER_TEXT = 2_000
"""Distinct terms of one message that are indexed, about ten pages. The bound limits the cost of a single message."""

MAX_TERMS_PER_QUERY = 8
"""Words. A run in scripts without spaces counts as one."""

MAX_PAIRS_PER_QUERY = 40
"""Terms of all words together; each is one read. More are possible only in scripts without spaces."""

MAX_QUERY_LENGTH = 200
"""Characters."""

MAX_NUMBER_DIGITS = 10
"""Digits of a ticket number, see `keys.ticket_sort`."""

MIN_PREFIX_LENGTH = 2
"""Characters. The last term of a query matches as a prefix if it has at least as many; else as a whole term."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Finds texts that contain all the terms, and a term with the prefix unless this is None; nothing without both.

    `number` is the ticket that is found besides, unless it is None.
    """

    terms: tuple[str, ...]
    prefix: str | None
    number: int | None = None


def terms_of(text: str) -> list[str]:
    """Return the normalised terms of a text, in order."""
    return list(chain.from_iterable(terms_by_word(text)))


def distinct_terms(*texts: str) -> list[str]:
    """Return the distinct terms under which texts that belong together are indexed, at most MAX_TERMS_PER_TEXT.

    Those of scripts without spaces are pairs and single characters, so that a query of one character finds it.
    """
    found = dict.fromkeys(_shortened(term) for text in texts for term in _indexed_terms(text))
    return list(islice(found, MAX_TERMS_PER_TEXT))


def has_phrase(text: str, terms: Sequence[str]) -> bool:
    """Return whether a text has these terms one after another."""
    of_text, size = terms_of(text), len(terms)
    return any(tuple(of_text[at : at + size]) == tuple(terms) for at in range(len(of_text) - size + 1))


def parse_query(text: str) -> SearchQuery:
    """Parse the text of a search; its last term may be a prefix. A single number may also be that of a ticket.

    A text without terms is a query without terms, which matches nothing. Raises InvalidValue for the field `q` when the
    text is too long or has too many terms.
    """
    if len(text) > MAX_QUERY_LENGTH:
        raise _invalid(f"There can be at most {MAX_QUERY_LENGTH} characters.")
    by_word = terms_by_word(text)
    if len(by_word) > MAX_TERMS_PER_QUERY:
        raise _invalid(f"There can be at most {MAX_TERMS_PER_QUERY} words.")
    terms = list(chain.from_iterable(by_word))
    if len(terms) > MAX_PAIRS_PER_QUERY:
        pairs_too = "pairs of neighbouring characters of a script without spaces"
        raise _invalid(f"There can be at most {MAX_PAIRS_PER_QUERY} words and {pairs_too} together.")
    number = ticket_number(terms)
    if not terms or len(terms[-1]) < MIN_PREFIX_LENGTH:
        return SearchQuery(tuple(dict.fromkeys(terms)), None, number)
    *whole, last = terms
    return SearchQuery(tuple(dict.fromkeys(whole)), last, number)


def ticket_number(terms: Sequence[str]) -> int | None:
    """Return the number of a ticket if it is the only one of the terms."""
    match terms:
        case [term] if term.isascii() and term.isdecimal() and len(term) <= MAX_NUMBER_DIGITS and term[0] != "0":
            return int(term)
    return None


def _invalid(problem: str) -> InvalidValue:
    return InvalidValue("q", problem)


def _shortened(term: str) -> str:
    return term[:MAX_TERM_LENGTH]


def terms_by_word(text: str) -> list[list[str]]:
    """Return the terms of each word of a text; a word may have several scripts."""
    return [
        [_shortened(term) for part in word for term in (pairs(part) if isinstance(part, list) else [part])]
        for word in _words(text)
    ]


def _indexed_terms(text: str) -> Iterator[str]:
    for part in chain.from_iterable(_words(text)):
        if isinstance(part, list):
            yield from chain(*zip(part, pairs(part), strict=False), part[-1:])
        else:
            yield part


def _words(text: str) -> Iterator[list[str | list[str]]]:
    """Yield each word of a text as its parts: text as it is, and the characters of scripts without spaces."""
    folded = fold(text)
    characters = set(folded)
    runs = folded.translate({ord(one): " " for one in characters if not _belongs_to_words(one)}).split()
    marks = set(filter(is_mark, characters))
    all_marks = "".join(marks)
    unspaced = set(filter(is_unspaced, characters))
    for run in runs:
        # A mark at the start of a run belongs to a character that is not part of a term, such as an emoji.
        if word := run.lstrip(all_marks):
            yield list(stretches(word, unspaced, marks)) if unspaced else [word]


def _belongs_to_words(character: str) -> bool:
    return character.isalnum() or character == "_" or is_mark(character)
