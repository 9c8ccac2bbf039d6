"""moto's DynamoDB answers, written without looking for names that are not there.

For each attribute value moto asks after all ten types that it might have, under several spellings each: half of the
time of a request. An attribute value has one type, and the keys of DynamoDB's answers are spelt as the API spells them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from moto.core.serialize import ResponseSerializer

TYPES = frozenset({"B", "BOOL", "BS", "L", "M", "N", "NS", "NULL", "S", "SS"})

SERVICES = frozenset({"dynamodb", "dynamodbstreams"})


@contextmanager
def quick_answers() -> Iterator[None]:
    """Inside, answers of DynamoDB and its streams are written quickly; those of other services as ever."""
    usual = ResponseSerializer.get_value

    def quick(serializer: ResponseSerializer, value: Any, key: str, shape: Any) -> Any:
        if type(value) is dict and serializer.operation_model.service_model.service_name in SERVICES:
            if key in value:
                return value[key]
            if len(value) == 1 and not TYPES.isdisjoint(value):
                return None
        return usual(serializer, value, key, shape)

    with patch.object(ResponseSerializer, "get_value", quick):
        yield
