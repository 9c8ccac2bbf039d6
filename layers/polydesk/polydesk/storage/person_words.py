"""For each term of people, the people who have it, and in which fields.

A posting is an item for one term and 300 ids. It has number sets of offsets from the lowest of these ids: one for each
combination of fields, so that a person stands in it once, and one for telephone numbers.

| Attribute | Offsets of people who have the term |
|---|---|
| `n`, `e`, `l` | in the name, in the e-mail address, in the login alone |
| `ne`, `nl`, `el`, `nel` | in both, in all three |
| `p` | as the digits of a telephone number |

- A change is one unconditional UpdateItem, which adds to one set and removes from the others. Repeating it changes
  nothing.
- With 300 ids a posting has less than 1 KB, the unit of writing, even for a word that everybody has, such as `com`.
- Terms with the same first two characters share a partition, so that one query reads a term, or all with a prefix.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, combinations
from typing import Final

from polydesk.domain.person_terms import Fields
from polydesk.domain.search_terms import MIN_PREFIX_LENGTH
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.search_index.index import in_parallel
from polydesk.storage.table import Table
from polydesk.storage.transaction import DeleteItem, UpdateItem, same

BLOCK = 300
"""Ids of one posting."""

MAX_POSTINGS = 10_000
"""How many postings one look-up reads: at most about 8 MB, for terms that everybody has; 1 MB for a usual prefix."""

POSTINGS_AT_FIRST = 50
"""How many postings the first request reads; most look-ups end with it."""

_INITIALS: Final[Mapping[str, str]] = {"name": "n", "email": "e", "login": "l"}
_COMBINATIONS = ["".join(some) for size in (1, 2, 3) for some in combinations("nel", size)]
_PHONE = "p"
_ATTRIBUTES = frozenset({*_COMBINATIONS, _PHONE})


class TooManyPeople(Exception):
    """More people have the term, or one with the prefix, than the caller wants to know of."""


class PersonWords:
    """The postings of terms of people in the table of one desk."""

    def __init__(self, table: Table) -> None:
        """Store them in the table."""
        self._table = table

    def file(self, person_id: int, terms: Mapping[str, Fields]) -> None:
        """Let the person have each of the terms in these fields only. Raises Unavailable when not all were written."""
        in_parallel(lambda term: self._file(person_id, term, terms[term]), terms)

    def _file(self, person_id: int, term: str, fields: Fields) -> None:
        block, offset = divmod(person_id, BLOCK)
        key, member = keys.person_posting(term, block), {offset}
        names = _attributes(fields)
        self._table.write(
            UpdateItem(
                key,
                include=dict.fromkeys(sorted(names), member),
                exclude=dict.fromkeys(sorted(_ATTRIBUTES - names), member),
            )
        )
        if names:
            return
        try:
            self._table.write(DeleteItem(key, same(**dict.fromkeys(_ATTRIBUTES)), VersionMismatch()))
        except VersionMismatch:
            return  # others have the term

    def ids_with(self, term: str, fields: Fields, limit: int, *, prefix: bool = False) -> list[int]:
        """Return the ids of the people who have the term in one of the fields, lowest first.

        With `prefix` also of those who have one that begins with it, if it has two characters at least. Raises
        TooManyPeople when there are more than `limit`. The read is eventually consistent.
        """
        begins = prefix and len(term) >= MIN_PREFIX_LENGTH
        found: set[int] = set()
        for count, posting in enumerate(self._postings(term, begins=begins)):
            found |= _members(posting, fields)
            if len(found) > limit or count >= MAX_POSTINGS:
                raise TooManyPeople
        return sorted(found)

    def _postings(self, term: str, *, begins: bool) -> Iterator[Item]:
        start = term if begins else keys.person_posting_prefix(term)
        query = partial(self._table.query, keys.person_postings(term), prefix=start, at_first=POSTINGS_AT_FIRST)
        for posting in query(limit=MAX_POSTINGS + 1, consistent=False):
            # An address may have the separator in it: `a#b@x.example` begins with the key of the word `a`.
            if begins or keys.person_posting_place(posting["sk"])[0] == term:
                yield posting


def _attributes(fields: Fields) -> set[str]:
    """Return the names of the attributes in which a person stands who has a term in these fields."""
    combination = "".join(initial for field, initial in _INITIALS.items() if field in fields)
    return {name for name in (combination, _PHONE if "phone" in fields else "") if name}


def _members(posting: Item, fields: Fields) -> set[int]:
    _, block = keys.person_posting_place(posting["sk"])
    initials = {_INITIALS.get(field, _PHONE) for field in fields}
    sets = (posting.get(name, ()) for name in _ATTRIBUTES if initials & set(name))
    return {block * BLOCK + offset for offset in chain.from_iterable(sets)}
