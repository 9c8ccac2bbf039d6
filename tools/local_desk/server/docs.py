"""Serves the description of the APIs: `/openapi.json`, and `/docs`, where each call can be tried in a browser.

Swagger UI comes from a package. Its page loads a description that lists each path once, and fills in the credentials
of the sample desk.
"""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.local_desk.server.responses import HTML, content, not_found
from tools.local_desk.wire import HttpResponse

DESCRIPTION = Path(__file__).parents[3] / "openapi.json"
PAGE = "docs"
FILE = "openapi.json"

_HTML = f"""<!doctype html>
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

_START = f"""async function authorize() {{
  const answer = await fetch("/{PAGE}/credentials.json");
  for (const [scheme, secrets] of Object.entries(await answer.json())) {{
    if (secrets.length === 2) {{
      ui.preauthorizeBasic(scheme, ...secrets);
    }} else {{
      ui.preauthorizeApiKey(scheme, ...secrets);
    }}
  }}
  document.body.dataset.authorized = "true";
}}

const ui = SwaggerUIBundle({{
  url: "/{PAGE}/{FILE}",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  onComplete: authorize,
}});
"""

_ASSETS = {
    "swagger-ui.css": "text/css; charset=utf-8",
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "favicon-32x32.png": "image/png",
}

_SUFFIX = ".json"


def answer(path: str, stage: str, credentials: Mapping[str, Any]) -> HttpResponse:
    """Answer a path that is FILE or begins with PAGE. `stage` is where the description says that the API is."""
    if path == FILE:
        return _json(_description(stage))
    name = path.removeprefix(PAGE).strip("/")
    if not name:
        return content(HTML, _HTML.encode())
    if name == FILE:
        return _json(_each_path_once(_description(stage)))
    if name == "credentials.json":
        return _json(_secrets(credentials))
    if name == "start.js":
        return content("text/javascript; charset=utf-8", _START.encode())
    if name in _ASSETS:
        return content(_ASSETS[name], (_folder() / name).read_bytes())
    return not_found("There is no such file.")


def _description(stage: str) -> dict[str, Any]:
    description: dict[str, Any] = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
    return {**description, "servers": [{"url": f"/{stage}", "description": "This desk."}]}


def _each_path_once(description: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the paths that are also there with the suffix .json."""
    paths = description["paths"]
    once = {path: methods for path, methods in paths.items() if f"{path}{_SUFFIX}" not in paths}
    return {**description, "paths": once}


def _secrets(credentials: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what to fill in, for one security scheme of each API: a token, or a user name and a password."""
    if not credentials:
        return {}
    return {
        "TicketsApiToken": [credentials["client"]["token"]],
        "SupportBeeBearer": [credentials["agent"]["token"]],
        "HappyFoxKey": [credentials["happyfox"]["api_key"], credentials["happyfox"]["auth_code"]],
        "ZammadToken": [f"Token token={credentials['admin']['token']}"],
    }


def _json(value: Any) -> HttpResponse:
    return content("application/json", json.dumps(value, ensure_ascii=False).encode())


def _folder() -> Path:
    """Return the folder of Swagger UI. The package is not imported: it would import web frameworks."""
    package = find_spec("swagger_ui")
    assert package is not None, "the package swagger-ui-py is not installed"
    assert package.origin is not None
    return Path(package.origin).parent / "static"
