"""One Lambda function for the endpoints of a resource, so that fewer functions are cold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from polydesk.http.endpoint import Endpoint


@dataclass(frozen=True, slots=True)
class Router:
    """A Lambda function that calls the endpoint of a route."""

    endpoints: Mapping[str, Endpoint]
    """By method and path as in the template, such as `GET /api/v1/tickets/{id}`."""

    def __call__(self, event: dict[str, Any], context: Any) -> dict[str, Any]:
        """Answer a proxy event. Raises KeyError for a route that API Gateway should not have sent here."""
        return self.endpoints[f"{event['httpMethod']} {event['resource']}"](event, context)


def serve(endpoints: Mapping[str, Endpoint]) -> Router:
    """Return the Lambda function of these endpoints, given by method and path as in the template."""
    return Router(endpoints)
