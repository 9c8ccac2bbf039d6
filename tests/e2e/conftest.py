"""One AWS on this machine for the whole session, with the stack deployed in it and the sample desk set up.

The files of this folder run in the order of their names; the stack is taken down in the last one.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.desk import Desk, sample_desk
from tests.e2e.replays import replay
from tests.functional.replays import NAMES
from tools.engine import free_port
from tools.local_aws.cloud import Cloud, local_aws
from tools.local_aws.differences import name_the_batches
from tools.local_aws.runtime import Ran
from tools.local_aws.stack import BUILD, Stack, deploy

AT_ONCE = 2


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


@pytest.fixture(scope="session")
def runs(desk: Desk, items: list[dict[str, Any]], folder: Path) -> Iterator[dict[str, Future[Ran]]]:
    """What comes of each event of events/ in Lambda's runtime. They run beside the tests, two at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            yield {name: pool.submit(replay, name, desk, items, folder) for name in NAMES}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
