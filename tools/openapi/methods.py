"""The methods of each path of the template, for the function that answers all others."""

import json
from collections.abc import Mapping

from tools.local_desk.model import Route, Template
from tools.openapi.media import ROOT

COMMITTED = ROOT / "functions" / "gateway" / "methods.json"


def text(template: Template) -> str:
    """Return the content of the file that the function reads."""
    return json.dumps(methods(template), indent=2) + "\n"


def methods(template: Template) -> dict[str, dict[str, list[str]]]:
    """Return the methods of each path by API and path, in the order of the template; none for an unknown path.

    An unknown path belongs to the API that has endpoints beside it. Raises ValueError where there are none.
    """
    endpoints = _endpoints(template)
    found: dict[str, dict[str, list[str]]] = {}
    for path in template.api.any_method if template.api else ():
        api, own = endpoints.get(path) or (_neighbour(path, endpoints), [])
        found.setdefault(api, {})[path] = sorted(own)
    return found


def _endpoints(template: Template) -> dict[str, tuple[str, list[str]]]:
    """Return the API and the methods of each path that has endpoints."""
    found: dict[str, tuple[str, list[str]]] = {}
    for function in template.functions.values():
        for route in function.of_type(Route):
            found.setdefault(route.path, (function.handler.partition("/")[0], []))[1].append(route.method)
    return found


def _neighbour(path: str, endpoints: Mapping[str, tuple[str, list[str]]]) -> str:
    above = path.rpartition("/")[0]
    for other, (api, _) in endpoints.items():
        if other.startswith(f"{above}/"):
            return api
    raise ValueError(f"{path} in the paths of the template: no endpoint is below {above}")
