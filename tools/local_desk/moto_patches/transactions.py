"""Makes transactions as cheap as the items that they name.

Before a transaction moto copies the whole table, once for each of its operations, to restore it if one of them fails.
With two hundred tickets each write would take a tenth of a second. Here one copy for all operations shares everything
with the table except the items that the transaction names. For tables with a sort key, as all are here.
"""

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

Operation = Mapping[str, Mapping[str, Any]]


@contextmanager
def cheap_transactions() -> Iterator[None]:
    """Make transactions cheap inside the block. Needs `isolation.one_call_at_a_time`."""
    usual = DynamoDBBackend.transact_write_items

    def cheap(backend: DynamoDBBackend, operations: list[dict[str, Any]]) -> None:
        copies: dict[str, Table] = {}

        def copied(table: Table, _memo: object) -> Table:
            if table.name not in copies:
                copies[table.name] = _copy(table, operations)
            return copies[table.name]

        with patch.object(Table, "__deepcopy__", copied, create=True):
            usual(backend, operations)

    with patch.object(DynamoDBBackend, "transact_write_items", cheap):
        yield


def _copy(table: Table, operations: Sequence[Operation]) -> Table:
    twin = copy.copy(table)
    twin.items = copy.copy(table.items)
    for partition, sort_key in _keys(table, operations):
        if partition in table.items:
            if twin.items[partition] is table.items[partition]:
                twin.items[partition] = copy.copy(table.items[partition])
            if sort_key in twin.items[partition]:
                twin.items[partition][sort_key] = copy.deepcopy(table.items[partition][sort_key])
    if table.stream_shard is not None:
        twin.stream_shard = copy.copy(table.stream_shard)
        twin.stream_shard.table = twin
        twin.stream_shard.items = list(table.stream_shard.items)
    return twin


def _keys(table: Table, operations: Sequence[Operation]) -> Iterator[tuple[DynamoType, DynamoType]]:
    """Yield the well-formed keys of this table's items in the transaction."""
    for operation in operations:
        for about in operation.values():
            key = about.get("Key") or about.get("Item") or {}
            if about.get("TableName") == table.name and {table.hash_key_attr, table.range_key_attr} <= set(key):
                yield DynamoType(key[table.hash_key_attr]), DynamoType(key[table.range_key_attr])
