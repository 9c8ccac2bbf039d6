"""Whose fault it is when AWS does not do what it is asked."""

from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, ParamValidationError
from botocore.exceptions import ConnectionError as NoConnection

from polydesk.domain.errors import Unavailable, WriteConflict

UNREACHABLE = (HTTPClientError, NoConnection)
"""What botocore raises when a service cannot be reached, or its answer cannot."""

_OF_WHAT_WAS_ASKED = {"SerializationException", "ValidationException"}


def is_outage(error: Exception) -> bool:
    """Whether it may go through another time, although nothing about it changes.

    So it is with whatever throttles, breaks or cannot be reached, and with what is not there or not allowed: that is
    put right from outside. AWS finding a request malformed is no outage, and neither are errors of Python.
    """
    if isinstance(error, ClientError):
        return error.response["Error"]["Code"] not in _OF_WHAT_WAS_ASKED
    if isinstance(error, ParamValidationError):
        return False
    return isinstance(error, Unavailable | WriteConflict | BotoCoreError)
