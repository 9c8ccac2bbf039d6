"""Event source mappings of a template, as Lambda describes them. The local desk reads streams and queues itself."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from moto.awslambda.models import LambdaBackend


@dataclass(frozen=True, slots=True)
class _Described:
    """What moto's answer is made from."""

    configuration: Mapping[str, Any]

    def get_configuration(self) -> dict[str, Any]:
        return dict(self.configuration)


@contextmanager
def described(mappings: Mapping[str, Mapping[str, Any]]) -> Iterator[None]:
    """Inside, GetEventSourceMapping answers these descriptions by their UUID, as they are at the time of the call."""

    def get(_backend: LambdaBackend, uuid: str) -> _Described | None:
        found = [mapping for mapping in mappings.values() if mapping["UUID"] == uuid]
        return _Described(json.loads(json.dumps(found[0]))) if found else None

    with patch.object(LambdaBackend, "get_event_source_mapping", get):
        yield
