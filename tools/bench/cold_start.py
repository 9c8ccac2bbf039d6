"""Measure what it takes to start a built function and to answer its first request.

Each start is a process of its own that has boto3 imported first, because Lambda's runtime brings boto3 along with its
bytecode. The unit of time is the processor time of that import in the same process. AWS is DynamoDB Local, without TLS.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tools.bench.desk import SampleDesk
from tools.bench.markdown import table
from tools.engine import Engine
from tools.local_desk.model import Function
from tools.local_desk.template.names import REGION
from tools.local_desk.world import World
from tools.sample_events import FUNCTIONS, UNDOES

BUILT = Path(__file__).parents[2] / ".aws-sam" / "local"
"""Where `make build-local` builds."""

LAYER = "PolydeskLayer"
REPETITIONS = 5
"""Starts of each function and kind, which alternate."""

BUDGET = 1.5
"""The most that a first request may take."""

FIRST_REQUESTS = {
    "Tickets API, create ticket": "selectel/create_ticket",
    "SupportBee, un-archive": "supportbee/unarchive_ticket",
    "HappyFox, create ticket": "happyfox/create_ticket",
    "Zammad, update state": "zammad/update_state",
    "act on due tickets": "schedules/act_on_due_tickets",
}
"""The sample event of each."""

SCRIPT = """
import json, sys, time
from importlib import import_module
from types import SimpleNamespace

def seconds(step):
    start = time.process_time()
    result = step()
    return time.process_time() - start, result

def boto3():
    import boto3, botocore.session

name, module, event = sys.argv[1], sys.argv[2], json.load(sys.stdin)
context = SimpleNamespace(aws_request_id="1", function_name=name, get_remaining_time_in_millis=lambda: 15000)
unit, _ = seconds(boto3)
before = set(sys.modules)
start, handler = seconds(lambda: import_module(module).handler)
loaded = set(sys.modules) - before
request, answer = seconds(lambda: handler(event, context))
files = [sys.modules[one].__file__ for one in loaded if one.split(".")[0] in ("polydesk", "pydantic")]
failed = (answer or {}).get("statusCode", 200) >= 300 or (answer or {}).get("batchItemFailures")
print(json.dumps({
    "start": start / unit, "request": request / unit, "modules": len(loaded), "files": files,
    "failure": str(answer) if failed else None,
}))
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to start functions: with these libraries, and as in Lambda or without preparation."""

    code: Path
    in_lambda: bool = True


@dataclass(frozen=True, slots=True)
class Times:
    """A start and the first request after it, as multiples of boto3's import."""

    start: float
    request: float


@dataclass(frozen=True, slots=True)
class ColdStart:
    """The start of a function: the modules that it loads, and its times.

    unprepared: with clients that are made by the first request
    uncompiled: without bytecode of the desk; libraries have theirs alone
    """

    name: str
    modules: int
    times: Times
    unprepared: Times
    uncompiled: Times


def measure(engine: Engine) -> Iterator[ColdStart]:
    """Start each function. Raises RuntimeError when nothing has been built, or when a request is refused."""
    if not (BUILT / LAYER / "python").is_dir():
        raise RuntimeError(f"{BUILT / LAYER} is missing; run `make build-local`")
    with tempfile.TemporaryDirectory() as folder, World(engine, SampleDesk.PARAMETERS) as world:
        bare = Path(folder)
        for logical_id in (LAYER, *(FUNCTIONS[event].logical_id for event in FIRST_REQUESTS.values())):
            shutil.copytree(BUILT / logical_id, bare / logical_id, ignore=shutil.ignore_patterns("__pycache__"))
        kinds = [Kind(BUILT), Kind(BUILT, in_lambda=False), Kind(bare)]
        desk = SampleDesk(world)
        for _ in range(2):
            desk.replay("selectel/create_ticket")
        variables = {**world.template.environment, "AWS_ENDPOINT_URL": str(engine.endpoint)}
        for name, event in FIRST_REQUESTS.items():
            yield _measure(name, event, desk, kinds, variables)


def _measure(name: str, event: str, desk: SampleDesk, kinds: list[Kind], variables: Mapping[str, str]) -> ColdStart:
    modules, times = 0, [list[Times]() for _ in kinds]
    for _ in range(REPETITIONS):
        for kind, taken in zip(kinds, times, strict=True):
            if event in UNDOES:
                desk.replay(UNDOES[event])
            modules, once = _start(FUNCTIONS[event], desk.event(event), kind, variables)
            taken.append(once)
    return ColdStart(name, modules, *map(_median, times))


def _median(times: list[Times]) -> Times:
    return Times(median(one.start for one in times), median(one.request for one in times))


def _start(function: Function, event: object, kind: Kind, variables: Mapping[str, str]) -> tuple[int, Times]:
    """Start a function, send it an event, and return the number of its modules and the times.

    Raises RuntimeError when a library comes from somewhere else, and for an answer that is no success.
    """
    libraries = kind.code / LAYER / "python"
    module = function.handler.removesuffix(".handler").replace("/", ".")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, function.name, module],
        env={
            **variables,
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{kind.code / function.logical_id}:{libraries}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_DEFAULT_REGION": REGION,
            **{name: os.environ[name] for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")},
            **({"AWS_LAMBDA_FUNCTION_NAME": function.name} if kind.in_lambda else {}),
        },
        input=json.dumps(event),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result = json.loads(done.stdout.splitlines()[-1])
    if foreign := [file for file in result["files"] if not Path(file).is_relative_to(libraries)]:
        raise RuntimeError(f"{module} imports {foreign[0]}, which is not in {libraries}")
    if result["failure"]:
        raise RuntimeError(f"{module} answers {result['failure']}")
    return result["modules"], Times(result["start"], result["request"])


def report(starts: Iterable[ColdStart]) -> str:
    """Return a table with a row for each function."""
    head = (
        "Function",
        "Modules besides boto3's",
        *("Start", "First request"),
        *("Start, clients in the request", "First request, clients in the request"),
        *("Start, no bytecode", "First request, no bytecode"),
    )
    rows = [
        (
            *(start.name, str(start.modules)),
            *(
                f"{value:.1f}"
                for times in (start.times, start.unprepared, start.uncompiled)
                for value in (times.start, times.request)
            ),
        )
        for start in starts
    ]
    return table(head, rows)


def over_budget(starts: Iterable[ColdStart]) -> Iterator[str]:
    """Yield the functions whose first request takes too long."""
    for start in starts:
        if start.times.request > BUDGET:
            yield f"{start.name}: the first request takes {start.times.request:.1f} imports of boto3, budget {BUDGET:g}"
