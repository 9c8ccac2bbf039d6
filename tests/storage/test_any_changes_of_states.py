"""After any changes of states one default of each kind is left, and unique names."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from polydesk.domain.errors import DeskError, StateNotFound
from polydesk.domain.state import State, States, StateType
from polydesk.domain.state_changes import Details
from polydesk.storage import keys
from polydesk.storage.states import StateRows
from polydesk.storage.table import Table
from tests.profiles import model, number
from tests.storage.states_desk import (
    ScriptedReads,
    change,
    create,
    delete,
    new_desk,
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
