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

import io
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urljoin

import multipart  # type: ignore[import-untyped]

from tools.engine import Engine, running_engine
from tools.local_desk import docs, objects
from tools.local_desk.clock import Clock
from tools.local_desk.examples import curl_lines
from tools.local_desk.listener import Listener
from tools.local_desk.local_desk import LocalDesk
from tools.local_desk.wire import Headers, HttpRequest, HttpResponse
from tools.local_desk.world import World

LOCAL = Path(os.environ.get("LOCAL_FOLDER") or Path(__file__).parents[2] / ".local")
TICK_SECONDS = 0.5
"""How often schedules, streams and queues are looked after."""

_logger = logging.getLogger(__name__)


class Front:
    """What stands behind the socket: the gateway, the desk's controls, its files."""

    def __init__(self, desk: LocalDesk) -> None:
        """Answer for this desk."""
        self._desk = desk
        self._world = desk.world
        self._buckets = {bucket.name for bucket in desk.world.template.buckets}

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, whatever it is for."""
        first, _, rest = request.path.removeprefix("/").partition("/")
        if first == "-":
            return self._control(request, rest)
        if first in (docs.PAGE, docs.FILE) and request.method == "GET":
            return docs.answer(request.path.removeprefix("/"), self._world.stage)
        if first in self._buckets:
            return self._file(request, first)
        return self._world.handle(request)

    def _control(self, request: HttpRequest, what: str) -> HttpResponse:
        if (request.method, what) == ("GET", "clock"):
            return _json(200, {"now": _iso(self._world.clock.now)})
        if (request.method, what) == ("POST", "clock"):
            return self._set_clock(request.body)
        if request.method == "POST" and what.startswith("schedules/"):
            return self._fire(what.removeprefix("schedules/"))
        return _json(404, {"error": "GET or POST /-/clock, POST /-/schedules/<LogicalId>"})

    def _set_clock(self, body: bytes) -> HttpResponse:
        try:
            wanted = json.loads(body)
            if "now" in wanted:
                now = datetime.fromisoformat(wanted["now"])
            else:
                now = self._world.clock.now + timedelta(seconds=wanted["advance_seconds"])
            return _json(200, {"now": _iso(self._desk.set_clock(now))})
        except (ValueError, TypeError, KeyError, OverflowError) as error:
            return _json(400, {"error": f'{{"now": ISO 8601 with a zone}} or {{"advance_seconds": number}}: {error}'})

    def _fire(self, name: str) -> HttpResponse:
        if name not in self._world.schedules:
            return _json(404, {"error": f"no schedule {name}; there are {sorted(self._world.schedules)}"})
        try:
            return _json(200, {"fired": name, "answer": self._desk.fire(name)})
        except Exception as error:
            _logger.exception("%s failed", name)
            return _json(500, {"error": f"{type(error).__name__}: {error}"})

    def _file(self, request: HttpRequest, bucket: str) -> HttpResponse:
        s3 = self._world.aws.s3
        if request.method == "GET":
            return objects.download(s3, bucket, f"{request.path}?{request.query}")
        if request.method != "POST" or request.media_type != "multipart/form-data":
            return _json(405, {"error": "GET, or POST as multipart/form-data"})
        _, options = multipart.parse_options_header(request.headers["Content-Type"])
        parts = list(multipart.MultipartParser(io.BytesIO(request.body), options["boundary"], memfile_limit=2**26))
        fields = {part.name: part.value for part in parts if part.name != "file"}
        files = [part.raw for part in parts if part.name == "file"]
        return objects.upload(s3, bucket, fields, files[0]) if files else _json(400, {"error": "no file in the form"})


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


def files_here(port: int) -> dict[str, str]:
    """The environment in which links that functions sign lead to this server."""
    here = f"http://127.0.0.1:{port}"
    return {"AWS_ENDPOINT_URL_S3": here, "MOTO_S3_CUSTOM_ENDPOINTS": here}


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


def _json(status: int, content: Any) -> HttpResponse:
    return HttpResponse(status, Headers([("Content-Type", "application/json")]), json.dumps(content).encode() + b"\n")


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")


if __name__ == "__main__":
    main()
