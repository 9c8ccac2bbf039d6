"""What callers ask about ticket states, and how they change them."""

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

Wish = Callable[[States], Details]
"""What somebody wants of a state, in terms of the states as they are."""

UNDO_SECONDS = 5.0
"""How long a deletion that came too late may try to take itself back."""


def select(states: States, selection: Selection) -> frozenset[int]:
    """The states whose tickets a list shows. Tickets of the kind removed are in none of the lists."""
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
        """The state itself."""
        return self.states.rows[self.state_id]


class StateDesk:
    """The desk's states, as one request sees and changes them.

    Changes, and whoever looks at states for their own sake, read the table. Whoever looks at tickets goes by what the
    process remembers, for seconds at most, and by the table for a state that it does not remember.
    """

    def __init__(self, resources: Resources, context: RequestContext) -> None:
        """Work under the terms of one request."""
        self._resources = resources
        self._context = context

    def current(self, tickets: Iterable[Ticket] = ()) -> States:
        """The states, certainly those of these tickets among them."""
        return self._resources.states(covering={ticket.state_id for ticket in tickets})

    def fresh(self) -> States:
        """The states as they are in the table now."""
        return self._resources.fresh_states()

    def logins(self, states: Iterable[State]) -> dict[int, str]:
        """What those who created and changed the states sign in as, by person; whoever is gone is left out."""
        ids = {person_id for state in states for person_id in (state.created_by_id, state.updated_by_id)}
        return {person.id: person.login for person in self._resources.people.get_many(sorted(ids)).values()}

    def create(self, wish: Wish, by: Principal) -> StateOutcome:
        """Add a state. Raises what `state_changes.create` raises, KeyReused and LostRace."""
        key, now = self._context.idempotency_key, self._context.now
        while True:
            before = self.fresh()
            # Looked for after the states were read: else a twin of this request could come in between, and its
            # state would seem to be somebody else's that has the name.
            if key and (note := self._resources.idempotency.find(key, now)):
                return StateOutcome(*noted(note, before))
            after = state_changes.create(before, wish(before), self._signature(by))
            effect = note_of(after, before.next_id)
            claim = [self._resources.idempotency.note(key, now, **effect)] if key else []
            if self._write(before, after, claim):
                return StateOutcome(after, before.next_id)

    def change(self, state_id: int, wish: Wish, by: Principal) -> StateOutcome:
        """Change a state. Raises what `state_changes.change` raises, PreconditionFailed and LostRace."""
        while True:
            before = self.fresh()
            self._context.require_version(before.existing(state_id).version)
            after = state_changes.change(before, state_id, wish(before), self._signature(by))
            if after is before or self._write(before, after):
                return StateOutcome(after, state_id)

    def delete(self, state_id: int, by: Principal) -> None:
        """Take a state away in which there is no ticket.

        A ticket that comes in while this happens brings the state back. One that comes even later, opened by a
        function that has not yet heard of the deletion, still names a row; the reconciler moves it on.
        Raises what `state_changes.delete` raises, StateInUse for tickets too, PreconditionFailed and LostRace.
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
        """Undo a deletion. It stands when the name has a new owner or the time for trying is over."""
        deadline = Deadline(UNDO_SECONDS)
        try:
            while True:
                states = self.fresh()
                restored = state_changes.restore(states, before, after, state_id, self._signature(by))
                if self._write(states, restored, deadline=deadline):
                    return True
        except (NameTaken, WriteConflict):
            return False

    def _write(
        self, before: States, after: States, also: Iterable[TransactionItem] = (), deadline: Deadline | None = None
    ) -> bool:
        """Write a change of the states and go by it; false, after a pause, when others have changed them meanwhile."""
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
