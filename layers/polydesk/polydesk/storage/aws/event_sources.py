"""The event source mappings in Lambda, through which streams and queues call functions."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import boto3

from polydesk.storage.aws import CONFIG

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_STOPPED = {"Disabled", "Disabling", "Deleting"}
"""States of a mapping in which nothing is read."""

_PROBLEM = "PROBLEM"
"""How Lambda begins the result of an attempt to read that has failed."""


class EventSources:
    """The mappings of a stack. Clients are created on first use."""

    def __init__(self, ids: Sequence[str], table_name: str) -> None:
        """Look at the mappings with these ids; those of streams have to read the stream of the table."""
        self._ids = ids
        self._table_name = table_name

    @cached_property
    def _lambda(self) -> Any:
        return boto3.client("lambda", config=CONFIG)

    @cached_property
    def _dynamodb(self) -> "DynamoDBClient":
        return boto3.client("dynamodb", config=CONFIG)

    def unread(self) -> Iterator[tuple[str, str]]:
        """Yield the id of each mapping that reads nothing, and why. Raises botocore's errors unchanged."""
        stream = self._stream()
        for mapping_id in self._ids:
            if problem := self._problem(mapping_id, stream):
                yield mapping_id, problem

    def _stream(self) -> str | None:
        """Return the ARN of the stream into which the table writes now."""
        table = self._dynamodb.describe_table(TableName=self._table_name)["Table"]
        return table.get("LatestStreamArn") if table.get("StreamSpecification", {}).get("StreamEnabled") else None

    def _problem(self, mapping_id: str, stream: str | None) -> str | None:
        try:
            mapping = self._lambda.get_event_source_mapping(UUID=mapping_id)
        except self._lambda.exceptions.ResourceNotFoundException:
            return "deleted"
        return _problem_of(mapping, stream)


def _problem_of(mapping: Mapping[str, str], stream: str | None) -> str | None:
    """Return why nothing is read through the mapping, or None."""
    source, result = mapping["EventSourceArn"], mapping.get("LastProcessingResult", "")
    if mapping["State"] in _STOPPED:
        return "disabled"
    if ":dynamodb:" in source and source != stream:
        return "reads a stream into which the table does not write"
    return result if result.startswith(_PROBLEM) else None
