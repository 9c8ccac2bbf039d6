"""The page that shows the APIs in a browser, as the local server serves it."""

import json
import re

import pytest

from tools.local_desk.server import docs
from tools.local_desk.wire import HttpResponse


def get(path: str) -> HttpResponse:
    """What the server has at a path."""
    return docs.answer(path, "v1")


@pytest.mark.parametrize("path", ["docs", "docs/"])
def test_the_page_needs_nothing_that_this_server_does_not_have(path: str) -> None:
    page = get(path)
    links = re.findall(r'(?:src|href)="([^"]+)"', page.body.decode())

    assert page.status == 200
    assert len(links) == 4
    for link in links:
        assert get(link.removeprefix("/")).status == 200
        assert get(link.removeprefix("/")).body


def test_the_page_may_fetch_nothing_from_elsewhere() -> None:
    policy = get("docs").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'self';")
    assert not re.search(r"https?:|\*", policy)


def test_the_description_that_the_page_loads_is_of_this_server() -> None:
    described = json.loads(get("openapi.json").body)
    committed = json.loads(docs.DESCRIPTION.read_text(encoding="utf-8"))

    assert described["servers"] == [{"url": "/v1", "description": "This desk."}]
    assert {**described, "servers": committed["servers"]} == committed


@pytest.mark.parametrize("path", ["docs/core.py", "docs/../core.py", "docs/nothing", "docs//etc/passwd", "docsnothing"])
def test_other_files_are_not_shown(path: str) -> None:
    assert get(path).status == 404
