"""Run programs beside this process that never outlive it."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

# Ends the program and all its children when the shell's standard input ends: that is, however this process ends. The
# shell itself ignores the signals that a terminal sends to the whole process group.
KEEPER = """exec 3<&0; "$@" & program=$!; trap '' HUP INT TERM; (cat <&3 >/dev/null; kill $program) &
wait $program; kill -KILL 0"""
STOP_SECONDS = 10.0


class StartFailed(RuntimeError):
    """A program ended or did not answer in time. The message has the end of its log."""


@contextmanager
def program(
    command: Sequence[str | Path], *, environment: Mapping[str, str], cwd: Path, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program inside, with no other environment than this. Its output goes to the file `log`."""
    arguments = ["sh", "-c", KEEPER, "keeper", *map(str, command)]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            arguments,
            env=dict(environment),
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process,
    ):
        try:
            yield process
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Ask the program to end, and kill it if it does not."""
    assert process.stdin is not None
    process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Wait until something answers at `url`, with any status. Raises StartFailed."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=seconds)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise StartFailed(f"nothing answers at {url}:\n{log.read_text(errors='replace')[-2000:]}")
