"""Measure how long importing a built handler takes, with and without the layer's bytecode.

Each import runs in a process of its own that has imported boto3 before, because Lambda's runtime brings boto3 along
with its bytecode. The unit of time is the import of boto3 in the same process.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.bench.markdown import table

BUILT = Path(__file__).parents[2] / ".aws-sam" / "local"
"""Where `make build-local` builds."""

LAYER = "PolydeskLayer"
REPETITIONS = 7
"""Imports of each handler, alternating with and without bytecode."""

HANDLERS = {
    "Tickets API, create ticket": ("SelectelCreateTicket", "selectel.create_ticket"),
    "SupportBee, archive": ("SupportbeeArchiveTicket", "supportbee.archive_ticket"),
    "HappyFox, create ticket": ("HappyfoxCreateTicket", "happyfox.create_ticket"),
    "Zammad, create state": ("ZammadCreateState", "zammad.create_state"),
    "act on due tickets": ("SchedulesActOnDueTickets", "schedules.act_on_due_tickets"),
}
"""Logical id and module."""

SCRIPT = """
import json, sys, time
from importlib import import_module
start = time.process_time()
import boto3, botocore.session
boto3_seconds = time.process_time() - start
before = set(sys.modules)
start = time.process_time()
import_module(sys.argv[1])
seconds = time.process_time() - start
loaded = set(sys.modules) - before
files = [sys.modules[name].__file__ for name in loaded if name.split(".")[0] in ("polydesk", "pydantic")]
print(json.dumps({"boto3": boto3_seconds, "handler": seconds, "modules": len(loaded), "files": files}))
"""


@dataclass(frozen=True, slots=True)
class ColdStart:
    """The import of a handler: the number of modules, and the times as multiples of boto3's import."""

    name: str
    modules: int
    time: float
    time_without_bytecode: float

    @property
    def ratio(self) -> float:
        """How many times as long the import takes without bytecode."""
        return self.time_without_bytecode / self.time


def measure() -> Iterator[ColdStart]:
    """Import each handler. Raises RuntimeError when nothing has been built."""
    layer = BUILT / LAYER / "python"
    if not layer.is_dir():
        raise RuntimeError(f"{layer} is missing; run `make build-local`")
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "python"
        shutil.copytree(layer, bare, ignore=shutil.ignore_patterns("__pycache__"))
        for name, (logical_id, module) in HANDLERS.items():
            times: dict[Path, list[float]] = {layer: [], bare: []}
            for _ in range(REPETITIONS):
                for libraries, taken in times.items():
                    result = _import(module, BUILT / logical_id, libraries)
                    taken.append(result["handler"] / result["boto3"])
            yield ColdStart(name, int(result["modules"]), median(times[layer]), median(times[bare]))


def _import(module: str, code: Path, libraries: Path) -> dict[str, float]:
    """Import a module in a new process. Raises RuntimeError when a library comes from somewhere else."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, module],
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{code}:{libraries}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_DEFAULT_REGION": "eu-central-1",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout)
    if foreign := [file for file in result["files"] if not Path(file).is_relative_to(libraries)]:
        raise RuntimeError(f"{module} imports {foreign[0]}, which is not in {libraries}")
    return {name: result[name] for name in ("handler", "boto3", "modules")}


def report(starts: Iterable[ColdStart]) -> str:
    """Return a table with a row for each handler."""
    head = ("Import of", "Modules besides boto3's", "Time (boto3's import = 1)", "Without bytecode", "Times as long")
    rows = [
        (
            start.name,
            str(start.modules),
            f"{start.time:.1f}",
            f"{start.time_without_bytecode:.1f}",
            f"{start.ratio:.1f}",
        )
        for start in starts
    ]
    return table(head, rows)
