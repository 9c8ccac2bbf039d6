"""Routes requests of the local server: to the API, the desk's controls, its files and its pages."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.local_desk.server import controls, docs, files, home
from tools.local_desk.server.controls import Controls
from tools.local_desk.server.local_desk import LocalDesk
from tools.local_desk.server.responses import method_not_allowed, without_body_for_head
from tools.local_desk.wire import HttpRequest, HttpResponse

LOCAL_HOSTS = {"127.0.0.1", "localhost"}


class Router:
    """Answers every request to a local desk. The API is at the root as well as under its stage."""

    def __init__(
        self,
        desk: LocalDesk,
        address: str,
        credentials: Mapping[str, Any] | None = None,
        credentials_file: Path | None = None,
    ) -> None:
        """Answer for `desk` at `address`, a URL without a path.

        `credentials` are those of `LocalDesk.set_up`, which /docs fills in; `credentials_file` is named at /.
        """
        self._world = desk.world
        self._address = address
        self._controls = Controls(desk)
        self._credentials = credentials or {}
        self._home = home.page(address, self._credentials, credentials_file, desk.world.routes)
        self._buckets = {bucket.name for bucket in desk.world.template.buckets}

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        first, _, rest = request.path.removeprefix("/").partition("/")
        if first == controls.PREFIX:
            return self._controls.answer(request, rest)
        if first in self._buckets:
            return files.answer(self._world.aws.s3, first, request)
        if first in (docs.PAGE, docs.FILE):
            return self._page(request)
        if not first and request.method in ("GET", "HEAD"):
            return without_body_for_head(request, self._home)
        if first != self._world.stage:
            request = replace(request, path=f"/{self._world.stage}/{request.path.removeprefix('/')}")
        return self._world.handle(replace(request, origin=self._address))

    def _page(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return method_not_allowed("GET, HEAD")
        # Under another host name, a page of another site could read the credentials (DNS rebinding).
        is_local = urlsplit(f"//{request.headers.get('Host')}").hostname in LOCAL_HOSTS
        credentials = self._credentials if is_local else {}
        return without_body_for_head(
            request, docs.answer(request.path.removeprefix("/"), self._world.stage, credentials)
        )
