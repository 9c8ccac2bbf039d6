"""What a change makes of a contact: name, address and login, telephone numbers, and whether it may sign in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from polydesk.domain.contact import (
    UNREACHABLE,
    ContactChanges,
    PhoneChange,
    changed_customer,
    has_address,
    is_listed_customer,
    new_customer,
)
from polydesk.domain.errors import InvalidValue
from polydesk.domain.person import AGENT, CUSTOMER, SYSTEM_PERSON_ID, Person
from polydesk.domain.phones import Phone, Phones

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
WORK, HOME = Phone(1, "+49 30 1", "w"), Phone(2, "+49 30 2", "h")
BO = Person(
    5, "Bo", "bo@x.example", "bo@x.example", False, frozenset({CUSTOMER}), True, NOW, NOW, Phones((WORK, HOME), 2), 7
)


def after(**changes: Any) -> Person:
    """Bo after changes."""
    return changed_customer(BO, ContactChanges(**changes), LATER)


def phones_after(*changes: PhoneChange) -> list[Phone]:
    """Bo's telephone numbers after changes."""
    return list(after(phones=changes).phones)


def refused(*changes: PhoneChange) -> InvalidValue:
    """What is wrong with changes of Bo's telephone numbers."""
    with pytest.raises(InvalidValue) as caught:
        phones_after(*changes)
    assert caught.value.field == "phones"
    return caught.value


def test_a_new_contact_may_sign_in_with_its_address() -> None:
    changes = ContactChanges("Al", "al@x.example", (PhoneChange("1", type="mo"),))

    assert new_customer(6, changes, NOW) == Person(
        6,
        "Al",
        "al@x.example",
        "al@x.example",
        False,
        frozenset({CUSTOMER}),
        True,
        NOW,
        NOW,
        Phones((Phone(1, "1", "mo"),), 1),
    )


def test_a_new_contact_without_an_address_has_no_login() -> None:
    contact = new_customer(6, ContactChanges("Al", phones=(PhoneChange("1"),), login_enabled=False), NOW)

    assert (contact.email, contact.login, contact.permissions) == ("", "", frozenset())


def test_a_contact_who_cannot_be_reached_is_refused() -> None:
    with pytest.raises(InvalidValue, match=UNREACHABLE):
        new_customer(6, ContactChanges("Al"), NOW)
    with pytest.raises(InvalidValue, match=UNREACHABLE):
        changed_customer(replace(BO, phones=Phones()), ContactChanges(email=""), LATER)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "Bo"},
        {"email": "bo@x.example"},
        {"login_enabled": True},
        {"phones": (PhoneChange("49 30 1"),)},
        {"phones": (PhoneChange(id=2, type="h"), PhoneChange(id=1, primary=True))},
    ],
    ids=str,
)
def test_what_changes_nothing_is_the_very_same_contact(changes: dict[str, Any]) -> None:
    assert after(**changes) is BO


def test_a_change_has_a_time_and_leaves_the_rest() -> None:
    assert after(name="Bo Later") == replace(BO, name="Bo Later", updated_at=LATER)


@pytest.mark.parametrize("email", ["new@x.example", "BO@x.example", ""])
def test_a_login_that_is_the_address_moves_with_it(email: str) -> None:
    assert after(email=email) == replace(BO, email=email, login=email, updated_at=LATER)


def test_a_login_of_its_own_stays() -> None:
    bo = replace(BO, login="bobo")

    assert changed_customer(bo, ContactChanges(email=""), LATER).login == "bobo"


def test_the_address_can_go_when_a_number_comes() -> None:
    bo = replace(BO, phones=Phones((), 4))

    contact = changed_customer(bo, ContactChanges(email="", phones=(PhoneChange("1"),)), LATER)

    assert (contact.email, list(contact.phones)) == ("", [Phone(5, "1")])


def test_signing_in_is_one_permission_among_others() -> None:
    bo = replace(BO, permissions=frozenset({CUSTOMER, "admin.user"}))

    kept_out = changed_customer(bo, ContactChanges(login_enabled=False), LATER)

    assert kept_out.permissions == {"admin.user"}
    assert changed_customer(kept_out, ContactChanges(login_enabled=True), LATER).permissions == bo.permissions


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (PhoneChange("3"), [WORK, HOME, Phone(3, "3", "o")]),
        (PhoneChange("3", type="m", primary=True), [Phone(3, "3", "m"), WORK, HOME]),
        (PhoneChange("(49) 30-2"), [WORK, HOME]),
        (PhoneChange("(49) 30-2", type="m"), [WORK, replace(HOME, type="m")]),
        (PhoneChange("(49) 30-2", primary=True), [HOME, WORK]),
        (PhoneChange(id=2, type="m"), [WORK, replace(HOME, type="m")]),
        (PhoneChange("3", id=2), [WORK, replace(HOME, number="3")]),
        (PhoneChange("(49) 30-2", id=2), [WORK, replace(HOME, number="(49) 30-2")]),
        (PhoneChange(id=2, primary=True), [HOME, WORK]),
    ],
    ids=str,
)
def test_a_number_is_added_or_the_one_with_its_id_or_digits_changes(change: PhoneChange, expected: list[Phone]) -> None:
    assert phones_after(change) == expected


def test_changes_of_numbers_come_one_after_the_other() -> None:
    assert phones_after(PhoneChange("3", id=1), PhoneChange("+49 30 1"), PhoneChange("3", type="m")) == [
        Phone(1, "3", "m"),
        HOME,
        Phone(3, "+49 30 1"),
    ]


def test_what_is_wrong_with_a_number_is_said() -> None:
    assert refused(PhoneChange("1", id=3)).problem == "There is no telephone number with this id."
    assert refused(PhoneChange("+49 30 1", id=3)).problem == "There is no telephone number with this id."
    assert refused(PhoneChange("+49 30 1", id=2)).problem == "The telephone number with the id 1 has the same digits."
    assert refused(PhoneChange(id=1, primary=True), PhoneChange("3", primary=True)).problem == (
        "Only one telephone number can be the primary one."
    )
    assert refused(*(PhoneChange(str(number)) for number in range(9))).problem == (
        "There can be at most 10 telephone numbers."
    )


def test_staff_and_the_system_are_no_contacts() -> None:
    assert is_listed_customer(BO)
    assert is_listed_customer(replace(BO, active=False, permissions=frozenset()))
    assert not is_listed_customer(replace(BO, permissions=frozenset({AGENT})))
    assert not is_listed_customer(replace(BO, id=SYSTEM_PERSON_ID))


def test_an_address_is_that_of_a_contact_in_any_spelling() -> None:
    assert has_address(BO, "BO@X.example")
    assert not has_address(replace(BO, email="other@x.example"), BO.login)
    assert not has_address(replace(BO, email=""), "")
