"""Example calls, a few for each API: only of endpoints that the template has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tools.local_desk.gateway.routes import Routes

BASE_PATHS = {"Tickets API": "/support", "SupportBee": "", "HappyFox": "/api/1.1/json", "Zammad": "/api/v1"}
"""By API, the path that its clients take for the beginning of every path."""


@dataclass(frozen=True, slots=True)
class Example:
    """A call. `path` and `options` are format strings, filled in from the credentials."""

    api: str
    method: str
    path: str
    options: str

    def curl(self, base_url: str, credentials: Mapping[str, Any]) -> str:
        """Return the call as a command line."""
        return f"curl -s {self.options.format_map(credentials)} '{base_url}{self.path.format_map(credentials)}'"


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
        "SupportBee",
        "POST",
        "/tickets?auth_token={agent[token]}",
        "-H 'Content-Type: application/json' "
        """-d '{{"ticket":{{"subject":"No toner","requester_email":"client@example.com","""
        """"content":{{"text":"Black."}}}}}}'""",
    ),
    Example("SupportBee", "GET", "/tickets?per_page=5", "-H 'Authorization: Bearer {agent[token]}'"),
    Example(
        "HappyFox",
        "POST",
        "/api/1.1/json/tickets/",
        "-u '{happyfox[api_key]}:{happyfox[auth_code]}' -H 'Content-Type: application/json' "
        """-d '{{"subject":"No paper","text":"Again.","category":{category_id},"""
        """"name":"Carl Client","email":"client@example.com"}}'""",
    ),
    Example("HappyFox", "GET", "/api/1.1/json/tickets/", "-u '{happyfox[api_key]}:{happyfox[auth_code]}'"),
    Example("HappyFox", "GET", "/api/1.1/json/users/", "-u '{happyfox[api_key]}:{happyfox[auth_code]}'"),
    Example(
        "Zammad",
        "POST",
        "/api/v1/tickets",
        "-H 'Authorization: Token token={agent[token]}' -H 'Content-Type: application/json' "
        """-d '{{"title":"No ink","group":"Users","customer":"client@example.com","article":{{"body":"Dry."}}}}'""",
    ),
    Example(
        "Zammad",
        "GET",
        "/api/v1/tickets/search?query=ink&expand=true",
        "-H 'Authorization: Token token={agent[token]}'",
    ),
    Example(
        "Zammad",
        "POST",
        "/api/v1/ticket_states",
        "-H 'Authorization: Token token={admin[token]}' -H 'Content-Type: application/json' "
        """-d '{{"name":"waiting for parts","state_type":"open"}}'""",
    ),
)


def examples(routes: Routes) -> Iterator[tuple[str, list[Example]]]:
    """Yield each API with its examples, without the calls that no function of `routes` answers."""
    for api in BASE_PATHS:
        found = [one for one in EXAMPLES if one.api == api and routes.match(one.method, urlsplit(one.path).path)]
        if found:
            yield api, found


def curl_lines(routes: Routes, credentials: Mapping[str, Any]) -> list[str]:
    """Return the examples as lines to paste, under a heading for each API."""
    lines: list[str] = []
    for api, found in examples(routes):
        lines += ["", f"# {api}", *(example.curl(credentials["base_url"], credentials) for example in found)]
    return lines


def placeholders(credentials: Mapping[str, Any]) -> dict[str, Any]:
    """Replace each secret by its place in the credentials' file: `<client.token>`."""
    return {
        name: {key: f"<{name}.{key}>" for key in value} if isinstance(value, Mapping) else value
        for name, value in credentials.items()
    }
