"""Several things in one body: each takes effect or is refused by itself, also under an Idempotency-Key."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from polydesk.desk.desk import Desk
from polydesk.dialects.happyfox.errors import FieldErrors, faults
from polydesk.dialects.happyfox.formats import content_of
from polydesk.domain.errors import DeskError, QuotaExceeded, Unavailable
from polydesk.domain.person import Principal
from polydesk.http.content_hash import MAX_VALUES

MAX_ITEMS = 100
"""Things of one request."""

MAX_FAULTS_EACH = 10
"""Faults of one of several things that an answer lists: all of them have to be written in time, as YAML too."""

MAX_VALUES_EACH = MAX_VALUES // MAX_ITEMS
"""Values of one of several things that are compared under an Idempotency-Key; one with more by its JSON."""


def each[R](
    items: Sequence[Any],
    desk: Desk,
    by: Principal,
    act: Callable[[Any, Desk], Any],
    succeeded: Callable[[Any], R],
    failed: Callable[[Any, DeskError], R],
) -> Iterator[R]:
    """Do each of several things one by one, and yield the result of each.

    `act` does one of them at a desk of its own; `succeeded` gets what it returns, or what it returned the first time.
    """
    stopped: DeskError | None = None
    for position, item in enumerate(items):
        try:
            if stopped:
                raise stopped
            own = _part(desk, position, item)
            if own.context.deadline.expired:  # nobody could tell what has been done
                raise Unavailable
            yield succeeded(own.recalled(by) or act(item, own))
        except (QuotaExceeded, Unavailable) as error:  # the next ones would meet it, too
            stopped = error
            yield failed(item, error)
        except DeskError as error:
            yield failed(item, error)


def faults_of_one(error: DeskError) -> list[FieldErrors]:
    """Return what is wrong with one of several things."""
    return faults(error, MAX_FAULTS_EACH)


def _part(desk: Desk, position: int, item: Any) -> Desk:
    """Return the desk for one of several things, which takes effect once by itself."""
    if desk.context.idempotency_key is None:
        return desk
    written = json.dumps(item, sort_keys=True).encode()
    return desk.part(str(position), content_of(item, written, MAX_VALUES_EACH), hashlib.sha256(written).hexdigest())
