"""A local desk that is called for hours keeps its data in memory, and nothing else that grows with the calls."""

import gc
from collections import Counter
from types import ModuleType
from typing import Any

import pytest
from moto.backends import get_backend
from moto.core.model_instances import model_data

from tools.engine import Engine
from tools.local_desk.aws import session
from tools.local_desk.client import Client
from tools.local_desk.moto_patches.memory import MAX_ITERATORS, MAX_RECEIPTS
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.template.names import ACCOUNT, REGION
from tools.local_desk.world import World

ROUNDS = 20
"""Rounds between two counts; each makes some 70 calls of the API and of AWS."""

OURS = ("moto", "tools", "polydesk", "botocore", "boto3", "logging", "threading")


@pytest.fixture(scope="module")
def engine() -> Engine:
    """All of moto, whatever ENGINE says: DynamoDB Local keeps its data in a process of its own."""
    return Engine()


@pytest.fixture
def desk(world: World) -> LocalDesk:
    return LocalDesk(world)


def make_calls(desk: LocalDesk, client: Client, scripted: ModuleType, rounds: int) -> None:
    """Call the API and everything behind it; what is stored is the same after each round."""
    world = desk.world
    for number in range(rounds):
        for _ in range(20):
            assert client.get("/things", params={"auth_token": str(number)}).status == 200
        write_items(world, number)
        send_messages(world, number)
        world.clock.advance(minutes=1)
        desk.pass_time()
        scripted.reset()


def write_items(world: World, number: int) -> None:
    """Write, read and delete items, in transactions that succeed and fail, and let one expire."""
    dynamodb, name = world.aws.dynamodb, world.template.tables[0].name
    for key in ("T#1", "T#2", "X#1"):
        dynamodb.put_item(TableName=name, Item=item(key, n={"N": str(number)}))
    dynamodb.get_item(TableName=name, Key=item(f"nobody {number}"))
    dynamodb.put_item(TableName=name, Item=item(f"T#gone {number}"))
    dynamodb.delete_item(TableName=name, Key=item(f"T#gone {number}"))
    expiry = {"N": str(int(world.clock.now.timestamp()) + 30)}
    dynamodb.put_item(TableName=name, Item=item(f"T#expired {number}", expires_at=expiry))
    put: Any = {"TableName": name, "Item": item("T#3", n={"N": str(number)})}
    dynamodb.transact_write_items(TransactItems=[{"Put": put}])
    put |= {"ConditionExpression": "attribute_not_exists(pk)"}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException):
        dynamodb.transact_write_items(TransactItems=[{"Put": put}])


def item(key: str, **attributes: Any) -> dict[str, Any]:
    return {"pk": {"S": key}, "sk": {"S": "A"}, **attributes}


def send_messages(world: World, number: int) -> None:
    """Put messages into a queue and events on the bus, and replace a file."""
    queue = next(queue for queue in world.template.queues if queue.logical_id == "Timers")
    for _ in range(10):
        world.aws.sqs.send_message(QueueUrl=queue.url, MessageBody=str(number))
    event: Any = {"Source": "test", "DetailType": "test", "Detail": "{}", "EventBusName": world.template.buses[0].name}
    world.aws.events.put_events(Entries=[event] * 10)
    world.aws.s3.put_object(Bucket=world.template.buckets[0].name, Key="file", Body=b"content")


def objects() -> Counter[str]:
    """Count the live objects of these packages by type."""
    gc.collect()
    found = Counter[str]()
    for each in gc.get_objects():
        kind = type(each)
        if str(kind.__module__).partition(".")[0] in OURS:
            found[f"{kind.__module__}.{kind.__qualname__}"] += 1
    return found


def backend(service: Any) -> Any:
    return get_backend(service)[ACCOUNT][REGION]


def test_nothing_but_data_stays_after_a_call(desk: LocalDesk, client: Client, scripted: ModuleType) -> None:
    make_calls(desk, client, scripted, ROUNDS)
    before, clients = objects(), len(session()._clients)
    make_calls(desk, client, scripted, ROUNDS)

    # What is bounded grows up to its bound; botocore caches 100 endpoints for each client.
    bounded = {
        "moto.dynamodbstreams.models.ShardIterator": MAX_ITERATORS,
        "botocore.endpoint_provider.RuleSetEndpoint": 100,
    }
    grown = {name: more for name, more in (objects() - before).items() if more > bounded.get(name, 5)}
    assert grown == {}
    assert len(session()._clients) == clients


def test_moto_keeps_what_is_stored_and_the_latest_of_everything_else(
    desk: LocalDesk, client: Client, scripted: ModuleType
) -> None:
    make_calls(desk, client, scripted, ROUNDS // 2)

    table = backend("dynamodb").get_table(desk.world.template.tables[0].name)
    assert sorted(key.value for key in table.items) == ["T#1", "T#2", "T#3", "X#1"]
    # The deletion of expired items came after the last delivery.
    assert len(table.stream_shard.items) <= 1
    assert len(backend("dynamodbstreams").shard_iterators) <= MAX_ITERATORS
    for queue in backend("sqs").queues.values():
        assert (len(queue._messages), len(queue.pending_messages)) == (0, 0)
        assert len(queue.deleted_messages) <= MAX_RECEIPTS
    models: list[Any] = [model for models in model_data.values() for model in models.values()]
    assert [model for model in models if model.instances_tracked] == []


def test_a_stream_can_be_read_on_after_it_was_trimmed(desk: LocalDesk, scripted: ModuleType) -> None:
    name = desk.world.template.tables[0].name
    for key in ("T#1", "T#2", "T#3"):
        desk.world.aws.dynamodb.put_item(TableName=name, Item=item(key))
        desk.pass_time()

    followed = [
        record["dynamodb"]["Keys"]["pk"]["S"] for event in scripted.received["follow"] for record in event["Records"]
    ]
    assert followed == ["T#1", "T#2", "T#3"]


def test_an_expired_item_is_deleted_and_the_stream_says_so(desk: LocalDesk, scripted: ModuleType) -> None:
    name = desk.world.template.tables[0].name
    expiry = {"N": str(int(desk.world.clock.now.timestamp()) + 30)}
    desk.world.aws.dynamodb.put_item(TableName=name, Item=item("T#1", expires_at=expiry))
    desk.pass_time()
    assert "Item" in desk.world.aws.dynamodb.get_item(TableName=name, Key=item("T#1"))

    desk.world.clock.advance(seconds=31)
    desk.pass_time()
    desk.pass_time()

    assert "Item" not in desk.world.aws.dynamodb.get_item(TableName=name, Key=item("T#1"))
    assert [event["Records"][0]["eventName"] for event in scripted.received["follow"]] == ["INSERT", "REMOVE"]
