"""Record which versions of tickets, states and people were written, and by whom, from what DynamoDB accepted."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from unittest.mock import patch

from botocore.awsrequest import AWSPreparedRequest
from botocore.httpsession import URLLib3Session

from polydesk.storage.codec import decode
from tools.load.faults import operation_of

EntryKey = tuple[str, int, int]
"""Type (`update`, `state` or `person`), id and version of an item."""


class Entry(NamedTuple):
    """A written version of a ticket (`update`), of a state (`state`) or of a person (`person`)."""

    type: str
    id: int
    version: int
    writer: str

    @property
    def key(self) -> EntryKey:
        """The entry without its writer."""
        return self.type, self.id, self.version


@dataclass(slots=True)
class Ledger:
    """The transactions of one process that were committed, and those whose outcome is unknown."""

    entries: list[Entry] = field(default_factory=list)
    uncertain: set[EntryKey] = field(default_factory=set)
    """The connection really broke; injected faults do not count."""
    writer: str = ""
    """The call or the function that writes at present."""
    _tokens: set[str] = field(default_factory=set)

    @contextmanager
    def recording(self) -> Iterator[None]:
        """Record the transactions sent inside. Inject faults inside this block, or they are recorded as sent."""
        send = URLLib3Session.send

        def record(session: URLLib3Session, request: AWSPreparedRequest) -> Any:
            if operation_of(request) != "TransactWriteItems":
                return send(session, request)
            content: Any = request.body
            transaction = json.loads(content)
            try:
                response = send(session, request)
            except Exception:
                self.uncertain.update(entry.key for entry in self._entries(transaction))
                raise
            self._add(transaction, response.status_code)
            return response

        with patch.object(URLLib3Session, "send", record):
            yield

    def _add(self, transaction: dict[str, Any], status: int) -> None:
        token = transaction["ClientRequestToken"]
        if status == 200 and token not in self._tokens:  # a repeated token has no further effect
            self._tokens.add(token)
            self.entries += self._entries(transaction)

    def _entries(self, transaction: dict[str, Any]) -> Iterator[Entry]:
        for write in transaction["TransactItems"]:
            item = decode(write.get("Put", {}).get("Item", {}))
            if item.get("type") == "update":
                yield Entry("update", item["number"], item["version"], self.writer)
            if item.get("type") in ("state", "person"):
                yield Entry(item["type"], item["id"], item["version"], self.writer)
