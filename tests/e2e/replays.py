"""The events of events/, each in Lambda's runtime, on a desk of its own."""

from itertools import batched
from pathlib import Path
from typing import Any

from tests.e2e.desk import Desk
from tests.functional.replays import FUNCTIONS, UNDOES, event, with_credentials
from tools.local_aws.cloud import Cloud
from tools.local_aws.runtime import Ran, run
from tools.local_desk.template import read


def replay(name: str, desk: Desk, items: list[dict[str, Any]], folder: Path) -> Ran:
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
