"""Who may do what: permissions of people and of tokens."""

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
def test_a_permission_includes_all_below_it_and_nothing_else(held: str, wanted: str) -> None:
    assert grants(frozenset({held}), wanted) == (wanted == held or wanted.startswith(f"{held}."))


@given(st.sets(permissions, max_size=3), st.sets(permissions, min_size=1, max_size=3), permissions)
def test_a_caller_may_what_person_and_token_both_may(of_token: set[str], of_person: set[str], wanted: str) -> None:
    both = grants(frozenset(of_token), wanted) and grants(frozenset(of_person), wanted)

    assert principal(of_token, *of_person).has_permission(wanted) == both


def test_one_of_several_permissions_will_do() -> None:
    principal({CUSTOMER}, CUSTOMER).require_permission(AGENT, CUSTOMER)


def test_who_lacks_a_permission_is_told_whether_it_is_the_person_or_the_token() -> None:
    with pytest.raises(PersonLacksPermission, match=r"admin\.object"):
        principal({ADMIN}, AGENT).require_permission("admin.object")
    with pytest.raises(TokenLacksPermission, match=r"admin\.object"):
        principal({AGENT}, ADMIN).require_permission("admin.object")


def test_a_key_of_the_whole_desk_may_what_it_was_made_for_and_signs_as_the_system_person() -> None:
    key = principal({AGENT})

    assert key.has_permission(AGENT)
    with pytest.raises(TokenLacksPermission):
        key.require_permission(ADMIN)
    assert key.author == Author("staff", SYSTEM_PERSON_ID)


def test_who_acts_as_an_agent_writes_for_staff_and_everybody_else_for_the_client() -> None:
    assert principal({"ticket"}, "ticket").author == Author("staff", 5)
    assert principal({CUSTOMER}, "ticket").author == Author("client", 5)
    assert principal({AGENT, CUSTOMER}, CUSTOMER).author == Author("client", 5)
