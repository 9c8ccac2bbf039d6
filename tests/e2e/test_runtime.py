"""Every built function in Lambda's own runtime, with the event that stands for it in events/.

A library that the layer lacks, a handler that the runtime does not find, a name missing in the environment: this is
where it comes out, because nothing of this repository's environment is within a function's reach.
"""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import batched
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.cloud import Cloud
from tests.e2e.desk import Desk
from tests.e2e.runtime import Ran, run
from tests.functional.replays import FUNCTIONS, NAMES, UNDOES, event, with_credentials
from tests.harness.template import read

AT_ONCE = 2
ALL_WITHIN_SECONDS = 300.0


@pytest.fixture(scope="module")
def runs(desk: Desk, items: list[dict[str, Any]], folder: Path) -> Iterator[dict[str, Future[Ran]]]:
    """What comes of each event. They run beside each other, two at a time, each function on a desk of its own."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        try:
            yield {name: pool.submit(one, name, desk, items, folder) for name in NAMES}
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def one(name: str, desk: Desk, items: list[dict[str, Any]], folder: Path) -> Ran:
    """Run a function on a copy of the sample desk."""
    cloud, table = desk.stack.cloud, f"copy-for-{name.replace('/', '-')}"
    make_table(cloud, table, items)
    for step in (UNDOES[name], name) if name in UNDOES else (name,):
        function = desk.stack.deployed(FUNCTIONS[step].logical_id)
        ran = run(cloud, function, with_credentials(event(step), desk.tokens), table, folder)
    return ran


def make_table(cloud: Cloud, name: str, items: list[dict[str, Any]]) -> None:
    """A table like the stack's, with these items."""
    [table] = read().tables
    dynamodb = cloud.client("dynamodb")
    dynamodb.create_table(**{**table.create, "TableName": name})
    for some in batched(items, 25, strict=False):
        dynamodb.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": item}} for item in some]})


@pytest.mark.parametrize("name", NAMES)
def test_a_function_takes_its_event_in_the_real_runtime(name: str, runs: dict[str, Future[Ran]]) -> None:
    ran = runs[name].result(ALL_WITHIN_SECONDS)

    assert "errorMessage" not in (ran.answer or {}), ran
    if name.partition("/")[0] in {"ops", "schedules", "streams"}:
        assert not (ran.answer or {}).get("batchItemFailures"), ran
    else:
        assert 200 <= ran.answer["statusCode"] < 300, ran
