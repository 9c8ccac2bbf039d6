"""Routes a request of the local server: to the gateway, the desk's controls, its description or its files."""

import io
import json
import logging
from datetime import datetime, timedelta
from typing import Any

import multipart  # type: ignore[import-untyped]

from tools.local_desk import presigned
from tools.local_desk.server import docs
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.wire import Headers, HttpRequest, HttpResponse

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
            return presigned.download(s3, bucket, f"{request.path}?{request.query}")
        if request.method != "POST" or request.media_type != "multipart/form-data":
            return _json(405, {"error": "GET, or POST as multipart/form-data"})
        _, options = multipart.parse_options_header(request.headers["Content-Type"])
        parts = list(multipart.MultipartParser(io.BytesIO(request.body), options["boundary"], memfile_limit=2**26))
        fields = {part.name: part.value for part in parts if part.name != "file"}
        files = [part.raw for part in parts if part.name == "file"]
        return presigned.upload(s3, bucket, fields, files[0]) if files else _json(400, {"error": "no file in the form"})


def files_here(port: int) -> dict[str, str]:
    """The environment in which links that functions sign lead to this server."""
    here = f"http://127.0.0.1:{port}"
    return {"AWS_ENDPOINT_URL_S3": here, "MOTO_S3_CUSTOM_ENDPOINTS": here}


def _json(status: int, content: Any) -> HttpResponse:
    return HttpResponse(status, Headers([("Content-Type", "application/json")]), json.dumps(content).encode() + b"\n")


def _iso(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
