"""States in the table: consistent writes and reads, and states that tickets enter while they are deleted."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from polydesk.desk.desk import Desk
from polydesk.desk.resources import Resources
from polydesk.domain.errors import KeyReused, NameTaken, StateInUse, Unavailable
from polydesk.domain.state import StateType
from polydesk.domain.state_changes import Details
from polydesk.storage import keys
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.retry import Deadline
from polydesk.storage.states import StateRows
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.directory import Directory
from polydesk.storage.ticket_index.index import TicketIndex
from tests.fakes.desk import resources_on
from tests.storage.states_desk import (
    ADMIN,
    ScriptedReads,
    change,
    context,
    create,
    delete,
    move,
    new_desk,
    open_ticket,
    states_of,
)


def test_a_change_of_states_that_have_changed_meanwhile_writes_nothing(table: Table) -> None:
    resources = new_desk(table)
    before = resources.fresh_states()
    change(resources, 1, {"note": "first"})
    after = replace(before, version=before.version + 1, default_create_id=2)

    with pytest.raises(VersionMismatch):
        resources.state_rows.save(before, after, [], Deadline(5.0))

    assert resources.fresh_states().default_create_id == 1


def test_a_reserved_name_is_refused_by_the_table_too(table: Table) -> None:
    resources = new_desk(table)
    before = resources.fresh_states()
    twin = replace(before.rows[2], name="OPEN", version=1, id=8)
    after = replace(before, rows={**before.rows, 8: twin}, next_id=9, version=before.version + 1)

    with pytest.raises(NameTaken):
        resources.state_rows.save(before, after, [], Deadline(5.0))


def test_a_read_of_half_a_transaction_is_repeated(table: Table) -> None:
    resources = new_desk(table)
    old = list(table.query(keys.STATES))
    change(resources, 1, {"default_create": True, "note": "changed"})
    new = list(table.query(keys.STATES))
    mixed = [item if item["type"] == "state" else fresh for item, fresh in zip(old, new, strict=True)]

    torn: Any = ScriptedReads(mixed, new)
    assert StateRows(torn).load() == resources.fresh_states()
    always_torn: Any = ScriptedReads(mixed)
    with pytest.raises(Unavailable):
        StateRows(always_torn).load()


def test_a_desk_that_nobody_has_set_up_has_no_states(table: Table) -> None:
    assert StateRows(table).load() is None


def test_names_that_grow_when_they_are_folded_are_distinguished(table: Table) -> None:
    resources = new_desk(table)
    create(resources, {"name": "ΐ" * 250, "type": StateType.OPEN})
    create(resources, {"name": "ΐ" * 249, "type": StateType.OPEN})
    with pytest.raises(NameTaken):
        create(resources, {"name": "ΐ" * 250, "type": StateType.OPEN})


def test_another_function_learns_of_a_state_at_once_when_a_ticket_names_it(table: Table) -> None:
    resources, other = new_desk(table), resources_on(table)
    other.states()
    state_id = create(resources, {"name": "waiting", "type": StateType.OPEN})
    ticket = move(resources, open_ticket(resources).number, state_id)

    assert states_of(other).current([ticket]).get(state_id).name == "waiting"


def test_a_state_with_a_visible_or_a_hidden_ticket_is_not_deleted(table: Table) -> None:
    resources = new_desk(table)
    number = open_ticket(resources).number
    with pytest.raises(StateInUse):
        delete(resources, 1)
    Desk(resources, context()).tickets.mark_spam(number, ADMIN, spam=True)
    with pytest.raises(StateInUse):
        delete(resources, 1)
    move(resources, number, 2)
    delete(resources, 1)


class InterruptedIndex(TicketIndex):
    """An index with an interruption after each count."""

    def __init__(self, table: Table, interruption: Callable[[], object]) -> None:
        super().__init__(table)
        self.interruption = interruption

    def directory(self) -> Directory:
        found = super().directory()
        self.interruption()
        return found


def interrupt(resources: Resources, table: Table, interruption: Callable[[], object]) -> None:
    """Let the interruption happen after each count of tickets."""
    resources.__dict__["ticket_index"] = InterruptedIndex(table, interruption)


def once_only(action: Callable[[], object]) -> Callable[[], object]:
    """Return a function that takes the action at its first call only."""
    left = [action]
    return lambda: left.pop()() if left else None


def test_a_state_that_a_ticket_enters_while_it_is_deleted_is_restored(table: Table) -> None:
    resources, other = new_desk(table), resources_on(table)
    number = open_ticket(resources).number
    state_id = create(resources, {"name": "waiting", "type": StateType.OPEN, "default_create": True})
    other.states()
    interrupt(resources, table, once_only(lambda: move(other, number, state_id)))

    with pytest.raises(StateInUse):
        delete(resources, state_id)

    states = other.fresh_states()
    assert states.existing(state_id).name == "waiting"
    assert states.default_create_id == state_id
    with pytest.raises(NameTaken):
        create(resources, {"name": "Waiting", "type": StateType.OPEN})


def test_a_state_whose_name_is_taken_meanwhile_stays_deleted_and_its_ticket_keeps_it(table: Table) -> None:
    resources, other = new_desk(table), resources_on(table)
    number = open_ticket(resources).number
    state_id = create(resources, {"name": "waiting", "type": StateType.OPEN})
    other.states()
    looks: list[int] = []

    def interruption() -> None:
        looks.append(len(looks))
        if len(looks) == 1:
            move(other, number, state_id)
        elif len(looks) == 2:
            create(other, {"name": "waiting", "type": StateType.CLOSED})

    interrupt(resources, table, interruption)
    delete(resources, state_id)

    ticket = resources.tickets.get(number)
    assert ticket is not None
    assert ticket.state_id == state_id
    assert resources.fresh_states().get(state_id).name == "waiting"


def test_a_repeated_creation_is_answered_as_the_first_time(table: Table) -> None:
    resources, once = new_desk(table), IdempotencyKey("digest", "what was sent")
    wish: Details = {"name": "waiting", "type": StateType.OPEN, "default_create": True}
    first = states_of(resources, once).create(lambda _: wish, ADMIN)
    change(resources, 2, {"default_create": True})
    change(resources, first.state_id, {"name": "on hold"})

    again = states_of(resources, once).create(lambda _: wish, ADMIN)

    assert (again.state, again.states.default_create_id) == (first.state, first.state_id)
    assert resources.fresh_states().next_id == 9
    with pytest.raises(KeyReused):
        states_of(resources, IdempotencyKey("digest", "something else")).create(lambda _: wish, ADMIN)
