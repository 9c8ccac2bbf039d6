"""What roles may do ends at this stack: a wildcard stands behind the whole name of a table or a bucket of the desk."""

import pytest

from tools.local_desk.template import TEMPLATE, read
from tools.local_desk.template.grants import grants

RESTORED = {"RestoredTable": "restored", "RestoredStream": "2026-01-05T09:00:00.000", "RestoredBucket": "files"}

UNKNOWN_BEFOREHAND = {"index/*", "*", "attached/*", "????????-????-????-????-????????????"}
"""What follows the name: the indexes of the table; keys of files, of copies, and of uploads."""


def owner(resource: str) -> tuple[str, str]:
    """Return the table or the bucket of a resource with a wildcard, and what follows its name."""
    last = resource.rpartition(":")[2].removeprefix("table/")
    name, _, rest = last.partition("/")
    return name, rest


@pytest.mark.parametrize("parameters", [{}, RESTORED], ids=["own", "restored"])
def test_a_wildcard_follows_the_whole_name_of_a_table_or_a_bucket(parameters: dict[str, str]) -> None:
    template = read(TEMPLATE, parameters)
    tables = {table.name for table in read().tables} | {parameters.get("RestoredTable")}
    buckets = {bucket.name for bucket in read().buckets} | {parameters.get("RestoredBucket")}
    wide = {
        resource
        for statements in grants(template).values()
        for statement in statements
        for resource in statement.resources
        if set("*?") & set(resource)
    }

    assert wide
    for resource in wide:
        name, rest = owner(resource)
        assert name in (buckets if ":s3:" in resource else tables), resource
        assert rest in UNKNOWN_BEFOREHAND, resource
