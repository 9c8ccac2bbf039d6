"""Clients that a function makes when Lambda starts it.

A start has whole cores, and a request only the share of one that belongs to the function's memory. Outside Lambda
nothing is made in advance: a client belongs to the settings and the mocks of the moment in which it is made.
"""

from functools import cache
from threading import Thread

from polydesk import settings
from polydesk.desk.resources import Resources, shared_resources
from polydesk.telemetry import logger

CONNECT_SECONDS = 3.0
"""How long a start waits for the table, which is one attempt. Lambda repeats a start that takes ten seconds."""


def prepare(*, files: bool = False, connected: bool = False) -> None:
    """In Lambda, make the client of the table, with `files` that of the bucket, and with `connected` open a connection.

    Best effort: what fails here fails again in the request, which answers it.
    """
    if not settings.in_lambda():
        return
    try:
        resources = shared_resources()
        if files:
            _ = resources.files
            resources.objects.prepare()
        if connected:
            _connect(resources)
    except Exception:  # noqa: BLE001 - a function that does not start could not even answer 500
        logger.warning("not prepared", exc_info=True)


@cache
def _connect(resources: Resources) -> None:
    """Read the states, which most requests need, to sign in, open a connection and load what parses an answer."""
    reader = Thread(target=_read_states, args=(resources,), daemon=True)
    reader.start()
    reader.join(CONNECT_SECONDS)


def _read_states(resources: Resources) -> None:
    try:
        resources.states()
    except Exception:  # noqa: BLE001 - as in prepare; a thread has nobody to raise it to
        logger.warning("not connected", exc_info=True)
