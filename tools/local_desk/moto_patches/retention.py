"""Drops from moto's tables what AWS would drop by itself: stream records after a day, and items that have expired."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tools.local_desk.moto_patches.isolation import LOCK
from tools.local_desk.moto_patches.snapshots import moto_table

Key = dict[str, Any]


def trim_stream(table: str, delivered: int) -> None:
    """Drop the records of the table's stream up to and including the sequence number `delivered`."""
    with LOCK:
        shard = moto_table(table).stream_shard
        assert shard is not None, f"{table} has no stream"
        count = delivered + 1 - shard.starting_sequence_number
        if count > 0:
            del shard.items[:count]
            shard.starting_sequence_number += count


def drop_empty_partitions(table: str) -> None:
    """Drop the partitions that have no items: moto keeps one for each partition key that was ever looked for."""
    with LOCK:
        partitions = moto_table(table).items
        for key in [key for key, items in partitions.items() if not items]:
            del partitions[key]


def expired_keys(table: str, attribute: str, now: float) -> list[Key]:
    """Return the primary keys of the items whose TTL `attribute`, in seconds since 1970, is before `now`."""
    with LOCK:
        return list(_expired(table, attribute, now))


def _expired(name: str, attribute: str, now: float) -> Iterator[Key]:
    table = moto_table(name)
    key_attributes = [each for each in (table.hash_key_attr, table.range_key_attr) if each]
    for items in table.items.values():
        for item in items.values():
            expiry = item.attrs.get(attribute)
            if expiry is not None and expiry.type == "N" and Decimal(expiry.value) < now:
                yield {each: item.attrs[each].to_json() for each in key_attributes}
