"""A table in memory whose changes wait in a stream until somebody takes them."""

from collections.abc import Sequence
from typing import Any, override

from polydesk.storage.codec import Item, encode
from polydesk.storage.retry import Deadline
from polydesk.storage.transaction import TransactionItem
from tests.fakes.table import FakeTable


class StreamedTable(FakeTable):
    """A table with records of its changes, as DynamoDB's stream has them."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._records: list[dict[str, Any]] = []

    @override
    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        with self._lock:
            before = {operation.key: self.get(operation.key) for operation in operations}
            super().commit(operations, deadline)
            for key, old in before.items():
                if (new := self.get(key)) != old:
                    self._records.append(_record(key._asdict(), old, new, len(self._records)))

    def taken_records(self) -> list[dict[str, Any]]:
        """Return the records since the last call."""
        records, self._records = self._records, []
        return records


def _record(key: dict[str, Any], old: Item | None, new: Item | None, place: int) -> dict[str, Any]:
    images = {name: encode(item) for name, item in (("OldImage", old), ("NewImage", new)) if item}
    event = "INSERT" if not old else "MODIFY" if new else "REMOVE"
    return {"eventName": event, "dynamodb": {"Keys": encode(key), **images, "SequenceNumber": str(place)}}
