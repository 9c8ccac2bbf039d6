"""What took effect in the table, as the wire saw it: who wrote which update of which ticket, and which state."""

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


class Entry(NamedTuple):
    """A version of a ticket (`update`) or of a state (`state`) that was written by somebody."""

    what: str
    id: int
    version: int
    by: str


@dataclass(slots=True)
class Ledger:
    """The writes of one process that went through, and those of which nobody knows."""

    entries: list[Entry] = field(default_factory=list)
    uncertain: set[tuple[str, int, int]] = field(default_factory=set)
    """The connection really broke, as opposed to a fault that was injected."""
    by: str = ""
    """Who is at work."""
    _tokens: set[str] = field(default_factory=set)

    def written_by(self, by: str) -> list[Entry]:
        """What one of them has written."""
        return [entry for entry in self.entries if entry.by == by]

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Inside, transactions are entered. Faults are injected above it, or they would be entered too."""
        send = URLLib3Session.send

        def sent(session: URLLib3Session, request: AWSPreparedRequest) -> Any:
            if operation_of(request) != "TransactWriteItems":
                return send(session, request)
            content: Any = request.body
            wanted = json.loads(content)
            try:
                answer = send(session, request)
            except Exception:
                self.uncertain.update((entry.what, entry.id, entry.version) for entry in self._entries(wanted))
                raise
            self._enter(wanted, answer.status_code)
            return answer

        with patch.object(URLLib3Session, "send", sent):
            yield

    def _enter(self, wanted: dict[str, Any], status: int) -> None:
        token = wanted["ClientRequestToken"]
        if status == 200 and token not in self._tokens:  # the same token again has no effect of its own
            self._tokens.add(token)
            self.entries += self._entries(wanted)

    def _entries(self, wanted: dict[str, Any]) -> Iterator[Entry]:
        for operation in wanted["TransactItems"]:
            item = decode(operation.get("Put", {}).get("Item", {}))
            if item.get("type") == "update":
                yield Entry("update", item["number"], item["version"], self.by)
            if item.get("type") == "state":
                yield Entry("state", item["id"], item["version"], self.by)
