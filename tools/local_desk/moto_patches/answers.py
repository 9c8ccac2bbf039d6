"""moto's DynamoDB answers, written without looking for names that are not there.

For each attribute value moto asks after all ten types that it might have, under several spellings each: half of the
time of a request. An attribute value has one type, and stands in moto's tables as it does in an answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.core.serialize import BaseJSONSerializer, ResponseSerializer

AS_THEY_ARE = frozenset({"BOOL", "N", "NS", "NULL", "S", "SS"})

SERVICES = frozenset({"dynamodb", "dynamodbstreams"})


@contextmanager
def quick_answers() -> Iterator[None]:
    """Inside, answers of DynamoDB and its streams are written quickly; those of other services as ever."""
    usual_structure = BaseJSONSerializer._serialize_type_structure
    usual_get_value = ResponseSerializer.get_value

    def structure(serializer: BaseJSONSerializer, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue" and (plain := _plain(value)) is not None:
            serialized[key] = plain
        else:
            usual_structure(serializer, serialized, value, shape, key)

    def get_value(serializer: ResponseSerializer, value: Any, key: str, shape: Any) -> Any:
        """The keys of DynamoDB's answers are spelt as the API spells them."""
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
    """An attribute value as JSON carries it; None for those with bytes in them, which need more."""
    if type(value) is not dict or len(value) != 1:
        return None
    [(kind, content)] = value.items()
    if kind in AS_THEY_ARE:
        return {kind: content}
    if kind == "M":
        members = {name: _plain(one) for name, one in content.items()}
        return None if None in members.values() else {kind: members}
    if kind == "L":
        elements = [_plain(one) for one in content]
        return None if None in elements else {kind: elements}
    return None
