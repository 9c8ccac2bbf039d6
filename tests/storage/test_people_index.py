"""People by kind and by terms, on a table as DynamoDB has it: what is found, and what it costs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from polydesk.domain.person import Person
from polydesk.domain.person_kind import PersonKind, anybody, is_agent, is_customer
from polydesk.domain.person_terms import EMAIL, LOGIN, NAME, PHONE, WORDS, Fields
from polydesk.domain.phones import Phones
from polydesk.storage import keys, person_rosters, person_words
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.people import People
from polydesk.storage.people_index import PeopleIndex
from polydesk.storage.person_rosters import Roster
from polydesk.storage.person_words import PersonWords, TooManyPeople
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import PutItem, UpdateItem
from tests.storage.tables import ENGINE_ONLY
from tools.meter import Meter

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
CUSTOMER = frozenset({"ticket.customer"})
ANN = Person(5, "Ann Lee", "ann@x.example", "ann@x.example", False, CUSTOMER, True, NOW, NOW)
MANY = 1_000

A_CUSTOMER, AGENT = PersonKind(agent=False, customer=True), PersonKind(agent=True)
SIZE = 100_000
"""People of a large desk; every thousandth is an agent, the others are customers."""


@pytest.fixture
def index(table: Table) -> PeopleIndex:
    return PeopleIndex(table, People(table), lambda _: True)


def add(table: Table, index: PeopleIndex, *people: Person) -> None:
    """Write people and index them."""
    for person in people:
        table.commit(People(table).put_items(person), Deadline(5.0))
        index.follow(None, person, Deadline(5.0))


def test_people_are_found_by_words_beginnings_addresses_and_digits(table: Table, index: PeopleIndex) -> None:
    bo = replace(ANN, id=400, name="Bo Annand", email="bo@x.example", login="lee", phones=Phones.of(["+49 30-1"]))
    add(table, index, ANN, bo)

    assert index.ids_with("ann", MANY) == [5]
    assert index.ids_with("ann", MANY, prefix=True) == [5, 400]
    assert index.ids_with("lee", MANY) == [5, 400]
    assert [index.ids_with("lee", MANY, fields=fields) for fields in (NAME, LOGIN, EMAIL)] == [[5], [400], []]
    assert index.ids_with("ann@x.example", MANY) == index.ids_with("ann@", MANY, prefix=True) == [5]
    assert index.ids_with("ann@", MANY) == []
    assert index.ids_with("example", MANY) == [5, 400]
    assert index.ids_with_phone("49301", MANY) == index.ids_with_phone("+49", MANY, prefix=True) == [400]
    assert index.ids_with_phone("49", MANY) == index.ids_with_phone("none", MANY) == index.ids_with("49301", MANY) == []


def test_a_beginning_of_one_character_is_a_whole_word(table: Table, index: PeopleIndex) -> None:
    add(table, index, ANN)

    assert index.ids_with("x", MANY, prefix=True) == [5]
    assert index.ids_with("a", MANY, prefix=True) == []


@pytest.mark.parametrize("email", ["a#b@x.example", "a#1@x.example"])
def test_a_word_does_not_find_an_address_that_goes_on_with_the_separator(
    table: Table, index: PeopleIndex, email: str
) -> None:
    add(table, index, replace(ANN, name="Bo", email=email, login="bo"))

    assert index.ids_with("a", MANY) == index.ids_with(email, MANY) == [5]
    assert index.ids_with(email.partition("@")[0], MANY) == []


def test_more_people_than_the_limit_are_no_answer(table: Table, index: PeopleIndex) -> None:
    add(table, index, *(replace(ANN, id=number, email=f"ann{number}@x.example", login="") for number in range(2, 5)))

    assert index.ids_with("ann", 3) == index.ids_with("an", 3, prefix=True) == [2, 3, 4]
    for prefix in (False, True):
        with pytest.raises(TooManyPeople):
            index.ids_with("ann", 2, prefix=prefix)


def test_a_change_moves_a_person_to_other_words_and_lists(table: Table, index: PeopleIndex) -> None:
    add(table, index, ANN)
    after = replace(ANN, name="Ann Ray", permissions=frozenset({"ticket.agent"}))
    after = People(table).save(ANN, after, Deadline(5.0))

    for _ in range(2):
        index.follow(ANN, after, Deadline(5.0))
        assert (index.ids_with("lee", MANY), index.ids_with("ray", MANY)) == ([], [5])
        assert (index.page(is_agent, 0, 10).ids, index.page(is_customer, 0, 10).total) == ([5], 0)


def put_rosters(table: Table, size: int) -> None:
    """Write the roster of a desk with so many people at once."""
    for block in range(size // person_rosters.BLOCK):
        first = block * person_rosters.BLOCK
        agents = sum(1 << number - first for number in range(first, first + person_rosters.BLOCK) if not number % 1_000)
        customers = (1 << person_rosters.BLOCK) - 1 - agents
        item = person_rosters.block_item(1, {A_CUSTOMER: customers, AGENT: agents})
        table.write(PutItem(keys.roster_block(block), item))


def put_words(table: Table, term: str, ids: Iterable[int], attribute: str = "el") -> None:
    """Write the postings of a term at once; in the address and the login, unless said otherwise."""
    offsets: dict[int, set[int]] = {}
    for person_id in ids:
        offsets.setdefault(person_id // person_words.BLOCK, set()).add(person_id % person_words.BLOCK)
    for block, members in offsets.items():
        table.write(UpdateItem(keys.person_posting(term, block), include={attribute: members}))


@ENGINE_ONLY
def test_a_page_of_a_hundred_thousand_people_and_its_count_are_one_request_of_few_units(
    table: DynamoTable, index: PeopleIndex
) -> None:
    put_rosters(table, SIZE)

    with Meter(table) as meter:
        page = index.page(is_customer, 60_000, 50)
    assert (page.total, page.ids[0], len(page.ids)) == (SIZE - 100, 60_061, 50)
    assert (meter.requests, meter.read_units <= 6) == ({"Query": 1}, True), str(meter)

    with Meter(table) as meter:
        assert index.page(is_agent, 0, 1_000).ids == list(range(0, SIZE, 1_000))
        assert Roster.count(index.roster(), anybody) == SIZE
    assert meter.requests == {"Query": 2}


@ENGINE_ONLY
@pytest.mark.parametrize(
    ("term", "prefix", "found", "requests", "units"),
    [
        ("needle", False, 2, 1, 0.5),
        ("need", True, 2, 1, 0.5),
        ("com", False, 30_000, 3, 12.0),
        ("co", True, 30_300, 4, 13.0),
    ],
)
def test_a_word_costs_by_the_people_who_have_it(
    table: DynamoTable, index: PeopleIndex, term: str, prefix: bool, found: int, requests: int, units: float
) -> None:
    put_words(table, "com", range(70_000, 100_000))
    put_words(table, "contoso", range(0, 60_000, 200), "n")
    put_words(table, "needle", (7, 99_999), "n")

    with Meter(table) as meter:
        assert len(index.ids_with(term, SIZE, prefix=prefix)) == found
    assert (meter.requests.total() <= requests, meter.read_units <= units) == (True, True), str(meter)


@ENGINE_ONLY
def test_a_word_of_too_many_people_is_given_up_early(table: DynamoTable, index: PeopleIndex) -> None:
    put_words(table, "com", range(30_000))

    with Meter(table) as meter, pytest.raises(TooManyPeople):
        index.ids_with("com", 100)
    assert (meter.requests, meter.read_units <= 6) == ({"Query": 1}, True), str(meter)


@ENGINE_ONLY
@pytest.mark.parametrize(("attribute", "fields"), [("el", EMAIL | LOGIN), ("n", NAME), ("p", PHONE), ("nel", WORDS)])
def test_a_term_that_everybody_has_takes_one_write_unit(table: DynamoTable, attribute: str, fields: Fields) -> None:
    put_words(table, "w" * 40, range(90_000, 90_000 + person_words.BLOCK), attribute)

    with Meter(table) as meter:
        PersonWords(table).file(90_000, {"w" * 40: fields})
    assert (meter.requests, meter.write_units) == ({"UpdateItem": 1}, 1)


@ENGINE_ONLY
def test_a_change_of_kind_reads_a_block_and_writes_it_and_none_writes_nothing(table: DynamoTable) -> None:
    put_rosters(table, 2 * person_rosters.BLOCK)
    rosters = person_rosters.Rosters(table)

    for changes, requests, units in ((True, {"GetItem": 1, "PutItem": 1}, 1), (False, {"GetItem": 1}, 0)):
        with Meter(table) as meter:
            assert rosters.file(2_500, AGENT, Deadline(5.0)) is changes
        assert (meter.requests, meter.read_units, meter.write_units) == (requests, 1, units)
