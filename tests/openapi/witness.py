"""Looks at every answer of the gateway while others test something else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from unittest.mock import patch
from urllib.parse import unquote

from tests.harness.template import TEMPLATE
from tests.harness.wire import HttpRequest, HttpResponse
from tests.harness.world import World
from tests.openapi.checking import Description
from tests.openapi.document import COMMITTED


@dataclass(slots=True)
class Witness:
    """Compares answers with the committed description, and remembers what it has seen of it."""

    description: Description = field(
        default_factory=lambda: Description(json.loads(COMMITTED.read_text(encoding="utf-8")))
    )
    seen: set[tuple[str, int]] = field(default_factory=set)
    """Operations and statuses."""

    def look(self, stage: str, request: HttpRequest, response: HttpResponse) -> None:
        """Raises Undescribed for an answer of a known operation that is not as it says."""
        operation = self.description.operation(request.method, unquote(request.path.removeprefix(f"/{stage}")))
        if operation:
            self.description.check(operation, response)
            self.seen.add((operation.id, response.status))


@contextmanager
def witnessed() -> Iterator[Witness]:
    """Inside, whoever asks a stack of the template for something undescribed gets the error in place of the answer."""
    witness = Witness()
    handle = World.handle

    def handle_and_look(world: World, request: HttpRequest) -> HttpResponse:
        response = handle(world, request)
        if world.template.path == TEMPLATE:
            witness.look(world.stage, request, response)
        return response

    with patch.object(World, "handle", handle_and_look):
        yield witness
