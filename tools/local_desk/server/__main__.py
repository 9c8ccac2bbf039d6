"""`make serve`: the desk on http://127.0.0.1:8000/v1, handlers and AWS in one process.

PORT is where it listens, ENGINE what plays DynamoDB: `moto`, in memory, or `dynamodb-local`, with its data in
.local/dynamodb (files, queues and events are in memory with both). Requests are answered side by side, each in a thread
of its own, as Lambda would; only moto answers one AWS call at a time (see `moto_calls.one_call_at_a_time`), so that
each is atomic. Beside the API it answers:

GET  /docs, /openapi.json        the APIs' description: a page on which each call can be tried, and the document itself
GET  /-/clock                    the desk's time
POST /-/clock                    {"now": "<ISO 8601>"} or {"advance_seconds": n}: moves it, and lets happen what is due
POST /-/schedules/<LogicalId>    fires a schedule
POST /<bucket>, GET /<bucket>/…  where presigned requests of S3 lead
"""

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import urljoin

from tools.engine import Engine, running_engine
from tools.local_desk.clock import Clock
from tools.local_desk.server.examples import curl_lines
from tools.local_desk.server.front import Front, files_here
from tools.local_desk.server.listener import Listener
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.world import World

LOCAL = Path(os.environ.get("LOCAL_FOLDER") or Path(__file__).parents[3] / ".local")
TICK_SECONDS = 0.5
"""How often schedules, streams and queues are looked after."""

_logger = logging.getLogger(__name__)


def main() -> None:
    """Serve until a signal ends it."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("botocore").setLevel(logging.WARNING)
    _leave_aws_alone()
    port = int(os.environ.get("PORT") or 8000)
    try:
        listener = Listener(port)
    except OSError as error:
        sys.exit(f"Port {port} of 127.0.0.1 cannot be used ({error.strerror}); choose another: make serve PORT=8001")
    with listener, running_engine(db_path=LOCAL / "dynamodb") as engine, _desk(listener.port, engine) as desk:
        front = Front(desk)
        _announce(desk, f"http://127.0.0.1:{listener.port}/{desk.world.stage}", engine)
        with _passing_time(desk):
            listener.serve(front.answer)


def _stop(_signal: int, _frame: object) -> NoReturn:
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # the way out is short, and should not be cut
    sys.exit(0)


def _leave_aws_alone() -> None:
    """Whatever account the shell is configured for has nothing to do with this desk."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull)


@contextmanager
def _desk(port: int, engine: Engine) -> Iterator[LocalDesk]:
    environment = {**files_here(port), "POWERTOOLS_METRICS_DISABLED": "true"}
    durable = engine.endpoint is not None
    clock = Clock(datetime.now(UTC), running=True)
    with World(engine, clock=clock, durable=durable, environment=environment) as world:
        yield LocalDesk(world, LOCAL / "dynamodb" if durable else None)


def _announce(desk: LocalDesk, base_url: str, engine: Engine) -> None:
    """Set the desk up, write its credentials down and say how to call it."""
    credentials = desk.set_up(base_url)
    LOCAL.mkdir(exist_ok=True)
    written = LOCAL / "credentials.json"
    written.write_text(json.dumps(credentials, indent=2) + "\n", encoding="utf-8")
    print(f"Polydesk answers at {base_url}")
    print(f"To try it in a browser: {urljoin(base_url, '/docs')}")
    if engine.endpoint:
        print(f"Tickets are kept in {LOCAL / 'dynamodb'}; files, queues and events only in memory")
    else:
        print("Everything is in memory only (ENGINE=dynamodb-local keeps tickets on disk)")
    print(f"Credentials are in {written}")
    print(*curl_lines(desk.world.routes, credentials), "", "Ctrl-C stops it.", sep="\n", flush=True)


@contextmanager
def _passing_time(desk: LocalDesk) -> Iterator[None]:
    stopped = threading.Event()

    def pass_time() -> None:
        while not stopped.wait(TICK_SECONDS):
            try:
                desk.pass_time()
            except Exception:
                _logger.exception("time did not pass")

    thread = threading.Thread(target=pass_time, name="time", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(timeout=5)


if __name__ == "__main__":
    main()
