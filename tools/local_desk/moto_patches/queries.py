"""Makes queries as cheap as the items that they can find.

For each query moto sorts the whole table. Here it gets a table with only the items of the partition, or those with the
key of the index.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from unittest.mock import patch

from moto.core import responses
from moto.core.utils import method_names_from_class
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table


@contextmanager
def cheap_queries() -> Iterator[None]:
    """Make queries cheap inside the block, for tables with a sort key, as all are here."""
    usual = Table.query

    def cheap(
        table: Table,
        hash_key: DynamoType | None,
        comparison: str | None,
        compared: list[DynamoType],
        limit: int,
        start: dict[str, Any],
        forward: bool,
        projection: list[list[str]] | None,
        index_name: str | None = None,
        *rest: Any,
        **options: Any,
    ) -> Any:
        narrow = _narrowed(table, hash_key, index_name)
        return usual(
            narrow, hash_key, comparison, compared, limit, start, forward, projection, index_name, *rest, **options
        )

    listed = patch.object(responses, "method_names_from_class", cache(method_names_from_class))
    with patch.object(Table, "query", cheap), listed:
        yield


def _narrowed(table: Table, hash_key: DynamoType | None, index_name: str | None) -> Table:
    """Copy the table with only the items that have this key. An unknown index is left to moto to refuse."""
    if hash_key is None:
        return table
    twin = copy.copy(table)
    if index_name is None:
        twin.items = {hash_key: table.items[hash_key]} if hash_key in table.items else {}  # type: ignore[assignment]
        return twin
    schemas = [index.schema for index in table.all_indexes() if index.name == index_name]
    if not schemas:
        return table
    [attribute] = [key["AttributeName"] for key in schemas[0] if key["KeyType"] == "HASH"]
    found: Any = {}
    for partition, items in table.items.items():
        for sort_key, item in items.items():
            if attribute in item.attrs and item.attrs[attribute].value == hash_key.value:
                found.setdefault(partition, {})[sort_key] = item
    twin.items = found
    return twin
