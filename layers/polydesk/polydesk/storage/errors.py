"""Errors inside storage, and which of AWS's errors are outages.

DeskError (domain)        reaches the caller as an answer
├── Unavailable           AWS throttled requests or could not be reached, in each attempt
│   └── Crowded           other transactions held the same items
└── WriteConflict         others changed the same thing before each attempt
VersionMismatch           a condition did not hold: read the item again and decide anew
├── AlreadyProcessed      the idempotency key has been used
└── StarUnchanged         the star is already as wanted
Contention                an attempt failed for now: repeat it unchanged, as `retry` does
ClientError (botocore)    anything else that AWS refuses
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, ParamValidationError
from botocore.exceptions import ConnectionError as NoConnection

from polydesk.domain.errors import DeskError, Unavailable, WriteConflict

_UNREACHABLE = (HTTPClientError, NoConnection)
"""What botocore raises when a service cannot be reached, or its response cannot be read."""

_MALFORMED_REQUEST = {"SerializationException", "ValidationException"}


class VersionMismatch(Exception):
    """The item is no longer the one that was read. Read it again."""


class Contention(Exception):
    """An attempt failed for now: another transaction holds an item, requests are throttled, or a batch is unfinished.

    `error` is what to raise when there is no other attempt.
    """

    def __init__(self, error: DeskError) -> None:
        """Carry the error to raise in the end."""
        super().__init__(str(error))
        self.error = error


@contextmanager
def outages_as_unavailable(busy: Collection[str]) -> Iterator[None]:
    """Raise Unavailable for AWS's errors with one of the `busy` codes, and when the service cannot be reached."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in busy:
            raise Unavailable from error
        raise
    except _UNREACHABLE as error:
        raise Unavailable from error


def is_outage(error: Exception) -> bool:
    """Return whether the same attempt may succeed later.

    True for throttling, failures and unreachable services, and for missing resources and permissions, which somebody
    can restore. False for requests that AWS finds malformed and for errors in Python code.
    """
    if isinstance(error, ClientError):
        return error.response["Error"]["Code"] not in _MALFORMED_REQUEST
    if isinstance(error, ParamValidationError):
        return False
    return isinstance(error, Unavailable | WriteConflict | BotoCoreError)
