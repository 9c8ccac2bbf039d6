"""Counts how many requests of a read wait for one another."""

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from unittest.mock import patch

from polydesk.storage import side_by_side
from polydesk.storage.table import Table
from tools.meter import client_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class Rounds:
    """Counts the requests in a row, while it is entered: those of calls that run side by side count once.

    Calls side by side are run one after the other, so that the count does not depend on the machine. Of these, the one
    with the most requests in a row counts, as if there were a connection for each.
    """

    def __init__(self) -> None:
        """Start from none."""
        self.in_a_row = 0

    def note(self) -> None:
        """Count a request."""
        self.in_a_row += 1

    def side_by_side[C, T](self, run: Callable[[C], T], calls: Iterable[C]) -> list[T]:
        """Run the calls, and count the longest."""
        before, longest, results = self.in_a_row, 0, []
        for call in calls:
            self.in_a_row = 0
            results.append(run(call))
            longest = max(longest, self.in_a_row)
        self.in_a_row = before + longest
        return results


class RequestRounds(Rounds):
    """Counts the requests in a row of one client inside `with`, for reads by one thread."""

    def __init__(self, table: Table) -> None:
        """Count those of this table. Raises TypeError when it is not in DynamoDB."""
        super().__init__()
        self._client: DynamoDBClient = client_of(table)
        self._patch = patch.object(side_by_side, "Threads", lambda: _Pool(self))

    def __enter__(self) -> Self:
        """Begin to count."""
        self._client.meta.events.register("before-call.dynamodb", self._before_call)
        self._patch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop counting; the count remains."""
        self._patch.stop()
        self._client.meta.events.unregister("before-call.dynamodb", self._before_call)

    def _before_call(self, **_: Any) -> None:
        self.note()


class _Pool:
    """Stands in for the threads of calls that run side by side."""

    def __init__(self, rounds: Rounds) -> None:
        self._rounds = rounds

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map[C, T](self, run: Callable[[C], T], calls: Iterable[C]) -> list[T]:
        return self._rounds.side_by_side(run, calls)
