"""The files of the page that shows the APIs in a browser."""

import json
import re

import pytest

from tools.local_desk.server import docs
from tools.local_desk.wire import HttpResponse

CREDENTIALS = {
    "base_url": "http://127.0.0.1:8000/v1",
    "admin": {"token": "a", "person_id": 1},
    "agent": {"token": "b", "person_id": 2},
    "client": {"token": "c", "person_id": 3},
    "happyfox": {"api_key": "key", "auth_code": "code"},
}


def get(path: str) -> HttpResponse:
    """Answer a path, for a desk with these credentials."""
    return docs.answer(path, "v1", CREDENTIALS)


@pytest.mark.parametrize("path", ["docs", "docs/"])
def test_the_server_has_everything_that_the_page_needs(path: str) -> None:
    page = get(path)
    links = re.findall(r'(?:src|href)="([^"]+)"', page.body.decode())

    assert page.status == 200
    assert len(links) == 4
    for link in links:
        assert get(link.removeprefix("/")).status == 200
        assert get(link.removeprefix("/")).body


def test_the_page_must_not_fetch_anything_from_elsewhere() -> None:
    policy = get("docs").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'self';")
    assert not re.search(r"https?:|\*", policy)


def test_the_description_that_the_page_loads_is_of_this_server() -> None:
    described = json.loads(get("openapi.json").body)
    committed = json.loads(docs.DESCRIPTION.read_text(encoding="utf-8"))

    assert described["servers"] == [{"url": "/v1", "description": "This desk."}]
    assert {**described, "servers": committed["servers"]} == committed


def test_the_page_lists_each_path_once_and_leaves_out_nothing_else() -> None:
    full = json.loads(get("openapi.json").body)
    listed = json.loads(get("docs/openapi.json").body)

    left_out = set(full["paths"]) - set(listed["paths"])
    assert {**listed, "paths": full["paths"]} == full
    assert "/tickets/{ticket_id}/star" in left_out
    assert all(f"{path}.json" in listed["paths"] for path in left_out)


def test_each_api_gets_its_credentials() -> None:
    assert json.loads(get("docs/credentials.json").body) == {
        "TicketsApiToken": ["c"],
        "SupportBeeBearer": ["b"],
        "HappyFoxKey": ["key", "code"],
        "ZammadToken": ["Token token=a"],
    }


def test_other_sites_cannot_load_the_credentials() -> None:
    assert get("docs/credentials.json").headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["docs/core.py", "docs/../core.py", "docs/nothing", "docs//etc/passwd", "docsnothing"])
def test_other_files_are_not_shown(path: str) -> None:
    assert get(path).status == 404
