"""Use cases of ticket states."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from polydesk.desk.context import RequestContext
from polydesk.desk.resources import Resources
from polydesk.domain import state_changes
from polydesk.domain.errors import Crowded, NameTaken, StateInUse, WriteConflict
from polydesk.domain.person import Principal
from polydesk.domain.state import CLOSED_TYPES, State, States, StateType
from polydesk.domain.state_changes import Details, Signature
from polydesk.domain.ticket import Ticket
from polydesk.storage.errors import Contention, VersionMismatch
from polydesk.storage.retry import Deadline, retry
from polydesk.storage.states import restore, snapshot
from polydesk.storage.transaction import TransactionItem

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

    def recalled(self, record: Mapping[str, Any]) -> StateOutcome:
        """Return the outcome of a recorded request."""
        return StateOutcome(*restore(dict(record), self.fresh()))

    def create(self, wanted: Wanted, by: Principal) -> StateOutcome:
        """Create a state. Raises what `state_changes.create` raises, KeyReused and WriteConflict."""
        key, now = self._context.idempotency_key, self._context.now

        def attempt() -> StateOutcome:
            before = self.fresh()
            # Looked up after the states were read. Otherwise a repetition of this request could come in between, and
            # its state would look like another one with the name.
            if key and (record := self._resources.idempotency.lookup(key, now)):
                return StateOutcome(*restore(record, before))
            after = state_changes.create(before, wanted(before), self._signature(by))
            result = snapshot(after, before.next_id)
            items = self._resources.idempotency.record(key, now, **result) if key else []
            self._write(before, after, items)
            return StateOutcome(after, before.next_id)

        return retry(attempt, self._context.deadline)

    def change(self, state_id: int, wanted: Wanted, by: Principal) -> StateOutcome:
        """Change a state. Raises what `state_changes.change` raises, OutdatedVersion and WriteConflict."""

        def attempt() -> StateOutcome:
            before = self.fresh()
            self._context.require_version(before.existing(state_id).version)
            after = state_changes.change(before, state_id, wanted(before), self._signature(by))
            if after is not before:
                self._write(before, after)
            return StateOutcome(after, state_id)

        return retry(attempt, self._context.deadline)

    def delete(self, state_id: int, by: Principal) -> None:
        """Delete a state that has no tickets.

        A ticket that enters the state meanwhile brings it back. A ticket that enters even later, written by a function
        that still has the old states cached, keeps naming the deleted row until the reconciler moves it on.
        Raises what `state_changes.delete` raises, StateInUse for tickets too, OutdatedVersion and WriteConflict.
        """

        def attempt() -> tuple[States, States]:
            before = self.fresh()
            self._context.require_version(before.existing(state_id).version)
            after = state_changes.delete(before, state_id, self._signature(by))
            if self._has_tickets(state_id):
                raise StateInUse
            self._write(before, after)
            return before, after

        before, after = retry(attempt, self._context.deadline)
        if self._has_tickets(state_id) and self._undone(before, after, state_id, by):
            raise StateInUse

    def _has_tickets(self, state_id: int) -> bool:
        return self._resources.index.counts().references(state_id) > 0

    def _undone(self, before: States, after: States, state_id: int, by: Principal) -> bool:
        """Undo a deletion, unless the name was taken meanwhile or time is up; return whether it was undone."""

        def attempt() -> None:
            states = self.fresh()
            self._write(states, state_changes.restore(states, before, after, state_id, self._signature(by)))

        try:
            retry(attempt, Deadline(UNDO_SECONDS))
        except (NameTaken, WriteConflict, Crowded):
            return False
        return True

    def _write(self, before: States, after: States, items: Iterable[TransactionItem] = ()) -> None:
        """Write a change of the states and cache it. Raises Contention when they have changed meanwhile."""
        try:
            self._resources.state_rows.save(before, after, list(items), self._context.deadline)
        except VersionMismatch:
            raise Contention(WriteConflict()) from None
        self._resources.keep_states(after)

    def _signature(self, by: Principal) -> Signature:
        return Signature(self._context.now, by.person_id)
