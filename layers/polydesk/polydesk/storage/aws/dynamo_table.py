"""The table in DynamoDB."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import batched
from typing import TYPE_CHECKING, Any, override

import boto3
from botocore.exceptions import ClientError

from polydesk.domain.errors import Crowded, Unavailable
from polydesk.storage.aws import CONFIG
from polydesk.storage.codec import Item, decode, encode
from polydesk.storage.errors import Contention, outages_as_unavailable
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline, retry, send_all
from polydesk.storage.table import BATCH_GET_KEYS, SINGLE_CALL_SECONDS, Table
from polydesk.storage.transaction import ConditionCheck, DeleteItem, PutItem, TransactionItem, UpdateItem, request

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BUSY = {
    "ThrottlingException",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "InternalServerError",
    "ServiceUnavailable",
    "TransactionInProgressException",
    "LimitExceededException",
}
_THROTTLED = {"ThrottlingError", "ProvisionedThroughputExceeded"}
"""Reasons for which DynamoDB cancels a transaction."""

_ACTIONS = {
    PutItem: "Put",
    UpdateItem: "Update",
    DeleteItem: "Delete",
    ConditionCheck: "ConditionCheck",
}


class DynamoTable(Table):
    """A table in DynamoDB."""

    def __init__(self, name: str, client: "DynamoDBClient | None" = None) -> None:
        """Use the table of that name, through `client` or a new one."""
        self.name = name
        self.client: DynamoDBClient = client or boto3.client("dynamodb", config=CONFIG)

    @override
    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        with outages_as_unavailable(_BUSY):
            answer = self.client.get_item(TableName=self.name, Key=encode(key._asdict()), ConsistentRead=consistent)
        found = answer.get("Item")
        return decode(found) if found else None

    @override
    def get_many(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        found: dict[Key, Item] = {}
        deadline = Deadline(SINGLE_CALL_SECONDS)
        for batch in batched(dict.fromkeys(keys), BATCH_GET_KEYS, strict=False):
            send_all(partial(self._get_batch, found, consistent), batch, deadline)
        return found

    def _get_batch(self, found: dict[Key, Item], consistent: bool, keys: Sequence[Key]) -> list[Key]:
        """Add the items to `found`, and return the keys that DynamoDB has not processed."""
        wanted: Any = {"Keys": [encode(key._asdict()) for key in keys], "ConsistentRead": consistent}
        with outages_as_unavailable(_BUSY):
            answer = self.client.batch_get_item(RequestItems={self.name: wanted})
        for attributes in answer["Responses"].get(self.name, []):
            item = decode(attributes)
            found[Key(item["pk"], item["sk"])] = item
        unprocessed = answer.get("UnprocessedKeys", {}).get(self.name)
        return [Key(**decode(key)) for key in unprocessed["Keys"]] if unprocessed else []

    @override
    def query(
        self,
        pk: str,
        *,
        prefix: str = "",
        between: tuple[str, str] | None = None,
        descending: bool = False,
        limit: int | None = None,
        at_first: int | None = None,
        consistent: bool = True,
        index: tuple[str, str, str] | None = None,
    ) -> Iterator[Item]:
        name, hash_name, range_name = index or ("", "pk", "sk")
        values: dict[str, Any] = {":pk": pk}
        expression = "#pk = :pk"
        if between:
            expression += " AND #sk BETWEEN :from AND :to"
            values |= {":from": between[0], ":to": between[1]}
        elif prefix:
            expression += " AND begins_with(#sk, :prefix)"
            values |= {":prefix": prefix}
        names = {"#pk": hash_name} | ({"#sk": range_name} if "#sk" in expression else {})
        arguments: dict[str, Any] = {
            "TableName": self.name,
            "KeyConditionExpression": expression,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": encode(values),
            "ScanIndexForward": not descending,
            **({"IndexName": name} if index else {"ConsistentRead": consistent}),
        }
        yield from self._pages(arguments, limit, at_first)

    def _pages(self, arguments: dict[str, Any], remaining: int | None, page_size: int | None) -> Iterator[Item]:
        while remaining is None or remaining > 0:
            bounds = [bound for bound in (remaining, page_size) if bound is not None]
            with outages_as_unavailable(_BUSY):
                page = self.client.query(**{**arguments, **({"Limit": min(bounds)} if bounds else {})})
            yield from map(decode, page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]
            page_size = page_size and 2 * page_size
            if remaining is not None:
                remaining -= len(page["Items"])

    @override
    def count_up(self, key: Key, attribute: str = "n", by: int = 1) -> int:
        update = UpdateItem(key, add={attribute: by})
        answer = retry(partial(self.write_one, update, ReturnValues="UPDATED_NEW"), Deadline(SINGLE_CALL_SECONDS))
        return int(decode(answer["Attributes"])[attribute])

    @override
    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        match operations:
            case [PutItem() | UpdateItem() | DeleteItem() as operation]:
                retry(partial(self.write_one, operation), deadline)
            case _:
                retry(partial(self.transact, operations), deadline)

    def write_one(self, operation: PutItem | UpdateItem | DeleteItem, **arguments: Any) -> Any:
        """Write one item, outside a transaction, and return DynamoDB's response. Raises Contention."""
        calls: dict[type, Any] = {
            PutItem: self.client.put_item,
            UpdateItem: self.client.update_item,
            DeleteItem: self.client.delete_item,
        }
        call = calls[type(operation)]
        try:
            with outages_as_unavailable(_BUSY):
                return call(TableName=self.name, **request(operation), **arguments)
        except ClientError as error:
            if meaning := _meaning_of_refusal(error, operation):
                raise meaning from error
            raise

    def transact(self, operations: Sequence[TransactionItem]) -> None:
        """Execute the operations in one transaction. Raises Contention."""
        items: list[Any] = [
            {_ACTIONS[type(operation)]: {"TableName": self.name, **request(operation)}} for operation in operations
        ]
        try:
            with outages_as_unavailable(_BUSY):
                self.client.transact_write_items(TransactItems=items)
        except ClientError as error:
            if meaning := _meaning_of_cancellation(error, operations):
                raise meaning from error
            raise


def _meaning_of_refusal(error: ClientError, operation: TransactionItem) -> Exception | None:
    match error.response["Error"]["Code"]:
        case "ConditionalCheckFailedException" if operation.on_failure is not None:
            return operation.on_failure
        case "TransactionConflictException":
            return Contention(Crowded())
        case _:
            return None


def _meaning_of_cancellation(error: ClientError, operations: Sequence[TransactionItem]) -> Exception | None:
    """Return what the reasons of a cancelled transaction mean. A failed condition takes precedence over the others."""
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        return None
    reasons: list[Any] = error.response.get("CancellationReasons", [])
    codes = [reason.get("Code", "None") for reason in reasons]
    for code, operation in zip(codes, operations, strict=False):
        if code == "ConditionalCheckFailed" and operation.on_failure is not None:
            return operation.on_failure
    if _THROTTLED.intersection(codes):
        return Contention(Unavailable())
    if "TransactionConflict" in codes:
        return Contention(Crowded())
    return None
