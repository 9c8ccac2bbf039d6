"""Make a release after the built one. Its layer and its handlers name themselves in headers of what they answer."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from tools.local_aws.stack import BUILD, DeployedFunction

AFTER = "after"
"""What the headers say. The built release has no such headers."""

LAYER = "X-Release-Of-Layer"
HANDLER = "X-Release-Of-Handler"

OF_LAYER = f"""
NOT_STORED = {{**NOT_STORED, "{LAYER}": "{AFTER}"}}
"""
"""For the module of the layer that writes the headers of every answer."""

OF_HANDLER = f"""
_answer = handler

def handler(event, context):
    answer = _answer(event, context)
    return {{**answer, "headers": {{**answer["headers"], "{HANDLER}": "{AFTER}"}}}}
"""


def next_release(functions: Iterable[DeployedFunction], folder: Path) -> Path:
    """Copy the build to `folder`, change its layer and the handlers of these functions, and return the folder.

    The code of all other functions stays as it is.
    """
    shutil.copytree(BUILD, folder)
    _append(OF_LAYER, folder / "PolydeskLayer" / "python" / "polydesk" / "http" / "endpoint.py")
    for function in functions:
        module = function.handler.removesuffix(".handler")
        _append(OF_HANDLER, folder / function.logical_id / f"{module}.py")
    return folder


def _append(text: str, module: Path) -> None:
    """Append to a module, and remove its bytecode, which Python would not compare with the source."""
    with module.open("a", encoding="utf-8") as source:
        source.write(text)
    for compiled in module.parent.glob(f"__pycache__/{module.stem}.*.pyc"):
        compiled.unlink()
