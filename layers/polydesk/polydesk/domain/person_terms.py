"""The terms by which people are found: words of the name, the address and the login, and digits of telephone numbers.

| Field | Terms | Of `Ann Lee`, `ann@x.example`, `+49 (30) 12-34` |
|---|---|---|
| name | its words | `ann`, `lee` |
| email | its words, and the whole address, folded | `ann`, `x`, `example`, `ann@x.example` |
| login | as email | as email, unless it differs |
| phone | the digits of each number, behind a plus sign, which no word has | `+49301234` |

Words are those of the search (`domain/search_terms.py`), so case and accents make no difference.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Literal

from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.phones import digits_of
from polydesk.domain.search_terms import distinct_terms
from polydesk.domain.text_folding import fold

PersonField = Literal["name", "email", "login", "phone"]

Fields = frozenset[PersonField]

NAME: Fields = frozenset({"name"})
EMAIL: Fields = frozenset({"email"})
LOGIN: Fields = frozenset({"login"})
PHONE: Fields = frozenset({"phone"})
WORDS: Fields = NAME | EMAIL | LOGIN

MAX_TERMS_PER_PERSON = 200
"""Terms of one person that are indexed: the whole addresses and the numbers first, words of the name last."""

MAX_WHOLE_TERM_LENGTH = 200
"""Characters of a whole address and digits of a number. Longer ones are truncated, for people and for callers alike."""


def person_terms(person: Person) -> dict[str, Fields]:
    """Return the terms of a person, and in which fields each occurs. The system person has none."""
    if person.id == SYSTEM_PERSON_ID:
        return {}
    found: dict[str, set[PersonField]] = defaultdict(set)
    for term, field in _terms(person):
        if term in found or len(found) < MAX_TERMS_PER_PERSON:
            found[term].add(field)
    return {term: frozenset(fields) for term, fields in found.items()}


def changed_terms(before: Mapping[str, Fields], after: Mapping[str, Fields]) -> set[str]:
    """Return the terms that are in other fields after a change of a person than before it."""
    return {term for term in before.keys() | after.keys() if before.get(term) != after.get(term)}


def address_term(text: str) -> str:
    """Return the term of a whole e-mail address or login, or of the beginning of one."""
    return fold(text)[:MAX_WHOLE_TERM_LENGTH]


def phone_term(text: str) -> str | None:
    """Return the term of a telephone number; None when it has no digits. Only its digits count."""
    found = digits_of(text)[:MAX_WHOLE_TERM_LENGTH]
    return f"+{found}" if found else None


def _terms(person: Person) -> Iterator[tuple[str, PersonField]]:
    addresses: list[tuple[PersonField, str]] = [("email", person.email), ("login", person.login)]
    yield from ((term, field) for field, text in addresses if (term := address_term(text)))
    yield from ((phone, "phone") for one in person.phones if (phone := phone_term(one.number)))
    yield from chain.from_iterable(((term, field) for term in distinct_terms(text)) for field, text in addresses)
    yield from ((term, "name") for term in distinct_terms(person.name))
