"""Responses of the local server itself, to requests that are not for the API."""

import json
from typing import Any

from tools.local_desk.wire import Headers, HttpRequest, HttpResponse

HTML = "text/html; charset=utf-8"

POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""Content-Security-Policy of all pages: they fetch nothing from elsewhere."""


def content(media_type: str, body: bytes) -> HttpResponse:
    """Answer with a page or with something that a page loads. Other sites cannot load it."""
    headers = [
        ("Content-Type", media_type),
        ("Content-Security-Policy", POLICY),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ]
    return HttpResponse(200, Headers(headers), body)


def as_json(status: int, value: Any) -> HttpResponse:
    """Answer with a JSON document."""
    return HttpResponse(status, Headers([("Content-Type", "application/json")]), json.dumps(value).encode() + b"\n")


def not_found(message: str) -> HttpResponse:
    """Answer 404 in plain text."""
    return HttpResponse(404, Headers([("Content-Type", "text/plain")]), message.encode())


def method_not_allowed(allowed: str) -> HttpResponse:
    """Answer 405. `allowed` lists the methods that the path has."""
    headers = Headers([("Allow", allowed), ("Content-Type", "text/plain")])
    return HttpResponse(405, headers, f"Use {allowed}.".encode())


def without_body_for_head(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Drop the body of the response if the request is a HEAD."""
    return HttpResponse(response.status, response.headers) if request.method == "HEAD" else response
