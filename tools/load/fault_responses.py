"""Responses of AWS that refuse a call, or do only the first half of a batch."""

import json
from collections.abc import Iterator
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse

from tools.faults import Call
from tools.load.fault_kinds import Fault

REFUSALS: dict[Fault, tuple[int, str, str | None]] = {
    Fault.WIRE_THROTTLED: (400, "ProvisionedThroughputExceededException", None),
    Fault.WIRE_SERVER_ERROR: (500, "InternalServerError", None),
    Fault.TRANSACTION_CONFLICT: (400, "TransactionCanceledException", "TransactionConflict"),
    Fault.TRANSACTION_THROTTLED: (400, "TransactionCanceledException", "ThrottlingError"),
    Fault.TRANSACTION_IN_PROGRESS: (400, "TransactionInProgressException", None),
    Fault.SINGLE_WRITE_CONFLICT: (400, "TransactionConflictException", None),
}
"""Status, error code and cancellation reason of responses with which DynamoDB does nothing."""


def refuse(request: AWSPreparedRequest, fault: Fault) -> AWSResponse:
    """Return DynamoDB's response to a request that it refuses. Raises KeyError for a fault that is not in REFUSALS."""
    status, code, reason = REFUSALS[fault]
    body: dict[str, Any] = {"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code}
    if reason is not None:
        content: Any = request.body
        items = json.loads(content)["TransactItems"]
        body["CancellationReasons"] = [{"Code": "None"} for _ in items[1:]] + [{"Code": reason, "Message": reason}]
    headers: Any = {"Content-Type": "application/x-amz-json-1.0"}
    return AWSResponse(request.url, status, headers, _RawBody(json.dumps(body).encode()))


def do_half(operation: str, arguments: dict[str, Any], proceed: Call) -> Any:
    """Make a batch call with the first half of its entries; the response reports the others as failed."""
    match operation:
        case "BatchGetItem":
            [(table, request)] = arguments["RequestItems"].items()
            first, rest = _halves(request["Keys"])
            arguments["RequestItems"] = {table: {**request, "Keys": first}}
            response = proceed() if first else {"Responses": {}}
            return {**response, "UnprocessedKeys": {table: {**request, "Keys": rest}}}
        case "PutEvents":
            first, rest = _halves(arguments["Entries"])
            arguments["Entries"] = first
            done = proceed()["Entries"] if first else []
            return {
                "FailedEntryCount": len(rest),
                "Entries": [*done, *({"ErrorCode": "InternalFailure"} for _ in rest)],
            }
        case "SendMessageBatch":
            first, rest = _halves(arguments["Entries"])
            arguments["Entries"] = first
            response = proceed() if first else {}
            return {**response, "Failed": [{"Id": entry["Id"], "Code": "InternalError"} for entry in rest]}
        case _:
            first, rest = _halves(arguments["Delete"]["Objects"])
            arguments["Delete"] = {**arguments["Delete"], "Objects": first}
            response = proceed() if first else {}
            return {**response, "Errors": [{"Key": entry["Key"], "Code": "InternalError"} for entry in rest]}


def _halves(entries: list[Any]) -> tuple[list[Any], list[Any]]:
    return entries[: len(entries) // 2], entries[len(entries) // 2 :]


class _RawBody:
    """A response body as botocore reads it from the connection."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def stream(self) -> Iterator[bytes]:
        yield self._content
