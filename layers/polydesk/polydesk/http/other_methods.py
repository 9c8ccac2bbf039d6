"""One Lambda function for what no endpoint answers: the other methods of each path, and unknown paths.

| Request | Answer |
|---|---|
| `OPTIONS` at a path that has endpoints | 204 with `Allow` |
| a method there that the API forbids to everybody | 403 |
| another method there, `HEAD` too | 405 with `Allow` |
| any method at another path, or at one with a parameter that the API does not have | 404 |

Nobody has to say who they are: the answers are the same for all, and nothing of the desk is read.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polydesk.domain.errors import Forbidden
from polydesk.http.endpoint import Dialect, HttpFunction
from polydesk.http.errors import MethodNotAllowed, NoSuchEndpoint, allow
from polydesk.http.request import Request
from polydesk.http.response import Response

ASKING = "OPTIONS"
"""The method that asks which methods a path has."""

Methods = Mapping[str, Mapping[str, Sequence[str]]]
"""The methods of each path of the template, by API and path. A path without endpoints has none."""


@dataclass(frozen=True)
class _Path(HttpFunction):
    """One path."""

    methods: Sequence[str]
    forbidden: Collection[str] = ()

    def _call(self, request: Request, seconds: float) -> Response:
        if not self.methods:
            raise NoSuchEndpoint
        if request.method in self.forbidden:
            raise Forbidden("")
        allowed = [*self.methods, ASKING]
        if request.method != ASKING:
            raise MethodNotAllowed(request.method, allowed)
        return Response(204, headers=allow(allowed))


@dataclass(frozen=True, slots=True)
class OtherMethods:
    """A Lambda function that answers each path in the way of its API."""

    paths: Mapping[str, _Path]
    """By the path as in the template, such as `/api/v1/{proxy+}`."""

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer a proxy event. Raises KeyError for a path that API Gateway should not have sent here."""
        return self.paths[event["resource"]](event, context)


def refuse(dialects: Sequence[Dialect], methods: Methods) -> OtherMethods:
    """Return the Lambda function for the paths of these APIs."""
    return OtherMethods(
        {
            path: _Path(dialect, found, dialect.forbidden.get(path, ()))
            for dialect in dialects
            for path, found in methods[dialect.name].items()
        }
    )
