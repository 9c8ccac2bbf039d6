"""Bounds on what moto keeps for ever.

- Every object of a `BaseModel` is listed in `instances_tracked`, for the dashboard of moto's server: stream records,
  messages, items, and the copies of tables and streams that each transaction makes. These lists hold more than half a
  gigabyte after some thousands of writes.
- Each shard iterator stays valid, and each receipt handle of a deleted message is remembered.
"""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from moto.core.common_models import BaseModel
from moto.dynamodbstreams.models import DynamoDBStreamsBackend
from moto.s3.models import FakeKey
from moto.sqs.models import Queue

MAX_ITERATORS = 100
"""Shard iterators that stay valid, per region. AWS has them expire after 15 minutes."""

MAX_RECEIPTS = 1_000
"""Receipt handles of deleted messages that can be deleted once more, per queue."""


class BoundedDict[K, V](dict[K, V]):
    """A dictionary that drops its oldest key when it grows beyond `most` keys."""

    def __init__(self, most: int) -> None:
        """Start empty."""
        super().__init__()
        self._most = most

    def __setitem__(self, key: K, value: V) -> None:
        """Add or replace a key."""
        super().__setitem__(key, value)
        while len(self) > self._most:
            del self[next(iter(self))]


class BoundedSet[T]:
    """A set, as far as moto uses it, that drops its oldest member when it grows beyond `most`."""

    def __init__(self, most: int) -> None:
        """Start empty."""
        self._members = BoundedDict[T, None](most)

    def __contains__(self, member: object) -> bool:
        """Return whether the member was added and not dropped."""
        return member in self._members

    def __len__(self) -> int:
        """Return the number of members."""
        return len(self._members)

    def update(self, members: Iterable[T]) -> None:
        """Add members."""
        for member in members:
            self._members[member] = None


@contextmanager
def bounded_memory() -> Iterator[None]:
    """Bound what moto keeps inside the block. Enter it before moto's mock, which disposes of S3 objects as it ends."""
    with ExitStack() as patches:
        patches.enter_context(patch.object(BaseModel, "__new__", _new_untracked))
        # moto closes untracked S3 objects when they are collected, and would warn about each.
        patches.enter_context(patch.object(FakeKey, "__del__", FakeKey.dispose))
        _after_init(patches, DynamoDBStreamsBackend, shard_iterators=lambda: BoundedDict(MAX_ITERATORS))
        _after_init(patches, Queue, deleted_messages=lambda: BoundedSet(MAX_RECEIPTS))
        yield


def _new_untracked(cls: type[BaseModel], *_: Any, **__: Any) -> Any:
    return super(BaseModel, cls).__new__(cls)


def _after_init(patches: ExitStack, cls: type, **attributes: Any) -> None:
    """Replace attributes that the constructor of `cls` sets with the results of these functions."""
    usual = vars(cls)["__init__"]

    def init(instance: Any, *arguments: Any, **options: Any) -> None:
        usual(instance, *arguments, **options)
        for name, make in attributes.items():
            setattr(instance, name, make())

    patches.enter_context(patch.object(cls, "__init__", init))
