"""Lists of people are exactly those for whom a condition holds, in order, on any page."""

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.desk import people_bounds, people_lists
from polydesk.desk.people_lists import PeopleLists
from polydesk.domain.errors import BeingPrepared, InvalidValue
from polydesk.domain.person import AGENT, CUSTOMER, Person
from polydesk.domain.person_filters import (
    ALL,
    Condition,
    Either,
    Every,
    HasAddress,
    HasId,
    HasTerm,
    InPartOfName,
    Not,
    OfKind,
    Since,
)
from polydesk.domain.person_kind import is_agent, is_customer
from polydesk.domain.person_terms import EMAIL, LOGIN, NAME, PHONE, WORDS, person_terms
from polydesk.storage.retry import Deadline
from tests.fakes.desk import resources_on
from tests.fakes.table import FakeTable
from tests.unit.desk.town import FIRST_ID, PEOPLE, Townsfolk, added, desk_of
from tests.unit.domain.samples import NOW


@pytest.fixture(scope="module")
def town() -> Townsfolk:
    return Townsfolk()


def naive(people: list[Person], wanted: Condition, front: Condition | None = None) -> list[int]:
    """Return the ids for whom a condition holds, those in front first."""
    found = [one for one in people if wanted.holds(one, person_terms(one))]
    in_front = [one for one in found if front and front.holds(one, person_terms(one))]
    return [one.id for one in (*in_front, *(one for one in found if one not in in_front))]


FLAGS: tuple[Literal["agent", "active", "admin", "customer"], ...] = ("agent", "active", "admin", "customer")
IDS = st.integers(FIRST_ID - 1, FIRST_ID + PEOPLE)
LEAVES: st.SearchStrategy[Condition] = st.one_of(
    st.builds(
        HasTerm,
        st.sampled_from(["an", "ann", "anna", "lee", "bo", "example", "x", "login5", "ann1"]),
        st.sampled_from([NAME, EMAIL, LOGIN, WORDS]),
        st.booleans(),
    ),
    st.builds(HasTerm, st.sampled_from(["+4930", "+49301", "+030", "+777"]), st.just(PHONE), st.booleans()),
    st.builds(
        InPartOfName,
        st.sampled_from(["first", "last"]),
        st.sampled_from(["an", "ann", "lee"]),
        st.booleans(),
    ),
    st.builds(
        HasAddress,
        st.builds("{}{}".format, st.sampled_from(["login", "ann-"]), IDS)
        | st.builds("{}{}@{}.example".format, st.sampled_from(["ann", "bo"]), IDS, st.sampled_from("xy")),
        st.sampled_from([EMAIL, LOGIN, EMAIL | LOGIN]),
    ),
    st.builds(HasId, st.frozensets(IDS, max_size=9)),
    st.builds(OfKind, st.sampled_from(FLAGS), st.booleans()),
    st.builds(Since, st.just("created"), st.sampled_from([NOW, NOW.replace(year=NOW.year + 1)])),
)


def _lists(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(inner, max_size=3).map(tuple)
    return st.builds(Every, several) | st.builds(Either, several) | st.builds(Not, inner)


CONDITIONS = st.recursive(LEAVES, _lists, max_leaves=6)


EXACT = LEAVES.filter(lambda one: isinstance(one, HasTerm | HasAddress | HasId))


@given(wanted=CONDITIONS, front=st.none() | EXACT, offset=st.integers(0, 40), limit=st.integers(1, 60))
def test_a_page_has_whom_a_naive_filter_finds(
    town: Townsfolk, wanted: Condition, front: Condition | None, offset: int, limit: int
) -> None:
    expected = naive(town.people, wanted, front)

    found, total = town.lists.page(wanted, offset, limit, first=front)

    assert total == len(expected)
    assert [one.id for one in found] == expected[offset : offset + limit]


@pytest.mark.parametrize(
    "wanted", [ALL, HasTerm("ann", NAME, prefix=True), Since("created", NOW)], ids=["all", "a word", "a date"]
)
def test_kinds_narrow_a_list_and_ids_can_descend(town: Townsfolk, wanted: Condition) -> None:
    both = [one for one in town.people if AGENT in one.permissions and wanted.holds(one, person_terms(one))]

    found, total = town.lists.page(wanted, 3, 5, among=is_agent, ascending=False)

    assert [one.id for one in found] == [one.id for one in both][::-1][3:8]
    assert total == len(both)


ANN, BO, CY = (
    Person(number, name, f"{name}@x.example", name, False, frozenset({CUSTOMER}), True, NOW, NOW)
    for number, name in ((11, "ann"), (12, "bo"), (13, "cy"))
)


@pytest.mark.parametrize("key", ["ann@x.example", "ann"])
def test_a_whole_address_or_login_is_found_before_it_is_indexed(key: str) -> None:
    resources = desk_of([BO])
    added(resources, ANN)
    lists = PeopleLists(resources)

    assert lists.page(HasAddress(key, EMAIL | LOGIN), 0, 9, among=is_customer) == ([ANN], 1)
    assert lists.page(HasAddress(key, EMAIL | LOGIN), 0, 9, among=is_agent) == ([], 0)
    assert lists.page(Not(HasAddress(key, EMAIL | LOGIN)), 0, 9) == ([BO], 1)


@pytest.mark.parametrize("wanted", [ALL, HasTerm("example", EMAIL)], ids=["all", "a word"])
@pytest.mark.parametrize(
    "change",
    [
        lambda one: replace(one, email="", login="gone", permissions=frozenset({AGENT})),
        lambda one: replace(one, permissions=frozenset({AGENT})),
    ],
    ids=["neither", "another kind"],
)
def test_a_page_is_filled_with_the_next_ones_when_somebody_has_changed(
    wanted: Condition, change: Callable[[Person], Person]
) -> None:
    resources = desk_of([ANN, BO, CY])
    resources.people.save(ANN, change(ANN), Deadline(5.0))

    found, _ = PeopleLists(resources).page(wanted, 0, 2, among=is_customer)

    assert found == [BO, CY]


def test_somebody_who_is_gone_is_on_no_page() -> None:
    resources = desk_of([ANN, CY])
    resources.people_index.follow(None, BO, Deadline(5.0))

    assert PeopleLists(resources).page(ALL, 0, 9).people == [ANN, CY]


@pytest.mark.parametrize(
    "wanted",
    [Since("created", NOW), HasTerm("example", EMAIL), InPartOfName("first", "ann"), Not(Since("created", NOW))],
    ids=["a date", "a word", "a first name", "not a date"],
)
def test_what_the_index_cannot_bound_is_refused(monkeypatch: pytest.MonkeyPatch, wanted: Condition) -> None:
    monkeypatch.setattr(people_lists, "MAX_COMPARED", 1)
    monkeypatch.setattr(people_bounds, "MAX_PER_WORD", 1)
    lists = PeopleLists(desk_of([ANN, replace(BO, name="ann bo"), CY]))

    with pytest.raises(InvalidValue, match="More than 1 people would have to be compared one by one") as refused:
        lists.page(wanted, 0, 9)
    assert refused.value.field == "q"


def test_no_list_is_answered_before_everybody_is_indexed() -> None:
    lists = PeopleLists(resources_on(FakeTable()))

    with pytest.raises(BeingPrepared):
        lists.page(ALL, 0, 9)
    with pytest.raises(BeingPrepared):
        lists.page(HasTerm("ann", NAME), 0, 9)
