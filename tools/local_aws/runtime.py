"""Built functions in Lambda's own runtime: the runtime interface client under the runtime interface emulator.

Its Python has what Lambda's has, boto3, and nothing else; everything else must come from the layer and from the
function's build, which lie on the path as /opt/python and /var/task do.
"""

import json
import platform
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tools.engine import free_port
from tools.local_aws.cloud import ROOT, Cloud
from tools.local_aws.processes import running, wait_for
from tools.local_aws.stack import BUILD, Deployed

PYTHON = ROOT / ".tools" / "runtime" / "bin" / "python"
MACHINES = {"aarch64": "arm64", "arm64": "arm64", "x86_64": "x86_64"}
EMULATORS = Path(sysconfig.get_path("purelib")) / "samcli" / "local" / "rapid"
EMULATOR = EMULATORS / f"aws-lambda-rie-{MACHINES[platform.machine()]}"
"""It comes with SAM, which puts it into the containers of `sam local`."""

STARTS_WITHIN_SECONDS = 30.0
ANSWERS_WITHIN_SECONDS = 90.0
INVOCATION = "2015-03-31/functions/function/invocations"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one invocation: the function's answer, and what the emulator and the function wrote."""

    answer: Any
    log: str


def run(cloud: Cloud, function: Deployed, event: object, table: str, folder: Path) -> Ran:
    """Start a built function, send it one event, and stop it.

    Its environment is that of the deployed function, but for the table. Raises DidNotStart, and httpx's errors where no
    answer comes in time.
    """
    log = folder / f"{function.logical_id}.log"
    emulator, runtime_api = (f"127.0.0.1:{free_port()}" for _ in range(2))
    addresses = ["--runtime-interface-emulator-address", emulator, "--runtime-api-address", runtime_api]
    with running(
        [EMULATOR, *addresses, PYTHON, "-m", "awslambdaric", function.handler],
        environment=_environment(cloud, function, table),
        cwd=BUILD / function.logical_id,
        log=log,
    ) as process:
        wait_for(f"http://{emulator}/", process, log, STARTS_WITHIN_SECONDS)
        body = json.dumps(event).encode()
        answer = httpx.post(f"http://{emulator}/{INVOCATION}", content=body, timeout=ANSWERS_WITHIN_SECONDS)
    written = log.read_text(errors="replace")
    try:
        return Ran(answer.json(), written)
    except ValueError:
        return Ran({"errorMessage": answer.text}, written)


def _environment(cloud: Cloud, function: Deployed, table: str) -> dict[str, str]:
    task, layer = BUILD / function.logical_id, BUILD / "PolydeskLayer" / "python"
    return {
        **function.environment,
        **cloud.credentials,
        "TABLE_NAME": table,
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": f"{task}:{layer}",
        "LAMBDA_TASK_ROOT": str(task),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_TIMEOUT": str(function.timeout),
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
    }
