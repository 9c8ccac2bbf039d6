"""States in the table: consistent writes and reads, and the rules that hold after any changes."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from polydesk.desk.desk import Desk
from polydesk.desk.resources import Resources
from polydesk.domain.errors import DeskError, KeyReused, NameTaken, StateInUse, StateNotFound, Unavailable
from polydesk.domain.state import State, States, StateType
from polydesk.domain.state_changes import Details
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.errors import VersionMismatch
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.retry import Deadline
from polydesk.storage.states import StateRows
from polydesk.storage.table import Table
from polydesk.storage.ticket_index.directory import Directory
from polydesk.storage.ticket_index.index import TicketIndex
from tests.fakes.desk import resources_on
from tests.profiles import model, number
from tests.storage.states_desk import (
    ADMIN,
    change,
    context,
    create,
    delete,
    move,
    new_desk,
    open_ticket,
    states_of,
)

NAMES = ["waiting", "Waiting", "on hold", "ON HOLD", "open", "Straße", "STRASSE", "é" * 250, "ΐ" * 250]

names = st.sampled_from(NAMES) | st.text(min_size=1, max_size=8).filter(str.strip)
nothing = st.none()
positions = st.integers(0, 30)
flags = st.sampled_from([None, None, True, False])


def details_of(**details: Any) -> Details:
    """Return the details that are not None."""
    given: Any = {name: value for name, value in details.items() if value is not None}
    return given  # type: ignore[no-any-return]


class ScriptedReads:
    """A table that answers each query of the states with the next of these reads; the last one repeats."""

    def __init__(self, *reads: list[Item]) -> None:
        self.left = list(reads)

    def query(self, pk: str) -> Iterator[Item]:
        return iter(self.left.pop(0) if len(self.left) > 1 else self.left[0])


class DeskOfStates(RuleBasedStateMachine):
    """An administrator makes any changes; the rules hold after each of them."""

    def __init__(self, table: Table, attempts: Counter[str]) -> None:
        super().__init__()
        self.attempts = attempts
        self.table = table
        self.resources = new_desk(table)
        self.states = self.load()

    def load(self) -> States:
        """Return the states as another function reads them."""
        items: Any = ScriptedReads(list(self.table.query(keys.STATES)))
        states = StateRows(items).load()
        assert states is not None
        self.reserved = {item["id"] for item in items.query(keys.STATES) if item["type"] == "state name"}
        return states

    def attempt(self, action: Callable[[], object]) -> bool:
        """Take an action and return whether it succeeded. A refused one changes nothing."""
        self.attempts["made"] += 1
        try:
            action()
        except DeskError:
            assert self.load() == self.states
            return False
        self.states = self.load()
        return True

    def state_id_at(self, position: int) -> int:
        """Return the id of a state, or now and then one that does not exist."""
        ids = [*(state.id for state in self.states.all()), 99]
        return ids[position % len(ids)]

    @rule(name=names, state_type=st.sampled_from(StateType), create_=flags, follow_up=flags, active=flags)
    def create(
        self, name: str, state_type: StateType, create_: bool | None, follow_up: bool | None, active: bool | None
    ) -> None:
        details = details_of(
            name=name, type=state_type, default_create=create_, default_follow_up=follow_up, active=active
        )
        expected, free = self.states.next_id, self.states.named(name) is None
        clash = active is False and (create_ or follow_up)

        assert self.attempt(lambda: create(self.resources, details)) == (free and not clash)
        if not free or clash:
            return
        self.attempts["created"] += 1
        assert self.states.existing(expected).name == name
        assert not create_ or self.states.default_create_id == expected

    @rule(
        position=positions,
        name=nothing | names,
        create_=flags,
        follow_up=flags,
        active=flags,
        following=nothing | positions,
    )
    def change(
        self,
        position: int,
        name: str | None,
        create_: bool | None,
        follow_up: bool | None,
        active: bool | None,
        following: int | None,
    ) -> None:
        state_id = self.state_id_at(position)
        details = details_of(
            name=name,
            default_create=create_,
            default_follow_up=follow_up,
            active=active,
            next_state_id=None if following is None else self.state_id_at(following),
        )
        holder = self.states.default_create_id
        if self.attempt(lambda: change(self.resources, state_id, details)):
            self.attempts["changed"] += 1
            self.assert_default_passed_on(holder, state_id, create_)

    @rule(position=positions)
    def delete(self, position: int) -> None:
        state_id = self.state_id_at(position)
        holder, before = self.states.default_create_id, self.states
        leads_here = [one.id for one in before.all() if one.next_state_id == state_id and one.id != state_id]

        if self.attempt(lambda: delete(self.resources, state_id)):
            self.attempts["deleted"] += 1
            assert not leads_here
            self.assert_default_passed_on(holder, state_id, None)
            with pytest.raises(StateNotFound):
                self.states.existing(state_id)

    def assert_default_passed_on(self, holder: int, state_id: int, wanted: bool | None) -> None:
        """Assert that the default for new tickets is the state that the rule requires."""
        if wanted:
            expected = state_id
        elif holder == state_id and (wanted is False or not is_active(self.states.rows[state_id])):
            expected = min(one.id for one in self.states.all() if one.active)
        else:
            expected = holder
        assert self.states.default_create_id == expected

    @invariant()
    def one_active_state_is_the_default_of_each_kind(self) -> None:
        assert is_active(self.states.default_create)
        assert is_active(self.states.default_follow_up)

    @invariant()
    def names_are_unique_and_reserved_once(self) -> None:
        folded = [state.name.casefold() for state in self.states.all()]
        assert len(set(folded)) == len(folded)
        assert self.reserved == {state.id for state in self.states.all()}

    @invariant()
    def no_state_is_followed_by_a_deleted_one(self) -> None:
        for state in self.states.all():
            assert state.next_state_id is None or not self.states.rows[state.next_state_id].deleted

    @invariant()
    def the_process_that_writes_uses_what_it_wrote(self) -> None:
        assert self.resources.states() == self.states


def is_active(state: State) -> bool:
    """Return whether tickets can enter the state."""
    return state.active and not state.deleted


def test_any_changes_leave_one_default_of_each_kind_and_unique_names(new_table: Callable[[], Table]) -> None:
    attempts: Counter[str] = Counter()

    class OnThisTable(DeskOfStates):
        def __init__(self) -> None:
            super().__init__(new_table(), attempts)

    run_state_machine_as_test(OnThisTable, settings=model(gate=3, full=10, steps=25))

    assert attempts["made"] >= number(gate=60, full=200)
    assert min(attempts[what] for what in ("created", "changed", "deleted")) >= number(gate=3, full=10)


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
