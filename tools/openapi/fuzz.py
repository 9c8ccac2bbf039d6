"""`make fuzz`: requests that Schemathesis generates from the description, sent to a local desk.

No request may end in a failure of the desk, and each answer has to be described.
"""

import os
import subprocess
import sys
from pathlib import Path

import httpx

from tools.engine import running_engine
from tools.local_desk.server.background import RunningDesk, running_desk
from tools.openapi.media import COMMITTED

CONFIGURATION = Path(__file__).parent / "schemathesis.toml"


def main() -> int:
    """Run Schemathesis, whose command is in `sys.argv`, and return its exit status."""
    with running_engine() as engine, running_desk(engine) as desk:
        _give_it_tickets(desk)
        command = [*sys.argv[1:], "--config-file", str(CONFIGURATION), "run", str(COMMITTED), "--url", desk.base_url]
        return subprocess.run(command, env=os.environ | _secrets(desk), check=False).returncode


def _give_it_tickets(desk: RunningDesk) -> None:
    """Open some tickets; the second comment of the first one is an agent's."""
    client, agent = ({"X-Token": desk.credentials[name]["token"]} for name in ("client", "agent"))
    with httpx.Client(base_url=desk.base_url) as http:
        for number in range(1, 4):
            ticket = {"summary": f"Number {number}", "comment_body": "Please help"}
            http.post("/support/tickets", headers=client, json=ticket).raise_for_status()
        http.post("/support/tickets/1/comments", headers=agent, json={"body": "On it"}).raise_for_status()


def _secrets(desk: RunningDesk) -> dict[str, str]:
    known = desk.credentials
    return {
        "CLIENT_TOKEN": known["client"]["token"],
        "AGENT_TOKEN": known["agent"]["token"],
        "ADMIN_TOKEN": known["admin"]["token"],
        "API_KEY": known["happyfox"]["api_key"],
        "AUTH_CODE": known["happyfox"]["auth_code"],
    }


if __name__ == "__main__":
    sys.exit(main())
