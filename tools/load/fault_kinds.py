"""The faults that calls to AWS can meet, by operation."""

from collections.abc import Sequence
from enum import StrEnum

from tools.faults import WRITES

READS = frozenset({"GetItem", "BatchGetItem", "Query"})
SINGLE_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem"})


class Fault(StrEnum):
    """A kind of fault, as the summary names it."""

    KILLED_BEFORE = "killed before a write"
    KILLED_AFTER = "killed after a write"
    THROTTLED = "throttled until retries were used up"
    RESPONSE_LOST = "response lost after the effect, until retries were used up"
    PARTIAL = "part of a batch refused"
    BUCKET_BUSY = "bucket throttled"
    WIRE_THROTTLED = "throttled on the wire"
    WIRE_SERVER_ERROR = "server error on the wire"
    WIRE_NO_CONNECTION = "no connection"
    WIRE_RESPONSE_LOST = "response lost after the effect, on the wire"
    TRANSACTION_CONFLICT = "transaction in conflict"
    TRANSACTION_THROTTLED = "transaction throttled"
    TRANSACTION_IN_PROGRESS = "transaction in progress"
    SINGLE_WRITE_CONFLICT = "single write in conflict with a transaction"


def call_faults(operation: str) -> Sequence[Fault]:
    """Return what the caller of botocore can meet once botocore's own retries have failed."""
    match operation:
        case "HeadObject" | "PutObject" | "CopyObject":
            return [Fault.BUCKET_BUSY]
        case "PutEvents" | "SendMessageBatch" | "DeleteObjects":
            return [Fault.PARTIAL, Fault.RESPONSE_LOST]
        case "BatchGetItem":
            return [Fault.PARTIAL, Fault.THROTTLED]
        case "GetItem" | "Query":
            return [Fault.THROTTLED]
        case _ if operation in WRITES:
            return [Fault.THROTTLED, Fault.RESPONSE_LOST]
        case _:
            return []


def wire_faults(operation: str) -> Sequence[Fault]:
    """Return what botocore itself can meet when it calls DynamoDB. A conflict is twice as likely as any other fault."""
    match operation:
        case "TransactWriteItems":
            return [
                Fault.WIRE_THROTTLED,
                Fault.WIRE_SERVER_ERROR,
                Fault.WIRE_NO_CONNECTION,
                Fault.WIRE_RESPONSE_LOST,
                *[Fault.TRANSACTION_CONFLICT] * 2,
                Fault.TRANSACTION_THROTTLED,
                Fault.TRANSACTION_IN_PROGRESS,
            ]
        case _ if operation in SINGLE_WRITES:
            return [
                Fault.WIRE_THROTTLED,
                Fault.WIRE_NO_CONNECTION,
                Fault.WIRE_RESPONSE_LOST,
                Fault.SINGLE_WRITE_CONFLICT,
            ]
        case _ if operation in READS:
            return [Fault.WIRE_THROTTLED, Fault.WIRE_NO_CONNECTION]
        case _:
            return []
