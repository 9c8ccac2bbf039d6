"""The page at `/`: what this server is, where its APIs are, and how to call them."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from tools.local_desk.gateway.routes import Routes
from tools.local_desk.server.examples import BASE_PATHS, examples, placeholders
from tools.local_desk.server.responses import HTML, content
from tools.local_desk.wire import HttpResponse

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Polydesk</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; }}
pre {{ background: #f3f3f3; padding: 0.7em; white-space: pre-wrap; overflow-wrap: anywhere; }}
</style>
</head>
<body>
<h1>Polydesk</h1>
<p>A helpdesk with four HTTP APIs, running on this machine. A ticket that is opened through one API is the same ticket
in the others.</p>
<ul>
<li><a href="/docs">/docs</a>: try each call in the browser</li>
<li><a href="/openapi.json">/openapi.json</a>: the description of all APIs</li>
</ul>
{apis}{credentials}</body>
</html>
"""


def page(address: str, credentials: Mapping[str, Any], credentials_file: Path | None, routes: Routes) -> HttpResponse:
    """Render the page of a server at `address`, a URL without a path. It shows no secret of `credentials`."""
    known = placeholders(credentials)
    apis = [
        f"<h2>{api}</h2>\n<p>Base URL: <code>{address}{BASE_PATHS[api]}</code></p>\n"
        f"<pre>{escape(found[0].curl(address, known))}</pre>\n"
        for api, found in examples(routes)
    ]
    file = (
        f"<p>Credentials are in <code>{escape(str(credentials_file))}</code>; <code>&lt;client.token&gt;</code> is the "
        "field <code>token</code> of <code>client</code> in it.</p>\n"
        if credentials_file
        else ""
    )
    return content(HTML, _PAGE.format(apis="".join(apis), credentials=file).encode())
