"""One AWS on this machine for the whole session, with the stack deployed to it and the sample desk set up.

The modules of this folder run in the order of their names; the last one deletes the stack.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tools.engine import free_port
from tools.local_aws.cloud import Cloud, local_aws
from tools.local_aws.desk import Desk, sample_desk
from tools.local_aws.replays import replay
from tools.local_aws.runtime import Result
from tools.local_aws.stack import BUILD, Stack, deploy
from tools.sample_events import NAMES

WORKERS = 2


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for logs."""
    return tmp_path_factory.mktemp("e2e")


@pytest.fixture(scope="session")
def cloud(folder: Path) -> Iterator[Cloud]:
    """An AWS on this machine."""
    if not (BUILD / "template.yaml").exists():
        pytest.exit("nothing has been built; run `make e2e`", returncode=2)
    with local_aws(free_port(), folder / "ministack.log") as started:
        yield started


@pytest.fixture(scope="session")
def stack(cloud: Cloud) -> Stack:
    """The deployed stack."""
    return deploy(cloud)


@dataclass(frozen=True)
class NewDesk:
    """The sample desk with three tickets, and all its items before any test changes them."""

    desk: Desk
    items: list[dict[str, Any]]


@pytest.fixture(scope="session")
def new_desk(stack: Stack) -> Iterator[NewDesk]:
    """A desk that is made for all tests."""
    with sample_desk(stack) as desk:
        pages = stack.cloud.client("dynamodb").get_paginator("scan").paginate(TableName=stack.names["Table"])
        yield NewDesk(desk, [item for page in pages for item in page["Items"]])


@pytest.fixture(scope="session")
def desk(new_desk: NewDesk) -> Desk:
    """The sample desk."""
    return new_desk.desk


@pytest.fixture(scope="session")
def items(new_desk: NewDesk) -> list[dict[str, Any]]:
    """All items of the sample desk, before any test changes them."""
    return new_desk.items


@pytest.fixture(scope="session")
def runs(desk: Desk, items: list[dict[str, Any]], folder: Path) -> Iterator[dict[str, Future[Result]]]:
    """The results of all sample events in Lambda's runtime. They run while tests go on, two at a time."""
    with ThreadPoolExecutor(WORKERS) as pool:
        try:
            yield {name: pool.submit(replay, name, desk, items, folder) for name in NAMES}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
