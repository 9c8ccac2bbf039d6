"""Words in the query of a search: bare ones, which subjects and messages have, and those of the field `title`."""

from polydesk.dialects.zammad.query_tokens import WILDCARDS
from polydesk.dialects.zammad.query_values import Condition, Tree, Unit, Word, parts_of, unreadable
from polydesk.domain.errors import InvalidValue
from polydesk.domain.filters import EVERY, Filter, Texts, WithPhrase, WithWords
from polydesk.domain.search_terms import (
    MAX_PAIRS_PER_QUERY,
    MAX_TERMS_PER_QUERY,
    MIN_PREFIX_LENGTH,
    SearchQuery,
    terms_by_word,
    terms_of,
    ticket_number,
)

TITLE = "title"

NO_PHRASES = "Phrases can be searched in names and titles only. Send their words without quotation marks."
TOO_SHORT = f"The beginning of a word has at least {MIN_PREFIX_LENGTH} characters before its '*'."


def require_few_words(query: Tree[Unit]) -> None:
    """Refuse more words than one search looks for. Raises InvalidValue for `q`."""
    bare, titles = list[Word](), list[Word]()
    for unit in parts_of(query):
        match unit:
            case Word():
                bare.append(unit)
            case Condition(field, values) if field == TITLE:
                titles += [value for value in parts_of(values) if isinstance(value, Word)]
    if sum(len(terms_by_word(word.text)) for word in bare) > MAX_TERMS_PER_QUERY:
        raise InvalidValue("q", f"There can be at most {MAX_TERMS_PER_QUERY} words.")
    if sum(len(terms_of(word.text)) for word in (*bare, *titles)) > MAX_PAIRS_PER_QUERY:
        raise InvalidValue("q", f"There can be at most {MAX_PAIRS_PER_QUERY} words, those of titles included.")


def says_nothing(unit: Tree[Unit]) -> bool:
    """Return whether a unit is a bare word without a letter or a digit, such as a dash."""
    return isinstance(unit, Word) and not unit.is_anything and not terms_of(unit.text)


def with_word(word: Word) -> Filter:
    """Return the filter of tickets that have a bare word, or that it numbers. Raises InvalidValue for `q`."""
    if word.is_anything:
        return EVERY
    terms = _terms(word)
    if word.quoted and len(terms) > 1:
        raise InvalidValue("q", NO_PHRASES)
    number = ticket_number([one.lstrip("0") for one in terms])
    return WithWords(_query(word, terms, number), Texts.ALL)


def titled(word: Word) -> Filter:
    """Return the filter of tickets whose subject has a word or a phrase. Raises InvalidValue for `q`."""
    terms = _terms(word)
    words = WithWords(_query(word, terms, None), Texts.SUBJECT)
    return words & WithPhrase(tuple(terms)) if word.quoted and len(terms) > 1 else words


def whole(word: Word) -> str:
    """Return the text of a word that is no beginning. Raises InvalidValue for `q`."""
    if word.begins:
        raise InvalidValue("q", WILDCARDS)
    return plain(word)


def plain(word: Word) -> str:
    """Return the text of a word. Raises InvalidValue for `q` for an operator where a value is expected."""
    if not word.quoted and word.raw[:1] in "-!":
        raise unreadable(word.raw)
    return word.text.strip()


def _terms(word: Word) -> list[str]:
    terms = terms_of(plain(word))
    if not terms:
        raise unreadable(word.raw)
    return terms


def _query(word: Word, terms: list[str], number: int | None) -> SearchQuery:
    if not word.begins:
        return SearchQuery(tuple(dict.fromkeys(terms)), None, number)
    if len(terms[-1]) < MIN_PREFIX_LENGTH:
        raise InvalidValue("q", TOO_SHORT)
    return SearchQuery(tuple(dict.fromkeys(terms[:-1])), terms[-1], number)
