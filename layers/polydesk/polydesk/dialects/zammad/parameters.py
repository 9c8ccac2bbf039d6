"""What the Zammad API does with query parameters that an endpoint does not know.

| endpoint                | parameter                       | what happens                                        |
|-------------------------|---------------------------------|-----------------------------------------------------|
| any                     | one that clients send everywhere | ignored                                            |
| of one thing (`SHOWING`) | `all`                          | refused: it would be another answer                 |
| of one thing (`SHOWING`) | any other                      | ignored: it selects nothing, one thing is shown     |
| of a write (`WRITING`)  | a key of the body               | counts as that key, see `bodies`                    |
| any                     | any other                       | refused                                             |
"""

from collections.abc import Collection
from dataclasses import replace

from polydesk.dialects.zammad.complaints import invalid_value
from polydesk.http.parameters import ParameterRules

HARMLESS = frozenset(
    {
        "expand",
        "full",
        "page",
        "per_page",
        "limit",
        "sort_by",
        "order_by",
        "sort_dir",
        "assets",
        "include_metadata",
        "timestamp",
        "_",
    }
)
"""Clients send these to every endpoint, as the vendor's own do. They select nothing."""


def _unknown_parameter(name: str, known: Collection[str]) -> str:
    """Return the sentence about an unknown query parameter."""
    return f"Unknown parameter '{name}'"


PARAMETERS = ParameterRules(ignored=HARMLESS, unknown=_unknown_parameter, problem=invalid_value)

SHOWING = replace(PARAMETERS, ignores_unknown=True, refused=frozenset({"all"}))
"""The rules of an endpoint that shows one thing."""

WRITING = replace(PARAMETERS, ignores_unknown=True)
"""The rules of a write before its body is read. `bodies.given` then refuses what is no key of the body either."""
