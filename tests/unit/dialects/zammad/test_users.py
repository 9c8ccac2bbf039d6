"""Users as Zammad's answers show them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from polydesk.dialects.zammad.users import User, expanded, role_ids, user
from polydesk.domain.catalog import GENERAL, PRIORITIES, Catalog
from polydesk.domain.person import ADMIN, AGENT, CUSTOMER, Person
from polydesk.domain.phones import Phones

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
ANN = Person(12, "Ann Lee", "Ann@X.example", "Ann@X.example", False, frozenset({CUSTOMER}), True, NOW, NOW)
SYSTEM = replace(ANN, id=1, name="System", email="", login="-", permissions=frozenset(), active=False)
CATALOG = Catalog({1: GENERAL}, {one.id: one for one in PRIORITIES}, {})

WITH_EXPAND = {
    "roles",
    "organizations",
    "groups",
    "two_factor_preferences",
    "authorizations",
    "overview_sortings",
    "created_by",
    "updated_by",
}


def test_a_user_has_forty_keys_and_eight_more_with_names() -> None:
    assert len(user(ANN, CATALOG)) == 40
    assert user(ANN, CATALOG).keys() == User.__required_keys__
    assert expanded(ANN, CATALOG).keys() - user(ANN, CATALOG).keys() == WITH_EXPAND


def test_a_customer_is_shown_in_lower_case_with_both_parts_of_the_name() -> None:
    shown = user(replace(ANN, phones=Phones.of(["+1", "+2", "+3"])), CATALOG)

    assert (shown["login"], shown["email"]) == ("ann@x.example", "ann@x.example")
    assert (shown["firstname"], shown["lastname"]) == ("Ann", "Lee")
    assert (shown["phone"], shown["mobile"]) == ("+1", "+2")
    assert (shown["role_ids"], shown["group_ids"]) == ([3], {})


def test_a_user_without_address_numbers_and_name_has_empty_texts() -> None:
    shown = user(replace(ANN, name="", email="", login=""), CATALOG)

    assert [shown[key] for key in ("login", "email", "firstname", "lastname", "phone", "mobile")] == [""] * 6


def test_an_agent_has_every_group() -> None:
    agent = replace(ANN, permissions=frozenset({AGENT}))

    assert user(agent, CATALOG)["group_ids"] == {"1": ["full"]}
    assert expanded(agent, CATALOG)["groups"] == {"General": ["full"]}
    assert expanded(agent, CATALOG)["roles"] == ["Agent"]


def test_user_1_is_nobody() -> None:
    shown = user(SYSTEM, CATALOG)

    assert (shown["login"], shown["firstname"], shown["lastname"], shown["email"]) == ("-", "-", "", "")
    assert (shown["active"], shown["role_ids"], shown["group_ids"]) == (False, [], {})


@pytest.mark.parametrize(
    ("permissions", "roles"),
    [
        ({ADMIN, AGENT, CUSTOMER}, [1, 2, 3]),
        ({"ticket"}, [2, 3]),
        ({"admin.user"}, []),
        (set[str](), []),
    ],
)
def test_roles_are_what_the_permissions_include(permissions: set[str], roles: list[int]) -> None:
    assert role_ids(replace(ANN, agent=True, permissions=frozenset(permissions))) == roles
