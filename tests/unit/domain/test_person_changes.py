"""What a change makes of a person: address and login, two telephone numbers, roles."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.errors import InvalidValue, NothingToTellApart
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, SYSTEM_PERSON_ID, Person
from polydesk.domain.person_changes import (
    ROLES,
    PersonChanges,
    changed_person,
    new_person,
    roles_of,
    with_roles,
)
from polydesk.domain.phones import Phones, first_two, with_two

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
BO = Person(5, "Bo Hall", "Bo@x.example", "Bo@x.example", False, frozenset({CUSTOMER}), True, NOW, NOW)

numbers = st.sampled_from(["", "+1", "+2", "+3"])
permissions = st.sets(st.sampled_from([ADMIN, AGENT, CUSTOMER, "ticket", "admin.user", "admin.object"]))
roles = st.sets(st.sampled_from(sorted(ROLES)))


def suffix() -> str:
    return "1"


def after(person: Person = BO, **changes: Any) -> Person:
    """The person after changes."""
    return changed_person(person, PersonChanges(**changes), NOW, suffix)


def test_what_is_the_same_in_another_spelling_changes_nothing() -> None:
    assert after(email="BO@x.example", login="bo@X.example", firstname="Bo", active=True, roles={CUSTOMER}) is BO


@pytest.mark.parametrize(
    ("changes", "email", "login"),
    [
        ({"email": "a@b.example"}, "a@b.example", "a@b.example"),
        ({"email": "a@b.example", "login": "bo@x.example"}, "a@b.example", "a@b.example"),
        ({"email": "a@b.example", "login": "bo"}, "a@b.example", "bo"),
        ({"email": ""}, "", "auto-1"),
        ({"login": ""}, "Bo@x.example", "Bo@x.example"),
        ({"email": "", "login": "bo"}, "", "bo"),
    ],
)
def test_the_login_goes_with_the_address(changes: dict[str, Any], email: str, login: str) -> None:
    changed = after(**changes)

    assert (changed.email, changed.login) == (email, login)


def test_a_customer_without_login_gets_none_by_another_change() -> None:
    assert after(replace(BO, email="", login=""), firstname="Al").login == ""


@pytest.mark.parametrize("given_ones", [{}, {"active": False}, {"roles": frozenset({ADMIN})}, {"firstname": ""}])
def test_somebody_new_needs_something_to_be_told_by(given_ones: dict[str, Any]) -> None:
    with pytest.raises(NothingToTellApart):
        new_person(5, PersonChanges(**given_ones), frozenset({CUSTOMER}), NOW, suffix)


def test_a_login_that_was_made_tells_nobody_apart() -> None:
    person = new_person(5, PersonChanges(phone="+1"), frozenset({CUSTOMER}), NOW, suffix)

    with pytest.raises(NothingToTellApart):
        after(person, phone="")


@given(st.lists(numbers.filter(bool), max_size=2, unique=True), numbers, numbers)
def test_two_numbers_are_shown_as_they_were_given(before: list[str], first: str, second: str) -> None:
    assert first_two(with_two(Phones.of(before), first, second)) == (first, second)


@given(st.lists(numbers.filter(bool), max_size=3), st.none() | numbers, st.none() | numbers)
def test_numbers_that_are_not_named_stay(before: list[str], first: str | None, second: str | None) -> None:
    phones = Phones.of(before)
    shown = first_two(phones)
    try:
        changed = with_two(phones, first, second)
    except InvalidValue:
        assert len(before) == 3
        assert "" in (first, second)
        return
    wanted = tuple(old if new is None else new for old, new in zip(shown, (first, second), strict=True))
    assert first_two(changed) == wanted
    assert [one.number for one in changed][2:] == before[2:]


def test_a_single_mobile_number_is_the_second() -> None:
    assert first_two(Phones().added("+1", "mo")) == ("", "+1")
    assert first_two(Phones().added("+1", "mo").added("+2")) == ("+1", "+2")


@given(permissions, roles)
def test_somebody_has_the_roles_that_were_given_and_keeps_other_permissions(
    held: Iterable[str], wanted: Iterable[str]
) -> None:
    person = with_roles(replace(BO, permissions=frozenset(held)), frozenset(wanted))

    assert roles_of(person.permissions) == frozenset(wanted)
    assert {"admin.user", "admin.object"} & {*held} == {"admin.user", "admin.object"} & person.permissions


@given(permissions)
def test_the_roles_that_somebody_has_change_nothing(held: Iterable[str]) -> None:
    person = replace(BO, permissions=frozenset(held), agent=True)

    assert with_roles(person, roles_of(person.permissions)) is person


@pytest.mark.parametrize(
    ("held", "agent", "plain"),
    [
        ({CUSTOMER}, False, True),
        (set[str](), False, True),
        ({CUSTOMER}, True, False),
        ({CUSTOMER, AGENT}, False, False),
        ({"ticket"}, False, False),
        ({"admin.object"}, False, False),
    ],
)
def test_who_has_more_rights_is_no_plain_customer(held: set[str], agent: bool, plain: bool) -> None:
    person = replace(BO, permissions=frozenset(held), agent=agent)

    assert person.is_plain_customer == plain
    assert not replace(person, id=SYSTEM_PERSON_ID).is_plain_customer
