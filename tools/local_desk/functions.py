"""Loads a function's handler the way Lambda's runtime does, and calls it."""

import importlib
import json
import sys
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from polydesk import clock
from tools.local_desk.model import Function, Template

Handler = Callable[[Any, "LambdaContext"], Any]


class LambdaContext:
    """The second argument of a handler. The remaining time runs by the world's clock, as the desk's deadlines do."""

    def __init__(self, function: Function) -> None:
        """Start an invocation now."""
        self.aws_request_id = str(uuid.uuid4())
        self.function_name = function.name
        self.function_version = "$LATEST"
        self.invoked_function_arn = function.arn
        self.memory_limit_in_mb = str(function.memory)
        self.log_group_name = f"/aws/lambda/{function.name}"
        self.log_stream_name = "local"
        self.client_context = None
        self.identity = None
        self._deadline = clock.monotonic() + function.timeout

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until the function's timeout; 0 after it."""
        return max(0, int((self._deadline - clock.monotonic()) * 1000))


def prepare_imports(template: Template) -> None:
    """Put the code and the layers of these functions on the import path, as /var/task and /opt/python are."""
    for folder in _folders(template):
        if folder not in sys.path:
            sys.path.append(folder)


def _folders(template: Template) -> Iterable[str]:
    code: dict[Path, None] = dict.fromkeys(function.code for function in template.functions.values())
    return [str(folder) for folder in (*code, *template.layers)]


def load(function: Function) -> Handler:
    """Return the handler, imported once per process.

    Raises ImportError when there is no such module and AttributeError when it has no such handler.
    """
    module, _, name = function.handler.rpartition(".")
    handler: Handler = getattr(importlib.import_module(module.replace("/", ".")), name)
    return handler


def call(function: Function, event: object) -> Any:
    """Invoke the handler and return its response; both pass through JSON. Raises what the handler raises."""
    handler = load(function)
    return handler(json.loads(json.dumps(event)), LambdaContext(function))
