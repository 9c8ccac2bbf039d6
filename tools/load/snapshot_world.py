"""A world that can be restored to its snapshot again and again, which is faster than making a new one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from polydesk.desk import desk
from tools.faults import Killed
from tools.load.contents import Contents, contents_of
from tools.load.invocations import InvocationFailed
from tools.local_desk import functions
from tools.local_desk.items import dump, load
from tools.local_desk.model import Function
from tools.local_desk.world import World

KillAt = Callable[[int], AbstractContextManager[list[str]]]
"""Kills a function at its n-th write."""


class SnapshotWorld:
    """A world and a snapshot of its table and bucket."""

    def __init__(self, world: World) -> None:
        """Take the snapshot of `world` as it is now."""
        self.world = world
        self.kills = 0
        """Functions killed since the snapshot was restored."""
        self._items = dump(world)
        [self._table], [self._bucket] = world.template.tables, world.template.buckets
        self._objects = [found["Key"] for found in self._list_objects()]
        world.forked()  # makes new readers, which call functions through the patched loader

    def _list_objects(self) -> list[Any]:
        return list(self.world.aws.s3.list_objects_v2(Bucket=self._bucket.name).get("Contents", []))

    def restore(self) -> None:
        """Restore table and bucket, discard undelivered records and events, and make all functions cold."""
        current, aws = dump(self.world), self.world.aws
        for pk, sk in current.keys() - self._items.keys():
            aws.dynamodb.delete_item(TableName=self._table.name, Key={"pk": {"S": pk}, "sk": {"S": sk}})
        load(self.world, [item for key, item in self._items.items() if current.get(key) != item])
        for key in self._objects:
            aws.s3.put_object(Bucket=self._bucket.name, Key=key, Body=b"hello", ContentType="text/plain")
        with patch.object(functions, "load", lambda _: lambda *_: {}):
            self.world.pump()
        self.world.events()
        desk.reset()
        self.kills = 0

    def contents(self) -> Contents:
        """Return the whole table."""
        return contents_of(dump(self.world).values())

    def object_count(self) -> int:
        """Return the number of objects in the bucket."""
        return len(self._list_objects())

    @contextmanager
    def killing(self, kill: AbstractContextManager[list[str]]) -> Iterator[None]:
        """Let `kill` end functions inside: the invocation fails, and the next one starts cold."""
        load = functions.load

        def load_killable(function: Function) -> Any:
            handler = load(function)

            def handle(event: Any, context: Any) -> Any:
                try:
                    return handler(event, context)
                except Killed:
                    self.kills += 1
                    desk.reset()
                    raise InvocationFailed(function.logical_id) from None

            return handle

        with patch.object(functions, "load", load_killable), kill:
            yield
