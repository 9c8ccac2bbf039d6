"""What the generator reads from a handler's code."""

from typing import Any

from polydesk.dialects.happyfox.requests import CheckedBody, read_update
from polydesk.dialects.zammad.queries import Expand
from polydesk.dialects.zammad.requests import shown
from polydesk.domain.errors import CommentNotFound, TicketNotFound
from polydesk.http.body import Body, Query
from tools.openapi.inspection import identifiers, models


class Wish(Body):
    """A body."""


class Page(Query):
    """A query."""


class LongPage(Page):
    """The same, and more."""


def test_models_are_those_that_the_handler_uses() -> None:
    def handler(request: Any) -> Any:
        return request.body(Wish), request.query(Page)

    assert models(handler, Body) == [Wish]
    assert models(handler, Query) == [Page]


def test_of_a_model_and_one_that_extends_it_the_latter_counts() -> None:
    def handler(request: Any) -> Any:
        return request.query(Page), request.query(LongPage)

    assert models(handler, Query) == [LongPage]


def test_functions_of_dialects_are_followed() -> None:
    def handler(request: Any) -> Any:
        return shown([], request, request, request)

    assert models(handler, Query) == [Expand]


def test_identifiers_have_the_errors_that_the_handler_gives_them() -> None:
    def handler(request: Any) -> Any:
        return request.identifier("ticket_id", TicketNotFound), request.identifier("id", CommentNotFound)

    assert identifiers(handler) == {"ticket_id": TicketNotFound, "id": CommentNotFound}


def test_identifiers_are_found_in_functions_of_dialects() -> None:
    def handler(request: Any) -> Any:
        return read_update(CheckedBody, request, request)

    assert identifiers(handler) == {"id": TicketNotFound}
