"""Run the sample events in Lambda's runtime, each on a copy of the sample desk."""

from collections.abc import Iterable, Mapping
from itertools import batched
from pathlib import Path
from typing import Any

from tools.local_aws.cloud import Cloud
from tools.local_aws.desk import Desk
from tools.local_aws.runtime import Result, run
from tools.local_desk.template import read
from tools.sample_events import FUNCTIONS, UNDOES, event, with_credentials


def replay(name: str, desk: Desk, items: Iterable[Mapping[str, Any]], folder: Path) -> Result:
    """Send an event to its function, on a new table with these items.

    Logs go to a folder of their own in `folder`: events of one function run at the same time.
    """
    own_name = name.replace("/", "-")
    cloud, table, logs = desk.stack.cloud, f"copy-for-{own_name}", folder / own_name
    logs.mkdir()
    _create_table(cloud, table, items)
    for step in (UNDOES[name], name) if name in UNDOES else (name,):
        function = desk.stack.function(FUNCTIONS[step].logical_id)
        result = run(cloud, function, with_credentials(event(step), desk.tokens), table, logs)
    return result


def _create_table(cloud: Cloud, name: str, items: Iterable[Mapping[str, Any]]) -> None:
    """Create a table like the stack's with these items."""
    [table] = read().tables
    dynamodb = cloud.client("dynamodb")
    dynamodb.create_table(**{**table.create, "TableName": name})
    for batch in batched(items, 25, strict=False):
        dynamodb.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": item}} for item in batch]})
