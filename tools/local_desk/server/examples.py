"""Calls to begin with, one or two for each API: only of endpoints that the template has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tools.local_desk.gateway.routes import Routes


@dataclass(frozen=True, slots=True)
class Example:
    """A call: `path` and `options` are completed from the credentials."""

    api: str
    method: str
    path: str
    options: str


EXAMPLES = (
    Example(
        "Tickets API",
        "POST",
        "/support/tickets",
        "-H 'X-Token: {client[token]}' -H 'Content-Type: application/json' "
        """-d '{{"summary":"The printer is on fire","comment_body":"It burns.","topic_key":"{topic_key}"}}'""",
    ),
    Example("Tickets API", "GET", "/support/tickets?only_opened=true", "-H 'X-Token: {client[token]}'"),
    Example(
        "SupportBee",
        "POST",
        "/tickets/1/assignments.json?auth_token={agent[token]}",
        """-H 'Content-Type: application/json' -d '{{"assignment":{{"group_id":{group_id}}}}}'""",
    ),
    Example("SupportBee", "POST", "/tickets/1/star.json?auth_token={agent[token]}", "-i -X POST"),
    Example(
        "HappyFox",
        "POST",
        "/api/1.1/json/tickets/",
        "-u '{happyfox[api_key]}:{happyfox[auth_code]}' -H 'Content-Type: application/json' "
        """-d '{{"subject":"No paper","text":"Again.","category":{category_id},"""
        """"name":"Carl Client","email":"client@example.com"}}'""",
    ),
    Example("HappyFox", "GET", "/api/1.1/json/tickets/", "-u '{happyfox[api_key]}:{happyfox[auth_code]}'"),
    Example("Zammad", "GET", "/api/v1/ticket_states", "-H 'Authorization: Token token={admin[token]}'"),
    Example(
        "Zammad",
        "POST",
        "/api/v1/ticket_states",
        "-H 'Authorization: Token token={admin[token]}' -H 'Content-Type: application/json' "
        """-d '{{"name":"waiting for parts","state_type":"open"}}'""",
    ),
)


def curl_lines(routes: Routes, credentials: Mapping[str, Any]) -> list[str]:
    """The examples as lines to paste, under a heading for each API."""
    lines: list[str] = []
    heading: Callable[[str], str] = "# {}".format
    for example in EXAMPLES:
        if routes.match(example.method, urlsplit(example.path).path) is None:
            continue
        if heading(example.api) not in lines:
            lines += ["", heading(example.api)]
        url = credentials["base_url"] + example.path.format_map(credentials)
        lines.append(f"curl -s {example.options.format_map(credentials)} '{url}'")
    return lines
