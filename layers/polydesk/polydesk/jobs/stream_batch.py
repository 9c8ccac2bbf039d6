"""Processes a batch of records of the table's stream, in order."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from polydesk.jobs.quarantine import Quarantine
from polydesk.storage.aws import stream_records
from polydesk.storage.retry import Deadline

RECORD_SECONDS = 30.0
"""Time reserved for one record: about twice what the largest message takes, with 2,000 writes."""


def in_order(
    records: Iterable[Mapping[str, Any]],
    process: Callable[[Mapping[str, Any]], None],
    quarantine: Quarantine,
    deadline: Deadline,
) -> str | None:
    """Process the records in order, and start none that may take longer than is left. Those that fail are parked.

    Returns the sequence number of the first record that has to be delivered again, with all behind it, or None when
    all are done.
    """
    for record in records:
        if deadline.seconds_left < RECORD_SECONDS:
            return stream_records.sequence_number(record)
        try:
            process(record)
        except Exception as error:  # noqa: BLE001 - the record is either parked or delivered again
            if not quarantine.park(record, error):
                return stream_records.sequence_number(record)
    return None
