"""Runs programs from the environment of `make clients`, which the tests of the project do not need."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.smoke.stack import Failed

ENVIRONMENTS = Path(__file__).parents[2] / ".tools"
PROGRAMS = ENVIRONMENTS / "clients" / "bin"
RUN_SECONDS = 300.0


def run(program: str, arguments: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a program in a folder and return what it prints. Raises Failed with its output when it fails.

    A program that the environment does not have is looked for on the PATH.
    """
    own = PROGRAMS / program
    done = subprocess.run(
        [own if own.exists() else program, *arguments],
        cwd=folder,
        env=os.environ | {"NO_COLOR": "1"} | dict(environment or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=RUN_SECONDS,
        check=False,
    )
    if done.returncode:
        output = f"{done.stdout}\n{done.stderr}".strip()
        raise Failed(f"{program} {' '.join(arguments)}: ended with {done.returncode}: {output[-600:]}")
    return done.stdout
