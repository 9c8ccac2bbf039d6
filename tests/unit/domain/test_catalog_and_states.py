"""Look-ups in the catalog and in the states."""

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
from tests.unit.domain.samples import CLOSED, MERGED, NEW, OPEN, PENDING_CLOSE, REMINDER, REMOVED, STATES, states_with

BILLING = Category(3, "billing", "Billing", "Оплата")
CATALOG = Catalog({3: BILLING, 1: GENERAL}, {one.id: one for one in PRIORITIES}, {1: Group(1, "First line")})


def test_the_catalog_finds_its_items() -> None:
    assert CATALOG.category(3) == CATALOG.topic("billing") == BILLING
    assert CATALOG.priority(3).name == "High"
    assert CATALOG.group(1).name == "First line"


@pytest.mark.parametrize(
    ("look_up", "error"),
    [
        (lambda: CATALOG.category(2), CategoryNotFound),
        (lambda: CATALOG.topic("Billing"), TopicNotFound),
        (lambda: CATALOG.priority(0), PriorityNotFound),
        (lambda: CATALOG.group(2), GroupNotFound),
    ],
)
def test_a_missing_item_raises_the_error_of_its_type(look_up: Callable[[], object], error: type[NotFound]) -> None:
    with pytest.raises(error) as missing:
        look_up()
    assert missing.value.identifier in (2, "Billing", 0)


def test_the_default_category_is_the_first_and_the_default_priority_is_marked() -> None:
    assert CATALOG.default_category == GENERAL
    assert CATALOG.default_priority.name == "Normal"


def test_a_new_desk_has_a_state_of_each_type_and_two_defaults() -> None:
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


def test_state_types_have_labels() -> None:
    assert StateType.PENDING_REMINDER.label == "pending reminder"
    assert StateType.PENDING_ACTION.label == "pending action"
    assert StateType.NEW.label == "new"


def test_a_ticket_is_resolved_when_it_is_closed_or_will_be_closed_by_a_timer() -> None:
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


@pytest.mark.parametrize("state_id", [NEW, OPEN, REMINDER])
def test_the_next_state_of_another_type_than_pending_action_does_not_resolve_a_ticket(state_id: int) -> None:
    assert not states_with(state_id, next_state_id=CLOSED).is_resolved(state_id)


@pytest.mark.parametrize("state_id", [CLOSED, MERGED, REMOVED])
def test_a_closed_ticket_is_resolved_whatever_its_next_state(state_id: int) -> None:
    assert states_with(state_id, next_state_id=OPEN).is_resolved(state_id)


def test_a_deleted_state_is_found_by_id_and_type_only() -> None:
    states = states_with(CLOSED, deleted=True)

    assert states.get(CLOSED).name == "closed"
    assert CLOSED not in [state.id for state in states.all()]
    assert CLOSED in states.of_types(CLOSED_TYPES)
    with pytest.raises(StateNotFound):
        states.existing(CLOSED)
    with pytest.raises(NoStateOfType):
        states.first_active(StateType.CLOSED)


def test_an_unknown_state_is_not_found() -> None:
    for look_up in (STATES.get, STATES.existing, STATES.is_closed, STATES.is_resolved):
        with pytest.raises(StateNotFound):
            look_up(99)


def test_the_first_active_state_of_a_type_has_the_lowest_id() -> None:
    another = replace(STATES.rows[CLOSED], id=9, name="done")
    states = replace(STATES, rows={9: another, **STATES.rows})

    assert states.first_active(StateType.CLOSED).id == CLOSED
