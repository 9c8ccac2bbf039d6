"""Record which versions of tickets, states, people and categories were written, and by whom, as DynamoDB took them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from unittest.mock import patch

from botocore.awsrequest import AWSPreparedRequest
from botocore.httpsession import URLLib3Session

from polydesk.storage.codec import decode
from polydesk.storage.keys import is_person
from tools.load.faults import operation_of

MARK = "mark"
"""The type of a person's version that only marks the person as leaving or as staying."""

REMOVAL = "removal"
"""The type of a removal of a person, which has no version."""

EntryKey = tuple[str, int, int]
"""Type, id and version of an item."""


class Entry(NamedTuple):
    """A written version of a ticket (`update`), `state`, `person` or `category`, or one of MARK and REMOVAL."""

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
            operation = operation_of(request)
            if operation not in ("TransactWriteItems", "UpdateItem"):
                return send(session, request)
            content: Any = request.body
            sent = json.loads(content)
            entries = list(self._entries(sent) if operation == "TransactWriteItems" else self._marks(sent))
            try:
                response = send(session, request)
            except Exception:
                self.uncertain.update(entry.key for entry in entries)
                raise
            if response.status_code == 200:
                self._add(entries, sent.get("ClientRequestToken"))
            return response

        with patch.object(URLLib3Session, "send", record):
            yield

    def _add(self, entries: list[Entry], token: str | None) -> None:
        if token in self._tokens:  # a repeated token has no further effect
            return
        if token:
            self._tokens.add(token)
        self.entries += entries

    def _marks(self, update: dict[str, Any]) -> Iterator[Entry]:
        pk, version = update["Key"]["pk"]["S"], update.get("ExpressionAttributeValues", {}).get(":to_version")
        if version and is_person(pk):
            yield Entry(MARK, _person_id(pk), int(version["N"]), self.writer)

    def _entries(self, transaction: dict[str, Any]) -> Iterator[Entry]:
        for write in transaction["TransactItems"]:
            item = decode(write.get("Put", {}).get("Item", {}))
            if item.get("type") == "update":
                yield Entry("update", item["number"], item["version"], self.writer)
            if item.get("type") in ("state", "person", "category"):
                yield Entry(item["type"], item["id"], item["version"], self.writer)
            removed = write.get("Delete", {}).get("Key", {}).get("pk", {}).get("S", "")
            if is_person(removed):
                yield Entry(REMOVAL, _person_id(removed), 0, self.writer)


def _person_id(pk: str) -> int:
    return int(pk.partition("#")[2])
