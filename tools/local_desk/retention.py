"""Bounds what a long-lived world keeps in memory to what its callers can still see."""

from collections.abc import Iterable
from datetime import datetime

from tools.local_desk.aws import Services
from tools.local_desk.deliveries.streams import StreamReader
from tools.local_desk.model import Table
from tools.local_desk.moto_patches.retention import drop_empty_partitions, expired_keys, trim_stream


def discard_history(services: Services, readers: Iterable[StreamReader], now: datetime, *, moto_tables: bool) -> None:
    """Discard stream records that all `readers` of a table have read, collected events, and items expired at `now`.

    `moto_tables`: whether moto emulates DynamoDB; DynamoDB Local trims streams and deletes expired items by itself.
    """
    if services.template.buses:
        services.collected_events()
    if moto_tables:
        for table in services.template.tables:
            _delete_expired(services, table, now)
            _trim_stream(table, [reader for reader in readers if reader.table_arn == table.arn])
            drop_empty_partitions(table.name)


def _delete_expired(services: Services, table: Table, now: datetime) -> None:
    """Delete as TTL does: the stream gets a record of it. An item that has been renewed meanwhile stays."""
    if table.ttl_attribute is None:
        return
    for key in expired_keys(table.name, table.ttl_attribute, now.timestamp()):
        try:
            services.dynamodb.delete_item(
                TableName=table.name,
                Key=key,
                ConditionExpression="#expiry < :now",
                ExpressionAttributeNames={"#expiry": table.ttl_attribute},
                ExpressionAttributeValues={":now": {"N": str(now.timestamp())}},
            )
        except services.dynamodb.exceptions.ConditionalCheckFailedException:
            continue


def _trim_stream(table: Table, readers: list[StreamReader]) -> None:
    """Trim moto's only shard. Nothing is trimmed while a reader has not read anything."""
    delivered = [max(map(int, reader.positions.values()), default=None) for reader in readers]
    if delivered and None not in delivered:
        trim_stream(table.name, min(position for position in delivered if position is not None))
