"""The SAM CLI, which has an environment of its own: it holds back libraries that the desk uses in newer versions."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ENVIRONMENT = Path(sys.prefix).parent / ".tools" / "sam"
"""Beside the environment of the tests. `make .tools/sam/.synced` makes it."""

SAM = ENVIRONMENT / "bin" / "sam"
EMULATORS = ENVIRONMENT / "lib" / "python3.13" / "site-packages" / "samcli" / "local" / "rapid"
"""Lambda's emulators, which `sam local` uses."""


class NotInstalled(RuntimeError):
    """The environment of the SAM CLI is missing."""


def run(script: str, *arguments: object) -> Any:
    """Run a script with SAM's own modules, and return its last line, which is JSON.

    Raises CalledProcessError, NotInstalled.
    """
    if not SAM.exists():
        raise NotInstalled("run `make .tools/sam/.synced`")
    done = subprocess.run(
        [ENVIRONMENT / "bin" / "python", "-c", script, *map(str, arguments)],
        env={**os.environ, "AWS_DEFAULT_REGION": "eu-central-1", "SAM_CLI_TELEMETRY": "0", "PYTHONPATH": ""},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
