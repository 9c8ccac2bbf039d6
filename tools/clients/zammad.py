"""Clients of Zammad's API, each of which works through a desk with the whole of its own API, in its own environment."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tools.clients.desk import Desk
from tools.clients.programs import ENVIRONMENTS, run

INSIDE = Path(__file__).parent / "inside"
TYPESCRIPT = ENVIRONMENTS / "zammad-ts-api" / "node_modules" / "zammad-ts-api" / "dist" / "Client" / "Client.js"


def tour(program: str, script: str, desk: Desk, folder: Path) -> str:
    """Run a script with the desk, and return what it says. Raises Failed."""
    environment = {
        "ZAMMAD_URL": desk.base_url,
        "ZAMMAD_TOKEN": desk.token("admin"),
        "CUSTOMER": "client@example.com",
        "CLIENT": TYPESCRIPT.as_uri(),
    }
    return run(program, [str(INSIDE / script)], folder, environment).strip()


TOURS: Mapping[str, Callable[[Desk, Path], str]] = {
    "zammad_py 3.2.1": partial(tour, "python", "use_zammad_py.py"),
    "zammadoo 0.3.0.post0": partial(tour, "python", "use_zammadoo.py"),
    "zammad-mcp 0.1.1": partial(tour, "python", "use_zammad_mcp.py"),
    "zammad-ts-api 0.2.4": partial(tour, "node", "use_zammad_ts_api.mjs"),
}
