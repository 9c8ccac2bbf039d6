"""Makes receiving messages as cheap as the messages.

For each message that is received, moto computes all attributes of the queue, counts of messages among them, to find
out how long it keeps messages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from moto.sqs.models import SQSBackend


@contextmanager
def cheap_queues() -> Iterator[None]:
    """Make receiving cheap inside the block. Messages do not expire: their retention is days, by the real clock."""
    with patch.object(SQSBackend, "is_message_valid_based_on_retention_period", lambda *_: True):
        yield
