"""The sample desk in an AWS on this machine, without a deployment: resources, people, tokens and two tickets."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, override
from unittest.mock import patch

from botocore.exceptions import ClientError

from tools.engine import Engine
from tools.local_desk.client import Client
from tools.local_desk.clock import Clock
from tools.local_desk.template.names import ACCOUNT, REGION
from tools.local_desk.world import World
from tools.sample_events import event

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": ACCOUNT,  # ministack takes it for the root user of this account; moto takes any
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": REGION,
}

Tokens = dict[str, dict[str, Any]]
"""Tokens by name, as the set-up function returns them."""


class NotEmpty(Exception):
    """The AWS at that address has a desk already."""


@dataclass(frozen=True, slots=True)
class RunningAws(Engine):
    """An AWS that runs elsewhere. `endpoint` is the URL of all its services."""

    @override
    @contextmanager
    def mocked(self) -> Iterator[None]:
        """Connect every client that is made inside the block to it, whatever AWS the shell is configured for."""
        with patch.dict(os.environ):
            for name in [name for name in os.environ if name.startswith("AWS_")]:
                del os.environ[name]
            os.environ.update(CREDENTIALS, AWS_ENDPOINT_URL=self.endpoint or "")
            yield


def sample_desk(url: str) -> Tokens:
    """Create the template's resources in the AWS at `url`, and the desk that the sample events expect in them.

    Ticket 1 is open and has a comment of the agent, ticket 2 is closed. Raises NotEmpty, and botocore's errors.
    """
    clock = Clock(datetime.now(UTC), running=True)
    try:
        with World(RunningAws(url), clock=clock, durable=True, environment={"POWERTOOLS_LOG_LEVEL": "ERROR"}) as world:
            return _fill(world)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("BucketAlreadyOwnedByYou", "BucketAlreadyExists"):
            raise NotEmpty(f"{url} has a desk already. Start that AWS again, so that it is empty.") from error
        raise


def _fill(world: World) -> Tokens:
    answer = world.invoke("OpsSetUpDesk", event("ops/set_up_desk"))
    tokens: Tokens = {token["name"]: token for token in answer["tokens"]}
    client, agent = (world.client({"X-Token": tokens[name]["token"]}) for name in ("client", "agent"))
    for _ in range(2):
        _post(client, "tickets", {"summary": "Broken", "comment_body": "Help"})
    _post(agent, "tickets/1/comments", {"body": "We are on it"})
    _post(client, "tickets/2/close", None)
    return tokens


def _post(caller: Client, path: str, body: object) -> None:
    answer = caller.post(f"/support/{path}", json=body) if body else caller.post(f"/support/{path}")
    if answer.status != 200:
        raise RuntimeError(f"POST /support/{path}: {answer.status} {answer.text}")
