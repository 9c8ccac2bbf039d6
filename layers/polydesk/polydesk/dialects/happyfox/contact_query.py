"""The parameters of `GET users/`, and what its `q` asks for. The grammar is that of tickets, in `query_language`.

| Term | A contact matches when |
|---|---|
| `name:` | the name has the words |
| `email:` | the address is this one, in any spelling; without an `@` when it has the words |
| `phone:` | one of the telephone numbers has the same digits |
| `updated_since:`, `created_since:` | it was changed, or created, on that day or later; days are those of UTC |
| words | each is a word of name or address, or the digits of a telephone number; the last one may be unfinished |

All terms and words hold. A term takes one value; the same field can come again.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from polydesk.dialects.happyfox.names import PHONE
from polydesk.dialects.happyfox.queries import LargeInteger, LargePageNumber, refusing
from polydesk.dialects.happyfox.query_dates import parse_date
from polydesk.dialects.happyfox.query_language import QueryText, split_query
from polydesk.dialects.happyfox.query_values import Term
from polydesk.dialects.happyfox.query_words import NO_WORD, search_of
from polydesk.domain import person_terms
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person_filters import Condition, Either, Every, HasAddress, HasTerm, Since, leaves
from polydesk.domain.person_key import person_key
from polydesk.domain.person_terms import EMAIL, NAME, Fields, phone_term
from polydesk.domain.search_terms import MAX_TERMS_PER_QUERY, terms_of
from polydesk.http.body import Query
from polydesk.http.parameters import MAX_VALUE_LENGTH

MAX_LOOK_UPS = 20
"""Words, addresses, telephone numbers and dates of one query, each of which is looked up."""


def _words(text: str, fields: Fields) -> Condition:
    """Return the condition that one of the fields has each word of a text. Raises InvalidValue for none."""
    terms = list(dict.fromkeys(terms_of(text)))
    if not terms:
        raise InvalidValue("q", NO_WORD)
    return Every(tuple(HasTerm(term, fields) for term in terms))


def _name(field: str, text: str) -> Condition:
    return _words(text, NAME)


def _email(field: str, text: str) -> Condition:
    return HasAddress(person_key(text.strip())) if "@" in text else _words(text, EMAIL)


def _phone(field: str, text: str) -> Condition:
    term = phone_term(text)
    if term is None:
        raise InvalidValue("q", '"phone" takes the digits of a telephone number.')
    return HasTerm(term, person_terms.PHONE)


def _since(field: str, text: str) -> Condition:
    day = parse_date(text)
    if day is None:
        raise InvalidValue("q", f'"{field}" takes a date, as yyyy/mm/dd or yyyy-mm-dd, of a day that exists.')
    return Since("created" if field == "created_since" else "updated", datetime.combine(day, time(), UTC))


_READERS: Mapping[str, Callable[[str, str], Condition]] = MappingProxyType(
    {"name": _name, "email": _email, "phone": _phone, "updated_since": _since, "created_since": _since}
)


def _term(term: Term) -> Condition:
    if len(term.values) > 1:
        raise InvalidValue("q", f'"{term.field}" takes one value. Send the term again for another one.')
    return _READERS[term.field](term.field, term.values[0].text)


def _loose_words(query: QueryText) -> Iterator[Condition]:
    """Yield the condition of each bare or quoted word; the last one may be unfinished if it is bare."""
    search_of(query)  # refuses too many words, and no word at all
    for place, text in enumerate(query.words, 1):
        unfinished = query.unfinished and place == len(query.words)
        terms = list(dict.fromkeys(terms_of(text)))
        conditions = [HasTerm(term, NAME | EMAIL, prefix=unfinished and term == terms[-1]) for term in terms]
        words = Every(tuple(conditions))
        phone = phone_term(text) if PHONE.fullmatch(text) else None
        if phone:
            yield Either((HasTerm(phone, person_terms.PHONE, prefix=unfinished), words))
        elif conditions:
            yield words


def _condition(text: str) -> Condition | None:
    """Return what a `q` asks for; None for a blank one. Raises InvalidValue for `q`."""
    if not text.strip():
        return None
    query = split_query(text, _READERS)
    wanted = Every((*map(_term, query.terms), *_loose_words(query)))
    if not wanted.conditions:
        raise InvalidValue("q", NO_WORD)
    if len(set(leaves(wanted))) > MAX_LOOK_UPS:
        raise InvalidValue("q", f"There can be at most {MAX_LOOK_UPS} terms and words together.")
    return wanted


ContactSearch = Annotated[
    Condition | None,
    refusing(_condition),
    Field(
        description="Terms `name:`, `email:`, `phone:`, `updated_since:` and `created_since:` with one value each, and "
        f"at most {MAX_TERMS_PER_QUERY} words of name or address or telephone numbers; {MAX_LOOK_UPS} words and values "
        "together. All of them hold. A blank text counts as absent.",
        json_schema_extra={"type": "string", "maxLength": MAX_VALUE_LENGTH},
    ),
]


class ContactQuery(Query):
    """The page, and which contacts are in the list."""

    size: Annotated[LargeInteger, Field(description="Contacts on a page; brought to the nearest from 10 to 50.")] = 10
    page: LargePageNumber = 1
    q: ContactSearch = None
