"""Measures what calls cost on DynamoDB: requests, read units and write units, by AWS's public sizing rules.

Neither moto nor DynamoDB Local reports the units of a transaction as AWS charges them. So the meter computes them from
the items that a read returns, and from the items before and after a write, which it reads itself, unmetered.

    reads    a unit is 4 KB, rounded up, of all that a query evaluates, or of each single item; half of that for an
             eventually consistent read, twice inside a transaction; a missing item costs as much as a small one
    writes   a unit is 1 KB, rounded up, of the larger of the item before and the item after; twice inside a
             transaction, where a condition check costs as much as a write
    indexes  a write unit is 1 KB of the projection: one to insert, delete or change it, two to move it to another key,
             none when it does not change; not doubled inside a transaction
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from threading import Lock, local
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.table import Table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Image = Mapping[str, Any]
"""An item as attribute values: `{"pk": {"S": "a"}}`."""

READ_UNIT = 4096
WRITE_UNIT = 1024

SINGLE_WRITES = ("PutItem", "UpdateItem", "DeleteItem")
UNMETERED = ("FilterExpression", "ProjectionExpression", "Select")
"""Parameters with which a response does not show what the read has evaluated."""


def item_size(item: Image) -> int:
    """Return the bytes of an item, including attribute names."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: Mapping[str, Any]) -> int:
    """Return the bytes of an attribute value."""
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return _number_size(content)
        case "B":
            return len(content)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + value_size(one) for one in content)
        case "M":
            return 3 + sum(1 + len(name.encode()) + value_size(one) for name, one in content.items())
        case _:  # SS, NS, BS
            return sum(value_size({kind[0]: one}) for one in content)


def _number_size(text: str) -> int:
    """Return one byte, plus one for each two significant digits, plus one for a minus sign. Zero has one digit."""
    digits = text.lstrip("-").split("E")[0].replace(".", "").strip("0") or "0"
    return 1 + ceil(len(digits) / 2) + text.startswith("-")


def read_units(size: int, *, consistent: bool) -> float:
    """Return the units of a read that evaluates so many bytes."""
    units = max(ceil(size / READ_UNIT), 1)
    return units if consistent else units / 2


def item_write_units(before: Image | None, after: Image | None, *, transactional: bool) -> int:
    """Return the units that the table itself takes for a write or a condition check."""
    size = max(item_size(before or {}), item_size(after or {}))
    return max(ceil(size / WRITE_UNIT), 1) * (2 if transactional else 1)


@dataclass(frozen=True, slots=True)
class SecondaryIndex:
    """A global secondary index: its key attributes, and all attributes that it projects (None: the whole item)."""

    keys: frozenset[str]
    projected: frozenset[str] | None

    def entry(self, item: Image | None) -> dict[str, Any] | None:
        """Return the item's entry in the index, or None."""
        if item is None or not self.keys <= item.keys():
            return None
        return {name: item[name] for name in item if self.projected is None or name in self.projected}

    def write_units(self, before: Image | None, after: Image | None) -> int:
        """Return the units that the index takes when an item is written."""
        old, new = self.entry(before), self.entry(after)
        if old == new:
            return 0
        moved = old is not None and new is not None and any(old[key] != new[key] for key in self.keys)
        if moved:
            return self.write_units(before, None) + self.write_units(None, after)
        return item_write_units(old, new, transactional=False)


@dataclass(frozen=True, slots=True)
class Written:
    """An item that a request writes or checks: its table and its key."""

    table: str
    key: Image

    @property
    def identity(self) -> tuple[str, str]:
        """A hashable identity of the item."""
        return self.table, repr(sorted(self.key.items()))


@dataclass(frozen=True, slots=True)
class Schema:
    """The keys of a table and its secondary indexes."""

    keys: tuple[str, ...]
    indexes: tuple[SecondaryIndex, ...]

    def key_of(self, item: Image) -> Image:
        """Return the primary key of an item."""
        return {name: item[name] for name in self.keys}


def client_of(table: Table) -> "DynamoDBClient":
    """Return the client of a table. Raises TypeError when it is not in DynamoDB."""
    if not isinstance(table, DynamoTable):
        raise TypeError(f"{type(table).__name__} has no client")
    return table.client


class _Thread(local):
    """The running thread: whether it sends requests of the meter's own."""

    paused = False


