"""Check people, the index of them, and categories, from what the items mean.

    ROSTER / <block of 2,000>      a letter for each kind of people: a bitmap as base64, bit 0 is the lowest id
    PW#<2 characters> / <term>#<block of 300>
                                   letters of fields: offsets of the people who have the term in these fields

A letter of the roster counts agent as 1, active as 2, admin as 4 and customer as 8, from a for 0 to p for 15.
"""

from base64 import b64decode
from collections import defaultdict
from collections.abc import Callable, Iterator

from polydesk.domain.person import Person
from polydesk.domain.person_kind import kind_of
from polydesk.domain.person_terms import Fields, person_terms
from polydesk.storage.people import person_of
from tools.load.contents import UNTYPED, Contents

ROSTER_BLOCK, TERM_BLOCK = 2_000, 300
LETTERS = "abcdefghijklmnop"

Places = dict[int, set[str]]
"""Where people stand in the index, by id."""


def _people(contents: Contents) -> dict[int, Person]:
    return {item["id"]: person_of(item) for item in contents.of_type("person").values()}


def people_who_are_named_exist(contents: Contents) -> Iterator[str]:
    """Check that nobody was removed who is a ticket's customer, or the author or the origin of an entry."""
    people = _people(contents)
    for number, ticket in contents.tickets.items():
        named = {ticket.customer_id, ticket.opened_by.person_id, ticket.updated_by_id}
        for entry in contents.history(number):
            named |= {entry.by.person_id, entry.message.origin_id if entry.message else None}
        for person_id in sorted(one for one in named if one and one not in people):
            yield f"ticket {number} names person {person_id}, who does not exist"


def categories_are_consistent(contents: Contents) -> Iterator[str]:
    """Check names, keys and the registry of categories, and that all tickets have one that exists or was deleted."""
    items = list(contents.of_type("category").values())
    for attribute, among in (("key", items), ("en", [item for item in items if not item.get("deleted")])):
        values = [item[attribute].casefold() for item in among]
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"{values.count(value)} categories have the {attribute} {value}"
    registries = list(contents.of_type("category registry").values())
    changed = sum(item["version"] - 1 for item in items)
    if changed and (len(registries) != 1 or registries[0]["version"] < changed):
        yield f"categories were changed {changed} times, the registry is {registries}"
    for number, ticket in contents.tickets.items():
        if ticket.category_id not in {item["id"] for item in items}:
            yield f"ticket {number} has the category {ticket.category_id}, which does not exist"


INVARIANTS: dict[str, Callable[[Contents], Iterator[str]]] = {
    "people who are named exist": people_who_are_named_exist,
    "categories are consistent": categories_are_consistent,
}


def wrong_people(contents: Contents) -> Iterator[str]:
    """Yield what people lack in their index, and have there too much. Nothing once the stream has been read."""
    expected, stored = _expected(contents), _stored(contents)
    for person_id in sorted({*expected, *stored}):
        for what, places in (
            ("lacks", expected[person_id] - stored[person_id]),
            ("should not have", stored[person_id] - expected[person_id]),
        ):
            if places:
                yield f"person {person_id} {what} {', '.join(sorted(places))}"


def _expected(contents: Contents) -> Places:
    places: Places = defaultdict(set)
    for person_id, person in _people(contents).items():
        places[person_id] |= {f"{term} in {_attribute(fields)}" for term, fields in person_terms(person).items()}
        if kind := kind_of(person):
            number = kind.agent + 2 * kind.active + 4 * kind.admin + 8 * kind.customer
            places[person_id].add(f"kind {LETTERS[number]}")
    return places


def _attribute(fields: Fields) -> str:
    names = "".join(letter for letter, field in zip("nel", ("name", "email", "login"), strict=True) if field in fields)
    return names or "p"


def _stored(contents: Contents) -> Places:
    places: Places = defaultdict(set)
    for item in contents.of_type("roster").values():
        for letter in LETTERS:
            bits = int.from_bytes(b64decode(item.get(letter, "")), "little")
            for offset in (offset for offset in range(bits.bit_length()) if bits >> offset & 1):
                places[int(item["sk"]) * ROSTER_BLOCK + offset].add(f"kind {letter}")
    for key, item in contents.of_type(UNTYPED).items():
        if key.pk.startswith("PW#"):
            term, _, block = key.sk.rpartition("#")
            for attribute in item.keys() - {"pk", "sk"}:
                for offset in item[attribute]:
                    places[int(block) * TERM_BLOCK + offset].add(f"{term} in {attribute}")
    return places
