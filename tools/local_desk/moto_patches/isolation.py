"""Isolation of AWS calls from each other, which moto lacks."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.core.botocore_stubber import BotocoreStubber

LOCK = threading.RLock()
"""Held while moto answers a call. Hold it to read or change moto's state from outside."""


@contextmanager
def one_call_at_a_time() -> Iterator[None]:
    """Make moto answer one AWS call after the other inside the block.

    moto has no isolation of its own: two threads inside one of its transactions lose writes. With this, each call is
    atomic as it is at AWS, and handlers still run side by side and meet between their calls. Calls that moto passes
    through to DynamoDB Local are not held up.
    """
    process = BotocoreStubber.process_request

    def process_alone(stubber: BotocoreStubber, request: Any) -> Any:
        with LOCK:
            return process(stubber, request)

    with patch.object(BotocoreStubber, "process_request", process_alone):
        yield
