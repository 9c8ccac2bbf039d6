"""Serialises DynamoDB's responses without probing for names that are not there.

For each attribute value moto probes for all ten types, under several spellings each: half of the time of a request. An
attribute value has one type, and moto's tables hold it as it is in a response.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.core.serialize import BaseJSONSerializer, ResponseSerializer

AS_THEY_ARE = frozenset({"BOOL", "N", "NS", "NULL", "S", "SS"})

SERVICES = frozenset({"dynamodb", "dynamodbstreams"})


@contextmanager
def quick_answers() -> Iterator[None]:
    """Serialise responses of DynamoDB and its streams quickly inside the block, those of other services as usual."""
    usual_structure = BaseJSONSerializer._serialize_type_structure
    usual_get_value = ResponseSerializer.get_value

    def structure(serializer: BaseJSONSerializer, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and (plain := _plain(value)) is not None:
            serialized[key] = plain
        else:
            usual_structure(serializer, serialized, value, shape, key)

    def get_value(serializer: ResponseSerializer, value: Any, key: str, shape: Any) -> Any:
        """Look a key up as the API spells it, which is how DynamoDB's results have it."""
        service = serializer.operation_model.service_model.service_name
        if type(value) is dict and key in value and service in SERVICES:
            return value[key]
        return usual_get_value(serializer, value, key, shape)

    with (
        patch.object(BaseJSONSerializer, "_serialize_type_structure", structure),
        patch.object(ResponseSerializer, "get_value", get_value),
    ):
        yield


def _plain(value: Any) -> dict[str, Any] | None:
    """Return an attribute value as in JSON, or None if it has binary values, which need encoding."""
    return copied(value, AS_THEY_ARE)


def copied(value: Any, kinds: Collection[str]) -> dict[str, Any] | None:
    """Copy an attribute value of these kinds, maps and lists; return None for another."""
    if type(value) is not dict or len(value) != 1:
        return None
    [(kind, content)] = value.items()
    if kind in kinds:
        return {kind: content}
    if kind == "M":
        members = {name: copied(one, kinds) for name, one in content.items()}
        return None if None in members.values() else {kind: members}
    if kind == "L":
        elements = [copied(one, kinds) for one in content]
        return None if None in elements else {kind: elements}
    return None
