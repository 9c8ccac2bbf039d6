"""The table on DynamoDB: requests, conflicts, throttling and errors, which the fake in memory does not have."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from polydesk.domain.errors import Crowded, NameTaken, Unavailable
from polydesk.storage.aws.dynamo_table import DynamoTable
from polydesk.storage.keys import Key
from polydesk.storage.retry import Deadline
from polydesk.storage.table import Table
from polydesk.storage.transaction import ABSENT, EXISTS, DeleteItem, PutItem, TransactionItem, UpdateItem
from tests.storage.tables import ENGINE_ONLY
from tools.faults import Call, intercepted

pytestmark = ENGINE_ONLY

A, B, C = Key("p", "a"), Key("p", "b"), Key("p", "c")


def deadline() -> Deadline:
    return Deadline(5.0)


def items(table: Table, pk: str = "p") -> dict[str, dict[str, Any]]:
    """Return the items of a partition, by sort key, without the keys."""
    return {item.pop("sk"): item for item in table.query(pk) if item.pop("pk")}


@contextmanager
def recorded_calls() -> Iterator[list[str]]:
    calls: list[str] = []

    def count(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        calls.append(operation)
        return proceed()

    with intercepted(count):
        yield calls


@contextmanager
def failing(code: str, *, times: int, reasons: tuple[str, ...] = ()) -> Iterator[list[str]]:
    """Inside, the first calls fail with this error, transactions with these cancellation reasons."""
    calls: list[str] = []

    def refuse(operation: str, _: dict[str, Any], proceed: Call) -> Any:
        calls.append(operation)
        if len(calls) > times:
            return proceed()
        response: Any = {"Error": {"Code": code, "Message": code}}
        response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
        raise ClientError(response, operation)

    with intercepted(refuse):
        yield calls


def test_a_failed_condition_without_an_error_raises_awss_own(table: Table) -> None:
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        table.write(DeleteItem(A, EXISTS))
    with pytest.raises(ClientError, match="TransactionCanceled"):
        table.commit([PutItem(B, {}), DeleteItem(A, EXISTS)], deadline())


def test_a_query_reads_only_as_far_as_it_is_consumed(table: Table) -> None:
    for number in range(8):
        table.write(PutItem(Key("p", str(number)), {"text": "x" * 300_000}))

    with recorded_calls() as calls:
        assert next(table.query("p"))["sk"] == "0"
    assert calls == ["Query"]


@pytest.mark.parametrize(
    "work",
    [
        lambda table: table.write(PutItem(A, {"n": 1})),
        lambda table: table.write(UpdateItem(A, {"n": 1})),
        lambda table: table.count_up(A),
    ],
)
def test_a_single_write_is_repeated_after_a_conflict_with_a_transaction(
    table: Table, work: Callable[[Table], object]
) -> None:
    with failing("TransactionConflictException", times=3) as calls:
        work(table)

    assert len(calls) == 4
    assert items(table) == {"a": {"n": 1}}


def test_a_single_write_gives_up_at_its_deadline(table: Table) -> None:
    with failing("TransactionConflictException", times=10_000), pytest.raises(Crowded):
        table.write(PutItem(A, {}), Deadline(0.02))
    assert items(table) == {}


def test_unprocessed_keys_are_read_again(table: DynamoTable) -> None:
    for key in (A, B, C):
        table.write(PutItem(key, {}))
    first = [True]

    def answer_one(_: str, arguments: dict[str, Any], proceed: Call) -> Any:
        if first:
            first.pop()
            wanted = arguments["RequestItems"][table.name]
            later = {"Keys": wanted["Keys"][1:], "ConsistentRead": True}
            return {
                "Responses": {table.name: [{**wanted["Keys"][0]}]},
                "UnprocessedKeys": {table.name: later},
            }
        return proceed()

    with intercepted(answer_one):
        assert set(table.get_many([A, B, C])) == {A, B, C}


def test_keys_that_are_never_processed_are_unavailable(table: Table) -> None:
    def answer_none(_: str, arguments: dict[str, Any], proceed: Call) -> Any:
        return {"Responses": {}, "UnprocessedKeys": arguments["RequestItems"]}

    with intercepted(answer_none), pytest.raises(Unavailable):
        table.get_many([A])


@pytest.mark.parametrize("code", ["ValidationException", "AccessDeniedException", "ResourceNotFoundException"])
def test_an_error_that_a_repetition_does_not_help_is_raised_unchanged(table: Table, code: str) -> None:
    work: list[Callable[[], object]] = [
        lambda: table.get(A),
        lambda: table.get_many([A]),
        lambda: list(table.query("p")),
        lambda: table.count_up(A),
        lambda: table.write(PutItem(A, {})),
        lambda: table.commit([PutItem(A, {}), PutItem(B, {})], deadline()),
    ]
    for one in work:
        with failing(code, times=1) as calls, pytest.raises(ClientError, match=code):
            one()
        assert len(calls) == 1


def test_a_cancellation_for_another_reason_is_raised_unchanged(table: Table) -> None:
    with (
        failing("TransactionCanceledException", times=9, reasons=("None", "ValidationError")) as calls,
        pytest.raises(ClientError, match="TransactionCanceled"),
    ):
        table.commit([PutItem(A, {}), PutItem(B, {})], deadline())
    assert len(calls) == 1


def test_a_failed_condition_takes_precedence_over_a_conflict_in_the_same_transaction(table: Table) -> None:
    batch: list[TransactionItem] = [PutItem(A, {}), PutItem(B, {}, ABSENT, NameTaken())]
    reasons = ("TransactionConflict", "ConditionalCheckFailed")

    with failing("TransactionCanceledException", times=9, reasons=reasons), pytest.raises(NameTaken):
        table.commit(batch, deadline())


def test_an_invalid_request_is_not_an_outage(table: DynamoTable) -> None:
    with pytest.raises(ParamValidationError):
        DynamoTable("", table.client).get(A)
