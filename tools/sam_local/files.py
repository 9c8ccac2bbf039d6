"""What `sam local` reads: a template for this machine's processor, variables, and events with credentials."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.local_desk.template import read
from tools.sample_events import NAMES, event, with_credentials

RESOURCES = ("TABLE_NAME", "BUCKET_NAME", "EVENT_BUS_NAME", "TIMERS_QUEUE_URL", "STREAMS_DEAD_URL")
"""The variables that name resources. SAM knows parameters, but no resource: it would put logical ids in their place."""

_ARCHITECTURE = re.compile(r"\b(arm64|x86_64)\b")


def variables(url: str) -> dict[str, dict[str, str]]:
    """Return what `--env-vars` takes: the names of resources, and the AWS that has them, for all functions."""
    environment = read().environment
    return {"Parameters": {name: environment[name] for name in RESOURCES} | {"AWS_ENDPOINT_URL": url}}


def write(folder: Path, url: str, tokens: Mapping[str, Mapping[str, Any]]) -> None:
    """Write env.json, and events/<api>/<name>.json with these tokens. `url` is as a container sees it."""
    _write_json(folder / "env.json", variables(url))
    for name in NAMES:
        _write_json(folder / "events" / f"{name}.json", with_credentials(event(name), tokens))


def write_template(build: Path, architecture: str) -> Path:
    """Write the built template for a machine of this architecture beside it, and return its path.

    The template says arm64, and containers of another architecture than the machine's need an emulator and are slow.
    Raises FileNotFoundError when nothing is built.
    """
    text = (build / "template.yaml").read_text(encoding="utf-8")
    written = build / "sam-local.yaml"
    written.write_text(_ARCHITECTURE.sub(architecture, text), encoding="utf-8")
    return written


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
