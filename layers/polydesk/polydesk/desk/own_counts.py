"""How many tickets a customer has, as staff's lists show them."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from polydesk.desk.resources import Resources
from polydesk.desk.states import select
from polydesk.domain.slot import Slot
from polydesk.storage.side_by_side import side_by_side


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """A customer's tickets: all that staff's lists show, and those of them that are open."""

    total: int
    opened: int


class TicketCounting:
    """Counts the tickets of a customer exactly: those for staff only too, but no spam, none in the trash."""

    def __init__(self, resources: Resources) -> None:
        """Count in these resources."""
        self._resources = resources

    def of(self, customer_id: int) -> OwnCounts:
        """Return the counts, by one query."""
        counts = self._resources.own_sets.counts(customer_id)
        shown = Counter({slot: count for slot, count in counts.items() if not (slot.spam or slot.trashed)})
        return OwnCounts(self._in(shown, "all"), self._in(shown, "opened"))

    def beside[T](self, customer_id: int, read: Callable[[], T]) -> tuple[OwnCounts, T]:
        """Return the counts, and what is read at the same time."""
        counts: list[OwnCounts] = []
        results: list[T] = []
        side_by_side([lambda: counts.append(self.of(customer_id)), lambda: results.append(read())])
        return counts[0], results[0]

    def _in(self, counts: Counter[Slot], selection: Literal["all", "opened"]) -> int:
        states = select(self._resources.states(covering={slot.state_id for slot in counts}), selection)
        return sum(count for slot, count in counts.items() if slot.state_id in states)
