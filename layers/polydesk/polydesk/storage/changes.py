"""What the table's stream says."""

from collections.abc import Mapping
from typing import Any

from polydesk.domain.ticket import Update
from polydesk.storage.codec import decode
from polydesk.storage.ticket_items import update_of


def place(record: Mapping[str, Any]) -> str:
    """The place of a record in its stream; Lambda goes on from it when a function names it as failed."""
    return str(record["dynamodb"]["SequenceNumber"])


def written_update(record: Mapping[str, Any]) -> Update:
    """The update whose writing a record tells of. Raises KeyError, ValueError or TypeError when there is none in it."""
    return update_of(decode(record["dynamodb"]["NewImage"]))