class Meter:
    """Counts the requests of one client inside `with`, and their units.

    Requests may run in several threads, as long as no two of them write the same item.

    A write that fails costs as much as one that changes nothing.
    Raises ValueError for requests whose costs cannot be computed: reads with a filter, a projection or a count.
    """

    def __init__(self, table: Table) -> None:
        """Meter the client of this table. Raises TypeError when it is not in DynamoDB."""
        self._client = client_of(table)
        self._thread = _Thread()
        self._counting = Lock()
        self._schemas: dict[str, Schema] = {}
        self.requests: Counter[str] = Counter()
        self.read_units = 0.0
        self.write_units = 0

    def __enter__(self) -> Self:
        """Begin to count."""
        self._client.meta.events.register("provide-client-params.dynamodb", self._before_call)
        self._client.meta.events.register("after-call.dynamodb", self._after_call)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop counting; the counts remain."""
        self._client.meta.events.unregister("provide-client-params.dynamodb", self._before_call)
        self._client.meta.events.unregister("after-call.dynamodb", self._after_call)

    def __str__(self) -> str:
        """Describe the counts."""
        names = ", ".join(f"{count} {name}" for name, count in self.requests.items())
        return f"{self.requests.total()} requests ({names}), {self.read_units:g} RCU, {self.write_units} WCU"

    def _before_call(self, *, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        if self._thread.paused:
            return
        if any(name in params for name in UNMETERED):
            raise ValueError(f"the costs of {model.name} with any of {', '.join(UNMETERED)} cannot be computed")
        with self._counting:
            self.requests[model.name] += 1
        context["metered"] = params, {one.identity: self._image(one) for one in self._written(model.name, params)}

    def _after_call(self, *, parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        metered = context.pop("metered", None)
        if self._thread.paused or metered is None:
            return
        params, images = metered
        if "Error" not in parsed:
            with self._counting:
                self.read_units += _units_read(model.name, params, parsed)
        for one in self._written(model.name, params):
            before, after = images[one.identity], self._image(one)
            units = item_write_units(before, after, transactional=model.name == "TransactWriteItems")
            units += sum(index.write_units(before, after) for index in self._schema(one.table).indexes)
            with self._counting:
                self.write_units += units

    def _written(self, operation: str, params: dict[str, Any]) -> Iterator[Written]:
        """Yield the items that a request writes or checks."""
        writes: Iterable[dict[str, Any]] = ()
        if operation in SINGLE_WRITES:
            writes = [params]
        elif operation == "TransactWriteItems":
            writes = [write for action in params["TransactItems"] for write in action.values()]
        elif operation == "BatchWriteItem":
            requests = params["RequestItems"].items()
            writes = [{"TableName": name, **write} for name, some in requests for one in some for write in one.values()]
        for write in writes:
            table = write["TableName"]
            yield Written(table, write["Key"] if "Key" in write else self._schema(table).key_of(write["Item"]))

    def _image(self, one: Written) -> Image | None:
        """Read the item as it is now."""
        self._thread.paused = True
        try:
            answer = self._client.get_item(TableName=one.table, Key=dict(one.key), ConsistentRead=True)
        finally:
            self._thread.paused = False
        return answer.get("Item")

    def _schema(self, table: str) -> Schema:
        if table not in self._schemas:
            self._thread.paused = True
            try:
                description = self._client.describe_table(TableName=table)["Table"]
            finally:
                self._thread.paused = False
            keys = _names(description["KeySchema"])
            indexes = (_index(one, keys) for one in description.get("GlobalSecondaryIndexes", []))
            self._schemas[table] = Schema(tuple(keys), tuple(indexes))
        return self._schemas[table]


def _names(key_schema: Iterable[Mapping[str, Any]]) -> list[str]:
    return [one["AttributeName"] for one in key_schema]


def _index(description: Mapping[str, Any], table_keys: Iterable[str]) -> SecondaryIndex:
    keys = frozenset(_names(description["KeySchema"]))
    projection = description["Projection"]
    if projection["ProjectionType"] == "ALL":
        return SecondaryIndex(keys, None)
    return SecondaryIndex(keys, keys.union(table_keys, projection.get("NonKeyAttributes", [])))


def _units_read(operation: str, params: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    """Return the units of a read; 0 for any other operation."""
    match operation:
        case "GetItem":
            return read_units(item_size(answer.get("Item", {})), consistent=params.get("ConsistentRead", False))
        case "Query" | "Scan":
            size = sum(map(item_size, answer["Items"]))
            return read_units(size, consistent=params.get("ConsistentRead", False))
        case "BatchGetItem":
            return sum(_batch_units(name, asked, answer) for name, asked in params["RequestItems"].items())
        case "TransactGetItems":
            return sum(2 * read_units(item_size(one.get("Item", {})), consistent=True) for one in answer["Responses"])
    return 0


def _batch_units(table: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> float:
    consistent = asked.get("ConsistentRead", False)
    items = answer["Responses"].get(table, [])
    unprocessed = answer.get("UnprocessedKeys", {}).get(table, {"Keys": []})["Keys"]
    absent = len(asked["Keys"]) - len(unprocessed) - len(items)
    found = sum(read_units(item_size(item), consistent=consistent) for item in items)
    return found + absent * read_units(0, consistent=consistent)
