"""The table on DynamoDB. AWS's errors become the desk's."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from polydesk.domain.errors import DeskError, Unavailable, WriteConflict
from polydesk.storage.aws import CONFIG
from polydesk.storage.codec import Item, decode, encode, encode_value
from polydesk.storage.errors import UNREACHABLE
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
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
_VERBS: dict[type, str] = {PutItem: "Put", UpdateItem: "Update", DeleteItem: "Delete", ConditionCheck: "ConditionCheck"}


class Contention(Exception):
    """Another transaction was on one of the items, or one was throttled; nothing was written.

    `in_the_end` is what it comes to when it stays so, however often it is tried.
    """

    def __init__(self, in_the_end: DeskError) -> None:
        super().__init__(str(in_the_end))
        self.in_the_end = in_the_end


class DynamoTable(Table):
    """A table in DynamoDB."""

    def __init__(self, name: str, client: "DynamoDBClient | None" = None) -> None:
        """Use the table of that name, through `client` or a new one."""
        self.name = name
        self.client: DynamoDBClient = client or boto3.client("dynamodb", config=CONFIG)

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        with _translated():
            answer = self.client.get_item(TableName=self.name, Key=encode(key._asdict()), ConsistentRead=consistent)
        found = answer.get("Item")
        return decode(found) if found else None

    def get_many(self, keys: Iterable[Key], *, consistent: bool = True) -> dict[Key, Item]:
        wanted = list(dict.fromkeys(keys))
        found: dict[Key, Item] = {}
        deadline = Deadline(SINGLE_CALL_SECONDS)
        while wanted:
            batch, wanted = wanted[:BATCH_GET_KEYS], wanted[BATCH_GET_KEYS:]
            with _translated():
                answer = self.client.batch_get_item(
                    RequestItems={
                        self.name: {
                            "Keys": [encode(key._asdict()) for key in batch],
                            "ConsistentRead": consistent,
                        }
                    }
                )
            for attributes in answer["Responses"].get(self.name, []):
                item = decode(attributes)
                found[Key(item["pk"], item["sk"])] = item
            left = answer.get("UnprocessedKeys", {}).get(self.name)
            if left:
                deadline.pause(Unavailable())
                wanted += [Key(**decode(key)) for key in left["Keys"]]
        return found

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
            "ExpressionAttributeValues": {key: encode_value(value) for key, value in values.items()},
            "ScanIndexForward": not descending,
            **({"IndexName": name} if index else {"ConsistentRead": consistent}),
        }
        yield from self._pages(arguments, limit, at_first)

    def _pages(self, arguments: dict[str, Any], left: int | None, most: int | None) -> Iterator[Item]:
        while left is None or left > 0:
            bounds = [bound for bound in (left, most) if bound is not None]
            with _translated():
                page = self.client.query(**{**arguments, **({"Limit": min(bounds)} if bounds else {})})
            most = most and 2 * most
            yield from map(decode, page["Items"])
            if left is not None:
                left -= len(page["Items"])
            if "LastEvaluatedKey" not in page:
                return
            arguments["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def count_up(self, key: Key, attribute: str = "n", by: int = 1) -> int:
        answer = self._update(UpdateItem(key, add={attribute: by}), ReturnValues="UPDATED_NEW")
        return int(decode(answer["Attributes"])[attribute])

    def commit(self, operations: Sequence[TransactionItem], deadline: Deadline) -> None:
        while True:
            try:
                return self.write_one(operations[0]) if len(operations) == 1 else self.transact(operations)
            except Contention as conflict:
                deadline.pause(conflict.in_the_end)

    def write_one(self, operation: TransactionItem) -> None:
        arguments = {"TableName": self.name, **request(operation)}
        calls: dict[type, Any] = {
            PutItem: self.client.put_item,
            UpdateItem: self.client.update_item,
            DeleteItem: self.client.delete_item,
        }
        call = calls[type(operation)]
        try:
            with _translated():
                call(**arguments)
        except ClientError as error:
            _refuse_single(error, operation)

    def _update(self, operation: UpdateItem, **extra: Any) -> Any:
        deadline = Deadline(SINGLE_CALL_SECONDS)
        while True:
            try:
                with _translated():
                    return self.client.update_item(TableName=self.name, **request(operation), **extra)
            except ClientError as error:
                if error.response["Error"]["Code"] != "TransactionConflictException":
                    raise
                deadline.pause(WriteConflict())

    def transact(self, operations: Sequence[TransactionItem]) -> None:
        items: list[Any] = [
            {_VERBS[type(operation)]: {"TableName": self.name, **request(operation)}} for operation in operations
        ]
        try:
            with _translated():
                self.client.transact_write_items(TransactItems=items)
        except ClientError as error:
            _refuse(error, operations)


def _refuse_single(error: ClientError, operation: TransactionItem) -> None:
    code = error.response["Error"]["Code"]
    if code == "ConditionalCheckFailedException" and operation.on_failure is not None:
        raise operation.on_failure from None
    if code == "TransactionConflictException":
        raise Contention(WriteConflict()) from error
    raise error


def _refuse(error: ClientError, operations: Sequence[TransactionItem]) -> None:
    """Raise what the reasons of a cancelled transaction mean, the first refused condition before all else."""
    if error.response["Error"]["Code"] != "TransactionCanceledException":
        raise error
    reasons: list[Any] = error.response.get("CancellationReasons", [])
    codes = [reason.get("Code", "None") for reason in reasons]
    for code, operation in zip(codes, operations, strict=False):
        if code == "ConditionalCheckFailed" and operation.on_failure is not None:
            raise operation.on_failure from None
    if _THROTTLED.intersection(codes):
        raise Contention(Unavailable()) from error
    if "TransactionConflict" in codes:
        raise Contention(WriteConflict()) from error
    raise error


@contextmanager
def _translated() -> Iterator[None]:
    """Turn being throttled or cut off into Unavailable; all else passes as it is."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] in _BUSY:
            raise Unavailable from error
        raise
    except UNREACHABLE as error:
        raise Unavailable from error
