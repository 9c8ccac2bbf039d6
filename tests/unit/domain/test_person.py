"""Permissions of people and of tokens."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.domain.errors import PersonLacksPermission, TokenLacksPermission
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, SYSTEM_PERSON_ID, Author, Person, Principal, grants

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)

names = st.lists(st.sampled_from(["admin", "ticket", "agent", "customer", "object"]), min_size=1, max_size=3)
permissions = names.map(".".join)


def person(*permissions: str) -> Person:
    return Person(5, "Ada", "ada@example.com", "ada", True, frozenset(permissions), True, NOW, NOW)


def principal(of_token: set[str], *of_person: str) -> Principal:
    return Principal("t", frozenset(of_token), person(*of_person) if of_person else None)


@given(permissions, permissions)
def test_a_permission_includes_only_those_below_it(held: str, wanted: str) -> None:
    assert grants(frozenset({held}), wanted) == (wanted == held or wanted.startswith(f"{held}."))


@given(st.sets(permissions, max_size=3), st.sets(permissions, min_size=1, max_size=3), permissions)
def test_a_caller_has_the_permissions_of_both_person_and_token(
    of_token: set[str], of_person: set[str], wanted: str
) -> None:
    both = grants(frozenset(of_token), wanted) and grants(frozenset(of_person), wanted)

    assert principal(of_token, *of_person).has_permission(wanted) == both


def test_one_of_several_permissions_is_enough() -> None:
    principal({CUSTOMER}, CUSTOMER).require_permission(AGENT, CUSTOMER)


def test_the_error_says_whether_the_person_or_the_token_lacks_the_permission() -> None:
    with pytest.raises(PersonLacksPermission, match=r"admin\.object"):
        principal({ADMIN}, AGENT).require_permission("admin.object")
    with pytest.raises(TokenLacksPermission, match=r"admin\.object"):
        principal({AGENT}, ADMIN).require_permission("admin.object")


def test_an_api_key_has_its_own_permissions_and_is_recorded_as_the_system_person() -> None:
    key = principal({AGENT})

    assert key.has_permission(AGENT)
    with pytest.raises(TokenLacksPermission):
        key.require_permission(ADMIN)
    assert key.author == Author("staff", SYSTEM_PERSON_ID)


def test_an_agent_is_an_author_on_the_staff_side_and_others_on_the_customer_side() -> None:
    assert principal({"ticket"}, "ticket").author == Author("staff", 5)
    assert principal({CUSTOMER}, "ticket").author == Author("client", 5)
    assert principal({AGENT, CUSTOMER}, CUSTOMER).author == Author("client", 5)
