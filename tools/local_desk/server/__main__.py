"""`make serve`: a desk on http://127.0.0.1:8000, with handlers and AWS in one process.

PORT is the port to listen on, ENGINE what plays DynamoDB: `moto`, in memory, or `dynamodb-local`, with its data in
.local/dynamodb (files, queues and events are in memory with both). Each request is answered in a thread of its own, as
Lambda would; only moto answers one AWS call at a time (see `moto_patches.isolation`), so that each is atomic. The API
is at the root as well as under /v1. Beside it there are:

GET  /                           a page with links, base URLs and example calls
GET  /docs, /openapi.json        the description of the APIs: a page to try each call on, and the document itself
GET  /-/clock                    the desk's time
POST /-/clock                    {"now": "<ISO 8601>"} or {"advance_seconds": n}: moves it, and does what has become due
POST /-/schedules/<LogicalId>    fires a schedule
POST /<bucket>, GET /<bucket>/…  presigned requests of S3

A mistake in PORT or ENGINE, and a port in use, are reported in one line; the exit code is 2.
"""

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from tools.engine import Engine, engine_name, running_engine
from tools.local_desk.clock import Clock
from tools.local_desk.server import files
from tools.local_desk.server.examples import curl_lines
from tools.local_desk.server.listener import Listener
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.server.router import Router
from tools.local_desk.world import World

LOCAL = Path(os.environ.get("LOCAL_FOLDER") or Path(__file__).parents[3] / ".local")
DATA = LOCAL / "dynamodb"
CREDENTIALS = LOCAL / "credentials.json"
TICK_SECONDS = 0.5
"""How often schedules, streams and queues are looked after."""
MAX_PORT = 65535

_logger = logging.getLogger(__name__)


class StartError(Exception):
    """The server cannot start. The message says why, and what to do."""


def main() -> None:
    """Serve until a signal ends it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("botocore").setLevel(logging.WARNING)
    _leave_aws_alone()
    with ExitStack() as stack:
        try:
            listener = stack.enter_context(_listener())
            engine = stack.enter_context(_engine())
        except StartError as error:
            print(error, file=sys.stderr)
            sys.exit(2)
        desk = stack.enter_context(_desk(listener.port, engine))
        credentials = desk.set_up(f"{listener.address}/{desk.world.stage}")
        LOCAL.mkdir(exist_ok=True)
        CREDENTIALS.write_text(json.dumps(credentials, indent=2) + "\n", encoding="utf-8")
        router = Router(desk, listener.address, credentials, CREDENTIALS)
        print(*_announcement(desk, listener.address, credentials, engine), sep="\n", flush=True)
        stack.enter_context(_passing_time(desk))
        listener.serve(router.answer)


def _stop(_signal: int, _frame: object) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # a second signal must not interrupt the clean-up
    sys.exit(0)


def _leave_aws_alone() -> None:
    """Forget the AWS account that the shell is configured for."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)


def _listener() -> Listener:
    port = os.environ.get("PORT") or "8000"
    if not (port.isascii() and port.isdecimal()) or int(port) > MAX_PORT:
        raise StartError(f"PORT is {port!r}; it must be a number from 0 to {MAX_PORT}")
    try:
        return Listener(int(port))
    except OSError as error:
        raise StartError(
            f"Port {port} of 127.0.0.1 cannot be used ({error.strerror}); choose another: make serve PORT=8001"
        ) from error


@contextmanager
def _engine() -> Iterator[Engine]:
    """Run the engine that ENGINE names. Raises StartError if there is none or it does not start."""
    with ExitStack() as stack:
        try:
            engine = stack.enter_context(running_engine(engine_name(), db_path=DATA))
        except (ValueError, RuntimeError) as error:
            raise StartError(str(error)) from error
        yield engine


@contextmanager
def _desk(port: int, engine: Engine) -> Iterator[LocalDesk]:
    environment = {**files.environment(port), "POWERTOOLS_METRICS_DISABLED": "true"}
    durable = engine.endpoint is not None
    clock = Clock(datetime.now(UTC), running=True)
    with World(engine, clock=clock, durable=durable, environment=environment) as world:
        yield LocalDesk(world, DATA if durable else None)


def _announcement(desk: LocalDesk, address: str, credentials: Mapping[str, Any], engine: Engine) -> Iterator[str]:
    """Yield the lines that say how to call the desk. The last one says that it is ready."""
    yield f"Polydesk answers at {credentials['base_url']}"
    yield f"To try it in a browser: {address}/docs"
    if engine.endpoint:
        yield f"Tickets are kept in {DATA}; files, queues and events only in memory"
    else:
        yield "Everything is in memory only (ENGINE=dynamodb-local keeps tickets on disk)"
    yield f"Credentials are in {CREDENTIALS}"
    yield from curl_lines(desk.world.routes, credentials)
    yield from ("", "Ctrl-C stops it.")


@contextmanager
def _passing_time(desk: LocalDesk) -> Iterator[None]:
    """Let time pass for the desk inside the block, in a thread."""
    stopped = threading.Event()

    def pass_time() -> None:
        while not stopped.wait(TICK_SECONDS):
            try:
                desk.pass_time()
            except Exception:
                _logger.exception("schedules, streams and queues were not looked after")

    thread = threading.Thread(target=pass_time, name="time", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=5)


if __name__ == "__main__":
    main()
