"""For which people a condition of a list holds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from polydesk.domain.person import CUSTOMER, Person
from polydesk.domain.person_filters import Condition, Either, Every, HasAddress, HasTerm, Since, leaves
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


def test_leaves_are_the_conditions_of_which_one_is_made_in_order() -> None:
    since = Since("created", NOW)

    assert list(leaves(TRUE)) == [TRUE]
    assert list(leaves(Every((TRUE, Either((FALSE, Every((since, TRUE)))), Every(()))))) == [TRUE, FALSE, since, TRUE]
