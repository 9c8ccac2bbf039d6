"""One AWS on this machine for the whole session, with the stack deployed in it and the sample desk set up.

The files of this folder run in the order of their names: what takes its time begins first, and the stack is taken down
in the last one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.cloud import Cloud, local_aws
from tests.e2e.desk import Desk, sample_desk
from tests.e2e.differences import name_the_batches, tell_the_time
from tests.e2e.stack import BUILD, Stack, deploy
from tests.engine import free_port


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where logs go."""
    return tmp_path_factory.mktemp("e2e")


@pytest.fixture(scope="session")
def cloud(folder: Path) -> Iterator[Cloud]:
    """An AWS on this machine."""
    if not (BUILD / "template.yaml").exists():
        pytest.exit("there is nothing to deploy yet; run `make e2e`", returncode=2)
    with local_aws(free_port(), folder / "ministack.log") as started:
        yield started


@pytest.fixture(scope="session")
def stack(cloud: Cloud) -> Stack:
    """The deployed stack."""
    deployed = deploy(cloud)
    name_the_batches(deployed)
    return deployed


@pytest.fixture(scope="session")
def desk(stack: Stack) -> Iterator[Desk]:
    """The sample desk with two tickets."""
    with sample_desk(stack) as made:
        yield made


@pytest.fixture(scope="session")
def items(desk: Desk) -> list[dict[str, Any]]:
    """Everything in the table of the sample desk, before any test has touched it."""
    pages = desk.stack.cloud.client("dynamodb").get_paginator("scan").paginate(TableName=desk.stack.names["Table"])
    return [item for page in pages for item in page["Items"]]


@pytest.fixture(scope="session", autouse=True)
def waiting_ticket(desk: Desk, items: list[dict[str, Any]]) -> int:
    """A ticket that waits to be closed at a time that is over; the schedule finds it while other tests run."""
    assert items
    number: int = desk.selectel("POST", "tickets", "client", json={"summary": "Later", "comment_body": "Close it"})[
        "number"
    ]
    [waits] = [state for state in desk.zammad("GET", "ticket_states").json() if state["name"] == "pending close"]
    past = datetime.now(UTC) - timedelta(minutes=5)
    update = {"staff": desk.person("agent"), "status": waits["id"], "pending_time": past.strftime("%Y-%m-%d %H:%M:%S")}
    desk.succeed("POST", f"/api/1.1/json/ticket/{number}/staff_update/", auth=desk.happyfox, json=update)
    tell_the_time(desk.stack, datetime.now(UTC))
    return number
