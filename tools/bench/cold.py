"""How long the import of a handler takes, as it is built, with the layer's bytecode and without it.

Each import is a process of its own, which has boto3 loaded already: Lambda's runtime has that of its own, and what it
has compiled of it is not ours to decide. boto3's import, in the same process, is what ours is compared with.
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

from tools.bench.report import table

BUILT = Path(__file__).parents[2] / ".aws-sam" / "local"
"""`make build-local` makes it."""

LAYER = "PolydeskLayer"
PROCESSES = 7
"""Imports of each handler, with and without bytecode by turns."""

HANDLERS = {
    "Tickets API, create ticket": ("SelectelCreateTicket", "selectel.create_ticket"),
    "SupportBee, archive": ("SupportbeeArchiveTicket", "supportbee.archive_ticket"),
    "HappyFox, create ticket": ("HappyfoxCreateTicket", "happyfox.create_ticket"),
    "Zammad, create state": ("ZammadCreateState", "zammad.create_state"),
    "act on due tickets": ("SchedulesActOnDueTickets", "schedules.act_on_due_tickets"),
}
"""By what they do: logical id and module."""

SCRIPT = """
import json, sys, time
from importlib import import_module
began = time.process_time()
import boto3, botocore.session
boto3_took = time.process_time() - began
before = set(sys.modules)
began = time.process_time()
import_module(sys.argv[1])
took = time.process_time() - began
loaded = set(sys.modules) - before
ours = [sys.modules[name].__file__ for name in loaded if name.split(".")[0] in ("polydesk", "pydantic")]
print(json.dumps({"boto3": boto3_took, "own": took, "modules": len(loaded), "files": ours}))
"""


@dataclass(frozen=True, slots=True)
class Cold:
    """An import: how many modules, and how long beside boto3's with bytecode and without."""

    name: str
    modules: int
    of_boto3: float
    without: float

    @property
    def ratio(self) -> float:
        """How many times as long it takes without bytecode."""
        return self.without / self.of_boto3


def measure() -> Iterator[Cold]:
    """Import each handler in processes of its own. Raises RuntimeError when nothing has been built."""
    layer = BUILT / LAYER / "python"
    if not layer.is_dir():
        raise RuntimeError(f"there is no {layer}: `make build-local` makes it")
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "python"
        shutil.copytree(layer, bare, ignore=shutil.ignore_patterns("__pycache__"))
        for name, (logical_id, module) in HANDLERS.items():
            took: dict[Path, list[float]] = {layer: [], bare: []}
            for _ in range(PROCESSES):
                for libraries, its in took.items():
                    answer = _imported(module, BUILT / logical_id, libraries)
                    its.append(answer["own"] / answer["boto3"])
            yield Cold(name, int(answer["modules"]), median(took[layer]), median(took[bare]))


def _imported(module: str, code: Path, libraries: Path) -> dict[str, float]:
    """What a fresh process says of its import. Raises RuntimeError when it took modules from elsewhere."""
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
    answer = json.loads(done.stdout)
    if strangers := [file for file in answer["files"] if not Path(file).is_relative_to(libraries)]:
        raise RuntimeError(f"{module} takes {strangers[0]}, which is not in {libraries}")
    return {name: answer[name] for name in ("own", "boto3", "modules")}


def report(some: Iterable[Cold]) -> str:
    """A row for each handler."""
    head = ("Import of", "Modules beside boto3's", "Time, boto3's import = 1", "Without bytecode", "Times as long")
    return table(
        head,
        [(one.name, str(one.modules), f"{one.of_boto3:.1f}", f"{one.without:.1f}", f"{one.ratio:.1f}") for one in some],
    )
