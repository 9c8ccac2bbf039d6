"""Whatever can go wrong, every API has something to say to it."""

import inspect
import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import polydesk
from polydesk import dialects
from polydesk.domain import errors
from polydesk.domain.errors import DeskError
from polydesk.domain.filters import Measured
from polydesk.domain.measures import Measure
from polydesk.domain.state import StateType
from polydesk.http import errors as http_errors
from polydesk.http.request import from_event

for module in pkgutil.walk_packages(polydesk.__path__, "polydesk."):
    import_module(module.name)  # so that every error is defined, wherever it stands

DIALECTS = [found.name for found in pkgutil.iter_modules(dialects.__path__) if found.ispkg]

STATUSES: dict[type[DeskError], set[int]] = {
    errors.InvalidValue: {400, 422},
    errors.AuthenticationError: {401, 403},
    errors.Forbidden: {403},
    errors.NotFound: {404},
    errors.Conflict: {409, 422},
    errors.OutdatedVersion: {412},
    errors.TooLarge: {413},
    http_errors.MethodNotAllowed: {405},
    http_errors.UnsupportedMediaType: {415},
    errors.QuotaExceeded: {429},
    errors.Unavailable: {503},
}
"""What an API may answer to each branch of the tree. The vendors differ where there are two."""

ARGUMENTS: dict[str, Any] = {
    "part": "body",
    "field": "name",
    "faults": ("people[0].name", "Send a name."),
    "problem": "Input should be a valid string",
    "permission": "ticket.agent",
    "identifier": 7,
    "limit": 1000,
    "media_type": "text/plain",
    "supported": ("application/json",),
    "charset": "iso-8859-1",
    "coding": "gzip",
    "method": "DELETE",
    "allowed": ["GET", "OPTIONS"],
    "retry_after": 30,
    "state_type": StateType.CLOSED,
    "address": "Ann@X.example",
    "by": Measured(Measure.MESSAGES),
}
"""What errors are made of, by the name of the parameter."""


def tree(root: type[DeskError]) -> Iterator[type[DeskError]]:
    """A type and all that descend from it."""
    yield root
    for branch in root.__subclasses__():
        yield from tree(branch)


def sample(kind: type[DeskError]) -> DeskError:
    """An error of this type, made as the desk makes it: of what it cannot do without."""
    if kind.__init__ is Exception.__init__:
        return kind() if issubclass(kind, errors.AuthenticationError) else kind("Something is wrong.")
    parameters = inspect.signature(kind).parameters.values()
    return kind(*(ARGUMENTS[one.name] for one in parameters if one.default is one.empty))


REQUEST = from_event(
    {"httpMethod": "GET", "path": "/api/1.1/json/tickets/", "pathParameters": {"response_format": "json"}}
)

ERRORS = [kind for kind in tree(DeskError) if kind is not DeskError]


def test_the_table_of_this_test_knows_every_branch() -> None:
    assert set(STATUSES) == set(DeskError.__subclasses__())


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> Any:
    """What one API says to errors."""
    return import_module(f"polydesk.dialects.{request.param}.errors")


@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_status_of_its_branch_and_says_something(dialect: Any, kind: type[DeskError]) -> None:
    reply = dialect.render_error(sample(kind), REQUEST)
    (branch,) = [branch for branch in STATUSES if issubclass(kind, branch)]
    assert reply.status in STATUSES[branch]
    assert reply.data["error"]
    assert json.dumps(reply.data)


@pytest.mark.parametrize("error", [errors.QuotaExceeded(30), errors.Unavailable(30)])
def test_whoever_has_to_wait_is_told_for_how_long(error: DeskError) -> None:
    assert http_errors.error_headers(error) == {"Retry-After": "30"}


def test_an_error_of_no_known_type_is_a_fault_of_ours(dialect: Any) -> None:
    assert dialect.render_error(DeskError("Something is wrong."), REQUEST).status == 500


def test_a_fault_of_ours_is_answered_with_the_id_that_the_log_has(dialect: Any) -> None:
    reply = dialect.render_unexpected("0a1b2c3d")
    assert reply.status == 500
    assert "0a1b2c3d" in json.dumps(reply.data)
