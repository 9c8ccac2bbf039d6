"""Run built functions in Lambda's own runtime: the runtime interface client under the runtime interface emulator.

As in Lambda, the Python environment has boto3 and nothing else. All other modules must come from the layer and from
the function's build, which are on the path in place of /opt/python and /var/task.
"""

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tools.engine import free_port
from tools.local_aws.cloud import ROOT, Cloud
from tools.local_aws.processes import program, wait_for
from tools.local_aws.stack import BUILD, DeployedFunction
from tools.sam import EMULATORS

PYTHON = ROOT / ".tools" / "runtime" / "bin" / "python"
MACHINES = {"aarch64": "arm64", "arm64": "arm64", "x86_64": "x86_64"}
EMULATOR = EMULATORS / f"aws-lambda-rie-{MACHINES[platform.machine()]}"
"""Part of SAM, which uses it for `sam local`."""

START_SECONDS = 30.0
RESPONSE_SECONDS = 90.0
INVOCATION = "2015-03-31/functions/function/invocations"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of one invocation: the function's answer, and the log of the emulator and the function."""

    answer: Any
    log: str


def run(cloud: Cloud, function: DeployedFunction, event: object, table: str, folder: Path) -> Result:
    """Start a built function, send it one event, and stop it.

    It has the environment of the deployed function, except for the table. Raises StartFailed, and httpx's errors when
    no answer comes in time.
    """
    task = BUILD / function.logical_id
    return invoke(
        function.handler, task, _environment(cloud, function, table), event, folder / f"{function.logical_id}.log"
    )


def invoke(handler: str, task: Path, environment: Mapping[str, str], event: object, log: Path) -> Result:
    """Start a handler in the folder `task` with these variables and the built layer, send it one event, and stop it.

    Raises as `run` does.
    """
    emulator, runtime_api = (f"127.0.0.1:{free_port()}" for _ in range(2))
    addresses = ["--runtime-interface-emulator-address", emulator, "--runtime-api-address", runtime_api]
    layer = BUILD / "PolydeskLayer" / "python"
    places = {"PATH": "/usr/bin:/bin", "PYTHONPATH": f"{task}:{layer}", "LAMBDA_TASK_ROOT": str(task)}
    with program(
        [EMULATOR, *addresses, PYTHON, "-m", "awslambdaric", handler],
        environment={**environment, **places},
        cwd=task,
        log=log,
    ) as process:
        wait_for(f"http://{emulator}/", process, log, START_SECONDS)
        body = json.dumps(event).encode()
        response = httpx.post(f"http://{emulator}/{INVOCATION}", content=body, timeout=RESPONSE_SECONDS)
    output = log.read_text(errors="replace")
    try:
        return Result(response.json(), output)
    except ValueError:
        return Result({"errorMessage": response.text}, output)


def _environment(cloud: Cloud, function: DeployedFunction, table: str) -> dict[str, str]:
    return {
        **function.environment,
        **cloud.environment,
        "TABLE_NAME": table,
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        # As Lambda sets them for a function that logs JSON.
        "AWS_LAMBDA_LOG_FORMAT": "JSON",
        "AWS_LAMBDA_LOG_LEVEL": "INFO",
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
    }
