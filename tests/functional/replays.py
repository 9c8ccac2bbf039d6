"""The events of events/, each sent to its function where it makes sense, and what the function asked of AWS."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from polydesk.desk import desk
from tests.functional.callers import Sample, Tokens, caller, set_up
from tests.functional.uploads import uploaded
from tools.engine import Engine
from tools.local_desk.aws import session
from tools.local_desk.model import Function, Route
from tools.local_desk.world import World
from tools.sample_events import FUNCTIONS, UNDOES, event, with_credentials

TRANSACTION = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}
ACTIONS: dict[str, set[str]] = {
    "s3:CreateBucket": set(),  # is never called: botocore finds the address for a presigned form under this name
    "s3:HeadObject": {"s3:GetObject"},
    "s3:CopyObject": {"s3:GetObjectVersion", "s3:PutObject"},
    "s3:ListObjectsV2": {"s3:ListBucket"},
    "s3:DeleteObjects": {"s3:DeleteObject"},
    "sqs:SendMessageBatch": {"sqs:SendMessage"},
}
"""What IAM calls a call that it does not call by its name."""


@dataclass(slots=True)
class Replay:
    """What came of one event: the function's answer, and the IAM actions that it needed."""

    name: str
    answer: Any = None
    actions: set[str] = field(default_factory=set)

    @property
    def function(self) -> Function:
        """The function that got the event."""
        return FUNCTIONS[self.name]

    @property
    def is_http(self) -> bool:
        """Whether the function stands behind the API."""
        return bool(self.function.of_type(Route))


@dataclass(slots=True)
class SampleTickets(Sample):
    """The sample desk with one customer more, who has no tickets, and with the tickets that `set_scene` opens."""

    objects: dict[str, bytes] = field(default_factory=dict)

    def prepare(self, world: World) -> Tokens:
        """Set the desk up and open the tickets."""
        tokens = Sample.prepare(self, world)
        set_up(world, {"people": [{"email": "spare@example.com", "name": "Sue Spare"}]})
        set_scene(world, tokens)
        s3, bucket = world.aws.s3, world.template.buckets[0].name
        for one in s3.list_objects_v2(Bucket=bucket)["Contents"]:
            self.objects[one["Key"]] = s3.get_object(Bucket=bucket, Key=one["Key"])["Body"].read()
        return tokens

    def put_into(self, world: World) -> Tokens:
        """Make the world's stack this desk, with its files."""
        tokens = Sample.put_into(self, world)
        for key, content in self.objects.items():
            world.aws.s3.put_object(Bucket=world.template.buckets[0].name, Key=key, Body=content)
        return tokens


def replay(engine: Engine, sample_tickets: SampleTickets, name: str) -> Replay:
    """Send an event to its function, which starts cold, at a desk with a scene."""
    with World(engine) as world:
        tokens = sample_tickets.put_into(world)
        if name in UNDOES:
            _send(world, tokens, UNDOES[name])
        replayed = Replay(name)
        with recording(replayed.actions):
            replayed.answer = _send(world, tokens, name)
        return replayed


def _send(world: World, tokens: Tokens, name: str) -> Any:
    return world.invoke(FUNCTIONS[name].logical_id, with_credentials(event(name), tokens))


def set_scene(world: World, tokens: Tokens) -> None:
    """Two tickets of the client: the first is open and has a comment of the agent, 100002; the second is closed.

    The comment has a file, the attachment 1. The second one has the label "waiting", and 15 minutes are booked on it. A
    third ticket, opened by the agent, is in the trash. All that has happened more than a minute ago.
    """
    client, agent = (caller(world, tokens[name]["token"]) for name in ("client", "agent"))
    for _ in range(2):
        assert client.post("/support/tickets", json={"summary": "Broken", "comment_body": "Help"}).status == 200
    comment = {"body": "We are on it", "files": [uploaded(world, agent)]}
    assert agent.post("/support/tickets/1/comments", json=comment).status == 200
    assert client.post("/support/tickets/2/close").status == 200
    assert agent.post("/support/tickets", json={"summary": "Spare", "comment_body": "Not needed"}).status == 200
    bearer = world.client({"Authorization": f"Bearer {tokens['agent']['token']}"})
    assert bearer.post("/tickets/3/trash").status == 204
    world.clock.advance(minutes=1)
    assert bearer.post("/tickets/2/labels/waiting").status == 201
    zammad = world.client({"Authorization": f"Token token={tokens['agent']['token']}"})
    assert zammad.post("/api/v1/time_accountings", json={"ticket_id": 2, "time_unit": 15}).status == 201
    world.clock.advance(minutes=1)


@contextmanager
def recording(actions: set[str]) -> Iterator[None]:
    """Inside, what functions call or sign is put among the actions. They start cold."""

    def called(model: Any, params: dict[str, Any], **_: Any) -> None:
        service = model.service_model.service_name
        if model.name == "TransactWriteItems":
            actions.update(f"dynamodb:{TRANSACTION[verb]}" for item in params["TransactItems"] for verb in item)
        else:
            call = f"{service}:{model.name}"
            actions.update(ACTIONS.get(call, {call}))

    def signed(event_name: str, **_: Any) -> None:
        if event_name == "choose-signer.s3.PutObject":  # a presigned form is signed without being a call
            actions.add("s3:PutObject")

    hooks = session().events
    hooks.register("provide-client-params", called)
    hooks.register("choose-signer", signed)
    _start_cold()
    try:
        yield
    finally:
        hooks.unregister("provide-client-params", called)
        hooks.unregister("choose-signer", signed)
        _start_cold()


def _start_cold() -> None:
    """Drop all clients: each knows the hooks that there were when it was made."""
    session().forget_clients()
    desk.reset()
