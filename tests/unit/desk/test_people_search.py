"""People are found by address at once, and by telephone number and words of their names as the index has them."""

from collections.abc import Callable
from typing import Any

import pytest

from polydesk.desk import people_search
from polydesk.desk.people_search import PeopleSearch
from polydesk.desk.resources import Resources
from polydesk.domain.errors import BeingPrepared, InvalidValue
from polydesk.domain.person import AGENT, CUSTOMER, Person
from polydesk.domain.phones import Phones
from polydesk.storage.retry import Deadline
from tests.fakes.desk import resources_on, set_up_desk
from tests.fakes.table import FakeTable
from tests.unit.domain.samples import NOW

Find = Callable[[PeopleSearch], Any]


def person(person_id: int, name: str, email: str, *phones: str, login: str = "", agent: bool = False) -> Person:
    permissions = frozenset({AGENT if agent else CUSTOMER})
    return Person(person_id, name, email, login or email, agent, permissions, True, NOW, NOW, Phones.of(phones))


PEOPLE = (
    person(11, "Ann Lee", "ann@desk.example", login="annie", agent=True),
    person(12, "Bo Lee", "bo@desk.example", agent=True),
    person(21, "Ann Box", "ann@x.example", "+49 (30) 12-34"),
    person(22, "Lee Ann Box", "box@x.example", "49301234", "007"),
    person(23, "Carl Lee", "carl@x.example", login="other@x.example"),
)


@pytest.fixture
def resources() -> Resources:
    resources = set_up_desk(FakeTable(), NOW)
    for one in PEOPLE:
        resources.table.commit(resources.people.put_items(one), Deadline(5.0))
        resources.people_index.index(one.id, Deadline(5.0))
    return resources


@pytest.fixture
def search(resources: Resources) -> PeopleSearch:
    return PeopleSearch(resources)


def test_people_are_named_by_address_or_login_in_any_spelling(search: PeopleSearch) -> None:
    found = search.named(["ANNIE", "annie", "Other@X.example", "box@x.example", "nobody@x.example", "x" * 400])

    assert {key: one.id for key, one in found.items()} == {"annie": 11, "other@x.example": 23, "box@x.example": 22}
    assert search.named([]) == {}


def test_all_agents_are_found(search: PeopleSearch) -> None:
    assert [one.id for one in search.agents()] == [11, 12]


@pytest.mark.parametrize(
    ("keys", "found"),
    [
        ({"ann@x.example"}, {21}),
        ({"ann@x.example", "bo@desk.example", "nobody@x.example"}, {21, 12}),
        ({"other@x.example"}, set()),
        ({"annie"}, set()),
    ],
    ids=["one", "several", "a login", "a login without a domain"],
)
def test_addresses_are_found_and_logins_are_not(search: PeopleSearch, keys: set[str], found: set[int]) -> None:
    assert search.with_addresses(keys) == found


def test_an_address_is_found_before_it_is_indexed(resources: Resources, search: PeopleSearch) -> None:
    before, after = PEOPLE[2], person(21, "Ann Box", "new@x.example")
    resources.people.save(before, after, Deadline(5.0))

    assert search.with_addresses({"ann@x.example"}) == set()
    assert search.with_addresses({"new@x.example"}) == {21}


def test_telephone_numbers_are_compared_by_all_their_digits(search: PeopleSearch) -> None:
    assert search.with_phones({"49301234"}) == {21, 22}
    assert search.with_phones({"007", "1234"}) == {22}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ({("ann",)}, {11, 21, 22}),
        ({("ann", "lee")}, {11, 22}),
        ({("lee", "carl"), ("bo",)}, {23, 12}),
        ({("example",)}, set()),
        ({("an",)}, set()),
        ({("ann", "carl")}, set()),
    ],
    ids=["a word", "two words in any order", "two names", "a word of addresses", "a part of a word", "of two people"],
)
def test_names_are_found_by_whole_words(search: PeopleSearch, names: set[tuple[str, ...]], found: set[int]) -> None:
    assert search.with_words(names) == found


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (("ann", "lee", "ann", "ann"), ["ann", "lee"]),
        (("nobody", "ann", "lee"), ["nobody"]),
        (("ann", "carl", "box"), ["ann", "carl"]),
    ],
    ids=["a repeated word", "a word that nobody has", "words that nobody has together"],
)
def test_words_of_a_name_are_read_once_and_until_nobody_is_left(
    resources: Resources, monkeypatch: pytest.MonkeyPatch, name: tuple[str, ...], read: list[str]
) -> None:
    words: list[str] = []
    ids_with = resources.people_index.ids_with

    def noted(term: str, limit: int, **how: Any) -> list[int]:
        words.append(term)
        return ids_with(term, limit, **how)

    monkeypatch.setattr(resources.people_index, "ids_with", noted)
    PeopleSearch(resources).with_words({name})

    assert words == read


@pytest.mark.parametrize(
    "find",
    [
        lambda search: search.with_words({("lee",)}),
        lambda search: search.with_words({("bo",), ("ann", "lee")}),
        lambda search: search.with_phones({"49301234"}),
    ],
    ids=["a word", "two words", "a number"],
)
def test_too_many_people_are_refused(search: PeopleSearch, monkeypatch: pytest.MonkeyPatch, find: Find) -> None:
    monkeypatch.setattr(people_search, "MAX_FOUND", 1)

    with pytest.raises(InvalidValue, match="More than 1 people") as refused:
        find(search)
    assert refused.value.field == "q"


@pytest.mark.parametrize(
    "find",
    [
        lambda search: search.agents(),
        lambda search: search.with_words({("ann",)}),
        lambda search: search.with_phones({"49301234"}),
    ],
    ids=["agents", "words", "numbers"],
)
def test_nothing_is_found_in_an_index_that_is_not_complete(find: Find) -> None:
    with pytest.raises(BeingPrepared):
        find(PeopleSearch(resources_on(FakeTable())))
