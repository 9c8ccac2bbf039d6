"""The description of the APIs for people: `/docs` shows it in a browser, in which each call can be tried.

Swagger UI comes from a package; the page fetches nothing from elsewhere, and its policy forbids it to.
"""

import json
from importlib.util import find_spec
from pathlib import Path

from tools.local_desk.wire import Headers, HttpResponse

DESCRIPTION = Path(__file__).parents[3] / "openapi.json"
PAGE = "docs"
FILE = "openapi.json"

_PAGE = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Polydesk</title>
<link rel="icon" type="image/png" href="/{PAGE}/favicon-32x32.png">
<link rel="stylesheet" href="/{PAGE}/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/{PAGE}/swagger-ui-bundle.js"></script>
<script src="/{PAGE}/start.js"></script>
</body>
</html>
"""

_START = f"""SwaggerUIBundle({{
  url: "/{FILE}",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
}});
"""

_POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
_ASSETS = {
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "favicon-32x32.png": "image/png",
}


def answer(path: str, stage: str) -> HttpResponse:
    """What is at a path that begins with PAGE or is FILE. The description names this server, with this stage."""
    if path == FILE:
        description = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
        description["servers"] = [{"url": f"/{stage}", "description": "This desk."}]
        return _found("application/json", json.dumps(description, ensure_ascii=False).encode())
    name = path.removeprefix(PAGE).strip("/")
    if not name:
        return _found("text/html; charset=utf-8", _PAGE.encode())
    if name == "start.js":
        return _found("text/javascript; charset=utf-8", _START.encode())
    if name in _ASSETS:
        return _found(_ASSETS[name], (_folder() / name).read_bytes())
    return HttpResponse(404, Headers([("Content-Type", "text/plain")]), b"There is no such file.")


def _found(kind: str, content: bytes) -> HttpResponse:
    return HttpResponse(200, Headers([("Content-Type", kind), ("Content-Security-Policy", _POLICY)]), content)


def _folder() -> Path:
    """Where the package keeps what browsers get; it is found without being imported, which would take frameworks."""
    package = find_spec("swagger_ui")
    assert package is not None, "the package swagger-ui-py is not installed"
    assert package.origin is not None
    return Path(package.origin).parent / "static"
