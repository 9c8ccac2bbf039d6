"""For which people a condition of a list holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain.person import AGENT, CUSTOMER, SYSTEM_PERSON_ID, Person
from polydesk.domain.person_filters import (
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
    kinds_of,
    leaves,
)
from polydesk.domain.person_kind import kind_of
from polydesk.domain.person_terms import EMAIL, LOGIN, NAME, PHONE, Fields, person_terms
from polydesk.domain.phones import Phones

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAY = timedelta(days=1)
ANN = Person(
    5, "Ann Lee", "ann@x.example", "annie", False, frozenset({CUSTOMER}), True, NOW, NOW + DAY, Phones.of(["+49 30-1"])
)
TRUE, FALSE = HasTerm("ann", NAME), HasTerm("bob", NAME)


def holds(condition: Condition, person: Person = ANN) -> bool:
    """Whether a condition holds for a person."""
    return condition.holds(person, person_terms(person))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (HasTerm("ann", NAME), True),
        (HasTerm("ann", EMAIL), True),
        (HasTerm("lee", EMAIL), False),
        (HasTerm("lee", NAME | EMAIL), True),
        (HasTerm("annie", NAME | EMAIL), False),
        (HasTerm("annie", LOGIN), True),
        (HasTerm("ann@x.example", EMAIL), True),
        (HasTerm("+49301", PHONE), True),
        (HasTerm("+4930", PHONE), False),
        (HasTerm("49301", PHONE), False),
        (HasTerm("le", NAME), False),
    ],
)
def test_a_term_is_whole_and_in_one_of_the_fields(condition: HasTerm, expected: bool) -> None:
    assert holds(condition) is expected


@pytest.mark.parametrize(
    ("term", "fields", "expected"),
    [
        ("le", NAME, True),
        ("lee", NAME, True),
        ("leet", NAME, False),
        ("le", EMAIL, False),
        ("ann@", EMAIL, True),
        ("+493", PHONE, True),
        ("+4", PHONE, True),
        ("l", NAME, False),
        ("x", EMAIL, True),
    ],
)
def test_an_unfinished_term_has_two_characters_or_is_whole(term: str, fields: Fields, expected: bool) -> None:
    assert holds(HasTerm(term, fields, prefix=True)) is expected


@pytest.mark.parametrize(("key", "expected"), [("ann@x.example", True), ("annie", False), ("x.example", False)])
def test_an_address_is_the_whole_one_and_no_login(key: str, expected: bool) -> None:
    assert holds(HasAddress(key)) is expected
    assert holds(HasAddress(key), replace(ANN, email="ANN@X.example")) is expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [(LOGIN, ["annie"]), (EMAIL | LOGIN, ["ann@x.example", "annie"]), (NAME, [])],
    ids=["login", "both", "neither"],
)
def test_a_login_is_the_whole_one_where_it_is_asked_for(fields: Fields, expected: list[str]) -> None:
    assert [key for key in ("ann@x.example", "annie", "ann") if holds(HasAddress(key, fields))] == expected


def test_who_has_no_address_has_not_the_empty_one() -> None:
    assert not holds(HasAddress(""), replace(ANN, email="", login=""))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Since("created", NOW), True),
        (Since("created", NOW + timedelta(seconds=1)), False),
        (Since("updated", NOW + DAY), True),
        (Since("updated", NOW + DAY + timedelta(seconds=1)), False),
    ],
    ids=str,
)
def test_a_moment_is_its_own_beginning(condition: Since, expected: bool) -> None:
    assert holds(condition) is expected


def test_all_of_none_holds_and_one_of_none_does_not() -> None:
    assert holds(Every(()))
    assert not holds(Either(()))


def test_every_needs_all_and_either_needs_one() -> None:
    assert holds(Every((TRUE, Either((FALSE, TRUE)))))
    assert not holds(Every((TRUE, FALSE)))
    assert not holds(Either((FALSE, Every((TRUE, FALSE)))))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (InPartOfName("first", "ann"), True),
        (InPartOfName("first", "lee"), False),
        (InPartOfName("last", "lee"), True),
        (InPartOfName("last", "le"), False),
        (InPartOfName("last", "le", prefix=True), True),
        (InPartOfName("last", "l", prefix=True), False),
        (InPartOfName("first", "example"), False),
    ],
    ids=str,
)
def test_first_and_last_names_are_searched_apart(condition: InPartOfName, expected: bool) -> None:
    assert holds(condition) is expected
    assert not holds(condition, replace(ANN, name="Bo")) or not expected


def test_an_id_is_one_of_those_asked_for() -> None:
    assert holds(HasId(frozenset({4, 5})))
    assert not holds(HasId(frozenset()))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (OfKind("customer"), True),
        (OfKind("agent"), False),
        (OfKind("agent", value=False), True),
        (OfKind("active"), True),
        (OfKind("admin"), False),
        (Not(OfKind("active")), False),
        (Every((OfKind("customer"), Not(OfKind("agent")))), True),
        (Either((OfKind("admin"), OfKind("agent"))), False),
    ],
    ids=str,
)
def test_a_kind_decides_for_a_person_as_for_all_of_the_kind(condition: Condition, expected: bool) -> None:
    kind, kinds = kind_of(ANN), kinds_of(condition)

    assert kind is not None
    assert kinds is not None
    assert holds(condition) is kinds(kind) is expected


def test_the_system_person_is_of_no_kind() -> None:
    system = replace(ANN, id=SYSTEM_PERSON_ID, permissions=frozenset({AGENT, CUSTOMER}))

    assert not holds(OfKind("agent"), system)
    assert not holds(OfKind("agent", value=False), system)


def test_more_than_the_kind_decides_when_anything_else_is_asked_for() -> None:
    assert kinds_of(Every((OfKind("agent"), TRUE))) is None
    assert kinds_of(HasId(frozenset({5}))) is None
    assert kinds_of(Every(())) is not None


def test_not_is_the_opposite() -> None:
    assert holds(Not(FALSE))
    assert not holds(Not(TRUE))
    assert holds(Not(Every((TRUE, FALSE))))


def test_leaves_are_the_conditions_of_which_one_is_made_in_order() -> None:
    since = Since("created", NOW)

    assert list(leaves(TRUE)) == [TRUE]
    assert list(leaves(Not(Either((TRUE, Not(FALSE)))))) == [TRUE, FALSE]
    assert list(leaves(Every((TRUE, Either((FALSE, Every((since, TRUE)))), Every(()))))) == [TRUE, FALSE, since, TRUE]
