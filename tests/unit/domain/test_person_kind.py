"""Which people are staff, and which are customers."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from polydesk.domain.person import SYSTEM_PERSON_ID, Person
from polydesk.domain.person_kind import PersonKind, anybody, is_active_agent, is_agent, is_customer, kind_of

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)


def person(*permissions: str) -> Person:
    return Person(5, "Ada", "ada@example.com", "ada", False, frozenset(permissions), True, NOW, NOW)


@pytest.mark.parametrize(
    ("permissions", "kind"),
    [
        (["ticket.customer"], PersonKind(agent=False, customer=True)),
        ([], PersonKind(agent=False)),
        (["admin"], PersonKind(agent=False, admin=True)),
        (["admin.user"], PersonKind(agent=False)),
        (["ticket.agent"], PersonKind(agent=True)),
        (["ticket.agent", "admin"], PersonKind(agent=True, admin=True)),
        (["ticket"], PersonKind(agent=True, customer=True)),
    ],
    ids=str,
)
def test_the_permission_to_act_as_an_agent_makes_staff_and_its_lack_a_customer(
    permissions: list[str], kind: PersonKind
) -> None:
    found = kind_of(person(*permissions))

    assert found == kind
    assert (is_agent(kind), is_customer(kind), anybody(kind)) == (kind.agent, not kind.agent, True)


def test_inactive_staff_stay_staff() -> None:
    kind = kind_of(replace(person("ticket.agent"), active=False))

    assert kind == PersonKind(agent=True, active=False)
    assert (is_agent(kind), is_active_agent(kind), is_customer(kind)) == (True, False, False)


def test_the_system_person_is_of_no_kind() -> None:
    assert kind_of(replace(person("ticket.agent"), id=SYSTEM_PERSON_ID)) is None
