"""Reads and writes all items of a world's tables."""

from typing import Any

from tools.local_desk.world import World

Item = dict[str, Any]


def dump(world: World) -> dict[tuple[str, str], Item]:
    """Return every item of every table, by key."""
    items: dict[tuple[str, str], Item] = {}
    for table in world.template.tables:
        for page in world.aws.dynamodb.get_paginator("scan").paginate(TableName=table.name, ConsistentRead=True):
            items |= {(item["pk"]["S"], item["sk"]["S"]): item for item in page["Items"]}
    return items


def load(world: World, items: list[Item]) -> None:
    """Write items into the world's only table."""
    [table] = world.template.tables
    for start in range(0, len(items), 25):
        puts: Any = [{"PutRequest": {"Item": item}} for item in items[start : start + 25]]
        answer = world.aws.dynamodb.batch_write_item(RequestItems={table.name: puts})
        assert not answer["UnprocessedItems"]
