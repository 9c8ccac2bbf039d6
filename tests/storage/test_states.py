"""States in the table: what is written together, what is read as one, and what holds after any changes."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from polydesk.desk.desk import Desk
from polydesk.domain.errors import DeskError, KeyReused, NameTaken, StateInUse, StateNotFound, Unavailable
from polydesk.domain.state import State, States, StateType
from polydesk.domain.state_changes import Details
from polydesk.storage import keys
from polydesk.storage.codec import Item
from polydesk.storage.idempotency import IdempotencyKey
from polydesk.storage.retry import Deadline
from polydesk.storage.state_index.index import Counts, StateIndex
from polydesk.storage.states import StateRows
from polydesk.storage.table import Table
from polydesk.storage.transaction import VersionMismatch
from tests.storage.states_desk import (
    ADMIN,
    backing_on,
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
places = st.integers(0, 30)
flags = st.sampled_from([None, None, True, False])


def said(**details: Any) -> Details:
    """The details that are not None."""
    given: Any = {name: value for name, value in details.items() if value is not None}
    return given  # type: ignore[no-any-return]


class Glimpses:
    """A table whose partition of states is read in several ways, one after the other."""

    def __init__(self, *glimpses: list[Item]) -> None:
        self.left = list(glimpses)

    def query(self, pk: str) -> Iterator[Item]:
        return iter(self.left.pop(0) if len(self.left) > 1 else self.left[0])


class DeskOfStates(RuleBasedStateMachine):
    """An administrator does whatever comes to mind; what the rules promise holds after each step."""

    def __init__(self, table: Table, attempts: Counter[str]) -> None:
        super().__init__()
        self.attempts = attempts
        self.table = table
        self.resources = new_desk(table)
        self.states = self.load()

    def load(self) -> States:
        """The states as another function reads them."""
        items: Any = Glimpses(list(self.table.query(keys.STATES)))
        states = StateRows(items).load()
        assert states is not None
        self.claims = {item["id"] for item in items.query(keys.STATES) if item["type"] == "state name"}
        return states

    def attempt(self, action: Callable[[], object]) -> bool:
        """Do it; what is refused leaves everything as it was."""
        self.attempts["made"] += 1
        try:
            action()
        except DeskError:
            assert self.load() == self.states
            return False
        self.states = self.load()
        return True

    def one_of_them(self, place: int) -> int:
        """The id of a state that exists, or now and then of none."""
        ids = [*(state.id for state in self.states.all()), 99]
        return ids[place % len(ids)]

    @rule(name=names, state_type=st.sampled_from(StateType), create_=flags, follow_up=flags, active=flags)
    def create(
        self, name: str, state_type: StateType, create_: bool | None, follow_up: bool | None, active: bool | None
    ) -> None:
        details = said(name=name, type=state_type, default_create=create_, default_follow_up=follow_up, active=active)
        expected, free = self.states.next_id, self.states.named(name) is None
        clash = active is False and (create_ or follow_up)

        assert self.attempt(lambda: create(self.resources, details)) == (free and not clash)
        if not free or clash:
            return
        self.attempts["created"] += 1
        assert self.states.existing(expected).name == name
        assert not create_ or self.states.default_create_id == expected

    @rule(place=places, name=nothing | names, create_=flags, follow_up=flags, active=flags, following=nothing | places)
    def change(
        self,
        place: int,
        name: str | None,
        create_: bool | None,
        follow_up: bool | None,
        active: bool | None,
        following: int | None,
    ) -> None:
        state_id = self.one_of_them(place)
        details = said(
            name=name,
            default_create=create_,
            default_follow_up=follow_up,
            active=active,
            next_state_id=None if following is None else self.one_of_them(following),
        )
        holder = self.states.default_create_id
        if self.attempt(lambda: change(self.resources, state_id, details)):
            self.attempts["changed"] += 1
            self.assert_default_went_on(holder, state_id, create_)

    @rule(place=places)
    def delete(self, place: int) -> None:
        state_id = self.one_of_them(place)
        holder, before = self.states.default_create_id, self.states
        leads_here = [one.id for one in before.all() if one.next_state_id == state_id and one.id != state_id]

        if self.attempt(lambda: delete(self.resources, state_id)):
            self.attempts["deleted"] += 1
            assert not leads_here
            self.assert_default_went_on(holder, state_id, None)
            with pytest.raises(StateNotFound):
                self.states.existing(state_id)

    def assert_default_went_on(self, holder: int, state_id: int, wanted: bool | None) -> None:
        """The default for new tickets is where the rule says."""
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
    def names_are_unique_and_claimed_once(self) -> None:
        folded = [state.name.casefold() for state in self.states.all()]
        assert len(set(folded)) == len(folded)
        assert self.claims == {state.id for state in self.states.all()}

    @invariant()
    def nothing_leads_to_a_state_that_is_gone(self) -> None:
        for state in self.states.all():
            assert state.next_state_id is None or not self.states.rows[state.next_state_id].deleted

    @invariant()
    def the_process_that_writes_goes_by_what_it_wrote(self) -> None:
        assert self.resources.states() == self.states


def is_active(state: State) -> bool:
    """Tickets can enter it."""
    return state.active and not state.deleted


def test_any_changes_leave_one_default_of_each_kind_and_unique_names(new_table: Callable[[], Table]) -> None:
    attempts: Counter[str] = Counter()

    class OnThisEngine(DeskOfStates):
        def __init__(self) -> None:
            super().__init__(new_table(), attempts)

    run_state_machine_as_test(OnThisEngine, settings=settings(max_examples=10, stateful_step_count=25))

    assert attempts["made"] >= 200
    assert min(attempts[what] for what in ("created", "changed", "deleted")) >= 10


def test_a_change_of_states_that_have_changed_meanwhile_writes_nothing(table: Table) -> None:
    resources = new_desk(table)
    before = resources.fresh_states()
    change(resources, 1, {"note": "first"})
    after = replace(before, version=before.version + 1, default_create_id=2)

    with pytest.raises(VersionMismatch):
        resources.state_rows.save(before, after, [], Deadline(5.0))

    assert resources.fresh_states().default_create_id == 1


def test_a_name_that_is_claimed_is_refused_by_the_table_too(table: Table) -> None:
    resources = new_desk(table)
    before = resources.fresh_states()
    twin = replace(before.rows[2], name="OPEN", version=1, id=8)
    after = replace(before, rows={**before.rows, 8: twin}, next_id=9, version=before.version + 1)

    with pytest.raises(NameTaken):
        resources.state_rows.save(before, after, [], Deadline(5.0))


def test_a_read_that_catches_half_a_change_is_done_again(table: Table) -> None:
    resources = new_desk(table)
    old = list(table.query(keys.STATES))
    change(resources, 1, {"default_create": True, "note": "changed"})
    new = list(table.query(keys.STATES))
    mixed = [item if item["type"] == "state" else fresh for item, fresh in zip(old, new, strict=True)]

    torn: Any = Glimpses(mixed, new)
    assert StateRows(torn).load() == resources.fresh_states()
    always_torn: Any = Glimpses(mixed)
    with pytest.raises(Unavailable):
        StateRows(always_torn).load()


def test_a_desk_that_nobody_has_set_up_has_no_states(table: Table) -> None:
    assert StateRows(table).load() is None


def test_names_that_grow_when_they_are_folded_are_told_apart(table: Table) -> None:
    resources = new_desk(table)
    create(resources, {"name": "ΐ" * 250, "type": StateType.OPEN})
    create(resources, {"name": "ΐ" * 249, "type": StateType.OPEN})
    with pytest.raises(NameTaken):
        create(resources, {"name": "ΐ" * 250, "type": StateType.OPEN})


def test_another_function_learns_of_a_state_at_once_when_a_ticket_names_it(table: Table) -> None:
    resources, other = new_desk(table), backing_on(table)
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


class Intruder(StateIndex):
    """An index behind whose count, each time, somebody gets in."""

    def __init__(self, table: Table, get_in: Callable[[], object]) -> None:
        super().__init__(table)
        self.get_in = get_in

    def counts(self) -> Counts:
        found = super().counts()
        self.get_in()
        return found


def once_only(action: Callable[[], object]) -> Callable[[], object]:
    """The action, the first time."""
    left = [action]
    return lambda: left.pop()() if left else None


def test_a_ticket_that_comes_into_a_state_as_it_is_deleted_brings_the_state_back(table: Table) -> None:
    resources, other = new_desk(table), backing_on(table)
    number = open_ticket(resources).number
    state_id = create(resources, {"name": "waiting", "type": StateType.OPEN, "default_create": True})
    other.states()
    resources.index = Intruder(table, once_only(lambda: move(other, number, state_id)))

    with pytest.raises(StateInUse):
        delete(resources, state_id)

    states = other.fresh_states()
    assert states.existing(state_id).name == "waiting"
    assert states.default_create_id == state_id
    with pytest.raises(NameTaken):
        create(resources, {"name": "Waiting", "type": StateType.OPEN})


def test_a_deletion_stands_when_its_name_is_somebody_elses_and_the_ticket_still_names_a_state(table: Table) -> None:
    resources, other = new_desk(table), backing_on(table)
    number = open_ticket(resources).number
    state_id = create(resources, {"name": "waiting", "type": StateType.OPEN})
    other.states()
    looks: list[int] = []

    def get_in() -> None:
        looks.append(len(looks))
        if len(looks) == 1:
            move(other, number, state_id)
        elif len(looks) == 2:
            create(other, {"name": "waiting", "type": StateType.CLOSED})

    resources.index = Intruder(table, get_in)
    delete(resources, state_id)

    ticket = resources.tickets.get(number)
    assert ticket is not None
    assert ticket.state_id == state_id
    assert resources.fresh_states().get(state_id).name == "waiting"


def test_a_creation_that_comes_again_is_answered_as_the_first_time(table: Table) -> None:
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
