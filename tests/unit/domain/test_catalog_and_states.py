"""What tickets are sorted by, and what states say of them."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from polydesk.domain.catalog import GENERAL, PRIORITIES, Catalog, Category, Group
from polydesk.domain.errors import (
    CategoryNotFound,
    GroupNotFound,
    NotFound,
    PriorityNotFound,
    StateNotFound,
    TopicNotFound,
)
from polydesk.domain.state import CLOSED_TYPES, NoStateOfType, StateType
from tests.unit.domain.desks import CLOSED, NEW, OPEN, PENDING_CLOSE, REMINDER, STATES, states_with

BILLING = Category(3, "billing", "Billing", "Оплата")
CATALOG = Catalog({3: BILLING, 1: GENERAL}, {one.id: one for one in PRIORITIES}, {1: Group(1, "First line")})


def test_what_is_in_the_catalog_is_found() -> None:
    assert CATALOG.category(3) == CATALOG.topic("billing") == BILLING
    assert CATALOG.priority(3).name == "High"
    assert CATALOG.group(1).name == "First line"


@pytest.mark.parametrize(
    ("look", "error"),
    [
        (lambda: CATALOG.category(2), CategoryNotFound),
        (lambda: CATALOG.topic("Billing"), TopicNotFound),
        (lambda: CATALOG.priority(0), PriorityNotFound),
        (lambda: CATALOG.group(2), GroupNotFound),
    ],
)
def test_what_is_not_in_the_catalog_is_not_found_by_name(look: Callable[[], object], error: type[NotFound]) -> None:
    with pytest.raises(error) as missing:
        look()
    assert missing.value.identifier in (2, "Billing", 0)


def test_a_ticket_that_names_nothing_gets_the_oldest_category_and_the_usual_priority() -> None:
    assert CATALOG.default_category == GENERAL
    assert CATALOG.default_priority.name == "Normal"


def test_a_new_desk_has_a_state_of_each_kind_and_two_defaults() -> None:
    assert [state.type for state in STATES.all()] == [
        StateType.NEW,
        StateType.OPEN,
        StateType.PENDING_REMINDER,
        StateType.CLOSED,
        StateType.MERGED,
        StateType.REMOVED,
        StateType.PENDING_ACTION,
    ]
    assert (STATES.default_create.id, STATES.default_follow_up.id, STATES.next_id) == (NEW, OPEN, 8)


def test_kinds_have_the_names_that_zammad_gives_them() -> None:
    assert [kind.label for kind in (StateType.PENDING_REMINDER, StateType.PENDING_ACTION, StateType.NEW)] == [
        "pending reminder",
        "pending action",
        "new",
    ]


def test_a_ticket_is_resolved_when_closed_or_when_time_alone_will_close_it() -> None:
    assert [STATES.is_resolved(state) for state in (NEW, OPEN, REMINDER, CLOSED, PENDING_CLOSE)] == [
        False,
        False,
        False,
        True,
        True,
    ]
    assert not states_with(PENDING_CLOSE, next_state_id=OPEN).is_resolved(PENDING_CLOSE)
    assert not states_with(PENDING_CLOSE, next_state_id=None).is_resolved(PENDING_CLOSE)
    assert not states_with(PENDING_CLOSE, next_state_id=99).is_resolved(PENDING_CLOSE)
    assert not states_with(CLOSED, type=StateType.OPEN).is_resolved(PENDING_CLOSE)


def test_a_deleted_state_is_known_to_its_tickets_and_to_nobody_else() -> None:
    desk = states_with(CLOSED, deleted=True)

    assert desk.get(CLOSED).name == "closed"
    assert CLOSED not in [state.id for state in desk.all()]
    assert CLOSED in desk.of_types(CLOSED_TYPES)
    with pytest.raises(StateNotFound):
        desk.existing(CLOSED)
    with pytest.raises(NoStateOfType):
        desk.first_active(StateType.CLOSED)


def test_a_state_that_never_was_is_not_found() -> None:
    for look in (STATES.get, STATES.existing, STATES.is_closed, STATES.is_resolved):
        with pytest.raises(StateNotFound):
            look(99)


def test_of_several_states_of_a_kind_the_first_active_one_is_meant() -> None:
    another = replace(STATES.rows[CLOSED], id=9, name="done")
    desk = replace(STATES, rows={9: another, **STATES.rows})

    assert desk.first_active(StateType.CLOSED).id == CLOSED
