"""What a check of the ticket index and of customers' own sets has found and repaired in a bucket."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from polydesk.domain.slot import GONE, Slot
from polydesk.storage.drift_report import quantity, report, total
from polydesk.storage.ticket_index.layout import code

FLAGS = (("archived", "archived"), ("spam", "spam"), ("trashed", "trashed"), ("staff_only", "staff only"))


@dataclass(frozen=True, slots=True)
class Drift:
    """The errors that were found and repaired, by slot. It is false when there were none.

    The `unsettled` quarters were written to all the time, so they could be neither checked nor repaired.
    """

    bucket: int
    surplus: Counter[Slot] = field(default_factory=Counter)
    """Tickets that were listed in a slot that they are not in."""
    missing: Counter[Slot] = field(default_factory=Counter)
    """Tickets that were not listed in their slot."""
    damaged: int = 0
    """Chunks that were no valid bitmaps, and counts that were no numbers. They showed no tickets."""
    counted: Counter[Slot] = field(default_factory=Counter)
    """How much too high the count of a slot was; negative when it was too low."""
    own_surplus: int = 0
    """Tickets that were in a set of a customer where they do not belong."""
    own_missing: int = 0
    """Tickets that were not in the set of their customer where they belong."""
    hidden_surplus: int = 0
    """Tickets that were in the set of hidden tickets although lists show them."""
    hidden_missing: int = 0
    """Hidden tickets that were not in that set."""
    unsettled: int = 0
    """Quarters that are left for the next run."""

    def __bool__(self) -> bool:
        """Return whether there is anything to report."""
        return self.was_wrong or self.unsettled > 0

    def __add__(self, other: "Drift") -> "Drift":
        """Return the errors of both, which are of the same bucket."""
        return Drift(
            self.bucket,
            total(self.surplus, other.surplus),
            total(self.missing, other.missing),
            self.damaged + other.damaged,
            total(self.counted, other.counted),
            self.own_surplus + other.own_surplus,
            self.own_missing + other.own_missing,
            self.hidden_surplus + other.hidden_surplus,
            self.hidden_missing + other.hidden_missing,
            self.unsettled + other.unsettled,
        )

    @property
    def was_wrong(self) -> bool:
        """Whether anything was repaired."""
        return any(self._findings())

    def __str__(self) -> str:
        """Describe the errors, for the log."""
        return report(self.bucket, self._findings(), self.unsettled)

    def _findings(self) -> Iterator[str]:
        for slot, number in _ordered(self.surplus):
            yield f"{_name(slot)} listed {quantity(number, 'ticket')} too many"
        for slot, number in _ordered(self.missing):
            yield f"{_name(slot)} did not list {number} of its tickets"
        if self.damaged:
            yield f"{quantity(self.damaged, 'attribute')} damaged"
        for slot, excess in _ordered(self.counted):
            yield f"{_name(slot)} counted {quantity(abs(excess), 'ticket')} too {'many' if excess > 0 else 'few'}"
        if self.own_surplus:
            yield f"sets of customers had {quantity(self.own_surplus, 'ticket')} too many"
        if self.own_missing:
            yield f"sets of customers lacked {quantity(self.own_missing, 'ticket')}"
        if self.hidden_surplus:
            yield f"the set of hidden tickets had {quantity(self.hidden_surplus, 'ticket')} too many"
        if self.hidden_missing:
            yield f"the set of hidden tickets lacked {quantity(self.hidden_missing, 'ticket')}"


def _ordered(counter: Counter[Slot]) -> Iterable[tuple[Slot, int]]:
    return sorted(counter.items(), key=lambda found: (found[0].state_id, code(found[0])))


def _name(slot: Slot) -> str:
    if slot.state_id == GONE:
        return "the list of purged tickets"
    flags = ", ".join(words for name, words in FLAGS if getattr(slot, name))
    return f"state {slot.state_id} ({flags})" if flags else f"state {slot.state_id}"
