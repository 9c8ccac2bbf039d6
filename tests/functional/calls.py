"""The call of each endpoint that its event in events/ records, to be sent by anybody, in any format."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from tests.functional.users import Users
from tools.local_desk.client import Response
from tools.openapi.endpoints import Endpoint
from tools.sample_events import event

NOTHING = 987_654_321
"""A number that nothing has."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request, without credentials. It succeeds at the desk of `Users`, as often as that is restored."""

    endpoint: Endpoint
    variables: Mapping[str, str]
    query: Mapping[str, str]
    content_type: str | None
    body: bytes

    @classmethod
    def of(cls, endpoint: Endpoint) -> Self:
        """Return the call of an endpoint's event. Raises NoEvent."""
        recorded = event(endpoint.key)
        body = recorded["body"] or ""
        return cls(
            endpoint=endpoint,
            variables=recorded["pathParameters"] or {},
            query={name: values[-1] for name, values in (recorded["multiValueQueryStringParameters"] or {}).items()},
            content_type=recorded["headers"].get("Content-Type"),
            body=base64.b64decode(body) if recorded["isBase64Encoded"] else body.encode(),
        )

    @property
    def path(self) -> str:
        """Return the path below the stage."""
        return self.endpoint.path.format(**self.variables)

    def with_variables(self, **variables: str) -> Self:
        """Return the call with other variables in its path."""
        return replace(self, variables={**self.variables, **variables})

    def about_nothing(self) -> Self:
        """Return the call about something that is not there."""
        return self.with_variables(**dict.fromkeys(self.endpoint.identifiers, str(NOTHING)))

    def in_each_format(self) -> Iterator[Self]:
        """Yield the call with each value that the variables of the API's paths can have, such as the format."""
        calls = [self]
        for name, about in self.endpoint.api.path.items():
            if name in self.variables and "enum" in about["schema"]:
                calls = [call.with_variables(**{name: value}) for call in calls for value in about["schema"]["enum"]]
        yield from calls

    def send(self, users: Users, headers: Mapping[str, str], **request: Any) -> Response:
        """Send it with these headers; arguments of a client's `request` take precedence over what it has itself."""
        own: dict[str, Any] = {"content": self.body, "params": self.query}
        sent = {**({"Content-Type": self.content_type} if self.content_type else {}), **headers}
        if "json" in request:
            own.pop("content")
            sent.pop("Content-Type", None)
        return users.world.client(sent).request(self.endpoint.method, self.path, **{**own, **request})
