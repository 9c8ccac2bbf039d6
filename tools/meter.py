"""What a piece of work costs on DynamoDB: requests, read units and write units, by AWS's public sizing rules.

Neither moto nor DynamoDB Local reports the units of a transaction as AWS charges them. So the meter computes: from the
items that a read returns, and from the items that a write finds and leaves, which it reads itself, unmetered.

    reads    a unit is 4 KB, rounded up, of what a query evaluates, or of each single item; half when read eventually,
             twice inside a transaction; an item that is not there costs as much as a small one
    writes   a unit is 1 KB, rounded up, of the bigger of the item before and the item after; twice inside a
             transaction, and there a condition check as much as a write
    indexes  a write unit is 1 KB of the projection: one to insert, to delete or to change it in place, two to move it
             to another key, none when it stays as it is; once also inside a transaction
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Image = Mapping[str, Any]
"""An item as attribute values: `{"pk": {"S": "a"}}`."""

READ_UNIT = 4096
WRITE_UNIT = 1024

SINGLE_WRITES = ("PutItem", "UpdateItem", "DeleteItem")
NARROWED = ("FilterExpression", "ProjectionExpression", "Select")


def item_size(item: Image) -> int:
    """The bytes of an item, names included."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: Mapping[str, Any]) -> int:
    """The bytes of an attribute value."""
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
    """One byte, one for each two significant digits, one for a sign. A zero has one digit."""
    digits = text.lstrip("-").split("E")[0].replace(".", "").strip("0") or "0"
    return 1 + ceil(len(digits) / 2) + text.startswith("-")


def read_units(size: int, *, consistent: bool) -> float:
    """The units of a read that evaluates so many bytes."""
    units = max(ceil(size / READ_UNIT), 1)
    return units if consistent else units / 2


def item_write_units(before: Image | None, after: Image | None, *, transactional: bool) -> int:
    """The units of the table itself for a write or a condition check."""
    size = max(item_size(before or {}), item_size(after or {}))
    return max(ceil(size / WRITE_UNIT), 1) * (2 if transactional else 1)


@dataclass(frozen=True, slots=True)
class SecondaryIndex:
    """A global secondary index: its key attributes, and all that it projects (None: the whole item)."""

    keys: frozenset[str]
    projected: frozenset[str] | None

    def entry(self, item: Image | None) -> dict[str, Any] | None:
        """The item's entry in the index; None for an item that is not in it."""
        if item is None or not self.keys <= item.keys():
            return None
        return {name: item[name] for name in item if self.projected is None or name in self.projected}

    def write_units(self, before: Image | None, after: Image | None) -> int:
        """The units that the index takes when an item is written."""
        old, new = self.entry(before), self.entry(after)
        if old == new:
            return 0
        moved = old is not None and new is not None and any(old[key] != new[key] for key in self.keys)
        if moved:
            return self.write_units(before, None) + self.write_units(None, after)
        return item_write_units(old, new, transactional=False)


@dataclass(frozen=True, slots=True)
class Written:
    """One item of a request that writes: its table and its key."""

    table: str
    key: Image

    @property
    def name(self) -> tuple[str, str]:
        """Something that tells it from others."""
        return self.table, repr(sorted(self.key.items()))


@dataclass(frozen=True, slots=True)
class Schema:
    """The keys of a table and its secondary indexes."""

    keys: tuple[str, ...]
    indexes: tuple[SecondaryIndex, ...]

    def key_of(self, item: Image) -> Image:
        """The primary key of an item."""
        return {name: item[name] for name in self.keys}


class Meter:
    """Counts what one client asks of DynamoDB inside `with`; one thread at a time, or the images are of no use.

    A write that fails costs as much as one that leaves everything as it was.
    Raises ValueError at a request whose costs cannot be told: a read that is filtered, projected or only counts.
    """

    def __init__(self, client: "DynamoDBClient") -> None:
        """Meter that client."""
        self._client = client
        self._aside = False
        self._before: dict[tuple[str, str], Image | None] = {}
        self._schemas: dict[str, Schema] = {}
        self.requests: Counter[str] = Counter()
        self.read_units = 0.0
        self.write_units = 0

    def __enter__(self) -> Self:
        """Begin to count."""
        self._client.meta.events.register("provide-client-params.dynamodb", self._asked)
        self._client.meta.events.register("after-call.dynamodb", self._answered)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop counting; the counts remain."""
        self._client.meta.events.unregister("provide-client-params.dynamodb", self._asked)
        self._client.meta.events.unregister("after-call.dynamodb", self._answered)

    def __str__(self) -> str:
        """Describe the counts."""
        names = ", ".join(f"{count} {name}" for name, count in self.requests.items())
        return f"{self.requests.total()} requests ({names}), {self.read_units:g} RCU, {self.write_units} WCU"

    def _asked(self, *, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        if self._aside:
            return
        if any(name in params for name in NARROWED):
            raise ValueError(f"what a {model.name} with any of {', '.join(NARROWED)} evaluates cannot be told")
        context["metered"] = params
        self.requests[model.name] += 1
        self._before = {one.name: self._image(one) for one in self._written(model.name, params)}

    def _answered(self, *, parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        params = context.pop("metered", None)
        if self._aside or params is None:
            return
        if "Error" not in parsed:
            self.read_units += _units_read(model.name, params, parsed)
        for one in self._written(model.name, params):
            before, after = self._before[one.name], self._image(one)
            transactional = model.name == "TransactWriteItems"
            self.write_units += item_write_units(before, after, transactional=transactional)
            self.write_units += sum(index.write_units(before, after) for index in self._schema(one.table).indexes)

    def _written(self, operation: str, params: dict[str, Any]) -> Iterator[Written]:
        """The items that a request writes or checks."""
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
        """The item as it is now."""
        self._aside = True
        try:
            answer = self._client.get_item(TableName=one.table, Key=dict(one.key), ConsistentRead=True)
        finally:
            self._aside = False
        return answer.get("Item")

    def _schema(self, table: str) -> Schema:
        if table not in self._schemas:
            self._aside = True
            try:
                description = self._client.describe_table(TableName=table)["Table"]
            finally:
                self._aside = False
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
    """The units of a read; nothing for any other operation."""
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
