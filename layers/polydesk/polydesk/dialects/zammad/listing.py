"""Shows things that are few: all rows in the query's order, one page of them, in the view that the request asks for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from polydesk.dialects.zammad import sorting
from polydesk.dialects.zammad.queries import SortedListing, View, view
from polydesk.http.request import Request
from polydesk.http.response import Response, ok

Row = Mapping[str, Any]
"""A thing as an answer shows it, with its `id`."""

Expand = Callable[[Row], Row]
"""Adds names to a row."""


def listed(
    request: Request,
    model: str,
    rows: Sequence[Row],
    columns: Sequence[str],
    expand: Expand,
) -> Response:
    """Return 200 with a page of the rows. `model` is what `assets` call them, `expand` adds names to a row.

    Raises InvalidRequest for a column that there is not.
    """
    query = request.query(SortedListing)
    sortable = [({name: row[name] for name in columns}, row) for row in rows]
    page = query.wanted.of(sorting.ordered(sortable, query.sort_by, query.order_by))
    match view(request):
        case View.PLAIN:
            return ok(list(page))
        case View.EXPANDED:
            return ok([expand(row) for row in page])
        case View.FULL:
            ids = [row["id"] for row in page]
            return ok({"record_ids": ids, "assets": _assets(model, page), "total_count": len(rows)})


def seen(request: Request, model: str, row: Row, expand: Expand) -> Row:
    """Return one row in the view that the request asks for."""
    match view(request):
        case View.PLAIN:
            return row
        case View.EXPANDED:
            return expand(row)
        case View.FULL:
            return {"id": row["id"], "assets": _assets(model, [row])}


def _assets(model: str, rows: Sequence[Row]) -> dict[str, Any]:
    return {model: {str(row["id"]): row for row in rows}} if rows else {}
