"""A desk that is brought back to the same beginning again and again, which is faster than making a new one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from polydesk.desk import desk
from tools.faults import Killed
from tools.load.contents import Contents, contents
from tools.local_desk import functions
from tools.local_desk.items import dump, load
from tools.local_desk.model import Function
from tools.local_desk.world import World

Killing = Callable[[int], AbstractContextManager[list[str]]]
"""Lets a function die at its n-th write."""


class Died(Exception):
    """The invocation failed, as AWS sees it."""


class Stage:
    """A world, and its beginning: how it is now."""

    def __init__(self, world: World) -> None:
        """Begin from how the world is."""
        self.world = world
        self.deaths = 0
        self._items = dump(world)
        [self._table], [self._bucket] = world.template.tables, world.template.buckets
        self._objects = [one["Key"] for one in self._listed()]
        world.forked()  # streams and queues call functions as they were called when the world began

    def _listed(self) -> list[Any]:
        return list(self.world.aws.s3.list_objects_v2(Bucket=self._bucket.name).get("Contents", []))

    def begin_again(self) -> None:
        """Bring table and bucket back to the beginning, with cold functions and nothing waiting."""
        now, aws = dump(self.world), self.world.aws
        for pk, sk in now.keys() - self._items.keys():
            aws.dynamodb.delete_item(TableName=self._table.name, Key={"pk": {"S": pk}, "sk": {"S": sk}})
        load(self.world, [item for key, item in self._items.items() if now.get(key) != item])
        for key in self._objects:
            aws.s3.put_object(Bucket=self._bucket.name, Key=key, Body=b"hello", ContentType="text/plain")
        with patch.object(functions, "load", lambda _: lambda *_: {}):
            self.world.pump()
        self.world.events()
        desk.reset()
        self.deaths = 0

    def found(self) -> Contents:
        """All of the table."""
        return contents(dump(self.world).values())

    def objects(self) -> int:
        """How many objects the bucket has."""
        return len(self._listed())

    @contextmanager
    def mortal(self, kill: AbstractContextManager[list[str]]) -> Iterator[None]:
        """Inside, a function that is killed is an invocation that failed, and the next one starts cold."""
        load = functions.load

        def loaded(function: Function) -> Any:
            handler = load(function)

            def handle(event: Any, context: Any) -> Any:
                try:
                    return handler(event, context)
                except Killed:
                    self.deaths += 1
                    desk.reset()
                    raise Died(function.logical_id) from None

            return handle

        with patch.object(functions, "load", loaded), kill:
            yield
