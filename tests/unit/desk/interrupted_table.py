"""A table in which others come first."""

from collections.abc import Callable, Sequence

from polydesk.storage.retry import Deadline
from polydesk.storage.transaction import TransactionItem
from tests.fakes.table import FakeTable


class InterruptedTable(FakeTable):
    """A table in which other things happen before the next transactions, one before each."""

    def __init__(self) -> None:
        super().__init__()
        self.interruptions: list[Callable[[], object]] = []

    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        """Let the other thing happen, then commit."""
        interruption = self.interruptions.pop(0) if self.interruptions else None
        if interruption:
            later, self.interruptions = self.interruptions, []
            interruption()
            self.interruptions = later
        super().commit(operations, deadline)
