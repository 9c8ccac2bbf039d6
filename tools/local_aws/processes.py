"""Programs that run beside the tests, and never outlive them."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

# The program ends with the standard input of this shell, that is, with this process however it dies, and so does all
# that it has started: none is left behind. The shell itself sits out a signal that is meant for all.
KEEPER = """exec 3<&0; "$@" & program=$!; trap '' HUP INT TERM; (cat <&3 >/dev/null; kill $program) &
wait $program; kill -KILL 0"""
ENDS_WITHIN_SECONDS = 10.0


class DidNotStart(RuntimeError):
    """A program ended, or did not answer in time; with what it had written by then."""


@contextmanager
def running(
    command: Sequence[str | Path], *, environment: Mapping[str, str], cwd: Path, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program inside, with this environment and no other; what it writes goes to the file `log`."""
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
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ask the program to end, and make it."""
    assert process.stdin is not None
    process.stdin.close()
    with suppress(subprocess.TimeoutExpired):
        process.wait(ENDS_WITHIN_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path, seconds: float) -> None:
    """Return when something answers at `url`, whatever it says. Raises DidNotStart."""
    deadline = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < deadline:
        try:
            httpx.get(url, timeout=seconds)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise DidNotStart(f"nothing answers at {url}:\n{log.read_text(errors='replace')[-2000:]}")
