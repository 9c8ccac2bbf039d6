"""Checks every answer of the gateway against the description, whatever a test is about."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from urllib.parse import unquote

from tools.local_desk.template import TEMPLATE
from tools.local_desk.wire import HttpRequest, HttpResponse
from tools.local_desk.world import World
from tools.openapi.checking import Description
from tools.openapi.media import COMMITTED


@contextmanager
def witnessed() -> Iterator[None]:
    """Check the answers of all stacks of the template inside; an undescribed one raises Undescribed.

    Answers of the gateway itself, such as those to unknown paths, are not checked.
    """
    description = Description(json.loads(COMMITTED.read_text(encoding="utf-8")))
    handle = World.handle

    def handle_and_check(world: World, request: HttpRequest) -> HttpResponse:
        response = handle(world, request)
        if world.template.path == TEMPLATE:
            operation = description.operation(request.method, unquote(request.path.removeprefix(f"/{world.stage}")))
            if operation:
                description.check(operation, response)
        return response

    with patch.object(World, "handle", handle_and_check):
        yield
