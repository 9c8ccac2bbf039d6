"""Use cases of ticket states."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from polydesk.desk.context import RequestContext
from polydesk.desk.resources import Resources
from polydesk.domain import state_changes
from polydesk.domain.errors import NameTaken, StateInUse, WriteConflict
from polydesk.domain.person import Principal
from polydesk.domain.state import CLOSED_TYPES, State, States, StateType
from polydesk.domain.state_changes import Details, Signature
from polydesk.domain.ticket import Ticket
from polydesk.storage.retry import Deadline
from polydesk.storage.states import note_of, noted
from polydesk.storage.transaction import TransactionItem, VersionMismatch

Selection = Literal["all", "opened", "closed", "none"]

Wanted = Callable[[States], Details]
"""The properties that a state should have, given the states as they are."""

UNDO_SECONDS = 5.0
"""How long a deletion that came too late may try to undo itself."""


def select(states: States, selection: Selection) -> frozenset[int]:
    """Return the states whose tickets a list shows. Removed tickets are in none of the lists."""
    closed = states.of_types(CLOSED_TYPES - {StateType.REMOVED})
    opened = states.of_types(frozenset(StateType) - CLOSED_TYPES)
    return {"all": closed | opened, "opened": opened, "closed": closed, "none": frozenset[int]()}[selection]


@dataclass(frozen=True, slots=True)
class StateOutcome:
    """A state after it was created or changed, and all states at that moment."""

    states: States
    state_id: int

    @property
    def state(self) -> State:
        """The state."""
        return self.states.rows[self.state_id]


class StateDesk:
    """States within one request.

    Changes of states and answers about states read the table. Answers about tickets use the states that the process has
    cached, for seconds at most, and the table for a state that is not cached.
    """

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work within the context of one request."""
        self._resources = resources
        self._context = context

    def current(self, tickets: Iterable[Ticket] = ()) -> States:
        """Return the states, including those of these tickets."""
        return self._resources.states(covering={ticket.state_id for ticket in tickets})

    def fresh(self) -> States:
        """Return the states as they are in the table now."""
        return self._resources.fresh_states()

    def logins(self, states: Iterable[State]) -> dict[int, str]:
        """Return the logins of the people who created and last changed the states, by id, as far as they exist."""
        ids = {person_id for state in states for person_id in (state.created_by_id, state.updated_by_id)}
        return {person.id: person.login for person in self._resources.people.get_many(sorted(ids)).values()}

    def create(self, wanted: Wanted, by: Principal) -> StateOutcome:
        """Create a state. Raises what `state_changes.create` raises, KeyReused and WriteConflict."""
        key, now = self._context.idempotency_key, self._context.now
        while True:
            before = self.fresh()
            # Looked up after the states were read. Otherwise a repetition of this request could come in between, and
            # its state would look like another one with the name.
            if key and (note := self._resources.idempotency.find(key, now)):
                return StateOutcome(*noted(note, before))
            after = state_changes.create(before, wanted(before), self._signature(by))
            effect = note_of(after, before.next_id)
            claim = [self._resources.idempotency.note(key, now, **effect)] if key else []
            if self._write(before, after, claim):
                return StateOutcome(after, before.next_id)

    def change(self, state_id: int, wanted: Wanted, by: Principal) -> StateOutcome:
        """Change a state. Raises what `state_changes.change` raises, OutdatedVersion and WriteConflict."""
        while True:
            before = self.fresh()
            self._context.require_version(before.existing(state_id).version)
            after = state_changes.change(before, state_id, wanted(before), self._signature(by))
            if after is before or self._write(before, after):
                return StateOutcome(after, state_id)

    def delete(self, state_id: int, by: Principal) -> None:
        """Delete a state that has no tickets.

        A ticket that enters the state meanwhile brings it back. A ticket that enters even later, written by a function
        that still has the old states cached, keeps naming the deleted row until the reconciler moves it on.
        Raises what `state_changes.delete` raises, StateInUse for tickets too, OutdatedVersion and WriteConflict.
        """
        while True:
            before = self.fresh()
            self._context.require_version(before.existing(state_id).version)
            after = state_changes.delete(before, state_id, self._signature(by))
            if self._has_tickets(state_id):
                raise StateInUse
            if self._write(before, after):
                break
        if self._has_tickets(state_id) and self._brought_back(before, after, state_id, by):
            raise StateInUse

    def _has_tickets(self, state_id: int) -> bool:
        return self._resources.index.counts().references(state_id) > 0

    def _brought_back(self, before: States, after: States, state_id: int, by: Principal) -> bool:
        """Undo a deletion, unless the name was taken meanwhile or time is up; return whether it was undone."""
        deadline = Deadline(UNDO_SECONDS)
        try:
            while True:
                states = self.fresh()
                restored = state_changes.bring_back(states, before, after, state_id, self._signature(by))
                if self._write(states, restored, deadline=deadline):
                    return True
        except (NameTaken, WriteConflict):
            return False

    def _write(
        self, before: States, after: States, also: Iterable[TransactionItem] = (), deadline: Deadline | None = None
    ) -> bool:
        """Write a change of the states and cache it; return False, after a pause, when they have changed meanwhile."""
        deadline = deadline or self._context.deadline
        try:
            self._resources.state_rows.save(before, after, list(also), deadline)
        except VersionMismatch:
            deadline.pause(WriteConflict())
            return False
        self._resources.keep_states(after)
        return True

    def _signature(self, by: Principal) -> Signature:
        return Signature(self._context.now, by.person_id)
